"""A summary as a workbook: the figures of the paper, as numbers; opened by LibreOffice, read from its XML."""

import csv
import io
import re
from datetime import UTC, date, datetime
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from django.test import Client

from foundation import clock
from foundation.documents import xlsx
from foundation.documents.table import CENTRE, GROUP, TEXT, TOTAL, PaperTable, TableCell, TableColumn, TableRow
from foundation.documents.xlsx import WorkbookSheet
from summaries import actions
from summaries.annexes import annexes_of
from summaries.models import Summary
from summaries.report.contents import contents_of
from summaries.report.workbook import workbook_of
from tests.support import decided_awards
from tests.support.casts import copied
from tests.support.decided_awards import annul, summary_at
from tests.support.papers import tool

pytestmark = pytest.mark.sqlite(deep="both")  # what is drawn is the same on both

NOW = "2015-07-27T09:00+07:00"
AT = datetime(2015, 7, 27, 2, tzinfo=UTC)
XLSX = "/campaigns/2015/phases/1/summary.xlsx"
SPACE = {"": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
SHEETS = [
    "Thông tin",
    "Biểu 01",
    "Biểu 01 (danh sách)",
    "Biểu 02",
    "Biểu 03 theo loại",
    "Biểu 03",
    "Biểu 04",
    "Biểu 05 tập thể",
    "Biểu 05 cá nhân",
    "Biểu 06",
    "Khen thưởng",
    "Khen thưởng theo cấp trên",
    "Khen thưởng chi tiết",
]
CSV_OF_EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


@pytest.fixture
def world(db):
    with clock.travel(NOW):
        yield copied(decided_awards.build_reported)


def parts(content):
    with ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def names_of(content):
    book = ElementTree.fromstring(parts(content)["xl/workbook.xml"])
    return [sheet.get("name") for sheet in book.find("sheets", SPACE)]


def sheet_xml(content, name):
    return parts(content)[f"xl/worksheets/sheet{names_of(content).index(name) + 1}.xml"]


def cells_of(content, name):
    """Every cell by its place: a text, or a float; empty ones left out."""
    found = {}
    for cell in ElementTree.fromstring(sheet_xml(content, name)).iter(f"{{{SPACE['']}}}c"):
        if cell.get("t") == "inlineStr":
            found[cell.get("r")] = "".join(cell.itertext())
        elif (value := cell.find("v", SPACE)) is not None:
            found[cell.get("r")] = float(value.text)
    return found


def grid_of(content, name):
    """Rows of what is written, by row number."""
    rows = {}
    for place, value in cells_of(content, name).items():
        rows.setdefault(int(re.sub("[A-Z]", "", place)), []).append(value)
    return rows


def opened(content, folder):
    """Every sheet as LibreOffice shows it, by name."""
    (folder / "so.xlsx").write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    given = ("--convert-to", CSV_OF_EVERY_SHEET, "--outdir", str(folder), str(folder / "so.xlsx"))
    tool("soffice", profile, "--headless", *given)
    found = {file.stem.removeprefix("so-"): file for file in folder.glob("so-*.csv")}
    return {name: list(csv.reader(io.StringIO(file.read_text("utf-8")))) for name, file in found.items()}


def drawn(table, name="Một"):
    return xlsx.workbook([WorkbookSheet(name, ["Tên bảng"], [table])], title="Bảng", made_at=AT)


# The ground


@pytest.mark.parametrize(
    ("text", "number", "pattern"),
    [
        ("0", 0, "#,##0"),
        ("7", 7, "#,##0"),
        ("1.234.567", 1234567, "#,##0"),
        ("1.234,5", 1234.5, "#,##0.0"),
        ("66,7", 66.7, "#,##0.0"),
        ("98,5%", 0.985, "0.0%"),
        ("100%", 1, "0%"),
        ("1984", 1984, "0"),
        ("-3", -3, "#,##0"),
        ("120*", 120, '#,##0"*"'),
    ],
)
def test_a_figure_of_the_paper_is_a_number_that_shows_the_same(text, number, pattern):
    assert xlsx.number_of(text) == (number, pattern)


@pytest.mark.parametrize("text", ["", "-", "…", "x", "1.1", "I", "12/6", "1.23", "1e5", "=1", "1 2", "+3", "٣", "²"])
def test_what_is_no_figure_stays_a_text(text):
    assert xlsx.number_of(text) is None


@pytest.mark.parametrize(
    "text", ["=1+1", '=HYPERLINK("http://a.vn")', "+84", "-5+2", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠a", "\t=1"]
)
@pytest.mark.parametrize("align", [TEXT, CENTRE])
def test_no_text_becomes_a_formula_or_a_link(text, align):
    content = drawn(PaperTable([TableColumn("Tên", 20, align)], [TableRow([text])]))
    assert cells_of(content, "Một")["A3"] == text
    xml = "".join(parts(content).values())
    assert "<f>" not in xml and "<hyperlink" not in xml


def test_headings_stand_still_groups_are_merged_and_nothing_of_them_is_lost():
    columns = (TableColumn("TT", 5, CENTRE), TableColumn("Nam", 10, group="Năm"), TableColumn("Nữ", 10, group="Năm"))
    content = drawn(
        PaperTable(
            columns, [TableRow(["1", "1984", "-"]), TableRow(["A", "Tất cả"], GROUP), TableRow(["", "2", "3"], TOTAL)]
        )
    )
    xml = sheet_xml(content, "Một")
    assert '<pane ySplit="3" topLeftCell="A4"' in xml
    assert re.findall(r'<mergeCell ref="([^"]+)"', xml) == ["B2:C2", "B5:C5"]
    assert list(cells_of(content, "Một").items()) == [
        ("A1", "Tên bảng"),
        ("B2", "Năm"),
        ("A3", "TT"),
        ("B3", "Nam"),
        ("C3", "Nữ"),
        ("A4", 1),
        ("B4", 1984),
        ("C4", "-"),
        ("A5", "A"),
        ("B5", "Tất cả"),
        ("B6", 2),
        ("C6", 3),
    ]


def test_what_stands_beneath_a_figure_gets_a_column_of_its_own():
    columns = (TableColumn("Chỉ tiêu", 20, TEXT), TableColumn("Tổng số", 10, group="Đợt 1"))
    content = drawn(PaperTable(columns, [TableRow(["HT03", TableCell("67,4%", "31/46")]), TableRow(["PT03", "4"])]))
    cells = cells_of(content, "Một")
    assert cells["C3"] == "Đợt 1, Tổng số: tử số/mẫu số"
    assert (cells["B4"], cells["C4"], cells["B5"]) == (0.674, "31/46", 4)
    assert "C5" not in cells


def test_the_same_tables_and_moment_give_the_same_bytes():
    table = PaperTable([TableColumn("Tên", 20, TEXT)], [TableRow(["Nông Thị Ánh"])])
    assert drawn(table) == drawn(table)


# A summary


def test_there_is_a_sheet_for_every_annex_and_for_the_figures_of_awards(world):
    summary = summary_at(world)
    contents = contents_of(summary)
    content = workbook_of(summary, contents, clock.now())
    assert names_of(content) == SHEETS
    labels = {re.sub(r"^Biểu số (\d\d).*", r"\1", one.label) for one in annexes_of(contents.figures, full=True)}
    assert labels == {"01", "02", "03", "04", "05", "06"}
    assert sorted(cells_of(content, "Thông tin").values(), key=str) == sorted(
        [
            *("Báo cáo sơ kết đợt 1 năm 2015", "DỰ THẢO", "Nội dung", "Giá trị", "Đơn vị", "LĐLĐ tỉnh Lạng Sơn"),
            *("Kỳ báo cáo", "Đợt 1 năm 2015", "Trạng thái", "Dự thảo", "Thời điểm lấy số liệu"),
            "09:00 ngày 27/07/2015",
        ]
    )


def test_the_sheets_say_what_the_paper_says(world):
    """Cell by cell: texts as they stand, figures as the numbers they are."""
    summary = summary_at(world)
    contents = contents_of(summary)
    content = workbook_of(summary, contents, clock.now())
    annex = next(one for one in annexes_of(contents.figures, full=True) if one.label == "Biểu số 04")
    written = list(grid_of(content, "Biểu 04").values())
    assert written[:2] == [["Biểu số 04. Kết quả khen thưởng đợt 1 năm 2015"], ["DỰ THẢO"]]
    assert " ".join(written[2][0].split()) == (
        "(Kèm theo Báo cáo số /BC-LĐLĐ ngày tháng năm 2015 của Ban Thường vụ LĐLĐ tỉnh Lạng Sơn)"
    )
    expected = [[plain(cell) for cell in row.cells if cell] for row in annex.tables[0].rows]
    assert written[5 : 5 + len(expected)] == expected
    assert written[5 + len(expected) :] == [[note] for note in annex.tables[0].notes]


def plain(cell):
    """A paper's figure read anew, without the reader under test."""
    if re.fullmatch(r"\d+(\.\d{3})*(,\d+)?", cell):
        return float(cell.replace(".", "").replace(",", "."))
    return cell


def test_names_and_figures_come_out_right_in_libreoffice(world, tmp_path):
    summary = summary_at(world)
    found = opened(workbook_of(summary, contents_of(summary), clock.now()), tmp_path)
    assert sorted(found) == sorted(SHEETS)
    people = [row[1] for row in found["Biểu 05 cá nhân"] if len(row) > 5 and row[0].isdigit()]
    assert people == ["Vi Út", "Lý Thị Chuyền", "Hà Thị Sen", "Nông Thị Ánh Nguyệt", "Bàn Phúc Lìn", "La Thị Én"]
    total = next(row for row in found["Biểu 04"] if row[1] == "Cộng")
    assert [total[3], total[6], total[14].replace(",", "")] == ["3", "57", "2760"]
    crossed = [row for row in found["Khen thưởng chi tiết"] if row[0].startswith("Bằng khen của Ban Chấp hành")]
    assert [row[1:9] for row in crossed if row[7] == "Có"] == [
        [
            *("Hệ thống Công đoàn", "LĐLĐ tỉnh", "Cá nhân", "Khối hành chính, sự nghiệp"),
            *("Trực tiếp lao động, công tác", "Nữ", "Có", "1"),
        ]
    ]
    assert "#" not in "".join(cell for rows in found.values() for row in rows for cell in row)


def test_the_counts_by_every_mark_add_up_to_the_total(world):
    summary = summary_at(world)
    contents = contents_of(summary)
    rows = grid_of(workbook_of(summary, contents, clock.now()), "Khen thưởng chi tiết").values()
    counts = [row[-1] for row in rows if isinstance(row[-1], float)]
    total = contents.figures.awards.total
    assert sum(counts) == total.collectives + total.persons == 7


def test_the_file_has_its_name_and_type(world):
    client = Client()
    client.force_login(world.user("board"))
    for path, name in ((XLSX, "so-ket-dot-1-2015.xlsx"), ("/campaigns/2015/summary.xlsx", "tong-ket-2015.xlsx")):
        response = client.get(path)
        assert response.status_code == 200
        assert response["Content-Type"] == xlsx.CONTENT_TYPE
        assert response["Content-Disposition"] == f'attachment; filename="{name}"'
        assert names_of(response.content)[0] == "Thông tin"


def test_who_may_not_read_the_summary_may_not_have_the_file(world):
    client = Client()
    assert client.get(XLSX).status_code == 302
    client.force_login(world.user("owner"))
    assert client.get(f"{XLSX}?unit={world.province.pk}").status_code == 404
    assert client.get(XLSX).status_code == 200


def test_a_final_one_stays_the_same_and_says_so(world):
    by = world.by("board")
    draft = actions.begin(world.campaign, world.phase, world.province, by=by)
    actions.propose(draft, by=by)
    actions.finalise(draft, number="45/BC-LĐLĐ", dated_on=date(2015, 7, 27), by=world.by("leader"))
    final = Summary.objects.get(pk=draft.pk)
    client = Client()
    client.force_login(world.user("board"))
    before = client.get(XLSX).content
    annul(world, world.phase.awards.get(name="Bàn Phúc Lìn"))
    with clock.travel("2015-08-05T09:00+07:00"):
        assert client.get(XLSX).content == before
    told = list(cells_of(before, "Thông tin").values())
    assert told[told.index("Trạng thái") + 1] == "Đã chốt (lần 1)"
    assert told[told.index("Mã kiểm tra SHA-256") + 1] == final.sha256
    assert told[told.index("Số, ngày báo cáo") + 1] == "45/BC-LĐLĐ, ngày 27/7/2015"
    assert "DỰ THẢO" not in told
