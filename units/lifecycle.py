"""The life cycles of planned acts and reorganisations, as data. `docs/lifecycles.md` is drawn from this."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.lifecycle import Lifecycle, Move


class PlannedActStatus(models.TextChoices):
    PLANNED = "planned", _("Dự kiến")
    HINDERED = "hindered", _("Đến ngày, chưa thực hiện được")
    DONE = "done", _("Đã thực hiện")
    CALLED_OFF = "called_off", _("Đã hủy dự kiến")


_PLANNED, _HINDERED = PlannedActStatus.PLANNED, PlannedActStatus.HINDERED
_DONE, _CALLED_OFF = PlannedActStatus.DONE, PlannedActStatus.CALLED_OFF

PLANNED_ACT = Lifecycle(
    name="planned act",
    start=_PLANNED,
    moves=(
        Move("carry_out_act", (_PLANNED, _HINDERED), _DONE, "tự thực hiện, từ ngày dự kiến"),
        Move("hinder_act", (_PLANNED,), _HINDERED, "tự ghi nhận, khi đến ngày mà còn vướng quy định"),
        Move("call_off_act", (_PLANNED, _HINDERED), _CALLED_OFF, "Quản trị hệ thống: lý do"),
    ),
    final=(_DONE, _CALLED_OFF),
)

PENDING = (_PLANNED, _HINDERED)


class ReorganisationStatus(models.TextChoices):
    DRAFT = "draft", _("Đang soạn")
    SCHEDULED = "scheduled", _("Chờ đến ngày")
    STOPPED = "stopped", _("Đến ngày, đã dừng")
    DONE = "done", _("Đã thực hiện")
    UNDONE = "undone", _("Đã hoàn tác")
    CALLED_OFF = "called_off", _("Đã bỏ")


_DRAFTED, _SCHEDULED, _STOPPED = (
    ReorganisationStatus.DRAFT,
    ReorganisationStatus.SCHEDULED,
    ReorganisationStatus.STOPPED,
)
_CARRIED_OUT, _UNDONE, _DROPPED = (
    ReorganisationStatus.DONE,
    ReorganisationStatus.UNDONE,
    ReorganisationStatus.CALLED_OFF,
)

REORGANISATION = Lifecycle(
    name="reorganisation",
    start=_DRAFTED,
    moves=(
        Move("schedule_reorganisation", (_DRAFTED,), _SCHEDULED, "Ban tham mưu, Quản trị: đã diễn tập, ngày ở sau"),
        Move("carry_out_reorganisation", (_DRAFTED, _SCHEDULED), _CARRIED_OUT, "như trên; đến ngày thì tự thực hiện"),
        Move("stop_reorganisation", (_SCHEDULED,), _STOPPED, "tự dừng, khi đến ngày mà không còn đúng như diễn tập"),
        Move("revise_reorganisation", (_SCHEDULED, _STOPPED), _DRAFTED, "Ban tham mưu, Quản trị"),
        Move("call_off_reorganisation", (_DRAFTED, _SCHEDULED, _STOPPED), _DROPPED, "Ban tham mưu, Quản trị: lý do"),
        Move("undo_reorganisation", (_CARRIED_OUT,), _UNDONE, "Ban tham mưu, Quản trị: lý do, trong ngày"),
    ),
    final=(_UNDONE, _DROPPED),
)

WAITS = (_SCHEDULED, _STOPPED)
UNDER_PREPARATION = (_DRAFTED, _SCHEDULED, _STOPPED)
