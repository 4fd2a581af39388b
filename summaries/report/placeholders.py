"""The placeholders of a report's sentences: the figures of a summary by name, written as on paper.

Of an indicator its code: {code} (the sum, the numerator of a ratio, the number of yes), {code mẫu}, {code trả lời},
{code %}; {code đăng ký} and {code đăng ký %} of the target; {code so với đăng ký}, {code so với giao}; {code so với kế
hoạch}, of the plan of the year, where that is judged; {code trên đăng ký}, both numbers; {code đã đạt}, the amount of
the year where it is not nought. With HCSN, DN or CS after the code, of that bloc or of all grassroots unions: {code
HCSN so với đăng ký}. Those of awards are in award_placeholders.py. All names are listed in names.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from awards.figures.provider import PAIR
from campaigns.figures.address import ALL, BLOC, GRASSROOTS, PERCENT, SUM, YES_NO, FigureValue, sliced
from campaigns.figures.count_provider import BY_SEX, EXPECTED, IN_YEAR, LATE, MISSING, ON_TIME, RECEIVED
from campaigns.figures.indicator_provider import ASSIGNED, TARGET, YEAR
from campaigns.figures.indicator_provider import OF_ASSIGNED as OF_ASSIGNED_TARGET
from campaigns.figures.indicator_provider import OF_TARGET as OF_PLEDGE
from campaigns.figures.types import JUDGED_NOW
from campaigns.figures.verdicts import verdict
from campaigns.lifecycle import FilingStatus
from campaigns.models import DueKind, FilingKind, WorkKind
from campaigns.models.indicator import Category
from foundation.vietnamese import dong_to_million, format_number, format_percent, paper_count, percent
from summaries.figures.book import SummaryBook
from summaries.figures.labels import IndicatorLabel
from summaries.report.assessment import Texts, assessment, missing_places
from summaries.report.award_placeholders import MANY, award_placeholders, of_occasions, of_titles
from summaries.report.context import ReportContext, in_a_sentence, join
from summaries.report.text import (
    ALL_PLEDGED,
    EXCEEDED,
    OF_EARLIER_PHASES,
    OF_SOME,
    OF_SOME_IN_YEAR,
    REACHED,
    SOME_MISSING,
    TITLES_LATER,
    TITLES_NOW,
    TITLES_REACHED,
    LineTemplate,
)
from summaries.sentences.names import (
    ANSWERS,
    DENOMINATOR,
    MEASURED_IN,
    NAME,
    NAMED,
    NUMERATOR,
    OF_ASSIGNED,
    OF_PLAN,
    OF_TARGET,
    ON_TARGET,
    SHARE,
    VALUE,
    short_name,
)
from summaries.sentences.templates import BASE, OCCASION, TITLE, Placeholders, render_phrase
from units.models import Bloc
from units.models.vocabulary import bloc_name

ADMINISTRATIVE, ENTERPRISE = sliced(BLOC, Bloc.ADMINISTRATIVE), sliced(BLOC, Bloc.ENTERPRISE)
SUFFIXES = {"": ALL, " HCSN": ADMINISTRATIVE, " DN": ENTERPRISE, " CS": GRASSROOTS}
"""What is written behind an indicator's code, and the slice that it means."""


def placeholders_of(book: SummaryBook, context: ReportContext, phrases: Sequence[LineTemplate] = ()) -> Placeholders:
    """Return all placeholders of a summary; `phrases` are those that the campaign's rows make of others."""
    texts: Texts = context.dates | _participation(book, context) | _headcounts(book)
    for indicator in book.indicators:
        texts |= _indicator(book, indicator.code)
    texts |= _works(book) | _spring(book) | assessment(book, is_last=context.phase.is_last)
    texts |= award_placeholders(book, context) if book.has_awards else {}
    texts["biểu khen thưởng"] = _award_annexes(book)
    texts["các điển hình"] = join([exemplar.who for exemplar in book.exemplars]) or None
    figures = Placeholders(texts, context.words)
    texts |= {phrase.key: render_phrase(phrase.text, phrase.zero, figures) for phrase in phrases}
    texts["danh hiệu năm học"] = _school_titles(book, texts.get(TITLES_REACHED))
    all_figures = Placeholders(texts, context.words | {"kết quả danh hiệu": _titles(book, texts.get(TITLES_REACHED))})
    repeated = {OCCASION: of_occasions(book, context, all_figures), TITLE: of_titles(book, all_figures)}
    return replace(all_figures, repeated=repeated)


