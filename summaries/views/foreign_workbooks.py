"""The pages of workbooks of the higher body: the list, a new one, one with its pointings, next year's file."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from foundation.archives import LIMIT, MEGABYTE
from foundation.body_limits import takes_file
from foundation.forms.errors import error_summary, refuse
from foundation.lifecycle import StateConflict
from foundation.request_parsing import whole_number
from summaries import access, foreign_workbook_actions
from summaries.foreign_workbook_forms import FormFileForm, NewWorkbookForm
from summaries.foreign_workbooks.files import package_of
from summaries.foreign_workbooks.filling import unpointed_yellow_cells
from summaries.models import ForeignWorkbook, Pointing, PointingState, WorkbookVersion
from summaries.views.workbook_lookups import CellUrls, pointings_by_state, trail_of, workbook_or_404
from units.access import require_allowed
from units.acting import Acting
from units.acting_request import acting_of, require_acting, user_of
from units.confirming import posted
from units.history import history_of
from units.sent_once import made_once


def workbook_list(request: HttpRequest) -> HttpResponse:
    """List the workbooks of the unit acted for, the newest first."""
    require_allowed(access.may_fill_workbooks(acting_of(request)))
    by = require_acting(request)
    versions = WorkbookVersion.objects.visible_to(user_of(request)).filter(workbook__unit=by.unit)
    versions = versions.select_related("workbook").with_counts().order_by("-workbook_id", "-number")
    latest: dict[int, WorkbookVersion] = {}
    for version in versions:
        latest.setdefault(version.workbook_id, version)
    context = {"versions": list(latest.values()), "breadcrumb": [*trail_of()[:1], (_("Biểu mẫu của cấp trên"), "")]}
    return render(request, "summaries/workbooks/list.html", context)


@takes_file(LIMIT // MEGABYTE)
def new_workbook(request: HttpRequest) -> HttpResponse:
    require_allowed(access.may_fill_workbooks(acting_of(request)))
    form = NewWorkbookForm(posted(request), request.FILES if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        cleaned = form.cleaned_data
        file, by = cleaned["file"], require_acting(request)
        words, content = (cleaned["title"], cleaned["body"], cleaned["letter"]), file.read()
        try:
            return made_once(request, lambda: _added(words, content, file.name or "", by))
        except ValidationError as error:
            refuse(form, error)
    title = _("Đưa biểu mẫu của cấp trên vào")
    return _file_page(request, form, title, _("Đọc tệp"), trail_of(None, (title, "")))


def _added(words: tuple[str, str, str], content: bytes, name: str, by: Acting) -> str:
    return foreign_workbook_actions.add_workbook(*words, content, name, by=by).get_absolute_url()


@takes_file(LIMIT // MEGABYTE)
def renew_workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for next year's file of a form, and carry its pointings over."""
    workbook = workbook_or_404(request, pk)
    form = FormFileForm(posted(request), request.FILES if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            foreign_workbook_actions.renew_workbook(workbook, file.read(), file.name or "", by=require_acting(request))
            return redirect(workbook)
        except ValidationError as error:
            refuse(form, error)
    title = _("Đưa tệp mới của biểu mẫu này")
    return _file_page(request, form, title, _("Đọc tệp và giữ các ô đã chỉ"), trail_of(workbook, (title, "")), workbook)


def _file_page(
    request: HttpRequest,
    form: FormFileForm,
    title: str,
    button: str,
    trail: list[tuple[str, str]],
    workbook: ForeignWorkbook | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "problems": error_summary(form),
        "title": title,
        "button": button,
        "workbook": workbook,
        "breadcrumb": trail,
    }
    return render(request, "summaries/workbooks/file.html", context)


def workbook_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a form: its sheets, which cell takes what, what was carried over and is to be confirmed."""
    workbook = workbook_or_404(request, pk)
    versions = list(workbook.versions.order_by("-number"))
    version = versions[0]
    version.workbook = workbook
    if request.method == "POST":
        _act(request, version)
        return redirect(workbook)
    package = package_of(version)
    by_state = pointings_by_state(version)
    pointings = by_state[PointingState.POINTED]
    urls = CellUrls(workbook, package)
    context = {
        "workbook": workbook,
        "version": version,
        "versions": versions,
        "sheets": [(sheet, sum(pointing.sheet == sheet.name for pointing in pointings)) for sheet in package.sheets],
        "pointings": urls.beside(pointings),
        "suggested": urls.beside(by_state[PointingState.SUGGESTED]),
        "lost": urls.beside(by_state[PointingState.LOST]),
        "yellow": urls.beside(unpointed_yellow_cells(package, pointings)),
        "history": history_of(workbook),
        "breadcrumb": trail_of(None, (workbook.title, "")),
    }
    return render(request, "summaries/workbooks/workbook.html", context)


def _act(request: HttpRequest, version: WorkbookVersion) -> None:
    """Confirm a suggested place, or all that were shown, or drop a pointing. Raises Http404 for another's."""
    by = require_acting(request)
    try:
        if "drop" in request.POST:
            foreign_workbook_actions.drop_pointing(_pointing(version, request.POST["drop"]), by=by)
            messages.success(request, _("Đã bỏ."))
            return
        suggested = list(version.pointings.filter(state=PointingState.SUGGESTED))
        if "confirm" in request.POST:
            chosen = _pointing(version, request.POST["confirm"])
            suggested = [pointing for pointing in suggested if pointing.pk == chosen.pk]
        elif request.POST.get("confirm_all") != str(len(suggested)):
            raise StateConflict(_("Các gợi ý vừa thay đổi. Xin xem lại trước khi nhận."))
        if not suggested:
            raise StateConflict(_("Gợi ý này đã được nhận hoặc bỏ."))
        for pointing in suggested:
            pointing.version = version
        foreign_workbook_actions.confirm_pointings(suggested, by=by)
        messages.success(request, _("Đã nhận {n} ô.").format(n=len(suggested)))
    except StateConflict as error:
        error.back_url = request.path
        raise


def _pointing(version: WorkbookVersion, posted_id: str) -> Pointing:
    pointing = version.pointings.filter(pk=whole_number(posted_id) or 0).first()
    if pointing is None:
        raise Http404
    pointing.version = version
    return pointing
