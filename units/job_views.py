"""The page of jobs, for whoever runs campaigns and for administrators: how far each is; cancelling, trying again."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from foundation.filters import ListFilter, SelectFilter
from foundation.list_page import list_page
from units import access
from units.acting_request import acting_of, require_acting, user_of
from units.actions import background
from units.models import Job, JobKind, JobState


class JobFilter(ListFilter):
    kind = SelectFilter(label=gettext_lazy("Việc"), choices=JobKind.choices, empty_label=gettext_lazy("Mọi việc"))
    state = SelectFilter(
        label=gettext_lazy("Trạng thái"), choices=JobState.choices, empty_label=gettext_lazy("Mọi trạng thái")
    )


def job_list(request: HttpRequest) -> HttpResponse:
    """List the jobs of the units in one's reach, the newest first."""
    visible = _visible(request).select_related("unit", "asked_by").order_by("-pk")
    return list_page(request, "units/jobs.html", JobFilter(request.GET, visible))


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
