"""A dossier (hồ sơ đề nghị khen thưởng) and its rows: who is nominated, for what, with which verdict."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce, Left, Length
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from awards.lifecycle import DOSSIER, NOMINATION, SENT, DossierStatus, NominationStatus
from awards.models.title import AwardTitle, Timing
from campaigns.models import Campaign, Phase, Work
from emulation import clock, vietnamese
from units.models import Post, Role, Unit
from units.tree import LONGEST, SEGMENT


class DossierQuerySet(models.QuerySet["Dossier"]):
    def visible_to(self, user: Any) -> DossierQuerySet:
        """Of units in this person's reach; what a unit has not sent yet is read there and above alike."""
        return self.filter(user.reach("unit__path"))

    def awaiting_endorsement(self) -> DossierQuerySet:
        """With a reviewer between the unit and the one that decides, other than who sent it or holds a post there."""
        posts = Post.objects.current(clock.today())
        above = [Left(OuterRef("unit__path"), size) for size in range(SEGMENT, LONGEST, SEGMENT)]
        between = posts.filter(role=Role.REVIEWER, unit__path__in=above).exclude(unit=OuterRef("unit"))
        between = between.annotate(depth=Length("unit__path")).filter(depth__gt=Length(OuterRef("deciding_unit__path")))
        own = posts.filter(unit=OuterRef(OuterRef("unit")), user=OuterRef("user"))
        return self.filter(Exists(between.exclude(user=Coalesce(OuterRef("submitted_by"), 0)).exclude(Exists(own))))

    def with_context(self) -> DossierQuerySet:
        """With everything a line about the dossier says, in a fixed number of queries."""
        return self.select_related("unit__parent", "campaign__unit", "phase__campaign", "deciding_unit")


