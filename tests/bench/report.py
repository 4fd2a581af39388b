"""What `make bench` measured, as the section of docs/performance.md that `make figures` writes."""

from __future__ import annotations

from datetime import date
from typing import Any


def section(measured: dict[str, Any]) -> str:
    """The day, the rounds and all tables of one run, from var/bench.json."""
    head = f"Run of {date.fromisoformat(measured['day']):%-d %B %Y}, medians of {measured['rounds']} rounds."
    return "\n".join([head, "", *table(measured["sizes"]), ""])


def table(found: dict[str, dict[str, Any]]) -> list[str]:
    """What was measured as tables of Markdown: milliseconds, times the yardstick, and times the first size."""
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
