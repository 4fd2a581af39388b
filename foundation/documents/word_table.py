"""A table of a paper as a table of a Word file. Its XML is written at once: python-docx takes minutes for long ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from xml.sax.saxutils import escape

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Length, Pt

from foundation.documents.table import CENTRE, FIGURE, GROUP, ROW, TEXT, PaperTable, PlacedCell

UNDER = Pt(9)
"""The second line of a cell."""
_ALIGNED = {FIGURE: "right", TEXT: "left", CENTRE: "center"}
_MARGIN = 60  # twentieths of a point beside the text of a cell
_LINES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)

Plain = Callable[[str], str]


def add_table(document: Document, table: PaperTable, width: int, size: Length, plain: Plain) -> None:
    """Add a table of a width (EMU) at the end. `plain`: drops of a text what XML cannot hold."""
    widths = [int(Length(width).twips * column.width / 100) for column in table.columns]
    grid = "".join(f'<w:gridCol w:w="{column}"/>' for column in widths)
    rows = "".join((*_headings(table, widths, size, plain), *_rows(table, widths, size, plain)))
    properties = (
        f'<w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{_LINES}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="{_MARGIN}" w:type="dxa"/>'
        f'<w:right w:w="{_MARGIN}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    )
    element: Any = parse_xml(f"<w:tbl {nsdecls('w')}>{properties}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>")
    document.element.body.insert_element_before(element, "w:sectPr")


def _headings(table: PaperTable, widths: list[int], size: Length, plain: Plain) -> Iterator[str]:
    """Yield the rows of headings. A heading over two rows goes on in the second as a merged cell."""
    first, *second = table.heading_rows
    cells, below, column, titles = [], [], 0, iter(second[0] if second else ())
    for heading in first:
        span = widths[column : column + heading.colspan]
        merge = "restart" if heading.rowspan > 1 else ""
        cells.append(_cell(_heading(heading.title, size, plain), sum(span), len(span), merge))
        if heading.rowspan > 1:
            below.append(_cell(_paragraph("", "center", size), sum(span), 1, "continue"))
        elif second:
            below += [_cell(_heading(next(titles).title, size, plain), wide, 1) for wide in span]
        column += heading.colspan
    yield _row(cells, is_heading=True)
    if second:
        yield _row(below, is_heading=True)


def _heading(title: str, size: Length, plain: Plain) -> str:
    return _paragraph(plain(title), "center", size, bold=True, keep=True)


def _rows(table: PaperTable, widths: list[int], size: Length, plain: Plain) -> Iterator[str]:
    for kind, placed in table.placed_rows:
        column, cells = 0, []
        for cell in placed:
            span = widths[column : column + cell.colspan]
            cells.append(_cell(_written(cell, kind, size, plain), sum(span), len(span)))
            column += cell.colspan
        yield _row(cells)


def _written(placed: PlacedCell, kind: str, size: Length, plain: Plain) -> str:
    align, is_bold = _ALIGNED[placed.align], kind != ROW
    text = _paragraph(plain(placed.cell.text), align, size, bold=is_bold, keep=kind == GROUP)
    return text + (_paragraph(plain(placed.cell.under), align, UNDER) if placed.cell.under else "")


def _row(cells: Iterable[str], *, is_heading: bool = False) -> str:
    repeated = "<w:tblHeader/>" if is_heading else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(paragraphs: str, width: int, span: int, merge: str = "") -> str:
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    merged = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>{spanned}{merged}<w:vAlign w:val="center"/>'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraphs}</w:tc>"


def _paragraph(text: str, align: str, size: Length, *, bold: bool = False, keep: bool = False) -> str:
    """Return a paragraph, its line breaks kept; `keep`: on one page with what follows."""
    font = f'{"<w:b/>" if bold else ""}<w:sz w:val="{int(size.pt * 2)}"/><w:szCs w:val="{int(size.pt * 2)}"/>'
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    layout = (
        f'{"<w:keepNext/>" if keep else ""}<w:spacing w:before="20" w:after="20" w:line="252" w:lineRule="auto"/>'
        f'<w:jc w:val="{align}"/>'
    )
    return f"<w:p><w:pPr>{layout}</w:pPr><w:r><w:rPr>{font}</w:rPr>{lines}</w:r></w:p>"
