"""Who was honoured (Biểu số 04, 05): the register by title, level, class, and what reports say of other titles."""

from __future__ import annotations

from typing import Any

from awards.figures.inputs import AwardInputs
from awards.figures.types import AwardFigures, AwardLine, AwardTitleFigures, ReportedCounts
from awards.models import Award, AwardTitle, InPortal, Sex
from campaigns.figures.inputs import FigureInputs
from campaigns.figures.types import IndicatorAmount, IndicatorFigures
from campaigns.figures.works import upper_of
from campaigns.models import CalledUnit
from units.models import Unit

Placed = CalledUnit | Unit


def award_figures(inputs: AwardInputs, indicators: tuple[IndicatorFigures, ...]) -> AwardFigures:
    """By the phase the dossier counts in, at or below the unit as called; coordinated unions stand beside."""
    rows = inputs.rows
    beside = [one for one in inputs.awards if one.apart and one.unit_id != rows.unit.pk]
    counted = [one for one in inputs.awards if not one.apart or one.unit_id == rows.unit.pk]
    where = _places(rows, counted)
    launching = rows.campaign.unit_id
    in_order = sorted(
        counted, key=lambda one: (one.is_person, *_office_order(where[one.pk], launching), *_decided(one))
    )
    heads = sorted(where.values(), key=lambda unit: _office_order(unit, launching))
    given = {one.title.code for one in counted}
    known = {one.code: one for one in indicators}
    return AwardFigures(
        titles=tuple(_title(rows, one, known, given) for one in inputs.titles),
        lines=tuple(_line(one, upper_of(where[one.pk])) for one in in_order),
        uppers=tuple(dict.fromkeys(upper_of(unit) for unit in heads)),
        sent_up_collectives=inputs.sent_up.count(False),
        sent_up_persons=inputs.sent_up.count(True),
        beside_collectives=sum(not one.is_person for one in beside),
        beside_persons=sum(one.is_person for one in beside),
    )


def _places(rows: FigureInputs, awards: list[Award]) -> dict[int, Placed]:
    """Where each award's unit stood in its phase; one that was not called to it, where it stands."""
    called = {(one.phase_id, one.unit_id): one for one in (*rows.called, *rows.coordinated)}
    return {one.pk: called.get((one.phase_id, one.unit_id), one.unit) for one in awards}


def _office_order(unit: Placed, launching: int) -> tuple[Any, ...]:
    """By upper union as the office lists them, those straight below the campaign's unit after them."""
    direct = unit.parent_id in (launching, None)
    head = unit if direct else unit.parent
    return (direct and unit.is_grassroots, head.order, head.path, unit.is_grassroots, unit.order, unit.path)


def _decided(award: Award) -> tuple[Any, ...]:
    return (award.decision.dated_on, award.decision_id, award.place)


def _line(award: Award, upper: str) -> AwardLine:
    decision = award.decision
    days = (decision.dated_on - award.phase.ends_on).days
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
        upper=upper,
        number=decision.written_number,
        dated_on=decision.dated_on,
        entry=award.number,
        days=days if days >= 0 else None,
    )


def _title(
    rows: FigureInputs, title: AwardTitle, indicators: dict[str, IndicatorFigures], given: set[str]
) -> AwardTitleFigures:
    """What is only recorded is taken from reports, unless the register itself has it."""
    recorded = title.in_portal == InPortal.RECORD and title.code not in given
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
        reported=_reported(rows, title, indicators) if recorded else None,
    )


def _reported(rows: FigureInputs, title: AwardTitle, indicators: dict[str, IndicatorFigures]) -> ReportedCounts:
    collectives, persons = (indicators.get(code) for code in (title.collectives_from, title.persons_from))
    actual = _actual(rows, collectives)
    return ReportedCounts(
        of_collectives=collectives.asked if collectives else (),
        of_persons=bool(persons and persons.asked),
        collectives=_whole(actual.total) if actual else None,
        administrative=_whole(actual.administrative) if actual else None,
        enterprise=_whole(actual.enterprise) if actual else None,
        persons=_whole(split.total) if (split := _actual(rows, persons)) else None,
    )


def _actual(rows: FigureInputs, one: IndicatorFigures | None) -> Any:
    """What the summary reports of an indicator somebody was asked: the phase's figure, or the year's."""
    if one is None or not one.asked:
        return None
    return one.year if rows.whole else one.phase


def _whole(amount: IndicatorAmount) -> int | None:
    """A sum, the numerator of a ratio, the number of yes."""
    return None if amount.numerator is None else int(amount.numerator)