def placeholders_of_indicator(book: SummaryBook, indicator: IndicatorLabel, general: Placeholders) -> Placeholders:
    """Return the placeholders of a default sentence: those of the indicator it tells of, and the general ones."""
    amount, subject = book.actual_of(indicator.code, ALL), f"indicator:{indicator.code}"
    numerator, denominator = count_text(amount.numerator), count_text(amount.denominator)
    figures = {
        NUMERATOR: _money(amount) if _is_money(indicator) else numerator,
        DENOMINATOR: denominator,
        ANSWERS: denominator,
        SHARE: share(amount.value) if amount.kind == PERCENT else None,
        VALUE: None if amount.value is None else format_number(Decimal(amount.value), 1),
        OF_TARGET: compared(book.value(subject, OF_PLEDGE).value),
        OF_ASSIGNED: share(book.value(subject, OF_ASSIGNED_TARGET).value),
        OF_PLAN: of_plan(book, indicator.code),
        ON_TARGET: on_target(amount, book.value(subject, TARGET)),
    }
    words = {NAME: short_name(indicator.name), MEASURED_IN: indicator.unit_of_measure}
    return Placeholders({**general.figures, **figures}, {**general.words, **words})


def _award_annexes(book: SummaryBook) -> str | None:
    """Return the names of the annexes that list awards; None while there are no awards."""
    if not (book.has_awards and any(book.value("award:all", measure).value for measure in PAIR)):
        return None
    return "Biểu số 04" if book.about.added else "Biểu số 04, 05"


def count_text(value: Decimal | int | None) -> str | None:
    """Return a count as a sentence has it, with the leading zero of papers; None when it is unknown."""
    if value is None:
        return None
    return paper_count(int(value)) if value == int(value) else format_number(value)


def share(value: Decimal | int | None) -> str | None:
    return None if value is None else format_percent(value)


def share_of_many(value: FigureValue) -> str | None:
    """Return the share of a count in its base; None for a base below ten, which is told with its numbers alone."""
    return share(value.share) if value.base and (value.base[1] or 0) >= MANY else None


def compared(value: Decimal | int | None) -> str | None:
    """Return the phrase for a share of the target: by how much it is exceeded, or how much of it is reached."""
    if value is None:
        return None
    words = EXCEEDED.format(format_percent(value - 100)) if value > 100 else REACHED.format(format_percent(value))
    return f"{words} so với đăng ký"


def of_plan(book: SummaryBook, code: str) -> str | None:
    """Return how much of the year's plan is done: "đạt 96,2% kế hoạch năm", "vượt chỉ tiêu giao (104%)".

    The plan is the assigned target where there is one; with less than ten both numbers stand instead of the share.
    None where there is no verdict.
    """
    progress = book.progress(code)
    if progress is None or progress.share is None or verdict(progress, book.about.limits) is None:
        return None
    is_assigned = book.value(f"indicator:{code}", ASSIGNED).value is not None
    plan = "chỉ tiêu giao" if is_assigned else "kế hoạch năm"
    if (progress.plan or 0) >= MANY:
        done = format_percent(progress.share * 100)
        return f"vượt {plan} ({done})" if progress.share > 1 else f"đạt {done} {plan}"
    done = f"{count_text(progress.done)}/{count_text(progress.plan)}"
    return f"vượt {plan} ({done})" if progress.share > 1 else f"đạt {done} theo {plan}"


def on_target(actual: FigureValue, target: FigureValue) -> str | None:
    """Return what was done and what was pledged, "26/30"; None without both, and for yes or no."""
    if actual.numerator is None or target.numerator is None or actual.kind == YES_NO:
        return None
    return f"{count_text(actual.numerator)}/{count_text(target.numerator)}"


