"""The pages on which a reviewer decides about many sheets at once: preview, what was done, undoing it.

`ManyPages` is the same for pledges, reports and the sheets of data requests; a subclass says which sheets.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaigns import access
from campaigns.actions.batches import FILING_BATCHES, UNDO, BatchedSheet, Batches, Failed, SheetT, refused_sentence
from campaigns.forms.many import ManyForm
from campaigns.models import BatchedEvent, Filing
from campaigns.models.filing import FilingQuerySet, filing_list_url
from campaigns.review_preview import MOST_AT_ONCE, Preview, preview_of, what_words
from campaigns.review_queue import to_review
from campaigns.views.filing import WITH_LIMITS
from foundation.forms.errors import error_summary, refuse
from foundation.lifecycle import StateConflict
from foundation.request_parsing import whole_number
from units.access import Answer, require_allowed
from units.acting import Acting
from units.acting_request import acting_of, require_acting, user_of


class ManyPages(ABC, Generic[SheetT]):
    """The pages of one kind of sheet; `namespace` is that of its addresses."""

    namespace: str
    batches: Batches[SheetT]
    list_title: str
    list_url: str

    @abstractmethod
    def may_review(self, by: Acting | None) -> Answer: ...

    @abstractmethod
    def sheets(self, request: HttpRequest, ids: Sequence[int]) -> list[SheetT]:
        """Return the sheets in reach of these ids, with what their preview needs, in the office's order."""

    @abstractmethod
    def waiting(self, request: HttpRequest, by: Acting) -> list[SheetT]:
        """Return what awaits this person, one more than a page shows if there is more."""

    @abstractmethod
    def preview(self, sheets: Sequence[SheetT], by: Acting, ticks: frozenset[int] | None = None) -> Preview: ...

    @abstractmethod
    def what_words(self, sheets: Sequence[SheetT]) -> str:
        """Return what the sheets are, as words: "báo cáo đợt 1"."""

    def is_of(self, sheet: SheetT) -> bool:
        """Return whether the pages are about a sheet of the model."""
        return True

    def show(self, request: HttpRequest) -> HttpResponse:
        """Show the chosen sheets, or all that await this person, before they are decided about; POST decides."""
        require_allowed(self.may_review(acting_of(request)))
        by = require_acting(request)
        if request.method == "POST":
            return self._decide(request, by)
        sheets, more = self._asked_for(request, by)
        return self._page(request, self.preview(sheets, by), ManyForm(initial={"act": uuid4()}), more=more)

    def _asked_for(self, request: HttpRequest, by: Acting) -> tuple[list[SheetT], bool]:
        """Return the sheets ticked on a list, or else what awaits this person, and whether there are more."""
        if "sheet" in request.GET or "chosen" in request.GET:
            ids = [pk for text in request.GET.getlist("sheet") if (pk := whole_number(text)) is not None]
            return self.sheets(request, ids[:MOST_AT_ONCE]), len(ids) > MOST_AT_ONCE
        sheets = self.waiting(request, by)
        return sheets[:MOST_AT_ONCE], len(sheets) > MOST_AT_ONCE

    def _decide(self, request: HttpRequest, by: Acting) -> HttpResponse:
        shown = self.sheets(request, _shown_ids(request)[:MOST_AT_ONCE])
        ticks = frozenset(pk for text in request.POST.getlist("sheet") if (pk := whole_number(text)) is not None)
        ticked = [sheet for sheet in shown if sheet.pk in ticks]
        returns = request.POST.get("do") == "return"
        form = ManyForm(request.POST, returns=returns)
        if form.is_valid() and ticked:
            try:
                failed = self._act(request, form, ticked, by)
            except ValidationError as error:
                refuse(form, error)
            else:
                _say_what_was_left(request, [sheet.name for sheet in shown if sheet.pk not in ticks], failed)
                first = self.batches.first_event(form.cleaned_data["act"], by)
                return redirect(f"{self.namespace}:many_done", pk=first.pk)
        elif not ticked:
            form.add_error(None, _("Chưa chọn bản nào. Xin đánh dấu bản cần quyết định."))
        preview = self.preview(shown, by, ticks)
        if preview.rows and not preview.able:  # the page would have no place for the reason that was typed
            raise StateConflict(preview.why_none, back_url=self.list_url)
        return self._page(request, preview, form)

    def _act(self, request: HttpRequest, form: ManyForm, ticked: Sequence[SheetT], by: Acting) -> Failed[SheetT]:
        seen = {sheet.pk: whole_number(request.POST.get(f"seen-{sheet.pk}")) for sheet in ticked}
        act = form.cleaned_data["act"]
        try:
            if form.returns:
                reason, due_on = form.cleaned_data["reason"], form.cleaned_data["due_on"]
                return self.batches.return_batch(
                    ticked, act=act, reason=reason, due_on=due_on, by=by, submission_numbers=seen
                )  # fmt: skip
            return self.batches.accept_batch(ticked, act=act, by=by, submission_numbers=seen)
        except StateConflict as error:
            error.back_url = request.get_full_path()
            if form.returns:
                error.typed = [(str(form["reason"].label), form.cleaned_data["reason"])]
            raise

    def _page(self, request: HttpRequest, preview: Preview, form: ManyForm, *, more: bool = False) -> HttpResponse:
        title = many_title(preview, preview.what if preview.rows else self.what_words([]))
        context = {
            "title": title,
            "title_words": _("Xác nhận {n} {what}, để lại {m}").replace("{what}", preview.what),
            "preview": preview,
            "form": form,
            "problems": error_summary(form),
            "more": more,
            "list_url": self.list_url,
            "breadcrumb": [(self.list_title, self.list_url), (title, "")],
        }
        return render(request, "campaigns/filing/many.html", context)

    def done(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what an act on many sheets did, each sheet as it is now, and whether it can be undone."""
        _act, batch, by = self._batch_or_404(request, pk)
        sheets, event = [batched.sheet for batched in batch], batch[0].event
        newest = self.batches.newest_events(sheets)
        undone = all(newest[sheet.pk].verb == UNDO[event.verb] for sheet in sheets)
        title = done_title(event.verb, len(sheets), self.what_words(sheets), undone=undone)
        context = {
            "title": title,
            "sheets": sheets,
            "event": event,
            "undone": undone,
            "obstacles": [] if undone else self.batches.undo_obstacles(batch, newest, by),
            "undo_url": reverse(f"{self.namespace}:many_undo", args=[pk]),
            "list_url": self.list_url,
            "breadcrumb": [(self.list_title, self.list_url), (title, "")],
        }
        return render(request, "campaigns/filing/many_done.html", context)

    def undo(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Undo an act on all of its sheets; on none if somebody touched one."""
        act, batch, by = self._batch_or_404(request, pk)
        done_url = reverse(f"{self.namespace}:many_done", args=[pk])
        try:
            self.batches.undo_batch(act, by=by)
        except StateConflict as error:
            error.back_url = done_url
            raise
        messages.success(request, _("Đã hoàn tác: cả {n} bản trở lại “Chờ xác nhận”.").format(n=len(batch)))
        return redirect(done_url)

    def _batch_or_404(self, request: HttpRequest, pk: int) -> tuple[UUID, list[BatchedSheet[SheetT]], Acting]:
        """Return the act of which `pk` is one of the events tied together, its sheets, and for whom the reader acts."""
        batched = get_object_or_404(BatchedEvent.objects.visible_to(user_of(request)), pk=pk)
        by = require_acting(request)
        batch = self.batches.sheets_of(batched.act, by)
        if not batch or not self.is_of(batch[0].sheet):
            raise Http404
        return batched.act, batch, by


def _shown_ids(request: HttpRequest) -> list[int]:
    """Return the ids of the sheets that the posted page showed: those whose submission's number it carries."""
    names = (name.removeprefix("seen-") for name in request.POST if name.startswith("seen-"))
    return [pk for name in names if (pk := whole_number(name)) is not None]


def _say_what_was_left(request: HttpRequest, unticked: Sequence[str], failed: Failed[SheetT]) -> None:
    if failed:
        sentence = _("{n} bản không làm được. {why}")
        messages.warning(request, sentence.format(n=len(failed), why=refused_sentence(failed)))
    if unticked:
        messages.info(request, _("Để lại {n} bản: {names}.").format(n=len(unticked), names=", ".join(unticked)))


def many_title(preview: Preview, what: str) -> str:
    """Return the title, which counts what is ticked and what is left: "Xác nhận 18 báo cáo đợt 1, để lại 2"."""
    if not preview.ticked:
        return _("Chưa chọn {what} nào để xác nhận").format(what=what)
    title = _("Xác nhận {n} {what}").format(n=preview.ticked, what=what)
    return title + _(", để lại {n}").format(n=preview.left) if preview.left else title


def done_title(verb: str, number: int, what: str, *, undone: bool) -> str:
    words = {
        ("accept", False): _("Đã xác nhận {n} {what}"),
        ("return", False): _("Đã trả lại {n} {what}"),
        ("accept", True): _("Đã hoàn tác việc xác nhận {n} {what}"),
        ("return", True): _("Đã hoàn tác việc trả lại {n} {what}"),
    }
    return words[verb, undone].format(n=number, what=what)


@dataclass
class FilingPages(ManyPages[Filing]):
    """The pages of pledges or of reports."""

    kind: str

    batches = FILING_BATCHES

    def __post_init__(self) -> None:
        self.namespace, self.list_url = f"{self.kind}s", filing_list_url(self.kind)
        self.list_title = _("Đăng ký thi đua") if self.kind == "pledge" else _("Báo cáo")

    def may_review(self, by: Acting | None) -> Answer:
        return access.may_review_many(by)

    def sheets(self, request: HttpRequest, ids: Sequence[int]) -> list[Filing]:
        rows = Filing.objects.visible_to(user_of(request)).filter(kind=self.kind, pk__in=ids)
        return list(_with_all_shown(rows))

    def waiting(self, request: HttpRequest, by: Acting) -> list[Filing]:
        waiting = to_review(by).filter(kind=self.kind)
        if (phase := whole_number(request.GET.get("phase"))) is not None:
            waiting = waiting.filter(called__phase=phase)
        return list(_with_all_shown(waiting)[: MOST_AT_ONCE + 1])

    def preview(self, sheets: Sequence[Filing], by: Acting, ticks: frozenset[int] | None = None) -> Preview:
        return preview_of(sheets, by, ticks=ticks)

    def what_words(self, sheets: Sequence[Filing]) -> str:
        return what_words(self.kind, sheets)

    def is_of(self, sheet: Filing) -> bool:
        return sheet.kind == self.kind


def _with_all_shown(rows: FilingQuerySet) -> FilingQuerySet:
    return rows.with_context().select_related(WITH_LIMITS).order_by("called__sort_key")


def many(request: HttpRequest, kind: str) -> HttpResponse:
    return FilingPages(kind).show(request)


@require_safe
def many_done(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    return FilingPages(kind).done(request, pk)


@require_POST
def many_undo(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    return FilingPages(kind).undo(request, pk)
