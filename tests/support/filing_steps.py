"""Brings sheets to a status by the real actions, on the days of the field's campaign."""

from datetime import date

from campaigns.actions import filings, reviews
from campaigns.models import Filing
from foundation import clock
from tests.support.world import draft

PLEDGING = "2015-02-25T09:00+07:00"
REPORTING = "2015-07-08T09:00+07:00"
SECOND = "2015-07-20T09:00+07:00"
AGAIN = date(2015, 3, 6)

WATER = {
    "uuid": "0b1f6a52-8f0e-4d4c-9a68-6a1f9f1f2a02",
    "kind": "product",
    "title": "Vòi nước rửa tay cho học sinh bán trú",
    "authors": "Tổ Hóa - Sinh",
    "author_class": "manager",
    "expected_value": "46.000.000",
    "no_money": "",
    "due_on": "19/05/2015",
    "welcomes": "",
}


def drafted(world, unit="school", kind="pledge", who="owner", number=1, **changes):
    """Return a sheet with every question answered, not submitted."""
    sheet = world.sheet(unit, kind, number)
    draft(sheet, by=world.by(who), **changes)
    return sheet


def sent(world, unit="school", kind="pledge", who="owner", number=1, **changes):
    sheet = drafted(world, unit, kind, who, number, **changes)
    filings.submit(sheet, by=world.by(who, "officer"))
    return sheet


def returned(world, *args, reviewer="district", **changes):
    sheet = sent(world, *args, **changes)
    reviews.return_(sheet, reason="Thiếu DH01", due_on=AGAIN, by=world.by(reviewer, "reviewer"))
    return sheet


def accepted(world, *args, reviewer="district", **changes):
    sheet = sent(world, *args, **changes)
    reviews.accept(sheet, by=world.by(reviewer, "reviewer"))
    return sheet


def pledged(world, **changes):
    """Return the school's pledge of phase 1, accepted in February."""
    with clock.travel(PLEDGING):
        return accepted(world, **changes)


def seen(sheet):
    """Return the sheet's columns as a dict, read anew from the database."""
    return type(sheet).objects.filter(pk=sheet.pk).values()[0]


def rows(sheet):
    """Return the figures of a sheet: code → value, or (numerator, denominator)."""
    values = {}
    submission = Filing.objects.get(pk=sheet.pk).current_submission
    for figure in submission.figures.select_related("indicator") if submission else ():
        ratio = figure.value is None
        values[figure.indicator.code] = (figure.numerator, figure.denominator) if ratio else figure.value
    return values
