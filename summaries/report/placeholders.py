"""The placeholders of a report's sentences: the figures of a summary by name, written as on paper.

Of an indicator its code: {code} (the sum, the numerator of a ratio, the number of yes), {code mẫu}, {code trả lời},
{code %}; {code đăng ký} and {code đăng ký %} of the target; {code so với đăng ký}, {code so với giao}; {code so với kế
hoạch}, of the plan of the year, where that is judged; {code trên đăng ký}, both numbers; {code đã đạt}, the amount of
the year where it is not nought. With HCSN, DN or CS after the code, of that bloc or of all grassroots unions: {code
HCSN so với đăng ký}. Those of awards are in award_placeholders.py, of
questions that are answered in words in question_placeholders.py. All names are listed in names.py.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace
from decimal import Decimal

from awards.figures.provider import PAIR
from campaigns.figures.address import ALL, FigureValue
from campaigns.figures.indicator_provider import OF_ASSIGNED as OF_ASSIGNED_TARGET
from campaigns.figures.indicator_provider import TARGET
from campaigns.figures.types import JUDGED_LATER, JUDGED_NOW, Movement
from campaigns.lifecycle import FilingStatus
from campaigns.models import FilingKind, WorkKind
from campaigns.models.indicator import Category
from foundation.vietnamese import dong_to_million, format_number, paper_count
from foundation.vietnamese.numbers import BILLIONS
from summaries.figures.book import SummaryBook
from summaries.figures.labels import IndicatorLabel
from summaries.report.assessment import Texts, assessment
from summaries.report.award_placeholders import award_placeholders, of_occasions, of_titles
from summaries.report.context import ReportContext, join, name_in_a_sentence
from summaries.report.figure_texts import (
    count_text,
    rate,
    share,
    share_of_many,
)
from summaries.report.guidance_placeholders import called_units, guidance_texts
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
from summaries.report.participation_placeholders import expected_units, headcounts, participation, whole_of
from summaries.report.phrases import (
    NONE_CHECKED,
    OF_PARAGRAPH,
    OF_SOME,
    OF_TITLES,
    SOME_UNCHECKED,
    TITLES_LATER,
    TITLES_NOW,
    TITLES_REACHED,
)
from summaries.report.question_placeholders import question_placeholders
from summaries.report.request_placeholders import request_placeholders
from summaries.report.text import LineTemplate
from summaries.sentences.names import (
    ANSWERS,
    DENOMINATOR,
    MEASURED_IN,
    NAME,
    NOTHING_TOLD,
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
from units.models import UnitKind
from units.models.vocabulary import kind_name

MOST_EXEMPLARS = 3


def placeholders_of(book: SummaryBook, context: ReportContext, phrases: Sequence[LineTemplate] = ()) -> Placeholders:
    """Return all placeholders of a summary; `phrases` are those that the campaign's rows make of others."""
    texts: Texts = context.dates | participation(book, context) | headcounts(book) | guidance_texts(book)
    for indicator in book.indicators:
        texts |= texts_of_indicator(book, indicator)
    texts |= _works(book) | _spring(book) | assessment(book, is_last=context.phase.is_last)
    texts |= award_placeholders(book, context) if book.has_awards else {}
    texts |= request_placeholders(book) | question_placeholders(book)
    texts |= _whether_told(book)
    texts["phong trào riêng của ngành"] = join([_movement(movement) for movement in book.about.movements]) or None
    texts["biểu khen thưởng"] = _award_annexes(book)
    texts["các điển hình"] = join([name_in_a_sentence(exemplar.who) for exemplar in book.exemplars]) or None
    named = [f"{name_in_a_sentence(exemplar.who)} ({exemplar.unit})" for exemplar in book.exemplars[:MOST_EXEMPLARS]]
    texts["điển hình tiêu biểu"] = join(named) or None
    figures = Placeholders(texts, context.words | expected_units(book) | called_units(book))
    texts |= {phrase.key: render_phrase(phrase.text, phrase.zero, figures) for phrase in phrases}
    texts["danh hiệu năm học"] = _school_titles(book, texts.get(TITLES_REACHED))
    texts[f"{BASE} danh hiệu"] = _of_titles(book, texts.get(TITLES_REACHED))
    words = (
        context.words
        | expected_units(book)
        | called_units(book)
        | {"kết quả danh hiệu": _titles(book, texts.get(TITLES_REACHED))}
    )
    all_figures = Placeholders(texts, words, near=book.about.limits.near)
    repeated = {OCCASION: of_occasions(book, context, all_figures), TITLE: of_titles(book, all_figures)}
    return replace(all_figures, repeated=repeated)


