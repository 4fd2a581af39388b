"""The preview of a sheet as its entry page shows it: of a phase, a kind, and a column of the table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.access import may_ask
from campaigns.catalogue.stored import catalogue_of
from campaigns.forms.asking_preview import SheetPreviewForm
from campaigns.models import Campaign, Filing
from campaigns.sheet import Sheet
from campaigns.sheet.asked_indicators import lines_asked_of
from campaigns.sheet.indicator_form import IndicatorsForm
from campaigns.sheet.indicator_parts import IndicatorsPart
from campaigns.sheet.parts import FormPart, RowsPart, SheetPart
from campaigns.views.lookups import campaign_or_404
from campaigns.views.phase_acts import trail
from units.access import require_allowed
from units.acting_request import acting_of


def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """Show which parts, headings and fields a unit's sheet has; what a planned phase asks is that of today's rows."""
    campaign = campaign_or_404(request, slug)
    require_allowed(may_ask(campaign, acting_of(request)))
    way = [*trail(campaign), (_("Nội dung hỏi"), reverse("campaigns:asked", args=[campaign.slug]))]
    return sheet_preview(request, campaign, SheetPreviewForm(request.GET, campaign), way)


def sheet_preview(
    request: HttpRequest, campaign: Campaign, form: SheetPreviewForm, way: list[tuple[str, str]]
) -> HttpResponse:
    """Show the sheet that the form chose; `way` leads to the page. A sector union is told if its own is not asked."""
    filing = form.filing()
    title = _("Xem thử phiếu của đơn vị")
    context = {
        "title": title,
        "campaign": campaign,
        "form": form,
        "filing": filing,
        "lacks_movements": bool(form.branch and filing and not _asks_movements(filing)),
        "parts": list(_parts(filing)) if filing else [],
        "breadcrumb": [*way, (title, "")],
    }
    return render(request, "campaigns/asked/preview.html", context)


def _asks_movements(filing: Filing) -> bool:
    lines = lines_asked_of(catalogue_of(filing.phase), filing.called, filing.kind)
    return any(line.indicator.section.owner for line in lines)


def _parts(filing: Filing) -> Iterator[tuple[SheetPart, list[Any], list[Any]]]:
    """Yield each part with its lines of indicators, group by group, or else with its fields."""
    for part in Sheet(filing, typed={}).parts:
        if isinstance(part, IndicatorsPart):
            groups: Sequence[FormPart] = part.groups or [part]
            yield part, [(group, *_lines(group)) for group in groups], []
        elif isinstance(part, RowsPart):
            yield part, [], part.build(data=None, prefix=part.key, typed={"title": ""}).visible_fields()
        else:
            assert isinstance(part, FormPart)
            yield part, [], part.form.visible_fields()


def _lines(group: FormPart) -> tuple[list[Any], list[Any], bool]:
    """Return the lines that must be answered, those that may be, and that the latter are open."""
    assert isinstance(group.form, IndicatorsForm)
    lines = list(group.form.lines())
    required = [line for line in lines if line.asked_indicator.required]
    return required, [line for line in lines if not line.asked_indicator.required], True
