"""The page on which a Word file of a draft comes back: its changed sentences beside the draft's, to be taken over."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.archives import LIMIT, MEGABYTE
from foundation.body_limits import takes_file
from foundation.forms.edit_conflicts import ConflictNotice, EditConflict, fingerprint
from foundation.forms.errors import error_summary
from summaries import access
from summaries.editing_actions import (
    BadSentence,
    TypedSentence,
    add_sentence,
    arrange_sentences,
    sentence_fingerprint,
    write_sentence,
)
from summaries.forms import WordForm
from summaries.models import Summary
from summaries.report.contents import SummaryDraft
from summaries.report.word_changes import Hindrance, Kind, SentenceChange
from summaries.report.word_return import ReturnedLine, returned_lines, texts_by_line
from summaries.views.acts import stored_summary_or_404
from summaries.views.page import trail
from units.access import require_allowed
from units.acting import Acting
from units.acting_request import acting_of, require_acting
from units.history import changed_meanwhile, latest

WHY = {
    Hindrance.FIGURES: gettext_lazy("Chưa rõ số nào thay cho số nào. Xin sửa câu này ở trang soạn lời văn."),
    Hindrance.REPEATED: gettext_lazy("Câu này in cho từng dịp, từng hình thức khen. Xin sửa ở trang soạn lời văn."),
    Hindrance.MOVED: gettext_lazy("Câu này được chuyển sang đoạn khác. Xin chuyển ở trang soạn lời văn."),
    Hindrance.SIGNS: gettext_lazy("Câu có dấu {…} hoặc […], là dấu của số liệu. Xin sửa ở trang soạn lời văn."),
    Hindrance.UNLIKE: gettext_lazy("Câu này xin sửa ở trang soạn lời văn."),
}
WHAT = {
    Kind.CHANGED: gettext_lazy("Sửa câu"),
    Kind.ADDED: gettext_lazy("Thêm câu"),
    Kind.REMOVED: gettext_lazy("Bỏ câu"),
    Kind.RESTORED: gettext_lazy("In lại câu đã tắt"),
}

TICK = "take-"
"""How the names of the boxes begin that are ticked for a sentence to be taken over."""


@dataclass(frozen=True)
class ShownChange:
    """A sentence that differs; `id`: the same for the same words. `seen`: the fingerprint of the draft's sentence."""

    id: str
    change: SentenceChange
    what: str
    why_not: str
    seen: str


@takes_file(LIMIT // MEGABYTE)
def word(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the file, compare it with the draft, and take over the sentences that were ticked."""
    summary = stored_summary_or_404(request, pk)
    require_allowed(access.may_edit(summary, acting_of(request)))
    draft = SummaryDraft(summary)
    if request.method != "POST":
        return _page(request, draft, WordForm())
    if "read" in request.POST:
        return _take(request, draft, _read_again(request.POST["read"]))
    form = WordForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, draft, form)
    texts, unplaced = texts_by_line(draft, form.cleaned_data["file"])
    if not texts:
        sentence = _("Tệp này không phải bản Word tải từ dự thảo báo cáo này. Xin tải bản Word rồi sửa trên đó.")
        form.add_error("file", sentence)
        return _page(request, draft, form)
    return _page(request, draft, form, texts, unplaced=unplaced)


def _take(request: HttpRequest, draft: SummaryDraft, texts: dict[str, list[str]]) -> HttpResponse:
    """Take over what was ticked, all of it or nothing, by the same acts as the page of the sentences."""
    ticked = {name.removeprefix(TICK) for name in request.POST if name.startswith(TICK)}
    summary, by = draft.summary, require_acting(request)
    if not ticked:
        return _page(request, draft, WordForm(), texts, problem=_("Xin đánh dấu câu cần lấy."))
    offered = {shown.id: shown for _line, changes in _shown(summary, returned_lines(draft, texts)) for shown in changes}
    try:
        with transaction.atomic():
            if not ticked <= {shown.id for shown in offered.values() if not shown.why_not}:
                raise EditConflict(changed_meanwhile(summary))
            for shown in offered.values():
                if shown.id in ticked:
                    _act(summary, shown.change, request.POST.get(f"seen-{shown.id}"), by=by)
    except BadSentence as error:
        return _page(request, draft, WordForm(), texts, problem=error.sentence)
    except EditConflict:
        fresh = SummaryDraft(stored_summary_or_404(request, summary.pk))
        conflict = ConflictNotice.from_event(latest(summary, "edit_narrative"), [])
        return _page(request, fresh, WordForm(), texts, status=409, conflict=conflict)
    messages.success(request, _("Đã lấy {n} câu từ bản Word.").format(n=len(ticked)))
    return redirect("summary:edit", summary.pk)


def _act(summary: Summary, change: SentenceChange, seen: str | None, *, by: Acting) -> None:
    if change.kind in (Kind.REMOVED, Kind.RESTORED):
        arrange_sentences(summary, {change.key: change.kind is Kind.REMOVED}, None, by=by)
    elif change.kind is Kind.ADDED:
        add_sentence(summary, change.key, TypedSentence(change.text), by=by)
    else:
        write_sentence(summary, change.key, TypedSentence(change.text), by=by, seen=seen)


def _read_again(posted: str) -> dict[str, list[str]]:
    """Return the paragraphs by line that the page carries along; nothing of what nobody could have been shown."""
    try:
        texts = json.loads(posted)
    except ValueError:
        return {}
    if not isinstance(texts, dict):
        return {}
    return {str(key): [str(text) for text in held] for key, held in texts.items() if isinstance(held, list)}


def _shown(summary: Summary, lines: list[ReturnedLine]) -> Iterator[tuple[ReturnedLine, list[ShownChange]]]:
    for line in lines:
        yield (
            line,
            [
                ShownChange(
                    id=fingerprint([change.kind.value, change.key, change.said])[:16],
                    change=change,
                    what=str(WHAT[change.kind]),
                    why_not=str(WHY[change.hindrance]) if change.hindrance else "",
                    seen=sentence_fingerprint(summary, change.key),
                )
                for change in line.changes
                if not change.only_figures
            ],
        )


def _page(
    request: HttpRequest,
    draft: SummaryDraft,
    form: WordForm,
    texts: Mapping[str, list[str]] | None = None,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    summary, title = draft.summary, _("Nhận bản Word đã sửa")
    lines = returned_lines(draft, texts) if texts else []
    shown = [(line, changes) for line, changes in _shown(summary, lines) if changes]
    context = {
        "summary": summary,
        "form": form,
        "problems": error_summary(form),
        "is_read": texts is not None,
        "read": json.dumps(texts),
        "parts": [(heading, list(group)) for heading, group in groupby(shown, key=lambda pair: pair[0].heading)],
        "count": sum(len(changes) for _line, changes in shown),
        "figures": [change for line in lines for change in line.changes if change.only_figures],
        "title": title,
        "breadcrumb": [*trail(summary), (_("Soạn lời văn"), reverse("summary:edit", args=[summary.pk])), (title, "")],
    }
    return render(request, "summaries/word.html", context | more, status=status)
