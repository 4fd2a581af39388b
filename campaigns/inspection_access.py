"""Who may do what with inspections (cuộc kiểm tra).

Two groups record them: reviewers of a unit above the inspected one, and the people of an inspection team (a post of the
role INSPECTOR) for the unit of their post and the units below it.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from campaigns.access import not_over
from campaigns.lifecycle import InspectionStatus
from campaigns.models import Campaign, Inspection
from units.access import Answer, both, done_by, no, no_in_this_state, yes
from units.acting import Acting
from units.models import Post, Role, Unit


def may_record_any(by: Acting | None) -> Answer:
    """Reviewers of a union with units below, and inspection teams, may record inspections."""
    if by and by.is_(Role.REVIEWER) and not by.unit.is_grassroots:
        return yes(by.post(Role.REVIEWER))
    if by and by.is_(Role.INSPECTOR):
        return yes(by.post(Role.INSPECTOR))
    return no(_("Cuộc kiểm tra do người theo dõi ở công đoàn cấp trên hoặc đoàn kiểm tra ghi."))


def may_record(unit: Unit, campaign: Campaign, by: Acting | None) -> Answer:
    """Who is above a union, or inspects it, may record an inspection of it while the campaign runs."""
    post = _inspecting_post(unit, campaign, by)
    who = yes(post) if post else done_by(Role.REVIEWER, lambda: unit.parent or unit)
    return both(who, not_over(campaign))


def may_edit(inspection: Inspection, by: Acting | None) -> Answer:
    """The union that recorded an inspection, or one above it, may correct it until the inspected union answers."""
    return both(_inspects(inspection, by), _in_status(inspection, InspectionStatus.RECORDED, InspectionStatus.TO_MEND))


def may_discard(inspection: Inspection, by: Acting | None) -> Answer:
    return may_edit(inspection, by)


def may_tell_mended(inspection: Inspection, by: Acting | None) -> Answer:
    """Officers of the inspected union, or of one above on its behalf, may tell that it has mended what was found."""
    if by and by.is_(Role.OFFICER) and by.covers(inspection.unit.path):
        return both(yes(by.post(Role.OFFICER)), _in_status(inspection, InspectionStatus.TO_MEND))
    return done_by(Role.OFFICER, inspection.unit)


def may_confirm_mended(inspection: Inspection, by: Acting | None) -> Answer:
    """Who inspects may confirm, or refuse to confirm, what another person told."""
    who = _inspects(inspection, by)
    if who and by and inspection.told_by_id == by.user.pk:
        who = no(_("Người báo đã khắc phục không tự xác nhận. Đề nghị đồng chí khác hoặc cấp trên xác nhận."))
    return both(who, _in_status(inspection, InspectionStatus.TOLD))


def _inspects(inspection: Inspection, by: Acting | None) -> Answer:
    """Answer yes for who may inspect the union and acts for the union that did, or for one above it."""
    post = _inspecting_post(inspection.unit, inspection.campaign, by)
    if post and by and by.covers(inspection.inspecting_unit.path):
        return yes(post)
    return done_by(Role.REVIEWER, inspection.inspecting_unit)


def _inspecting_post(unit: Unit, campaign: Campaign, by: Acting | None) -> Post | None:
    """Return the post in which a person inspects a union; an inspection of one year has that year's campaign alone."""
    if by is None or by.area:
        return None
    if by.is_(Role.REVIEWER) and by.above(unit.path):
        return by.post(Role.REVIEWER)
    post = by.post(Role.INSPECTOR)
    return post if post and by.covers(unit.path) and post.year in (None, campaign.year) else None


def _in_status(inspection: Inspection, *statuses: str) -> Answer:
    if inspection.status in statuses:
        return yes()
    sentence = _("Cuộc kiểm tra này đang ở trạng thái “{status}”.")
    return no_in_this_state(sentence.format(status=inspection.status_text), moved=True)
