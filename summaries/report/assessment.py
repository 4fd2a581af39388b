"""What a report says of its main indicators and of missing reports, by the definitions of verdicts."""

from __future__ import annotations

from collections import Counter

from campaigns.figures.address import ALL
from campaigns.figures.changes import Comparability, comparability
from campaigns.figures.count_provider import EXPECTED, MISSING
from campaigns.figures.participation_types import GROUP_DIRECT
from campaigns.figures.types import JUDGED_NOW, JUDGED_SCHOOLS, Progress
from campaigns.figures.verdicts import (
    Obstacle,
    Verdict,
    gathered,
    is_far_above,
    may_be_blamed,
    obstacles,
    outstanding,
    verdict,
)
from campaigns.models.assessment_limits import VerdictLimits
from foundation.vietnamese import paper_count
from summaries.figures.book import SummaryBook
from summaries.figures.labels import IndicatorLabel
from summaries.report.context import join
from summaries.report.phrases import (
    ALL_EXCEEDED,
    ALL_EXCEEDED_BY_NOW,
    AT_END,
    BY_NOW,
    FEW_REPORTS,
    GATHERED,
    LISTED,
    MOSTLY_AT,
    OF_SCHOOLS,
    OTHER_DAYS,
    OTHER_MEANING,
    OTHER_UNIONS,
    SCATTERED,
    UPPERS,
)
from summaries.sentences.names import NAMED, short_name
from units.models.vocabulary import term

Texts = dict[str, str | None]
Judged = tuple[IndicatorLabel, Progress]
WHY_NOT_COMPARED = {
    Comparability.OTHER_DAYS: OTHER_DAYS,
    Comparability.OTHER_UNIONS: OTHER_UNIONS,
    Comparability.FEW_REPORTS: FEW_REPORTS,
}


def assessment(book: SummaryBook, *, is_last: bool) -> Texts:
    """Return the placeholders that assess the main indicators: those of which a share of the plan can be judged.
    What nobody told in a phase is no result of it.

    `is_last`: it is judged at the end of the year (`Progress.at_end`), not by what is expected by now. Nothing is said
    of reached plans when there are none.
    """
    limits = book.about.limits
    judged = [
        (indicator, progress)
        for indicator in book.indicators
        if book.actual_of(indicator.code, ALL).numerator is not None and (progress := book.progress(indicator.code))
    ]
    verdicts = {indicator.code: verdict(progress, limits) for indicator, progress in judged}
    exceeded = sum(word == Verdict.EXCEEDED for word in verdicts.values())
    reached = exceeded + sum(word == Verdict.REACHED for word in verdicts.values())
    later = sum(indicator.judged != JUDGED_NOW and not verdicts.get(indicator.code) for indicator in book.indicators)
    best = _one_a_section([pair for pair in judged if outstanding(pair[1], limits)], limits)
    low, short = (
        sorted(
            (pair for pair in judged if verdicts[pair[0].code] == word and may_be_blamed(pair[1], limits)), key=_share
        )
        for word in (Verdict.LOW, Verdict.SHORT)
    )
    lowest = _quoted(low[: limits.most_low])
    return {
        "số chỉ tiêu": paper_count(sum(map(bool, verdicts.values()))) if reached else None,
        "số chỉ tiêu đạt": paper_count(reached) if reached else None,
        "số chỉ tiêu vượt": paper_count(exceeded) if 0 < exceeded < reached else None,
        "mức đạt": _how_far(exceeded=exceeded, reached=reached, is_last=is_last),
        "số chỉ tiêu xét cuối năm": paper_count(later) if reached and later and not is_last else None,
        "chỉ tiêu nổi bật": _quoted(best),
        "tập thể được biểu dương": join(list(book.about.praised)) or None,
        "không so sánh cùng kỳ": OTHER_UNIONS if _are_other_unions(book) else None,
        "lý do không so sánh cùng kỳ": _why_not_compared(book),
        "chỉ tiêu chủ yếu ở một đơn vị": _mostly_at_one(judged, limits),
        "chỉ tiêu chưa đạt": _quoted(short),
        "chỉ tiêu đạt thấp": lowest,
        "chỉ tiêu cần tập trung": None if is_last else lowest,
    }


def _how_far(*, exceeded: int, reached: int, is_last: bool) -> str | None:
    if not reached:
        return None
    if exceeded == reached:
        return ALL_EXCEEDED if is_last else ALL_EXCEEDED_BY_NOW
    return AT_END if is_last else BY_NOW