def _participation(book: SummaryBook, context: ReportContext) -> Texts:
    """Return who pledged and reported. Nobody is missing before the day by which sheets are due."""

    def value(kind: FilingKind, measure: str) -> FigureValue:
        return book.value(f"count:{kind.value}", measure)

    to_pledge, pledged = value(FilingKind.PLEDGE, EXPECTED), value(FilingKind.PLEDGE, RECEIVED)
    missing_pledges, reported = value(FilingKind.PLEDGE, MISSING).number, value(FilingKind.REPORT, RECEIVED)
    in_year, pledged_in_year = (book.value(f"units:{name}", "units") for name in IN_YEAR)
    if in_year.value is not None and pledged_in_year.value is not None:
        to_pledge = in_year
        pledged = pledged_in_year._replace(base=(pledged_in_year.number, in_year.number))
        missing_pledges = in_year.number - pledged_in_year.number
    are_reports_due = context.is_due(DueKind.REPORT)
    missing_reports = value(FilingKind.REPORT, MISSING).number if are_reports_due else 0
    not_pledged = SOME_MISSING.format(count_text(missing_pledges)) if context.is_due(DueKind.PLEDGE) else None
    return _bases(book, context) | {
        "đơn vị thuộc diện đăng ký": count_text(to_pledge.value),
        "đơn vị đã đăng ký": count_text(pledged.value),
        "% đăng ký": share_of_many(pledged),
        "tình hình chưa đăng ký": not_pledged if missing_pledges else ALL_PLEDGED,
        "đơn vị thuộc diện báo cáo": count_text(value(FilingKind.REPORT, EXPECTED).value),
        "đơn vị đã báo cáo": count_text(reported.value),
        "% báo cáo": share_of_many(reported),
        "báo cáo đúng hạn": count_text(value(FilingKind.REPORT, ON_TIME).value),
        "báo cáo muộn": count_text(value(FilingKind.REPORT, LATE).value),
        "chưa báo cáo": count_text(missing_reports) if are_reports_due else None,
        "đơn vị còn chưa báo cáo": count_text(missing_reports) if missing_reports else None,
        **(
            missing_places(book) if missing_reports else dict.fromkeys(("nơi chưa báo cáo", f"nơi chưa báo cáo{NAMED}"))
        ),
    }


def _bases(book: SummaryBook, context: ReportContext) -> Texts:
    """Return of which units the figures of a paragraph are; None where no report or every report was accepted.

    Those of a year are of earlier phases too: units without an accepted report of its last phase are in them with
    what they did before.
    """
    of_year = context.whole and len(context.covered) > 1
    phase = f"đợt {context.phase.number}"
    texts: Texts = {}
    for suffix, slice, whom in (
        ("", ALL, "đơn vị"),
        (" HCSN", ADMINISTRATIVE, f"đơn vị {in_a_sentence(bloc_name(Bloc.ADMINISTRATIVE))}"),
        (" DN", ENTERPRISE, "doanh nghiệp"),
    ):
        accepted = book.value(f"count:{FilingKind.REPORT.value}", "units", slice, FilingStatus.ACCEPTED).number
        expected = book.value(f"count:{FilingKind.REPORT.value}", EXPECTED, slice).number
        template = OF_SOME_IN_YEAR if of_year else OF_SOME
        words = template.format(paper_count(accepted), paper_count(expected), whom, phase)
        if of_year and not accepted:
            words = OF_EARLIER_PHASES.format(phase)
        is_of_some = accepted < expected and (accepted or of_year)
        texts[f"{BASE}{suffix}"] = words if is_of_some else None
    return texts


def _headcounts(book: SummaryBook) -> Texts:
    def units(name: str, slice: str = ALL) -> int:
        return book.value(f"units:{name}", "units", slice).number

    workers, members, women = (
        book.value(f"people:{name}", "persons").value for name in ("workers", "members", "women")
    )
    small, grassroots = units("small"), units("grassroots")
    return {
        "số CĐ cấp trên": count_text(units("uppers")) if book.about.is_campaign_unit else None,
        "số cơ sở": count_text(grassroots),
        "số cơ sở HCSN": count_text(units("grassroots", ADMINISTRATIVE)),
        "số cơ sở DN": count_text(units("grassroots", ENTERPRISE)),
        "số người lao động": count_text(workers),
        "số đoàn viên": count_text(members),
        "số nữ": count_text(women),
        "% nữ": _share_of_women(book),
        "số cơ sở dưới 30 đoàn viên": count_text(small) if small else None,
        "% cơ sở dưới 30 đoàn viên": share(percent(small, grassroots)) if small and grassroots >= MANY else None,
    }


