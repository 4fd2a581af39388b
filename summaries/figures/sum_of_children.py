"""The figures of a confederation: the figures of its provinces added up, with its own and those of direct unions.

Added figures have no lists of units, works and persons, which nobody reads for a hundred thousand names; they are in
the summaries of the provinces.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models.functions import Length

from awards.figures.types import AwardFigures, AwardTitleFigures, ReportedCounts
from campaigns.catalogue.stored import catalogues_of
from campaigns.catalogue.union import all_indicators
from campaigns.figures.guidance_types import GuidanceFigures
from campaigns.figures.participation import GROUP_OF_KIND
from campaigns.figures.participation_types import FilingCounts, HeadcountSums, Participation, ParticipationLine
from campaigns.figures.types import AmountByBloc, IndicatorAmount, IndicatorFigures, Progress, SamePeriod, total
from campaigns.figures.work_types import WorkFigures, WorkTotals
from campaigns.models import CalledUnit, Phase
from summaries.figures.phase_figures import phase_figures
from summaries.figures.types import PhaseFigures
from units.models import Unit, UnitKind
from units.tree import SEGMENT

Numbers = TypeVar(
    "Numbers",
    HeadcountSums,
    FilingCounts,
    IndicatorAmount,
    WorkTotals,
    ReportedCounts,
    Progress,
    SamePeriod,
    GuidanceFigures,
)


@dataclass(frozen=True)
class ChildFigures:
    """The figures of an upper union right below the unit, without its lists."""

    head: CalledUnit
    figures: PhaseFigures


def figures_from_children(phase: Phase, unit: Unit, *, whole: bool) -> PhaseFigures:
    """Return the numbers of `phase_figures` without its lists; only one child's figures are in memory at a time."""
    heads = heads_of(phase, unit)
    rest = phase_figures(phase, unit, whole=whole, excluding=[head.unit for head in heads])
    children = [
        ChildFigures(head, _without_lists(phase_figures(phase, head.unit, whole=whole), head)) for head in heads
    ]
    phases = [live for live in phase.campaign.live_phases if live.number <= phase.number]
    codes = [indicator.code for indicator in all_indicators(catalogues_of(phases).values())]
    return _add(rest, children, codes)


def heads_of(phase: Phase, unit: Unit) -> list[CalledUnit]:
    """Return the upper unions called right below a unit, in the office's order, without the coordinated ones."""
    below = phase.called_units.under(unit.path).exclude(kind=UnitKind.GRASSROOTS).annotate(depth=Length("path"))
    heads = below.filter(depth=len(unit.path) + SEGMENT, coordinated=False)
    return list(heads.select_related("unit__parent").order_by("order", "path"))


def _without_lists(figures: PhaseFigures, upper: CalledUnit) -> PhaseFigures:
    """Drop what grows with the number of unions and works; awards become groups below the upper union."""
    return replace(
        figures,
        participation=replace(figures.participation, units=(), coordinated_units=(), lines=()),
        works=replace(figures.works, rows=(), uppers=()),
        exemplars=(),
        answers=(),
        awards=figures.awards
        and replace(figures.awards, lines=(), groups=figures.awards.grouped(upper.unit_id, upper.name)),
    )


def _add(rest: PhaseFigures, children: Sequence[ChildFigures], codes: list[str]) -> PhaseFigures:
    every = [rest, *(child.figures for child in children)]
    return replace(
        rest,
        exemplars=(),
        answers=(),
        praised=(),
        added=True,
        participation=_participation(rest.participation, children),
        indicators=_indicators(rest, [figures.indicators for figures in every], codes),
        works=_works(rest.works, children),
        spring=tuple(line for figures in every for line in figures.spring),
        same_period=_same_period([figures.same_period for figures in every if figures.same_period]),
        guidance=_guidance([figures.guidance for figures in every]),
        awards=_awards([figures.awards for figures in every if figures.awards], [child.head for child in children]),
    )


def summed(kind: type[Numbers], summands: Iterable[Any], **named: Any) -> Numbers:
    """Return a dataclass of numbers, each the sum over `summands` that have it; None where none of them knows it.

    `named` are its fields that are given instead of being added up.
    """
    rows = list(summands)
    names = {column.name for column in fields(kind)} - named.keys()
    sums: dict[str, Any] = {name: total(getattr(row, name) for row in rows) for name in names}
    return kind(**named, **sums)


