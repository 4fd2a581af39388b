"""`make bench`: the portal and a bare Django side by side on generated data; see docs/performance.md.

    scripts/bench                     one province
    scripts/bench province ten        each in a database of its own, in one table
    scripts/bench --rounds 31 nation

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

ROOT = Path(__file__).resolve().parents[1]
PAPER = ROOT / "docs" / "performance.md"
FIGURES = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- end of figures -->)", re.DOTALL)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", default=["province"])
    parser.add_argument("--rounds", type=int, default=21)
    given = parser.parse_args()
    found = {size: of_size(size, given.rounds) for size in given.sizes}
    told = "\n".join([f"Run of {date.today():%-d %B %Y}, medians of {given.rounds} rounds.", "", *table(found), ""])
    sys.stdout.write(told)
    PAPER.write_text(FIGURES.sub(lambda _match: told, PAPER.read_text("utf-8")), "utf-8")


def of_size(size: str, rounds: int) -> dict[str, Any]:
    """What tests/bench_measure.py says of a database that holds so much."""
    name, server = f"bench_{size}", os.environ["DATABASE_URL"].rpartition("/")[0]
    said(os.environ["DATABASE_URL"], f"CREATE DATABASE {name}")
    own = {"DATABASE_URL": f"{server}/{name}", "DEBUG": "1", "DJANGO_SETTINGS_MODULE": "emulation.settings"}
    for line in (["manage.py", "migrate", "-v0"], ["manage.py", "generate", size]):
        subprocess.run([sys.executable, *line], cwd=ROOT, env=os.environ | own, check=True, stdout=sys.stderr)
    said(own["DATABASE_URL"], "VACUUM ANALYZE")
    line = [sys.executable, "-m", "tests.bench_measure", str(rounds)]
    done = subprocess.run(line, cwd=ROOT, env=os.environ | own, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def said(address: str, statement: str) -> None:
    given = environ.Env.db_url_config(address)
    named = {"host": given["HOST"], "port": given["PORT"], "user": given["USER"], "password": given["PASSWORD"]}
    connection = psycopg2.connect(dbname=given["NAME"], **{name: one for name, one in named.items() if one})
    connection.autocommit = True
    connection.cursor().execute(statement)
    connection.close()


def table(found: dict[str, dict[str, Any]]) -> list[str]:
    """What was measured, and lines of Markdown: milliseconds, times the yardstick, and times the first size."""
    first, *more = found
    rows = [f"- {size}: {', '.join(f'{n:,} {what}' for what, n in one['rows'].items())}" for size, one in found.items()]
    ratios = [f"{size}, ms | × bare" for size in found]
    head = " | ".join(["page", *ratios, "at most", *(f"{size} ÷ {first}" for size in more)])
    lines = [f"| {head} |", f"|---|{'--:|' * head.count('|')}"]
    for name, case in found[first]["cases"].items():
        mine = [one["cases"][name] for one in found.values()]
        times = [f"{one['ms']:.0f} | {one['ms'] / one['bare']:.1f}" for one in mine]
        growth = [f"{one['ms'] / case['ms']:.2f}" for one in mine[1:]]
        lines.append("| " + " | ".join([name, *times, f"{case['limit']:g}", *growth]) + " |")
    return [*rows, "", *lines]


if __name__ == "__main__":
    main()
