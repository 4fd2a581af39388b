"""The model of a submission: the content of a sheet as it was submitted. It never changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.asked_catalogue import AskedCatalogue
from campaigns.models.filing import Filing
from campaigns.models.sheet_format import SHEET
from campaigns.models.sheet_shape import receipt_code
from foundation.stored_format import format_field
from foundation.vietnamese import format_date
from units.models import Post, Unit
from units.models.event import AppendOnly, AppendOnlyQuerySet


@dataclass(frozen=True)
class PaperSheet:
    """The signed paper that a union above typed a sheet from: its number and day of arrival (số đến, ngày đến)."""

    number: str
    arrived_on: date

    LONGEST: ClassVar = 20  # characters of the number
    NOT_ARRIVED: ClassVar = _("Ngày đến không thể sau hôm nay.")

    def __str__(self) -> str:
        return _("bản giấy số đến {n}, ngày đến {day}").format(n=self.number, day=format_date(self.arrived_on))


class Submission(models.Model):
    """What a unit submitted, who did it, what it answered and what it was compared with.

    `paper_number`, `paper_arrived_on`: those of the `PaperSheet` that a submission on the unit's behalf was typed from.
    Only the unit's confirmation of a submission on its behalf is added.
    """

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField(_("lần"))
    at = models.DateTimeField(_("gửi lúc"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người gửi"))
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("nhập thay cho"))
    paper_number = models.CharField(_("số đến"), max_length=PaperSheet.LONGEST, default="")
    paper_arrived_on = models.DateField(_("ngày đến"), null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(_("đơn vị xác nhận lúc"), null=True)
    content = models.JSONField(_("nội dung"))
    format = format_field()
    sha256 = models.CharField(max_length=64)
    catalogue = models.ForeignKey(AskedCatalogue, models.PROTECT, related_name="submissions")
    compared = models.JSONField(default=dict)  # see campaigns.sheet.compared
    compared_format = format_field()

    CONFIRMATION = frozenset({"confirmed_by", "confirmed_at"})

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần gửi")
        verbose_name_plural = _("các lần gửi")
        ordering = ("filing", "number")
        constraints = [
            models.UniqueConstraint(fields=["filing", "number"], name="submission_number_once"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False, on_behalf_of__isnull=False),
                name="confirmation_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(paper_number="", paper_arrived_on=None)
                | (Q(paper_arrived_on__isnull=False, on_behalf_of__isnull=False) & ~Q(paper_number="")),
                name="paper_sheet_is_whole_and_on_behalf",
            ),
        ]

    def __str__(self) -> str:
        return self.receipt

    @property
    def receipt(self) -> str:
        return receipt_code(self.filing_id, self.number, self.sha256)

    @property
    def typed(self) -> dict[str, Any]:
        """The content in the present format."""
        typed: dict[str, Any] = SHEET.read(self.content, self.format)
        return typed

    @property
    def paper(self) -> PaperSheet | None:
        """The signed paper that the sheet was typed from, or None."""
        return PaperSheet(self.paper_number, self.paper_arrived_on) if self.paper_arrived_on else None

    @property
    def on_behalf(self) -> bool:
        return self.on_behalf_of_id is not None

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the row; later only the unit's confirmation may be written. Raises AppendOnly."""
        if self.pk is not None and set(kwargs.get("update_fields") or ()) != self.CONFIRMATION:
            raise AppendOnly("a submission never changes")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("a submission never changes")


def read_last_submissions(filings: Sequence[Filing]) -> None:
    """Set `Filing.last_submission` of many filings, in one query."""
    newest: dict[int, Submission] = {}
    sent = Submission.objects.filter(filing__in=filings).select_related("post__unit", "by").order_by("number")
    for submission in sent:
        newest[submission.filing_id] = submission
    for filing in filings:
        filing.last_submission = newest.get(filing.pk)
