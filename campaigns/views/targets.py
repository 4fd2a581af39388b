"""The page on which a union assigns targets (chỉ tiêu giao) to those below it: one grid of units × indicators."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat, Least, LPad
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from campaigns.access import may_assign_targets
from campaigns.actions.targets import assign
from campaigns.forms.targets import TargetGrid
from campaigns.models import AssignedTarget, Campaign, Indicator
from campaigns.models.called import LAST
from campaigns.models.indicator import AnsweredBy
from campaigns.views.lookups import campaign_or_404
from campaigns.views.phase_acts import trail
from foundation import clock
from foundation.forms.edit_conflicts import EditConflict
from foundation.lifecycle import StateConflict
from foundation.pagination.keyset import KeysetPage
from foundation.request_parsing import query_without, whole_number
from units.access import require_allowed
from units.acting import Acting
from units.acting_request import acting_of, require_acting, user_of
from units.history import changed_meanwhile, latest
from units.models import Unit, UnitKind
from units.models.kinds import UPPER

PER_PAGE = 25
Stored = dict[tuple[int, int], Decimal]  # by (indicator id, unit id)


def targets(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a page of the units below, each with its targets; POST writes the cells of this page that changed."""
    campaign = campaign_or_404(request, slug)
    require_allowed(may_assign_targets(campaign, acting_of(request)))
    by = require_acting(request)
    page = KeysetPage(units_below(request, by), "in_office_order", PER_PAGE, request.GET)
    grid = _grid(request, campaign, by, page.rows)
    if request.method == "POST":
        try:
            if not grid.read(request.POST).errors:
                written = _assign(campaign, grid, by)
                if written:
                    messages.success(request, _("Đã ghi {n} chỉ tiêu giao thay đổi.").format(n=written))
                else:
                    messages.info(request, _("Không có chỉ tiêu nào thay đổi."))
                return redirect(request.get_full_path())
        except EditConflict:
            stored = _stored(request, campaign, by)
            grid = grid.with_conflict(stored, latest(campaign, "assign"))
    else:
        grid.show()
    title = _("Giao chỉ tiêu năm {year}").format(year=campaign.named_year)
    query = query_without(request.GET, *page.parameters)
    context = {
        "title": title,
        "campaign": campaign,
        "sections": campaign.sections.common(),
        "section": request.GET.get("section", ""),
        "direct": "direct" in request.GET,
        "chooses_direct": by.unit.may_launch,
        "grid": grid,
        "page": page,
        "prefix": f"{query}&" if query else "",
        "breadcrumb": [*trail(campaign), (title, "")],
    }
    return render(request, "campaigns/targets.html", context, status=409 if grid.conflict else 200)


def _assign(campaign: Campaign, grid: TargetGrid, by: Acting) -> int:
    try:
        return assign(campaign, grid.values, by=by, fingerprints=grid.fingerprints)
    except IntegrityError as error:
        raise StateConflict(changed_meanwhile(campaign)) from error


def _grid(request: HttpRequest, campaign: Campaign, by: Acting, units: list[Unit]) -> TargetGrid:
    stored = _stored(request, campaign, by)
    return TargetGrid(_indicators(request, campaign, stored), units, stored)


def _stored(request: HttpRequest, campaign: Campaign, by: Acting) -> Stored:
    rows = AssignedTarget.objects.visible_to(user_of(request)).filter(indicator__campaign=campaign, by=by.unit)
    return {(target.indicator_id, target.to_id): target.value for target in rows}


def _indicators(request: HttpRequest, campaign: Campaign, stored: Stored) -> list[Indicator]:
    """Return the active indicators of the section asked for (404 if it is not the campaign's), else those given."""
    active = campaign.indicators.common().filter(active=True, answer=AnsweredBy.FIGURE).select_related("section")
    active = active.order_by("section__order", "order", "pk")
    if wanted := request.GET.get("section"):
        number = whole_number(wanted)
        section = None if number is None else campaign.sections.common().filter(pk=number).first()
        if section is None:
            raise Http404
        return list(active.filter(section=section))
    return list(active.filter(pk__in={indicator for indicator, _unit in stored}))


def units_below(request: HttpRequest, by: Acting) -> QuerySet[Unit]:
    """Return the units below the one acted for that may be given targets, each with its place `in_office_order`.

    Of a union that launches these are the upper unions, with `direct` also grassroots unions right below it; of others
    those right below it.
    """
    rows = Q(kind__in=UPPER)
    if "direct" in request.GET or not by.unit.may_launch:
        rows |= Q(kind=UnitKind.GRASSROOTS, parent=by.unit, coordinated=False)
    below = Unit.objects.visible_to(user_of(request)).below(by.unit).valid_on(clock.today())
    order: Any = Cast(Least("order", Value(LAST)), CharField())
    return below.filter(rows).annotate(in_office_order=Concat(LPad(order, len(str(LAST)), Value("0")), "path"))