def _are_other_unions(book: SummaryBook) -> bool:
    period = book.about.same_period
    return period is not None and comparability(period, book.about.limits) == Comparability.OTHER_UNIONS


def _why_not_compared(book: SummaryBook) -> str | None:
    """Return why results are not compared with those of a year ago; None where they are, and where there are none."""
    period = book.about.same_period
    if period is None or all(book.actual_of(row.code, ALL).numerator is None for row in book.indicators):
        return None
    reason = comparability(period, book.about.limits)
    if reason != Comparability.COMPARABLE:
        return WHY_NOT_COMPARED[reason]
    others = _names([row for row in book.indicators if row.other_meaning and row.asked])
    return OTHER_MEANING.format(others) if others else None


def _mostly_at_one(judged: list[Judged], limits: VerdictLimits) -> str | None:
    """Return the indicators that would be outstanding, had not one unit done most of it, with that unit."""
    pairs = [
        pair
        for pair in sorted(judged, key=_share, reverse=True)
        if is_far_above(pair[1], limits) and obstacles(pair[1], limits) == {Obstacle.ONE_UNIT} and pair[1].largest_at
    ]
    by_unit: dict[str, list[Judged]] = {}
    for pair in pairs[: limits.most_outstanding]:
        by_unit.setdefault(pair[1].largest_at, []).append(pair)
    return join([MOSTLY_AT.format(_quoted(at_it), unit) for unit, at_it in by_unit.items()]) or None


def missing_places(book: SummaryBook) -> Texts:
    """Return where most of the missing reports are, or that the annex lists them; None when none is missing.

    Prose says in how many unions, and the annex which; the placeholder with NAMED says it with their names.
    """
    direct = f"các {term('direct_short')}"
    missing: Counter[str] = Counter()
    expected: Counter[str] = Counter()
    names_of: dict[str, str] = {}
    for line in book.lines if book.about.is_campaign_unit else ():
        slice = book.slice_of(line)
        branch = direct if line.group == GROUP_DIRECT else slice  # two unions may have one name
        names_of[branch] = direct if branch == direct else line.name
        missing[branch] += book.value("count:report", MISSING, slice).number
        expected[branch] += book.value("count:report", EXPECTED, slice).number
    where = gathered(missing, expected, book.about.limits)
    words = names = LISTED if book.value("count:report", MISSING).number else None
    if where.places:
        uppers = len(where.places) - (direct in where.places)
        counted = [UPPERS.format(paper_count(uppers))] if uppers else []
        words = GATHERED.format(join(counted + [direct] * (direct in where.places))) + f" ({LISTED})"
        names = GATHERED.format(join([names_of.get(branch, branch) for branch in where.places]))
    elif where.scattered > 1:
        uppers = where.scattered - bool(missing[direct])
        names = SCATTERED.format(UPPERS.format(paper_count(uppers))) + (f" và {direct}" if missing[direct] else "")
        words = names
    return {"nơi chưa báo cáo": words, f"nơi chưa báo cáo{NAMED}": names}


def _share(pair: Judged) -> float:
    return float(pair[1].share or 0)


def _one_a_section(best: list[Judged], limits: VerdictLimits) -> list[Judged]:
    """Return the best indicator of each section, not too many; of equal ones at the last place all, or none."""
    by_section: dict[tuple[str, str], Judged] = {}
    for pair in sorted(best, key=_share, reverse=True):
        by_section.setdefault((pair[0].above, pair[0].section), pair)
    ordered = list(by_section.values())
    most = limits.most_outstanding
    if len(ordered) <= most:
        return ordered
    last = _share(ordered[most - 1])
    if _share(ordered[most]) < last:
        return ordered[:most]
    tied = [pair for pair in ordered if _share(pair) >= last]
    return tied if len(tied) <= limits.most_tied else [pair for pair in ordered if _share(pair) > last]


def _quoted(pairs: list[Judged]) -> str | None:
    return _names([indicator for indicator, _progress in pairs])


def _names(indicators: list[IndicatorLabel]) -> str | None:
    """Return the names in quotation marks, said to be of schools where they alone are judged.

    Quotation marks inside become single ones.
    """
    names = []
    for indicator in indicators:
        name = f"“{short_name(indicator.name).replace('“', '‘').replace('”', '’')}”"
        names.append(OF_SCHOOLS.format(name) if indicator.judged == JUDGED_SCHOOLS else name)
    return join(names) or None
