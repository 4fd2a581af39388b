"""The pages on which a unit fills its sheet: the parts, the check before sending, submitting, taking back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns import access
from campaigns.actions import filings
from campaigns.filing_notices import correction_notices, due_notice
from campaigns.forms.paper_sheet import PaperSheetForm
from campaigns.mending import show_at_fields
from campaigns.models import Filing
from campaigns.sheet import Incomplete, Sheet
from campaigns.sheet.indicator_form import IndicatorsForm
from campaigns.sheet.parts import FormPart, RowsPart, SheetPart
from campaigns.sheet.reading import differences, reading_of
from campaigns.views.filing import filing_or_404, filing_to_act_on, mark_mending, trail
from foundation import clock, vietnamese
from foundation.forms.autosave import kept, saves_itself
from foundation.forms.edit_conflicts import ConflictNotice, EditConflict, fingerprint
from foundation.forms.errors import error_summary, refuse
from foundation.lifecycle import StateConflict
from units.access import require_allowed
from units.acting_request import acting_of, require_acting
from units.confirming import posted


def part(request: HttpRequest, kind: str, pk: int, number: int) -> HttpResponse:
    """Show and save one part of the sheet. A part with errors can be saved, but the next part is shown only without."""
    if request.method == "POST":
        return _save(request, filing_to_act_on(request, kind, pk), number)
    filing = filing_or_404(request, kind, pk)
    sheet = Sheet(filing)
    current = _part_or_404(sheet, number)
    require_allowed(access.may_edit(filing, acting_of(request)))
    return _page(request, sheet, current)


def _part_or_404(sheet: Sheet, number: int) -> SheetPart:
    part = sheet.part(number)
    if part is None:
        raise Http404
    return part


def _save(request: HttpRequest, filing: Filing, number: int) -> HttpResponse:
    by, seen = require_acting(request), request.POST.get("seen")
    try:
        current, typed = filings.save_posted(filing, number, request.POST, by=by, fingerprint=seen)
    except LookupError as error:
        raise Http404 from error
    except EditConflict:
        current = _part_or_404(Sheet(filing), number)
        return _conflict_page(request, filing, current, current.read(request.POST))
    except StateConflict as error:
        current = _part_or_404(Sheet(filing), number)
        error.typed, error.back_url = _typed_texts(current, current.read(request.POST)), request.path
        raise
    if saves_itself(request):
        return kept(fingerprint(typed))
    if "add" in request.POST:
        return redirect(f"{request.path}?rows=1#new")
    next_page = request.path
    if "next" in request.POST:
        sheet = Sheet(filing)
        saved = _part_or_404(sheet, number)
        if saved.problems:
            return _page(request, sheet, saved)
        next_page = _next_url(filing, sheet, saved)
    messages.success(request, _("Đã lưu tạm lúc {time}.").format(time=vietnamese.format_time(clock.now())))
    return redirect(next_page)


def _conflict_page(request: HttpRequest, filing: Filing, current: SheetPart, typed: Any) -> HttpResponse:
    """Show the form as typed and what somebody else saved meanwhile; saving it again overwrites that."""
    saved_sheet = Sheet(filing)
    typed_sheet = Sheet(filing, dict(saved_sheet.typed) | {current.key: typed})
    part = typed_sheet.part(current.number)
    assert part is not None
    conflict = ConflictNotice(str(filing.typed_by), filing.typed_at, differences(saved_sheet, typed_sheet))
    return _page(request, typed_sheet, part, fingerprint_shown=part_fingerprint(saved_sheet, part), conflict=conflict)


def part_fingerprint(sheet: Sheet, part: SheetPart) -> str:
    """Return the fingerprint of a part's content as a page shows it."""
    return fingerprint(sheet.typed.get(part.key))


def _next_url(filing: Filing, sheet: Sheet, saved: SheetPart) -> str:
    """Return the URL of the next part, after the last part that of the check before sending."""
    if sheet.part(saved.number + 1):
        return filing.url("part", saved.number + 1)
    return filing.url("check")


