"""A server for a drill, below a folder: the commands of Debian that the operator's book calls, without systemd.

`Machine.bash` runs a block of the book with these commands before all others on the PATH, and with the folders of a
server (/etc, /opt, /run, /var) below the root. What they stand for: `systemctl` starts, stops and watches the units
that the installer wrote, through `tests.support.unit_files`; PostgreSQL is the real one, with its data where Debian
has them; `runuser` and `systemd-run` run a command as root, for PostgreSQL as the role of the user named (commands of
postgres as that user); `nginx` is the real one, with the real site, on two free ports; packages and system users are
there already.
"""

from __future__ import annotations

import json
import os
import shutil
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.support.unit_files import FOLDER, Service, below, command, lines_of

CONTROL = "systemctl.sock"
TICK = 60.0  # seconds
ANSWERED = {  # what only answers that there is nothing to do
    "dpkg-query": "echo installed",
    "useradd": "true",
    "usermod": "true",
    "chown": "true",
    "journalctl": "cat {root}/journal",
    "id": "echo cong-thi-dua",
    "apt-get": "echo no package is missing; exit 1",
}
RUNUSER = """#!/bin/sh
# runuser -u USER -- COMMAND: PostgreSQL believes the system user
user=$2; export PGUSER="$user"
[ "$user" = postgres ] && exec {runuser} "$@"
shift 3; exec "$@"
"""
SYSTEMD_RUN = """#!{python} -B
import os, sys
from pathlib import Path
sys.path.insert(0, "{source}")
from tests.support.unit_files import below
environment, folder, line = dict(os.environ), ".", []
words = [below(Path("{root}"), word) for word in sys.argv[1:]]
for index, word in enumerate(words):
    if not word.startswith("--"):
        line = words[index:]
        break
    name, _is, value = word[2:].partition("=")
    if name == "property":
        for setting in Path(value.partition("=")[2]).read_text().splitlines():
            key, _is, text = setting.partition("=")
            environment[key] = text
    elif name == "working-directory":
        folder = value
    elif name == "uid":
        environment["PGUSER"] = value
os.chdir(folder)
os.execvpe(line[0], line, environment)
"""
SYSTEMCTL = """#!{python}
import json, socket, sys
with socket.socket(socket.AF_UNIX) as control:
    control.connect("{control}")
    control.sendall(json.dumps(sys.argv[1:]).encode() + b"\\n")
    code, said = json.loads(control.makefile().readline())
print(said, end="")
sys.exit(code)
"""
NGINX = """#!/bin/sh
{root}/commands/systemctl write-site
exec {nginx} -e {root}/nginx.error -c {root}/nginx.conf -p {root} "$@"
"""
NGINX_CONF = """
daemon on; user root; worker_processes 1; pid {root}/nginx.pid; error_log {root}/nginx.error;
events {{ }}
http {{
    types {{ text/html html; text/css css; text/javascript js; image/svg+xml svg; font/woff2 woff2; }}
    access_log off;
    client_body_temp_path {root}/nginx.body; proxy_temp_path {root}/nginx.proxy; fastcgi_temp_path {root}/nginx.f;
    uwsgi_temp_path {root}/nginx.u; scgi_temp_path {root}/nginx.s;
    include {root}/nginx.site;
}}
"""


PROGRAMS = {"runuser": RUNUSER, "systemd-run": SYSTEMD_RUN, "systemctl": SYSTEMCTL, "nginx": NGINX}


