"""Tests the slow path of CPython that foundation.frame_chunks avoids, counted in page faults, not in time."""

from concurrent.futures import ThreadPoolExecutor
from resource import RUSAGE_SELF, getrusage

import pytest

from foundation.frame_chunks import with_own_chunk

pytestmark = pytest.mark.sqlite  # asks no database
CALLS = 500
DEPTHS = range(300)  # together deeper than a chunk of 16 kB


def leaf(first, second, third):
    return first


def page_faults(depth):
    """Return the page faults of CALLS calls in a loop that is called so deep."""
    if depth:
        return page_faults(depth - 1)
    before = getrusage(RUSAGE_SELF).ru_minflt
    for number in range(CALLS):
        leaf(number, 1, 2)
    return getrusage(RUSAGE_SELF).ru_minflt - before


def most_page_faults():
    return max(page_faults(depth) for depth in DEPTHS)


def in_new_thread(function):
    """Call it in a thread of its own, whose frames begin in a fresh chunk."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(function).result()


def test_without_it_a_loop_at_the_end_of_a_chunk_faults_at_every_call():
    """If this fails, Python has fixed it: remove foundation.frame_chunks and its uses."""
    assert in_new_thread(most_page_faults) >= CALLS


def test_with_it_no_loop_does():
    assert in_new_thread(with_own_chunk(lambda: most_page_faults())) < CALLS
