"""The page from which administrators take the history along as a file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from foundation import clock
from foundation.list_files import file_in_turn
from foundation.vietnamese import format_moment, format_number
from units import access, history_export
from units.acting_request import acting_of, require_acting, user_of
from units.actions.history_exports import note_export
from units.sealing import last_seal

CSV, JSON_LINES = "csv", "jsonl"
CONTENT_TYPES = {CSV: "text/csv; charset=utf-8", JSON_LINES: "application/jsonl; charset=utf-8"}
PARAMETER = "export"


def history(request: HttpRequest) -> HttpResponseBase:
    """Say how much there is and how it is sealed; a POST sends it, which is an event."""
    access.require_allowed(access.may_export_history(acting_of(request)))
    return _file(request) if request.method == "POST" else _page(request)


def _page(request: HttpRequest) -> HttpResponse:
    last, user = last_seal(), user_of(request)
    events = history_export.events_for(user).select_related(None)
    facts = [
        (_("Sự việc"), format_number(events.count())),
        (_("Niêm phong cuối"), f"{last.number}, {format_moment(last.at)}" if last else ""),
        (_("Mã kiểm tra"), last.digest if last else ""),
    ]
    context = {"facts": facts, "is_whole": user.reaches_all, "csv": CSV, "json_lines": JSON_LINES, "name": PARAMETER}
    return render(request, "units/history.html", context)


def _file(request: HttpRequest) -> HttpResponseBase:
    kind, by = request.POST.get(PARAMETER, ""), require_acting(request)
    if kind not in CONTENT_TYPES:
        raise Http404
    note_export(kind, by=by, unit=by.unit)
    events = history_export.events_for(by.user)
    lines = {
        CSV: lambda: history_export.csv_lines(events),
        JSON_LINES: lambda: history_export.json_lines(events, whole=by.user.reaches_all),
    }
    name = history_export.file_name(kind, clock.now())
    return file_in_turn(request, lines[kind](), CONTENT_TYPES[kind], name)
