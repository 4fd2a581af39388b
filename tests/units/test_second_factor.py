"""Tests the second step of a sign-in: nobody who must take it is signed in before it, by whichever road they came."""

import os
import re
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.serializers import serialize
from django.test import Client
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp_webauthn.models import WebAuthnCredential

from foundation import clock
from foundation.forms.mark import FIELD, Mark
from foundation.lifecycle import StateConflict
from foundation.too_many_tries import TooManyTries
from tests.support.second_factors import SECOND, code_of, is_signed_in, question_in, typed_password, with_app
from tests.support.soft_passkey import SoftPasskey
from tests.support.world import PASSWORD
from units.actions.second_factor import new_key, prove_by_code, remove_factor, set_up_app
from units.actions.sign_in_codes import issue_codes, new_codes
from units.models import Event, FailureCount, User
from units.models.sign_in_code import ALPHABET
from units.origin import NOWHERE

pytestmark = [pytest.mark.either(deep="both"), pytest.mark.django_db]
OWN = "rừng thông đồi sim"


def verbs(person):
    events = Event.objects.about(person).exclude(verb="fail_sign_in").order_by("pk")
    return list(events.values_list("verb", flat=True))


def text(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def with_passkey(client, **typed):
    """Add a passkey by the pages; return it and the last answer."""
    key = SoftPasskey()
    asked = client.post("/accounts/security/passkeys/new/", {"name": "Khóa USB", **typed})
    return key, client.post("/accounts/security/passkeys/new/", {"passkey": key.made(question_in(asked))})


@pytest.fixture
def at_localhost(client):
    client.defaults["HTTP_HOST"] = "localhost:8000"
    return client


def test_a_secret_shown_to_one_person_is_never_shown_to_the_next_in_the_same_browser(world, client, settings):
    settings.SECOND_FACTOR_FOR = ["leader"]
    typed_password(client, "leader")
    first = client.get("/accounts/security/app/")
    key = client.session["app_key"]
    assert (first.status_code, is_signed_in(client)) == (200, False)
    typed_password(client, "district")
    assert (client.get("/accounts/security/app/").status_code, is_signed_in(client)) == (200, True)
    assert client.session["app_key"] != key


def test_an_app_is_set_up_by_a_first_code_and_its_recovery_codes_are_shown_once_and_stored_as_digests(
    world, sign_in_as
):
    client = sign_in_as("owner")
    page = client.get("/accounts/security/app/")
    key = client.session["app_key"]
    assert 'class="qr-code"' in page.content.decode()
    wrong = client.post("/accounts/security/app/", {"one_time_password": "12345a", "password": PASSWORD})
    assert [field for field, _sentence in wrong.context["problems"]] == ["id_one_time_password"]
    unasked = client.post("/accounts/security/app/", {"one_time_password": code_of(key), "password": "sai"})
    assert [field for field, _sentence in unasked.context["problems"]] == ["id_password"]
    assert not TOTPDevice.objects.exists()

    shown = client.post("/accounts/security/app/", {"one_time_password": code_of(key), "password": PASSWORD})
    codes = shown.context["codes"]
    assert (len(codes), len(set(codes)), StaticToken.objects.count()) == (10, 10, 10)
    assert all(code in text(shown) for code in codes)
    assert shown["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    stored = serialize("json", StaticToken.objects.all()) + serialize("json", Event.objects.all())
    assert not any(code in stored or code.replace("-", "") in stored for code in codes)
    assert verbs(world.user("owner")) == ["set_up_totp", "make_recovery_codes"]
    assert not any(code in text(client.get("/accounts/security/")) for code in codes)
    assert "app_key" not in client.session


def test_after_the_password_nobody_is_signed_in_until_the_code_and_a_code_is_used_once(world, client):
    key, codes = with_app(world.user("owner"))
    answer = typed_password(client, "owner", next="/pledges/")
    assert (answer.status_code, answer.url, is_signed_in(client)) == (302, SECOND, False)
    assert client.get("/pledges/").url == "/accounts/login/?next=/pledges/"
    wrong = client.post(SECOND, {"one_time_password": "000000"})
    assert wrong.status_code == 200 and not is_signed_in(client)
    code = code_of(key)
    right = client.post(SECOND, {"one_time_password": f" {code[:3]} {code[3:]} "})
    assert (right.status_code, right.url, is_signed_in(client)) == (302, "/pledges/", True)

    again = Client()
    typed_password(again, "owner")
    replayed = again.post(SECOND, {"one_time_password": code})
    assert "đã dùng rồi" in text(replayed) and not is_signed_in(again)
    recovered = again.post(SECOND, {"one_time_password": codes[0].lower().replace("-", " ")})
    assert (recovered.url, is_signed_in(again)) == ("/", True)
    third = Client()
    typed_password(third, "owner")
    assert third.post(SECOND, {"one_time_password": codes[0]}).status_code == 200
    assert not is_signed_in(third)
    assert (StaticToken.objects.count(), verbs(world.user("owner"))[-1]) == (9, "use_recovery_code")


def test_where_no_passkey_is_possible_the_page_leads_to_where_one_is(sign_in_as):
    client = sign_in_as("owner")
    page = client.get("/accounts/security/", headers={"host": "127.0.0.1:8000"}).content.decode()
    assert '<a href="http://localhost:8000/accounts/security/">http://localhost:8000</a>' in page
    assert "/accounts/security/passkeys/new/" not in page
    there = client.get("/accounts/security/", headers={"host": "localhost:8000"}).content.decode()
    assert "/accounts/security/passkeys/new/" in there


def test_who_has_no_second_factor_is_signed_in_by_the_password(world, client):
    assert typed_password(client, "owner").url == "/"
    assert is_signed_in(client)


def by_letter(world, client):
    codes = new_codes([world.user("board")])
    issue_codes(codes, by=world.by("admin"))
    client.post("/accounts/code/", {"one_time_password": codes.by_person[world.user("board").pk]})
    return client.post("/accounts/code/password/", {"new_password1": OWN, "new_password2": OWN})


ROADS = {
    "sign-in page": lambda world, client: typed_password(client, "board"),
    "admin": lambda world, client: client.post(client.get("/admin/").url, {"username": "board", "password": PASSWORD}),
    "letter": by_letter,
}


@pytest.mark.parametrize("road", ROADS)
def test_every_road_leads_to_the_second_step(world, client, road):
    key, _codes = with_app(world.user("board"))
    answer = ROADS[road](world, client)
    assert (answer.status_code, answer.url, is_signed_in(client)) == (302, SECOND, False)
    assert client.get("/admin/").status_code == 302
    then = "/admin/" if road == "admin" else "/"
    assert client.post(SECOND, {"one_time_password": code_of(key)}).url == then
    assert is_signed_in(client)


def test_a_form_whose_session_ended_is_sent_after_both_steps(world, client):
    person = world.user("owner")
    key, _codes = with_app(person)
    mark = Mark(person.pk, str(world.school.pk), "/accounts/contact/").signed
    typed = {FIELD: mark, "phone": "0912 345 678", "email": "a@vi.example"}
    asked = client.post("/accounts/contact/", typed | {"unsent-username": "owner", "unsent-password": PASSWORD})
    assert 'name="unsent-one_time_password"' in asked.content.decode()
    assert "0912 345 678" in asked.content.decode() and not is_signed_in(client)
    wrong = client.post("/accounts/contact/", typed | {"unsent-one_time_password": "000000"})
    assert "Mã chưa đúng" in text(wrong) and not is_signed_in(client)
    assert world.user("owner").phone != "0912 345 678"
    client.post("/accounts/contact/", typed | {"unsent-one_time_password": code_of(key)})
    assert is_signed_in(client) and client.session["_auth_user_id"] == str(person.pk)
    assert world.user("owner").phone == "0912 345 678"


def test_a_code_without_the_password_signs_nobody_in(world, client):
    person = world.user("owner")
    key, _codes = with_app(person)
    mark = Mark(person.pk, str(world.school.pk), "/accounts/contact/").signed
    client.post("/accounts/contact/", {FIELD: mark, "phone": "1", "unsent-one_time_password": code_of(key)})
    assert not is_signed_in(client)
    assert client.post(SECOND, {"one_time_password": code_of(key)}).url == "/accounts/login/"


@pytest.mark.parametrize("lapse", ["ten minutes", "password changed", "account ended", "another session key"])
def test_the_second_step_waits_for_ten_minutes_and_the_same_password(world, client, monkeypatch, lapse):
    person = world.user("owner")
    key, _codes = with_app(person)
    client.get("/accounts/login/")
    before = client.session.session_key
    typed_password(client, "owner")
    if lapse == "ten minutes":
        now = clock.real_seconds()
        monkeypatch.setattr(clock, "real_seconds", lambda: now + 10 * 60 + 1)
    elif lapse == "password changed":
        person.set_password(OWN)
        person.save()
    elif lapse == "account ended":
        User.objects.filter(pk=person.pk).update(is_active=False)
    else:
        assert client.session.session_key != before
        return
    assert client.post(SECOND, {"one_time_password": code_of(key)}).url == "/accounts/login/"
    assert not is_signed_in(client)


def test_who_must_have_one_sets_it_up_first_and_gets_nowhere_else(world, client, settings):
    settings.SECOND_FACTOR_FOR = ["board", "leader", "administrator"]
    assert typed_password(Client(), "district").url == "/"  # reviews for a union that is no Board
    for name in ("leader", "admin"):
        assert typed_password(Client(), name).url == SECOND
    assert typed_password(client, "board", next="/people/").url == SECOND
    assert client.get("/people/").url.startswith("/accounts/login/")
    led = client.get(SECOND)
    assert "/accounts/security/app/" in led.content.decode()
    assert "ghi nhận văn bản đã ký" in text(led)
    client.get("/accounts/security/app/")
    shown = client.post("/accounts/security/app/", {"one_time_password": code_of(client.session["app_key"])})
    assert (len(shown.context["codes"]), shown.context["then"], is_signed_in(client)) == (10, "/people/", True)
    with pytest.raises(StateConflict):
        remove_factor(world.user("board"), "totp")


def test_who_has_one_cannot_set_another_up_with_the_password_alone(world, client):
    with_app(world.user("board"))
    typed_password(client, "board")
    for address in ("/accounts/security/app/", "/accounts/security/passkeys/new/"):
        assert client.get(address).url.startswith("/accounts/login/")
    key = new_key()
    with pytest.raises(StateConflict):
        set_up_app(world.user("board"), key, code_of(key), first=True)


def test_wrong_codes_are_counted_by_the_guard_and_answered_at_once_with_a_pause(world, client, settings):
    key, _codes = with_app(world.user("owner"))
    typed_password(client, "owner")
    for _number in range(settings.SIGN_IN_FAILURES_OF_ACCOUNT):
        answer = client.post(SECOND, {"one_time_password": "00000a"})
        FailureCount.objects.update(free_at=None)
    assert answer.status_code == 200
    FailureCount.objects.update(free_at=clock.now() + timedelta(minutes=15))
    refused = client.post(SECOND, {"one_time_password": code_of(key)})
    assert (refused.status_code, refused["Retry-After"]) == (429, "900")
    assert not is_signed_in(client)
    assert Event.objects.filter(verb="fail_sign_in").count() == settings.SIGN_IN_FAILURES_OF_ACCOUNT

    person, mark = world.user("owner"), Mark(world.user("owner").pk, "", "/accounts/contact/").signed
    typed = {FIELD: mark, "phone": "0912 345 678", "unsent-one_time_password": code_of(key)}
    kept = client.post("/accounts/contact/", typed)
    assert (kept.status_code, "0912 345 678" in kept.content.decode()) == (429, True)
    assert world.user("owner").phone == person.phone


@pytest.mark.parametrize("guesses", [pytest.param(200), pytest.param(10_000, marks=pytest.mark.deep)])
def test_of_many_guesses_ten_are_tried_and_none_gets_in(world, monkeypatch, guesses, settings):
    person = world.user("owner")
    with_app(person)
    tried = []
    for model in (TOTPDevice, StaticDevice):
        monkeypatch.setattr(model, "verify_token", _counting(model.verify_token, tried))
    with clock.travel("2015-02-02T09:00+07:00"):
        for number in range(guesses):
            with pytest.raises((ValidationError, TooManyTries)):
                prove_by_code(person, f"{number:06d}" if number % 2 else f"{number:016d}", NOWHERE)
    assert len(tried) == settings.SIGN_IN_FAILURES_OF_ACCOUNT // 2


def _counting(verify, tried):
    def counted(device, token):
        tried.append(token)
        return verify(device, token)

    return counted


def test_whoever_is_signed_in_by_a_password_alone_is_asked_when_the_setting_or_the_post_comes(world, client, settings):
    typed_password(client, "board")
    assert client.get("/people/").status_code == 200
    settings.SECOND_FACTOR_FOR = ["board"]
    assert client.get("/people/").url == "/accounts/login/?next=/people/"
    assert not is_signed_in(client)
    settings.SECOND_FACTOR_FOR = []
    typed_password(client, "board")
    client.get("/accounts/security/app/")
    typed = {"one_time_password": code_of(client.session["app_key"]), "password": PASSWORD}
    client.post("/accounts/security/app/", typed)
    settings.SECOND_FACTOR_FOR = ["board"]
    assert client.get("/people/").status_code == 200


def test_the_first_factor_ends_other_sessions(world, client):
    other = Client()
    for browser in (other, client):
        typed_password(browser, "owner")
    client.get("/accounts/security/app/")
    typed = {"one_time_password": code_of(client.session["app_key"]), "password": PASSWORD}
    client.post("/accounts/security/app/", typed)
    assert (client.get("/pledges/").status_code, other.get("/pledges/").status_code) == (200, 302)


def test_a_factor_is_removed_with_the_password_and_with_the_last_one_the_recovery_codes(world, client):
    key, _codes = with_app(world.user("owner"))
    typed_password(client, "owner")
    client.post(SECOND, {"one_time_password": code_of(key)})
    wrong = client.post("/accounts/security/remove/totp/", {"password": "sai"})
    assert wrong.status_code == 200 and TOTPDevice.objects.exists()
    assert client.post("/accounts/security/remove/totp/", {"password": PASSWORD}).url == "/accounts/security/"
    assert (TOTPDevice.objects.count(), StaticToken.objects.count()) == (0, 0)
    assert client.get("/accounts/security/remove/totp/").status_code == 404
    assert verbs(world.user("owner"))[-1] == "remove_factor"


def test_new_recovery_codes_end_the_old_ones(world, client):
    key, codes = with_app(world.user("owner"))
    typed_password(client, "owner")
    client.post(SECOND, {"one_time_password": code_of(key)})
    shown = client.post("/accounts/security/codes/", {"password": PASSWORD})
    assert len(set(shown.context["codes"]) - set(codes)) == 10
    with pytest.raises(ValidationError):
        prove_by_code(world.user("owner"), codes[0], NOWHERE)


def test_recovery_codes_are_not_offered_to_who_has_no_factor(world, sign_in_as):
    client = sign_in_as("owner")
    answers = client.get("/accounts/security/codes/"), client.post("/accounts/security/codes/", {"password": PASSWORD})
    assert [answer.url for answer in answers] == ["/accounts/security/"] * 2
    assert not StaticToken.objects.exists()


def test_a_passkey_is_added_named_used_and_removed(world, at_localhost):
    client = at_localhost
    typed_password(client, "owner")
    key, shown = with_passkey(client, password=PASSWORD)
    assert len(shown.context["codes"]) == 10
    passkey = WebAuthnCredential.objects.get()
    client.post(f"/accounts/security/passkeys/{passkey.pk}/", {"name": "Khóa ở văn phòng"})
    assert "Khóa ở văn phòng" in text(client.get("/accounts/security/"))
    client.post("/accounts/logout/")

    typed_password(client, "owner", next="/pledges/")
    asked = client.get(SECOND)
    signed = key.signed(question_in(asked))
    assert client.post(SECOND, {"passkey": signed}).url == "/pledges/"
    client.post("/accounts/logout/")
    typed_password(client, "owner")
    client.get(SECOND)
    assert client.post(SECOND, {"passkey": signed}).status_code == 200  # an answer holds for one question
    assert not is_signed_in(client)

    client.post(SECOND, {"passkey": key.signed(question_in(client.get(SECOND)))})
    client.post(f"/accounts/security/remove/{passkey.pk}/", {"password": PASSWORD})
    assert not WebAuthnCredential.objects.exists()
    assert verbs(world.user("owner")) == ["add_passkey", "make_recovery_codes", "rename_passkey", "remove_factor"]


def test_what_another_key_page_or_person_signed_is_refused(world, at_localhost):
    client = at_localhost
    typed_password(client, "owner")
    key, _shown = with_passkey(client, password=PASSWORD)
    client.post("/accounts/logout/")
    typed_password(client, "neighbour")
    theirs, _shown = with_passkey(client, password=PASSWORD)
    client.post("/accounts/logout/")
    typed_password(client, "owner")

    def refused(answer_to):
        answer = client.post(SECOND, {"passkey": answer_to(question_in(client.get(SECOND)))})
        return answer.status_code == 200 and not is_signed_in(client)

    forged = SoftPasskey(number=key.number)
    assert refused(theirs.signed)
    assert refused(forged.signed)
    assert refused(lambda question: key.signed(question, origin="https://gia-mao.example"))
    assert refused(lambda _question: "[]")
    assert refused(lambda _question: '{"id": 1}')
    assert refused(lambda _question: "không phải JSON")
    assert not refused(key.signed)


def test_a_passkey_is_made_after_the_password_alone(world, at_localhost):
    client = at_localhost
    typed_password(client, "owner")
    with_passkey(client, password=PASSWORD)
    WebAuthnCredential.objects.all().delete()
    asked = client.post("/accounts/security/passkeys/new/", {"name": "Khóa", "password": "sai"})
    assert question_in(asked) == ""
    assert client.post("/accounts/security/passkeys/new/", {"passkey": "{}"}).status_code == 302
    assert not WebAuthnCredential.objects.exists()


def test_passkeys_are_offered_under_the_portals_name_alone(world, sign_in_as):
    client = sign_in_as("owner")
    assert client.get("/accounts/security/passkeys/new/").status_code == 404
    assert "Chỉ thêm và dùng được ở địa chỉ" in text(client.get("/accounts/security/"))


def test_somebody_elses_passkey_is_not_there(world, at_localhost):
    client = at_localhost
    typed_password(client, "neighbour")
    with_passkey(client, password=PASSWORD)
    passkey = WebAuthnCredential.objects.get()
    client.post("/accounts/logout/")
    typed_password(client, "owner")
    assert client.get(f"/accounts/security/passkeys/{passkey.pk}/").status_code == 404
    assert client.post(f"/accounts/security/remove/{passkey.pk}/", {"password": PASSWORD}).status_code == 404
    assert WebAuthnCredential.objects.count() == 1


@pytest.mark.sqlite
def test_secrets_and_recovery_codes_are_long_and_drawn_by_the_system(world, monkeypatch):
    drawn = []
    monkeypatch.setattr("django_otp.util.urandom", lambda length: drawn.append(length) or bytes(length))
    assert (new_key(), drawn) == ("00" * 20, [20])
    monkeypatch.undo()
    _key, codes = with_app(world.user("owner"))
    assert {len(code.replace("-", "")) for code in codes} == {16}
    assert len(ALPHABET) ** 16 > 2**75


def test_a_code_lives_for_a_minute_and_a_half_at_most(world, monkeypatch):
    person = world.user("owner")
    key, _codes = with_app(person)
    now = int(time.time()) // 30 * 30 + 1  # a second after a code of another half minute is shown
    code = code_of(key, at=now)
    for later in (60, -32):
        monkeypatch.setattr("time.time", lambda later=later: now + later)
        with pytest.raises(ValidationError):
            prove_by_code(person, code, NOWHERE)
    monkeypatch.setattr("time.time", lambda: now + 58)
    prove_by_code(person, code, NOWHERE)


@pytest.mark.sqlite
def test_a_setting_that_names_no_role_stops_the_portal():
    wrong = {**os.environ, "DEBUG": "1", "SECOND_FACTOR_FOR": "board,leaders"}
    run = subprocess.run(
        [sys.executable, "-c", "import emulation.settings"], env=wrong, capture_output=True, text=True, check=False
    )
    assert "SECOND_FACTOR_FOR names no role of the portal: leaders." in run.stderr
