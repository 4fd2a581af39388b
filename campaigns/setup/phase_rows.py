"""The phases of a campaign as rows of one form: dates, what is asked, due dates, days; and ready-made divisions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Campaign, Commemoration, DueDate, DueGroup, DueKind, Phase
from campaigns.models.commemoration import CommemorationKind, CommemorationOwner
from foundation import clock, vietnamese
from foundation.lazy_text import LazyText
from foundation.vietnamese import DateError

COLUMNS = (
    "theme", "theme_end", "starts_on", "start_is_month_only", "ends_on", "cutoff_on", "asks_pledge", "review_kind",
    "review_name", "review_date", "review_occasion",
)  # fmt: skip
DUE_FIELDS = {f"due_{kind}_{group}": (kind, group) for kind in DueKind.values for group in DueGroup.values}
"""By name of a field which due date it is: kind of work and group of units."""
DAYS = "days"
BETWEEN_WORDINGS = "|"
OWNER_WORDS = {
    CommemorationOwner.COUNTRY: ("đất nước",),
    CommemorationOwner.PROVINCE: ("địa phương", "tỉnh", "thành phố"),
    CommemorationOwner.SECTOR: ("ngành",),
    CommemorationOwner.UNION: ("tổ chức công đoàn", "công đoàn"),
}
"""How a line may say whose day it is, behind "của"."""
LONGEST = {"name": 160, "words_before": 200, "words_after": 200}
"""The most characters of the columns of a commemoration."""
EARLIEST = 1000  # first year accepted for the origin of an anniversary
DueDays = Mapping[tuple[str, str], date | None]
"""By kind of work and group of units the day at whose end it is due; None for no due date."""
PhaseValues = dict[str, Any]
"""What a row of the form holds: `id` (None of a new phase), `COLUMNS`, `DUE_FIELDS`, and the text of `DAYS`."""


def stored_phases(campaign: Campaign) -> list[PhaseValues]:
    """Return the planned phases of a campaign in order."""
    phases = Phase.objects.alive().filter(campaign=campaign).select_related("campaign").with_days()
    return [values_of(phase) for phase in phases.order_by("number")]


def values_of(phase: Phase) -> PhaseValues:
    dues = {(due.kind, due.group): timezone.localdate(due.at) for due in phase.due_dates.all()}
    return {
        "id": phase.pk,
        **{name: getattr(phase, name) for name in COLUMNS},
        **{name: dues.get(key) for name, key in DUE_FIELDS.items()},
        DAYS: "\n".join(day_line(day) for day in phase.days),
    }


def write_due_dates(phase: Phase, days: DueDays) -> None:
    """Write the due dates of a phase; each is stored as the end of its day in local time."""
    for (kind, group), day in days.items():
        if day is None:
            phase.due_dates.filter(kind=kind, group=group).delete()
        else:
            at = clock.end_of_day(day)
            DueDate.objects.update_or_create(phase=phase, kind=kind, group=group, defaults={"at": at})


def day_line(day: Commemoration) -> str:
    """Return a commemoration as it is typed: its name, day or month, whose it is, its two wordings."""
    pieces = [day.name]
    if day.date:
        written = vietnamese.format_date(day.date)
        pieces.append(written[3:] if day.is_month_only else written)
    if day.owner_words:
        pieces.append(day.owner_words)
    if day.words_before or day.words_after:
        pieces.append(f"{day.words_before} {BETWEEN_WORDINGS} {day.words_after}".strip())
    return "; ".join(pieces)


def day_values(line: str, starts_on: date) -> dict[str, Any]:
    """Return the columns of a commemoration from its line. Raises ValidationError.

    A day of an earlier year is an anniversary; one of the phase's time, without a day or with two wordings an event.
    """
    pieces = [piece.strip() for piece in vietnamese.clean_line(line).split(";")]
    wordings = pieces.pop() if len(pieces) > 1 and BETWEEN_WORDINGS in pieces[-1] else ""
    owner = _owner_of(pieces[-1]) if len(pieces) > 1 else None
    if owner:
        pieces.pop()
    before, _bar, after = (words.strip() for words in wordings.partition(BETWEEN_WORDINGS))
    written = pieces.pop() if len(pieces) > 1 else ""
    texts = {"name": "; ".join(pieces), "words_before": before, "words_after": after}
    for column, text in texts.items():
        limit = LONGEST[column]
        if len(text) > limit:
            sentence = _("“{line}…”: phần “{piece}…” dài quá {limit} ký tự.")
            raise ValidationError(sentence.format(line=line[:40], piece=text[:40], limit=limit))
    is_month_only = written.count("/") == 1
    day = _day_of(line, f"1/{written}" if is_month_only else written) if written else None
    is_event = day is None or is_month_only or day.year >= starts_on.year or bool(wordings)
    kind = CommemorationKind.EVENT if is_event else CommemorationKind.ANNIVERSARY
    owner = owner or CommemorationOwner.COUNTRY
    return {**texts, "date": day, "kind": kind.value, "is_month_only": is_month_only, "owner": owner.value}


def _owner_of(piece: str) -> CommemorationOwner | None:
    """Return whose day a piece of a line says it is, None if it says something else."""
    words = piece.lower().removeprefix("của ")
    return next((owner for owner in CommemorationOwner if words in OWNER_WORDS[owner]), None)


def _day_of(line: str, written: str) -> date:
    try:
        return vietnamese.parse_date(written, first_year=EARLIEST)
    except DateError as error:
        sentence = _("“{line}”: sau dấu chấm phẩy ghi ngày/tháng/năm, ví dụ Ngày Quốc tế Lao động; 1/5/1886.")
        raise ValidationError(sentence.format(line=line[:80])) from error


HALVES, QUARTERS, SCHOOL_YEAR, YEAR = "halves", "quarters", "school_year", "year"
DIVISIONS: dict[str, LazyText] = {
    HALVES: gettext_lazy("Hai đợt, mỗi đợt nửa năm"),
    QUARTERS: gettext_lazy("Bốn quý, quý I đăng ký cho cả năm"),
    YEAR: gettext_lazy("Một đợt cả năm"),
    SCHOOL_YEAR: gettext_lazy("Một năm học, từ tháng 9 đến tháng 5"),
}
ROMAN = ("I", "II", "III", "IV")


def divided(year: int, division: str) -> list[PhaseValues]:
    """Return the phases of a ready-made division of a year. The first takes the pledge of the year."""
    return list(_divided(year, division))


def _divided(year: int, division: str) -> Iterator[PhaseValues]:
    final = {"review_kind": Phase.Review.FINAL.value, "review_name": _("Tổng kết")}
    preliminary = Phase.Review.PRELIMINARY.value
    if division == HALVES:
        review = {"review_kind": preliminary, "review_name": _("Sơ kết")}
        yield _new(_("Thi đua sáu tháng đầu năm {year}").format(year=year), date(year, 1, 1), date(year, 6, 30), review)
        theme = _("Thi đua sáu tháng cuối năm {year}").format(year=year)
        yield _new(theme, date(year, 7, 1), date(year, 12, 31), final)
    elif division == QUARTERS:
        ends = ((3, 31), (6, 30), (9, 30), (12, 31))
        for at, (quarter, (month, day)) in enumerate(zip(ROMAN, ends, strict=True)):
            review = {"review_kind": preliminary, "review_name": _("Sơ kết quý {quarter}").format(quarter=quarter)}
            theme = _("Thi đua quý {quarter} năm {year}").format(quarter=quarter, year=year)
            if month == 12:  # the review of the last quarter is that of the year, which gives the phase its name
                review = final | {"review_name": _("Tổng kết quý {quarter} và cả năm").format(quarter=quarter)}
            yield _new(theme, date(year, month - 2, 1), date(year, month, day), review, asks_pledge=at == 0)
    elif division == SCHOOL_YEAR:
        theme = _("Thi đua năm học {school_year}").format(school_year=f"{year}-{year + 1}")
        yield _new(theme, date(year, 9, 1), date(year + 1, 5, 31), final)
    else:
        yield _new(_("Thi đua năm {year}").format(year=year), date(year, 1, 1), date(year, 12, 31), final)


def _new(theme: str, first: date, last: date, review: dict[str, Any], *, asks_pledge: bool = True) -> PhaseValues:
    empty = dict.fromkeys((*COLUMNS, *DUE_FIELDS, DAYS), "") | dict.fromkeys(DUE_FIELDS)
    own = {"id": None, "theme": theme, "starts_on": first, "ends_on": last, "asks_pledge": asks_pledge}
    return empty | {"cutoff_on": None, "review_date": None, "start_is_month_only": False} | own | review
