"""Pages that begin a dossier, and that describe its letter and meeting."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from awards import access
from awards.actions import dossiers as actions
from awards.forms.dossiers import DescribeForm, DossierUnitForm, NewDossierForm
from awards.views.dossiers import dossier_or_404, letter_to_compare, trail
from campaigns.models import Filing, Phase
from foundation import clock
from foundation.forms.choices import suggestions
from foundation.forms.conflict_form import keeping
from foundation.forms.edit_conflicts import EditConflict
from foundation.forms.errors import error_summary
from foundation.request_parsing import whole_number
from units.access import require_allowed
from units.acting import Acting
from units.acting_request import acting_of, require_acting, user_of
from units.confirming import posted
from units.history import latest
from units.models import Role, Unit
from units.sent_once import made_once


def new(request: HttpRequest) -> HttpResponse:
    """Choose unit, phase and timing of a new dossier.

    The unit comes from ?unit= or from a typed name, else it is the one acted for; the phase from ?phase=, else it is
    the newest that was opened.
    """
    by = acting_of(request)
    if by is None:
        raise Http404
    phases, units = _begun(request, by), _units(request, by)
    chooser = DossierUnitForm(request.GET if "unit-words" in request.GET else None, units=units)
    unit = _unit_or_404(request, chooser, by)
    title, breadcrumb = _("Lập hồ sơ đề nghị khen thưởng"), [(_("Khen thưởng"), reverse("awards:dossiers"))]
    context: dict[str, Any] = {"title": title, "breadcrumb": [*breadcrumb, (title, "")]}
    if not phases:
        return render(request, "awards/dossier/none_begun.html", context)
    wanted = whole_number(request.GET.get("phase"))
    phase = next((begun for begun in phases if begun.pk == wanted), phases[0])
    require_allowed(access.may_make(unit, phase, by))
    form = NewDossierForm(posted(request), phases=phases, initial={"phase": str(phase.pk)})
    if request.method == "POST" and form.is_valid():
        return made_once(request, lambda: _made(request, form, unit, by))
    chooser.initial["unit"] = unit.pk
    if suggested := suggestions(request, chooser):
        return suggested
    wrong = [*error_summary(chooser), *error_summary(form)]
    context |= {"form": form, "unit": unit, "problems": wrong, "sheets": _sheets(request, unit, phases)}
    context["unit_form"] = chooser if units.exclude(pk=by.unit.pk).exists() else None
    return render(request, "awards/dossier/new.html", context)


def _made(request: HttpRequest, form: NewDossierForm, unit: Unit, by: Acting) -> str:
    with keeping(form, reverse("awards:dossiers")):
        dossier = actions.make(unit, form.cleaned_data.pop("phase"), by=by, **form.cleaned_data)
    messages.success(request, _("Đã lập hồ sơ. Bước tiếp theo: thêm tập thể, cá nhân."))
    return dossier.get_absolute_url()


def _begun(request: HttpRequest, by: Acting) -> list[Phase]:
    """Return the opened phases of campaigns in which the unit acted for takes part, the newest first."""
    opened = Phase.objects.visible_to(request.user).filter(opened_at__isnull=False).select_related("campaign__unit")
    phases = opened.order_by("-campaign__year", "-number")
    return [phase for phase in phases if phase.campaign.unit.contains(by.unit.path)]


def _unit_or_404(request: HttpRequest, chooser: DossierUnitForm, by: Acting) -> Unit:
    """Return the unit asked for or found by its name, in the user's reach; else the one acted for."""
    if request.method != "POST" and chooser.is_bound:
        return chooser.cleaned_data["unit"] if chooser.is_valid() else by.unit
    wanted = request.POST.get("unit") or request.GET.get("unit")
    if wanted is None:
        return by.unit
    return get_object_or_404(Unit.objects.visible_to(user_of(request)), pk=whole_number(wanted))


def _units(request: HttpRequest, by: Acting) -> QuerySet[Unit]:
    """Return the unit acted for and the units below it in the office's order, for officers; none for others."""
    units = Unit.objects.visible_to(user_of(request)).valid_on(clock.today()).under(by.unit.path)
    return units.order_by("order", "path") if by.is_(Role.OFFICER) else units.none()


def _sheets(request: HttpRequest, unit: Unit, phases: list[Phase]) -> list[tuple[str, list[Filing]]]:
    """Return for each phase its name and the unit's pledge and report, on which awards are based."""
    visible = Filing.objects.visible_to(user_of(request)).with_context().defer("typed")
    filings = list(visible.filter(called__unit=unit, called__phase__in=phases).order_by("kind"))
    return [(str(phase), [filing for filing in filings if filing.called.phase_id == phase.pk]) for phase in phases]


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit the number and date of the letter, the meeting and its votes."""
    dossier = dossier_or_404(request, pk)
    back = dossier.get_absolute_url()
    form = DescribeForm(posted(request), dossier=dossier)
    try:
        with keeping(form, back):
            if request.method == "POST" and form.is_valid():
                actions.describe(dossier, form.cleaned_data, by=require_acting(request), fingerprints=form.fingerprints)
                messages.success(request, _("Đã ghi thông tin tờ trình và cuộc họp xét."))
                return redirect(back)
            require_allowed(access.may_edit(dossier, acting_of(request)))
    except EditConflict:
        form.show_conflict(DescribeForm(dossier=dossier), latest(dossier, "describe_dossier"))
    title = _("Tờ trình và cuộc họp xét")
    context: dict[str, Any] = {"dossier": dossier, "form": form, "problems": error_summary(form), "title": title}
    context["to_compare"] = letter_to_compare(dossier)
    context["breadcrumb"] = trail(dossier, (title, ""))
    return render(request, "awards/dossier/edit.html", context, status=form.status)
