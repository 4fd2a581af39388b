"""The typed content of a complete and valid sheet for any called unit, by part."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from campaigns.catalogue.stored import catalogue_of
from campaigns.catalogue.types import CatalogueIndicator
from campaigns.models import CalledUnit, Commemoration, Filing, WorkEntry, WorkKind
from campaigns.models.indicator import Category
from campaigns.sheet.asked_indicators import AskedIndicator, indicators_asked_of
from campaigns.sheet.context import Amount, SheetContext
from emulation.fictional.demo.figures import RANGES_OF_2015, FigureRanges, FixedFigures, UnionProfile, typed
from emulation.fictional.demo.narrative import narrative
from foundation import clock
from foundation.vietnamese import format_date, format_number
from units.models import Bloc, Unit
from units.models.unit import UnitShape

IndicatorAnswer = tuple[CatalogueIndicator, Amount, bool]  # the last: whether it is marked as ước
NAMES = uuid.UUID("6f1a3a52-6d1e-4c55-9a52-20150120aaaa")  # the namespace of the demo's works
UNKNOWN = {"workers": 40, "women": 20, "minorities": 30, "members": 40, "women_members": 20, "direct": 36}


@dataclass(frozen=True)
class SheetFacts:
    """What a sheet says besides drawn figures: works and exemplars of `works.toml`, signers; how figures are drawn."""

    works: Sequence[dict[str, Any]] = ()
    exemplars: Sequence[dict[str, str]] = ()
    signers: dict[str, str] = field(default_factory=dict)
    pace: float = 1.0
    ranges: FigureRanges = RANGES_OF_2015
    fixed_figures: FixedFigures = field(default_factory=dict)
    narrative: Mapping[str, str] = field(default_factory=dict)
    duties: str = ""


def sheet_content(filing: Filing, facts: SheetFacts | None = None) -> dict[str, Any]:
    """Return the typed content of a complete sheet, by key of the part, in the order of the parts."""
    facts = facts or SheetFacts()
    called = filing.called
    year, number = filing.phase.campaign.year, filing.phase.number
    counts, founded = headcounts_of(called), founded_below(filing)
    union = UnionProfile(called.name, year, counts, facts.pace, number, founded, facts.ranges, facts.fixed_figures)
    answers = answers_of(
        union, indicators_asked_of(catalogue_of(filing.phase), called, filing.kind), pledge=filing.is_pledge
    )
    if filing.is_pledge:
        works = [
            work(row, work_uuid(filing, row), commemoration_id(filing, row.get("welcomes"))) for row in facts.works
        ]
        return pledge(called, answers, works, facts)
    outcomes = {work_uuid(filing, row): row for row in facts.works}
    results = [
        work_result(registered, outcomes.get(str(registered.work.uuid), {}), facts)
        for registered in SheetContext(filing).works()
    ]
    return report(called, answers, results, union, facts)


def pledge(
    called: CalledUnit, answers: Iterable[IndicatorAnswer], works: list[dict[str, str]], facts: SheetFacts
) -> dict[str, Any]:
    """Return the typed content of a pledge."""
    parts: dict[str, Any] = headcount(called)
    for indicator, amount, _estimated in answers:
        key = "titles" if indicator.section.category == Category.TITLE else "indicators"
        parts.setdefault(key, {}).update(typed(indicator, amount))
    parts["works"] = works
    parts["commitment"] = {"text": "", "agreed": "on", **facts.signers}
    if facts.duties:
        parts["commitment"]["duties"] = facts.duties
    return parts


def report(
    called: CalledUnit,
    answers: Iterable[IndicatorAnswer],
    results: list[dict[str, str]],
    union: UnionProfile,
    facts: SheetFacts,
) -> dict[str, Any]:
    """Return the typed content of a report."""
    parts: dict[str, Any] = headcount(called)
    for indicator, amount, estimated in answers:
        actuals = parts.setdefault("actuals", {})
        actuals.update(typed(indicator, amount))
        if estimated:
            actuals[f"{indicator.code}-e"] = "on"
    parts["results"] = results
    parts["exemplars"] = [
        {"uuid": "", "who": exemplar["who"], "story": exemplar["story"]} for exemplar in facts.exemplars
    ]
    parts["narrative"] = {**narrative(union), **facts.narrative, **facts.signers}
    return parts


def answers_of(union: UnionProfile, questions: Iterable[AskedIndicator], *, pledge: bool) -> list[IndicatorAnswer]:
    """Return the union's answers: all required and some optional indicators, without the computed ones."""
    amount_of = union.target if pledge else union.actual
    return [
        (question.indicator, amount_of(question.indicator), not pledge and union.is_estimated(question.indicator))
        for question in questions
        if not question.indicator.computed and (question.required or union.answers(question.indicator))
    ]


