"""Tests that the setting of the garbage collector spares most collections; if it fails, remove the setting."""

import gc
from contextlib import contextmanager

import pytest

from foundation import garbage
from tests.support.interpreter import SELDOM, USUAL

pytestmark = pytest.mark.sqlite  # asks no database


def collections_during(threshold):
    """Return how often Python looks for garbage while half a million objects are made, a fifth of which stays."""
    with thresholds(threshold), collections_counted() as starts:
        kept = []
        for number in range(100_000):
            row = [[number] for _ in range(5)]
            kept.append(row[0])
    return len(starts)


@contextmanager
def thresholds(threshold):
    before = gc.get_threshold()
    gc.set_threshold(*threshold)
    yield
    gc.set_threshold(*before)


@contextmanager
def collections_counted():
    starts = []

    def note(phase, info):
        if phase == "start":
            starts.append(info["generation"])

    gc.callbacks.append(note)
    yield starts
    gc.callbacks.remove(note)


def test_python_looks_for_garbage_less_than_a_tenth_as_often():
    assert collections_during(SELDOM) < collections_during(USUAL) / 10


def test_drawing_papers_and_reading_figures_leave_the_setting():
    with garbage.few_collections():
        assert gc.get_threshold() == SELDOM
    assert gc.get_threshold() == SELDOM
