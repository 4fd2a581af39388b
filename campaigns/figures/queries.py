"""Read what figures are counted from, in as many SQL statements for one unit as for a thousand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.db.models import Q, QuerySet, prefetch_related_objects

from campaigns.catalogue.stored import catalogue_of, catalogues_of
from campaigns.catalogue.union import all_indicators, same_codes
from campaigns.figures.comparisons import assigned_targets, phases_a_year_ago
from campaigns.figures.inputs import (
    BranchFigure,
    CountedFiling,
    FigureInputs,
    HeadcountValues,
    LastYearFigure,
    SheetFigures,
    UnitValue,
)
from campaigns.lifecycle import FilingStatus
from campaigns.models import (
    CalledUnit,
    Exemplar,
    Figure,
    Filing,
    FilingKind,
    Headcount,
    Phase,
    WorkEntry,
    WorkResult,
    WrittenAnswer,
)
from campaigns.models.assessment_limits import limits_of
from units.models import Headcounts, Unit, UnitKind
from units.tree import within

ACCEPTED = FilingStatus.ACCEPTED
NO_PATHS: Mapping[int, list[str]] = MappingProxyType({})


def read_inputs(phase: Phase, unit: Unit, *, whole: bool, excluding: Sequence[Unit] = ()) -> FigureInputs:
    """Read the phases up to this one at or below `unit`, except at or below the units in `excluding`."""
    prefetch_related_objects([phase.campaign], "phases")
    phases = phases_up_to(phase)
    inputs = _called_inputs(phase, unit, phases, whole=whole, excluding=excluding)
    inputs.catalogues = catalogues_of(phases)
    inputs.indicators = all_indicators(inputs.catalogues.values())
    inputs.assigned_targets = assigned_targets(phase, unit)
    inputs.limits = limits_of(phase.campaign)
    inputs.other_meanings = _other_meanings(inputs)
    read_sheets(inputs)
    return inputs


def read_sheets(inputs: FigureInputs) -> None:
    """Read the sheets of the units called, what was sent in them, and those units' figures of a year ago."""
    inputs.headcounts = _headcounts(inputs, _read_filings(inputs))
    inputs.figures = _figures(inputs)
    inputs.last_year = _last_year(inputs)
    inputs.reports_a_year_ago = _reports_a_year_ago(inputs)
    inputs.work_results = _work_results(inputs)
    inputs.registered_works = _registered_works(inputs)
    inputs.exemplars = _exemplars(inputs)
    inputs.written_answers = _written_answers(inputs)
    inputs.branch_figures = _branch_figures(inputs)


def phases_up_to(phase: Phase) -> list[Phase]:
    """Return the phases whose sheets the figures of `phase` are counted from, itself and the earlier ones."""
    return [live for live in phase.campaign.live_phases if live.number <= phase.number]


def paths_of(phases: Iterable[Phase], unit: Unit) -> dict[int, str]:
    """Return the unit's path in each phase, by the phase's id: as called, or today's if it was not called."""
    called = CalledUnit.objects.filter(phase__in=list(phases), unit=unit).values_list("phase_id", "path")
    return {phase.pk: unit.path for phase in phases} | dict(called)


def called_below(paths: dict[int, str], prefix: str = "", excluded_paths: Mapping[int, list[str]] = NO_PATHS) -> Q:
    """Return the condition that a called unit is at or below the path given for its phase.

    `prefix` is the lookup of the called unit ("called__"). Called units at or below a path of `excluded_paths`, which
    has several paths for each phase's id, do not meet it.
    """
    condition = Q(pk__in=[])
    for phase_id, path in paths.items():
        below = within(f"{prefix}path", [path])
        if phase_id in excluded_paths:
            below &= ~within(f"{prefix}path", excluded_paths[phase_id])
        condition |= Q(**{f"{prefix}phase": phase_id}) & below
    return condition


