"""Acts on responsibilities: assigning measures, telling how far they are, confirming that they are done."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns import responsibility_access as access
from campaigns.actions import responsibilities as actions
from campaigns.forms.responsibilities import AssignMeasureForm, ChangeDueForm, DropForm, NotDoneForm, TellForm
from campaigns.models import Campaign, Responsibility
from campaigns.views.lookups import campaign_or_404
from campaigns.views.responsibilities import responsibility_or_404, trail, trail_to_list
from foundation import clock
from foundation.forms.edit_conflicts import EditConflict
from foundation.vietnamese import due_text
from units.access import Answer
from units.acting_request import acting_of, require_acting, user_of
from units.confirming import Confirmation, ask, posted
from units.history import latest
from units.models import Post, Role, Unit, UnitKind, User


def assign(request: HttpRequest, slug: str) -> HttpResponse:
    """Have unions and members of the Board answer for a measure of the launch."""
    campaign = campaign_or_404(request, slug)
    answer = access.may_assign_measures(campaign, acting_of(request))

    def question() -> Confirmation:
        form = AssignMeasureForm(
            posted(request),
            measures=list(campaign.measures.all()),
            units=_uppers(request, campaign) if answer else [],
            persons=_members(request, campaign) if answer else [],
        )
        return Confirmation(
            title=_("Phân công biện pháp"),
            sentence=_(
                "Đơn vị, người được chọn thấy biện pháp này trong “Việc cần làm”, đến khi ban xác nhận đã xong."
            ),
            heading=_("Ai làm, đến ngày nào?"),
            button=_("Phân công"),
            trail=trail_to_list(),
            form=form,
        )

    def act(typed: dict[str, Any]) -> str:
        chosen = typed.get("units", []), typed.get("persons", [])
        rows = actions.assign_measure(typed["measure"], *chosen, due_on=typed["due_on"], by=require_acting(request))
        sentence = _("Đã phân công {n} đơn vị, người, hạn {due}.")
        return sentence.format(n=len(rows), due=due_text(typed["due_on"]))

    return ask(request, answer, question, act, back_url=f"{reverse('responsibilities:list')}?campaign={campaign.pk}")


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Give another day."""
    responsibility = responsibility_or_404(request, pk)
    form = ChangeDueForm(posted(request), responsibility=responsibility)

    def act(typed: dict[str, Any]) -> str:
        by = require_acting(request)
        try:
            actions.change_due(responsibility, due_on=typed["due_on"], by=by, fingerprints=form.fingerprints)
        except EditConflict:
            stored = responsibility_or_404(request, pk)
            form.show_conflict(ChangeDueForm(responsibility=stored), latest(stored, "change_due", "assign_measure"))
            raise
        return _("Đã đổi hạn: {due}.").format(due=due_text(typed["due_on"]))

    answer = access.may_change(responsibility, acting_of(request))
    return _ask(request, answer, responsibility, _("Đổi hạn"), act, form)


def tell(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell how far it is."""
    responsibility = responsibility_or_404(request, pk)

    def act(typed: dict[str, Any]) -> str:
        done = typed["state"] == "done"
        actions.tell(responsibility, done=done, progress=typed["progress"], by=require_acting(request))
        board = responsibility.measure.campaign.board
        return _("Đã báo xong; {board} sẽ xác nhận.").format(board=board) if done else _("Đã ghi tiến độ.")

    answer = access.may_tell(responsibility, acting_of(request))
    return _ask(request, answer, responsibility, _("Báo tiến độ"), act, TellForm(posted(request)))


def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it for done."""
    responsibility = responsibility_or_404(request, pk)

    def act(_typed: dict[str, Any]) -> str:
        actions.confirm_done(responsibility, by=require_acting(request))
        return _("Đã xác nhận xong.")

    answer = access.may_confirm_done(responsibility, acting_of(request))
    return _ask(request, answer, responsibility, _("Xác nhận xong"), act)


def not_done(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what is missing."""
    responsibility = responsibility_or_404(request, pk)

    def act(typed: dict[str, Any]) -> str:
        actions.refuse_done(responsibility, by=require_acting(request), **typed)
        return _("Đã báo {who} làm tiếp.").format(who=responsibility)

    answer = access.may_refuse_done(responsibility, acting_of(request))
    return _ask(request, answer, responsibility, _("Chưa xác nhận xong"), act, NotDoneForm(posted(request)))


def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Assign no more."""
    responsibility = responsibility_or_404(request, pk)

    def act(typed: dict[str, Any]) -> str:
        actions.drop_responsibility(responsibility, by=require_acting(request), **typed)
        return _("Đã thôi phân công {who}.").format(who=responsibility)

    answer, form = access.may_change(responsibility, acting_of(request)), DropForm(posted(request))
    return _ask(request, answer, responsibility, _("Thôi phân công"), act, form, tone="danger")


def _ask(
    request: HttpRequest,
    answer: Answer,
    responsibility: Responsibility,
    title: str,
    act: Any,
    form: Any = None,
    *,
    tone: str = "primary",
) -> HttpResponse:
    def question() -> Confirmation:
        sentence = _("{who}: {measure}").format(who=responsibility, measure=responsibility.measure)
        if responsibility.progress:
            sentence = _("{before}. Đã báo: {progress}").format(before=sentence, progress=responsibility.progress)
        return Confirmation(
            title=title, sentence=sentence, button=title, trail=trail(responsibility), form=form, tone=tone
        )

    return ask(request, answer, question, act, back_url=responsibility.get_absolute_url())


def _uppers(request: HttpRequest, campaign: Campaign) -> list[Unit]:
    """Return the upper unions right below the campaign's unit, in the office's order."""
    units = Unit.objects.visible_to(user_of(request)).valid_on(clock.today()).filter(parent=campaign.unit)
    return list(units.exclude(kind=UnitKind.GRASSROOTS).order_by("order", "path"))


def _members(request: HttpRequest, campaign: Campaign) -> list[User]:
    """Return the members of the Board: who reviews at the campaign's unit today."""
    posts = Post.objects.visible_to(user_of(request)).current(clock.today())
    return [post.user for post in posts.filter(unit=campaign.unit, role=Role.REVIEWER).select_related("user")]
