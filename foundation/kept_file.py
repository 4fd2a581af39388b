"""Kept files: drawn once by the worker from what is stored, and given afterwards, never drawn again."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q

from foundation import clock
from foundation.digest import intact

MAX_SILENCE = timedelta(minutes=5)
"""Without progress for so long, the worker is assumed to have stopped, and the job is enqueued again."""


class KeptFile(models.Model):
    """The base of tables of kept files, which are tables of their own, so that lists never load bytes.

    A row without `made_at` is a file that the worker is to make; `touched_at` is when it was last heard of.
    """

    touched_at = models.DateTimeField()
    parts_done = models.PositiveIntegerField(default=0)
    parts_total = models.PositiveIntegerField(default=0)
    content = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def is_made(self) -> bool:
        return self.made_at is not None


def whole_or_waiting(name: str) -> models.CheckConstraint:
    """Return the constraint of a table of kept files: bytes, digest and moment are there together or not at all."""
    return models.CheckConstraint(
        condition=Q(content=None, made_at=None, sha256="")
        | (Q(content__isnull=False, made_at__isnull=False) & ~Q(sha256="")),
        name=name,
    )


FileT = TypeVar("FileT", bound=KeptFile)


def claim(table: type[FileT], **owner: Any) -> tuple[FileT, bool]:
    """Return the file of an owner, without its bytes, and whether the caller has to enqueue the job that makes it.

    The job is enqueued by whoever asks first, and by the first who asks after the worker fell silent.
    """
    now = clock.now()
    files = table._default_manager.defer("content")
    file, created = files.get_or_create(**owner, defaults={"touched_at": now})
    if created or file.is_made:
        return file, created
    return file, bool(waiting(table, **owner).filter(touched_at__lt=now - MAX_SILENCE).update(touched_at=now))


def waiting(table: type[FileT], **owner: Any) -> models.QuerySet[FileT]:
    """Return the file of an owner as long as it is not made, else nothing."""
    return table._default_manager.filter(**owner, made_at=None)


def keep_file(files: models.QuerySet[FileT], content: bytes) -> None:
    """Store the bytes of a waiting file."""
    files.update(content=content, sha256=hashlib.sha256(content).hexdigest(), made_at=clock.now())


def bytes_of(file: KeptFile) -> bytes:
    """Return the bytes of a file that is made. Raises DamagedFile, or ValueError for a file that is waiting."""
    content = type(file)._default_manager.values_list("content", flat=True).get(pk=file.pk)
    if content is None:
        raise ValueError("the file is not made yet")
    return intact(bytes(content), file.sha256)
