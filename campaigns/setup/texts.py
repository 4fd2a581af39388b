"""The texts of a launch document as lines of text areas: a line for each purpose, content, measure and recipient.

A content has its slogan behind a bar, a measure for upper unions begins with their name and a colon, a recipient ends
with its purpose as papers print it: "(b/c)".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, ProtectedError
from django.utils.translation import gettext as _

from campaigns.models import Audience, Campaign, ContentPoint, Measure, Purpose, Recipient, Resolution
from campaigns.setup.facts import PAPER_FACTS
from foundation.ordering import ORDER_STEP
from foundation.vietnamese import clean_line
from units.models import Bloc
from units.models.vocabulary import plural_name

LONG_TEXT = 20_000  # characters of an area
BAR = " | "
FILED = "lưu"
_PURPOSE = re.compile(r"^(.*\S)\s*\((b/c|t/h|p/h)\)$")
Values = dict[str, str]  # the columns of a line


@dataclass(frozen=True)
class LineArea:
    """A text area: whose rows its lines are, which columns they have in common, how a line is read and written."""

    model: type[Model]
    common: Values
    read: Callable[[str], Values]
    text_of: Callable[[Any], str]

    def rows(self, campaign: Campaign) -> list[Any]:
        manager: Any = self.model._default_manager
        return list(manager.filter(campaign=campaign, **self.common).order_by("order", "pk"))


def _text(line: str) -> Values:
    return {"text": line}


def _content(line: str) -> Values:
    text, _bar, slogan = line.partition(BAR.strip())
    return {"text": text.strip().rstrip("."), "slogan": slogan.strip().strip("“”")}


def _content_text(point: ContentPoint) -> str:
    return f"{point.text}{BAR}{point.slogan}" if point.slogan else point.text


def _measure(line: str) -> Values:
    name = f"{plural_name(Audience.UPPER_PLACE)}:"
    if line.lower().startswith(name.lower()):
        return {"text": line[len(name) :].strip(), "audience": Audience.UPPER_PLACE.value}
    return {"text": line, "audience": Audience.ALL.value}


def _measure_text(measure: Measure) -> str:
    return f"{measure.audience_label}: {measure.text}" if measure.audience_label else measure.text


def _recipient(line: str) -> Values:
    if match := _PURPOSE.match(line):
        return {"name": match[1], "role": match[2]}
    return {"name": line, "role": Recipient.Purpose.FILE.value if line.lower().startswith(FILED) else ""}


def _recipient_text(recipient: Recipient) -> str:
    is_told = recipient.role not in ("", Recipient.Purpose.FILE)
    return f"{recipient.name} ({recipient.role})" if is_told else recipient.name


def _line_text(line: Any) -> str:
    return str(line.text)


AREAS: dict[str, LineArea] = {
    "resolutions": LineArea(Resolution, {}, _text, _line_text),
    "purposes": LineArea(Purpose, {}, _text, _line_text),
    **{f"contents_{bloc}": LineArea(ContentPoint, {"bloc": bloc}, _content, _content_text) for bloc in Bloc.values},
    "contents_all": LineArea(ContentPoint, {"bloc": ""}, _content, _content_text),
    "measures": LineArea(Measure, {}, _measure, _measure_text),
    "recipients": LineArea(Recipient, {}, _recipient, _recipient_text),
}
"""The text areas by the names of their fields."""


def lines_of(text: str) -> list[str]:
    """Return the lines of an area without blank ones, bullets, numbers and full stops at their ends."""
    lines = [re.sub(r"^(?:[-–•+*]|\d{1,2}[.)])\s+", "", clean_line(line)) for line in text.splitlines()]
    return [line.rstrip(".;").strip() for line in lines if line.rstrip(".;").strip()]


def stored_papers(campaign: Campaign) -> dict[str, Any]:
    """Return the columns and the areas of the step of the launch document."""
    areas = {name: "\n".join(map(area.text_of, area.rows(campaign))) for name, area in AREAS.items()}
    return {name: getattr(campaign, name) for name in PAPER_FACTS} | areas


def unsaved_rows(campaign: Campaign, name: str, text: str) -> list[Any]:
    """Return the rows that an area's lines would become, checked. Raises ValidationError at the first bad line."""
    area, rows = AREAS[name], []
    for line in lines_of(text):
        row = area.model(campaign=campaign, **area.common, **area.read(line))
        try:
            row.full_clean(exclude=["campaign", "order"])
        except ValidationError as error:
            raise ValidationError({name: f"“{line[:60]}”: {error.messages[0]}"}) from error
        rows.append(row)
    return rows


def write_area(campaign: Campaign, name: str, text: str) -> None:
    """Write the lines of an area. A line that stays, or is worded anew in its place, keeps its row."""
    area = AREAS[name]
    stored, wanted = area.rows(campaign), unsaved_rows(campaign, name, text)
    texts = [area.text_of(row) for row in stored], [area.text_of(row) for row in wanted]
    rows: list[Any] = []
    for what, a, b, c, d in SequenceMatcher(a=texts[0], b=texts[1], autojunk=False).get_opcodes():
        old, new = stored[a:b], wanted[c:d]
        if what == "equal":
            rows += old
            continue
        rows += [_worded_anew(before, row, area) for before, row in zip(old, new, strict=False)]
        rows += new[len(old) :]
        _delete(old[len(new) :])
    for at, row in enumerate(rows, start=1):
        row.order = at * ORDER_STEP
        row.save()


def _worded_anew(before: Any, row: Any, area: LineArea) -> Any:
    """Give a stored row the words of a line; what else is known of it stays."""
    for name in area.read(area.text_of(row)):
        setattr(before, name, getattr(row, name))
    return before


def _delete(rows: Iterable[Any]) -> None:
    for row in rows:
        try:
            row.delete()
        except ProtectedError as error:
            sentence = _("“{line}” đã được giao hoặc theo dõi ở nơi khác, không bỏ được.")
            raise ValidationError(sentence.format(line=str(row)[:60])) from error
