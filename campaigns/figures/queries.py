"""Reading what a summary is counted from: as many queries for one unit as for a thousand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.db.models import Q, prefetch_related_objects

from campaigns.catalogue_cache import catalogue
from campaigns.figures.comparisons import assigned_targets, last_year
from campaigns.figures.inputs import CountedFiling, FigureInputs, FilingFigure
from campaigns.lifecycle import FilingStatus
from campaigns.models import (
    CalledUnit,
    Exemplar,
    Figure,
    Filing,
    FilingKind,
    Headcount,
    Phase,
    Work,
    WorkResult,
)
from units.models import Headcounts, Unit
from units.tree import within

ACCEPTED = FilingStatus.ACCEPTED
NOTHING: Mapping[int, list[str]] = MappingProxyType({})


def collect(phase: Phase, unit: Unit, *, whole: bool, without: Sequence[Unit] = ()) -> FigureInputs:
    """Everything, of the phases up to this one; without what lies at or below some units."""
    prefetch_related_objects([phase.campaign], "phases")
    phases = [one for one in phase.campaign.live_phases if one.number <= phase.number]
    rows = _base(phase, unit, phases, whole=whole, without=without)
    rows.catalogue = catalogue(phase.campaign).indicators
    rows.given = _given(rows)
    rows.assigned = assigned_targets(phase.campaign, unit)
    rows.last_year = last_year(phase, unit, without)
    rows.results = _results(rows)
    rows.registered = _registered(rows)
    rows.exemplars = _exemplars(rows)
    return rows


def paths_of(phases: Iterable[Phase], unit: Unit) -> dict[int, str]:
    """Where the unit stood in each phase: as called, else where it stands today."""
    called = CalledUnit.objects.filter(phase__in=list(phases), unit=unit).values_list("phase_id", "path")
    return {phase.pk: unit.path for phase in phases} | dict(called)


def left_out(phases: Iterable[Phase], units: Sequence[Unit]) -> dict[int, list[str]]:
    """Where some units stood in each phase."""
    found: dict[int, list[str]] = {}
    for paths in (paths_of(phases, unit) for unit in units):
        for phase_id, path in paths.items():
            found.setdefault(phase_id, []).append(path)
    return found


def scope(paths: dict[int, str], prefix: str = "", without: Mapping[int, list[str]] = NOTHING) -> Q:
    """The condition that a called unit lies, in each phase, at or below the path of that phase, and not `without`."""
    condition = Q(pk__in=[])
    for phase_id, path in paths.items():
        below = within(f"{prefix}path", [path])
        if phase_id in without:
            below &= ~within(f"{prefix}path", without[phase_id])
        condition |= Q(**{f"{prefix}phase": phase_id}) & below
    return condition


def _scope(rows: FigureInputs, prefix: str = "") -> Q:
    return scope(rows.paths, prefix, rows.without)


def _base(phase: Phase, unit: Unit, phases: list[Phase], *, whole: bool, without: Sequence[Unit] = ()) -> FigureInputs:
    paths, others = paths_of(phases, unit), left_out(phases, without)
    everybody = _called(phases, scope(paths, without=others))
    counted = [one for one in everybody if not one.coordinated or one.unit_id == unit.pk]
    beside = [one for one in everybody if one.coordinated and one.unit_id != unit.pk and one.phase_id == phase.pk]
    rows = FigureInputs(phase.campaign, phase, unit, whole, paths, counted, beside, without=others)
    _read_sheets(rows)
    rows.counts = _counts(rows)
    return rows


def _called(phases: list[Phase], where: Q) -> list[CalledUnit]:
    """In the office's order, each with its phase at hand."""
    known = {phase.pk: phase for phase in phases}
    called = list(CalledUnit.objects.filter(where).select_related("parent").order_by("order", "path"))
    for one in called:
        one.phase = known[one.phase_id]
    return called


def _read_sheets(rows: FigureInputs) -> None:
    counted = {called.pk: called for called in rows.called}
    known = counted | {called.pk: called for called in rows.coordinated}
    filings = Filing.objects.filter(_scope(rows, "called__")).order_by("pk")
    for pk, called_id, *rest in filings.values_list("pk", "called_id", "kind", "status", "late"):
        if called_id in known:
            sheet = CountedFiling.of(known[called_id], *rest)
            rows.by_called[called_id, sheet.kind] = sheet
            if called_id in counted:
                rows.sheets[pk] = sheet


def _counts(rows: FigureInputs) -> dict[tuple[int, str], dict[str, int | None]]:
    """Headcounts of this phase's accepted sheets."""
    now = scope({rows.phase.pk: rows.paths[rows.phase.pk]}, "filing__called__", rows.without)
    counts = Headcount.objects.filter(now, filing__status=ACCEPTED)
    columns = counts.values_list("filing__called_id", "filing__kind", *Headcounts.COUNTS)
    return {(of, kind): dict(zip(Headcounts.COUNTS, numbers, strict=True)) for of, kind, *numbers in columns}


def _given(rows: FigureInputs) -> list[FilingFigure]:
    """Figures of accepted sheets, and of submitted ones, which only stand beside."""
    figures = Figure.objects.filter(
        _scope(rows, "filing__called__"), filing__status__in=(ACCEPTED, FilingStatus.SUBMITTED)
    )
    columns = ("filing_id", "indicator_id", "value", "numerator", "denominator", "estimated")
    return [
        FilingFigure(
            rows.sheets[filing_id],
            indicator_id,
            numerator if value is None else value,
            denominator,
            estimated,
        )
        for filing_id, indicator_id, value, numerator, denominator, estimated in figures.values_list(*columns)
        if filing_id in rows.sheets
    ]


def _accepted_reports(rows: FigureInputs) -> dict[str, Any]:
    """Of the phase; of the whole campaign up to it."""
    asked = {"filing__kind": FilingKind.REPORT, "filing__status": ACCEPTED}
    return asked if rows.whole else asked | {"filing__called__phase": rows.phase}


def _results(rows: FigureInputs) -> list[WorkResult]:
    found = WorkResult.objects.filter(_scope(rows, "filing__called__"), **_accepted_reports(rows))
    found = found.select_related("work__welcomes").order_by("pk")
    return [one for one in found if one.filing_id in rows.sheets]


def _exemplars(rows: FigureInputs) -> list[Exemplar]:
    found = Exemplar.objects.filter(_scope(rows, "filing__called__"), published=True, **_accepted_reports(rows))
    return [one for one in found.order_by("filing", "order", "pk") if one.filing_id in rows.sheets]


def _registered(rows: FigureInputs) -> list[tuple[Work, CalledUnit]]:
    """The works named in each counted unit's latest accepted pledge, with the unit as it was called then."""
    pledges = Filing.objects.filter(_scope(rows, "called__"), kind=FilingKind.PLEDGE, status=ACCEPTED)
    named = {pk: works for pk, works in pledges.values_list("pk", "typed__works") if pk in rows.sheets}
    latest: dict[int, int] = {}
    for pk in sorted(named, key=lambda pk: rows.sheets[pk].number):
        latest[rows.sheets[pk].unit_id] = pk
    units = CalledUnit.objects.filter(_scope(rows)).values("unit")
    works = Work.objects.filter(campaign=rows.campaign, withdrawn=False, unit__in=units).order_by("pk")
    return [
        (work, rows.sheets[latest[work.unit_id]].called)
        for work in works
        if str(work.uuid) in _uuids(named.get(latest.get(work.unit_id, 0)))
    ]


def _uuids(works: list[dict[str, str]] | None) -> set[str]:
    return {row.get("uuid", "") for row in works or []}
