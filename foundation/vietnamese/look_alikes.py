"""Letters of other alphabets that look like Latin ones, and the many apostrophes."""

import re

# Cyrillic and Greek letters, each above the Latin one that nobody can tell from it.
_PAIRS = {
    "АВЕКМНОРСТУХІЈЅԛԝаеорсухіјѕһԁ": "ABEKMHOPCTYXIJSqwaeopcyxijshd",
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο": "ABEZHIKMNOPTYXo",
}
LATIN = str.maketrans(
    {other: latin for others, latins in _PAIRS.items() for other, latin in zip(others, latins, strict=True)}
)
"""For `str.translate`: to Latin."""
_LOOK_ALIKE = re.compile(f"[{''.join(_PAIRS)}]")
_WORD = re.compile(r"[^\W\d_]+")
_LATIN_LETTER = re.compile("[A-Za-zÀ-ɏḀ-ỹ]")
_NOT_APOSTROPHE = re.compile(r"(?<=[^\W\d_])[`´ʹʼ′](?=[^\W\d_])")
APOSTROPHES = str.maketrans(dict.fromkeys("`´ʹʼ′‘’", "'"))
"""For `str.translate`, in keys: to the one of a keyboard."""


def in_one_script(text: str) -> str:
    """Return text whose words of Latin letters have no look-alikes among them, and ’ inside words: "H´Mông" → "H’Mông".

    A word all in another alphabet stays: no rule tells "ТОР" from "TOP".
    """
    return _NOT_APOSTROPHE.sub("’", _WORD.sub(_latin, text) if _LOOK_ALIKE.search(text) else text)


def _latin(word: re.Match[str]) -> str:
    return word[0].translate(LATIN) if _LATIN_LETTER.search(word[0]) else word[0]
