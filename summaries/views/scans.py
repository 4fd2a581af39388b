"""Scans of a final summary: added, and withdrawn with a reason. `awards:attachment` gives them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from foundation.body_limits import takes_file
from summaries import access, scan_actions
from summaries.views.acts import confirmation_about, stored_summary_or_404
from units.acting_request import acting_of, require_acting
from units.attachments import LIMIT, scans_of
from units.confirming import Confirmation, ask, posted
from units.forms.scan import ScanForm, WithdrawScanForm


@takes_file(LIMIT)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a scan to a final summary."""
    summary = stored_summary_or_404(request, pk)

    def question() -> Confirmation:
        form = ScanForm(posted(request), request.FILES if request.method == "POST" else None)
        sentence = _("Ai xem được báo cáo thì tải được bản chụp. Gắn nhầm thì rút lại được, có ghi lý do.")
        return confirmation_about(summary, _("Thêm bản chụp"), sentence, form)

    def act(typed: dict[str, Any]) -> str:
        scan_actions.add(summary, typed["scan"], by=require_acting(request))
        return _("Đã thêm bản chụp.")

    answer = access.may_keep_scans(summary, acting_of(request))
    return ask(request, answer, question, act, back_url=summary.get_absolute_url())


def withdraw(request: HttpRequest, pk: int, scan: int) -> HttpResponse:
    """Withdraw a scan of a summary, with a reason."""
    summary = stored_summary_or_404(request, pk)
    attachment = get_object_or_404(scans_of(summary), pk=scan)

    def question() -> Confirmation:
        sentence = _("“{name}” không ai tải được nữa. Tệp không bị xóa; nhật ký ghi ai rút, lúc nào, vì sao.")
        form = WithdrawScanForm(posted(request))
        words = _("Rút lại bản chụp")
        return confirmation_about(summary, words, sentence.format(name=attachment.name), form, tone="danger")

    def act(typed: dict[str, Any]) -> str:
        scan_actions.withdraw(summary, attachment, by=require_acting(request), **typed)
        return _("Đã rút lại bản chụp “{name}”.").format(name=attachment.name)

    answer = access.may_withdraw_scan(attachment, summary, acting_of(request))
    return ask(request, answer, question, act, back_url=summary.get_absolute_url())
