"""Cleans typed text, and makes keys to compare and search texts."""

import re
import unicodedata

MOST_MARKS = 4
"""Combining marks kept on one letter: Vietnamese needs two, and long runs make normalising quadratic."""

_INVISIBLE = {"Cc", "Cf", "Cs"}  # controls; zero-width and bidi characters; lone surrogates
_NONCHARACTERS = "\ufffe\uffff"  # refused by XML, so by every XLSX
_Y_AFTER_CONSONANT = re.compile(r"(?:(?<=[bcdghklmnprstvx])|(?<=qu))y")


def clean(value: str) -> str:
    """Return typed text as it is stored: NFC, \\n as line end, nothing invisible, no blanks at the ends.

    Spaces inside stay as typed. Drops NUL, controls other than \\n and \\t, zero-width and bidi characters,
    lone surrogates, and marks piled on one letter beyond MOST_MARKS.
    """
    kept, marks = [], 0
    for char in value.replace("\r\n", "\n").replace("\r", "\n"):
        if char not in "\n\t" and (unicodedata.category(char) in _INVISIBLE or char in _NONCHARACTERS):
            continue
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= MOST_MARKS:
            kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def appearance_key(value: str) -> str:
    """Return a key that is equal for names that look the same; diacritics count, case and spacing do not."""
    return " ".join(clean(value).casefold().split())


def fold(value: str) -> str:
    """Return text without case, diacritics and the stroke of đ, words one space apart: "Đỗ  Đức" → "do duc".

    "hóa" and "hoá", composed or not, fold alike. đ has no decomposition, so it is replaced by hand; so is
    the Icelandic ð, whose capital looks like Đ.
    """
    plain = unicodedata.normalize("NFD", clean(value).casefold().replace("đ", "d").replace("ð", "d"))
    return " ".join("".join(char for char in plain if unicodedata.category(char) != "Mn").split())


def search_key(value: str) -> str:
    """Return `fold` with y after a consonant or qu as i, for stored columns and queries alike.

    So "Chiến sỹ" finds "Chiến sĩ", and kĩ/kỹ, tỉ/tỷ, quí/quý are one; "Mây" and "Mai", "Thúy" and "Thúi" stay
    two. Looks only to the left of the y: the key of a word half typed is found in the key of the whole word.
    """
    return _Y_AFTER_CONSONANT.sub("i", fold(value))
