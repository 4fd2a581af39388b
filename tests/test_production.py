"""In use the portal starts with all its settings, and safely, or not at all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.sqlite  # asks no database
ROOT = Path(__file__).resolve().parents[1]
SET = {
    "SECRET_KEY": "Kh3-su0i-d01-na-chi-lang-huu-lung-bac-son-van-quan-trang-dinh",
    "ALLOWED_HOSTS": "thidua.example.vn",
    "DATABASE_URL": "sqlite://:memory:",
    "PORTAL_URL": "https://thidua.example.vn",
}


def start(*arguments, **settings):
    """manage.py in an environment of its own: its exit code and what it said last."""
    own = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    line = [sys.executable, "-W", "error", "manage.py", *arguments]
    done = subprocess.run(line, cwd=ROOT, env=own | settings, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr.strip().rpartition("\n")[2]


def refusal(sentence):
    return (1, f"django.core.exceptions.ImproperlyConfigured: {sentence}")


def test_all_settings_set_pass_djangos_own_check_for_use():
    assert start("check", "--deploy", "--fail-level", "WARNING", **SET)[0] == 0


@pytest.mark.parametrize(
    "missing", [tuple(SET), ("DATABASE_URL",), ("SECRET_KEY", "PORTAL_URL")], ids=lambda names: "+".join(names)
)
def test_what_is_missing_is_named_and_nothing_starts(missing):
    given = {name: value for name, value in SET.items() if name not in missing}
    assert start("check", **given) == refusal(
        f"The portal does not start without its settings. Missing: {', '.join(missing)}."
    )


@pytest.mark.parametrize("key", ["short", "a" * 60, "django-insecure-" + SET["SECRET_KEY"]], ids=range(3))
def test_a_key_that_can_be_guessed_is_none(key):
    assert start("check", **SET | {"SECRET_KEY": key}) == refusal(
        "SECRET_KEY can be guessed: it has to be 50 random characters or more."
    )


def test_the_clock_of_the_demo_is_refused():
    assert start("check", **SET, PORTAL_NOW="2015-07-20T09:00+07:00") == refusal(
        "PORTAL_NOW sets the clock of the demo: outside DEBUG it must be empty."
    )


def test_cookies_travel_by_https_alone():
    told = "from django.conf import settings as s; import sys; sys.exit(not (s.SESSION_COOKIE_SECURE and "
    told += "s.CSRF_COOKIE_SECURE and s.SECURE_SSL_REDIRECT and s.SECURE_HSTS_SECONDS >= 31536000))"
    assert start("shell", "--no-imports", "-c", told, **SET) == (0, "")
