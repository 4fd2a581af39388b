"""A phase's catalogue read from the live rows of its campaign: before it is opened, and to be written when it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from campaigns.catalogue.types import (
    NUMBER,
    RATIO,
    YES_NO,
    Catalogue,
    CatalogueCampaign,
    CatalogueCheck,
    CatalogueColumn,
    CatalogueDay,
    CatalogueIndicator,
    CataloguePhase,
    CatalogueRecipient,
    CatalogueSection,
    CatalogueUnit,
    SectionOwner,
)
from campaigns.models import Campaign, Column, Indicator, OverUnits, Phase, Section
from campaigns.models.indicator import Category
from campaigns.models.year_names import twin_title
from foundation.digest import digest
from units.models.kinds import UPPER
from units.models.vocabulary import kind_name

ANSWERS = {OverUnits.SUM: NUMBER, OverUnits.RATIO: RATIO, OverUnits.YES_NO: YES_NO}
HEAD = (
    "pk", "year", "title", "number", "issued_on", "occasion", "slogan", "workers_word", "workers_phrase",
    "parent_body", "board", "board_phone", "signer_on_behalf", "signer_position", "signer_name", "page_number",
    "employer_heading", "chair_heading", "signs_on_behalf",
)  # fmt: skip
UNIT = ("pk", "kind", "name", "full_name", "place", "symbol")
PHASE = (
    "pk", "number", "theme", "theme_end", "starts_on", "start_is_month_only", "ends_on", "cutoff",
    "review_kind", "review_name", "review_date", "review_occasion", "holds_june", "school_year",
    "asks_pledge",
)  # fmt: skip
DAY = ("pk", "name", "date", "years", "kind", "is_month_only", "words_before", "words_after")
CHECK = ("key", "kind", "first", "second", "limit", "limit_rule", "sentence", "in_pledge", "in_report")
INDICATOR = (
    "pk", "code", "name", "order", "unit_of_measure", "decimals", "over_units", "over_phases", "denominator_name",
    "denominator_from", "pace", "counting", "computed", "less_is_better", "help_text", "national_code",
    "in_pledge", "in_report", "number", "example", "choices",
)  # fmt: skip
DIGESTED = ("over_units", "over_phases", "unit_of_measure", "denominator_name")
"""The columns of an indicator that give its figures their meaning; see `meaning_of`."""


def live_catalogue(phase: Phase) -> Catalogue:
    """Return what the phase would ask if it were opened now: nine queries."""
    campaign = phase.campaign
    phases = live_phases(campaign)
    sections = _with_branches(campaign)
    every_line = [indicator for indicator in live_lines(campaign) if indicator.is_for_phase(phase.number)]
    every_line.sort(key=position_in(sections))
    lines = [_indicator(indicator, sections[indicator.section_id]) for indicator in every_line]
    common = [line for line in lines if line.section.owner is None]
    branch_lines = tuple(line for line in lines if line.section.owner)
    asking = {line.section.path for line in branch_lines}
    return Catalogue(
        campaign=_campaign(campaign),
        phase=live_phase(phase, phases),
        days=tuple(day for live in phases for day in live_days(live)),
        columns=tuple(CatalogueColumn(column.value, _heading(column)) for column in Column),
        sections=tuple(row for row in sections.values() if row.owner is None or row.path in asking),
        indicators=tuple(line for line in common if not line.is_question),
        questions=tuple(line for line in common if line.is_question),
        branch_lines=branch_lines,
        checks=tuple(CatalogueCheck(**row) for row in campaign.cross_checks.filter(active=True).values(*CHECK)),
        small_below=campaign.small_below,
        asks_works=campaign.asks_works,
        asks_exemplars=campaign.asks_exemplars,
        asks_duties=campaign.asks_duties,
    )


def _heading(column: Column) -> str:
    """Return the heading of a column: what upper unions are called, the abbreviation of a strand."""
    return kind_name(column) if column in UPPER else str(column.label)


def live_sections(campaign: Campaign) -> dict[int, CatalogueSection]:
    """Return the campaign's own sections by id, in the table's order: after each one those below it."""
    return _in_order(Section.objects.common().filter(campaign=campaign).order_by("order", "pk"))


def _with_branches(campaign: Campaign) -> dict[int, CatalogueSection]:
    """Return the same, and behind them the sections of sector unions' own movements, in the office's order."""
    sections = Section.objects.filter(campaign=campaign).select_related("owner")
    rows = list(sections.order_by("owner__order", "owner__path", "order", "pk"))
    own = {
        row.pk: CatalogueSection(
            (f"own-{row.pk}",),
            row.name,
            row.category,
            row.order,
            row.line_numbers,
            SectionOwner(row.owner.pk, row.owner.path, row.owner.name),
        )
        for row in rows
        if row.owner
    }
    return _in_order(row for row in rows if row.owner is None) | own


def _in_order(sections: Iterable[Section]) -> dict[int, CatalogueSection]:
    rows = list(sections)
    below: dict[int | None, list[Section]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    in_order = [section for outer in below.get(None, []) for section in (outer, *below.get(outer.pk, []))]
    numbers = {row.pk: row.number for row in rows}
    return {
        row.pk: CatalogueSection(
            (row.number,) if row.parent_id is None else (numbers[row.parent_id], row.number),
            row.name,
            row.category,
            row.order,
            row.line_numbers,
        )
        for row in in_order
    }


def position_in(sections: Iterable[int]) -> Callable[[Indicator], tuple[int, int, int]]:
    """Return the key that sorts indicators as the table has them; `sections` are the ids of its sections in order."""
    positions = {pk: position for position, pk in enumerate(sections)}
    return lambda indicator: (positions[indicator.section_id], indicator.order, indicator.pk)


def live_indicators(campaign: Campaign) -> list[Indicator]:
    """Return the active indicators and questions that the campaign itself asks: those of `live_lines` of no branch."""
    return [indicator for indicator in live_lines(campaign) if indicator.section.owner_id is None]


def live_lines(campaign: Campaign) -> list[Indicator]:
    """Return the active indicators and questions of a campaign in order, with section, columns and phases.

    Those of titles are left out where the campaign does not ask for any.
    """
    indicators = Indicator.objects.filter(campaign=campaign, active=True).select_related("section")
    if not campaign.asks_titles:
        indicators = indicators.exclude(section__category=Category.TITLE)
    return list(indicators.prefetch_related("asked", "phases").order_by("section__order", "order", "pk"))


def live_phases(campaign: Campaign) -> list[Phase]:
    """Return the campaign's phases in order, without discarded ones, with commemorations and due dates."""
    return list(campaign.phases.alive().with_days().order_by("number"))


