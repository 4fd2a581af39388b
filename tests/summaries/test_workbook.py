"""Tests the workbook of a summary: the paper's figures as numbers, opened by LibreOffice and read from its XML."""

import csv
import io
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from string import ascii_uppercase
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from django.test import Client

from campaigns.figures.address import ALL, BLOC, OWN, PERCENT, YES_NO, Address, FigureKey, sliced
from campaigns.figures.count_provider import EXPECTED, LATE, MISSING, ON_TIME, RECEIVED
from campaigns.figures.work_provider import VALUES
from foundation import clock
from foundation.documents import xlsx
from foundation.documents.table import (
    CENTRE,
    FIGURE,
    GROUP,
    TEXT,
    TOTAL,
    CellKind,
    PaperTable,
    TableCell,
    TableColumn,
    TableRow,
    missing_cell,
    ordinal_cell,
)
from foundation.documents.xlsx import WorkbookSheet
from foundation.vietnamese import percent
from summaries import actions, tasks
from summaries.annexes import annexes_of
from summaries.annexes.awards import COUNTED
from summaries.figure_reader import figures_at
from summaries.models import Summary
from summaries.report.contents import contents_of
from summaries.workbook import workbook_of
from tests.support import decided_awards, signing
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
CSV_OF_EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"


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
    """Return every cell by its address: a text or a float; empty ones are left out."""
    cells, shared = {}, shared_texts(content)
    for cell in ElementTree.fromstring(sheet_xml(content, name)).iter(f"{{{SPACE['']}}}c"):
        if cell.get("t") == "inlineStr":
            cells[cell.get("r")] = "".join(cell.itertext())
        elif (value := cell.find("v", SPACE)) is not None:
            cells[cell.get("r")] = shared[int(value.text)] if cell.get("t") == "s" else float(value.text)
    return cells


def shared_texts(content):
    """Return the texts that cells name by their number, as other programs write them."""
    texts = parts(content).get("xl/sharedStrings.xml", "<none/>")
    return ["".join(text.itertext()) for text in ElementTree.fromstring(texts).findall("si", SPACE)]


def formats_of(content, name):
    """Return the number format of every cell that holds a number, by its address."""
    styles = ElementTree.fromstring(parts(content)["xl/styles.xml"])
    codes = {
        number_format.get("numFmtId"): number_format.get("formatCode")
        for number_format in styles.iter(f"{{{SPACE['']}}}numFmt")
    }
    codes |= {"0": "General", "1": "0", "3": "#,##0"}  # those that every program knows
    by_style = [codes[style.get("numFmtId")] for style in styles.find("cellXfs", SPACE)]
    cells = ElementTree.fromstring(sheet_xml(content, name)).iter(f"{{{SPACE['']}}}c")
    return {cell.get("r"): by_style[int(cell.get("s"))] for cell in cells if cell.find("v", SPACE) is not None}


def grid_of(content, name):
    """Return the values of each row, by row number."""
    rows = {}
    for cell, value in cells_of(content, name).items():
        rows.setdefault(int(re.sub("[A-Z]", "", cell)), []).append(value)
    return rows


def converted(content, folder, form):
    """Open a workbook with LibreOffice and save it in another form, in a folder of its own, which is returned."""
    (folder / "so.xlsx").write_bytes(content)
    profile, saved = f"-env:UserInstallation=file://{folder}/profile", folder / "saved"
    tool("soffice", profile, "--headless", "--convert-to", form, "--outdir", str(saved), str(folder / "so.xlsx"))
    return saved


def opened(content, folder):
    """Return every sheet as LibreOffice shows it, by name."""
    folder = converted(content, folder, CSV_OF_EVERY_SHEET)
    files = {file.stem.removeprefix("so-"): file for file in folder.glob("so-*.csv")}
    return {name: list(csv.reader(io.StringIO(file.read_text("utf-8")))) for name, file in files.items()}


