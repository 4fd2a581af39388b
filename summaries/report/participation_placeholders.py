"""The placeholders about who takes part: units that pledged and reported, bases of figures, and headcounts."""

from __future__ import annotations

from campaigns.figures.address import ALL, FigureValue
from campaigns.figures.count_provider import BY_SEX, EXPECTED, IN_YEAR, LATE, MISSING, OCCUPATIONAL, ON_TIME, RECEIVED
from campaigns.lifecycle import FilingStatus
from campaigns.models import DueKind, FilingKind
from foundation.vietnamese import paper_count, percent, quantity_word
from summaries.figures.book import SummaryBook
from summaries.report.assessment import Texts, missing_places
from summaries.report.context import ReportContext, in_a_sentence
from summaries.report.figure_texts import count_text, share, share_of_many
from summaries.report.indicator_placeholders import ADMINISTRATIVE, ENTERPRISE
from summaries.report.phrases import (
    ALL_EXCUSED,
    ALL_IN_TIME,
    ALL_LATE,
    IN_TIME,
    NOBODY_PLEDGED,
    NOBODY_REPORTED,
    OF_EARLIER_PHASES,
    OF_PARAGRAPH,
    OF_REPORT,
    OF_SOME,
    OF_SOME_IN_YEAR,
    ONE_LATE,
    SOME_LATE,
    SOME_MISSING,
    STILL_MISSING,
)
from summaries.sentences.names import NAMED
from summaries.sentences.templates import BASE
from units.models import Bloc
from units.models.vocabulary import bloc_name


def _pledged(book: SummaryBook) -> FigureValue:
    """Return how many pledged of how many: of a year in any of its phases."""
    in_year, pledged_in_year = (book.value(f"units:{name}", "units") for name in IN_YEAR)
    if in_year.value is None or pledged_in_year.value is None:
        return book.value(f"count:{FilingKind.PLEDGE.value}", RECEIVED)
    return pledged_in_year._replace(base=(pledged_in_year.number, in_year.number))


def expected_units(book: SummaryBook) -> dict[str, str]:
    """Return of how many units sheets are expected: words, so that "0/04" alone prints no sentence."""
    return {
        "đơn vị thuộc diện đăng ký": paper_count(whole_of(_pledged(book))),
        "đơn vị thuộc diện báo cáo": paper_count(book.value(f"count:{FilingKind.REPORT.value}", EXPECTED).number),
    }


def participation(book: SummaryBook, context: ReportContext) -> Texts:
    """Return who pledged and reported. Nobody is missing before the day by which sheets are due."""

    def value(measure: str) -> FigureValue:
        return book.value(f"count:{FilingKind.REPORT.value}", measure)

    pledged, reported = _pledged(book), value(RECEIVED)
    limits, are_reports_due = book.about.limits, context.is_due(DueKind.REPORT)
    missing_reports = value(MISSING).number if are_reports_due else 0
    is_any_missing = missing_reports and reported.number
    no_places = dict.fromkeys(("nơi chưa báo cáo", f"nơi chưa báo cáo{NAMED}"))
    texts = _bases(book, context) | (missing_places(book) if missing_reports else no_places)
    if not whole_of(reported):
        texts["hạn báo cáo"] = None
    return texts | {
        "đơn vị đã đăng ký": count_text(pledged.value),
        "% đăng ký": share_of_many(pledged, limits),
        "chưa có đăng ký": _nobody(book, FilingKind.PLEDGE, pledged),
        "tình hình chưa đăng ký": _who_pledged(pledged, is_due=context.is_due(DueKind.PLEDGE)),
        "đơn vị đã báo cáo": count_text(reported.value),
        "% báo cáo": share_of_many(reported, limits),
        "chưa có báo cáo": _nobody(book, FilingKind.REPORT, reported),
        "báo cáo đúng hạn": count_text(value(ON_TIME).value),
        "báo cáo muộn": count_text(value(LATE).value),
        "thời gian gửi báo cáo": _when_reported(value(ON_TIME).number, value(LATE).number),
        "đa số báo cáo đúng hạn": _most_in_time(book),
        "chưa báo cáo": count_text(missing_reports) if are_reports_due else None,
        "còn chưa báo cáo": STILL_MISSING.format(count_text(missing_reports)) if is_any_missing else None,
        "đơn vị còn chưa báo cáo": count_text(missing_reports) if missing_reports else None,
    }


def whole_of(value: FigureValue) -> int:
    """Return of how many a count is."""
    return (value.base[1] or 0) if value.base else 0


def _nobody(book: SummaryBook, kind: FilingKind, received: FigureValue) -> str | None:
    """Return that nobody sent a sheet, or that all are excused; None as soon as somebody did, and of no unit."""
    if received.number:
        return None
    if whole_of(received):
        return NOBODY_PLEDGED if kind == FilingKind.PLEDGE else NOBODY_REPORTED
    excused = book.value(f"count:{kind.value}", "units", ALL, FilingStatus.EXCUSED).number
    return ALL_EXCUSED.format("đăng ký" if kind == FilingKind.PLEDGE else "báo cáo") if excused else None


