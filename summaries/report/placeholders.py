"""The figures of a summary by the names that sentences use, written as on paper.

Of an indicator: {HT01} (the sum, the numerator of a ratio, the number of yes), {HT01 mẫu}, {HT01 trả lời}, {HT01 %};
{HT01 đăng ký} and {HT01 đăng ký %} of the target; {HT01 so với đăng ký}, {HT01 so với giao}. With HCSN, DN or CS
after the code, of that bloc or of all grassroots unions: {HT01 HCSN so với đăng ký}. Of awards: see award_values.
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
from summaries.report.award_placeholders import award_values
from summaries.report.context import Setting, join
from summaries.report.sentence_templates import Values
from summaries.report.text import (
    ACCIDENTS,
    ALL_PLEDGED,
    DIRECT,
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
Found = dict[str, str | None]


def values_of(figures: PhaseFigures, setting: Setting) -> Values:
    found: Found = setting.dates | _participation(figures) | _people(figures)
    for one in figures.indicators:
        found |= _indicator(figures, one)
    found |= _works(figures) | _spring(figures) | _assessment(figures, last=setting.next is None)
    found |= award_values(figures.awards, setting) if figures.awards else {}
    found["biểu khen thưởng"] = _award_annexes(figures)
    found["các điển hình"] = join([one.who for one in figures.exemplars]) or None
    return Values(found, setting.words | {"kết quả danh hiệu": _titles(figures)})


def _award_annexes(figures: PhaseFigures) -> str | None:
    """Those that hold the awards; None while there are none."""
    if not (figures.awards and figures.awards.total):
        return None
    return "Biểu số 04" if figures.added else "Biểu số 04, 05"


def count(value: Decimal | int | None) -> str | None:
    """A count in prose, with the zero of papers; None when not known."""
    if value is None:
        return None
    return paper_count(int(value)) if value == int(value) else format_number(value)


def share(value: Decimal | None) -> str | None:
    return None if value is None else format_percent(value)


def compared(value: Decimal | None) -> str | None:
    """Variant a, b or c of a share of the target, with the figure it is about."""
    if value is None:
        return None
    if value > 100:
        return EXCEEDED.format(format_percent(value - 100)) + " so với đăng ký"
    return (REACHED if value >= HALF else FELL_SHORT).format(format_percent(value)) + " so với đăng ký"


def _participation(figures: PhaseFigures) -> Found:
    seen = figures.participation
    pledges, reports = seen.total.pledges, seen.total.reports
    missing = Counter(_where(line) for line in seen.missing_reports)
    if figures.added:
        missing = Counter({line.name: line.reports.missing for line in seen.lines if line.reports.missing})
    places = [name for name, _ in missing.most_common(3)] if figures.is_campaign_unit else []
    return {
        "đơn vị thuộc diện đăng ký": count(pledges.expected),
        "đơn vị đã đăng ký": count(pledges.received),
        "% đăng ký": share(pledges.percent),
        "tình hình chưa đăng ký": SOME_MISSING.format(count(pledges.missing)) if pledges.missing else ALL_PLEDGED,
        "đơn vị thuộc diện báo cáo": count(reports.expected),
        "đơn vị đã báo cáo": count(reports.received),
        "% báo cáo": share(reports.percent),
        "báo cáo đúng hạn": count(reports.on_time),
        "báo cáo muộn": count(reports.late),
        "chưa báo cáo": count(reports.missing),
        "đơn vị còn chưa báo cáo": count(reports.missing) if reports.missing else None,
        "nơi chưa báo cáo nhiều nhất": join(places) or None,
    }


def _where(line: ParticipationLine) -> str:
    """Under which upper union a unit stands; an upper union's own sheet is its own."""
    return line.upper or (DIRECT if line.grassroots else line.name)


def _people(figures: PhaseFigures) -> Found:
    seen = figures.participation
    people, grassroots = seen.total.people, seen.total.grassroots
    return {
        "số CĐ cấp trên": count(seen.uppers) if figures.is_campaign_unit else None,
        "số cơ sở": count(grassroots),
        "số cơ sở HCSN": count(seen.blocs[Bloc.ADMINISTRATIVE].grassroots),
        "số cơ sở DN": count(seen.blocs[Bloc.ENTERPRISE].grassroots),
        "số CNVCLĐ": count(people.workers),
        "số đoàn viên": count(people.members),
        "số nữ": count(people.women),
        "% nữ": share(percent(people.women, people.workers)),
        "số cơ sở dưới 30 đoàn viên": count(seen.small) if seen.small else None,
        "% cơ sở dưới 30 đoàn viên": share(percent(seen.small, grassroots)) if seen.small else None,
    }


