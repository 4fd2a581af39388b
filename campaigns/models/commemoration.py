"""The model of what a phase commemorates: the anniversary of a day, or an event that is held in its time."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.lazy_text import LazyText
from foundation.vietnamese import format_date

Day = date  # for annotations in classes whose field `date` hides the type


class CommemorationKind(models.TextChoices):
    ANNIVERSARY = "anniversary", _("ngày kỷ niệm")
    EVENT = "event", _("sự kiện")


class CommemorationOwner(models.TextChoices):
    """Whose day it is."""

    COUNTRY = "country", _("của đất nước")
    PROVINCE = "province", _("của địa phương")
    SECTOR = "sector", _("của ngành")
    UNION = "union", _("của tổ chức Công đoàn")


class Commemorated(Protocol):
    """What is read of a commemoration: of its row, in a stored launch, or in what a phase asks."""

    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def date(self) -> Day | None: ...
    @property
    def is_month_only(self) -> bool: ...
    @property
    def words_before(self) -> str: ...
    @property
    def words_after(self) -> str: ...


class Owned(Protocol):
    @property
    def owner(self) -> str: ...


def words_on(commemorated: Commemorated, day: date) -> str:
    """Return what texts of a day call it: an event is called otherwise once it is over.

    An event of which no day is known is still ahead.
    """
    words = commemorated.words_after if _is_over(commemorated, day) else commemorated.words_before
    return words or commemorated.name


def _is_over(event: Commemorated, day: date) -> bool:
    if event.date is None:
        return False
    if event.is_month_only:
        return (event.date.year, event.date.month) < (day.year, day.month)
    return event.date < day


def day_words(commemorated: Commemorated) -> str:
    """Return the day that screens say: "03/02/1930", "tháng 01/2026"; "" of an event whose day is not known."""
    if commemorated.date is None:
        return ""
    day = format_date(commemorated.date)
    return _("tháng {month}").format(month=day[3:]) if commemorated.is_month_only else day


def round_words(years: int) -> LazyText:
    """Return what a round number of years is called, "" for another one (Nghị định 145/2013/NĐ-CP)."""
    if years <= 0 or years % 5:
        return ""
    return _("năm lẻ 5") if years % 10 else _("năm tròn")


def owner_words(commemorated: Owned) -> str:
    """Return whose day it is; "" of the country's, which are most."""
    if commemorated.owner == CommemorationOwner.COUNTRY:
        return ""
    return str(CommemorationOwner(commemorated.owner).label)


class Commemoration(models.Model):
    """An anniversary or an event that a phase commemorates; works may be dedicated to it (`WorkEntry.welcomes`).

    `date`: of an anniversary the day of its origin, from which its years are computed; of an event the day it is held,
    or with `is_month_only` a day of its month, None if that is not known. Texts say `words_before` until an event is
    over and `words_after` from then on; where they are empty, its name.
    """

    phase = models.ForeignKey("campaigns.Phase", models.CASCADE, related_name="commemorations")
    kind = models.CharField(
        _("loại"), max_length=12, choices=CommemorationKind.choices, default=CommemorationKind.ANNIVERSARY
    )
    owner = models.CharField(
        _("của ai"), max_length=10, choices=CommemorationOwner.choices, default=CommemorationOwner.COUNTRY
    )
    name = models.CharField(_("tên ngày kỷ niệm, sự kiện"), max_length=160)
    date = models.DateField(_("ngày gốc, ngày diễn ra"), null=True, blank=True)
    is_month_only = models.BooleanField(_("chỉ biết tháng"), default=False)
    words_before = models.CharField(_("gọi khi chưa diễn ra"), max_length=200, blank=True)
    words_after = models.CharField(_("gọi khi đã diễn ra"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("ngày kỷ niệm, sự kiện")
        verbose_name_plural = _("các ngày kỷ niệm, sự kiện")
        ordering = ("phase", "pk")
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=CommemorationKind.ANNIVERSARY) | Q(date__isnull=False),
                name="anniversary_has_the_day_of_its_origin",
                violation_error_message=_("Ngày kỷ niệm phải có ngày gốc để tính số năm."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=CommemorationKind.ANNIVERSARY)
                | Q(is_month_only=False, words_before="", words_after=""),
                name="anniversary_has_one_wording",
                violation_error_message=_("“Chỉ biết tháng” và hai cách gọi chỉ dùng cho sự kiện."),
            ),
            models.CheckConstraint(
                condition=Q(is_month_only=False) | Q(date__isnull=False),
                name="month_of_an_event_is_known",
                violation_error_message=_("Chỉ biết tháng thì xin ghi một ngày trong tháng đó."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_anniversary(self) -> bool:
        return self.kind == CommemorationKind.ANNIVERSARY

    @property
    def on(self) -> Day | None:
        """The day in the phase: that of the anniversary, or of the event if it is known."""
        return self.phase.anniversary(self.date) if self.is_anniversary and self.date else self.date

    @property
    def is_in_phase(self) -> bool:
        """Whether that day, or the month of the event, is in the phase; so is an event whose day is not known."""
        first, last, on = self.phase.starts_on, self.phase.ends_on, self.on
        if on and self.is_month_only:
            return (first.year, first.month) <= (on.year, on.month) <= (last.year, last.month)
        return on is None or first <= on <= last

    @property
    def years(self) -> int:
        """The number of years commemorated on that day (part III of the launch document); 0 of an event."""
        return self.on.year - self.date.year if self.is_anniversary and self.date and self.on else 0

    @property
    def words(self) -> str:
        """What the launch document calls it: a launch without a date is before all events."""
        issued_on = self.phase.campaign.issued_on
        return words_on(self, issued_on) if issued_on else self.words_before or self.name

    @property
    def day_words(self) -> str:
        return day_words(self)

    @property
    def owner_words(self) -> str:
        return owner_words(self)

    @property
    def round_words(self) -> LazyText:
        return round_words(self.years)
