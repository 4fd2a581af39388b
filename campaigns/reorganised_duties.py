"""What unions that a reorganisation ends still have to do beside their sheets: who goes on does it for them."""

from __future__ import annotations

from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from campaigns.lifecycle import FollowedStatus
from campaigns.models import FollowedExemplar, Inspection, Responsibility
from campaigns.models.inspection import OPEN_INSPECTIONS
from campaigns.models.responsibility import OPEN_RESPONSIBILITIES
from units.models import Unit
from units.reorganising.consequences import TreeChange


def note_duties(change: TreeChange) -> None:
    """Note measures not confirmed, inspections with something to mend, and exemplars: rows stay, desks change.

    `Unit.goes_on_as` says who has them on the desk from that day.
    """
    units = {ended.unit.pk: ended.unit for ended in change.ended}
    heirs = {ended.unit.pk: ended.successor or ended.unit.parent for ended in change.ended}
    measures = Responsibility.objects.filter(unit__in=units, status__in=OPEN_RESPONSIBILITIES)
    for row in measures.select_related("measure__campaign__unit").order_by("pk"):
        words = {
            "measure": Truncator(row.measure.text).chars(120),
            "heir": heirs[row.unit_id or 0],
            "who": row.measure.campaign.unit,
        }
        stays = _("biện pháp “{measure}”: {heir} thực hiện, báo thay; {who} phân công nơi khác nếu cần")
        _note(change, units[row.unit_id or 0], stays.format(**words))
    concerned = Q(unit__in=units) | Q(inspecting_unit__in=units)
    inspections = Inspection.objects.filter(concerned, status__in=OPEN_INSPECTIONS)
    for visit in inspections.select_related("unit", "inspecting_unit").order_by("pk"):
        if visit.unit_id in units:
            stays = _("điều phải khắc phục sau kiểm tra: {heir} khắc phục, báo thay")
            _note(change, units[visit.unit_id], stays.format(heir=heirs[visit.unit_id]))
        if visit.inspecting_unit_id in units:
            stays = _("cuộc kiểm tra {unit}, chưa khắc phục xong: {heir} theo dõi, xác nhận")
            words = {"unit": visit.unit, "heir": heirs[visit.inspecting_unit_id]}
            _note(change, units[visit.inspecting_unit_id], stays.format(**words))
    followed = FollowedExemplar.objects.filter(following_unit__in=units).exclude(status=FollowedStatus.DROPPED)
    for unit_id, who in followed.order_by("pk").values_list("following_unit", "who"):
        stays = _("điển hình {who}: {heir} theo dõi tiếp")
        _note(change, units[unit_id], stays.format(who=who, heir=heirs[unit_id]))


def _note(change: TreeChange, unit: Unit, words: str) -> None:
    change.journal.note("duty", unit, words, is_written=False)


CONSEQUENCES = (note_duties,)
