"""The text of a summary: all that is printed but the tables, with the figures written into its sentences.

It is stored as JSON when the summary is closed for signing: the names of the fields are stored keys.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from campaigns.models import DueKind, Recipient
from campaigns.models.phase_names import in_year
from summaries.figures.book import SummaryBook
from summaries.figures.labels import IndicatorLabel
from summaries.report.context import ReportContext
from summaries.report.editing import UNTOUCHED, Editing, Paragraph, composed, paragraphs_of
from summaries.report.phrases import NOTHING_HAPPENED
from summaries.report.placeholders import placeholders_of, with_defaults
from summaries.report.text import CAMPAIGN, GRASSROOTS, LineTemplate, PartTemplate, ReportTemplate
from summaries.sentences.names import NOTHING_TOLD, OF_AN_INDICATOR, SUFFIXES
from summaries.sentences.templates import (
    PLACEHOLDER,
    Placeholders,
    names_bases_alone,
    names_in,
    render,
    split_sentences,
)
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
    revision, which one it is and what it replaces: "Lần 2, thay thế Báo cáo số 12/BC-LĐLĐ ngày 05/01/2016";
    `revision_reason`: why, "" in texts of before it was printed.
    `spring_columns`: none where the annex has a column for each indicator about spring. `number`, `dated_on`: of papers
    made final before there was closing alone; `year`: None where the pen writes it, with day and month. `signer_name`:
    "" in drafts and where no signer is listed. `not_due`: the kinds of sheets of which nobody is missing yet.
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
    not_due: tuple[str, ...] = ()
    revision_reason: str = ""

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
    editing: Editing = UNTOUCHED,
    revision_note: str = "",
    revision_reason: str = "",
    block: SignatureBlock | None = None,
    is_closed: bool = False,
) -> Document:
    """Return the document as of now. `narrative`: texts that reviewers wrote over whole lines; `editing`: what they did
    with single sentences. The others are generated.

    `block`: who signs; without one the words of the campaign, or of the level, are printed. `is_closed`: the year is
    left to the pen, and the signer's name is printed.
    """
    placeholders, unit = report_placeholders(book, context, template), context.unit

    def alone(line: LineTemplate) -> str:
        """Return the text of a line that is in no part."""
        return line_text(paragraphs_of([line], narrative, editing)[0], book, placeholders)

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
        opening=alone(template.opening),
        sections=_sections(report_parts(book, template, narrative, editing), book, placeholders),
        closing=_ended(alone(template.closing)),
        recipients=_recipients(context),
        revision_note=revision_note,
        revision_reason=revision_reason,
        spring_columns=tuple(SpringColumn(code, heading) for code, heading in template.columns if book.indicator(code)),
        signer_name=block.name if block and is_closed else "",
        not_due=tuple(kind.value for kind in (DueKind.PLEDGE, DueKind.REPORT) if not context.is_due(kind)),
        **_signers(context, block),
    )


def report_placeholders(book: SummaryBook, context: ReportContext, template: ReportTemplate) -> Placeholders:
    """Return the placeholders of a report, with those of default sentences."""
    return with_defaults(book, template.codes, placeholders_of(book, context, template.phrases))


def report_parts(
    book: SummaryBook, template: ReportTemplate, narrative: Mapping[str, str], editing: Editing
) -> list[tuple[PartTemplate, list[Paragraph]]]:
    """Return the parts of a report with their lines, default sentences last."""
    return [
        (part, paragraphs_of([*part.lines, *default_lines(part, book, template.codes)], narrative, editing))
        for part in template.parts
    ]


def line_text(paragraph: Paragraph, book: SummaryBook, placeholders: Placeholders) -> str:
    """Return a line as it is printed; "" when it is left out.

    Of which contents nobody told is said line by line only once some report is accepted.
    """
    line, sentences = paragraph.line, paragraph.sentences
    said = [sentence for sentence in sentences if not sentence.is_generated or is_asked(sentence.line, book)]
    if text := render(composed(said), placeholders):
        return text
    is_silenced = any(sentence.is_whole for sentence in sentences) or all(sentence.edit.off for sentence in sentences)
    if not line.asks or not is_asked(line, book) or (line.text and is_silenced):
        return ""
    answered = (name for name in names_in(line.text) if _is_amount(name, line.asks))
    is_nought = any(placeholders.figures.get(name) is not None for name in answered)
    if is_nought:
        return NOTHING_HAPPENED
    return render(line.silent, placeholders) if placeholders.figures.get(NOTHING_TOLD) is None else ""


def is_asked(line: LineTemplate | None, book: SummaryBook) -> bool:
    """Return whether some unit was asked for an indicator that a line is about, or the line is about none."""
    if line is None or not line.asks:
        return True
    return any(indicator.asked for code in line.asks if (indicator := book.indicator(code)))


def is_shown(paragraph: Paragraph, book: SummaryBook) -> bool:
    """Return whether the page of sentences shows a line: it is asked, or has a sentence that is or was written."""
    return is_asked(paragraph.line, book) or any(
        not sentence.is_generated or is_asked(sentence.line, book) for sentence in paragraph.sentences
    )


def _is_amount(name: str, codes: Container[str]) -> bool:
    """Return whether a placeholder is what units answered for an indicator, of all or of a bloc: {code HCSN}."""
    code = name.partition(" ")[0]
    return code in codes and name.removeprefix(code) in SUFFIXES


def about(context: ReportContext) -> str:
    """Return the title that is printed below BÁO CÁO."""
    campaign, phase, following = context.campaign, context.phase, context.next
    if context.whole:
        return f"Tổng kết phong trào thi đua năm {campaign.named_year}"
    if context.level == GRASSROOTS:
        return f"Kết quả phong trào thi đua {in_year(context.period, campaign.named_year)}"
    period = f"{phase.words}, phương hướng nhiệm vụ {following.words}" if following else context.period
    return f"{phase.review_words} phong trào thi đua {in_year(period, campaign.named_year)}"


def default_lines(part: PartTemplate, book: SummaryBook, told: Container[str]) -> list[LineTemplate]:
    """Return the lines about the indicators that were asked and of which no other line tells, by title.

    A default sentence without a title stands under the name of its indicator's section.
    """
    by_title: dict[str, list[tuple[str, str]]] = {}
    for indicator in book.indicators:
        line = part.defaults.get(indicator.measure)
        if line and indicator.asked and indicator.code not in told:
            title = line.title or _title_of(indicator)
            by_title.setdefault(title, []).append((indicator.code, default_text(indicator.code, line.text)))
    told_once = {title: _with_bases_last(by_code) for title, by_code in by_title.items()}
    return [
        LineTemplate(f"{part.key} {title}", " ".join(text for _code, text in by_code), title, by_code=tuple(by_code))
        for title, by_code in told_once.items()
    ]


def _title_of(indicator: IndicatorLabel) -> str:
    """Return the name of an indicator's section, behind that of the section it stands below."""
    names = (section.partition(". ")[2] for section in (indicator.above, indicator.section))
    return ": ".join(filter(None, names))


