"""The life cycle of a planned act, as data. `docs/lifecycles.md` is drawn from this."""

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
