"""The log of an inspection: an event for each page and file that its people open."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from foundation import clock
from units.acting import Acting
from units.history import record
from units.models import Event, Post

VERB = "open_page"


@transaction.atomic
def log_page(post: Post, address: str, title: str, *, by: Acting) -> None:
    """Write an event about an inspection's post, unless this day has one of this address."""
    yesterday = clock.end_of_day(clock.today() - timedelta(days=1))
    today = Event.objects.about(post).filter(verb=VERB, at__gt=yesterday)
    if not today.filter(personal__data__changes__has_key=address).exists():
        record(post, VERB, by=by, post=post, unit=post.unit, changes={address: ["", title]})
