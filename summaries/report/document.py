"""The text of a summary: all that is printed but the tables, with the figures written into its sentences.

It is stored as JSON when the summary becomes final: the names of the fields are stored keys.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from campaigns.models import Recipient
from summaries.figures.types import PhaseFigures
from summaries.report.context import Setting
from summaries.report.placeholders import values_of
from summaries.report.sentence_templates import Values, render
from summaries.report.text import CAMPAIGN, GRASSROOTS, NOTHING, Item, Part, skeleton

END = "./."


@dataclass(frozen=True)
class DocumentLine:
    """A numbered line of a section; `title` is printed before it in italics. The text may have several paragraphs."""

    number: str
    title: str
    text: str

    @property
    def paragraphs(self) -> list[str]:
        return self.text.split("\n")


@dataclass(frozen=True)
class DocumentSection:
    heading: str
    lines: tuple[DocumentLine, ...]


@dataclass(frozen=True)
class DocumentRecipient:
    """A recipient below the text (Nơi nhận): a name, and what it is sent for (b/c, t/h, p/h, file)."""

    name: str
    role: str


@dataclass(frozen=True)
class Document:
    """Letterhead, text, recipients and signers.

    `employer_position`: who signs beside a grassroots union's chair; "" for all others.
    """

    about: str
    higher_body: str
    body: str
    number: str
    symbol: str
    place: str
    dated_on: date | None
    year: int
    page_number: str
    addressees: tuple[str, ...]
    opening: str
    sections: tuple[DocumentSection, ...]
    closing: str
    recipients: tuple[DocumentRecipient, ...]
    on_behalf: str
    position: str
    employer_position: str


def document_of(
    figures: PhaseFigures,
    setting: Setting,
    narrative: Mapping[str, str],
    *,
    number: str = "",
    dated_on: date | None = None,
) -> Document:
    """The document as of now. `narrative`: texts that reviewers wrote, by item; the others are generated."""
    lines, values = skeleton(setting.level), values_of(figures, setting)
    unit = setting.unit
    return Document(
        about=about(setting),
        higher_body=_higher_body(setting),
        body=unit.full_name,
        number=number,
        symbol=f"BC-{unit.symbol}" if unit.symbol else "BC",
        place=unit.place or setting.campaign.unit.place,
        dated_on=dated_on,
        year=(setting.phase.review_date or setting.phase.ends_on).year,
        page_number=setting.campaign.page_number,
        addressees=_addressees(setting),
        opening=line_text(lines.opening, narrative, figures, values),
        sections=tuple(_section(part, narrative, figures, values) for part in lines.parts),
        closing=_ended(line_text(lines.closing, narrative, figures, values)),
        recipients=_recipients(setting),
        **_signers(setting),
    )


def line_text(item: Item, narrative: Mapping[str, str], figures: PhaseFigures, values: Values) -> str:
    """A line as it is printed; "" when it is left out."""
    written = narrative.get(item.key)
    if written is not None:
        return render(written, values)
    indicators = [indicator for code in item.asks if (indicator := figures.indicator(code))]
    if item.asks and not any(indicator.asked for indicator in indicators):
        return ""
    return render(item.text, values) or (item.silent if item.asks else "")


def about(setting: Setting) -> str:
    """The title below BÁO CÁO."""
    campaign, phase, following = setting.campaign, setting.phase, setting.next
    if setting.whole:
        return f"Tổng kết phong trào thi đua năm {campaign.year}"
    if setting.level == GRASSROOTS:
        return f"Kết quả phong trào thi đua đợt {phase.number} năm {campaign.year}"
    coming = f", phương hướng nhiệm vụ đợt {following.number}" if following else ""
    return f"{phase.review_name} phong trào thi đua đợt {phase.number}{coming} năm {campaign.year}"


def _section(part: Part, narrative: Mapping[str, str], figures: PhaseFigures, values: Values) -> DocumentSection:
    """Lines are numbered without those left out; a single one has no number."""
    texts = [(item.title, line_text(item, narrative, figures, values)) for item in part.items]
    kept = [(title, text) for title, text in texts if text] or [("", NOTHING)]
    numbers = [""] if len(kept) == 1 else [f"{number}." for number in range(1, len(kept) + 1)]
    lines = (DocumentLine(number, title, text) for number, (title, text) in zip(numbers, kept, strict=True))
    return DocumentSection(f"{part.key}. {render(part.heading, values)}", tuple(lines))


def _ended(text: str) -> str:
    """The text of a report ends with ./. whoever wrote its last sentence."""
    return text if text.endswith(END) else text.rstrip("./ ") + END


def _higher_body(setting: Setting) -> str:
    if setting.level == CAMPAIGN:
        return setting.campaign.parent_body
    return setting.unit.parent.full_name if setting.unit.parent else ""


def _addressees(setting: Setting) -> tuple[str, ...]:
    """Empty for the campaign's own unit, whose report has only the recipients below the text."""
    if setting.level == CAMPAIGN:
        return ()
    if setting.level == GRASSROOTS:
        return (f"Ban Thường vụ {setting.unit.parent.name}",)
    return (f"Ban Thường vụ {setting.words['LĐLĐ cấp phát động']} (qua {setting.campaign.board})",)


def _recipients(setting: Setting) -> tuple[DocumentRecipient, ...]:
    if setting.level == CAMPAIGN:
        return tuple(
            DocumentRecipient(recipient.name, recipient.role) for recipient in setting.campaign.recipients.all()
        )
    return (DocumentRecipient("Như trên", ""), DocumentRecipient("Lưu: VT", Recipient.Purpose.FILE.value))


def _signers(setting: Setting) -> dict[str, str]:
    campaign, unit = setting.campaign, setting.unit
    if setting.level == CAMPAIGN:
        on_behalf, position = campaign.signer_on_behalf, campaign.signer_position
    else:
        on_behalf = f"TM. {setting.words['ban'].upper()}"
        position = "CHỦ TỊCH"
    joint = setting.level == GRASSROOTS and not unit.is_occupational
    employer = (unit.head_title or "Thủ trưởng đơn vị").upper() if joint else ""
    return {"on_behalf": on_behalf, "position": position, "employer_position": employer}
