"""Topics, initiatives and works: registered, done, recognised; values declared and checked (Biểu số 03)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from campaigns.figures.inputs import FigureInputs
from campaigns.figures.types import total
from campaigns.figures.work_types import WorkFigures, WorkOutcome, WorkTotals
from campaigns.models import CalledUnit, WorkKind, WorkResult
from units.models import Bloc, Strand, Unit
from units.models.vocabulary import bloc_name, strand_name

RegisteredWork = tuple[str, str, str, int]  # kind, bloc, strand, id of upper: the order in which `group_totals` picks


class Upper(NamedTuple):
    """The union under which a unit's works and awards are listed, as it was called with the unit."""

    id: int
    name: str


class WorkValues(NamedTuple):
    """What some works are worth, in đồng; None when no unit gave a value."""

    declared: int | None
    checked: int | None


def works(inputs: FigureInputs) -> WorkFigures:
    """Return the works in the office's order of units, and their totals.

    Over a whole campaign a work has the result of its latest report, and an upper union the name of its latest call.
    """
    names = _upper_names(inputs.called)
    upper_ids = [upper_of(called).id for called in inputs.called]
    uppers = list(
        dict.fromkeys([*(called.unit_id for called in inputs.called if not called.is_grassroots), *upper_ids])
    )
    rank = {upper: number for number, upper in enumerate(uppers)}
    position = {
        called.pk: (rank[upper], number)
        for number, (called, upper) in enumerate(zip(inputs.called, upper_ids, strict=True))
    }
    with_unit = [
        (work_result, inputs.by_submission[work_result.submission_id].called) for work_result in latest_results(inputs)
    ]
    with_unit.sort(key=lambda pair: position[pair[1].pk])
    outcomes = [_outcome(work_result, called, names) for work_result, called in with_unit]
    registered = [(kind, called.bloc, called.strand, upper_of(called).id) for kind, called in inputs.registered_works]

    def group_totals(
        name: str, column: int, value: str | int, of: Callable[[WorkOutcome], str | int | None]
    ) -> WorkTotals:
        in_group = [work for work in registered if work[column] == value]
        return _totals(name, in_group, [outcome for outcome in outcomes if of(outcome) == value])

    return WorkFigures(
        rows=tuple(outcomes),
        total=_totals("Cộng", registered, outcomes),
        kinds={kind: group_totals(str(kind.label), 0, kind, lambda outcome: outcome.kind) for kind in WorkKind},
        blocs={bloc: group_totals(bloc_name(bloc), 1, bloc, lambda outcome: outcome.bloc) for bloc in Bloc},
        strands={
            strand: group_totals(strand_name(strand), 2, strand, lambda outcome: outcome.strand) for strand in Strand
        },
        uppers=tuple(
            replace(group_totals(names[upper], 3, upper, lambda outcome: outcome.upper_id), unit_id=upper)
            for upper in uppers
        ),
    )


def upper_of(unit: CalledUnit | Unit) -> Upper:
    """Return the union under which a unit's works are listed: its upper union, or the campaign's unit."""
    if isinstance(unit, CalledUnit):
        return Upper(unit.parent_id, unit.parent_name) if unit.is_grassroots else Upper(unit.unit_id, unit.name)
    upper = unit.parent if unit.is_grassroots and unit.parent else unit
    return Upper(upper.pk, upper.name)


def _upper_names(called_units: Iterable[CalledUnit]) -> dict[int, str]:
    """Return the name of each upper union by its id: of the latest phase, first as the union was called itself."""
    in_order = sorted(called_units, key=lambda called: (called.phase.number, not called.is_grassroots))
    return dict(upper_of(called) for called in in_order)


def latest_results(inputs: FigureInputs) -> Iterable[WorkResult]:
    """Return one result for each work: that of the latest phase."""
    latest: dict[int, WorkResult] = {}
    for work_result in sorted(inputs.work_results, key=lambda row: inputs.by_submission[row.submission_id].number):
        latest[work_result.work_id] = work_result
    return latest.values()


def _outcome(work_result: WorkResult, called: CalledUnit, upper_names: Mapping[int, str]) -> WorkOutcome:
    registered, upper = work_result.registered, upper_of(called).id
    welcomes = registered.welcomes
    return WorkOutcome(
        title=registered.title,
        authors=registered.authors,
        author_class=registered.author_class,
        kind=registered.kind,
        unit_id=called.unit_id,
        unit=called.name,
        upper=upper_names[upper],
        upper_id=upper,
        bloc=called.bloc,
        strand=called.strand,
        done=work_result.done,
        why_not=work_result.why_not,
        recognised=work_result.recognised,
        recognised_by=work_result.recognised_by,
        recognised_no=work_result.recognised_no,
        recognised_on=work_result.recognised_on,
        declared=work_result.value,
        checked=work_result.checked_value,
        no_money=work_result.no_money,
        benefit=work_result.benefit,
        occasion=welcomes.name if welcomes else "",
        occasion_on=welcomes.date if welcomes and not welcomes.is_month_only else None,
        highlighted=work_result.highlighted,
    )


def _totals(name: str, registered: list[RegisteredWork], outcomes: list[WorkOutcome]) -> WorkTotals:
    done = [outcome for outcome in outcomes if outcome.done]
    valued = [outcome for outcome in done if outcome.declared is not None]
    benefit, product_value = values_of(done, of_products=False), values_of(done, of_products=True)
    return WorkTotals(
        name=name,
        registered=len(registered),
        done=len(done),
        recognised=sum(outcome.recognised for outcome in done),
        declared=total(outcome.declared for outcome in done),
        checked=total(outcome.checked for outcome in done),
        valued=len(valued),
        checked_works=sum(outcome.checked is not None for outcome in valued),
        benefit=benefit.declared,
        benefit_checked=benefit.checked,
        product_value=product_value.declared,
        product_checked=product_value.checked,
    )


def values_of(done: Iterable[WorkOutcome], *, of_products: bool) -> WorkValues:
    """Return the values of the products among works that are done, or of all others."""
    works = [work for work in done if (work.kind == WorkKind.PRODUCT) == of_products]
    return WorkValues(total(work.declared for work in works), total(work.checked for work in works))
