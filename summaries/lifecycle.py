"""The life cycle of a summary, as data; `docs/lifecycles.md` is generated from it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.lifecycle import Lifecycle, Move


class SummaryStatus(models.TextChoices):
    DRAFT = "draft", _("Dự thảo")
    TO_SIGN = "to_sign", _("Đã chốt, chờ ký")
    FINAL = "final", _("Đã ban hành")


_DRAFT, _TO_SIGN, _FINAL = SummaryStatus.DRAFT, SummaryStatus.TO_SIGN, SummaryStatus.FINAL

SUMMARY = Lifecycle(
    name="summary",
    start=_DRAFT,
    moves=(
        Move("close_for_signing", (_DRAFT,), _TO_SIGN, "lãnh đạo, khi đã được đề nghị; hoặc người được ghi bản đã ký"),
        Move("register_summary", (_TO_SIGN,), _FINAL, "văn thư, hoặc người được ghi bản đã ký: số, ngày, bản chụp"),
        Move("take_back_summary", (_TO_SIGN,), _DRAFT, "cán bộ theo dõi thi đua của đơn vị: lý do"),
    ),
    final=(_FINAL,),
)

OPEN_STATUSES = (_DRAFT, _TO_SIGN)
CLOSED_STATUSES = (_TO_SIGN, _FINAL)
