"""Tests ids of another unit in every field and query of every form: nothing out of reach is changed or named."""

import re
from collections import defaultdict
from itertools import groupby

import pytest
from django.db.models import ForeignKey

from tests.support import tally, unchecked_view
from tests.support.access_table import table
from tests.support.access_walk import Drawing, Walk
from tests.support.casts import models
from tests.support.learned_forms import Learner, learned, ways
from tests.support.table_snapshots import Attack, foreign, out_of_reach, rows

pytestmark = [pytest.mark.long, pytest.mark.sqlite(deep="both"), pytest.mark.django_db]
SECRETS = ("Sáng kiến far", "Điển hình far", "Mã Văn Ngoài", "CĐCS Nơi khác")
ALLOWED = (200, 302, 400, 403, 404, 405, 409)


@pytest.fixture
def walk(province, monkeypatch, settings):
    return Walk(province, Drawing(monkeypatch, settings))


def models_named():
    """Return field name → model, from the columns that refer to rows and the models' own names."""
    named = {}
    for model in models():
        word = model._meta.model_name
        named |= {word: model._meta.label, f"{word}s": model._meta.label}
        for field in model._meta.concrete_fields:
            if isinstance(field, ForeignKey):
                named.setdefault(field.name, field.related_model._meta.label)
    return named | {"under": "units.Unit", "upper": "units.Unit"}


class Foreign:
    """Holds the ids out of a person's reach, by model, those of another province last."""

    def __init__(self, walk):
        self.walk, self.kept, self.named, self.known = walk, rows(), models_named(), {}

    def of(self, person):
        if person not in self.known:
            by_model = defaultdict(list)
            for label, pk in sorted(foreign(self.kept, out_of_reach(self.walk, person)), key=str):
                by_model[label].append(pk)
            self.known[person] = by_model
        return self.known[person]

    def label(self, way, name):
        """Return the model that a field refers to, if its name or its admin page says so."""
        if name == "_selected_action":
            app, model = way.route.split("/")[1:3]
            return next(
                (
                    model_label
                    for model_label in self.of(way.person)
                    if model_label.lower() in (f"{app}.{model}", f"{app}.filing")
                ),
                "",
            )
        return self.named.get(name.rpartition("-")[2], "")

    def one(self, way, name):
        """Return one id for each field that says what it refers to, and one union's id for each query."""
        ids, label = self.of(way.person), self.label(way, name)
        return (ids[label] if label else ids["units.Unit"] if way.method == "GET" or ends_in_an_id(name) else [])[-1:]

    def every(self, way, name):
        """Return all ids of the model that a field refers to; the last of every model when it does not say."""
        ids = self.of(way.person)
        named = ids.get(self.label(way, name))
        return sorted(set(named or [pks[-1] for pks in ids.values() if isinstance(pks[-1], int)]))


def may_hold_an_id(way, name):
    """Return whether a field may hold a number; fields of words are tested with the hostile values."""
    return all(value.isdigit() or not value for value in way.held.get(name, []))


def ends_in_an_id(name):
    return bool(re.fullmatch(r"[a-z]+(-\d+)+|.+-id", name))


def swapped(way, name, pk):
    """Yield the fields with the id of another as the value; and in the name, where the name ends in one."""
    yield way.held | {name: [str(pk)]}
    stem, dash, number = name.rpartition("-")
    if dash and number.isdigit() and not stem.endswith("_FORMS"):
        yield way.held | {f"{stem}-{pk}": way.held.get(name) or ["on"]}


def fields(ways):
    """Return (way, field) for every field that may hold an id, of everybody who signs in."""
    return [(way, name) for way in ways if way.person != "anon" for name in way.names_once if may_hold_an_id(way, name)]


def leaks(walk, pairs, choose, drawn):
    """Return the fields through which something out of reach was changed or named, and the number of requests."""
    wrong, tried, ids = set(), 0, Foreign(walk)
    for way, chosen in groupby(pairs, key=lambda pair: pair[0]):
        with Attack(walk, way).begun() as attack:
            for _way, name in chosen:
                for typed in (typed for pk in choose(ids)(way, name) for typed in swapped(way, name, pk)):
                    tried += 1
                    wrong |= told(walk, attack, typed, name, drawn)
    return wrong, tried


def told(walk, attack, typed, name, drawn):
    if drawn:
        with walk.drawn():
            outcome = attack.sent(typed)
    else:
        outcome = attack.sent(typed)
    wrong = set()
    if outcome.status not in ALLOWED:
        wrong.add((str(attack.way), name, outcome.status))
    if outcome.after and outcome.touched(attack.theirs):
        wrong.add((str(attack.way), name, "changed"))
    if drawn and any(word in outcome.response.getvalue().decode(errors="replace") for word in SECRETS):
        wrong.add((str(attack.way), name, "named"))
    return wrong


def test_another_units_id_in_any_field_changes_nothing_of_theirs(walk, monkeypatch, pytestconfig):
    pairs = fields(way for way in learned(walk, monkeypatch, pytestconfig) if way.method == "POST")
    wrong, tried = leaks(walk, pairs, lambda ids: ids.one, drawn=False)
    assert wrong == set()
    count(pairs, tried)


def test_another_units_id_in_any_query_names_nothing_of_theirs(walk, monkeypatch, pytestconfig):
    ways_in = [way for way in learned(walk, monkeypatch, pytestconfig) if way.method == "GET"]
    pairs = fields(way for way in ways_in if not way.row.path.startswith("/admin/"))
    wrong, tried = leaks(walk, pairs, lambda ids: ids.one, drawn=True)
    assert wrong == set()
    count(pairs, tried)


@pytest.mark.deep
def test_every_foreign_id_in_every_field_by_several_people(walk, monkeypatch):
    with monkeypatch.context() as patch:
        pairs = fields(Learner(walk, patch).learn(ways(walk, table(), people=3)))
    wrong, tried = leaks(walk, pairs, lambda ids: ids.every, drawn=False)
    assert wrong == set()
    assert tried >= 10_000
    count(pairs, tried)


def count(pairs, tried):
    tally.count("foreign ids", "forms and queries", len({(way.method, way.path) for way, _name in pairs}))
    tally.count("foreign ids", "fields", len(pairs))
    tally.count("foreign ids", "requests", tried)


def test_a_new_form_and_a_new_query_are_learned(walk, monkeypatch, settings):
    settings.ROOT_URLCONF = unchecked_view.__name__
    read, posted = Learner(walk, monkeypatch).learn(ways(walk, unchecked_view.rows()))
    assert (read.names, posted.names) == (["p", "unit"], ["order", "unit"])
    assert posted.held == {"unit": [str(walk.world.province.pk)]}


def test_a_view_that_trusts_an_id_is_found(walk, monkeypatch, settings):
    settings.ROOT_URLCONF = unchecked_view.__name__
    read, posted = Learner(walk, monkeypatch).learn(ways(walk, unchecked_view.rows()))
    assert leaks(walk, fields([posted]), lambda ids: ids.one, drawn=False)[0] == {(str(posted), "unit", "changed")}
    assert leaks(walk, fields([read]), lambda ids: ids.one, drawn=True)[0] == {(str(read), "unit", "named")}
