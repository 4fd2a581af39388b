"""Tests that a workbook of the higher body is filled: brought in, pointed at, filled, and used again next year."""

import io
import re
import zipfile
from decimal import Decimal

import pytest
import xlsxwriter
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.figures.address import ALL, FigureKey
from campaigns.figures.request_types import RequestAmount, RequestFigures, RequestQuestionFigures
from foundation import clock
from foundation.archives import LIMIT
from foundation.filling.addresses import cell_position
from foundation.filling.package import FormPackage
from foundation.forms.choices import MOST_LISTED
from foundation.lifecycle import StateConflict
from summaries import actions as summary_actions
from summaries import foreign_workbook_actions as actions
from summaries.foreign_workbooks.columns import UnionNames, to_choose
from summaries.foreign_workbooks.files import checked_package, package_of
from summaries.foreign_workbooks.filling import days_as_text, filled_cells, filled_workbook
from summaries.foreign_workbooks.grid import CellNote, grid_of
from summaries.foreign_workbooks.labels import CellLabels, key_of, labels_at
from summaries.foreign_workbooks.providers import CellTarget, in_cell
from summaries.foreign_workbooks.request_questions import subject_now
from summaries.foreign_workbooks.sources import FilledFrom, NoFigure, fill_sources
from summaries.models import ForeignWorkbook, PointingState, Summary, WorkbookVersion
from tests.support import signing
from tests.support.casts import copied
from tests.support.data_request_steps import accepted as answered
from tests.support.data_request_steps import drafted, opened
from tests.support.dossier_pages import problems_of, sign_in
from tests.support.filing_steps import PLEDGING, REPORTING, accepted
from tests.support.foreign_form import foreign_form, recomputed
from tests.support.hostile_tables import CASES
from tests.support.world import build as build_world
from units import blobs
from units.models import Blob, Event

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db]

DAY = "2015-07-27T09:00+07:00"
LIST, NEW = "/workbooks/", "/workbooks/new/"
MEMBERS, RECEIVED = FigureKey("people:members", "persons"), FigureKey("count:report", "received")
SOLUTIONS, UNIT_NAME = FigureKey("indicator:SK02", "year"), FigureKey("text:unit", "text")


def build():
    """Build the cast with one report that counts, and the final summary of its phase."""
    world = build_world()
    with clock.travel(PLEDGING):
        accepted(world)
    with clock.travel(REPORTING):
        accepted(world, kind="report")
    with clock.travel(DAY):
        world.summary = Summary.objects.create(campaign=world.campaign, phase=world.phase, unit=world.province)
        summary_actions.propose(world.summary, by=world.by("board"))
        signing.finalise(world.summary, number="12", dated_on=clock.today(), by=world.by("leader"))
    return world


@pytest.fixture
def world(db):
    with clock.travel(DAY):
        yield copied(build)


def sent_file(content, name="bieu-mau.xlsx"):
    return SimpleUploadedFile(name, content)


def added(world, **of_form):
    return actions.add_workbook(
        "Biểu tổng hợp", "Tổng Liên đoàn", "", foreign_form(**of_form), "bieu.xlsx", by=world.by("board")
    )


def point(workbook, cell, key, world, sheet=1, **more):
    version = workbook.versions.first()
    part = package_of(version).sheets[sheet - 1]
    target = CellTarget(key, **more)
    return actions.point_at_cell(version, part, cell_position(cell), target, key.subject, by=world.by("board"))


def filled_from(world, key=""):
    sources = fill_sources(world.province, world.user("board"))
    return FilledFrom(next(source for source in sources if source.key == key or not key), sources)


def cells_of(content, part="xl/worksheets/sheet1.xml"):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read(part).decode()
    return dict(re.findall(r'<c r="(\w+)"[^>]*>(?:<is><t[^>]*>|<v>)([^<]*)<', xml))


# From the upload to the filled file, through the pages


