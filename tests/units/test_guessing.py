"""Tests the guard against guessing: what is counted, paused, locked, told and unlocked."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client

from foundation import clock
from foundation.forms.mark import FIELD
from foundation.forms.unsent import OWN
from foundation.request_parsing import client_address
from tests.support.world import PASSWORD
from units.actions.guessing import dismiss_failures, prune_failures
from units.begin_code import begin_code
from units.models import Event, FailureCount, Installation, User
from units.rules.guessing import Counted, pause_after

either = pytest.mark.either
LOGIN, MONDAY = "/accounts/login/", "2015-03-02T08:00+07:00"
PAUSED = "cổng tạm ngừng nhận mật khẩu, mã, dù đúng hay sai. Xin thử lại sau 15 phút, từ 08:15 ngày 02/03/2015."


@pytest.fixture(autouse=True)
def monday():
    with clock.travel(MONDAY):
        yield


@pytest.fixture
def hashed(monkeypatch):
    """How often a password was hashed, each time with the password."""
    passwords, encode = [], MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher,
        "encode",
        lambda self, password, salt: passwords.append(password) or encode(self, password, salt),
    )
    return passwords


def sign_in(name, password="sai", *, browser=None, address="192.0.2.1"):
    return (browser or Client()).post(LOGIN, {"username": name, "password": password}, REMOTE_ADDR=address)


def lock(name):
    """Guess wrong until the account is locked, from ever new addresses."""
    for number in range(10):
        with clock.travel(clock.parse(MONDAY) - timedelta(minutes=20 * (10 - number) - 20)):
            assert sign_in(name, address=f"198.51.100.{number}").status_code == 200


@pytest.mark.sqlite
def test_a_pause_doubles_until_it_is_the_lock():
    of_account = [pause_after(failures, Counted.ACCOUNT).total_seconds() for failures in range(1, 13)]
    assert of_account == [0, 0, 0, 0, 28.125, 56.25, 112.5, 225, 450, 900, 900, 900]
    assert pause_after(44, Counted.ADDRESS) == timedelta()
    assert pause_after(45, Counted.ADDRESS).total_seconds() == 28.125
    assert pause_after(50, Counted.ADDRESS) == pause_after(80, Counted.ADDRESS) == timedelta(minutes=15)


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("headers", "address"),
    [
        ({"REMOTE_ADDR": "192.0.2.7"}, "192.0.2.7"),
        ({"REMOTE_ADDR": "", "HTTP_X_FORWARDED_FOR": "10.9.9.9, 192.0.2.8"}, "192.0.2.8"),
        ({"REMOTE_ADDR": "2001:db8:1:2:3:4:5:6"}, "2001:db8:1:2::/64"),
        ({"REMOTE_ADDR": "::ffff:192.0.2.9"}, "192.0.2.9"),
        ({"REMOTE_ADDR": ""}, ""),
        ({"REMOTE_ADDR": "192.0.2.7", "HTTP_X_FORWARDED_FOR": "<script>"}, ""),
    ],
)
def test_the_address_is_that_of_the_proxys_visitor_and_of_ipv6_the_network(rf, headers, address):
    assert client_address(rf.get("/", **headers)) == address


@pytest.mark.django_db
@either
def test_whoever_guesses_on_is_answered_at_once_whether_there_is_such_a_name_or_not(world, hashed):
    pages = []
    for name in ("owner", "khong-co-ten-nay"):
        lock(name)
        hashed.clear()
        answers = [sign_in(name, password, address="203.0.113.5") for password in ("sai", PASSWORD)]
        assert [(answer.status_code, answer["Retry-After"]) for answer in answers] == [(429, "900")] * 2
        assert hashed == []
        pages += [answer.content.decode().replace(name, "") for answer in answers]
    assert PAUSED in " ".join(pages[0].split())
    assert len(set(pages)) == 1
    with clock.travel("2015-03-02T08:15+07:00"):
        assert sign_in("owner", PASSWORD).status_code == 302
    assert FailureCount.objects.filter(failures=10).count() == 1  # the unknown name's; signing in forgot the other


@pytest.mark.django_db
@either
def test_a_persons_own_device_is_let_in_and_has_a_count_of_its_own(world):
    own, other = Client(), Client()
    assert [
        sign_in("owner", PASSWORD, browser=own).status_code,
        sign_in("neighbour", PASSWORD, browser=other).status_code,
    ] == [302, 302]
    for browser in (own, other):
        browser.post("/accounts/logout/")
    lock("owner")
    assert sign_in("owner", PASSWORD, browser=other).status_code == 429  # known, but to somebody else
    assert sign_in("owner", browser=own).status_code == 200
    assert sign_in("owner", PASSWORD, browser=own).status_code == 302
    assert sign_in("owner", PASSWORD).status_code == 429  # which opened nothing for strangers
    own.post("/accounts/logout/")
    assert [sign_in("owner", browser=own).status_code for _guess in range(6)] == [200] * 5 + [429]
    assert User.objects.get(username="owner").failed_sign_ins == 10  # of the strangers alone


@pytest.mark.django_db
@either
def test_an_office_behind_one_address_signs_in_and_whoever_guesses_through_it_is_stopped(world, settings):
    settings.SIGN_IN_FAILURES_OF_ADDRESS = 10
    known = Client()
    sign_in("owner", PASSWORD, browser=known)
    known.post("/accounts/logout/")
    for _person in range(12):
        assert sign_in("owner", PASSWORD).status_code == 302
    assert not FailureCount.objects.exclude(failures=0).exists()
    assert [sign_in(f"ten-{number}").status_code for number in range(3)] == [200] * 3
    assert sign_in("neighbour", PASSWORD).status_code == 302  # which wipes no slate
    assert [sign_in(f"ten-{number}").status_code for number in range(3)] == [200] * 2 + [429]
    assert sign_in("neighbour", PASSWORD).status_code == 429
    assert sign_in("neighbour", PASSWORD, address="192.0.2.2").status_code == 302
    assert sign_in("owner", PASSWORD, browser=known).status_code == 302
    with clock.travel("2015-03-02T08:16+07:00"):  # failures of an address are added up for a quarter of an hour
        assert [sign_in(f"ten-{number}").status_code for number in range(4)] == [200] * 4


@pytest.mark.django_db
@either
def test_every_failure_is_in_the_history_and_a_name_without_account_only_as_a_digest(world):
    sign_in("owner", address="198.51.100.7")
    sign_in("mat-khau-go-nham", address="198.51.100.8")
    known, unknown = Event.objects.filter(verb="fail_sign_in").order_by("pk")
    assert (known.target, known.actor, known.changes["địa chỉ"]) == (world.user("owner"), None, ["", "198.51.100.7"])
    assert known.changes["loại"] == ["", "mật khẩu"]
    assert (unknown.target_type.model_class(), unknown.changes["địa chỉ"]) == (Installation, ["", "198.51.100.8"])
    assert [
        event for event in (known, unknown) if "mat-khau" in str(event.changes) or "sai" in str(event.changes)
    ] == []
    assert len(unknown.changes["tên đã gõ (mã băm)"][1]) == 16


@pytest.mark.django_db
@either
def test_a_person_is_warned_of_failures_from_elsewhere_until_they_have_read_it(world):
    for _typo in range(2):
        sign_in("owner")
    browser = Client()
    sign_in("owner", PASSWORD, browser=browser)  # from the same address: own typos
    assert "lần nhập sai mật khẩu" not in browser.get("/").content.decode()
    for _guess in range(3):
        sign_in("owner", address="198.51.100.7")
    for page in ("/", "/accounts/contact/"):
        text = " ".join(browser.get(page).content.decode().split())
        assert "3 lần nhập sai mật khẩu của tài khoản này từ máy lạ." in text
        assert "Lần cuối lúc 08:00 ngày 02/03/2015, từ địa chỉ 198.51.100.7." in text
    assert browser.post("/accounts/failures/").url == "/"
    assert "lần nhập sai mật khẩu" not in browser.get("/").content.decode()
    dismiss_failures(world.user("owner"))  # there is none any more
    assert Event.objects.about(world.user("owner")).filter(verb="dismiss_failures").count() == 1


@pytest.mark.django_db
@either
def test_the_upper_union_unlocks_an_account_on_the_page_of_people(world, client):
    lock("owner")
    client.force_login(world.user("admin"))
    assert "Tạm khóa" in client.get("/people/").content.decode()
    url = f"/people/{world.user('owner').pk}/unlock/"
    assert f'action="{url}"' in client.get("/people/").content.decode()
    assert client.post(url).url == "/people/"
    assert sign_in("owner", PASSWORD).status_code == 302
    assert "Tạm khóa" not in client.get("/people/").content.decode()
    assert client.post(url).status_code == 409
    (event,) = Event.objects.about(world.user("owner")).filter(verb="unlock_sign_in")
    assert (event.actor, event.post.role) == (world.user("admin"), "administrator")


@pytest.mark.django_db
@either
def test_codes_of_letters_and_the_password_of_now_are_guarded_alike(world, settings):
    settings.SIGN_IN_FAILURES_OF_ADDRESS = 10
    owner = Client()
    owner.force_login(world.user("owner"))
    typed = {"old_password": "sai", "new_password1": "rừng hồi Bình Gia 25", "new_password2": "rừng hồi Bình Gia 25"}
    answers = [owner.post("/accounts/password/", typed, REMOTE_ADDR="192.0.2.3") for _guess in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    code = {"one_time_password": "K7QM-2XPN-9RTB-H4CV"}
    answers = [Client().post("/accounts/code/", code, REMOTE_ADDR="192.0.2.4") for _guess in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]


@pytest.mark.django_db
@either
def test_the_code_that_begins_a_portal_is_guarded(client, settings):
    settings.SIGN_IN_FAILURES_OF_ADDRESS = 10
    assert [client.post("/begin/", {"code": "sai"}).status_code for _guess in range(6)] == [200] * 5 + [429]
    assert client.post("/begin/", {"code": begin_code()}).status_code == 429


@pytest.mark.django_db
@either
def test_a_form_sent_after_the_session_ended_keeps_what_was_typed_while_the_sign_in_waits(world):
    browser = Client()
    sign_in("owner", PASSWORD, browser=browser)
    page = browser.get("/accounts/contact/").content.decode()
    mark = page.partition(f'name="{FIELD}" value="')[2].partition('"')[0]
    browser.cookies.clear()
    lock("owner")
    typed = {FIELD: mark, "phone": "0912 345 678", f"{OWN}username": "owner", f"{OWN}password": PASSWORD}
    answer = browser.post("/accounts/contact/", typed)
    assert (answer.status_code, answer["Retry-After"]) == (429, "900")
    assert "0912 345 678" in answer.content.decode()


@pytest.mark.django_db
@either
def test_counts_are_forgotten_after_a_day(world):
    sign_in("owner")
    with clock.travel("2015-03-03T07:59+07:00"):
        prune_failures()
        assert FailureCount.objects.count() == 2
    with clock.travel("2015-03-03T08:01+07:00"):
        prune_failures()
    assert FailureCount.objects.count() == 0
