"""The pages that ask before an action of the Board on a data request: open, extend, ask one more, close, discard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from campaigns import data_request_access as access
from campaigns.actions import data_requests as actions
from campaigns.data_requests.audience import missing_for_opening, units_to_ask
from campaigns.forms.data_requests import AskUnitForm, DataRequestDueForm
from campaigns.forms.phases import DiscardForm, UnlockForm
from campaigns.lifecycle import MISSING, FilingStatus
from campaigns.models import DataRequest
from campaigns.views.data_requests.lookups import data_request_or_404, request_trail
from foundation import vietnamese
from foundation.body_limits import takes_file
from foundation.forms.edit_conflicts import EditConflict
from foundation.vietnamese import format_number
from units.access import Answer
from units.acting_request import acting_of, require_acting
from units.attachments import LIMIT, scans_of
from units.confirming import Confirmation, ask, posted
from units.forms.scan import ScanForm, WithdrawScanForm
from units.history import latest
from units.models import Attachment
from units.scan_download import scan_response

Act = Callable[[dict[str, Any]], str]


def _ask(
    request: HttpRequest,
    shown: DataRequest,
    answer: Answer,
    act: Act,
    *,
    title: str,
    sentence: str,
    button: str = "",
    form: Any = None,
    tone: str = "primary",
) -> HttpResponse:
    def question() -> Confirmation:
        trail = request_trail(shown)
        return Confirmation(
            title=title, sentence=sentence, button=button or title, trail=trail, form=form, tone=tone
        )  # fmt: skip

    return ask(request, answer, question, act, back_url=shown.get_absolute_url())


def open_request(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Ask the units: from now on they see the request, and it stays as it is."""
    shown = data_request_or_404(request, slug, number)
    units = format_number(units_to_ask(shown).count())
    sentence = _(
        "{n} đơn vị nhận phiếu, gửi trước hết ngày {due}. Sau khi gửi, câu hỏi không sửa được nữa; gia hạn, bổ sung "
        "đơn vị, khép lại hoặc bỏ yêu cầu vẫn được."
    ).format(n=units, due=vietnamese.format_date(shown.due_at))
    if missing := missing_for_opening(shown):
        sentence = _("Chưa gửi xuống được, còn thiếu: {what}.").format(what="; ".join(missing))

    def act(_typed: dict[str, Any]) -> str:
        number_asked = actions.open_request(shown, by=require_acting(request))
        return _("Đã gửi yêu cầu xuống {n} đơn vị.").format(n=format_number(number_asked))

    answer = access.may_open_request(shown, acting_of(request))
    title, button = _("Gửi yêu cầu xuống đơn vị"), _("Gửi xuống {n} đơn vị").format(n=units)
    return _ask(request, shown, answer, act, title=title, sentence=sentence, button=button)


