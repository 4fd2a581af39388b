"""Checks the number and date that the registry (văn thư) gives to a document.

Impossible values are refused. Values that are possible but unusual become questions, which the user has to confirm
exactly as they were shown. Decisions, letters and summaries use the same function.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from foundation import vietnamese
from foundation.forms.edit_conflicts import fingerprint
from units.models import Unit

LONGEST_NUMBER = 40  # characters of a number
_NUMBER = re.compile(r"0*([1-9][0-9]*[^\W\d_]?)(?:[-/.][-/.&\w]*)?")
USUAL = timedelta(days=30)
"""A document gets its number and leaves the office within days of its date; a date older than this is asked about."""


@dataclass(frozen=True)
class UsedNumber:
    """The document that already has a number: the number as written, and its date."""

    number: str
    dated_on: date


@dataclass(frozen=True)
class DocumentKind:
    """A series of numbers of a unit, such as its decisions. `name` and `date_name` are the words for the document
    and its date; `find_used` returns who has a number key in a year; `once`: a used number is refused, not questioned;
    `never_early`: so is a date before the first plausible day.
    """

    name: str
    date_name: str
    example: str
    find_used: Callable[[Unit, str, int], UsedNumber | None]
    once: bool
    never_early: bool = False


@dataclass(frozen=True)
class RegistrationCheck:
    """`refusals` by field, and `questions` about values that are accepted after confirmation."""

    refusals: dict[str, str] = field(default_factory=dict)
    questions: tuple[str, ...] = ()

    @property
    def mark(self) -> str:
        """A fingerprint of the questions, sent with their confirmation; "" if there are none."""
        return fingerprint(self.questions) if self.questions else ""


class BadRegistration(Exception):
    """Number or date are refused (`errors` by field), or `questions` about them are not confirmed yet."""

    def __init__(self, errors: dict[str, str], questions: tuple[str, ...] = ()):
        super().__init__(errors, questions)
        self.errors, self.questions = errors, questions


def check_registration(
    number: str, dated_on: date, *, unit: Unit, kind: DocumentKind, earliest: date, today: date
) -> RegistrationCheck:
    """Check a number and a date. `earliest` is the first plausible day, on which the phase or campaign began."""
    refusals, questions = {}, []
    if not is_document_number(number):
        refusals["number"] = number_wanted(kind.example)
    elif used := kind.find_used(unit, number_key(number), dated_on.year):
        taken = _("Số {number} đã dùng cho {name} ngày {day}.").format(
            number=used.number, name=kind.name, day=vietnamese.format_date(used.dated_on)
        )
        if kind.once:
            refusals["number"] = taken + " " + _("Xin kiểm tra sổ văn thư.")
        else:
            questions.append(taken + " " + _("Vẫn ghi số này?"))
    if dated_on > today:
        refusals["dated_on"] = _("{date_name} không thể sau hôm nay.").format(date_name=kind.date_name)
    elif dated_on < earliest and kind.never_early:
        sentence = _("{date_name} không thể trước ngày bắt đầu đợt, phong trào ({earliest}).")
        refusals["dated_on"] = sentence.format(date_name=kind.date_name, earliest=vietnamese.format_date(earliest))
    else:
        questions += _date_questions(dated_on, kind, earliest, today)
    return RegistrationCheck(refusals, tuple(questions))


def _date_questions(dated_on: date, kind: DocumentKind, earliest: date, today: date) -> list[str]:
    words = {"date_name": kind.date_name, "day": vietnamese.format_date(dated_on)}
    if dated_on < earliest:
        sentence = _("{date_name} {day} ở trước ngày bắt đầu đợt, phong trào ({earliest}). Có đúng không?")
        return [sentence.format(earliest=vietnamese.format_date(earliest), **words)]
    if dated_on < today - USUAL:
        sentence = _("{date_name} {day} đã qua {n} ngày. Có đúng không?")
        return [sentence.format(n=(today - dated_on).days, **words)]
    return []


def require_registration(check: RegistrationCheck, confirmed: str) -> None:
    """Raise BadRegistration for refusals, and for questions unless `confirmed` is their mark."""
    if check.refusals:
        raise BadRegistration(check.refusals)
    if check.questions and confirmed != check.mark:
        raise BadRegistration({}, check.questions)


def is_document_number(number: str) -> bool:
    """True for the form of a number: 45, 045, 45a, 45a/QĐ-LĐLĐ, 45-QĐ/TU. Digits, not all of them 0, perhaps
    with a letter behind them, then perhaps the symbol of the document; gaps in a series are normal.
    """
    return len(number) <= LONGEST_NUMBER and _NUMBER.fullmatch(number) is not None


def number_key(number: str) -> str:
    """Return the key by which numbers are equal: "45" for "045/QĐ-LĐLĐ". Of other texts, what precedes the slash."""
    match = _NUMBER.fullmatch(number.strip())
    return (match[1] if match else number.split("/")[0].strip()).casefold().lstrip("0")


def checked_number(number: str, example: str) -> str:
    """Return a number as it was typed, or "". Raises ValidationError for what has not the form of a number."""
    if number and not is_document_number(number):
        raise ValidationError(number_wanted(example))
    return number


def number_wanted(example: str) -> str:
    """Return the error for a text that is no number."""
    return _("Xin nhập số như văn thư đã ghi, ví dụ 45 hoặc {example}.").format(example=example)