def counted_filings(phase: Phase, unit: Unit) -> QuerySet[Filing]:
    """Return the accepted sheets that figures of `phase` at `unit` are counted from, of earlier phases too.

    Coordinated unions below are counted in this phase only, beside the others.
    """
    phases = phases_up_to(phase)
    counted = Q(called__coordinated=False) | Q(called__unit=unit) | Q(called__phase=phase)
    return Filing.objects.filter(called_below(paths_of(phases, unit), "called__"), counted, status=ACCEPTED)


def _counted(inputs: FigureInputs, paths: dict[int, str] | None = None) -> Q:
    """Return the condition that a sheet's called unit is at or below the unit of these inputs, or `paths`."""
    condition = called_below(inputs.paths if paths is None else paths, "called__", inputs.excluded_paths)
    return condition if inputs.only_units is None else condition & Q(called__unit__in=inputs.only_units)


def _excluded_paths(phases: Iterable[Phase], units: Sequence[Unit]) -> dict[int, list[str]]:
    """Return the paths of some units in each phase, by the phase's id."""
    by_phase: dict[int, list[str]] = {}
    for paths in (paths_of(phases, unit) for unit in units):
        for phase_id, path in paths.items():
            by_phase.setdefault(phase_id, []).append(path)
    return by_phase


def _called_inputs(
    phase: Phase, unit: Unit, phases: list[Phase], *, whole: bool, excluding: Sequence[Unit]
) -> FigureInputs:
    before, same_phases = phases_a_year_ago(phase.campaign, ((phases[0] if whole else phase).starts_on, phase.ends_on))
    all_phases = [*phases, *before]
    all_paths, excluded_paths = paths_of(all_phases, unit), _excluded_paths(all_phases, excluding)
    paths = {live.pk: all_paths[live.pk] for live in phases}
    paths_a_year_ago = {earlier.pk: all_paths[earlier.pk] for earlier in before if earlier.catalogue_id}
    called_units = _called_units(phases, called_below(paths, excluded_paths=excluded_paths))
    counted = [called for called in called_units if not called.coordinated or called.unit_id == unit.pk]
    coordinated = [
        called
        for called in called_units
        if called.coordinated and called.unit_id != unit.pk and called.phase_id == phase.pk
    ]
    return FigureInputs(
        phase.campaign,
        phase,
        unit,
        whole,
        paths,
        counted,
        coordinated,
        phases=phases,
        phases_a_year_ago=before,
        same_phases=same_phases,
        paths_a_year_ago=paths_a_year_ago,
        excluded_paths=excluded_paths,
    )


def _called_units(phases: list[Phase], condition: Q) -> list[CalledUnit]:
    """Return called units in the office's order, each with its `phase` set."""
    by_id = {phase.pk: phase for phase in phases}
    called_units = list(CalledUnit.objects.filter(condition).order_by("order", "path", "pk"))
    for called in called_units:
        called.phase = by_id[called.phase_id]
    return called_units


def _read_filings(inputs: FigureInputs) -> dict[int, CountedFiling]:
    """Read the filings, and return those that were ever sent, coordinated unions' too, by their current submission."""
    counted = {called.pk: called for called in inputs.called}
    called_by_id = counted | {called.pk: called for called in inputs.coordinated}
    filings = Filing.objects.filter(_counted(inputs)).order_by("pk")
    columns = ("pk", "called_id", "kind", "status", "late", "current_submission_id")
    sent = {}
    for pk, called_id, kind, status, late, submission_id in filings.values_list(*columns):
        if called_id in called_by_id:
            filing = CountedFiling.of(called_by_id[called_id], kind, status, late)
            inputs.filings_of_called[called_id, filing.kind] = filing
            if called_id in counted:
                inputs.filings[pk] = filing
            if submission_id is not None:
                sent[submission_id] = filing
    inputs.by_submission = {pk: filing for pk, filing in sent.items() if filing.called.pk in counted}
    return sent


