"""The rows that a sheet's content bears, as values by column: what a submission writes, and what it is checked against.

`campaigns.sheet.writing` writes them; `campaigns.sheet_proof` compares the stored ones with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from campaigns.catalogue.types import CatalogueIndicator
from campaigns.sheet.computed import computed_amount
from campaigns.sheet.context import Amount
from campaigns.sheet.sheet import Sheet
from units.models import Headcounts

Values = dict[str, Any]
"""The values of a row by column."""

RESULT = (
    "done",
    "why_not",
    "recognised_by",
    "recognised_no",
    "recognised_on",
    "value",
    "no_money",
    "benefit",
)


def headcount_values(sheet: Sheet) -> list[Values]:
    """Return the one row of a grassroots union's headcounts; upper unions are not asked."""
    if not sheet.called.is_grassroots:
        return []
    return [{name: sheet.cleaned("headcount").get(name) for name in Headcounts.COUNTS}]


def figure_values(sheet: Sheet) -> Iterator[Values]:
    """Yield the answers to the indicators that the sheet asks, computed ones too."""
    is_pledge = sheet.filing.is_pledge
    rows = sheet.cleaned_rows("works" if is_pledge else "results")
    for asked_indicator in sheet.asked_indicators:
        indicator = asked_indicator.indicator
        if indicator.computed:
            amount: Amount | None = Amount(computed_amount(indicator.computed, rows, pledge=is_pledge))
        else:
            amount = sheet.amounts.get(indicator.code)
        if amount is not None:
            yield _figure(sheet, indicator, amount)


def _figure(sheet: Sheet, indicator: CatalogueIndicator, amount: Amount) -> Values:
    return {
        "indicator_id": indicator.pk,
        "value": amount.value,
        "numerator": amount.numerator,
        "denominator": amount.denominator,
        "estimated": indicator.code in sheet.estimates,
        "note": sheet.notes.get(indicator.code, ""),
    }


def written_values(sheet: Sheet) -> Iterator[Values]:
    """Yield the answers in words."""
    for asked_indicator in sheet.asked_lines:
        if answer := sheet.written.get(asked_indicator.indicator.code):
            yield {
                "indicator_id": asked_indicator.indicator.pk, "text": answer.text, "day": answer.day, "yes": answer.yes
            }  # fmt: skip


def entry_values(row: dict[str, Any]) -> Values:
    """Return a work's words in a cleaned row of the works or the results. A report asks neither plan nor date."""
    return {
        "kind": row["kind"],
        "title": row["title"],
        "authors": row["authors"],
        "author_class": row["author_class"],
        "expected_value": row.get("expected_value"),
        "due_on": row.get("due_on"),
        "welcomes_id": int(row["welcomes"]) if row["welcomes"] else None,
    }


def result_values(row: dict[str, Any]) -> Values:
    return {name: row[name] for name in RESULT}


def exemplar_values(sheet: Sheet) -> list[Values]:
    rows = enumerate(sheet.cleaned_rows("exemplars"))
    return [{"order": order, "who": row["who"], "story": row["story"]} for order, row in rows]


def by_work(rows: Iterable[dict[str, Any]]) -> dict[Any, dict[str, Any]]:
    """Return cleaned rows by their work's uuid: the last row of a work counts, in the place of the first."""
    return {row["uuid"]: row for row in rows}
