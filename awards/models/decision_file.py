"""The models of the kept papers of a decision: its text and list, and its certificates."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.models.decision import Decision
from foundation.kept_file import KeptFile, whole_or_waiting


class DecisionFile(KeptFile):
    """The PDF of a decision: its text and its list. Certificates are not in it.

    One closed for signing has a file without number and date, which are written with the pen; registered, it has
    another one with them. `printed` tells them apart (`awards.tasks.printed_of`). What was signed stays.
    """

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="files")
    printed = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("bản PDF của quyết định")
        verbose_name_plural = _("bản PDF của các quyết định")
        constraints = [
            whole_or_waiting("decision_file_is_whole"),
            models.UniqueConstraint(fields=["decision", "printed"], name="decision_drawn_once"),
        ]


class CertificateFile(KeptFile):
    """The PDF of some certificates of an issued decision, printed together for those who may see these awards.

    `printed`: the digest of what is on it (`awards.papers.bundles.digest_of`). A corrected or reissued certificate has
    another digest and so a file of its own; the file from before stays.
    """

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="certificate_files")
    printed = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("bản PDF của bằng, giấy khen")
        verbose_name_plural = _("các bản PDF của bằng, giấy khen")
        constraints = [
            whole_or_waiting("certificate_file_is_whole"),
            models.UniqueConstraint(fields=["decision", "printed"], name="certificates_drawn_once"),
        ]