class Dossier(models.Model):
    """What a unit sends. `phase`: the phase it counts in, whatever the date of the decision.

    `deciding_unit`: the highest of those that its titles need.
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
        help_text=_("Ví dụ 2014-2015 (năm học), tên chuyên đề, việc đã làm."),
    )
    deciding_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("đơn vị quyết định")
    )
    status = models.CharField(
        _("trạng thái"), max_length=10, choices=DossierStatus.choices, default=DossierStatus.DRAFT, editable=False
    )
    number = models.CharField(_("số tờ trình"), max_length=40, blank=True)
    dated_on = models.DateField(_("ngày tờ trình"), null=True, blank=True)
    meeting_on = models.DateField(_("ngày họp xét"), null=True, blank=True)
    votes_for = models.PositiveSmallIntegerField(_("số phiếu tán thành"), null=True, blank=True)
    votes_present = models.PositiveSmallIntegerField(_("số người dự"), null=True, blank=True)
    made_at = models.DateTimeField(_("lập lúc"), editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    submitted_at = models.DateTimeField(_("gửi lúc"), null=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    first_submitted_at = models.DateTimeField(_("gửi lần đầu"), null=True, editable=False)
    late = models.BooleanField(_("gửi sau hạn"), default=False, editable=False)
    endorsed_at = models.DateTimeField(_("đề nghị lúc"), null=True, editable=False)
    endorsed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    endorsing_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", editable=False)
    reason = models.TextField(_("lý do trả lại"), blank=True, editable=False)
    due_again = models.DateTimeField(_("hạn gửi lại"), null=True, editable=False)

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = _("hồ sơ đề nghị khen thưởng")
        verbose_name_plural = _("hồ sơ đề nghị khen thưởng")
        ordering = ("-made_at", "-pk")
        indexes = [models.Index(fields=["phase", "status"], name="dossier_by_status")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=SENT)
                | Q(
                    submitted_at__isnull=False,
                    submitted_by__isnull=False,
                    first_submitted_at__isnull=False,
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
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.unit}"

    @property
    def title(self) -> str:
        """What the dossier is called on screens."""
        if self.timing == Timing.PHASE:
            return f"Hồ sơ khen thưởng đợt {self.phase.number} năm {self.campaign.year}"
        label = f" {self.period_label}" if self.period_label else f" {self.campaign.year}"
        return f"Hồ sơ khen thưởng {str(self.get_timing_display()).lower()}{label}"

    @property
    def status_text(self) -> str:
        """The status in words: this one's alone, where Django's display looks all of them up for every row."""
        return str(DossierStatus(self.status).label)

    def get_absolute_url(self) -> str:
        return reverse("awards:dossier", args=[self.pk])


FOLDED, SORTED = 400, 1000  # characters of a name that are searched and sorted by


class NomineeQuerySet(models.QuerySet["Nominee"]):
    def visible_to(self, user: Any) -> NomineeQuerySet:
        return self.filter(user.reach("unit__path"))

    def like(self, name: str) -> NomineeQuerySet:
        """Those called the same, marks apart."""
        return self.filter(folded=vietnamese.search_key(name)[:FOLDED])


class Sex(models.TextChoices):
    MALE = "male", _("Nam")
    FEMALE = "female", _("Nữ")


class Nominee(models.Model):
    """A person, or a collective (the unit itself or a named part of it), known across years."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="nominees", verbose_name=_("đơn vị"))
    is_person = models.BooleanField(_("cá nhân"))
    is_whole_unit = models.BooleanField(_("là cả đơn vị"), default=False)
    name = models.CharField(_("tên"), max_length=250)
    birth_year = models.PositiveSmallIntegerField(_("năm sinh"), null=True, blank=True)
    sex = models.CharField(_("giới tính"), max_length=6, choices=Sex.choices, blank=True)
    folded = models.CharField(max_length=FOLDED, editable=False, db_index=True)
    sort_key = models.CharField(max_length=SORTED, editable=False, db_index=True)

    objects = NomineeQuerySet.as_manager()

    class Meta:
        verbose_name = _("tập thể, cá nhân")
        verbose_name_plural = _("tập thể, cá nhân được đề nghị")
        ordering = ("sort_key", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_person=True, is_whole_unit=False) | Q(is_person=False, birth_year=None, sex=""),
                name="nominee_is_a_person_or_a_collective",
            ),
            models.UniqueConstraint(fields=["unit"], condition=Q(is_whole_unit=True), name="whole_unit_nominee_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def derive(self) -> None:
        """The name cleaned, and what is kept beside it: what it is sorted and searched by."""
        self.name = vietnamese.clean(self.name)
        self.folded = vietnamese.search_key(self.name)[:FOLDED]
        self.sort_key = vietnamese.sort_key(self.name)[:SORTED]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        super().save(*args, **kwargs)


class NomineeClass(models.TextChoices):
    """The four groups of persons (the launch of 2015 wants awards to those who directly work)."""

    DIRECT = "direct", _("Trực tiếp lao động, công tác")
    OFFICER = "officer", _("Cán bộ công đoàn")
    MANAGER = "manager", _("Lãnh đạo, quản lý")
    OUTSIDE = "outside", _("Ngoài tổ chức công đoàn")


class NominationQuerySet(models.QuerySet["Nomination"]):
    def visible_to(self, user: Any) -> NominationQuerySet:
        return self.filter(user.reach("dossier__unit__path"))

    def with_waiting(self) -> NominationQuerySet:
        """With whether the dossier `waits` for somebody between its unit and the one that decides."""
        dossier = Dossier.objects.filter(pk=OuterRef("dossier"))
        return self.annotate(waits=Exists(dossier.awaiting_endorsement()))

    def sent(self) -> NominationQuerySet:
        return self.filter(dossier__status__in=SENT)

    def with_context(self) -> NominationQuerySet:
        return self.select_related(
            "nominee",
            "title_asked",
            "title_granted",
            "deciding_unit",
            "decision",
            "dossier__unit__parent",
            "dossier__campaign__unit",
            "dossier__phase__campaign",
            "dossier__deciding_unit",
        )


class Nomination(models.Model):
    """A row of a dossier. `opinion`: of the upper union that endorsed; `reason`: of the verdict.

    `deciding_unit` follows from the title (granted, else asked) and the unit; `decision`: the one that holds it.
    """

    class Opinion(models.TextChoices):
        AGREE = "agree", _("Đồng ý đề nghị")
        DISAGREE = "disagree", _("Không đề nghị")

    lifecycle = NOMINATION

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="nominations")
    order = models.PositiveSmallIntegerField(_("thứ tự"))
    nominee = models.ForeignKey(Nominee, models.PROTECT, related_name="nominations")
    title_asked = models.ForeignKey(
        AwardTitle, models.PROTECT, related_name="asked_for", verbose_name=_("hình thức đề nghị")
    )
    title_granted = models.ForeignKey(
        AwardTitle,
        models.PROTECT,
        null=True,
        related_name="granted_to",
        editable=False,
        verbose_name=_("hình thức được tặng"),
    )
    position = models.CharField(_("chức vụ, nghề nghiệp"), max_length=160, blank=True)
    nominee_class = models.CharField(_("đối tượng"), max_length=10, choices=NomineeClass.choices, blank=True)
    ethnicity = models.CharField(_("dân tộc"), max_length=40, blank=True)
    achievements = models.TextField(_("tóm tắt thành tích"), blank=True)
    works = models.ManyToManyField(
        Work, blank=True, related_name="nominations", verbose_name=_("sáng kiến, công trình")
    )
    opinion = models.CharField(_("ý kiến cấp trên"), max_length=10, choices=Opinion.choices, blank=True, editable=False)
    opinion_reason = models.CharField(_("lý do"), max_length=300, blank=True, editable=False)
    wording = models.CharField(_("lời ghi"), max_length=500, blank=True, editable=False)
    status = models.CharField(
        _("kết luận"),
        max_length=12,
        choices=NominationStatus.choices,
        default=NominationStatus.PENDING,
        editable=False,
    )
    reason = models.TextField(_("lý do"), blank=True, editable=False)
    deciding_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    decided_at = models.DateTimeField(null=True, editable=False)
    decision = models.ForeignKey(
        "awards.Decision", models.PROTECT, null=True, related_name="nominations", editable=False
    )

    objects = NominationQuerySet.as_manager()

    class Meta:
        verbose_name = _("trường hợp đề nghị")
        verbose_name_plural = _("các trường hợp đề nghị")
        ordering = ("dossier", "order", "pk")
        indexes = [models.Index(fields=["deciding_unit", "status"], name="nomination_by_decider")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=NominationStatus.PENDING, decided_by=None, decided_at=None, decision=None)
                | (~Q(status=NominationStatus.PENDING) & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="verdict_has_its_decider",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=(NominationStatus.REJECTED, NominationStatus.DEFERRED)) | ~Q(reason=""),
                name="refused_nomination_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(
                    status__in=(
                        NominationStatus.APPROVED,
                        NominationStatus.SENT_UP,
                        NominationStatus.AWARDED,
                        NominationStatus.ANNULLED,
                    )
                )
                | Q(title_granted__isnull=False),
                name="approved_nomination_has_title",
            ),
            models.CheckConstraint(
                condition=~Q(status=NominationStatus.AWARDED) | Q(decision__isnull=False),
                name="awarded_nomination_has_decision",
            ),
            models.CheckConstraint(
                condition=~Q(opinion="disagree") | ~Q(opinion_reason=""), name="disagreeing_opinion_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nominee}: {self.title}"

    @property
    def title(self) -> AwardTitle:
        """The title it is about now: granted, else asked."""
        return self.title_granted or self.title_asked

    @property
    def status_text(self) -> str:
        """The status in words: this one's alone, where Django's display looks all of them up for every row."""
        return str(NominationStatus(self.status).label)

    @property
    def other_title(self) -> bool:
        """Whether another title is granted than was asked (chuyển hình thức khen)."""
        return self.title_granted_id is not None and self.title_granted_id != self.title_asked_id
