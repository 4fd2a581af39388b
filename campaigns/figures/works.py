"""Topics, initiatives and works: registered, done, recognised; values declared and checked (Biểu số 03)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from campaigns.figures.inputs import FigureInputs
from campaigns.figures.types import WorkFigures, WorkOutcome, WorkTotals, total
from campaigns.models import CalledUnit, WorkKind, WorkResult
from units.models import Bloc, Strand

Registered = tuple[str, str, str, str]  # kind, bloc, strand, upper


def works(rows: FigureInputs) -> WorkFigures:
    """In the office's order of units; over a whole campaign a work has the result of its latest report."""
    uppers = [one.name for one in rows.called if not one.is_grassroots]
    uppers = list(dict.fromkeys([*uppers, *(upper_of(called) for called in rows.called)]))
    place = {one.pk: (uppers.index(upper_of(one)), number) for number, one in enumerate(rows.called)}
    latest = sorted(_latest(rows), key=lambda result: place[rows.sheets[result.filing_id].called.pk])
    lines = [_line(rows, result) for result in latest]
    registered = [(work.kind, of.bloc, of.strand, upper_of(of)) for work, of in rows.registered]

    def part(name: str, column: int, value: str, of: Callable[[WorkOutcome], str]) -> WorkTotals:
        mine = [one for one in registered if one[column] == value]
        return _sum(name, mine, [line for line in lines if of(line) == value])

    return WorkFigures(
        rows=tuple(lines),
        total=_sum("Cộng", registered, lines),
        kinds={kind: part(str(kind.label), 0, kind, lambda line: line.kind) for kind in WorkKind},
        blocs={bloc: part(str(bloc.label), 1, bloc, lambda line: line.bloc) for bloc in Bloc},
        strands={strand: part(str(strand.label), 2, strand, lambda line: line.strand) for strand in Strand},
        uppers=tuple(part(upper, 3, upper, lambda line: line.upper) for upper in uppers),
    )


def upper_of(called: CalledUnit) -> str:
    """Under which heading a unit's works stand: its upper union's, which may be the campaign's unit."""
    return called.parent.name if called.is_grassroots else called.name


def _latest(rows: FigureInputs) -> Iterable[WorkResult]:
    """One result a work, as the units told them."""
    found: dict[int, WorkResult] = {}
    for result in sorted(rows.results, key=lambda one: rows.sheets[one.filing_id].number):
        found[result.work_id] = result
    return found.values()


def _line(rows: FigureInputs, result: WorkResult) -> WorkOutcome:
    called, work = rows.sheets[result.filing_id].called, result.work
    return WorkOutcome(
        title=work.title,
        authors=work.authors,
        author_class=work.author_class,
        kind=work.kind,
        unit_id=called.unit_id,
        unit=called.name,
        upper=upper_of(called),
        bloc=called.bloc,
        strand=called.strand,
        done=result.done,
        why_not=result.why_not,
        recognised=result.recognised,
        recognised_by=result.recognised_by,
        recognised_no=result.recognised_no,
        recognised_on=result.recognised_on,
        declared=result.value,
        checked=result.checked_value,
        no_money=result.no_money,
        benefit=result.benefit,
        occasion=work.welcomes.name if work.welcomes else "",
        occasion_on=work.welcomes.date if work.welcomes else None,
        highlighted=result.highlighted,
    )


def _sum(name: str, registered: list[Registered], lines: list[WorkOutcome]) -> WorkTotals:
    done = [line for line in lines if line.done]
    valued = [line for line in done if line.declared is not None]
    return WorkTotals(
        name=name,
        registered=len(registered),
        done=len(done),
        recognised=sum(line.recognised for line in done),
        declared=total(line.declared for line in done),
        checked=total(line.checked for line in done),
        valued=len(valued),
        checked_works=sum(line.checked is not None for line in valued),
    )
