"""The page of a phase: theme, dates, and the progress of the sheets in the user's reach."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from campaigns import access
from campaigns.catalogue.stored import catalogue_of
from campaigns.figures.count_provider import EXPECTED, RECEIVED
from campaigns.models import FilingKind, Phase
from campaigns.progress.branches import called_path
from campaigns.progress.phase_progress import PhaseProgress, filings_of, progress_of
from campaigns.timing import due_table, kind_in_season
from campaigns.views.lookups import phase_or_404, viewed_unit_or_404
from campaigns.views.phase_acts import trail
from campaigns.views.phase_table import BY_UPPER, ProgressTable
from foundation import clock
from foundation.list_files import list_file, wants_file
from foundation.vietnamese import format_number
from units.acting_request import acting_of
from units.models import Unit


def phase(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """Show a phase, or its table by upper union as a file.

    `?unit=` is the unit viewed, `?kind=` the kind of sheets counted, `?open=` the group unfolded.
    """
    shown = phase_or_404(request, slug, number)
    unit, by = viewed_unit_or_404(request, shown), acting_of(request)
    context: dict[str, Any] = {
        "phase": shown,
        "campaign": shown.campaign,
        "unit": unit,
        "area": by.area if by else None,
        "board": bool(access.may_run(shown.campaign, by)),
        "dues": [("", due_table(list(shown.due_dates.all())))] if shown.due_dates.all() else [],
        "title": _named(shown),
        "breadcrumb": [*trail(shown.campaign), (shown.heading, "")],
    }
    if unit is not None and not shown.is_planned:
        context |= _own_sheets(shown, unit) if unit.is_grassroots else _progress(request, shown, unit)
    table = context.get("table")
    if table and table.rows and wants_file(request):
        return list_file(request, BY_UPPER[table.kind], [context["title"], table.unit.name], table.lines)
    return render(request, "campaigns/phase.html", context)


def _progress(request: HttpRequest, phase: Phase, unit: Unit) -> dict[str, Any]:
    kind = request.GET.get("kind", kind_in_season(phase, clock.today()))
    if kind not in phase.sheet_kinds:
        raise Http404
    opened = request.GET.get("open", "")
    progress = progress_of(phase, kind, unit, called_path(phase, unit), opened)
    return {
        "kind": kind,
        "is_pledge": kind == FilingKind.PLEDGE,
        "progress": progress,
        "table": ProgressTable(phase, kind, unit, progress, opened),
        "own": unit.pk == phase.campaign.unit_id,
        "title": state_of(phase, kind, progress),
    }


def state_of(phase: Phase, kind: str, progress: PhaseProgress) -> str:
    """Return the title of the page: how many units have sent their sheets."""
    subject = f"count:{kind}"
    expected, received = (progress.book.value(subject, measure) for measure in (EXPECTED, RECEIVED))
    if not expected.value:
        return _named(phase)
    done = _("đã đăng ký") if kind == FilingKind.PLEDGE else _("đã báo cáo")
    whole = format_number(expected.number)
    if received.value == expected.value:
        return _("{phase}: tất cả {b} đơn vị {done}").format(phase=phase.heading, b=whole, done=done)
    sentence = _("{phase}: {a} trên {b} đơn vị {done}")
    return sentence.format(phase=phase.heading, a=format_number(received.number), b=whole, done=done)


def _named(phase: Phase) -> str:
    """Return the phase's name with the year that its sheets say; before it is opened, with the campaign's."""
    return str(phase) if phase.catalogue_id is None else capfirst(catalogue_of(phase).phase_on_screens)


def _own_sheets(phase: Phase, unit: Unit) -> dict[str, Any]:
    """Return the context of a grassroots union: its two sheets, no counts."""
    return {"sheets": filings_of(phase, unit)}
