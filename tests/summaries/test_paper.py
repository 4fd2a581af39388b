"""Tests the PDF of a summary: its text, the headings and cells of its annexes, the stamp of a draft."""

from datetime import date
from itertools import chain

import pytest

from campaigns.figures.inputs import FigureInputs
from campaigns.models import Phase
from foundation import clock
from foundation.documents.fonts import Face, text_width
from foundation.documents.table import GROUP
from foundation.vietnamese import format_percent, percent
from summaries import actions
from summaries.annexes import annexes_of, participation
from summaries.annexes.participation import OWN_ACTS
from summaries.models import Summary
from summaries.report.contents import contents_of
from summaries.report.paper import attached_to, full_pdf, short_pdf
from tests.support import signing
from tests.support.kept_papers import laid_out
from tests.support.papers import MADE_AT, pages_of, places, tool, words
from tests.support.sheets_by_hand import assign, put, register, tell
from units.models import Unit

pytestmark = pytest.mark.sqlite(deep="both")  # what is drawn is the same on both

WIDTH_OF_ANNEXES, SIZE_OF_ANNEXES, PADDING = 728.5, 11, 6.5  # points: 257 mm, and paper.css
BOOK_1 = (
    "TT",
    "Đơn vị",
    "Tổng số CĐCS, nghiệp đoàn",
    "CNVCLĐ / Tổng số",
    "CNVCLĐ / Nữ",
    "Đoàn viên",
    "Đăng ký thi đua / Thuộc diện",
    "Đăng ký thi đua / Đã đăng ký",
    "Đăng ký thi đua / Tỷ lệ (%)",
    "Báo cáo kết quả / Đúng hạn",
    "Báo cáo kết quả / Muộn",
    "Báo cáo kết quả / Chưa báo cáo",
    "Báo cáo kết quả / Tỷ lệ (%)",
    "Ghi chú",
)
BOOK_2 = (
    "TT",
    "Chỉ tiêu",
    "Đơn vị tính",
    "Chỉ tiêu giao cả năm",
    "Đăng ký cả năm",
    "Thực hiện đợt 1 / Tổng số",
    "Thực hiện đợt 1 / Khối HC, SN",
    "Thực hiện đợt 1 / Khối DN, nghiệp đoàn",
    "Thực hiện đợt 1 / Công đoàn cấp trên",
    "Tỷ lệ (%) / So với giao",
    "Tỷ lệ (%) / So với đăng ký",
    "Cùng kỳ năm trước",
    "Số đơn vị có số liệu",
    "Ghi chú",
)
BOOK_3 = (
    "TT",
    "Tên đề tài, sáng kiến, công trình",
    "Tác giả (nhóm tác giả)",
    "Đơn vị",
    "Loại",
    "Đối tượng (trực tiếp / quản lý)",
    "Công nhận / Cơ quan công nhận",
    "Công nhận / Số, ngày",
    "Giá trị làm lợi (triệu đồng) / Đơn vị khai",
    "Giá trị làm lợi (triệu đồng) / Đã rà soát",
    "Giá trị công trình, sản phẩm (triệu đồng) / Đơn vị khai",
    "Giá trị công trình, sản phẩm (triệu đồng) / Đã rà soát",
    "Hiệu quả không tính được thành tiền",
    "Chào mừng dịp",
    "Kết quả",
)
BOOK_6 = (
    "TT",
    "LĐLĐ huyện, thành phố",
    "Ngày công",
    "Cây trồng (cây)",
    "Kênh mương (m)",
    "Đường giao thông nông thôn (m)",
    "Công trình nước sinh hoạt",
    "Buổi vệ sinh môi trường",
    "Ghi chú",
)


