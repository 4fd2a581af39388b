"""The list of decisions, the page of a decision, its PDF and its certificates."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards import decision_access, letter_access
from awards.certificate_tasks import kept_certificates
from awards.filters.decisions import DecisionFilter, own_drafts_first
from awards.lifecycle import DecisionStatus
from awards.models import Award, Decision, DecisionKind
from awards.papers.certificates import printable
from awards.papers.decision import decision_pdf
from awards.selectors import decision_page
from awards.tasks import kept_paper
from awards.views import list_tables
from foundation.drawing.turns import in_turn
from foundation.lifecycle import StateConflict
from foundation.list_page import list_page
from foundation.pdf_response import pdf_response
from units.acting_request import acting_of, user_of
from units.history import history_of

QUESTIONS: dict[str, tuple[str, ...]] = {
    DecisionStatus.DRAFT: ("edit_draft", "discard", "propose", "withdraw_proposal", "close", "record"),
    DecisionStatus.TO_SIGN: ("take_back", "register"),
    DecisionStatus.ISSUED: ("amend", "keep_scans"),
    DecisionStatus.DISCARDED: (),
}
"""By status the acts that a decision may be ready for."""
AMENDS = (
    (DecisionKind.CORRECT, gettext_lazy("Đính chính…")),
    (DecisionKind.ADJUST, gettext_lazy("Điều chỉnh…")),
    (DecisionKind.ANNUL, gettext_lazy("Hủy bỏ khen thưởng…")),
)


PER_PAGE = 25  # a row has two lines


def decision_list(request: HttpRequest) -> HttpResponseBase:
    """Show the decisions that the user can see, 25 on a page, in a fixed number of queries."""
    user = user_of(request)
    visible = Decision.objects.visible_to(user, asked_often=True)
    decisions = own_drafts_first(visible.only("pk"), user)
    conditions = DecisionFilter(request.GET.dict(), queryset=decisions, user=user)

    by = acting_of(request)  # who has the menu of awards finds the letters there
    reads_letters = bool(by and not by.reads_below and letter_access.may_read_letters(by))
    return list_page(
        request,
        "awards/decision/list.html",
        list_tables.DECISIONS,
        conditions,
        decision_page.decisions_on_page,
        per_page=PER_PAGE,
        reads_letters=reads_letters,
    )


def decision_or_404(request: HttpRequest, pk: int) -> Decision:
    """Return a decision that the user can see, with its context."""
    return get_object_or_404(Decision.objects.visible_to(request.user).with_context(), pk=pk)


@contextmanager
def back_to(decision: Decision) -> Iterator[None]:
    """Set the decision's page as the way back of a StateConflict raised inside."""
    try:
        yield
    except StateConflict as error:
        error.back_url = error.back_url or decision.get_absolute_url()
        raise


def trail(decision: Decision, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the breadcrumb of a decision; `more` are pages below it."""
    here = decision.get_absolute_url() if more else ""
    return [(_("Quyết định khen thưởng"), reverse("awards:decisions")), (str(decision), here), *more]


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    decision = decision_or_404(request, pk)
    by, user = acting_of(request), user_of(request)
    lines = decision_page.lines_of(decision)
    register = decision_page.register_of(decision, by) if decision.is_issued else []
    awards = [register_entry.award for register_entry in register]
    year = decision.campaign.year
    reached = [award for award in awards if user.reaches(award.unit.path, year)]
    scans, above = decision_page.scans_of(decision), user.reaches(decision.unit.path, year)
    can = {name: getattr(decision_access, f"may_{name}")(decision, by) for name in QUESTIONS[decision.status]}
    context = {
        "decision": decision,
        "subject": decision_page.subject(decision),
        "to_compare": decision_page.to_compare_sentences(decision),
        "signs": not decision.is_to_sign or decision_page.signs(decision),
        "can": can,
        "amends": AMENDS,
        "collectives": [line for line in lines if not line.is_person],
        "persons": [line for line in lines if line.is_person],
        "corrections": decision_page.corrections_of(decision),
        "annuls": decision.kind == DecisionKind.ANNUL,
        "register": register,
        "sees_codes": decision_page.sees_codes(decision, user),
        "has_certificates": bool(printable(decision, reached)),
        "related": _related(request, decision),
        "scans": [scan for scan in scans if not scan.is_withdrawn],
        "withdrawn": [scan for scan in scans if scan.is_withdrawn and (above or can.get("keep_scans"))],
        "story": history_of(decision) if above else [],
        "breadcrumb": trail(decision),
    }
    return render(request, "awards/decision/detail.html", context)


def _related(request: HttpRequest, decision: Decision) -> list[Decision]:
    """Return the decisions that correct, adjust or annul this one, or that this one is about."""
    visible = Decision.objects.visible_to(request.user).exclude(status=DecisionStatus.DISCARDED)
    return list(decision_page.with_subject(visible.related_to(decision), "status", "dated_on", "proposed_at"))


def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Return decision.pdf: of a draft drawn now and stamped DỰ THẢO, of a frozen decision as it is kept."""
    decision = decision_or_404(request, pk)
    if decision.is_frozen:
        content = kept_paper(decision)
    else:
        with in_turn(request):
            content = decision_pdf(decision)
    return pdf_response(content, f"decision-{decision.pk}.pdf")


def certificates(request: HttpRequest, pk: int) -> HttpResponse:
    """Return certificates.pdf as it is kept, with a page for each award in the user's reach, or 404 without any."""
    decision = decision_or_404(request, pk)
    visible = Award.objects.visible_to(user_of(request)).filter(decision=decision)
    awards = printable(decision, visible.prefetch_related("papers"))
    if not awards:
        raise Http404
    content = kept_certificates(decision, awards)
    if content is None:
        return _making(request, decision, len(awards))
    return pdf_response(content, f"certificates-{decision.pk}.pdf")


def _making(request: HttpRequest, decision: Decision, count: int) -> HttpResponse:
    title = _("Bằng, giấy khen đang được tạo")
    context = {"decision": decision, "count": count, "title": title, "breadcrumb": trail(decision, (title, ""))}
    return render(request, "awards/decision/making_certificates.html", context, status=202)
