"""Decisions: drafted, closed for signing, then issued with a number of the registry. An issued one never changes."""

from __future__ import annotations

from datetime import date
from typing import Any, NoReturn

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from awards.lifecycle import DECISION, DecisionStatus
from awards.models.title import AwardTitle, Timing
from campaigns.models import Campaign, Phase
from foundation.db.guaranteed import guaranteed
from foundation.stored_format import format_field
from units.models import Role, Unit, User
from units.models.event import AppendOnly, AppendOnlyQuerySet
from units.models.signing import CLOSED, NOT_CLOSED, PaperToSign

HEAD = "content__head"
"""Where a decision's snapshot has what its unit, campaign and title were called when it was closed for signing."""


def issued_head(decision: str = "pk") -> Subquery:
    """Return the HEAD of the decision whose id is in this column.

    It is a subquery because PostgreSQL answers that for the rows of a page only. A column beside the others it would
    unpack from every snapshot before it sorts and cuts off the page.
    """
    return Subquery(Decision.objects.filter(pk=OuterRef(decision)).order_by().values(HEAD))


class DecisionKind(models.TextChoices):
    AWARD = "award", _("khen thưởng")
    CORRECT = "correct", _("đính chính")
    ADJUST = "adjust", _("điều chỉnh")
    ANNUL = "annul", _("hủy bỏ")


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, user: User | AnonymousUser, *, asked_often: bool = False) -> DecisionQuerySet:
        """Return issued decisions for every signed-in user, and all of units in the user's reach.

        A clerk reads those of the own unit that are closed for signing: she registers them. `asked_often`: for a page
        that uses the queryset in several statements; which of the few not issued are in reach is read once, at once.
        """
        if not user.is_authenticated:
            return self.none()
        if user.reaches_all:
            return self
        # Those not issued are a query of their own: with an OR over two tables every issued one is joined first.
        below = Decision.objects.exclude(status=DecisionStatus.ISSUED).below_reach(user).order_by()
        ids = list(below.values_list("pk", flat=True)) if asked_often else below.values("pk")
        visible = Q(status=DecisionStatus.ISSUED) | Q(pk__in=ids)
        if registries := user.unit_ids_as(Role.CLERK):
            visible |= Q(unit__in=registries, status=DecisionStatus.TO_SIGN)
        return self.filter(visible)

    def below_reach(self, user: User) -> DecisionQuerySet:
        """Return decisions of units in the user's reach only, issued or not: those whose history the user may read."""
        return self.filter(user.reach("unit__path", year="campaign__year"))

    def issued(self) -> DecisionQuerySet:
        return self.filter(status=DecisionStatus.ISSUED)

    def related_to(self, decision: Decision) -> DecisionQuerySet:
        """Return the decisions that correct, adjust or annul `decision`, or that `decision` is about."""
        if decision.is_award:
            return self.filter(pk__in=Correction.objects.filter(award__decision=decision).values("decision"))
        return self.filter(pk__in=Correction.objects.filter(decision=decision).values("award__decision"))

    def with_context(self) -> DecisionQuerySet:
        return self.select_related("unit", "campaign__unit", "phase__campaign", "title", "signer")

    def delete(self) -> NoReturn:
        raise AppendOnly("decisions are discarded, never deleted")


