"""A sheet as texts to read: for the reviewer's page, for earlier versions and for the paper. No forms, no HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import ChoiceField, Form
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.catalogue.types import CatalogueIndicator, CatalogueSection
from campaigns.sheet.amount_text import amount_text, share_of_target
from campaigns.sheet.computed import computed_amount, kind_of
from campaigns.sheet.context import Amount
from campaigns.sheet.indicator_form import IndicatorsForm
from campaigns.sheet.parts import FormPart, RowsPart
from campaigns.sheet.sheet import Sheet
from foundation import vietnamese
from foundation.forms.fields import choices_of, field_of
from units.models.vocabulary import WORKERS

HEADCOUNTS = {
    "workers": WORKERS,
    "women": format_lazy(gettext_lazy("Nữ {workers}"), workers=WORKERS),
    "minorities": gettext_lazy("Người dân tộc thiểu số"),
    "members": gettext_lazy("Đoàn viên"),
    "women_members": gettext_lazy("Nữ đoàn viên"),
    "direct": gettext_lazy("Người trực tiếp lao động, công tác"),
    "insured": gettext_lazy("CNLĐ thuộc diện đóng BHXH"),
}


@dataclass(frozen=True)
class IndicatorLine:
    """A line of the table of indicators: the assigned, pledged and reached amounts as texts, "" where there is none.

    `percent` is the `share` of the target as text; `target`: the number of what is no rate. `late`: what a target was
    and is that was changed after the report was due, else "".
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


@dataclass(frozen=True)
class SheetWork:
    """A work of the sheet as texts; `facts` are pairs (label, text) about its plan or its result."""

    title: str
    kind: str
    authors: str
    author_class: str
    welcomes: str
    facts: tuple[tuple[str, str], ...]


@dataclass
class Reading:
    """All that a sheet answers, as texts. Pairs are (label, text); `signers` is by field name of the signers' form."""

    headcounts: list[tuple[str, str]] = field(default_factory=list)
    sections: list[tuple[CatalogueSection, list[IndicatorLine]]] = field(default_factory=list)
    works: list[SheetWork] = field(default_factory=list)
    exemplars: list[tuple[str, str]] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)
    signers: dict[str, str] = field(default_factory=dict)


def reading_of(sheet: Sheet) -> Reading:
    """Return all that was answered so far; what was not answered is left out."""
    reading = Reading()
    counts = sheet.cleaned("headcount")
    reading.headcounts = [
        (str(words), vietnamese.format_number(counts[name]))
        for name, words in HEADCOUNTS.items()
        if counts.get(name) is not None
    ]
    reading.sections = _sections(sheet)
    days = {str(day.pk): day.name for day in sheet.catalogue.days}
    rows = sheet.cleaned_rows("works" if sheet.filing.is_pledge else "results")
    reading.works = [_work(sheet, row, days) for row in rows]
    reading.exemplars = [(row["who"], row["story"]) for row in sheet.cleaned_rows("exemplars")]
    closing = sheet.cleaned("commitment") | sheet.cleaned("narrative")
    words = {
        "text": _("Cam kết khác"),
        "strengths": _("Đánh giá chung, ưu điểm"),
        "difficulties": _("Khó khăn, hạn chế"),
        "proposals": _("Kiến nghị, đề xuất"),
    }
    reading.texts = [(label, closing[name]) for name, label in words.items() if closing.get(name)]
    reading.signers = {name: closing.get(name) or "" for name in ("chair_name", "head_name", "head_title")}
    return reading


def _sections(sheet: Sheet) -> list[tuple[CatalogueSection, list[IndicatorLine]]]:
    sections: dict[tuple[str, ...], tuple[CatalogueSection, list[IndicatorLine]]] = {}
    extras = sheet.cleaned("actuals")
    rows = sheet.cleaned_rows("works" if sheet.filing.is_pledge else "results")
    for asked_indicator in sheet.asked_indicators:
        indicator = asked_indicator.indicator
        amount = sheet.amounts.get(indicator.code)
        if indicator.computed:
            amount = Amount(computed_amount(indicator.computed, rows, pledge=sheet.filing.is_pledge))
        if amount is not None:
            line = _line(sheet, indicator, amount, extras)
            sections.setdefault(indicator.section.path, (indicator.section, []))[1].append(line)
    return list(sections.values())


def _line(sheet: Sheet, indicator: CatalogueIndicator, amount: Amount, extras: dict[str, Any]) -> IndicatorLine:
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
        bool(extras.get(f"{indicator.code}-e")),
        extras.get(f"{indicator.code}-note") or "",
        sheet.late_text(indicator, target),
        share,
        target.value if target else None,
    )


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
    before, after = _typed_texts(old), _typed_texts(new)
    labels = [*after, *(key for key in before if key not in after)]
    fields = [(key[2], before.get(key, ""), after.get(key, "")) for key in labels]
    return [field for field in fields if field[1] != field[2]]


def _typed_texts(sheet: Sheet) -> dict[tuple[str, str, str], str]:
    """Return the text of every typed field, by (part key, row uuid and field name, label)."""
    texts: dict[tuple[str, str, str], str] = {}
    for part in sheet.parts:
        if isinstance(part, FormPart) and part.touched:
            texts |= {(part.key, bound.name, _label(bound, part.form)): _value_text(bound) for bound in part.form}
        elif isinstance(part, RowsPart):
            for row, form in zip(part.rows, part.forms, strict=True):
                texts |= _typed_row_texts(part, row, form)
    return {key: text for key, text in texts.items() if text}


def _typed_row_texts(part: RowsPart, row: dict[str, str], form: forms.Form) -> dict[tuple[str, str, str], str]:
    registered = getattr(form, "registered", None)
    name = registered.title if registered else row.get("title") or row.get("who") or part.row_name
    return {
        (part.key, f"{row.get('uuid')}-{bound.name}", f"{name} · {bound.label}"): _value_text(bound)
        for bound in form.visible_fields()
    }


def _label(bound: forms.BoundField, form: forms.Form) -> str:
    """Return the label of a field; that of a denominator, an estimate or a note begins with its indicator's name."""
    code, dash, _rest = bound.name.partition("-")
    if not dash or not isinstance(form, IndicatorsForm) or bound.name.endswith("-n"):
        return str(bound.label)
    lead = next(
        asked_indicator.indicator.name
        for asked_indicator in form.asked_indicators
        if asked_indicator.indicator.code == code
    )
    return f"{lead} · {bound.label}"


def _value_text(bound: forms.BoundField) -> str:
    value = bound.value() or ""
    if isinstance(bound.field, forms.BooleanField):
        return str(_("Có")) if value else ""
    choices = dict(getattr(bound.field, "choices", ()))
    return str(choices.get(value, value)) if value else ""
