"""The type of a difference between two texts, as screens list them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class TextDifference:
    """One difference: what it is about, and the texts before and after; "" where there was or is nothing."""

    label: str
    before: str
    after: str

    def __str__(self) -> str:
        empty = _("(trống)")
        return f"{self.label}: {self.before or empty} → {self.after or empty}"