def _headcounts(inputs: FigureInputs, sent: dict[int, CountedFiling]) -> dict[tuple[int, str], HeadcountValues]:
    """Return the headcounts of this phase's accepted filings, by called unit and kind."""
    in_phase = {inputs.phase.pk: inputs.paths[inputs.phase.pk]}
    accepted = (
        Filing.objects.filter(_counted(inputs, in_phase), status=ACCEPTED).order_by().values("counted_submission")
    )
    headcounts = Headcount.objects.filter(submission__in=accepted)
    by_called = {}
    for submission_id, *numbers in headcounts.values_list("submission_id", *Headcounts.COUNTS):
        if filing := sent.get(submission_id):
            by_called[filing.called.pk, filing.kind] = dict(zip(Headcounts.COUNTS, numbers, strict=True))
    return by_called


def _figures(inputs: FigureInputs) -> list[SheetFigures]:
    """Return the figures of accepted filings, and of submitted ones, which are only counted as waiting."""
    read = Filing.objects.filter(_counted(inputs), status__in=(ACCEPTED, FilingStatus.SUBMITTED))
    figures = Figure.objects.filter(submission__in=read.order_by().values("current_submission"))
    columns = ("submission_id", "indicator_id", "value", "numerator", "denominator", "estimated")
    sheets = {pk: SheetFigures(filing, {}, set()) for pk, filing in inputs.by_submission.items()}
    for submission_id, indicator_id, value, numerator, denominator, is_estimated in figures.values_list(*columns):
        if sheet := sheets.get(submission_id):
            filing, values, estimated = sheet
            values[indicator_id] = UnitValue(filing.bloc, numerator if value is None else value, denominator)
            if is_estimated:
                estimated.add(indicator_id)
    return [sheet for sheet in sheets.values() if sheet.values]


def _last_year(inputs: FigureInputs) -> list[LastYearFigure]:
    """Return the figures of accepted reports of a year ago, of units called then at or below the unit.

    They are those of indicators that have the code and the meaning of one that is counted now.
    """
    asked_then = [phase for phase in inputs.phases_a_year_ago if phase.pk in inputs.paths_a_year_ago]
    if not asked_then:
        return []
    reports = Filing.objects.filter(
        Q(called__coordinated=False) | Q(called__unit=inputs.unit),
        _counted(inputs, inputs.paths_a_year_ago),
        kind=FilingKind.REPORT,
        status=ACCEPTED,
    )
    figures = Figure.objects.filter(submission__in=reports.order_by().values("counted_submission"))
    codes = {phase.pk: same_codes(catalogue_of(phase), inputs.indicators) for phase in asked_then}
    numbers = {phase.pk: phase.number for phase in asked_then}
    called = "submission__filing__called__"
    columns = (f"{called}unit_id", f"{called}phase_id", "indicator_id", "value", "numerator", "denominator")
    return [
        LastYearFigure(unit_id, codes[phase][pk], numbers[phase], numerator if value is None else value, denominator)
        for unit_id, phase, pk, value, numerator, denominator in figures.values_list(*columns)
        if pk in codes[phase]
    ]


def _other_meanings(inputs: FigureInputs) -> frozenset[str]:
    """Return the codes that the same period of a year ago asked with another meaning, as in another unit of measure."""
    now = {indicator.code for indicator in inputs.indicators}
    same: set[str] = set()
    catalogues = [catalogue_of(phase) for phase in inputs.same_phases if phase.catalogue_id]
    for catalogue in catalogues:
        same.update(same_codes(catalogue, inputs.indicators).values())
    return frozenset({row.code for catalogue in catalogues for row in catalogue.indicators} & now - same)


