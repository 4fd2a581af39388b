"""The summary of a phase, or of a whole campaign, at a unit: a draft has live figures, a closed one stored figures."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Phase, Submission
from campaigns.models.phase_names import in_year
from campaigns.models.year_names import named_year
from foundation.db.guaranteed import guaranteed
from foundation.kept_file import KeptFile, whole_or_waiting
from foundation.stored_format import format_field
from foundation.vietnamese import within_sentence
from summaries.lifecycle import CLOSED_STATUSES, OPEN_STATUSES, SUMMARY, SummaryStatus
from units.models import Role, Unit, User
from units.models.event import AppendOnly
from units.models.signing import CLOSED, NOT_CLOSED, PaperToSign

LIST_COLUMNS = (
    "revision",
    "status",
    "proposed_at",
    "number",
    "dated_on",
    "closed_at",
    "finalised_at",
    "unit__name",
    "unit__symbol",
    "campaign__slug",
    "campaign__year",
    "phase__number",
    "phase__review_name",
    "phase__review_date",
)


_LIVE = Q(figures__isnull=True, text__isnull=True, sha256="")
_FROZEN = Q(~Q(sha256=""), figures__isnull=False, text__isnull=False)
_NOT_REGISTERED = Q(number="", dated_on=None, finalised_at=None, finalised_by=None)
_REGISTERED = Q(~Q(number=""), dated_on__isnull=False, finalised_at__isnull=False, finalised_by__isnull=False)


class SummaryQuerySet(models.QuerySet["Summary"]):
    def visible_to(self, user: User) -> SummaryQuerySet:
        """Return the summaries of units that this person reaches, and final ones of the campaign's own unit.

        A clerk reads those of the own unit that are closed for signing or final.
        """
        visible = user.reach("unit__path", year="campaign__year") | Q(
            status=SummaryStatus.FINAL, unit=models.F("campaign__unit")
        )
        if registries := user.unit_ids_as(Role.CLERK):
            visible |= Q(unit__in=registries, status__in=CLOSED_STATUSES)
        return self.filter(visible)

    def of(self, campaign: Campaign, phase: Phase | None, unit: Unit) -> SummaryQuerySet:
        """Return all revisions of a summary, the latest first."""
        return self.filter(campaign=campaign, phase=phase, unit=unit).order_by("-revision")

    def by_standing(self) -> SummaryQuerySet:
        """Order final revisions before one that is to be signed, and this before a draft; the latest first."""
        ranks = [When(status=status, then=Value(rank)) for rank, status in enumerate(SummaryStatus)]
        return self.order_by(Case(*ranks).desc(), "-revision")

    def light(self) -> SummaryQuerySet:
        """Load what a list shows, without the stored figures and texts."""
        return self.select_related("campaign", "phase", "unit").only(*LIST_COLUMNS)


class Summary(PaperToSign):
    """One revision of a summary. Without a phase it is of the whole campaign.

    `narrative`: the texts that reviewers wrote over whole lines, by line; the text of an absent line is generated.
    `editing`: what they did with single sentences (`summaries.report.editing`). Figures, text and their SHA-256 are
    written when the summary is closed for signing, and leave it only when it is taken back before it has number and
    date. These make it final: a correction is then a new revision. The digest is of the JSON as stored;
    `summaries.figures.stored_figures` and `summaries.report.stored_text` know its formats.

    `finalised_at`, `finalised_by`: when and by whom it got number and date. Finals from before there was closing were
    closed and got them in one act.

    `reason`: why there is another revision; None of the first, and of revisions begun in version 0.1.0, which did not
    ask.
    """

    lifecycle = SUMMARY

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="summaries", verbose_name=_("phong trào"))
    phase = models.ForeignKey(
        Phase, models.PROTECT, null=True, blank=True, related_name="summaries", verbose_name=_("đợt")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="summaries", verbose_name=_("đơn vị"))
    revision = models.PositiveSmallIntegerField(_("lần"), default=1)
    reason = models.TextField(_("lý do lập bản này"), null=True, editable=False)  # noqa: DJ001
    status = models.CharField(
        _("trạng thái"),
        max_length=10,
        choices=SummaryStatus.choices,
        default=SummaryStatus.DRAFT,
        editable=False,
    )
    narrative = models.JSONField(_("lời văn"), default=dict, editable=False)
    editing = models.JSONField(
        _("câu đã sửa"), default=dict, db_default=models.Value({}, models.JSONField()), editable=False
    )
    editing_format = format_field()
    proposed_at = models.DateTimeField(_("đề nghị chốt lúc"), null=True, editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    number = models.CharField(_("số"), max_length=40, blank=True, editable=False)
    dated_on = models.DateField(_("ngày"), null=True, editable=False)
    figures = models.JSONField(null=True, editable=False)
    figures_format = format_field()
    text = models.JSONField(null=True, editable=False)
    text_format = format_field()
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    finalised_at = models.DateTimeField(_("ghi số, ngày lúc"), null=True, editable=False)
    finalised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = SummaryQuerySet.as_manager()

    class Meta:
        verbose_name = _("báo cáo tổng hợp")
        verbose_name_plural = _("báo cáo tổng hợp")
        ordering = ("campaign", "phase", "unit", "-revision")
        constraints = [
            models.UniqueConstraint(
                fields=["phase", "unit", "revision"],
                condition=Q(phase__isnull=False),
                name="phase_revision_once",
            ),
            models.UniqueConstraint(
                fields=["campaign", "unit", "revision"],
                condition=Q(phase=None),
                name="campaign_revision_once",
            ),
            models.UniqueConstraint(
                fields=["phase", "unit"],
                condition=Q(phase__isnull=False, status__in=OPEN_STATUSES),
                name="phase_draft_once",
            ),
            models.UniqueConstraint(
                fields=["campaign", "unit"],
                condition=Q(phase=None, status__in=OPEN_STATUSES),
                name="campaign_draft_once",
            ),
            models.CheckConstraint(
                condition=Q(_NOT_REGISTERED, NOT_CLOSED, _LIVE, status=SummaryStatus.DRAFT)
                | Q(_NOT_REGISTERED, CLOSED, _FROZEN, status=SummaryStatus.TO_SIGN)
                | Q(_REGISTERED, CLOSED, _FROZEN, status=SummaryStatus.FINAL),
                name="final_summary_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(revision=1, reason=None) | Q(~Q(reason=""), revision__gt=1),
                name="reason_is_of_a_further_revision",
            ),
            models.CheckConstraint(
                condition=Q(proposed_at=None, proposed_by=None)
                | Q(proposed_at__isnull=False, proposed_by__isnull=False),
                name="proposal_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.unit.name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the summary. Raises AppendOnly for a stored one, which only actions change."""
        if self.pk is not None:
            raise AppendOnly("a summary is changed by its actions alone")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("a summary is never deleted")

    @property
    def title(self) -> str:
        """The title on screens: "Báo cáo sơ kết đợt 1 năm 2015"."""
        if self.phase is None:
            return f"Báo cáo tổng kết phong trào thi đua năm {named_year(self.campaign)}"
        review = within_sentence(self.phase.review_words)
        return f"Báo cáo {review} {in_year(self.phase.words, named_year(self.campaign))}"

    @property
    def written_number(self) -> str:
        """The number with the symbol of the document, as its paper has it: "45/BC-LĐLĐ"; "" without a number."""
        if not self.number or "/" in self.number:
            return self.number
        return f"{self.number}/{'-'.join(filter(None, ('BC', self.unit.symbol)))}"

    @property
    def is_by_sheet(self) -> bool:
        """True of a phase at a grassroots union: the paper of its report sheet is its official report."""
        return self.phase_id is not None and self.unit.is_grassroots

    @property
    def is_final(self) -> bool:
        return self.status == SummaryStatus.FINAL

    @property
    def is_to_sign(self) -> bool:
        """True between closing for signing and registering."""
        return self.status == SummaryStatus.TO_SIGN

    @property
    def is_closed(self) -> bool:
        """True for what has its figures, text and files for good, unless it is taken back: to be signed, or final."""
        return self.status in CLOSED_STATUSES

    @property
    def frozen_at(self) -> datetime:
        """When a summary that is closed was closed: its figures are of then."""
        return guaranteed(self.closed_at, "final_summary_is_whole")

    @property
    def is_proposed(self) -> bool:
        return not self.is_closed and self.proposed_at is not None

    @cached_property
    def replaced(self) -> Summary | None:
        """The final summary that this further revision replaces; None for the first one."""
        if self.revision == 1:
            return None
        revisions = Summary.objects.of(self.campaign, self.phase, self.unit).filter(revision__lt=self.revision)
        return revisions.defer("figures", "narrative").select_related("unit").first()

    @property
    def status_text(self) -> str:
        label = str(SummaryStatus(self.status).label)
        return str(_("{status} (lần {n})")).format(status=label, n=self.revision) if self.is_closed else label

    def get_absolute_url(self) -> str:
        return f"{self.page_url()}?{self._query()}"

    def page_url(self, suffix: str = "") -> str:
        """Return the address of the page, the same for all units and revisions; of a file with "_pdf" etc."""
        if self.phase is None:
            name = f"campaign{suffix}" if suffix else "overview"
            return reverse(f"summaries:{name}", args=[self.campaign.slug])
        return reverse(f"summaries:phase{suffix}", args=[self.campaign.slug, self.phase.number])

    @property
    def pdf_url(self) -> str:
        return f"{self.page_url('_pdf')}?{self._query()}"

    @property
    def xlsx_url(self) -> str:
        return f"{self.page_url('_xlsx')}?{self._query()}"

    @property
    def docx_url(self) -> str:
        return f"{self.page_url('_docx')}?{self._query()}"

    def _query(self) -> str:
        """Return the unit and, of a stored summary, the revision."""
        unit = f"unit={self.unit_id}"
        return f"{unit}&revision={self.revision}" if self.pk else unit


