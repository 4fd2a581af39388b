"""Finds the question of an earlier year's data request again among those that a form is filled from."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from campaigns.models import DataRequestQuestion
from foundation.request_parsing import whole_number
from summaries.figures.labels import RequestLabel, RequestQuestionLabel
from summaries.foreign_workbooks.labels import name_key
from summaries.foreign_workbooks.sources import NoFigure

Candidate = tuple[RequestLabel, RequestQuestionLabel]


def subject_now(subject: str, requests: Iterable[RequestLabel]) -> str:
    """Return the subject of the same question in these requests: of the request itself if it is one of them.

    Else it is the only question of the same kind and words, but for the year; of several the only one whose request is
    called the same, then the only one with the same code. Raises NoFigure where that leaves none or several.
    """
    candidates = [(request, question) for request in requests for question in request.questions]
    if subject in map(_subject, candidates):
        return subject
    before = _question(subject)
    if before is None:
        raise NoFigure(_("Cổng không còn đếm số này. Xin chỉ lại."))
    alike = [
        (request, question)
        for request, question in candidates
        if question.kind == before.kind and name_key(question.name) == name_key(before.name)
    ]
    if len(alike) > 1:
        of_title = [pair for pair in alike if name_key(pair[0].title) == name_key(before.request.title)]
        alike = of_title or alike
    if len(alike) > 1:
        alike = [pair for pair in alike if pair[1].code == before.code] or alike
    if len(alike) == 1:
        return _subject(alike[0])
    if not alike:
        sentence = _("Đợt, năm này không có yêu cầu bổ sung số liệu nào hỏi “{question}”. Cần thì chỉ lại ô này.")
        raise NoFigure(sentence.format(question=before.name))
    sentence = _("{n} câu hỏi của các yêu cầu bổ sung số liệu cùng hỏi “{question}”. Xin chỉ lại ô này.")
    raise NoFigure(sentence.format(n=len(alike), question=before.name))


def _subject(candidate: Candidate) -> str:
    request, question = candidate
    return f"request:{request.pk}.{question.code}"


def _question(subject: str) -> DataRequestQuestion | None:
    """Return the question that a subject names."""
    number, _dot, code = subject.partition(":")[2].partition(".")
    questions = DataRequestQuestion.objects.select_related("request")
    return questions.filter(request=whole_number(number) or 0, code=code).first()