def _reports_a_year_ago(inputs: FigureInputs) -> dict[int, tuple[int, bool]]:
    """Return the workers of the grassroots unions called to the last phase of the same period a year ago.

    With each, whether its reports of the whole period are counted, of a year only the last one.
    """
    phases = inputs.same_phases[-1:] if inputs.whole else inputs.same_phases
    paths = {phase.pk: path for phase in phases if (path := inputs.paths_a_year_ago.get(phase.pk)) is not None}
    if not paths or phases[-1].pk not in paths:
        return {}
    reports = Filing.objects.filter(
        Q(called__coordinated=False) | Q(called__unit=inputs.unit),
        _counted(inputs, paths),
        called__kind=UnitKind.GRASSROOTS,
        kind=FilingKind.REPORT,
    )
    columns = ("called__phase_id", "called__unit_id", "called__workers", "status")
    workers_of, unfinished = {}, set()
    for phase, unit, workers, status in reports.values_list(*columns):
        if phase == phases[-1].pk:
            workers_of[unit] = workers or 0
        if status != ACCEPTED:
            unfinished.add(unit)
    return {unit: (workers, unit not in unfinished) for unit, workers in workers_of.items()}


def _counted_reports(inputs: FigureInputs) -> QuerySet[Any, Any]:
    """Return the counted submissions of accepted reports: of this phase, or with `whole` of all phases read."""
    reports = Filing.objects.filter(_counted(inputs), kind=FilingKind.REPORT, status=ACCEPTED)
    if not inputs.whole:
        reports = reports.filter(called__phase=inputs.phase)
    return reports.order_by().values("counted_submission")


def _work_results(inputs: FigureInputs) -> list[WorkResult]:
    rows = WorkResult.objects.filter(submission__in=_counted_reports(inputs))
    rows = rows.with_checked_values().select_related("registered__welcomes").order_by("pk")
    return [work_result for work_result in rows if work_result.submission_id in inputs.by_submission]


def _exemplars(inputs: FigureInputs) -> list[Exemplar]:
    rows = Exemplar.objects.made_known().filter(submission__in=_counted_reports(inputs))
    return [row for row in rows.order_by("submission", "order", "pk") if row.submission_id in inputs.by_submission]


def _written_answers(inputs: FigureInputs) -> list[WrittenAnswer]:
    """Return the answers in words of counted reports; no query where no phase asks for any."""
    if not inputs.own_lines and not any(catalogue.questions for catalogue in inputs.catalogues.values()):
        return []
    rows = WrittenAnswer.objects.filter(submission__in=_counted_reports(inputs))
    return [row for row in rows.order_by("submission", "pk") if row.submission_id in inputs.by_submission]


def _branch_figures(inputs: FigureInputs) -> list[BranchFigure]:
    """Return the figures of counted reports in the unit's own movements; no query where it has none."""
    lines = [pk for pk, line in inputs.own_lines.items() if not line.is_question]
    if not lines:
        return []
    rows = Figure.objects.filter(submission__in=_counted_reports(inputs), indicator__in=lines)
    columns = rows.order_by("submission", "pk").values_list("submission_id", "indicator_id", "value")
    return [
        BranchFigure(submission, indicator, value)
        for submission, indicator, value in columns
        if value is not None and submission in inputs.by_submission
    ]


def _registered_works(inputs: FigureInputs) -> list[tuple[str, CalledUnit]]:
    """Return the kinds of the works registered by each counted unit's latest accepted pledge, with the unit as called.

    A work that was withdrawn since is left out.
    """
    latest: dict[int, tuple[int, CalledUnit]] = {}
    for pk, filing in sorted(inputs.by_submission.items(), key=lambda pair: pair[1].number):
        if filing.kind == FilingKind.PLEDGE and filing.is_accepted:
            latest[filing.unit_id] = (pk, filing.called)
    called_by_submission = dict(latest.values())
    pledges = Filing.objects.filter(_counted(inputs), kind=FilingKind.PLEDGE, status=ACCEPTED)
    counted = pledges.order_by().values("counted_submission")
    entries = WorkEntry.objects.filter(submission__in=counted, work__withdrawn=False).order_by("work_id")
    return [
        (kind, called_by_submission[submission_id])
        for kind, submission_id in entries.values_list("kind", "submission_id")
        if submission_id in called_by_submission
    ]
