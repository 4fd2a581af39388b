"""The page on which reviewers write the lines of a report, with the placeholders they may use."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from foundation import clock
from foundation.forms.edit_conflicts import ConflictNotice, EditConflict, changed_lines, fingerprint
from foundation.forms.errors import error_summary as problems_of
from foundation.lifecycle import StateConflict
from foundation.vietnamese import format_time
from summaries import access, actions
from summaries.forms import NarrativeForm
from summaries.models import Summary
from summaries.report.contents import SummaryDraft
from summaries.report.document import line_text
from summaries.sentences.templates import render as render_text
from summaries.views.acts import stored_summary_or_404
from summaries.views.page import trail
from units.access import require_allowed
from units.acting_request import acting_of, require_acting
from units.history import latest


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    summary = stored_summary_or_404(request, pk)
    require_allowed(access.may_edit(summary, acting_of(request)))
    draft = SummaryDraft(summary)
    lines = draft.template.lines
    posted = request.POST if request.method == "POST" else None
    form = NarrativeForm(posted, lines=lines, narrative=summary.narrative)
    try:
        if posted is not None and form.is_valid() and _saved(request, summary, form):
            messages.success(request, _("Đã lưu lúc {t}.").format(t=format_time(clock.now())))
            return redirect(f"{summary.get_absolute_url()}#text")
    except EditConflict:
        return _edit_conflict(request, summary, form)
    return render(request, "summaries/edit.html", _context(summary, draft, form))


def _saved(request: HttpRequest, summary: Summary, form: NarrativeForm) -> bool:
    try:
        actions.edit_narrative(summary, form.texts(), by=require_acting(request), fingerprints=form.fingerprints())
    except actions.BadNarrative as error:
        form.add_errors(error.errors)
        return False
    except EditConflict:
        raise
    except StateConflict as error:
        names = (name for name in form.fields if name.startswith("text"))
        error.typed = [(str(form[name].label), form[name].value()) for name in names if form[name].value()]
        error.back_url = summary.get_absolute_url()
        raise
    return True


def _edit_conflict(request: HttpRequest, summary: Summary, form: NarrativeForm) -> HttpResponse:
    """Show the form again with the stored texts and those the person typed, beside what others stored meanwhile."""
    fingerprints, now = form.fingerprints(), summary.narrative
    typed = changed_lines(form.texts(), now, fingerprints)
    differences = [
        (str(form[f"text{number}"].label), now.get(line.key, line.text), typed[line.key] or line.text)
        for number, line in enumerate(form.lines)
        if line.key in typed and fingerprint(now.get(line.key)) != fingerprints[line.key]
    ]
    again = NarrativeForm(None, lines=form.lines, narrative=now, typed=typed)
    conflict = ConflictNotice.from_event(latest(summary, "edit_narrative"), differences)
    context = _context(summary, SummaryDraft(summary), again) | {"conflict": conflict}
    return render(request, "summaries/edit.html", context, status=409)


def _context(summary: Summary, draft: SummaryDraft, form: NarrativeForm) -> dict[str, Any]:
    parts = [part for part in draft.template.parts if part.lines]
    headings = {part.lines[0].key: f"{part.key}. {render_text(part.heading, draft.placeholders)}" for part in parts}
    lines = [
        {
            "field": form[f"text{number}"],
            "fingerprint": form[f"seen{number}"],
            "reset": form[f"reset{number}"] if line.key in summary.narrative and line.text else None,
            "prints": line_text(line, summary.narrative, draft.book, draft.placeholders),
            "heading": headings.get(line.key, ""),
        }
        for number, line in enumerate(form.lines)
    ]
    title = _("Soạn lời văn")
    return {
        "summary": summary,
        "form": form,
        "lines": lines,
        "names": _names(draft),
        "example": next((f"{{{indicator.code} HCSN}}" for indicator in draft.book.indicators), "…"),
        "problems": problems_of(form),
        "title": title,
        "breadcrumb": [*trail(summary), (title, "")],
    }


def _names(draft: SummaryDraft) -> list[tuple[str, str, str]]:
    """Return the placeholders to choose from: (name, name of the indicator, what it prints now).

    Of an indicator only the first is listed; a sentence on the page explains the others.
    """
    indicator_names = {indicator.code: indicator.name for indicator in draft.book.indicators}
    names = []
    for name, value in {**draft.context.words, **draft.placeholders.figures}.items():
        code = name.split(" ", 1)[0]
        if code not in indicator_names or name == code:
            names.append((f"{{{name}}}", indicator_names.get(code, ""), value or "…"))
    return names
