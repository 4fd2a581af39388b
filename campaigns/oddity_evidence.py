"""The oddities of a sheet as its reviewer is shown them: at most two, each with its evidence (`campaigns.oddities`).

They are read when the page is opened and stored nowhere, so that nothing lists, counts or prints them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, partial
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.catalogue.stored import stored_catalogues
from campaigns.catalogue.union import same_codes
from campaigns.figures.inputs import LastYearFigure
from campaigns.figures.last_year import over_phases
from campaigns.models import (
    DismissedOddity,
    Figure,
    FilingKind,
    LaunchVersion,
    OddityKind,
    OverPhases,
    Submission,
)
from campaigns.models.assessment_limits import limits_of
from campaigns.models.sheet_format import SHEET
from campaigns.oddities import (
    AlikeTexts,
    ComparedFigure,
    exactly_as_pledged,
    far_above_target,
    nearly_identical,
    targets_below_last_year,
    values_without_recognition,
)
from campaigns.sheet import Sheet
from campaigns.sheet.amount_text import amount_text
from campaigns.sheet.context import Amount
from campaigns.sheet.reading import CLOSING_TEXTS, answers_of
from foundation import vietnamese

MOST_ODDITIES = 2
MOST_ROWS = 5
"""Of the evidence of an oddity so many lines are shown."""
STORY = gettext_lazy("Việc làm của điển hình")
COMPARED_TEXTS = {name: label for name, label in CLOSING_TEXTS.items() if name != "duties"}
TEXTS = {"commitment": COMPARED_TEXTS, "narrative": COMPARED_TEXTS, "exemplars": {"story": STORY}}
"""By part the fields whose texts are compared with those of last year, each with its label.

That the same people answer for the same things as last year is nothing odd.
"""


@dataclass(frozen=True)
class Oddity:
    """What is worth a second look, with its evidence: rows of texts under `columns`, or texts side by side."""

    kind: OddityKind
    columns: tuple[str, ...] = ()
    rows: Sequence[tuple[str, ...]] = ()
    texts: Sequence[AlikeTexts] = ()

    @property
    def shown_rows(self) -> list[list[tuple[str, str]]]:
        """The lines that are shown: pairs (heading of the column, text)."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows[:MOST_ROWS]]

    @property
    def shown_texts(self) -> Sequence[AlikeTexts]:
        return self.texts[:MOST_ROWS]

    @property
    def left(self) -> int:
        """How many lines or pairs are not shown."""
        return max(len(self.rows), len(self.texts), MOST_ROWS) - MOST_ROWS


def oddities_to_show(sheet: Sheet) -> list[Oddity]:
    """Return the weightiest oddities of a submitted sheet that its reviewer did not dismiss in the campaign's year.

    In at most five statements, whatever is in the sheet; which were dismissed is asked only when there is one.
    """
    dismissed = cache(partial(_dismissed, sheet))
    finders = _finders(sheet)
    oddities = filter(None, (finders[kind]() for kind in OddityKind if kind in finders))
    return list(islice((oddity for oddity in oddities if oddity.kind not in dismissed()), MOST_ODDITIES))


def _dismissed(sheet: Sheet) -> set[str]:
    """Return the kinds of oddities that a reviewer of the unit dismissed in the campaign's year."""
    campaign, unit = sheet.filing.phase.campaign_id, sheet.called.unit_id
    rows = DismissedOddity.objects.filter(campaign=campaign, unit=unit).order_by()
    return set(rows.values_list("kind", flat=True))


def _finders(sheet: Sheet) -> dict[str, Callable[[], Oddity | None]]:
    """Return for each kind that a sheet can have what looks for it; an oddity that is not looked for reads nothing."""
    same_text = partial(_same_text, sheet)
    if sheet.filing.is_pledge:
        return {OddityKind.LOW_TARGETS: partial(_low_targets, sheet), OddityKind.SAME_TEXT: same_text}
    results = cache(partial(_results, sheet))
    return {
        OddityKind.FAR_ABOVE: lambda: _far_above(sheet, results()),
        OddityKind.EXACT: lambda: _exact(results()),
        OddityKind.UNRECOGNISED: partial(_unrecognised, sheet),
        OddityKind.SAME_TEXT: same_text,
    }


