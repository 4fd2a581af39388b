"""Tests deploy/install and its units: the very files that a server gets, run below a folder of the test."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from django.urls import get_resolver

from foundation.archives import MEGABYTE
from foundation.middleware import headers_of_proxy
from tests.foundation.test_body_limits import BOXES, TAKE_FILES
from tests.support import unit_files
from tests.support.installed import HOST, ROOT, ask, install, manage, new_database, query
from tests.support.scripts_loaded import script

SERVICES = sorted(path.name for path in unit_files.FOLDER.glob("*.service"))
TIMERS = {"tick": "*-*-* *:*:00", "backup": "*-*-* 00/4:30:00"}
EXPOSURE = "2.0"
"""Of ten; systemd-analyze takes what is under this for well protected."""
BEGIN = ["--name=LĐLĐ tỉnh", "--full-name=LĐLĐ tỉnh Thử", "--place=Thử", "--person=Nguyễn Mai", "--username=mai"]
SITUATION = (
    "SELECT (SELECT count(*) FROM units_event), (SELECT max(id) FROM units_event), (SELECT string_agg(name, ',') FROM "
    "units_unit), (SELECT count(*) FROM django_migrations), (SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal)"
)


@pytest.mark.sqlite
def test_a_dry_run_says_every_step_and_writes_nothing(tmp_path):
    said = install(ROOT, "--dry-run", f"--host={HOST}", f"--root={tmp_path / 'root'}")
    for step in ("collectstatic", "migrate", "openssl", "etc/cong-thi-dua/env", "web.service", "nginx", "current"):
        assert step in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.sqlite
def test_units_run_as_their_own_user_start_again_and_tick_each_minute():
    for name in SERVICES:
        service = unit_files.lines_of(name)["Service"]
        assert (service["User"], service["EnvironmentFile"]) == ("cong-thi-dua", "/etc/cong-thi-dua/env")
        assert service.get("Restart") == (None if service["Type"] == "oneshot" else "always")
    calendars = {unit: unit_files.lines_of(f"cong-thi-dua-{unit}.timer")["Timer"]["OnCalendar"] for unit in TIMERS}
    assert calendars == TIMERS


@pytest.mark.sqlite
def test_systemd_finds_nothing_amiss_in_the_units(tmp_path):
    """Where there is systemd. Verified is a copy with the paths of this folder, as the commands have to exist."""
    if not shutil.which("systemd-analyze"):
        return
    for file in unit_files.FOLDER.iterdir():
        text = file.read_text().replace("/opt/cong-thi-dua/current", str(ROOT))
        (tmp_path / file.name).write_text(text.replace(f"{ROOT}/.venv/bin", str(Path(sys.executable).parent)))
    verified = subprocess.run(
        ["systemd-analyze", "verify", *tmp_path.iterdir()], capture_output=True, text=True, check=False
    )
    assert (verified.returncode, verified.stderr) == (0, "")
    for name in SERVICES:
        line = ["systemd-analyze", "security", "--offline=true", f"--threshold={float(EXPOSURE) * 10:.0f}"]
        assert subprocess.run([*line, unit_files.FOLDER / name], capture_output=True, check=False).returncode == 0


@pytest.mark.sqlite
def test_the_role_has_the_settings_that_are_sent_elsewhere():
    text = (ROOT / "deploy/install").read_text()
    given = dict(re.findall(r'^    "(\w+)": "([\w.]+)",$', text[text.index("PLANNING = ") :].partition("}")[0], re.M))
    sent = dict(re.findall(r"-c (\w+)=([\w.]+)", (ROOT / "emulation/settings.py").read_text()))
    assert given == sent
    assert len(given) == 4


@pytest.mark.sqlite
def test_nginx_refuses_unread_what_no_address_of_the_portal_takes():
    site = (ROOT / "deploy/nginx.conf").read_text()
    largest = int(re.search(r"client_max_body_size (\d+)m;", site)[1]) * MEGABYTE
    longest = BOXES + max(TAKE_FILES.values()) * MEGABYTE
    assert longest < largest < longest + MEGABYTE
    assert float(re.search(r"client_body_timeout (\d+)s;", site)[1]) <= 15


@pytest.mark.sqlite
def test_nginx_speaks_only_what_is_recommended_and_the_strongest_first():
    site = (ROOT / "deploy/nginx.conf").read_text()
    assert re.findall(r"ssl_protocols (.+);", site) == ["TLSv1.2 TLSv1.3"]
    ciphers = re.search(r"ssl_ciphers (.+);", site)[1].split(":")
    assert all(name.startswith("ECDHE-") and ("-GCM-" in name or "POLY1305" in name) for name in ciphers)
    assert ["AES256" in name for name in ciphers[:2]] == [True, True]
    assert "ssl_prefer_server_ciphers on;" in site and "autoindex" not in site


@pytest.mark.sqlite
def test_nginx_logs_no_secret_of_an_address():
    hidden = re.compile(re.search(r"~(\^/\([^ ]+) ", (ROOT / "deploy/nginx.conf").read_text())[1])
    routes = [f"/{route}" for route in routes_of(get_resolver()) if re.search("<str:(token|code)>", route)]
    assert len(routes) >= 3
    assert [route for route in routes if not hidden.match(route)] == []


def routes_of(resolver, before=""):
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        yield from routes_of(pattern, route) if hasattr(pattern, "url_patterns") else [route]


@pytest.mark.sqlite
def test_pages_of_nginx_may_use_their_own_style_and_nothing_else():
    allowed = re.findall(r"style-src '([^']+)'", (ROOT / "deploy/nginx.conf").read_text())
    for page in script("install", "deploy").PAGES:
        style = re.search(r"<style>(.*?)</style>", (ROOT / "deploy" / page).read_text(), re.DOTALL)[1]
        assert {f"sha256-{b64encode(sha256(style.encode()).digest()).decode()}"} == set(allowed)
    assert len(allowed) == 2


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("", "max-age=31536000"),
        ("HSTS_SUBDOMAINS=yes", "max-age=31536000; includeSubDomains"),
        ("HSTS_SUBDOMAINS=1\nHSTS_PRELOAD=1", "max-age=31536000; includeSubDomains; preload"),
    ],
)
def test_nginx_says_of_https_what_the_portal_says(tmp_path, lines, said):
    (tmp_path / "etc/cong-thi-dua").mkdir(parents=True)
    (tmp_path / "etc/cong-thi-dua/env").write_text(lines)
    given = {"services": False, "dry": True, "host": HOST, "database": "", "venv": None}
    assert script("install", "deploy").Installer(root=tmp_path, **given).hsts() == said


@pytest.mark.sqlite
def test_the_book_is_run_but_for_two_blocks():
    """`make check-install` runs the others: not what asks Let's Encrypt, nor what is done on a computer at home."""
    check = script("check-install")
    blocks, unmarked = check.blocks_of(check.BOOK.read_text("utf-8"))
    assert unmarked == ["Certificate", "Backup"]
    headings = {heading for heading, _block in blocks}
    assert {"Install", "The first hour", "Backup", "Restore", "To a point in time", "Upgrade", "Rollback"} <= headings


