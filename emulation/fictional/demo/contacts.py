"""The demo's telephones, of numbers that nobody has, and when each person last signed in."""

from __future__ import annotations

import zlib
from datetime import date, datetime, time, timedelta

from django.db.models import Min
from django.utils import timezone

from emulation.fictional.demo.files import OF_2015, DemoFiles
from emulation.fictional.demo.people import names_at_the_telephone
from units.models import Event, Unit, UnitKind, User

SILENT = 9
"""One person in so many never signed in, and one union in so many gave no telephone."""


def add_contacts(units: dict[str, Unit], files: DemoFiles = OF_2015) -> None:
    """Write the telephones of unions and people, and who answers: the reviewer, of a grassroots union who files."""
    answers = names_at_the_telephone(files)
    rows = [unit for unit in units.values() if unit.pk]
    for number, unit in enumerate(rows):
        if unit.kind == UnitKind.PROVINCE or number % SILENT:
            unit.phone = f"(025) 3 000 {number:03}"
            unit.contact_person = answers.get(unit.name, "")
    Unit.objects.bulk_update(rows, ["phone", "contact_person"])
    people = list(User.objects.order_by("pk"))
    for number, person in enumerate(people):
        if number % SILENT:
            person.phone = f"0900 000 {number:03}"
    User.objects.bulk_update(people, ["phone"])


def sign_everybody_in() -> None:
    """Let everybody have joined with their first post, and nearly all have signed in shortly before the last event."""
    today = Event.objects.latest("at").at.date()
    people = list(User.objects.annotate(first=Min("posts__since")).exclude(first=None))
    for person in people:
        chance = zlib.crc32(person.username.encode())
        day = today - timedelta(days=1 + chance % 17)
        day -= timedelta(days=max(day.weekday() - 4, 0))  # no Saturday and no Sunday
        person.date_joined = _at(person.first, 8, 0)
        if chance % SILENT:
            person.last_login = _at(day, 8 + chance % 9, chance % 60)
    User.objects.bulk_update(people, ["date_joined", "last_login"])


def _at(day: date, hour: int, minute: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))