def _far_above(sheet: Sheet, results: list[ComparedFigure]) -> Oddity | None:
    odd = far_above_target(results, limits_of(sheet.filing.phase.campaign).target_to_check)
    columns = (_("Chỉ tiêu"), _("Đăng ký cả năm"), _("Kết quả"), _("Các đợt trước"), _("Lý do đơn vị ghi"))
    rows = [
        (
            figure.indicator.name,
            amount_text(figure.indicator, figure.against),
            amount_text(figure.indicator, figure.amount),
            vietnamese.format_number(figure.earlier) if figure.earlier else "",
            _reason(sheet, f"{figure.indicator.code}-target"),
        )
        for figure in odd
    ]
    return Oddity(OddityKind.FAR_ABOVE, columns, rows) if odd else None


def _exact(results: list[ComparedFigure]) -> Oddity | None:
    odd = exactly_as_pledged(results)
    columns = (_("Chỉ tiêu"), _("Đăng ký cả năm"), _("Kết quả"))
    return Oddity(OddityKind.EXACT, columns, [_line(figure) for figure in odd]) if odd else None


def _low_targets(sheet: Sheet) -> Oddity | None:
    before = _results_a_year_ago(sheet)
    odd = targets_below_last_year(
        ComparedFigure(indicator, amount, before[indicator.code])
        for indicator, amount in answers_of(sheet)
        if indicator.code in before
    )
    year = sheet.filing.phase.campaign.year
    columns = (
        _("Chỉ tiêu"),
        _("Kết quả năm {year}").format(year=year - 1),
        _("Đăng ký năm {year}").format(year=year),
    )
    return Oddity(OddityKind.LOW_TARGETS, columns, [_line(figure) for figure in odd]) if odd else None


def _line(figure: ComparedFigure) -> tuple[str, str, str]:
    indicator = figure.indicator
    return indicator.name, amount_text(indicator, figure.against), amount_text(indicator, figure.so_far)


def _unrecognised(sheet: Sheet) -> Oddity | None:
    odd = values_without_recognition(sheet.cleaned_rows("results"))
    columns = (_("Sáng kiến"), _("Giá trị do đơn vị khai"), _("Lý do đơn vị ghi"))
    rows = [
        (
            row["registered"].title if row["registered"] else row["title"],
            vietnamese.format_money(row["value"]),
            _reason(sheet, f"{row['uuid']}-unrecognised"),
        )
        for row in odd
    ]
    return Oddity(OddityKind.UNRECOGNISED, columns, rows) if odd else None


def _same_text(sheet: Sheet) -> Oddity | None:
    sent = _counted_a_year_ago(sheet, sheet.filing.kind)
    if not sent:
        return None
    last_year: dict[str, list[str]] = defaultdict(list)
    submissions = Submission.objects.filter(pk__in=sent).order_by("pk")
    for content, stored_format in submissions.values_list("content", "format"):
        for label, texts in _texts(SHEET.read(content, stored_format)).items():
            last_year[label] += texts
    odd = nearly_identical(_texts(sheet.typed), last_year, _texts_of_the_board(sheet)) if last_year else []
    return Oddity(OddityKind.SAME_TEXT, texts=odd) if odd else None


def _results(sheet: Sheet) -> list[ComparedFigure]:
    """Return the results of a report that have a target."""
    earlier = _done_in_earlier_phases(sheet)
    return [
        ComparedFigure(indicator, amount, target, earlier.get(indicator.pk, Decimal(0)))
        for indicator, amount in answers_of(sheet)
        if (target := sheet.context.pledged(indicator)) is not None
    ]


