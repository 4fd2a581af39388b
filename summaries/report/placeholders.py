"""The placeholders of a report's sentences: the figures of a summary by name, written as on paper.

Of an indicator its code: {code} (the sum, the numerator of a ratio, the number of yes), {code mẫu}, {code trả lời},
{code %}; {code đăng ký} and {code đăng ký %} of the target; {code so với đăng ký}, {code so với giao}; {code so với kế
hoạch}, of the plan of the year, where that is judged; {code trên đăng ký}, both numbers; {code đã đạt}, the amount of
the year where it is not nought. With HCSN, DN or CS after the code, of that bloc or of all grassroots unions: {code
HCSN so với đăng ký}. Those of awards are in award_placeholders.py. All names are listed in names.py.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace
from decimal import Decimal

from awards.figures.provider import PAIR
from campaigns.figures.address import ALL, FigureValue
from campaigns.figures.count_provider import BY_SEX, EXPECTED, IN_YEAR, LATE, MISSING, OCCUPATIONAL, ON_TIME, RECEIVED
from campaigns.figures.indicator_provider import OF_ASSIGNED as OF_ASSIGNED_TARGET
from campaigns.figures.indicator_provider import TARGET
from campaigns.figures.types import JUDGED_NOW
from campaigns.lifecycle import FilingStatus
from campaigns.models import DueKind, FilingKind, WorkKind
from campaigns.models.assessment_limits import VerdictLimits
from campaigns.models.indicator import Category
from foundation.vietnamese import dong_to_million, format_number, paper_count, percent, quantity_word
from foundation.vietnamese.numbers import BILLIONS
from summaries.figures.book import SummaryBook
from summaries.figures.labels import IndicatorLabel
from summaries.report.assessment import Texts, assessment, missing_places
from summaries.report.award_placeholders import award_placeholders, of_occasions, of_titles
from summaries.report.context import ReportContext, in_a_sentence, join
from summaries.report.figure_texts import (
    count_text,
    rate,
    share,
    share_of_many,
)
from summaries.report.indicator_placeholders import (
    ADMINISTRATIVE,
    ENTERPRISE,
    against_last_year,
    against_pledge,
    is_money,
    money,
    of_plan,
    on_target,
    texts_of_indicator,
)
from summaries.report.phrases import (
    ALL_PLEDGED,
    IN_TIME,
    OF_EARLIER_PHASES,
    OF_SOME,
    OF_SOME_IN_YEAR,
    SOME_MISSING,
    TITLES_LATER,
    TITLES_NOW,
    TITLES_REACHED,
)
from summaries.report.text import LineTemplate
from summaries.sentences.names import (
    ANSWERS,
    DENOMINATOR,
    MEASURED_IN,
    NAME,
    NAMED,
    NUMERATOR,
    OF_ASSIGNED,
    OF_LAST_YEAR,
    OF_PLAN,
    OF_TARGET,
    ON_TARGET,
    SHARE,
    VALUE,
    short_name,
)
from summaries.sentences.templates import BASE, OCCASION, TITLE, Placeholders, in_billions, render_phrase
from units.models import Bloc
from units.models.vocabulary import bloc_name

MOST_EXEMPLARS = 3


def placeholders_of(book: SummaryBook, context: ReportContext, phrases: Sequence[LineTemplate] = ()) -> Placeholders:
    """Return all placeholders of a summary; `phrases` are those that the campaign's rows make of others."""
    texts: Texts = context.dates | _participation(book, context) | _headcounts(book)
    for indicator in book.indicators:
        texts |= texts_of_indicator(book, indicator)
    texts |= _works(book) | _spring(book) | assessment(book, is_last=context.phase.is_last)
    texts |= award_placeholders(book, context) if book.has_awards else {}
    texts["biểu khen thưởng"] = _award_annexes(book)
    texts["các điển hình"] = join([exemplar.who for exemplar in book.exemplars]) or None
    named = [f"{exemplar.who} ({exemplar.unit})" for exemplar in book.exemplars[:MOST_EXEMPLARS]]
    texts["điển hình tiêu biểu"] = join(named) or None
    figures = Placeholders(texts, context.words)
    texts |= {phrase.key: render_phrase(phrase.text, phrase.zero, figures) for phrase in phrases}
    texts["danh hiệu năm học"] = _school_titles(book, texts.get(TITLES_REACHED))
    words = context.words | {"kết quả danh hiệu": _titles(book, texts.get(TITLES_REACHED))}
    all_figures = Placeholders(texts, words, near=book.about.limits.near)
    repeated = {OCCASION: of_occasions(book, context, all_figures), TITLE: of_titles(book, all_figures)}
    return replace(all_figures, repeated=repeated)


