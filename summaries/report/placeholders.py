"""The placeholders of a report's sentences: the figures of a summary by name, written as on paper.

Of an indicator: {HT01} (the sum, the numerator of a ratio, the number of yes), {HT01 mẫu}, {HT01 trả lời}, {HT01 %};
{HT01 đăng ký} and {HT01 đăng ký %} of the target; {HT01 so với đăng ký}, {HT01 so với giao}. With HCSN, DN or CS
after the code, of that bloc or of all grassroots unions: {HT01 HCSN so với đăng ký}. Those of awards are in
award_placeholders.py.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

from campaigns.figures.types import (
    JUDGED_NOW,
    PERCENT,
    YES_NO,
    IndicatorAmount,
    IndicatorFigures,
    ParticipationLine,
)
from campaigns.models import WorkKind
from campaigns.models.indicator import Category
from foundation.vietnamese import dong_to_million, format_number, format_percent, paper_count, percent
from summaries.figures.types import PhaseFigures
from summaries.report.award_placeholders import award_placeholders
from summaries.report.context import ReportContext, join
from summaries.report.sentence_templates import Placeholders
from summaries.report.text import (
    ACCIDENTS,
    ALL_PLEDGED,
    DIRECT_UNIONS,
    EXCEEDED,
    FELL_SHORT,
    NO_ACCIDENT,
    REACHED,
    SOME_MISSING,
    TITLES,
    TITLES_LATER,
    TITLES_NOW,
)
from units.models import Bloc

HALF = 50
Texts = dict[str, str | None]


def placeholders_of(figures: PhaseFigures, context: ReportContext) -> Placeholders:
    texts: Texts = context.dates | _participation(figures) | _headcounts(figures)
    for indicator in figures.indicators:
        texts |= _indicator(figures, indicator)
    texts |= _works(figures) | _spring(figures) | _assessment(figures, last=context.next is None)
    texts |= award_placeholders(figures.awards, context) if figures.awards else {}
    texts["biểu khen thưởng"] = _award_annexes(figures)
    texts["các điển hình"] = join([exemplar.who for exemplar in figures.exemplars]) or None
    return Placeholders(texts, context.words | {"kết quả danh hiệu": _titles(figures)})


def _award_annexes(figures: PhaseFigures) -> str | None:
    """Return the names of the annexes that list awards; None while there are no awards."""
    if not (figures.awards and figures.awards.total):
        return None
    return "Biểu số 04" if figures.added else "Biểu số 04, 05"


def count_text(value: Decimal | int | None) -> str | None:
    """Return a count as a sentence has it, with the leading zero of papers; None when it is unknown."""
    if value is None:
        return None
    return paper_count(int(value)) if value == int(value) else format_number(value)


def share(value: Decimal | None) -> str | None:
    return None if value is None else format_percent(value)


def compared(value: Decimal | None) -> str | None:
    """Return variant a, b or c of the phrase for a share of the target, with the figure; None when it is unknown."""
    if value is None:
        return None
    if value > 100:
        return EXCEEDED.format(format_percent(value - 100)) + " so với đăng ký"
    return (REACHED if value >= HALF else FELL_SHORT).format(format_percent(value)) + " so với đăng ký"


def _participation(figures: PhaseFigures) -> Texts:
    participation = figures.participation
    pledges, reports = participation.total.pledges, participation.total.reports
    missing = Counter(_heading(line) for line in participation.missing_reports)
    if figures.added:
        missing = Counter({line.name: line.reports.missing for line in participation.lines if line.reports.missing})
    places = [name for name, _ in missing.most_common(3)] if figures.is_campaign_unit else []
    return {
        "đơn vị thuộc diện đăng ký": count_text(pledges.expected),
        "đơn vị đã đăng ký": count_text(pledges.received),
        "% đăng ký": share(pledges.percent),
        "tình hình chưa đăng ký": SOME_MISSING.format(count_text(pledges.missing)) if pledges.missing else ALL_PLEDGED,
        "đơn vị thuộc diện báo cáo": count_text(reports.expected),
        "đơn vị đã báo cáo": count_text(reports.received),
        "% báo cáo": share(reports.percent),
        "báo cáo đúng hạn": count_text(reports.on_time),
        "báo cáo muộn": count_text(reports.late),
        "chưa báo cáo": count_text(reports.missing),
        "đơn vị còn chưa báo cáo": count_text(reports.missing) if reports.missing else None,
        "nơi chưa báo cáo nhiều nhất": join(places) or None,
    }


def _heading(line: ParticipationLine) -> str:
    """Return the name of the upper union a unit belongs to; for an upper union's own filing its own name."""
    return line.upper or (DIRECT_UNIONS if line.grassroots else line.name)


def _headcounts(figures: PhaseFigures) -> Texts:
    participation = figures.participation
    people, grassroots = participation.total.people, participation.total.grassroots
    return {
        "số CĐ cấp trên": count_text(participation.uppers) if figures.is_campaign_unit else None,
        "số cơ sở": count_text(grassroots),
        "số cơ sở HCSN": count_text(participation.blocs[Bloc.ADMINISTRATIVE].grassroots),
        "số cơ sở DN": count_text(participation.blocs[Bloc.ENTERPRISE].grassroots),
        "số CNVCLĐ": count_text(people.workers),
        "số đoàn viên": count_text(people.members),
        "số nữ": count_text(people.women),
        "% nữ": share(percent(people.women, people.workers)),
        "số cơ sở dưới 30 đoàn viên": count_text(participation.small) if participation.small else None,
        "% cơ sở dưới 30 đoàn viên": share(percent(participation.small, grassroots)) if participation.small else None,
    }


