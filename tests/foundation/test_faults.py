"""Tests the error pages and logs: a server error, a bad request, a database that is away."""

import errno
import logging
import re
import sqlite3
from contextlib import closing
from unittest.mock import Mock

import psycopg2
import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import InterfaceError, OperationalError, connection
from django.db.utils import DatabaseError, ProgrammingError
from django.test import Client

from foundation import clock
from foundation.db import outage
from foundation.db.outage import OutageLog, is_outage
from foundation.faults import below_handlers
from foundation.middleware import seconds_until
from foundation.refusal_log import ShortRefusals

pytestmark = pytest.mark.sqlite  # what is the database's own is in tests/emulation/test_database_stops.py

DEBUGGING = pytest.mark.parametrize("debug", [False, True], ids=["in use", "DEBUG"])


def raised_by(driver_error, kind=OperationalError):
    """Return an error as Django wraps that of a driver."""
    try:
        raise kind(*driver_error.args) from driver_error
    except DatabaseError as error:
        return error
    except InterfaceError as error:
        return error


def postgres_error(code, kind=psycopg2.OperationalError):
    return type("Coded", (kind,), {"pgcode": code})("as the server says")


def unreachable():
    with pytest.raises(psycopg2.OperationalError) as caught:
        psycopg2.connect(host="/nowhere", dbname="x")
    return caught.value


def sqlite_error(tmp_path, statement):
    """Return what the driver raises for a statement while somebody else writes."""
    writer = sqlite3.connect(tmp_path / "file.sqlite3", isolation_level=None)
    writer.execute("BEGIN EXCLUSIVE")
    reader = sqlite3.connect(tmp_path / "file.sqlite3", timeout=0)
    with pytest.raises(sqlite3.OperationalError) as caught:
        reader.execute(statement)
    reader.close()
    writer.close()
    return caught.value


# Which errors are an outage


@pytest.mark.parametrize("code", ["57P01", "57P02", "57P03", "08006", "53300", "53100", None])
def test_a_server_that_stops_or_cannot_be_reached_is_an_outage(code):
    assert is_outage(raised_by(postgres_error(code)))


@pytest.mark.parametrize("code", ["57014", "40P01", "55P03", "53200"])
def test_a_server_that_answers_is_no_outage_whatever_it_says(code):
    assert not is_outage(raised_by(postgres_error(code)))


def test_a_connection_that_cannot_be_made_is_an_outage():
    assert is_outage(raised_by(unreachable()))


def test_a_connection_closed_meanwhile_is_an_outage_and_a_closed_cursor_is_not():
    closed = [psycopg2.InterfaceError("connection already closed"), psycopg2.InterfaceError("cursor already closed")]
    assert [is_outage(raised_by(error, InterfaceError)) for error in closed] == [True, False]


def test_a_locked_file_is_an_outage_and_a_wrong_statement_is_not(tmp_path):
    locked = sqlite_error(tmp_path, "SELECT count(*) FROM sqlite_master")
    wrong = sqlite_error(tmp_path, "SELEKT")
    assert (str(locked), is_outage(raised_by(locked)), is_outage(raised_by(wrong))) == (
        "database is locked",
        True,
        False,
    )


def test_a_server_that_ends_in_the_middle_of_a_statement_is_an_outage():
    ended = psycopg2.DatabaseError("server closed the connection unexpectedly")
    raised = [raised_by(ended, DatabaseError), DatabaseError("Save with update_fields did not affect any rows.")]
    assert [is_outage(error) for error in raised] == [True, False]


def test_a_full_disk_is_an_outage_and_other_errors_of_files_are_none(tmp_path):
    with closing(sqlite3.connect(tmp_path / "small.sqlite3")) as small:
        small.execute("PRAGMA max_page_count = 2")
        with pytest.raises(sqlite3.OperationalError) as full:
            small.execute("CREATE TABLE t AS SELECT randomblob(20000)")
    assert str(full.value) == "database or disk is full"
    errors = [raised_by(full.value), OSError(errno.ENOSPC, "No space left on device"), OSError(errno.EACCES, "denied")]
    assert list(map(is_outage, errors)) == [True, True, False]


