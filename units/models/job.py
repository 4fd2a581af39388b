"""The model of a job: work that the background worker does, as docs/decisions/0038 describes."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from units.models.unit import Unit
from units.tree import Reader


class JobKind(models.TextChoices):
    """The kinds of jobs. The apps register what does them (`units.jobs.BODIES`)."""

    SUMMARY_FILE = "summary_file", _("tạo bản PDF của báo cáo")
    SUMMARY_WORKBOOK = "summary_workbook", _("tạo bản Excel của báo cáo")
    DECISION_PAPER = "decision_paper", _("tạo bản PDF của quyết định")
    CERTIFICATES = "certificates", _("tạo bằng, giấy khen")
    CERTIFICATE_BUNDLE = "bundle", _("tạo một tập bằng, giấy khen")
    LAUNCH_PAPER = "launch_paper", _("tạo bản PDF của bản phát động")
    COUNT = "count", _("đếm số liệu")
    IMPORT = "import", _("ghi danh sách đưa vào")
    IMPORT_UNDO = "import_undo", _("hoàn tác danh sách đưa vào")


class JobState(models.TextChoices):
    WAITING = "waiting", _("Đang chờ")
    RUNNING = "running", _("Đang làm")
    DONE = "done", _("Đã xong")
    FAILED = "failed", _("Chưa làm được")
    CANCELLED = "cancelled", _("Đã hủy")


OPEN = (JobState.WAITING, JobState.RUNNING)
STOPPED = (JobState.FAILED, JobState.CANCELLED)
TONES = {
    JobState.WAITING: "wait",
    JobState.RUNNING: "blue",
    JobState.DONE: "ok",
    JobState.FAILED: "no",
    JobState.CANCELLED: "plain",
}


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, user: Reader) -> JobQuerySet:
        return self.filter(user.reach("unit__path"))

    def open(self) -> JobQuerySet:
        return self.filter(state__in=OPEN)


class Job(models.Model):
    """One piece of work, asked for once while it is open: `key` says what it is.

    `beat_at`: the last sign of life, which a running job gives every few seconds. `task_id`: its task of django-tasks,
    which carries the job's primary key alone. `attempt` counts how often it was begun, and tells a worker that was
    believed dead that the job is no longer its own. `lost` counts how often its worker fell silent.
    """

    key = models.CharField(max_length=60)
    kind = models.CharField(_("việc"), max_length=20, choices=JobKind.choices)
    title = models.CharField(_("của"), max_length=200)
    url = models.CharField(max_length=200, blank=True)
    about_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    about_id = models.PositiveBigIntegerField()
    about = GenericForeignKey("about_type", "about_id", for_concrete_model=True)
    parameters = models.JSONField(default=dict)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("đơn vị"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("người giao")
    )
    asked_at = models.DateTimeField(_("giao lúc"))
    state = models.CharField(_("trạng thái"), max_length=10, choices=JobState.choices, default=JobState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    beat_at = models.DateTimeField()
    task_id = models.UUIDField(null=True)
    attempt = models.PositiveIntegerField(default=0)
    lost = models.PositiveSmallIntegerField(default=0)
    asked_again = models.BooleanField(default=False)
    cancel_asked = models.BooleanField(default=False)
    closed_at = models.DateTimeField(_("xong lúc"), null=True)
    error = models.CharField(max_length=300, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("việc nền")
        verbose_name_plural = _("việc nền")
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=Q(state__in=OPEN), name="job_is_open_once"),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, closed_at=None) | (~Q(state__in=OPEN) & Q(closed_at__isnull=False)),
                name="job_closed_at_some_time",
            ),
        ]
        indexes = [
            models.Index(fields=["beat_at"], condition=Q(state__in=OPEN), name="open_jobs"),
            models.Index(fields=["key", "-id"], name="jobs_of_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.title}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def state_text(self) -> str:
        return str(_("Đang hủy")) if self.is_open and self.cancel_asked else str(self.get_state_display())

    @property
    def tone(self) -> str:
        """The colour of the tag of its state."""
        return TONES[JobState(self.state)]

    @property
    def acts_as_person(self) -> bool:
        """True if it does what its person may do, in their name: a list that comes in."""
        return self.kind in (JobKind.IMPORT, JobKind.IMPORT_UNDO)

    @property
    def is_stopped(self) -> bool:
        """True if it failed or was cancelled: it can be given to the worker again."""
        return self.state in STOPPED


def key_of(kind: JobKind, about: models.Model) -> str:
    """Return the key of a job: of one kind about one object there is at most one open."""
    return f"{kind}:{about.pk}"
