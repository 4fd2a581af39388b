"""How the register of exemplars writes whom it follows: a form of address, a name, and what the person does."""

from __future__ import annotations

import re
from typing import NamedTuple

from foundation import vietnamese
from units.models import Unit

AFTER_THE_NAME = re.compile(r"[,;(]| - ")
ADDRESS = re.compile(r"^(đồng chí|đ/c|ông|bà|anh|chị|cô|thầy|bác|chú|em|tập thể)\s+", re.IGNORECASE)


class NameParts(NamedTuple):
    """What is known of an exemplar's name: without the form of address, and what stands behind it."""

    name: str
    position: str


def name_parts(who: str) -> NameParts:
    """Return the parts of "Chị Lăng Thị Mới, công nhân chuyền 2": the name, and "công nhân chuyền 2"."""
    head, *more = AFTER_THE_NAME.split(who, maxsplit=1)
    position = more[0].strip().removesuffix(")") if more else ""
    return NameParts(ADDRESS.sub("", vietnamese.clean(head)), vietnamese.clean(position))


def names_unit(unit: Unit, name: str) -> bool:
    """Return whether a name of the register is that of the union itself."""
    return vietnamese.search_key(name) in {vietnamese.search_key(own) for own in (unit.name, unit.full_name)}
