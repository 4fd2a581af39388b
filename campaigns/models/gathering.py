"""The model of a gathering: the day on which a union launched the campaign itself, or reviewed a phase."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.models.called import CalledUnit
from campaigns.models.campaign import Campaign
from campaigns.models.phase import Phase
from units.models import Unit


class GatheringKind(models.TextChoices):
    LAUNCH = "launch", _("Phát động")
    REVIEW = "review", _("Sơ kết, tổng kết")


NAMESPACES: dict[str, str] = {GatheringKind.LAUNCH: "launches", GatheringKind.REVIEW: "reviews"}


class GatheringQuerySet(models.QuerySet["Gathering"]):
    def in_force(self) -> GatheringQuerySet:
        return self.filter(withdrawn_at=None)

    def of(self, kind: str, phase: Phase) -> GatheringQuerySet:
        """Return the launches of a phase's campaign, or the reviews of the phase."""
        about = {"campaign": phase.campaign_id} if kind == GatheringKind.LAUNCH else {"phase": phase}
        return self.filter(kind=kind, **about)

    def held_by(self, called: CalledUnit, kind: str) -> GatheringQuerySet:
        return self.of(kind, called.phase).filter(unit=called.unit_id)


class Gathering(models.Model):
    """A launch of the campaign at a union, or its review (sơ kết, tổng kết) of a phase, as the union recorded it.

    A launch is of a campaign, a review of a phase. `with_whom`: with whom the launch was held; `delegates`, `praised`:
    how many took part in the review, who was praised. What was recorded by mistake is withdrawn, never deleted.
    """

    kind = models.CharField(_("loại"), max_length=10, choices=GatheringKind.choices)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="gatherings", verbose_name=_("phong trào"))
    phase = models.ForeignKey(Phase, models.PROTECT, null=True, related_name="gatherings", verbose_name=_("đợt"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="gatherings", verbose_name=_("đơn vị"))
    held_on = models.DateField(_("ngày"))
    with_whom = models.CharField(_("cùng với"), max_length=200, blank=True)
    delegates = models.PositiveIntegerField(_("số người dự"), null=True)
    praised = models.TextField(_("biểu dương, khen thưởng"), blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("ghi lúc"))
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("rút lại lúc"), null=True)

    objects = GatheringQuerySet.as_manager()

    class Meta:
        verbose_name = _("phát động, sơ kết tại đơn vị")
        verbose_name_plural = _("phát động, sơ kết tại đơn vị")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=GatheringKind.LAUNCH, phase=None, delegates=None, praised="")
                | Q(kind=GatheringKind.REVIEW, phase__isnull=False, delegates__isnull=False, with_whom=""),
                name="gathering_is_launch_or_review",
            ),
            models.UniqueConstraint(
                fields=["campaign", "unit"],
                condition=Q(kind=GatheringKind.LAUNCH, withdrawn_at=None),
                name="unit_launches_once",
            ),
            models.UniqueConstraint(
                fields=["phase", "unit"],
                condition=Q(kind=GatheringKind.REVIEW, withdrawn_at=None),
                name="unit_reviews_a_phase_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_by=None, withdrawn_at=None)
                | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False),
                name="gathering_withdrawal_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(GatheringKind(self.kind).label)

    @property
    def is_launch(self) -> bool:
        return self.kind == GatheringKind.LAUNCH


def gathering_url(called: CalledUnit, kind: str, page: str = "detail", **more: Any) -> str:
    """Return the address of a page about what a called unit recorded."""
    return reverse(f"{NAMESPACES[kind]}:{page}", kwargs={"pk": called.pk, **more})


def gathering_list_url(kind: str) -> str:
    return reverse(f"{NAMESPACES[kind]}:list")


def recorded_by_unit(kind: str, phase: Phase, listed: Iterable[CalledUnit]) -> dict[int, Gathering]:
    """Return what these called units have recorded, by the unit's id."""
    rows = Gathering.objects.in_force().of(kind, phase).filter(unit__in=[called.unit_id for called in listed])
    return {row.unit_id: row for row in rows}


def last_recorded(called: CalledUnit, kind: str) -> Gathering | None:
    """Return what is in force of a called unit, else what it withdrew last."""
    recorded = Gathering.objects.held_by(called, kind)
    return recorded.in_force().first() or recorded.last()


def has_gathering(kind: str, phase: Phase) -> Exists:
    """Return whether a called unit of this phase has recorded its launch, or its review: a condition of its query."""
    held = Gathering.objects.in_force().of(kind, phase).order_by()
    return Exists(held.filter(unit=OuterRef("unit")))
