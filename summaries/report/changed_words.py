"""How the words of two reports differ, line by line and part by part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from summaries.report.document import Document

ALIKE = 0.4  # of the words of two lines, from which on they are shown as one line that was changed


@dataclass(frozen=True)
class Words:
    """Words of a line that follow each other; `differs`: the other report does not have them."""

    text: str
    differs: bool


@dataclass(frozen=True)
class ChangedLine:
    """A line that two reports word differently; empty where one of them has no such line."""

    before: tuple[Words, ...]
    after: tuple[Words, ...]


@dataclass(frozen=True)
class ChangedPart:
    """A part of the report with its lines that differ; `heading` is that of the later report, if it has the part."""

    heading: str
    lines: tuple[ChangedLine, ...]


def changed_parts(before: Document, after: Document) -> list[ChangedPart]:
    """Return the parts whose lines differ, in the order of the report; numbers before lines are not compared."""
    old, new = _parts(before), _parts(after)
    parts = []
    for key in dict.fromkeys([*new, *old]):
        (heading, lines), (old_heading, old_lines) = new.get(key, ("", [])), old.get(key, ("", []))
        if changed := tuple(_changed_lines(old_lines, lines)):
            parts.append(ChangedPart(heading or old_heading, changed))
    return parts


def _parts(document: Document) -> dict[str, tuple[str, list[str]]]:
    """Return heading and lines of each part, by the part's number; opening and closing have no heading."""
    parts = {"opening": ("", [document.opening])}
    for section in document.sections:
        lines = [
            f"{line.title}. {paragraph}" if line.title and not number else paragraph
            for line in section.lines
            for number, paragraph in enumerate(line.paragraphs)
        ]
        parts[section.heading.partition(".")[0]] = (section.heading, lines)
    return parts | {"closing": ("", [document.closing])}


def _changed_lines(before: Sequence[str], after: Sequence[str]) -> Iterator[ChangedLine]:
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from _paired(before[a:b], list(after[c:d]))


def _paired(before: Sequence[str], after: list[str]) -> Iterator[ChangedLine]:
    """Put each line beside the first later one that is like it; lines without such a one stay alone."""
    for line in before:
        position = next((position for position, other in enumerate(after) if _likeness(line, other) >= ALIKE), None)
        if position is None:
            yield ChangedLine((Words(line, differs=True),), ())
            continue
        for added in after[:position]:
            yield ChangedLine((), (Words(added, differs=True),))
        yield _word_by_word(line, after[position])
        del after[: position + 1]
    for added in after:
        yield ChangedLine((), (Words(added, differs=True),))


def _likeness(line: str, other: str) -> float:
    """Return how large a share of their words two lines have in common."""
    words, others = set(line.split()), set(other.split())
    return len(words & others) / max(len(words | others), 1)


def _word_by_word(before: str, after: str) -> ChangedLine:
    old, new = before.split(" "), after.split(" ")
    opcodes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    runs = [(tag != "equal", old[a:b], new[c:d]) for tag, a, b, c, d in opcodes]
    return ChangedLine(
        tuple(Words(" ".join(words), differs) for differs, words, _new in runs if words),
        tuple(Words(" ".join(words), differs) for differs, _old, words in runs if words),
    )
