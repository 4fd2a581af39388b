"""Tests that values are written into somebody else's workbook and everything else stays the same bytes."""

import io
import re
import zipfile
from decimal import Decimal

import pytest
import xlsxwriter

from foundation.archives import ArchiveKind, require_harmless
from foundation.filling import package as packages
from foundation.filling.addresses import CellPosition, cell_position, cell_range
from foundation.filling.package import FormPackage, TooManySheets
from foundation.filling.raw_zip import UnusualZip, with_members
from foundation.filling.sheet_parser import TooMuchToRead, UnreadableSheet
from foundation.filling.sheet_reading import FormCell, read_sheet, read_strings
from foundation.filling.sheet_writing import written_sheet
from foundation.filling.styles import CellStyle, read_styles
from foundation.tables.cells import Merged
from tests.support.foreign_form import foreign_form, recomputed

pytestmark = pytest.mark.sqlite  # asks no database

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    f'<worksheet xmlns="{MAIN}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'mc:Ignorable="x14ac" xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac">'
)


def at(name):
    position = cell_position(name)
    assert position is not None
    return position


def sheet(rows, head=HEAD, cols=""):
    return f"{head}{cols}<sheetData>{rows}</sheetData><mergeCells><mergeCell ref='A1:B2'/></mergeCells></worksheet>"


def written(xml, **values):
    return written_sheet(xml.encode(), {at(name): value for name, value in values.items()}).decode()