def drawn(table, name="Một"):
    return xlsx.workbook([WorkbookSheet(name, ["Tên bảng"], [table])], title="Bảng", made_at=AT)


# Tables


def column_of(*cells):
    return PaperTable([TableColumn("Số liệu", 10)], [TableRow([cell]) for cell in cells])


@pytest.mark.parametrize(
    ("cell", "text", "number", "pattern"),
    [
        (TableCell(0, CellKind.COUNT), "0", 0, "#,##0"),
        (TableCell(1_234_567, CellKind.COUNT), "1.234.567", 1_234_567, "#,##0"),
        (TableCell(120, CellKind.COUNT, mark="*"), "120*", 120, '#,##0"*"'),
        (TableCell(Decimal("1234.50"), CellKind.AMOUNT), "1.234,5", 1234.5, "#,##0.0"),
        (TableCell(Decimal("0.125"), CellKind.AMOUNT), "0,125", 0.125, "#,##0.000"),
        (TableCell(Decimal("2760"), CellKind.AMOUNT), "2.760", 2760, "#,##0"),
        (TableCell(Decimal(-3), CellKind.AMOUNT), "-3", -3, "#,##0"),
        (TableCell(Decimal("98.5"), CellKind.PERCENT), "98,5%", 0.985, "0.0%"),
        (TableCell(Decimal("98.5"), CellKind.PERCENT, percent_sign=False), "98,5", 0.985, "0.0%"),
        (TableCell(100, CellKind.PERCENT), "100%", 1, "0.0%"),
        (TableCell(Decimal(3100) / 33, CellKind.PERCENT), "93,9%", 31 / 33, "0.0%"),
        (TableCell(Decimal(127) / 3, CellKind.QUOTIENT), "42,3", 127 / 3, "#,##0.0"),
        (TableCell(1984, CellKind.ORDINAL), "1984", 1984, "0"),
    ],
)
def test_a_figure_is_written_on_paper_and_a_number_in_the_workbook(cell, text, number, pattern):
    content = drawn(column_of(cell))
    assert cell.text == text
    assert cells_of(content, "Một")["A3"] == number
    assert formats_of(content, "Một") == {"A3": pattern}


@pytest.mark.parametrize("text", ["-", "…", "x", "1", "1.234", "12,5", "98,5%", "1984", "12/6", "1e5"])
@pytest.mark.parametrize("align", [FIGURE, CENTRE])
def test_a_text_is_never_read_as_a_number(text, align):
    for cell in (text, missing_cell(text)):
        content = drawn(PaperTable([TableColumn("Số liệu", 10, align)], [TableRow([cell])]))
        assert cells_of(content, "Một")["A3"] == text
        assert formats_of(content, "Một") == {}


def test_nothing_reported_without_a_sign_is_an_empty_cell():
    assert "A3" not in cells_of(drawn(column_of(missing_cell(""))), "Một")


def test_a_share_is_the_number_nearest_to_its_exact_fraction():
    """Python divides two integers exactly and rounds once."""
    fractions = [(part, whole) for whole in range(1, 60) for part in range(whole + 1)]
    cells = [TableCell(percent(part, whole), CellKind.PERCENT) for part, whole in fractions]
    written = cells_of(drawn(column_of(*cells)), "Một")
    assert [written[f"A{row}"] for row in range(3, len(cells) + 3)] == [part / whole for part, whole in fractions]


def test_a_number_may_span_columns():
    columns = [TableColumn("Đơn vị", 10, TEXT), TableColumn("Nam", 10), TableColumn("Nữ", 10)]
    content = drawn(PaperTable(columns, [TableRow(["Tổ 1", TableCell(5, CellKind.COUNT)])]))
    assert cells_of(content, "Một")["B3"] == 5
    assert '<mergeCell ref="B3:C3"' in sheet_xml(content, "Một")


