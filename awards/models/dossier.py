"""Dossiers (hồ sơ đề nghị khen thưởng) that units send to have people and collectives awarded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce, Left, Length
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from awards.lifecycle import DOSSIER, SENT, DossierStatus
from awards.models.title import Timing
from campaigns.models import Campaign, Phase
from campaigns.models.phase_names import in_year
from campaigns.models.year_names import named_year
from foundation import clock
from foundation.db.guaranteed import guaranteed
from units.models import Post, Role, Unit, User
from units.tree import LONGEST, SEGMENT


class VotedBy(models.TextChoices):
    """Who voted on a dossier. Minutes are cited differently: of those present, or of the members of a body."""

    PLENARY = "plenary", _("Hội nghị toàn thể")
    COMMITTEE = "committee", _("Họp ban của công đoàn")
    COUNCIL = "council", _("Hội đồng Thi đua - Khen thưởng")


class DossierQuerySet(models.QuerySet["Dossier"]):
    def visible_to(self, user: User) -> DossierQuerySet:
        """Return dossiers of units in the user's reach, drafts included."""
        return self.filter(user.reach("unit__path", year="campaign__year"))

    def awaiting_endorsement(self) -> DossierQuerySet:
        """Return dossiers that somebody can endorse before the deciding unit.

        That is a reviewer of a unit between the dossier's unit and the deciding unit who did not send the dossier and
        holds no post at its unit.
        """
        posts = Post.objects.current(clock.today())
        above = [Left(OuterRef("unit__path"), size) for size in range(SEGMENT, LONGEST, SEGMENT)]
        between = posts.filter(role=Role.REVIEWER, unit__path__in=above).exclude(unit=OuterRef("unit"))
        between = between.annotate(depth=Length("unit__path")).filter(depth__gt=Length(OuterRef("deciding_unit__path")))
        own = posts.filter(unit=OuterRef(OuterRef("unit")), user=OuterRef("user"))
        return self.filter(Exists(between.exclude(user=Coalesce(OuterRef("submitted_by"), 0)).exclude(Exists(own))))

    def with_context(self) -> DossierQuerySet:
        """Select the related rows that a dossier's page and actions read."""
        return self.select_related("unit__parent", "campaign__unit", "phase__campaign", "deciding_unit")


@dataclass(frozen=True)
class EndorsersMeeting:
    """The meeting at which a union considered a dossier before endorsing it: how many were present, how many agreed."""

    met_on: date
    present: int
    agreed: int

    @property
    def question(self) -> str:
        """What whoever endorses is asked to confirm, "" if at least half agreed."""
        if 2 * self.agreed >= self.present:
            return ""
        sentence = _("Chỉ {a} trên {b} người dự tán thành, chưa được một nửa. Vẫn đề nghị lên cấp trên?")
        return sentence.format(a=self.agreed, b=self.present)


