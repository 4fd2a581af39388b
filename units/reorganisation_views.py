"""The pages of reorganisations, for the Board and administrators: the plans, a new one, one with its rehearsal."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.archives import LIMIT, MEGABYTE
from foundation.body_limits import takes_file
from foundation.filters import ListFilter, SelectFilter
from foundation.forms.errors import error_summary, refuse
from foundation.list_page import list_page
from foundation.list_table import ListColumn, ListTable, ValueKind
from foundation.vietnamese import format_date, format_moment, format_number
from units import access
from units.acting_request import acting_of, require_acting, user_of
from units.actions import reorganisation_plans
from units.actions.planned_rows import rows_from
from units.actions.reorganisation_plans import PlannedRow
from units.confirming import posted
from units.forms.reorganisation import NewPlanForm, PlanForm
from units.history import history_of
from units.lifecycle import ReorganisationStatus
from units.models import RehearsedWrite, Reorganisation, ReorganisationAct, ReorganisationRow
from units.reorganising.from_workbook import FileProblem, read_plan
from units.reorganising.journal import TABLES
from units.sent_once import made_once

PLAN, DRAFTED = gettext_lazy("Phương án"), gettext_lazy("Lập")
PLANS = ListTable(
    gettext_lazy("Phương án sắp xếp đơn vị"),
    (
        ListColumn(PLAN, attrgetter("title"), width=50),
        ListColumn(gettext_lazy("Căn cứ"), attrgetter("letter_number"), within=PLAN),
        ListColumn(gettext_lazy("Hiệu lực từ"), attrgetter("on"), ValueKind.DAY, width=14),
        ListColumn(gettext_lazy("Trạng thái"), lambda plan: plan.get_status_display()),
        ListColumn(DRAFTED, attrgetter("drafted_at"), ValueKind.MOMENT, width=18),
        ListColumn(gettext_lazy("Người lập"), attrgetter("drafted_by.full_name"), within=DRAFTED),
    ),
)
ROWS = ListTable(
    gettext_lazy("Các dòng của phương án sắp xếp"),
    (
        ListColumn(gettext_lazy("Dòng"), attrgetter("number"), ValueKind.NUMBER, css="num", width=8),
        ListColumn(gettext_lazy("Đơn vị"), attrgetter("subject"), width=44),
        ListColumn(gettext_lazy("Việc"), lambda row: capfirst(row.words), width=70),
    ),
)
SAYS = gettext_lazy("Nội dung")
WRITES = ListTable(
    gettext_lazy("Kết quả diễn tập"),
    (
        ListColumn(gettext_lazy("Bảng"), lambda write: TABLES[write.table], width=24),
        ListColumn(gettext_lazy("Đơn vị"), attrgetter("unit_name"), width=44),
        ListColumn(SAYS, attrgetter("words"), width=80),
        ListColumn(gettext_lazy("Người"), lambda write: write.post.user.full_name if write.post else "", within=SAYS),
        ListColumn(gettext_lazy("Ghi hay giữ"), lambda write: _("ghi") if write.is_written else _("giữ, cần xem")),
    ),
)


class PlanFilter(ListFilter):
    status = SelectFilter(
        label=gettext_lazy("Trạng thái"),
        choices=ReorganisationStatus.choices,
        empty_label=gettext_lazy("Mọi trạng thái"),
    )


class PlanRowFilter(ListFilter):
    act = SelectFilter(
        label=gettext_lazy("Việc"), choices=ReorganisationAct.choices, empty_label=gettext_lazy("Mọi việc")
    )


class WriteFilter(ListFilter):
    table = SelectFilter(label=gettext_lazy("Bảng"), choices=list(TABLES.items()), empty_label=gettext_lazy("Mọi bảng"))
    is_written = SelectFilter(
        label=gettext_lazy("Ghi hay giữ"),
        choices=(("True", gettext_lazy("Sẽ ghi")), ("False", gettext_lazy("Giữ, cần xem"))),
        empty_label=gettext_lazy("Cả hai"),
    )


def plan_list(request: HttpRequest) -> HttpResponseBase:
    """List the plans, the newest first."""
    visible = _visible(request).select_related("drafted_by").order_by("-pk")
    return list_page(request, "units/reorganisation/plans.html", PLANS, PlanFilter(request.GET, visible))


@takes_file(LIMIT // MEGABYTE)
def new(request: HttpRequest) -> HttpResponse:
    """Ask what the plan is called, and for the workbook with its rows; without one the plan is empty."""
    access.require_allowed(access.may_reorganise(acting_of(request)))
    form = NewPlanForm(posted(request), request.FILES if request.method == "POST" else None)
    unread: list[FileProblem] = []
    if form.is_bound and form.is_valid():
        try:
            rows, unread = _read_rows(request, form)
        except ValidationError as error:
            refuse(form, ValidationError({"file": error.messages}))
        else:
            if not unread:
                return made_once(request, lambda: _drafted(request, form, rows))
    context = {"form": form, "problems": error_summary(form), "unread": unread, "breadcrumb": trail(_("Lập phương án"))}
    return render(request, "units/reorganisation/new.html", context)


def _read_rows(request: HttpRequest, form: NewPlanForm) -> tuple[list[PlannedRow], list[FileProblem]]:
    """Return the rows of the file, and those that are unclear unless they are to be left out; none without a file."""
    by, typed = require_acting(request), form.cleaned_data
    file = typed["file"]
    if file is None:
        return [], []
    read = read_plan(file.read(), file.name or "", on=typed["on"], doubtful_are_new=typed["doubtful_are_new"], by=by)
    if read.problems and not typed["leaves_out"]:
        return [], read.problems
    if not read.plans:
        raise ValidationError(_("Tệp này không ghi thay đổi nào so với các đơn vị trên cổng."))
    return rows_from(read, by), []


def _drafted(request: HttpRequest, form: NewPlanForm, rows: list[PlannedRow]) -> str:
    """Draft the plan and return its address."""
    head = {name: form.cleaned_data[name] for name in PlanForm.base_fields}
    drafted = reorganisation_plans.draft(**head, rows=rows, by=require_acting(request))
    messages.success(request, _("Đã lập phương án. Chưa có gì thay đổi ở các đơn vị."))
    return drafted.get_absolute_url()


def plan(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show a plan: its rows, what hinders it, what its rehearsal wrote, and the next step."""
    shown = plan_or_404(request, pk)
    by = acting_of(request)
    rows = shown.rows.select_related("unit", "type", "target", "target_row__unit")
    acts = reorganisation_plans.counts_of(shown)
    context: dict[str, Any] = {
        "plan": shown,
        "facts": _facts(shown),
        "acts": [(ReorganisationAct(act).label, format_number(n), act) for act, n in acts.items()],
        "hindrances": [problem for problem in shown.problems if problem[2]],
        "tables": _counted_writes(shown),
        "may_change": access.may_change_reorganisation(shown, by),
        "may_confirm": access.may_confirm_reorganisation(shown, by),
        "may_revise": access.may_revise_reorganisation(shown, by),
        "may_call_off": access.may_call_off_reorganisation(shown, by),
        "may_undo": access.may_undo_reorganisation(shown, by),
        "history": history_of(shown),
        "breadcrumb": trail(shown.title),
    }
    conditions = PlanRowFilter(request.GET, rows.order_by("number"))
    return list_page(request, "units/reorganisation/plan.html", ROWS, conditions, **context)


