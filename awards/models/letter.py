"""The model of a letter (tờ trình) with which a union proposes awards to whoever decides them."""

from __future__ import annotations

from typing import NoReturn

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from awards.lifecycle import LETTER, LetterStatus
from awards.models.title import Timing
from campaigns.models import Campaign, Phase
from foundation.kept_file import KeptFile, whole_or_waiting
from units.models import Role, Unit, User
from units.models.event import AppendOnly
from units.models.signing import CLOSED, PaperToSign


class LetterQuerySet(models.QuerySet["Letter"]):
    def visible_to(self, user: User | AnonymousUser) -> LetterQuerySet:
        """Return letters of units in the user's reach, and those of units whose clerk the user is."""
        if not user.is_authenticated:
            return self.none()
        visible = user.reach("unit__path", year="campaign__year")
        if registries := user.unit_ids_as(Role.CLERK):
            visible |= Q(unit__in=registries)
        return self.filter(visible)

    def in_force(self) -> LetterQuerySet:
        return self.exclude(status=LetterStatus.TAKEN_BACK)

    def with_context(self) -> LetterQuerySet:
        return self.select_related("unit", "campaign__unit", "phase__campaign", "deciding_unit", "signer", "closed_by")


class Letter(PaperToSign):
    """A letter of `unit` about nominations of one occasion that one body decides, from when it is closed for signing.

    `deciding_unit`: the union above that decides; None for a body outside the portal. `addressee` and `about`: as they
    are printed. Until it is closed a letter is only the group of its nominations (`awards.rules.letter_groups`).
    """

    lifecycle = LETTER

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="letters", verbose_name=_("đơn vị trình"))
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+", verbose_name=_("phong trào"))
    phase = models.ForeignKey(Phase, models.PROTECT, related_name="+", verbose_name=_("đợt"))
    timing = models.CharField(_("dịp khen"), max_length=12, choices=Timing.choices)
    period_label = models.CharField(_("ghi rõ dịp"), max_length=160, blank=True)
    deciding_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("nơi quyết định")
    )
    addressee = models.CharField(_("nơi nhận"), max_length=400)
    about = models.CharField(_("về việc"), max_length=400)
    status = models.CharField(
        _("trạng thái"), max_length=10, choices=LetterStatus.choices, default=LetterStatus.TO_SIGN, editable=False
    )
    signer_name = models.CharField(_("người ký"), max_length=120, blank=True)
    number = models.CharField(_("số"), max_length=40, blank=True)
    dated_on = models.DateField(_("ngày"), null=True)
    registered_at = models.DateTimeField(_("ghi số, ngày lúc"), null=True)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("tờ trình")
        verbose_name_plural = _("tờ trình")
        ordering = ("-closed_at", "-pk")
        constraints = [
            models.CheckConstraint(condition=CLOSED, name="letter_is_closed"),
            models.CheckConstraint(
                condition=Q(status=LetterStatus.REGISTERED, dated_on__isnull=False)
                & Q(registered_at__isnull=False, registered_by__isnull=False)
                & ~Q(number="")
                | ~Q(status=LetterStatus.REGISTERED)
                & Q(number="", dated_on=None, registered_at=None, registered_by=None),
                name="registered_letter_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{_('Tờ trình số')} {self.written_number}" if self.number else str(_("Tờ trình chờ ký"))

    def delete(self, *args: object, **kwargs: object) -> NoReturn:
        raise AppendOnly("letters are taken back, never deleted")

    @property
    def is_to_sign(self) -> bool:
        return self.status == LetterStatus.TO_SIGN

    @property
    def is_registered(self) -> bool:
        return self.status == LetterStatus.REGISTERED

    @property
    def written_number(self) -> str:
        """Return the number as on paper: "12/TTr-LĐLĐ". One that the registry wrote with a slash is kept."""
        return self.number if "/" in self.number else f"{self.number}/TTr-{self.unit.symbol}"

    def get_absolute_url(self) -> str:
        return f"{reverse('awards:letters')}#letter-{self.pk}"


class LetterFile(KeptFile):
    """The PDF of a letter with its lists, as it was closed for signing."""

    letter = models.OneToOneField(Letter, models.PROTECT, related_name="file")

    class Meta:
        verbose_name = _("bản PDF của tờ trình")
        verbose_name_plural = _("bản PDF của các tờ trình")
        constraints = [whole_or_waiting("letter_file_is_whole")]
