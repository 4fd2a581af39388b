"""Scans of decisions: downloaded to be saved, never shown in the browser; added, and withdrawn with a reason."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from awards import decision_access, letter_access
from awards.actions import scans
from awards.models import Decision, Letter
from awards.selectors import decision_page
from awards.views.decisions import decision_or_404, trail
from foundation.body_limits import takes_file
from units.acting_request import acting_of, require_acting, user_of
from units.attachments import LIMIT
from units.confirming import Confirmation, ask, posted
from units.forms.scan import ScanForm, WithdrawScanForm
from units.models import Attachment
from units.scan_download import scan_response


def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send the file. Raises DamagedFile."""
    attachment = decision_page.attachment_for(user_of(request), pk)
    return _withdrawn(request, attachment) if attachment.is_withdrawn else scan_response(attachment)


def _withdrawn(request: HttpRequest, attachment: Attachment) -> HttpResponse:
    """Say that the file was withdrawn; to those above it, and to whoever keeps scans, also by whom and why.

    It was attached to a decision, a letter or a final summary.
    """
    paper: Any = attachment.target
    by, back = acting_of(request), _("Xem báo cáo")
    keeps = False
    if isinstance(paper, Decision):
        keeps, back = bool(decision_access.may_keep_scans(paper, by)), _("Xem quyết định")
    elif isinstance(paper, Letter):
        keeps, back = bool(letter_access.may_keep_scans(paper, by)), _("Xem tờ trình")
    title = _("Bản chụp đã được rút lại")
    context = {
        "attachment": attachment,
        "back_url": paper.get_absolute_url(),
        "back": back,
        "says_why": keeps or user_of(request).reaches(attachment.unit.path, paper.campaign.year),
        "title": title,
        "breadcrumb": [(str(paper), paper.get_absolute_url()), (title, "")],
    }
    return render(request, "scan_withdrawn.html", context, status=410)


@takes_file(LIMIT)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a scan to an issued decision."""
    decision = decision_or_404(request, pk)

    def question() -> Confirmation:
        form = ScanForm(posted(request), request.FILES if request.method == "POST" else None)
        sentence = _("Ai xem được quyết định thì tải được bản chụp. Gắn nhầm thì rút lại được, có ghi lý do.")
        return _question(decision, _("Thêm bản chụp"), sentence, form)

    def act(typed: dict[str, Any]) -> str:
        scans.add(decision, typed["scan"], by=require_acting(request))
        return _("Đã thêm bản chụp.")

    answer = decision_access.may_keep_scans(decision, acting_of(request))
    return ask(request, answer, question, act, back_url=decision.get_absolute_url())


def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a scan of a decision, with a reason."""
    scan = decision_page.attachment_for(user_of(request), pk)
    decision = _decision_of(request, scan)

    def question() -> Confirmation:
        sentence = _("“{name}” không ai tải được nữa. Tệp không bị xóa; nhật ký ghi ai rút, lúc nào, vì sao.")
        return _question(
            decision,
            _("Rút lại bản chụp"),
            sentence.format(name=scan.name),
            WithdrawScanForm(posted(request)),
            tone="danger",
        )

    def act(typed: dict[str, Any]) -> str:
        scans.withdraw(decision, scan, by=require_acting(request), **typed)
        return _("Đã rút lại bản chụp “{name}”.").format(name=scan.name)

    answer = decision_access.may_withdraw_scan(scan, decision, acting_of(request))
    return ask(request, answer, question, act, back_url=decision.get_absolute_url())


def _decision_of(request: HttpRequest, attachment: Attachment) -> Decision:
    if attachment.target_type.model_class() is not Decision:
        raise Http404
    return decision_or_404(request, attachment.target_id)


def _question(decision: Decision, title: str, sentence: str, form: Any, *, tone: str = "primary") -> Confirmation:
    return Confirmation(
        title=title, sentence=sentence, button=title, trail=trail(decision, ("", ""))[:-1], form=form, tone=tone
    )