def _participation(rest: Participation, children: Sequence[ChildFigures]) -> Participation:
    every = [rest, *(child.figures.participation for child in children)]
    heads = tuple(_head_line(child) for child in children)
    own, direct = rest.lines[:1], rest.lines[1:]
    coordinated = [participation.coordinated for participation in every if participation.coordinated]
    return Participation(
        total=_line(rest.total, [participation.total for participation in every]),
        lines=(*own, *heads, *direct) if rest.lines and rest.lines[0].group else (*heads, *rest.lines),
        coordinated=_line(coordinated[0], coordinated) if coordinated else None,
        coordinated_units=(),
        units=(),
        blocs={key: _line(line, [part.blocs[key] for part in every]) for key, line in rest.blocs.items()},
        strands={key: _line(line, [part.strands[key] for part in every]) for key, line in rest.strands.items()},
        uppers=sum(participation.uppers for participation in every) + len(children),
        upper_places=sum(participation.upper_places for participation in every),
        small=sum(participation.small for participation in every),
        types=_types(every),
        to_pledge_in_year=_known_sum(part.to_pledge_in_year for part in every),
        pledged_in_year=_known_sum(part.pledged_in_year for part in every),
    )


def _known_sum(numbers: Iterable[int | None]) -> int | None:
    """Return the sum, None when one of the numbers is unknown."""
    counted = list(numbers)
    return None if None in counted else sum(number or 0 for number in counted)


def _types(every: Sequence[Participation]) -> dict[str, ParticipationLine]:
    lines: dict[str, list[ParticipationLine]] = {}
    for participation in every:
        for name, line in participation.types.items():
            lines.setdefault(name, []).append(line)
    return {name: _line(of_type[0], of_type) for name, of_type in sorted(lines.items())}


def _line(like: ParticipationLine, lines: Sequence[ParticipationLine]) -> ParticipationLine:
    """Add up lines under the name of one that is `like` their sum."""
    return replace(
        like,
        grassroots=sum(line.grassroots for line in lines),
        people=summed(HeadcountSums, (line.people for line in lines)),
        pledges=summed(FilingCounts, (line.pledges for line in lines)),
        reports=summed(FilingCounts, (line.reports for line in lines)),
    )


def _head_line(child: ChildFigures) -> ParticipationLine:
    head, whole = child.head, child.figures.participation.total
    return replace(whole, name=head.name, group=GROUP_OF_KIND[UnitKind(head.kind)], unit_id=head.unit_id)


def _indicators(
    rest: PhaseFigures, every: Sequence[Sequence[IndicatorFigures]], codes: list[str]
) -> tuple[IndicatorFigures, ...]:
    """Add up each indicator. Its assigned target is what the confederation assigned, never a sum of what others did."""
    assigned = {indicator.code: indicator.assigned for indicator in rest.indicators}
    by_code = {code: [row for indicators in every for row in indicators if row.code == code] for code in codes}
    return tuple(_indicator(figures, assigned.get(code)) for code, figures in by_code.items() if figures)


def _indicator(figures: Sequence[IndicatorFigures], assigned: Decimal | None) -> IndicatorFigures:
    last_year = [row.last_year for row in figures if row.last_year]
    return replace(
        figures[0],
        asked=tuple(sorted({bloc for row in figures for bloc in row.asked})),
        assigned=assigned,
        target=_by_bloc([row.target for row in figures]),
        phase=_by_bloc([row.phase for row in figures]),
        year=_by_bloc([row.year for row in figures]),
        last_year=_amount(last_year) if last_year else None,
        waiting=sum(row.waiting for row in figures),
        estimated=sum(row.estimated for row in figures),
        counted_reports=_by_key([row.counted_reports or {} for row in figures]),
        expected_reports=_by_key([row.expected_reports or {} for row in figures]),
        comparable=_by_bloc([row.comparable for row in figures if row.comparable]),
        progress=_progress([row.progress for row in figures if row.progress], assigned),
    )


