"""How long what is needed for a time only is kept: one registry of kinds, each with a setting in days.

`manage.py prune` and, once a day, the tick delete what is older. Acts that are planned, sheets, papers, decisions, the
register and the history are in no kind: they stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks_db.models import DBTaskResult

from foundation import clock
from foundation.forms.mark import LASTS as MARK_LASTS
from foundation.vietnamese import format_number
from units.heartbeats import beat
from units.known_devices import devices_forgotten
from units.models import (
    FormDraft,
    Heartbeat,
    Import,
    ImportState,
    Job,
    JobState,
    KnownDevice,
    MailState,
    OutgoingMail,
    Process,
    SentForm,
    SignInCode,
    SignInSession,
)

EVERY = timedelta(days=1)
BATCH = 500
"""Rows that one transaction deletes."""


@dataclass(frozen=True)
class RetentionKind:
    """What is deleted some days after it was needed. `setting`: its days, "" if it says itself when it ends.

    `over`: the rows that ended before a moment. `end`: the act that ends them; without it they are deleted.
    """

    key: str
    label: Any
    model: type[Model]
    setting: str
    over: Callable[[datetime], QuerySet[Any, Any]]
    end: Callable[[], str] | None = None

    def due(self) -> QuerySet[Any, Any]:
        days = getattr(settings, self.setting) if self.setting else 0
        return self.over(clock.now() - timedelta(days=days))


def _jobs(*states: JobState) -> Callable[[datetime], QuerySet[Any, Any]]:
    return lambda before: Job.objects.filter(state__in=states, closed_at__lt=before)


def _mails(before: datetime) -> QuerySet[OutgoingMail]:
    """Return mails that are over; of the tests a confirmed one stays, by which the server counts as tested."""
    over = Q(state=MailState.SENT, sent_at__lt=before)
    over |= Q(state__in=(MailState.OBSOLETE, MailState.FAILED), due_at__lt=before)
    return OutgoingMail.objects.filter(over, confirmed_at=None)


def _codes(before: datetime) -> QuerySet[SignInCode]:
    ended = Q(used_at__lt=before) | Q(replaced_at__lt=before)
    return SignInCode.objects.filter(ended | Q(used_at=None, replaced_at=None, expires_at__lt=before))


KINDS: list[RetentionKind] = [
    RetentionKind(
        "sessions",
        gettext_lazy("phiên đăng nhập đã hết"),
        SignInSession,
        "",
        lambda _before: SignInSession.objects.filter(expire_date__lt=Now()),  # sessions use real time
    ),
    RetentionKind("devices", gettext_lazy("thiết bị lâu không dùng"), KnownDevice, "", lambda _b: devices_forgotten()),
    RetentionKind(
        "drafts",
        gettext_lazy("bản nháp của trang nhập"),
        FormDraft,
        "KEEP_DRAFTS_DAYS",
        lambda before: FormDraft.objects.filter(saved_at__lt=before),
    ),
    RetentionKind(
        "sent_forms",
        gettext_lazy("dấu của trang nhập đã gửi"),
        SentForm,
        "",
        lambda _before: SentForm.objects.filter(at__lt=clock.now() - MARK_LASTS),
    ),
    RetentionKind("mails", gettext_lazy("thư đã gửi"), OutgoingMail, "KEEP_MAILS_DAYS", _mails),
    RetentionKind("codes", gettext_lazy("mã giao tài khoản hết dùng"), SignInCode, "KEEP_CODES_DAYS", _codes),
    RetentionKind("jobs_done", gettext_lazy("việc nền đã xong"), Job, "KEEP_DONE_JOBS_DAYS", _jobs(JobState.DONE)),
    RetentionKind(
        "jobs_cancelled",
        gettext_lazy("việc nền đã hủy"),
        Job,
        "KEEP_CANCELLED_JOBS_DAYS",
        _jobs(JobState.CANCELLED),
    ),
    RetentionKind(
        "jobs_failed",
        gettext_lazy("việc nền không làm được"),
        Job,
        "KEEP_FAILED_JOBS_DAYS",
        _jobs(JobState.FAILED),
    ),
    RetentionKind(
        "tasks",
        gettext_lazy("lượt giao việc nền đã xong"),
        DBTaskResult,
        "KEEP_DONE_JOBS_DAYS",
        lambda before: DBTaskResult.objects.finished().filter(finished_at__lt=before),
    ),
    RetentionKind(
        "unwritten_lists",
        gettext_lazy("danh sách đưa vào mà không ghi"),
        Import,
        "KEEP_UNWRITTEN_LISTS_DAYS",
        lambda before: Import.objects.filter(state=ImportState.READ, at__lt=before),
    ),
]
"""What needs an act is added by `units/actions/retention.py`."""


def add(kinds: Iterable[RetentionKind]) -> None:
    """Add kinds, once."""
    KINDS.extend(kind for kind in kinds if kind not in KINDS)


def counts_due() -> dict[str, int]:
    """Return how many rows of each kind would be deleted now, by the key of the kind."""
    return {kind.key: kind.due().count() for kind in KINDS}


def prune() -> dict[str, int]:
    """Delete what is due, batch by batch, each in a transaction of its own; return how many rows, by kind."""
    return {kind.key: _end(kind) for kind in KINDS}


def prune_daily() -> str:
    """Prune once a day: a duty of `tick`."""
    now = clock.now()
    if Heartbeat.objects.filter(process=Process.PRUNE, at__gt=now - EVERY, at__lte=now).exists():
        return ""
    beat(Process.PRUNE)
    words = in_words(prune())
    return _("Xóa dữ liệu hết hạn giữ: {words}.").format(words=words) if words else ""


def in_words(counts: dict[str, int]) -> str:
    """Return "thư đã gửi: 12; bản nháp: 3", without kinds of which there is nothing."""
    return "; ".join(f"{kind.label}: {format_number(counts[kind.key])}" for kind in KINDS if counts[kind.key])


def _end(kind: RetentionKind) -> int:
    due = kind.due()
    if kind.end:
        count = due.count()
        kind.end()
        return count - due.all().count()
    deleted, rows = 0, kind.model._base_manager
    while keys := list(due.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            rows.filter(pk__in=keys).delete()
        deleted += len(keys)
    return deleted