def test_a_form_is_brought_in_pointed_at_filled_and_used_again_next_year(world):
    board = sign_in("board")
    page = board.get(LIST).content.decode()
    assert "Chưa có biểu mẫu nào" in page
    form = {
        "title": " Biểu tổng hợp ",
        "body": "Tổng Liên đoàn",
        "letter": "1234/TLĐ",
        "file": sent_file(foreign_form()),
    }
    url = board.post(NEW, form)["Location"]
    workbook = ForeignWorkbook.objects.get()
    assert (url, str(workbook), workbook.unit) == (f"/workbooks/{workbook.pk}/", "Biểu tổng hợp", world.province)
    sheet = f"{url}sheets/1/"
    grid = board.get(sheet).content.decode()
    assert 'href="C6/"' in grid and 'href="C10/"' not in grid  # it has a formula
    assert '<td id="A1" colspan="4">' in grid

    offered = board.get(f"{sheet}C7/?words=doan+vien")
    members = "people:members|persons||all"
    assert (members, "Đoàn viên: 282") in offered.context["form"].fields["target"].choices
    assert board.post(f"{sheet}C7/", {"target": members, "written_as": "number"})["Location"] == f"{sheet}#C7"
    point(workbook, "C2", UNIT_NAME, world)
    point(workbook, "C6", FigureKey("indicator:XX99", "year"), world)
    point(workbook, "C8", RECEIVED, world)
    source = f"phase-{world.phase.pk}"
    listed = board.get(f"{url}fill/?source={source}")
    shown = [(cell.pointing.cell, cell.shown) for cell, _url in listed.context["written"]]
    assert shown == [("C2", "LĐLĐ tỉnh Lạng Sơn"), ("C7", "282"), ("C8", "1")]
    missing = [(cell.pointing.cell, cell.why_not) for cell, _url in listed.context["missing"]]
    assert missing == [("C6", "Phong trào, đợt này không có số này.")]
    assert [cell.cell for cell, _url in listed.context["yellow"]] == ["C9", "D10"]
    drawn = board.get(f"{sheet}?source={source}").content.decode()
    assert '<td id="C6" class="yellow">' in drawn and '<td id="C7" class="pointed">' in drawn

    file = board.get(f"{url}fill.xlsx?source={source}")
    assert file["Content-Disposition"] == 'attachment; filename="bieu-mau.xlsx"'
    cells = cells_of(file.content)
    assert {name: cells.get(name) for name in ("C2", "C6", "C7", "C8", "C10")} == {
        "C2": "LĐLĐ tỉnh Lạng Sơn",
        "C6": None,
        "C7": "282",
        "C8": "1",
        "C10": None,
    }

    assert board.post(f"{url}renew/", {"file": sent_file(foreign_form(year=2027), "nam-2027.xlsx")}).status_code == 302
    assert workbook.versions.first().pointings.filter(state=PointingState.POINTED).count() == 4
    again = board.get(f"{url}fill.xlsx?source={source}")
    assert again["Content-Disposition"] == 'attachment; filename="nam-2027.xlsx"'
    assert cells_of(again.content) == cells
    kept = FormPackage(again.content)
    assert kept.sheet(kept.sheets[0]).text(cell_position("A1")) == "BIỂU TỔNG HỢP NĂM 2027"
    verbs = Event.objects.about(workbook).values_list("verb", flat=True)
    assert list(verbs) == ["renew_workbook", *["point_at_cell"] * 4, "add_workbook"]