@pytest.mark.sqlite
def test_releases_but_two_and_old_copies_of_the_database_are_removed(tmp_path):
    releases, before = tmp_path / "opt/cong-thi-dua/releases", tmp_path / "var/lib/cong-thi-dua/before"
    for name in ("1", "2", "3", ".4"):
        (releases / name / "units").mkdir(parents=True)
    (releases / "1/.venv").symlink_to(tmp_path)
    releases.with_name("current").symlink_to(releases / "3")
    releases.with_name("previous").symlink_to(releases / "2")
    before.mkdir(parents=True)
    for number in range(5):
        (before / f"{number}.dump").touch()
        os.utime(before / f"{number}.dump", (number, number))
    given = {"services": False, "dry": False, "host": HOST, "database": "", "venv": None}
    script("install", "deploy").Installer(root=tmp_path, **given).prune()
    assert sorted(path.name for path in releases.iterdir()) == ["2", "3"]
    assert sorted(path.name for path in before.iterdir()) == ["2.dump", "3.dump", "4.dump"]


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("address", "believed"), [("127.0.0.1", True), ("", True), ("192.0.2.7", False)], ids=["proxy", "socket", "visitor"]
)
def test_only_the_proxy_is_believed(rf, settings, address, believed):
    settings.PROXY_ADDRESSES = ["127.0.0.1", "unix"]
    request = rf.get("/", REMOTE_ADDR=address, HTTP_X_FORWARDED_PROTO="https", HTTP_X_FORWARDED_FOR="192.0.2.1")
    headers_of_proxy(lambda request: request)(request)
    assert ("HTTP_X_FORWARDED_PROTO" in request.META, "HTTP_X_FORWARDED_FOR" in request.META) == (believed, believed)


