"""Tests hostile values in every field and query: none causes a server error or a partial save."""

import gc

import pytest

from tests.support import tally, unchecked_view
from tests.support.access_walk import Drawing, Walk
from tests.support.hostile_values import BODIES, COUNTS, NASTIEST, VALUES
from tests.support.json_log import json_log
from tests.support.learned_forms import Learner, learned, ways
from tests.support.table_snapshots import Attack

pytestmark = [pytest.mark.long, pytest.mark.sqlite(deep="both"), pytest.mark.django_db]
LONG = 100_000  # characters of a value


@pytest.fixture
def walk(province, monkeypatch, settings):
    return Walk(province, Drawing(monkeypatch, settings))


def all_fields(way, values):
    """Yield one value after another, in all fields at once."""
    for told, value in values.items():
        yield told, way.held | {name: [value] for name in way.names}


def each_field(way, values):
    """Yield every value in every field by itself."""
    for name in way.names_once:
        for told, value in values.items():
            yield (name, told), way.held | {name: [value]}


def each_count(way, counts):
    """Yield formsets that claim to have any number of rows, or nothing."""
    for name in way.names:
        if name.endswith("_FORMS"):
            yield from (((name, told), way.held | {name: [count]}) for told, count in counts.items())
            yield (name, "missing"), {other: value for other, value in way.held.items() if other != name}


def fault(outcome):
    """Return what is wrong with an answer: a server error, or rows saved though it was no success."""
    if outcome.status >= 500:
        return outcome.status
    return "half saved" if outcome.status != 302 and outcome.saved() else None


def faults(walk, targets, sendings, values=None):
    """Return the ways and fields answered with a server error or half saved, and the number tried."""
    wrong, tried = {}, 0
    for way in targets:
        with Attack(walk, way).begun() as attack:
            for told, typed in sendings(way, values):
                tried += 1
                problem = fault(attack.sent(typed, unread=302))
                if problem:
                    wrong[str(way), told] = problem
        if values and max(map(len, values.values())) > LONG:
            gc.collect()  # pages that showed them refer to themselves, and would pile up to gigabytes
    return wrong, tried


def by_method(walk, monkeypatch, config, method):
    return [way for way in learned(walk, monkeypatch, config) if way.method == method and way.names]


def quoted(lines):
    """Return the lines of the log in which a value that was sent is quoted."""
    long = [value for value in NASTIEST.values() if len(value) > 6]
    return [line for line in lines if any(value in str(part) for value in long for part in line.values())]


def test_the_nastiest_values_in_every_form_are_no_fault(walk, monkeypatch, pytestconfig):
    forms = by_method(walk, monkeypatch, pytestconfig, "POST")
    with json_log() as lines:
        wrong, tried = faults(walk, forms, all_fields, NASTIEST)
    assert wrong == {}
    assert quoted(lines()) == []
    count("forms", forms, tried)


def test_the_nastiest_values_in_every_query_are_no_fault(walk, monkeypatch, pytestconfig):
    queries = by_method(walk, monkeypatch, pytestconfig, "GET")
    one_by_one, tried = faults(walk, queries, each_field, {"NUL and a lone surrogate": "\x00\ud800a"})
    with json_log() as lines:
        together, more = faults(walk, queries, all_fields, NASTIEST)
    assert one_by_one | together == {}
    assert quoted(lines()) == []
    count("queries", queries, tried + more)


@pytest.mark.deep
@pytest.mark.parametrize("counts", [COUNTS[:1], COUNTS], ids=["one", "all"])
def test_formsets_of_any_number_of_rows_are_no_fault(walk, monkeypatch, pytestconfig, counts):
    formsets = [
        way
        for way in by_method(walk, monkeypatch, pytestconfig, "POST")
        if counts is COUNTS or way.route.endswith("phase/add/")
    ]
    wrong, tried = faults(walk, formsets, each_count, {count[:12]: count for count in counts})
    assert wrong == {}
    assert tried
    tally.count("hostile values", "counts of formsets", tried)


@pytest.mark.deep
@pytest.mark.parametrize("body", BODIES)
def test_bodies_that_no_browser_sends_are_no_fault(walk, monkeypatch, pytestconfig, body):
    wrong = {}
    for way in by_method(walk, monkeypatch, pytestconfig, "POST")[::7]:
        with Attack(walk, way).begun() as attack:
            problem = fault(attack.sent_raw(*BODIES[body]))
            if problem:
                wrong[str(way)] = problem
    assert wrong == {}


@pytest.mark.deep
@pytest.mark.parametrize("told", VALUES)
def test_every_hostile_value_in_every_field_is_no_fault(walk, monkeypatch, pytestconfig, told):
    targets = learned(walk, monkeypatch, pytestconfig)
    wrong, tried = faults(walk, targets, each_field, {told: VALUES[told]})
    assert wrong == {}
    count("fields, one by one", targets, tried)


@pytest.mark.deep
@pytest.mark.parametrize("body", BODIES)
def test_bodies_that_no_browser_sends_to_every_address_are_no_fault(walk, monkeypatch, pytestconfig, body):
    forms = [way for way in learned(walk, monkeypatch, pytestconfig) if way.method == "POST"]
    wrong = {}
    for way in forms:
        with Attack(walk, way).begun() as attack:
            problem = fault(attack.sent_raw(*BODIES[body]))
            if problem:
                wrong[str(way)] = problem
    assert wrong == {}
    tally.count("hostile values", "bodies", len(forms))


def test_a_view_that_reads_without_care_and_one_that_half_saves_are_found(walk, monkeypatch, settings):
    settings.ROOT_URLCONF = unchecked_view.__name__
    careless = Learner(walk, monkeypatch).learn(ways(walk, unchecked_view.rows()))
    wrong, _tried = faults(walk, careless[1:], each_field, {"letters": "abc", "two digits": "10"})
    assert wrong == {
        (str(careless[1]), ("unit", "letters")): 500,
        (str(careless[1]), ("order", "two digits")): "half saved",
    }


def count(what, targets, tried):
    tally.count("hostile values", what, len({(way.method, way.path) for way in targets}))
    tally.count("hostile values", "requests", tried)