def live_phase(phase: Phase, phases: Iterable[Phase]) -> CataloguePhase:
    """Return a phase as it is now; `phases` are those of its campaign."""
    is_last = not any(other.number > phase.number for other in phases)
    return CataloguePhase(**{name: getattr(phase, name) for name in PHASE}, is_last=is_last)


def live_days(phase: Phase) -> list[CatalogueDay]:
    """Return the days and events that a phase of `live_phases` commemorates."""
    return [
        CatalogueDay(phase=phase.number, **{name: getattr(day, name) for name in DAY})
        for day in phase.commemorations.all()
    ]


def meaning_of(indicator: Indicator) -> str:
    """Return the digest of what gives an indicator's figures their meaning: measure, ways of adding, denominator."""
    return digest([str(getattr(indicator, name)) for name in DIGESTED])


def _campaign(campaign: Campaign) -> CatalogueCampaign:
    return CatalogueCampaign(
        **{name: getattr(campaign, name) for name in HEAD},
        unit=CatalogueUnit(**{name: getattr(campaign.unit, name) for name in UNIT}),
        recipients=tuple(CatalogueRecipient(row.name, row.role) for row in campaign.recipients.all()),
        twin_title=twin_title(campaign.pk),
    )


def _indicator(indicator: Indicator, section: CatalogueSection) -> CatalogueIndicator:
    return CatalogueIndicator(
        **{name: getattr(indicator, name) for name in INDICATOR},
        section=section,
        answer=indicator.answer if indicator.is_question else ANSWERS[OverUnits(indicator.over_units)],
        asked={row.column: row.level for row in indicator.asked.all()},
        meaning=meaning_of(indicator),
    )
