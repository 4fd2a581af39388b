"""Scans of a registered letter: added, and withdrawn with a reason. `awards:attachment` gives them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from awards import letter_access
from awards.actions import letters
from awards.views.letters import letter_or_404, question_about_letters
from foundation.body_limits import takes_file
from units.acting_request import acting_of, require_acting
from units.attachments import LIMIT, scans_of
from units.confirming import Confirmation, ask, posted
from units.forms.scan import ScanForm, WithdrawScanForm


@takes_file(LIMIT)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a scan to a registered letter."""
    letter = letter_or_404(request, pk)

    def question() -> Confirmation:
        form = ScanForm(posted(request), request.FILES if request.method == "POST" else None)
        sentence = _("Ai xem được tờ trình thì tải được bản chụp. Gắn nhầm thì rút lại được, có ghi lý do.")
        return question_about_letters(_("Thêm bản chụp"), f"{letter}. {sentence}", form)

    def act(typed: dict[str, Any]) -> str:
        letters.add_scan(letter, typed["scan"], by=require_acting(request))
        return _("Đã thêm bản chụp.")

    answer = letter_access.may_keep_scans(letter, acting_of(request))
    return ask(request, answer, question, act, back_url=reverse("awards:letters"))


def withdraw(request: HttpRequest, pk: int, scan: int) -> HttpResponse:
    """Withdraw a scan of a letter, with a reason."""
    letter = letter_or_404(request, pk)
    attachment = get_object_or_404(scans_of(letter), pk=scan)

    def question() -> Confirmation:
        sentence = _("“{name}” không ai tải được nữa. Tệp không bị xóa; nhật ký ghi ai rút, lúc nào, vì sao.")
        form = WithdrawScanForm(posted(request))
        words = _("Rút lại bản chụp")
        return question_about_letters(words, sentence.format(name=attachment.name), form, tone="danger")

    def act(typed: dict[str, Any]) -> str:
        letters.withdraw_scan(letter, attachment, by=require_acting(request), **typed)
        return _("Đã rút lại bản chụp “{name}”.").format(name=attachment.name)

    answer = letter_access.may_withdraw_scan(attachment, letter, acting_of(request))
    return ask(request, answer, question, act, back_url=reverse("awards:letters"))
