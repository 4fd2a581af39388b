"""Actions on a draft: making it from the appraisal table, wordings, dropping rows, proposing, discarding."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from awards import decision_access
from awards.actions import decisions
from awards.forms.decisions import DraftForm, WordingForm
from awards.models import Decision, Nomination
from awards.selectors import decision_page
from awards.views.appraisal import address_with
from awards.views.decisions import back_to, decision_or_404, trail
from foundation.forms.edit_conflicts import EditConflict
from foundation.forms.errors import error_summary, refuse
from foundation.lifecycle import StateConflict
from foundation.request_parsing import whole_number
from units.access import require_allowed
from units.acting import Acting
from units.acting_request import acting_of, require_acting, user_of
from units.confirming import Confirmation, ask, posted
from units.history import latest


@require_POST
def new(request: HttpRequest) -> HttpResponse:
    """Make a draft of the posted `nominations`. `organ`: the higher body whose decision it records."""
    rows, by = _chosen(request), acting_of(request)
    if by is None:
        raise Http404
    require_allowed(decision_access.may_draft(by.unit, by))
    form = DraftForm(request.POST)
    try:
        decision = decisions.draft(rows, by=by, organ=form.cleaned_data["organ"]) if form.is_valid() else None
    except ValidationError as error:
        refuse(form, error)
    except StateConflict as error:
        error.back_url = reverse("awards:appraisal")
        raise
    if form.errors or decision is None:
        return _choose_again(request, rows, form)
    messages.success(request, _("Đã lập dự thảo quyết định gồm {n} trường hợp.").format(n=len(rows)))
    return redirect(decision)


def _choose_again(request: HttpRequest, rows: list[Nomination], form: DraftForm) -> HttpResponse:
    """Redirect to the table with the ticks, the typed organ, and why no draft was made."""
    for _anchor, sentence in error_summary(form):
        messages.warning(request, sentence)
    return redirect(address_with(request.POST.get("query", ""), rows, form["organ"].value() or ""))


def _chosen(request: HttpRequest) -> list[Nomination]:
    """Return the posted nominations. Raises Http404 when one does not exist or is out of reach."""
    ids = {whole_number(text) for text in request.POST.getlist("nominations")}
    rows = list(Nomination.objects.visible_to(user_of(request)).filter(pk__in={pk for pk in ids if pk is not None}))
    if len(rows) != len(ids):
        raise Http404
    return rows


def wording(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit the wordings of a draft."""
    decision = decision_or_404(request, pk)
    form = WordingForm(posted(request), lines=decision_page.lines_of(decision))
    try:
        with back_to(decision):
            require_allowed(decision_access.may_edit_draft(decision, acting_of(request)))
            if request.method == "POST" and form.is_valid():
                _reword(decision, form, require_acting(request))
                messages.success(request, _("Đã ghi lời ghi của dự thảo."))
                return redirect(decision)
    except EditConflict:
        form.show_conflict(WordingForm(lines=decision_page.lines_of(decision)), latest(decision, "reword"))
    title = _("Sửa lời ghi")
    context: dict[str, Any] = {"decision": decision, "form": form, "problems": error_summary(form), "title": title}
    context["breadcrumb"] = trail(decision, (title, ""))
    return render(request, "awards/decision/wording.html", context, status=form.status)


def _reword(decision: Decision, form: WordingForm, by: Acting) -> None:
    typed, fingerprints = form.by_nomination(form.typed), form.by_nomination(form.fingerprints)
    decisions.reword(decision, typed, by=by, fingerprints=fingerprints)


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the posted nominations out of the draft."""
    decision, rows = decision_or_404(request, pk), _chosen(request)
    answer = decision_access.may_edit_draft(decision, acting_of(request))
    with back_to(decision):
        if rows:
            dropped = decisions.drop(decision, rows, by=require_acting(request, answer))
            sentence = _("Đã đưa {n} trường hợp ra khỏi dự thảo; kết luận của các trường hợp này giữ nguyên.")
            messages.success(request, sentence.format(n=dropped))
        else:
            require_allowed(answer)
            messages.warning(request, _("Xin chọn trường hợp cần đưa ra khỏi dự thảo."))
    return redirect(decision)


@require_POST
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    decision = decision_or_404(request, pk)
    by = require_acting(request, decision_access.may_propose(decision, acting_of(request)))
    try:
        with back_to(decision):
            decisions.propose(decision, by=by)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return redirect(decision)
    messages.success(request, _("Đã trình lãnh đạo {unit} ban hành.").format(unit=decision.unit.name))
    return redirect(decision)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    decision = decision_or_404(request, pk)
    by = require_acting(request, decision_access.may_withdraw_proposal(decision, acting_of(request)))
    with back_to(decision):
        decisions.withdraw_proposal(decision, by=by)
    messages.success(request, _("Đã rút dự thảo về để sửa."))
    return redirect(decision)


def discard(request: HttpRequest, pk: int) -> HttpResponse:
    decision = decision_or_404(request, pk)

    def question() -> Confirmation:
        sentence = _("Dự thảo không dùng lại được. Kết luận của các trường hợp trong dự thảo giữ nguyên.")
        title = _("Bỏ dự thảo")
        return Confirmation(
            title=title, sentence=sentence, button=title, trail=trail(decision, (title, ""))[:-1], tone="danger"
        )

    def act(_typed: dict) -> str:
        decisions.discard(decision, by=require_acting(request))
        return _("Đã bỏ dự thảo.")

    answer = decision_access.may_discard(decision, acting_of(request))
    return ask(request, answer, question, act, back_url=decision.get_absolute_url())
