"""Tests two at once with second factors: a code counts once, a reset is confirmed once, a first app is set up once."""

from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from foundation.lifecycle import StateConflict
from tests.support import casts
from tests.support.racing import race
from tests.support.second_factors import code_of, with_app
from units.actions.factor_resets import ask_reset, confirm_reset
from units.actions.second_factor import new_key, prove_by_code, set_up_app
from units.models import Event, FactorReset, FailureCount
from units.origin import NOWHERE

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db):
    return casts.copied()


def refusals(outcomes):
    return [type(error) for error in outcomes if error]


def test_of_two_at_once_one_wins(world):
    person = world.user("leader")
    key, codes = with_app(person)
    for _trial in range(3):
        FailureCount.objects.all().delete()
        TOTPDevice.objects.update(last_t=-1)
        assert refusals(race(*(partial(prove_by_code, person, code_of(key), NOWHERE) for _ in range(2)))) == [
            ValidationError
        ]
    for code in codes[:3]:
        FailureCount.objects.all().delete()
        assert len(refusals(race(*(partial(prove_by_code, person, code, NOWHERE) for _ in range(2))))) == 1
    assert (StaticToken.objects.count(), Event.objects.filter(verb="use_recovery_code").count()) == (7, 3)

    asking = (partial(ask_reset, person, by=world.by(name), reason="Đến văn phòng") for name in ("admin", "board"))
    assert refusals(race(*asking)) == [StateConflict]
    reset = FactorReset.objects.get()
    others = {"admin", "board", "board2"} - {reset.asked_by.username}
    assert refusals(race(*(partial(confirm_reset, reset, by=world.by(name)) for name in others))) == [StateConflict]
    assert Event.objects.filter(verb="reset_factor").count() == 1

    keys = [new_key(), new_key()]
    first = race(*(partial(set_up_app, person, key, code_of(key), first=True) for key in keys))
    assert refusals(first) == [StateConflict]
    assert (TOTPDevice.objects.count(), StaticToken.objects.count()) == (1, 10)
