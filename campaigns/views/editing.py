"""The pages on which a unit fills in its sheet, part by part, and acts of the unit on the whole sheet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import BoundField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns import access
from campaigns.actions import filings
from campaigns.filing_notices import correction_notices, due_notice
from campaigns.mending import show_at_fields
from campaigns.models import Filing
from campaigns.sheet import Incomplete, Sheet
from campaigns.sheet.beside import TakenOver, lines_of, taken_over
from campaigns.sheet.indicator_parts import IndicatorGroup, IndicatorsPart
from campaigns.sheet.parts import FormPart, RowsPart, SheetPart, SheetProblem
from campaigns.sheet.reading import differences
from campaigns.views.filing import filing_or_404, filing_to_act_on, mark_mending, trail
from campaigns.views.part_steps import shows, step_back, step_on
from foundation import clock, vietnamese
from foundation.forms.autosave import kept, saves_itself
from foundation.forms.edit_conflicts import ConflictNotice, EditConflict, fingerprint
from foundation.lifecycle import StateConflict
from units.access import require_allowed
from units.acting_request import acting_of, require_acting


def part(request: HttpRequest, kind: str, pk: int, number: int) -> HttpResponse:
    """Show and save one part of the sheet. A part with errors can be saved, but the next part is shown only without.

    `?group=` shows and saves one group of its indicators, `?only=` some of them, by their codes.
    """
    if request.method == "POST":
        return _save(request, filing_to_act_on(request, kind, pk), number)
    filing = filing_or_404(request, kind, pk)
    sheet = Sheet(filing)
    shown = _shown_or_404(request, sheet, number)
    require_allowed(access.may_edit(filing, acting_of(request)))
    return _page(request, sheet, shown)


def _pick(request: HttpRequest) -> dict[str, Any]:
    """Return which of the part's indicators the address names, as `Sheet.page` takes it."""
    only = request.GET.get("only", "")
    return {"group": request.GET.get("group", ""), "only": only.split(",") if only else ()}


def _shown_or_404(request: HttpRequest, sheet: Sheet, number: int) -> SheetPart:
    shown = sheet.page(number, **_pick(request))
    if shown is None:
        raise Http404
    return shown


def _save(request: HttpRequest, filing: Filing, number: int) -> HttpResponse:
    by, seen = require_acting(request), request.POST.get("seen")
    try:
        shown, typed = filings.save_posted(filing, number, request.POST, by=by, fingerprint=seen, **_pick(request))
    except LookupError as error:
        raise Http404 from error
    except EditConflict:
        current = _shown_or_404(request, Sheet(filing), number)
        return _conflict_page(request, filing, current, current.read(request.POST))
    except StateConflict as error:
        current = _shown_or_404(request, Sheet(filing), number)
        error.typed, error.back_url = _typed_texts(current, current.read(request.POST)), request.get_full_path()
        raise
    if saves_itself(request):
        return kept(fingerprint(shown.comparable(typed)))
    if "add" in request.POST:
        return redirect(f"{request.path}?rows=1#new")
    next_page = request.get_full_path()
    if "next" in request.POST or "back" in request.POST:
        sheet = Sheet(filing)
        shown, mending = _shown_or_404(request, sheet, number), mark_mending(sheet)
        if "next" in request.POST and shown.problems:
            return _page(request, sheet, shown)
        step = step_on if "next" in request.POST else step_back
        value = request.POST.get("next") or request.POST.get("back", "")
        next_page = step(sheet, shown, mending).url_for(value)
    messages.success(request, _("Đã lưu tạm lúc {time}.").format(time=vietnamese.format_time(clock.now())))
    return redirect(next_page)


def _conflict_page(request: HttpRequest, filing: Filing, current: SheetPart, typed: Any) -> HttpResponse:
    """Show the form as typed and what somebody else saved meanwhile; saving it again overwrites that."""
    saved_sheet = Sheet(filing)
    whole = (saved_sheet.typed.get(current.key) or {}) | typed if isinstance(current, IndicatorGroup) else typed
    typed_sheet = Sheet(filing, dict(saved_sheet.typed) | {current.key: whole})
    saved, shown = (_shown_or_404(request, sheet, current.number) for sheet in (saved_sheet, typed_sheet))
    conflict = ConflictNotice(str(filing.typed_by), filing.typed_at, differences(saved_sheet, typed_sheet))
    return _page(request, typed_sheet, shown, fingerprint_shown=part_fingerprint(saved), conflict=conflict)


