"""The form of a group of indicators, built from the indicators that the sheet asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from campaigns.catalogue.types import CatalogueIndicator
from campaigns.sheet.asked_indicators import AskedIndicator
from campaigns.sheet.written import question_fields
from foundation.forms.fields import NumberField, TextField, TickField, YesNoField


@dataclass
class IndicatorFields:
    """One indicator on the page: its bound fields; `beside` them the targets and the last phase's result as a text."""

    asked_indicator: AskedIndicator
    fields: list[forms.BoundField]
    extras: list[forms.BoundField] = field(default_factory=list)
    beside: str = ""
    share: str = ""

    @property
    def shows_extras(self) -> bool:
        """Whether something was typed in the extras, or is wrong."""
        return any(extra.value() or extra.errors for extra in self.extras)

    @property
    def has_share(self) -> bool:
        """Whether its two figures make a percentage."""
        return self.indicator.is_ratio and not self.indicator.is_quotient

    @property
    def indicator(self) -> CatalogueIndicator:
        return self.asked_indicator.indicator


class FigureField(NumberField):
    """A number that answers an indicator.

    Where decimals are allowed, "1.500" is ambiguous (1500 or 1,5): it is read as offices write it, and the check
    before sending asks whether that is meant (`campaigns.sheet.questions`).
    """

    def __init__(self, **kwargs: Any):
        super().__init__(**kwargs)
        self.strict = not self.decimals


class IndicatorsForm(forms.Form):
    """The fields of some indicators, named by their code.

    CODE is a value, CODE-n and CODE-d are a ratio's numerator and denominator; in reports CODE-e marks an estimate
    (số ước) and CODE-note is a note. Questions are as `question_fields` says.
    """

    def __init__(self, *args: Any, asked_indicators: Sequence[AskedIndicator], with_extras: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.asked_indicators, self.with_extras = asked_indicators, with_extras
        self._labels = _("số ước"), _("Ghi chú")
        for asked_indicator in asked_indicators:
            self._add(asked_indicator)

    def _add(self, asked_indicator: AskedIndicator) -> None:
        indicator, code = asked_indicator.indicator, asked_indicator.indicator.code
        if indicator.is_question:
            self.fields |= question_fields(asked_indicator)
            return
        common: dict[str, Any] = {"required": asked_indicator.required, "help_text": indicator.help_and_example}
        if indicator.is_yes_no:
            self.fields[code] = YesNoField(label=asked_indicator.label, name=indicator.name, **common)
        elif indicator.is_ratio:
            self.fields[f"{code}-n"] = FigureField(label=asked_indicator.label, decimals=indicator.decimals, **common)
            name = _("{denominator} (mẫu số của “{name}”)").format(
                denominator=indicator.denominator_name, name=indicator.name
            )
            label = _("Trên tổng số {denominator}").format(denominator=indicator.denominator_name)
            self.fields[f"{code}-d"] = NumberField(label=label, name=name, required=asked_indicator.required)
        else:
            self.fields[code] = FigureField(label=asked_indicator.label, decimals=indicator.decimals, **common)
        if self.with_extras:
            estimate, note = self._labels
            self.fields[f"{code}-e"] = TickField(label=estimate)
            self.fields[f"{code}-note"] = TextField(label=note, required=False)

    def clean(self) -> None:
        """Check that a ratio that is not required has both of its parts, or neither."""
        for asked_indicator in self.asked_indicators:
            if asked_indicator.indicator.is_ratio and not asked_indicator.required:
                self._whole_ratio(asked_indicator.indicator)

    def _whole_ratio(self, indicator: CatalogueIndicator) -> None:
        names = (f"{indicator.code}-n", f"{indicator.code}-d")
        filled = [name for name in names if self.cleaned_data.get(name) is not None]
        for name in names:
            if len(filled) == 1 and name not in filled and name not in self.errors:
                self.add_error(name, self.fields[name].error_messages["required"])

    def lines(self) -> Iterator[IndicatorFields]:
        for asked_indicator in self.asked_indicators:
            code = asked_indicator.indicator.code
            if asked_indicator.indicator.is_question:
                names = [name for name in (code, f"{code}-note") if name in self.fields]
                yield IndicatorFields(asked_indicator, [self[name] for name in names])
                continue
            names = [f"{code}-n", f"{code}-d"] if asked_indicator.indicator.is_ratio else [code]
            extras = [self[f"{code}-e"], self[f"{code}-note"]] if self.with_extras else []
            yield IndicatorFields(asked_indicator, [self[name] for name in names], extras)
