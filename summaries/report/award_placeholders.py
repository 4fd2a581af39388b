"""The placeholders of part IV of a report, about awards: {BK_T TT}, {khen của đơn vị phát động}, {ngày bình quân}.

A title whose awards are in the register has its code with TT (collectives) and CN (persons).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from awards.figures.provider import PAIR, slice_of_occasion
from awards.figures.types import GivenFor
from awards.models import DecidingLevel, Timing, TitleSystem
from campaigns.figures.address import ALL
from foundation.vietnamese import format_number, format_percent, paper_count
from summaries.figures.book import SummaryBook
from summaries.figures.labels import TitleLabel
from summaries.report.context import ReportContext, join
from summaries.report.phrases import NOT_DECIDED, ON_OCCASION
from summaries.sentences.templates import OCCASION, TITLE, Placeholders

MOST_RANGES = 3
OF_A_TITLE = (TITLE, "tập thể được tặng", "cá nhân được tặng", "tập thể, cá nhân được tặng", "số sổ khen thưởng")
Texts = dict[str, str | None]
GIVEN = ("tặng", "tặng danh hiệu", "trao tặng", "cấp")
"""Verbs of titles that are given; the verbs of all others acknowledge (công nhận)."""


def award_placeholders(book: SummaryBook, context: ReportContext) -> Texts:
    of_phase = [slice_of_occasion(occasion) for occasion in book.occasions if occasion.timing in ("", Timing.PHASE)]
    slices = [ALL] if context.whole else of_phase
    honoured = any(book.value("award:all", measure, slice).value for slice in slices for measure in PAIR)
    return granted_and_proposed(book, context) | {
        "chưa có quyết định khen thưởng": None
        if honoured
        else NOT_DECIDED.format(f"năm {context.campaign.year}" if context.whole else context.words["đợt"]),
        **dict.fromkeys((OCCASION, *OF_A_TITLE)),
        **_by_title(book),
        **_persons(book),
        "ngày bình quân": _days(book.value("award:all", "days").value),
        "đề nghị Tổng Liên đoàn": _both(book, "award:sent_up"),
        "chính quyền khen": _state_titles(book),
    }


def of_occasions(book: SummaryBook, context: ReportContext, figures: Placeholders) -> list[Placeholders]:
    """Return the placeholders with the figures of one occasion each, in order."""
    return [
        Placeholders(
            {**figures.figures, **granted_and_proposed(book, context, slice_of_occasion(occasion))},
            {**figures.words, OCCASION: _on(occasion, context)},
        )
        for occasion in book.occasions
    ]


def of_titles(book: SummaryBook, figures: Placeholders) -> list[Placeholders]:
    """Return the placeholders of each title that was given, in the order of the catalogue."""
    return [
        Placeholders(
            {**figures.figures, **_of_title(book, title)}, {**figures.words, TITLE: f"{title.verb} {title.name}"}
        )
        for title in book.titles
        if title.reported is None and any(_pair(book, f"award:{title.code}"))
    ]


def _of_title(book: SummaryBook, title: TitleLabel) -> Texts:
    """Return the numbers of a title, and its numbers in the register where they are of one register and few ranges."""
    collectives, persons = _pair(book, f"award:{title.code}")
    is_of_one_register = (title.level == DecidingLevel.PROVINCE) == book.about.is_campaign_unit
    numbers = sorted(line.entry for line in book.honoured if line.code == title.code and line.entry is not None)
    texts = [paper_count(number) if number else None for number in (collectives, persons)]
    ranges = _ranges(numbers) if is_of_one_register else None
    return dict(zip(OF_A_TITLE, (None, *texts, _both(book, f"award:{title.code}"), ranges), strict=True))


def _ranges(numbers: list[int]) -> str | None:
    """Return "01 đến 12, 15" for register numbers; None without any, and when they are in many pieces."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number <= ranges[-1][-1] + 1:
            ranges[-1].append(number)
        else:
            ranges.append([number])
    return ", ".join(map(_range, ranges)) if 0 < len(ranges) <= MOST_RANGES else None


def _range(numbers: list[int]) -> str:
    first, last = paper_count(numbers[0]), paper_count(numbers[-1])
    return f"{first} đến {last}" if len(numbers) > 2 else ", ".join(dict.fromkeys((first, last)))


def _on(occasion: GivenFor, context: ReportContext) -> str:
    label = re.sub(r"(?i)^(năm học|chuyên đề)\s+", "", occasion.label)
    label = label or (context.school_year if occasion.timing == Timing.SCHOOL_YEAR else "")
    return ON_OCCASION[occasion.timing].replace("{dịp}", label).format_map(context.words).strip()


