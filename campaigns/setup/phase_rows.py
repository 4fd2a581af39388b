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
from campaigns.models.commemoration import CommemorationKind
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
    """Return a commemoration as it is typed: its name, a semicolon and its day or month."""
    if day.date is None:
        return day.name
    written = vietnamese.format_date(day.date)
    return f"{day.name}; {written[3:] if day.is_month_only else written}"


def day_values(line: str, starts_on: date) -> dict[str, Any]:
    """Return the columns of a commemoration from its line. Raises ValidationError.

    A day of an earlier year is an anniversary, one of the phase's time or without a day an event.
    """
    name, _semicolon, written = (piece.strip() for piece in vietnamese.clean_line(line).rpartition(";"))
    if not name:
        return {"name": written, "date": None, "kind": CommemorationKind.EVENT.value, "is_month_only": False}
    is_month_only = written.count("/") == 1
    try:
        day = vietnamese.parse_date(f"1/{written}" if is_month_only else written, first_year=EARLIEST)
    except DateError as error:
        sentence = _("“{line}”: sau dấu chấm phẩy ghi ngày/tháng/năm, ví dụ Ngày Quốc tế Lao động; 1/5/1886.")
        raise ValidationError(sentence.format(line=line[:80])) from error
    is_event = is_month_only or day.year >= starts_on.year
    kind = CommemorationKind.EVENT if is_event else CommemorationKind.ANNIVERSARY
    return {"name": name, "date": day, "kind": kind.value, "is_month_only": is_month_only}


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
            whole = final if month == 12 else review
            yield _new(theme, date(year, month - 2, 1), date(year, month, day), whole, asks_pledge=at == 0)
    elif division == SCHOOL_YEAR:
        theme = _("Thi đua năm học {school_year}").format(school_year=f"{year}-{year + 1}")
        yield _new(theme, date(year, 9, 1), date(year + 1, 5, 31), final)
    else:
        yield _new(_("Thi đua năm {year}").format(year=year), date(year, 1, 1), date(year, 12, 31), final)


def _new(theme: str, first: date, last: date, review: dict[str, Any], *, asks_pledge: bool = True) -> PhaseValues:
    empty = dict.fromkeys((*COLUMNS, *DUE_FIELDS, DAYS), "") | dict.fromkeys(DUE_FIELDS)
    own = {"id": None, "theme": theme, "starts_on": first, "ends_on": last, "asks_pledge": asks_pledge}
    return empty | {"cutoff_on": None, "review_date": None, "start_is_month_only": False} | own | review