def members(content):
    """Return the bytes of each member as they are packed, with its header, in their order."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        listed = archive.infolist()
        starts = [member.header_offset for member in listed] + [archive.start_dir]
        ends = {start: min(end for end in starts if end > start) for start in starts[:-1]}
    return {member.filename: content[member.header_offset : ends[member.header_offset]] for member in listed}


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


# Cells


def test_a_cell_keeps_its_style_and_what_was_in_it_goes():
    xml = sheet(
        '<row r="1" spans="1:3" x14ac:dyDescent="0.25"><c r="A1" s="4" t="s"><v>7</v></c>'
        '<c r="B1"  s=\'5\' /><c r="C1" t="inlineStr" s="6" cm="1"><is><t>cũ</t></is></c></row>'
    )
    assert written(xml, A1=12, B1=Decimal("98.50"), C1="Đồi <Na> & “x”") == xml.replace(
        '<c r="A1" s="4" t="s"><v>7</v></c>', '<c r="A1" s="4"><v>12</v></c>'
    ).replace("<c r=\"B1\"  s='5' />", "<c r=\"B1\"  s='5'><v>98.5</v></c>").replace(
        '<c r="C1" t="inlineStr" s="6" cm="1"><is><t>cũ</t></is></c>',
        '<c r="C1" s="6" t="inlineStr"><is><t xml:space="preserve">Đồi &lt;Na&gt; &amp; “x”</t></is></c>',
    )


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        (0, "0"),
        (-3, "-3"),
        (1_420_000_000_000, "1420000000000"),
        (Decimal("1E+3"), "1000"),
        (Decimal("12.3400"), "12.34"),
        (Decimal(200) / 3, "66.6666666666667"),
        (Decimal("0.000001"), "0.000001"),
        (Decimal("123456789012345678"), "123456789012346000"),
    ],
)
def test_a_number_is_written_with_fifteen_digits_and_a_point(value, stored):
    assert f"<v>{stored}</v>" in written(sheet('<row r="1"><c r="A1"/></row>'), A1=value)


def test_a_text_keeps_blanks_and_loses_what_no_file_can_hold():
    xml = written(sheet('<row r="1"><c r="A1"/></row>'), A1=" a\x00\x0b\ufffe b\n" + "x" * 40_000)
    (text,) = re.findall(r'<t xml:space="preserve">(.*?)</t>', xml, re.DOTALL)
    assert (text[:6], len(text)) == (" a b\nx", 32_767)


def test_what_formulas_came_to_is_dropped_and_all_else_of_them_stays():
    xml = sheet(
        '<row r="1"><c r="A1"/><c r="B1" t="str" s="2"><f>A1&amp;"x"</f><v>cũ</v></c>'
        '<c r="C1" t="e"><f t="shared" ref="C1:C2" si="0">1/A1</f><v>#DIV/0!</v></c></row>'
        '<row r="2"><c r="C2"><f t="shared" si="0"/><v>5</v></c><c r="D2"><v>6</v></c></row>'
    )
    expected = sheet(
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="2"><f>A1&amp;"x"</f></c>'
        '<c r="C1"><f t="shared" ref="C1:C2" si="0">1/A1</f></c></row>'
        '<row r="2"><c r="C2"><f t="shared" si="0"/></c><c r="D2"><v>6</v></c></row>'
    )
    assert written(xml, A1=1) == expected
    with pytest.raises(UnreadableSheet):
        written(xml, C2=1)


def test_cells_and_rows_that_are_not_there_are_put_where_they_belong():
    xml = sheet(
        '<row r="2" spans="2:2" s="9" customFormat="1"><c r="B2" s="1"><v>1</v></c></row>'
        '<row r="4" ht="20"/><row r="7"><c r="A7"/></row>',
        cols='<cols><col min="3" max="5" style="8"/></cols>',
    )
    filled = written(xml, A2=1, B2=2, C2=3, D4=4, A1=5, C5=6, D5=7, B9=8)
    assert filled == sheet(
        '<row r="1"><c r="A1"><v>5</v></c></row>'
        '<row r="2" s="9" customFormat="1"><c r="A2" s="9"><v>1</v></c><c r="B2" s="1"><v>2</v></c>'
        '<c r="C2" s="9"><v>3</v></c></row>'
        '<row r="4" ht="20"><c r="D4" s="8"><v>4</v></c></row>'
        '<row r="5"><c r="C5" s="8"><v>6</v></c><c r="D5" s="8"><v>7</v></c></row>'
        '<row r="7"><c r="A7"/></row><row r="9"><c r="B9"><v>8</v></c></row>',
        cols='<cols><col min="3" max="5" style="8"/></cols>',
    )
    empty = f'{HEAD}<sheetData /><x14ac:sheetData><row r="1"/></x14ac:sheetData></worksheet>'
    filled = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
    assert written(empty, A1=1) == empty.replace("<sheetData />", filled)


def test_rows_and_cells_without_a_name_are_counted_and_other_prefixes_are_kept():
    xml = (
        f'<x:worksheet xmlns:x="{MAIN}" xmlns:c="urn:other"><!-- <c r="A1"/> --><x:sheetData><x:row><x:c/><c:c/><x:c>'
        "<x:v>2</x:v></x:c></x:row><x:row><x:c><![CDATA[ ]]></x:c></x:row></x:sheetData></x:worksheet>"
    )
    assert written(xml, B1=7, B2="x") == xml.replace("<x:v>2</x:v>", "<x:v>7</x:v>").replace(
        "</x:c></x:row></x:sheetData>",
        '</x:c><x:c r="B2" t="inlineStr"><x:is><x:t xml:space="preserve">x</x:t></x:is></x:c></x:row></x:sheetData>',
    )


@pytest.mark.parametrize(
    "xml",
    [
        sheet('<row r="2"/><row r="1"/>'),
        sheet('<row r="1"><c r="B1"/><c r="A1"/></row>'),
        sheet('<row r="1"><c r="A2"/></row>'),
        sheet('<row r="1048577"/>'),
        sheet("<a>" * 60 + "</a>" * 60),
        sheet('<row r="1"><c r="XFE1"/></row>'),
        sheet("<row>"),
        sheet("", head='<!DOCTYPE a [<!ENTITY b "c">]><worksheet>'),
        f'<worksheet xmlns="{MAIN}"/>',
        "",
    ],
)
def test_a_sheet_that_no_program_writes_is_refused(xml):
    with pytest.raises(UnreadableSheet):
        written(xml, A1=1)


def test_a_sheet_in_another_encoding_is_refused():
    with pytest.raises(UnreadableSheet):
        read_sheet(sheet("").replace("UTF-8", "ISO-8859-1").encode(), [])


# What a sheet shows


def test_a_sheet_is_read_as_people_see_it():
    xml = sheet(
        '<row r="1"><c r="A1" t="s" s="3"><v>1</v></c><c r="C1"><v>98.461538461538467</v></c></row>'
        '<row r="2"><c r="C2" t="e"><v>#N/A</v></c><c r="D2"><f>C1*2</f><v>4</v></c></row>'
        '<row r="3"><c r="A3"><f t="array" ref="A3:B4">D1:E2</f></c><c r="B3"><v>1</v></c></row>'
        '<row r="4"><c r="B4"/><c r="D4" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r><rPh><t>c</t></rPh>'
        "</is></c></row>"
    )
    shared = f'<sst xmlns="{MAIN}"><si><t>x</t></si><si><r><t>Đồi</t></r><r><t> Na</t></r></si></sst>'
    strings = read_strings(shared.encode())
    read = read_sheet(xml.encode(), strings)
    shown = {position.name: cell.text for position, cell in read.cells.items() if cell.text}
    assert shown == {"A1": "Đồi Na", "C1": "98,4615384615385", "C2": "#LỖI!", "D2": "4", "B3": "1", "D4": "ab"}
    assert read.cells[at("A1")].style == 3
    assert read.merged == [Merged(1, 2, 0, 1)]
    assert [name for name in ("A1", "B1", "A2", "C1", "D2", "A3", "B4", "E9") if read.may_be_written(at(name))] == [
        "A1",
        "C1",
        "E9",
    ]
    assert (read.text(at("B2")), read.text(at("E9"))) == ("Đồi Na", "")


def test_more_than_anybody_fills_is_not_read(monkeypatch):
    far = sheet('<row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"/></row>')
    assert len(read_sheet(far.encode(), []).cells) == 2
    with pytest.raises(TooMuchToRead):
        read_sheet(far.replace("A1:B2", "A1:XFD1048576").encode(), [])
    monkeypatch.setattr("foundation.filling.sheet_reading.MOST_CELLS", 2)
    with pytest.raises(TooMuchToRead):
        read_sheet(sheet('<row r="1"><c/><c/><c/></row>').encode(), [])


def test_yellow_and_percent_are_told_from_styles():
    xml = (
        f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="0.0%"/></numFmts><fills><fill/>'
        '<fill><patternFill><fgColor rgb="FFFFFF00"/></patternFill></fill><fill><patternFill><fgColor rgb="FFC00000"/>'
        '</patternFill></fill><fill><patternFill><fgColor indexed="13"/></patternFill></fill>'
        '<fill><patternFill><fgColor theme="3"/></patternFill></fill></fills>'
        '<cellStyleXfs><xf fillId="1"/></cellStyleXfs>'
        '<cellXfs><xf fillId="0"/><xf fillId="1"/><xf fillId="2" numFmtId="164"/><xf fillId="3" numFmtId="10"/>'
        '<xf fillId="4"/><xf/></cellXfs></styleSheet>'
    )
    plain, yellow = CellStyle(), CellStyle(is_yellow=True)
    percent = CellStyle(is_percent=True)
    assert read_styles(xml.encode()) == [plain, yellow, percent, CellStyle(True, True), plain, plain]


def test_names_of_cells_are_read():
    assert cell_position("AA10") == CellPosition(10, 26)
    assert CellPosition(1_048_576, 16_383).name == "XFD1048576"
    assert [cell_position(name) for name in ("A0", "XFE1", "A1048577", "a1", "A1:B2", "", "Ａ1")] == [None] * 7
    assert cell_range("$B$2:D5") == Merged(2, 5, 1, 3)
    assert (cell_range("D5:B2"), cell_range("B2"), cell_range("B:D")) == (None, Merged(2, 2, 1, 1), None)


# The file


def test_members_that_are_not_replaced_are_the_same_bytes():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = "ghi chú".encode()
        archive.writestr("a.xml", "a" * 1000)
        archive.writestr("b/ệ.xml", "b" * 1000, compress_type=zipfile.ZIP_STORED)
        with archive.open(zipfile.ZipInfo("c.xml", (2015, 2, 3, 4, 5, 6)), "w") as member:
            member.write(b"c" * 1000)
    before = content.getvalue()
    assert with_members(before, {}) == before
    after = with_members(before, {"b/ệ.xml": b"new", "c.xml": b"other" * 100})
    assert parts(after) == {"a.xml": b"a" * 1000, "b/ệ.xml": b"new", "c.xml": b"other" * 100}
    assert members(after)["a.xml"] == members(before)["a.xml"]
    with zipfile.ZipFile(io.BytesIO(after)) as archive:
        assert (archive.comment, archive.getinfo("c.xml").date_time) == ("ghi chú".encode(), (2015, 2, 3, 4, 5, 6))
    with pytest.raises(KeyError):
        with_members(before, {"d.xml": b""})


def test_a_zip_file_with_something_between_its_members_is_refused():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("a.xml", "a")
    whole = content.getvalue()
    for broken in (b"x" + whole, whole[:-1], whole + b"x", whole.replace(b"PK\x01\x02", b"PK\x01\x03"), b""):
        with pytest.raises(UnusualZip):
            with_members(broken, {})


def office_workbook():
    """A workbook as another library writes it: a chart, conditions, names, a hidden sheet, what prints around it."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        form, other = book.add_worksheet("Biểu 1"), book.add_worksheet("Ẩn")
        yellow = book.add_format({"bg_color": "#FFFF00", "num_format": "0.0%"})
        form.merge_range("A1:C1", "TỔNG HỢP")
        form.write("A2", "Đoàn viên")
        form.write_blank("B2", None, yellow)
        form.write_formula("C2", "=B2*2", value=99)
        form.data_validation("B2", {"validate": "decimal", "criteria": ">=", "value": 0})
        form.conditional_format("B2", {"type": "blanks", "format": yellow})
        form.set_header("&CBiểu")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "='Biểu 1'!$B$2:$C$2"})
        form.insert_chart("E5", chart)
        book.define_name("so", "='Biểu 1'!$B$2")
        other.write_formula("A1", "='Biểu 1'!C2", value=99)
        other.hide()
        book.add_worksheet("Trống").write("A1", "Hướng dẫn")
    return content.getvalue()


