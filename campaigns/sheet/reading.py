"""A sheet as texts to read: for the reviewer's page, for earlier versions and for the paper. No forms, no HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.forms import ChoiceField, Form
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.catalogue.types import Catalogue, CatalogueIndicator, CatalogueSection, are_letters
from campaigns.models.indicator import Category, LineNumbers
from campaigns.sheet.amount_text import amount_text, share_of_target
from campaigns.sheet.computed import computed_amount, kind_of
from campaigns.sheet.context import Amount
from campaigns.sheet.parts import RowsPart
from campaigns.sheet.sheet import Sheet
from campaigns.sheet.spots import Spot, changes_of
from campaigns.sheet.written import written_text
from foundation import vietnamese
from foundation.forms.fields import choices_of, field_of
from units.models.vocabulary import INSURED, WORKERS

HEADCOUNTS = {
    "workers": WORKERS,
    "women": format_lazy(gettext_lazy("Nữ {workers}"), workers=WORKERS),
    "minorities": gettext_lazy("Người dân tộc thiểu số"),
    "members": gettext_lazy("Đoàn viên"),
    "women_members": gettext_lazy("Nữ đoàn viên"),
    "direct": gettext_lazy("Người trực tiếp lao động, công tác"),
    "insured": INSURED,
}
CLOSING_TEXTS = {
    "duties": gettext_lazy("Phân công thực hiện"),
    "text": gettext_lazy("Cam kết khác"),
    "strengths": gettext_lazy("Đánh giá chung, ưu điểm"),
    "difficulties": gettext_lazy("Khó khăn, hạn chế"),
    "proposals": gettext_lazy("Kiến nghị, đề xuất"),
}
"""The texts of the last part, by the name of their field."""


@dataclass(frozen=True)
class LabelledText:
    """A text with its label; `spot` is the key of its spot on the sheet (campaigns.sheet.spots).

    `is_labelled`: the paper of a pledge names it, as its heading alone does not say what it is.
    """

    label: str
    text: str
    spot: str
    is_labelled: bool = False


@dataclass(frozen=True)
class IndicatorLine:
    """A line of the table of indicators: the assigned, pledged and reached amounts as texts, "" where there is none.

    `percent` is the `share` of the target as text; `target`: the number of what is no rate. `late`: what a target was
    and is that was changed after the report was due, else "". `number`: the line's if it is the same on every sheet.
    `words`: the answer to a question, which has no amounts.
    """

    indicator: CatalogueIndicator
    assigned: str
    pledged: str
    actual: str
    percent: str
    estimated: bool = False
    note: str = ""
    late: str = ""
    share: Decimal | None = None
    target: Decimal | int | None = None
    spot: str = ""
    number: str = ""
    words: str = ""


@dataclass(frozen=True)
class SheetWork:
    """A work of the sheet as texts; `facts` are pairs (label, text) about its plan or its result."""

    title: str
    kind: str
    authors: str
    author_class: str
    welcomes: str
    facts: tuple[tuple[str, str], ...]
    spot: str


@dataclass
class Reading:
    """All that a sheet answers, as texts; `signers` is by field name of the signers' form."""

    catalogue: Catalogue
    headcounts: list[LabelledText] = field(default_factory=list)
    sections: list[tuple[CatalogueSection, list[IndicatorLine]]] = field(default_factory=list)
    works: list[SheetWork] = field(default_factory=list)
    exemplars: list[LabelledText] = field(default_factory=list)
    texts: list[LabelledText] = field(default_factory=list)
    signers: dict[str, str] = field(default_factory=dict)

    @property
    def headed_sections(self) -> Iterator[tuple[list[str], list[IndicatorLine]]]:
        """Yield each section's lines below its headings; sections that papers letter anew have only their name."""
        is_counted = is_lettered([section for section, _lines in self.sections])
        for above, section, lines in with_headings(self.catalogue, self.sections):
            yield [*([str(above)] if above else []), section.heading if is_counted else str(section)], lines