def _page(
    request: HttpRequest,
    sheet: Sheet,
    current: SheetPart,
    *,
    fingerprint_shown: str = "",
    conflict: ConflictNotice | None = None,
) -> HttpResponse:
    filing = sheet.filing
    mending = mark_mending(sheet)
    if mending:
        show_at_fields(current, mending.requests_of(current.key))
    figures = isinstance(current, FormPart) and isinstance(current.form, IndicatorsForm)
    lines = sheet.lines(current) if figures else []
    rows = current.open_forms(blank=_blank_rows(request, current)) if isinstance(current, RowsPart) else []
    context = {
        "filing": filing,
        "sheet": sheet,
        "part": current,
        "notices": correction_notices(sheet, [line.asked_indicator.indicator.pk for line in lines]) if lines else [],
        "fingerprint": fingerprint_shown or part_fingerprint(sheet, current),
        "conflict": conflict,
        "mending": mending,
        "asked_here": [*mending.requests_of(current.key), *mending.requests_of("")] if mending else [],
        "open_outside": mending.open_outside(current.key) if mending else 0,
        "next_part": sheet.part(current.number + 1),
        "required_lines": [line for line in lines if line.asked_indicator.required],
        "offered_lines": [line for line in lines if not line.asked_indicator.required],
        "offered_open": any(
            field.value() for line in lines if not line.asked_indicator.required for field in line.fields
        ),
        "rows": rows,
        "problems": [(problem.anchor, problem.sentence) for problem in current.problems] if current.touched else [],
        "due": due_notice(filing),
        "breadcrumb": trail(sheet, (current.title, "")),
    }
    return render(request, "campaigns/filing/part.html", context, status=409 if conflict else 200)


def _blank_rows(request: HttpRequest, current: RowsPart) -> int:
    """Return how many blank rows to show: one when asked for or when there is no other row, else none."""
    return 1 if "rows" in request.GET or not (current.forms or current.pending) else 0


def _typed_texts(current: SheetPart, typed: Any) -> list[tuple[str, str]]:
    """Return what was typed as (label, text), for the page of a StateConflict."""
    form = current.labelled_form()
    rows = typed if isinstance(typed, list) else [typed]
    return [
        (str(form.fields[name].label if name in form.fields else name), value)
        for row in rows
        for name, value in row.items()
        if value and (name in form.fields and name != "uuid")
    ]


def check(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Show the check before sending: problems, questions and all answers; by POST confirm questions and submit.

    After that the sheet's own page shows that it was received, with its receipt code.
    """
    if request.method != "POST":
        filing = filing_or_404(request, kind, pk)
        require_allowed(access.may_edit(filing, acting_of(request)))
        return _check_page(request, filing, sending=False)
    filing, by = filing_to_act_on(request, kind, pk), require_acting(request)
    paper = _paper_form(request, filing)
    if paper and not paper.is_valid():
        draft = filing_or_404(request, kind, pk)
        require_allowed(access.may_submit(draft, by))
        return _check_page(request, draft, sending=True, paper=paper)
    try:
        if answers := _answers(request.POST):
            filings.confirm_questions(filing, answers, by=by)
        if filing.current_submission_id and "unchanged" not in request.POST:
            draft = filing_or_404(request, kind, pk)
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
    return PaperSheetForm.after(filing.last_submission, posted(request))


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
        (filing.url("part", problem.part) + (f"#{problem.anchor}" if problem.anchor else ""), problem.sentence)
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
        "reading": reading_of(sheet),
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


@require_POST
def confirm_unchanged(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Submit the pledge as inherited from the accepted pledge before it."""
    filing = filing_to_act_on(request, kind, pk)
    try:
        filings.confirm_unchanged(filing, by=require_acting(request))
    except Incomplete as error:
        messages.error(request, _("{what} Xin chọn “Điều chỉnh, bổ sung”.").format(what=error))
        return redirect(filing)
    return redirect(filing)


@require_POST
def take_back(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    filing = filing_to_act_on(request, kind, pk)
    filings.take_back(filing, by=require_acting(request))
    messages.success(request, _("Đã rút lại để sửa. Sửa xong, xin gửi lại."))
    return redirect(filing)


@require_POST
def confirm_on_behalf(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    filing = filing_to_act_on(request, kind, pk)
    filings.confirm_on_behalf(filing, by=require_acting(request))
    messages.success(request, _("Đơn vị đã xác nhận số liệu nhập thay."))
    return redirect(filing)
