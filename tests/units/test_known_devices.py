"""Tests which browser is known as a person's own, and how a list calls it."""

from datetime import timedelta

import pytest
from django.test import Client

from foundation import clock
from foundation.user_agent import device_label
from tests.support.world import PASSWORD
from units.known_devices import KNOWN_FOR
from units.models import KnownDevice
from units.personal.retention import prune

WINDOWS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0 Safari/537.36"
)


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("user_agent", "label"),
    [
        (WINDOWS, "Chrome trên Windows"),
        (f"{WINDOWS} Edg/149.0.0.0", "Edge trên Windows"),
        ("Mozilla/5.0 (Windows NT 6.1) coc_coc_browser/120.0 Chrome/114.0 Safari/537.36", "Cốc Cốc trên Windows"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/149.0 Mobile Safari/537.36 Zalo android/24", "Zalo trên Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1", "Safari trên iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox trên Linux"),
        ("Mozilla/5.0 (Windows NT 10.0)", "Trình duyệt trên Windows"),
        ("curl/8.5", "Trình duyệt không rõ"),
        ("", "Trình duyệt không rõ"),
    ],
)
def test_a_device_is_called_after_its_browser_and_system(user_agent, label):
    assert device_label(user_agent) == label


@pytest.mark.django_db
@pytest.mark.either
def test_a_browser_is_known_from_its_first_sign_in_on_and_a_shared_one_never(world):
    browser = Client(headers={"user-agent": WINDOWS})

    def sign_in(name, **typed):
        browser.post("/accounts/login/", {"username": name, "password": PASSWORD} | typed)
        browser.post("/accounts/logout/")
        return list(KnownDevice.objects.order_by("pk").values_list("person__username", "label", "first_at", "last_at"))

    first = clock.parse("2015-03-02T08:00+07:00")
    later = first + timedelta(days=3)
    sign_in("owner", shared="on")
    assert "device" not in browser.cookies
    KnownDevice.objects.all().delete()
    with clock.travel(first):
        assert sign_in("owner") == [("owner", "Chrome trên Windows", first, first)]
    cookie = browser.cookies["device"]
    settings = [cookie[name] for name in ("httponly", "samesite", "max-age", "path")]
    assert settings == [True, "Lax", KNOWN_FOR.total_seconds(), "/"]
    value = cookie.value.partition(":")[0]
    assert (len(bytes.fromhex(value)), KnownDevice.objects.filter(digest=value).exists()) == (16, False)
    with clock.travel(later):
        assert sign_in("owner") == [("owner", "Chrome trên Windows", first, later)]
        assert sign_in("neighbour")[1] == ("neighbour", "Chrome trên Windows", later, later)
    assert len(set(KnownDevice.objects.values_list("digest", flat=True))) == 1
    browser.cookies["device"] = cookie.value.replace(value, "0" * 32)  # what nobody signed is no device
    with clock.travel(later + timedelta(days=1)):
        assert [name for name, *_rest in sign_in("owner")] == ["owner", "neighbour", "owner"]
    with clock.travel(later + KNOWN_FOR + timedelta(hours=1)):
        prune()
    assert KnownDevice.objects.get().last_at == later + timedelta(days=1)


@pytest.mark.django_db
@pytest.mark.either
def test_who_signs_in_as_on_a_shared_computer_is_not_known_there_by_another_persons_device(world):
    browser = Client(headers={"user-agent": WINDOWS})
    for name, shared in (("owner", {}), ("neighbour", {"shared": "on"})):
        browser.post("/accounts/login/", {"username": name, "password": PASSWORD} | shared)
        browser.post("/accounts/logout/")
    assert len(set(KnownDevice.objects.values_list("digest", flat=True))) == 2
