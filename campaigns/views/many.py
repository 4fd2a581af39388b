"""The pages on which a reviewer decides about many sheets at once: preview, what was done, undoing it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaigns import access
from campaigns.actions import batches
from campaigns.actions.batches import refused_sentence
from campaigns.forms.many import ManyForm
from campaigns.models import BatchedEvent, Filing
from campaigns.models.filing import FilingQuerySet, filing_list_url
from campaigns.review_preview import MOST_AT_ONCE, Preview, preview_of, what_words
from campaigns.review_queue import to_review
from campaigns.views.filing import WITH_LIMITS
from foundation.forms.errors import error_summary, refuse
from foundation.lifecycle import StateConflict
from foundation.request_parsing import whole_number
from units.access import require_allowed
from units.acting import Acting
from units.acting_request import acting_of, require_acting, user_of


def many(request: HttpRequest, kind: str) -> HttpResponse:
    """Show the chosen sheets, or all that await this person, before they are decided about; POST decides."""
    require_allowed(access.may_review_many(acting_of(request)))
    by = require_acting(request)
    if request.method == "POST":
        return _decide(request, kind, by)
    filings, more = _asked_for(request, kind, by)
    return _page(request, kind, preview_of(filings, by), ManyForm(initial={"act": uuid4()}), more=more)


def _asked_for(request: HttpRequest, kind: str, by: Acting) -> tuple[list[Filing], bool]:
    """Return the sheets to show: those ticked on a list, else what awaits this person; and whether there are more."""
    if "sheet" in request.GET or "chosen" in request.GET:
        ids = [pk for text in request.GET.getlist("sheet") if (pk := whole_number(text)) is not None]
        return _sheets(request, kind, ids[:MOST_AT_ONCE]), len(ids) > MOST_AT_ONCE
    waiting = to_review(by).filter(kind=kind)
    if (phase := whole_number(request.GET.get("phase"))) is not None:
        waiting = waiting.filter(called__phase=phase)
    filings = list(_with_all_shown(waiting)[: MOST_AT_ONCE + 1])
    return filings[:MOST_AT_ONCE], len(filings) > MOST_AT_ONCE


def _sheets(request: HttpRequest, kind: str, ids: Sequence[int]) -> list[Filing]:
    rows = Filing.objects.visible_to(user_of(request)).filter(kind=kind, pk__in=ids)
    return list(_with_all_shown(rows))


def _with_all_shown(rows: FilingQuerySet) -> FilingQuerySet:
    return rows.with_context().select_related(WITH_LIMITS).order_by("called__sort_key")


def _decide(request: HttpRequest, kind: str, by: Acting) -> HttpResponse:
    shown = _sheets(request, kind, _shown_ids(request)[:MOST_AT_ONCE])
    ticks = frozenset(pk for text in request.POST.getlist("sheet") if (pk := whole_number(text)) is not None)
    ticked = [filing for filing in shown if filing.pk in ticks]
    returns = request.POST.get("do") == "return"
    form = ManyForm(request.POST, returns=returns)
    if form.is_valid() and ticked:
        try:
            failed = _act(request, form, ticked, by)
        except ValidationError as error:
            refuse(form, error)
        else:
            _say_what_was_left(request, [filing for filing in shown if filing.pk not in ticks], failed)
            return redirect(f"{kind}s:many_done", pk=batches.first_event(form.cleaned_data["act"], by).pk)
    elif not ticked:
        form.add_error(None, _("Chưa chọn bản nào. Xin đánh dấu bản cần quyết định."))
    preview = preview_of(shown, by, ticks=ticks)
    if preview.rows and not preview.able:  # the page would have no place for the reason that was typed
        raise StateConflict(preview.why_none, back_url=filing_list_url(kind))
    return _page(request, kind, preview, form)


def _shown_ids(request: HttpRequest) -> list[int]:
    """Return the ids of the sheets that the posted page showed: those whose submission's number it carries."""
    names = (name.removeprefix("seen-") for name in request.POST if name.startswith("seen-"))
    return [pk for name in names if (pk := whole_number(name)) is not None]


def _act(request: HttpRequest, form: ManyForm, ticked: Sequence[Filing], by: Acting) -> batches.Failed:
    seen = {filing.pk: whole_number(request.POST.get(f"seen-{filing.pk}")) for filing in ticked}
    act = form.cleaned_data["act"]
    try:
        if form.returns:
            reason, due_on = form.cleaned_data["reason"], form.cleaned_data["due_on"]
            return batches.return_batch(
                ticked, act=act, reason=reason, due_on=due_on, by=by, submission_numbers=seen
            )  # fmt: skip
        return batches.accept_batch(ticked, act=act, by=by, submission_numbers=seen)
    except StateConflict as error:
        error.back_url = request.get_full_path()
        if form.returns:
            error.typed = [(str(form["reason"].label), form.cleaned_data["reason"])]
        raise


