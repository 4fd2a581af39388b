"""The pages of a reviewer on a sheet: accept, return, undo, reopen, excuse, check the values of works."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns import access
from campaigns.actions import reviews
from campaigns.actions.oddities import dismiss_oddity as dismiss
from campaigns.actions.sheet_steps import newer_submission
from campaigns.forms.reviews import ExcuseForm, ReturnSpotsForm, WorksForm
from campaigns.lifecycle import FilingStatus
from campaigns.models import Filing, OddityKind
from campaigns.review_queue import next_to_review
from campaigns.sheet import Sheet
from campaigns.sheet.spots import Spot, fields_of_row, label_of, texts_of
from campaigns.views.filing import filing_or_404, filing_to_act_on, shown_sheet, trail
from foundation.forms.edit_conflicts import EditConflict
from foundation.forms.errors import error_summary
from foundation.lifecycle import StateConflict
from foundation.request_parsing import whole_number
from units.access import require_allowed
from units.acting import Acting
from units.acting_request import acting_of, require_acting
from units.confirming import Confirmation, ask, posted
from units.history import latest


@require_POST
def accept(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Accept the submission that the page showed; with `next` the next sheet to review follows."""
    filing = filing_to_act_on(request, kind, pk)
    try:
        reviews.accept(filing, by=require_acting(request), submission_number=whole_number(request.POST.get("seen")))
    except StateConflict as error:
        error.back_url = filing.get_absolute_url()
        raise
    messages.success(request, _("Đã xác nhận bản của {unit}.").format(unit=filing.called.name))
    return redirect(_next_awaiting(request, filing) if "next" in request.POST else filing)


def _next_awaiting(request: HttpRequest, filing: Filing) -> Filing:
    """Return the sheet to review after this one, this one if no other waits."""
    return next_to_review(filing, require_acting(request)) or filing


