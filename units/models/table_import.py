"""The models of a table that is brought in: the file, what its columns are, and what each of its rows does."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.tables.declaration import RowAnswer, RowStatus
from units.models.blob import Blob
from units.models.event import Event
from units.models.post import Post
from units.models.unit import Unit
from units.tree import Reader


class ImportKind(models.TextChoices):
    """The kinds of tables. The apps register what they are (`units.imports.TABLES`)."""

    UNIONS = "unions", _("Danh sách đơn vị")
    PEOPLE = "people", _("Danh sách người và tài khoản")


class ImportState(models.TextChoices):
    READ = "read", _("Chưa ghi")
    APPLYING = "applying", _("Đang ghi")
    APPLIED = "applied", _("Đã ghi")
    UNDOING = "undoing", _("Đang hoàn tác")
    UNDONE = "undone", _("Đã hoàn tác")


STATE_TONES = {
    ImportState.READ: "wait",
    ImportState.APPLYING: "blue",
    ImportState.APPLIED: "ok",
    ImportState.UNDOING: "blue",
    ImportState.UNDONE: "plain",
}
UNDER_WAY = (ImportState.APPLYING, ImportState.UNDOING)


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, user: Reader) -> ImportQuerySet:
        return self.filter(user.reach("unit__path"))


class Import(models.Model):
    """A file of one kind of table, as somebody brought it in, acting for `unit` in the post `post`.

    `sheet`, `heading_row` and `columns` (column key → number of the column, from 0) say where the table is in the
    file; `encoding`: how its texts are read, a key of `foundation.tables.old_text`, "" as they stand. `answers`: what
    was said of doubtful rows, by "sheet:number". `counts`: how many rows there are of each status. `left_out`: rows
    that are none of the table, [number, text, what they are taken for]. `emptied_at`: when the file, and what its rows
    said, were deleted (units/actions/import_retention.py).
    """

    kind = models.CharField(_("loại danh sách"), max_length=20, choices=ImportKind.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("đơn vị"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người đưa vào"))
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("đưa vào lúc"))
    name = models.CharField(_("tệp"), max_length=160)
    blob = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    sheet = models.CharField(max_length=120, blank=True)
    heading_row = models.PositiveIntegerField(default=0)
    columns = models.JSONField(default=dict)
    encoding = models.CharField(max_length=10, blank=True)
    answers = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    left_out = models.JSONField(default=list)
    state = models.CharField(_("trạng thái"), max_length=10, choices=ImportState.choices, default=ImportState.READ)
    closed_at = models.DateTimeField(null=True)
    emptied_at = models.DateTimeField(_("xóa nội dung lúc"), null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("danh sách đưa vào")
        verbose_name_plural = _("danh sách đưa vào")
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(emptied_at=None, blob__isnull=False) | Q(emptied_at__isnull=False, blob=None),
                name="import_has_its_file_until_emptied",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("imports:table", args=[self.pk])

    @property
    def tone(self) -> str:
        """The colour of the tag of its state."""
        return STATE_TONES[ImportState(self.state)]

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def is_mapped(self) -> bool:
        """True when it is known where the table is and what its columns are, so that its rows were compared."""
        return bool(self.columns)

    @property
    def seen(self) -> str:
        """The counts as one text, which the page sends along: other counts are another question."""
        return ",".join(f"{status}={self.counts[status]}" for status in sorted(self.counts))

    @property
    def new(self) -> int:
        return self.count(RowStatus.NEW.value)

    @property
    def changed(self) -> int:
        return self.count(RowStatus.CHANGED.value)

    @property
    def asks(self) -> int:
        return self.count(RowStatus.DOUBTFUL.value)

    @property
    def left_over(self) -> int:
        """How many rows were not taken when they were compared."""
        return self.count(RowStatus.DOUBTFUL.value, RowStatus.REFUSED.value)

    def count(self, *statuses: str) -> int:
        """Return how many rows have one of these statuses."""
        return sum(self.counts.get(status, 0) for status in statuses)


STATUS_CHOICES = (
    (RowStatus.NEW.value, _("thêm")),
    (RowStatus.CHANGED.value, _("sửa")),
    (RowStatus.SAME.value, _("giữ nguyên")),
    (RowStatus.DOUBTFUL.value, _("hỏi")),
    (RowStatus.REFUSED.value, _("từ chối")),
)
ANSWER_CHOICES = (
    (RowAnswer.IS_IT.value, _("là một")),
    (RowAnswer.IS_ANOTHER.value, _("là hai")),
)
STATUS_TONES = {"new": "ok", "changed": "wait", "same": "plain", "doubtful": "wait", "refused": "no"}
DOES_SOMETHING = (RowStatus.NEW.value, RowStatus.CHANGED.value)


class ImportRowQuerySet(models.QuerySet["ImportRow"]):
    def visible_to(self, user: Reader) -> ImportRowQuerySet:
        return self.filter(user.reach("source__unit__path"))

    def failed(self) -> ImportRowQuerySet:
        """Return the rows that could not be written or not be taken back."""
        return self.exclude(failure="", undo_failure="")

    def left_over(self) -> ImportRowQuerySet:
        """Return the rows that were not taken: refused, not answered yet, or not written."""
        return self.filter(Q(status__in=(RowStatus.REFUSED.value, RowStatus.DOUBTFUL.value)) | ~Q(failure=""))

    def outcome(self) -> dict[str, int]:
        """Return how many rows were written as new and as changed, failed, and were taken back: one statement."""
        written = Q(event__isnull=False)
        counts = self.aggregate(
            new=Count("pk", written & Q(status=RowStatus.NEW.value)),
            changed=Count("pk", written & Q(status=RowStatus.CHANGED.value)),
            failed=Count("pk", ~Q(failure="")),
            undone=Count("pk", Q(undone_event__isnull=False)),
            kept=Count("pk", ~Q(undo_failure="")),
        )
        return counts | {"written": counts["new"] + counts["changed"]}

    def to_apply(self) -> ImportRowQuerySet:
        """Return the rows that are still to be written, in the order in which they are."""
        waiting = self.filter(status__in=DOES_SOMETHING, event=None, failure="")
        return waiting.order_by("turn", "pk")

    def to_undo(self) -> ImportRowQuerySet:
        """Return the rows that were written and can still be taken back, the last first."""
        return self.filter(event__isnull=False, undone_event=None, undo_failure="").order_by("-turn", "-pk")


class ImportRow(models.Model):
    """A row of the file and what it does, as `foundation.tables.declaration.RowPlan` says.

    `target`: the id of the stored row that it is about; of a new one it is set when that is written. `event` and
    `undone_event`: those of the acts; `failure` and `undo_failure`: why there was none.
    """

    source = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    sheet = models.CharField(max_length=120)
    number = models.PositiveIntegerField(_("dòng"))
    status = models.CharField(_("sẽ làm gì"), max_length=10, choices=STATUS_CHOICES)
    name = models.CharField(max_length=250, blank=True)
    target = models.PositiveBigIntegerField(null=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    links = models.JSONField(default=dict)
    reasons = models.JSONField(default=list)
    answer = models.CharField(max_length=10, choices=ANSWER_CHOICES, blank=True)
    turn = models.PositiveIntegerField(default=0)
    event = models.ForeignKey(Event, models.PROTECT, null=True, related_name="+")
    undone_event = models.ForeignKey(Event, models.PROTECT, null=True, related_name="+")
    failure = models.CharField(max_length=300, blank=True)
    undo_failure = models.CharField(max_length=300, blank=True)

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("dòng của danh sách đưa vào")
        verbose_name_plural = _("dòng của danh sách đưa vào")
        ordering = ("source", "pk")
        constraints = [
            models.UniqueConstraint(fields=["source", "sheet", "number"], name="row_is_brought_in_once"),
            models.CheckConstraint(
                condition=Q(event=None) | Q(status__in=DOES_SOMETHING, target__isnull=False, failure=""),
                name="written_row_does_something",
            ),
            models.CheckConstraint(
                condition=Q(undone_event=None) | Q(event__isnull=False), name="undone_row_was_written"
            ),
        ]
        indexes = [models.Index(fields=["source", "status", "turn"], name="rows_of_an_import")]

    def __str__(self) -> str:
        return f"{self.sheet}, {self.number}: {self.name}"

    @property
    def tone(self) -> str:
        return STATUS_TONES[self.status]
