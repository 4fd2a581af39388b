"""Template tags about sheets."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from campaigns.models import Filing
from campaigns.sheet.indicator_parts import part_links
from campaigns.sheet.parts import SheetPart

register = template.Library()


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
def spot_tick(spot: str, name: str) -> str:
    """Draw the tick of a spot by its key, for who may return the sheet; `name`: what the spot is called.

    It is put together here and not in a template because a sheet to review has thirty of them.
    """
    return format_html(
        '<label class="spot-tick"><input type="checkbox" class="form-check-input" name="spot" value="{}" '
        'form="return-spots"> {}<span class="visually-hidden">: {}</span></label>',
        spot,
        _("Cần sửa"),
        name,
    )
