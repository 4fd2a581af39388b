"""Tests that cached figures miss no act whose transaction commits after another with a later event."""

import threading
from functools import partial

import pytest
from django.db import transaction

from campaigns.actions import reviews
from campaigns.models import Filing
from foundation import clock
from summaries.figures.phase_figures import phase_figures
from summaries.figures_cache import cached_figures
from tests.support import casts
from tests.support.filing_steps import PLEDGING, sent
from tests.support.racing import race
from units.models import Event

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db):
    """The cast, committed, with pledges of the school and of the commune that await acceptance."""
    world = casts.copied()
    with clock.travel(PLEDGING):
        world.first = sent(world)
        world.second = sent(world, "commune", who="neighbour")
        yield world


def accepted_pledges(world):
    figures = cached_figures(world.phase, world.province, whole=False)
    return figures.participation.total.pledges.accepted


def test_a_transaction_that_commits_late_with_an_earlier_event_is_not_missed(world):
    written, looked = threading.Event(), threading.Event()
    by = partial(world.by, "district", "reviewer")

    def accept_slowly():
        with transaction.atomic():
            reviews.accept(world.first, by=by())
            written.set()
            assert looked.wait(20)

    def accept_and_look():
        assert accepted_pledges(world) == 0
        assert written.wait(20)
        reviews.accept(world.second, by=by())
        assert accepted_pledges(world) == 1
        looked.set()

    assert race(accept_slowly, accept_and_look) == [None, None]
    accepted = Event.objects.filter(verb="accept").order_by("pk").values_list("target_id", flat=True)
    assert list(accepted) == [world.first.pk, world.second.pk]
    assert accepted_pledges(world) == 2 == Filing.objects.filter(status="accepted").count()
    figures = cached_figures(world.phase, world.province, whole=False)
    assert figures == phase_figures(world.phase, world.province)
