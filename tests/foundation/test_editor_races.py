"""Tests two editors who save at the same moment: one is written, the other gets an edit conflict; both without lock."""

from functools import partial

import pytest

from awards.actions import dossiers
from awards.models import Dossier
from foundation import clock
from tests.foundation.test_two_editors import all_forms, letter, opened, sent
from tests.support import access_world, tally
from tests.support.admin_pages import change_url
from tests.support.casts import copied
from tests.support.racing import both_look_first, race
from tests.support.two_editors import Editor, colleague
from tests.units.test_two_editors_admin import CHANGED, field_of, page_of
from units.admin_base.edit_conflicts import ConflictCheckedAdmin

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
CONTROL = "the control: without the lock both are written"


@pytest.fixture
def later(transactional_db):
    """The province, committed: every thread sees it."""
    with clock.travel("2015-03-20T09:00+07:00"):
        yield copied(access_world.build)


def statuses(*sendings):
    """Return the two statuses of requests sent at once."""
    answers = {}

    def send(number, sending):
        answers[number] = sending().status_code

    assert race(*(partial(send, *pair) for pair in enumerate(sendings))) == [None, None]
    tally.count("races", "trials")
    return [answers[0], answers[1]]


@pytest.mark.sweep("races of two editors")
@all_forms
def test_of_two_at_once_one_is_written_and_one_is_shown_it(later, form):
    editor_a, editor_b, field, texts, _stored = opened(later, form)
    codes = statuses(partial(sent, editor_a, form, field, texts[0]), partial(sent, editor_b, form, field, texts[1]))
    assert sorted(codes) == [302, 409]


def test_a_letter_is_never_overwritten_unseen(later, trials):
    editor_a, editor_b, field, _texts, stored = opened(later, letter)
    for trial in range(trials):
        editors = [Editor(each.user, each.address) for each in (editor_a, editor_b)]
        numbers = [f"{trial + 1}a", f"{trial + 1}b"]
        sendings = [partial(sent, editors[index], letter, field, numbers[index]) for index in (0, 1)]
        codes = statuses(*sendings)
        assert sorted(codes) == [302, 409]
        assert stored() == numbers[codes.index(302)]


@pytest.mark.sweep("races of two editors")
@pytest.mark.parametrize("label", CHANGED)
def test_of_two_at_one_change_page_one_is_written_and_one_is_shown_it(later, rf, label):
    assert sorted(at_a_change_page(later, rf, label)) == [302, 409]


def at_a_change_page(world, rf, label):
    who, row = page_of(world, label, rf)
    user = world.user(who)
    editor_a, editor_b = Editor(user, change_url(row)), Editor(colleague(user), change_url(row))
    name, texts = field_of(editor_a)
    return statuses(partial(editor_a.send, **{name: texts[0]}), partial(editor_b.send, **{name: texts[1]}))


def test_without_the_row_held_two_are_written_at_a_change_page(later, rf, monkeypatch):
    monkeypatch.setattr(ConflictCheckedAdmin, "lock_object", lambda screen, request, pk: screen.get_object(request, pk))
    both_look_first(monkeypatch, ConflictCheckedAdmin, "compare", ConflictCheckedAdmin.compare)
    assert at_a_change_page(later, rf, "awards.Quota") == [302, 302], CONTROL


def test_without_the_dossier_held_two_letters_are_written(later, monkeypatch):
    both_look_first(monkeypatch, dossiers, "lock_dossier", Dossier.refresh_from_db)
    editor_a, editor_b, field, texts, _stored = opened(later, letter)
    codes = statuses(partial(sent, editor_a, letter, field, texts[0]), partial(sent, editor_b, letter, field, texts[1]))
    assert codes == [302, 302], CONTROL
