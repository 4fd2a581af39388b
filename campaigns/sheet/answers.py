"""What is typed in a part of indicators, read as its form reads it, without a form: amounts, estimates and notes.

A sheet has a hundred such fields, and most pages only read them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any

from django import forms

from campaigns.catalogue.types import CatalogueIndicator
from campaigns.sheet.asked_indicators import AskedIndicator
from campaigns.sheet.context import Amount
from campaigns.sheet.indicator_form import FigureField
from foundation.forms.fields import NumberField, TextField, TickField, YesNoField

Typed = Mapping[str, Any]  # what is typed in the part, by field


def amounts_in(typed: Typed, asked_indicators: Iterable[AskedIndicator]) -> dict[str, Amount]:
    """Return the valid answers by the indicator's code; an indicator without one is left out, half a ratio too."""
    amounts = ((row.indicator.code, _amount(typed, row.indicator)) for row in asked_indicators)
    return {code: amount for code, amount in amounts if amount is not None}


def estimates_in(typed: Typed, codes: Collection[str]) -> set[str]:
    """Return the codes of the indicators whose figure is marked as an estimate (số ước)."""
    return {code for code in codes if _read(_tick(), typed, f"{code}-e")}


def notes_in(typed: Typed, codes: Collection[str]) -> dict[str, str]:
    """Return the notes by the indicator's code, without those that are refused."""
    written = (code for code in codes if typed.get(f"{code}-note"))
    notes = {code: _read(TextField(required=False), typed, f"{code}-note") for code in written}
    return {code: note for code, note in notes.items() if note}


def _amount(typed: Typed, indicator: CatalogueIndicator) -> Amount | None:
    code = indicator.code
    if indicator.is_question:
        return None
    if indicator.is_yes_no:
        answer = _read(_yes_no(), typed, code)
        return None if answer is None else Amount(value=int(answer))
    figure = _figure(indicator.decimals)
    if not indicator.is_ratio:
        value = _read(figure, typed, code)
        return None if value is None else Amount(value=value)
    numerator, denominator = _read(figure, typed, f"{code}-n"), _read(_number(), typed, f"{code}-d")
    whole = numerator is not None and denominator is not None
    return Amount(numerator=numerator, denominator=denominator) if whole else None


def _read(field: forms.Field, typed: Typed, name: str) -> Any:
    """Return the value of a field; None if it is refused."""
    try:
        return field.clean(field.widget.value_from_datadict(typed, {}, name))
    except forms.ValidationError:
        return None


# Fields that keep nothing of what they read, so that one serves all indicators.
@cache
def _figure(decimals: int) -> FigureField:
    return FigureField(decimals=decimals, required=False)


@cache
def _number() -> NumberField:
    return NumberField(required=False)


@cache
def _yes_no() -> YesNoField:
    return YesNoField(required=False)


@cache
def _tick() -> TickField:
    return TickField()
