"""The page of mails for administrators: which were sent and which failed, and why; sending again."""

from operator import attrgetter
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from foundation.filters import ListFilter, SelectFilter
from foundation.list_page import list_page
from foundation.list_table import ListColumn, ListTable, ValueKind
from units import access, mail_tests
from units.acting_request import acting_of, require_acting, user_of
from units.actions import background
from units.mail_state import mail_server
from units.models import MailState, OutgoingMail


class MailFilter(ListFilter):
    state = SelectFilter(
        label=gettext_lazy("Trạng thái"), choices=MailState.choices, empty_label=gettext_lazy("Mọi trạng thái")
    )


def _address(mail: OutgoingMail) -> str:
    if mail.address or mail.person.email:
        return mail.address
    return _("Tài khoản chưa có địa chỉ thư")


TO, STATE, AT = gettext_lazy("Gửi tới"), gettext_lazy("Trạng thái"), gettext_lazy("Lúc")
MAILS = ListTable(
    gettext_lazy("Thư gửi đi"),
    (
        ListColumn(TO, attrgetter("person.full_name")),
        ListColumn(gettext_lazy("Nội dung"), lambda mail: capfirst(mail.get_kind_display()), within=TO, width=36),
        ListColumn(gettext_lazy("Đơn vị"), attrgetter("unit.name"), width=36),
        ListColumn(STATE, lambda mail: mail.get_state_display()),
        ListColumn(gettext_lazy("Địa chỉ thư"), _address, within=STATE, width=36),
        ListColumn(gettext_lazy("Người nhận xác nhận lúc"), attrgetter("confirmed_at"), ValueKind.MOMENT, within=STATE),
        ListColumn(gettext_lazy("Lỗi"), attrgetter("last_error"), within=STATE, width=44),
        ListColumn(AT, lambda mail: mail.sent_at or mail.due_at, ValueKind.MOMENT, width=18),
        ListColumn(
            gettext_lazy("Số lần thử"),
            lambda mail: mail.tries if mail.tries > 1 else None,
            ValueKind.NUMBER,
            within=AT,
            width=10,
        ),
    ),
)


def mail_list(request: HttpRequest) -> HttpResponseBase:
    """List the mails to people of the units in one's reach, the newest first."""
    visible = _visible(request).select_related("unit", "person").order_by("-pk")
    conditions = MailFilter(request.GET, visible)
    return list_page(request, "units/mails.html", MAILS, conditions, mail_server=mail_server())


@require_POST
def send_test(request: HttpRequest) -> HttpResponse:
    try:
        background.send_test_mail(by=require_acting(request, access.may_test_mails(acting_of(request))))
    except ValidationError as error:
        messages.error(request, error.message)
    else:
        messages.success(
            request,
            _("Thư thử sẽ tới {address} trong ít phút; xin mở liên kết trong thư.").format(
                address=user_of(request).email
            ),
        )
    return redirect("mails:list")


@login_not_required
def arrived(request: HttpRequest, token: str) -> HttpResponse:
    """Ask who opened the link of a test mail to say that it has come, as programs open links too; POST says so."""
    mail = mail_tests.mail_of(token)
    if mail and request.method == "POST":
        background.confirm_test_mail(mail)
        mail.refresh_from_db(fields=["confirmed_at"])
    return render(request, "units/mail_arrived.html", {"mail": mail}, status=200 if mail else 410)


@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    background.send_mail_again(get_object_or_404(_visible(request), pk=pk), by=require_acting(request))
    messages.success(request, _("Thư được gửi lại trong ít phút."))
    return redirect("mails:list")


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    background.drop_mail(get_object_or_404(_visible(request), pk=pk), by=require_acting(request))
    messages.success(request, _("Thư này không gửi nữa."))
    return redirect("mails:list")


def _visible(request: HttpRequest) -> QuerySet[Any]:
    access.require_allowed(access.may_see_mails(acting_of(request)))
    return OutgoingMail.objects.visible_to(user_of(request))
