"""The consent of an exemplar to be told of in reports and on the public page."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.filing import Filing


class ExemplarConsent(models.Model):
    """Who agreed, and on which day, that a report's exemplar is made known; and when that was withdrawn.

    `given_by`: the person told of, or who agreed for a collective. A withdrawn consent stays as a row; another one may
    be recorded after it.
    """

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="consents")
    given_on = models.DateField(_("ngày đồng ý"))
    given_by = models.CharField(_("người đồng ý"), max_length=200)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("ghi nhận lúc"))
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("rút lại lúc"), null=True)

    class Meta:
        verbose_name = _("sự đồng ý của điển hình")
        verbose_name_plural = _("sự đồng ý của điển hình")
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_by=None, withdrawn_at=None)
                | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False),
                name="consent_withdrawal_is_whole",
            ),
            models.CheckConstraint(condition=~Q(given_by=""), name="consent_names_who_gave_it"),
        ]

    def __str__(self) -> str:
        return self.given_by

    @property
    def is_in_force(self) -> bool:
        return self.withdrawn_at is None
