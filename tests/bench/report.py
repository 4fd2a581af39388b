"""Writes what `make bench` measured as the section of docs/performance.md that `make figures` copies there."""

from __future__ import annotations

from datetime import date
from typing import Any


def section(measured: dict[str, Any]) -> str:
    """Return the day, the rounds and all tables of one run, from var/bench.json."""
    head = f"Run of {date.fromisoformat(measured['day']):%-d %B %Y}, medians of {measured['rounds']} rounds."
    return "\n".join([head, "", *table(measured["sizes"]), ""])


def table(sizes: dict[str, dict[str, Any]]) -> list[str]:
    """Return the measurements as tables of Markdown: milliseconds, times the yardstick, and times the first size."""
    held = [
        f"- {size}: {', '.join(f'{n:,} {what}' for what, n in measured['rows'].items())}"
        for size, measured in sizes.items()
    ]
    most = [f"- {size}: a worker held at most {measured['memory']:.0f} MB" for size, measured in sizes.items()]
    lines = [*held, *most]
    for kind in ("pages", "acts", "summary"):
        lines += ["", *compared(kind, {size: measured[kind] for size, measured in sizes.items()})]
    lines += ["", *exact({size: measured["asked"] for size, measured in sizes.items()})]
    lines += ["", *timed({size: measured["files"] for size, measured in sizes.items()})]
    lines += ["", *crowded({size: measured["crowd"] for size, measured in sizes.items()})]
    return lines + ["", *brought_in({size: measured["lists"] for size, measured in sizes.items()})]


def compared(kind: str, by_size: dict[str, dict[str, dict[str, Any]]]) -> list[str]:
    """Return a table of times beside the bare ones; sizes are compared by that ratio, as a machine's speed varies."""
    first, *more = by_size
    head = [kind, *(f"{size}, ms | × bare" for size in by_size), "at most", *(f"{size} ÷ {first}" for size in more)]
    lines = heading(head)
    for name in dict.fromkeys(name for measured in by_size.values() for name in measured):
        mine = [measured.get(name) for measured in by_size.values()]
        times = [f"{measured['ms']:.0f} | {_times(measured):.1f}" if measured else "– | –" for measured in mine]
        limit = next(measured["limit"] for measured in mine if measured)
        growth = [f"{_times(measured) / _times(mine[0]):.2f}" if measured and mine[0] else "–" for measured in mine[1:]]
        lines.append(row([name, *times, f"{limit:g}", *growth]))
    return lines


def _times(measured: dict[str, Any]) -> float:
    return measured["ms"] / measured["bare"]


def exact(by_size: dict[str, dict[str, list[int]]]) -> list[str]:
    """Return the table of the statements and rows of each page."""
    names = next(iter(by_size.values()))
    return [
        *heading(["asked of the database", *(f"{size}, {what}" for size in by_size for what in ("queries", "rows"))]),
        *(row([name, *(str(number) for counts in by_size.values() for number in counts[name])]) for name in names),
    ]


def timed(by_size: dict[str, dict[str, dict[str, float]]]) -> list[str]:
    """Return the table of the files drawn while somebody waits, and asked for again while nothing changed."""
    names = next(iter(by_size.values()))
    return [
        *heading(["files", *(f"{size}, ms | again, ms" for size in by_size)]),
        *(
            row([name, *(f"{times[name]['ms']:.0f} | {times[name]['again']:.0f}" for times in by_size.values())])
            for name in names
        ),
    ]


def crowded(by_size: dict[str, dict[str, dict[str, float]]]) -> list[str]:
    """Return the table of one person's list while another has drafts made, with the drawing service and without."""
    head = ["a list beside eight drafts", "drawn by", "alone, ms", "beside, ms", "×", "at most", "slowest, ms"]
    lines = heading([*head, "all drafts, s"])
    for size, measured in by_size.items():
        for who, times in measured.items():
            limit = "the control" if who == "none" else f"{times['limit']:g}"
            name = "web processes" if who == "none" else "drawing service"
            numbers = [f"{times['alone']:.0f}", f"{times['beside']:.0f}", f"{times['beside'] / times['alone']:.1f}"]
            lines.append(row([size, name, *numbers, limit, f"{times['slowest']:.0f}", f"{times['seconds']:.0f}"]))
    return lines


def brought_in(by_size: dict[str, dict[str, dict[str, float]]]) -> list[str]:
    """Return the table of lists that come in, a twentieth of them rubbish: upload and preview beside plain rows."""
    head = ["a list of unions comes in", "rows", "upload and preview, ms", "× bare", "at most, ms", "statements"]
    lines = heading([*head, "at most"])
    for size, measured in by_size.items():
        for rows, cost in measured.items():
            times = [f"{cost['ms']:.0f}", f"{cost['ms'] / cost['bare']:.1f}", f"{cost['limit']:.0f}"]
            lines.append(row([size, rows, *times, f"{cost['statements']:.0f}", f"{cost['most']:.0f}"]))
    return lines


def heading(texts: list[str]) -> list[str]:
    line = row(texts)
    return [line, f"|---|{'--:|' * (line.count('|') - 2)}"]


def row(texts: list[str]) -> str:
    return f"| {' | '.join(texts)} |"
