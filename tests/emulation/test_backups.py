"""Tests backups: which are kept, and the drill: fill, back up, wipe, restore, with all rows and bytes of papers."""

import os
import re
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from emulation.backups import last_backup
from tests.support import tally, unit_files
from tests.support.installed import HOST, ROOT, ask, install, manage, new_database, query
from tests.support.scripts_loaded import script

backups = script("backups.py", "deploy")
NOW = datetime(2026, 11, 30, 12, 30, tzinfo=UTC)
CHANGED = "UPDATE units_unit SET name = 'changed' WHERE parent_id IS NULL"
SUMS = """
from hashlib import sha256
from django.test import Client
from awards.models import Decision
from campaigns.models import Filing
from units.models import User
visitor = Client()
visitor.force_login(User.objects.get(username="board"))
decision = Decision.objects.exclude(number="").first()
filings = Filing.objects.filter(status="accepted", kind="report")
addresses = [f"/decisions/{decision.pk}/decision.pdf", f"/reports/{filings.first().pk}/report.pdf"]
for address in [*addresses, "/campaigns/2015/launch.pdf"]:
    answer = visitor.get(address, secure=True, HTTP_HOST="thidua.example.vn", HTTP_X_FORWARDED_PROTO="https")
    print(address, answer.status_code, sha256(answer.getvalue()).hexdigest())
"""


@pytest.mark.sqlite
def test_all_of_two_days_one_of_each_day_and_of_each_month_are_kept(tmp_path):
    """Backups of four hundred days, one every four hours."""
    moments = [NOW - timedelta(hours=4 * number) for number in range(400 * 6)]
    for moment in moments:
        (tmp_path / f"cong-thi-dua-{moment:%Y%m%dT%H%M%SZ}.tar").touch()
    (tmp_path / "of-another.tar").touch()
    for name, age in ((".unfinished-a", 2), (".unfinished-b", 0)):
        (tmp_path / name).mkdir()
        made = (NOW - timedelta(days=age)).timestamp()
        os.utime(tmp_path / name, (made, made))
    removed = backups.prune(tmp_path, NOW, days=30)
    kept = sorted(when for file in tmp_path.iterdir() if (when := backups.made_at(file)))
    assert len(kept) + len(removed) == len(moments)
    assert [when for when in moments if when > NOW - timedelta(days=2)] == kept[:-13:-1]
    days = {when.date() for when in kept if when > NOW - timedelta(days=30)}
    assert len(days) == 31
    assert len(kept) == 12 + 28 + 10  # two days whole, the last of 28 more, and of ten more months
    assert kept[0] == datetime(2025, 12, 31, 20, 30, tzinfo=UTC)
    assert (tmp_path / "of-another.tar").exists()
    assert [path.name for path in tmp_path.glob(".unfinished-*")] == [".unfinished-b"]
    assert backups.prune(tmp_path, NOW, days=30) == []


@pytest.mark.sqlite
def test_a_password_is_no_argument_and_only_postgresql_is_backed_up():
    url, environment = backups.address(
        "postgres://thidua:m%C3%A2t%40kh%E1%BA%A9u@db.example.vn:5432/thidua?sslmode=require"
    )
    assert url == "postgres://thidua@db.example.vn:5432/thidua?sslmode=require"
    assert environment["PGPASSWORD"] == "mât@khẩu"
    assert "PGPASSWORD" not in backups.address("postgres:///thidua")[1]
    with pytest.raises(backups.BackupError, match="PostgreSQL"):
        backups.address("sqlite:////tmp/x.sqlite3")


@pytest.mark.sqlite
@pytest.mark.parametrize("content", [b"", b"x" * 20_000], ids=["empty", "no-tar"])
def test_what_is_no_backup_is_said(tmp_path, content):
    file = tmp_path / "cong-thi-dua-20261130T123000Z.tar"
    file.write_bytes(content)
    with pytest.raises(backups.BackupError), backups.unpacked(file):
        pass
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.sqlite
def test_a_backup_of_a_newer_release_is_known_by_its_migrations():
    install_script = script("install", "deploy")
    known = ["units.0001_initial", "auth.0012_alter_user_first_name_max_length"]
    newer = ["units.9000_of_next_year"]
    assert install_script.known_migrations([*known, *newer]) == set(known)


@pytest.mark.sqlite
def test_a_backup_that_cannot_be_made_leaves_nothing(tmp_path):
    """As when the database is away."""
    env = tmp_path / "env"
    env.write_text(f"DATABASE_URL=postgres:///x?host={tmp_path}\nBACKUP_FOLDER={tmp_path}\n")
    done = subprocess.run([ROOT / "deploy/backup", "--env", env], capture_output=True, text=True, check=False)
    assert (done.returncode, "Không chép được cơ sở dữ liệu" in done.stderr) == (1, True)
    assert list(tmp_path.iterdir()) == [env]


@pytest.mark.sqlite
@pytest.mark.sqlite
def test_what_is_put_in_place_is_on_the_disk_before_its_name_and_then_its_name_is(tmp_path, monkeypatch):
    """As after a loss of power: a name whose content is not there, or a content without its name, is no backup."""
    unfinished, file, done = tmp_path / "a.unfinished", tmp_path / "a.tar", []
    unfinished.write_bytes(b"all of it")
    kept, moved = unfinished.stat().st_ino, Path.replace
    names = {kept: "content", tmp_path.stat().st_ino: "folder"}
    monkeypatch.setattr("os.fsync", lambda opened: done.append(names[os.fstat(opened).st_ino]))
    monkeypatch.setattr(Path, "replace", lambda path, to: done.append("name") or moved(path, to))
    backups.put_in_place(unfinished, file)
    assert (done, file.read_bytes()) == (["content", "name", "folder"], b"all of it")
    scripts = (Path(backups.__file__).with_name(name).read_text() for name in ("backups.py", "install", "backup"))
    renamed = re.findall(r"^ *(?:new|unfinished)\.(?:replace|rename)\(.*\)$", "\n".join(scripts), re.MULTILINE)
    assert [line.strip() for line in renamed] == [
        "unfinished.replace(file)",
        "unfinished.rename(folder)",
        "new.replace(link)",
    ]