@pytest.mark.parametrize("error", [None, ValueError("connection"), ProgrammingError("no table"), OperationalError()])
def test_other_errors_are_none(error):
    assert not is_outage(error)


def test_an_outage_is_one_line_a_minute(monkeypatch, caplog):
    moments = iter([1000.0, 1000.1, 1059.9, 1060.0])
    monkeypatch.setattr(outage.time, "monotonic", lambda: next(moments))
    log = OutageLog()
    for _request in range(4):
        log.write(OperationalError("could not connect\n\tIs the server running?"))
    lines = [record.getMessage() for record in caplog.records]
    assert lines == ["The database does not answer: could not connect Is the server running?"] * 2


# A database that is away


@pytest.fixture
def away():
    """A function that makes the database stop answering until the test ends."""
    error = raised_by(postgres_error("57P01"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("foundation.faults.outage_log", OutageLog())
        yield lambda: patch.setattr(connection, "cursor", Mock(side_effect=error))


@DEBUGGING
@pytest.mark.parametrize("path", ["/", "/pledges/", "/accounts/login/", "/admin/", "/nowhere/"])
def test_every_page_says_in_vietnamese_when_to_try_again(world, away, settings, caplog, debug, path):
    client = signed_in(world)
    settings.DEBUG = debug
    away()
    answer = client.get(path)
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "Tạm thời chưa đọc, ghi được dữ liệu. Xin thử lại sau ít phút." in answer.content.decode()
    assert "có thể chưa được ghi" not in answer.content.decode()
    client.get(path)
    told = [record for record in caplog.records if record.name.startswith("foundation")]
    assert [(record.getMessage(), record.exc_info) for record in told] == [
        ("The database does not answer: as the server says", None)
    ]


def test_who_sent_a_form_is_told_that_it_may_not_be_written(world, away):
    client = signed_in(world)
    away()
    answer = client.post("/accounts/switch/", {"unit": world.school.pk})
    assert answer.status_code == 503
    assert "Nội dung vừa gửi có thể chưa được ghi" in answer.content.decode()


@DEBUGGING
def test_the_health_check_is_plain_whatever_cookie_comes(world, away, settings, debug):
    clients = [Client(raise_request_exception=False), signed_in(world)]
    settings.DEBUG = debug
    away()
    answers = [client.get("/healthz") for client in clients]
    assert [(answer.status_code, answer["Content-Type"], answer.content) for answer in answers] == [
        (503, "text/plain; charset=utf-8", b"database does not answer\n")
    ] * 2


def signed_in(world):
    client = Client(raise_request_exception=False)
    client.force_login(world.user("owner"))
    return client


# Faults and bad requests


@DEBUGGING
def test_a_fault_shows_a_code_that_stands_in_the_log_beside_its_traceback(
    client, world, settings, monkeypatch, caplog, debug
):
    settings.DEBUG, client.raise_request_exception = debug, False
    monkeypatch.setattr("emulation.views.latest_awards", lambda limit: 1 / 0)
    answer = client.get("/")
    assert answer.status_code == 500
    code = re.search(r"Hệ thống gặp sự cố, .* mã sự cố ([0-9A-F]{6})\.", answer.content.decode())[1]
    (record,) = [record for record in caplog.records if record.exc_info]
    assert record.getMessage() == f"incident {code}: GET /"
    assert record.exc_info[0] is ZeroDivisionError
    assert record.exc_info[2].tb_frame.f_code.co_name == "home"  # not the handlers of Django before it


@DEBUGGING
def test_a_fault_in_a_middleware_is_answered_alike(client, world, settings, monkeypatch, debug):
    client.force_login(world.user("owner"))
    settings.DEBUG, client.raise_request_exception = debug, False
    monkeypatch.setattr("units.middleware.acting_for", lambda user, unit: 1 / 0)
    answer = client.get("/")
    assert (answer.status_code, "mã sự cố" in answer.content.decode()) == (500, True)


def test_a_traceback_that_met_no_handler_stays_whole():
    with pytest.raises(ZeroDivisionError) as caught:
        1 / 0  # noqa: B018
    assert below_handlers(caught.value.__traceback__) is caught.value.__traceback__


@DEBUGGING
@pytest.mark.parametrize(
    "send",
    [
        lambda client: client.get("/", headers={"host": "elsewhere.example"}),
        lambda client: client.post(
            "/accounts/login/", "a=b", content_type="application/x-www-form-urlencoded; charset=utf-16"
        ),
    ],
    ids=["host", "letters"],
)
@pytest.mark.django_db
def test_a_bad_request_is_answered_with_our_page(client, settings, debug, send):
    settings.DEBUG = debug
    answer = send(client)
    assert answer.status_code == 400
    assert "Địa chỉ hoặc nội dung gửi lên không đọc được" in answer.content.decode()


@DEBUGGING
def test_what_no_page_answers_is_refused_in_our_words(client, settings, debug):
    """An address that is too long, and methods that only programs use."""
    settings.DEBUG = debug
    answers = [client.get("/?" + "q" * 50_000), client.put("/"), client.options("/")]
    assert [answer.status_code for answer in answers] == [414, 405, 405]
    words = ["Địa chỉ quá dài", *["Không mở thẳng được địa chỉ này"] * 2]
    assert [word in answer.content.decode() for word, answer in zip(words, answers, strict=True)] == [True] * 3
    assert [answer.get("Allow") for answer in answers[1:]] == ["GET, HEAD, POST"] * 2


# The log


def line(status, error=None, name="django.request"):
    """Return a log record as Django makes it of an answer."""
    record = logging.LogRecord(name, logging.WARNING, "", 0, "%s", ("/x/",), error and (type(error), error, None))
    record.status_code = status
    return record


@pytest.mark.parametrize(
    ("record", "is_kept"),
    [
        (line(403, PermissionDenied()), True),
        (line(400, RequestDataTooBig(), "django.security.RequestDataTooBig"), True),
        (line(409), True),
        (line(404), False),
        (line(500), False),
        (line(503), False),
    ],
    ids=lambda value: str(getattr(value, "status_code", value)),
)
def test_a_refusal_is_a_line_without_traceback_and_a_page_not_found_is_none(record, is_kept):
    assert ShortRefusals().filter(record) is is_kept
    assert record.exc_info is None


def test_other_lines_stay_as_they_are():
    error = ValueError()
    record = logging.LogRecord("foundation.faults", logging.ERROR, "", 0, "incident", (), (ValueError, error, None))
    assert ShortRefusals().filter(record)
    assert record.exc_info == (ValueError, error, None)


# The portal at rest


@pytest.mark.parametrize(
    ("until", "seconds"), [("13:30", 5400), ("00:15", None), ("11:59", None), ("23:59", 43140), ("chiều nay", None)]
)
def test_how_long_the_portal_rests_is_known_from_a_time_of_day(until, seconds):
    with clock.travel("2015-03-02T12:00+07:00"):
        assert seconds_until(until) == seconds


def test_rest_over_midnight_ends_on_the_next_day():
    with clock.travel("2015-03-02T23:00+07:00"):
        assert seconds_until("00:30") == 5400


def test_the_portal_at_rest_says_when_to_come_again(client, settings):
    settings.MAINTENANCE_UNTIL = "13:30"
    with clock.travel("2015-03-02T12:00+07:00"):
        answer = client.get("/")
        settings.MAINTENANCE_UNTIL = "chiều nay"
        later = client.post("/", {"a": "b"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "5400")
    assert (later.status_code, later["Retry-After"]) == (503, "600")
    assert "Hệ thống bảo trì đến 13:30." in answer.content.decode()
    assert "Hạn gửi" not in answer.content.decode()
    unwritten = "Nội dung vừa gửi chưa được ghi"
    assert [unwritten in page.content.decode() for page in (answer, later)] == [False, True]
