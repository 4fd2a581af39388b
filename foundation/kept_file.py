"""Kept files: drawn once by the worker from what is stored, and given afterwards, never drawn again."""

from __future__ import annotations

import hashlib
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q

from foundation import clock
from foundation.digest import intact


class KeptFile(models.Model):
    """The base of tables of kept files, which are tables of their own, so that lists never load bytes.

    A row without `made_at` is a file that the worker is to make; its job says how far it is (`units.models.Job`).
    """

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
    """Return the file of an owner, without its bytes, and whether its job is to be asked for: until it is made."""
    file, _created = table._default_manager.defer("content").get_or_create(**owner)
    return file, not file.is_made


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
