"""What a verdict would do to each nomination chosen, before it is given: the same rules as the act itself."""

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
    """One nomination. `answer`: who and when; `refusal`: why the title cannot be given; `objections` need a reason.

    `goes_to`: the name of the unit that the title belongs to, when it is another.
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
    """What would happen. `forecasts`: the quotas that would be filled further."""

    cases: list[PreviewCase]
    forecasts: list[QuotaForecast] = field(default_factory=list)

    @property
    def can(self) -> list[PreviewCase]:
        return [case for case in self.cases if not case.why_not]

    @property
    def in_time(self) -> list[PreviewCase]:
        """Those that this person may decide on now, whatever the title."""
        return [case for case in self.cases if case.answer]

    @property
    def refused(self) -> list[PreviewCase]:
        """Those whose title is what stands against them."""
        return [case for case in self.cases if case.refusal]

    @property
    def doubtful(self) -> list[PreviewCase]:
        """Those that can only go with a written reason."""
        return [case for case in self.can if case.objections]


def of_act(rows: Iterable[Nomination], by: Acting, question: AccessQuestion) -> VerdictPreview:
    """Of an act that only asks who and when."""
    return VerdictPreview([PreviewCase(row, question(row, by)) for row in rows])


def of_pending(rows: list[Nomination], by: Acting) -> VerdictPreview:
    """Of a verdict that grants nothing."""
    waiting = access.awaiting_endorsement({row.dossier for row in rows})
    return VerdictPreview([PreviewCase(row, access.may_appraise(row, by, waiting=waiting)) for row in rows])


def of_approval(rows: list[Nomination], by: Acting, title: AwardTitle | None = None) -> VerdictPreview:
    """Of agreeing to each, with the title it is about or with `title`, in the order in which they take places."""
    cases = sorted(of_pending(rows, by).cases, key=lambda case: case.nomination.pk)
    evidences, offered = evidence(rows, title=title), offered_titles(rows)
    forecasts = QuotaForecasts([row.dossier for row in rows])
    for case in cases:
        if case.answer:
            wanted = title or case.nomination.title
            _consider(
                case, wanted, offered[case.nomination.dossier_id], evidences[case.nomination.pk].against, forecasts
            )
    return VerdictPreview(_as_shown(cases, rows), forecasts.changed)


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


def _as_shown(cases: list[PreviewCase], rows: list[Nomination]) -> list[PreviewCase]:
    shown = {row.pk: position for position, row in enumerate(rows)}
    return sorted(cases, key=lambda case: shown[case.nomination.pk])


def offered_titles(rows: Iterable[Nomination]) -> dict[int, list[AwardTitle]]:
    """What can be granted, by dossier: one query a campaign and timing."""
    by_occasion: dict[tuple[int, str], list[AwardTitle]] = {}
    by_dossier = {}
    for dossier in {row.dossier for row in rows}:
        key = (dossier.campaign_id, dossier.timing)
        if key not in by_occasion:
            by_occasion[key] = list(AwardTitle.objects.offered(dossier.campaign, dossier.timing, clock.today()))
        by_dossier[dossier.pk] = by_occasion[key]
    return by_dossier


def needs_reason(preview: VerdictPreview) -> list[str]:
    """A sentence for each that cannot go without a written reason."""
    ending = _("Tiếp tục cần ghi lý do.")
    return [
        sentence if sentence.endswith(ending) else f"{sentence} {ending}"
        for sentence in (c.asks_reason for c in preview.doubtful)
    ]