def _with_bases_last(by_code: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return default sentences of which the last alone says of which units the figures of all of them are."""
    bases: dict[str, None] = {}
    texts = []
    for code, text in by_code:
        sentences = [sentence for paragraph in split_sentences(text) for sentence in paragraph]
        bases |= dict.fromkeys(filter(names_bases_alone, sentences))
        texts.append((code, " ".join(sentence for sentence in sentences if not names_bases_alone(sentence))))
    if not bases:
        return by_code
    code, text = texts[-1]
    return [*texts[:-1], (code, " ".join((text, *bases)))]


def default_text(code: str, text: str) -> str:
    """Return a default sentence about an indicator: the names of its figures stand behind the code."""
    return PLACEHOLDER.sub(lambda match: f"{{{code} {match[1]}}}" if match[1] in OF_AN_INDICATOR else match[0], text)


def _sections(
    parts: Iterable[tuple[PartTemplate, list[Paragraph]]], book: SummaryBook, placeholders: Placeholders
) -> tuple[DocumentSection, ...]:
    """Return the parts that say something; those after one that is left out move up."""
    kept = []
    for part, paragraphs in parts:
        texts = [
            (paragraph.line.title, line_text(paragraph, book, placeholders), _stored_key(paragraph.line))
            for paragraph in paragraphs
        ]
        if lines := _section_lines(texts, part.silent):
            kept.append((render(part.heading, placeholders), lines))
    return tuple(
        DocumentSection(f"{numeral}. {heading}", lines)
        for numeral, (heading, lines) in zip(NUMERALS, kept, strict=False)
    )


def _stored_key(line: LineTemplate) -> str:
    return "" if line.by_code else line.key


def _section_lines(texts: Iterable[tuple[str, str, str]], silent: str) -> tuple[DocumentLine, ...]:
    """Return the lines of a part: empty ones are left out and the others numbered; a single one has no number."""
    kept = [written for written in texts if written[1]]
    if not kept:
        return (DocumentLine("", "", silent),) if silent else ()
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