def founded_below(filing: Filing) -> int:
    """Return how many unions directly below the portal has as founded in the phase until today."""
    if filing.called.is_grassroots:
        return 0
    days = (filing.phase.starts_on, clock.today())
    return Unit.objects.filter(parent=filing.unit, valid_from__range=days).count()


def headcounts_of(called: UnitShape) -> dict[str, int]:
    """Return the headcounts as called; unknown ones, such as those of an upper union, are invented."""
    counted = {name: count for name, count in called.counts().items() if count is not None}
    counts = UNKNOWN | counted
    return {"insured": counts["workers"]} | counts


def headcount(called: CalledUnit) -> dict[str, Any]:
    """Return the headcount part of a sheet; empty for an upper union, whose sheet has none."""
    if not called.is_grassroots:
        return {}
    counts = headcounts_of(called)
    if called.bloc != Bloc.ENTERPRISE or called.is_occupational:
        del counts["insured"]
    return {"headcount": {name: format_number(count) for name, count in counts.items()}}


def work_uuid(filing: Filing, row: dict[str, Any]) -> str:
    return str(uuid.uuid5(NAMES, f"{filing.phase.campaign.slug}/{filing.unit.name}/{row['title']}"))


def work(row: dict[str, Any], uuid: str, welcomes: str) -> dict[str, str]:
    """Return a registered work as typed; `welcomes` is the id of a commemoration."""
    expected = row.get("expected")
    return {
        "uuid": uuid,
        "title": row["title"],
        "kind": row["kind"],
        "authors": row["authors"],
        "author_class": row.get("author_class", "direct"),
        "expected_value": format_number(expected) if expected else "",
        "no_money": "" if expected else "on",
        "due_on": format_date(row["due"]),
        "welcomes": welcomes,
    }


def commemoration_id(filing: Filing, event: date | None) -> str:
    """Return the id of the campaign's commemoration on this date, as text; "" for None."""
    if event is None:
        return ""
    return str(Commemoration.objects.filter(phase__campaign=filing.phase.campaign, date=event)[0].pk)


def work_result(registered: WorkEntry, row: dict[str, Any], facts: SheetFacts) -> dict[str, str]:
    """Return the result of a registered work as typed: done and recognised unless the data say otherwise."""
    answer = {"uuid": str(registered.work.uuid)}
    if "why_not" in row:
        return answer | {"done": "no", "why_not": row["why_not"]}
    value = row.get("value", None if row.get("benefit") else registered.expected_value)
    answer |= {
        "done": "yes",
        "value": format_number(value) if value else "",
        "no_money": "" if value else "on",
        "benefit": row.get("benefit") or ("" if value else "Được áp dụng trong đơn vị"),
    }
    return answer if registered.kind == WorkKind.PRODUCT else answer | recognition(registered, row, facts)


def recognition(registered: WorkEntry, row: dict[str, Any], facts: SheetFacts) -> dict[str, str]:
    """Return the employer's recognition of an initiative; the head of the workplace gives it, never the union."""
    recognised = row.get("recognised", {})
    return {
        "recognised_by": employer(facts.signers.get("head_title", ""), registered.work.unit.name),
        "recognised_no": recognised.get("number", ""),
        "recognised_on": format_date(recognised.get("on", registered.due_on)),
    }


def employer(head_title: str, union: str) -> str:
    """Return who recognises: "Hiệu trưởng Trường …", "Chủ tịch Ủy ban nhân dân xã Đồi Na"."""
    workplace = union.removeprefix("CĐCS ").removeprefix("Cơ quan ")
    for kind in ("xã", "phường", "thị trấn", "Sở"):
        if head_title.endswith(kind):
            workplace = workplace[len(kind) + 1 :]
    return f"{head_title or 'Thủ trưởng đơn vị,'} {workplace}"