def with_defaults(book: SummaryBook, codes: Container[str], general: Placeholders) -> Placeholders:
    """Return the placeholders with those of default sentences, each behind the code of its indicator: {RQ09 kết quả}.

    `codes`: the indicators of which other sentences tell.
    """
    figures, words = {**general.figures}, {**general.words}
    for indicator in book.indicators:
        if indicator.asked and indicator.code not in codes:
            of_it, words_of_it = _of_a_default_sentence(book, indicator)
            figures |= {f"{indicator.code} {name}": text for name, text in of_it.items()}
            words |= {f"{indicator.code} {name}": text for name, text in words_of_it.items()}
    return replace(general, figures=figures, words=words)


def _of_a_default_sentence(book: SummaryBook, indicator: IndicatorLabel) -> tuple[Texts, dict[str, str]]:
    """Return the figures and words of a default sentence, those of the indicator it tells of."""
    amount, subject = book.actual_of(indicator.code, ALL), f"indicator:{indicator.code}"
    numerator, denominator = count_text(amount.numerator), count_text(amount.denominator)
    limits, of_money = book.about.limits, is_money(indicator)
    billions = in_billions(money(amount) or "") if of_money else ""
    figures: Texts = {
        NUMERATOR: (billions.removesuffix(f" {BILLIONS}") or money(amount)) if of_money else numerator,
        DENOMINATOR: denominator,
        ANSWERS: denominator,
        SHARE: rate(amount, limits),
        VALUE: None if amount.value is None else format_number(Decimal(amount.value), 1),
        OF_TARGET: against_pledge(book, indicator, ALL),
        OF_ASSIGNED: share(book.value(subject, OF_ASSIGNED_TARGET).value),
        OF_PLAN: of_plan(book, indicator.code),
        OF_LAST_YEAR: against_last_year(book, indicator),
        ON_TARGET: on_target(amount, book.value(subject, TARGET)),
    }
    words = {NAME: short_name(indicator.name), MEASURED_IN: BILLIONS if billions else indicator.unit_of_measure}
    return figures, words


def _award_annexes(book: SummaryBook) -> str | None:
    """Return the names of the annexes that list awards; None while there are no awards."""
    if not (book.has_awards and any(book.value("award:all", measure).value for measure in PAIR)):
        return None
    return "Biểu số 04" if book.about.added else "Biểu số 04, 05"


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
    limits, are_reports_due = book.about.limits, context.is_due(DueKind.REPORT)
    missing_reports = value(FilingKind.REPORT, MISSING).number if are_reports_due else 0
    not_pledged = SOME_MISSING.format(count_text(missing_pledges)) if context.is_due(DueKind.PLEDGE) else None
    return _bases(book, context) | {
        "đơn vị thuộc diện đăng ký": count_text(to_pledge.value),
        "đơn vị đã đăng ký": count_text(pledged.value),
        "% đăng ký": share_of_many(pledged, limits),
        "tình hình chưa đăng ký": not_pledged if missing_pledges else _all_pledged(pledged.number, limits),
        "đơn vị thuộc diện báo cáo": count_text(value(FilingKind.REPORT, EXPECTED).value),
        "đơn vị đã báo cáo": count_text(reported.value),
        "% báo cáo": share_of_many(reported, limits),
        "báo cáo đúng hạn": count_text(value(FilingKind.REPORT, ON_TIME).value),
        "báo cáo muộn": count_text(value(FilingKind.REPORT, LATE).value),
        "đa số báo cáo đúng hạn": _most_in_time(book),
        "chưa báo cáo": count_text(missing_reports) if are_reports_due else None,
        "đơn vị còn chưa báo cáo": count_text(missing_reports) if missing_reports else None,
        **(
            missing_places(book) if missing_reports else dict.fromkeys(("nơi chưa báo cáo", f"nơi chưa báo cáo{NAMED}"))
        ),
    }