@pytest.fixture
def database():
    with new_database("installed") as address:
        yield address


@pytest.mark.deep
@pytest.mark.postgres
@pytest.mark.django_db
def test_installed_it_runs_is_upgraded_and_goes_back(tmp_path, database):
    root, venv = tmp_path / "root", Path(sys.prefix)
    given = [f"--host={HOST}", f"--root={root}", f"--database={database}", f"--venv={venv}"]
    install(ROOT, *given)
    env = root / "etc/cong-thi-dua/env"
    kept = env.read_text()
    assert env.stat().st_mode & 0o777 == 0o640
    assert HOST in (root / "etc/nginx/sites-enabled/cong-thi-dua").read_text()
    first = (root / "opt/cong-thi-dua/current").readlink()
    assert "copy" not in install(ROOT, *given)  # a second time nothing is new
    assert env.read_text() == kept

    assert "Đã dựng cổng" in manage(root, "begin", *BEGIN)
    path = root / "run/cong-thi-dua/web.sock"
    with (
        unit_files.running("cong-thi-dua-draw.service", root),
        unit_files.running("cong-thi-dua-web.service", root) as web,
    ):
        assert ask(path, "/accounts/login/")[0] == 200
        assert (root / "run/cong-thi-dua-draw").stat().st_mode & 0o700 == 0o700
        until = time.monotonic() + 60
        while "ok drawing" not in ask(path, "/readyz")[1]:
            assert time.monotonic() < until
            time.sleep(0.1)
        assert ask(path, "/", **{"X-Forwarded-Proto": "http"})[0] == 301
        os.kill(web.process.pid, signal.SIGKILL)
        web.process.wait()
        until = time.monotonic() + 60
        while web.starts < 2 and time.monotonic() < until:
            time.sleep(0.1)
        assert (ask(path, "/healthz"), web.starts) == ((200, "ok\n"), 2)
    with unit_files.running("cong-thi-dua-worker.service", root) as worker:
        time.sleep(3)
        assert worker.starts == 1
    line, environment, folder = unit_files.command("cong-thi-dua-tick.service", root)
    assert subprocess.run(line, env=environment, cwd=folder, check=False).returncode == 0

    before = query(database, SITUATION)
    newer = tmp_path / "newer"
    shutil.copytree(ROOT, newer, ignore=shutil.ignore_patterns(".git", ".venv", "var", "__pycache__"))
    (newer / "units/migrations/0900_newer.py").write_text(
        "from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n"
        f"    dependencies = [('units', '{last_migration()}')]\n"
        "    operations = [migrations.RunSQL(\"UPDATE units_unit SET name = 'changed'\")]\n"
    )
    (newer / "deploy/systemd/cong-thi-dua-later.service").write_text("")  # which the older release has not
    install(newer, *given)
    later = root / "etc/systemd/system/cong-thi-dua-later.service"
    assert later.exists()
    assert (root / "opt/cong-thi-dua/current").readlink() != first
    assert "changed" in query(database, SITUATION)
    line = [sys.executable, newer / "deploy/install", "--no-services", f"--root={root}", "--rollback"]
    refused = subprocess.run(line, capture_output=True, text=True, check=False)
    assert (refused.returncode, "--and-database" in refused.stderr) == (1, True)
    install(newer, f"--root={root}", "--rollback", "--and-database")
    assert (root / "opt/cong-thi-dua/current").readlink() == first
    assert query(database, SITUATION) == before
    assert not later.exists()
    with unit_files.running("cong-thi-dua-web.service", root):
        assert ask(path, "/accounts/login/")[0] == 200


def last_migration():
    return max(path.stem for path in (ROOT / "units/migrations").glob("0*.py"))