@require_POST
def undo(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Undo the user's own acceptance (on the same day) or return (until the unit changes its draft)."""
    filing = filing_to_act_on(request, kind, pk)
    act = reviews.undo_return if filing.status == FilingStatus.RETURNED else reviews.undo_accept
    act(filing, by=require_acting(request))
    messages.success(request, _("Đã hoàn tác: bản trở lại “{status}”.").format(status=filing.status_text))
    return redirect(filing)


def return_(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Return the sheet with a remark at each spot ticked on its page; the next sheet to review follows."""
    filing = filing_or_404(request, kind, pk)

    def act(typed: dict[str, Any]) -> str:
        seen = whole_number(request.GET.get("seen"))
        reviews.return_(filing, by=require_acting(request), submission_number=seen, **typed)
        return _("Đã trả lại bản của {unit}.").format(unit=filing.called.name)

    answer = access.may_return(filing, acting_of(request))
    return ask(
        request,
        answer,
        lambda: _question(filing, _("Trả lại bổ sung"), _return_form(request, filing)),
        act,
        back_url=filing.get_absolute_url(),
        next_url=lambda: _next_awaiting(request, filing).get_absolute_url(),
    )


@require_POST
def dismiss_oddity(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Note that an oddity was looked at and is in order; it is not shown again this year."""
    oddity = request.POST.get("oddity", "")
    if oddity not in OddityKind:
        require_allowed(access.may_dismiss_oddities(filing_or_404(request, kind, pk), acting_of(request)))
        raise Http404
    filing, number = filing_to_act_on(request, kind, pk), whole_number(request.POST.get("seen"))
    try:
        dismiss(filing, OddityKind(oddity), by=require_acting(request), submission_number=number)
    except StateConflict as error:
        error.back_url = filing.get_absolute_url()
        raise
    sentence = _("Đã ghi: đã xem, không có vấn đề. Năm nay không nhắc lại “{oddity}” của {unit}.")
    messages.success(request, sentence.format(oddity=OddityKind(oddity).label, unit=filing.called.name))
    return redirect(filing)


def reopen(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    filing = filing_or_404(request, kind, pk)

    def act(typed: dict[str, Any]) -> str:
        reviews.reopen(filing, by=require_acting(request), **typed)
        return _("Đã mở lại bản của {unit}.").format(unit=filing.called.name)

    sentence = _("Bản này đang được tính trong số liệu tổng hợp; mở lại thì rời khỏi số liệu cho đến khi xác nhận lại.")
    answer = access.may_reopen(filing, acting_of(request))
    return ask(
        request,
        answer,
        lambda: _question(filing, _("Mở lại"), _return_form(request, filing), sentence),
        act,
        back_url=filing.get_absolute_url(),
    )


def _return_form(request: HttpRequest, filing: Filing) -> ReturnSpotsForm:
    """Return the form that asks for a remark at each spot ticked on the sheet's page (`?spot=`)."""
    keys = request.GET.getlist("spot")
    if not keys or filing.current_submission is None:
        return ReturnSpotsForm(posted(request), spots={}, rows={})
    sheet = Sheet(filing, submission=filing.current_submission)
    texts = texts_of(sheet)
    spots: dict[Spot, str] = {}
    for spot in map(Spot.of_key, keys):
        if label := label_of(sheet, spot):
            typed = "; ".join(text.text for other, text in texts.items() if spot.field and spot.covers(other))
            spots[spot] = f"{label}: {typed}" if typed else label
    rows = {spot: fields_of_row(sheet, spot) for spot in spots if spot.row and not spot.field}
    return ReturnSpotsForm(posted(request), spots=spots, rows=rows)


def excuse(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    filing = filing_or_404(request, kind, pk)

    def act(typed: dict[str, Any]) -> str:
        reviews.excuse(filing, by=require_acting(request), **typed)
        return _("{unit}: {status}.").format(unit=filing.called.name, status=filing.status_text.lower())

    title = _("Không thuộc diện đăng ký") if filing.is_pledge else _("Miễn báo cáo")
    sentence = _("Đơn vị rời khỏi số đơn vị thuộc diện; nội dung đã soạn vẫn được giữ.")
    answer = access.may_excuse(filing, acting_of(request))
    form = ExcuseForm(posted(request))
    return ask(
        request, answer, lambda: _question(filing, title, form, sentence), act, back_url=filing.get_absolute_url()
    )


def _question(filing: Filing, title: str, form: Any, sentence: str = "") -> Confirmation:
    unit = filing.called.name
    return Confirmation(
        title=f"{title}: {unit}",
        sentence=sentence or _("{unit} sẽ đọc được các đề nghị và hạn gửi lại.").format(unit=unit),
        button=title,
        trail=trail(shown_sheet(filing), (title, ""))[:-1],
        form=form,
    )


@require_POST
def unexcuse(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    filing = filing_to_act_on(request, kind, pk)
    reviews.unexcuse(filing, by=require_acting(request))
    messages.success(request, _("{unit} thuộc diện trở lại.").format(unit=filing.called.name))
    return redirect(filing)


def works(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Check the values of a report's works, and choose the works and exemplars that summaries name."""
    filing = filing_or_404(request, kind, pk)
    require_allowed(access.may_check_values(filing, acting_of(request)))
    form = WorksForm(posted(request), filing=filing)
    try:
        if request.method == "POST" and form.is_valid():
            _write(form, filing, require_acting(request))
            messages.success(request, _("Đã ghi giá trị rà soát và các mục được chọn."))
            return redirect(filing)
    except EditConflict:
        form.show_conflict(WorksForm(filing=filing), latest(filing, "check_values", "highlight", "publish_exemplar"))
    title, sheet = _("Rà soát giá trị, chọn điển hình"), shown_sheet(filing)
    context = {
        "filing": filing,
        "sheet": sheet,
        "form": form,
        "problems": error_summary(form),
        "title": title,
        "breadcrumb": trail(sheet, (title, "")),
    }
    return render(request, "campaigns/filing/works.html", context, status=form.status)


@transaction.atomic
def _write(form: WorksForm, filing: Filing, by: Acting) -> None:
    if form.is_of_older_submission:
        raise newer_submission(filing)
    typed, fingerprints = form.typed, form.fingerprints
    checked = {row.pk: fingerprints[f"value-{row.pk}"] for row in form.results if f"value-{row.pk}" in fingerprints}
    reviews.check_values(
        filing,
        {work_result.pk: typed[f"value-{work_result.pk}"] for work_result in form.results},
        by=by,
        fingerprints=checked,
    )
    for work_result in form.results:
        name = f"highlighted-{work_result.pk}"
        reviews.highlight(work_result, typed[name], by=by, fingerprint=fingerprints.get(name))
    for exemplar in form.exemplars:
        name = f"published-{exemplar.pk}"
        reviews.publish_exemplar(exemplar, typed[name], by=by, fingerprint=fingerprints.get(name))
