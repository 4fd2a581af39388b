"""A confederation's figures: its provinces counted one by one and added up, its own and the direct ones beside them.

Nobody reads a hundred thousand names: the lists of units, works and persons stand in the provinces' summaries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from django.db.models.functions import Length

from awards.figures.types import AwardFigures, AwardTitleFigures, ReportedCounts
from campaigns.catalogue_cache import catalogue
from campaigns.figures.participation import GROUP_OF_KIND
from campaigns.figures.types import (
    AmountByBloc,
    FilingCounts,
    HeadcountSums,
    IndicatorAmount,
    IndicatorFigures,
    Participation,
    ParticipationLine,
    WorkFigures,
    WorkTotals,
    total,
)
from campaigns.models import CalledUnit, Phase
from summaries.figures.phase_figures import phase_figures
from summaries.figures.types import PhaseFigures
from units.models import Kind, Unit
from units.tree import SEGMENT

SPLITS = ("total", "administrative", "enterprise")
Numbers = TypeVar("Numbers", HeadcountSums, FilingCounts, IndicatorAmount, WorkTotals, ReportedCounts)


@dataclass(frozen=True)
class ChildFigures:
    """What was counted below one of the heads, the upper unions right below."""

    head: CalledUnit
    figures: PhaseFigures


def added_figures(phase: Phase, unit: Unit, *, whole: bool) -> PhaseFigures:
    """As `phase_figures`, without its lists; never more of it in memory than one head's."""
    heads = heads_of(phase, unit)
    rest = phase_figures(phase, unit, whole=whole, without=[head.unit for head in heads])
    parts = [ChildFigures(head, _light(phase_figures(phase, head.unit, whole=whole), head.name)) for head in heads]
    order = [one.code for one in catalogue(phase.campaign).indicators]
    return _add(rest, parts, order)


def heads_of(phase: Phase, unit: Unit) -> list[CalledUnit]:
    """The upper unions called right below a unit, in the office's order; the coordinated stand apart."""
    below = phase.called_units.under(unit.path).exclude(kind=Kind.GRASSROOTS).annotate(depth=Length("path"))
    heads = below.filter(depth=len(unit.path) + SEGMENT, coordinated=False)
    return list(heads.select_related("unit__parent").order_by("order", "path"))


def _light(figures: PhaseFigures, upper: str) -> PhaseFigures:
    """Without what grows with the number of unions and of works; awards are counted as those of an upper union."""
    return replace(
        figures,
        participation=replace(figures.participation, units=(), coordinated_units=(), lines=()),
        works=replace(figures.works, rows=(), uppers=()),
        exemplars=(),
        awards=figures.awards and replace(figures.awards, lines=(), groups=figures.awards.grouped(upper)),
    )


def _add(rest: PhaseFigures, parts: Sequence[ChildFigures], order: list[str]) -> PhaseFigures:
    every = [rest, *(part.figures for part in parts)]
    return replace(
        rest,
        exemplars=(),
        added=True,
        participation=_participation(rest.participation, parts),
        indicators=_indicators(rest, [one.indicators for one in every], order),
        works=_works(rest.works, parts),
        spring=tuple(line for one in every for line in one.spring),
        awards=_awards([one.awards for one in every if one.awards], [part.head.name for part in parts]),
    )


def summed(kind: type[Numbers], things: Iterable[Any], **named: Any) -> Numbers:
    """A dataclass of numbers, each added up over things that have it; what nobody knows stays unknown."""
    found = list(things)
    numbers = {one.name for one in fields(kind)} - named.keys()
    return kind(**named, **{name: total(getattr(one, name) for one in found) for name in numbers})


def _participation(rest: Participation, parts: Sequence[ChildFigures]) -> Participation:
    seen = [part.figures.participation for part in parts]
    every = [rest, *seen]
    heads = tuple(_head_line(part) for part in parts)
    own, direct = rest.lines[:1], rest.lines[1:]
    apart = [one.coordinated for one in every if one.coordinated]
    return Participation(
        total=_line(rest.total, [one.total for one in every]),
        lines=(*own, *heads, *direct) if rest.lines and rest.lines[0].group else (*heads, *rest.lines),
        coordinated=_line(apart[0], apart) if apart else None,
        coordinated_units=(),
        units=(),
        blocs={key: _line(line, [one.blocs[key] for one in every]) for key, line in rest.blocs.items()},
        strands={key: _line(line, [one.strands[key] for one in every]) for key, line in rest.strands.items()},
        uppers=sum(one.uppers for one in every) + len(parts),
        upper_places=sum(one.upper_places for one in every),
        small=sum(one.small for one in every),
    )


