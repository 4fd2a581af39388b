"""Whom one can call or write to, as pages name them."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Numbers that can be dialled from a link, unlike "3.812.345; 3.812.346".
DIALLED = re.compile(r"\+?[\d .()-]+")


@dataclass(frozen=True)
class Contact:
    """A person or an office; "" for what is not known."""

    name: str
    phone: str = ""
    email: str = ""

    def __bool__(self) -> bool:
        return bool(self.phone or self.email)

    @property
    def dialled(self) -> str:
        """The number for a link, "" if it is not one number."""
        return "".join(self.phone.split()) if DIALLED.fullmatch(self.phone) else ""
