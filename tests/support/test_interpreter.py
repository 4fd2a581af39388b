"""Collecting garbage seldom still saves time: if this fails, remove it from tests/support/interpreter.py."""

import gc
import time
from contextlib import contextmanager

import pytest

from tests.support.interpreter import SELDOM, USUAL

pytestmark = pytest.mark.sqlite  # asks no database


def seconds_of_collecting(threshold):
    """Processor seconds spent on garbage while half a million objects are made, a fifth of which stays."""
    with thresholds(threshold), collections_timed() as seconds:
        kept = []
        for number in range(100_000):
            row = [[number] for _ in range(5)]
            kept.append(row[0])
    return sum(seconds)


@contextmanager
def thresholds(threshold):
    before = gc.get_threshold()
    gc.set_threshold(*threshold)
    yield
    gc.set_threshold(*before)


@contextmanager
def collections_timed():
    seconds = []

    def note(phase, _info):
        now = time.thread_time()
        seconds.append(-now if phase == "start" else now)

    gc.callbacks.append(note)
    yield seconds
    gc.callbacks.remove(note)


def test_collecting_seldom_takes_less_than_half_the_time():
    assert seconds_of_collecting(SELDOM) < seconds_of_collecting(USUAL) / 2
