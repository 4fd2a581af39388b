"""Tests how passwords are hashed in use; the tests themselves hash quicker."""

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from emulation import settings as in_use
from tests.support.world import PASSWORD
from units.models import User

ARGON2ID = "argon2$argon2id$v=19$m=19456,t=2,p=1$"


@pytest.mark.django_db
@pytest.mark.either
def test_an_older_hash_opens_the_account_and_is_made_anew_at_the_sign_in(client, world, settings):
    settings.PASSWORD_HASHERS = in_use.PASSWORD_HASHERS
    old = PBKDF2PasswordHasher().encode(PASSWORD, "muoi-cua-bang-cu", iterations=1_000)
    User.objects.filter(username="owner").update(password=old)
    for _time in range(2):
        assert client.post("/accounts/login/", {"username": "owner", "password": PASSWORD}).status_code == 302
        stored = User.objects.get(username="owner").password
        assert stored.startswith(ARGON2ID)
        client.post("/accounts/logout/")
    assert client.post("/accounts/login/", {"username": "owner", "password": "sai"}).status_code == 200
    assert User.objects.get(username="owner").password == stored
