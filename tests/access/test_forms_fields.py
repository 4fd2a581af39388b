"""Tests that columns a form does not offer cannot be posted: the same is saved with them as without."""

import re
from datetime import UTC, datetime

import pytest
from django.db import models as columns

from foundation import clock
from tests.support import tally, unchecked_view
from tests.support.access_walk import Drawing, Walk
from tests.support.casts import models
from tests.support.learned_forms import Learner, learned, ways
from tests.support.table_snapshots import Attack, references, types_told_of

pytestmark = [pytest.mark.deep, pytest.mark.django_db]
RANDOM = ("uuid", "password", "code")  # drawn by lot
UUID = "8f0e0f5c-6a3e-4c39-9d5e-0e6d3f9a7b11"
DRAWN = re.compile(rf"(?!{UUID})[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}")
ASKED_ELSEWHERE = {"decisions/new/": {"organ"}}  # by the desk of appraisal, when a title may be given by several
PLAUSIBLE = (
    (columns.BooleanField, "on"),
    (columns.ForeignKey, "1"),
    (columns.DateTimeField, "2014-02-03 04:05"),
    (columns.DateField, "3/2/2014"),
    (columns.UUIDField, UUID),
    (columns.IntegerField, "7"),
    (columns.DecimalField, "7"),
    (columns.JSONField, "{}"),
)


@pytest.fixture
def walk(province, monkeypatch, settings):
    return Walk(province, Drawing(monkeypatch, settings))


def every_column():
    """Return a plausible value for every column of every table, by the names a form would use."""
    values = {}
    for model in models():
        for field in model._meta.concrete_fields:
            value = next((value for kind, value in PLAUSIBLE if isinstance(field, kind)), "accepted")
            values |= {field.name: [value], field.attname: [value]}
    return values


def saved(outcome):
    """Return the rows written, without what differs between two acts: new ids, the second, random values."""
    names, fresh = references(), outcome.after.keys() - outcome.before.keys()
    return sorted(DRAWN.sub("uuid", repr(told(key, outcome, dict(names[key[0]]), fresh))) for key in outcome.changed())


def told(key, outcome, named, fresh):
    row = outcome.after.get(key, {})
    about = (types_told_of().get(row.get("target_type_id")), row.get("target_id"))
    said = {}
    for name, value in row.items():
        new = key in fresh and name in ("id", *RANDOM)
        if new or (name in named and (named[name], value) in fresh) or (name == "target_id" and about in fresh):
            said[name] = "new"
        elif name in RANDOM and value != outcome.before[key][name]:
            said[name] = "another"
        else:
            said[name] = "now" if isinstance(value, datetime) and is_now(value) else value
    return key[0], None if key in fresh else key[1], said


def is_now(moment):
    """Return whether a moment is now, by the portal's clock or the machine's."""
    return moment.date() in (clock.now().date(), datetime.now(tz=UTC).date())


def taken(walk, ways):
    """Return the forms that save something else when they are sent columns they do not offer."""
    everything, wrong = every_column(), {}
    for way in ways:
        offered = way.offered | set(way.held) | ASKED_ELSEWHERE.get(way.route, set())
        extra = {name: value for name, value in everything.items() if name not in offered}
        with Attack(walk, way).begun() as attack:
            plain, loaded = attack.sent(way.held), attack.sent(extra | way.held)
            if (plain.status, saved(plain)) != (loaded.status, saved(loaded)):
                wrong[str(way), way.path] = differences(saved(plain), saved(loaded)) or (plain.status, loaded.status)
    return wrong


def differences(plain, loaded):
    return [row for row in loaded if row not in plain] + [row for row in plain if row not in loaded]


def test_columns_that_a_form_does_not_offer_are_not_saved(walk, monkeypatch, pytestconfig):
    forms = [way for way in learned(walk, monkeypatch, pytestconfig) if way.method == "POST"]
    assert taken(walk, forms) == {}
    tally.count("columns not offered", "forms", len(forms))
    tally.count("columns not offered", "columns", len(every_column()))


def test_a_view_that_takes_a_column_it_does_not_offer_is_found(walk, monkeypatch, settings):
    settings.ROOT_URLCONF = unchecked_view.__name__
    careless = Learner(walk, monkeypatch).learn(ways(walk, unchecked_view.rows()))
    assert [path for _way, path in taken(walk, careless[1:])] == ["/careless/"]
