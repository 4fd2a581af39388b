"""The Board's pages of the sentences of its campaign's reports: all of a report, one of them, the names of figures."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Phase
from campaigns.readiness import SENTENCES
from campaigns.readiness import STEPS as CAMPAIGN_STEPS
from campaigns.setup.overview import next_step, step_url
from campaigns.views.lookups import campaign_or_404
from campaigns.views.phase_acts import trail
from foundation.forms.edit_conflicts import ConflictNotice, EditConflict
from foundation.forms.errors import error_summary
from foundation.lifecycle import StateConflict
from foundation.request_parsing import whole_number
from summaries import access
from summaries.line_actions import ReportKind, add_line, kind_of, move_line, remove_line, why_kept, write_line
from summaries.line_actions import add_part as add_part_of
from summaries.line_forms import ReportLineForm
from summaries.models import ReportLine
from summaries.models.report_line import Level, LineRole, Period
from summaries.report.line_preview import LinePreview
from summaries.report.question_placeholders import written_questions
from summaries.report.request_placeholders import questions_by_name
from summaries.sentences.names import OF_AN_INDICATOR
from summaries.views.figure_names import NamedIndicator, figure_names
from summaries.views.lines_presenter import LinesPresenter, query_of
from units.access import require_allowed
from units.acting_request import acting_of, require_acting
from units.history import latest

STEPS = {"up": -1, "down": 1}
SWITCHES = {"on": True, "off": False}


def lines(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the lines of the chosen report as they read now; POST moves one, or switches it on or off."""
    campaign = _campaign(request, slug)
    report_kind, phase = _report_kind(campaign, request.GET), _phase(campaign, request.GET)
    if request.method == "POST":
        return _act(request, report_kind)
    shown = LinesPresenter(
        report_kind, LinePreview(campaign, report_kind.level, report_kind.period, phase), _opened(campaign)
    )
    title = _("Câu của báo cáo")
    context = {
        "campaign": campaign,
        "shown": shown,
        "title": title,
        "next_url": "" if campaign.published_at else step_url(campaign, next_step(SENTENCES)),
        "next_title": CAMPAIGN_STEPS[next_step(SENTENCES)],
        "breadcrumb": [*trail(campaign), (title, "")],
    }
    return render(request, "summaries/lines.html", context)


