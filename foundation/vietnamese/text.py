"""Cleans typed text, and makes keys to compare and search texts."""

import re
import unicodedata

from foundation.vietnamese.look_alikes import APOSTROPHES, LATIN, in_one_script
from foundation.vietnamese.old_encodings import SOFT_HYPHEN, TCVN3

MOST_MARKS = 4
"""Combining marks kept on one letter: Vietnamese needs two, and long runs make normalising quadratic."""

_INVISIBLE_CATEGORIES = {"Cc", "Cf", "Cs"}  # controls; zero-width and bidi characters; lone surrogates
# Fillers and variation selectors, which are letters and marks by their category; noncharacters, which XML refuses.
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffe\uffff") | {
    chr(code) for code in range(0xFE00, 0xFE10)
}
# Word's line break and page break, and those of Unicode.
_LINE_BREAKS = dict.fromkeys("\r\x0b\x0c\u2028\u2029", "\n")
_SPACES = dict.fromkeys(
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "
)
_HYPHENS = dict.fromkeys("\x1e\u2010\u2011\uf02d", "-")
# What Word's bullets become when they are pasted: places of its fonts of symbols, which no other font has.
_BULLETS = dict.fromkeys(
    "\uf06c\uf06e\uf071\uf075\uf076\uf09f\uf0a1\uf0a7\uf0a8\uf0b7\uf0d8\uf0e0\uf0e8\uf0f0\uf0fc\uf0fe", "•"
)
_REPLACED = str.maketrans(_LINE_BREAKS | _SPACES | _HYPHENS | _BULLETS)
# Bullets that papers cannot print.
_BULLET_AT_BEGINNING = re.compile(r"^([ \t]*)[◆❖➢➤✓✔✦⇒](?=\s)", re.MULTILINE)

_ETH = str.maketrans("ÐðƉɖ", "ĐđĐđ")  # Icelandic and African letters that look like Đ
_NOTHING_TO_CLEAN = re.compile(r"[\n\t -_a-~À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ“”’–…•]*")
_Y_AFTER_CONSONANT = re.compile(r"(?:(?<=[bcdghklmnprstvx])|(?<=qu))y")


def clean(value: str) -> str:
    """Return typed text as it is stored: NFC, \\n as line end, nothing invisible, no blanks at the ends.

    Spaces inside stay as many as were typed, all of one kind; line breaks of Word and its bullets become \\n and "•".
    Drops NUL, controls other than \\n and \\t, zero-width and bidi characters, lone surrogates, and marks piled on one
    letter beyond MOST_MARKS. Letters of other alphabets become Latin where they stand for one: Ð for Đ everywhere, а
    and Α among Latin letters. Text in TCVN3 keeps its soft hyphens and its Ð, which are ư and é there.
    """
    if _NOTHING_TO_CLEAN.fullmatch(value):
        return value.strip()
    replaced = value.replace("\r\n", "\n").translate(_REPLACED)
    text = unicodedata.normalize("NFC", _visible(_BULLET_AT_BEGINNING.sub(r"\1•", replaced))).strip()
    if (SOFT_HYPHEN in text or "Ð" in text) and TCVN3.reading_of(text):
        return text
    text = in_one_script(text.replace(SOFT_HYPHEN, "").translate(_ETH))
    return unicodedata.normalize("NFC", text).strip()


def _visible(text: str) -> str:
    """Return the text without what nobody sees, but for soft hyphens."""
    kept, marks = [], 0
    for char in text:
        if char == SOFT_HYPHEN:
            kept.append(char)
            continue
        if char not in "\n\t" and (unicodedata.category(char) in _INVISIBLE_CATEGORIES or char in _INVISIBLE):
            continue
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= MOST_MARKS:
            kept.append(char)
    return "".join(kept)


def clean_line(value: str) -> str:
    """Return typed text as a field of one line stores it: a browser would drop its line breaks and join words."""
    return " ".join(clean(value).split("\n"))


def within_sentence(name: str) -> str:
    """Return a name as a sentence has it: "sơ kết quý I" for "Sơ kết quý I"."""
    return name[:1].lower() + name[1:]


def appearance_key(value: str) -> str:
    """Return a key that is equal for names that look the same; diacritics count, case and spacing do not."""
    return " ".join(_alike(value).casefold().split())


def fold(value: str) -> str:
    """Return text without case, diacritics and the stroke of đ, words one space apart: "Đỗ  Đức" → "do duc".

    "hóa" and "hoá", composed or not, fold alike. đ has no decomposition, so it is replaced by hand.
    """
    plain = unicodedata.normalize("NFD", _alike(value).casefold().replace("đ", "d"))
    return " ".join("".join(char for char in plain if unicodedata.category(char) != "Mn").split())


def _alike(value: str) -> str:
    """Return cleaned text in which letters and apostrophes that look the same are the same."""
    return clean(value).translate(_ETH).translate(LATIN).translate(APOSTROPHES)


def search_key(value: str) -> str:
    """Return `fold` with y after a consonant or qu as i, for stored columns and queries alike.

    So "Chiến sỹ" finds "Chiến sĩ", and kĩ/kỹ, tỉ/tỷ, quí/quý are one; "Mây" and "Mai", "Thúy" and "Thúi" stay
    two. Looks only to the left of the y: the key of a word half typed is found in the key of the whole word.
    """
    return _Y_AFTER_CONSONANT.sub("i", fold(value))