def test_what_moved_is_suggested_and_what_is_no_more_is_listed(world):
    workbook = added(world)
    for cell, key in (("C2", UNIT_NAME), ("C7", MEMBERS), ("C8", RECEIVED), ("C9", SOLUTIONS)):
        point(workbook, cell, key, world)
    actions.drop_pointing(point(workbook, "C6", MEMBERS, world), by=world.by("board"))
    board, url = sign_in("board"), workbook.get_absolute_url()
    new = foreign_form(year=2027, inserted=2, without=("Công trình, sản phẩm",))
    board.post(f"{url}renew/", {"file": sent_file(new)})
    page = board.get(url)
    assert [pointing.cell for pointing, _url in page.context["pointings"]] == ["C2"]
    suggested = [(pointing.origin.cell, pointing.cell) for pointing, _url in page.context["suggested"]]
    assert suggested == [("C7", "C9"), ("C8", "C10")]
    ((lost, _address),) = page.context["lost"]
    assert (lost.origin.cell, lost.words) == ("C9", "indicator:SK02")
    assert "Nhận cả 2 gợi ý" in page.content.decode()

    assert board.post(url, {"confirm_all": "3"}).status_code == 409
    first = page.context["suggested"][0][0]
    assert board.post(url, {"confirm": first.pk}).status_code == 302
    assert board.post(url, {"confirm": first.pk}).status_code == 409
    assert board.post(url, {"confirm_all": "1"}).status_code == 302
    assert board.post(url, {"drop": lost.pk}).status_code == 302
    assert board.post(url, {"drop": lost.pk}).status_code == 409
    assert {p.cell for p in workbook.versions.first().pointings.filter(state="pointed")} == {"C2", "C9", "C10"}
    assert board.post(url, {"drop": 10**30}).status_code == 404


@pytest.mark.deep
def test_libreoffice_computes_what_the_portal_filled(world):
    workbook = added(world)
    for cell, key in (("C6", SOLUTIONS), ("C7", MEMBERS), ("C8", RECEIVED)):
        point(workbook, cell, key, world)
    file = sign_in("board").get(f"{workbook.get_absolute_url()}fill.xlsx?source=phase-{world.phase.pk}")
    sheets = recomputed(file.content)
    numbers = [int(row[2] or 0) for row in sheets["Biểu 01"][5:9]]
    assert sheets["Biểu 01"][9][2] == str(sum(numbers)) and numbers[1:] == [282, 1, 0]
    assert sheets["Hướng dẫn"][1] == [str(2 * sum(numbers))]


# Files that are refused


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("half an archive", "không đúng loại hoặc bị hỏng"),
        ("laughs in the sheet", "khai báo XML không an toàn"),
        ("an entity from the disk", "khai báo XML không an toàn"),
        ("macros", "macro"),
        ("a sheet of nothing but zeros", "lớn bất thường"),
        ("a member with a password", "có mật khẩu"),
        ("a hundred and one sheets", "có hơn 100 trang tính"),
    ],
)
def test_a_file_that_is_a_trap_is_refused_at_its_field_and_nothing_is_stored(world, case, words):
    form = {"title": "Biểu", "body": "TLĐ", "file": sent_file(CASES[case][0](), "Biểu.xlsx")}
    page = sign_in("board").post(NEW, form)
    ((address, sentence),) = page.context["problems"]
    assert (page.status_code, address, words in sentence, "“Biểu.xlsx”" in sentence) == (200, "id_file", True, True)
    assert 'value="Biểu"' in page.content.decode()
    assert ForeignWorkbook.objects.count() == WorkbookVersion.objects.count() == 0


def test_old_excel_is_told_to_save_anew_and_no_file_or_words_are_asked_for(world):
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)
    board = sign_in("board")
    page = board.post(NEW, {"title": "Biểu", "body": "TLĐ", "file": sent_file(old, "a.xls")})
    assert problems_of(page)[0].endswith("Xin bỏ mật khẩu, lưu lại thành tệp Excel (.xlsx).")
    assert problems_of(board.post(NEW, {})) == [
        "Xin ghi tên biểu mẫu.",
        "Xin ghi cơ quan ban hành biểu mẫu.",
        "Xin chọn tệp Excel (.xlsx) của biểu mẫu.",
    ]
    large = board.post(NEW, {"title": "a", "body": "b", "file": sent_file(bytes(LIMIT + 1))})
    assert problems_of(large) == ["Tệp lớn hơn 10 MB. Xin bỏ bớt ảnh trong tệp."]


