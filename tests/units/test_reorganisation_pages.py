"""Walks the pages of a reorganisation as the Board does: workbook or ticks, rehearsal, the act, undoing it."""

import html
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.access import may_accept
from foundation import clock
from tests.support import data_request_steps, dossier_steps
from tests.support.casts import copied
from tests.support.union_lines import csv_of
from tests.units.test_reorganisations import done, merger
from units.actions.reorganisation_plans import PlannedRow
from units.models import Post, Reorganisation, Unit

pytestmark = [pytest.mark.either, pytest.mark.django_db]

HEAD = {"title": "Sắp xếp theo phường", "letter_number": "5/QĐ", "letter_on": "20/02/2015", "on": "02/03/2015"}
COLUMNS = ["Mã", "Tên đơn vị", "Loại đơn vị", "Công đoàn cấp trên", "Kết thúc hoạt động ngày", "Đơn vị kế tục"]
WARD = "Công đoàn phường Đông Kinh"


@pytest.fixture
def board(world, client):
    client.force_login(world.user("board"))
    with clock.travel("2015-03-02T12:00+07:00"):
        yield client


def text_of(page):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode())))


def sent(board, lines, **ticks):
    file = SimpleUploadedFile("don-vi.csv", csv_of(COLUMNS, *lines))
    return board.post("/reorganisations/new/", HEAD | ticks | {"file": file}, follow=True)


def code(unit):
    return f"ĐV{unit.pk}"


def test_a_workbook_becomes_a_plan_that_is_rehearsed_done_and_undone(world, board):
    given = b"".join(board.get("/reorganisations/workbook/").streaming_content)
    same = board.post("/reorganisations/new/", HEAD | {"file": SimpleUploadedFile("a.xlsx", given)})
    assert "không ghi thay đổi nào" in text_of(same)
    district, city, upper = world.district, world.city, world.district.words.short
    founding, merging = ["", WARD, upper, world.province.name], [code(district), district.name, "", "", "", WARD]
    unclear = sent(board, [founding, merging, ["", f"{district.name}x", upper, world.province.name]])
    assert "1 dòng của tệp chưa nhận được, nên chưa lập gì" in text_of(unclear)
    assert not Reorganisation.objects.exists()
    page = sent(board, [founding, merging, [code(city), "LĐLĐ thành phố Mới", "", "", "", ""]])
    plan = Reorganisation.objects.get()
    assert "lập mới: 1 · đổi tên: 1 · sáp nhập vào: 1" in text_of(page)
    address = plan.get_absolute_url()
    assert board.get(f"{address}confirm/").status_code == 409
    page = text_of(board.post(f"{address}rehearse/", follow=True))
    assert "Đã diễn tập, không có gì vướng." in page
    assert "Đơn vị 6 0 Phân công 4 0" in page
    assert "Chỉ tiêu giao không tự cộng, không chuyển theo; nơi đã giao xem và giao lại." in page
    assert not Unit.objects.filter(name=WARD).exists()
    lines = text_of(board.get(f"{address}writes/?table=post"))
    assert "Lãnh đạo (Thường trực LĐLĐ): kết thúc từ 02/03/2015 Lương Thị Mây ghi" in lines
    question = board.get(f"{address}confirm/")
    assert "Đơn vị: lập mới 1, đổi tên 1, sáp nhập vào 1." in text_of(question)
    digest = Reorganisation.objects.get().digest
    page = text_of(board.post(f"{address}confirm/", {"digest": digest}, follow=True))
    assert "Đã thực hiện phương án." in page
    ward = Unit.objects.get(name=WARD)
    assert Unit.objects.get(pk=world.school.pk).parent_id == ward.pk
    page = text_of(board.post(f"{address}undo/", {"reason": "Nhầm tệp"}, follow=True))
    assert "Đã hoàn tác phương án." in page
    assert Unit.objects.get(pk=world.school.pk).parent_id == district.pk
    assert Unit.objects.get(pk=city.pk).name == city.name


