"""The pages on which a plan is edited, rehearsed, carried out, given up and taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation import clock
from foundation.vietnamese import format_date, format_number
from units import access
from units.access import Answer
from units.acting import Acting
from units.acting_request import acting_of, require_acting
from units.actions import reorganisation_plans, reorganisation_undoing, reorganisations
from units.confirming import Confirmation, ask, posted
from units.forms.reorganisation import PlanForm
from units.forms.table_import import UndoForm
from units.lifecycle import ReorganisationStatus
from units.models import Reorganisation, ReorganisationAct
from units.reorganisation_views import plan_or_404, trail


def _ask(
    request: HttpRequest,
    shown: Reorganisation,
    may: Callable[[Reorganisation, Acting | None], Answer],
    question: Callable[[], Confirmation],
    act: Callable[[dict[str, Any]], str],
) -> HttpResponse:
    """Ask for confirmation of an act on a plan, and lead back to the plan."""
    return ask(request, may(shown, acting_of(request)), question, act, back_url=shown.get_absolute_url())


def describe(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for another title, letter or day."""
    shown = plan_or_404(request, pk)
    initial = {name: getattr(shown, name) for name in PlanForm.base_fields}
    form = PlanForm(posted(request), initial=initial)

    def question() -> Confirmation:
        return Confirmation(
            title=_("Sửa phương án"),
            heading=_("Tên, căn cứ và ngày của phương án"),
            sentence=_("Sau khi sửa cần diễn tập lại."),
            button=_("Ghi"),
            trail=trail(shown),
            form=form,
        )

    def act(typed: dict[str, Any]) -> str:
        reorganisation_plans.describe(shown, by=require_acting(request), **typed)
        return _("Đã ghi. Xin diễn tập lại.")

    return _ask(request, shown, access.may_change_reorganisation, question, act)


@require_POST
def rehearse(request: HttpRequest, pk: int) -> HttpResponse:
    """Run the act, roll it back, and show what it would write."""
    shown = plan_or_404(request, pk)
    reorganisations.rehearse(shown, by=require_acting(request))
    if shown.hindrances:
        messages.warning(request, _("Đã diễn tập: còn điều vướng, xem bên dưới. Chưa ghi gì."))
    else:
        messages.success(request, _("Đã diễn tập, không có gì vướng. Chưa ghi gì; xin xem kết quả rồi xác nhận."))
    return redirect(shown)


def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask with the numbers of the rehearsal, then carry the plan out or have it wait for its day."""
    shown = plan_or_404(request, pk)
    ahead = shown.on > clock.today()

    def question() -> Confirmation:
        acts = reorganisation_plans.counts_of(shown)
        numbers = ", ".join(f"{ReorganisationAct(act).label} {format_number(n)}" for act, n in acts.items())
        lines = format_number(shown.writes.filter(is_written=True).count())
        sentence = _("Đơn vị: {numbers}. Cả thảy ghi {lines} điều như đã diễn tập, hoặc không ghi gì.")
        button = _("Cho tự thực hiện vào ngày {day}") if ahead else _("Thực hiện, hiệu lực từ {day}")
        return Confirmation(
            title=_("Thực hiện phương án"),
            heading=_("Thực hiện “{title}”?").format(title=shown.title),
            sentence=sentence.format(numbers=numbers, lines=lines),
            button=button.format(day=format_date(shown.on)),
            trail=trail(shown),
            fields=[("digest", shown.digest)],
            notices=[sentence for _row, sentence, hinders in shown.problems if not hinders],
        )

    def act(_typed: dict[str, Any]) -> str:
        digest = request.POST.get("digest", "")
        status = reorganisations.confirm(shown, digest=digest, by=require_acting(request))
        if status == ReorganisationStatus.SCHEDULED:
            return _("Đã xác nhận. Cổng tự thực hiện vào ngày {day}.").format(day=format_date(shown.on))
        return _("Đã thực hiện phương án. Hoàn tác được trong hôm nay, khi chưa ai làm gì tiếp theo.")

    return _ask(request, shown, access.may_confirm_reorganisation, question, act)


@require_POST
def revise(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a plan that waits or was stopped a draft again."""
    shown = plan_or_404(request, pk)
    reorganisation_plans.revise(shown, by=require_acting(request))
    messages.success(request, _("Phương án trở về bước soạn. Xin diễn tập lại trước khi xác nhận."))
    return redirect(shown)


def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a reason, and give the plan up."""
    shown = plan_or_404(request, pk)

    def question() -> Confirmation:
        return Confirmation(
            title=_("Bỏ phương án"),
            heading=_("Bỏ “{title}”?").format(title=shown.title),
            sentence=_("Phương án không được thực hiện; vẫn xem lại được."),
            button=_("Bỏ phương án"),
            trail=trail(shown),
            form=UndoForm(posted(request)),
            tone="danger",
        )

    def act(typed: dict[str, Any]) -> str:
        reorganisation_plans.call_off(shown, by=require_acting(request), **typed)
        return _("Đã bỏ phương án.")

    return _ask(request, shown, access.may_call_off_reorganisation, question, act)


def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a reason, and take the whole reorganisation back."""
    shown = plan_or_404(request, pk)

    def question() -> Confirmation:
        n = format_number(len(shown.undo_steps))
        sentence = _(
            "{n} điều đã ghi trở về như trước, trong một lần. Đơn vị lập mới kết thúc như chưa từng hoạt động."
        )
        return Confirmation(
            title=_("Hoàn tác phương án"),
            heading=_("Hoàn tác “{title}”?").format(title=shown.title),
            sentence=sentence.format(n=n),
            button=_("Hoàn tác cả phương án"),
            trail=trail(shown),
            form=UndoForm(posted(request)),
            tone="danger",
            notices=reorganisation_undoing.acted_since(shown),
        )

    def act(typed: dict[str, Any]) -> str:
        reorganisation_undoing.undo(shown, by=require_acting(request), **typed)
        return _("Đã hoàn tác phương án.")

    return _ask(request, shown, access.may_undo_reorganisation, question, act)