def line(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show the texts of a line with what they say now, and store them; a sentence that was added is removed."""
    campaign = _campaign(request, slug)
    stored = get_object_or_404(campaign.report_lines, pk=pk)
    stored.campaign = campaign
    return _page(request, stored)


def add(request: HttpRequest, slug: str, part: str) -> HttpResponse:
    """Show the empty texts of a further sentence at the end of a part, and store them."""
    campaign = _campaign(request, slug)
    report_kind = _report_kind(campaign, request.GET)
    headings = campaign.report_lines.filter(level=report_kind.level, period=report_kind.period, role="heading")
    if part not in headings.values_list("part", flat=True):  # PostgreSQL refuses to be asked for a NUL
        raise Http404
    added = ReportLine(
        campaign=campaign,
        level=report_kind.level,
        period=report_kind.period,
        role=LineRole.SENTENCE,
        part=part,
        key=f"{part}{ReportLine.ADDED}",
        order=0,
    )
    return _page(request, added)


def add_part(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the empty texts of a further part, and store them."""
    report_kind = _report_kind(_campaign(request, slug), request.GET)
    heading = ReportLine(
        campaign=report_kind.campaign,
        level=report_kind.level,
        period=report_kind.period,
        role=LineRole.HEADING,
        key=ReportLine.ADDED,
        order=0,
    )
    return _page(request, heading)


def names(request: HttpRequest, slug: str) -> HttpResponse:
    """List the figures that a line may name; `words` narrow the list, and the page's script is answered as JSON."""
    campaign = _campaign(request, slug)
    report_kind, words = _report_kind(campaign, request.GET), request.GET.get("words", "")
    preview = LinePreview(campaign, report_kind.level, report_kind.period, _phase(campaign, request.GET))
    named: dict[str, NamedIndicator] = {indicator.code: indicator for indicator in campaign.indicators.common()}
    if preview.draft:
        named |= questions_by_name(preview.draft.book)
        named |= written_questions(preview.draft.book)
    rows = figure_names(preview.placeholders, named, words)
    if request.GET.get("role") == LineRole.DEFAULT:
        rows = [*({"name": name, "what": "", "prints": ""} for name in sorted(OF_AN_INDICATOR)), *rows]
    if "json" in request.GET:
        return JsonResponse({"rows": rows})
    title = _("Danh sách số liệu")
    pairs = [*trail(campaign), (_("Câu của báo cáo"), lines_url(report_kind, preview.phase)), (title, "")]
    return render(
        request, "summaries/figures.html", {"names": rows, "words": words, "title": title, "breadcrumb": pairs}
    )


def lines_url(report_kind: ReportKind, phase: Phase | None) -> str:
    return f"{reverse('summaries:lines', args=[report_kind.campaign.slug])}?{query_of(report_kind, phase)}"


def _campaign(request: HttpRequest, slug: str) -> Campaign:
    campaign = campaign_or_404(request, slug)
    require_allowed(access.may_edit_lines(campaign, acting_of(request)))
    prefetch_related_objects([campaign], "phases")
    return campaign


def _report_kind(campaign: Campaign, chosen: QueryDict) -> ReportKind:
    """Return the report that is asked for, by default the campaign's own unit's of a phase; 404 for no level."""
    level, period = chosen.get("level", Level.CAMPAIGN), chosen.get("period", Period.PHASE)
    if level not in Level.values or period not in Period.values:
        raise Http404
    return ReportKind(campaign, level, period)


def _opened(campaign: Campaign) -> list[Phase]:
    return sorted((phase for phase in campaign.live_phases if phase.opened_at), key=lambda phase: phase.number)


def _phase(campaign: Campaign, chosen: QueryDict) -> Phase | None:
    """Return the phase whose figures are shown: the one asked for if it was opened, else the last one that was."""
    opened, number = _opened(campaign), whole_number(chosen.get("phase"))
    return next((phase for phase in opened if phase.number == number), opened[-1] if opened else None)


def _act(request: HttpRequest, report_kind: ReportKind) -> HttpResponse:
    """Do what the pressed button says: `act` is a verb and the id of a line."""
    verb, _colon, pk = request.POST.get("act", "").partition(":")
    here = request.get_full_path()
    if verb not in STEPS | SWITCHES:
        return redirect(here)
    stored = get_object_or_404(report_kind.campaign.report_lines, pk=whole_number(pk))
    stored.campaign = report_kind.campaign
    by = require_acting(request)
    try:
        if verb in STEPS:
            move_line(stored, STEPS[verb], by=by, seen=request.POST.get("order"))
        else:
            write_line(stored, {"active": SWITCHES[verb]}, by=by)
    except StateConflict as error:
        error.back_url = here
        raise
    except ValidationError:
        # what it names is gone meanwhile: its page says what
        return redirect("summaries:line", report_kind.campaign.slug, stored.pk)
    return redirect(f"{here}#line-{stored.pk}")


def _page(request: HttpRequest, stored: ReportLine) -> HttpResponse:
    report_kind, phase = kind_of(stored), _phase(stored.campaign, request.GET)
    preview = LinePreview(report_kind.campaign, report_kind.level, report_kind.period, phase)
    posted = request.POST if request.method == "POST" else None
    form = ReportLineForm(posted, line=stored, names=preview.names)
    back_url = lines_url(report_kind, phase)
    by = require_acting(request)
    try:
        if posted is not None and "remove" in posted and stored.pk:
            remove_line(stored, by=by, seen=posted.get("seen"))
            return redirect(back_url)
        if posted is not None and form.is_valid() and "preview" not in posted:
            if stored.pk:
                write_line(stored, form.typed(), by=by, seen=posted.get("seen"))
            elif stored.role == LineRole.HEADING:
                stored = add_part_of(report_kind, form.typed(), by=by)
            else:
                stored = add_line(report_kind, stored.part, form.typed(), by=by)
            return redirect(f"{back_url}#line-{stored.pk}")
    except ValidationError as error:
        form.refuse(error)
    except EditConflict:
        return _edit_conflict(request, form, preview)
    except StateConflict as error:
        error.typed = [(str(form["text"].label), form["text"].value())]
        error.back_url = back_url
        raise
    return render(request, "summaries/line.html", _context(form, preview))


def _edit_conflict(request: HttpRequest, form: ReportLineForm, preview: LinePreview) -> HttpResponse:
    """Show the form again with what was typed, beside what others stored meanwhile."""
    stored = get_object_or_404(form.line.campaign.report_lines, pk=form.line.pk)
    stored.campaign = form.line.campaign
    now = ReportLineForm(None, line=stored, names=preview.names)
    shown = [name for name in form.fields if name not in ("seen", "active")]
    differences = [
        (str(form[name].label), now[name].value(), form[name].value())
        for name in shown
        if now[name].value() != form[name].value()
    ]
    typed = request.POST.copy()
    typed["seen"] = now["seen"].value()
    again = ReportLineForm(typed, line=stored, names=preview.names)
    again.full_clean()
    conflict = ConflictNotice.from_event(latest(stored, "write_report_line"), differences)
    return render(request, "summaries/line.html", _context(again, preview) | {"conflict": conflict}, status=409)


def _context(form: ReportLineForm, preview: LinePreview) -> dict[str, Any]:
    stored = form.line
    report_kind, phase = kind_of(stored), preview.phase
    title = str(stored) if stored.pk else _title_of_new(stored)
    query = f"{query_of(report_kind, phase)}&role={stored.role}"
    return {
        "campaign": report_kind.campaign,
        "line": stored,
        "may_remove": bool(stored.pk) and not why_kept(stored, report_kind.lines),
        "form": form,
        "now": preview.of(form.typed_line()) if form.is_previewed() else None,
        "preview": preview,
        "of_report": f"{Level(report_kind.level).label}, {Period(report_kind.period).label.lower()}",
        "names_url": f"{reverse('summaries:line_names', args=[report_kind.campaign.slug])}?{query}",
        "problems": error_summary(form),
        "back_url": lines_url(report_kind, phase),
        "title": title,
        "breadcrumb": [
            *trail(report_kind.campaign),
            (_("Câu của báo cáo"), lines_url(report_kind, phase)),
            (title, ""),
        ],
    }


def _title_of_new(line: ReportLine) -> str:
    if line.role == LineRole.HEADING:
        return _("Thêm phần")
    if not line.part.startswith(ReportLine.ADDED):
        return _("Thêm câu, phần {part}").format(part=line.part)
    return _("Thêm câu, phần “{part}”").format(part=kind_of(line).heading_of(line.part).text)