@pytest.fixture
def contents(world):
    """A function that returns the contents of a unit's summary; a school reported and a commune was excused."""
    put(world.school, "pledge", "accepted", phase=world.phase, PT03=10, HT03=(40, 46), DH01=(42, 46))
    sheet = put(world.school, "report", "accepted", phase=world.phase, PT03=4, HT03=(31, 46), DH01=(40, 46), PT01=1)
    work = register(put(world.direct, "pledge", "accepted", phase=world.phase), "initiative", "Thay vòi đốt")
    report = put(world.direct, "report", "accepted", phase=world.phase, late=True, SK02=1, SK03=82)
    tell(report, work, recognised=True, value=82_000_000)
    put(world.district, "report", "accepted", phase=world.phase, RQ01=1200, RQ02=0)
    put(world.commune, "report", "excused", phase=world.phase)
    assign(world.campaign, "TC01", world.province, world.district, 8)
    assert sheet.called.unit == world.school

    def at(name="province"):
        phase = Phase.objects.select_related("campaign__unit").get(pk=world.phase.pk)
        unit = Unit.objects.select_related("parent").get(pk=world.units[name].pk)
        return contents_of(Summary(campaign=phase.campaign, phase=phase, unit=unit))

    return at


@pytest.fixture
def book(contents):
    """A function that returns an annex's last table by its label, and its rows by their second cell."""

    def last_table(label, name="province"):
        shown = contents(name)
        columns = shown.document.spring_columns
        annexes = {annex.label: annex for annex in annexes_of(shown.book, columns, full=True)}
        table = annexes[label].tables[-1]
        rows = (row for row in table.rows if len(row.cells) > 2)
        return table, {text(row.cells[1]): [text(cell) for cell in row.cells] for row in rows}

    return last_table


def text(cell):
    if isinstance(cell, str):
        return cell
    return f"{cell.text} | {cell.under}" if cell.under else cell.text


def headings(table):
    return tuple(f"{column.group} / {column.title}" if column.group else column.title for column in table.columns)


@pytest.mark.parametrize(
    ("label", "expected"),
    [("Biểu số 01", BOOK_1), ("Biểu số 02", BOOK_2), ("Biểu số 03", BOOK_3), ("Biểu số 06", BOOK_6)],
)
def test_the_headings_are_exactly_these(book, label, expected):
    table, _rows = book(label)
    assert headings(table) == expected
    assert 99 <= sum(column.width for column in table.columns) <= 101


def test_no_heading_is_wider_than_its_column(contents):
    """A word that its column does not hold would be broken in the middle."""
    shown = contents()
    for annex in annexes_of(shown.book, shown.document.spring_columns, full=True):
        for column in chain.from_iterable(table.columns for table in annex.tables):
            room = column.width / 100 * WIDTH_OF_ANNEXES - PADDING
            wide = [word for word in column.title.split() if text_width(word, Face.BOLD, SIZE_OF_ANNEXES) > room]
            assert not wide, (annex.label, column.title)


def test_a_grassroots_union_has_no_list_of_itself_alone(contents):
    labels = {annex.label for annex in annexes_of(contents("school").book, full=True)}
    assert "Biểu số 02" in labels and not any(label.startswith("Biểu số 01") for label in labels)


def test_a_draft_refers_to_no_list_that_it_does_not_contain(contents, monkeypatch):
    monkeypatch.setattr(participation, "MOST_NAMES", 2)
    shown = contents()
    notes = [annexes_of(shown.book, full=full)[0].tables[0].notes[-1] for full in (True, False)]
    assert notes[0] == "Đơn vị chưa báo cáo (03): xem Biểu số 01 (danh sách)."
    assert "xem" not in notes[1]


