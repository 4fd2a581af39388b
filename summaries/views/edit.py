"""Writing the report's lines: each beside what it prints now, with the names of the figures it may use."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from foundation import clock
from foundation.forms.edit_conflicts import ConflictNotice, EditConflict, changed_lines, fingerprint
from foundation.forms.errors import summary as problems_of
from foundation.lifecycle import StateConflict
from foundation.vietnamese import format_time
from summaries import access, actions
from summaries.forms import NarrativeForm
from summaries.models import Summary
from summaries.report.contents import Draft
from summaries.report.document import line_text
from summaries.report.sentence_templates import render as render_text
from summaries.report.text import skeleton
from summaries.views.acts import mine_or_404
from summaries.views.page import trail
from units.access import require_allowed
from units.acting_request import acting_of, require_acting
from units.history import latest


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    summary = mine_or_404(request, pk)
    require_allowed(access.may_edit(summary, acting_of(request)))
    draft = Draft(summary)
    items = skeleton(draft.setting.level).items
    data = request.POST if request.method == "POST" else None
    form = NarrativeForm(data, items=items, narrative=summary.narrative)
    try:
        if data is not None and form.is_valid() and _saved(request, summary, form):
            messages.success(request, _("Đã lưu lúc {t}.").format(t=format_time(clock.now())))
            return redirect(f"{summary.get_absolute_url()}#text")
    except EditConflict:
        return _overtaken(request, summary, form)
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
        error.kept = [(str(form[name].label), form[name].value()) for name in names if form[name].value()]
        error.back_url = summary.get_absolute_url()
        raise
    return True


def _overtaken(request: HttpRequest, summary: Summary, form: NarrativeForm) -> HttpResponse:
    """The lines as they stand now, those I wrote as I wrote them, beside what somebody wrote there meanwhile."""
    fingerprints, now = form.fingerprints(), summary.narrative
    mine = changed_lines(form.texts(), now, fingerprints)
    differences = [
        (str(form[f"text{number}"].label), now.get(item.key, item.text), mine[item.key] or item.text)
        for number, item in enumerate(form.items)
        if item.key in mine and fingerprint(now.get(item.key)) != fingerprints[item.key]
    ]
    again = NarrativeForm(None, items=form.items, narrative=now, written=mine)
    conflict = ConflictNotice.from_event(latest(summary, "edit_narrative"), differences)
    context = _context(summary, Draft(summary), again) | {"conflict": conflict}
    return render(request, "summaries/edit.html", context, status=409)


def _context(summary: Summary, draft: Draft, form: NarrativeForm) -> dict[str, Any]:
    parts = skeleton(draft.setting.level).parts
    headings = {part.items[0].key: f"{part.key}. {render_text(part.heading, draft.values)}" for part in parts}
    lines = [
        {
            "field": form[f"text{number}"],
            "fingerprint": form[f"seen{number}"],
            "reset": form[f"reset{number}"] if item.key in summary.narrative and item.text else None,
            "prints": line_text(item, summary.narrative, draft.figures, draft.values),
            "heading": headings.get(item.key, ""),
        }
        for number, item in enumerate(form.items)
    ]
    title = _("Soạn lời văn")
    return {
        "summary": summary,
        "form": form,
        "lines": lines,
        "names": _names(draft),
        "problems": problems_of(form),
        "title": title,
        "breadcrumb": [*trail(summary), (title, "")],
    }


def _names(draft: Draft) -> list[tuple[str, str, str]]:
    """The figures by name: (name, what it is, what it prints now); blocs of indicators are told in a sentence."""
    known = {one.code: one.name for one in draft.figures.indicators}
    found = []
    for name, value in {**draft.setting.words, **draft.values.figures}.items():
        code = name.split(" ", 1)[0]
        if code not in known or name == code:
            found.append((f"{{{name}}}", known.get(code, ""), value or "…"))
    return found
