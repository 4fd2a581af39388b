"""Sort keys for Vietnamese names and words, as strings of digits.

Digits alone are ordered alike by SQLite, by PostgreSQL under C, glibc and ICU, and by Python; so a stored key
sorts right without any collation. Letters differ first (a ă â b c d đ e ê …, two digits each); tones count
between texts of the same letters (ngang, huyền, hỏi, ngã, sắc, nặng; one digit a word, wherever the mark
stands, so that hóa = hoá). This is the order of the Unicode CLDR for Vietnamese.
"""

import re
import unicodedata

from foundation.vietnamese.text import clean, fold

KEY_LENGTH = 600
"""Longest key, in characters: a name of 120 characters fits whole; longer ones go by their beginning."""

_ALPHABET = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANKS = {letter: str(rank) for rank, letter in enumerate(_ALPHABET, start=10)}
_LAST = "99"  # letters of other alphabets, after z
_END_OF_LETTERS, _END_OF_WORD = "00", "01"
_TONES = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}
_NO_TONE = "1"
_VOWEL = re.compile("[aeiouy]")
_ROMAN = re.compile("[IVX]+")


def given_name(full_name: str) -> str:
    """Return the given name, the last word: "Nông Thị Ánh Nguyệt" → "Nguyệt"; "" for no name."""
    return (clean(full_name).split() or [""])[-1]


def name_as_written(full_name: str) -> str:
    """Return a person's name as names are written: "nông văn BA" → "Nông Văn Ba"; a name in capitals likewise.

    What has a small letter behind a capital one stays ("H’Hen", "McDonald"), and so do abbreviations, which have no
    vowel or a dot ("TS. Nông Văn Ba", "BS Hà"), and numerals ("Tổ II").
    """
    return re.sub(r"[^\s,;()]+", lambda word: _capitalised(word[0]), full_name)


def _capitalised(word: str) -> str:
    letters = [char for char in word if char.isalpha()]
    is_capitals = len(letters) > 1 and word == word.upper() and not _ROMAN.fullmatch(word)
    if not letters or "." in word or (is_capitals and not _VOWEL.search(fold(word))):
        return word
    if not (is_capitals or letters[0].islower()):
        return word
    pieces = re.split("([-'’])", word.lower() if is_capitals else word)
    return "".join(piece[:1].upper() + piece[1:] for piece in pieces)


def sort_key(full_name: str) -> str:
    """Return the sort key of a person: by given name, then full name; "" for no name. Ignores case and punctuation."""
    words = _words(full_name)
    return (_key(words[-1:]) + _key(words))[:KEY_LENGTH]


def text_sort_key(value: str) -> str:
    """Return the sort key of any text, from its first word on."""
    return _key(_words(value))[:KEY_LENGTH]


def _words(value: str) -> list[tuple[str, str]]:
    """Return each word as (digits of its letters, digit of its tone), without other characters."""
    words = (_word(word) for word in clean(value).casefold().split())
    return [(letters, tone) for letters, tone in words if letters]


def _word(word: str) -> tuple[str, str]:
    marked = unicodedata.normalize("NFD", word)
    tone = next((_TONES[char] for char in marked if char in _TONES), _NO_TONE)
    toneless = unicodedata.normalize("NFC", "".join(char for char in marked if char not in _TONES))
    return "".join(_rank(char) for char in toneless if char.isalnum()), tone


def _rank(letter: str) -> str:
    """Return two digits; a letter with a foreign mark counts as the bare letter (ü as u)."""
    return _RANKS.get(letter) or _RANKS.get(unicodedata.normalize("NFD", letter)[0], _LAST)


def _key(words: list[tuple[str, str]]) -> str:
    if not words:
        return ""
    letters, tones = zip(*words, strict=True)
    return _END_OF_WORD.join(letters) + _END_OF_LETTERS + "".join(tones)
