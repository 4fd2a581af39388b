"""The register of exemplars: the list, the page of one, and the acts of those who follow it."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns import followed_access as access
from campaigns.actions import followed as actions
from campaigns.followed_filters import FollowedFilter
from campaigns.forms.followed import DropFollowedForm, FollowedForm, FollowUpForm, NewFollowedForm
from campaigns.lifecycle import UNCOMMENDED
from campaigns.models import FollowedExemplar
from campaigns.models.followed import confirm_url
from campaigns.praises import praises_of
from foundation import clock
from foundation.forms.edit_conflicts import EditConflict
from foundation.list_page import list_page
from foundation.list_table import ListColumn, ListTable, ValueKind
from foundation.vietnamese import format_date
from units.acting import Acting
from units.acting_request import acting_of, require_acting, user_of
from units.confirming import Confirmation, ask, posted
from units.history import history_of, latest
from units.models import Unit

WHO, UNIT = gettext_lazy("Tập thể, cá nhân"), gettext_lazy("Đơn vị")
REGISTER = ListTable(
    gettext_lazy("Sổ điển hình"),
    (
        ListColumn(WHO, attrgetter("who"), width=44),
        ListColumn(gettext_lazy("Việc làm tiêu biểu"), attrgetter("story"), within=WHO, width=80),
        ListColumn(UNIT, attrgetter("unit.name"), width=44),
        ListColumn(gettext_lazy("Công đoàn cấp trên"), attrgetter("unit.parent_name"), within=UNIT, width=36),
        ListColumn(gettext_lazy("Trạng thái"), attrgetter("status_text")),
        ListColumn(gettext_lazy("Lần đến tiếp theo"), attrgetter("next_visit"), ValueKind.DAY, width=14),
        ListColumn(gettext_lazy("Ngày phát hiện"), attrgetter("found_on"), ValueKind.DAY, within=WHO, width=14),
        ListColumn(gettext_lazy("Người phát hiện"), attrgetter("found_by"), within=WHO, width=36),
        ListColumn(gettext_lazy("Người theo dõi, bồi dưỡng"), attrgetter("follower"), within=WHO, width=36),
    ),
)


def register(request: HttpRequest) -> HttpResponseBase:
    """List those found at the unions in one's reach, the latest first."""
    user = user_of(request)
    rows = FollowedExemplar.objects.visible_to(user).select_related("unit__parent")
    by = acting_of(request)
    conditions = FollowedFilter(request.GET.dict(), queryset=rows, user=user, by=by)
    may_enter = bool(access.may_enter_any(by))
    return list_page(request, "campaigns/followed/list.html", REGISTER, conditions, may_enter=may_enter)


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who it is, what became of it and when somebody goes again."""
    exemplar = _exemplar_or_404(request, pk)
    context = {
        "exemplar": exemplar,
        "facts": _facts(exemplar),
        "may_follow": access.may_follow(exemplar, acting_of(request)),
        "praises": praises_of([exemplar]).get(exemplar.pk, []),
        "confirm_url": confirm_url(exemplar) if exemplar.status in UNCOMMENDED else "",
        "story": history_of(exemplar),
        "breadcrumb": [*_trail_to_list(), (exemplar.who, "")],
    }
    return render(request, "campaigns/followed/detail.html", context)


def new(request: HttpRequest) -> HttpResponse:
    """Enter whom somebody found."""
    by, entered = acting_of(request), list[FollowedExemplar]()

    def question() -> Confirmation:
        form = NewFollowedForm(posted(request), units=_units(request, by), unit=by.unit if by else None)
        return Confirmation(
            title=_("Ghi điển hình mới phát hiện"),
            sentence=_("Người ở đơn vị ấy và cấp trên đọc được. Sổ không công bố; muốn giới thiệu phải được đồng ý."),
            button=_("Ghi vào sổ"),
            heading=_("Ai, đã làm được gì?"),
            trail=_trail_to_list(),
            form=form,
        )

    def act(typed: dict[str, Any]) -> str:
        entered.append(actions.enter_exemplar(typed["unit"], typed, by=require_acting(request)))
        return _("Đã ghi {who} vào sổ điển hình.").format(who=typed["who"])

    back = reverse("followed:list")
    answer = access.may_enter_any(by)
    return ask(request, answer, question, act, back_url=back, made_url=lambda: entered[0].get_absolute_url())


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what is written about one."""
    exemplar = _exemplar_or_404(request, pk)
    form = FollowedForm(posted(request), exemplar=exemplar)

    def act(typed: dict[str, Any]) -> str:
        try:
            actions.edit_exemplar(exemplar, typed, by=require_acting(request), fingerprints=form.fingerprints)
        except EditConflict:
            stored = _exemplar_or_404(request, pk)
            form.show_conflict(FollowedForm(exemplar=stored), latest(stored))
            raise
        return _("Đã ghi.")

    return _ask(request, exemplar, _("Sửa"), _("Nhật ký ghi ai sửa, lúc nào."), act, form)


