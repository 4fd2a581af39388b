"""Tests that of two guesses at once both count, and that at the limit only one is checked."""

from contextlib import suppress
from functools import partial
from threading import Barrier, BrokenBarrierError

import pytest

from foundation.too_many_tries import TooManyTries
from tests.support.racing import FEW, TRIALS, both_look_first, race
from units.actions import guessing
from units.actions.guessing import ask
from units.models import FailureCount
from units.origin import Origin
from units.rules.guessing import Secret

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
BEFORE_THE_PAUSE = 4
FROM = Origin("192.0.2.1")


def two_at_once(failures):
    """Let two guess one name at once after so many failures; return what came of them, and how many are counted."""
    FailureCount.objects.all().delete()
    for _failure in range(failures):
        ask(Secret.PASSWORD, "owner", FROM)
    outcomes = race(*(partial(ask, Secret.PASSWORD, "owner", FROM) for _guesser in range(2)))
    errors = [type(error) for error in outcomes if error]
    return errors, list(FailureCount.objects.values_list("failures", flat=True))


def test_both_count_and_at_the_limit_one_is_checked(pytestconfig):
    for _trial in range(TRIALS if pytestconfig.getoption("--deep") else FEW):
        assert two_at_once(0) == ([], [2, 2])
        assert two_at_once(BEFORE_THE_PAUSE) == ([TooManyTries], [5, 5])


def test_a_guess_waits_for_the_one_that_is_being_counted(monkeypatch):
    lock, both = guessing.lock_counts, Barrier(2)

    def lock_and_linger(keys):
        rows = lock(keys)
        with suppress(BrokenBarrierError):  # the other waits for the lock
            both.wait(timeout=1)
        return rows

    for _failure in range(BEFORE_THE_PAUSE):
        ask(Secret.PASSWORD, "owner", FROM)
    monkeypatch.setattr(guessing, "lock_counts", lock_and_linger)
    outcomes = race(*(partial(ask, Secret.PASSWORD, "owner", FROM) for _guesser in range(2)))
    assert [type(error) for error in outcomes if error] == [TooManyTries]


def test_without_the_lock_both_are_checked_and_one_counts(monkeypatch):
    """The control."""
    for _failure in range(BEFORE_THE_PAUSE):
        ask(Secret.PASSWORD, "owner", FROM)
    both_look_first(monkeypatch, guessing, "lock_counts", lambda keys: list(FailureCount.objects.filter(pk__in=keys)))
    assert race(*(partial(ask, Secret.PASSWORD, "owner", FROM) for _guesser in range(2))) == [None, None]
    assert list(FailureCount.objects.values_list("failures", flat=True)) == [5, 5]
