"""What a phase is called: by its number (đợt 1), or by the period that the name of its review says (quý I)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Protocol

from django.utils.text import capfirst

PHASE = "đợt"


class Reviewed(Protocol):
    """What a phase has its name of: its number, and what its review is called."""

    @property
    def number(self) -> int: ...
    @property
    def review_name(self) -> str: ...


class NamedPhase(Protocol):
    """A phase with its number and what it is called."""

    @property
    def number(self) -> int: ...
    @property
    def words(self) -> str: ...
    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date: ...


_REVIEW = re.compile(r"(sơ kết|tổng kết)\s+(?P<period>(?:quý|tháng|đợt|kỳ|học kỳ|giai đoạn|[\d\w]+ tháng)\b.*)", re.I)
SCHOOL_YEAR = timedelta(days=8 * 30)
_YEAR = re.compile(r"\s+năm \d{4}$")


def phase_words(review_name: str, number: int) -> str:
    """Return what a phase is called: "quý I" where its review is a "Sơ kết quý I", "đợt 1" where it is a "Sơ kết"."""
    match = _REVIEW.match(review_name)
    period = _YEAR.sub("", match["period"]).strip() if match else ""
    return period[:1].lower() + period[1:] if period else f"đợt {number}"


class PhaseNames:
    """The names of a phase, of its row as of what was stored of it."""

    @property
    def words(self: Reviewed) -> str:
        """What sentences call it: "đợt 1", or the period that its review is named after."""
        return phase_words(self.review_name, self.number)

    @property
    def heading(self: Reviewed) -> str:
        """What begins a line: "Đợt 1", "Quý I"."""
        return capfirst(phase_words(self.review_name, self.number))

    @property
    def as_phase(self: Reviewed) -> str:
        """What is opened and locked: "đợt 1", "đợt quý I"."""
        words = phase_words(self.review_name, self.number)
        return words if words.startswith(PHASE) else f"{PHASE} {words}"

    @property
    def in_list(self: Reviewed) -> int | str:
        """What a column of phases says: 1, "quý I"."""
        words = phase_words(self.review_name, self.number)
        return self.number if words == f"{PHASE} {self.number}" else words

    @property
    def review_words(self: Reviewed) -> str:
        """What its review is called beside `words`."""
        return review_words(self.review_name)


def period_words(phase: NamedPhase, *, is_only: bool) -> str:
    """Return what a report calls its phase: the only one of a campaign that says no period is the whole year, if it is
    as long as a year of work or school.
    """
    is_numbered = phase.words == f"đợt {phase.number}"
    is_long = phase.ends_on - phase.starts_on >= SCHOOL_YEAR
    return "cả năm" if is_only and is_numbered and is_long else phase.words


def review_words(review_name: str) -> str:
    """Return the name of a review without the period that it says: "Sơ kết" of "Sơ kết quý I"."""
    match = _REVIEW.match(review_name)
    return match[1] if match else review_name


def in_year(words: str, year: int | str) -> str:
    """Return a period with its year: "quý I năm 2016", "6 tháng đầu năm 2016"."""
    return f"{words} {year}" if words.endswith(" năm") else f"{words} năm {year}"