def extend(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Move the due date of the whole request."""
    shown = data_request_or_404(request, slug, number)
    form = DataRequestDueForm(posted(request), request=shown)

    def act(typed: dict[str, Any]) -> str:
        try:
            actions.extend_request(
                shown, on=typed["on"], reason=typed["reason"], by=require_acting(request),
                fingerprints=form.fingerprints,
            )  # fmt: skip
        except EditConflict:
            now = data_request_or_404(request, slug, number)
            initial = {"on": vietnamese.format_date(now.due_at)}
            form.show_conflict(DataRequestDueForm(request=now, initial=initial), latest(now, "extend"))
            raise
        return _("Đã dời hạn của yêu cầu đến {due}.").format(due=vietnamese.due_text(typed["on"]))

    sentence = _("Hạn hiện nay: {due}. Đơn vị có hạn riêng giữ hạn riêng; phiếu gửi trong hạn mới không tính là muộn.")
    words = sentence.format(due=vietnamese.due_text(shown.due_at))
    answer = access.may_extend_request(shown, acting_of(request))
    return _ask(request, shown, answer, act, title=_("Dời hạn của yêu cầu"), sentence=words, form=form)


def ask_unit(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Ask one more unit."""
    shown = data_request_or_404(request, slug, number)

    def act(typed: dict[str, Any]) -> str:
        sheet = actions.ask_unit(shown, typed["unit"], by=require_acting(request))
        return _("Đã yêu cầu thêm {unit}.").format(unit=sheet.name)

    answer = access.may_ask_unit(shown, acting_of(request))
    sentence = _("Đơn vị nhận phiếu như các đơn vị khác, cùng hạn gửi.")
    form = AskUnitForm(posted(request), request=shown)
    return _ask(request, shown, answer, act, title=_("Bổ sung đơn vị"), sentence=sentence, form=form)


def close(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    shown = data_request_or_404(request, slug, number)
    waiting = shown.sheets.filter(status__in=(FilingStatus.SUBMITTED, FilingStatus.RETURNED)).count()
    sentence = _(
        "Sau khi khép lại, phiếu không gửi, sửa, xác nhận được nữa. Hiện còn {m} đơn vị chưa gửi, {w} phiếu chưa xác "
        "nhận xong."
    ).format(m=format_number(shown.sheets.filter(status__in=MISSING).count()), w=format_number(waiting))

    def act(_typed: dict[str, Any]) -> str:
        actions.close_request(shown, by=require_acting(request))
        return _("Đã khép lại yêu cầu.")

    answer = access.may_close_request(shown, acting_of(request))
    return _ask(request, shown, answer, act, title=_("Khép lại yêu cầu"), sentence=sentence, tone="danger")


def reopen(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    shown = data_request_or_404(request, slug, number)

    def act(typed: dict[str, Any]) -> str:
        actions.reopen_request(shown, reason=typed["reason"], by=require_acting(request))
        return _("Đã mở lại yêu cầu.")

    answer = access.may_reopen_request(shown, acting_of(request))
    sentence = _("Các đơn vị gửi, sửa lại được; báo cáo tổng hợp đã chốt không thay đổi.")
    form = UnlockForm(posted(request))
    return _ask(request, shown, answer, act, title=_("Mở lại yêu cầu"), sentence=sentence, form=form)


def discard(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    shown = data_request_or_404(request, slug, number)

    def act(typed: dict[str, Any]) -> str:
        actions.discard_request(shown, reason=typed["reason"], by=require_acting(request))
        return _("Đã bỏ yêu cầu.")

    answer = access.may_discard_request(shown, acting_of(request))
    sentence = _("Các đơn vị không phải trả lời nữa. Nội dung đã gửi và nhật ký được giữ; không mở lại được.")
    form = DiscardForm(posted(request))
    return _ask(request, shown, answer, act, title=_("Bỏ yêu cầu"), sentence=sentence, form=form, tone="danger")


@takes_file(LIMIT)
def add_letter(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Add a scan of the letter that the request rests on."""
    shown = data_request_or_404(request, slug, number)
    form = ScanForm(posted(request), request.FILES if request.method == "POST" else None)

    def act(typed: dict[str, Any]) -> str:
        actions.add_letter(shown, typed["scan"], by=require_acting(request))
        return _("Đã thêm bản chụp công văn.")

    answer = access.may_add_letter(shown, acting_of(request))
    sentence = _("Đơn vị được hỏi tải được bản chụp này. Gắn nhầm thì rút lại được, có ghi lý do.")
    return _ask(request, shown, answer, act, title=_("Thêm bản chụp công văn"), sentence=sentence, form=form)


def letter(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponseBase:
    """Send a scan of the letter. Raises DamagedFile."""
    shown = data_request_or_404(request, slug, number)
    scan = _scan_or_404(shown, pk)
    if not scan.is_withdrawn:
        return scan_response(scan)
    title = _("Bản chụp đã được rút lại")
    context = {
        "attachment": scan,
        "says_why": bool(access.may_add_letter(shown, acting_of(request))),
        "title": title,
        "back_url": shown.get_absolute_url(),
        "back": _("Xem yêu cầu"),
        "breadcrumb": request_trail(shown, (title, "")),
    }
    return render(request, "scan_withdrawn.html", context, status=410)


def withdraw_letter(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Withdraw a scan of the letter, with a reason."""
    shown = data_request_or_404(request, slug, number)
    scan = _scan_or_404(shown, pk)

    def act(typed: dict[str, Any]) -> str:
        actions.withdraw_letter(shown, scan, by=require_acting(request), **typed)
        return _("Đã rút lại bản chụp “{name}”.").format(name=scan.name)

    sentence = _("“{name}” không ai tải được nữa. Tệp không bị xóa; nhật ký ghi ai rút, lúc nào, vì sao.")
    answer = access.may_withdraw_letter(scan, shown, acting_of(request))
    title, words, form = _("Rút lại bản chụp"), sentence.format(name=scan.name), WithdrawScanForm(posted(request))
    return _ask(request, shown, answer, act, title=title, sentence=words, form=form, tone="danger")


def _scan_or_404(shown: DataRequest, pk: int) -> Attachment:
    return get_object_or_404(scans_of(shown), pk=pk)
