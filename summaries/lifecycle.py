"""The life cycle of a summary, as data; `docs/lifecycles.md` is generated from it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.lifecycle import Lifecycle, Move


class SummaryStatus(models.TextChoices):
    DRAFT = "draft", _("Dự thảo")
    FINAL = "final", _("Đã chốt")


SUMMARY = Lifecycle(
    name="summary",
    start=SummaryStatus.DRAFT,
    moves=(Move("finalise", (SummaryStatus.DRAFT,), SummaryStatus.FINAL, "lãnh đạo, khi đã được đề nghị chốt"),),
    final=(SummaryStatus.FINAL,),
)
