"""The model of an attachment, such as the scan of a signed paper. Who may see its target may read it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from units.models.blob import Blob
from units.models.unit import Unit


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def about(self, target: models.Model) -> AttachmentQuerySet:
        """Return the attachments of an object, without the bytes of their files."""
        kind = ContentType.objects.get_for_model(target, for_concrete_model=True)
        return self.with_file().filter(target_type=kind, target_id=target.pk)

    def with_file(self) -> AttachmentQuerySet:
        return self.select_related("blob").defer("blob__content")

    def in_force(self) -> AttachmentQuerySet:
        return self.filter(withdrawn_at=None)


class Attachment(models.Model):
    """A file stored in the database, so that transactions and backups include it. It is withdrawn, never deleted.

    `original_sha256`: the digest of the file as it was uploaded, by which a second copy on one object is refused.
    """

    target_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    target_id = models.PositiveBigIntegerField()
    target = GenericForeignKey("target_type", "target_id", for_concrete_model=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="attachments")
    name = models.CharField(_("tên tệp"), max_length=160)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="attachments")
    original_sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(_("lúc"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(_("rút lại lúc"), null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_reason = models.CharField(_("lý do rút lại"), max_length=300, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("tệp đính kèm")
        verbose_name_plural = _("tệp đính kèm")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason="")),
                name="withdrawn_file_says_why",
            )
        ]
        indexes = [models.Index(fields=["target_type", "target_id"], name="attachment_about")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None
