"""Pages of the requests to remove what is stored of a person: entering one, what goes and stays, carrying it out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.filters import ListFilter, SelectFilter
from foundation.forms.errors import error_summary, refuse
from foundation.list_page import list_page
from foundation.list_table import ListColumn, ListTable, ValueKind
from foundation.vietnamese import format_date, format_number
from units import access, confirming
from units.acting_request import acting_of, require_acting, user_of
from units.actions import maskings
from units.forms.masking import MaskingForm
from units.history import history_of
from units.models import Masking, MaskingState
from units.personal.registry import TABLES, counts_about, counts_key
from units.personal.subject import kind_of, subject_of
from units.personal_views import person_or_404


class MaskingFilter(ListFilter):
    state = SelectFilter(
        label=gettext_lazy("Trạng thái"), choices=MaskingState.choices, empty_label=gettext_lazy("Mọi trạng thái")
    )


MASKINGS = ListTable(
    gettext_lazy("Yêu cầu xóa dữ liệu cá nhân"),
    (
        ListColumn(gettext_lazy("Văn bản yêu cầu"), lambda masking: masking.number),
        ListColumn(gettext_lazy("Ngày"), lambda masking: masking.dated_on, ValueKind.DAY, width=14),
        ListColumn(gettext_lazy("Trạng thái"), lambda masking: masking.get_state_display()),
        ListColumn(gettext_lazy("Lập lúc"), lambda masking: masking.asked_at, ValueKind.MOMENT, width=18),
    ),
)


def masking_list(request: HttpRequest) -> HttpResponseBase:
    """List the requests, the newest first."""
    conditions = MaskingFilter(request.GET, _visible(request).order_by("-pk"))
    return list_page(request, "units/personal/maskings.html", MASKINGS, conditions)


def ask(request: HttpRequest, subject: str, pk: int) -> HttpResponse:
    """Show what would go and what would stay and why, and enter the request; a second person carries it out."""
    person = person_or_404(request, subject, pk)
    access.require_allowed(access.may_manage(acting_of(request)))
    stored = subject_of(person)
    maskings.refuse_at_work(stored, require_acting(request))
    form = MaskingForm(confirming.posted(request))
    if form.is_bound and form.is_valid():
        try:
            masking = maskings.ask_masking(person, **form.cleaned_data, by=require_acting(request))
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Đã lập yêu cầu. Chưa xóa gì: cần Quản trị khác hoặc lãnh đạo xác nhận."))
            return redirect(masking)
    context = {
        "person": person,
        "counts": counts_about(stored),
        "form": form,
        "problems": error_summary(form),
        "back_url": reverse("personal:about", args=[subject, pk]),
    }
    return render(request, "units/personal/ask.html", context)


@dataclass(frozen=True)
class RemovedRows:
    """How many rows of a table a masking emptied or deleted."""

    says: str
    rows: int


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a request: what it would remove now, or what it removed."""
    masking = get_object_or_404(_visible(request).select_related("unit", "asked_by", "closed_by"), pk=pk)
    by = acting_of(request)
    context = {
        "masking": masking,
        "facts": [
            (_("Về"), f"{masking.target} ({kind_of(masking.target).label})"),
            (
                _("Văn bản yêu cầu"),
                _("{number} ngày {day}").format(number=masking.number, day=format_date(masking.dated_on)),
            ),
            (_("Lý do"), masking.reason),
            (_("Người lập"), masking.asked_by.full_name),
            (_("Người xác nhận"), masking.closed_by.full_name if masking.closed_by else ""),
        ],
        "counts": counts_about(subject_of(masking.target)) if masking.is_asked else [],
        "removed": [RemovedRows(says, masking.counts[key]) for key, says in _removable() if key in masking.counts],
        "carry_out": access.may_carry_out_masking(masking, by),
        "drop": access.may_drop_masking(masking, by),
        "history": history_of(masking),
    }
    return render(request, "units/personal/masking.html", context)


def _removable() -> list[tuple[str, str]]:
    """Return the tables that a masking may empty: the key of their counts, and what they say."""
    return [(counts_key(table), str(table.says)) for table in TABLES if table.erase]


def carry_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then remove the data."""
    masking = get_object_or_404(_visible(request), pk=pk)
    going = [counted for counted in counts_about(subject_of(masking.target)) if counted.going]
    rows = sum(counted.going for counted in going)

    def act(_typed: dict[str, Any]) -> str:
        maskings.carry_out_masking(masking, by=require_acting(request))
        return _("Đã xóa dữ liệu theo yêu cầu.")

    return confirming.ask(
        request,
        access.may_carry_out_masking(masking, acting_of(request)),
        lambda: confirming.Confirmation(
            title=_("Xóa dữ liệu theo văn bản {number}").format(number=masking.number),
            sentence=_(
                "Xóa {n} dòng về {name}. Không lấy lại được, trừ trong bản sao lưu đến khi bản đó hết hạn."
            ).format(n=format_number(rows), name=masking.target),
            button=_("Xóa {n} dòng").format(n=format_number(rows)),
            tone="danger",
            trail=_trail(masking),
        ),
        act,
        back_url=masking.get_absolute_url(),
    )


def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then close the request without removing anything."""
    masking = get_object_or_404(_visible(request), pk=pk)

    def act(_typed: dict[str, Any]) -> str:
        maskings.drop_masking(masking, by=require_acting(request))
        return _("Yêu cầu được đóng, không xóa gì.")

    return confirming.ask(
        request,
        access.may_drop_masking(masking, acting_of(request)),
        lambda: confirming.Confirmation(
            title=_("Không thực hiện yêu cầu {number}").format(number=masking.number),
            sentence=_("Dữ liệu về người này giữ nguyên. Có thể lập yêu cầu khác sau."),
            button=_("Không thực hiện"),
            trail=_trail(masking),
        ),
        act,
        back_url=masking.get_absolute_url(),
    )


def _trail(masking: Masking) -> list[tuple[str, str]]:
    return [
        (_("Yêu cầu xóa dữ liệu cá nhân"), reverse("personal:maskings")),
        (masking.number, masking.get_absolute_url()),
    ]


def _visible(request: HttpRequest) -> Any:
    access.require_allowed(access.may_see_maskings(acting_of(request)))
    return Masking.objects.visible_to(user_of(request))