def _indicator(figures: PhaseFigures, one: IndicatorFigures) -> Found:
    actual, target = figures.actual(one), one.target
    found: Found = {}
    for suffix, name in (
        ("", "total"),
        (" HCSN", "administrative"),
        (" DN", "enterprise"),
        (" CS", "grassroots"),
    ):
        done, pledged, so_far = (getattr(split, name) for split in (actual, target, one.year))
        key = f"{one.code}{suffix}"
        found |= _amount(key, done) | _amount(f"{key} đăng ký", pledged)
        found[f"{key} so với đăng ký"] = compared(one.share(so_far, pledged))
    found[f"{one.code} so với giao"] = share(one.of_assigned)
    return found


def _amount(key: str, amount: IndicatorAmount) -> Found:
    numerator, denominator = count(amount.numerator), count(amount.denominator)
    if amount.measure == YES_NO:
        return {key: numerator, f"{key} trả lời": denominator}
    ratio = share(amount.value) if amount.measure == PERCENT else None
    return {key: numerator, f"{key} mẫu": denominator, f"{key} %": ratio}


def _works(figures: PhaseFigures) -> Found:
    """Money in triệu đồng, without the zero of papers."""
    initiatives = [row for row in figures.works.rows if row.kind == WorkKind.INITIATIVE and row.recognised]
    enterprise = [row.checked for row in initiatives if row.bloc == Bloc.ENTERPRISE and row.checked is not None]
    valued = [row for row in initiatives if row.declared is not None]
    checked = sum(row.checked is not None for row in valued)
    best = [f"“{row.title}” của {row.authors}, {row.unit}" for row in figures.works.rows if row.highlighted]
    found: Found = {
        "SK03 DN rà soát": format_number(dong_to_million(sum(enterprise))) if enterprise else None,
        "% sáng kiến đã rà soát": share(percent(checked, len(valued))) if checked < len(valued) else None,
        "công trình tiêu biểu": "; ".join(best[:3]) or None,
    }
    for code in ("SK03", "SK05"):
        if one := figures.indicator(code):
            actual = figures.actual(one)
            found[code] = _million(actual.total)
            found[f"{code} HCSN"], found[f"{code} DN"] = (
                _million(actual.administrative),
                _million(actual.enterprise),
            )
    return found


def _million(amount: IndicatorAmount) -> str | None:
    return None if amount.numerator is None else format_number(amount.numerator)


def _spring(figures: PhaseFigures) -> Found:
    reported = [line for line in figures.spring if line.reported]
    out = sum(any(line.values.values()) for line in reported)
    return {
        "số LĐLĐ đã ra quân": count(out) if reported else None,
        "số LĐLĐ huyện, TP": count(len(figures.spring)) if reported else None,
    }


def _assessment(figures: PhaseFigures, *, last: bool) -> Found:
    """The main indicators: those with a share of the target; where less is better none is high or low."""
    shares = [(one.of_target, one) for one in figures.indicators if one.of_target is not None]
    shares = [(value, one) for value, one in shares if not one.less_is_better]
    ordered = [one.name for _, one in sorted(shares, key=lambda pair: -pair[0])]
    low = [one.name for value, one in shares if value < HALF]
    accidents = figures.indicator("AT02")
    happened = figures.actual(accidents).enterprise.numerator if accidents else None
    return {
        "số chỉ tiêu": count(len(shares)) if shares else None,
        "số chỉ tiêu đạt": count(len(shares) - len(low)) if shares else None,
        "chỉ tiêu cao nhất": _quoted(ordered[:2]) if len(low) < len(shares) else None,
        "chỉ tiêu thấp nhất": _quoted(ordered[-2:]) if low else None,
        "các chỉ tiêu dưới 50%": _quoted(low) if low and not last else None,
        "tình hình tai nạn lao động": _accidents(happened),
        "danh hiệu năm học": _school_titles(figures),
    }


def _quoted(names: list[str]) -> str:
    """Names without their explanations, in quotation marks; marks inside become single ones."""
    short = (re.sub(r":.*| \(.*", "", name).replace("“", "‘").replace("”", "’") for name in names)
    return join([f"“{name}”" for name in short])


def _accidents(happened: Decimal | None) -> str | None:
    if happened is None:
        return None
    return ACCIDENTS.format(count(happened)) if happened else NO_ACCIDENT


def _title_counts(figures: PhaseFigures) -> str:
    known = ((figures.indicator(code), words) for code, words in TITLES.items())
    counted = ((one.year.total.numerator, words) for one, words in known if one)
    return ", ".join(f"{count(value)} {words}" for value, words in counted if value)


def _school_titles(figures: PhaseFigures) -> str | None:
    """What schools were awarded when their year ended; None before, and once everybody is judged."""
    judged = any(one.category == Category.TITLE and one.judged == JUDGED_NOW for one in figures.indicators)
    return None if judged else _title_counts(figures) or None


def _titles(figures: PhaseFigures) -> str:
    judged = any(one.category == Category.TITLE and one.judged == JUDGED_NOW for one in figures.indicators)
    return TITLES_NOW.format(_title_counts(figures)) if judged and _title_counts(figures) else TITLES_LATER
