"""Tests that the portal starts in production with all its settings, and safely, or not at all."""

import http.client
import json
import os
import re
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from tests.support import shared_folder
from tests.support.live_portal import free_port, wait_for

pytestmark = pytest.mark.sqlite  # one on both databases
ROOT = Path(__file__).resolve().parents[2]
SET = {
    "SECRET_KEY": "Kh3-su0i-d01-na-chi-lang-huu-lung-bac-son-van-quan-trang-dinh",
    "ALLOWED_HOSTS": "thidua.example.vn",
    "DATABASE_URL": "sqlite://:memory:",
    "PORTAL_URL": "https://thidua.example.vn",
}


def start(*arguments, **settings):
    """Run manage.py in an environment of its own; return its exit code and the end of its output."""
    return run("manage.py", *arguments, **settings)


def run(*arguments, **settings):
    line = [sys.executable, "-W", "error", *arguments]
    done = subprocess.run(line, cwd=ROOT, env=environment(**settings), capture_output=True, text=True, check=False)
    return done.returncode, done.stderr.strip().rpartition("\n")[2]


def environment(**settings):
    return {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")} | settings


def refusal(sentence):
    return (1, f"django.core.exceptions.ImproperlyConfigured: {sentence}")


@pytest.fixture(scope="module")
def collected():
    """All settings, with static files collected: once for all processes of a run, as compressing them takes long."""
    folder = shared_folder.folder / "static"
    settings = SET | {"STATIC_ROOT": str(folder)}
    with shared_folder.locked(folder.with_suffix(".lock")):
        if not (folder / "staticfiles.json").exists():
            assert start("collectstatic", "--no-input", "--verbosity", "0", **settings) == (0, "")
    return settings


def test_all_settings_set_pass_djangos_own_check_for_use(collected):
    assert start("check", "--deploy", "--fail-level", "WARNING", **collected)[0] == 0


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


def test_cookies_are_bound_to_this_very_host():
    told = "from django.conf import settings as s; from foundation.message_cookie import MessageCookie as m; import sys"
    told += "; sys.exit((s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, m.cookie_name, s.SESSION_COOKIE_DOMAIN) != "
    told += "('__Host-session', '__Host-csrf', '__Host-messages', None))"
    assert start("shell", "--no-imports", "-c", told, **SET) == (0, "")


# Static files


def test_without_static_files_nothing_is_served_and_what_mends_it_is_said(tmp_path):
    settings = SET | {"STATIC_ROOT": str(tmp_path)}
    code, said = run("-W", "ignore", "-c", "import emulation.wsgi", **settings)
    assert code == 1
    assert re.fullmatch(
        rf"django\.core\.exceptions\.ImproperlyConfigured: \d+ static files are not in {tmp_path}, .+ for one\. "
        r"Run: manage\.py collectstatic --no-input",
        said,
    )
    assert start("check", "--deploy", **settings)[0] == 1


def test_a_release_with_a_file_that_was_not_collected_is_refused_too(collected, tmp_path):
    manifest = Path(collected["STATIC_ROOT"]) / "staticfiles.json"
    older = tmp_path / "staticfiles.json"
    older.write_text(re.sub(r'"css/portal.css": "[^"]+", ', "", manifest.read_text()))
    code, said = run("-W", "ignore", "-c", "import emulation.wsgi", **collected | {"STATIC_ROOT": str(tmp_path)})
    assert (code, said.partition(": ")[2]) == (
        1,
        f"1 static files are not in {tmp_path}, css/portal.css for one. Run: manage.py collectstatic --no-input",
    )


def test_commands_run_without_static_files(tmp_path):
    """The command `check` runs all checks that any command runs first."""
    assert start("check", **SET, STATIC_ROOT=str(tmp_path))[0] == 0


def copy_database(file):
    """Copy the tests' empty database to a file."""
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as migrated, closing(sqlite3.connect(file)) as own:
        migrated.backup(own)


@pytest.mark.django_db
def test_fictional_data_are_not_served_and_generated_ones_are_if_a_setting_says_so(collected, tmp_path):
    file = tmp_path / "db.sqlite3"
    copy_database(file)
    settings = collected | {"DATABASE_URL": f"sqlite:///{file}"}
    with closing(sqlite3.connect(file)) as own, own:
        own.execute("INSERT INTO units_installation (id, kind, made_at) VALUES (1, 'demo', '2015-07-20')")
    assert run("-W", "ignore", "-c", "import emulation.wsgi", **settings, ALLOW_GENERATED="1") == refusal(
        "The database holds the demo, whose password everybody knows: it is served with DEBUG=1 only."
    )
    with closing(sqlite3.connect(file)) as own, own:
        own.execute("UPDATE units_installation SET kind = 'generated'")
    assert run("-W", "ignore", "-c", "import emulation.wsgi", **settings, ALLOW_GENERATED="1")[0] == 0


# Pages


@pytest.fixture(scope="module")
def served(collected, django_db_setup, tmp_path_factory):
    """(port, log file) of the portal as in production, on a copy of the tests' empty database."""
    folder, port = tmp_path_factory.mktemp("served"), free_port()
    copy_database(folder / "db.sqlite3")
    settings = collected | {"DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}"}
    settings |= {"ALLOWED_HOSTS": f"{settings['ALLOWED_HOSTS']},127.0.0.1", "PROXY_ADDRESSES": "127.0.0.1"}
    line = [sys.executable, "-m", "gunicorn", "--no-control-socket", "--threads", "2", "--bind", f"127.0.0.1:{port}"]
    log = folder / "log"
    with log.open("w") as stderr:
        server = subprocess.Popen(
            [*line, "--log-level", "warning", "emulation.wsgi"], cwd=ROOT, env=environment(**settings), stderr=stderr
        )
        try:
            wait_for(port)
            yield port, log
        finally:
            server.terminate()
            server.wait(timeout=20)


def ask(port, path, method="GET", **headers):
    """Return an answer and its text, as behind a proxy that ends the visitor's https."""
    sent = {"Host": "thidua.example.vn", "X-Forwarded-Proto": "https"} | headers
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as visitor:
        visitor.request(method, path, headers=sent)
        answer = visitor.getresponse()
        return answer, answer.read().decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/", 200, "Cổng chưa được dựng."),
        ("/accounts/login/", 200, "Đăng nhập để làm việc"),
        ("/healthz", 200, "ok"),
        ("/nowhere/", 404, "Không tìm thấy trang"),
    ],
)
def test_pages_are_answered(served, path, status, said):
    answer, text = ask(served[0], path)
    assert (answer.status, said in text) == (status, True)


