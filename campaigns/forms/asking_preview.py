"""What the preview of a sheet is asked: of which phase, of which kind, of whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.asked_columns import column_name, columns_for
from campaigns.catalogue.branches import kinds_of
from campaigns.catalogue.stored import catalogue_of
from campaigns.models import CalledUnit, Campaign, Column, Filing, FilingKind, Phase
from foundation import clock
from foundation.forms.fields import ChoiceField, TickField, field_of
from units.models import UnionForm, Unit, UnitKind


class SheetPreviewForm(forms.Form):
    """`branch`: the sector union below which the made-up unit is; without one it is below the campaign's unit.

    Of a branch the form begins with the first sheet that asks the union's own movements.
    """

    phase = ChoiceField(label=gettext_lazy("Đợt"), required=False)
    kind = ChoiceField(label=gettext_lazy("Phiếu"), choices=FilingKind.choices, required=False)
    column = ChoiceField(label=gettext_lazy("Đơn vị"), required=False)
    small = TickField(label=gettext_lazy("Đơn vị nhỏ"))

    def __init__(self, chosen: Any, campaign: Campaign, *, branch: Unit | None = None):
        self.branch, self.above = branch, branch or campaign.unit
        self.phases = list(campaign.phases.alive().with_days().select_related("campaign__unit").order_by("number"))
        upper = (Column.UPPER_PLACE, Column.UPPER_TRADE) if branch else ()
        columns = [(column, column_name(column)) for column in columns_for(None) if column not in upper]
        first: dict[str, Any] = {"kind": FilingKind.REPORT.value, "column": columns[0][0]}
        first |= {"phase": str(self.phases[0].number)} if self.phases else {}
        first |= self._sheet_that_asks(branch) | _column_in(branch, columns) if branch else {}
        super().__init__({**first, **{name: value for name, value in chosen.items() if value}})
        field_of(self, "phase", ChoiceField).choices = [(str(phase.number), str(phase)) for phase in self.phases]
        field_of(self, "column", ChoiceField).choices = columns
        self.small_below = campaign.small_below
        self.fields["small"].help_text = _("Có dưới {n} đoàn viên.").format(n=self.small_below)

    def filing(self) -> Filing | None:
        """Return a sheet of a made-up unit, not stored; None where there is nothing to show."""
        if not self.is_valid():
            return None
        phase = self._phase()
        if phase is None or self.cleaned_data["kind"] not in phase.sheet_kinds:
            return None
        return Filing(kind=self.cleaned_data["kind"], called=self._called(phase))

    def _sheet_that_asks(self, branch: Unit) -> dict[str, Any]:
        """Return the first phase, and its kind of sheet, that asks something of the union's own; {} where none does."""
        for phase in self.phases:
            asked_in = {kind for line in catalogue_of(phase).lines_of(branch.pk) for kind in kinds_of(line)}
            for kind in (FilingKind.REPORT, FilingKind.PLEDGE):
                if kind in asked_in and kind in phase.sheet_kinds:
                    return {"phase": str(phase.number), "kind": kind.value}
        return {}

    def _phase(self) -> Phase | None:
        wanted = self.cleaned_data["phase"]
        return next((phase for phase in self.phases if str(phase.number) == wanted), None)

    def _called(self, phase: Phase) -> CalledUnit:
        column, unit = self.cleaned_data["column"], self.above
        shape: dict[str, Any] = {"kind": UnitKind.GRASSROOTS, "form": UnionForm.WORKPLACE, "strand": column}
        if column in (Column.UPPER_PLACE, Column.UPPER_TRADE):
            shape = {"kind": column, "form": "", "strand": ""}
        elif column == Column.OCCUPATIONAL:
            shape |= {"form": UnionForm.OCCUPATIONAL, "strand": ""}
        is_employed = shape["kind"] == UnitKind.GRASSROOTS and column != Column.OCCUPATIONAL
        members = self.small_below - 1 if self.cleaned_data["small"] else self.small_below
        name = str(column_name(column))
        return CalledUnit(
            phase=phase, unit=unit, parent=unit, path=unit.path, name=name, full_name=name, members=members,
            has_employer=is_employed, **shape,
        )  # fmt: skip


def _column_in(branch: Unit, columns: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Return the first of the columns in which a unit of the branch answers; {} where it has no such unit."""
    units = Unit.objects.below(branch).not_ended(clock.today()).filter(kind=UnitKind.GRASSROOTS)
    shapes = units.order_by().values_list("strand", "form").distinct()
    theirs = {Column.OCCUPATIONAL if form == UnionForm.OCCUPATIONAL else strand for strand, form in shapes}
    return next(({"column": column} for column, _name in columns if column in theirs), {})
