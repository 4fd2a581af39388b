"""The models of the versions of a published launch, and of their kept papers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign
from foundation.kept_file import KeptFile, whole_or_waiting
from foundation.stored_format import format_field
from units.models import User
from units.models.event import AppendOnlyModel, AppendOnlyQuerySet


class LaunchVersion(AppendOnlyModel):
    """What the launch of a published campaign says from a moment on, as JSON; rows are only added.

    The one with the highest number is in force. The first is written by publishing, each later one by a change of the
    campaign or its phases, with its reason. `campaigns.launch_content` writes and reads `content`.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="launch_versions", verbose_name=_("phong trào"))
    number = models.PositiveSmallIntegerField(_("bản số"))
    at = models.DateTimeField(_("có hiệu lực từ"))
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("người ghi"))
    reason = models.CharField(_("lý do"), max_length=300, blank=True)
    content = models.JSONField()
    format = format_field()
    sha256 = models.CharField(max_length=64)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("bản phát động")
        verbose_name_plural = _("các bản phát động")
        ordering = ("campaign", "number")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="launch_version_once"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="later_launch_version_has_reason"),
        ]

    def __str__(self) -> str:
        return f"Bản phát động số {self.number}"


class LaunchFile(KeptFile):
    """The PDF of a version of a launch, drawn once."""

    version = models.OneToOneField(LaunchVersion, models.PROTECT, related_name="file")

    class Meta:
        verbose_name = _("bản PDF của bản phát động")
        verbose_name_plural = _("bản PDF của các bản phát động")
        constraints = [whole_or_waiting("launch_file_is_whole")]
