"""The models of works (topics, initiatives, products), registered in a pledge, and of their results in a report."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, FilteredRelation, OuterRef, Q, Subquery, When
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign
from campaigns.models.commemoration import Commemoration
from campaigns.models.submission import Submission
from foundation import vietnamese
from units.models import Unit

SEARCHED = 700
"""Longest text that a work is searched by."""


class WorkKind(models.TextChoices):
    TOPIC = "topic", _("Đề tài khoa học")
    INITIATIVE = "initiative", _("Sáng kiến, cải tiến kỹ thuật")
    PRODUCT = "product", _("Công trình, sản phẩm mới")


class AuthorClass(models.TextChoices):
    DIRECT = "direct", _("Trực tiếp lao động, công tác")
    MANAGER = "manager", _("Lãnh đạo, quản lý")


class WorkQuerySet(models.QuerySet["Work"]):
    def with_registered(self) -> WorkQuerySet:
        """Read `registered`, the entry in force, along with each work, in the same statement."""
        works = self.annotate(registered=FilteredRelation("entries")).filter(registered__pk=_in_force(OuterRef("pk")))
        return works.select_related("registered")  # type: ignore[misc]  # the relation of the annotation


class Work(models.Model):
    """A unit's work in a campaign: its identity, to which pledges, reports and dossiers of the year refer.

    Its words (title, authors …) are in its entries; every work has at least one.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="works")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="works")
    uuid = models.UUIDField(default=uuid.uuid4)
    withdrawn = models.BooleanField(_("đã rút khỏi đăng ký"), default=False)

    registered: WorkEntry  # an annotation of `with_registered`

    objects = WorkQuerySet.as_manager()

    class Meta:
        verbose_name = _("đề tài, sáng kiến, công trình")
        verbose_name_plural = _("đề tài, sáng kiến, công trình")
        ordering = ("unit", "pk")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit", "uuid"], name="work_once"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class WorkEntryQuerySet(models.QuerySet["WorkEntry"]):
    def in_force(self) -> WorkEntryQuerySet:
        """Return of each work the one entry whose words pages, awards and later sheets show now.

        Entries of counted submissions come before all others; then those of the latest phase; within a phase the
        pledge's before the report's; then those sent last. So it is the entry of the latest accepted pledge that
        registers the work, or of the accepted report that added it, and of the last sending while none is accepted.
        """
        return self.filter(pk=_in_force(OuterRef("work")))


class WorkEntry(models.Model):
    """A work in the words in which a submission registers it: of a pledge, or of a report that adds a work."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="work_entries")
    work = models.ForeignKey(Work, models.PROTECT, related_name="entries")
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("loại"), max_length=12, choices=WorkKind.choices)
    title = models.CharField(_("tên đề tài, sáng kiến, công trình"), max_length=300)
    authors = models.CharField(_("tác giả (nhóm tác giả)"), max_length=300)
    author_class = models.CharField(_("đối tượng"), max_length=10, choices=AuthorClass.choices)
    expected_value = models.PositiveBigIntegerField(_("giá trị dự kiến, đồng"), null=True)
    due_on = models.DateField(_("hoàn thành dự kiến"), null=True)
    welcomes = models.ForeignKey(
        Commemoration, models.PROTECT, null=True, related_name="+", verbose_name=_("chào mừng dịp")
    )

    search_text = models.CharField(max_length=SEARCHED, editable=False)

    objects = WorkEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("đề tài, sáng kiến, công trình như đã đăng ký")
        verbose_name_plural = _("đề tài, sáng kiến, công trình như đã đăng ký")
        ordering = ("submission", "order", "pk")
        constraints = [models.UniqueConstraint(fields=["submission", "work"], name="work_entry_once")]

    def __str__(self) -> str:
        return self.title

    @staticmethod
    def searched_by(title: str, authors: str, **_others: Any) -> str:
        """Return the text by which a work of these words is searched."""
        return vietnamese.search_text(title, authors, longest=SEARCHED)


def _in_force(work: OuterRef) -> Subquery:
    """Return the id of a work's entry in force: see `WorkEntryQuerySet.in_force`."""
    uncounted_last = Case(When(submission__counted_for=None, then=1), default=0)
    filing = "submission__filing"
    best_first = WorkEntry.objects.filter(work=work).order_by(
        uncounted_last, f"-{filing}__called__phase__number", f"{filing}__kind", "-submission__at", "-pk"
    )
    return Subquery(best_first.values("pk")[:1])


class WorkResultQuerySet(models.QuerySet["WorkResult"]):
    def with_checked_values(self) -> WorkResultQuerySet:
        """Annotate `checked_value`, the value of the latest check, in đồng; None if there is none."""
        newest_first = WorkCheck.objects.filter(work_result=OuterRef("pk")).order_by("-pk")
        return self.annotate(checked_value=Subquery(newest_first.values("value")[:1]))


class WorkResult(models.Model):
    """The result of a work in one submission of a report.

    `registered` has the work's words as the report listed them; a later registration does not change them. The employer
    recognises a work; the union only checks its value, by rows of `WorkCheck`.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="work_results")
    work = models.ForeignKey(Work, models.PROTECT, related_name="results")
    registered = models.ForeignKey(WorkEntry, models.PROTECT, related_name="results")
    done = models.BooleanField(_("hoàn thành"))
    why_not = models.CharField(_("lý do chưa hoàn thành"), max_length=300, blank=True)
    recognised_by = models.CharField(_("cơ quan công nhận"), max_length=200, blank=True)
    recognised_no = models.CharField(_("số quyết định công nhận"), max_length=60, blank=True)
    recognised_on = models.DateField(_("ngày công nhận"), null=True)
    value = models.PositiveBigIntegerField(_("giá trị do đơn vị khai, đồng"), null=True)
    no_money = models.BooleanField(_("không tính được thành tiền"), default=False)
    benefit = models.TextField(_("hiệu quả không tính được thành tiền"), blank=True)
    highlighted = models.BooleanField(_("nêu tiêu biểu trong báo cáo tổng hợp"), default=False)

    checked_value: int | None  # an annotation of `with_checked_values`

    objects = WorkResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("kết quả đề tài, sáng kiến, công trình")
        verbose_name_plural = _("kết quả đề tài, sáng kiến, công trình")
        ordering = ("submission", "pk")
        constraints = [
            models.UniqueConstraint(fields=["submission", "work"], name="work_result_once"),
            models.CheckConstraint(
                condition=Q(no_money=False) | (Q(value=None) & ~Q(benefit="")),
                name="no_money_tells_the_benefit",
            ),
            models.CheckConstraint(condition=Q(done=True) | ~Q(why_not=""), name="not_done_says_why"),
        ]

    @property
    def recognised(self) -> bool:
        return self.done and bool(self.recognised_by) and self.recognised_on is not None


class WorkCheck(models.Model):
    """A value that a reviewer checked (giá trị đã rà soát) of a work's result, or took back (`value` is None).

    The latest check of a result counts. Checks are only added.
    """

    work_result = models.ForeignKey(WorkResult, models.PROTECT, related_name="checks")
    value = models.PositiveBigIntegerField(_("giá trị đã rà soát, đồng"), null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("rà soát lúc"))

    class Meta:
        verbose_name = _("lần rà soát giá trị")
        verbose_name_plural = _("các lần rà soát giá trị")
        ordering = ("work_result", "pk")
