"""What stands beside the fields of a draft: targets, the last phase's results, and what a report may take over.

Results are never copied. Headcounts, the names of who signs and the text of the commitment are taken over from the
unit's accepted pledge where somebody ticks it, into fields in which nothing is typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from campaigns.lifecycle import FilingStatus
from campaigns.models import FilingKind, Submission
from campaigns.sheet.amount_text import amount_text
from campaigns.sheet.context import SheetContext
from campaigns.sheet.indicator_form import IndicatorFields, IndicatorsForm
from campaigns.sheet.parts import FormPart, SheetPart
from campaigns.sheet.sheet import Sheet
from foundation.vietnamese import format_percent
from units.models import Headcounts

TAKE = "take"
"""The name of the tick."""
FROM_PLEDGE = {
    "headcount": {name: ("headcount", name) for name in Headcounts.COUNTS},
    "narrative": {
        "strengths": ("commitment", "text"),
        "chair_name": ("commitment", "chair_name"),
        "head_name": ("commitment", "head_name"),
        "head_title": ("commitment", "head_title"),
    },
}
"""By part and field of a report: the part and field of a pledge that is taken over."""


@dataclass(frozen=True)
class TakenOver:
    """What the accepted pledge of a phase, by its `number`, holds for a part of a report: texts by field."""

    number: int
    texts: dict[str, str]

    def into(self, typed: Mapping[str, str]) -> dict[str, str]:
        """Return what was typed in the part with the blanks filled."""
        return {name: text or self.texts.get(name, "") for name, text in typed.items()}


def lines_of(sheet: Sheet, part: SheetPart) -> list[IndicatorFields]:
    """Return the lines of a part of indicators, each with its targets and the result of the phase before it."""
    assert (
        isinstance(part, FormPart) and isinstance(part.form, IndicatorsForm) and isinstance(sheet.context, SheetContext)
    )
    lines = list(part.form.lines())
    part.form.is_valid()  # reads what was typed
    amounts = part.form.amounts() if part.form.is_bound else {}
    for line in lines:
        amount = amounts.get(line.indicator.code)
        line.share = format_percent(amount.percent) if line.has_share and amount and amount.percent is not None else ""
        assigned = sheet.context.assigned(line.indicator)
        line.assigned = amount_text(line.indicator, assigned=assigned) if assigned is not None else ""
        if not sheet.filing.is_pledge:
            target = sheet.context.pledged(line.indicator)
            line.pledged = sheet.late_text(line.indicator, target) or amount_text(line.indicator, target)
            last = sheet.context.last_result(line.indicator)
            line.last = (
                _("Kết quả đợt {n}: {amount}").format(n=last[0], amount=amount_text(line.indicator, last[1]))
                if last
                else ""
            )
    return lines


def taken_over(sheet: Sheet, part: SheetPart) -> TakenOver | None:
    """Return what a part of a report may take over from the latest accepted pledge up to its phase."""
    filing, fields = sheet.filing, FROM_PLEDGE.get(part.key, {})
    if filing.is_pledge or not fields:
        return None
    pledges = Submission.objects.filter(
        counted_for__kind=FilingKind.PLEDGE,
        counted_for__status=FilingStatus.ACCEPTED,
        counted_for__called__unit=filing.called.unit_id,
        counted_for__called__phase__campaign=filing.phase.campaign_id,
        counted_for__called__phase__number__lte=filing.phase.number,
    ).annotate(phase_number=F("counted_for__called__phase__number"))
    pledge: Any = pledges.order_by("-phase_number").first()
    if pledge is None:
        return None
    texts = {name: str((pledge.typed.get(key) or {}).get(field) or "") for name, (key, field) in fields.items()}
    shown = part.labelled_form().fields
    texts = {name: text for name, text in texts.items() if text and name in shown}
    return TakenOver(pledge.phase_number, texts) if texts else None