def _share_of_women(book: SummaryBook) -> str | None:
    """Return the share of women in the workers of those unions that gave a number of women; said so if not all did."""
    women, workers, by_sex = (
        book.value(subject, measure).value
        for subject, measure in (("people:women", "persons"), ("people:workers", "persons"), ("people:workers", BY_SEX))
    )
    text = share(percent(women, workers if by_sex is None else by_sex))
    return text if by_sex in (None, workers) else f"{text} (tính trên các cơ sở có số liệu về nữ)"


def _indicator(book: SummaryBook, code: str) -> Texts:
    texts: Texts = {}
    subject = f"indicator:{code}"
    for suffix, slice in SUFFIXES.items():
        key = f"{code}{suffix}"
        actual, target = book.actual_of(code, slice), book.value(subject, TARGET, slice)
        texts |= _amount(key, actual) | _amount(f"{key} đăng ký", target)
        texts[f"{key} trên đăng ký"] = on_target(actual, target)
        texts[f"{key} so với đăng ký"] = compared(book.value(subject, OF_PLEDGE, slice).value)
    texts[f"{code} so với giao"] = share(book.value(subject, OF_ASSIGNED_TARGET).value)
    texts[f"{code} so với kế hoạch"] = of_plan(book, code)
    reached = book.value(subject, YEAR).numerator
    texts[f"{code} đã đạt"] = count_text(reached) if reached else None
    return texts


def _amount(key: str, amount: FigureValue) -> Texts:
    numerator, denominator = count_text(amount.numerator), count_text(amount.denominator)
    if amount.kind == YES_NO:
        return {key: numerator, f"{key} trả lời": denominator}
    ratio = share(amount.value) if amount.kind == PERCENT else None
    return {key: numerator, f"{key} mẫu": denominator, f"{key} %": ratio}


def _works(book: SummaryBook) -> Texts:
    """Return the texts about works; money is in triệu đồng, without the leading zero of papers."""
    subject = f"work:{WorkKind.INITIATIVE.value}"
    enterprise = book.value(subject, "recognised_checked_sum", ENTERPRISE).value
    checked = book.value(subject, "recognised_checked")
    are_all_checked = checked.base is None or checked.number == checked.base[1]
    best = [f"“{work.title}” của {work.authors}, {work.unit}" for work in book.works if work.highlighted]
    checked_value = None if enterprise is None else format_number(dong_to_million(int(enterprise)))
    texts: Texts = {
        "giá trị sáng kiến DN đã rà soát": checked_value,
        "% sáng kiến đã rà soát": None if are_all_checked else share(checked.share),
        "công trình tiêu biểu": "; ".join(best[:3]) or None,
    }
    for indicator in filter(_is_money, book.indicators):
        for suffix, slice in (("", ALL), (" HCSN", ADMINISTRATIVE), (" DN", ENTERPRISE)):
            texts[f"{indicator.code}{suffix}"] = _money(book.actual_of(indicator.code, slice))
    return texts


def _is_money(indicator: IndicatorLabel) -> bool:
    """Return whether an indicator is a sum of money. Its amount has no leading zero."""
    return indicator.measure == SUM and "đồng" in indicator.unit_of_measure


def _money(amount: FigureValue) -> str | None:
    return None if amount.numerator is None else format_number(amount.numerator)


def _spring(book: SummaryBook) -> Texts:
    active, expected, counted = (
        book.value("spring:uppers", measure).value for measure in ("active", "expected", "counted")
    )
    return {
        "số LĐLĐ đã ra quân": count_text(active),
        "số CĐ cấp trên theo địa bàn": count_text(expected) if counted else None,
    }


def _are_titles_judged(book: SummaryBook) -> bool:
    return any(row.category == Category.TITLE and row.judged == JUDGED_NOW for row in book.indicators)


def _school_titles(book: SummaryBook, reached: str | None) -> str | None:
    """Return the titles of schools once their year has ended; None before, and as soon as all units are judged."""
    return None if _are_titles_judged(book) else reached


def _titles(book: SummaryBook, reached: str | None) -> str:
    return TITLES_NOW.format(reached) if reached and _are_titles_judged(book) else TITLES_LATER
