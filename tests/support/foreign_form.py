"""A form as a higher body sends it, made by LibreOffice and not by the portal; and what LibreOffice computes of one."""

import csv
import io
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support.papers import tool

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"
 xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
<office:automatic-styles>
 <number:percentage-style style:name="share"><number:number number:decimal-places="1"
  number:min-decimal-places="1" number:min-integer-digits="1"/><number:text>%</number:text></number:percentage-style>
 <number:date-style style:name="date"><number:day number:style="long"/><number:text>/</number:text><number:month
  number:style="long"/><number:text>/</number:text><number:year number:style="long"/></number:date-style>
 <style:style style:name="day" style:family="table-cell" style:data-style-name="date"/>
 <style:style style:name="bold" style:family="table-cell"><style:text-properties fo:font-weight="bold"/></style:style>
 <style:style style:name="fill" style:family="table-cell"><style:table-cell-properties
  fo:background-color="#ffff00" fo:border="0.5pt solid #000000"/></style:style>
 <style:style style:name="part" style:family="table-cell" style:data-style-name="share"><style:table-cell-properties
  fo:background-color="#ffff00"/></style:style>
 <style:style style:name="wide" style:family="table-column"><style:table-column-properties
  style:column-width="6cm"/></style:style>
</office:automatic-styles>
<office:body><office:spreadsheet>
"""
_FOOT = """<table:named-expressions><table:named-range table:name="so_lieu" table:base-cell-address="$'Biểu 01'.$A$1"
 table:cell-range-address="$'Biểu 01'.$C$6:.$D$9"/></table:named-expressions>
</office:spreadsheet></office:body></office:document>
"""


def _text(words, style="", span=1, down=1):
    spans = f' table:number-columns-spanned="{span}" table:number-rows-spanned="{down}"'
    merged = spans if span > 1 or down > 1 else ""
    style = f' table:style-name="{style}"' if style else ""
    return (
        f'<table:table-cell office:value-type="string"{style}{merged}><text:p>{words}</text:p></table:table-cell>'
        + "<table:covered-table-cell/>" * (span - 1)
    )


def _blank(style="", times=1):
    style = f' table:style-name="{style}"' if style else ""
    return f'<table:table-cell{style} table:number-columns-repeated="{times}"/>'


def _formula(formula, style=""):
    style = f' table:style-name="{style}"' if style else ""
    return f'<table:table-cell{style} table:formula="of:={formula}" office:value-type="float" office:value="0"/>'


def _row(*cells):
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def form_source(*, year=2026, inserted=0, without=()):
    """Return a form as an OpenDocument text: rows of what is asked, two columns to fill, sums and shares below.

    `inserted`: how many further rows stand above the table, as in next year's form; `without`: rows it no longer has.
    """
    contents = ["Sáng kiến được công nhận", "Đoàn viên", "Đơn vị đã báo cáo", "Công trình, sản phẩm"]
    first = 6 + inserted
    rows = [
        _row(_text(f"BIỂU TỔNG HỢP NĂM {year}", "bold", span=4)),
        _row(_text("Đơn vị báo cáo:"), _blank(), _blank("fill"), _blank()),
        _row(),
        *[_row(_text(f"Ghi chú thêm {number + 1}")) for number in range(inserted)],
        _row(_text("TT", "bold", down=2), _text("Nội dung", "bold", down=2), _text("Số liệu", "bold", span=2)),
        _row("<table:covered-table-cell/>" * 2, _text("Kết quả", "bold"), _text("Tỷ lệ", "bold")),
    ]
    contents = [words for words in contents if words not in without]
    for number, words in enumerate(contents, start=1):
        line = first + number - 1
        share = _formula(f"[.C{line}]/[.C{first + len(contents)}]", "part")
        rows.append(_row(_text(str(number)), _text(words), _blank("fill"), share))
    last = first + len(contents) - 1
    rows.append(_row(_blank(), _text("Cộng", "bold"), _formula(f"SUM([.C{first}:.C{last}])", "bold"), _blank("part")))
    table = (
        f'<table:table table:name="Biểu 01" table:print-ranges="$\'Biểu 01\'.$A$1:.$D${last + 1}">'
        '<table:table-column/><table:table-column table:style-name="wide"/>'
        '<table:table-column table:number-columns-repeated="2"/>' + "".join(rows) + "</table:table>"
    )
    remark = _text("Chỉ điền vào ô màu vàng &amp; không thêm dòng.")
    twice = _formula(f"['Biểu 01'.C{last + 1}]*2")
    guide = f'<table:table table:name="Hướng dẫn"><table:table-column/>{_row(remark)}{_row(twice)}'
    guide += f"{_row(_blank('day'))}</table:table>"
    return _HEAD + table + guide + _FOOT


def converted(source, ending, to):
    """Return a file as LibreOffice saves it in another format; of a workbook as text, its first sheet."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"form.{ending}"
        path.write_bytes(source if isinstance(source, bytes) else source.encode())
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", to]
        tool(*command, "--outdir", folder, str(path))
        new = [file for file in Path(folder).iterdir() if file.is_file() and file != path]
        return {file.stem.rpartition("-")[2]: file.read_bytes() for file in new}


@cache
def foreign_form(*, year=2026, inserted=0, without=()):
    """Return the form as an .xlsx that LibreOffice wrote."""
    source = form_source(year=year, inserted=inserted, without=without)
    (content,) = converted(source, "fods", "xlsx:Calc MS Excel 2007 XML").values()
    return content


def recomputed(content):
    """Return the cells of every sheet as LibreOffice shows them when it opens the workbook, by the sheet's name."""
    csvs = converted(content, "xlsx", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1")
    return {name: list(csv.reader(io.StringIO(text.decode()))) for name, text in csvs.items()}