def granted_and_proposed(book: SummaryBook, context: ReportContext, slice: str = ALL) -> Texts:
    """Return what was given, agreed to and proposed, on all occasions or on one of them."""
    here = [title for title in book.titles if title.level in (DecidingLevel.PROVINCE, DecidingLevel.UPPER)]
    titles = [title for title in here if title.verb in GIVEN]
    return {
        "khen của đơn vị phát động": granted(
            book, (title for title in titles if title.level == DecidingLevel.PROVINCE), slice
        ),
        "khen của CĐ cấp trên": granted(book, (title for title in titles if title.level == DecidingLevel.UPPER), slice),
        "danh hiệu công nhận": granted(book, (title for title in here if title.verb not in GIVEN), slice),
        "khen của Tổng Liên đoàn": granted(
            book, (title for title in book.titles if title.level == DecidingLevel.CONFEDERATION), slice
        ),
        "đã xét, đề nghị khen": _both(book, "award:agreed", slice),
        "đơn vị phát động đã xét": _both(book, "award:agreed_at_launching", slice),
        "CĐ cấp trên đã xét": _both(book, "award:agreed_below", slice),
        "đã gửi hồ sơ đề nghị": _both(book, "award:waiting", slice),
    }


def granted(book: SummaryBook, titles: Iterable[TitleLabel], slice: str = ALL) -> str | None:
    """Return "tặng 02 Bằng khen cho tập thể và 08 Bằng khen cho cá nhân", verb by verb; None when nothing was given."""
    by_verb: dict[str, list[str]] = {}
    for title in titles:
        if phrases := _phrases(book, title, slice):
            by_verb.setdefault(title.verb, []).extend(phrases)
    return ", ".join(f"{verb} {join(phrases)}" for verb, phrases in by_verb.items()) or None


def _phrases(book: SummaryBook, title: TitleLabel, slice: str) -> list[str]:
    """Return "02 Bằng khen cho tập thể" and the like; a title only for one of the two does not say for whom."""
    collectives, persons = (0, 0) if title.reported else _pair(book, f"award:{title.code}", slice)
    if not (title.for_collectives and title.for_persons):
        count = collectives or persons
        return [f"{paper_count(count)} {title.form}"] if count else []
    numbers = ((collectives, "cho tập thể"), (persons, "cho cá nhân"))
    return [f"{paper_count(count)} {title.form} {whom}" for count, whom in numbers if count]


def _pair(book: SummaryBook, subject: str, slice: str = ALL) -> tuple[int, int]:
    """Return the numbers of collectives and of persons."""
    collectives, persons = (book.value(subject, measure, slice).number for measure in PAIR)
    return collectives, persons


def _by_title(book: SummaryBook) -> Texts:
    texts: Texts = {}
    for title in book.titles:
        if title.reported is None:
            collectives, persons = _pair(book, f"award:{title.code}")
            texts |= {f"{title.code} TT": paper_count(collectives)} if title.for_collectives else {}
            texts |= {f"{title.code} CN": paper_count(persons)} if title.for_persons else {}
    return texts


def _persons(book: SummaryBook) -> Texts:
    """Return the texts about persons honoured; they are unknown where there are none."""
    persons = book.value("award:all", "persons").number
    measures = {"người trực tiếp": "direct", "nữ được khen": "women", "người khối DN được khen": "in_enterprises"}
    texts: Texts = {"cá nhân được khen": paper_count(persons) if persons else None}
    for name, measure in measures.items():
        value = book.value("award:all", measure)
        texts[name] = paper_count(value.number) if persons else None
        texts[f"% {name}"] = format_percent(value.share) if persons >= book.about.limits.fewest_for_percent else None
    return texts


def _days(average: Decimal | int | None) -> str | None:
    """Return the average number of days: as a count when it is whole, else with one decimal."""
    if average is None:
        return None
    days = Decimal(average).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return paper_count(int(days)) if days == int(days) else format_number(days, 1)


def _state_titles(book: SummaryBook) -> str | None:
    """Return the titles of the state that reports name, each with its number: unlike titles are not added.

    One whose persons are among those of another stands behind it in brackets, so that nobody seems to be told twice.
    """
    numbers = {
        title.code: f"{paper_count(number)} {title.form}"
        for title in book.titles
        if title.line == TitleSystem.STATE and title.reported and (number := sum(_pair(book, f"award:{title.code}")))
    }
    among = {title.among: title.code for title in book.titles if title.code in numbers and title.among in numbers}
    phrases = [
        f"{text} (trong đó {numbers[among[code]]})" if code in among else text
        for code, text in numbers.items()
        if code not in among.values()
    ]
    return join(phrases) or None


def _both(book: SummaryBook, subject: str, slice: str = ALL) -> str | None:
    """Return "02 tập thể, 01 cá nhân", without the one of which there are none; None without any."""
    collectives, persons = _pair(book, subject, slice)
    phrases = [f"{paper_count(collectives)} tập thể"] if collectives else []
    phrases += [f"{paper_count(persons)} cá nhân"] if persons else []
    return ", ".join(phrases) or None
