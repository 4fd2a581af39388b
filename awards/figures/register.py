"""Who was honoured (Biểu số 04, 05): the register by title, level and class; reports' numbers for other titles."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from awards.figures.inputs import AwardInputs
from awards.figures.types import AwardFigures, AwardLine, AwardTitleFigures, ReportedCounts
from awards.models import Award, AwardTitle, InPortal, Sex
from campaigns.figures.inputs import FigureInputs
from campaigns.figures.types import AmountByBloc, IndicatorAmount, IndicatorFigures
from campaigns.figures.works import upper_of
from campaigns.models import CalledUnit
from units.models import Unit

CalledUnits = dict[tuple[int, int], CalledUnit]  # by the ids of phase and unit


def award_figures(inputs: AwardInputs, indicators: tuple[IndicatorFigures, ...]) -> AwardFigures:
    """Count the awards of units at or below the summary's unit; those of coordinated unions are counted apart.

    An award counts in the phase of its dossier. `indicators` are the figures of the same summary.
    """
    campaign_inputs = inputs.campaign_inputs
    unit_id, launching_id = campaign_inputs.unit.pk, campaign_inputs.campaign.unit_id
    beside = [award for award in inputs.awards if _is_beside(award, unit_id)]
    counted = [award for award in inputs.awards if not _is_beside(award, unit_id)]
    called_units = _called_units(campaign_inputs)
    units = {award.pk: called_units.get((award.phase_id, award.unit_id), award.unit) for award in counted}
    orders = {pk: _office_order(unit, launching_id, called_units) for pk, unit in units.items()}
    counted.sort(key=lambda award: (award.is_person, *orders[award.pk], *_decision_order(award)))
    uppers = {pk: upper_of(unit) for pk, unit in units.items()}
    in_order = sorted(counted, key=lambda award: award.phase.number)
    names = dict(uppers[award.pk] for award in in_order)  # an upper union has one name, that of the latest phase
    units_in_order = [units[pk] for pk in sorted(units, key=orders.__getitem__)]
    upper_ids = tuple(dict.fromkeys(upper_of(unit).id for unit in units_in_order))
    registered = {award.title.code for award in counted}
    by_code = {indicator.code: indicator for indicator in indicators}
    among = _among(inputs.titles, campaign_inputs)
    return AwardFigures(
        titles=tuple(
            _title(title, by_code, registered, whole=campaign_inputs.whole, among=among.get(title.code, ""))
            for title in inputs.titles
        ),
        lines=tuple(_line(award, uppers[award.pk].id, names) for award in counted),
        uppers=tuple(names[upper] for upper in upper_ids),
        upper_ids=upper_ids,
        sent_up_collectives=inputs.sent_up.count(False),
        sent_up_persons=inputs.sent_up.count(True),
        beside_collectives=sum(not award.is_person for award in beside),
        beside_persons=sum(award.is_person for award in beside),
        waiting=inputs.waiting,
    )


def _is_beside(award: Any, unit_id: int) -> bool:
    """True for an award of a coordinated union below; `coordinated_then` is an annotation of the query."""
    return award.coordinated_then and award.unit_id != unit_id


def _called_units(inputs: FigureInputs) -> CalledUnits:
    return {(called.phase_id, called.unit_id): called for called in (*inputs.called, *inputs.coordinated)}


def _office_order(
    unit: CalledUnit | Unit, launching_id: int, called_units: CalledUnits
) -> tuple[bool, int, str, bool, int, str]:
    """Return a sort key: upper unions in the office's order, then grassroots unions right below the campaign's unit."""
    direct = unit.parent_id in (launching_id, None)
    head = unit if direct else _upper(unit, called_units)
    return (direct and unit.is_grassroots, head.order, head.path, unit.is_grassroots, unit.order, unit.path)


def _upper(unit: CalledUnit | Unit, called_units: CalledUnits) -> CalledUnit | Unit:
    """Return the upper union as it was called with the unit, today's of a unit that was not called.

    It is the unit itself if the upper union is not at or below the summary's unit.
    """
    if isinstance(unit, CalledUnit):
        return called_units.get((unit.phase_id, unit.parent_id), unit)
    return unit.parent or unit


def _decision_order(award: Award) -> tuple[date, int, int]:
    return (award.decision.signed_on, award.decision_id, award.place)


def _line(award: Award, upper: int, upper_names: dict[int, str]) -> AwardLine:
    decision = award.decision
    days = (decision.signed_on - award.phase.ends_on).days
    return AwardLine(
        code=award.title.code,
        title=award.title_name,
        is_person=award.is_person,
        name=award.name,
        position=award.position,
        birth_year=award.birth_year,
        woman=award.sex == Sex.FEMALE,
        minority=award.minority,
        nominee_class=award.nominee_class,
        bloc=award.bloc,
        unit=award.unit_name,
        upper=upper_names[upper],
        upper_id=upper,
        number=decision.written_number,
        dated_on=decision.signed_on,
        entry=award.number,
        days=days if days >= 0 else None,
        timing=decision.timing,
        period_label=decision.period_label,
    )


def _among(titles: Iterable[AwardTitle], campaign_inputs: FigureInputs) -> dict[str, str]:
    """Return by code of a title the one whose persons are the denominator of its indicator."""
    of_persons = {title.persons_from: title.code for title in titles if title.persons_from}
    return {
        of_persons[indicator.code]: of_persons[indicator.denominator_from]
        for indicator in campaign_inputs.indicators
        if indicator.code in of_persons and indicator.denominator_from in of_persons
    }


def _title(
    title: AwardTitle, indicators: dict[str, IndicatorFigures], registered: set[str], *, whole: bool, among: str
) -> AwardTitleFigures:
    """A title that the portal only records has its numbers from reports, unless the register has awards of it."""
    is_reported = title.in_portal == InPortal.RECORD and title.code not in registered
    return AwardTitleFigures(
        code=title.code,
        name=title.name,
        form=title.form,
        verb=title.verb,
        line=title.line,
        level=title.level,
        decided_by=title.decided_by,
        for_collectives=title.for_collectives,
        for_persons=title.for_persons,
        amount=title.amount,
        reported=_reported(title, indicators, among, whole=whole) if is_reported else None,
    )


def _reported(title: AwardTitle, indicators: dict[str, IndicatorFigures], among: str, *, whole: bool) -> ReportedCounts:
    collectives, persons = (indicators.get(code) for code in (title.collectives_from, title.persons_from))
    of_collectives = _actual(collectives, whole=whole)
    of_persons = _actual(persons, whole=whole)
    return ReportedCounts(
        of_collectives=collectives.asked if collectives else (),
        of_persons=bool(persons and persons.asked),
        collectives=_integer(of_collectives.total) if of_collectives else None,
        administrative=_integer(of_collectives.administrative) if of_collectives else None,
        enterprise=_integer(of_collectives.enterprise) if of_collectives else None,
        persons=_integer(of_persons.total) if of_persons else None,
        among=among,
    )


def _actual(indicator: IndicatorFigures | None, *, whole: bool) -> AmountByBloc | None:
    """Return what the summary reports of an indicator, the year's or the phase's; None when no unit was asked."""
    if indicator is None or not indicator.asked:
        return None
    return indicator.year if whole else indicator.phase


def _integer(amount: IndicatorAmount) -> int | None:
    """Return the numerator: a sum, the numerator of a ratio, or the number of yes."""
    return None if amount.numerator is None else int(amount.numerator)