class SummarySource(models.Model):
    """A submission that a summary counted when it was closed for signing.

    Finals of version 0.1.0 have them only where events told them with certainty. The figures of a confederation are
    those of its roll-up, which may be some minutes older than its sources.
    """

    summary = models.ForeignKey(Summary, models.PROTECT, related_name="sources")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="sources")

    class Meta:
        verbose_name = _("bản được tổng hợp")
        verbose_name_plural = _("các bản được tổng hợp")
        constraints = [models.UniqueConstraint(fields=["summary", "submission"], name="summary_source_once")]


class SummaryFile(KeptFile):
    """The full PDF of a summary that is closed for signing, or final."""

    summary = models.OneToOneField(Summary, models.PROTECT, related_name="file")

    class Meta:
        verbose_name = _("bản PDF của báo cáo tổng hợp")
        verbose_name_plural = _("bản PDF của báo cáo tổng hợp")
        constraints = [whole_or_waiting("summary_file_is_whole")]


class SummaryWorkbook(KeptFile):
    """The workbook of a closed or final summary. It is made in one piece, so its parts are not counted."""

    summary = models.OneToOneField(Summary, models.PROTECT, related_name="workbook")

    class Meta:
        verbose_name = _("bản Excel của báo cáo tổng hợp")
        verbose_name_plural = _("bản Excel của báo cáo tổng hợp")
        constraints = [whole_or_waiting("summary_workbook_is_whole")]
