"""The register of awards (sổ khen thưởng): its entries, and the printed papers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from awards.models.decision import Decision, issued_head, with_head
from awards.models.title import AwardTitle
from campaigns.models import Phase
from units.models import Unit, User
from units.models.event import AppendOnlyModel, AppendOnlyQuerySet
from units.naming import where

SEARCHED = 900
"""Longest text that an award is searched by."""


class AwardQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user: User) -> AwardQuerySet:
        """Return awards of units in the user's reach."""
        return self.filter(user.reach("unit__path", year="phase__campaign__year"))

    def in_force(self) -> AwardQuerySet:
        """Return awards that no decision annulled."""
        return self.filter(annulled_by=None)

    def with_decision_heads(self) -> AwardQuerySet:
        """Annotate what `Award.decision_as_issued` gives to the decision."""
        return self.annotate(issued_head=issued_head("decision"))

    def with_context(self) -> AwardQuerySet:
        return self.select_related("decision__unit", "decision__title", "title", "unit__parent", "phase__campaign")


class Award(AppendOnlyModel):
    """An entry of the register (sổ khen thưởng): names and wording as decided.

    Only another decision changes an entry. `unit`: the nominee's unit. `place`: number in the list of the decision,
    from 1. `number`: number in the register of the deciding unit for the year, None for a decision of a higher body.
    """

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="awards")
    nomination = models.ForeignKey("awards.Nomination", models.PROTECT, related_name="awards")
    nominee = models.ForeignKey("awards.Nominee", models.PROTECT, related_name="awards")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="awards")
    phase = models.ForeignKey(Phase, models.PROTECT, related_name="awards")
    title = models.ForeignKey(AwardTitle, models.PROTECT, related_name="awards")
    deciding_unit = models.ForeignKey(Unit, models.PROTECT, related_name="register")
    year = models.PositiveSmallIntegerField(_("năm"))
    number = models.PositiveIntegerField(_("số sổ khen thưởng"), null=True)
    place = models.PositiveSmallIntegerField(_("số thứ tự trong danh sách"))
    is_person = models.BooleanField(_("cá nhân"))
    name = models.CharField(_("tên"), max_length=250)
    position = models.CharField(_("chức vụ, nghề nghiệp"), max_length=160, blank=True)
    unit_name = models.CharField(_("đơn vị"), max_length=250)
    upper_name = models.CharField(_("công đoàn cấp trên"), max_length=250, blank=True)
    title_name = models.CharField(_("hình thức khen thưởng"), max_length=250)
    wording = models.CharField(_("lời ghi"), max_length=500, blank=True)
    nominee_class = models.CharField(_("đối tượng"), max_length=10, blank=True)
    sex = models.CharField(_("giới tính"), max_length=6, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("năm sinh"), null=True)
    minority = models.BooleanField(_("dân tộc thiểu số"), null=True)
    bloc = models.CharField(_("khối"), max_length=20, blank=True)
    search_text = models.CharField(max_length=SEARCHED)
    sort_key = models.CharField(max_length=1000, db_index=True)
    handed_over_on = models.DateField(_("ngày trao"), null=True)
    annulled_by = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="annulled")

    objects = AwardQuerySet.as_manager()

    class Meta:
        verbose_name = _("khen thưởng")
        verbose_name_plural = _("sổ khen thưởng")
        ordering = ("decision", "place")
        indexes = [
            models.Index(fields=["phase", "title"], name="award_by_phase"),
            models.Index(fields=["nominee", "year"], name="award_by_nominee"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["nomination"], condition=Q(annulled_by=None), name="nomination_awarded_once"
            ),
            models.UniqueConstraint(fields=["deciding_unit", "year", "number"], name="register_number_once"),
            models.UniqueConstraint(fields=["decision", "place"], name="place_in_decision_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.title_name}"

    @property
    def decision_as_issued(self) -> Decision:
        """The decision, which knows what it was issued with though only some of its columns were read."""
        return with_head(self.decision, self)

    @property
    def year_in_list(self) -> int | str:
        """What a column of years says: that of its campaign as the decision has it, or as two campaigns need it now."""
        head, named = self.decision_as_issued.head or {}, self.phase.campaign.year_in_list
        return named if isinstance(named, str) else head.get("year", named)

    @property
    def where(self) -> str:
        """A person's post and union or workplace, the union of a part; "" for a union itself."""
        return where(self.name, self.position, self.unit_name, is_person=self.is_person)

    @property
    def is_annulled(self) -> bool:
        return self.annulled_by_id is not None


class Paper(AppendOnlyModel):
    """A printed certificate of an award. `issue` counts from 1; each issue has its own code, the latest is in force."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="papers")
    issue = models.PositiveSmallIntegerField(_("lần cấp"))
    code = models.CharField(_("mã tra cứu"), max_length=20, unique=True)
    dated_on = models.DateField(_("ngày cấp"))
    reason = models.CharField(_("lý do cấp lại"), max_length=300, blank=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("bản in")
        verbose_name_plural = _("các bản in")
        ordering = ("award", "-issue")
        constraints = [
            models.UniqueConstraint(fields=["award", "issue"], name="paper_issue_once"),
            models.CheckConstraint(condition=Q(issue=1) | ~Q(reason=""), name="reissue_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.award}, {_('lần')} {self.issue}"
