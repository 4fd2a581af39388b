"""Actions on areas: which unions they have, and who looks after them. Each is one transaction with one event."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from foundation import vietnamese
from units import access
from units.acting import Acting
from units.actions.posts import give_post
from units.history import record
from units.models import Area, AreaUnit, Post, Role, Unit, User


@transaction.atomic
def change_members(area: Area, *, add: Collection[Unit], remove: Collection[Unit], by: Acting) -> None:
    """Put unions into the area and take others out. What somebody else did meanwhile is left as it is.

    Raises ValidationError for a union that is not below the area's unit.
    """
    post = access.require_allowed(access.may_keep_areas(area.unit, by))
    Area.objects.select_for_update(no_key=True).get(pk=area.pk)
    if any(unit.pk == area.unit_id or not area.unit.contains(unit.path) for unit in add):
        raise ValidationError(_("Khu vực chỉ gồm đơn vị thuộc {unit}.").format(unit=area.unit))
    members = set(area.members.values_list("unit", flat=True))
    added = [unit for unit in add if unit.pk not in members]
    removed = [unit for unit in remove if unit.pk in members]
    AreaUnit.objects.bulk_create([AreaUnit(area=area, unit=unit) for unit in added])
    area.members.filter(unit__in=removed).delete()
    changes = {str(_("đưa vào")): ["", _names(added)], str(_("đưa ra")): [_names(removed), ""]}
    named = {label: texts for label, texts in changes.items() if any(texts)}
    if named:
        record(area, "change_area_members", by=by, post=post, unit=area.unit, changes=named)


@transaction.atomic
def give_desk(area: Area, person: User, *, since: date, by: Acting) -> Post:
    """Make a person look after the area. Raises ValidationError for who does so then, and for an area that ended."""
    area = Area.objects.select_related("unit").select_for_update(of=("self",), no_key=True).get(pk=area.pk)
    if area.valid_to and area.valid_to <= since:
        day = vietnamese.format_date(area.valid_to)
        raise ValidationError({"since": _("Khu vực này chỉ đến trước ngày {day}.").format(day=day)})
    if area.posts.filter(Q(until=None) | Q(until__gt=since), user=person).exists():
        raise ValidationError({"person": _("Người này đang phụ trách khu vực.")})
    return give_post(Post(user=person, unit=area.unit, area=area, role=Role.DESK, since=since), by=by)


def _names(units: Iterable[Unit]) -> str:
    return "; ".join(unit.name for unit in units)
