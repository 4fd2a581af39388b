"""Tests the pages of data requests: from the letter to the open sheet, and from the answers to the totals."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from campaigns.actions.data_request_sheets import accept_answers, save_answers, send_answers
from campaigns.actions.data_requests import close_request, discard_request
from campaigns.models import DataRequest
from emulation.desk import my_desk
from foundation import clock
from foundation.forms.autosave import HEADER
from tests.support.data_request_steps import ANSWERS, ASKED_ON, QUESTIONS, accepted, drafted, opened, sent, sheet_of
from tests.support.page_forms import PageReader
from tests.support.papers import pages_of, words
from units.acting import Acting, acting_for
from units.models import Area, AreaUnit, Post, Role, User

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db]

REQUESTS = "/campaigns/2015/requests/"
HEAD = {
    "title": "Bổ sung số liệu phục vụ báo cáo năm",
    "letter_number": "1234/TLĐ",
    "letter_on": "10/7/2015",
    "letter_from": "Tổng Liên đoàn Lao động Việt Nam",
    "due_on": "21/7/2015",
    "audience": "upper",
}


@pytest.fixture(autouse=True)
def asked_on():
    with clock.travel(ASKED_ON):
        yield


@pytest.fixture
def visit(client, world):
    """Return a function that signs somebody in and returns their browser."""

    def sign_in(name):
        client.force_login(world.user(name))
        return client

    return sign_in


def page_of(response, status=200):
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def questions_typed(*questions):
    rows = {"kind": "sum", "decimals": "0", "prefilled_from": "report"}
    typed = {}
    for number, question in enumerate(questions, start=1):
        given = {name: value for name, value in question.items() if name != "required"}
        required = {"required": "on"} if question.get("required", True) else {}
        typed |= {f"q{number}-{name}": value for name, value in (rows | required | given).items()}
    return typed


def test_from_the_letter_to_the_open_sheet_in_eight_pages(visit, world):
    pages = []

    def follow(browser, response):
        assert response.status_code == 302
        pages.append(response.url)
        return page_of(browser.get(response.url))

    board = visit("board")
    pages.append(REQUESTS)
    assert f"{REQUESTS}new/" in page_of(board.get(REQUESTS))
    pages.append(f"{REQUESTS}new/")
    page_of(board.get(f"{REQUESTS}new/"))
    assert "nhiều nhất 20 câu" in follow(board, board.post(f"{REQUESTS}new/", HEAD))
    page = follow(board, board.post(f"{REQUESTS}1/questions/", questions_typed(*QUESTIONS)))
    assert "Gửi xuống thì 2 đơn vị nhận phiếu" in page
    pages.append(f"{REQUESTS}1/open/")
    assert "Gửi xuống 2 đơn vị" in page_of(board.get(f"{REQUESTS}1/open/"))
    assert "Đã gửi yêu cầu xuống 2 đơn vị." in follow(board, board.post(f"{REQUESTS}1/open/"))
    district = visit("district")
    pages.append("/")
    sheet = sheet_of(DataRequest.objects.get(), world.units["district"])
    desk = page_of(district.get("/"))
    assert "Bổ sung số liệu: Bổ sung số liệu phục vụ báo cáo năm" in desk and sheet.url("edit") in desk
    pages.append(sheet.url("edit"))
    assert "Trả lời cho cả các đơn vị cấp dưới. Không có thì ghi 0." in page_of(district.get(sheet.url("edit")))
    assert len(pages) == 8


def test_a_request_of_no_phase_takes_the_questions_that_its_page_shows(visit, world):
    board, address = visit("board"), f"{REQUESTS}1/questions/"
    board.post(f"{REQUESTS}new/", HEAD | {"phase": ""})
    held = PageReader(address, board.get(address).text).held(address)
    assert "q1-prefilled_from" not in held
    typed = {"q1-name": "Số buổi tọa đàm", "q1-kind": "sum", "q1-unit_of_measure": "buổi", "q1-decimals": "0"}
    assert board.post(address, held | typed).status_code == 302
    assert [question.name for question in DataRequest.objects.get().questions.all()] == ["Số buổi tọa đàm"]


def test_what_is_wrong_in_a_question_is_said_at_its_field_and_kept(visit, world):
    request = drafted(world)
    board = visit("board")
    wrong = questions_typed(
        {"name": "Tỷ lệ có nhà ăn", "kind": "ratio"},
        {"name": "Hình thức", "kind": "choice", "choices": "một"},
        {"name": "", "help_text": "Ghi rõ."},
    )
    page = page_of(board.post(request.url("data_request_questions"), wrong))
    for sentence in (
        "Xin ghi tỷ lệ này tính trên tổng số nào.",
        "Xin ghi ít nhất hai mục khác nhau, mỗi dòng một mục.",
        "Xin ghi câu hỏi, hoặc xóa các ô khác của dòng này.",
    ):
        assert page.count(sentence) == 2
    assert 'value="Tỷ lệ có nhà ăn"' in page
    assert request.questions.count() == 6


def test_whom_it_asks_is_asked_for(visit, world):
    board = visit("board")
    for audience, sentence in (
        ("grassroots", "Xin chọn ít nhất một khối."),
        ("chosen", "Xin đánh dấu ít nhất một đơn vị."),
    ):
        assert sentence in page_of(board.post(f"{REQUESTS}new/", HEAD | {"audience": audience}))
    assert "Ngày công văn không thể sau hôm nay." in page_of(
        board.post(f"{REQUESTS}new/", HEAD | {"letter_on": "14/7/2015"})
    )


def test_a_draft_is_kept_as_typed_checked_and_sent(visit, world):
    sheet = sheet_of(opened(world), world.units["district"])
    district, edit = visit("district"), sheet.url("edit")
    saved = district.post(edit, {"C1": "mười"}, headers={HEADER: "1"})
    assert (saved.status_code, bool(saved["Draft-Version"])) == (204, True)
    page = page_of(district.post(edit, ANSWERS | {"C1": "mười", "next": "1"}))
    assert page.count("Đoàn viên được tặng quà phải là số. Ví dụ: 1.250 hoặc 12,5.") == 2
    assert 'value="mười"' in page
    answer = district.post(edit, ANSWERS | {"next": "1"})
    assert (answer.status_code, answer.url) == (302, sheet.url("check"))
    page = page_of(district.get(sheet.url("check")))
    assert all(text in page for text in ("1.250", "3/4 (75%)", "Có", "Bữa cơm công đoàn", "13/07/2015", "Hiện vật"))
    assert district.post(sheet.url("check")).url == sheet.get_absolute_url()
    page = page_of(district.get(sheet.get_absolute_url()))
    assert "Đã gửi 09:00 ngày 13/07/2015, chờ xác nhận." in page and "Rút lại để sửa" in page


def test_a_ratio_whose_part_is_above_its_base_is_asked_about_before_it_is_sent(visit, world):
    sheet = sheet_of(opened(world), world.units["district"])
    district = visit("district")
    district.post(sheet.url("edit"), ANSWERS | {"C2-n": "5"})
    sentence = "“Đơn vị có nhà ăn”: tử số (5) lớn hơn mẫu số (4). Số liệu này có đúng không?"
    assert sentence in page_of(district.get(sheet.url("check")))
    for answer in ({}, {"confirmed-C2": "6/4"}, {"confirmed-C1": "5/4"}):
        assert "Chưa gửi: xin trả lời các câu hỏi" in page_of(district.post(sheet.url("check"), answer))
    assert district.post(sheet.url("check"), {"confirmed-C2": "5/4"}).status_code == 302
    assert "Tử số lớn hơn mẫu số; đơn vị xác nhận số liệu đúng." in page_of(
        visit("board").get(sheet.get_absolute_url())
    )
    district = visit("district")
    district.post(sheet.url("take_back"))
    district.post(sheet.url("edit"), ANSWERS | {"C2-n": "6"})
    page = page_of(district.post(sheet.url("check")))
    assert "tử số (6) lớn hơn mẫu số (4)" in page and "checked" not in page
    district.post(sheet.url("edit"), ANSWERS)
    assert district.post(sheet.url("check")).status_code == 302
    sheet.refresh_from_db()
    assert sheet.current_submission.content == ANSWERS


def test_somebody_elses_answers_are_shown_beside_mine(visit, world):
    sheet = sheet_of(opened(world), world.units["district"])
    district = visit("district")
    shown = district.get(sheet.url("edit")).context["fingerprint"]
    district.post(sheet.url("edit"), ANSWERS | {"seen": shown})
    page = page_of(district.post(sheet.url("edit"), ANSWERS | {"C1": "7", "seen": shown}), status=409)
    assert '<td data-label="Đã lưu">1.250</td>' in page and '<td data-label="Vừa nhập">7</td>' in page


def test_a_reviewer_marks_what_to_mend_and_sees_what_changed(visit, world):
    request = opened(world)
    sheet = sent(world, request, C1="1.200")
    board = visit("board")
    assert "Xác nhận 1 phiếu bổ sung số liệu" in page_of(board.get("/"))
    typed = {"remark-C1": "Kiểm tra lại số đoàn viên.", "due_on": "24/7/2015"}
    assert "Xin ghi lý do, hoặc ghi đề nghị" in page_of(board.post(sheet.url("return"), {"due_on": "24/7/2015"}))
    assert board.post(f"{sheet.url('return')}?seen=1", typed).status_code == 302
    district = visit("district")
    page = page_of(district.get(sheet.url("edit")))
    assert page.count("Đề nghị sửa: Kiểm tra lại số đoàn viên.") == 1
    district.post(sheet.url("edit"), ANSWERS)
    district.post(sheet.url("check"))
    page = page_of(visit("board").get(sheet.get_absolute_url()))
    assert "Lần trước: 1.200" in page and "Đề nghị sửa" not in page


def test_the_board_sees_who_is_missing_and_what_is_accepted(visit, world):
    request = opened(world)
    accepted(world, request)
    page = page_of(visit("board").get(request.get_absolute_url()))
    assert "1/2 đơn vị đã gửi" in page and "1 đơn vị chưa gửi" in page
    assert "LĐLĐ thành phố Lạng Sơn" in page and "tính trên 1/2 đơn vị" in page
    listed = visit("board").get(f"/data-requests/?request={request.pk}&status=missing")
    assert "Phiếu bổ sung số liệu: 1 phiếu" in page_of(listed)
    assert [row.sheet.name for row in listed.context["rows"]] == ["LĐLĐ thành phố Lạng Sơn"]
    with clock.travel("2015-07-22T09:00+07:00"):
        assert "1 đơn vị chưa bổ sung số liệu" in page_of(visit("board").get("/"))


def test_the_desk_of_an_area_counts_the_missing_that_its_list_shows(visit, world):
    area = Area.objects.create(unit=world.province, name="Khu vực 1", valid_from=date(2014, 1, 1))
    AreaUnit.objects.create(area=area, unit=world.district)
    desk = User.objects.create(username="desk", full_name="Hoàng Khu Vực")
    Post.objects.create(user=desk, unit=world.province, area=area, role=Role.DESK, since=date(2014, 1, 1))
    everywhere = [world.units[name] for name in ("city", "district", "school")]
    request = opened(world, audience="chosen", units=everywhere)
    sent(world, request, "school", "owner")
    for who, under, names in (
        ("desk", f"area-{area.pk}", ["LĐLĐ huyện Chi Lăng"]),
        ("board", world.province.pk, ["LĐLĐ thành phố Lạng Sơn", "LĐLĐ huyện Chi Lăng"]),
    ):
        with clock.travel("2015-07-15T09:00+07:00"):
            todos = my_desk(acting_for(world.user(who), None)).todos
            (task,) = [todo for todo in todos if "chưa bổ sung" in todo.title]
            assert task.title == f"{len(names)} đơn vị chưa bổ sung số liệu"
            assert task.url == f"/data-requests/?request={request.pk}&status=missing&under={under}"
            rows = visit(who).get(task.url).context["rows"]
            assert [row.sheet.name for row in rows] == names
            assert "Hạn bổ sung số liệu" in page_of(visit(who).get("/"))


def test_a_coordinated_union_is_in_no_total_but_its_own(visit, world):
    request = opened(world, audience="chosen", units=[world.units["central"], world.units["city"]])
    electrician = User.objects.create(username="electrician", full_name="Đỗ Thắp")
    post = Post.objects.create(user=electrician, unit=world.central, role=Role.OFFICER, since=date(2014, 1, 1))
    sheet, by = sheet_of(request, world.central), Acting(electrician, world.central, (post,))
    save_answers(sheet, ANSWERS | {"C1": "7"}, by=by)
    send_answers(sheet, by=by)
    accept_answers(sheet, by=world.by("board", "reviewer"))
    accepted(world, request, "city", "city", C1="50")
    for who, total in (("board", 50), ("electrician", 7)):
        first = visit(who).get(request.get_absolute_url()).context["totals"][0]
        assert (first.answered, first.expected, first.value) == (1, 1, total)


def test_nobody_is_urged_for_a_discarded_request(visit, world):
    request = opened(world)
    address = f"/data-requests/?request={request.pk}"
    assert "Còn 8 ngày" in page_of(visit("board").get(address))
    discard_request(request, reason="Cấp trên thôi hỏi.", by=world.by("board"))
    board = visit("board")
    assert "Phiếu bổ sung số liệu: 0 phiếu" in page_of(board.get(f"{address}&status=missing"))
    pages = [page_of(board.get(url)) for url in (address, REQUESTS, request.get_absolute_url())]
    assert not [page for page in pages if "Còn 8 ngày" in page]


def test_what_a_closed_request_does_not_take_is_not_asked_for(visit, world):
    request = opened(world)
    address = sent(world, request).get_absolute_url()
    assert "chờ xác nhận" in page_of(visit("district").get(address))
    close_request(request, by=world.by("board"))
    page = page_of(visit("district").get(address))
    assert "chờ xác nhận" not in page and "Yêu cầu này đang ở trạng thái" in page


def test_the_list_of_requests_takes_no_query_for_each(visit, world):
    board, counts = visit("board"), []
    for _number in range(3):
        drafted(world)
        with CaptureQueriesContext(connection) as queries:
            page_of(board.get(REQUESTS))
        counts.append(len(queries))
    assert counts[1] == counts[2]  # the first visit reads what the others keep


def test_the_letter_is_read_by_whoever_is_asked(visit, world):
    request = opened(world)
    scan = SimpleUploadedFile("cong-van.pdf", b"%PDF-1.4 cong van\n%%EOF\n", "application/pdf")
    assert visit("board").post(request.url("data_request_scan"), {"scan": scan}).status_code == 302
    page = page_of(visit("district").get(request.get_absolute_url()))
    assert "Công văn số 1234/TLĐ ngày 10/07/2015 của Tổng Liên đoàn Lao động Việt Nam" in page
    address = page.partition(f'href="{request.url("data_request")}scans/')[2].partition('"')[0]
    answer = visit("district").get(f"{request.url('data_request')}scans/{address}")
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 cong van\n%%EOF\n"
    assert visit("owner").get(request.get_absolute_url()).status_code == 404


@pytest.mark.drawn_anew
def test_the_paper_has_one_page_with_each_answer(visit, world):
    sheet = accepted(world, opened(world))
    answer = visit("district").get(sheet.url("paper"))
    printed = words(answer.content)
    assert (answer.status_code, len(pages_of(answer.content))) == (200, 1)
    for text in ("PHIẾU BỔ SUNG SỐ LIỆU", "Công văn số 1234/TLĐ", "Đoàn viên được tặng quà", "1.250", "3/4 (75%)"):
        assert text in printed
    code = sheet.current_submission.receipt
    assert f"Đã gửi lần 1 lúc 09:00 ngày 14/07/2015. Mã tiếp nhận: {code}" in printed


def test_the_receipt_of_a_sheet_is_checked_by_its_code_and_is_no_other_sheets(visit, world):
    submission = sent(world, opened(world)).current_submission
    told = Client().get(f"/receipts/{submission.receipt}/").context["answer"]
    assert (told.status, told.facts) == (
        "Đã tiếp nhận",
        (
            ("Mã tiếp nhận", submission.receipt),
            ("Đơn vị", "LĐLĐ huyện Chi Lăng"),
            ("Phiếu", "Phiếu bổ sung số liệu: Bổ sung số liệu phục vụ báo cáo năm"),
            ("Lần gửi", "1"),
            ("Nhận lúc", "09:00 ngày 14/07/2015"),
            ("SHA-256 của nội dung", submission.sha256),
        ),
    )
    cut = submission.receipt[:-1]
    assert Client().get(f"/receipts/{cut}/").context["answer"].facts == ()
    page = page_of(visit("board").get(submission.sheet.get_absolute_url()))
    assert f'href="/receipts/{submission.receipt}/"' in page
