"""Tests ten thousand guesses, a guesser who waits a day, and that known and unknown names take the same time."""

import gc
import random
from datetime import timedelta
from math import erfc, sqrt
from time import process_time

import pytest
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import MD5PasswordHasher, make_password
from django.test import Client

from emulation import settings as in_use
from foundation import clock
from foundation.too_many_tries import TooManyTries
from tests.support import tally
from tests.support.world import PASSWORD
from units import backends
from units.actions.guessing import Attempt, ask
from units.models import Event, User
from units.origin import Origin
from units.rules.guessing import Secret

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite(deep="both")]
GUESSES, FEWER = 10_000, 200
LOGIN = "/accounts/login/"


@pytest.fixture
def hashed(monkeypatch):
    """The passwords that were hashed."""
    passwords, encode = [], MD5PasswordHasher.encode

    def noted(self, password, salt):
        passwords.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", noted)
    return passwords


def statuses(guesses):
    """Send guesses (name, password, address) to the page; return how often each status was the answer."""
    browser, counts = Client(), {}
    for name, password, address in guesses:
        answer = browser.post(LOGIN, {"username": name, "password": password}, REMOTE_ADDR=address)
        counts[answer.status_code] = counts.get(answer.status_code, 0) + 1
    return counts


def passwords(number):
    """Return guesses of which a late one is right."""
    guesses = [f"doan-{n}" for n in range(number)]
    guesses[random.Random(5).randrange(20, number)] = PASSWORD
    return guesses


@pytest.mark.parametrize("number", [FEWER, pytest.param(GUESSES, marks=pytest.mark.deep)])
def test_of_all_guesses_five_of_a_name_and_44_of_an_address_are_checked_and_none_gets_in(world, hashed, number):
    with clock.travel("2015-03-02T08:00+07:00"):
        of_a_name = [
            ("owner", word, f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}") for n, word in enumerate(passwords(number))
        ]
        assert statuses(of_a_name) == {200: 5, 429: number - 5}
        assert len(hashed) == 5
        hashed.clear()
        of_an_address = [(f"ten-{n}", PASSWORD, "192.0.2.1") for n in range(number)]
        assert statuses(of_an_address) == {200: 45, 429: number - 45}
        assert len(hashed) == 45
    assert Event.objects.filter(verb="fail_sign_in").count() == 50
    tally.count("guesses", "refused before anything was hashed", 2 * number - 50)
    tally.count("guesses", "that got in", 0)


def test_without_the_guard_the_right_password_of_many_gets_in(world, hashed, monkeypatch):
    """The control."""
    monkeypatch.setattr(backends, "ask", lambda secret, subject, origin: Attempt(secret, subject, origin, {}))
    guesses = [("owner", word, "192.0.2.1") for word in passwords(FEWER)]
    assert statuses(guesses)[302] >= 1
    assert PASSWORD in hashed


def test_whoever_waits_as_told_has_a_hundred_guesses_a_day():
    begun = moment = clock.parse("2015-03-02T08:00+07:00")
    checked = 0
    while moment < begun + timedelta(days=1):
        with clock.travel(moment):
            try:
                ask(Secret.PASSWORD, "owner", Origin(f"10.0.0.{checked}"))
                checked += 1
            except TooManyTries as error:
                moment = error.until
    assert checked == 105


def seconds_of(name, number):
    """Return the processor time of one wrong sign-in, from an address of its own."""
    browser = Client()
    begun = process_time()
    answer = browser.post(
        LOGIN, {"username": name, "password": "sai"}, REMOTE_ADDR=f"10.1.{number // 250}.{number % 250}"
    )
    spent = process_time() - begun
    assert answer.status_code == 200
    return spent


def interleaved(pairs):
    """Return the processor time of wrong sign-ins with known and with unknown names, in turn."""
    encoded = make_password(PASSWORD)
    User.objects.bulk_create(User(username=f"quen-{n}", full_name=f"Quen {n}", password=encoded) for n in range(pairs))
    seconds_of("lam-nong", 0)
    known, unknown = [], []
    gc.collect()
    gc.disable()
    try:
        for n in range(pairs):
            order = [(known, f"quen-{n}"), (unknown, f"la-la-{n}")]
            for number, (times, name) in enumerate(order if n % 2 else reversed(order)):
                times.append(seconds_of(name, 2 * n + number))
    finally:
        gc.enable()
    return known, unknown


def mann_whitney(first, second):
    """Return the two-sided p that both come from one distribution, by the normal approximation."""
    ranked = sorted([(value, 0) for value in first] + [(value, 1) for value in second])
    ranks = sum(rank for rank, (_value, of) in enumerate(ranked, 1) if of == 0)
    n, m = len(first), len(second)
    u = ranks - n * (n + 1) / 2
    return erfc(abs(u - n * m / 2) / sqrt(n * m * (n + m + 1) / 12) / sqrt(2))


@pytest.mark.deep
def test_known_and_unknown_names_take_the_same_time(world, settings):
    settings.PASSWORD_HASHERS = in_use.PASSWORD_HASHERS
    known, unknown = interleaved(300)
    assert mann_whitney(known, unknown) > 0.01
    tally.count("guesses", "names whose time was compared, half of them unknown", 600)


@pytest.mark.deep
def test_a_difference_in_time_would_be_found(world, settings, monkeypatch):
    """The control: an unknown name for which nothing is hashed."""
    settings.PASSWORD_HASHERS = in_use.PASSWORD_HASHERS
    authenticate = ModelBackend.authenticate

    def hasty(self, request, username=None, password=None, **kwargs):
        known = User.objects.filter(username=username).exists()
        return authenticate(self, request, username, password, **kwargs) if known else None

    monkeypatch.setattr(ModelBackend, "authenticate", hasty)
    assert mann_whitney(*interleaved(40)) < 1e-6
