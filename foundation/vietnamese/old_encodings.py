"""Recognises text in TCVN3 (ABC) and VNI, which was typed for the fonts of the nineties, and tells what it reads as.

Both write Vietnamese with the letters of Western Europe: "Lao ®éng" and "Lao ñoäng" are "Lao động". A word is taken for
one of an old encoding if it is no Vietnamese syllable as it stands and is one when it is decoded.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

SOFT_HYPHEN = "\u00ad"

_ONSET = "(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnprstvx])?"
_RIMES = (
    "(?:oa|oă|oe|oo|uâ|uê|uyê|uy|iê|yê|uô|ươ|[aăâeêioôơuưy])(?:ch|ng|nh|[cmnpt])",
    "ia|ua|ưa|ya|oa|oe|uê|uya|uy|uơ|[aeêioôơuưy]",
    "oai|oay|oao|oeo|uây|uyu|uôi|ươi|ươu|iêu|yêu|ai|ay|ây|ao|au|âu|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu",
)
_SYLLABLE = re.compile(f"{_ONSET}(?:{'|'.join(_RIMES)})")
_TONES = str.maketrans(dict.fromkeys("\u0300\u0301\u0303\u0309\u0323"))
_ONLY_UNICODE = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9]")  # letters that no old encoding has
_SIGN = re.compile("[\u00a1-\u00ff]")
_ASCII_LETTER = re.compile("[A-Za-z]")
_TOKEN = re.compile(r"(?<![\w\u00a1-\u00ff])[A-Za-z\u00a1-\u00ff]++(?!\w)")
_QUOTED = re.compile("(«?)([^«»].*?)(»?)")
_UNITS = {"µm", "µg", "µl", "µs", "µF", "µA", "µV"}

_TCVN3 = str.maketrans(
    "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
    "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
)
# A vowel of VNI and the sign behind it. What a sign alone is: ñ for đ, ö for ư, ô for ơ, and the tones of i and y.
_VNI_SIGNS = {
    "aeo": dict(zip("âáàåãä", ["̂", "̂́", "̂̀", "̂̉", "̂̃", "̣̂"], strict=True)),
    "a": dict(zip("êéèúüë", ["̆", "̆́", "̆̀", "̆̉", "̆̃", "̣̆"], strict=True)),
    "aeouyöô": dict(zip("ùøûõï", ["́", "̀", "̉", "̃", "̣"], strict=True)),
}
_VNI_ALONE = {"ñ": "đ", "ö": "ư", "ô": "ơ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni() -> dict[str, str]:
    """Return what each letter of VNI, of one or two characters, reads as, in both cases."""
    pairs = dict(_VNI_ALONE)
    for vowels, signs in _VNI_SIGNS.items():
        for vowel in vowels:
            for sign, marks in signs.items():
                pairs[vowel + sign] = unicodedata.normalize("NFC", _VNI_ALONE.get(vowel, vowel) + marks)
    upper = {written.upper(): letter.upper() for written, letter in pairs.items()}
    mixed = {written.capitalize(): letter.upper() for written, letter in pairs.items()}
    return pairs | mixed | upper


_VNI = _vni()
_VNI_LETTER = re.compile("|".join(sorted(_VNI, key=len, reverse=True)))


@dataclass(frozen=True)
class OldEncoding:
    """`decode` returns what a word reads as."""

    name: str
    decode: Callable[[str], str]

    def reading_of(self, text: str) -> str:
        """Return what a text reads as where it is in this encoding; "" if none of it is."""
        lines = text.split("\n")
        read = [self._read_line(line) for line in lines]
        return unicodedata.normalize("NFC", "\n".join(read)) if read != lines else ""

    def _read_line(self, line: str) -> str:
        """Return a line as it reads; of one with letters of today, only words of this encoding if there are several."""
        words = {word for word in _TOKEN.findall(line) if self._is_suspect(word)}
        if not words or (len(words) == 1 and _ONLY_UNICODE.search(line)):
            return line
        mixed = _ONLY_UNICODE.search(line)
        return _TOKEN.sub(
            lambda word: self._read_word(word[0]) if not mixed or word[0] in words else word[0],
            line,
        )

    def _read_word(self, word: str) -> str:
        """Return what a word of a line in this encoding reads as: "®·" is "đã", but a lone "·" or "«" is a sign."""
        opening, word, closing = self._without_quotes(word)
        read = self.decode(word)
        is_word = any(char.isalpha() for char in word) or (len(word) > 1 and is_syllable(read))
        return opening + (read if is_word else word) + closing

    def _is_suspect(self, word: str) -> bool:
        _opening, word, _closing = self._without_quotes(word)
        if not _SIGN.search(word) or not _ASCII_LETTER.search(word) or word in _UNITS or is_syllable(word):
            return False
        read = self.decode(word)
        return read != word and is_syllable(read)

    def _without_quotes(self, word: str) -> tuple[str, str, str]:
        """Return a word between its « and »: they are ô and ằ of TCVN3 only where the whole is a syllable."""
        quoted = _QUOTED.fullmatch(word)
        if quoted is None or is_syllable(self.decode(word)):
            return "", word, ""
        return quoted[1], quoted[2], quoted[3]


@lru_cache(maxsize=5_000)
def is_syllable(word: str) -> bool:
    """Return whether a word can be written in Vietnamese: "hóa", "thuyền"; any tone, in any case."""
    marked = unicodedata.normalize("NFD", word.lower().replace("ð", "đ"))
    toneless = unicodedata.normalize("NFC", marked.translate(_TONES))
    return len(marked) - len(marked.translate(_TONES)) <= 1 and _SYLLABLE.fullmatch(toneless) is not None


TCVN3 = OldEncoding("TCVN3 (ABC)", lambda word: word.translate(_TCVN3))
VNI = OldEncoding("VNI", lambda word: _VNI_LETTER.sub(lambda letter: _VNI[letter[0]], word))


def old_encoding(text: str) -> tuple[OldEncoding, str] | None:
    """Return the old encoding that a text is in, and what it reads as; None for text of today."""
    if not _SIGN.search(text):
        return None
    readings = [(encoding, reading) for encoding in (TCVN3, VNI) if (reading := encoding.reading_of(text))]
    return max(readings, key=lambda pair: _syllables(pair[1]), default=None)


def _syllables(text: str) -> int:
    return sum(is_syllable(word) for word in re.findall(r"[^\W\d_]+", text))
