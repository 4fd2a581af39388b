"""What stands beside the fields of a draft: targets, the last phase's results, and what a report may take over.

Results are never copied. Headcounts, the names of who signs and the text of the commitment are taken over from the
unit's accepted pledge where somebody ticks it, into fields in which nothing is typed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from campaigns.catalogue.stored import stored_catalogues
from campaigns.catalogue.types import CatalogueIndicator
from campaigns.lifecycle import FilingStatus
from campaigns.models import FilingKind, Submission
from campaigns.sheet.amount_text import amount_text
from campaigns.sheet.answers import amounts_in
from campaigns.sheet.context import SheetContext
from campaigns.sheet.earlier_answers import EarlierAnswer, earlier_answers
from campaigns.sheet.indicator_form import IndicatorFields, IndicatorsForm
from campaigns.sheet.indicator_parts import IndicatorGroup, IndicatorsPart
from campaigns.sheet.parts import FormPart, SheetPart
from campaigns.sheet.sheet import Sheet
from campaigns.sheet.written import typed_text, written_text
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
    """What an accepted sheet holds for a part: texts by field; `label` says at the tick which sheet it was."""

    label: str
    texts: dict[str, str]

    def into(self, typed: Mapping[str, str]) -> dict[str, str]:
        """Return what was typed in the part with the blanks filled."""
        return {name: text or self.texts.get(name, "") for name, text in typed.items()}


def lines_of(sheet: Sheet, part: SheetPart) -> list[IndicatorFields]:
    """Return the lines of a part of indicators, each with its targets and the result of the phase before it."""
    assert isinstance(part, FormPart) and isinstance(part.form, IndicatorsForm)
    lines = list(part.form.lines())
    amounts = amounts_in(part.typed or {}, [line.asked_indicator for line in lines if line.has_share])
    earlier = _earlier(sheet, part)
    words = _("Chỉ tiêu giao: {target}"), _("Đã đăng ký cả năm: {target}"), _("Kết quả {phase}: {amount}")
    for line in lines:
        if line.indicator.is_question:
            line.beside = _answered(earlier.get(line.indicator.code))
            continue
        amount = amounts.get(line.indicator.code)
        line.share = format_percent(amount.percent) if amount and amount.percent is not None else ""
        line.beside = " · ".join(_beside(sheet, line.indicator, *words))
    return lines


def _earlier(sheet: Sheet, part: FormPart) -> dict[str, EarlierAnswer]:
    """Return what the unit answered to the part's questions the time before; no query where it has none."""
    lines = part.asked_indicators if isinstance(part, IndicatorsPart | IndicatorGroup) else ()
    codes = [line.indicator.code for line in lines if line.indicator.is_question]
    return earlier_answers(sheet.filing, codes) if codes else {}


def _answered(earlier: EarlierAnswer | None) -> str:
    if earlier is None:
        return ""
    sentence = _("{phase} đã ghi: {answer}")
    return sentence.format(phase=capfirst(earlier.phase), answer=written_text(earlier.answer))


def _beside(
    sheet: Sheet, indicator: CatalogueIndicator, assigned_words: str, pledged_words: str, last_words: str
) -> Iterator[str]:
    """Yield what stands beside an indicator: its targets, and in a report the result of the phase before."""
    context = sheet.context
    assert isinstance(context, SheetContext), "only what is being written has fields"
    assigned = context.assigned(indicator)
    if assigned is not None and (text := amount_text(indicator, assigned=assigned)):
        yield assigned_words.format(target=text)
    if sheet.filing.is_pledge:
        return
    target = context.pledged(indicator)
    if text := sheet.late_text(indicator, target) or amount_text(indicator, target):
        yield pledged_words.format(target=text)
    if last := context.last_result(indicator):
        yield last_words.format(phase=last.phase_words, amount=amount_text(indicator, last.amount))


def taken_over(sheet: Sheet, part: SheetPart) -> TakenOver | None:
    """Return what a part may take over: of a report from the latest accepted pledge up to its phase.

    Answers in words come from the sheet of the same kind before.
    """
    if isinstance(part, IndicatorsPart | IndicatorGroup):
        return _taken_answers(sheet, part)
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
    phase = stored_catalogues([pledge.catalogue_id])[pledge.catalogue_id].phase
    label = _("Lấy nội dung đã đăng ký {phase} vào các ô còn trống").format(phase=phase.words)
    return TakenOver(label, texts) if texts else None


def _taken_answers(sheet: Sheet, part: IndicatorsPart | IndicatorGroup) -> TakenOver | None:
    earlier = _earlier(sheet, part)
    questions = {line.indicator.code: line.indicator for line in part.asked_indicators}
    texts = {code: typed_text(questions[code], answered.answer) for code, answered in earlier.items()}
    texts = {code: text for code, text in texts.items() if text}
    return TakenOver(_("Lấy câu trả lời lần trước vào các ô còn trống"), texts) if texts else None