@pytest.mark.sweep("hostile workbooks to be filled")
@pytest.mark.parametrize("case", CASES)
def test_no_hostile_file_ends_in_a_fault(case):
    try:
        package = checked_package(CASES[case][0](), "a.xlsx")
    except ValidationError:
        return
    cell, read = cell_position("B2"), {sheet.name: package.sheet(sheet) for sheet in package.sheets}
    package.filled({name: {cell: 1} for name, sheet in read.items() if sheet.may_be_written(cell)})
    for sheet in read.values():
        grid_of(sheet, package.styles, {})
        labels_at(sheet, cell)


# Acts


def test_a_cell_is_pointed_at_again_and_what_is_computed_or_older_is_refused(world):
    workbook = added(world)
    first = point(workbook, "C7", MEMBERS, world)
    second = point(workbook, "C7", RECEIVED, world, period="year", written_as="thousands")
    first.refresh_from_db()
    assert (first.state, second.state, second.period, second.written_as) == ("dropped", "pointed", "year", "thousands")
    assert (second.beside, second.above) == ("Đoàn viên", "Số liệu · Kết quả")
    for cell in ("C10", "D6", "B1"):
        with pytest.raises(ValidationError):
            point(workbook, cell, MEMBERS, world)
    old = workbook.versions.get()
    actions.renew_workbook(workbook, foreign_form(year=2027), "b.xlsx", by=world.by("board"))
    part = package_of(old).sheets[0]
    with pytest.raises(StateConflict):
        actions.point_at_cell(old, part, cell_position("C7"), CellTarget(MEMBERS), "x", by=world.by("board"))
    with pytest.raises(StateConflict):
        actions.drop_pointing(second, by=world.by("board"))


def test_a_page_of_a_cell_offers_what_is_like_its_labels_and_keeps_what_was_chosen(world):
    workbook = added(world)
    url = f"{workbook.get_absolute_url()}sheets/1/"
    board = sign_in("board")
    choices = board.get(f"{url}C6/").context["form"].fields["target"].choices
    assert "sáng kiến kinh nghiệm được công nhận, thực hiện trong đợt: " in choices[0][1]
    assert [board.get(f"{url}{cell}/").status_code for cell in ("C10", "B1", "XFE1", "x")] == [404] * 4
    nothing = board.post(f"{url}C7/?words=doan+vien", {"written_as": "number"})
    assert problems_of(nothing) == ["Điền vào ô này: Xin chọn một mục."]
    foreign = board.post(f"{url}C7/", {"target": "people:members|persons||upper:999", "written_as": "number"})
    assert problems_of(foreign) == ["Điền vào ô này: Mục đã chọn không có trong danh sách. Xin chọn lại."]
    assert 'value="fraction" selected' in board.get(f"{url}D10/?words=bao+cao").content.decode()
    point(workbook, "C7", MEMBERS, world)
    assert 'value="people:members|persons||all"' in board.get(f"{url}C7/").content.decode()
    assert board.get(f"{url}?row=0").status_code == board.get(f"{url}?row=99999999").status_code - 204 == 200
    assert board.get(f"{url}?source=phase-0").status_code == 404


def test_contents_of_files_stay_while_a_version_refers_to_them(world):
    added(world)
    Blob.objects.create(sha256="0" * 64, size=1, media_type="x", content=b"x")
    kept = WorkbookVersion.objects.get().blob_id
    blobs.prune_blobs()
    assert kept in Blob.objects.values_list("pk", flat=True)
    assert not Blob.objects.filter(pk="0" * 64).exists()


# What is written


