"""Which unions a data request would ask if it were opened today."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from campaigns.models import DataRequest, RequestAudience
from foundation import clock
from units.models import UnionForm, Unit, UnitKind
from units.models.unit import UnitQuerySet


def units_to_ask(request: DataRequest, day: date | None = None) -> UnitQuerySet:
    """Return the unions that are active on a day (today) and chosen, but not asked yet, in order of their paths."""
    active = Unit.objects.below(request.campaign.unit).valid_on(day or clock.today())
    chosen = active.filter(_condition(request)).exclude(data_request_sheets__request=request)
    return chosen.select_related("parent").order_by("path")


def _condition(request: DataRequest) -> Q:
    right_below = Q(parent=request.campaign.unit_id, coordinated=False)
    uppers = right_below & ~Q(kind=UnitKind.GRASSROOTS)
    if request.audience == RequestAudience.UPPER:
        return uppers
    if request.audience == RequestAudience.UPPER_AND_DIRECT:
        return right_below
    if request.audience == RequestAudience.CHOSEN:
        return Q(pk__in=request.units.values("pk"))
    of_strands = Q(strand__in=[strand for strand in request.strands if strand != UnionForm.OCCUPATIONAL])
    if UnionForm.OCCUPATIONAL in request.strands:
        of_strands |= Q(form=UnionForm.OCCUPATIONAL)
    return Q(kind=UnitKind.GRASSROOTS, coordinated=False) & of_strands


def tickable_units(launching: Unit) -> UnitQuerySet:
    """Return the unions right below the launching union, which the form of a request lists to be ticked."""
    active = Unit.objects.below(launching).valid_on(clock.today())
    return active.filter(parent=launching).order_by("order", "path")


def units_to_add(request: DataRequest) -> UnitQuerySet:
    """Return the unions below the launching union that an open request may ask besides."""
    active = Unit.objects.below(request.campaign.unit).valid_on(clock.today())
    return active.exclude(data_request_sheets__request=request)


def missing_for_opening(request: DataRequest) -> list[str]:
    """Return what a request lacks before units can be asked."""
    missing = []
    if not request.questions.exists():
        missing.append("ít nhất một câu hỏi")
    if not request.letter_number:
        missing.append("số, ký hiệu công văn")
    if request.due_at < clock.now():
        missing.append("hạn gửi từ hôm nay trở đi")
    if not units_to_ask(request).exists():
        missing.append("đơn vị được hỏi")
    return missing
