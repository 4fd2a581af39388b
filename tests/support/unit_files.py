"""Runs the units of deploy/systemd as systemd would, as far as their lines say: command, environment, restarting."""

from __future__ import annotations

import configparser
import os
import re
import shlex
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "deploy" / "systemd"
PLACES = re.compile(r"(?<![\w./-])(?=/(opt|etc|run|var)/)")


class _Lines(configparser.RawConfigParser):
    def optionxform(self, optionstr: str) -> str:
        return optionstr


def lines_of(unit: str) -> configparser.RawConfigParser:
    """Return the sections of a unit file; of a line that is there several times the last one."""
    parser = _Lines(strict=False, interpolation=None)
    parser.read(FOLDER / unit, encoding="utf-8")
    return parser


def below(root: Path, text: str) -> str:
    """Return a line of a unit with its paths below a root."""
    return PLACES.sub(str(root), text)


def command(unit: str, root: Path) -> tuple[list[str], dict[str, str], Path]:
    """Return what a service runs, with which environment, and in which folder, all below a root."""
    service = lines_of(unit)["Service"]
    environment = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    stored = Path(below(root, service["EnvironmentFile"])).read_text("utf-8").splitlines()
    for assignment in [*shlex.split(below(root, service["Environment"])), *stored]:
        name, _is, value = assignment.partition("=")
        environment[name] = value
    return shlex.split(below(root, service["ExecStart"])), environment, Path(below(root, service["WorkingDirectory"]))


class Service:
    """A service that is started again when it ends, if its unit says so. `starts` counts how often it began."""

    def __init__(self, unit: str, root: Path, of_machine: dict[str, str] | None = None, log: Path | None = None):
        self.line, self.environment, self.folder = command(unit, root)
        self.environment |= of_machine or {}
        self.log = log.open("a") if log else None
        service = lines_of(unit)["Service"]
        self.restarts, self.pause = service.get("Restart") == "always", float(service.get("RestartSec", "0.1"))
        self.starts, self._ended = 0, threading.Event()
        if "RuntimeDirectory" in service:
            (root / "run" / service["RuntimeDirectory"]).mkdir(parents=True, exist_ok=True)
        self.start()
        self._keeper = threading.Thread(target=self._keep, daemon=True)
        self._keeper.start()

    def start(self) -> None:
        self.starts += 1
        self.process = subprocess.Popen(
            self.line, env=self.environment, cwd=self.folder, stdout=self.log, stderr=self.log, start_new_session=True
        )

    def _keep(self) -> None:
        while not self._ended.wait(0.05):
            if self.process.poll() is not None and self.restarts and not self._ended.wait(self.pause):
                self.start()

    def end(self) -> None:
        self._ended.set()
        self._keeper.join()
        self.process.terminate()
        self.process.wait(timeout=60)
        if self.log:
            self.log.close()


@contextmanager
def running(unit: str, root: Path) -> Iterator[Service]:
    service = Service(unit, root)
    try:
        yield service
    finally:
        service.end()