def test_figures_come_from_the_chosen_source_texts_too_and_other_periods_from_their_finals(world):
    workbook = added(world)
    now, final = f"phase-{world.phase.pk}", f"summary-{world.summary.pk}"
    sources = fill_sources(world.province, world.user("board"))
    year = f"year-{world.campaign.pk}"
    assert [source.key for source in sources] == [now, final, year]
    report = FigureKey("text:report", "text")
    pointings = [
        point(workbook, "C6", MEMBERS, world, written_as="thousands"),
        point(workbook, "C7", report, world),
        point(workbook, "C8", MEMBERS, world, period="2"),
        point(workbook, "C9", report, world, period="1"),
        point(workbook, "C2", FigureKey("people:nobody", "persons"), world),
    ]
    by_source = {
        key: [cell.content or cell.why_not for cell in filled_cells(pointings, filled_from(world, key))]
        for key in (now, final, year)
    }
    nothing, closed = "Nội dung này chưa có ở đợt, báo cáo đã chọn.", "Đợt 2 của phong trào này chưa mở."
    said, unknown = "theo báo cáo số 12 ngày 27/07/2015", "Cổng không còn đếm số này. Xin chỉ lại."
    assert by_source[now] == [Decimal("0.282"), nothing, closed, nothing, unknown]
    assert by_source[final] == [Decimal("0.282"), said, closed, said, unknown]
    assert by_source[year] == [Decimal("0.282"), nothing, closed, said, unknown]


def test_a_day_is_a_number_where_the_form_shows_days_and_else_a_text(world):
    workbook, day = added(world), FigureKey("text:day", "text")
    pointings = [point(workbook, "C6", day, world), point(workbook, "A3", day, world, sheet=2)]
    package = package_of(workbook.versions.get())
    cells = filled_cells(pointings, filled_from(world))
    assert days_as_text(package, cells) == cells[:1]
    file = filled_workbook(package, cells)
    part = package.sheets[1].part
    assert (cells_of(file)["C6"], cells_of(file, part)["A3"]) == ("27/07/2015", "42212")
    styles = [
        re.search(rb'<c r="A3"[^>]* s="([0-9]+)"', zipfile.ZipFile(io.BytesIO(content)).read(part))[1]
        for content in (package.content, file)
    ]
    assert styles[0] == styles[1]
    listed = sign_in("board").get(f"{workbook.get_absolute_url()}fill/").content.decode()
    assert listed.count("ghi bằng chữ: ô của biểu không có kiểu ngày") == 1


def test_a_question_of_this_years_request_is_found_for_what_was_pointed_at_last_years(world):
    def asked(pk, title, *questions):
        lines = (RequestQuestionFigures(code, name, kind, "", 0, RequestAmount(1, 1)) for code, name, kind in questions)
        return RequestFigures(pk, 1, title, "", tuple(lines))

    before = drafted(world, title="Bổ sung số liệu năm 2015")
    subject, gifts = f"request:{before.pk}.C1", ("C4", "Đoàn viên  được tặng quà", "sum")
    assert subject_now(subject, [asked(before.pk, "x", ("C1", "Khác", "sum"))]) == subject
    other = asked(91, "Yêu cầu khác", ("C1", "Câu khác", "sum"), gifts)
    assert subject_now(subject, [other]) == "request:91.C4"
    same_title = asked(92, "Bổ sung số liệu năm 2016", gifts)
    assert subject_now(subject, [other, same_title]) == "request:92.C4"
    same_code = asked(93, "Bổ sung số liệu năm 2016", ("C1", "Đoàn viên được tặng quà", "sum"))
    assert subject_now(subject, [same_title, same_code]) == "request:93.C1"
    for requests, words in (
        ([same_title, asked(94, same_title.title, gifts)], "2 câu hỏi của các yêu cầu bổ sung số liệu cùng hỏi"),
        ([asked(95, "Bổ sung", ("C1", "Đoàn viên được tặng quà", "ratio"))], "không có yêu cầu bổ sung số liệu nào"),
        ([], "không có yêu cầu bổ sung số liệu nào hỏi “Đoàn viên được tặng quà”"),
    ):
        with pytest.raises(NoFigure, match=words):
            subject_now(subject, requests)
    with pytest.raises(NoFigure, match="không còn đếm"):
        subject_now("request:999999.C1", [other])