class Decision(PaperToSign):
    """A decision of `unit`, or one that `unit` records of an `organ` outside the portal.

    An award decision is about one title; nominations refer to it. The other kinds change awards through `Correction`.
    `content` is the decision snapshot taken when the decision is closed for signing, of one of a higher body when it is
    recorded (see `awards.rules.decision_snapshot`), `format` its format, `sha256` the digest of it as it was stored.
    Those of version 0.1.0, and those of higher bodies, were issued in one step and have no `closed_at`. `signer_name`,
    `signer_position`, `signer_block`: as they are printed.
    """

    lifecycle = DECISION

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="decisions", verbose_name=_("đơn vị"))
    organ = models.CharField(
        _("cơ quan ban hành"), max_length=200, blank=True, help_text=_("Chỉ ghi khi cấp trên quyết định.")
    )
    kind = models.CharField(_("loại"), max_length=10, choices=DecisionKind.choices, default=DecisionKind.AWARD)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="decisions", verbose_name=_("phong trào"))
    phase = models.ForeignKey(Phase, models.PROTECT, related_name="decisions", verbose_name=_("đợt"))
    timing = models.CharField(_("dịp khen"), max_length=12, choices=Timing.choices)
    period_label = models.CharField(_("ghi rõ dịp"), max_length=160, blank=True)
    title = models.ForeignKey(AwardTitle, models.PROTECT, related_name="decisions", verbose_name=_("hình thức"))
    status = models.CharField(
        _("trạng thái"), max_length=10, choices=DecisionStatus.choices, default=DecisionStatus.DRAFT, editable=False
    )
    number = models.CharField(_("số"), max_length=40, blank=True)
    number_key = models.CharField(max_length=40, blank=True, editable=False)
    year = models.PositiveSmallIntegerField(null=True, editable=False)
    dated_on = models.DateField(_("ngày ký"), null=True, blank=True)
    signer_name = models.CharField(_("người ký"), max_length=120, blank=True)
    signer_position = models.CharField(_("chức vụ người ký"), max_length=120, blank=True)
    signer_block = models.CharField(_("thể thức ký"), max_length=80, blank=True, editable=False)
    made_at = models.DateTimeField(_("lập lúc"), editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    proposed_at = models.DateTimeField(_("trình lúc"), null=True, editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    issued_at = models.DateTimeField(_("ban hành lúc"), null=True, editable=False)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)
    recorded = models.BooleanField(_("ghi nhận văn bản đã ký"), default=False, editable=False)
    content = models.JSONField(null=True, editable=False)
    format = format_field()
    sha256 = models.CharField(max_length=64, blank=True, editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("quyết định")
        verbose_name_plural = _("quyết định khen thưởng")
        ordering = ("-dated_on", "-pk")
        indexes = [
            models.Index(fields=["-dated_on", "-id"], name="decision_newest", condition=Q(status=DecisionStatus.ISSUED))
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "number_key", "year"],
                condition=Q(status=DecisionStatus.ISSUED, organ=""),
                name="decision_number_once_a_year",
            ),
            models.CheckConstraint(
                condition=Q(status=DecisionStatus.ISSUED, issued_at__isnull=False, issued_by__isnull=False)
                & Q(dated_on__isnull=False, year__isnull=False, content__isnull=False)
                & ~Q(number="")
                & ~Q(number_key="")
                & ~Q(signer_name="")
                & ~Q(sha256="")
                | ~Q(status=DecisionStatus.ISSUED)
                & Q(issued_at=None, issued_by=None)
                & (Q(status=DecisionStatus.TO_SIGN) | Q(content=None, sha256="")),
                name="issued_decision_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(status=DecisionStatus.TO_SIGN, number="", dated_on=None, organ="")
                & CLOSED
                & Q(content__isnull=False)
                & ~Q(signer_name="")
                & ~Q(sha256="")
                | Q(status=DecisionStatus.ISSUED) & CLOSED
                | ~Q(status=DecisionStatus.TO_SIGN) & NOT_CLOSED,
                name="decision_to_sign_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(proposed_at=None, proposed_by=None)
                | Q(proposed_at__isnull=False, proposed_by__isnull=False),
                name="decision_proposal_is_whole",
            ),
        ]

    def __str__(self) -> str:
        if self.number:
            return f"{_('Quyết định số')} {self.written_number}"
        return str(_("Quyết định chờ ký")) if self.is_to_sign else str(_("Dự thảo quyết định"))

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None and Decision._base_manager.filter(pk=self.pk, status=DecisionStatus.ISSUED).exists():
            raise AppendOnly("an issued decision never changes")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("decisions are discarded, never deleted")

    @property
    def status_text(self) -> str:
        """Return the label of the status. Django's get_status_display() looks all labels up for every row."""
        return str(DecisionStatus(self.status).label)

    @property
    def stage_text(self) -> str:
        """Return the status, and of a draft whether it was proposed to the leader."""
        return str(_("Dự thảo, đã trình lãnh đạo")) if self.is_draft and self.proposed_at else self.status_text

    @property
    def is_issued(self) -> bool:
        return self.status == DecisionStatus.ISSUED

    @property
    def is_draft(self) -> bool:
        return self.status == DecisionStatus.DRAFT

    @property
    def is_to_sign(self) -> bool:
        return self.status == DecisionStatus.TO_SIGN

    @property
    def is_frozen(self) -> bool:
        """Return whether its text and list are fixed: it is closed for signing, or issued."""
        return self.status in (DecisionStatus.TO_SIGN, DecisionStatus.ISSUED)

    @property
    def is_award(self) -> bool:
        return self.kind == DecisionKind.AWARD

    @property
    def is_outside(self) -> bool:
        """Return whether an organ outside the portal decided and this unit only records it."""
        return bool(self.organ)

    @property
    def signed_on(self) -> date:
        """The day an issued decision was signed."""
        return guaranteed(self.dated_on, "issued_decision_is_whole")

    @property
    def written_number(self) -> str:
        """Return the number as on paper: "45/QĐ-LĐLĐ". A number that the registry wrote with a slash is kept."""
        if not self.number or "/" in self.number or self.organ:
            return self.number
        return f"{self.number}/QĐ-{self.head['symbol'] if self.head else self.unit.symbol}"

    @property
    def issuer(self) -> str:
        """Return in whose name it is issued: "Ban Thường vụ Liên đoàn Lao động tỉnh Lạng Sơn"."""
        if self.organ:
            return self.organ
        return f"{self.head['organ']} {self.head['body']}" if self.head else self._issuer_now

    @property
    def _issuer_now(self) -> str:
        return f"{self.title.decision_organ} {self.unit.full_name}"

    @property
    def unit_name(self) -> str:
        """Return the unit's name, in full that of the day of issue if the unit has another one now."""
        return self.head["body"] if self.head and self.head["body"] != self.unit.full_name else self.unit.name

    @property
    def head(self) -> dict[str, Any] | None:
        """What a decision is called on its paper: the head of its snapshot; None for a draft.

        Lists annotate it as `issued_head` (see HEAD) instead of reading the whole snapshot.
        """
        if "issued_head" in self.__dict__ and "content" not in self.__dict__:
            annotated: dict[str, Any] | None = self.__dict__["issued_head"]
            return annotated
        return self.content["head"] if self.is_frozen and self.content else None

    def get_absolute_url(self) -> str:
        return reverse("awards:decision", args=[self.pk])