def test_book_1_is_by_groups_with_the_coordinated_below_the_sum(book):
    table, rows = book("Biểu số 01")
    assert [" ".join(map(text, row.cells[:2])).strip() for row in table.rows] == [
        "A LĐLĐ các huyện, thành phố",
        "1 LĐLĐ thành phố Lạng Sơn",
        "2 LĐLĐ huyện Chi Lăng",
        "B CĐCS trực thuộc LĐLĐ tỉnh",
        "3 CĐCS Công ty Cấp nước",
        "Cộng (A+B)",
        "C CĐCS ngành Trung ương (phối hợp chỉ đạo)",
        "4 CĐCS Điện lực Minh Họa",
    ]
    assert "Trong 05 CĐCS, nghiệp đoàn: khối HC, SN 02, khối DN 02, nghiệp đoàn 01." in table.notes
    assert rows["LĐLĐ huyện Chi Lăng"][6:] == ["4", "1", "25", "2", "0", "1", "66,7", "01 đơn vị được miễn"]
    assert rows["Cộng (A+B)"][2:] == [
        "5", "282*", "141*", "282*", "7", "2", "28,6", "2", "1", "3", "50", "01 đơn vị được miễn",
    ]  # fmt: skip
    assert table.notes[-1] == (
        "Đơn vị chưa báo cáo (03): LĐLĐ thành phố Lạng Sơn; CĐCS Công ty May Ánh Mây (LĐLĐ thành phố Lạng Sơn); "
        "Nghiệp đoàn Bốc xếp (LĐLĐ huyện Chi Lăng)."
    )


def test_women_are_a_share_of_the_workers_of_those_that_gave_their_number(contents, monkeypatch):
    headcounts_of = FigureInputs.headcounts_of

    def without_women(inputs, called):
        counts, as_called = headcounts_of(inputs, called)
        return (counts | {"women": None} if "May Ánh Mây" in called.name else counts), as_called

    monkeypatch.setattr(FigureInputs, "headcounts_of", without_women)
    people = contents().book
    women, workers, asked = (
        people.value(*key).value
        for key in (("people:women", "persons"), ("people:workers", "persons"), ("people:workers", "by_sex"))
    )
    assert women < 141 and asked < workers == 282
    told = f"nữ {women} người, chiếm {format_percent(percent(women, asked))} (tính trên các cơ sở có số liệu về nữ)."
    assert contents().document.sections[0].lines[0].text.endswith(told)


def test_book_1_of_a_district_lists_its_units(book):
    """Its own name is behind none of them."""
    table, rows = book("Biểu số 01", "district")
    assert [text(row.cells[1]) for row in table.rows] == [
        "LĐLĐ huyện Chi Lăng",
        "CĐCS Trường THCS Đồi Na",
        "CĐCS Xã Đồi Na",
        "Nghiệp đoàn Bốc xếp",
        "Cộng",
    ]
    own = next(row for row in table.rows if row.cells[1] == "LĐLĐ huyện Chi Lăng")
    assert (own.kind, own.cells[0], own.cells[-1]) == (GROUP, "", "")
    assert OWN_ACTS in table.notes
    assert table.notes[-1] == "Đơn vị chưa báo cáo (01): Nghiệp đoàn Bốc xếp."
    assert rows["LĐLĐ huyện Chi Lăng"][2:6] == ["x", "x", "x", "x"]
    assert [text(row.cells[0]) for row in table.rows] == ["", "1", "2", "3", ""]


def test_the_list_names_every_unit_with_its_pledge_and_report(book):
    table, rows = book("Biểu số 01 (danh sách)")
    assert rows["CĐCS Trường THCS Đồi Na"][5:7] == ["Đã đăng ký", "Đúng hạn"]
    assert rows["CĐCS Công ty Cấp nước"][5:7] == ["Đã đăng ký", "Muộn"]
    assert rows["CĐCS Xã Đồi Na"][5:7] == ["Chưa đăng ký", "Được miễn báo cáo"]
    assert rows["CĐCS Điện lực Minh Họa"][5:7] == ["Chưa đăng ký", "Chưa báo cáo"]
    assert rows["LĐLĐ huyện Chi Lăng"][2:] == ["x", "x", "x", "Chưa đăng ký", "Đúng hạn", ""]
    assert table.notes[-1] == OWN_ACTS
    assert [row[0] for row in rows.values() if row[0]] == [str(number) for number in range(1, 7)]


