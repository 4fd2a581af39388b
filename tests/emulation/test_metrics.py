"""Tests the metrics: each request is told by its view, added up outside the web processes, and answered here alone."""

import http.client
import re
import time
from contextlib import closing
from datetime import timedelta
from http.server import ThreadingHTTPServer
from threading import Thread

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve

from emulation.management.commands import metrics as command
from emulation.metrics import state_lines
from foundation import clock
from foundation.metrics import Requests, counted
from tests.support import unit_files
from tests.support.live_portal import free_port
from units import heartbeats, outbox
from units.models import MailKind, Process

pytestmark = pytest.mark.sqlite
SAMPLE = re.compile(r'portal_\w+(\{\w+="[\w:+.-]+"(,\w+="[\w:+.-]+")*\})? -?\d+(\.\d+)?(e[+-]\d+)?')
AT = clock.parse("2015-07-20T09:00+07:00")


def asked(rf, settings, path, status=200):
    """Send a request through the middleware alone."""
    request = rf.get(path)
    request.resolver_match = resolve(path)
    counted(lambda request: HttpResponse(status=status))(request)


def wait_until(true):
    until = time.monotonic() + 30
    while not true():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_requests_are_added_up_by_view_outside_the_web_process(rf, settings, tmp_path):
    settings.METRICS_SOCKET = str(tmp_path / "requests.sock")
    asked(rf, settings, "/jobs/")  # nobody adds up yet
    requests = Requests()
    Thread(target=command.listen, args=(tmp_path / "requests.sock", requests), daemon=True).start()
    wait_until((tmp_path / "requests.sock").exists)
    for path, status in (("/jobs/12/cancel/", 403), ("/jobs/13/cancel/", 403), ("/verify/Bí-mật/", 200)):
        asked(rf, settings, path, status)
    requests.add("jobs:list GET 200 0.3")
    requests.add('jobs:list GET 200 0.3"} 1\nportal_x 1')  # nothing of the kind
    count = 'portal_requests_total{view="jobs:cancel",method="GET",status="403"} 2'
    wait_until(lambda: count in requests.lines() and any("awards:verify" in line for line in requests.lines()))
    lines = list(requests.lines())
    assert 'portal_request_seconds_bucket{view="jobs:list",le="0.25"} 0' in lines
    assert 'portal_request_seconds_bucket{view="jobs:list",le="0.5"} 1' in lines
    assert 'portal_request_seconds_bucket{view="jobs:list",le="+Inf"} 1' in lines
    assert 'portal_request_seconds_count{view="jobs:cancel"} 2' in lines
    assert [line for line in lines if not line.startswith("# TYPE ") and not SAMPLE.fullmatch(line)] == []
    assert not [line for line in lines if "mật" in line or "12" in line.partition(" ")[0]]


def test_nothing_is_told_where_no_socket_is_set(settings):
    settings.METRICS_SOCKET = ""
    with pytest.raises(MiddlewareNotUsed):
        counted(lambda request: None)
    with pytest.raises(CommandError, match="METRICS_SOCKET"):
        call_command("metrics")


def test_the_state_of_the_portal_is_told_and_that_its_database_is_away(world, monkeypatch):
    with clock.travel(AT):
        heartbeats.beat(Process.WORKER)
        outbox.post(MailKind.TEST, world.user("admin"), world.user("admin"), unit=world.province)
    with clock.travel(AT + timedelta(minutes=2)):
        lines = list(state_lines())
    assert [line for line in lines if not line.startswith("# TYPE ") and not SAMPLE.fullmatch(line)] == []
    for line in (
        "portal_database_up 1",
        'portal_ready{check="database"} 1',
        'portal_ready{check="worker"} 0',
        'portal_process_silent_seconds{process="worker"} 120.0',
        'portal_jobs{state="failed"} 0',
        'portal_mails{state="queued"} 1',
        "portal_mail_waiting_seconds 120.0",
    ):
        assert line in lines
    monkeypatch.setattr("emulation.metrics.GAUGES", (lambda: iter([_away()]),))
    assert [line.partition(" ")[0] for line in state_lines() if line[0] != "#"] == [
        "portal_disk_free_bytes",
        "portal_database_up",
    ]


def _away():
    raise OperationalError("away")


def test_only_this_machine_is_answered_and_only_at_one_address(monkeypatch):
    monkeypatch.setattr(command, "state_lines", lambda: ["portal_database_up 1"])
    assert command.LOOPBACK == "127.0.0.1"
    server = ThreadingHTTPServer((command.LOOPBACK, free_port()), command.answering(Requests()))
    Thread(target=server.serve_forever, daemon=True).start()
    answers = []
    for path in ("/metrics", "/"):
        with closing(http.client.HTTPConnection(*server.server_address, timeout=10)) as visitor:
            visitor.request("GET", path)
            answer = visitor.getresponse()
            answers.append((answer.status, answer.read().decode().endswith("portal_database_up 1\n")))
    server.shutdown()
    server.server_close()
    assert answers == [(200, True), (404, False)]


@pytest.mark.django_db
def test_the_portal_itself_has_no_such_address():
    assert Client().get("/metrics").status_code == 404


def test_both_units_name_one_socket():
    named = re.compile(r"METRICS_SOCKET=(/run/cong-thi-dua-metrics/\S+)")
    units = (unit_files.lines_of(f"cong-thi-dua-{unit}.service")["Service"] for unit in ("web", "metrics"))
    told, heard = (named.search(service["Environment"])[1] for service in units)
    assert told == heard
