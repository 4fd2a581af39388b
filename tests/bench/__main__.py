"""Runs `make bench`: the portal and a bare Django side by side on generated data; see docs/performance.md.

    scripts/bench                     one province
    scripts/bench province ten        each in a database of its own, in one table
    scripts/bench --rounds 31 nation
    TEST_DATABASE_URL=… scripts/bench nation      on a server of one's own, where the filled databases stay

What was measured is printed and stays in var/bench.json, from which `make figures` writes the page: ratios, a page
against the yardstick's of the same run, a size against the first.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import environ
import psycopg2

from tests.bench.report import section

ROOT = Path(__file__).resolve().parents[2]
MEASURED = ROOT / "var" / "bench.json"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", default=["province"])
    parser.add_argument("--rounds", type=int, default=21)
    given = parser.parse_args()
    collect = [sys.executable, "manage.py", "collectstatic", "-v0", "--no-input"]
    served = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.bench.settings"}
    subprocess.run(collect, cwd=ROOT, env=served, check=True)
    by_size = {size: of_size(size, given.rounds) for size in given.sizes}
    measured = {"day": date.today().isoformat(), "rounds": given.rounds, "sizes": by_size}
    MEASURED.write_text(json.dumps(measured), "utf-8")
    sys.stdout.write(section(measured))


def of_size(size: str, rounds: int) -> dict[str, Any]:
    """Return what tests/bench/measure.py measures on a fresh copy of a database of this size."""
    filled, server = f"bench_{size}", os.environ["DATABASE_URL"].rpartition("/")[0]
    if not said(f"{server}/postgres", f"SELECT 1 FROM pg_database WHERE datname = '{filled}'"):
        fill(server, size, filled)
    run(f"{server}/{filled}", ["manage.py", "migrate", "-v0"], stdout=sys.stderr)
    said(f"{server}/{filled}", "VACUUM ANALYZE")  # a new migration may have written every row
    said(f"{server}/postgres", "DROP DATABASE IF EXISTS bench_measured")
    said(f"{server}/postgres", f"CREATE DATABASE bench_measured TEMPLATE {filled}")
    line = ["-m", "tests.bench.measure", str(rounds)]
    return json.loads(run(f"{server}/bench_measured", line, stdout=subprocess.PIPE).stdout)


def fill(server: str, size: str, name: str) -> None:
    """Fill a database, which gets its name when it is complete and stays for the next run on this server."""
    said(f"{server}/postgres", f"DROP DATABASE IF EXISTS {name}_begun")
    said(f"{server}/postgres", f"CREATE DATABASE {name}_begun")
    for line in (["migrate", "-v0"], ["generate", size], ["recount"]):
        run(f"{server}/{name}_begun", ["manage.py", *line], stdout=sys.stderr)
    said(f"{server}/{name}_begun", "VACUUM ANALYZE")
    said(f"{server}/postgres", f"ALTER DATABASE {name}_begun RENAME TO {name}")


def run(address: str, line: list[str], stdout: Any) -> subprocess.CompletedProcess[str]:
    own = {"DATABASE_URL": address, "DEBUG": "1", "DJANGO_SETTINGS_MODULE": "emulation.settings"}
    return subprocess.run([sys.executable, *line], cwd=ROOT, env=os.environ | own, check=True, stdout=stdout, text=True)


def connected(address: str) -> Any:
    given = environ.Env.db_url_config(address)
    named = {"host": given["HOST"], "port": given["PORT"], "user": given["USER"], "password": given["PASSWORD"]}
    return psycopg2.connect(dbname=given["NAME"], **{name: value for name, value in named.items() if value})


def said(address: str, statement: str) -> list[Any]:
    """Return the rows of a statement, if it has any."""
    connection = connected(address)
    connection.autocommit = True
    cursor = connection.cursor()
    cursor.execute(statement)
    rows = cursor.fetchall() if cursor.description else []
    connection.close()
    return rows


if __name__ == "__main__":
    main()
