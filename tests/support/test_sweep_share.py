"""Tests that an eighth of a sweep is tried, chosen by the seed, alike in all processes; with `--deep` all of it."""

import random

import pytest

from tests.support.sweep_share import TRIED, drawn, fewer, is_tried, lines, merge, rest_of_sweeps, share

pytestmark = pytest.mark.sqlite  # asks no database
PAIRS = [f"pair {number}" for number in range(100)]


class Config:
    """Stands in for pytest's configuration of one process of one run."""

    def __init__(self, *, seed=1, deep=False):
        self.options, self.stash = {"randomly_seed": seed, "deep": deep}, pytest.Stash()

    def getoption(self, name, default=None):
        return self.options.get(name, default)


def chosen(items=PAIRS, **options):
    return share(items, sweep="ids", config=Config(**options))


@pytest.mark.parametrize(("total", "tried"), [(0, 0), (1, 1), (8, 1), (9, 2), (100, 13)])
def test_an_eighth_is_tried_and_of_a_few_at_least_one(total, tried):
    assert len(chosen(PAIRS[:total])) == tried


def test_of_the_usual_ones_an_eighth_is_tried_and_all_others():
    def usual(pair):
        return pair != "pair 7"

    tried = fewer(PAIRS, usual, sweep="ids", config=Config())
    assert len(tried) == 14 and "pair 7" in tried
    assert tried == [pair for pair in PAIRS if pair in set(tried)]
    assert fewer(PAIRS, usual, sweep="ids", config=Config(deep=True)) == PAIRS


def test_the_seed_draws_one_of_two_for_each_text():
    draws = {seed: [drawn(pair, ("here", "there"), Config(seed=seed)) for pair in PAIRS] for seed in range(10)}
    assert draws[1] == [drawn(pair, ("here", "there"), Config(seed=1)) for pair in PAIRS]
    assert all(30 < texts.count("here") < 70 for texts in draws.values())
    assert all({"here", "there"} == set(texts) for texts in zip(*draws.values(), strict=True))


def test_of_items_that_come_one_by_one_about_an_eighth_is_tried_and_all_are_counted():
    configs = [Config(seed=seed) for seed in range(100)]
    for config in configs:
        tried = [pair for pair in PAIRS if is_tried(pair, sweep="ids", config=config)]
        assert 0 < len(tried) < 30
        assert lines(config) == [
            f"sweep of ids: {len(tried)} of 100, an eighth by seed {config.options['randomly_seed']}"
        ]
    assert all(any(is_tried(pair, sweep="ids", config=config) for config in configs) for pair in PAIRS)
    assert all(is_tried(pair, sweep="ids", config=Config(deep=True)) for pair in PAIRS)


def test_with_deep_all_are_tried():
    assert chosen(deep=True) == PAIRS


def test_every_process_of_a_run_chooses_the_same_whatever_the_order_and_keeps_its_order():
    shuffled = random.Random(5).sample(PAIRS, len(PAIRS))
    assert set(chosen(shuffled)) == set(chosen())
    assert chosen() == [pair for pair in PAIRS if pair in set(chosen())]
    assert chosen(shuffled) == [case for case in shuffled if case in set(chosen())]


def test_another_seed_chooses_others_and_after_a_few_dozen_all_have_been_tried():
    assert chosen(seed=1) != chosen(seed=2)
    assert {pair for seed in range(100) for pair in chosen(seed=seed)} == set(PAIRS)


def test_items_that_read_the_same_are_each_counted():
    assert chosen(["same"] * 16) == ["same"] * 2


def test_the_run_says_how_much_of_each_sweep_was_tried_and_by_which_seed():
    config = Config(seed=123)
    share(PAIRS, sweep="ids", config=config)
    share(PAIRS * 100, sweep="ids", config=config)
    share([1, 2], sweep="editors", config=config)
    assert lines(config) == [
        "sweep of editors: 1 of 2, an eighth by seed 123",
        "sweep of ids: 1,263 of 10,100, an eighth by seed 123",
    ]


def test_of_a_deep_run_it_says_all():
    config = Config(deep=True)
    share(PAIRS, sweep="ids", config=config)
    assert lines(config) == ["sweep of ids: 100 of 100, all of them"]


def test_what_workers_did_apart_is_added_and_what_all_of_them_met_counts_once():
    controller, workers = Config(), [Config(), Config()]
    for worker, own in zip(workers, (PAIRS[:8], PAIRS[8:24]), strict=True):
        share(PAIRS, sweep="collected by each", config=worker)
        share(own, sweep="apart", config=worker)
        merge(worker.stash[TRIED], controller)
    assert lines(controller) == [
        "sweep of apart: 3 of 24, an eighth by seed 1",
        "sweep of collected by each: 13 of 100, an eighth by seed 1",
    ]


class Case:
    """Stands in for a collected test, marked as part of a sweep or not."""

    def __init__(self, nodeid, sweep=""):
        self.nodeid, self.mark = nodeid, sweep and pytest.mark.sweep(sweep).mark

    def get_closest_marker(self, name):
        return self.mark


def test_of_tests_marked_as_a_sweep_an_eighth_of_each_function_runs_and_all_others_do():
    first = [Case(f"tests/test_a.py::test_one[{number}]", "editors") for number in range(16)]
    second = [Case(f"tests/test_a.py::test_two[{number}]", "editors") for number in range(3)]
    config = Config(seed=7)
    rest = rest_of_sweeps([*first, Case("tests/test_a.py::test_three"), *second], config)
    assert [len(set(cases) - set(rest)) for cases in (first, second)] == [2, 1]
    assert len(rest) == 16
    assert lines(config) == ["sweep of editors: 3 of 19, an eighth by seed 7"]
    assert rest_of_sweeps([*first, *second], Config(deep=True)) == []


def test_without_the_plugin_that_gives_seeds_the_same_eighth_is_tried_each_time():
    config = Config()
    del config.options["randomly_seed"]
    assert share(PAIRS, sweep="ids", config=config) == chosen(seed=0)