def part_fingerprint(shown: SheetPart) -> str:
    """Return the fingerprint of what a page shows of a part."""
    return fingerprint(shown.comparable(shown.typed))


def _page(
    request: HttpRequest,
    sheet: Sheet,
    shown: SheetPart,
    *,
    fingerprint_shown: str = "",
    conflict: ConflictNotice | None = None,
) -> HttpResponse:
    filing = sheet.filing
    part = shown.whole if isinstance(shown, IndicatorGroup) else shown
    mending = mark_mending(sheet)
    groups = _groups(shown)
    forms: list[SheetPart] = [*groups] or [shown]
    if mending:
        for form_part in forms:
            show_at_fields(form_part, mending.requests_of(shown.key))
    lines = {group: lines_of(sheet, group) for group in groups}
    from_pledge = taken_over(sheet, shown)
    if from_pledge and isinstance(shown, FormPart) and not groups and not shown.touched:
        shown.form.initial = {}  # what was called before the pledge is not offered beside it
    indicators = [line.asked_indicator.indicator.pk for rows in lines.values() for line in rows]
    rows = shown.open_forms(blank=_blank_rows(request, shown)) if isinstance(shown, RowsPart) else []
    context = {
        "filing": filing,
        "sheet": sheet,
        "part": part,
        "shown": shown,
        "address": request.get_full_path(),
        "notices": correction_notices(sheet, indicators) if indicators else [],
        "fingerprint": fingerprint_shown or part_fingerprint(shown),
        "conflict": conflict,
        "mending": mending,
        "asked_here": [row for row in mending.requests if not row.remark.part or shows(shown, row)] if mending else [],
        "open_outside": sum(1 for row in mending.open_requests if row.remark.part and not shows(shown, row))
        if mending
        else 0,
        "back": step_back(sheet, shown, mending),
        "on": step_on(sheet, shown, mending),
        "lines": [(group, *_required_and_offered(rows)) for group, rows in lines.items()],
        "rows": rows,
        "from_pledge": from_pledge,
        "take": _to_take(shown, from_pledge),
        "total": shown.total if isinstance(shown, RowsPart) else None,
        "problems": [(problem.anchor, problem.sentence) for problem in _problems(forms)],
        "due": due_notice(filing),
        "breadcrumb": _trail(sheet, part, shown),
    }
    return render(request, "campaigns/filing/part.html", context, status=409 if conflict else 200)


def _to_take(shown: SheetPart, from_pledge: TakenOver | None) -> list[tuple[BoundField, str]]:
    """Return (blank field, text) of what may be taken over."""
    if from_pledge is None or not isinstance(shown, FormPart):
        return []
    return [(shown.form[name], text) for name, text in from_pledge.texts.items() if not shown.form[name].value()]


def _groups(shown: SheetPart) -> list[IndicatorsPart | IndicatorGroup]:
    """Return the parts of indicators whose lines a page shows: the groups of a part, or what it shows itself."""
    if isinstance(shown, IndicatorGroup):
        return [shown]
    if isinstance(shown, IndicatorsPart):
        return list(shown.groups) or [shown]
    return []


def _problems(forms: list[SheetPart]) -> list[SheetProblem]:
    """Return what is missing or wrong in what was saved of a page."""
    return [problem for part in forms if part.touched for problem in part.problems]


def _required_and_offered(rows: list[Any]) -> tuple[list[Any], list[Any], bool]:
    """Return the lines that must be answered, those that may be, and whether any of these holds something."""
    required = [line for line in rows if line.asked_indicator.required]
    offered = [line for line in rows if not line.asked_indicator.required]
    return required, offered, any(field.value() for line in offered for field in line.fields)


def _trail(sheet: Sheet, part: SheetPart, shown: SheetPart) -> list[tuple[str, str]]:
    if shown is part:
        return trail(sheet, (part.title, ""))
    return trail(sheet, (part.title, sheet.filing.part_url(part.number)), (shown.title, ""))


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
