"""Tells whether a file was typed in TCVN3 (ABC) or VNI, and what its texts read as if it was."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from itertools import islice

from foundation.tables.cells import OldText
from foundation.vietnamese.old_encodings import TCVN3, VNI, OldEncoding, is_syllable, old_encoding

ENCODINGS: dict[str, OldEncoding] = {"tcvn3": TCVN3, "vni": VNI}
AS_IT_STANDS = "none"
"""The answer that nothing is to be read otherwise."""
MOST_SAMPLES = 10
LONGEST = 1_000
"""Characters of a text that is looked at; longer ones stay as they stand."""
LOOKED_AT = 2_000
"""Texts by which an encoding is recognised."""

_KEYS = {encoding.name: key for key, encoding in ENCODINGS.items()}
_SIGN = re.compile("[\u00a1-\u00ff]")
_NO_LETTER_OF_TODAY = re.compile("(?![ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý])[\u00a1-\u00ff]")
_LETTER_OF_TODAY = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9]")
_WORD = re.compile(r"[^\W\d_]+")


def suspected(texts: Iterable[str]) -> OldText | None:
    """Return the encoding that most of the texts are in that are in one, with the first of them; else None."""
    readings: dict[str, list[tuple[str, str]]] = {}
    counts: Counter[str] = Counter()
    for text in islice(filter(_looks_old, texts), LOOKED_AT):
        if (recognised := old_encoding(text)) is None:
            continue
        encoding, reading = recognised
        counts[encoding.name] += 1
        samples = readings.setdefault(encoding.name, [])
        if len(samples) < MOST_SAMPLES and (text, reading) not in samples:
            samples.append((text, reading))
    if not counts:
        return None
    name = counts.most_common(1)[0][0]
    return OldText(_KEYS[name], tuple(readings[name]))


def _looks_old(text: str) -> bool:
    """Return whether a text has letters of the old encodings that are none of Vietnamese; nearly all have."""
    return len(text) <= LONGEST and _NO_LETTER_OF_TODAY.search(text) is not None


def is_of_today(text: str) -> bool:
    """Return whether a text has letters that no old encoding has."""
    return _LETTER_OF_TODAY.search(text) is not None


def decoded(text: str, encoding: OldEncoding, *, all_old: bool) -> str:
    """Return what a text of a file in this encoding reads as.

    `all_old`: no text of the file has letters of today. Then a text is read although it could stand: "Thó" is "Thú".
    """
    if len(text) > LONGEST or not _SIGN.search(text):
        return text
    if reading := encoding.reading_of(text):
        return reading
    if is_of_today(text) or (not all_old and _is_vietnamese(text)):
        return text
    reading = unicodedata.normalize("NFC", encoding.decode(text))
    return reading if _is_vietnamese(reading) else text


def _is_vietnamese(text: str) -> bool:
    return all(map(is_syllable, _WORD.findall(text)))
