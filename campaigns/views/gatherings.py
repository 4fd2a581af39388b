"""What unions hold themselves: launches of the campaign and reviews of a phase; who has, who has not, one union's."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns import gathering_access as access
from campaigns.actions import gatherings as actions
from campaigns.forms.gatherings import FORMS, GatheringForm, WithdrawGatheringForm
from campaigns.gathering_filters import GatheringFilter
from campaigns.models import CalledUnit, Gathering
from campaigns.models.gathering import NAMESPACES, GatheringKind, gathering_url, last_recorded, recorded_by_unit
from foundation.body_limits import takes_file
from foundation.forms.edit_conflicts import EditConflict
from foundation.lazy_text import LazyText
from foundation.list_page import list_page
from foundation.list_table import ListColumn, ListTable, ValueKind
from foundation.vietnamese import format_date, format_number
from units.acting_request import acting_of, require_acting, user_of
from units.attachments import LIMIT, scans_of
from units.confirming import Confirmation, ask, posted
from units.forms.scan import WithdrawScanForm
from units.history import history_of, latest
from units.models import Attachment
from units.scan_download import scan_response

LISTED = ("name", "path", "sort_key", "parent_name", "coordinated", "unit", "phase")
"""The columns that a line shows."""


class ListedGathering(NamedTuple):
    """A called unit of the list, and what it has recorded."""

    called: CalledUnit
    gathering: Gathering | None
    kind: str

    @property
    def url(self) -> str:
        return gathering_url(self.called, self.kind)

    @property
    def status_text(self) -> LazyText:
        return gettext_lazy("Đã ghi") if self.gathering else gettext_lazy("Chưa ghi")

    @property
    def held_on(self) -> date | None:
        return self.gathering.held_on if self.gathering else None

    @property
    def with_whom(self) -> str:
        return self.gathering.with_whom if self.gathering else ""

    @property
    def delegates(self) -> int | None:
        return self.gathering.delegates if self.gathering else None

    @property
    def praised(self) -> str:
        return self.gathering.praised if self.gathering else ""


UNIT = gettext_lazy("Đơn vị")
COMMON = (
    ListColumn(UNIT, lambda row: row.called.name, width=44),
    ListColumn(gettext_lazy("Công đoàn cấp trên"), lambda row: row.called.parent_name, within=UNIT, width=36),
    ListColumn(gettext_lazy("Trạng thái"), lambda row: row.status_text, width=12),
    ListColumn(gettext_lazy("Ngày tổ chức"), lambda row: row.held_on, ValueKind.DAY, width=14),
)
TABLES: dict[str, ListTable] = {
    GatheringKind.LAUNCH: ListTable(
        gettext_lazy("Phát động tại các đơn vị"),
        (*COMMON, ListColumn(gettext_lazy("Cùng với"), lambda row: row.with_whom, width=44)),
    ),
    GatheringKind.REVIEW: ListTable(
        gettext_lazy("Sơ kết, tổng kết tại các đơn vị"),
        (
            *COMMON,
            ListColumn(gettext_lazy("Số người dự"), lambda row: row.delegates, ValueKind.NUMBER, width=12),
            ListColumn(gettext_lazy("Biểu dương, khen thưởng"), lambda row: row.praised, width=60),
        ),
    ),
}


def gathering_list(request: HttpRequest, kind: str) -> HttpResponseBase:
    """List the units called to a phase, in the office's order, each with what it has recorded."""
    user, by = user_of(request), acting_of(request)
    visible = CalledUnit.objects.visible_to(user).only(*LISTED)
    conditions = GatheringFilter(request.GET.dict(), queryset=visible, kind=kind, user=user)
    phase = conditions.shown_phase
    if phase:
        conditions.queryset = visible.filter(phase=phase)

    def rows(listed: list[CalledUnit]) -> list[ListedGathering]:
        if phase is None:
            return []
        by_unit = recorded_by_unit(kind, phase, listed)
        return [ListedGathering(called, by_unit.get(called.unit_id), kind) for called in listed]

    own = None
    if phase and by and not by.area:
        own = CalledUnit.objects.visible_to(user).filter(phase=phase, unit=by.unit).select_related("unit").first()
        if own:
            own.phase = phase
    context: dict[str, Any] = {
        "is_launch": kind == GatheringKind.LAUNCH,
        "own_url": gathering_url(own, kind, "record") if own and access.may_record_gathering(own, by) else "",
        "phase": phase,
    }
    return list_page(
        request, "campaigns/gatherings/list.html", TABLES[kind], conditions, rows, keyset="sort_key", **context
    )