def _movement(movement: Movement) -> str:
    return f"“{movement.name}” của {movement.unit}" if movement.unit else f"“{movement.name}”"


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


def _whether_told(book: SummaryBook) -> Texts:
    """Return whether a report is accepted, and the annexes that list what it says; None where they list nothing."""
    is_told = bool(_accepted_reports(book)) or any(
        book.actual_of(indicator.code, ALL).numerator is not None for indicator in book.indicators
    )
    return {
        NOTHING_TOLD: None if is_told else NOTHING_TOLD,
        "biểu chỉ tiêu": "Biểu số 02" if is_told else None,
        "biểu sáng kiến": "Biểu số 03" if book.works else None,
    }


def _works(book: SummaryBook) -> Texts:
    """Return the texts about works; money is in triệu đồng, without the leading zero of papers."""
    subject = f"work:{WorkKind.INITIATIVE.value}"
    enterprise = book.value(subject, "recognised_checked_sum", ENTERPRISE).value
    checked = book.value(subject, "recognised_checked")
    are_all_checked = checked.base is None or checked.number == checked.base[1]
    best = [
        f"“{work.title}” của {name_in_a_sentence(work.authors)}, {work.unit}" for work in book.works if work.highlighted
    ]
    checked_value = None if enterprise is None else format_number(dong_to_million(int(enterprise)))
    texts: Texts = {
        "giá trị sáng kiến DN đã rà soát": checked_value,
        "% sáng kiến đã rà soát": None if are_all_checked else share_of_many(checked, book.about.limits),
        "tình hình rà soát sáng kiến": None if are_all_checked else _how_many_unchecked(checked),
        "công trình tiêu biểu": "; ".join(best[:3]) or None,
    }
    for indicator in filter(is_money, book.indicators):
        for suffix, slice in (("", ALL), (" HCSN", ADMINISTRATIVE), (" DN", ENTERPRISE)):
            texts[f"{indicator.code}{suffix}"] = money(book.actual_of(indicator.code, slice))
    return texts


def _how_many_unchecked(checked: FigureValue) -> str:
    if not checked.number:
        return NONE_CHECKED
    whole = whole_of(checked)
    return SOME_UNCHECKED.format(paper_count(whole - checked.number), paper_count(whole))


def _spring(book: SummaryBook) -> Texts:
    active, expected, counted = (
        book.value("spring:uppers", measure).value for measure in ("active", "expected", "counted")
    )
    return {
        "số LĐLĐ đã ra quân": count_text(active),
        "số CĐ cấp trên theo địa bàn": count_text(expected) if counted else None,
        "số LĐLĐ đã tổng hợp ra quân": count_text(counted) if counted else None,
        f"{BASE} ra quân": _of_some(OF_PARAGRAPH, counted, expected, kind_name(UnitKind.UPPER_PLACE)),
    }


def _of_some(what: str, counted: Decimal | int | None, expected: Decimal | int | None, whom: str) -> str | None:
    """Return of how many of those asked figures are; None where they are of nobody or of all."""
    if not counted or counted == expected:
        return None
    return OF_SOME.format(what, count_text(counted), count_text(expected), whom)


def _are_titles_judged(book: SummaryBook) -> bool:
    return any(row.category == Category.TITLE and row.judged == JUDGED_NOW for row in book.indicators)


def _school_titles(book: SummaryBook, reached: str | None) -> str | None:
    """Return the titles of schools once their year has ended; None before, and as soon as all units are judged."""
    return None if _are_titles_judged(book) else reached


def _titles(book: SummaryBook, reached: str | None) -> str:
    """Return which titles were reached, once they are judged and a report of the phase is accepted."""
    are_told = reached and _are_titles_judged(book) and _accepted_reports(book)
    return TITLES_NOW.format(reached) if are_told else TITLES_LATER


def _of_titles(book: SummaryBook, reached: str | None) -> str | None:
    """Return of how many schools, or of how many units at the end of the year, the titles reached are."""
    titles = [row for row in book.indicators if row.category == Category.TITLE and row.judged != JUDGED_LATER]
    judged = [progress for row in titles if (progress := book.progress(row.code)) and progress.answered_units]
    if not (reached and judged and _accepted_reports(book)):
        return None
    asked_units = max(progress.asked_units for progress in judged)
    answered = max(progress.answered_units for progress in judged)
    return _of_some(OF_TITLES, answered, asked_units, "đơn vị" if _are_titles_judged(book) else "trường")


def _accepted_reports(book: SummaryBook) -> int:
    return book.value(f"count:{FilingKind.REPORT.value}", "units", ALL, FilingStatus.ACCEPTED).number
