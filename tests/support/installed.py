"""Installs the portal below a folder of the test as deploy/install does, and asks it as its proxy would."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from tests.support import unit_files

ROOT = Path(__file__).resolve().parents[2]
HOST = "thidua.example.vn"


def install(source, *arguments):
    line = [sys.executable, "deploy/install", "--no-services", *arguments]
    own = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(line, cwd=source, env=own, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextmanager
def new_database(word: str) -> Iterator[str]:
    """Give the address of a new database on the tests' server, for libpq and for Django alike."""
    name = f"{connection.settings_dict['NAME']}_{word}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")
    server = settings.DATABASES["default"]
    yield f"postgres:///{name}?host={server['HOST']}&user={server['USER']}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def query(database, sql):
    done = subprocess.run(["psql", "-tA", database, "--command", sql], capture_output=True, text=True, check=True)
    return done.stdout.strip()


class BySocket(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__(HOST, timeout=30)
        self.path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)


def ask(path, address, **headers):
    """Ask as the proxy does, until there is an answer."""
    until = time.monotonic() + 60
    while True:
        try:
            with closing(BySocket(path)) as visitor:
                visitor.request("GET", address, headers={"X-Forwarded-Proto": "https"} | headers)
                answer = visitor.getresponse()
                return answer.status, answer.read().decode()
        except OSError:
            assert time.monotonic() < until
            time.sleep(0.1)


def manage(root, *arguments, **settings):
    """Run a command as `deploy/manage` does, which draws papers itself; return what it printed."""
    _line, environment, folder = unit_files.command("cong-thi-dua-worker.service", root)
    line = [".venv/bin/python", "manage.py", *arguments]
    done = subprocess.run(
        line,
        cwd=folder,
        env=environment | {"DRAWING_SOCKET": ""} | settings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