def test_book_2_tells_reported_from_silent_and_from_not_asked(book):
    _table, rows = book("Biểu số 02")
    assert rows["Gương “Người tốt, việc tốt” được biểu dương"][3:] == [
        "-", "10", "4", "4", "…", "…", "-", "40", "-", "1", "",
    ]  # fmt: skip
    assert rows["CNVCLĐ đăng ký việc làm cụ thể theo gương Bác"][4:8] == [
        "87% | 40/46", "67,4% | 31/46", "67,4% | 31/46", "…",
    ]  # fmt: skip
    assert rows["Phát động và ký giao ước thi đua giữa công đoàn với chuyên môn"][5] == "1 | trên 1"
    assert rows["Cuộc kiểm tra, nắm tình hình phong trào thi đua tại cơ sở"][5:8] == ["…", "x", "x"]
    assert rows["Đoàn viên kết nạp mới"][3] == "8"
    assert rows["Cây trồng dịp “Tết trồng cây đời đời nhớ ơn Bác Hồ”"][5:9] == ["1.200", "x", "x", "1.200"]
    letters = [text(row.cells[0]) for row in _table.rows if row.kind == GROUP]
    assert letters == list("ABCDEFGHIJKLMNOP")[: len(letters)]


def test_book_2_never_gives_a_title_a_share_before_it_is_judged(book):
    """That of schools, which are judged in June, is of what schools pledged."""
    table, rows = book("Biểu số 02")
    assert rows["Lao động tiên tiến"][9:11] == ["", "95,2"]
    assert rows["Lao động tiên tiến"][13] == "(1); cơ bản đạt"
    assert rows["Chiến sĩ thi đua cơ sở"][9:11] == ["", ""]
    assert table.notes[-1] == "(1) Trường học xét theo năm học 2014-2015; đơn vị khác xét cuối năm. (2) Xét cuối năm."
    assert rows["CNLĐ đạt “Lao động giỏi”, “Lao động sáng tạo”"][5:11] == ["x", "x", "x", "x", "", ""]
    assert rows["CNLĐ đạt “Lao động giỏi”, “Lao động sáng tạo”"][13] == "(2)"


def test_book_3_tells_the_two_values_apart(book, contents):
    table, rows = book("Biểu số 03")
    assert rows["Thay vòi đốt"] == [
        "1", "Thay vòi đốt", "Nông Thị Ánh", "CĐCS Công ty Cấp nước", "Sáng kiến", "Trực tiếp", "Hiệu trưởng",
        "05/QĐ, ngày 20/05/2015", "82", "…", "-", "-", "-", "-", "Hoàn thành",
    ]  # fmt: skip
    assert table.rows[0].cells[1] == (
        "Trực thuộc LĐLĐ tỉnh Lạng Sơn: đăng ký 1; hoàn thành 1; được công nhận 1; giá trị làm lợi đơn vị khai 82 "
        "triệu đồng, đã rà soát …"
    )
    annex = next(annex for annex in annexes_of(contents().book, full=True) if annex.label == "Biểu số 03")
    sums = {row.cells[0]: [text(cell) for cell in row.cells[1:]] for row in annex.tables[0].rows}
    assert headings(annex.tables[0])[1:4] == ("Số đăng ký", "Số hoàn thành", "Số được công nhận")
    assert sums["Sáng kiến, cải tiến kỹ thuật"] == ["1", "1", "1", "82", "…", "-", "-"]
    assert sums["Đề tài khoa học"] == ["0", "0", "0", "-", "-", "-", "-"]


def test_book_6_a_reported_nought_is_not_silence(book):
    _table, rows = book("Biểu số 06")
    assert rows["LĐLĐ huyện Chi Lăng"][2:] == ["0", "1.200", "-", "-", "-", "-", ""]
    assert rows["LĐLĐ thành phố Lạng Sơn"][2:] == ["…", "…", "…", "…", "…", "…", "Chưa báo cáo"]
    assert rows["Cộng"][2:5] == ["0", "1.200", "…"]


