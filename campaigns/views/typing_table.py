"""The page on which a union above types the paper sheets of its units, ten in a row."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from campaigns import access
from campaigns.actions.filings import save_parts
from campaigns.filters import current_phase
from campaigns.forms.typing_table import SEEN, TypingRow, TypingTable, parts_in_table
from campaigns.lifecycle import EDITABLE, PhaseStatus
from campaigns.models import Filing, Phase
from campaigns.models.filing import filing_list_url
from campaigns.models.submission import read_last_submissions
from campaigns.sheet import Sheet
from campaigns.sheet.inherited import read_inherited_submissions
from campaigns.sheet.reading import differences
from foundation.forms.edit_conflicts import EditConflict
from foundation.lifecycle import StateConflict
from foundation.pagination.capped import CappedPaginator
from foundation.request_parsing import query_without, whole_number
from units.access import require_allowed
from units.acting import Acting
from units.acting_request import acting_of, require_acting, user_of

ROWS = 10


def typing_table(request: HttpRequest, kind: str) -> HttpResponse:
    """Show one part of ten sheets that wait for their units, and save what was typed in each row."""
    require_allowed(access.may_type_paper_sheets(acting_of(request)))
    if request.method == "POST":
        return _save(request, kind)
    phases = _phases(request, kind)
    return _page(request, kind, phases, _phase(request, phases, kind))


def _phases(request: HttpRequest, kind: str) -> list[Phase]:
    """Return the phases that were opened and ask for sheets of the kind, the newest first."""
    opened = Phase.objects.visible_to(user_of(request)).asking(kind).exclude(status=PhaseStatus.PLANNED)
    return list(opened.select_related("campaign").prefetch_related("due_dates").order_by("-campaign__year", "-number"))


def _phase(request: HttpRequest, phases: list[Phase], kind: str) -> Phase | None:
    """Return the phase asked for (404 if there is none), else the open one that is in season; None without any."""
    wanted = request.GET.get("phase")
    if wanted is None:
        opened = [phase for phase in phases if phase.is_open]
        return current_phase(opened, kind) or next(iter(opened), None)
    chosen = next((phase for phase in phases if phase.pk == whole_number(wanted)), None)
    if chosen is None:
        raise Http404
    return chosen


def _waiting(request: HttpRequest, kind: str, phase: Phase | None) -> QuerySet[Filing]:
    """Return the sheets of the unions right below that are not sent, in the office's order; none of a closed phase."""
    below = Filing.objects.visible_to(user_of(request)).filter(called__unit__parent=require_acting(request).unit)
    if phase is None or not phase.is_open:
        return below.none()
    waiting = below.filter(kind=kind, called__phase=phase, status__in=EDITABLE)
    return waiting.with_context().order_by("called__sort_key")


def _page(
    request: HttpRequest, kind: str, phases: list[Phase], phase: Phase | None, table: TypingTable | None = None
) -> HttpResponse:
    """Show the page; `table` is one that was posted and of which some rows were refused."""
    page = CappedPaginator(_waiting(request, kind, phase), ROWS).get_page(request.GET.get("page"))
    sheets = [row.sheet for row in table.rows] if table else _sheets(page.rows)
    parts = parts_in_table(sheets)
    key = table.key if table else _part(request, parts)
    shown = table or TypingTable(sheets, key)
    refused = [row for row in shown.rows if row.refused]
    query = query_without(request.GET, *page.parameters)
    context = {
        "kind": kind,
        "phases": [other for other in phases if other.is_open or other == phase],
        "phase": phase,
        "parts": parts,
        "key": key,
        "table": shown,
        "page": page,
        "prefix": f"{query}&" if query else "",
        "refused": refused,
        "problems": shown.problems,
        "locked": access.locked_sentence(phase) if phase and not phase.is_open else "",
        "breadcrumb": [(_list_title(kind), filing_list_url(kind)), (_("Nhập từ bản giấy"), "")],
    }
    return render(request, "campaigns/typing_table.html", context, status=409 if refused else 200)


def _sheets(filings: Iterable[Filing]) -> list[Sheet]:
    rows = list(filings)
    read_last_submissions(rows)
    read_inherited_submissions(rows)
    return [Sheet(filing) for filing in rows]


def _list_title(kind: str) -> str:
    return _("Đăng ký thi đua") if kind == "pledge" else _("Báo cáo")


def _part(request: HttpRequest, parts: Iterable[str]) -> str:
    """Return the key of the part asked for, else of the last one: that of the figures."""
    wanted, keys = request.GET.get("part"), list(parts)
    return wanted if wanted in keys else keys[-1] if keys else ""


def _save(request: HttpRequest, kind: str) -> HttpResponse:
    """Save each row that has changed. What is refused stays in its row, with the reason; the others are saved."""
    by, key = require_acting(request), request.POST.get("part", "")
    sheets = _sheets(_posted_filings(request, kind))
    if key not in parts_in_table(sheets):
        raise Http404
    table = TypingTable(sheets, key, request.POST)
    seen = {row: request.POST.get(f"{SEEN}{row.filing.pk}", "") for row in table.rows}
    saved = [row for row in table.rows if row.is_changed and _is_saved(row, seen[row], by)]
    if any(row.refused for row in table.rows):
        return _page(request, kind, _phases(request, kind), sheets[0].filing.phase, table)
    if saved:
        messages.success(request, _("Đã lưu tạm {n} đơn vị.").format(n=len(saved)))
    else:
        messages.info(request, _("Chưa có gì mới để lưu."))
    if "next" in request.POST and not table.problems:
        number = (whole_number(request.GET.get("page")) or 1) + 1
        return redirect(f"{request.path}?{query_without(request.GET, 'page')}&page={number}")
    return redirect(request.get_full_path())


def _posted_filings(request: HttpRequest, kind: str) -> list[Filing]:
    """Return the sheets whose rows were posted, in the office's order: of one phase, whatever the address says of it.

    404 if one is out of reach or of another phase or kind; 403 if it is not this person's to fill in.
    """
    ids = {whole_number(name.removeprefix(SEEN)) or 0 for name in request.POST if name.startswith(SEEN)}
    rows = Filing.objects.visible_to(user_of(request)).filter(kind=kind, pk__in=ids).with_context()
    filings = list(rows.order_by("called__sort_key")[: ROWS + 1])
    phases = {filing.called.phase_id for filing in filings}
    if len(filings) != len(ids) or len(filings) > ROWS or len(phases) != 1:
        raise Http404
    for filing in filings:
        answer = access.may_edit(filing, acting_of(request))
        if not answer.state:
            require_allowed(answer)
    return filings


def _is_saved(row: TypingRow, seen: str, by: Acting) -> bool:
    """Save a row; whether it could be. The row keeps why it could not, and what differs from what somebody saved."""
    try:
        save_parts(row.filing, row.to_save, by=by, fingerprints=row.fingerprints(seen))
    except EditConflict as error:
        row.refused, stored = str(error), Sheet(row.filing)
        row.differences = differences(stored, Sheet(row.filing, dict(stored.typed) | row.to_save))
    except StateConflict as error:
        row.refused = str(error)
    row.sheet = Sheet(row.filing)
    return not row.refused
