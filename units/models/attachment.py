"""The model of an attachment, such as the scan of a signed paper. Who may see its target may read it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models.event import AppendOnlyModel, AppendOnlyQuerySet
from units.models.unit import Unit


class AttachmentQuerySet(AppendOnlyQuerySet):
    def about(self, target: models.Model) -> AttachmentQuerySet:
        kind = ContentType.objects.get_for_model(target, for_concrete_model=True)
        return self.filter(target_type=kind, target_id=target.pk).defer("content")


class Attachment(AppendOnlyModel):
    """A file stored in the database, so that transactions and backups include it."""

    target_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    target_id = models.PositiveBigIntegerField()
    target = GenericForeignKey("target_type", "target_id", for_concrete_model=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="attachments")
    name = models.CharField(_("tên tệp"), max_length=160)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    at = models.DateTimeField(_("lúc"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("tệp đính kèm")
        verbose_name_plural = _("tệp đính kèm")
        ordering = ("pk",)
        indexes = [models.Index(fields=["target_type", "target_id"], name="attachment_about")]

    def __str__(self) -> str:
        return self.name