def _progress(every: Sequence[Progress], assigned: Decimal | None) -> Progress | None:
    """Add up what is judged; which union did most is not kept."""
    if not every:
        return None
    return summed(
        Progress,
        every,
        plan=assigned or total(progress.pledged for progress in every),
        expected=None if any(progress.expected is None for progress in every) else every[0].expected,
        at_end=every[0].at_end,
        largest=max((progress.largest for progress in every if progress.largest is not None), default=None),
        largest_at="",
    )


def _same_period(every: Sequence[SamePeriod]) -> SamePeriod | None:
    return summed(SamePeriod, every, days=every[0].days) if every else None


def _guidance(every: Sequence[GuidanceFigures | None]) -> GuidanceFigures | None:
    """Add them up; None while a province's were stored before they were counted."""
    counted = [figures for figures in every if figures]
    return summed(GuidanceFigures, counted) if len(counted) == len(every) else None


def _by_key(numbers: Sequence[dict[str, int]]) -> dict[str, int]:
    """Add up numbers by their key."""
    return {key: sum(counts.get(key, 0) for counts in numbers) for key in sorted(set().union(*numbers))}


def _by_bloc(amounts: Sequence[AmountByBloc]) -> AmountByBloc:
    return AmountByBloc(
        total=_amount([amount.total for amount in amounts]),
        administrative=_amount([amount.administrative for amount in amounts]),
        enterprise=_amount([amount.enterprise for amount in amounts]),
    )


def _amount(amounts: Sequence[IndicatorAmount]) -> IndicatorAmount:
    """Add up numerators and denominators, so that a ratio of sums comes out."""
    return summed(IndicatorAmount, amounts, measure=amounts[0].measure)


def _works(rest: WorkFigures, children: Sequence[ChildFigures]) -> WorkFigures:
    every = [rest, *(child.figures.works for child in children)]

    def sums(groups: Callable[[WorkFigures], dict[str, WorkTotals]]) -> dict[str, WorkTotals]:
        return {
            key: summed(WorkTotals, (groups(works)[key] for works in every), name=totals.name, unit_id=None)
            for key, totals in groups(rest).items()
        }

    return WorkFigures(
        rows=(),
        total=summed(WorkTotals, (works.total for works in every), name=rest.total.name, unit_id=None),
        kinds=sums(lambda works: works.kinds),
        blocs=sums(lambda works: works.blocs),
        strands=sums(lambda works: works.strands),
        uppers=(
            *rest.uppers,
            *(
                replace(child.figures.works.total, name=child.head.name, unit_id=child.head.unit_id)
                for child in children
            ),
        ),
    )


def _awards(every: Sequence[AwardFigures], heads: list[CalledUnit]) -> AwardFigures | None:
    if not every:
        return None
    rest, *children = every
    own_groups = (group for upper in rest.identified_uppers for group in rest.of(*upper).grouped(*upper))
    honoured = [head for head, awards in zip(heads, children, strict=True) if awards.groups]
    return AwardFigures(
        titles=tuple(_title(same) for same in zip(*(awards.titles for awards in every), strict=True)),
        lines=(),
        uppers=(*rest.uppers, *(head.name for head in honoured)),
        upper_ids=(*rest.upper_ids, *(head.unit_id for head in honoured)),
        sent_up_collectives=sum(awards.sent_up_collectives for awards in every),
        sent_up_persons=sum(awards.sent_up_persons for awards in every),
        beside_collectives=sum(awards.beside_collectives for awards in every),
        beside_persons=sum(awards.beside_persons for awards in every),
        groups=(*own_groups, *(group for awards in children for group in awards.groups)),
        waiting=tuple(row for awards in every for row in awards.waiting),
    )


def _title(same: Sequence[AwardTitleFigures]) -> AwardTitleFigures:
    """Add up the reported numbers of one title; there are none if a register anywhere has awards of it."""
    reported = [title.reported for title in same if title.reported]
    if len(reported) < len(same):
        return replace(same[0], reported=None)
    numbers = summed(
        ReportedCounts,
        reported,
        of_collectives=tuple(sorted({bloc for counts in reported for bloc in counts.of_collectives})),
        of_persons=any(counts.of_persons for counts in reported),
        among=reported[0].among,
    )
    return replace(same[0], reported=numbers)
