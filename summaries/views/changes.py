"""The page that shows what changed since a summary was closed for signing."""

from __future__ import annotations

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from foundation.pagination.capped import CappedPaginator
from summaries.comparison import Comparison
from summaries.figures_cache import BeingCounted
from summaries.models import Summary
from summaries.report.contents import NoOpenedPhase
from summaries.views.acts import stored_summary_or_404
from summaries.views.changes_presenter import ChangesPresenter
from summaries.views.lookups import reaches
from summaries.views.page import nothing_yet, trail
from units.acting_request import user_of

SHEETS_OF_A_PAGE = 20


def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """Compare a closed summary with the revision after it; before there is one, with what is counted now.

    `?figure=` is the subject of a figure ("indicator:<code>"): all its figures, and the sheets that changed it.
    """
    before = stored_summary_or_404(request, pk)
    if not before.is_closed:
        raise Http404
    prefetch_related_objects([before.campaign], "phases")
    if before.phase:
        before.phase.campaign = before.campaign
    inside = reaches(request, before.campaign, before.unit)
    after = _following(request, before, inside=inside)
    try:
        comparison = Comparison(before, after)
    except (NoOpenedPhase, BeingCounted) as reason:
        return nothing_yet(request, after, reason)
    subject = request.GET.get("figure", "")
    shown = ChangesPresenter(comparison, subject, inside=inside)
    page = CappedPaginator(shown.listed, SHEETS_OF_A_PAGE).get_page(request.GET.get("page"))
    title = _("Điểm khác")
    context = {
        "before": before,
        "after": after,
        "shown": shown,
        "words": comparison.words,
        "inside": inside,
        "known": comparison.causes is not None,
        "is_added_up": comparison.is_added_up,
        "page": page,
        "rows": shown.rows(page.rows),
        "prefix": f"figure={subject}&" if subject else "",
        "title": title,
        "breadcrumb": [*trail(before), (title, "")],
    }
    return render(request, "summaries/changes.html", context)


def _following(request: HttpRequest, summary: Summary, *, inside: bool) -> Summary:
    """Return the next revision that the person may read, else a draft that is not stored, for who is inside."""
    revisions = Summary.objects.visible_to(user_of(request)).of(summary.campaign, summary.phase, summary.unit)
    following = revisions.filter(revision=summary.revision + 1).first()
    if following is None and not inside:
        raise Http404
    if following is None:  # what is to sign would be the same revision, closed anew
        revision = summary.revision + summary.is_final
        following = Summary(revision=revision, narrative=summary.narrative)
    following.campaign, following.phase, following.unit = summary.campaign, summary.phase, summary.unit
    following.replaced = summary if summary.is_final else summary.replaced
    return following
