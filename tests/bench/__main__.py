"""`make bench`: the portal and a bare Django side by side on generated data; see docs/performance.md.

    scripts/bench                     one province
    scripts/bench province ten        each in a database of its own, in one table
    scripts/bench --rounds 31 nation
    TEST_DATABASE_URL=… scripts/bench nation      on a server of one's own, where the filled databases stay

Written there are ratios: a page against the yardstick's of the same run, a size against the first.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import environ
import psycopg2

ROOT = Path(__file__).resolve().parents[2]
PAPER = ROOT / "docs" / "performance.md"
FIGURES = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- end of figures -->)", re.DOTALL)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", default=["province"])
    parser.add_argument("--rounds", type=int, default=21)
    given = parser.parse_args()
    collect = [sys.executable, "manage.py", "collectstatic", "-v0", "--no-input"]
    served = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.bench.settings"}
    subprocess.run(collect, cwd=ROOT, env=served, check=True)
    found = {size: of_size(size, given.rounds) for size in given.sizes}
    told = "\n".join([f"Run of {date.today():%-d %B %Y}, medians of {given.rounds} rounds.", "", *table(found), ""])
    sys.stdout.write(told)
    PAPER.write_text(FIGURES.sub(lambda _match: told, PAPER.read_text("utf-8")), "utf-8")


def of_size(size: str, rounds: int) -> dict[str, Any]:
    """What tests/bench/measure.py says of a copy of a database that holds so much: what it does there is not kept."""
    filled, server = f"bench_{size}", os.environ["DATABASE_URL"].rpartition("/")[0]
    if not said(f"{server}/postgres", f"SELECT 1 FROM pg_database WHERE datname = '{filled}'"):
        fill(server, size, filled)
    run(f"{server}/{filled}", ["manage.py", "migrate", "-v0"], stdout=sys.stderr)
    said(f"{server}/postgres", "DROP DATABASE IF EXISTS bench_measured")
    said(f"{server}/postgres", f"CREATE DATABASE bench_measured TEMPLATE {filled}")
    line = ["-m", "tests.bench.measure", str(rounds)]
    return json.loads(run(f"{server}/bench_measured", line, stdout=subprocess.PIPE).stdout)


def fill(server: str, size: str, name: str) -> None:
    """It has its name when it is whole, and stays for the next run on this server."""
    said(f"{server}/postgres", f"DROP DATABASE IF EXISTS {name}_begun")
    said(f"{server}/postgres", f"CREATE DATABASE {name}_begun")
    for line in (["migrate", "-v0"], ["generate", size], ["recount"]):
        run(f"{server}/{name}_begun", ["manage.py", *line], stdout=sys.stderr)
    said(f"{server}/{name}_begun", "VACUUM ANALYZE")
    said(f"{server}/postgres", f"ALTER DATABASE {name}_begun RENAME TO {name}")


def run(address: str, line: list[str], stdout: Any) -> subprocess.CompletedProcess[str]:
    own = {"DATABASE_URL": address, "DEBUG": "1", "DJANGO_SETTINGS_MODULE": "emulation.settings"}
    return subprocess.run([sys.executable, *line], cwd=ROOT, env=os.environ | own, check=True, stdout=stdout, text=True)


def said(address: str, statement: str) -> list[Any]:
    """What the server answers; nothing to most."""
    given = environ.Env.db_url_config(address)
    named = {"host": given["HOST"], "port": given["PORT"], "user": given["USER"], "password": given["PASSWORD"]}
    connection = psycopg2.connect(dbname=given["NAME"], **{name: one for name, one in named.items() if one})
    connection.autocommit = True
    cursor = connection.cursor()
    cursor.execute(statement)
    rows = cursor.fetchall() if cursor.description else []
    connection.close()
    return rows


def table(found: dict[str, dict[str, Any]]) -> list[str]:
    """What was measured, and tables of Markdown: milliseconds, times the yardstick, and times the first size."""
    held = [f"- {size}: {', '.join(f'{n:,} {what}' for what, n in one['rows'].items())}" for size, one in found.items()]
    most = [f"- {size}: a worker held at most {one['memory']:.0f} MB" for size, one in found.items()]
    lines = [*held, *most]
    for kind in ("pages", "acts", "summary"):
        lines += ["", *compared(kind, {size: one[kind] for size, one in found.items()})]
    lines += ["", *exact({size: one["asked"] for size, one in found.items()})]
    return lines + ["", *timed({size: one["files"] for size, one in found.items()})]


def compared(kind: str, found: dict[str, dict[str, dict[str, Any]]]) -> list[str]:
    """Each beside the least that could be done; sizes by how often that, as a machine is not as quick all day."""
    first, *more = found
    head = [kind, *(f"{size}, ms | × bare" for size in found), "at most", *(f"{size} ÷ {first}" for size in more)]
    lines = heading(head)
    for name in dict.fromkeys(name for one in found.values() for name in one):
        mine = [one.get(name) for one in found.values()]
        times = [f"{one['ms']:.0f} | {_times(one):.1f}" if one else "– | –" for one in mine]
        limit = next(one["limit"] for one in mine if one)
        growth = [f"{_times(one) / _times(mine[0]):.2f}" if one and mine[0] else "–" for one in mine[1:]]
        lines.append(row([name, *times, f"{limit:g}", *growth]))
    return lines


def _times(one: dict[str, Any]) -> float:
    return one["ms"] / one["bare"]


def exact(found: dict[str, dict[str, list[int]]]) -> list[str]:
    """What each page asks of the database."""
    names = next(iter(found.values()))
    return [
        *heading(["asked of the database", *(f"{size}, {what}" for size in found for what in ("queries", "rows"))]),
        *(row([name, *(str(number) for one in found.values() for number in one[name])]) for name in names),
    ]


def timed(found: dict[str, dict[str, float]]) -> list[str]:
    """Files drawn while somebody waits."""
    names = next(iter(found.values()))
    return [
        *heading(["files", *(f"{size}, ms" for size in found)]),
        *(row([name, *(f"{one[name]:.0f}" for one in found.values())]) for name in names),
    ]


def heading(texts: list[str]) -> list[str]:
    line = row(texts)
    return [line, f"|---|{'--:|' * (line.count('|') - 2)}"]


def row(texts: list[str]) -> str:
    return f"| {' | '.join(texts)} |"


if __name__ == "__main__":
    main()