def detail(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Show what a unit has recorded, its files, and what may be done."""
    called, by = _called_or_404(request, pk), acting_of(request)
    last = last_recorded(called, kind)
    gathering = last if last and last.withdrawn_at is None else None
    context: dict[str, Any] = {
        "called": called,
        "gathering": gathering,
        "title": _title(called, kind),
        "about": _facts(gathering) if gathering else [],
        "scans": list(scans_of(gathering).in_force()) if gathering else [],
        "can_record": access.may_record_gathering(called, by),
        "namespace": NAMESPACES[kind],
        "record_url": gathering_url(called, kind, "record"),
        "withdraw_url": gathering_url(called, kind, "withdraw"),
        "story": history_of(last) if last else [],
        "breadcrumb": _trail(called, kind, is_detail=True),
    }
    return render(request, "campaigns/gatherings/detail.html", context)


@takes_file(LIMIT)
def record(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Record what a unit held, or correct it."""
    called, by = _called_or_404(request, pk), acting_of(request)
    form = _form(request, called, kind)

    def question() -> Confirmation:
        sentence = _("{unit}. Công đoàn cấp trên thấy trong danh sách đã, chưa tổ chức.").format(unit=called.name)
        if by and by.unit.pk != called.unit_id:
            sentence = _("Đang ghi thay {unit}.").format(unit=called.name)
        title = _title(called, kind)
        trail = _trail(called, kind)
        return Confirmation(title=title, sentence=sentence, heading=title, button=_("Ghi"), trail=trail, form=form)

    def act(typed: dict[str, Any]) -> str:
        about = {"scan": typed["scan"], "fingerprints": form.fingerprints}
        try:
            actions.record_gathering(called, kind, typed, by=require_acting(request), **about)
        except EditConflict:
            stored = actions.gathering_of(called, kind)
            event = latest(stored, f"record_{kind}", f"change_{kind}") if stored else None
            form.show_conflict(_fresh_form(called, kind), event)
            raise
        return _("Đã ghi.")

    answer = access.may_record_gathering(called, by)
    return ask(request, answer, question, act, back_url=gathering_url(called, kind))


def withdraw(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Take back what was recorded by mistake."""
    called = _called_or_404(request, pk)
    gathering = actions.gathering_of(called, kind)

    def question() -> Confirmation:
        sentence = _("{unit} trở lại là chưa ghi; tệp kèm theo thôi hiện. Ghi lại lúc nào cũng được.")
        return Confirmation(
            title=_("Rút lại"),
            sentence=sentence.format(unit=called.name),
            button=_("Rút lại"),
            trail=_trail(called, kind),
            form=WithdrawGatheringForm(posted(request)),
            tone="danger",
        )

    def act(typed: dict[str, Any]) -> str:
        actions.withdraw_gathering(called, kind, by=require_acting(request), **typed)
        return _("Đã rút lại.")

    answer = access.may_withdraw_gathering(called, gathering, acting_of(request))
    return ask(request, answer, question, act, back_url=gathering_url(called, kind))


def download(request: HttpRequest, kind: str, pk: int, scan: int) -> HttpResponseBase:
    """Send a file of what is in force. Raises DamagedFile."""
    _called, _gathering, attachment = _scan_or_404(request, kind, pk, scan)
    if attachment.is_withdrawn:
        raise Http404
    return scan_response(attachment)


def withdraw_scan(request: HttpRequest, kind: str, pk: int, scan: int) -> HttpResponse:
    """Withdraw a file, with a reason."""
    called, gathering, attachment = _scan_or_404(request, kind, pk, scan)

    def question() -> Confirmation:
        sentence = _("“{name}” không ai tải được nữa. Tệp không bị xóa; nhật ký ghi ai rút, lúc nào, vì sao.")
        return Confirmation(
            title=_("Rút lại tệp"),
            sentence=sentence.format(name=attachment.name),
            button=_("Rút lại tệp"),
            trail=_trail(called, kind),
            form=WithdrawScanForm(posted(request)),
            tone="danger",
        )

    def act(typed: dict[str, Any]) -> str:
        actions.withdraw_file(called, gathering, attachment, by=require_acting(request), **typed)
        return _("Đã rút lại tệp “{name}”.").format(name=attachment.name)

    answer = access.may_withdraw_scan(attachment, called, acting_of(request))
    return ask(request, answer, question, act, back_url=gathering_url(called, kind))


def _called_or_404(request: HttpRequest, pk: int) -> CalledUnit:
    visible = CalledUnit.objects.visible_to(user_of(request)).prefetch_related("phase__campaign__phases")
    return get_object_or_404(visible.select_related("unit", "phase__campaign__unit"), pk=pk)


def _scan_or_404(request: HttpRequest, kind: str, pk: int, scan: int) -> tuple[CalledUnit, Gathering, Attachment]:
    called = _called_or_404(request, pk)
    gathering = actions.gathering_of(called, kind)
    if gathering is None:
        raise Http404
    return called, gathering, get_object_or_404(scans_of(gathering), pk=scan)


def _form(request: HttpRequest, called: CalledUnit, kind: str) -> GatheringForm:
    stored = actions.stored_fields(actions.gathering_of(called, kind), kind)
    return FORMS[kind](posted(request), request.FILES if request.method == "POST" else None, fields_stored=stored)


def _fresh_form(called: CalledUnit, kind: str) -> GatheringForm:
    return FORMS[kind](fields_stored=actions.stored_fields(actions.gathering_of(called, kind), kind))


def _title(called: CalledUnit, kind: str) -> str:
    if kind == GatheringKind.LAUNCH:
        return _("Phát động phong trào năm {year} tại đơn vị").format(year=called.phase.campaign.named_year)
    about = {"review": called.phase.review_words, "phase": called.phase.in_year}
    return _("{review} {phase} tại đơn vị").format(**about)


def _trail(called: CalledUnit, kind: str, *, is_detail: bool = False) -> list[tuple[str, str]]:
    address = f"{reverse(f'{NAMESPACES[kind]}:list')}?phase={called.phase_id}"
    own = "" if is_detail else gathering_url(called, kind)
    return [(str(TABLES[kind].title), address), (called.name, own)]


def _facts(gathering: Gathering) -> list[tuple[str, str]]:
    held = (_("Ngày tổ chức"), format_date(gathering.held_on))
    if gathering.is_launch:
        return [held, (_("Cùng với"), gathering.with_whom)]
    delegates = format_number(gathering.delegates or 0)
    return [held, (_("Số người dự"), delegates), (_("Biểu dương, khen thưởng"), gathering.praised)]
