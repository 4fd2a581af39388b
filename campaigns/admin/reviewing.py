"""Bulk actions on sheets: a page tells first which sheets can be changed, then the action is applied to each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy

from campaigns import access
from campaigns.actions import reviews
from campaigns.actions.reviews import Failed
from campaigns.forms.reviews import ExcuseForm
from campaigns.models import Filing
from campaigns.models.submission import read_last_submissions
from campaigns.sheet.late_targets import late_target_counts
from foundation.lazy_text import LazyText
from foundation.lifecycle import StateConflict
from foundation.request_parsing import whole_number
from units.access import Answer, Forbidden
from units.acting import Acting
from units.acting_request import require_acting
from units.admin_base.history import errors_of
from units.admin_base.scoped import ScopedAdmin
from units.forms.returning import ReturnForm

SubmissionNumbers = dict[int, int | None]  # number of the submission that the page showed, by filing id


@dataclass(frozen=True)
class BulkReview:
    """A bulk action and its sentences: {n} sheets of {m} units, {k} sheets that cannot be changed, {why}."""

    action: str
    may: Callable[[Filing, Acting], Answer]
    act: Callable[[list[Filing], dict[str, Any], SubmissionNumbers, Acting], tuple[list[Filing], Failed]]
    would: LazyText
    cannot: LazyText
    button: LazyText
    done: LazyText
    form: type[forms.Form] | None = None


def _accept(
    sheets: list[Filing], typed: dict[str, Any], submission_numbers: SubmissionNumbers, by: Acting
) -> tuple[list[Filing], Failed]:
    return reviews.accept_all(sheets, by=by, submission_numbers=submission_numbers)


def _return(
    sheets: list[Filing], typed: dict[str, Any], submission_numbers: SubmissionNumbers, by: Acting
) -> tuple[list[Filing], Failed]:
    return _apply_to_each(
        sheets, lambda sheet: reviews.return_(sheet, by=by, submission_number=submission_numbers[sheet.pk], **typed)
    )


def _excuse(
    sheets: list[Filing], typed: dict[str, Any], submission_numbers: SubmissionNumbers, by: Acting
) -> tuple[list[Filing], Failed]:
    return _apply_to_each(sheets, lambda sheet: reviews.excuse(sheet, by=by, **typed))


def _apply_to_each(sheets: list[Filing], act: Callable[[Filing], None]) -> tuple[list[Filing], Failed]:
    """Apply an action to each sheet; return the changed ones and the others with the reason why not."""
    done: list[Filing] = []
    failed: Failed = []
    for sheet in sheets:
        try:
            act(sheet)
            done.append(sheet)
        except (Forbidden, StateConflict) as error:
            failed.append((sheet, error))
        except ValidationError as error:
            failed.append((sheet, StateConflict(" ".join(error.messages))))
    return done, failed


ACCEPT = BulkReview(
    "accept",
    access.may_accept,
    _accept,
    gettext_lazy("Sẽ xác nhận {n} bản của {m} đơn vị."),
    gettext_lazy("{k} bản không xác nhận được: {why}"),
    gettext_lazy("Xác nhận {n} bản"),
    gettext_lazy("Đã xác nhận {n} bản."),
)
RETURN = BulkReview(
    "send_back",
    access.may_return,
    _return,
    gettext_lazy("Sẽ trả lại {n} bản của {m} đơn vị để bổ sung."),
    gettext_lazy("{k} bản không trả lại được: {why}"),
    gettext_lazy("Trả lại {n} bản"),
    gettext_lazy("Đã trả lại {n} bản."),
    ReturnForm,
)
EXCUSE = BulkReview(
    "excuse",
    access.may_excuse,
    _excuse,
    gettext_lazy("Sẽ cho miễn {n} bản của {m} đơn vị; các bản này ra khỏi mẫu số."),
    gettext_lazy("{k} bản không cho miễn được: {why}"),
    gettext_lazy("Cho miễn {n} bản"),
    gettext_lazy("Đã cho miễn {n} bản."),
    ExcuseForm,
)


def review(screen: ScopedAdmin, request: HttpRequest, queryset: Any, kind: BulkReview) -> HttpResponse | None:
    """Ask first; with `confirm` apply the action to each listed sheet and return None, which shows the list again."""
    confirmed = "confirm" in request.POST
    # not `queryset`: the list's filter may no longer match a sheet that changed meanwhile, and it must be reported
    listed = screen.get_queryset(request).filter(pk__in=_ids(request)) if confirmed else queryset
    # many units at once are not offered a default date
    form = kind.form(request.POST if confirmed else None, initial={"due_on": None}) if kind.form else None
    if confirmed and (form is None or form.is_valid()):
        _apply(request, listed, kind, form.cleaned_data if form else {})
        return None
    return _page(screen, request, list(listed), kind, form)


def _ids(request: HttpRequest) -> list[int]:
    typed = map(whole_number, request.POST.getlist(ACTION_CHECKBOX_NAME))
    return [pk for pk in typed if pk is not None]


def _apply(request: HttpRequest, sheets: Iterable[Filing], kind: BulkReview, typed: dict[str, Any]) -> None:
    listed = list(sheets)
    submission_numbers = {sheet.pk: whole_number(request.POST.get(f"seen-{sheet.pk}")) for sheet in listed}
    done, failed = kind.act(listed, typed, submission_numbers, require_acting(request))
    if done:
        messages.success(request, str(kind.done).format(n=len(done)))
    if failed:
        why = " ".join(f"{sheet.called.name}: {error}" for sheet, error in failed)
        messages.warning(request, str(kind.cannot).format(k=len(failed), why=why))


def _page(screen: ScopedAdmin, request: HttpRequest, sheets: list[Filing], kind: BulkReview, form: Any) -> HttpResponse:
    read_last_submissions(sheets)
    answers = [(sheet, kind.may(sheet, require_acting(request))) for sheet in sheets]
    able = [sheet for sheet, answer in answers if answer]
    unable = [(sheet, answer.why_not) for sheet, answer in answers if not answer]
    late = late_target_counts(able) if kind is ACCEPT else {}
    units = len({sheet.called.unit_id for sheet in able})
    reasons = " ".join(dict.fromkeys(why for _sheet, why in unable))
    context = {
        **screen.admin_site.each_context(request),
        "title": str(kind.button).format(n=len(able)),
        "breadcrumb": screen.breadcrumb(str(kind.button).format(n=len(able))),
        "would": str(kind.would).format(n=len(able), m=units),
        "cannot": str(kind.cannot).format(k=len(unable), why=reasons) if unable else "",
        "able": [(sheet, sheet.last_submission, late.get(sheet.pk, 0)) for sheet in able],
        "unable": unable,
        "form": form,
        "error_items": errors_of(form, []) if form else [],
        "action": kind.action,
        "button": str(kind.button).format(n=len(able)),
        "checkbox": ACTION_CHECKBOX_NAME,
        "back_url": request.get_full_path(),
    }
    return TemplateResponse(request, "admin/review.html", context)
