"""The model of a stored content, named by its digest: the same file uploaded twice is stored once."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Blob(models.Model):
    """The bytes of attachments. `units.blobs` writes, reads and prunes them; lists never load them.

    `media_type`: what the bytes are, whatever the file was called; its length is the most that RFC 6838 allows.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveIntegerField()
    media_type = models.CharField(max_length=255)
    content = models.BinaryField()

    class Meta:
        verbose_name = _("nội dung tệp")
        verbose_name_plural = _("nội dung tệp")

    def __str__(self) -> str:
        return self.sha256
