"""Sentences with placeholders: `{name}` is a figure or a word; `[…]` is printed only if a figure in it is not nought.

`[0:…]` is printed with nought too: where nought is what is to be said. `{name làm tròn}` is a figure rounded for prose.
A sentence (up to a full stop or the end of the line) is left out if no figure in it is known, or those known are in
brackets that are left out. An unknown figure in a sentence that is printed appears as "…". Square brackets do not reach
over a full stop.

A sentence with {phạm vi số liệu} alone says of which units the figures of its paragraph are: it ends the paragraph if
another sentence is printed. One with {dịp khen} is printed once for each occasion on which something was given or
proposed, one with {hình thức khen} once for each title that was given, with the figures of that occasion or title.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import chain
from pathlib import Path

from foundation.vietnamese import NumberError, format_number, in_prose, parse_number
from foundation.vietnamese.numbers import BILLIONS, MILLIONS, NEAR, NOT_REPORTED

OCCASION, TITLE = "dịp khen", "hình thức khen"
"""The placeholders whose sentence is printed several times."""
BASE = "phạm vi số liệu"
"""How the placeholders begin that say of which units the figures of a paragraph are. They end it, or are left out."""
ROUNDED = " làm tròn"
"""What is written behind a name for the figure rounded: {số đoàn viên làm tròn}."""
SO_FAR = " theo báo cáo"
"""Behind a name: how many of the asked answered, "10/19", while that is not all and all answers are nought."""
ANSWERED = " trả lời"
"""Behind the code of an indicator of yes and no: how many answered."""
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
MARKS = ("\x02", "\x03")
"""Around a figure where it is marked; no text that somebody typed has them."""
NAME_ENDS = "\x1f"
"""Behind the name of a figure, where marks have it."""
_PRINTED = re.compile(rf"\{{([^{{}}]*)\}}(\s+{MILLIONS})?")
NEW_NAMES: dict[str, str] = tomllib.loads((Path(__file__).parent / "names-2015.toml").read_text(encoding="utf-8"))
"""By the name a placeholder had in 2015 its name now."""
_FIRST = re.compile(rf"^(?:{MARKS[0]}[^{NAME_ENDS}]*{NAME_ENDS}|{MARKS[0]})?.")
_ALSO_NOUGHT = "0:"
_NOUGHT = re.compile(r"0+(,0+)?%?")
_LEFT_OUT = "\0"  # in the place of brackets that are left out, until the sentence is whole
_INNERMOST_BRACKETS = re.compile(r"\[([^\[\]]*)\]")
_SENTENCE_ENDS = re.compile(r"(?<=\.)\s+")
# what is left over where a figure or a part in brackets was left out
_TIDY: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"[ \t]+"), " "),
    (re.compile(r"\s+([,;.:])"), r"\1"),
    (re.compile(r"[,;](?:\s*[,;])+"), lambda signs: ";" if ";" in signs[0] else ","),
    (re.compile(r"[,;](?=\s*[.(])"), ""),
    (re.compile(r"\s*\(\s*\)"), ""),
    (re.compile(r"\bnăm năm (?=\d{4}\b)"), "năm "),  # "6 tháng đầu năm" before its year
)


class UnknownPlaceholder(ValueError):
    """Raised for a `{name}` that is neither a figure nor a word; `name` is as typed."""

    def __init__(self, name: str):
        super().__init__(name)
        self.name = name


class UnbalancedBrackets(ValueError):
    """Raised for brackets or braces that do not match."""


@dataclass(frozen=True)
class Placeholders:
    """The texts of placeholders, by name. A figure may be unknown (None); a word is always known.

    Words do not decide whether a sentence is printed. `repeated`: by the placeholder whose sentence is printed several
    times, the same with the figures of each time. `near`: how near to a figure a round one may be that is told instead,
    as a fraction. `marked`: figures are printed between MARKS, for a page that shows which words they are; `named`:
    with their names.
    """

    figures: Mapping[str, str | None]
    words: Mapping[str, str]
    repeated: Mapping[str, Sequence[Placeholders]] = field(default_factory=dict)
    near: Decimal = NEAR
    marked: bool = False
    named: bool = False

    def __contains__(self, name: object) -> bool:
        return name in self.figures or name in self.words

    def __iter__(self) -> Iterator[str]:
        return chain(self.figures, self.words)

    def __len__(self) -> int:
        return len(self.figures) + len(self.words)

    def with_marks(self, *, named: bool = False) -> Placeholders:
        """Return the same with figures between MARKS, `named` with their names."""
        repeated = {
            name: [replace(figures, marked=True, named=named) for figures in times]
            for name, times in self.repeated.items()
        }
        return replace(self, repeated=repeated, marked=True, named=named)

    def figures_in(self, text: str) -> list[str | None]:
        """Return the text of each figure on which it depends whether a text is printed.

        How many answered is none of them beside how many of those said yes, so that "0/05" alone is nought.
        """
        names = [name for name in names_in(text) if name not in self.words]
        return [self.figures.get(name) for name in [name for name in names if not name.endswith(ANSWERED)] or names]

    def get(self, typed: str, unit: str = "") -> str:
        """Return the text of a placeholder, with the `unit` behind it, which rounding may change.

        A name that exists no longer, because an indicator was switched off, is treated as an unknown figure.
        """
        name = present_name(typed)
        text = self.words[name] if name in self.words else self.figures.get(name) or NOT_REPORTED
        measure = unit.strip()
        words = rounded_text(text, measure, self.near) if typed.endswith(ROUNDED) else ""
        if words := words or (in_billions(text) if measure == MILLIONS else ""):
            text, unit = words, ""
        if not self.marked or name in self.words:
            return text + unit
        return f"{MARKS[0]}{f'{name}{NAME_ENDS}' if self.named else ''}{text}{MARKS[1]}{unit}"


def present_name(name: str) -> str:
    """Return the name that a placeholder has now, without the words that round it."""
    name = name.removesuffix(ROUNDED)
    return NEW_NAMES.get(name, name)


def names_in(text: str) -> list[str]:
    """Return the placeholders of a text, by the names they have now."""
    return [present_name(name) for name in PLACEHOLDER.findall(text)]


def in_billions(text: str) -> str:
    """Return an amount in triệu đồng exactly in tỷ đồng: "3.480" → "3,48 tỷ đồng"; "" below 1.000 and of no number."""
    try:
        millions = parse_number(text, decimals=3, strict=False)
    except NumberError:
        return ""
    return f"{format_number(millions / 1000)} {BILLIONS}" if millions >= 1000 else ""


def rounded_text(text: str, unit: str = "", near: Decimal = NEAR) -> str:
    """Return a figure with its unit as prose rounds it; "" of what is no number, or is told as it is."""
    try:
        number = parse_number(text, decimals=3, strict=False)
    except NumberError:
        return ""
    if number < 100 and unit != MILLIONS:
        return ""
    words = in_prose(number, unit, near=near)
    return "" if words == f"{format_number(number)} {unit}".rstrip() else words


def roundable(text: str, placeholders: Placeholders) -> dict[str, tuple[str, str]]:
    """Return the figures of a text that prose can round, by name: as they print exactly, and rounded."""
    figures = {}
    for typed, unit in _PRINTED.findall(text):
        name = present_name(typed)
        value = placeholders.figures.get(name)
        if value and name not in placeholders.words and (words := rounded_text(value, unit.strip(), placeholders.near)):
            figures[name] = (placeholders.get(name, unit), words)
    return figures


def check_template(text: str, names: Container[str]) -> None:
    """Raise UnknownPlaceholder or UnbalancedBrackets if a text cannot be rendered, whatever the figures are."""
    for name in PLACEHOLDER.findall(text):
        if present_name(name) not in names:
            raise UnknownPlaceholder(name)
    for sentence in chain.from_iterable(split_sentences(text)):
        rest = PLACEHOLDER.sub("", sentence)
        while _INNERMOST_BRACKETS.search(rest):
            rest = _INNERMOST_BRACKETS.sub(r"\1", rest)
        if any(sign in rest for sign in "{}[]"):
            raise UnbalancedBrackets


def render(text: str, placeholders: Placeholders) -> str:
    """Return the text as it prints, one line for each paragraph; "" when every sentence is left out."""
    paragraphs = (_paragraph(line, placeholders) for line in text.splitlines())
    return "\n".join(paragraph for paragraph in paragraphs if paragraph)


def render_phrase(text: str, zero: str, placeholders: Placeholders) -> str | None:
    """Return a part of a sentence as it prints: `zero` when all its figures are nought, None when none is known.

    None too when they are nought and not all who were asked have answered ({… SO_FAR} of a figure is known then).
    """
    figures = [placeholders.figures.get(name) for name in names_in(text) if name not in placeholders.words]
    if figures and not any(figure is not None for figure in figures):
        return None
    if zero and all(figure in (None, "0") for figure in figures):
        is_all = all(placeholders.figures.get(f"{name}{SO_FAR}") is None for name in names_in(text))
        return zero if is_all else None
    return _resolved(text, placeholders).rstrip(",; ") or None


def render_alone(text: str, placeholders: Placeholders, *, marked: bool = False, named: bool = False) -> str:
    """Return a sentence as it prints in its paragraph, "" when it is left out.

    With `marked` its figures are marked, with `named` too with their names.
    """
    figures = placeholders.with_marks(named=named) if marked else placeholders
    return "\n".join(filter(None, (_paragraph(line, figures, alone=True) for line in text.splitlines())))


def sketched(text: str, placeholders: Placeholders) -> str:
    """Return a sentence that is left out as it would print, with "…" for the figures that are missing.

    A figure whose name says in words what it is stands there by its name: "Kết quả {không so sánh cùng kỳ}."
    """
    figures = {
        name: (f"{{{name}}}" if name[:1].islower() else None) if value in (None, "0") else value
        for name, value in placeholders.figures.items()
    }
    return _tidy(_printed(re.sub(r"\[(0:)?|\]", "", text), replace(placeholders, figures=figures)))


def split_sentences(text: str) -> list[list[str]]:
    """Return the sentences of a text, paragraph by paragraph."""
    return [_SENTENCE_ENDS.split(line.strip()) for line in text.splitlines() if line.strip()]


def _paragraph(line: str, placeholders: Placeholders, *, alone: bool = False) -> str:
    """Return a paragraph as it prints; `alone`: of a sentence, so that one about bases is no end but itself."""
    sentences = [sentence for sentence in _SENTENCE_ENDS.split(line) if alone or not names_bases_alone(sentence)]
    printed = [_resolved(sentence, figures) for sentence in sentences for figures in _times(sentence, placeholders)]
    if any(printed):
        printed += [_resolved(base, placeholders) for base in _SENTENCE_ENDS.split(line) if base not in sentences]
    return " ".join(
        _FIRST.sub(lambda first: first[0][:-1] + first[0][-1].upper(), text)
        for text in printed
        if re.search(r"\w", text)
    )


def _times(sentence: str, placeholders: Placeholders) -> Sequence[Placeholders]:
    """Return the figures of each time that a sentence is printed."""
    repeating = next((name for name in (OCCASION, TITLE) if name in names_in(sentence)), None)
    return placeholders.repeated.get(repeating, ()) if repeating else (placeholders,)


def names_bases_alone(sentence: str) -> bool:
    """Return whether a sentence says nothing but of which units figures are: it ends its paragraph."""
    names = names_in(sentence)
    return bool(names) and all(name.startswith(BASE) for name in names)


def _resolved(sentence: str, placeholders: Placeholders) -> str:
    """Return a sentence with its figures and words, "" when it is left out."""
    while _INNERMOST_BRACKETS.search(sentence):
        sentence = _INNERMOST_BRACKETS.sub(lambda match: _clause(match[1], placeholders), sentence)
    if not _is_printed(sentence, placeholders):
        return ""
    return _tidy(_printed(sentence.replace(_LEFT_OUT, ""), placeholders))


def _printed(sentence: str, placeholders: Placeholders) -> str:
    return _PRINTED.sub(lambda match: placeholders.get(match[1], match[2] or ""), sentence)


def _tidy(text: str) -> str:
    for pattern, replacement in _TIDY:
        text = pattern.sub(replacement, text)
    return text.strip()


def _clause(text: str, placeholders: Placeholders) -> str:
    """Return what brackets hold, or the sign that they are left out."""
    figures = placeholders.figures_in(text)
    if not text.startswith(_ALSO_NOUGHT) and figures and all(not f or _NOUGHT.fullmatch(f) for f in figures):
        return _LEFT_OUT
    return text.removeprefix(_ALSO_NOUGHT) if _is_printed(text, placeholders) else _LEFT_OUT


def _is_printed(text: str, placeholders: Placeholders) -> bool:
    """True if a figure in the text is known, or if the text names no figure and did not."""
    figures = placeholders.figures_in(text)
    return any(figure is not None for figure in figures) if figures else _LEFT_OUT not in text
