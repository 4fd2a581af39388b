"""Lookups of the data request or the sheet that a page is about; 404 if the user may not read them."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.models import Campaign, DataRequest, DataRequestSheet
from campaigns.views.phase_acts import trail
from campaigns.where_now import where_now
from units.access import NowElsewhere
from units.acting_request import user_of


def requests_of(request: HttpRequest, campaign: Campaign) -> QuerySet[DataRequest]:
    """Return the data requests of a campaign that the user may read, the newest first."""
    rows = DataRequest.objects.visible_to(user_of(request)).select_related("campaign")
    return rows.filter(campaign=campaign).order_by("-number")


def data_request_or_404(request: HttpRequest, slug: str, number: int) -> DataRequest:
    rows = DataRequest.objects.visible_to(user_of(request)).select_related("campaign__unit", "phase")
    return get_object_or_404(rows, campaign__slug=slug, number=number)


def sheet_or_404(request: HttpRequest, pk: int) -> DataRequestSheet:
    """Return a sheet in reach, with what every page of it needs; people of before are told who has it now."""
    sheets = DataRequestSheet.objects.visible_to(user_of(request)).for_page().select_related("request__phase")
    sheet = sheets.filter(pk=pk).first()
    if sheet is None:
        raise _elsewhere(request, pk)
    return sheet


def _elsewhere(request: HttpRequest, pk: int) -> NowElsewhere:
    sheet = get_object_or_404(DataRequestSheet.objects.for_page().select_related("request__phase"), pk=pk)
    return NowElsewhere(where_now(sheet.unit, sheet.request.campaign, sheet.request.phase, user_of(request)))


def request_trail(data_request: DataRequest, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the breadcrumb down to a data request, and to pages below it."""
    return [*requests_trail(data_request.campaign), (data_request.title, data_request.get_absolute_url()), *more]


def requests_trail(campaign: Campaign) -> list[tuple[str, str]]:
    address = reverse("campaigns:data_requests", args=[campaign.slug])
    return [*trail(campaign), (_("Yêu cầu bổ sung số liệu"), address)]
