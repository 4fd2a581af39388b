"""Nominations: the rows of a dossier, each with its verdict."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from awards.lifecycle import NOMINATION, SENT, NominationStatus
from awards.models.decision import Decision, with_head
from awards.models.dossier import Dossier
from awards.models.nominee import Nominee
from awards.models.title import AwardTitle
from campaigns.models import Work
from units.models import Unit, User
from units.models.rule import used_words


class NomineeClass(models.TextChoices):
    """The four groups of persons that the launch of 2015 tells apart; it wants awards to go to direct workers."""

    DIRECT = "direct", _("Trực tiếp lao động, công tác")
    OFFICER = "officer", _("Cán bộ công đoàn")
    MANAGER = "manager", _("Lãnh đạo, quản lý")
    OUTSIDE = "outside", _("Ngoài tổ chức công đoàn")


class NominationQuerySet(models.QuerySet["Nomination"]):
    def visible_to(self, user: User) -> NominationQuerySet:
        return self.filter(user.reach("dossier__unit__path", year="dossier__campaign__year"))

    def with_waiting(self) -> NominationQuerySet:
        """Annotate `waits`: whether the dossier still has to be endorsed before the deciding unit."""
        dossier = Dossier.objects.filter(pk=OuterRef("dossier"))
        return self.annotate(waits=Exists(dossier.awaiting_endorsement()))

    def sent(self) -> NominationQuerySet:
        return self.filter(dossier__status__in=SENT)

    def with_works(self) -> NominationQuerySet:
        """Read along the works, each with its entry in force."""
        return self.prefetch_related(Prefetch("works", _registered_works().all()))

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


@cache
def _registered_works() -> models.QuerySet[Work]:
    """Return all works with their entries in force; unread, built once, as every page of a dossier asks it."""
    return Work.objects.with_registered()


class Nomination(models.Model):
    """A row of a dossier: one nominee proposed for one title.

    `opinion` is that of the upper union that endorsed; `reason` that of the verdict. `deciding_unit` follows from the
    title (granted, else asked) and the unit. `rules_used`: copies of the rules of the verdict, which may be
    corrected later (`Rule.as_used`). `decision`: the draft or issued decision that includes the nomination.
    `letter`: that of the union which endorsed it; `letter_up`: that of the deciding unit to a body outside the portal.
    `sort_key`: orders nominations as the appraisal table lists them (`awards.rules.sorting.appraisal_key`).
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
    rules_used = models.JSONField(default=list, db_default=models.Value([], models.JSONField()), editable=False)
    decision = models.ForeignKey(
        "awards.Decision", models.PROTECT, null=True, related_name="nominations", editable=False
    )
    letter = models.ForeignKey("awards.Letter", models.PROTECT, null=True, related_name="nominations", editable=False)
    letter_up = models.ForeignKey("awards.Letter", models.PROTECT, null=True, related_name="sent_up", editable=False)
    sort_key = models.CharField(max_length=97, db_default="", editable=False)

    objects = NominationQuerySet.as_manager()

    class Meta:
        verbose_name = _("trường hợp đề nghị")
        verbose_name_plural = _("các trường hợp đề nghị")
        ordering = ("dossier", "order", "pk")
        indexes = [
            models.Index(fields=["deciding_unit", "status"], name="nomination_by_decider"),
            models.Index(fields=["deciding_unit", "sort_key"], name="nomination_in_office_order"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(sort_key=""), name="nomination_has_its_place"),
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
    def decision_as_issued(self) -> Decision | None:
        """The decision, which knows what it was issued with though only some of its columns were read."""
        return with_head(self.decision, self) if self.decision else None

    @property
    def title(self) -> AwardTitle:
        """Return the title under consideration: the granted one, else the one asked for."""
        return self.title_granted or self.title_asked

    @property
    def status_text(self) -> str:
        """Return the label of the status. Django's get_status_display() looks all labels up for every row."""
        return str(NominationStatus(self.status).label)

    @property
    def rules_in_words(self) -> list[str]:
        """The rules by which the verdict was given, as they were then."""
        return [used_words(used) for used in self.rules_used]

    @property
    def other_title(self) -> bool:
        """Return whether a title other than the one asked for is granted (chuyển hình thức khen)."""
        return self.title_granted_id is not None and self.title_granted_id != self.title_asked_id
