"""How papers and pages name a person with the own union: the union once, and by what the person is honoured for.

Union work is done in the union ("Chủ tịch CĐCS Trường …"), a profession at the workplace ("Giáo viên Trường …").
"""

import re

from foundation.vietnamese.abbreviations import SPELLED_OUT, spelled_out
from foundation.vietnamese.places import KINDS_OF_PLACES

_UNION = "CĐCS|Công đoàn cơ sở|Nghiệp đoàn|Công đoàn|LĐLĐ|Liên đoàn Lao động"
_OWN = re.compile(rf"\b(?:{_UNION})\b", re.IGNORECASE)
_GRASSROOTS = re.compile(r"^(?:CĐCS|Công đoàn cơ sở) ", re.IGNORECASE)
_ORGANS = "|".join(words for short in ("BCH", "BTV") for words in (short, SPELLED_OUT[short]))
_OFFICE = re.compile(
    rf"^(?:(?:Phó )?Chủ tịch$|Ủy viên (?:{_ORGANS})|Đoàn viên$"
    r"|(?:Phó )?Chủ nhiệm (?:UBKT|Ủy ban Kiểm tra)|(?:Phó )?Trưởng ban Nữ công)",
    re.IGNORECASE,
)
"""Posts of a union that do not name it."""


def is_own_unit(name: str, unit: str) -> bool:
    """Return whether a collective is the union itself, however either is abbreviated: "CĐCS Trường X"."""
    own, whole = spelled_out(name).casefold(), spelled_out(unit).casefold()
    return whole == own or whole.startswith(f"{own},")


def post_and_unit(position: str, unit: str) -> str:
    """Return a person's post and union or workplace: "Giáo viên Trường …", "Chủ tịch CĐCS Trường …".

    The last of several posts decides. A union that the post names already is not named again.
    """
    if not position:
        return unit
    before, comma, last = position.rpartition(", ")
    if (named := _OWN.search(last)) and _names(last[named.start() :], unit):
        return f"{before}{comma}{last[: named.start()]}{unit}"
    if named or _OFFICE.match(last):
        return f"{position} {unit}"
    return _joined(position, workplace(unit))


def post_alone(position: str, unit: str) -> str:
    """Return a person's post as it stands beside the union's name: "Chủ tịch" of "Chủ tịch LĐLĐ huyện Lộc Bình"."""
    words = position.split()
    for number in range(1, len(words)):
        named = " ".join(words[number:])
        if is_own_unit(named, unit) or is_own_unit(named, workplace(unit)):
            return " ".join(words[:number]).removesuffix(",")
    return position


def where(name: str, position: str, unit: str, *, is_person: bool) -> str:
    """Return what stands below a name: a person's post and union, the union of a part; "" for a union itself."""
    if is_person:
        return post_and_unit(position, unit)
    return "" if is_own_unit(name, unit) else unit


def workplace(unit: str) -> str:
    """Return where people of a grassroots union work: "Trường THCS Đồi Na", "xã Suối Nhạc"; others as they are."""
    name = _GRASSROOTS.sub("", unit)
    is_place = name.casefold().startswith(tuple(f"{kind} " for kind in KINDS_OF_PLACES))
    return name[:1].lower() + name[1:] if is_place else name


def _names(words: str, unit: str) -> bool:
    return spelled_out(unit).casefold().startswith(spelled_out(words).casefold())


def _joined(position: str, employer: str) -> str:
    """Return both, and once what ends the one and begins the other: "Công chức xã", "xã Suối Nhạc"."""
    before, _blank, last = position.rpartition(" ")
    is_twice = last.casefold() == employer.partition(" ")[0].casefold()
    return f"{before} {employer}" if is_twice else f"{position} {employer}"
