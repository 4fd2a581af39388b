"""Writes the rows of a valid sheet: headcount, figures (computed ones too), works, results, exemplars."""

from __future__ import annotations

import uuid
from typing import Any

from campaigns.models import Exemplar, Figure, Filing, Headcount, Work, WorkResult
from campaigns.sheet.computed import computed_amount
from campaigns.sheet.context import Amount
from campaigns.sheet.sheet import Sheet
from units.models import Headcounts


def write_rows(sheet: Sheet) -> None:
    """Replace the filing's rows by what the sheet answers. Call it in the transaction that submits the filing."""
    filing = sheet.filing
    if sheet.called.is_grassroots:
        counts = {name: sheet.cleaned("headcount").get(name) for name in Headcounts.COUNTS}
        Headcount.objects.update_or_create(filing=filing, defaults=counts)
    _write_figures(sheet)
    if filing.is_pledge:
        _write_works(sheet)
    else:
        _write_results(sheet)
        _write_exemplars(sheet)


def _write_figures(sheet: Sheet) -> None:
    filing, extras = sheet.filing, sheet.cleaned("actuals")
    rows = sheet.cleaned_rows("works" if filing.is_pledge else "results")
    figures = []
    for asked_indicator in sheet.asked_indicators:
        indicator = asked_indicator.indicator
        if indicator.computed:
            amount: Amount | None = Amount(computed_amount(indicator.computed, rows, pledge=filing.is_pledge))
        else:
            amount = sheet.amounts.get(indicator.code)
        if amount is not None:
            figures.append(_figure(filing, indicator, amount, extras))
    filing.figures.all().delete()
    Figure.objects.bulk_create(figures)


def _figure(filing: Filing, indicator: Any, amount: Amount, extras: dict[str, Any]) -> Figure:
    return Figure(
        filing=filing,
        indicator=indicator,
        value=amount.value,
        numerator=amount.numerator,
        denominator=amount.denominator,
        estimated=bool(extras.get(f"{indicator.code}-e")),
        note=extras.get(f"{indicator.code}-note") or "",
    )


def _write_works(sheet: Sheet) -> None:
    """Write the registered works by uuid. A work that is no longer listed is withdrawn, unless it has a result."""
    filing = sheet.filing
    registered_ids = []
    for row in sheet.cleaned_rows("works"):
        values = {
            "kind": row["kind"],
            "title": row["title"],
            "authors": row["authors"],
            "author_class": row["author_class"],
            "expected_value": row["expected_value"],
            "due_on": row["due_on"],
            "welcomes_id": row["welcomes"] or None,
            "withdrawn": False,
        }
        registered_ids.append(_work(filing, row, values).pk)
    unit_works = Work.objects.filter(campaign=filing.phase.campaign, unit=filing.unit)
    unit_works.exclude(pk__in=registered_ids).filter(results=None).update(withdrawn=True)


def _work(filing: Filing, row: dict[str, Any], values: dict[str, Any], **when_new: Any) -> Work:
    """Create or update the unit's own work of this uuid; the same uuid of another unit is another work."""
    work, _created = Work.objects.update_or_create(
        campaign=filing.phase.campaign,
        unit=filing.unit,
        uuid=row["uuid"] or uuid.uuid4(),
        defaults=values,
        create_defaults=values | when_new,
    )
    return work


def _write_results(sheet: Sheet) -> None:
    """Write the results by work. A checked value is removed when the declared value changes."""
    filing = sheet.filing
    before = {work_result.work_id: work_result for work_result in filing.work_results.all()}
    result_ids = []
    for row in sheet.cleaned_rows("results"):
        work = row["registered"] or _unregistered_work(filing, row)
        values = {name: row[name] for name in RESULT}
        stored = before.get(work.pk)
        if stored is None or stored.value != values["value"]:
            values |= {"checked_value": None, "checked_by": None, "checked_at": None}
        work_result, _created = WorkResult.objects.update_or_create(filing=filing, work=work, defaults=values)
        result_ids.append(work_result.pk)
    filing.work_results.exclude(pk__in=result_ids).delete()


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


def _unregistered_work(filing: Filing, row: dict[str, Any]) -> Work:
    """Write a work that a report names without an earlier registration: it is created as withdrawn."""
    values = {name: row[name] for name in ("kind", "title", "authors", "author_class")}
    return _work(filing, row, values | {"welcomes_id": row["welcomes"] or None}, withdrawn=True)


def _write_exemplars(sheet: Sheet) -> None:
    """Replace the exemplars. One that was published stays published while its texts do not change."""
    filing = sheet.filing
    published = {(exemplar.who, exemplar.story) for exemplar in filing.exemplars.filter(published=True)}
    filing.exemplars.all().delete()
    Exemplar.objects.bulk_create(
        Exemplar(
            filing=filing,
            order=order,
            who=row["who"],
            story=row["story"],
            published=(row["who"], row["story"]) in published,
        )
        for order, row in enumerate(sheet.cleaned_rows("exemplars"))
    )