@pytest.mark.parametrize("status", ["submitted", "returned", "excused"])
def test_book_6_tells_who_is_silent_from_who_waits_to_be_counted(world, book, status):
    put(world.city, "report", status, phase=world.phase, RQ01=300)
    table, rows = book("Biểu số 06")
    shown = [*["*"] * 6, "Đã báo cáo, chưa tổng hợp"] if status != "excused" else None
    assert rows.get("LĐLĐ thành phố Lạng Sơn", [None] * 2)[2:] == (shown or [])
    assert rows["LĐLĐ huyện Chi Lăng"][2:4] == ["0", "1.200"]
    assert table.notes == ["Ghi chú: (-) Không phát sinh; (…) Chưa báo cáo; (*) Đã báo cáo, chưa tổng hợp."]


def test_the_short_paper_leaves_the_long_annexes_out(contents):
    book = contents().book
    short = [annex.label for annex in annexes_of(book, full=False)]
    assert short == ["Biểu số 01", "Biểu số 02", "Biểu số 06"]
    full = [annex.label for annex in annexes_of(book, full=True)]
    assert full == ["Biểu số 01", "Biểu số 01 (danh sách)", "Biểu số 02", "Biểu số 03", "Biểu số 06"]


def test_a_draft_reads_as_a_report_and_is_stamped(contents):
    content = short_pdf(contents(), MADE_AT)
    printed = words(content)
    assert "BÁO CÁO Sơ kết phong trào thi đua đợt 1, phương hướng nhiệm vụ đợt 2 năm 2015" in printed
    assert "III. KẾT QUẢ THỰC HIỆN CÁC NỘI DUNG THI ĐUA" in printed
    assert "TM. BAN THƯỜNG VỤ CHỦ TỊCH" in printed
    assert "/BC-LĐLĐ" in printed
    assert "Biểu số 02" in printed and "Biểu số 03. " not in printed
    pages = pages_of(content)
    assert {number for number, _x, _y in places(content, "THẢO")} == set(range(1, len(pages) + 1))


def test_a_final_file_has_room_for_number_and_date_its_annexes_and_no_stamp(world, contents):
    contents()
    with clock.travel("2015-07-27T09:00+07:00"):
        summary = actions.begin(world.campaign, world.phase, world.province, by=world.by("board"))
        actions.propose(summary, by=world.by("board"))
        signing.finalise(summary, number="45", dated_on=date(2015, 7, 27), by=world.by("leader"))
    final = contents_of(Summary.objects.get(pk=summary.pk))
    done = []
    content = full_pdf(final, MADE_AT, lambda part, parts: done.append((part, parts)))
    printed = words(content)
    assert done == [(number, 6) for number in range(1, 7)]
    assert "Số: /BC-LĐLĐ" in printed and "Lạng Sơn, ngày tháng năm BÁO CÁO" in printed
    assert "Biểu số 03" in printed and "Thay vòi đốt" in printed
    assert "DỰ THẢO" not in printed
    assert " ".join(attached_to(final.document).split()) == (
        "Kèm theo Báo cáo số /BC-LĐLĐ ngày tháng năm của Ban Thường vụ LĐLĐ tỉnh Lạng Sơn"
    )


@pytest.mark.drawn_anew
def test_the_same_contents_and_moment_give_the_same_bytes(contents):
    assert short_pdf(contents(), MADE_AT) == short_pdf(contents(), MADE_AT)


def test_the_file_is_sound_tagged_and_set_in_one_typeface(contents, tmp_path):
    content = full_pdf(contents(), MADE_AT)
    path = tmp_path / "summary.pdf"
    path.write_bytes(laid_out(content))
    assert b"No syntax or stream encoding errors found" in tool("qpdf", "--check", str(path))
    fonts = tool("pdffonts", str(path)).decode().splitlines()[2:]
    assert fonts and all("Tinos" in line for line in fonts)
    assert b"Tagged:          yes" in tool("pdfinfo", str(path))
