"""The bulk action that excuses units: a page tells first which sheets can be excused, then the action is applied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from campaigns import access
from campaigns.actions import reviews
from campaigns.actions.reviews import Failed
from campaigns.forms.reviews import ExcuseForm
from campaigns.models import Filing
from foundation.lifecycle import StateConflict
from foundation.request_parsing import whole_number
from units.access import Forbidden
from units.acting import Acting
from units.acting_request import require_acting
from units.admin_base.history import errors_of
from units.admin_base.scoped import ScopedAdmin


def excuse_many(screen: ScopedAdmin, request: HttpRequest, queryset: Any) -> HttpResponse | None:
    """Ask first; with `confirm` excuse each listed sheet and return None, which shows the list again."""
    confirmed = "confirm" in request.POST
    # not `queryset`: the list's filter may no longer match a sheet that changed meanwhile, and it must be reported
    listed = screen.get_queryset(request).filter(pk__in=_ids(request)) if confirmed else queryset
    form = ExcuseForm(request.POST if confirmed else None)
    if confirmed and form.is_valid():
        _apply(request, listed, form.cleaned_data)
        return None
    return _page(screen, request, list(listed), form)


def _ids(request: HttpRequest) -> list[int]:
    typed = map(whole_number, request.POST.getlist(ACTION_CHECKBOX_NAME))
    return [pk for pk in typed if pk is not None]


def _apply(request: HttpRequest, sheets: Iterable[Filing], typed: Mapping[str, Any]) -> None:
    done, failed = _excuse_each(sheets, typed, require_acting(request))
    if done:
        messages.success(request, _("Đã cho miễn {n} bản.").format(n=done))
    if failed:
        why = " ".join(f"{sheet.called.name}: {error}" for sheet, error in failed)
        messages.warning(request, _cannot(len(failed), why))


def _excuse_each(sheets: Iterable[Filing], typed: Mapping[str, Any], by: Acting) -> tuple[int, Failed]:
    """Excuse each sheet; return how many were excused, and the others with the reason why not."""
    done, failed = 0, Failed()
    for sheet in sheets:
        try:
            reviews.excuse(sheet, by=by, **typed)
            done += 1
        except (Forbidden, StateConflict) as error:
            failed.append((sheet, error))
        except ValidationError as error:
            failed.append((sheet, StateConflict(" ".join(error.messages))))
    return done, failed


def _cannot(number: int, why: str) -> str:
    return _("{k} bản không cho miễn được: {why}").format(k=number, why=why)


def _page(screen: ScopedAdmin, request: HttpRequest, sheets: list[Filing], form: forms.Form) -> HttpResponse:
    answers = [(sheet, access.may_excuse(sheet, require_acting(request))) for sheet in sheets]
    able = [sheet for sheet, answer in answers if answer]
    unable = [(sheet, answer.why_not) for sheet, answer in answers if not answer]
    units = len({sheet.called.unit_id for sheet in able})
    reasons = " ".join(dict.fromkeys(why for _sheet, why in unable))
    title = _("Cho miễn {n} bản").format(n=len(able))
    would = _("Sẽ cho miễn {n} bản của {m} đơn vị; các bản này ra khỏi mẫu số.").format(n=len(able), m=units)
    context = {
        **screen.admin_site.each_context(request),
        "title": title,
        "breadcrumb": screen.breadcrumb(title),
        "would": would,
        "cannot": _cannot(len(unable), reasons) if unable else "",
        "able": able,
        "unable": unable,
        "form": form,
        "error_items": errors_of(form, []),
        "action": "excuse",
        "button": title,
        "checkbox": ACTION_CHECKBOX_NAME,
        "back_url": request.get_full_path(),
    }
    return TemplateResponse(request, "admin/review.html", context)
