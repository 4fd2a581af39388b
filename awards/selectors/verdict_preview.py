"""What a verdict would do to each chosen nomination, by the same rules as the action itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from awards import access
from awards.models import AwardTitle, Nomination
from awards.rules import quota_usage
from awards.rules.deciding_unit import deciding_unit
from awards.rules.dossier_completeness import unfit
from awards.rules.eligibility import evidence
from awards.selectors.appraisal_overview import QuotaForecast, QuotaForecasts
from foundation import clock
from units.access import Answer
from units.acting import Acting

AccessQuestion = Callable[[Nomination, Acting | None], Answer]


@dataclass
class PreviewCase:
    """One nomination of a preview.

    `answer`: whether the user may act now; `refusal`: why the title cannot be granted; `objections`: sentences that
    make a written reason necessary; `goes_to`: the name of the unit that decides the title, when it is another one.
    """

    nomination: Nomination
    answer: Answer
    refusal: str = ""
    objections: list[str] = field(default_factory=list)
    goes_to: str = ""

    @property
    def why_not(self) -> str:
        return self.answer.why_not or self.refusal

    @property
    def asks_reason(self) -> str:
        return f"{self.nomination.nominee.name}: {' '.join(self.objections)}"


@dataclass(frozen=True)
class VerdictPreview:
    """The outcome for each chosen nomination. `forecasts`: the quotas that would be filled further."""

    cases: list[PreviewCase]
    forecasts: list[QuotaForecast] = field(default_factory=list)

    @property
    def can(self) -> list[PreviewCase]:
        """Return the cases that can be carried out."""
        return [case for case in self.cases if not case.why_not]

    @property
    def in_time(self) -> list[PreviewCase]:
        """Return the cases on which the user may decide now, whatever the title."""
        return [case for case in self.cases if case.answer]

    @property
    def refused(self) -> list[PreviewCase]:
        """Return the cases in which the title cannot be granted."""
        return [case for case in self.cases if case.refusal]

    @property
    def doubtful(self) -> list[PreviewCase]:
        """Return the cases that need a written reason."""
        return [case for case in self.can if case.objections]

    @property
    def why_none(self) -> str:
        """Return why none of the cases can be carried out, each reason once."""
        return " ".join(dict.fromkeys(case.why_not for case in self.cases if case.why_not))


def preview_act(rows: Iterable[Nomination], by: Acting, question: AccessQuestion) -> VerdictPreview:
    """Preview an act that depends only on an access rule."""
    return VerdictPreview([PreviewCase(row, question(row, by)) for row in rows])


def preview_pending(rows: list[Nomination], by: Acting) -> VerdictPreview:
    """Preview a verdict that grants nothing."""
    waiting = access.awaiting_endorsement({row.dossier for row in rows})
    return VerdictPreview([PreviewCase(row, access.may_appraise(row, by, waiting=waiting)) for row in rows])


def preview_approval(rows: list[Nomination], by: Acting, title: AwardTitle | None = None) -> VerdictPreview:
    """Preview an approval with `title`, else with each nomination's own title.

    Cases take places of quotas in the order in which the action would: by id of the nomination.
    """
    cases = sorted(preview_pending(rows, by).cases, key=lambda case: case.nomination.pk)
    evidences, offered = evidence(rows, title=title), offered_titles(rows)
    forecasts = QuotaForecasts([row.dossier for row in rows])
    for case in cases:
        if case.answer:
            wanted = title or case.nomination.title
            _consider(
                case, wanted, offered[case.nomination.dossier_id], evidences[case.nomination.pk].against, forecasts
            )
    return VerdictPreview(_in_order_of(cases, rows), forecasts.changed)


def _consider(
    case: PreviewCase, title: AwardTitle, offered: list[AwardTitle], lacking: list[str], forecasts: QuotaForecasts
) -> None:
    row, dossier = case.nomination, case.nomination.dossier
    case.refusal = unfit(title, row, {offered_title.pk for offered_title in offered})
    decider = deciding_unit(title, dossier.unit, dossier.campaign.unit)
    if case.refusal:
        return
    if decider.pk != row.deciding_unit_id:
        case.goes_to = decider.name
        return
    overshot = forecasts.overshot(title, dossier)
    hard = quota_usage.sentences(usage for usage in overshot if usage.quota.hard)
    if hard:
        case.refusal = hard[0]
        return
    case.objections = [*lacking, *quota_usage.sentences(overshot)]
    forecasts.take(title, dossier)


def _in_order_of(cases: list[PreviewCase], rows: list[Nomination]) -> list[PreviewCase]:
    shown = {row.pk: position for position, row in enumerate(rows)}
    return sorted(cases, key=lambda case: shown[case.nomination.pk])


def offered_titles(rows: Iterable[Nomination]) -> dict[int, list[AwardTitle]]:
    """Return the titles that can be granted, by id of the dossier; one query for each campaign and timing."""
    by_occasion: dict[tuple[int, str], list[AwardTitle]] = {}
    by_dossier = {}
    for dossier in {row.dossier for row in rows}:
        key = (dossier.campaign_id, dossier.timing)
        if key not in by_occasion:
            by_occasion[key] = list(AwardTitle.objects.offered(dossier.campaign, dossier.timing, clock.today()))
        by_dossier[dossier.pk] = by_occasion[key]
    return by_dossier


def needs_reason(preview: VerdictPreview) -> list[str]:
    """Return a sentence for each case that needs a written reason."""
    ending = _("Tiếp tục cần ghi lý do.")
    return [
        sentence if sentence.endswith(ending) else f"{sentence} {ending}"
        for sentence in (c.asks_reason for c in preview.doubtful)
    ]
