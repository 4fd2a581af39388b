"""Verdicts on chosen nominations: a preview with a form, then the action; and undoing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from awards import access
from awards.actions import appraisal
from awards.filters.appraisal import nominations_in_office_order
from awards.forms.verdicts import VerdictForm
from awards.lifecycle import HAS_VERDICT, NominationStatus
from awards.models import AwardTitle, Nomination
from awards.selectors.verdict_preview import VerdictPreview, offered_titles
from awards.views.appraisal import in_view
from awards.views.verdict_acts import NOT_GRANTED, SEND_UP, VERDICTS, VerdictAct
from foundation.forms.errors import error_summary
from foundation.lifecycle import StateConflict
from foundation.request_parsing import LONGEST_QUERY, whole_number
from units.access import require_allowed
from units.acting_request import acting_of, require_acting


@require_POST
def verdict(request: HttpRequest) -> HttpResponse:
    """Preview or carry out the posted `verdict`; an unknown one leads back to the table."""
    require_allowed(access.may_give_verdicts(acting_of(request)))
    act = VERDICTS.get(request.POST.get("verdict", ""))
    return _ask(request, act) if act else _back(request)


@require_POST
def send_up(request: HttpRequest) -> HttpResponse:
    require_allowed(access.may_give_verdicts(acting_of(request)))
    return _ask(request, SEND_UP)


@require_POST
def not_granted(request: HttpRequest) -> HttpResponse:
    require_allowed(access.may_give_verdicts(acting_of(request)))
    return _ask(request, NOT_GRANTED)


def _ask(request: HttpRequest, act: VerdictAct) -> HttpResponse:
    """Show the preview; with `confirm` in the POST, act on all posted nominations or on none."""
    rows, by = _chosen(request), require_acting(request)
    if not rows and "confirm" in request.POST:  # they were chosen, and went elsewhere meanwhile
        raise StateConflict(_("Các trường hợp đã chọn nay không còn chờ đơn vị xét."), back_url=_back_url(request))
    if not rows:
        return _none_chosen(request)
    titles = _titles(rows) if "title" in act.fields else []
    title = next((offered for offered in titles if str(offered.pk) == request.POST.get("title")), None)
    preview = act.look(rows, by, title)
    typed = request.POST if "confirm" in request.POST else None
    form = VerdictForm(typed, preview=preview, titles=titles, names=act.fields, reason_required=act.reason_required)
    if form.is_valid():
        with _leading_back(request, form):
            act.do(rows, by, title, form.cleaned_data.get("reason", ""))
        messages.success(request, act.done.format(n=len(rows)))
        return _back(request)
    context = _context(request, act, preview, form)
    if form.is_bound and not context["going"]:  # the page would have no place for the reason that was typed
        with _leading_back(request, form):
            raise StateConflict(preview.why_none)
    return render(request, "awards/appraisal/preview.html", context)


def _context(request: HttpRequest, act: VerdictAct, preview: VerdictPreview, form: VerdictForm) -> dict[str, Any]:
    """Return the context of the preview.

    For another title, nominees whom it does not suit stay in the form, so that a different title can be chosen.
    """
    going = preview.in_time if "title" in act.fields else preview.can
    n, units = len(going), {case.nomination.dossier.unit_id for case in going}
    return {
        "title": act.title,
        "sentence": act.will.format(n=n, m=len(units)) if n else "",
        "button": act.button.format(n=n),
        "tone": act.tone,
        "going": going,
        "staying": [case for case in preview.cases if case not in going],
        "forecasts": preview.forecasts,
        "form": form,
        "problems": error_summary(form),
        "verdict": request.POST.get("verdict", ""),
        "query": request.POST.get("query", ""),
        "back_url": _back_url(request),
        "breadcrumb": [(_("Thẩm định"), _back_url(request)), (act.title, "")],
    }


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Undo the verdicts of the chosen nominations that allow it; `only` is posted to undo a single one."""
    require_allowed(access.may_give_verdicts(acting_of(request)))
    by = require_acting(request)
    rows = _chosen(request, "only") or _chosen(request)
    if not rows:
        return _none_chosen(request)
    answers = [(row, access.may_undo_verdict(row, by)) for row in rows]
    can = [row for row, answer in answers if answer]
    had_verdict = [row for row in rows if row.status in HAS_VERDICT]
    if can or had_verdict:  # else no row ever had a verdict: nothing to undo and no conflict to report
        with _leading_back(request):
            appraisal.undo_verdict(can or had_verdict, by=by)
    if can:
        done = _("Đã hoàn tác: {n} trường hợp trở lại “{status}”.")
        messages.success(request, done.format(n=len(can), status=NominationStatus.PENDING.label))
    if refused := [answer.why_not for _row, answer in answers if not answer]:
        sentence = _("{k} trường hợp không hoàn tác được: {reasons}")
        messages.warning(request, sentence.format(k=len(refused), reasons=" ".join(dict.fromkeys(refused))))
    return _back(request)


def _chosen(request: HttpRequest, name: str = "nominations") -> list[Nomination]:
    """Return the posted nominations that this unit decides on; other ids are ignored."""
    ids = map(whole_number, request.POST.getlist(name))
    return list(nominations_in_office_order(in_view(request).filter(pk__in={pk for pk in ids if pk is not None})))


def _titles(rows: list[Nomination]) -> list[AwardTitle]:
    """Return the titles that can be granted to these nominations, in the order of the catalogue."""
    titles = {title for offered in offered_titles(rows).values() for title in offered}
    return sorted(titles, key=lambda title: (title.order, title.pk))


def _none_chosen(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("Xin chọn ít nhất một trường hợp."))
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    return redirect(_back_url(request))


def _back_url(request: HttpRequest) -> str:
    """Return the URL of the table with its filter, or without it when the posted query is too long."""
    conditions = request.POST.get("query", "")
    query = QueryDict(conditions).urlencode() if len(conditions) <= LONGEST_QUERY else ""
    return reverse("awards:appraisal") + (f"?{query}" if 0 < len(query) <= LONGEST_QUERY else "")


@contextmanager
def _leading_back(request: HttpRequest, form: VerdictForm | None = None) -> Iterator[None]:
    """Add the typed values and the way back to a StateConflict raised inside."""
    try:
        yield
    except StateConflict as error:
        error.typed = [(str(field.label), str(field.value() or "")) for field in form or [] if field.value()]
        error.back_url = _back_url(request)
        raise
