"""The pages of tables that come in, for administrators: the file, its columns, what each row would do or has done."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from foundation import vietnamese
from foundation.archives import LIMIT, MEGABYTE
from foundation.body_limits import takes_file
from foundation.filters import ListFilter, SelectFilter
from foundation.forms.errors import error_summary, refuse
from foundation.list_page import list_page
from foundation.list_table import ListColumn, ListTable, ValueKind
from foundation.tables import old_text
from foundation.tables.declaration import RowAnswer, RowStatus
from foundation.tables.reading import read_tables
from units import access, imports
from units.acting_request import acting_of, require_acting, user_of
from units.actions import table_imports
from units.confirming import Confirmation, ask, posted
from units.forms.table_import import BringInForm, ColumnsForm, PlaceForm, UndoForm
from units.import_lines import ImportLine, button_of, line_of, title_of, written_title
from units.models import Import, ImportKind, ImportRow, ImportState

FAILED = "failed"
ROW_CHOICES = (
    (RowStatus.NEW.value, gettext_lazy("Thêm")),
    (RowStatus.CHANGED.value, gettext_lazy("Sửa")),
    (RowStatus.SAME.value, gettext_lazy("Giữ nguyên")),
    (RowStatus.DOUBTFUL.value, gettext_lazy("Hỏi")),
    (RowStatus.REFUSED.value, gettext_lazy("Từ chối")),
    (FAILED, gettext_lazy("Chưa ghi hoặc chưa hoàn tác được")),
)
WHEN, FILE = gettext_lazy("Đưa vào"), gettext_lazy("Danh sách")
IMPORTS = ListTable(
    gettext_lazy("Danh sách đưa vào"),
    (
        ListColumn(FILE, attrgetter("name"), width=44),
        ListColumn(gettext_lazy("Loại"), lambda imported: imported.get_kind_display(), within=FILE),
        ListColumn(gettext_lazy("Trạng thái"), lambda imported: imported.get_state_display()),
        ListColumn(gettext_lazy("Thêm"), lambda row: row.count(RowStatus.NEW), ValueKind.NUMBER, css="num", width=10),
        ListColumn(
            gettext_lazy("Sửa"), lambda row: row.count(RowStatus.CHANGED), ValueKind.NUMBER, css="num", width=10
        ),
        ListColumn(WHEN, attrgetter("at"), ValueKind.MOMENT, width=18),
        ListColumn(gettext_lazy("Người đưa vào"), attrgetter("by.full_name"), within=WHEN),
    ),
)
ROWS = ListTable(
    gettext_lazy("Các dòng của danh sách"),
    (
        ListColumn(gettext_lazy("Dòng"), attrgetter("row.number"), ValueKind.NUMBER, css="num", width=8),
        ListColumn(gettext_lazy("Tên"), attrgetter("row.name"), width=44),
        ListColumn(gettext_lazy("Làm gì"), attrgetter("words"), width=70),
        ListColumn(gettext_lazy("Trạng thái"), attrgetter("tag")),
    ),
)


class ImportFilter(ListFilter):
    kind = SelectFilter(
        label=gettext_lazy("Loại"), choices=ImportKind.choices, empty_label=gettext_lazy("Mọi loại danh sách")
    )


class RowFilter(ListFilter):
    status = SelectFilter(
        label=gettext_lazy("Dòng"),
        choices=ROW_CHOICES,
        method="with_status",
        empty_label=gettext_lazy("Mọi dòng, trừ dòng giữ nguyên"),
    )

    def without_status(self, rows: QuerySet) -> QuerySet:
        return rows.exclude(status=RowStatus.SAME)

    def with_status(self, rows: Any, name: str, value: str) -> Any:
        return rows.failed() if value == FAILED else rows.filter(status=value)


def import_list(request: HttpRequest) -> HttpResponseBase:
    """List the tables that were brought in, the newest first."""
    visible = _visible(request).select_related("by").order_by("-pk")
    trail = [_trail()[0], (_("Danh sách đưa vào"), "")]
    kept_days = settings.KEEP_UNWRITTEN_LISTS_DAYS
    conditions = ImportFilter(request.GET, visible)
    return list_page(request, "units/imports.html", IMPORTS, conditions, breadcrumb=trail, kept_days=kept_days)


@takes_file(LIMIT // MEGABYTE)
def bring_in(request: HttpRequest) -> HttpResponse:
    """Ask for a file, and show what its rows would do."""
    access.require_allowed(access.may_import(acting_of(request)))
    kinds = list(imports.TABLES)
    initial = {"kind": kind} if (kind := request.GET.get("kind")) in kinds else {}
    files = request.FILES if request.method == "POST" else None
    form = BringInForm(posted(request), files, kinds=kinds, initial=initial)
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        kind = ImportKind(form.cleaned_data["kind"])
        try:
            imported = table_imports.bring_in(kind, file.read(), file.name or "", by=require_acting(request))
            return redirect(imported)
        except ValidationError as error:
            refuse(form, ValidationError({"file": error.messages}))
    context = {"form": form, "problems": error_summary(form), "tables": imports.TABLES.values(), "breadcrumb": _trail()}
    return render(request, "units/import_new.html", context)


def rows(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show what each row would do, or what it has done."""
    imported = import_or_404(request, pk)
    if not imported.is_mapped:
        return redirect("imports:columns", pk)
    kind = imports.table_of(imported)

    def lines(listed: list[ImportRow]) -> list[ImportLine]:
        return [line_of(row, kind) for row in listed]

    listed = imported.rows.all().order_by("pk")
    outcome = None if imported.state == ImportState.READ else imported.rows.outcome()
    context: dict[str, Any] = {
        "imported": imported,
        "title": title_of(imported, kind) if outcome is None else written_title(imported, kind, outcome),
        "button": button_of(imported, kind),
        "outcome": outcome,
        "job": table_imports.latest_job(imported) if outcome is not None else None,
        "breadcrumb": _trail(imported.name),
        "counts": [(label, status, imported.count(status)) for status, label in ROW_CHOICES if imported.count(status)],
        "emptied": access.emptied_words(imported),
        "is_old": imported.encoding in old_text.ENCODINGS,
        "may_undo": bool(access.may_undo_import(imported, acting_of(request))) and outcome and outcome["written"],
        "answers": {"is_it": RowAnswer.IS_IT.value, "is_another": RowAnswer.IS_ANOTHER.value},
    }
    return list_page(request, "units/import.html", ROWS, RowFilter(request.GET, listed), lines, **context)