def _when_reported(in_time: int, late: int) -> str | None:
    """Return how many reported in time and how many late; None where that need not be said, and of one or two."""
    if in_time and late:
        return SOME_LATE.format(count_text(in_time), count_text(late))
    if late:
        return ALL_LATE if late > 1 else ONE_LATE
    return ALL_IN_TIME if in_time > 2 else None


def _who_pledged(pledged: FigureValue, *, is_due: bool) -> str | None:
    """Return, once pledges are due, how many did not pledge; None where all did, nobody did, and of one unit."""
    number, whole = pledged.number, whole_of(pledged)
    is_said = is_due and number and 1 < whole != number
    return SOME_MISSING.format(paper_count(whole - number)) if is_said else None


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
    phase, which = context.phase.words, OF_REPORT if context.whole else OF_PARAGRAPH
    texts: Texts = {}
    occupational = book.value(f"count:{FilingKind.REPORT.value}", EXPECTED, OCCUPATIONAL).number
    for suffix, slice, whom in (
        ("", ALL, "đơn vị"),
        (" HCSN", ADMINISTRATIVE, f"đơn vị {in_a_sentence(bloc_name(Bloc.ADMINISTRATIVE))}"),
        (" DN", ENTERPRISE, "doanh nghiệp, nghiệp đoàn" if occupational else "doanh nghiệp"),
    ):
        accepted = book.value(f"count:{FilingKind.REPORT.value}", "units", slice, FilingStatus.ACCEPTED).number
        expected = book.value(f"count:{FilingKind.REPORT.value}", EXPECTED, slice).number
        numbers = paper_count(accepted), paper_count(expected), whom
        words = OF_SOME_IN_YEAR.format(which, phase, *numbers) if of_year else OF_SOME.format(which, *numbers)
        if of_year and not accepted:
            words = OF_EARLIER_PHASES.format(which, phase)
        is_of_some = accepted < expected and (accepted or of_year)
        texts[f"{BASE}{suffix}"] = words if is_of_some else None
    return texts


def headcounts(book: SummaryBook) -> Texts:
    def units(name: str, slice: str = ALL) -> int:
        return book.value(f"units:{name}", "units", slice).number

    workers, members, women = (
        book.value(f"people:{name}", "persons").value for name in ("workers", "members", "women")
    )
    small, grassroots, occupational = units("small"), units("grassroots"), units("grassroots", OCCUPATIONAL)
    is_many = grassroots >= book.about.limits.fewest_for_percent
    forms = [
        (in_a_sentence(bloc_name(Bloc.ADMINISTRATIVE)), units("grassroots", ADMINISTRATIVE)),
        (in_a_sentence(bloc_name(Bloc.ENTERPRISE)), units("grassroots", ENTERPRISE) - occupational),
        ("nghiệp đoàn", occupational),
    ]
    parts = [f"{name} {paper_count(number)}" for name, number in forms if number]
    kinds = ["công đoàn cơ sở"] * (grassroots > occupational) + ["nghiệp đoàn"] * bool(occupational)
    return {
        "tổ chức cơ sở": f"{paper_count(grassroots)} {', '.join(kinds)}" if grassroots else None,
        "cơ cấu cơ sở": ", ".join(parts) if len(parts) > 1 else None,
        "số CĐ cấp trên": count_text(units("uppers")) if book.about.is_campaign_unit else None,
        "số cơ sở": count_text(grassroots),
        "số cơ sở HCSN": count_text(units("grassroots", ADMINISTRATIVE)),
        "số cơ sở DN": count_text(units("grassroots", ENTERPRISE) - occupational),
        "số nghiệp đoàn": count_text(occupational),
        "số người lao động": count_text(workers),
        "số đoàn viên": count_text(members),
        "số nữ": count_text(women),
        "% nữ": _share_of_women(book),
        # named after the first campaign's limit; how many members it is says "mức đơn vị nhỏ"
        "số cơ sở dưới 30 đoàn viên": count_text(small) if small else None,
        "% cơ sở dưới 30 đoàn viên": share(percent(small, grassroots)) if small and is_many else None,
        "mức đơn vị nhỏ": str(book.about.small_below),
    }


def _share_of_women(book: SummaryBook) -> str | None:
    """Return the share of women in the workers of those unions that gave a number of women; said so if not all did."""
    women, workers, by_sex = (
        book.value(subject, measure).value
        for subject, measure in (("people:women", "persons"), ("people:workers", "persons"), ("people:workers", BY_SEX))
    )
    text = share(percent(women, workers if by_sex is None else by_sex))
    return text if by_sex in (None, workers) else f"{text} (tính trên các cơ sở có số liệu về nữ)"