def _done_in_earlier_phases(sheet: Sheet) -> dict[int, Decimal]:
    """Return what the unit's accepted reports of earlier phases told of indicators that are added up over phases."""
    done: dict[int, Decimal] = {}
    for indicator in (asked_indicator.indicator for asked_indicator in sheet.asked_indicators):
        if indicator.over_phases == OverPhases.SUM:
            told = [row.amount.value for row in sheet.earlier_results.get(indicator.pk, ())]
            done[indicator.pk] = sum((Decimal(value) for value in told if value is not None), Decimal(0))
    return done


def _results_a_year_ago(sheet: Sheet) -> dict[str, Amount]:
    """Return what the unit reached in last year's campaign of the same union, by the indicator's code.

    They are those of accepted reports, and of indicators that mean the same as the one with the code does now.
    """
    reports = _counted_a_year_ago(sheet, FilingKind.REPORT)
    if not reports:
        return {}
    figures = Figure.objects.filter(submission__in=reports)
    columns = ("submission__catalogue", "submission__filing__called__phase__number", "indicator")
    rows = list(figures.values_list(*columns, "value", "numerator", "denominator"))
    of_sheet = (asked_indicator.indicator for asked_indicator in sheet.asked_indicators)
    indicators = {indicator.code: indicator for indicator in of_sheet}
    codes = {
        pk: same_codes(catalogue, indicators.values())
        for pk, catalogue in stored_catalogues(row[0] for row in rows).items()
    }
    by_code: dict[str, list[LastYearFigure]] = defaultdict(list)
    for catalogue, number, indicator, value, numerator, denominator in sorted(rows, key=lambda row: row[1]):
        if code := codes[catalogue].get(indicator):
            figure = LastYearFigure(
                sheet.called.unit_id, code, number, numerator if value is None else value, denominator
            )
            by_code[code].append(figure)
    results = {code: over_phases(of_code, indicators[code].over_phases) for code, of_code in by_code.items()}
    return {
        code: Amount(total.numerator) if total.denominator is None else Amount(None, total.numerator, total.denominator)
        for code, total in results.items()
    }


def _counted_a_year_ago(sheet: Sheet, kind: str) -> list[int]:
    """Return the ids of the counted submissions of the unit's sheets of a kind, of last year's campaign."""
    year = sheet.filing.phase.campaign.year - 1
    last_year = (other for other in sheet.sheets_of_unit if other.year == year and other.kind == kind)
    return [other.counted for other in last_year if other.counted]


def _texts(typed: dict[str, Any]) -> dict[str, list[str]]:
    """Return the texts that were typed in a sheet, by the label of their field."""
    texts: dict[str, list[str]] = defaultdict(list)
    for part, labels in TEXTS.items():
        content = typed.get(part) or []
        for row in content if isinstance(content, list) else [content]:
            for name, label in labels.items():
                if isinstance(row, dict) and row.get(name):
                    texts[str(label)].append(str(row[name]))
    return texts


def _texts_of_the_board(sheet: Sheet) -> list[str]:
    """Return all that the launches of this year and the last say, for units to use."""
    campaign = sheet.filing.phase.campaign
    versions = LaunchVersion.objects.filter(
        campaign__unit=campaign.unit_id, campaign__year__in=(campaign.year - 1, campaign.year)
    )
    return [text for content in versions.values_list("content", flat=True) for text in _strings(content)]


def _strings(content: Any) -> Iterator[str]:
    """Yield the texts of a JSON value."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, list | dict):
        for value in content.values() if isinstance(content, dict) else content:
            yield from _strings(value)


def _reason(sheet: Sheet, question: str) -> str:
    """Return what the unit wrote when it confirmed the figures that a question asks about."""
    answer = (sheet.typed.get("confirmed") or {}).get(question) or {}
    return str(answer.get("reason", ""))
