"""Tests that no event is passed over by a seal, and that two who seal at once make one chain."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from foundation import clock
from foundation.db.settled import settled_up_to
from tests.support.casts import copied
from tests.support.racing import race
from tests.support.world import build
from units import sealing
from units.history import record
from units.models import Event, Seal, Unit

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
AT = clock.parse("2015-07-20T09:00+07:00")


def act():
    return record(Unit.objects.earliest("pk"), "act", by=None)


@pytest.fixture
def history(transactional_db, monkeypatch):
    monkeypatch.setattr(sealing, "MOST", 7)
    with clock.travel(AT):
        copied(build)
        for _event in range(30):
            act()
    with clock.travel(AT + timedelta(hours=2)):
        yield


def test_an_event_of_a_transaction_that_goes_on_is_waited_for(history):
    written, may_end = Barrier(2), Barrier(2)

    def act_slowly():
        with transaction.atomic():
            act()
            written.wait(timeout=30)
            may_end.wait(timeout=30)
        connection.close()

    slow = Thread(target=act_slowly)
    slow.start()
    written.wait(timeout=30)
    later = act()  # its key is larger, and it is there first
    assert Event.objects.order_by("-pk").values_list("pk", flat=True).first() == later.pk  # the control: passed over
    assert (settled_up_to(Event), sealing.seal_history(), Seal.objects.count()) == (None, "", 0)
    may_end.wait(timeout=30)
    slow.join(timeout=30)
    assert settled_up_to(Event) == later.pk
    assert Event.objects.filter(pk=later.pk - 1).exists()
    sealing.seal_history()
    assert sealing.verify().broken == ""


def test_two_who_seal_at_once_make_one_chain(history, trials):
    for trial in range(trials):
        for _event in range(7 * (trial > 0)):
            act()
        assert race(sealing.seal_history, sealing.seal_history) == [None, None]
        numbers = list(Seal.objects.values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1)) != []
        assert sealing.verify().broken == ""
