"""Template tags about sheets."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html
from django.utils.translation import gettext as _

from campaigns.models import Filing
from campaigns.sheet.indicator_parts import part_links
from campaigns.sheet.parts import SheetPart
from campaigns.sheet.reading import IndicatorLine
from foundation.documents.table import ROW, PlacedCell
from foundation.forms.attributes import MOST_KEPT, attributes

register = template.Library()

MOST_TEXTS = 1024
"""Pieces with what units answered that a process keeps of each kind; a title may be long."""


@register.simple_tag
def filing_url(filing: Filing, page: str, *args: Any) -> str:
    """Return the address of a page of a sheet; `page` is a name of campaigns/urls/filings.py."""
    return filing.url(page, *args)


@register.simple_tag
def filing_part_url(filing: Filing, number: int, **page: str) -> str:
    """Return the address of a part of a sheet, or of its `group` alone."""
    return filing.part_url(number, **page)


@register.inclusion_tag("campaigns/filing/part_link.html")
def part_link(filing: Filing, part: SheetPart, words: str, css: str = "", *, current: bool = False) -> dict[str, Any]:
    """Draw the link to a part; where it has groups, narrow screens have another one, to a group."""
    wide, narrow = part_links(filing, part)
    return {"wide": wide, "narrow": narrow, "words": words, "css": css, "current": current}


@register.simple_tag
@lru_cache(maxsize=MOST_TEXTS, typed=True)
def spot_tick(spot: str, name: str) -> str:
    """Draw the tick of a spot by its key, for who may return the sheet; `name`: what the spot is called."""
    return format_html(
        '<label class="spot-tick"><input type="checkbox" class="form-check-input" name="spot" value="{}" '
        'form="return-spots"> {}<span class="visually-hidden">: {}</span></label>',
        spot,
        _("Cần sửa"),
        name,
    )


@register.simple_tag
def reading_rows(lines: Iterable[IndicatorLine], *, pledge: bool, ticks: bool) -> str:
    """Draw the lines of indicators as rows of campaigns/filing/reading.html; `ticks`: with the ticks of their spots.

    They are put together here because a sheet has thirty, which in the template took a quarter of the page's time; and
    so that what is the same on every page is put together once.
    """
    assigned, pledged, actual = str(_("Giao")), str(_("Đăng ký")), str(_("Thực hiện"))
    rows = []
    for line in lines:
        name = f"{line.number}. {line.indicator.name}" if line.number else line.indicator.name
        about = [_indicator(name, line.indicator.unit_of_measure), *_about(line, ticks=ticks)]
        cells = [_cell(assigned, line.assigned), _cell(pledged, line.pledged)]
        if line.words:
            cells = [_words(line.words, 2 if pledge else 4)]
        elif not pledge:
            cells.append(_estimate(actual, line.actual) if line.estimated else _cell(actual, line.actual))
            cells.append(_cell("%", line.percent))
        head, rest = " ".join(["{}"] * len(about)), "{}" * len(cells)
        rows.append(format_html(f'<tr><th scope="row" class="indent-1">{head}</th>{rest}</tr>', *about, *cells))
    return format_html("\n".join(["{}"] * len(rows)), *rows)


def _words(text: str, colspan: int) -> str:
    return format_html('<td colspan="{}">{}</td>', colspan, linebreaksbr(text))


@lru_cache(maxsize=MOST_KEPT, typed=True)
def _indicator(name: str, unit: str) -> str:
    if not unit:
        return format_html("{}", name)
    return format_html('{} <span class="muted">({})</span>', name, unit)


@lru_cache(maxsize=MOST_TEXTS, typed=True)
def _cell(label: str, text: str) -> str:
    return format_html('<td class="num" data-label="{}">{}</td>', label, text or "–")


def _estimate(label: str, text: str) -> str:
    return _cell(label, format_html('{} <span class="muted">({})</span>', text, _("ước")))


def _about(line: IndicatorLine, *, ticks: bool) -> Iterator[str]:
    if line.note:
        yield format_html('<small class="d-block muted">{}</small>', line.note)
    if ticks and line.spot:
        yield spot_tick(line.spot, line.indicator.name)
    if line.late:
        yield format_html('<small class="d-block">{}</small>', _("Đăng ký: {targets}").format(targets=line.late))


@register.simple_tag
def paper_cells(kind: str, cells: Iterable[PlacedCell]) -> str:
    """Draw the cells of a row of campaigns/filing/paper_table.html; the second of an ordinary row is its heading."""
    drawn = [
        _paper_heading(placed.cell.text)
        if kind == ROW and number == 2
        else _paper_cell(placed.cell.text, placed.align, placed.colspan, placed.heading if number > 2 else None)
        for number, placed in enumerate(cells, start=1)
    ]
    return format_html("{}" * len(drawn), *drawn)


@lru_cache(maxsize=MOST_TEXTS, typed=True)
def _paper_heading(text: str) -> str:
    return format_html('<th scope="row">{}</th>', linebreaksbr(text))


@lru_cache(maxsize=MOST_TEXTS, typed=True)
def _paper_cell(text: str, align: str, colspan: int, heading: str | None) -> str:
    css = f"paper-{align}{' paper-none' if text == '-' else ''}"
    attrs = {"class": css, "colspan": str(colspan) if colspan > 1 else None, "data-label": heading}
    return format_html("<td{}>{}</td>", attributes(attrs), linebreaksbr(text))
