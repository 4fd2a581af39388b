"""The text by which a row is searched: without marks, each abbreviation beside what it is short for."""

import re
import tomllib
from pathlib import Path

from foundation.vietnamese.abbreviations import SPELLED_OUT
from foundation.vietnamese.text import search_key

_FURTHER = tomllib.loads(Path(__file__).with_name("words-searched.toml").read_text("utf-8"))["abbreviations"]


def _words(text: str) -> str:
    """Return the search key of a text's letters and digits, words one space apart."""
    return " ".join(re.findall(r"\w+", search_key(text)))


_PAIRS = [(_words(short), _words(whole)) for short, whole in (*SPELLED_OUT.items(), *_FURTHER)]


def search_text(*texts: str, longest: int) -> str:
    """Return the search key of texts, then what their abbreviations are short for, and what abbreviates their words.

    So whoever writes "Liên đoàn Lao động" finds "LĐLĐ", and the other way round. No longer than `longest`, a column's.
    """
    key = search_key(" ".join(texts))
    words = f" {_words(key)} "
    beside = [other for pair in _PAIRS for written, other in (pair, pair[::-1]) if f" {written} " in words]
    return " ".join([key, *(word for word in dict.fromkeys(beside) if f" {word} " not in words)])[:longest].rstrip()