class Dossier(models.Model):
    """A dossier of a unit with its nominations. `phase`: the phase it counts in, whatever the date of the decision.

    `deciding_unit`: the highest of the units that its titles need. `filing_unit`: the unit that may withdraw it: the
    union acted for by whoever made the dossier, or its own unit once that has sent it. `received_on`: the day it was
    last sent, whose rules it is judged by. `due_again`: the new date of the last return, which holds for a resend that
    is taken back, too. `begun_from`: the withdrawn dossier whose nominations it began with. `sort_key`: orders dossiers
    as the office lists their units.
    """

    lifecycle = DOSSIER

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="dossiers", verbose_name=_("đơn vị"))
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="dossiers", verbose_name=_("phong trào"))
    phase = models.ForeignKey(Phase, models.PROTECT, related_name="dossiers", verbose_name=_("tính vào đợt"))
    timing = models.CharField(_("dịp khen"), max_length=12, choices=Timing.choices, default=Timing.PHASE)
    period_label = models.CharField(
        _("ghi rõ dịp"),
        max_length=160,
        blank=True,
        help_text=_("Khen năm học: năm học nào; chuyên đề: tên chuyên đề; đột xuất: việc đã làm."),
    )
    deciding_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("đơn vị quyết định")
    )
    filing_unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", editable=False, verbose_name=_("nơi lập, gửi")
    )
    status = models.CharField(
        _("trạng thái"), max_length=10, choices=DossierStatus.choices, default=DossierStatus.DRAFT, editable=False
    )
    number = models.CharField(_("số tờ trình"), max_length=40, blank=True)
    dated_on = models.DateField(_("ngày tờ trình"), null=True, blank=True)
    meeting_on = models.DateField(_("ngày họp xét"), null=True, blank=True)
    voted_by = models.CharField(_("nơi biểu quyết"), max_length=10, choices=VotedBy.choices, blank=True)
    votes_for = models.PositiveSmallIntegerField(_("số phiếu tán thành"), null=True, blank=True)
    votes_present = models.PositiveSmallIntegerField(_("số người dự"), null=True, blank=True)
    sort_key = models.CharField(max_length=96, editable=False)
    made_at = models.DateTimeField(_("lập lúc"), editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    submitted_at = models.DateTimeField(_("gửi lúc"), null=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    first_submitted_at = models.DateTimeField(_("gửi lần đầu"), null=True, editable=False)
    received_on = models.DateField(_("ngày tiếp nhận"), null=True, editable=False)
    late = models.BooleanField(_("gửi sau hạn"), default=False, editable=False)
    endorsed_at = models.DateTimeField(_("đề nghị lúc"), null=True, editable=False)
    endorsed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    endorsing_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", editable=False)
    endorsers_met_on = models.DateField(_("ngày cấp trên họp xét"), null=True, editable=False)
    endorsers_present = models.PositiveSmallIntegerField(_("số người dự họp cấp trên"), null=True, editable=False)
    endorsers_agreed = models.PositiveSmallIntegerField(_("số người tán thành của cấp trên"), null=True, editable=False)
    reason = models.TextField(_("lý do trả lại"), blank=True, editable=False)
    due_again = models.DateTimeField(_("hạn gửi lại"), null=True, editable=False)
    begun_from = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="begun_again", editable=False, verbose_name=_("lập lại từ")
    )

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = _("hồ sơ đề nghị khen thưởng")
        verbose_name_plural = _("hồ sơ đề nghị khen thưởng")
        ordering = ("-made_at", "-pk")
        indexes = [
            models.Index(fields=["phase", "status"], name="dossier_by_status"),
            models.Index(fields=["sort_key"], name="dossier_in_office_order"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(sort_key=""), name="dossier_has_its_place"),
            models.CheckConstraint(
                condition=~Q(status__in=SENT)
                | Q(
                    submitted_at__isnull=False,
                    submitted_by__isnull=False,
                    first_submitted_at__isnull=False,
                    received_on__isnull=False,
                    deciding_unit__isnull=False,
                ),
                name="sent_dossier_was_submitted",
            ),
            models.CheckConstraint(
                condition=~Q(status=DossierStatus.ENDORSED)
                | Q(endorsed_at__isnull=False, endorsed_by__isnull=False, endorsing_unit__isnull=False),
                name="endorsed_dossier_has_endorser",
            ),
            models.CheckConstraint(
                condition=~Q(status=DossierStatus.RETURNED) | (Q(due_again__isnull=False) & ~Q(reason="")),
                name="returned_dossier_has_reason_and_date",
            ),
            models.CheckConstraint(
                condition=Q(votes_for=None) | Q(votes_present=None) | Q(votes_for__lte=models.F("votes_present")),
                name="votes_for_are_among_those_present",
            ),
            models.CheckConstraint(
                condition=Q(endorsers_met_on=None, endorsers_present=None, endorsers_agreed=None)
                | Q(
                    endorsers_met_on__isnull=False,
                    endorsers_present__isnull=False,
                    endorsers_agreed__isnull=False,
                    endorsers_agreed__lte=models.F("endorsers_present"),
                ),
                name="meeting_of_endorsers_is_whole",
            ),
        ]

    @property
    def endorsers_meeting(self) -> EndorsersMeeting | None:
        """The meeting at which the endorsing union considered the dossier; None if none was written down."""
        if self.endorsers_met_on is None or self.endorsers_present is None or self.endorsers_agreed is None:
            return None
        return EndorsersMeeting(self.endorsers_met_on, self.endorsers_present, self.endorsers_agreed)

    @property
    def decider(self) -> Unit:
        """The unit that decides on a dossier that was sent."""
        return guaranteed(self.deciding_unit, "sent_dossier_was_submitted")

    def __str__(self) -> str:
        return f"{self.title}, {self.unit}"

    @property
    def title(self) -> str:
        """Return the name of the dossier on screens."""
        if self.timing == Timing.PHASE:
            return f"Hồ sơ khen thưởng {in_year(self.phase.words, named_year(self.campaign))}"
        label = f" {self.period_label}" if self.period_label else f" {named_year(self.campaign)}"
        return f"Hồ sơ khen thưởng {str(self.get_timing_display()).lower()}{label}"

    @property
    def status_text(self) -> str:
        """Return the label of the status. Django's get_status_display() looks all labels up for every row."""
        return str(DossierStatus(self.status).label)

    def get_absolute_url(self) -> str:
        return reverse("awards:dossier", args=[self.pk])