def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what a visit saw, and how far it has come."""
    exemplar = _exemplar_or_404(request, pk)
    is_proposed = "praised" in request.GET and exemplar.status in UNCOMMENDED
    praises = praises_of([exemplar]).get(exemplar.pk, []) if is_proposed else []
    form = FollowUpForm(posted(request), exemplar=exemplar, praise=praises[-1] if praises else "")

    def act(typed: dict[str, Any]) -> str:
        actions.follow_up(exemplar, **typed, by=require_acting(request))
        return _("Đã ghi lần theo dõi {who}.").format(who=exemplar.who)

    return _ask(request, exemplar, _("Ghi một lần theo dõi"), _("Ghi vào nhật ký của điển hình này."), act, form)


def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop following one."""
    exemplar = _exemplar_or_404(request, pk)

    def act(typed: dict[str, Any]) -> str:
        actions.drop_exemplar(exemplar, **typed, by=require_acting(request))
        return _("Đã thôi theo dõi {who}.").format(who=exemplar.who)

    sentence = _("Điển hình thôi hiện trong sổ; nhật ký vẫn giữ.")
    form = DropFollowedForm(posted(request))
    return _ask(request, exemplar, _("Thôi theo dõi"), sentence, act, form, tone="danger")


def _ask(
    request: HttpRequest,
    exemplar: FollowedExemplar,
    title: str,
    sentence: str,
    act: Any,
    form: Any,
    *,
    tone: str = "primary",
) -> HttpResponse:
    def question() -> Confirmation:
        trail = [*_trail_to_list(), (exemplar.who, exemplar.get_absolute_url())]
        heading = f"{exemplar.who}, {exemplar.unit}"
        return Confirmation(
            title=title, sentence=sentence, button=title, heading=heading, trail=trail, form=form, tone=tone
        )

    answer = access.may_follow(exemplar, acting_of(request))
    return ask(request, answer, question, act, back_url=exemplar.get_absolute_url())


def _exemplar_or_404(request: HttpRequest, pk: int) -> FollowedExemplar:
    """Return one found at a union in the user's reach."""
    visible = FollowedExemplar.objects.visible_to(user_of(request))
    return get_object_or_404(visible.select_related("unit__parent", "following_unit"), pk=pk)


def _units(request: HttpRequest, by: Acting | None) -> QuerySet[Unit]:
    """Return the unions of which the person may enter somebody."""
    units = Unit.objects.visible_to(user_of(request)).valid_on(clock.today())
    if by is None or not access.may_enter_any(by):
        return units.none()
    return units.under(by.unit.path).order_by("order", "path")


def _trail_to_list() -> list[tuple[str, str]]:
    return [(str(REGISTER.title), reverse("followed:list"))]


def _facts(exemplar: FollowedExemplar) -> list[tuple[str, str]]:
    discovery = _("{who}, {day}").format(who=exemplar.found_by, day=format_date(exemplar.found_on))
    follower = _("{who}, {unit}").format(who=exemplar.follower, unit=exemplar.following_unit.name)
    facts = [(_("Phát hiện"), discovery), (_("Theo dõi, bồi dưỡng"), follower)]
    if exemplar.next_visit:
        facts.append((_("Lần đến tiếp theo"), format_date(exemplar.next_visit)))
    return facts
