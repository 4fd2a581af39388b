"""The models of a reorganisation: its plan of rows, and what its rehearsal wrote before it was rolled back."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.vietnamese import format_date
from units.lifecycle import REORGANISATION, WAITS, ReorganisationStatus
from units.models.post import Post
from units.models.unit import Unit
from units.models.words import UnitType
from units.tree import Reader

STATUS_TONES = {
    ReorganisationStatus.DRAFT: "wait",
    ReorganisationStatus.SCHEDULED: "blue",
    ReorganisationStatus.STOPPED: "no",
    ReorganisationStatus.DONE: "ok",
    ReorganisationStatus.UNDONE: "plain",
    ReorganisationStatus.CALLED_OFF: "plain",
}


class ReorganisationAct(models.TextChoices):
    """What a row of a plan does to a union. A merger is a closing whose unions below follow to the successor."""

    FOUND = "found", gettext_lazy("lập mới")
    RENAME = "rename", gettext_lazy("đổi tên")
    CHANGE_TYPE = "type", gettext_lazy("đổi loại")
    MOVE = "move", gettext_lazy("chuyển về")
    MERGE = "merge", gettext_lazy("sáp nhập vào")
    CLOSE = "close", gettext_lazy("kết thúc hoạt động")


ENDING = (ReorganisationAct.MERGE, ReorganisationAct.CLOSE)
LEADING = (ReorganisationAct.FOUND, ReorganisationAct.MOVE, ReorganisationAct.MERGE)
"""Acts whose row names another union: the one above, or the successor."""


class ReorganisationQuerySet(models.QuerySet["Reorganisation"]):
    def visible_to(self, user: Reader) -> ReorganisationQuerySet:
        return self.filter(user.reach("unit__path"))

    def due(self, day: date) -> ReorganisationQuerySet:
        """Return those to be carried out by the end of that day."""
        return self.filter(status=ReorganisationStatus.SCHEDULED, on__lte=day)


class Reorganisation(models.Model):
    """A plan to found, rename, move, merge and close unions below `unit` on one day.

    `problems` are triples (number of the row or None, sentence, whether it hinders the act) of the last rehearsal,
    `digest` that of the plan and of what the rehearsal wrote; both are blank while the plan has not been rehearsed as
    it is. `undo_steps`: what the act has to put back, as units/reorganising/journal.py has it. `last_event`: the last
    event of the act.
    """

    lifecycle = REORGANISATION

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=gettext_lazy("đơn vị"))
    title = models.CharField(gettext_lazy("tên phương án"), max_length=200)
    letter_number = models.CharField(gettext_lazy("số văn bản căn cứ"), max_length=60)
    letter_on = models.DateField(gettext_lazy("ngày văn bản"))
    on = models.DateField(gettext_lazy("có hiệu lực từ ngày"))
    calls_founded = models.BooleanField(gettext_lazy("đưa đơn vị mới vào diện của đợt đang mở"), default=True)
    status = models.CharField(
        gettext_lazy("trạng thái"),
        max_length=12,
        choices=ReorganisationStatus.choices,
        default=ReorganisationStatus.DRAFT,
        editable=False,
    )
    problems = models.JSONField(default=list, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    rehearsed_at = models.DateTimeField(gettext_lazy("diễn tập lúc"), null=True, editable=False)
    why_not = models.TextField(gettext_lazy("vì sao dừng"), blank=True, editable=False)
    undo_steps = models.JSONField(default=list, editable=False)
    last_event = models.PositiveBigIntegerField(null=True, editable=False)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    drafted_post = models.ForeignKey(Post, models.PROTECT, related_name="+", editable=False)
    drafted_at = models.DateTimeField(gettext_lazy("lập lúc"), editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    confirmed_post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", editable=False)
    done_at = models.DateTimeField(gettext_lazy("thực hiện lúc"), null=True, editable=False)

    objects = ReorganisationQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("phương án sắp xếp")
        verbose_name_plural = gettext_lazy("phương án sắp xếp")
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=(ReorganisationStatus.DONE, ReorganisationStatus.UNDONE))
                | Q(done_at__isnull=False, confirmed_by__isnull=False, confirmed_post__isnull=False),
                name="done_reorganisation_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=WAITS)
                | Q(confirmed_by__isnull=False, confirmed_post__isnull=False) & ~Q(digest=""),
                name="scheduled_reorganisation_was_rehearsed",
            ),
            models.CheckConstraint(
                condition=~Q(status=ReorganisationStatus.STOPPED) | ~Q(why_not=""),
                name="stopped_reorganisation_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reorganisations:plan", args=[self.pk])

    @property
    def tone(self) -> str:
        """The colour of the tag of its status."""
        return STATUS_TONES[ReorganisationStatus(self.status)]

    @property
    def is_rehearsed(self) -> bool:
        """True when the plan as it is was rehearsed and nothing hinders it."""
        return bool(self.digest) and not self.hindrances

    @property
    def hindrances(self) -> list[str]:
        return [sentence for _row, sentence, hinders in self.problems if hinders]

    @property
    def grounds(self) -> str:
        """The letter and the day, as a reason in a history: "Theo Quyết định 12/QĐ-LĐLĐ ngày 01/7/2015"."""
        return _("Theo văn bản {number} ngày {day}: {title}").format(
            number=self.letter_number, day=format_date(self.letter_on), title=self.title
        )


class ReorganisationRow(models.Model):
    """One act of a plan.

    `unit` is the union that changes; of one to be found it is set by the act. `target` or `target_row` (of one that
    the plan founds) is the union above, or the successor. `values`: further columns of a union to be found, as
    units/union_table has them. `posts_follow`: people of a merged union get the same posts in the successor.
    """

    plan = models.ForeignKey(Reorganisation, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(gettext_lazy("dòng"))
    act = models.CharField(gettext_lazy("việc"), max_length=10, choices=ReorganisationAct.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name=gettext_lazy("đơn vị"))
    name = models.CharField(gettext_lazy("tên mới"), max_length=160, blank=True)
    type = models.ForeignKey(
        UnitType, models.PROTECT, null=True, related_name="+", verbose_name=gettext_lazy("loại đơn vị")
    )
    target = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    target_row = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    values = models.JSONField(default=dict)
    posts_follow = models.BooleanField(gettext_lazy("người của đơn vị sang đơn vị kế tục"), default=False)

    class Meta:
        verbose_name = gettext_lazy("dòng của phương án sắp xếp")
        verbose_name_plural = gettext_lazy("các dòng của phương án sắp xếp")
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="row_of_a_plan_once"),
            models.CheckConstraint(
                condition=Q(act=ReorganisationAct.FOUND, type__isnull=False) & ~Q(name="")
                | ~Q(act=ReorganisationAct.FOUND) & Q(unit__isnull=False),
                name="row_says_which_union",
            ),
            models.CheckConstraint(
                condition=~Q(act__in=LEADING) | Q(target__isnull=False) | Q(target_row__isnull=False),
                name="row_says_where_to",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.words}"

    @property
    def subject(self) -> str:
        """The name of the union that the row is about."""
        return self.unit.name if self.unit and self.act != ReorganisationAct.FOUND else self.name

    @property
    def where_to(self) -> str:
        """The name of the union above or of the successor; "" without one."""
        if self.target_row:
            return self.target_row.subject
        return self.target.name if self.target else ""

    @property
    def words(self) -> str:
        """What the row does, as a phrase after the name of the union."""
        label = str(ReorganisationAct(self.act).label)
        if self.act == ReorganisationAct.FOUND:
            return _("{act}, trực thuộc {parent}").format(act=label, parent=self.where_to)
        if self.act == ReorganisationAct.RENAME:
            return _("{act} thành {name}").format(act=label, name=self.name)
        if self.act == ReorganisationAct.CHANGE_TYPE:
            return _("{act} thành {type}").format(act=label, type=self.type)
        return f"{label} {self.where_to}".strip()


class RehearsedWriteQuerySet(models.QuerySet["RehearsedWrite"]):
    def visible_to(self, user: Reader) -> RehearsedWriteQuerySet:
        return self.filter(user.reach("plan__unit__path"))


class RehearsedWrite(models.Model):
    """A line of the report of a rehearsal: what was written of one union in one table, or what was seen and stays.

    `unit` is None for a union that the plan founds. `post`: whose line it is, so that no name of a person is stored.
    """

    plan = models.ForeignKey(Reorganisation, models.CASCADE, related_name="writes")
    table = models.CharField(gettext_lazy("bảng"), max_length=20)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name=gettext_lazy("đơn vị"))
    unit_name = models.CharField(gettext_lazy("đơn vị"), max_length=160)
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    words = models.CharField(gettext_lazy("nội dung"), max_length=400)
    is_written = models.BooleanField(gettext_lazy("có ghi"), default=True)

    objects = RehearsedWriteQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("dòng của báo cáo diễn tập")
        verbose_name_plural = gettext_lazy("các dòng của báo cáo diễn tập")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.unit_name}: {self.words}"
