"""The page of one sentence of a draft: its text, the figures it may name, what is rounded, whether units are named."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.forms.edit_conflicts import ConflictNotice, EditConflict
from foundation.forms.errors import error_summary
from foundation.lifecycle import StateConflict
from summaries import access
from summaries.editing_actions import BadSentence, add_sentence, give_back, sentence_fingerprint, write_sentence
from summaries.forms import SentenceForm
from summaries.models import Summary
from summaries.report.contents import SummaryDraft
from summaries.report.editing import ADDED, Sentence, composed
from summaries.report.question_placeholders import written_questions
from summaries.report.request_placeholders import questions_by_name
from summaries.sentences.templates import render_alone
from summaries.views.acts import stored_summary_or_404
from summaries.views.editing_presenter import anchor
from summaries.views.figure_names import NamedIndicator, figure_names
from summaries.views.page import trail
from units.access import require_allowed
from units.acting_request import acting_of, require_acting
from units.history import latest


def sentence(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Show and store the text of a sentence, or with the key of a line the text of the whole line."""
    draft = _draft(request, pk)
    stored = draft.sentence(key)
    if stored is None:
        raise Http404
    return _page(request, draft, stored)


def add(request: HttpRequest, pk: int, line: str) -> HttpResponse:
    """Show the empty text of a further sentence at the end of a line, and store it."""
    draft = _draft(request, pk)
    if not any(paragraph.line.key == line for part in draft.parts for paragraph in part):
        raise Http404
    return _page(request, draft, Sentence("", None, ""), line)


def figures(request: HttpRequest, pk: int) -> HttpResponse:
    """List the figures that a sentence may name; `words` narrow it, and the page's script is answered as JSON."""
    draft = _draft(request, pk)
    words = request.GET.get("words", "")
    indicators: dict[str, NamedIndicator] = {row.code: row for row in draft.book.indicators}
    indicators |= questions_by_name(draft.book)
    indicators |= written_questions(draft.book)
    names = figure_names(draft.placeholders, indicators, words)
    if "json" in request.GET:
        return JsonResponse({"rows": names})
    title = _("Danh sách số liệu")
    edit_url = reverse("summary:edit", args=[pk])
    context = {
        "names": names,
        "words": words,
        "title": title,
        "breadcrumb": [*trail(draft.summary), (_("Soạn lời văn"), edit_url), (title, "")],
    }
    return render(request, "summaries/figures.html", context)


def _draft(request: HttpRequest, pk: int) -> SummaryDraft:
    summary = stored_summary_or_404(request, pk)
    require_allowed(access.may_edit(summary, acting_of(request)))
    return SummaryDraft(summary)


def _page(request: HttpRequest, draft: SummaryDraft, stored: Sentence, line: str = "") -> HttpResponse:
    summary, posted = draft.summary, request.POST if request.method == "POST" else None
    start = _text_to_start_from(draft, stored)
    form = SentenceForm(posted, sentence=stored, start=start, draft=draft)
    try:
        if posted is not None and "give-back" in posted and stored.key:
            give_back(summary, stored.key, by=require_acting(request), seen=posted.get("seen"))
            return redirect(_edit_url(summary, stored.key, of_line=stored.is_whole))
        if posted is not None and form.is_valid() and "preview" not in posted and (key := _saved(request, form, line)):
            return redirect(_edit_url(summary, key, of_line=stored.is_whole))
    except EditConflict:
        return _edit_conflict(request, draft, form)
    return render(request, "summaries/sentence.html", _context(draft, form))


def _saved(request: HttpRequest, form: SentenceForm, line: str) -> str:
    """Store what was typed, and return the sentence's key; "" where it is refused, which the form says."""
    summary, key, by = form.draft.summary, form.sentence.key, require_acting(request)
    try:
        if line:
            return add_sentence(summary, line, form.typed(), by=by)
        write_sentence(summary, key, form.typed(), by=by, seen=form.data.get("seen"))
    except BadSentence as error:
        form.add_error("text", error.sentence)
        return ""
    except EditConflict:
        raise
    except StateConflict as error:
        error.typed = [(str(form["text"].label), form["text"].value())]
        error.back_url = summary.get_absolute_url()
        raise
    return key


def _edit_conflict(request: HttpRequest, draft: SummaryDraft, form: SentenceForm) -> HttpResponse:
    """Show the form again with what was typed, beside what others stored meanwhile."""
    now = SummaryDraft(draft.summary)
    stored = now.sentence(form.sentence.key)
    theirs = stored.edit.text or stored.generated if stored else ""
    differences = [(_("Câu"), theirs, form["text"].value())]
    typed = request.POST.copy()
    typed["seen"] = sentence_fingerprint(draft.summary, form.sentence.key)
    again = SentenceForm(typed, sentence=stored or form.sentence, start=theirs, draft=now)
    conflict = ConflictNotice.from_event(latest(draft.summary, "edit_narrative"), differences)
    return render(request, "summaries/sentence.html", _context(now, again) | {"conflict": conflict}, status=409)


def _text_to_start_from(draft: SummaryDraft, stored: Sentence) -> str:
    """Return the text in the box: what is stored; of a line that is written over for the first time, its sentences."""
    if stored.edit.text or not stored.is_whole:
        return stored.edit.text or stored.generated
    paragraphs = (paragraph for part in draft.parts for paragraph in part)
    return next((composed(paragraph.sentences) for paragraph in paragraphs if paragraph.line.key == stored.key), "")


def _context(draft: SummaryDraft, form: SentenceForm) -> dict[str, Any]:
    stored, summary = form.sentence, draft.summary
    is_new = not stored.key
    title = _("Thêm câu") if is_new else _("Viết đoạn") if stored.is_whole else _("Sửa câu")
    generated = render_alone(stored.generated, draft.placeholders, marked=True) if stored.generated else ""
    return {
        "summary": summary,
        "form": form,
        "generated": generated,
        "hint": stored.line.hint if stored.line and stored.is_whole else "",
        "prints": form.prints(),
        "is_added": stored.key.startswith(ADDED),
        "can_give_back": not is_new and (stored.edit.text or stored.edit.rounded or stored.edit.named),
        "problems": error_summary(form),
        "back_url": _edit_url(summary, stored.key, of_line=stored.is_whole),
        "title": title,
        "breadcrumb": [*trail(summary), (_("Soạn lời văn"), reverse("summary:edit", args=[summary.pk])), (title, "")],
    }


def _edit_url(summary: Summary, key: str, *, of_line: bool = False) -> str:
    url = reverse("summary:edit", args=[summary.pk])
    return f"{url}#{anchor(key, of_line=of_line)}" if key else url