def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask how the texts of the file are to be read, and then what its columns are."""
    imported = _unwritten_or_404(request, pk)
    workbook = imports.workbook_of(imported)
    if workbook.old_text:
        context = {"imported": imported, "old": workbook.old_text, "breadcrumb": _trail(imported.name)}
        return render(request, "units/import_encoding.html", context | {"as_it_stands": old_text.AS_IT_STANDS})
    kind = imports.table_of(imported)
    headings = imports.headings_of(imported, workbook)
    asked_for = request.POST if request.method == "POST" else request.GET
    where = PlaceForm(asked_for if "sheet" in asked_for else None, sheets=workbook.sheets, headings=headings)
    chosen = imported.columns
    if where.is_bound and where.is_valid():
        sheet_name, row = where.cleaned_data["sheet"], where.cleaned_data["heading_row"]
        if (sheet_name, row) != (imported.sheet, imported.heading_row):
            imported.sheet, imported.heading_row, chosen = sheet_name, row, {}
            headings = imports.headings_of(imported, workbook)
    sheet = imports.sheet_named(workbook, headings.sheet)
    form = ColumnsForm(posted(request), table=kind, sheet=sheet, headings=headings, chosen=chosen)
    if form.is_bound and where.is_valid() and form.is_valid():
        try:
            table_imports.choose_columns(
                imported,
                sheet=headings.sheet,
                heading_row=headings.last_row,
                columns=form.cleaned_data["columns"],
                by=require_acting(request),
            )
            return redirect(imported)
        except ValidationError as error:
            refuse(form, error)
    context = {
        "imported": imported,
        "place": where,
        "form": form,
        "headings": headings,
        "problems": [*error_summary(where), *error_summary(form)],
        "samples": _samples(imported),
        "breadcrumb": _trail(imported.name),
    }
    return render(request, "units/import_columns.html", context)


@require_POST
def encoding(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the answer whether the file was typed in an old encoding."""
    imported = _unwritten_or_404(request, pk)
    chosen = request.POST.get("encoding", "")
    if chosen not in (*old_text.ENCODINGS, old_text.AS_IT_STANDS):
        raise Http404
    table_imports.choose_encoding(imported, chosen, by=require_acting(request))
    return redirect(imported)


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the answer about a doubtful row, or about all that are doubtful."""
    imported = import_or_404(request, pk)
    said = request.POST.get("said", "")
    if said not in ("", *(option.value for option in RowAnswer)):
        raise Http404
    rows = imported.rows.all()
    if number := request.POST.get("row"):
        chosen = [get_object_or_404(rows, pk=number if number.isdecimal() and len(number) < 19 else 0)]
    else:
        chosen = list(rows.filter(status=RowStatus.DOUBTFUL))
    table_imports.answer(imported, chosen, said, by=require_acting(request))
    return redirect(f"{imported.get_absolute_url()}?{request.GET.urlencode()}" if request.GET else imported)


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Compare the file with what is stored now."""
    imported = import_or_404(request, pk)
    if not imported.is_mapped:
        return redirect("imports:columns", pk)
    return redirect(table_imports.compare_again(imported, by=require_acting(request)))