def _say_what_was_left(request: HttpRequest, unticked: Sequence[Filing], failed: batches.Failed) -> None:
    if failed:
        sentence = _("{n} bản không làm được. {why}")
        messages.warning(request, sentence.format(n=len(failed), why=refused_sentence(failed)))
    if unticked:
        names = ", ".join(filing.called.name for filing in unticked)
        messages.info(request, _("Để lại {n} bản: {names}.").format(n=len(unticked), names=names))


def _page(request: HttpRequest, kind: str, preview: Preview, form: ManyForm, *, more: bool = False) -> HttpResponse:
    title = many_title(preview, kind)
    context = {
        "title": title,
        "title_words": _("Xác nhận {n} {what}, để lại {m}").replace("{what}", preview.what),
        "preview": preview,
        "form": form,
        "problems": error_summary(form),
        "more": more,
        "list_url": filing_list_url(kind),
        "breadcrumb": _trail(kind, title),
    }
    return render(request, "campaigns/filing/many.html", context)


def many_title(preview: Preview, kind: str) -> str:
    """Return the title, which counts what is ticked and what is left: "Xác nhận 18 báo cáo đợt 1, để lại 2"."""
    what = preview.what if preview.rows else what_words(kind, [])
    if not preview.ticked:
        return _("Chưa chọn {what} nào để xác nhận").format(what=what)
    title = _("Xác nhận {n} {what}").format(n=preview.ticked, what=what)
    return title + _(", để lại {n}").format(n=preview.left) if preview.left else title


@require_safe
def many_done(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Show what an act on many sheets did, each sheet as it is now, and whether it can be undone."""
    _act, batch, by = _batch_or_404(request, kind, pk)
    filings, event = [sheet.filing for sheet in batch], batch[0].event
    newest = batches.newest_events(filings)
    undone = all(newest[filing.pk].verb == batches.UNDO[event.verb] for filing in filings)
    title = done_title(event.verb, kind, filings, undone=undone)
    context = {
        "title": title,
        "filings": filings,
        "event": event,
        "undone": undone,
        "obstacles": [] if undone else batches.undo_obstacles(batch, newest, by),
        "undo_url": reverse(f"{kind}s:many_undo", args=[pk]),
        "list_url": filing_list_url(kind),
        "breadcrumb": _trail(kind, title),
    }
    return render(request, "campaigns/filing/many_done.html", context)


def _batch_or_404(request: HttpRequest, kind: str, pk: int) -> tuple[UUID, list[batches.BatchedSheet], Acting]:
    """Return the act of which `pk` is one of the events tied together, its sheets, and for whom the reader acts."""
    batched = get_object_or_404(BatchedEvent.objects.visible_to(user_of(request)), pk=pk)
    by = require_acting(request)
    batch = batches.sheets_of(batched.act, by)
    if batch[0].filing.kind != kind:
        raise Http404
    return batched.act, batch, by


def done_title(verb: str, kind: str, filings: Sequence[Filing], *, undone: bool) -> str:
    words = {
        ("accept", False): _("Đã xác nhận {n} {what}"),
        ("return", False): _("Đã trả lại {n} {what}"),
        ("accept", True): _("Đã hoàn tác việc xác nhận {n} {what}"),
        ("return", True): _("Đã hoàn tác việc trả lại {n} {what}"),
    }
    return words[verb, undone].format(n=len(filings), what=what_words(kind, filings))


@require_POST
def many_undo(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Undo an act on all of its sheets; on none if somebody touched one."""
    act, batch, by = _batch_or_404(request, kind, pk)
    done_url = reverse(f"{kind}s:many_done", args=[pk])
    try:
        batches.undo_batch(act, by=by)
    except StateConflict as error:
        error.back_url = done_url
        raise
    messages.success(request, _("Đã hoàn tác: cả {n} bản trở lại “Chờ xác nhận”.").format(n=len(batch)))
    return redirect(done_url)


def _trail(kind: str, title: str) -> list[tuple[str, str]]:
    list_title = _("Đăng ký thi đua") if kind == "pledge" else _("Báo cáo")
    return [(list_title, filing_list_url(kind)), (title, "")]
