"""Template tags about sheets."""

from typing import Any

from django import template

from campaigns.models import Filing

register = template.Library()


@register.simple_tag
def filing_url(filing: Filing, page: str, *args: Any) -> str:
    """Return the address of a page of a sheet; `page` is a name of campaigns/urls/filings.py."""
    return filing.url(page, *args)
