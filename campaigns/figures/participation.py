"""Expected × received down the tree (Biểu số 01)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from campaigns.figures.inputs import FigureInputs
from campaigns.figures.types import (
    GROUP_COORDINATED,
    GROUP_DIRECT,
    GROUP_OWN,
    GROUP_PLACE,
    GROUP_TRADE,
    FilingCounts,
    HeadcountSums,
    Participation,
    ParticipationLine,
    total,
)
from campaigns.lifecycle import RECEIVED, FilingStatus
from campaigns.models import CalledUnit, FilingKind
from units.models import Bloc, Headcounts, Kind, Strand
from units.tree import outermost

GROUP_OF_KIND = {
    Kind.PROVINCE: GROUP_PLACE,
    Kind.UPPER_PLACE: GROUP_PLACE,
    Kind.UPPER_TRADE: GROUP_TRADE,
    Kind.GRASSROOTS: GROUP_DIRECT,
}


def participation(rows: FigureInputs) -> Participation:
    """Of the phase, at the unit: all that was called at or below it, the coordinated apart."""
    called = rows.called_now
    grassroots = [one for one in called if one.is_grassroots]
    return Participation(
        total=_line(rows, called, "Cộng"),
        lines=tuple(_lines(rows, called)),
        coordinated=_line(rows, rows.coordinated, "CĐCS ngành Trung ương", GROUP_COORDINATED)
        if rows.coordinated
        else None,
        coordinated_units=tuple(_single(rows, one, GROUP_COORDINATED) for one in rows.coordinated),
        units=tuple(_single(rows, one) for one in called),
        blocs={bloc: _line(rows, [one for one in called if one.bloc == bloc], str(bloc.label)) for bloc in Bloc},
        strands={
            strand: _line(rows, [one for one in called if one.strand == strand], str(strand.label)) for strand in Strand
        },
        uppers=sum(not one.is_grassroots for one in called if one.unit_id != rows.unit.pk),
        upper_places=sum(one.kind == Kind.UPPER_PLACE for one in called),
        small=sum(one.is_small for one in grassroots),
    )


def _lines(rows: FigureInputs, called: Sequence[CalledUnit]) -> Iterable[ParticipationLine]:
    """The unit's own sheet, if it was called, then each unit directly below it with all below that one."""
    own = rows.paths[rows.phase.pk]
    heads = set(outermost(one.path for one in called if one.path != own))
    for head in called:
        if head.path == own:
            yield _single(rows, head, "" if head.is_grassroots else GROUP_OWN)
        elif head.path in heads:
            below = [one for one in called if one.path.startswith(head.path)]
            yield _line(rows, below, head.name, GROUP_OF_KIND[Kind(head.kind)], head)


def _single(rows: FigureInputs, called: CalledUnit, group: str = "") -> ParticipationLine:
    """A unit alone, without what lies below it."""
    upper = "" if called.parent_id == rows.campaign.unit_id else called.parent.name
    return _line(rows, [called], called.name, group, called, upper)


def _line(
    rows: FigureInputs,
    called: Sequence[CalledUnit],
    name: str,
    group: str = "",
    head: CalledUnit | None = None,
    upper: str = "",
) -> ParticipationLine:
    return ParticipationLine(
        name=name,
        grassroots=sum(one.is_grassroots for one in called),
        people=_people(rows, [one for one in called if one.is_grassroots]),
        pledges=_sheets(rows, called, FilingKind.PLEDGE),
        reports=_sheets(rows, called, FilingKind.REPORT),
        unit_id=head.unit_id if head else None,
        group=group,
        upper=upper,
    )


def _people(rows: FigureInputs, called: Sequence[CalledUnit]) -> HeadcountSums:
    """Upper unions have no people of their own: their offices are grassroots unions."""
    known = [rows.people(one) for one in called]
    sums = {name: total(counts[name] for counts, _ in known) for name in Headcounts.COUNTS}
    return HeadcountSums(**sums, as_called=sum(as_called for _, as_called in known))


def _sheets(rows: FigureInputs, called: Sequence[CalledUnit], kind: str) -> FilingCounts:
    sheets = [sheet for sheet in (rows.sheet(one, kind) for one in called) if sheet]
    received = [sheet for sheet in sheets if sheet.status in RECEIVED]
    excused = sum(sheet.status == FilingStatus.EXCUSED for sheet in sheets)
    return FilingCounts(
        expected=len(sheets) - excused,
        received=len(received),
        accepted=sum(sheet.is_accepted for sheet in sheets),
        waiting=sum(sheet.status == FilingStatus.SUBMITTED for sheet in sheets),
        late=sum(sheet.late for sheet in received),
        excused=excused,
    )
