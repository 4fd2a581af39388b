"""What a sheet is made of, whether a phase asks it (`Filing`) or a data request (`DataRequestSheet`)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.lifecycle import RECEIVED, FilingStatus
from foundation.stored_format import StoredFormat, format_field

WAS_SUBMITTED_IF_RECEIVED = ~Q(status__in=RECEIVED) | Q(submitted_at__isnull=False, first_submitted_at__isnull=False)
HAS_DECIDER_IF_ACCEPTED = ~Q(status=FilingStatus.ACCEPTED) | Q(decided_by__isnull=False, decided_at__isnull=False)
HAS_REASON_AND_DATE_IF_RETURNED = ~Q(status=FilingStatus.RETURNED) | (
    Q(decided_by__isnull=False, decided_at__isnull=False, due_again__isnull=False) & ~Q(reason="")
)
HAS_REASON_IF_EXCUSED = ~Q(status=FilingStatus.EXCUSED) | (
    Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(reason="")
)
HAS_LATE_DAYS_ONLY_IF_LATE = Q(late=True) | Q(late_days=0)
IS_COUNTED_ONLY_IF_ACCEPTED = (
    # "is not null" is demanded explicitly, because a comparison with NULL would pass
    Q(status=FilingStatus.ACCEPTED, counted_submission__isnull=False)
    & Q(current_submission__isnull=False, counted_submission=F("current_submission"))
    | ~Q(status=FilingStatus.ACCEPTED) & Q(counted_submission=None)
)
"""The conditions of constraints; each table has them under names of its own."""


def receipt_code(sheet: int, number: int, sha256: str) -> str:
    """Return a receipt code (mã tiếp nhận): id of the sheet, number of the submission, start of the content's digest.

    Nobody finds the twelve digits by trying; `campaigns/receipts.py` answers whoever has them. They also tell sheets
    of phases from those of data requests.
    """
    return f"{sheet:06d}-{number}-{sha256[:12].upper()}"


class SheetShape(models.Model):
    """The columns that the sheets of phases and of data requests have in common: what is typed, sent and decided.

    `typed` is the draft exactly as typed, even what cannot be read, in the format of `TYPED`.
    """

    TYPED: ClassVar[StoredFormat]
    last_submission: Any  # the latest submission of its kind, or None: a cached property of each

    status = models.CharField(
        _("trạng thái"),
        max_length=10,
        choices=FilingStatus.choices,
        default=FilingStatus.AWAITED,
        editable=False,
    )
    typed = models.JSONField(default=dict, editable=False)
    format = format_field()
    version = models.PositiveIntegerField(default=0, editable=False)
    typed_at = models.DateTimeField(null=True, editable=False)
    typed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)
    first_submitted_at = models.DateTimeField(_("gửi lần đầu"), null=True, editable=False)
    submitted_at = models.DateTimeField(_("gửi lúc"), null=True, editable=False)
    late = models.BooleanField(_("gửi sau hạn"), default=False, editable=False)
    late_days = models.PositiveSmallIntegerField(_("số ngày muộn"), default=0, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    decided_at = models.DateTimeField(_("quyết định lúc"), null=True, editable=False)
    reason = models.TextField(_("lý do"), blank=True, editable=False)
    due_again = models.DateTimeField(_("hạn gửi lại"), null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def draft(self) -> dict[str, Any]:
        """What is typed, in the present format."""
        draft: dict[str, Any] = self.TYPED.read(self.typed, self.format)
        return draft

    @property
    def untouched_since_submission(self) -> bool:
        """True while the draft is exactly what was last submitted."""
        return self.last_submission is not None and self.draft == self.last_submission.typed
