"""The model of the kept paper of an issued decision."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.models.decision import Decision
from foundation.kept_file import KeptFile, whole_or_waiting


class DecisionFile(KeptFile):
    """The PDF of an issued decision: its text and its list. Certificates are not in it."""

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="file")

    class Meta:
        verbose_name = _("bản PDF của quyết định")
        verbose_name_plural = _("bản PDF của các quyết định")
        constraints = [whole_or_waiting("decision_file_is_whole")]