def _line(like: ParticipationLine, lines: Sequence[ParticipationLine]) -> ParticipationLine:
    return replace(
        like,
        grassroots=sum(one.grassroots for one in lines),
        people=summed(HeadcountSums, (one.people for one in lines)),
        pledges=summed(FilingCounts, (one.pledges for one in lines)),
        reports=summed(FilingCounts, (one.reports for one in lines)),
    )


def _head_line(part: ChildFigures) -> ParticipationLine:
    head, whole = part.head, part.figures.participation.total
    return replace(whole, name=head.name, group=GROUP_OF_KIND[Kind(head.kind)], unit_id=head.unit_id)


def _indicators(
    rest: PhaseFigures, every: Sequence[Sequence[IndicatorFigures]], order: list[str]
) -> tuple[IndicatorFigures, ...]:
    """Ratios by their numerators and denominators. What was given from above is what the confederation gave."""
    given = {one.code: one.assigned for one in rest.indicators}
    by_code = {code: [one for some in every for one in some if one.code == code] for code in order}
    return tuple(_indicator(found, given.get(code)) for code, found in by_code.items() if found)


def _indicator(found: Sequence[IndicatorFigures], assigned: Any) -> IndicatorFigures:
    last = [one.last_year for one in found if one.last_year]
    return replace(
        found[0],
        asked=tuple(sorted({who for one in found for who in one.asked})),
        assigned=assigned,
        target=_split([one.target for one in found]),
        phase=_split([one.phase for one in found]),
        year=_split([one.year for one in found]),
        last_year=_amount(last) if last else None,
        waiting=sum(one.waiting for one in found),
        estimated=sum(one.estimated for one in found),
    )


def _split(found: Sequence[AmountByBloc]) -> AmountByBloc:
    return AmountByBloc(*(_amount([getattr(one, name) for one in found]) for name in SPLITS))


def _amount(found: Sequence[IndicatorAmount]) -> IndicatorAmount:
    return summed(IndicatorAmount, found, measure=found[0].measure)


def _works(rest: WorkFigures, parts: Sequence[ChildFigures]) -> WorkFigures:
    every = [rest, *(part.figures.works for part in parts)]

    def sums(of: Callable[[WorkFigures], dict[str, WorkTotals]]) -> dict[str, WorkTotals]:
        return {
            key: summed(WorkTotals, (of(one)[key] for one in every), name=line.name) for key, line in of(rest).items()
        }

    return WorkFigures(
        rows=(),
        total=summed(WorkTotals, (one.total for one in every), name=rest.total.name),
        kinds=sums(lambda one: one.kinds),
        blocs=sums(lambda one: one.blocs),
        strands=sums(lambda one: one.strands),
        uppers=(*rest.uppers, *(replace(part.figures.works.total, name=part.head.name) for part in parts)),
    )


def _awards(every: Sequence[AwardFigures], heads: list[str]) -> AwardFigures | None:
    if not every:
        return None
    rest, *parts = every
    return AwardFigures(
        titles=tuple(_title(same) for same in zip(*(one.titles for one in every), strict=True)),
        lines=(),
        uppers=(*rest.uppers, *(name for name, one in zip(heads, parts, strict=True) if one.groups)),
        sent_up_collectives=sum(one.sent_up_collectives for one in every),
        sent_up_persons=sum(one.sent_up_persons for one in every),
        beside_collectives=sum(one.beside_collectives for one in every),
        beside_persons=sum(one.beside_persons for one in every),
        groups=(*(group for upper in rest.uppers for group in rest.of(upper).grouped(upper)), *_groups(parts)),
    )


def _groups(parts: Iterable[AwardFigures]) -> Iterable[Any]:
    return (group for one in parts for group in one.groups)


def _title(same: Sequence[AwardTitleFigures]) -> AwardTitleFigures:
    """What is only recorded is taken from reports, unless a register has it."""
    told = [one.reported for one in same if one.reported]
    if len(told) < len(same):
        return replace(same[0], reported=None)
    numbers = summed(
        ReportedCounts,
        told,
        of_collectives=tuple(sorted({who for one in told for who in one.of_collectives})),
        of_persons=any(one.of_persons for one in told),
    )
    return replace(same[0], reported=numbers)
