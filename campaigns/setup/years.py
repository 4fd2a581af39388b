"""Texts of a copied campaign that name a year of the campaign before: found places, each with the text a year later."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from campaigns.models import (
    Campaign,
    Commemoration,
    ContentPoint,
    CrossCheck,
    Indicator,
    Measure,
    Phase,
    Purpose,
    Recipient,
    Resolution,
    Section,
)
from foundation.vietnamese import lunar_year

TEXTS: dict[type[Model], tuple[str, ...]] = {
    Campaign: ("title", "occasion", "slogan"),
    Phase: ("theme", "theme_end", "review_name", "review_occasion"),
    Commemoration: ("name",),
    Resolution: ("text",),
    Purpose: ("text",),
    ContentPoint: ("text", "slogan"),
    Measure: ("text",),
    Recipient: ("name",),
    Section: ("name",),
    Indicator: ("name", "help_text"),
    CrossCheck: ("sentence",),
}
"""By model the columns that are looked at; those of `ReportLine` say the year by a placeholder."""
CAMPAIGN_OF = {Campaign: "pk", Commemoration: "phase__campaign"}
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True)
class DatedText:
    """A text that names a year: `key` is that of its tick, `row` and `column` where it is stored.

    `is_sure`: it does not name the new year yet; a school year that was moved already names both.
    """

    key: str
    label: str
    row: Any
    column: str
    before: str
    after: str
    is_sure: bool

    @property
    def limit(self) -> int | None:
        """The most characters that its column holds, None where that is not limited."""
        limit: int | None = self.row._meta.get_field(self.column).max_length
        return limit

    @property
    def is_too_long(self) -> bool:
        """True where the reworded text has to be shortened by hand."""
        return bool(self.problem_of(self.after))

    def problem_of(self, text: str) -> str:
        """Return the sentence that says why a text cannot stand here, "" if it can."""
        if not text.strip():
            return _("Xin ghi câu chữ, hoặc bỏ chọn dòng này.")
        if self.limit and len(text) > self.limit:
            sentence = _("Câu này dài {n} ký tự, chỗ này ghi được nhiều nhất {limit}. Xin rút gọn.")
            return sentence.format(n=len(text), limit=self.limit)
        return ""


def dated_texts(campaign: Campaign, year: int) -> list[DatedText]:
    """Return the texts of a campaign that name the `year` of the one it was copied from, or its lunar name."""
    return list(_dated_texts(campaign, year))


def _dated_texts(campaign: Campaign, year: int) -> Iterator[DatedText]:
    days = Commemoration.objects.filter(phase__campaign=campaign).select_related("phase__campaign")
    anniversaries = {day.name: day.years for day in days if day.is_anniversary}
    for model, columns in TEXTS.items():
        manager: Any = model._default_manager
        for row in manager.filter(**{CAMPAIGN_OF.get(model, "campaign"): campaign.pk}).order_by("pk"):
            if getattr(row, "is_discarded", False) and model is Phase:
                continue
            for column in columns:
                before = getattr(row, column)
                after = renewed(before, year, campaign.year, anniversaries)
                if after != before:
                    meta: Any = model._meta
                    label = f"{capfirst(meta.verbose_name)}, {meta.get_field(column).verbose_name}"
                    yield DatedText(
                        f"{meta.model_name}-{row.pk}-{column}",
                        label,
                        row,
                        column,
                        before,
                        after,
                        str(campaign.year) not in before,
                    )


def renewed(text: str, year: int, wanted: int, anniversaries: dict[str, int]) -> str:
    """Return a text of the `year` as it reads in the year `wanted`; the same text if it names no year of that time.

    The years beside it in a text that names it are moved too: a school year, or a review held next January. Years of
    an anniversary ("86 năm …") are those of the campaign.
    """
    by = wanted - year
    if str(year) in _YEAR.findall(text):
        text = _YEAR.sub(lambda match: _moved(match[0], year, by), text)
    text = text.replace(lunar_year(year), lunar_year(wanted))
    for name, years in anniversaries.items():
        text = re.sub(rf"\b\d+ năm {re.escape(name)}", f"{years} năm {name}", text)
    return text


def _moved(written: str, year: int, by: int) -> str:
    return str(int(written) + by) if abs(int(written) - year) <= 1 else written
