"""The page of a draft's sentences: which are printed, in which order, whose they are, which have to be read again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation import clock
from foundation.lifecycle import StateConflict
from foundation.vietnamese import format_time
from summaries import access
from summaries.editing_actions import SentenceMove, arrange_sentences, keep_sentence
from summaries.models import Summary
from summaries.report.contents import SummaryDraft
from summaries.views.acts import stored_summary_or_404
from summaries.views.editing_presenter import EditingPresenter, anchor
from summaries.views.page import trail
from units.access import require_allowed
from units.acting_request import acting_of, require_acting

STEPS = {"up": -1, "down": 1, "first-order": 0}
KEEP, LIVE = "keep", "live"


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    summary = stored_summary_or_404(request, pk)
    require_allowed(access.may_edit(summary, acting_of(request)))
    if request.method == "POST":
        return _act(request, summary)
    title, draft = _("Soạn lời văn"), SummaryDraft(summary)
    context = {
        "summary": summary,
        "shown": EditingPresenter(draft),
        "title": title,
        "activities": draft.activities,
        "written_answers": draft.written_answers,
        "breadcrumb": [*trail(summary), (title, "")],
    }
    return render(request, "summaries/edit.html", context)


def _act(request: HttpRequest, summary: Summary) -> HttpResponse:
    """Do what the pressed button says: `act` is a verb and the key of a sentence; all send the ticks along."""
    posted, page = request.POST, reverse("summary:edit", args=[summary.pk])
    verb, _colon, key = posted.get("act", "").partition(":")
    ticks = dict(posted.lists())
    printed, before = set(ticks.get("on", ())), set(ticks.get("was", ()))
    switched = {key: key in before for key in printed ^ before}
    by = require_acting(request)
    try:
        if verb in (KEEP, LIVE):
            keep_sentence(summary, key, by=by, seen=posted.get(f"seen-{key}"), live=verb == LIVE)
        move = SentenceMove(key, STEPS[verb], posted.get("order")) if verb in STEPS else None
        arrange_sentences(summary, switched, move, by=by)
    except StateConflict as error:
        error.back_url = page
        raise
    if not verb:
        messages.success(request, _("Đã lưu lúc {t}.").format(t=format_time(clock.now())))
        return redirect(page)
    return redirect(f"{page}#{anchor(key, of_line=STEPS.get(verb) == 0)}")
