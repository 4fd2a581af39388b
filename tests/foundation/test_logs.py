"""Tests the log in use: a line of JSON each, with the request's id, and no word that anybody typed."""

import json
import logging
import subprocess
import sys

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from foundation.logs import of_job
from foundation.middleware import headers_of_proxy
from tests.support.json_log import json_log
from units import jobs
from units.models import Job, JobKind, User

pytestmark = pytest.mark.either
TYPED = "Mã-Thị-Bí-Mật"


@pytest.fixture
def log():
    """A function that returns the lines written so far."""
    with json_log() as lines:
        yield lines


def fail(*_given):
    try:
        raise KeyError(TYPED)
    except KeyError as error:
        raise ValueError(f"{TYPED} is no number") from error


def test_a_fault_says_where_and_not_what_was_typed(client, world, settings, monkeypatch, log):
    client.raise_request_exception, settings.PROXY_ADDRESSES = False, ["127.0.0.1"]
    monkeypatch.setattr("emulation.views.latest_awards", fail)
    answer = client.get(f"/?q={TYPED}", headers={"X-Request-ID": "of-the-proxy-1"})
    (line,) = [line for line in log() if "error" in line]
    assert (line["level"], line["route"], line["method"]) == ("ERROR", "/", "GET")
    assert (line["error"], line["causes"]) == ("builtins.ValueError", ["builtins.KeyError"])
    assert line["frames"][-1].startswith("tests/foundation/test_logs.py:")
    assert (line["request"], answer["X-Request-ID"]) == ("of-the-proxy-1", "of-the-proxy-1")
    assert TYPED not in json.dumps(log(), ensure_ascii=False)


def test_addresses_are_told_by_their_route_and_numbers(world, log):
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    client.post(f"/verify/{TYPED}/")  # refused, and Django writes the address
    client.post(f"/jobs/12/cancel/?q={TYPED}")
    client.post(f"/nowhere/{TYPED}/")
    lines = log()
    assert {line["route"] for line in lines} >= {"/verify/<code>/"}
    assert TYPED not in json.dumps(lines, ensure_ascii=False)
    assert len({line["request"] for line in lines}) > 1


@pytest.mark.parametrize("given", ["", "x", "a b c d e f g", "x" * 65])
def test_an_id_that_is_none_is_replaced(client, db, settings, given):
    settings.PROXY_ADDRESSES = ["127.0.0.1"]
    answers = [client.get("/livez", headers={"X-Request-ID": given})["X-Request-ID"] for _each in range(2)]
    assert [len(answer) for answer in answers] == [32, 32]
    assert answers[0] != answers[1]


@pytest.mark.sqlite
def test_only_the_proxy_names_requests(rf):
    request = rf.get("/", HTTP_X_REQUEST_ID="of-a-visitor")
    headers_of_proxy(lambda request: request)(request)
    assert "HTTP_X_REQUEST_ID" not in request.META


def test_a_row_that_the_database_refuses_is_not_quoted(world, log):
    try:
        with transaction.atomic():
            User.objects.create(username="owner", full_name=TYPED)
    except IntegrityError:
        logging.getLogger("units").exception("not stored")
    (line,) = log()
    assert line["error"] == "django.db.utils.IntegrityError"
    assert "owner" not in json.dumps(line) and TYPED not in json.dumps(line, ensure_ascii=False)


def test_lines_of_a_job_name_it(world, monkeypatch, log):
    monkeypatch.setitem(jobs.BODIES, JobKind.COUNT, lambda run: logging.getLogger("units").warning("half way"))
    job = jobs.ask(JobKind.COUNT, world.school, unit=world.school)
    jobs.run(job.pk)
    assert Job.objects.get(pk=job.pk).state == "done"
    with of_job(7):
        logging.getLogger("units").warning("by hand")
    logging.getLogger("units").warning("outside")
    assert [line.get("job") for line in log()] == [job.pk, 7, None]


@pytest.mark.sqlite
def test_what_gunicorn_says_of_a_request_is_not_quoted(log):
    logging.getLogger("gunicorn.error").error("Error handling request %s", f"/search/?q={TYPED}")
    logging.getLogger("gunicorn.error").warning(f"Invalid request from ip=192.0.2.1: Invalid line: 'GET {TYPED}'")
    assert [line["message"] for line in log()] == [
        "Error handling request (address)",
        "Invalid request from ip=192.0.2.1: Invalid line: (quoted)",
    ]


@pytest.mark.sqlite
def test_what_ends_a_process_is_a_line_too():
    code = "import logging; from foundation.logs import *; log_uncaught(); h = logging.StreamHandler(); "
    code += "h.setFormatter(JsonLines()); logging.getLogger().addHandler(h); int('Bí mật')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    (line,) = done.stderr.splitlines()
    assert (json.loads(line)["message"], json.loads(line)["error"]) == ("the process ended", "builtins.ValueError")
    assert "mật" not in line
