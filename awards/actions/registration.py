"""Checks of the number and date that the registry gave a decision: what is refused, what must be confirmed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from awards.models import Decision, Timing
from campaigns.launch_document import first_day
from foundation import clock, vietnamese
from units.models import Unit
from units.registration import (
    BadRegistration,
    DocumentKind,
    RegistrationCheck,
    UsedNumber,
    check_registration,
    number_key,
    require_registration,
)
from units.signing import check_signed_day

EXAMPLE = "45a/QĐ-LĐLĐ"
"""A number of a decision."""


def registered(decision: Decision, number: str, dated_on: date, *, confirmed: str = "") -> dict[str, Any]:
    """Return the columns of number and date. Raises BadRegistration."""
    number = vietnamese.clean(number)
    require_registration(registration_check(decision, number, dated_on), confirmed)
    return {"number": number, "number_key": number_key(number), "year": dated_on.year, "dated_on": dated_on}


def signed_by(name: str, position: str) -> dict[str, str]:
    """Return the columns of the signer. Raises BadRegistration without a name."""
    if not (name := vietnamese.clean(name)):
        raise BadRegistration({"signer_name": _("Xin nhập họ tên người ký.")})
    return {"signer_name": name, "signer_position": vietnamese.clean(position)}


def registration_check(decision: Decision, number: str, dated_on: date) -> RegistrationCheck:
    """Return what is refused and what must be confirmed about the number and date of a decision."""
    check = check_registration(
        number,
        dated_on,
        unit=decision.unit,
        kind=_kind_of(decision),
        earliest=_earliest(decision),
        today=clock.today(),
    )
    before = _amended_on(decision)
    if "dated_on" not in check.refusals and before and dated_on < before:
        sentence = _("Ngày ký không thể trước ngày của quyết định được sửa ({day}).")
        refusals = check.refusals | {"dated_on": sentence.format(day=vietnamese.format_date(before))}
        check = RegistrationCheck(refusals, check.questions)
    return check_signed_day(check, decision, dated_on)


def _kind_of(decision: Decision) -> DocumentKind:
    """Return how numbers of this decision are checked.

    A unit uses a number once a year, but several drafts may record one paper of a higher body.
    """

    def find_used(unit: Unit, key: str, year: int) -> UsedNumber | None:
        issued = Decision.objects.issued().filter(unit=unit, organ=decision.organ, number_key=key, year=year)
        other = issued.exclude(pk=decision.pk).select_related("unit").first()
        return UsedNumber(other.written_number, other.dated_on) if other and other.dated_on else None

    return DocumentKind(_("quyết định"), _("Ngày ký"), EXAMPLE, find_used, once=not decision.organ)


def _earliest(decision: Decision) -> date:
    """Return the earliest date: the start of the phase for phase and theme awards, else of the campaign."""
    of_phase = decision.timing in (Timing.PHASE, Timing.THEME)
    return decision.phase.starts_on if of_phase else first_day(decision.campaign)


def _amended_on(decision: Decision) -> date | None:
    """Return the date of the decision that this one corrects, adjusts or annuls, or None."""
    return decision.corrections.aggregate(day=Max("award__decision__dated_on"))["day"]


def number_taken(decision: Decision) -> str:
    """Return the sentence for a number that another decision was given at the same moment."""
    check = registration_check(decision, decision.number, decision.dated_on or clock.today())
    return check.refusals.get("number", _("Số này vừa được dùng cho quyết định khác. Xin kiểm tra sổ văn thư."))