def test_a_row_is_as_high_as_its_lines_and_goes_on_where_programs_can_show_no_more():
    rows = [TableRow(["\n".join(["dòng"] * lines)]) for lines in (1, 12, 60)]
    xml = sheet_xml(drawn(PaperTable([TableColumn("Tên", 20, TEXT)], rows)), "Một")
    assert [float(height) for height in re.findall(r' ht="([\d.]+)"', xml)][-4:] == [180, 408.75, 405, 90]
    assert xml.count("dòng") == 1 + 12 + 60  # 60 lines go on in two more rows


def test_sums_and_headings_of_groups_are_as_high_as_their_lines():
    columns = (
        TableColumn("Tên", 10, TEXT),
        *(TableColumn(name, 5, group="Giá trị công trình, sản phẩm mới") for name in ("A", "B")),
    )
    content = drawn(PaperTable(columns, [TableRow(["Tổ"]), TableRow(["Cộng mọi đơn vị ngoài tổng số"], TOTAL)]))
    heights = [float(height) for height in re.findall(r' ht="([\d.]+)"', sheet_xml(content, "Một"))]
    assert (heights[0], heights[-1]) == (45, 30)


@pytest.mark.parametrize(
    "text", ["=1+1", '=HYPERLINK("http://a.vn")', "+84", "-5+2", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠a", "\t=1"]
)
@pytest.mark.parametrize("align", [TEXT, CENTRE])
def test_no_text_becomes_a_formula_or_a_link(text, align):
    content = drawn(PaperTable([TableColumn("Tên", 20, align)], [TableRow([text])]))
    assert cells_of(content, "Một")["A3"] == text
    xml = "".join(parts(content).values())
    assert "<f>" not in xml and "<hyperlink" not in xml


def test_headings_are_frozen_groups_are_merged_and_nothing_of_them_is_lost():
    columns = (TableColumn("TT", 5, CENTRE), TableColumn("Nam", 10, group="Năm"), TableColumn("Nữ", 10, group="Năm"))
    content = drawn(
        PaperTable(
            columns,
            [
                TableRow([ordinal_cell(1), ordinal_cell(1984), missing_cell("-")]),
                TableRow(["A", "Tất cả"], GROUP),
                TableRow(["", TableCell(2, CellKind.COUNT), TableCell(3, CellKind.COUNT)], TOTAL),
            ],
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


def test_what_papers_print_beneath_a_figure_gets_a_column_of_its_own():
    columns = (TableColumn("Chỉ tiêu", 20, TEXT), TableColumn("Tổng số", 10, group="Đợt 1"))
    share = TableCell(percent(31, 46), CellKind.PERCENT, numerator=31, denominator=46)
    yes = TableCell(7, CellKind.COUNT, denominator=1011)
    cells = cells_of(drawn(PaperTable(columns, [TableRow(["HT03", share]), TableRow(["DN01", yes])])), "Một")
    assert cells["C3"] == "Đợt 1, Tổng số: tử số/mẫu số"
    assert (cells["B4"], cells["C4"]) == (31 / 46, "31/46")
    assert (cells["B5"], cells["C5"]) == (7, "trên 1.011")


def test_the_same_tables_and_moment_give_the_same_bytes():
    table = PaperTable([TableColumn("Tên", 20, TEXT)], [TableRow(["Nông Thị Ánh"])])
    assert drawn(table) == drawn(table)


# A summary


def test_there_is_a_sheet_for_every_annex_and_for_the_figures_of_awards(world):
    summary = summary_at(world)
    contents = contents_of(summary)
    content = workbook_of(summary, contents, clock.now())
    assert names_of(content) == SHEETS
    labels = {re.sub(r"^Biểu số (\d\d).*", r"\1", annex.label) for annex in annexes_of(contents.book, full=True)}
    assert labels == {"01", "02", "03", "04", "05", "06"}
    assert sorted(cells_of(content, "Thông tin").values(), key=str) == sorted(
        [
            *("Báo cáo sơ kết đợt 1 năm 2015", "DỰ THẢO", "Nội dung", "Giá trị", "Đơn vị", "LĐLĐ tỉnh Lạng Sơn"),
            *("Kỳ báo cáo", "Đợt 1 năm 2015", "Trạng thái", "Dự thảo", "Thời điểm lấy số liệu"),
            "09:00 ngày 27/07/2015",
        ]
    )


def test_every_sheet_has_the_cells_of_the_paper(world):
    """Texts are equal, figures are numbers; shares, and nothing else, are fractions with a percent format."""
    contents, content = drawn_summary(world)
    shares = 0
    for name, tables in tables_by_sheet(contents).items():
        cells, formats = cells_of(content, name), formats_of(content, name)
        heading_rows = 3 + len(tables[0].heading_rows)
        rows = [row for table in tables for row in table.rows]
        for number, row in enumerate(rows, start=heading_rows + 1):
            for letter, cell in zip(ascii_uppercase, row.cells, strict=False):
                address = f"{letter}{number}"
                assert cells.get(address, "") == in_workbook(cell)
                is_share = isinstance(cell, TableCell) and cell.kind == CellKind.PERCENT
                assert ("%" in formats.get(address, "")) == is_share
                shares += is_share
        notes = [cells[f"A{number}"] for number in range(heading_rows + len(rows) + 1, max_row(cells) + 1)]
        assert notes == list(dict.fromkeys(note for table in tables for note in table.notes))
    assert shares > 20


def drawn_summary(world):
    summary = summary_at(world)
    contents = contents_of(summary)
    return contents, workbook_of(summary, contents, clock.now())


def tables_by_sheet(contents):
    sheets = {}
    for annex in annexes_of(contents.book, full=True):
        for table in annex.tables:
            sheets.setdefault(f"{annex.label.replace(' số', '')} {table.name}".strip(), []).append(table)
    return sheets


def in_workbook(cell):
    """Return what the workbook holds for a cell, computed anew and exactly."""
    if not isinstance(cell, TableCell):
        return cell
    if cell.value is None:
        return cell.mark
    return float(Fraction(cell.value) / (100 if cell.kind == CellKind.PERCENT else 1))


def max_row(cells):
    return max(int(re.sub("[A-Z]", "", cell)) for cell in cells)


def test_a_sheet_begins_with_what_it_is_and_to_which_report_it_belongs(world):
    _contents, content = drawn_summary(world)
    written = list(grid_of(content, "Biểu 04").values())
    assert written[:2] == [["Biểu số 04. Kết quả khen thưởng đợt 1 năm 2015"], ["DỰ THẢO"]]
    assert " ".join(written[2][0].split()) == (
        "(Kèm theo Báo cáo số /BC-LĐLĐ ngày tháng năm 2015 của Ban Thường vụ LĐLĐ tỉnh Lạng Sơn)"
    )


def test_shares_are_those_of_the_figures_at_full_precision(world):
    contents, content = drawn_summary(world)
    cells, formats = cells_of(content, "Biểu 01"), formats_of(content, "Biểu 01")
    total = contents.figures.participation.total
    row = next(address[1:] for address, value in cells.items() if value == "Cộng (A+B)")
    assert cells[f"I{row}"] == total.pledges.received / total.pledges.expected == 3 / 7
    assert cells[f"M{row}"] == total.reports.received / total.reports.expected == 1 / 7
    assert (formats[f"I{row}"], formats[f"M{row}"], formats[f"D{row}"]) == ("0.0%", "0.0%", '#,##0"*"')
    awards = contents.figures.awards.total
    keys = {row[0]: row[-1] for row in grid_of(content, "Khen thưởng").values()}
    assert keys["Nữ, tỷ lệ"] == awards.women / awards.persons == 2 / 3
    assert keys["Số ngày từ khi kết thúc đợt đến khi có quyết định, bình quân"] == 15.5


def test_every_number_under_a_percent_sign_is_a_fraction(world):
    contents, content = drawn_summary(world)
    titled = 0
    for name, tables in tables_by_sheet(contents).items():
        formats = formats_of(content, name)
        for letter, column in zip(ascii_uppercase, tables[0].columns, strict=False):
            if "(%)" in f"{column.group} {column.title}":
                assert {pattern for address, pattern in formats.items() if address[0] == letter} <= {"0.0%"}
                titled += 1
    assert titled == 5  # two in Biểu 01, two in Biểu 02, one in Biểu 04


def test_what_libreoffice_saves_again_has_every_cell_and_the_figure_of_each_address(world, tmp_path):
    contents, content = drawn_summary(world)
    saved = (converted(content, tmp_path, "xlsx") / "so.xlsx").read_bytes()
    cells = {name: cells_of(saved, name) for name in names_of(saved)}
    assert cells == {name: as_saved(cells_of(content, name)) for name in SHEETS}
    keys = dict(addressed(contents.book, cells))
    figures = figures_at([Address.of(contents.book.scope, key) for key, _of in keys.values()])
    expected = {place: of(figures[Address.of(contents.book.scope, key)]) for place, (key, of) in keys.items()}
    shown = {place: cells[place[0]].get(place[1]) for place in keys}
    assert {place: cell if isinstance(cell, float) else None for place, cell in shown.items()} == as_saved(expected)
    assert sum(isinstance(cell, float) for cell in shown.values()) > 100


def as_saved(cells):
    """Return the cells with the fifteen digits that LibreOffice keeps of a number."""
    return {place: float(f"{cell:.15g}") if isinstance(cell, float) else cell for place, cell in cells.items()}


def addressed(book, cells):
    """Yield where in the workbook a figure is (sheet, cell), its key, and what is made of the figure for the cell."""
    slices = {line.name: book.slice_of(line) for line in book.lines} | {"Cộng (A+B)": ALL}
    codes = {indicator.name: f"indicator:{indicator.code}" for indicator in book.indicators}
    kinds = {name: f"work:{kind}" for kind, name in book.work_kinds} | {"Cộng": "work:all"}
    titles = {title.name: f"award:{title.code}" for title in book.titles if title.reported is None}
    titles["Cộng khen thưởng đã có quyết định"] = "award:all"
    for sheet, names_in, named, columns in (
        ("Biểu 01", "B", slices, PARTICIPATION),
        ("Biểu 02", "B", codes, INDICATORS),
        ("Biểu 03 theo loại", "A", kinds, WORKS),
        ("Biểu 04", "B", titles, AWARDS),
    ):
        for address, text in cells[sheet].items():
            if address[0] == names_in and text in named:
                for letter, (key_of, of) in columns.items():
                    yield (sheet, f"{letter}{address[1:]}"), (key_of(named[text]), of)


def number(figure):
    return None if figure.value is None else float(figure.value)


def number_but_nought(figure):
    return number(figure) or None


def in_thousands(figure):
    return None if figure.value is None else float(Fraction(figure.value) / 1000)


def share(figure):
    return None if figure.share is None else float(Fraction(figure.share) / 100)


def in_millions(figure):
    return None if figure.value is None else float(Decimal(figure.value) / 1_000_000)


def amount(figure):
    """What an indicator adds up to; a percent is a fraction in the workbook, of yes and no it is the number of yes."""
    value = figure.numerator if figure.kind == YES_NO else figure.value
    return None if value is None else float(Fraction(value) / (100 if figure.kind == PERCENT else 1))


def units_of(subject, measure):
    return lambda slice: FigureKey(subject, measure, slice)


def measured(measure, slice=ALL):
    return lambda subject: FigureKey(subject, measure, slice)


PARTICIPATION = {
    "C": (units_of("units:grassroots", "units"), number),
    "D": (units_of("people:workers", "persons"), number),
    "E": (units_of("people:women", "persons"), number),
    "F": (units_of("people:members", "persons"), number),
    "G": (units_of("count:pledge", EXPECTED), number),
    "H": (units_of("count:pledge", RECEIVED), number),
    "I": (units_of("count:pledge", RECEIVED), share),
    "J": (units_of("count:report", ON_TIME), number),
    "K": (units_of("count:report", LATE), number),
    "L": (units_of("count:report", MISSING), number),
    "M": (units_of("count:report", RECEIVED), share),
}
INDICATORS = {
    "D": (measured("assigned"), amount),
    "E": (measured("target"), amount),
    "F": (measured("phase"), amount),
    "G": (measured("phase", sliced(BLOC, "administrative")), amount),
    "H": (measured("phase", sliced(BLOC, "enterprise")), amount),
    "I": (measured("phase", OWN), amount),
    "J": (measured("of_assigned"), amount),
    "K": (measured("of_target"), amount),
    "L": (measured("last_year"), amount),
}
WORKS = {
    letter: (measured(measure), in_millions if measure in VALUES else number)
    for letter, measure in zip("BCDEFGH", ("registered", "done", "recognised", *VALUES), strict=True)
}
AWARDS = {letter: (measured(measure), number_but_nought) for letter, measure in zip("DEFGHIJKLM", COUNTED, strict=True)}
AWARDS["O"] = (measured("money"), in_thousands)


@pytest.mark.deep
def test_names_and_figures_come_out_right_in_libreoffice(world, tmp_path):
    summary = summary_at(world)
    sheets = opened(workbook_of(summary, contents_of(summary), clock.now()), tmp_path)
    assert sorted(sheets) == sorted(SHEETS)
    people = [row[1] for row in sheets["Biểu 05 cá nhân"] if len(row) > 5 and row[0].isdigit()]
    assert people == ["Vi Út", "Lý Thị Chuyền", "Hà Thị Sen", "Nông Thị Ánh Nguyệt", "Bàn Phúc Lìn", "La Thị Én"]
    total = next(row for row in sheets["Biểu 04"] if row[1] == "Cộng khen thưởng đã có quyết định")
    assert [total[3], total[6], total[13], total[14]] == ["1", "6", "66.7%", "2,760"]
    crossed = [row for row in sheets["Khen thưởng chi tiết"] if row[0].startswith("Bằng khen của Ban Chấp hành")]
    assert [row[1:9] for row in crossed if row[7] == "Có"] == [
        [
            *("Hệ thống Công đoàn", "LĐLĐ tỉnh", "Cá nhân", "Khối hành chính, sự nghiệp"),
            *("Trực tiếp lao động, công tác", "Nữ", "Có", "1"),
        ]
    ]
    assert "#" not in "".join(cell for rows in sheets.values() for row in rows for cell in row)


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
    signing.finalise(draft, number="45/BC-LĐLĐ", dated_on=date(2015, 7, 27), by=world.by("leader"))
    final = Summary.objects.get(pk=draft.pk)
    client = Client()
    client.force_login(world.user("board"))
    assert client.get(XLSX).status_code == 202
    tasks.make_workbook.call(final.pk)
    before = client.get(XLSX).content
    annul(world, world.phase.awards.get(name="Bàn Phúc Lìn"))
    with clock.travel("2015-08-05T09:00+07:00"):
        assert client.get(XLSX).content == before
    facts = list(cells_of(before, "Thông tin").values())
    assert facts[facts.index("Trạng thái") + 1] == "Đã chốt (lần 1)"
    assert facts[facts.index("Mã kiểm tra SHA-256") + 1] == final.sha256
    assert "Số, ngày báo cáo" not in facts  # written beside the file, when it is registered
    assert "DỰ THẢO" not in facts
