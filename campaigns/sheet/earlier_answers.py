"""What a unit answered in words the time before: shown beside a question, and taken over where somebody ticks it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F, Q

from campaigns.lifecycle import FilingStatus
from campaigns.models import Filing, WrittenAnswer
from campaigns.models.phase_names import in_year, phase_words
from campaigns.models.year_names import named_year_of
from campaigns.sheet.written import Written


@dataclass(frozen=True)
class EarlierAnswer:
    """The last accepted answer to a question of this code. `phase`: of which, with its year."""

    phase: str
    answer: Written


def earlier_answers(filing: Filing, codes: Collection[str]) -> dict[str, EarlierAnswer]:
    """Return by code what the unit's last accepted sheet of the same kind before this one answered: one query."""
    campaign, phase = filing.phase.campaign, "submission__counted_for__called__phase"
    before = Q(**{f"{phase}__campaign__year__lt": campaign.year}) | Q(
        **{f"{phase}__campaign": campaign.pk, f"{phase}__number__lt": filing.phase.number}
    )
    rows = WrittenAnswer.objects.filter(
        before,
        submission__counted_for__kind=filing.kind,
        submission__counted_for__status=FilingStatus.ACCEPTED,
        submission__counted_for__called__unit=filing.called.unit_id,
        indicator__campaign__unit=campaign.unit_id,
        indicator__code__in=codes,
    ).annotate(code=F("indicator__code"), year=F(f"{phase}__campaign__year"), number=F(f"{phase}__number"))
    columns = ("code", "year", "number", f"{phase}__review_name", f"{phase}__campaign", "text", "day", "yes")
    return {
        code: EarlierAnswer(in_year(phase_words(review, number), named_year_of(pk, year)), Written(text, day, yes))
        for code, year, number, review, pk, text, day, yes in rows.order_by("year", "number").values_list(*columns)
    }
