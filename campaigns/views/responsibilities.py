"""The list of responsibilities for measures, and the page of one."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns import responsibility_access as access
from campaigns.models import Campaign, Responsibility
from campaigns.responsibility_filters import ResponsibilityFilter
from foundation.list_page import list_page
from foundation.list_table import ListColumn, ListTable, ValueKind
from foundation.vietnamese import format_date, format_moment
from units.acting import Acting
from units.acting_request import acting_of, user_of
from units.history import history_of
from units.models import User

MEASURE, WHO, STATUS = gettext_lazy("Biện pháp"), gettext_lazy("Chịu trách nhiệm"), gettext_lazy("Trạng thái")
RESPONSIBILITIES = ListTable(
    gettext_lazy("Phân công thực hiện biện pháp"),
    (
        ListColumn(MEASURE, attrgetter("measure.text"), width=60),
        ListColumn(
            gettext_lazy("Năm"), attrgetter("measure.campaign.year_in_list"), ValueKind.NUMBER, within=MEASURE, width=8
        ),
        ListColumn(WHO, str, width=36),
        ListColumn(gettext_lazy("Hạn, hết ngày"), attrgetter("due_on"), ValueKind.DAY, width=14),
        ListColumn(STATUS, attrgetter("status_text")),
        ListColumn(gettext_lazy("Tiến độ"), attrgetter("progress"), within=STATUS, width=60),
        ListColumn(gettext_lazy("Báo lúc"), attrgetter("told_at"), ValueKind.MOMENT, within=STATUS, width=18),
        ListColumn(gettext_lazy("Xác nhận lúc"), attrgetter("confirmed_at"), ValueKind.MOMENT, within=STATUS, width=18),
    ),
)


def responsibility_list(request: HttpRequest) -> HttpResponseBase:
    """List who answers for which measure, what is due first coming first."""
    user, by = user_of(request), acting_of(request)
    rows = Responsibility.objects.visible_to(user).with_context().order_by("due_on", "measure__order", "pk")
    conditions = ResponsibilityFilter(request.GET.dict(), queryset=rows, user=user)
    return list_page(
        request, "campaigns/responsibilities/list.html", RESPONSIBILITIES, conditions, campaign=_to_assign(user, by)
    )


def _to_assign(user: User, by: Acting | None) -> Campaign | None:
    """Return the latest campaign whose measures the person may assign now."""
    if by is None:
        return None
    own = Campaign.objects.visible_to(user).newest_first().filter(unit=by.unit).prefetch_related("phases")
    return next((campaign for campaign in own if access.may_assign_measures(campaign, by)), None)


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a measure, who answers for it until when, how far it is, and what may be done."""
    responsibility, by = responsibility_or_404(request, pk), acting_of(request)
    context: dict[str, Any] = {
        "responsibility": responsibility,
        "about": _facts(responsibility),
        "can": {
            "tell": access.may_tell(responsibility, by),
            "confirm": access.may_confirm_done(responsibility, by),
            "refuse": access.may_refuse_done(responsibility, by),
            "change": access.may_change(responsibility, by),
        },
        "told": _told(responsibility),
        "story": history_of(responsibility),
        "breadcrumb": [*trail_to_list(), (str(responsibility), "")],
    }
    return render(request, "campaigns/responsibilities/detail.html", context)


def responsibility_or_404(request: HttpRequest, pk: int) -> Responsibility:
    visible = Responsibility.objects.visible_to(user_of(request)).with_context()
    return get_object_or_404(visible.select_related("told_by", "confirmed_by"), pk=pk)


def trail(responsibility: Responsibility) -> list[tuple[str, str]]:
    return [*trail_to_list(), (str(responsibility), responsibility.get_absolute_url())]


def trail_to_list() -> list[tuple[str, str]]:
    return [(str(RESPONSIBILITIES.title), reverse("responsibilities:list"))]


def _facts(responsibility: Responsibility) -> list[tuple[str, str]]:
    return [
        (_("Chịu trách nhiệm"), str(responsibility)),
        (_("Hạn, hết ngày"), format_date(responsibility.due_on)),
        (_("Phong trào"), str(responsibility.measure.campaign)),
    ]


def _told(responsibility: Responsibility) -> list[tuple[str, str]]:
    """Return who told and who confirmed, as far as it has come."""
    stages = (
        (_("Người báo"), responsibility.told_by, responsibility.told_at),
        (_("Xác nhận"), responsibility.confirmed_by, responsibility.confirmed_at),
    )
    return [(term, f"{person}, {format_moment(at)}") for term, person, at in stages if at]
