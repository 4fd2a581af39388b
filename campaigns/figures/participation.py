"""Which units were expected to send pledges and reports and which did, by unit below (Biểu số 01)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from campaigns.figures.inputs import FigureInputs
from campaigns.figures.participation_types import (
    GROUP_COORDINATED,
    GROUP_DIRECT,
    GROUP_OWN,
    GROUP_PLACE,
    GROUP_TRADE,
    FilingCounts,
    HeadcountSums,
    Participation,
    ParticipationLine,
)
from campaigns.figures.types import total as added
from campaigns.lifecycle import RECEIVED, FilingStatus
from campaigns.models import CalledUnit, FilingKind
from units.models import Bloc, Headcounts, Strand, UnionForm, UnitKind
from units.models.vocabulary import bloc_name, strand_name, term
from units.tree import ancestor_paths, outermost

GROUP_OF_KIND = {
    UnitKind.PROVINCE: GROUP_PLACE,
    UnitKind.UPPER_PLACE: GROUP_PLACE,
    UnitKind.UPPER_TRADE: GROUP_TRADE,
    UnitKind.GRASSROOTS: GROUP_DIRECT,
}


def participation(inputs: FigureInputs) -> Participation:
    """Count all units called to the phase at or below the unit; coordinated unions are counted apart."""
    called_units = inputs.called_now
    total = _line(inputs, called_units, "Cộng")
    return Participation(
        total=total,
        lines=tuple(_lines(inputs, called_units)),
        coordinated=_coordinated_line(inputs) if inputs.coordinated else None,
        coordinated_units=tuple(_single(inputs, called, GROUP_COORDINATED) for called in inputs.coordinated),
        units=tuple(_single(inputs, called) for called in called_units),
        blocs={
            bloc: _line(inputs, [called for called in called_units if called.bloc == bloc], bloc_name(bloc))
            for bloc in Bloc
        },
        strands={
            strand: _line(
                inputs,
                [called for called in called_units if called.strand == strand],
                strand_name(strand),
            )
            for strand in Strand
        },
        uppers=sum(not called.is_grassroots for called in called_units if called.unit_id != inputs.unit.pk),
        upper_places=sum(called.kind == UnitKind.UPPER_PLACE for called in called_units),
        small=sum(called.is_small(inputs.catalogue.small_below) for called in called_units if called.is_grassroots),
        types=_types(inputs, called_units),
        to_pledge_in_year=total.pledges.expected if inputs.whole else None,
        pledged_in_year=total.pledges.received if inputs.whole else None,
    )


def _types(inputs: FigureInputs, called_units: Sequence[CalledUnit]) -> dict[str, ParticipationLine]:
    by_type: dict[str, list[CalledUnit]] = {}
    for called in called_units:
        by_type.setdefault(called.form if called.is_grassroots else called.kind, []).append(called)
    return {
        name: _line(inputs, of_type, str(UnionForm(name).label) if of_type[0].is_grassroots else of_type[0].type_name)
        for name, of_type in sorted(by_type.items())
    }


def _lines(inputs: FigureInputs, called_units: Sequence[CalledUnit]) -> Iterable[ParticipationLine]:
    """Yield the unit's own filings, if it was called, then each unit directly below it with all below that one."""
    own = inputs.paths[inputs.phase.pk]
    heads = set(outermost(called.path for called in called_units if called.path != own))
    below: dict[str, list[CalledUnit]] = {path: [] for path in heads}
    for called in called_units:
        for path in heads.intersection((*ancestor_paths(called.path), called.path)):
            below[path].append(called)
    for head in called_units:
        if head.path == own:
            yield _single(inputs, head, "" if head.is_grassroots else GROUP_OWN)
        elif head.path in heads:
            yield _line(inputs, below[head.path], head.name, GROUP_OF_KIND[UnitKind(head.kind)], head)


def _coordinated_line(inputs: FigureInputs) -> ParticipationLine:
    return _line(inputs, inputs.coordinated, term("coordinated_line", inputs.unit.path), GROUP_COORDINATED)


def _single(inputs: FigureInputs, called: CalledUnit, group: str = "") -> ParticipationLine:
    """Return the line of one unit alone, without the units below it."""
    upper = "" if called.parent_id == inputs.campaign.unit_id else called.parent_name
    return _line(inputs, [called], called.name, group, called, upper)


def _line(
    inputs: FigureInputs,
    called_units: Sequence[CalledUnit],
    name: str,
    group: str = "",
    head: CalledUnit | None = None,
    upper: str = "",
) -> ParticipationLine:
    grassroots = [called for called in called_units if called.is_grassroots]
    return ParticipationLine(
        name=name,
        grassroots=len(grassroots),
        people=_headcounts(inputs, grassroots),
        pledges=_filing_counts(inputs, called_units, FilingKind.PLEDGE),
        reports=_filing_counts(inputs, called_units, FilingKind.REPORT),
        unit_id=head.unit_id if head else None,
        group=group,
        upper=upper,
    )


def _headcounts(inputs: FigureInputs, grassroots: Sequence[CalledUnit]) -> HeadcountSums:
    """Add up headcounts of grassroots unions; upper unions have none, their offices are grassroots unions too."""
    headcounts = [inputs.headcounts_of(called) for called in grassroots]
    sums = {name: added([counts[name] for counts, _ in headcounts]) for name in Headcounts.COUNTS}
    return HeadcountSums(
        **sums,
        as_called=sum([as_called for _, as_called in headcounts]),
        workers_by_sex=added([counts["workers"] for counts, _ in headcounts if counts["women"] is not None]),
    )


def _filing_counts(inputs: FigureInputs, called_units: Sequence[CalledUnit], kind: str) -> FilingCounts:
    filings = [filing for called in called_units if (filing := inputs.sheet_of(called, kind))]
    received = [filing.late for filing in filings if filing.status in RECEIVED]
    statuses = [filing.status for filing in filings]
    excused = statuses.count(FilingStatus.EXCUSED)
    return FilingCounts(
        expected=len(statuses) - excused,
        received=len(received),
        accepted=statuses.count(FilingStatus.ACCEPTED),
        waiting=statuses.count(FilingStatus.SUBMITTED),
        late=received.count(True),
        excused=excused,
        draft=statuses.count(FilingStatus.DRAFT),
    )