def _indicator(figures: PhaseFigures, indicator: IndicatorFigures) -> Texts:
    actual, target = figures.actual(indicator), indicator.target
    texts: Texts = {}
    for suffix, name in (
        ("", "total"),
        (" HCSN", "administrative"),
        (" DN", "enterprise"),
        (" CS", "grassroots"),
    ):
        done, pledged, so_far = (getattr(amounts, name) for amounts in (actual, target, indicator.year))
        key = f"{indicator.code}{suffix}"
        texts |= _amount(key, done) | _amount(f"{key} đăng ký", pledged)
        texts[f"{key} so với đăng ký"] = compared(indicator.share(so_far, pledged))
    texts[f"{indicator.code} so với giao"] = share(indicator.of_assigned)
    return texts


def _amount(key: str, amount: IndicatorAmount) -> Texts:
    numerator, denominator = count_text(amount.numerator), count_text(amount.denominator)
    if amount.measure == YES_NO:
        return {key: numerator, f"{key} trả lời": denominator}
    ratio = share(amount.value) if amount.measure == PERCENT else None
    return {key: numerator, f"{key} mẫu": denominator, f"{key} %": ratio}


def _works(figures: PhaseFigures) -> Texts:
    """Return the texts about works; money is in triệu đồng, without the leading zero of papers."""
    initiatives = [row for row in figures.works.rows if row.kind == WorkKind.INITIATIVE and row.recognised]
    enterprise = [row.checked for row in initiatives if row.bloc == Bloc.ENTERPRISE and row.checked is not None]
    valued = [row for row in initiatives if row.declared is not None]
    checked = sum(row.checked is not None for row in valued)
    best = [f"“{row.title}” của {row.authors}, {row.unit}" for row in figures.works.rows if row.highlighted]
    texts: Texts = {
        "SK03 DN rà soát": format_number(dong_to_million(sum(enterprise))) if enterprise else None,
        "% sáng kiến đã rà soát": share(percent(checked, len(valued))) if checked < len(valued) else None,
        "công trình tiêu biểu": "; ".join(best[:3]) or None,
    }
    for code in ("SK03", "SK05"):
        if indicator := figures.indicator(code):
            actual = figures.actual(indicator)
            texts[code] = _million(actual.total)
            texts[f"{code} HCSN"] = _million(actual.administrative)
            texts[f"{code} DN"] = _million(actual.enterprise)
    return texts


def _million(amount: IndicatorAmount) -> str | None:
    return None if amount.numerator is None else format_number(amount.numerator)


def _spring(figures: PhaseFigures) -> Texts:
    reported = [line for line in figures.spring if line.reported]
    out = sum(any(line.values.values()) for line in reported)
    return {
        "số LĐLĐ đã ra quân": count_text(out) if reported else None,
        "số LĐLĐ huyện, TP": count_text(len(figures.spring)) if reported else None,
    }


def _assessment(figures: PhaseFigures, *, last: bool) -> Texts:
    """Return the assessment of the main indicators: those with a share of the target.

    Indicators of which less is better are left out: their share is neither high nor low.
    """
    shares = [
        (indicator.of_target, indicator.name)
        for indicator in figures.indicators
        if indicator.of_target is not None and not indicator.less_is_better
    ]
    ordered = [name for _, name in sorted(shares, key=lambda pair: -pair[0])]
    low = [name for value, name in shares if value < HALF]
    accidents = figures.indicator("AT02")
    happened = figures.actual(accidents).enterprise.numerator if accidents else None
    return {
        "số chỉ tiêu": count_text(len(shares)) if shares else None,
        "số chỉ tiêu đạt": count_text(len(shares) - len(low)) if shares else None,
        "chỉ tiêu cao nhất": _quoted(ordered[:2]) if len(low) < len(shares) else None,
        "chỉ tiêu thấp nhất": _quoted(ordered[-2:]) if low else None,
        "các chỉ tiêu dưới 50%": _quoted(low) if low and not last else None,
        "tình hình tai nạn lao động": _accidents(happened),
        "danh hiệu năm học": _school_titles(figures),
    }


def _quoted(names: list[str]) -> str:
    """Return names in quotation marks, without their explanations; quotation marks inside become single ones."""
    short = (re.sub(r":.*| \(.*", "", name).replace("“", "‘").replace("”", "’") for name in names)
    return join([f"“{name}”" for name in short])


def _accidents(happened: Decimal | None) -> str | None:
    if happened is None:
        return None
    return ACCIDENTS.format(count_text(happened)) if happened else NO_ACCIDENT


def _title_counts(figures: PhaseFigures) -> str:
    indicators = ((figures.indicator(code), words) for code, words in TITLES.items())
    counts = ((indicator.year.total.numerator, words) for indicator, words in indicators if indicator)
    return ", ".join(f"{count_text(value)} {words}" for value, words in counts if value)


def _are_titles_judged(figures: PhaseFigures) -> bool:
    return any(row.category == Category.TITLE and row.judged == JUDGED_NOW for row in figures.indicators)


def _school_titles(figures: PhaseFigures) -> str | None:
    """Return the titles of schools once their year has ended; None before, and as soon as all units are judged."""
    return None if _are_titles_judged(figures) else _title_counts(figures) or None


def _titles(figures: PhaseFigures) -> str:
    counts = _title_counts(figures)
    return TITLES_NOW.format(counts) if counts and _are_titles_judged(figures) else TITLES_LATER