class Machine:
    """A root with a PostgreSQL (`programs`: where its own are), units that run, and commands that reach them."""

    def __init__(self, root: Path, programs: Path, nginx: str, ports: tuple[int, int]):
        self.root, self.programs, self.nginx, self.ports = root, programs, nginx, ports
        self.server = root / "run/postgresql"
        self.cluster = root / "var/lib/postgresql/15/main"
        self.commands = root / "commands"
        self.services: dict[str, Service] = {}
        self.timers: set[str] = set()
        self.ended = threading.Event()
        self.commands.mkdir(parents=True)
        (root / "var/log/nginx").mkdir(parents=True)
        (root / "journal").touch()
        given = {"root": root, "python": sys.executable, "control": root / CONTROL, "nginx": nginx}
        given["source"] = FOLDER.parents[1]
        for name, line in ANSWERED.items():
            self._command(name, f"#!/bin/sh\n{line.format(**given)}\n")
        given["runuser"] = shutil.which("runuser")
        for name, text in PROGRAMS.items():
            self._command(name, text.format(**given))
        self.make_postgresql()

    def _command(self, name: str, text: str) -> None:
        (self.commands / name).write_text(text)
        (self.commands / name).chmod(0o755)

    def environment(self) -> dict[str, str]:
        path = f"{self.commands}:{os.environ['PATH']}"
        return {"PATH": path, "LANG": "C.UTF-8", "HOME": str(self.root), "PGHOST": str(self.server)}

    def bash(self, block: str, folder: Path) -> subprocess.CompletedProcess[str]:
        line = ["bash", "-euo", "pipefail", "-c", below(self.root, block)]
        return subprocess.run(line, cwd=folder, env=self.environment(), capture_output=True, text=True, check=False)

    # systemctl

    def control(self, words: list[str]) -> tuple[int, str]:
        """Do what a line of systemctl says; return its exit code and what it prints."""
        verb, *names = [word for word in words if not word.startswith("-")]
        if verb == "write-site":
            self.write_site()
        if verb == "is-active":
            states = ["active" if self.is_active(name) else "inactive" for name in names]
            return (0 if "inactive" not in states else 3), "\n".join(states) + "\n"
        for name in names:
            if verb in ("stop", "restart", "reload-or-restart"):
                self.stop(name)
            if verb in ("start", "restart", "reload", "reload-or-restart"):
                if code := self.start(name):
                    return code, f"Job for {name} failed.\n"
        return 0, ""

    def is_active(self, name: str) -> bool:
        return name in self.timers or _full(name) in self.services

    def start(self, name: str) -> int:
        if name.endswith(".timer"):
            self.timers.add(name)
        elif name == "nginx":
            return self.start_nginx()
        elif name == "postgresql":
            return self.postgresql("start")
        elif name != "systemd-journald" and lines_of(_full(name))["Service"]["Type"] == "oneshot":
            return self.run_once(_full(name))
        elif name != "systemd-journald" and _full(name) not in self.services:
            self.services[_full(name)] = Service(_full(name), self.root, self.of_machine(), self.root / "journal")
        return 0

    def of_machine(self) -> dict[str, str]:
        """Return what the machine adds to a unit's environment: where its PostgreSQL is, and who asks it."""
        return {"PGHOST": str(self.server), "PGUSER": "cong-thi-dua"}

    def make_postgresql(self) -> None:
        self.cluster.mkdir(parents=True, mode=0o700)
        self.server.mkdir(parents=True)
        for folder in (self.cluster, self.cluster.parent, self.server):
            shutil.chown(folder, "postgres")
        self.postgresql("init", "-o", "-U postgres -A trust -E UTF8 --no-locale --no-sync")
        self.postgresql("start")

    def postgresql(self, verb: str, *words: str) -> int:
        """Run pg_ctl as Debian's service does, with the socket below the root."""
        options = f"-k {self.server} -c listen_addresses= -c fsync=off"
        line = [str(self.programs / "pg_ctl"), verb, "--pgdata", str(self.cluster), "--wait", *words]
        if verb == "start":
            line += ["--log", str(self.server / "log"), "--options", options]
        return subprocess.run(line, user="postgres", cwd="/", stdout=subprocess.DEVNULL, check=False).returncode

    def stop(self, name: str) -> None:
        if name == "postgresql":
            self.postgresql("stop", "--mode=fast")
        self.timers.discard(name)
        if service := self.services.pop(_full(name), None):
            service.end()

    def run_once(self, name: str) -> int:
        line, environment, folder = command(name, self.root)
        with (self.root / "journal").open("a") as journal:
            given = environment | self.of_machine()
            return subprocess.run(line, env=given, cwd=folder, stdout=journal, stderr=journal, check=False).returncode

    def start_nginx(self) -> int:
        running = self.nginx_runs()
        line = [str(self.commands / "nginx"), *(["-s", "reload"] if running else [])]
        return subprocess.run(line, check=False).returncode

    def nginx_runs(self) -> bool:
        file = self.root / "nginx.pid"  # empty where the configuration was only tested
        return file.exists() and bool(file.read_text().strip())

    def write_site(self) -> None:
        """Write what nginx reads: the real site, with its folders below the root and on the ports of the drill."""
        http, https = self.ports
        site = below(self.root, (self.root / "etc/nginx/sites-enabled/cong-thi-dua").read_text())
        for port, free in ((80, http), (443, https)):
            site = site.replace(f"listen {port}", f"listen 127.0.0.1:{free}")
            site = site.replace(f"listen [::]:{port}", f"# {port}")
        (self.root / "nginx.site").write_text(site)
        (self.root / "nginx.conf").write_text(NGINX_CONF.format(root=self.root))

    def ticking(self) -> None:
        while not self.ended.wait(TICK):
            if "cong-thi-dua-tick.timer" in self.timers:
                self.run_once("cong-thi-dua-tick.service")

    def end(self) -> None:
        self.ended.set()
        for name in list(self.services):
            self.stop(name)
        self.postgresql("stop", "--mode=immediate")
        if self.nginx_runs():
            subprocess.run([str(self.commands / "nginx"), "-s", "stop"], check=False)


def _full(name: str) -> str:
    return name if "." in name else f"{name}.service"


class _Control(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        answer = self.server.machine.control(json.loads(self.rfile.readline()))
        with suppress(BrokenPipeError):
            self.wfile.write(json.dumps(answer).encode() + b"\n")


@contextmanager
def machine(root: Path, programs: Path, nginx: str, ports: tuple[int, int]) -> Iterator[Machine]:
    """Give a running machine; all it started has ended afterwards."""
    made = Machine(root, programs, nginx, ports)
    with socketserver.ThreadingUnixStreamServer(str(root / CONTROL), _Control) as control:
        control.machine = made
        control.daemon_threads = True
        for target in (control.serve_forever, made.ticking):
            threading.Thread(target=target, daemon=True).start()
        try:
            yield made
        finally:
            made.end()
            control.shutdown()