@pytest.mark.parametrize("made_by", ["another library", "LibreOffice"])
def test_only_sheets_with_values_or_formulas_and_the_note_to_compute_change(made_by):
    before = office_workbook() if made_by == "another library" else foreign_form()
    require_harmless(before, ArchiveKind.WORKBOOK)
    package = FormPackage(before)
    package.require_readable()
    name, cell = ("Biểu 1", "B2") if made_by == "another library" else ("Biểu 01", "C6")
    after = package.filled({name: {at(cell): Decimal("7.25")}})
    changed = {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"}
    changed |= set() if made_by == "another library" else {"xl/workbook.xml"}  # the other says it already
    old, new = members(before), members(after)
    assert list(old) == list(new)
    assert {part for part in old if old[part] != new[part]} == changed
    main = parts(after)["xl/workbook.xml"].decode()
    assert re.findall(r'fullCalcOnLoad="(\w+)"', main) == ["1"]
    assert re.sub(r' fullCalcOnLoad="1"', "", main) == re.sub(
        r' fullCalcOnLoad="1"', "", parts(before)["xl/workbook.xml"].decode()
    )
    form = parts(after)["xl/worksheets/sheet1.xml"].decode()
    style = re.search(rf'<c r="{cell}" s="(\d+)"/>', parts(before)["xl/worksheets/sheet1.xml"].decode())[1]
    assert f'<c r="{cell}" s="{style}"><v>7.25</v></c>' in form
    assert all(b"</f><v>" not in parts(after)[part] for part in changed)
    require_harmless(after, ArchiveKind.WORKBOOK)


def test_a_workbook_without_a_note_about_computing_gets_one_where_it_belongs():
    before = office_workbook()
    main = parts(before)["xl/workbook.xml"].decode()
    for calculation in re.findall("<calcPr[^>]*/>", main):
        main = main.replace(calculation, "")
    bare = with_members(before, {"xl/workbook.xml": main.encode()})
    after = parts(FormPackage(bare).filled({}))["xl/workbook.xml"].decode()
    assert after == main.replace("</definedNames>", '</definedNames><calcPr fullCalcOnLoad="1"/>')


@pytest.mark.parametrize("name", ["", "B" * 101])
def test_a_sheet_without_name_or_with_a_very_long_one_is_refused(name):
    before = office_workbook()
    main = parts(before)["xl/workbook.xml"].decode().replace('name="Ẩn"', f'name="{name}"')
    with pytest.raises(UnreadableSheet):
        FormPackage(with_members(before, {"xl/workbook.xml": main.encode()})).require_readable()


@pytest.mark.parametrize("digits", ["²", "9" * 5000], ids=["superscript", "5000 digits"])
def test_numbers_that_no_program_writes_break_nothing(digits):
    cells = f'<row r="1"><c r="A1" s="{digits}" t="s"><v>{digits}</v></c></row>'
    columns = f'<cols><col min="{digits}" max="2" style="1"/></cols>'
    sheet = f"<worksheet>{columns}<sheetData>{cells}</sheetData></worksheet>".encode()
    assert read_sheet(sheet, ["một"]).cells == {at("A1"): FormCell()}
    assert written_sheet(sheet, {}) == sheet
    with pytest.raises(UnreadableSheet):
        read_sheet(sheet.replace(b'r="1"', f'r="{digits}"'.encode()), [])


def test_too_many_sheets_and_too_much_in_them_are_refused(monkeypatch):
    package = FormPackage(office_workbook())
    monkeypatch.setattr(packages, "MOST_SHEETS", 2)
    with pytest.raises(TooManySheets):
        package.require_readable()
    monkeypatch.setattr(packages, "MOST_SHEETS", 3)
    package.require_readable()
    monkeypatch.setattr(packages, "MOST_BYTES", 1000)
    with pytest.raises(TooMuchToRead):
        package.require_readable()


@pytest.mark.deep
def test_libreoffice_computes_the_filled_form_anew_on_every_sheet():
    cells = {at("C2"): "LĐLĐ tỉnh", at("C6"): 30, at("C7"): 60, at("C8"): 10}
    sheets = recomputed(FormPackage(foreign_form()).filled({"Biểu 01": cells}))
    assert [row[2:4] for row in sheets["Biểu 01"][5:10]] == [
        ["30", "30%"],
        ["60", "60%"],
        ["10", "10%"],
        ["", "0%"],
        ["100", ""],
    ]
    assert sheets["Biểu 01"][1][2] == "LĐLĐ tỉnh"
    assert sheets["Hướng dẫn"][1] == ["200"]
