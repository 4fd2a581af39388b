"""Contents of files in the database: stored once each, read in pieces, deleted when nothing refers to them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import BinaryField, Exists, ManyToOneRel, OuterRef
from django.db.models.functions import Substr

from foundation.digest import DamagedFile
from units.models import Blob

PIECE = 256 * 1024
"""Bytes read at a time."""


def store(content: bytes, media_type: str) -> str:
    """Store the bytes, unless they are there, and return their digest; only in a transaction.

    The row is locked until the transaction ends, so that `prune_blobs` does not delete it before it is referred to.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    blob = Blob(sha256=sha256, size=len(content), media_type=media_type, content=content)
    rows = Blob.objects.select_for_update(no_key=True).filter(pk=sha256).values_list("pk")
    while not list(rows.all()):  # a query each time
        Blob.objects.bulk_create([blob], ignore_conflicts=True)  # somebody else may be storing the same
    return sha256


def pieces(sha256: str) -> Iterator[bytes]:
    """Yield the bytes in their order, a statement for each piece, so that no file is in memory as a whole."""
    start = 1  # as SQL counts
    while True:
        part = Substr("content", start, PIECE, output_field=BinaryField())
        piece = bytes(Blob.objects.values_list(part, flat=True).get(pk=sha256))
        yield piece
        if len(piece) < PIECE:
            return
        start += PIECE


def require_intact(sha256: str) -> None:
    """Raise DamagedFile unless the bytes have the digest that names them."""
    digest, size = hashlib.sha256(), 0
    for piece in pieces(sha256):
        digest.update(piece)
        size += len(piece)
    if digest.hexdigest() != sha256:
        raise DamagedFile(f"{size} bytes do not have the SHA-256 {sha256}")


def _uses() -> Iterator[Exists]:
    """Yield for each table that refers to contents whether it refers to this one, also tables of the apps above."""
    for column in Blob._meta.get_fields(include_hidden=True):
        if isinstance(column, ManyToOneRel):
            rows = column.related_model._default_manager.filter(**{column.field.name: OuterRef("pk")})
            yield Exists(rows)


@transaction.atomic
def prune_blobs() -> str:
    """Delete contents that no row of any table refers to: a duty of `tick`.

    They are locked first and looked at again afterwards: whoever was about to refer to one has done so by then, and
    one that somebody holds is left for the next call.
    """
    unused = Blob.objects.exclude(reduce(or_, _uses()))
    if keys := list(unused.select_for_update(skip_locked=True).values_list("pk", flat=True)):
        unused.filter(pk__in=keys).defer("content").delete()
    return ""
