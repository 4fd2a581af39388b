"""A phase's catalogue as plain values, with the attribute names of the models it was made from.

It is stored as JSON (campaigns.catalogue.stored): the names of the fields are stored keys.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from string import ascii_uppercase

from django.utils.translation import gettext as _

from campaigns.models.commemoration import CommemorationKind, Day
from campaigns.models.indicator import Category, LineNumbers
from campaigns.models.phase_names import PhaseNames, in_year
from campaigns.models.year_names import named_year, with_title
from campaigns.text_differences import TextDifference

NUMBER, RATIO, YES_NO = "number", "ratio", "yes_no"
"""Kinds of figures that answer. A question's kind of answer is one of `AnsweredBy`."""


@dataclass(frozen=True)
class CatalogueUnit:
    """The unit that launches the campaign, in the words of its papers."""

    pk: int
    kind: str
    name: str
    full_name: str
    place: str
    symbol: str


@dataclass(frozen=True)
class CatalogueRecipient:
    """A recipient of the campaign's documents; `role` is one of `Recipient.Purpose`, or ""."""

    name: str
    role: str


@dataclass(frozen=True)
class CatalogueCampaign:
    """The campaign's head: what its papers and those of its sheets and summaries take from it.

    `twin_title`: its title, where another campaign shared its year when the phase was opened.
    """

    pk: int
    unit: CatalogueUnit
    year: int
    title: str
    number: str
    issued_on: date | None
    occasion: str
    slogan: str
    workers_word: str
    workers_phrase: str
    parent_body: str
    board: str
    board_phone: str
    signer_on_behalf: str
    signer_position: str
    signer_name: str
    page_number: str
    recipients: tuple[CatalogueRecipient, ...]
    employer_heading: str = "THỦ TRƯỞNG ĐƠN VỊ"
    chair_heading: str = "CHỦ TỊCH"
    signs_on_behalf: bool = True
    twin_title: str = ""

    @property
    def named_year(self) -> str:
        """The year as names of sheets and papers say it."""
        return with_title(self.year, self.twin_title)


@dataclass(frozen=True)
class CataloguePhase(PhaseNames):
    """The phase: its number, words and days, and whether titles are judged in it."""

    pk: int
    number: int
    theme: str
    theme_end: str
    starts_on: date
    start_is_month_only: bool
    ends_on: date
    cutoff: date
    review_kind: str
    review_name: str
    review_date: date | None
    review_occasion: str
    holds_june: bool
    school_year: str
    is_last: bool
    asks_pledge: bool = True


@dataclass(frozen=True)
class CatalogueDay:
    """An anniversary or event that a phase of the campaign commemorates; `phase` is the number of that phase.

    Catalogues written before there were events have anniversaries only, without the fields that have a default.
    """

    pk: int
    phase: int
    name: str
    date: Day | None
    years: int
    kind: str = CommemorationKind.ANNIVERSARY.value
    is_month_only: bool = False
    words_before: str = ""
    words_after: str = ""

    @property
    def is_anniversary(self) -> bool:
        return self.kind == CommemorationKind.ANNIVERSARY and self.years > 0


@dataclass(frozen=True)
class CatalogueColumn:
    """A column of the table of indicators, whom it asks: its code (`Column`) and its heading."""

    code: str
    words: str


@dataclass(frozen=True)
class SectionOwner:
    """The sector union whose own movement a section is: its id, its path and its name when the phase was opened."""

    pk: int
    path: str
    name: str


@dataclass(frozen=True)
class CatalogueSection:
    """A section of the table of indicators. `path` leads to it from the outermost section: ("A",), ("I", "I.1").

    That of a sector union's own movement has an `owner`, no number, and its id as path.
    """

    path: tuple[str, ...]
    name: str
    category: str
    order: int
    line_numbers: str = LineNumbers.PLAIN.value
    owner: SectionOwner | None = None

    def __str__(self) -> str:
        return f"{self.number}. {self.name}" if self.number else self.heading

    @property
    def number(self) -> str:
        """What is printed before the name: "A", "I.1"; "" of a sector union's own movement."""
        return "" if self.owner else self.path[-1]

    @property
    def heading(self) -> str:
        """The name as it is printed behind the number; of a sector union's own movement with whose it is."""
        if self.owner is None:
            return self.name
        return _("Phong trào riêng của {unit}: {name}").format(unit=self.owner.name, name=self.name)

    @property
    def name_in_address(self) -> str:
        return "/".join(self.path)


def are_letters(numbers: Iterable[str]) -> bool:
    """Return whether the numbers of sections are A, B, C … and not I, V, X."""
    different = set(numbers)
    return not different <= set("IVX") and different <= set(ascii_uppercase)


@dataclass(frozen=True)
class CatalogueIndicator:
    """An indicator as it is asked. `pk` is that of its `Indicator`, which is its identity in figures.

    One that is no figure is a question; `choices` are what its answer is chosen from, a line each.
    `number` is printed before the name in place of the counted one. `answer`: the kind of answer. `asked`: by column
    the level at which it is asked. `meaning`: figures are added and compared only with those of the same meaning (see
    `meaning_of`).
    """

    pk: int
    code: str
    name: str
    section: CatalogueSection
    order: int
    answer: str
    unit_of_measure: str
    decimals: int
    over_units: str
    over_phases: str
    denominator_name: str
    denominator_from: str
    pace: str
    counting: str
    computed: str
    less_is_better: bool
    help_text: str
    national_code: str
    in_pledge: bool
    in_report: bool
    asked: dict[str, str]
    meaning: str
    number: str = ""
    example: str = ""
    choices: str = ""

    @property
    def is_ratio(self) -> bool:
        return self.answer == RATIO

    @property
    def is_quotient(self) -> bool:
        """True for a ratio that is not shown as percent: its unit of measure is a ratio itself (triệu đồng/người)."""
        return self.is_ratio and "/" in self.unit_of_measure

    @property
    def is_yes_no(self) -> bool:
        return self.answer == YES_NO

    @property
    def is_question(self) -> bool:
        """True for one that is answered in words."""
        return self.answer not in (NUMBER, RATIO, YES_NO)

    @property
    def options(self) -> list[str]:
        """What the answer of a choice is chosen from."""
        return self.choices.splitlines()

    @property
    def help_and_example(self) -> str:
        example = _("Ví dụ: {example}").format(example=self.example) if self.example else ""
        return " ".join(filter(None, (self.help_text, example)))


