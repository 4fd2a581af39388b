"""Reads what accepted answers to data requests add up to at a unit: a query without a request, else at most six."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import reduce
from operator import or_

from django.db.models import Q

from campaigns.figures.queries import paths_of
from campaigns.figures.request_types import (
    RequestAmount,
    RequestFigures,
    RequestQuestionFigures,
    RequestTextAnswer,
    RequestUpper,
)
from campaigns.lifecycle import DataRequestStatus, FilingStatus
from campaigns.models import DataRequest, DataRequestAnswer, DataRequestQuestion, DataRequestSheet, Phase
from foundation.vietnamese import format_date
from units.models import Unit, UnitKind
from units.tree import within

READ = (
    "request", "unit", "name", "kind", "coordinated", "parent", "parent_name", "status", "counted_submission",
)  # fmt: skip
"""The columns of a sheet that are read: there may be one of every union in the country."""


def request_figures(phase: Phase, unit: Unit, *, whole: bool) -> tuple[RequestFigures, ...]:
    """Return the requests that a summary has in an annex: those beside its phase, in the year's summary all.

    Coordinated unions are in no total, but for their own summary.
    """
    shown = DataRequest.objects.filter(
        campaign=phase.campaign_id,
        in_summary=True,
        status__in=(DataRequestStatus.OPENED, DataRequestStatus.CLOSED),
    )
    requests = list((shown if whole else shown.filter(phase=phase)).select_related("phase").order_by("number"))
    if not requests:
        return ()
    sheets = DataRequestSheet.objects.filter(_at_or_below(unit, requests, phase))
    rows = [sheet for sheet in sheets.only(*READ) if not sheet.coordinated or sheet.unit_id == unit.pk]
    questions = DataRequestQuestion.objects.filter(request__in=requests)
    by_request: dict[int, list[DataRequestQuestion]] = defaultdict(list)
    for question in questions:
        by_request[question.request_id].append(question)
    accepted = sheets.filter(status=FilingStatus.ACCEPTED).order_by().values("counted_submission")
    answers: dict[int, dict[int, DataRequestAnswer]] = defaultdict(dict)
    for answer in DataRequestAnswer.objects.filter(submission__in=accepted):
        answers[answer.submission_id][answer.question_id] = answer
    figures = []
    for request in requests:
        of_request = [sheet for sheet in rows if sheet.request_id == request.pk]
        if of_request:
            figures.append(_figures(request, by_request[request.pk], of_request, answers, unit))
    return tuple(figures)


def _at_or_below(unit: Unit, requests: Sequence[DataRequest], phase: Phase) -> Q:
    """Return the condition for the sheets at or below a unit as the tree was when they were asked.

    The unit's own place of then is that of its own sheet; if it was not asked, the place in which a phase called it.
    """
    if unit.pk == phase.campaign.unit_id:
        return Q(request__in=requests) & within("path", [unit.path])
    own = DataRequestSheet.objects.filter(request__in=requests, unit=unit)
    own_paths = dict(own.values_list("request", "path"))
    called = paths_of({request.phase or phase for request in requests}, unit)
    of_each = [
        Q(request=request) & within("path", [own_paths.get(request.pk) or called[request.phase_id or phase.pk]])
        for request in requests
    ]
    return reduce(or_, of_each)


def _figures(
    request: DataRequest,
    questions: Sequence[DataRequestQuestion],
    sheets: Sequence[DataRequestSheet],
    answers: dict[int, dict[int, DataRequestAnswer]],
    unit: Unit,
) -> RequestFigures:
    branches: dict[str, list[DataRequestSheet]] = defaultdict(list)
    names: dict[int, str] = {}
    for sheet in sheets:
        upper, name = (sheet.unit_id, sheet.name) if sheet.kind != UnitKind.GRASSROOTS else _above(sheet)
        if upper != unit.pk:
            branches[str(upper)].append(sheet)
            names[upper] = name
    lines = []
    for question in questions:
        counted_branches = branches if question.is_counted else {}
        lines.append(
            RequestQuestionFigures(
                code=question.code,
                name=question.name,
                kind=question.kind,
                unit_of_measure=question.unit_of_measure,
                decimals=question.decimals,
                total=_amount(question, sheets, answers),
                uppers={pk: _amount(question, branch, answers) for pk, branch in counted_branches.items()},
                texts=() if question.is_counted else tuple(_texts(question, sheets, answers)),
            )
        )
    uppers = tuple(RequestUpper(*pair) for pair in names.items())
    return RequestFigures(request.pk, request.number, request.title, request.letter, tuple(lines), uppers)


def _above(sheet: DataRequestSheet) -> tuple[int, str]:
    return sheet.parent_id, sheet.parent_name


def _amount(
    question: DataRequestQuestion,
    sheets: Sequence[DataRequestSheet],
    answers: dict[int, dict[int, DataRequestAnswer]],
) -> RequestAmount:
    expected = [sheet for sheet in sheets if sheet.status != FilingStatus.EXCUSED]
    given = [answer for _sheet, answer in _answers(question, expected, answers)]
    return RequestAmount(
        answered=len(given),
        expected=len(expected),
        value=_sum(answer.value for answer in given),
        numerator=_sum(answer.numerator for answer in given),
        denominator=_sum(answer.denominator for answer in given),
    )


def _answers(
    question: DataRequestQuestion,
    sheets: Iterable[DataRequestSheet],
    answers: dict[int, dict[int, DataRequestAnswer]],
) -> Iterable[tuple[DataRequestSheet, DataRequestAnswer]]:
    for sheet in sheets:
        answer = answers.get(sheet.counted_submission_id or 0, {}).get(question.pk)
        if answer is not None:
            yield sheet, answer


def _texts(
    question: DataRequestQuestion,
    sheets: Iterable[DataRequestSheet],
    answers: dict[int, dict[int, DataRequestAnswer]],
) -> Iterable[RequestTextAnswer]:
    for sheet, answer in _answers(question, sheets, answers):
        yield RequestTextAnswer(sheet.name, format_date(answer.day) if answer.day else answer.text)


def _sum(numbers: Iterable[Decimal | None]) -> Decimal | None:
    """Return the sum of those that are given; None where none is."""
    given = [number for number in numbers if number is not None]
    return sum(given, Decimal(0)) if given else None
