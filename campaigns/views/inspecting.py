"""Acts on inspections: recording and correcting one, telling what was mended, confirming that."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns import inspection_access as access
from campaigns.actions import inspections as actions
from campaigns.forms.inspections import (
    DiscardInspectionForm,
    InspectionForm,
    MendingForm,
    NewInspectionForm,
    NotMendedForm,
)
from campaigns.models import Campaign, Inspection
from campaigns.views.inspections import inspection_or_404, trail, trail_to_list
from foundation import clock
from foundation.forms.edit_conflicts import EditConflict
from foundation.vietnamese import due_text, format_date
from units.acting import Acting
from units.acting_request import acting_of, require_acting, user_of
from units.confirming import Confirmation, ask, posted
from units.history import latest
from units.models import Role, Unit


def new(request: HttpRequest) -> HttpResponse:
    """Record an inspection of a union below."""
    by, recorded = acting_of(request), list[Inspection]()

    def question() -> Confirmation:
        units = _units(request, by)
        form = NewInspectionForm(posted(request), units=units, campaigns=_campaigns(request, by))
        return Confirmation(
            title=_("Ghi cuộc kiểm tra"),
            sentence=_("Đơn vị được kiểm tra và công đoàn cấp trên của đơn vị đọc được nội dung này."),
            button=_("Ghi cuộc kiểm tra"),
            heading=_("Đã kiểm tra ở đâu, thấy gì?"),
            trail=trail_to_list(),
            form=form,
        )

    def act(typed: dict[str, Any]) -> str:
        unit, campaign = typed["unit"], typed["campaign"]
        recorded.append(actions.record_inspection(unit, campaign, typed, by=require_acting(request)))
        return _("Đã ghi cuộc kiểm tra tại {unit}.").format(unit=unit)

    back = reverse("inspections:list")
    answer = access.may_record_any(by)
    return ask(request, answer, question, act, back_url=back, made_url=lambda: recorded[0].get_absolute_url())


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what was written about a visit."""
    inspection = inspection_or_404(request, pk)
    form = InspectionForm(posted(request), inspection=inspection)

    def question() -> Confirmation:
        sentence = _("Sửa được đến khi đơn vị báo đã khắc phục. Nhật ký ghi ai sửa, lúc nào.")
        return _question(inspection, _("Sửa ghi chép"), sentence, form)

    def act(typed: dict[str, Any]) -> str:
        try:
            actions.edit_inspection(inspection, typed, by=require_acting(request), fingerprints=form.fingerprints)
        except EditConflict:
            stored = inspection_or_404(request, pk)
            verbs = ("record_inspection", "edit_inspection", "ask_mending", "drop_mending")
            form.show_conflict(InspectionForm(inspection=stored), latest(stored, *verbs))
            raise
        return _("Đã ghi.")

    return _ask(request, access.may_edit(inspection, acting_of(request)), question, act, inspection)


def mend(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell for the union what it has done."""
    inspection = inspection_or_404(request, pk)

    def question() -> Confirmation:
        sentence = _("{who} đọc được và xác nhận. Việc phải khắc phục: {what}")
        about = {"who": inspection.inspecting_unit.name, "what": inspection.to_mend}
        return _question(inspection, _("Báo đã khắc phục"), sentence.format(**about), MendingForm(posted(request)))

    def act(typed: dict[str, Any]) -> str:
        actions.tell_mended(inspection, by=require_acting(request), **typed)
        return _("Đã báo {who}; chờ xác nhận.").format(who=inspection.inspecting_unit.name)

    return _ask(request, access.may_tell_mended(inspection, acting_of(request)), question, act, inspection)


def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm that the union has mended what was found."""
    inspection = inspection_or_404(request, pk)

    def question() -> Confirmation:
        sentence = _("{unit} báo: {what}").format(unit=inspection.unit, what=inspection.mending)
        return _question(inspection, _("Xác nhận đã khắc phục"), sentence)

    def act(_typed: dict[str, Any]) -> str:
        actions.confirm_mended(inspection, by=require_acting(request))
        return _("Đã xác nhận {unit} đã khắc phục.").format(unit=inspection.unit)

    return _ask(request, access.may_confirm_mended(inspection, acting_of(request)), question, act, inspection)


def not_mended(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what is still to be mended, and until when."""
    inspection = inspection_or_404(request, pk)

    def question() -> Confirmation:
        sentence = _("{unit} đọc được lý do và hạn mới.").format(unit=inspection.unit)
        return _question(inspection, _("Chưa xác nhận khắc phục"), sentence, NotMendedForm(posted(request)))

    def act(typed: dict[str, Any]) -> str:
        actions.refuse_mended(inspection, by=require_acting(request), **typed)
        sentence = _("Đã báo {unit} khắc phục tiếp, hạn {due}.")
        return sentence.format(unit=inspection.unit, due=due_text(typed["mend_by"]))

    return _ask(request, access.may_confirm_mended(inspection, acting_of(request)), question, act, inspection)


def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Take out an inspection recorded by mistake."""
    inspection = inspection_or_404(request, pk)

    def question() -> Confirmation:
        sentence = _("Cuộc kiểm tra ngày {day} tại {unit} thôi được tính và thôi hiện trong danh sách.")
        about = {"day": format_date(inspection.visited_on), "unit": inspection.unit}
        form = DiscardInspectionForm(posted(request))
        return _question(inspection, _("Bỏ cuộc kiểm tra"), sentence.format(**about), form, tone="danger")

    def act(typed: dict[str, Any]) -> str:
        actions.discard_inspection(inspection, by=require_acting(request), **typed)
        return _("Đã bỏ cuộc kiểm tra ghi nhầm.")

    return _ask(request, access.may_discard(inspection, acting_of(request)), question, act, inspection)


def _ask(request: HttpRequest, answer: Any, question: Any, act: Any, inspection: Inspection) -> HttpResponse:
    return ask(request, answer, question, act, back_url=inspection.get_absolute_url())


def _question(
    inspection: Inspection, title: str, sentence: str, form: Any = None, *, tone: str = "primary"
) -> Confirmation:
    return Confirmation(title=title, sentence=sentence, button=title, trail=trail(inspection), form=form, tone=tone)


def _units(request: HttpRequest, by: Acting | None) -> QuerySet[Unit]:
    """Return the unions that the person may inspect: those below, for an inspection team also that of its post."""
    units = Unit.objects.visible_to(user_of(request)).valid_on(clock.today())
    if by is None or not access.may_record_any(by):
        return units.none()
    within = units.under(by.unit.path)
    return (within if by.is_(Role.INSPECTOR) else within.exclude(pk=by.unit.pk)).order_by("order", "path")


def _campaigns(request: HttpRequest, by: Acting | None) -> list[Campaign]:
    """Return the published campaigns in which the union acted for takes part, the latest first."""
    campaigns = Campaign.objects.visible_to(request.user).newest_first().select_related("unit")
    in_reach = campaigns.prefetch_related("phases")
    return [campaign for campaign in in_reach if by and campaign.unit.contains(by.unit.path)]
