"""What the law of a day says about the layout of papers."""

from __future__ import annotations

from datetime import date

from units.rules.reader import rule


def layout_of_the_day(day: date) -> dict[str, str]:
    """Return the columns of a campaign that follow from the law for papers signed on a day; none if none is known."""
    page_number = rule("layout.page_number", on=day)
    return {"page_number": page_number.value} if page_number else {}
