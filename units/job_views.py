"""The page of jobs, for whoever runs campaigns and for administrators: how far each is; cancelling, trying again."""

from operator import attrgetter
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from foundation.filters import ListFilter, SelectFilter
from foundation.list_page import list_page
from foundation.list_table import ListColumn, ListTable, ValueKind
from units import access
from units.acting_request import acting_of, require_acting, user_of
from units.actions import background
from units.models import Job, JobKind, JobState


class JobFilter(ListFilter):
    kind = SelectFilter(label=gettext_lazy("Việc"), choices=JobKind.choices, empty_label=gettext_lazy("Mọi việc"))
    state = SelectFilter(
        label=gettext_lazy("Trạng thái"), choices=JobState.choices, empty_label=gettext_lazy("Mọi trạng thái")
    )


def _total(job: Job) -> int | None:
    return job.total or None if job.is_open else None


def _done(job: Job) -> int | None:
    return job.done if _total(job) else None


def _asked_by(job: Job) -> str:
    return job.asked_by.full_name if job.asked_by else ""


KIND, STATE, ASKED = gettext_lazy("Việc"), gettext_lazy("Trạng thái"), gettext_lazy("Giao")
JOBS = ListTable(
    gettext_lazy("Việc nền"),
    (
        ListColumn(KIND, lambda job: capfirst(job.get_kind_display())),
        ListColumn(gettext_lazy("Nội dung"), attrgetter("title"), within=KIND, width=44),
        ListColumn(gettext_lazy("Đơn vị"), attrgetter("unit.name"), width=36),
        ListColumn(STATE, attrgetter("state_text")),
        ListColumn(gettext_lazy("Đã làm"), _done, ValueKind.NUMBER, within=STATE, width=10),
        ListColumn(gettext_lazy("Tổng số"), _total, ValueKind.NUMBER, within=STATE, width=10),
        ListColumn(gettext_lazy("Lỗi"), attrgetter("error"), within=STATE, width=44),
        ListColumn(ASKED, attrgetter("asked_at"), ValueKind.MOMENT, width=18),
        ListColumn(gettext_lazy("Người giao"), _asked_by, within=ASKED),
    ),
)


def job_list(request: HttpRequest) -> HttpResponseBase:
    """List the jobs of the units in one's reach, the newest first."""
    visible = _visible(request).select_related("unit", "asked_by").order_by("-pk")
    may_import = bool(access.may_import(acting_of(request)))
    return list_page(request, "units/jobs.html", JOBS, JobFilter(request.GET, visible), may_import=may_import)


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    job = get_object_or_404(_visible(request), pk=pk)
    background.cancel_job(job, by=require_acting(request))
    messages.success(request, _("Đã hủy việc nền. Việc đang làm dừng ở bước kế tiếp."))
    return redirect("jobs:list")


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    job = get_object_or_404(_visible(request), pk=pk)
    background.retry_job(job, by=require_acting(request))
    messages.success(request, _("Đã giao làm lại."))
    return redirect("jobs:list")


def _visible(request: HttpRequest) -> QuerySet[Any]:
    access.require_allowed(access.may_see_jobs(acting_of(request)))
    return Job.objects.visible_to(user_of(request))