def test_the_portal_knows_its_newest_backup(tmp_path, settings):
    settings.BACKUP_FOLDER = str(tmp_path / "none")
    assert last_backup() is None
    settings.BACKUP_FOLDER = str(tmp_path)
    assert last_backup() is None
    (tmp_path / "cong-thi-dua-20261130T123000Z.tar.gpg").touch()
    newest = last_backup()
    assert newest and timezone.now() - newest < timedelta(minutes=1)


def run_backup(root):
    """Run the service of backups as systemd does; return the file it made."""
    line, environment, folder = unit_files.command("cong-thi-dua-backup.service", root)
    done = subprocess.run(line, env=environment, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return Path(re.search(r"backed up\): (\S+),", done.stdout)[1])


def restore(root, file, *arguments):
    line = [sys.executable, "deploy/install", "--no-services", f"--root={root}", f"--restore={file}", *arguments]
    own = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    return subprocess.run(line, cwd=ROOT, env=own, capture_output=True, text=True, check=False)


@pytest.fixture
def key_pair(tmp_path):
    """The files of a public and a secret key, made with the lines of docs/operations.md."""
    home = tmp_path / "gpg"
    home.mkdir(mode=0o700)
    gpg = ["gpg", "--homedir", str(home), "--batch", "--quiet"]
    subprocess.run([*gpg, "--passphrase", "", "--quick-generate-key", "backup", "rsa3072", "encr", "never"], check=True)
    for name, command in (("public", "--export"), ("secret", "--export-secret-keys")):
        (tmp_path / name).write_bytes(subprocess.run([*gpg, command], capture_output=True, check=True).stdout)
    subprocess.run(["gpgconf", "--homedir", str(home), "--kill", "all"], check=True)
    return tmp_path / "public", tmp_path / "secret"


@pytest.mark.deep
@pytest.mark.postgres
@pytest.mark.django_db
def test_the_drill(tmp_path, key_pair):
    """Restored below another root, in another database, every row and every byte of a paper is the same."""
    venv, first, second = Path(sys.prefix), tmp_path / "first", tmp_path / "second"
    public, secret = key_pair
    with new_database("drill") as database, new_database("drilled") as other:
        given = [f"--host={HOST}", f"--venv={venv}", f"--root={first}", f"--database={database}"]
        install(ROOT, *given)
        manage(first, "demo", DEBUG="1")
        query(database, "UPDATE units_installation SET kind = 'generated'")
        env = first / "etc/cong-thi-dua/env"
        env.write_text(f"{env.read_text()}ALLOW_GENERATED=1\nMAIL_FROM=mot@example.vn\n")
        sums = manage(first, "shell", "--no-imports", "-c", SUMS)
        assert sums.count(" 200 ") == 3, sums
        held = backups.contents(database)
        assert len(held.tables) > 40

        plain = run_backup(first)
        env.write_text(f"{env.read_text()}BACKUP_KEY={public}\n")
        time.sleep(1)  # the second is in the name
        encrypted = run_backup(first)
        assert (encrypted.suffix, encrypted.stat().st_mode & 0o777) == (".gpg", 0o600)
        assert b"Nguy" not in encrypted.read_bytes()

        # Refused, and nothing is changed
        query(database, CHANGED)
        assert "units_unit" in held.differences(backups.contents(database))  # what a comparison is worth
        broken = tmp_path / plain.name
        content = bytearray(plain.read_bytes())
        content[len(content) // 2] ^= 1
        broken.write_bytes(content)
        for file, arguments in ((broken, []), (encrypted, []), (encrypted, [f"--key={public}"])):
            refused = restore(first, file, *arguments)
            assert refused.returncode == 1, refused.stdout
            assert query(database, "SELECT name FROM units_unit WHERE parent_id IS NULL") == "changed"

        # On the same server, and on a new one
        done = restore(first, plain, f"--venv={venv}")
        assert done.returncode == 0, done.stdout + done.stderr
        assert backups.contents(database) == held
        assert list((first / "var/lib/cong-thi-dua/before").glob("restore-*.dump"))
        done = restore(second, encrypted, f"--key={secret}", f"--venv={venv}", f"--database={other}")
        assert done.returncode == 0, done.stdout + done.stderr
        assert backups.contents(other) == held
        assert manage(second, "shell", "--no-imports", "-c", SUMS) == sums
        stored = backups.read_settings(second / "etc/cong-thi-dua/env")
        assert (stored["DATABASE_URL"], stored["MAIL_FROM"], stored["ALLOWED_HOSTS"]) == (other, "mot@example.vn", HOST)
        assert stored["SECRET_KEY"] == backups.read_settings(env)["SECRET_KEY"]
        with unit_files.running("cong-thi-dua-web.service", second):
            assert ask(second / "run/cong-thi-dua/web.sock", "/accounts/login/")[0] == 200
        tally.count("backup drill", "tables the same, row by row", len(held.tables))
        tally.count("backup drill", "rows in them", sum(int(rows) for rows, _total in held.tables.values()))
        tally.count("backup drill", "papers the same, byte by byte", sums.count(" 200 "))
        tally.count("backup drill", "backups refused: broken, without a key, with another key", 3)