SectionLines = tuple[CatalogueSection, list[IndicatorLine]]


def with_headings(
    catalogue: Catalogue, sections: list[SectionLines]
) -> Iterator[tuple[CatalogueSection | None, CatalogueSection, list[IndicatorLine]]]:
    """Yield (heading above, section, lines); above is only given where that heading was not yet."""
    shown: tuple[str, ...] = ()
    for section, lines in sections:
        above = catalogue.above(section)
        yield (above if above and above.path != shown else None), section, lines
        shown = section.path[:1]


def is_lettered(sections: Iterable[CatalogueSection]) -> bool:
    """Return whether sections are counted A, B, C …, which papers count anew where a unit is not asked each of them.

    Those of branches have no number and are not looked at.
    """
    listed = [section for section in sections if section.owner is None]
    are_alone = all(len(section.path) == 1 and section.line_numbers == LineNumbers.PLAIN for section in listed)
    return are_alone and are_letters(section.number for section in listed)


def reading_of(sheet: Sheet) -> Reading:
    """Return all that was answered so far; what was not answered is left out."""
    reading = Reading(sheet.catalogue)
    counts = sheet.cleaned("headcount")
    reading.headcounts = [
        LabelledText(capfirst(str(words)), vietnamese.format_number(counts[name]), Spot("headcount", "", name).key)
        for name, words in HEADCOUNTS.items()
        if counts.get(name) is not None
    ]
    reading.sections = _sections(sheet)
    days = {str(day.pk): day.name for day in sheet.catalogue.days}
    rows = sheet.cleaned_rows("works" if sheet.filing.is_pledge else "results")
    reading.works = [_work(sheet, row, days) for row in rows]
    reading.exemplars = [
        LabelledText(row["who"], row["story"], _row_spot("exemplars", row)) for row in sheet.cleaned_rows("exemplars")
    ]
    closing = sheet.cleaned("commitment") | sheet.cleaned("narrative")
    key = "commitment" if sheet.filing.is_pledge else "narrative"
    reading.texts = [
        LabelledText(str(label), closing[name], Spot(key, "", name).key, is_labelled=name == "duties")
        for name, label in CLOSING_TEXTS.items()
        if closing.get(name)
    ]
    reading.signers = {name: closing.get(name) or "" for name in ("chair_name", "head_name", "head_title")}
    return reading


def _sections(sheet: Sheet) -> list[tuple[CatalogueSection, list[IndicatorLine]]]:
    sections: dict[tuple[str, ...], tuple[CatalogueSection, list[IndicatorLine]]] = {}
    for line in _lines(sheet):
        section = line.indicator.section
        sections.setdefault(section.path, (section, []))[1].append(line)
    return list(sections.values())


def _lines(sheet: Sheet) -> Iterator[IndicatorLine]:
    """Yield the lines that are answered, in figures and in words, in the table's order."""
    amounts = {indicator.pk: amount for indicator, amount in answers_of(sheet)}
    for asked_indicator in sheet.asked_lines if sheet.is_begun else ():
        indicator = asked_indicator.indicator
        if (amount := amounts.get(indicator.pk)) is not None:
            yield _line(sheet, indicator, amount)
        elif answer := sheet.written.get(indicator.code):
            spot = _spot_of(sheet, indicator)
            number, words = asked_indicator.number, written_text(answer)
            yield IndicatorLine(indicator, "", "", "", "", spot=spot, number=number, words=words)


def answers_of(sheet: Sheet) -> Iterator[tuple[CatalogueIndicator, Amount]]:
    """Yield the indicators that are answered, typed and computed, each with its amount; none before it is begun."""
    if not sheet.is_begun:
        return
    rows = sheet.cleaned_rows("works" if sheet.filing.is_pledge else "results")
    for asked_indicator in sheet.asked_indicators:
        indicator = asked_indicator.indicator
        amount = sheet.amounts.get(indicator.code)
        if indicator.computed:
            amount = Amount(computed_amount(indicator.computed, rows, pledge=sheet.filing.is_pledge))
        if amount is not None:
            yield indicator, amount


