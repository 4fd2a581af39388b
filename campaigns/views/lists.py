"""The lists of sheets: those in the user's reach, filtered, in the office's order, 50 on a page."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.access import may_type_paper_sheets
from campaigns.answer_columns import Answers, answer_columns, answered_lines, answers_of_sheets
from campaigns.filters import FilingFilter
from campaigns.lifecycle import EDITABLE, FilingStatus
from campaigns.models import Filing, FilingKind
from foundation.lazy_text import LazyText
from foundation.list_files import wants_file
from foundation.list_page import list_page
from foundation.list_table import ListColumn, ListTable, ValueKind
from foundation.request_parsing import whole_number
from units.acting import Acting
from units.acting_request import acting_of, user_of
from units.contacts import Contact
from units.models import Role

SHOWN = (
    "kind",
    "status",
    "late",
    "submitted_at",
    "due_again",
    "current_submission",
    "called__name",
    "called__coordinated",
    "called__pledge_due",
    "called__report_due",
    "called__sort_key",
    "called__phase",
    "called__unit__path",
    "called__unit__phone",
    "called__unit__contact_person",
    "called__parent",
    "called__parent_name",
)
"""The columns of the database that a line shows; of all joined tables there are 93, and reading them takes longer."""


class ListedSheet(NamedTuple):
    """A sheet of the list. `step`: the text of the link to it; `answers`: what it says in words, in files alone."""

    sheet: Filing
    step: str
    answers: Answers = {}

    @property
    def coordinated(self) -> LazyText:
        return _("phối hợp chỉ đạo") if self.sheet.called.coordinated else ""

    @property
    def late(self) -> LazyText:
        return _("Gửi sau hạn") if self.sheet.late else ""

    @property
    def sent_at(self) -> datetime | None:
        """When it came, unless it was returned."""
        return None if self.sheet.status == FilingStatus.RETURNED else self.sheet.submitted_at

    @property
    def is_asked(self) -> bool:
        """Whether it has yet to come."""
        return not self.sent_at and self.sheet.status != FilingStatus.EXCUSED

    @property
    def contact(self) -> Contact:
        """Whom to call about what has yet to come."""
        unit = self.sheet.called.unit
        return Contact(unit.contact_person, unit.phone if self.is_asked else "")

    @property
    def due(self) -> datetime | None:
        return self.sheet.due if self.is_asked else None


UNIT, STATUS, TIME = _("Đơn vị"), _("Trạng thái"), _("Thời hạn")
COLUMNS = (
    ListColumn(UNIT, attrgetter("sheet.called.name"), width=44),
    ListColumn(_("Công đoàn cấp trên"), attrgetter("sheet.called.parent_name"), within=UNIT, width=36),
    ListColumn(_("Phối hợp chỉ đạo"), attrgetter("coordinated"), within=UNIT),
    ListColumn(_("Đợt"), attrgetter("sheet.phase.in_list"), ValueKind.NUMBER, width=8),
    ListColumn(_("Năm"), attrgetter("sheet.phase.campaign.year_in_list"), ValueKind.NUMBER, within=_("Đợt"), width=8),
    ListColumn(STATUS, attrgetter("sheet.status_text")),
    ListColumn(_("Gửi sau hạn"), attrgetter("late"), within=STATUS, width=14),
    ListColumn(TIME),
    ListColumn(_("Người liên hệ"), lambda row: row.contact.name if row.contact else "", within=TIME, width=24),
    ListColumn(_("Điện thoại"), lambda row: row.contact.phone, within=TIME, width=18),
    ListColumn(_("Ngày gửi"), attrgetter("sent_at"), ValueKind.DAY, within=TIME, width=14),
    ListColumn(_("Hạn gửi"), attrgetter("due"), ValueKind.DAY, within=TIME, width=14),
)
TABLES = {
    FilingKind.PLEDGE.value: ListTable(_("Đăng ký thi đua"), COLUMNS),
    FilingKind.REPORT.value: ListTable(_("Báo cáo kết quả"), COLUMNS),
}


def filing_list(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Show the list of one kind of sheet; the number of queries does not depend on the rows."""
    visible = Filing.objects.filter(kind=kind).visible_to(user_of(request))
    lines = visible.select_related("called__unit").only(*SHOWN)
    conditions = FilingFilter(request.GET.dict(), queryset=lines, kind=kind, user=user_of(request))

    table = TABLES[kind]
    phase = conditions.phases.get(whole_number(conditions.data.get("phase")) or 0)
    by = acting_of(request)
    listed_lines = answered_lines(phase.pk, kind, by.unit if by else None) if phase and wants_file(request) else []
    waiting: list[Filing] = []  # of the page, for this person; filled with its rows

    def rows(sheets: list[Filing]) -> list[ListedSheet]:
        for sheet in sheets:
            sheet.called.phase = conditions.phases[sheet.called.phase_id]
        waiting[:] = [sheet for sheet in sheets if may_decide(sheet, by)]
        answers = answers_of_sheets(sheets, listed_lines) if listed_lines else {}
        return [ListedSheet(sheet, next_step(sheet, by), answers.get(sheet.pk, {})) for sheet in sheets]

    return list_page(
        request,
        "campaigns/filing_list.html",
        replace(table, columns=(*table.columns, *answer_columns(listed_lines, UNIT))),
        conditions,
        rows,
        keyset="called__sort_key",
        is_pledge=kind == FilingKind.PLEDGE,
        waiting=waiting,
        many_url=reverse(f"{kind}s:many"),
        phase=conditions.data.get("phase"),
        may_type=bool(may_type_paper_sheets(acting_of(request))),
    )


def next_step(sheet: Filing, by: Acting | None) -> str:
    """Return the text of the link to a sheet: what the person may do there, as far as no query is needed to tell."""
    if by is None or not sheet.phase.is_open:
        return gettext("Xem")
    if may_decide(sheet, by):
        return gettext("Xem và xác nhận")
    if by.is_(Role.OFFICER) and by.unit.pk == sheet.unit.pk and sheet.status in EDITABLE:
        return gettext("Soạn")
    return gettext("Xem")


def may_decide(sheet: Filing, by: Acting | None) -> bool:
    """Return whether the sheet waits for a decision of this person, as far as no query is needed to tell."""
    if by is None or not sheet.phase.is_open or sheet.status != FilingStatus.SUBMITTED:
        return False
    decides = by.area.may_decide if by.area else by.is_(Role.REVIEWER)
    return decides and by.above(sheet.unit.path)
