"""The pages on which a reviewer decides about many sheets of data requests at once."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaigns.actions.batches import ANSWER_BATCHES
from campaigns.data_request_access import may_review_many_answers
from campaigns.data_requests.review_preview import preview_of_answers, what_words
from campaigns.models import DataRequestSheet
from campaigns.review_preview import MOST_AT_ONCE, Preview
from campaigns.review_queue import answers_to_review
from campaigns.views.many import ManyPages
from foundation.request_parsing import whole_number
from units.access import Answer
from units.acting import Acting
from units.acting_request import user_of


class AnswerPages(ManyPages[DataRequestSheet]):
    """The pages of the sheets of data requests."""

    namespace = "data_requests"
    batches = ANSWER_BATCHES

    def __init__(self) -> None:
        self.list_title, self.list_url = _("Phiếu bổ sung số liệu"), reverse("data_requests:list")

    def may_review(self, by: Acting | None) -> Answer:
        return may_review_many_answers(by)

    def sheets(self, request: HttpRequest, ids: Sequence[int]) -> list[DataRequestSheet]:
        rows = DataRequestSheet.objects.visible_to(user_of(request)).for_page()
        return list(rows.filter(pk__in=ids).order_by("sort_key"))

    def waiting(self, request: HttpRequest, by: Acting) -> list[DataRequestSheet]:
        rows = answers_to_review(by).for_page()
        if (number := whole_number(request.GET.get("request"))) is not None:
            rows = rows.filter(request=number)
        return list(rows.order_by("sort_key")[: MOST_AT_ONCE + 1])

    def preview(self, sheets: Sequence[DataRequestSheet], by: Acting, ticks: frozenset[int] | None = None) -> Preview:
        return preview_of_answers(sheets, by, ticks=ticks)

    def what_words(self, sheets: Sequence[DataRequestSheet]) -> str:
        return what_words(sheets)


def many(request: HttpRequest) -> HttpResponse:
    return AnswerPages().show(request)


@require_safe
def many_done(request: HttpRequest, pk: int) -> HttpResponse:
    return AnswerPages().done(request, pk)


@require_POST
def many_undo(request: HttpRequest, pk: int) -> HttpResponse:
    return AnswerPages().undo(request, pk)
