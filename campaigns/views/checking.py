"""The check before sending: what is missing or asked about, what the paper says, and the button that sends."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from campaigns import access
from campaigns.actions import filings
from campaigns.filing_notices import correction_notices, due_notice
from campaigns.forms.paper_sheet import PaperSheetForm
from campaigns.models import Filing
from campaigns.papers import filing_text
from campaigns.sheet import Incomplete, Sheet
from campaigns.sheet.sheet import PAPER
from campaigns.views.filing import WITH_LIMITS, filing_or_404, filing_to_act_on, mark_mending, trail
from foundation import vietnamese
from foundation.forms.errors import error_summary, refuse
from foundation.lifecycle import StateConflict
from units.access import require_allowed
from units.acting_request import acting_of, require_acting
from units.confirming import posted


def check(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Show the check before sending: problems, questions and all answers; by POST confirm questions and submit.

    After that the sheet's own page shows that it was received, with its receipt code.
    """
    if request.method != "POST":
        filing = filing_or_404(request, kind, pk, WITH_LIMITS)
        require_allowed(access.may_edit(filing, acting_of(request)))
        return _check_page(request, filing, sending=False)
    filing, by = filing_to_act_on(request, kind, pk), require_acting(request)
    paper = _paper_form(request, filing)
    if paper and not paper.is_valid():
        draft = filing_or_404(request, kind, pk, WITH_LIMITS)
        require_allowed(access.may_submit(draft, by))
        return _check_page(request, draft, sending=True, paper=paper)
    try:
        if answers := _answers(request.POST):
            filings.confirm_questions(filing, answers, by=by)
        if filing.current_submission_id and "unchanged" not in request.POST:
            draft = filing_or_404(request, kind, pk, WITH_LIMITS)
            if _sends_what_was_returned(draft):
                require_allowed(access.may_submit(draft, by))
                return _check_page(request, draft, sending=True, asks_unchanged=True, paper=paper)
        filings.submit(filing, by=by, paper=paper.paper if paper else None)
    except Incomplete:
        return _check_page(request, filing, sending=True, paper=paper)
    except ValidationError as error:
        assert paper is not None, "only the day of a paper's arrival is refused"
        refuse(paper, error)
        return _check_page(request, filing, sending=True, paper=paper)
    except StateConflict as error:
        error.back_url = filing.get_absolute_url()
        raise
    return redirect(filing)


def _sends_what_was_returned(filing: Filing) -> bool:
    """Return whether nothing has changed since the sheet was returned, whatever the unit has replied."""
    mending = mark_mending(Sheet(filing))
    return mending is not None and not mending.changes


def _paper_form(request: HttpRequest, filing: Filing) -> PaperSheetForm | None:
    """Return the form of the signed paper, for whoever files on the unit's behalf."""
    if require_acting(request).unit.pk == filing.unit.pk:
        return None
    if (sent := posted(request)) is not None:
        return PaperSheetForm(sent)
    return PaperSheetForm.after(filing.last_submission, draft=filing.draft.get(PAPER))


def _check_page(
    request: HttpRequest,
    filing: Filing,
    *,
    sending: bool,
    asks_unchanged: bool = False,
    paper: PaperSheetForm | None = None,
) -> HttpResponse:
    sheet, paper = Sheet(filing), paper or _paper_form(request, filing)
    mending = mark_mending(sheet)
    problems = [
        (filing.part_url(problem.part, problem.anchor, group=problem.group), problem.sentence)
        for problem in sheet.problems
    ]
    context = {
        "filing": filing,
        "sheet": sheet,
        "problems": problems,
        "paper": paper,
        "paper_problems": error_summary(paper),
        "unanswered": sheet.unconfirmed if sending else [],
        "notices": correction_notices(sheet),
        "mending": mending,
        "asks_unchanged": asks_unchanged,
        "as_paper": filing_text(sheet),
        "due": due_notice(filing),
        "breadcrumb": trail(sheet, (_("Kiểm tra lại trước khi gửi"), "")),
    }
    return render(request, "campaigns/filing/check.html", context)


def _answers(post: QueryDict) -> dict[str, dict[str, str]]:
    """Return the answers to the questions ticked “Số liệu đúng”, by the question's key."""
    ticked = [name.removeprefix("right:") for name in post if name.startswith("right:")]
    return {
        key: {"of": post.get(f"right:{key}", ""), "reason": vietnamese.clean(post.get(f"reason:{key}", ""))}
        for key in ticked
    }
