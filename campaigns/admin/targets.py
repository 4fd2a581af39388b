"""The admin screen of assigned targets (chỉ tiêu giao): one grid of units × indicators."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import IntegrityError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from campaigns.access import may_run
from campaigns.actions.targets import assign, decimals_of, is_percent, target_text
from campaigns.admin.campaigns_in_reach import campaigns_of
from campaigns.models import AssignedTarget, Campaign, Indicator
from foundation import clock
from foundation.forms.edit_conflicts import ConflictNotice, EditConflict, SavingEvent, fingerprint
from foundation.forms.fields import NumberField
from foundation.lifecycle import StateConflict
from foundation.request_parsing import whole_number
from units.access import require_allowed
from units.acting_request import acting_of, require_acting, user_of
from units.admin_base.scoped import ScopedAdmin, ScreenGroup, written_meanwhile
from units.history import latest
from units.models import Unit, UnitKind
from units.models.kinds import UPPER

LARGEST = Decimal(10) ** 12


@dataclass
class TargetCell:
    """A field of the grid: its name in the form, its label, its text and its error."""

    name: str
    label: str
    text: str
    error: str = ""


@dataclass
class TargetGrid:
    """A grid of targets: a row for each unit, a cell for each indicator.

    `stored` are the targets in the database by (indicator id, unit id). `read` sets `values`, by the same keys, and
    `errors`, pairs (anchor, sentence), from what was typed. `hidden_fingerprints` is a hidden field: the fingerprints
    of the cells that were shown filled.
    """

    indicators: list[Indicator]
    units: list[Unit]
    stored: dict[tuple[int, int], Decimal]
    hidden_fingerprints: str = ""
    values: dict[tuple[int, int], Decimal | None] = field(default_factory=dict)
    errors: list[tuple[str, str]] = field(default_factory=list)
    rows: list[tuple[Unit, list[TargetCell]]] = field(default_factory=list)
    conflict: ConflictNotice | None = None

    def show(self) -> TargetGrid:
        self.rows = [(unit, [self._cell(unit, indicator) for indicator in self.indicators]) for unit in self.units]
        filled = [cell for _unit, cells in self.rows for cell in cells if cell.text]
        self.hidden_fingerprints = " ".join(f"{cell.name}={fingerprint(cell.text)}" for cell in filled)
        return self

    def read(self, typed: Any) -> TargetGrid:
        """Read what was typed into `values` and `errors`, pairs (anchor, sentence); the cells keep the typed texts."""
        self.show()
        self.hidden_fingerprints = typed.get("seen", self.hidden_fingerprints)
        for unit, cells in self.rows:
            for indicator, cell in zip(self.indicators, cells, strict=True):
                cell.text = typed.get(cell.name, "")
                self._read_cell(unit, indicator, cell)
        return self

    @property
    def fingerprints(self) -> dict[tuple[int, int], str]:
        """The fingerprint of what the page showed, by (indicator id, unit id); that of "empty" where none was sent."""
        shown = dict(pair.partition("=")[::2] for pair in self.hidden_fingerprints.split())
        empty = fingerprint(None)
        return {
            (indicator.pk, unit.pk): shown.get(_name(indicator, unit), empty)
            for indicator in self.indicators
            for unit in self.units
        }

    def with_conflict(self, stored: dict[tuple[int, int], Decimal], event: SavingEvent | None) -> TargetGrid:
        """Return the grid of `stored`, the targets as they are now, with the texts typed over what was shown."""
        now = TargetGrid(self.indicators, self.units, stored)
        fingerprints, differences = self.fingerprints, []
        for (unit, theirs), (_unit, mine) in zip(now.show().rows, self.rows, strict=True):
            for indicator, their, my in zip(self.indicators, theirs, mine, strict=True):
                cell = indicator.pk, unit.pk
                if fingerprint(target_text(indicator, self.values[cell])) == fingerprints.get(cell):
                    continue
                if fingerprints.get(cell) != fingerprint(their.text or None) and their.text != my.text:
                    differences.append((my.label, their.text, my.text))
                their.text = my.text
        now.conflict = ConflictNotice.from_event(event, differences)
        return now

    def _cell(self, unit: Unit, indicator: Indicator) -> TargetCell:
        text = target_text(indicator, self.stored.get((indicator.pk, unit.pk))) or ""
        return TargetCell(_name(indicator, unit), f"{indicator.code}, {unit.name}", text)

    def _read_cell(self, unit: Unit, indicator: Indicator, cell: TargetCell) -> None:
        try:
            self.values[indicator.pk, unit.pk] = number_of(indicator, cell.text)
        except forms.ValidationError as error:
            cell.error = error.messages[0]
            self.errors.append((cell.name, f"{unit.name}: {cell.error}"))


def _name(indicator: Indicator, unit: Unit) -> str:
    return f"t-{indicator.pk}-{unit.pk}"


def number_of(indicator: Indicator, text: str) -> Decimal | None:
    """Return the target typed for an indicator, None for no text. Raises ValidationError."""
    percent = is_percent(indicator)
    number = NumberField(name=indicator.code, decimals=decimals_of(indicator), required=False).clean(text)
    if number is not None and number > (100 if percent else LARGEST):
        over = _("{code} không thể quá 100%.") if percent else _("{code} lớn quá mức có thể ghi.")
        raise forms.ValidationError(over.format(code=indicator.code))
    return number


@admin.register(AssignedTarget)
class AssignedTargetAdmin(ScopedAdmin):
    """The admin screen of assigned targets: its list page is the grid, and there is no page of a single target."""

    group, rank = ScreenGroup.MOVEMENT, 4

    def get_urls(self) -> list[Any]:
        return [url for url in super().get_urls() if url.name.endswith("_changelist")]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        campaign = self.campaign(request)
        grid = self.grid(request, campaign) if campaign else TargetGrid([], [], {})
        may = may_run(campaign, acting_of(request)) if campaign else None
        if request.method == "POST" and campaign:
            require_allowed(may_run(campaign, acting_of(request)))
            try:
                if not grid.read(request.POST).errors:
                    written = self.assign(campaign, grid, request)
                    messages.success(request, _("Đã ghi {n} chỉ tiêu giao thay đổi.").format(n=written))
                    return redirect(request.get_full_path())
            except EditConflict:
                grid = grid.with_conflict(self.grid(request, campaign).stored, latest(campaign, "assign"))
        else:
            grid.show()
        context = {
            **self.admin_site.each_context(request),
            "title": self.opts.verbose_name_plural,
            "breadcrumb": self.breadcrumb(),
            "campaign": campaign,
            "campaigns": campaigns_of(user_of(request)),
            "sections": campaign.sections.all() if campaign else [],
            "section": request.GET.get("section", ""),
            "direct": "direct" in request.GET,
            "grid": grid,
            "may": may,
        }
        return TemplateResponse(request, "admin/targets.html", context, status=409 if grid.conflict else 200)

    @staticmethod
    def assign(campaign: Campaign, grid: TargetGrid, request: HttpRequest) -> int:
        try:
            return assign(campaign, grid.values, by=require_acting(request), fingerprints=grid.fingerprints)
        except IntegrityError as error:
            raise StateConflict(written_meanwhile()) from error

    def campaign(self, request: HttpRequest) -> Campaign | None:
        """Return the campaign asked for (404 if out of reach), else the latest; None if there is none."""
        wanted = request.GET.get("campaign")
        campaigns = campaigns_of(user_of(request)).select_related("unit")
        if wanted is None:
            return campaigns.first()
        return self.row_or_404(campaigns, wanted)

    def grid(self, request: HttpRequest, campaign: Campaign) -> TargetGrid:
        stored = AssignedTarget.objects.visible_to(user_of(request))
        stored = stored.filter(indicator__campaign=campaign, by=campaign.unit)
        values = {(target.indicator_id, target.to_id): target.value for target in stored}
        return TargetGrid(self.indicators(request, campaign, values), self.units(request, campaign), values)

    def indicators(self, request: HttpRequest, campaign: Campaign, stored: Any) -> list[Indicator]:
        """Return the active indicators of the section asked for, else those with a target."""
        active = campaign.indicators.filter(active=True).select_related("section")
        active = active.order_by("section__order", "order", "pk")
        if wanted := request.GET.get("section"):
            return list(active.filter(section=self.row_or_404(campaign.sections.all(), wanted)))
        return list(active.filter(pk__in={indicator for indicator, _unit in stored}))

    def units(self, request: HttpRequest, campaign: Campaign) -> list[Unit]:
        """Return the upper unions in the office's order; with `direct` also grassroots unions right below the unit."""
        rows = Q(kind__in=UPPER)
        if "direct" in request.GET:
            rows |= Q(kind=UnitKind.GRASSROOTS, parent=campaign.unit, coordinated=False)
        below = Unit.objects.visible_to(user_of(request)).below(campaign.unit).valid_on(clock.today())
        return list(below.filter(rows).order_by("order", "path"))

    @staticmethod
    def row_or_404(rows: Any, number: str) -> Any:
        """Return the row with an id as typed in a URL; 404 if there is none."""
        row = rows.filter(pk=whole_number(number)).first()
        if row is None:
            raise Http404
        return row