@dataclass(frozen=True)
class CatalogueCheck:
    """A question about one or two answers, as a `CrossCheck` asked it when the phase was opened."""

    key: str
    kind: str
    first: str
    second: str
    limit: int | None
    limit_rule: str
    sentence: str
    in_pledge: bool
    in_report: bool


@dataclass(frozen=True)
class CatalogueCorrection:
    """Words that were corrected while the phase was open (đính chính): which, when and why.

    `indicator`: the id of the indicator whose words they are; None for those of a section.
    """

    label: str
    before: str
    after: str
    indicator: int | None = None
    on: date | None = None
    reason: str = ""

    @property
    def difference(self) -> TextDifference:
        return TextDifference(self.label, self.before, self.after)

    @property
    def words(self) -> str:
        """The name of the column, the last words of the label: "tên chỉ tiêu"; of a section the whole label."""
        return self.label.rpartition(", ")[2]


@dataclass(frozen=True)
class Catalogue:
    """All that a phase asks: the campaign's head, the phase, commemorated days, columns, sections, indicators in order.

    `days` are those of all phases of the campaign, phase by phase; `corrections` all those since the phase was opened;
    `checks` stay as it was opened, and so does what follows: unions with less members than `small_below` have the short
    form; whether works and exemplars are asked. `questions` are answered in words and have no figures. `branch_lines`
    are figures and questions of sector unions' own movements: sheets of the branch have them, and nothing counts them.
    """

    campaign: CatalogueCampaign
    phase: CataloguePhase
    days: tuple[CatalogueDay, ...]
    columns: tuple[CatalogueColumn, ...]
    sections: tuple[CatalogueSection, ...]
    indicators: tuple[CatalogueIndicator, ...]
    corrections: tuple[CatalogueCorrection, ...] = ()
    checks: tuple[CatalogueCheck, ...] = ()
    small_below: int = 30
    asks_works: bool = True
    asks_exemplars: bool = True
    asks_duties: bool = True
    questions: tuple[CatalogueIndicator, ...] = ()
    branch_lines: tuple[CatalogueIndicator, ...] = ()

    @property
    def phase_in_year(self) -> str:
        """The phase with its year as papers say it: "đợt 1 năm 2015"."""
        return in_year(self.phase.words, self.campaign.named_year)

    @property
    def phase_on_screens(self) -> str:
        """The same with the campaign's title also where another one of its year was published since."""
        campaign = self.campaign
        return in_year(self.phase.words, campaign.named_year if campaign.twin_title else named_year(campaign))

    @cached_property
    def lines(self) -> tuple[CatalogueIndicator, ...]:
        """The indicators, the questions and the lines of branches, in the table's order."""
        if not self.questions and not self.branch_lines:
            return self.indicators
        positions = {section.path: position for position, section in enumerate(self.sections)}
        lines = (*self.indicators, *self.questions, *self.branch_lines)
        return tuple(sorted(lines, key=lambda line: (positions[line.section.path], line.order, line.pk)))

    @property
    def common_lines(self) -> tuple[CatalogueIndicator, ...]:
        """The lines that the campaign itself asks."""
        return tuple(line for line in self.lines if line.section.owner is None)

    def lines_of(self, owner_id: int) -> list[CatalogueIndicator]:
        """Return the lines of a sector union's own movements."""
        return [line for line in self.branch_lines if line.section.owner and line.section.owner.pk == owner_id]

    @cached_property
    def by_pk(self) -> dict[int, CatalogueIndicator]:
        """The lines by id."""
        return {line.pk: line for line in self.lines}

    @cached_property
    def line_numbers(self) -> dict[int, str]:
        """By indicator the number of a line that is the same on every sheet; sheets count those that have none."""
        numbers, counts = {}, dict[tuple[str, ...], int]()
        for indicator in self.lines:
            section = indicator.section
            counts[section.path] = count = counts.get(section.path, 0) + 1
            counted = f"{section.number}.{count}" if section.line_numbers == LineNumbers.NESTED else ""
            if number := indicator.number or counted:
                numbers[indicator.pk] = number
        return numbers

    def has_titles(self, *, pledge: bool) -> bool:
        """Return whether the pledges or the reports of some unit ask for titles; `has_others`: for anything else."""
        return any(self._asks_titles(pledge=pledge))

    def has_others(self, *, pledge: bool) -> bool:
        return not all(self._asks_titles(pledge=pledge))

    def _asks_titles(self, *, pledge: bool) -> list[bool]:
        sheet = [row for row in self.lines if (row.in_pledge if pledge else row.in_report)]
        return [row.section.category == Category.TITLE for row in sheet]

    def above(self, section: CatalogueSection) -> CatalogueSection | None:
        """Return the section that a section stands below."""
        return next((outer for outer in self.sections if outer.path == section.path[:-1]), None)

    def asks(self, indicator: CatalogueIndicator) -> bool:
        """Return whether this phase asks the indicator in the same meaning."""
        here = self.by_pk.get(indicator.pk)
        return here is not None and here.meaning == indicator.meaning
