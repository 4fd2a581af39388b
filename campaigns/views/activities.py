"""Activity notes: the list, the page of one, sending, the Board's decision, and those that everybody may read."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns import activity_access as access
from campaigns.actions import activities as actions
from campaigns.activity_filters import ActivityFilter
from campaigns.forms.activities import ActivityForm, ActivityReviewForm
from campaigns.models import Activity, Campaign
from campaigns.views.lookups import campaign_or_404
from foundation.forms.edit_conflicts import EditConflict
from foundation.list_page import PER_PAGE, list_page
from foundation.list_table import ListColumn, ListTable, ValueKind
from foundation.pagination.capped import CappedPaginator
from foundation.vietnamese import format_moment
from units.acting import Acting
from units.acting_request import acting_of, require_acting, user_of
from units.confirming import Confirmation, ask, posted
from units.history import history_of, latest

UNIT, TITLE = gettext_lazy("Đơn vị"), gettext_lazy("Tin")
ACTIVITIES = ListTable(
    gettext_lazy("Tin hoạt động"),
    (
        ListColumn(TITLE, attrgetter("title"), width=60),
        ListColumn(gettext_lazy("Nội dung"), attrgetter("text"), within=TITLE, width=80),
        ListColumn(UNIT, attrgetter("unit.name"), width=44),
        ListColumn(gettext_lazy("Công đoàn cấp trên"), attrgetter("unit.parent_name"), within=UNIT, width=36),
        ListColumn(gettext_lazy("Gửi ngày"), attrgetter("sent_at"), ValueKind.DAY, width=14),
        ListColumn(gettext_lazy("Trạng thái"), attrgetter("status_text")),
        ListColumn(gettext_lazy("Chào mừng"), lambda row: row.honours.name if row.honours else "", within=TITLE),
    ),
)


def activity_list(request: HttpRequest) -> HttpResponseBase:
    """List the activity notes of the unions in one's reach, the latest first."""
    user = user_of(request)
    rows = Activity.objects.visible_to(user).select_related("unit__parent", "honours")
    conditions = ActivityFilter(request.GET.dict(), queryset=rows, user=user)
    may_send = bool(access.may_send_any(acting_of(request)))
    return list_page(request, "campaigns/activities/list.html", ACTIVITIES, conditions, may_send=may_send)


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a union tells, what the Board decided, and what may be done."""
    activity, by = _activity_or_404(request, pk), acting_of(request)
    context = {
        "activity": activity,
        "facts": _facts(activity),
        "can": {"review": access.may_review_activity(activity, by), "withdraw": access.may_withdraw(activity, by)},
        "story": history_of(activity),
        "breadcrumb": [*_trail_to_list(), (activity.title, "")],
    }
    return render(request, "campaigns/activities/detail.html", context)


def new(request: HttpRequest) -> HttpResponse:
    """Tell what the union acted for did."""
    by, sent = acting_of(request), list[Activity]()
    possible = _campaigns(request, by)

    def question() -> Confirmation:
        return Confirmation(
            title=_("Gửi tin hoạt động"),
            sentence=_("Công đoàn cấp trên và ban tham mưu của phong trào đọc được. Rút lại được khi chưa ai đọc."),
            button=_("Gửi tin"),
            heading=_("Đơn vị vừa làm được việc gì?"),
            trail=_trail_to_list(),
            form=ActivityForm(posted(request), campaigns=possible),
        )

    def act(typed: dict[str, Any]) -> str:
        sent.append(actions.send_activity(**typed, by=require_acting(request)))
        return _("Đã gửi tin. Ban tham mưu đọc và có thể dùng cho báo cáo.")

    answer = access.may_send(possible[0], by) if possible else access.may_send_any(by)
    back = reverse("activities:list")
    return ask(request, answer, question, act, back_url=back, made_url=lambda: sent[0].get_absolute_url())


def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide whether the report may use it and whether everybody may read it."""
    activity = _activity_or_404(request, pk)
    form = ActivityReviewForm(posted(request), activity=activity)

    def question() -> Confirmation:
        sentence = _("{title}, {unit}").format(title=activity.title, unit=activity.unit)
        return Confirmation(
            title=_("Đọc tin"), sentence=sentence, button=_("Ghi"), heading=_("Dùng tin này thế nào?"),
            trail=_trail(activity), form=form,
        )  # fmt: skip

    def act(typed: dict[str, Any]) -> str:
        try:
            actions.review_activity(activity, **typed, by=require_acting(request), fingerprints=form.fingerprints)
        except EditConflict:
            stored = _activity_or_404(request, pk)
            form.show_conflict(ActivityReviewForm(activity=stored), latest(stored))
            raise
        return _("Đã ghi.")

    answer = access.may_review_activity(activity, acting_of(request))
    return ask(request, answer, question, act, back_url=activity.get_absolute_url())


def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what nobody has read yet."""
    activity = _activity_or_404(request, pk)

    def question() -> Confirmation:
        sentence = _("Tin thôi hiện trong danh sách; nhật ký vẫn ghi.")
        trail = _trail(activity)
        return Confirmation(title=_("Rút lại tin"), sentence=sentence, button=_("Rút lại"), trail=trail, tone="danger")

    def act(_typed: dict[str, Any]) -> str:
        actions.withdraw_activity(activity, by=require_acting(request))
        return _("Đã rút lại tin.")

    answer = access.may_withdraw(activity, acting_of(request))
    return ask(request, answer, question, act, back_url=activity.get_absolute_url())


@login_not_required
def published(request: HttpRequest, slug: str) -> HttpResponse:
    """List the published activity notes of a campaign, the latest first."""
    campaign = campaign_or_404(request, slug)
    told = campaign.activities.published().select_related("unit", "honours").order_by("-published_at", "-pk")
    page = CappedPaginator(told, PER_PAGE).get_page(request.GET.get("page"))
    trail = [(str(campaign), campaign.get_absolute_url()), (_("Tin hoạt động"), "")]
    context = {"campaign": campaign, "page": page, "activities": list(page.rows), "breadcrumb": trail}
    return render(request, "campaigns/activities/published.html", context)


def _activity_or_404(request: HttpRequest, pk: int) -> Activity:
    """Return an activity note of a union in the user's reach."""
    visible = Activity.objects.visible_to(user_of(request))
    return get_object_or_404(visible.select_related("campaign__unit", "unit__parent", "honours", "sent_by"), pk=pk)


def _campaigns(request: HttpRequest, by: Acting | None) -> list[Campaign]:
    """Return the campaigns in which the union acted for may tell something now, the latest first."""
    campaigns = Campaign.objects.visible_to(request.user).newest_first().select_related("unit").with_days()
    return [campaign for campaign in campaigns if access.may_send(campaign, by)]


def _trail(activity: Activity) -> list[tuple[str, str]]:
    return [*_trail_to_list(), (activity.title, activity.get_absolute_url())]


def _trail_to_list() -> list[tuple[str, str]]:
    return [(str(ACTIVITIES.title), reverse("activities:list"))]


def _facts(activity: Activity) -> list[tuple[str, str]]:
    told = _("{who}, {when}").format(who=activity.sent_by, when=format_moment(activity.sent_at))
    facts = [(_("Đơn vị"), activity.unit.name), (_("Người gửi"), told), (_("Phong trào"), str(activity.campaign))]
    if activity.honours:
        facts.append((_("Chào mừng"), activity.honours.name))
    if activity.for_report:
        facts.append((_("Báo cáo"), _("Được chọn cho báo cáo")))
    return facts