def _all_pledged(pledged: int, limits: VerdictLimits) -> str:
    return ALL_PLEDGED.format((quantity_word(pledged, pledged, limits.quantities) or "các").capitalize())


def _most_in_time(book: SummaryBook) -> str | None:
    """Return "hầu hết đơn vị gửi báo cáo đúng hạn (60/66)"; None where it was not most of them."""
    limits, subject = book.about.limits, f"count:{FilingKind.REPORT.value}"
    in_time, expected = (book.value(subject, measure).number for measure in (ON_TIME, EXPECTED))
    word = quantity_word(in_time, expected, limits.quantities) if in_time > limits.most * expected else None
    return word and IN_TIME.format(word, count_text(in_time), count_text(expected))


def _bases(book: SummaryBook, context: ReportContext) -> Texts:
    """Return of which units the figures of a paragraph are; None where no report or every report was accepted.

    Those of a year are of earlier phases too: units without an accepted report of its last phase are in them with
    what they did before.
    """
    of_year = context.whole and len(context.covered) > 1
    phase = f"đợt {context.phase.number}"
    texts: Texts = {}
    occupational = book.value(f"count:{FilingKind.REPORT.value}", EXPECTED, OCCUPATIONAL).number
    for suffix, slice, whom in (
        ("", ALL, "đơn vị"),
        (" HCSN", ADMINISTRATIVE, f"đơn vị {in_a_sentence(bloc_name(Bloc.ADMINISTRATIVE))}"),
        (" DN", ENTERPRISE, "doanh nghiệp, nghiệp đoàn" if occupational else "doanh nghiệp"),
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
    small, grassroots, occupational = units("small"), units("grassroots"), units("grassroots", OCCUPATIONAL)
    is_many = grassroots >= book.about.limits.fewest_for_percent
    return {
        "số CĐ cấp trên": count_text(units("uppers")) if book.about.is_campaign_unit else None,
        "số cơ sở": count_text(grassroots),
        "số cơ sở HCSN": count_text(units("grassroots", ADMINISTRATIVE)),
        "số cơ sở DN": count_text(units("grassroots", ENTERPRISE) - occupational),
        "số nghiệp đoàn": count_text(occupational),
        "số người lao động": count_text(workers),
        "số đoàn viên": count_text(members),
        "số nữ": count_text(women),
        "% nữ": _share_of_women(book),
        "số cơ sở dưới 30 đoàn viên": count_text(small) if small else None,
        "% cơ sở dưới 30 đoàn viên": share(percent(small, grassroots)) if small and is_many else None,
    }


def _share_of_women(book: SummaryBook) -> str | None:
    """Return the share of women in the workers of those unions that gave a number of women; said so if not all did."""
    women, workers, by_sex = (
        book.value(subject, measure).value
        for subject, measure in (("people:women", "persons"), ("people:workers", "persons"), ("people:workers", BY_SEX))
    )
    text = share(percent(women, workers if by_sex is None else by_sex))
    return text if by_sex in (None, workers) else f"{text} (tính trên các cơ sở có số liệu về nữ)"


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
        "% sáng kiến đã rà soát": None if are_all_checked else share_of_many(checked, book.about.limits),
        "công trình tiêu biểu": "; ".join(best[:3]) or None,
    }
    for indicator in filter(is_money, book.indicators):
        for suffix, slice in (("", ALL), (" HCSN", ADMINISTRATIVE), (" DN", ENTERPRISE)):
            texts[f"{indicator.code}{suffix}"] = money(book.actual_of(indicator.code, slice))
    return texts


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
