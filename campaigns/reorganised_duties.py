"""What unions that a reorganisation ends still have to do beside their sheets: it stays, and somebody else is asked."""

from __future__ import annotations

from django.utils.translation import gettext as _

from campaigns.lifecycle import MISSING, DataRequestStatus, FilingStatus, InspectionStatus
from campaigns.models import DataRequestSheet, Inspection, Responsibility
from campaigns.models.responsibility import TO_DO
from units.reorganising.consequences import TreeChange


def note_duties(change: TreeChange) -> None:
    """Note data requests not answered, measures not done and inspections with something to mend."""
    units = {ended.unit.pk: ended.unit for ended in change.ended}
    waiting = (*MISSING, FilingStatus.RETURNED, FilingStatus.SUBMITTED)
    sheets = DataRequestSheet.objects.filter(
        unit__in=units, status__in=waiting, request__status=DataRequestStatus.OPENED
    )
    for sheet in sheets.select_related("request").order_by("pk"):
        words = {"title": sheet.request.title, "status": sheet.status_text}
        stays = _("yêu cầu bổ sung số liệu “{title}” ({status}): giữ, cần hỏi đơn vị kế tục").format(**words)
        change.journal.note("duty", units[sheet.unit_id], stays, is_written=False)
    duties = Responsibility.objects.filter(unit__in=units, status__in=TO_DO).order_by("pk")
    for unit_id in duties.values_list("unit", flat=True):
        stays = _("biện pháp được giao, chưa xong: giữ, cần giao lại")
        change.journal.note("duty", units[unit_id or 0], stays, is_written=False)
    to_mend = (InspectionStatus.TO_MEND, InspectionStatus.TOLD)
    for unit_id in Inspection.objects.filter(unit__in=units, status__in=to_mend).values_list("unit", flat=True):
        stays = _("điều phải khắc phục sau kiểm tra: giữ, do nơi kiểm tra xử lý tiếp")
        change.journal.note("duty", units[unit_id], stays, is_written=False)


CONSEQUENCES = (note_duties,)
