"""Tests the clock that all rules read: real time, set for the demo and ticking, or fixed in a test."""

import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
from django.test import override_settings

from emulation.settings import BASE_DIR
from foundation import clock

pytestmark = pytest.mark.sqlite  # asks no database


@pytest.mark.parametrize(
    "text, instant",
    [
        ("2015-07-20T09:00+07:00", datetime(2015, 7, 20, 2, tzinfo=UTC)),
        ("2015-07-20T09:00", datetime(2015, 7, 20, 2, tzinfo=UTC)),
        ("2015-07-20T02:00+00:00", datetime(2015, 7, 20, 2, tzinfo=UTC)),
        ("2015-07-20", datetime(2015, 7, 19, 17, tzinfo=UTC)),
    ],
)
def test_a_text_without_an_offset_is_local_time(text, instant):
    assert clock.parse(text) == instant


def test_a_traveller_stands_still_and_comes_back():
    with clock.travel("2015-02-25T09:00+07:00"):
        first = clock.now()
        time.sleep(0.01)
        assert clock.now() == first == datetime(2015, 2, 25, 2, tzinfo=UTC)
        with clock.travel(datetime(2015, 7, 1, tzinfo=UTC)):
            assert clock.now() == datetime(2015, 7, 1, tzinfo=UTC)
        assert clock.now() == first
        assert clock.is_set() is True
    assert clock.is_set() is False


def test_a_traveller_comes_back_from_an_error_too():
    with pytest.raises(ZeroDivisionError), clock.travel("2015-02-25T09:00+07:00"):
        1 / 0  # noqa: B018
    assert clock.now().year > 2015


def test_every_thread_travels_along():
    seen = []
    with clock.travel("2015-02-25T09:00+07:00"):
        thread = Thread(target=lambda: seen.append(clock.now()))
        thread.start()
        thread.join()
    assert seen == [datetime(2015, 2, 25, 2, tzinfo=UTC)]


@pytest.mark.parametrize(
    "instant, day",
    [
        ("2015-02-27T16:59:59+00:00", date(2015, 2, 27)),
        ("2015-02-27T17:00:00+00:00", date(2015, 2, 28)),
        ("2015-12-31T17:00:00+00:00", date(2016, 1, 1)),
        ("2016-02-28T17:00:00+00:00", date(2016, 2, 29)),
    ],
)
def test_a_day_begins_at_midnight_in_vietnam(instant, day):
    with clock.travel(instant):
        assert clock.today() == day


def test_a_day_ends_with_its_last_microsecond_in_vietnam():
    end = clock.end_of_day(date(2015, 2, 27))
    assert end == datetime(2015, 2, 27, 16, 59, 59, 999999, tzinfo=UTC)
    with clock.travel(end):
        assert clock.today() == date(2015, 2, 27)
    with clock.travel(end + timedelta(microseconds=1)):
        assert clock.today() == date(2015, 2, 28)


def test_without_a_setting_the_time_is_real():
    with override_settings(PORTAL_NOW=""):
        assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)
        assert clock.is_set() is False


def test_the_clock_of_the_demo_starts_where_it_is_set_and_ticks():
    started = time.time() - 90
    with override_settings(PORTAL_NOW="2015-07-20T09:00+07:00", PORTAL_STARTED=started):
        shown = clock.now()
        assert timedelta(seconds=90) <= shown - clock.parse("2015-07-20T09:00+07:00") < timedelta(seconds=95)
        time.sleep(0.02)
        assert clock.now() > shown
        assert clock.is_set() is True


def settings_with(**environment):
    code = "import emulation.settings"
    return subprocess.run(
        [sys.executable, "-c", code],
        env={"PATH": "", "SECRET_KEY": "x" * 50, "PORTAL_URL": "https://thidua.example", **environment},
        capture_output=True,
        text=True,
        check=False,
        cwd=BASE_DIR,
    )


def test_a_clock_may_be_set_in_the_demo():
    """Elsewhere it is refused: `test_production.py`."""
    assert settings_with(PORTAL_NOW="2015-07-20T09:00+07:00", DEBUG="1").returncode == 0
