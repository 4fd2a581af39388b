"""The pages of a plan's rows: one row, and the unions that are ticked on a list."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation import clock
from foundation.forms.choices import suggestions
from foundation.forms.errors import error_summary
from foundation.request_parsing import whole_number
from foundation.vietnamese import format_number
from units import access
from units.acting_request import acting_of, require_acting, user_of
from units.actions import reorganisation_plans
from units.confirming import Confirmation, ask, posted
from units.forms.reorganisation import RowForm, TicksForm, initial_of
from units.models import Reorganisation, ReorganisationAct, Unit, UnitKind
from units.reorganisation_views import plan_or_404, row_or_404, trail

MOST_LISTED = 500


def _units(request: HttpRequest, plan: Reorganisation) -> QuerySet[Unit]:
    """Return the unions that a plan may name: its own, and those at work below."""
    reach = Unit.objects.visible_to(user_of(request)).under(plan.unit.path)
    return reach.not_ended(clock.today()).order_by("order", "path")


def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for one row."""
    plan = plan_or_404(request, pk)
    form = RowForm(posted(request), plan=plan, units=_units(request, plan), initial={"act": ReorganisationAct.FOUND})

    def act(_typed: dict[str, Any]) -> str:
        reorganisation_plans.add_rows(plan, [form.row()], by=require_acting(request))
        return _("Đã thêm một dòng. Xin diễn tập lại khi đủ các dòng.")

    return _ask_row(request, plan, form, _("Thêm dòng"), act)


def change(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Ask for a row anew."""
    row = row_or_404(request, pk, number)
    plan = row.plan
    form = RowForm(posted(request), plan=plan, units=_units(request, plan), initial=initial_of(row), but=row.pk)

    def act(_typed: dict[str, Any]) -> str:
        reorganisation_plans.change_row(row, form.row(), by=require_acting(request))
        return _("Đã ghi dòng {n}. Xin diễn tập lại.").format(n=row.number)

    return _ask_row(request, plan, form, _("Sửa dòng {n}").format(n=row.number), act)


def _ask_row(request: HttpRequest, plan: Reorganisation, form: RowForm, title: str, act: Any) -> HttpResponse:
    def question() -> Confirmation:
        return Confirmation(
            title=title,
            heading=_("Đơn vị nào, làm gì, về đâu?"),
            sentence=_("Đây là dòng của phương án; đơn vị chưa thay đổi."),
            button=_("Ghi dòng này"),
            trail=trail(plan),
            form=form,
        )

    may = access.may_change_reorganisation(plan, acting_of(request))
    return ask(request, may, question, act, back_url=plan.get_absolute_url())


@require_POST
def remove(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Take a row out of the plan."""
    row = row_or_404(request, pk, number)
    reorganisation_plans.remove_row(row, by=require_acting(request))
    messages.success(request, _("Đã bỏ dòng {n}.").format(n=number))
    return redirect(row.plan)


def ticks(request: HttpRequest, pk: int) -> HttpResponse:
    """List the unions directly below one, to be ticked, and add a row for each that is."""
    plan = plan_or_404(request, pk)
    access.require_allowed(access.may_change_reorganisation(plan, acting_of(request)))
    units = _units(request, plan)
    above = get_object_or_404(units, pk=whole_number(request.GET.get("above")) or plan.unit_id)
    listed = units.filter(parent=above)
    form = TicksForm(posted(request), plan=plan, units=units, listed=listed)
    if suggested := suggestions(request, form):
        return suggested
    if form.is_bound and form.is_valid():
        rows = form.rows()
        reorganisation_plans.add_rows(plan, rows, by=require_acting(request))
        messages.success(request, _("Đã thêm {n} dòng vào phương án.").format(n=format_number(len(rows))))
        return redirect(plan)
    planned = set(plan.rows.exclude(unit=None).values_list("unit", flat=True))
    context = {
        "plan": plan,
        "above": above,
        "uppers": units.exclude(kind=UnitKind.GRASSROOTS).exclude(pk=above.pk)[:MOST_LISTED],
        "units": [(unit, str(unit.pk) in form.chosen, unit.pk in planned) for unit in listed[:MOST_LISTED]],
        "form": form,
        "problems": error_summary(form),
        "breadcrumb": [*trail(plan), (_("Đánh dấu đơn vị"), "")],
    }
    return render(request, "units/reorganisation/ticks.html", context)
