"""A workbook of the higher body that is filled with figures: its files by year, and which cell takes which figure."""

from __future__ import annotations

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from units.models import Blob, Unit, User


class ForeignWorkbookQuerySet(models.QuerySet["ForeignWorkbook"]):
    def visible_to(self, user: User) -> ForeignWorkbookQuerySet:
        """Return those of the units that this person reaches."""
        return self.filter(user.reach("unit__path"))


class ForeignWorkbook(models.Model):
    """A form that another body made and asks for, mostly every year; `unit` is the office that fills it.

    `body`: who asks for it; `letter`: number and day of the letter that asks, of the first or the latest year.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("đơn vị"), editable=False)
    title = models.CharField(_("tên biểu mẫu"), max_length=200)
    body = models.CharField(_("cơ quan ban hành"), max_length=200)
    letter = models.CharField(_("công văn"), max_length=200, blank=True)
    at = models.DateTimeField(_("đưa vào lúc"))

    objects = ForeignWorkbookQuerySet.as_manager()

    class Meta:
        verbose_name = _("biểu mẫu của cấp trên")
        verbose_name_plural = _("biểu mẫu của cấp trên")
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(body=""), name="foreign_workbook_has_words"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("workbooks:workbook", args=[self.pk])

    def latest_version(self) -> WorkbookVersion:
        """Return the file in which pointings are made."""
        version = self.versions.order_by("-number").first()
        assert version is not None, "a workbook is stored with its first file"
        version.workbook = self
        return version


class WorkbookVersionQuerySet(models.QuerySet["WorkbookVersion"]):
    def visible_to(self, user: User) -> WorkbookVersionQuerySet:
        """Return those of the units that this person reaches."""
        return self.filter(user.reach("workbook__unit__path"))

    def with_counts(self) -> WorkbookVersionQuerySet:
        """Count with each how many cells are `pointed` at, and how many pointings carried over are still `open`."""
        waiting = Q(pointings__state__in=(PointingState.SUGGESTED, PointingState.LOST))
        pointed = Q(pointings__state=PointingState.POINTED)
        return self.annotate(pointed=Count("pointings", pointed), open=Count("pointings", waiting))


class WorkbookVersion(models.Model):
    """The file of one year, as it was sent. Pointings are made in the latest one; earlier ones stay as they were."""

    workbook = models.ForeignKey(ForeignWorkbook, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("lần"))
    name = models.CharField(_("tệp"), max_length=160)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("đưa vào lúc"))

    objects = WorkbookVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("tệp của biểu mẫu")
        verbose_name_plural = _("tệp của biểu mẫu")
        ordering = ("workbook", "-number")
        constraints = [
            models.UniqueConstraint(fields=["workbook", "number"], name="workbook_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="workbook_version_counts_from_one"),
        ]

    def __str__(self) -> str:
        return self.name


class PointingState(models.TextChoices):
    """SUGGESTED and LOST are those of the file before: a new place was found by its labels, or none."""

    POINTED = "pointed", _("đã chỉ")
    SUGGESTED = "suggested", _("gợi ý chỗ mới")
    LOST = "lost", _("không còn chỗ")
    DROPPED = "dropped", _("đã bỏ")


class WrittenAs(models.TextChoices):
    """How a number is written into a cell: 98.5 percent as 98.5 or 0.985, an amount of đồng in thousands, millions."""

    NUMBER = "number", _("số như cổng đếm")
    FRACTION = "fraction", _("tỷ lệ cho ô có dạng % (0,985)")
    THOUSANDS = "thousands", _("chia cho 1.000 (nghìn đồng)")
    MILLIONS = "millions", _("chia cho 1.000.000 (triệu đồng)")


CHOSEN_PERIOD, YEAR_PERIOD = "", "year"
"""Of which period a pointing takes its figure: of the one chosen when it is filled, or of the year; else "1", "2" …:
the phase of this number."""


class Pointing(models.Model):
    """What goes into a cell. It names no campaign, so that it holds next year: that is chosen when the form is filled.

    `beside` and `above`: the labels of the cell in the file, by which it is found again in the next one. `subject`,
    `measure`, `slice`, `of_state`: those of a figure's address (`campaigns.figures.address`), or of what other
    providers give (`summaries.foreign_workbooks.providers`). `words`: what it was called when it was chosen.
    `origin`: the pointing of the file before that this one was carried over from.
    """

    version = models.ForeignKey(WorkbookVersion, models.PROTECT, related_name="pointings")
    sheet = models.CharField(_("trang tính"), max_length=100)
    cell = models.CharField(_("ô"), max_length=10)
    beside = models.CharField(max_length=400, blank=True)
    above = models.CharField(max_length=400, blank=True)
    subject = models.CharField(max_length=120)
    measure = models.CharField(max_length=60)
    slice = models.CharField(max_length=200, blank=True)
    of_state = models.CharField(max_length=20, blank=True)
    period = models.CharField(max_length=10, blank=True, default=CHOSEN_PERIOD)
    written_as = models.CharField(max_length=10, choices=WrittenAs.choices, default=WrittenAs.NUMBER)
    words = models.CharField(max_length=400)
    state = models.CharField(max_length=10, choices=PointingState.choices, default=PointingState.POINTED)
    origin = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("ô đã chỉ")
        verbose_name_plural = _("ô đã chỉ")
        ordering = ("version", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "sheet", "cell"], condition=Q(state="pointed"), name="cell_is_pointed_at_once"
            ),
            models.CheckConstraint(condition=~Q(sheet="") & ~Q(cell="") & ~Q(subject=""), name="pointing_is_whole"),
            models.CheckConstraint(
                condition=Q(state__in=["pointed", "dropped"]) | Q(origin__isnull=False),
                name="carried_pointing_has_origin",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}: {self.words}"