def _line(sheet: Sheet, indicator: CatalogueIndicator, amount: Amount) -> IndicatorLine:
    assigned = sheet.context.assigned(indicator)
    target = amount if sheet.filing.is_pledge else sheet.context.pledged(indicator)
    actual = None if sheet.filing.is_pledge else amount
    share = share_of_target(indicator, actual, target)
    return IndicatorLine(
        indicator,
        amount_text(indicator, assigned=assigned) if assigned is not None else "",
        amount_text(indicator, target),
        amount_text(indicator, actual),
        "" if share is None else vietnamese.format_percent(share),
        indicator.code in sheet.estimates,
        sheet.notes.get(indicator.code, ""),
        sheet.late_text(indicator, target),
        share,
        target.value if target else None,
        _spot_of(sheet, indicator),
        sheet.catalogue.line_numbers.get(indicator.pk, ""),
    )


def _spot_of(sheet: Sheet, indicator: CatalogueIndicator) -> str:
    """Return the key of an indicator's spot, "" for one that is computed."""
    if indicator.computed:
        return ""
    if not sheet.filing.is_pledge:
        return Spot("actuals", "", indicator.code).key
    part = "titles" if indicator.section.category == Category.TITLE else "indicators"
    return Spot(part, "", indicator.code).key


def _row_spot(part: str, row: dict[str, Any]) -> str:
    """Return the key of a row's spot, "" for a row without a uuid."""
    return Spot(part, str(row["uuid"])).key if row["uuid"] else ""


def _work(sheet: Sheet, row: dict[str, Any], days: dict[str, str]) -> SheetWork:
    registered = row["registered"]
    form = _any_row_form(sheet)
    kinds, classes = (dict(choices_of(field_of(form, name, ChoiceField))) for name in ("kind", "author_class"))
    author_class = registered.author_class if registered else row["author_class"]
    welcomes = str(registered.welcomes_id or "") if registered else row["welcomes"]
    return SheetWork(
        registered.title if registered else row["title"],
        str(kinds[kind_of(row)]),
        registered.authors if registered else row["authors"],
        str(classes[author_class]),
        days.get(welcomes, ""),
        tuple(_facts(row, pledge=sheet.filing.is_pledge)),
        _row_spot("works" if sheet.filing.is_pledge else "results", row),
    )


def _any_row_form(sheet: Sheet) -> Form:
    part = sheet.by_key("works" if sheet.filing.is_pledge else "results")
    assert isinstance(part, RowsPart)
    return part.empty_form()


def _facts(row: dict[str, Any], *, pledge: bool) -> Iterator[tuple[str, str]]:
    if pledge:
        if row["expected_value"] is not None:
            yield _("Giá trị dự kiến"), vietnamese.format_money(row["expected_value"])
        if row["due_on"]:
            yield _("Hoàn thành dự kiến"), vietnamese.format_date(row["due_on"])
        return
    yield (
        _("Kết quả"),
        _("Hoàn thành") if row["done"] else _("Chưa hoàn thành: {why}").format(why=row["why_not"]),
    )
    if row["recognised_by"]:
        number = f" số {row['recognised_no']}," if row["recognised_no"] else ""
        day = vietnamese.format_date(row["recognised_on"])
        yield _("Công nhận"), f"{row['recognised_by']},{number} ngày {day}"
    if row["value"] is not None:
        yield _("Giá trị do đơn vị khai"), vietnamese.format_money(row["value"])
    if row["benefit"]:
        yield _("Hiệu quả không tính được thành tiền"), row["benefit"]


def differences(old: Sheet, new: Sheet) -> list[tuple[str, str, str]]:
    """Return (label, before, after) of every field that differs between two contents of one sheet."""
    return [(change.label, change.before, change.after) for change in changes_of(old, new)]
