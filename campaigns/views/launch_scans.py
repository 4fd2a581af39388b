"""Scans of a launch's signed original: saved by everybody who reads the launch, added and withdrawn by the Board."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from campaigns import access
from campaigns.actions import launch_scans
from campaigns.models import Campaign
from campaigns.views.lookups import campaign_or_404
from campaigns.views.phase_acts import trail
from foundation.body_limits import takes_file
from units.acting_request import acting_of, require_acting
from units.attachments import LIMIT, scans_of
from units.confirming import Confirmation, ask, posted
from units.forms.scan import ScanForm, WithdrawScanForm
from units.models import Attachment
from units.scan_download import scan_response


@login_not_required
def download(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """Send the file. Raises DamagedFile."""
    campaign = campaign_or_404(request, slug)
    scan = _scan_or_404(campaign, pk)
    return _withdrawn(request, campaign, scan) if scan.is_withdrawn else scan_response(scan)


def _withdrawn(request: HttpRequest, campaign: Campaign, scan: Attachment) -> HttpResponse:
    title = _("Bản chụp đã được rút lại")
    context = {
        "attachment": scan,
        "says_why": bool(access.may_run(campaign, acting_of(request))),
        "title": title,
        "back_url": campaign.get_absolute_url(),
        "back": _("Xem phong trào"),
        "breadcrumb": [*trail(campaign), (title, "")],
    }
    return render(request, "scan_withdrawn.html", context, status=410)


@takes_file(LIMIT)
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a scan of the signed original."""
    campaign = campaign_or_404(request, slug)

    def question() -> Confirmation:
        form = ScanForm(posted(request), request.FILES if request.method == "POST" else None)
        sentence = _(
            "Ai xem được trang phong trào thì tải được bản gốc đã ký; cổng đưa ra bản gốc trước bản in từ cổng. "
            "Gắn nhầm thì rút lại được, có ghi lý do."
        )
        return _question(campaign, _("Thêm bản gốc đã ký"), sentence, form)

    def act(typed: dict[str, Any]) -> str:
        launch_scans.add(campaign, typed["scan"], by=require_acting(request))
        return _("Đã thêm bản gốc đã ký.")

    answer = access.may_run(campaign, acting_of(request))
    return ask(request, answer, question, act, back_url=campaign.get_absolute_url())


def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Withdraw a scan, with a reason."""
    campaign = campaign_or_404(request, slug)
    scan = _scan_or_404(campaign, pk)

    def question() -> Confirmation:
        sentence = _("“{name}” không ai tải được nữa. Tệp không bị xóa; nhật ký ghi ai rút, lúc nào, vì sao.")
        form = WithdrawScanForm(posted(request))
        return _question(campaign, _("Rút lại bản chụp"), sentence.format(name=scan.name), form, tone="danger")

    def act(typed: dict[str, Any]) -> str:
        launch_scans.withdraw(campaign, scan, by=require_acting(request), **typed)
        return _("Đã rút lại bản chụp “{name}”.").format(name=scan.name)

    answer = access.may_withdraw_launch_scan(scan, campaign, acting_of(request))
    return ask(request, answer, question, act, back_url=campaign.get_absolute_url())


def _scan_or_404(campaign: Campaign, pk: int) -> Attachment:
    return get_object_or_404(scans_of(campaign), pk=pk)


def _question(campaign: Campaign, title: str, sentence: str, form: Any, *, tone: str = "primary") -> Confirmation:
    return Confirmation(title=title, sentence=sentence, button=title, trail=trail(campaign), form=form, tone=tone)
