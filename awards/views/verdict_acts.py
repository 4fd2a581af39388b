"""The acts on chosen rows of the appraisal table: texts, preview and action of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from awards import access
from awards.actions import appraisal
from awards.models import AwardTitle, Nomination
from awards.selectors.verdict_preview import VerdictPreview, preview_act, preview_approval, preview_pending
from foundation.lazy_text import LazyText
from units.acting import Acting


@dataclass(frozen=True)
class VerdictAct:
    """An act on chosen rows. `fields`: the form's fields; `look`: the preview; `do`: the action."""

    title: LazyText
    will: LazyText
    button: LazyText
    done: LazyText
    look: Callable[[list[Nomination], Acting, AwardTitle | None], VerdictPreview]
    do: Callable[[list[Nomination], Acting, AwardTitle | None, str], None]
    fields: tuple[str, ...] = ("reason",)
    reason_required: bool = True
    tone: str = "primary"


def _approve(rows: list[Nomination], by: Acting, title: AwardTitle | None, reason: str) -> None:
    appraisal.approve(rows, by=by, title=title, reason=reason)


def _other_title(rows: list[Nomination], by: Acting, title: AwardTitle | None) -> VerdictPreview:
    return preview_approval(rows, by, title) if title else preview_pending(rows, by)


VERDICTS = {
    "approve": VerdictAct(
        title=_("Thống nhất đề nghị"),
        will=_("Sẽ thống nhất đề nghị {n} trường hợp của {m} đơn vị."),
        button=_("Thống nhất đề nghị {n} trường hợp"),
        done=_("Đã thống nhất đề nghị {n} trường hợp."),
        look=preview_approval,
        do=_approve,
        reason_required=False,
    ),
    "other_title": VerdictAct(
        title=_("Chuyển hình thức khen"),
        will=_("Sẽ chuyển hình thức khen {n} trường hợp của {m} đơn vị."),
        button=_("Chuyển hình thức khen {n} trường hợp"),
        done=_("Đã chuyển hình thức khen {n} trường hợp."),
        look=_other_title,
        do=_approve,
        fields=("title", "reason"),
        reason_required=False,
    ),
    "reject": VerdictAct(
        title=_("Không thống nhất đề nghị"),
        will=_("Sẽ ghi không thống nhất đề nghị {n} trường hợp của {m} đơn vị."),
        button=_("Không thống nhất {n} trường hợp"),
        done=_("Đã ghi không thống nhất đề nghị {n} trường hợp."),
        look=lambda rows, by, _title: preview_pending(rows, by),
        do=lambda rows, by, _title, reason: appraisal.reject(rows, by=by, reason=reason),
        tone="danger",
    ),
    "defer": VerdictAct(
        title=_("Để lại xét sau"),
        will=_("Sẽ để lại xét sau {n} trường hợp của {m} đơn vị."),
        button=_("Để lại xét sau {n} trường hợp"),
        done=_("Đã để lại xét sau {n} trường hợp."),
        look=lambda rows, by, _title: preview_pending(rows, by),
        do=lambda rows, by, _title, reason: appraisal.defer(rows, by=by, reason=reason),
    ),
}
SEND_UP = VerdictAct(
    title=_("Trình cấp trên"),
    will=_("Sẽ trình cấp trên {n} trường hợp của {m} đơn vị. Sau khi trình không hoàn tác được kết luận."),
    button=_("Trình cấp trên {n} trường hợp"),
    done=_("Đã trình cấp trên {n} trường hợp."),
    look=lambda rows, by, _title: preview_act(rows, by, access.may_send_up),
    do=lambda rows, by, _title, _reason: appraisal.send_up(rows, by=by),
    fields=(),
)
NOT_GRANTED = VerdictAct(
    title=_("Ghi nhận cấp trên không tặng"),
    will=_("Sẽ ghi nhận cấp trên không tặng {n} trường hợp của {m} đơn vị."),
    button=_("Ghi nhận cấp trên không tặng {n} trường hợp"),
    done=_("Đã ghi nhận cấp trên không tặng {n} trường hợp."),
    look=lambda rows, by, _title: preview_act(rows, by, access.may_record_refusal),
    do=lambda rows, by, _title, reason: appraisal.record_refusal(rows, by=by, reason=reason),
    tone="danger",
)