@require_POST
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the rows written."""
    imported = import_or_404(request, pk)
    seen = request.POST.get("seen", "")
    table_imports.write(imported, by=require_acting(request), seen=seen)
    messages.success(request, _("Đang ghi danh sách. Có thể làm việc khác; trang này cho biết đã ghi đến đâu."))
    return redirect(imported)


@require_POST
def go_on(request: HttpRequest, pk: int) -> HttpResponse:
    imported = import_or_404(request, pk)
    table_imports.go_on(imported, by=require_acting(request))
    messages.success(request, _("Đã giao làm tiếp."))
    return redirect(imported)


def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a reason and take the rows back of which nothing else has happened since."""
    imported = import_or_404(request, pk)

    def question() -> Confirmation:
        count = vietnamese.format_number(imported.rows.to_undo().count())
        return Confirmation(
            title=_("Hoàn tác danh sách"),
            heading=_("Hoàn tác {n} dòng đã ghi?").format(n=count),
            sentence=_("{what} Dòng nào sau đó đã có việc khác thì để nguyên và nói rõ.").format(
                what=imports.table_of(imported).taken_back
            ),
            button=_("Hoàn tác {n} dòng").format(n=count),
            trail=_trail(),
            form=UndoForm(posted(request)),
            tone="danger",
        )

    def act(typed: dict[str, Any]) -> str:
        table_imports.undo(imported, by=require_acting(request), **typed)
        return _("Đang hoàn tác danh sách.")

    may = access.may_undo_import(imported, acting_of(request))
    return ask(request, may, question, act, back_url=imported.get_absolute_url())


def _samples(imported: Import) -> tuple[tuple[str, str], ...]:
    """Return texts before and after, of a file that is read in an old encoding."""
    if imported.encoding not in old_text.ENCODINGS:
        return ()
    unread = read_tables(imports.content_of(imported), imported.name)
    return unread.old_text.samples if unread.old_text else ()


def _unwritten_or_404(request: HttpRequest, pk: int) -> Import:
    """Return an import whose columns can still be chosen. Raises StateConflict for another."""
    imported = import_or_404(request, pk)
    table_imports.require_unwritten(imported)
    return imported


def import_or_404(request: HttpRequest, pk: int) -> Import:
    return get_object_or_404(_visible(request).select_related("by", "unit"), pk=pk)


def _visible(request: HttpRequest) -> QuerySet[Any]:
    access.require_allowed(access.may_import(acting_of(request)))
    return Import.objects.visible_to(user_of(request))


def _trail(*below: str) -> list[tuple[str, str]]:
    names = [(_("Điều hành"), reverse("admin:index")), (_("Danh sách đưa vào"), reverse("imports:list"))]
    return [*names, *((name, "") for name in below)]
