"""The model of a form draft: what a person typed in a form that has no draft of its own."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation import clock, vietnamese
from foundation.forms.mark import LONGEST_ADDRESS, Mark


class FormDraftQuerySet(models.QuerySet["FormDraft"]):
    def of(self, mark: Mark) -> FormDraftQuerySet:
        """The draft of the form with this mark: of its person, acting for its unit, at its address."""
        return self.filter(user=mark.person, acting=mark.acting, address=mark.address)


class FormDraft(models.Model):
    """A form as somebody left it while typing. Only that person sees it, and only on the page of the form.

    `acting` and `address` are those of the form's mark; `fields` are pairs (name, value) as posted. It goes when the
    form is sent and taken, and after thirty days.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("người nhập"))
    acting = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=LONGEST_ADDRESS)
    fields = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(_("giữ lúc"), db_index=True)

    objects = FormDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("bản nháp của trang nhập")
        verbose_name_plural = _("bản nháp của trang nhập")
        constraints = [models.UniqueConstraint(fields=["user", "acting", "address"], name="one_draft_of_a_form")]

    def __str__(self) -> str:
        return f"{self.user}: {self.address}"

    @property
    def time(self) -> str:
        """The moment it was kept, without its day where that is today."""
        today = timezone.localdate(self.saved_at) == clock.today()
        return vietnamese.format_time(self.saved_at) if today else vietnamese.format_moment(self.saved_at)
