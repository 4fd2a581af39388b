"""Tests that `scripts/guards` finds the guards of the source and takes each away as code that runs."""

import ast
import textwrap
import tomllib

import pytest

from tests.support import guards, source

pytestmark = pytest.mark.sqlite  # asks no database
ACCESS = '''
    def may_send(sheet: Sheet, by: Acting | None) -> Answer:
        """Đơn vị gửi."""
        if by and by.is_(OFFICER) and by.unit == sheet.unit:
            return yes(by.post(OFFICER))
        if sheet.is_sent or sheet.is_late:
            return no("Đã gửi.")
        return both(_filer(sheet, by), yes() if sheet.is_open else no("Đã khóa."))
'''
MODELS = """
    class SheetQuerySet(QuerySet):
        def visible_to(self, user: User) -> SheetQuerySet:
            paths = user.paths
            return self.filter(path__in=paths)

    class Sheet(Model):
        class Meta:
            constraints = [
                models.CheckConstraint(condition=Q(number__gt=0), name="number_is_positive"),
                models.UniqueConstraint(fields=["unit"], name="one_a_unit"),
            ]

    def send(sheet: Sheet) -> None:
        locked = Sheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
        record(locked, "send", by=None)
"""


@pytest.fixture
def taken(tmp_path, monkeypatch):
    """Return a function that says what stands in a source instead of each of its guards."""
    monkeypatch.setattr(guards, "ROOT", tmp_path)

    def of(name, source):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(textwrap.dedent(source), encoding="utf-8")
        text, found = file.read_bytes(), guards.guards_in(file)
        assert len({guard.key for guard in found}) == len(found)
        for guard in found:
            ast.parse(guard.without(text))
        return [(guard.where, text[guard.start : guard.stop].decode(), guard.instead.decode()) for guard in found]

    return of


def test_every_clause_of_who_may_is_answered_yes(taken):
    assert {before: instead for _where, before, instead in taken("units/access.py", ACCESS)} == {
        "by.is_(OFFICER)": "True",
        "by.unit == sheet.unit": "True",
        "sheet.is_sent": "False",
        "sheet.is_late": "False",
        "_filer(sheet, by)": "yes()",
        'yes() if sheet.is_open else no("Đã khóa.")': "yes()",
    }


def test_a_guard_is_met_where_it_answers_otherwise_or_runs(taken):
    taken("units/access.py", ACCESS)
    file = guards.ROOT / "units/access.py"
    text = guards.noting(file.read_bytes(), list(enumerate(guards.guards_in(file)))).decode()
    assert (
        "if by and guard_answer(0, True, (by.is_(OFFICER))) and guard_answer(1, True, (by.unit == sheet.unit)):" in text
    )
    assert "if guard_answer(2, False, (sheet.is_sent)) or guard_answer(3, False, (sheet.is_late)):" in text
    taken("campaigns/models/sheet.py", MODELS)
    file = guards.ROOT / "campaigns/models/sheet.py"
    text = guards.noting(file.read_bytes(), list(enumerate(guards.guards_in(file)))).decode()
    ast.parse(text)
    assert 'Sheet.objects.select_for_update(*guard_met(3),of=("self",)).get(pk=sheet.pk)' in text
    assert '(guard_met(4) or record)(locked, "send", by=None)' in text
    assert "        guard_met(0)\n        paths = user.paths" in text


def test_locks_reach_events_and_constraints_are_guards(taken):
    assert taken("campaigns/models/sheet.py", MODELS) == [
        (
            "SheetQuerySet.visible_to",
            "paths = user.paths\n        return self.filter(path__in=paths)",
            "return self.all()",
        ),
        (
            "Sheet.Meta",
            'models.CheckConstraint(condition=Q(number__gt=0), name="number_is_positive"),\n            ',
            "",
        ),
        ("Sheet.Meta", 'models.UniqueConstraint(fields=["unit"], name="one_a_unit"),\n        ', ""),
        ("send", '.select_for_update(of=("self",))', ".all()"),
        ("send", "record", "(lambda *args, **more: None)"),
    ]


def test_each_that_is_said_to_make_no_difference_is_there_and_has_a_reason():
    listed = tomllib.loads((source.ROOT / "tests" / "guards.toml").read_text(encoding="utf-8"))["guard"]
    present = {guard.key for guard in guards.guards()}
    assert [guard["guard"] for guard in listed if guard["key"] not in present or not guard["why"]] == []


def test_the_source_has_guards_of_every_kind():
    counts = dict.fromkeys((guards.LOCK, guards.CLAUSE, guards.REACH, guards.EVENT, guards.CONSTRAINT), 0)
    for guard in guards.guards():
        counts[guard.kind] += 1
    assert all(count >= 25 for count in counts.values()), counts
