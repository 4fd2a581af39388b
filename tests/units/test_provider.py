"""Tests signing in by way of an OpenID Connect provider, which is a tiny one of the tests on loopback."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from foundation import clock
from tests.support import password_given
from tests.support.second_factors import SECOND, code_of, with_app
from tests.support.tiny_provider import TinyProvider
from tests.support.world import PASSWORD
from units.models import Event, LinkedIdentity, Post, User

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db]
BEGIN, CALLBACK, LINK, AGAIN = (f"/accounts/provider/{page}" for page in ("", "callback/", "link/", "again/"))
FAILED = "Chưa xác nhận được qua Cổng VNeID."


@pytest.fixture(scope="module")
def serving():
    with TinyProvider() as provider:
        yield provider


@pytest.fixture
def provider(serving, settings):
    serving.refused.clear()
    for name, value in serving.settings().items():
        setattr(settings, name, value)
    return serving


@pytest.fixture
def linked(world, provider):
    person = world.user("owner")
    return LinkedIdentity.objects.create(person=person, issuer=provider.issuer, subject="0123", linked_at=clock.now())


def came_back(browser, provider, subject, *, then="", **lies):
    led = browser.get(BEGIN, {"next": then} if then else {})
    return browser.get(CALLBACK, provider.signed_in_there(led.url, subject, **lies))


def is_in(browser):
    return browser.get("/pledges/").status_code == 200


def test_without_its_settings_there_is_no_such_way(client, world):
    assert "/accounts/provider/" not in client.get("/accounts/login/").content.decode()
    assert [client.get(page).status_code for page in (BEGIN, CALLBACK)] == [404, 404]
    client.force_login(world.user("owner"))
    assert [client.get(page).status_code for page in (LINK, AGAIN)] == [404, 404]


def test_a_linked_person_is_signed_in_and_led_on_with_the_posts_of_the_portal(client, world, provider, linked):
    assert "Đăng nhập bằng Cổng VNeID" in client.get("/accounts/login/").content.decode()
    led = client.get(BEGIN, {"next": "/pledges/"})
    asked = {name: values[0] for name, values in parse_qs(urlsplit(led.url).query).items()}
    assert (asked["scope"], asked["response_type"], asked["code_challenge_method"]) == ("openid", "code", "S256")
    assert asked["redirect_uri"] == "http://127.0.0.1:8000/accounts/provider/callback/"
    before, posts = client.session.session_key, Post.objects.count()
    roles = {"roles": ["administrator"], "groups": ["board"], "email": "a@example.vn", "name": "Người khác"}
    answer = client.get(CALLBACK, provider.signed_in_there(led.url, "0123", **roles))
    assert (answer.status_code, answer.url, is_in(client)) == (302, "/pledges/", True)
    assert (client.session["_auth_user_id"], client.session.session_key == before) == (str(linked.person_id), False)
    person = User.objects.get(pk=linked.person_id)
    assert (Post.objects.count(), person.email, person.full_name) == (posts, "", linked.person.full_name)
    assert "Phiên này" in client.get("/accounts/sessions/").content.decode()


@pytest.mark.parametrize(
    "lie",
    [
        {"aud": "another portal"},
        {"aud": ["portal", "another portal"], "azp": "another portal"},
        {"iss": "https://elsewhere.example"},
        {"nonce": "of another sign-in"},
        {"exp": int(time.time()) - 120},
        {"iat": int(time.time()) + 24 * 3_600},
        {"without": ["exp"]},
        {"without": ["nonce"]},
        {"without": ["aud"]},
        {"without": ["sub"]},
        {"key": rsa.generate_private_key(public_exponent=65537, key_size=2048)},
    ],
    ids=lambda lie: " ".join(map(str, [*lie, *([lie["without"][0]] if "without" in lie else [])])),
)
def test_a_token_that_is_not_one_for_this_sign_in_opens_nothing(client, world, provider, linked, lie):
    answer = came_back(client, provider, "0123", **lie)
    assert (answer.url, is_in(client)) == ("/accounts/login/", False)
    assert FAILED in client.get("/accounts/login/").content.decode()


def test_a_second_factor_is_asked_for_here_unless_the_provider_asks(client, world, provider, linked, settings):
    key, _codes = with_app(linked.person)
    assert came_back(client, provider, "0123", then="/pledges/").url == SECOND
    assert not is_in(client)
    assert client.post(SECOND, {"one_time_password": code_of(key)}).url == "/pledges/"
    assert is_in(client)
    settings.OIDC_HAS_SECOND_FACTOR = True
    other = Client()
    assert came_back(other, provider, "0123", then="/pledges/").url == "/pledges/"
    assert is_in(other)


def test_neither_an_unknown_subject_nor_an_ended_account_gets_in_and_none_is_made(client, world, provider, linked):
    people = User.objects.count()
    assert came_back(client, provider, "9999", email="owner@example.vn").url == "/accounts/login/"
    assert "chưa liên kết với tài khoản nào đang dùng" in client.get("/accounts/login/").content.decode()
    User.objects.filter(pk=linked.person_id).update(is_active=False)
    assert came_back(client, provider, "0123").url == "/accounts/login/"
    LinkedIdentity.objects.update(issuer="https://elsewhere.example")
    User.objects.filter(pk=linked.person_id).update(is_active=True)
    assert came_back(client, provider, "0123").url == "/accounts/login/"
    assert (is_in(client), User.objects.count()) == (False, people)


def test_a_state_is_used_once_by_the_browser_that_was_led_there_and_soon(world, provider, linked, monkeypatch):
    browser, other = Client(), Client()
    query = provider.signed_in_there(browser.get(BEGIN).url, "0123")
    assert other.get(CALLBACK, query).url == "/accounts/login/"
    assert (is_in(other), provider.refused) == (False, [])  # its code was not even sent
    assert browser.get(CALLBACK, query | {"iss": "https://elsewhere.example"}).url == "/accounts/login/"
    assert browser.get(CALLBACK, query).url == "/accounts/login/"
    late = provider.signed_in_there(browser.get(BEGIN).url, "0123")
    now = clock.real_seconds()
    with monkeypatch.context() as patch:
        patch.setattr(clock, "real_seconds", lambda: now + 601)
        assert browser.get(CALLBACK, late).url == "/accounts/login/"
    for broken in ({}, {"state": "x"}, {"code": "x"}, {"error": "access_denied", "state": late["state"]}):
        assert browser.get(CALLBACK, broken).url == "/accounts/login/"
    assert not is_in(browser)
    good = provider.signed_in_there(browser.get(BEGIN).url, "0123")
    assert browser.get(CALLBACK, good).url == "/"
    browser.post("/accounts/logout/")
    assert browser.get(CALLBACK, good).url == "/accounts/login/"
    assert not is_in(browser)


@pytest.mark.parametrize(("has_second_factor", "leads_to"), [(False, SECOND), (True, "/pledges/")])
def test_the_second_step_is_asked_here_unless_the_provider_asks_for_it(
    client, world, provider, linked, settings, has_second_factor, leads_to
):
    with_app(linked.person)
    settings.OIDC_HAS_SECOND_FACTOR = has_second_factor
    assert came_back(client, provider, "0123", then="/pledges/").url == leads_to
    assert is_in(client) == has_second_factor


def test_who_signed_in_meanwhile_stays_who_they_are(client, world, provider, linked):
    query = provider.signed_in_there(client.get(BEGIN).url, "0123")
    client.post("/accounts/login/", {"username": "district", "password": PASSWORD})
    assert (client.get(CALLBACK, query).url, client.session["_auth_user_id"]) == ("/", str(world.user("district").pk))


def test_a_code_of_another_sign_in_is_refused_by_its_proof(client, world, provider, linked):
    stolen = provider.signed_in_there(Client().get(BEGIN).url, "0123")
    own = provider.signed_in_there(client.get(BEGIN).url, "9999")
    answer = client.get(CALLBACK, {"code": stolen["code"], "state": own["state"]})
    assert (answer.url, provider.refused, is_in(client)) == ("/accounts/login/", ["code_verifier"], False)


@pytest.mark.parametrize(
    "then", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", "/\\x.vn"]
)
def test_nobody_is_led_elsewhere(client, world, provider, linked, then):
    assert came_back(client, provider, "0123", then=then).url == "/"


def test_a_provider_that_is_away_is_said_and_the_password_goes_on(client, world, provider, linked, settings):
    settings.OIDC_OP_TOKEN_ENDPOINT = "http://127.0.0.1:9/token"
    assert came_back(client, provider, "0123").url == "/accounts/login/"
    client.post("/accounts/login/", {"username": "owner", "password": PASSWORD})
    assert is_in(client)


@pytest.mark.parametrize("endpoint", ["token", "keys"])
def test_a_redirect_of_the_provider_is_not_followed(client, world, provider, linked, settings, endpoint):
    name = {"token": "OIDC_OP_TOKEN_ENDPOINT", "keys": "OIDC_OP_JWKS_ENDPOINT"}[endpoint]
    setattr(settings, name, f"{provider.issuer}/moved/{endpoint}")
    assert came_back(client, provider, "0123").url == "/accounts/login/"
    assert not is_in(client)


def test_a_person_links_the_own_account_and_takes_the_link_back(client, world, provider):
    client.force_login(world.user("owner"))
    led = client.post(LINK, {"act": "link"})
    assert client.get(CALLBACK, provider.signed_in_there(led.url, "0123")).url == LINK
    assert "Đã liên kết lúc" in client.get(LINK).content.decode()
    other = Client()
    other.force_login(world.user("district"))
    led = other.post(LINK, {"act": "link"})
    answer = other.get(CALLBACK, provider.signed_in_there(led.url, "0123"), follow=True)
    assert "đã liên kết với một người khác" in answer.content.decode()
    assert list(LinkedIdentity.objects.values_list("person__username", "subject")) == [("owner", "0123")]
    client.post(LINK, {"act": "unlink"})
    assert not LinkedIdentity.objects.exists()
    verbs = Event.objects.about(world.user("owner")).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["link_identity", "unlink_identity"]


def test_linking_needs_the_password_and_an_administrator_may_write_the_subject(client, world, provider):
    client.force_login(world.user("admin"))
    address = f"/people/{world.user('owner').pk}/provider/"
    password_given.give(client, minutes_ago=16)
    for page in (address, LINK):
        assert "Xin nhập lại mật khẩu" in client.post(page, {"subject": "0123", "act": "link"}).content.decode()
    password_given.give(client)
    assert client.post(address, {"subject": "0123"}).status_code == 302
    assert came_back(Client(), provider, "0123").url == "/"
    assert client.post(f"/people/{world.user('city').pk}/provider/", {"subject": "0123"}).status_code == 200
    assert client.post(address, {"subject": ""}).status_code == 302
    assert not LinkedIdentity.objects.exists()
    client.force_login(world.user("board"))
    assert client.post(address, {"subject": "0123"}).status_code == 403


def test_who_signed_in_there_lately_proves_it_there_again_for_an_act_that_needs_it(client, world, provider):
    person = world.user("admin")
    LinkedIdentity.objects.create(person=person, issuer=provider.issuer, subject="77", linked_at=clock.now())
    hours_ago = int(time.time()) - 7_200
    came_back(client, provider, "77", auth_time=hours_ago)
    address, typed = f"/people/{world.user('owner').pk}/provider/", {"subject": "0123"}
    held = client.post(address, typed).content.decode()
    assert ('href="/accounts/provider/again/"' in held, "0123" in held) == (True, True)
    led = client.get(AGAIN)
    assert ("prompt=login" in led.url, "max_age=0" in led.url) == (True, True)
    for subject, lie in (("77", {"auth_time": hours_ago}), ("77", {"without": ["auth_time"]}), ("0123", {})):
        client.get(CALLBACK, provider.signed_in_there(led.url, subject, **lie))
        assert "Xin nhập lại mật khẩu" in client.post(address, typed).content.decode()
        led = client.get(AGAIN)
    assert "Đã xác nhận" in client.get(CALLBACK, provider.signed_in_there(led.url, "77")).content.decode()
    assert client.post(address, typed | {"unsent-password": ""}).status_code == 302