def test_unions_are_ticked_and_rows_changed_and_removed(world, board):
    board.post("/reorganisations/new/", HEAD)
    plan = Reorganisation.objects.get()
    address = plan.get_absolute_url()
    ticks = f"{address}ticks/?above={world.district.pk}"
    assert board.post(ticks, {"act": "close", "ticked": [str(2**70)]}).status_code == 200
    assert "Xin đánh dấu ít nhất một đơn vị." in text_of(board.post(ticks, {"act": "move", "target": world.city.pk}))
    chosen = {"act": "move", "target": world.city.pk, "ticked": [world.school.pk, world.commune.pk]}
    assert "Đã thêm 2 dòng vào phương án." in text_of(board.post(ticks, chosen, follow=True))
    typed = {"act": "found", "name": WARD, "type": world.district.words.code, "target": world.province.pk}
    assert "Đã thêm một dòng." in text_of(board.post(f"{address}rows/new/", typed, follow=True))
    founded = plan.rows.get(act="found")
    change = {"act": "move", "unit": world.commune.pk, "target_row": founded.pk}
    board.post(f"{address}rows/2/", change)
    assert plan.rows.get(number=2).target_row == founded
    assert board.post(f"{address}rows/{founded.number}/remove/").status_code == 409
    board.post(f"{address}rows/1/remove/")
    assert list(plan.rows.values_list("number", flat=True)) == [2, 3]
    refused = board.post(f"{address}rows/new/", {"act": "rename"})
    assert "Xin chọn đơn vị." in text_of(refused)
    assert "Xin ghi tên mới." in text_of(refused)
    edited = HEAD | {"title": "Sắp xếp đợt hai", "on": "01/07/2015"}
    board.post(f"{address}edit/", edited)
    board.post(f"{address}rehearse/")
    plan.refresh_from_db()
    assert (plan.title, plan.on, plan.problems) == ("Sắp xếp đợt hai", date(2015, 7, 1), [])
    page = text_of(board.post(f"{address}confirm/", {"digest": plan.digest}, follow=True))
    assert "Cổng tự thực hiện vào ngày 01/07/2015." in page
    assert "Phương án trở về bước soạn." in text_of(board.post(f"{address}revise/", follow=True))
    assert "Đã bỏ phương án." in text_of(board.post(f"{address}call-off/", {"reason": "Thôi"}, follow=True))


def test_people_of_before_are_told_who_has_a_sheet_a_dossier_and_a_summary_now(client):
    world = copied(dossier_steps.build)

    def page(name, address):
        client.force_login(world.user(name))
        return client.get(address)

    with clock.travel(dossier_steps.DAY):
        dossier = dossier_steps.sent(world, "owner", [{"code": "BK_T", "name": "Vi Páo"}])
        with clock.travel(data_request_steps.ASKED_ON):
            request = data_request_steps.opened(world, due_at=clock.end_of_day(date(2015, 12, 1)))
        asked = data_request_steps.sheet_of(request, world.district).get_absolute_url()
        phase, unit = world.phase, world.district
        summary = f"{phase.get_absolute_url()}summary/?unit={unit.pk}"
        addresses = (dossier.get_absolute_url(), summary, asked)
        for address in addresses:
            assert page("chair", address).status_code == 200, address
        rows = (PlannedRow("merge", world.district, target=world.city),)
        done(world, *rows, on=clock.today())
        Post.objects.create(user=world.user("chair"), unit=world.direct, role="officer", since=clock.today())
        moved, ended = (f"{of.name} nay thuộc {world.city.name}." for of in (world.school, world.district))
        task = f" Việc này nay do {world.city.name} phụ trách."
        for address, sentence in zip(addresses, (moved, ended, ended), strict=True):
            told, stranger = page("chair", address), page("banker", address)
            assert (told.status_code, sentence + task in text_of(told)) == (404, True), address
            assert (stranger.status_code, "nay thuộc" in text_of(stranger)) == (404, False), address


def test_a_reviewer_of_before_is_told_what_became_of_a_sheet(world, sign_in_as):
    address = world.sheet("school", "pledge").get_absolute_url()
    with clock.travel("2015-03-02T12:00+07:00"):
        assert sign_in_as("district").get(address).status_code == 200
        done(world, PlannedRow("move", world.school, target=world.city))
        assert sign_in_as("district").get(address).status_code == 200  # it was called below the district
        why_not = may_accept(world.sheet("school", "pledge"), world.by("district", "reviewer")).why_not
        assert world.city.name in why_not, "who acts today is named"
        done(world, merger(world))
        Post.objects.create(user=world.user("district"), unit=world.direct, role="officer", since=date(2015, 3, 2))
        told = sign_in_as("district").get(address)
        assert told.status_code == 404
        assert f"{world.school.name} nay thuộc {world.city.name}." in text_of(told)
        stranger = sign_in_as("neighbour").get(address)
        assert (stranger.status_code, "nay thuộc" in text_of(stranger)) == (404, False)