def _facts(shown: Reorganisation) -> list[tuple[str, str]]:
    letter = _("{number} ngày {day}").format(number=shown.letter_number, day=format_date(shown.letter_on))
    facts = [
        (_("Căn cứ"), letter),
        (_("Có hiệu lực từ"), format_date(shown.on)),
        (_("Đơn vị lập mới"), _("thuộc diện các đợt đang mở") if shown.calls_founded else _("chưa thuộc diện đợt nào")),
    ]
    if shown.rehearsed_at:
        facts.append((_("Diễn tập lúc"), format_moment(shown.rehearsed_at)))
    if shown.done_at:
        facts.append((_("Thực hiện lúc"), format_moment(shown.done_at)))
    return facts


def _counted_writes(shown: Reorganisation) -> list[tuple[Any, str, str, str]]:
    """Return (table, how many lines are written, how many stay, key of the table) of the last rehearsal."""
    lines = shown.writes.order_by().values_list("table", "is_written").annotate(Count("pk"))
    counts = {(table, is_written): count for table, is_written, count in lines}
    return [
        (label, format_number(counts.get((key, True), 0)), format_number(counts.get((key, False), 0)), key)
        for key, label in TABLES.items()
        if counts.keys() & {(key, True), (key, False)}
    ]


def writes(request: HttpRequest, pk: int) -> HttpResponseBase:
    """List what the last rehearsal wrote and saw, by table and unit."""
    shown = plan_or_404(request, pk)
    visible = RehearsedWrite.objects.visible_to(user_of(request)).filter(plan=shown)
    lines = visible.select_related("post__user").order_by("pk")
    conditions = WriteFilter(request.GET, lines)
    return list_page(
        request,
        "units/reorganisation/writes.html",
        WRITES,
        conditions,
        lambda listed: [(TABLES[write.table], write) for write in listed] if "export" not in request.GET else listed,
        plan=shown,
        breadcrumb=[*trail(shown), (_("Kết quả diễn tập"), "")],
    )


def plan_or_404(request: HttpRequest, pk: int) -> Reorganisation:
    return get_object_or_404(_visible(request).select_related("unit", "drafted_by"), pk=pk)


def row_or_404(request: HttpRequest, pk: int, number: int) -> ReorganisationRow:
    shown = plan_or_404(request, pk)
    return get_object_or_404(shown.rows.select_related("plan__unit", "unit", "type", "target"), number=number)


def _visible(request: HttpRequest) -> QuerySet[Reorganisation]:
    access.require_allowed(access.may_reorganise(acting_of(request)))
    return Reorganisation.objects.visible_to(user_of(request))


def trail(*below: str | Reorganisation) -> list[tuple[str, str]]:
    names = [(_("Sắp xếp đơn vị"), reverse("reorganisations:list"))]
    for step in below:
        names.append((step.title, step.get_absolute_url()) if isinstance(step, Reorganisation) else (step, ""))
    return names
