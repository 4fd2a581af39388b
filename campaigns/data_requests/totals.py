"""What the accepted answers to a data request add up to, and on how many of the units asked that rests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext as _

from campaigns.data_requests.reading import ratio_text
from campaigns.lifecycle import FilingStatus
from campaigns.models import AnswerKind, DataRequest, DataRequestAnswer, DataRequestQuestion, DataRequestSheet
from foundation.vietnamese import format_number

NOBODY: dict[str, Any] = {"answered": 0, "value": None, "numerator": None, "denominator": None}


@dataclass(frozen=True)
class RequestTotal:
    """The sum of the accepted answers to a question; of a yes-no question the number of yes.

    `answered`: how many accepted sheets answer it; `expected`: how many units are expected to. `value` is None where
    nobody's answer is accepted, and for questions that do not add up.
    """

    question: DataRequestQuestion
    answered: int
    expected: int
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    @property
    def text(self) -> str:
        """The total as pages and papers write it; "" where there is none."""
        if not self.question.is_counted or not self.answered:
            return ""
        if self.question.is_ratio:
            return ratio_text(self.numerator, self.denominator)
        if self.question.kind == AnswerKind.YES_NO:
            return str(_("{n} đơn vị trả lời có").format(n=format_number(self.value or Decimal(0))))
        return "" if self.value is None else format_number(self.value, self.question.decimals)

    @property
    def base(self) -> str:
        """On how many units the total rests, as it is said beside it."""
        return str(_("tính trên {n}/{m} đơn vị").format(n=self.answered, m=self.expected))


def totals_of(
    request: DataRequest,
    sheets: QuerySet[DataRequestSheet],
    questions: Sequence[DataRequestQuestion] | None = None,
) -> list[RequestTotal]:
    """Return the totals of the accepted ones of these sheets, for each question in order: three queries."""
    expected = sheets.exclude(status=FilingStatus.EXCUSED).count()
    counted = sheets.filter(status=FilingStatus.ACCEPTED).order_by().values("counted_submission")
    answers = DataRequestAnswer.objects.filter(submission__in=counted).values("question")
    sums = answers.annotate(
        answered=Count("pk"), value=Sum("value"), numerator=Sum("numerator"), denominator=Sum("denominator")
    )
    by_question: dict[int, Mapping[str, Any]] = {row["question"]: row for row in sums.order_by()}
    totals = []
    for question in request.questions.all() if questions is None else questions:
        row = by_question.get(question.pk, NOBODY)
        totals.append(
            RequestTotal(question, row["answered"], expected, row["value"], row["numerator"], row["denominator"])
        )
    return totals