class CorrectionField(models.TextChoices):
    NAME = "name", _("tên")
    POSITION = "position", _("chức vụ, nghề nghiệp")
    UNIT_NAME = "unit_name", _("đơn vị")
    WORDING = "wording", _("lời ghi")
    AWARD = "award", _("việc tặng")


FIELDS_OF = {
    DecisionKind.CORRECT: (CorrectionField.NAME, CorrectionField.POSITION, CorrectionField.UNIT_NAME),
    DecisionKind.ADJUST: (CorrectionField.WORDING,),
    DecisionKind.ANNUL: (CorrectionField.AWARD,),
}


class Correction(models.Model):
    """A change that a correcting, adjusting or annulling decision makes to one field of an award.

    An annulment has field "award", no texts, and a reason.
    """

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="corrections")
    award = models.ForeignKey("awards.Award", models.PROTECT, related_name="corrections")
    field = models.CharField(_("sửa"), max_length=10, choices=CorrectionField.choices)
    old = models.CharField(_("đã in"), max_length=500, blank=True)
    new = models.CharField(_("nay sửa là"), max_length=500, blank=True)
    reason = models.CharField(_("lý do"), max_length=300, blank=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("điểm đính chính, điều chỉnh, hủy bỏ")
        verbose_name_plural = _("các điểm đính chính, điều chỉnh, hủy bỏ")
        ordering = ("decision", "pk")
        constraints = [
            models.UniqueConstraint(fields=["decision", "award", "field"], name="correction_once"),
            models.CheckConstraint(
                condition=Q(field="award", old="", new="") & ~Q(reason="") | ~Q(field="award") & ~Q(new=""),
                name="correction_says_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award}: {self.get_field_display()}"


def with_head(decision: Decision, row: Any) -> Decision:
    """Give a decision the head that was annotated to a row about it as `issued_head`, and return it."""
    if "issued_head" in vars(row):
        vars(decision)["issued_head"] = row.issued_head
    return decision