@pytest.mark.django_db
def test_a_cookie_has_all_that_its_prefix_asks_for(served):
    page, _text = ask(served[0], "/accounts/login/")
    name, *rest = page.headers["Set-Cookie"].split("; ")
    assert name.startswith("__Host-csrf=")
    rest = [part for part in rest if not part.startswith(("expires=", "Max-Age="))]
    assert rest == ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]
    assert page.headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.django_db
def test_a_page_finds_its_static_files(served):
    page, text = ask(served[0], "/")
    assert page.status == 200, served[1].read_text()
    sheets = re.findall(r'<link rel="stylesheet" href="(/static/[^"]+)"', text)
    assert len(sheets) > 2
    for sheet in sheets:
        answer, _text = ask(served[0], sheet)
        assert (answer.status, "immutable" in answer.headers["Cache-Control"]) == (200, True)


@pytest.mark.django_db
def test_all_is_sent_on_to_https_but_the_health_check(served):
    page, _text = ask(served[0], "/", **{"X-Forwarded-Proto": "http"})
    assert (page.status, page.headers["Location"]) == (301, "https://thidua.example.vn/")
    health, text = ask(served[0], "/healthz", **{"X-Forwarded-Proto": "http"})
    assert (health.status, text) == (200, "ok\n")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/accounts/login/", "/healthz", "/nowhere/"])
def test_head_is_answered_without_a_page_and_without_a_line_in_the_log(served, path):
    port, log = served
    page, text = ask(port, path)
    before = log.read_text()
    head, nothing = ask(port, path, method="HEAD")
    assert (head.status, nothing) == (page.status, "")
    assert head.headers["Content-Length"] == str(len(text.encode()))
    assert log.read_text() == before


@pytest.mark.django_db
def test_refusals_are_ours_and_write_no_traceback(served):
    port, log = served
    before = len(log.read_text())
    bad_host, text = ask(port, "/", Host="elsewhere.example")
    assert (bad_host.status, "Yêu cầu không hợp lệ" in text) == (400, True)
    assert ask(port, "/nowhere/")[0].status == 404
    (line,) = log.read_text()[before:].splitlines()
    assert json.loads(line)["message"].startswith("Invalid HTTP_HOST header: 'elsewhere.example'")
    assert json.loads(line)["request"] == bad_host.headers["X-Request-ID"]


@pytest.mark.django_db
def test_a_request_whose_end_can_be_read_in_two_ways_is_refused(served):
    """So that nginx and gunicorn never differ about where the next one begins."""
    head = "POST /accounts/login/ HTTP/1.1\r\nHost: thidua.example.vn\r\nX-Forwarded-Proto: https\r\n"
    for lengths in (
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Content-Length: 5\r\nContent-Length: 6\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
    ):
        with closing(socket.create_connection(("127.0.0.1", served[0]), timeout=30)) as visitor:
            visitor.sendall(f"{head}{lengths}\r\n0\r\n\r\n".encode())
            assert visitor.recv(4000).startswith((b"HTTP/1.1 400", b"HTTP/1.1 501")), lengths


@pytest.mark.django_db
def test_a_header_or_an_address_too_long_is_refused(served):
    assert ask(served[0], "/", **{"X-Long": "x" * 9000})[0].status == 431
    assert ask(served[0], "/" + "x" * 9000)[0].status == 414
    assert ask(served[0], "/?q=" + "x" * 4001)[0].status == 414


@pytest.mark.django_db
def test_a_body_too_long_is_answered_before_it_is_sent(served):
    head = "POST /accounts/login/ HTTP/1.1\r\nHost: thidua.example.vn\r\nX-Forwarded-Proto: https\r\nContent-Type: "
    head += "multipart/form-data; boundary=x\r\n"
    for length, status in (("Content-Length: 40000000", 413), ("Transfer-Encoding: chunked", 411)):
        with closing(socket.create_connection(("127.0.0.1", served[0]), timeout=30)) as visitor:
            visitor.sendall(f"{head}{length}\r\n\r\n".encode())
            assert visitor.recv(4000).startswith(f"HTTP/1.1 {status}".encode())
