"""The text of a summary: all that is printed but the tables, with the figures written into its sentences.

It is stored as JSON when the summary is closed for signing: the names of the fields are stored keys.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date

from campaigns.models import Recipient
from summaries.figures.book import SummaryBook
from summaries.report.context import ReportContext
from summaries.report.placeholders import placeholders_of, placeholders_of_indicator
from summaries.report.text import CAMPAIGN, GRASSROOTS, NOTHING_HAPPENED, LineTemplate, PartTemplate, ReportTemplate
from summaries.sentences.templates import Placeholders, names_in, render
from units.models.vocabulary import term, type_for
from units.signing import SignatureBlock

END = "./."
NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


@dataclass(frozen=True)
class DocumentLine:
    """A numbered line of a section; `title` is printed before it in italics. The text may have several paragraphs.

    `key`: of the campaign's sentence; "" of default sentences, and in texts stored before lines had one.
    """

    number: str
    title: str
    text: str
    key: str = ""

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
class SpringColumn:
    """A column of the annex about spring: the code of its indicator, and its heading."""

    code: str
    heading: str


@dataclass(frozen=True)
class Document:
    """The printed content of a summary but its tables: letterhead, text, recipients and signers.

    `employer_position`: who signs beside the union's chair; "" where no employer does. `revision_note`: of a further
    revision, which one it is and what it replaces: "Lần 2, thay thế Báo cáo số 12/BC-LĐLĐ ngày 05/01/2016".
    `spring_columns`: none where the annex has a column for each indicator about spring. `number`, `dated_on`: of papers
    made final before there was closing alone; `year`: None where the pen writes it, with day and month. `signer_name`:
    "" in drafts and where no signer is listed.
    """

    about: str
    higher_body: str
    body: str
    number: str
    symbol: str
    place: str
    dated_on: date | None
    year: int | None
    page_number: str
    addressees: tuple[str, ...]
    opening: str
    sections: tuple[DocumentSection, ...]
    closing: str
    recipients: tuple[DocumentRecipient, ...]
    on_behalf: str
    position: str
    employer_position: str
    revision_note: str = ""
    spring_columns: tuple[SpringColumn, ...] = ()
    signer_name: str = ""

    @property
    def full_number(self) -> str:
        """The number with the symbol of the document, "12/BC-LĐLĐ"; a blank where there is no number yet."""
        return self.number if "/" in self.number else f"{self.number or '      '}/{self.symbol}"


def document_of(
    book: SummaryBook,
    context: ReportContext,
    template: ReportTemplate,
    narrative: Mapping[str, str],
    *,
    revision_note: str = "",
    block: SignatureBlock | None = None,
    is_closed: bool = False,
) -> Document:
    """Return the document as of now. `narrative`: texts that reviewers wrote, by line; the others are generated.

    `block`: who signs; without one the words of the campaign, or of the level, are printed. `is_closed`: the year is
    left to the pen, and the signer's name is printed.
    """
    placeholders, unit = placeholders_of(book, context, template.phrases), context.unit
    return Document(
        about=about(context),
        higher_body=_higher_body(context),
        body=unit.full_name,
        number="",
        symbol=f"BC-{unit.symbol}" if unit.symbol else "BC",
        place=unit.place or context.campaign.unit.place,
        dated_on=None,
        year=None if is_closed else (context.phase.review_date or context.phase.ends_on).year,
        page_number=context.campaign.page_number,
        addressees=_addressees(context),
        opening=line_text(template.opening, narrative, book, placeholders),
        sections=_sections(template, narrative, book, placeholders),
        closing=_ended(line_text(template.closing, narrative, book, placeholders)),
        recipients=_recipients(context),
        revision_note=revision_note,
        spring_columns=tuple(SpringColumn(code, heading) for code, heading in template.columns if book.indicator(code)),
        signer_name=block.name if block and is_closed else "",
        **_signers(context, block),
    )


def line_text(line: LineTemplate, narrative: Mapping[str, str], book: SummaryBook, placeholders: Placeholders) -> str:
    """Return a line as it is printed; "" when it is left out."""
    written = narrative.get(line.key)
    if written is not None:
        return render(written, placeholders)
    indicators = [indicator for code in line.asks if (indicator := book.indicator(code))]
    if line.asks and not any(indicator.asked for indicator in indicators):
        return ""
    if text := render(line.text, placeholders):
        return text
    answered = (name for name in names_in(line.text) if _is_amount(name, line.asks))
    is_nought = any(placeholders.figures.get(name) is not None for name in answered)
    return (NOTHING_HAPPENED if is_nought else line.silent) if line.asks else ""


def _is_amount(name: str, codes: Container[str]) -> bool:
    """Return whether a placeholder is what units answered for an indicator, of all or of a bloc: {code HCSN}."""
    code, _space, suffix = name.partition(" ")
    return code in codes and suffix in ("", "HCSN", "DN", "CS")


def about(context: ReportContext) -> str:
    """Return the title that is printed below BÁO CÁO."""
    campaign, phase, following = context.campaign, context.phase, context.next
    if context.whole:
        return f"Tổng kết phong trào thi đua năm {campaign.year}"
    if context.level == GRASSROOTS:
        return f"Kết quả phong trào thi đua đợt {phase.number} năm {campaign.year}"
    coming = f", phương hướng nhiệm vụ đợt {following.number}" if following else ""
    return f"{phase.review_name} phong trào thi đua đợt {phase.number}{coming} năm {campaign.year}"


def default_texts(
    part: PartTemplate, book: SummaryBook, told: Container[str], placeholders: Placeholders
) -> list[tuple[str, str]]:
    """Return titles and texts about the indicators that were asked and of which no other line tells.

    A default sentence without a title stands under the name of its indicator's section.
    """
    by_title: dict[str, list[str]] = {}
    for indicator in book.indicators:
        line = part.defaults.get(indicator.measure)
        if line and indicator.asked and indicator.code not in told:
            sentence = render(line.text, placeholders_of_indicator(book, indicator, placeholders))
            by_title.setdefault(line.title or indicator.section.partition(". ")[2], []).append(sentence)
    return [(title, " ".join(filter(None, sentences))) for title, sentences in by_title.items()]


def _sections(
    template: ReportTemplate, narrative: Mapping[str, str], book: SummaryBook, placeholders: Placeholders
) -> tuple[DocumentSection, ...]:
    """Return the parts that say something; those after one that is left out move up."""
    kept = [
        (render(part.heading, placeholders), lines)
        for part in template.parts
        if (lines := _section_lines(part, narrative, book, placeholders, template.codes))
    ]
    return tuple(
        DocumentSection(f"{numeral}. {heading}", lines)
        for numeral, (heading, lines) in zip(NUMERALS, kept, strict=False)
    )


def _section_lines(
    part: PartTemplate,
    narrative: Mapping[str, str],
    book: SummaryBook,
    placeholders: Placeholders,
    told: Container[str],
) -> tuple[DocumentLine, ...]:
    """Return the lines of a part: empty ones are left out and the others numbered; a single one has no number."""
    texts = [(line.title, line_text(line, narrative, book, placeholders), line.key) for line in part.lines]
    texts += [(title, text, "") for title, text in default_texts(part, book, told, placeholders)]
    kept = [written for written in texts if written[1]]
    if not kept:
        return (DocumentLine("", "", part.silent),) if part.silent else ()
    numbers = [""] if len(kept) == 1 else [f"{number}." for number in range(1, len(kept) + 1)]
    return tuple(DocumentLine(number, *written) for number, written in zip(numbers, kept, strict=True))


def _ended(text: str) -> str:
    """Return the text with the ./. that ends an official document."""
    return text if text.endswith(END) else text.rstrip("./ ") + END


def _higher_body(context: ReportContext) -> str:
    if context.level == CAMPAIGN:
        return context.campaign.parent_body
    return context.unit.parent.full_name if context.unit.parent else ""


def _addressees(context: ReportContext) -> tuple[str, ...]:
    """Return whom the report addresses; none for the campaign's own unit, which has recipients below the text alone."""
    if context.level == CAMPAIGN:
        return ()
    if context.level == GRASSROOTS:
        return (f"{context.unit.parent.words.organ} {context.unit.parent.name}",) if context.unit.parent else ()
    organ = type_for(context.campaign.unit.kind, context.unit.path).organ
    return (f"{organ} {context.words['LĐLĐ cấp phát động']} (qua {context.campaign.board})",)


def _recipients(context: ReportContext) -> tuple[DocumentRecipient, ...]:
    if context.level == CAMPAIGN:
        return tuple(DocumentRecipient(recipient.name, recipient.role) for recipient in context.campaign.recipients)
    return (DocumentRecipient("Như trên", ""), DocumentRecipient(term("file_copy"), Recipient.Purpose.FILE.value))


def _signers(context: ReportContext, block: SignatureBlock | None) -> dict[str, str]:
    campaign, unit = context.campaign, context.unit
    if block:
        on_behalf, position = block.on_behalf, block.position
    elif context.level == CAMPAIGN:
        on_behalf, position = campaign.signer_on_behalf, campaign.signer_position
    else:
        on_behalf = f"TM. {context.words['ban'].upper()}"
        position = "CHỦ TỊCH"
    employer = (unit.head_title or "Thủ trưởng đơn vị").upper() if unit.has_employer else ""
    return {"on_behalf": on_behalf, "position": position, "employer_position": employer}