def test_a_cell_takes_the_answers_to_the_same_question_of_another_request(world):
    workbook = added(world)
    old = drafted(world, phase=world.phase, title="Bổ sung số liệu năm 2014")
    new = opened(world, phase=world.phase, title="Bổ sung số liệu năm 2015")
    answered(world, new)
    pointing = point(workbook, "C7", FigureKey(f"request:{old.pk}.C1", "total"), world)
    (cell,) = filled_cells([pointing], filled_from(world))
    assert (cell.content, cell.why_not) == (Decimal(1250), "")


def chosen_in(page, name):
    """Return what a box of the page has chosen, as value and words."""
    (box,) = re.findall(rf'<select[^>]* name="{name}"[^>]*>(.*?)</select>', page.content.decode())
    return re.findall(r'<option value="([^"]*)" selected>([^<]*)</option>', box)


def test_a_whole_column_takes_one_figure_of_each_union_that_a_row_names(world):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        page = book.add_worksheet("Biểu 02")
        for row, words in enumerate(("Đơn vị", "Huyện Chi Lăng", "LĐLĐ TP Lạng Sơn", "Huyện Không Có", "Cộng")):
            page.write(row, 0, words)
        page.write(0, 1, "Số báo cáo")
    workbook = actions.add_workbook("Biểu", "TLĐ", "", content.getvalue(), "b.xlsx", by=world.by("board"))
    board, url = sign_in("board"), f"{workbook.get_absolute_url()}sheets/1/"
    assert 'href="columns/B/"' in board.get(url).content.decode()
    choice = board.get(f"{url}columns/B/?words=bao+cao")
    address = next(query for target, query in choice.context["offered"] if target.key == RECEIVED)
    page = board.get(f"{url}columns/B/{address}")
    district, city = (f"upper:{world.units[name].pk}" for name in ("district", "city"))
    shown = [(row.label, row.slice, value) for row, _box, value in page.context["rows"]]
    assert shown == [
        ("Đơn vị", "", ""),
        ("Huyện Chi Lăng", district, "1"),
        ("LĐLĐ TP Lạng Sơn", city, "0"),
        ("Huyện Không Có", "", ""),
        ("Cộng", "", ""),
    ]
    assert chosen_in(page, "row-2") == [(district, "LĐLĐ huyện Chi Lăng")] and chosen_in(page, "row-1") == [
        ("", "Không điền dòng này")
    ]
    nothing = board.post(f"{url}columns/B/{address}", {"written_as": "number"})
    assert problems_of(nothing) == ["Chưa chọn đơn vị cho dòng nào."]
    typed = {"row-2": city, "row-3": city, "row-4": "upper:999999", "written_as": "number"}
    foreign = board.post(f"{url}columns/B/{address}", typed)
    assert [anchor for anchor, _words in foreign.context["problems"]] == ["id_row-4"]
    typed |= {"row-2": district, "row-4": ""}
    assert board.post(f"{url}columns/B/{address}", typed)["Location"] == url
    pointed = workbook.versions.get().pointings.order_by("pk")
    assert list(pointed.values_list("cell", "slice", "beside")) == [
        ("B2", district, "Huyện Chi Lăng"), ("B3", city, "LĐLĐ TP Lạng Sơn"),
    ]  # fmt: skip
    cells = filled_cells(pointed, filled_from(world))
    assert [(cell.content, cell.why_not) for cell in cells] == [(1, ""), (0, "")]
    assert Event.objects.about(workbook).filter(verb="point_at_cell").count() == 1
    assert board.get(f"{url}columns/B/?target=x").status_code == board.get(f"{url}columns/x/").status_code == 404


