"""Tests two at once with accounts: codes are issued and used once, accounts are made and handed over once."""

from datetime import date
from functools import partial

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import ValidationError
from django.test import RequestFactory

from foundation import clock
from foundation.forms.unsent import TOKEN
from foundation.lifecycle import StateConflict
from tests.support import casts
from tests.support.racing import race, while_first_is_open
from units.acting import acting_as
from units.actions.accounts import add_accounts_of_contacts, hand_over
from units.actions.password_reset import reset_password
from units.actions.sign_in_codes import code_as_typed, exchange, fingerprint_of, issue_codes, new_codes
from units.models import Event, Post, Role, SentForm, SignInCode, Unit, User
from units.sent_once import made_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
WORDS = ("rừng thông đồi sim", "suối nhạc khe sao")


@pytest.fixture
def world(transactional_db):
    with clock.travel("2015-02-02T09:00+07:00"):
        yield casts.copied()


def test_a_link_of_a_mail_that_two_use_at_once_sets_one_password(world):
    person = world.user("owner")
    token = default_token_generator.make_token(person)
    outcomes = race(*(partial(reset_password, person, words, token=token) for words in WORDS))
    assert [type(error) for error in outcomes if error] == [ValidationError]
    assert world.user("owner").check_password(WORDS[next(n for n, error in enumerate(outcomes) if not error)])
    assert Event.objects.filter(verb="reset_password").count() == 1


def test_of_two_at_once_one_wins(world):
    by, people = world.by("admin"), [world.user("owner"), world.user("neighbour")]
    other = User.objects.create(username="khac", full_name="Vi Thị Khắc")
    Post.objects.create(user=other, unit=world.province, role=Role.ADMINISTRATOR, since=date(2014, 1, 1))
    two = by, acting_as(other, Role.ADMINISTRATOR)
    for _trial in range(5):
        seen = fingerprint_of(people)
        outcomes = race(*(partial(issue_codes, new_codes(people), by=by, among=people, seen=seen) for by in two))
        assert sorted(type(error) for error in outcomes if error) == [StateConflict]
    assert (SignInCode.objects.open().count(), Event.objects.filter(verb="issue_code").count()) == (2, 10)
    seen, twice = fingerprint_of(people), [new_codes(people) for _click in range(2)]
    with clock.travel("2015-02-02T10:00+07:00"):  # one person's double click
        assert race(*(partial(issue_codes, codes, by=by, among=people, seen=seen) for codes in twice)) == [None, None]
    assert (SignInCode.objects.open().count(), Event.objects.filter(verb="issue_code").count()) == (2, 14)

    codes = new_codes(people[:1])
    issue_codes(codes, by=by)
    code = code_as_typed(codes.by_person[people[0].pk])
    outcomes = race(*(partial(exchange, code, words) for words in WORDS))
    assert [type(error) for error in outcomes if error] == [ValidationError]
    assert world.user("owner").check_password(WORDS[next(n for n, error in enumerate(outcomes) if not error)])
    assert Event.objects.filter(verb="use_code").count() == 1

    Post.objects.filter(role=Role.OFFICER, unit__in=[world.bank, world.porters]).delete()
    Unit.objects.filter(pk__in=[world.bank.pk, world.porters.pk]).update(contact_person="Vi Thị Hoa")
    assert while_first_is_open(*[partial(add_accounts_of_contacts, world.province, by=by)] * 2) is None
    assert User.objects.filter(username__startswith="hoavt").count() == 2
    assert Post.objects.filter(unit__in=[world.bank, world.porters]).count() == 2

    post = Post.objects.get(user__username="neighbour")
    outcomes = race(*(partial(hand_over, [post], world.user(name), by=by) for name in ("owner", "porter")))
    assert [type(error) for error in outcomes if error] == [ValidationError]
    assert Post.objects.current(clock.today()).filter(unit=world.commune, role=Role.OFFICER).count() == 1


def test_a_form_that_is_sent_twice_at_once_makes_one_thing(world):
    makes, addresses = [], []

    def made():
        makes.append("made")
        return f"/activities/{len(makes)}/"

    def send():
        request = RequestFactory().post("/activities/new/", {TOKEN: "x" * 64, "title": "Ra quân"})
        request.user, request.session = world.user("owner"), {}
        request._messages = FallbackStorage(request)
        addresses.append(made_once(request, made).url)

    for _trial in range(5):
        makes.clear(), addresses.clear()
        SentForm.objects.all().delete()
        assert race(send, send) == [None, None]
        assert (makes, addresses) == (["made"], ["/activities/1/"] * 2)
