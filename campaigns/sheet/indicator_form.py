"""The form of a group of indicators: one line each, built from what the sheet asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from campaigns.models import Indicator
from campaigns.sheet.asked_indicators import AskedIndicator
from campaigns.sheet.context import Amount
from foundation.forms.fields import NumberField, TextField, TickField, YesNoField


@dataclass
class IndicatorFields:
    """One indicator on the screen, with its bound fields and what stands beside it."""

    asked: AskedIndicator
    fields: list[forms.BoundField]
    extras: list[forms.BoundField] = field(default_factory=list)
    assigned: str = ""
    pledged: str = ""

    @property
    def indicator(self) -> Indicator:
        return self.asked.indicator


class FigureField(NumberField):
    """A figure. Where decimals are allowed "1.500" is read as offices write it, and the check before sending asks."""

    @property
    def strict(self) -> bool:  # type: ignore[override]
        return not self.decimals


class IndicatorsForm(forms.Form):
    """Fields: CODE for a value, CODE-n and CODE-d for a ratio; in reports also CODE-e (ước) and CODE-note."""

    def __init__(self, *args: Any, asked: list[AskedIndicator], with_extras: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.asked, self.with_extras = asked, with_extras
        for one in asked:
            self._add(one)

    def _add(self, one: AskedIndicator) -> None:
        indicator, code = one.indicator, one.indicator.code
        common: dict[str, Any] = {"required": one.required, "help_text": indicator.help_text}
        if indicator.is_yes_no:
            self.fields[code] = YesNoField(label=indicator.name, name=indicator.name, **common)
        elif indicator.is_ratio:
            self.fields[f"{code}-n"] = FigureField(label=indicator.name, decimals=indicator.decimals, **common)
            name = _("{denominator} (mẫu số của “{name}”)").format(
                denominator=indicator.denominator_name, name=indicator.name
            )
            label = _("Trên tổng số {denominator}").format(denominator=indicator.denominator_name)
            self.fields[f"{code}-d"] = NumberField(label=label, name=name, required=one.required)
        else:
            self.fields[code] = FigureField(label=indicator.name, decimals=indicator.decimals, **common)
        if self.with_extras:
            self.fields[f"{code}-e"] = TickField(label=_("số ước"))
            self.fields[f"{code}-note"] = TextField(label=_("Ghi chú"), required=False)

    def clean(self) -> None:
        """A ratio offered but not required is whole or absent."""
        for one in self.asked:
            if one.indicator.is_ratio and not one.required:
                self._whole_ratio(one.indicator)

    def _whole_ratio(self, indicator: Indicator) -> None:
        names = (f"{indicator.code}-n", f"{indicator.code}-d")
        given = [name for name in names if self.cleaned_data.get(name) is not None]
        for name in names:
            if len(given) == 1 and name not in given and name not in self.errors:
                self.add_error(name, self.fields[name].error_messages["required"])

    def lines(self) -> Iterator[IndicatorFields]:
        for one in self.asked:
            code = one.indicator.code
            names = [f"{code}-n", f"{code}-d"] if one.indicator.is_ratio else [code]
            extras = [self[f"{code}-e"], self[f"{code}-note"]] if self.with_extras else []
            yield IndicatorFields(one, [self[name] for name in names], extras)

    def amounts(self) -> dict[str, Amount]:
        """What was answered, by code. Valid lines only; an unanswered indicator has no entry."""
        found = {}
        for one in self.asked:
            amount = self._amount(one.indicator)
            if amount is not None:
                found[one.indicator.code] = amount
        return found

    def _amount(self, indicator: Indicator) -> Amount | None:
        data, code = self.cleaned_data, indicator.code
        if indicator.is_ratio:
            numerator, denominator = data.get(f"{code}-n"), data.get(f"{code}-d")
            whole = numerator is not None and denominator is not None
            return Amount(numerator=numerator, denominator=denominator) if whole else None
        value = data.get(code)
        return None if value is None else Amount(value=int(value) if indicator.is_yes_no else value)