def test_a_union_is_recognised_by_its_name_in_full_or_without_what_all_have():
    names = {"upper:1": "LĐLĐ huyện Cao Lộc", "upper:2": "Công đoàn ngành Y tế", "upper:3": "LĐLĐ thành phố Lạng Sơn"}
    for text, slice in (
        ("Liên đoàn Lao động huyện Cao Lộc", "upper:1"),
        ("HUYỆN CAO LỘC", "upper:1"),
        ("Cao Lộc", "upper:1"),
        ("CĐ ngành Y tế", "upper:2"),
        ("TP. Lạng Sơn", "upper:3"),
        ("Cao", ""),
        ("LĐLĐ", ""),
    ):
        assert UnionNames(names).slice_of(text) == slice
    assert UnionNames(names | {"upper:4": "LĐLĐ thị trấn Cao Lộc"}).slice_of("Cao Lộc") == ""
    many = {f"unit:{number}": f"CĐCS {number}" for number in range(MOST_LISTED)}
    assert to_choose(names) == to_choose(names | many) == names


def test_each_file_that_came_in_is_given_as_it_came(world):
    workbook = added(world)
    actions.renew_workbook(workbook, foreign_form(year=2027), "nam-2027.xlsx", by=world.by("board"))
    board, url = sign_in("board"), workbook.get_absolute_url()
    page = board.get(url).content.decode()
    for number, name, content in ((1, "bieu.xlsx", foreign_form()), (2, "nam-2027.xlsx", foreign_form(year=2027))):
        address = f"{url}versions/{number}/file.xlsx"
        file = board.get(address)
        assert (f'href="{address}"' in page, file.content == content) == (True, True)
        assert file["Content-Disposition"] == f'attachment; filename="{name}"'


def test_what_nobody_reported_is_never_zero(world):
    workbook = added(world)
    silent = point(workbook, "C6", FigureKey("indicator:SK02", "last_year"), world)
    counted = point(workbook, "C7", FigureKey("count:report", "units", ALL, "excused"), world)
    cells = filled_cells([silent, counted], filled_from(world))
    assert [(cell.content, cell.why_not) for cell in cells] == [(None, "Chưa đơn vị nào báo cáo số này."), (0, "")]


@pytest.mark.parametrize(
    ("written_as", "stored"),
    [("number", "98.5"), ("fraction", "0.985"), ("thousands", "0.0985"), ("millions", "0.0000985")],
)
def test_a_number_is_written_as_was_said(written_as, stored):
    assert in_cell(Decimal("98.5"), written_as) == Decimal(stored)


def test_labels_are_the_texts_beside_and_the_headings_above_without_ordinals():
    package = FormPackage(foreign_form())
    sheet = package.sheet(package.sheets[0])
    assert labels_at(sheet, cell_position("C6")) == CellLabels("Sáng kiến được công nhận", "Số liệu · Kết quả")
    assert labels_at(sheet, cell_position("C2")).beside == "Đơn vị báo cáo:"
    assert key_of(CellLabels("Kết quả năm 2026", "I")) == key_of(CellLabels("KẾT QUẢ  năm 2027", "I"))
    assert key_of(CellLabels("Kết quả 6 tháng", "")) != key_of(CellLabels("Kết quả 9 tháng", ""))


def test_a_grid_is_drawn_piece_by_piece_with_merged_cells_over_what_they_cover():
    package = FormPackage(foreign_form())
    sheet = package.sheet(package.sheets[0])
    grid = grid_of(sheet, package.styles, {cell_position("C7"): CellNote("Đoàn viên")})
    assert (grid.columns, len(grid.rows), grid.following, grid.is_whole) == (("A", "B", "C", "D"), 10, 0, True)
    assert [(cell.name, cell.colspan, cell.rowspan) for cell in grid.rows[3].cells] == [
        ("A4", 1, 2),
        ("B4", 1, 2),
        ("C4", 2, 1),
    ]
    assert [(cell.name, cell.css) for cell in grid.rows[6].cells] == [
        ("A7", ""),
        ("B7", ""),
        ("C7", "pointed"),
        ("D7", "formula yellow"),
    ]
    later = grid_of(sheet, package.styles, {}, first=5)
    assert [(cell.name, cell.may_be_pointed) for cell in later.rows[0].cells][:3] == [
        ("A5", False),
        ("B5", False),
        ("C5", True),
    ]
    assert (later.previous, later.first, later.last) == (1, 5, 10)
