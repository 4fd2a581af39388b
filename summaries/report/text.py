"""The text of a report before any figure: its parts and lines from the campaign's rows, in the words of an office.

Lines are numbered when they are printed, so that a line that is left out leaves no gap.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import JSONField, Value

from summaries.models import WordChoice
from summaries.models.report_line import Level, LineRole, Period, ReportLine
from summaries.sentences.templates import PLACEHOLDER
from summaries.sentences.word_choices import with_words
from units.models import Unit

_COLUMNS = ("pk", "role", "part", "order", "key", "title", "text", "silent", "zero", "hint", "asks")
_WORDS = "words"
_WORDS_AS_A_LINE = (
    "pk", Value(_WORDS), Value(""), Value(0), "words", Value(""), "instead", Value(""), Value(""), Value(""),
    Value([], JSONField()),
)  # fmt: skip
"""The columns of a word choice that are read as those of a line."""
CAMPAIGN, UPPER, GRASSROOTS = Level.CAMPAIGN.value, Level.UPPER.value, Level.GRASSROOTS.value
"""The level of a report: of the unit that launched the campaign, of an upper union, or of a grassroots union."""


@dataclass(frozen=True)
class LineTemplate:
    """A line of the report. Without `text` nothing is generated: reviewers write it themselves.

    `asks`: codes of the indicators it is about; when no unit was asked for any of them, the line is left out.
    `silent`: its text when units were asked and none answered; if that is empty, the line is left out then too.
    `zero`: of a phrase, its text when its figures are all nought and all asked have answered. `by_code`: of a line of
    default sentences, each with the code of its indicator.
    """

    key: str
    text: str = ""
    title: str = ""
    asks: tuple[str, ...] = ()
    silent: str = ""
    zero: str = ""
    hint: str = ""
    by_code: tuple[tuple[str, str], ...] = ()

    @property
    def codes(self) -> set[str]:
        """The codes of the indicators that it may tell of: those it asks, and the first word of each placeholder."""
        return {*self.asks, *(name.split(" ", 1)[0] for name in PLACEHOLDER.findall(self.text))}


@dataclass(frozen=True)
class PartTemplate:
    """A part of the report.

    `defaults`: by way of adding up, how an indicator without a sentence of its own is told; these are not among the
    lines that reviewers write over. `silent`: its text when all its lines are left out; if that is empty, the part is
    left out then too.
    """

    key: str
    heading: str
    lines: tuple[LineTemplate, ...]
    defaults: Mapping[str, LineTemplate] = field(default_factory=dict)
    silent: str = ""


@dataclass(frozen=True)
class ReportTemplate:
    """All lines of a report of one level, before any figure.

    `phrases` are placeholders made of others; `columns` are those of the annex about spring, with the indicator's code.
    """

    opening: LineTemplate
    parts: tuple[PartTemplate, ...]
    closing: LineTemplate
    phrases: tuple[LineTemplate, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()

    @property
    def lines(self) -> list[LineTemplate]:
        """Every line that can be edited, in the order of the report."""
        return [self.opening, *(line for part in self.parts for line in part.lines), self.closing]

    @property
    def codes(self) -> set[str]:
        """The codes of the indicators that a sentence or a phrase tells of."""
        return {code for line in (*self.lines, *self.phrases) for code in line.codes}


def in_words(line: LineTemplate, choices: Sequence[tuple[str, str]]) -> LineTemplate:
    """Return a line in the words of an office."""
    text, silent, zero = (with_words(words, choices) for words in (line.text, line.silent, line.zero))
    return replace(line, text=text, silent=silent, zero=zero)


def with_word_choices(template: ReportTemplate, choices: Sequence[tuple[str, str]]) -> ReportTemplate:
    """Return the template in the words of an office; headings and columns are as they were."""

    def line(line: LineTemplate) -> LineTemplate:
        return in_words(line, choices)

    def part(part: PartTemplate) -> PartTemplate:
        defaults = {measure: line(default) for measure, default in part.defaults.items()}
        return replace(part, lines=tuple(map(line, part.lines)), defaults=defaults)

    return replace(
        template,
        opening=line(template.opening),
        parts=tuple(map(part, template.parts)),
        closing=line(template.closing),
        phrases=tuple(map(line, template.phrases)),
    )


def report_template(campaign_id: int, level: str, unit: Unit, *, whole: bool = False) -> ReportTemplate:
    """Return the lines that the campaign uses now in a level's report of a phase, or of the year, in a unit's words.

    Lines and words are read by one statement.
    """
    period = Period.YEAR if whole else Period.PHASE
    lines = ReportLine.objects.filter(campaign=campaign_id, level=level, period=period, active=True)
    words = WordChoice.objects.of(unit).values_list(*_WORDS_AS_A_LINE)
    rows, choices = [], []
    for values in lines.order_by().values_list(*_COLUMNS).union(words, all=True).order_by("order", "pk"):
        row = ReportLine(**dict(zip(_COLUMNS, values, strict=True)))
        if row.role == _WORDS:
            choices.append((row.key, row.text))
        else:
            rows.append(row)
    template = template_of(rows)
    return with_word_choices(template, choices) if choices else template


def template_of(rows: Iterable[ReportLine]) -> ReportTemplate:
    """Return the rows of one report, in their order, as a template."""
    by_role: dict[str, list[ReportLine]] = {role: [] for role in LineRole.values}
    for row in rows:
        by_role[row.role].append(row)
    opening, closing = (
        next(map(line_of, by_role[role]), LineTemplate(role))
        for role in (LineRole.OPENING.value, LineRole.CLOSING.value)
    )
    return ReportTemplate(
        opening=opening,
        parts=tuple(
            PartTemplate(
                heading.part,
                heading.text,
                tuple(line_of(row) for row in by_role[LineRole.SENTENCE] if row.part == heading.part),
                {row.key: line_of(row) for row in by_role[LineRole.DEFAULT] if row.part == heading.part},
                heading.silent,
            )
            for heading in by_role[LineRole.HEADING]
        ),
        closing=closing,
        phrases=tuple(map(line_of, by_role[LineRole.PHRASE])),
        columns=tuple((code, row.text) for row in by_role[LineRole.COLUMN] for code in row.asks),
    )


def line_of(row: ReportLine) -> LineTemplate:
    return LineTemplate(row.key, row.text, row.title, tuple(row.asks), row.silent, row.zero, row.hint)
