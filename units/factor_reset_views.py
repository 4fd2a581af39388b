"""The page on which two people of the office take a forgotten second factor away."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from foundation.forms.errors import error_summary, refuse
from foundation.request_parsing import whole_number
from units import access
from units.acting_request import acting_of, require_acting, user_of
from units.actions.factor_resets import ASK, RESET, ask_reset, confirm_reset
from units.actions.second_factor import ABOUT_FACTORS
from units.forms.second_factor import FactorResetForm
from units.history import history_lines
from units.models import Event, FactorReset, User
from units.people import people_within
from units.second_factor import factors_of, who_may_confirm

CONFIRM = "confirm"  # the button's name
LATEST = 10  # events on the page


@never_cache
def factor_of_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a reset of a person's second factor, or confirm what another person asked."""
    person = get_object_or_404(people_within(user_of(request)).filter(is_active=True), pk=pk)
    access.require_allowed(access.may_reset_factor(person, acting_of(request)))
    reset = FactorReset.objects.open().filter(person=person).select_related("asked_by", "person").first()
    form = FactorResetForm(request.POST if request.method == "POST" and CONFIRM not in request.POST else None)
    if CONFIRM in request.POST:
        return _confirmed(request, person)
    if form.is_valid():
        try:
            ask_reset(person, by=require_acting(request), reason=form.cleaned_data["reason"])
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Đã ghi đề nghị. Cần một người thứ hai xác nhận trong vòng một giờ."))
            return redirect("people:factor", pk=pk)
    by = require_acting(request)
    events = Event.objects.about(person).filter(verb__in=(*ABOUT_FACTORS, ASK, RESET))
    context = {
        "person": person,
        "factors": factors_of(person),
        "reset": reset,
        "may_confirm": bool(reset and access.may_confirm_factor_reset(reset, by)),
        "others": who_may_confirm(person, by.user) if reset else [],
        "form": form,
        "problems": error_summary(form),
        "history": history_lines(events[:LATEST]),
        "confirm_fields": [(CONFIRM, str(reset.pk))] if reset else [],
    }
    return render(request, "units/factor_reset.html", context)


def _confirmed(request: HttpRequest, person: User) -> HttpResponse:
    resets = FactorReset.objects.filter(person=person).select_related("asked_by", "person")
    confirm_reset(get_object_or_404(resets, pk=whole_number(request.POST[CONFIRM])), by=require_acting(request))
    sentence = _("Đã gỡ xác thực hai bước của {name}. Người này đăng nhập bằng mật khẩu rồi thiết lập lại.")
    messages.success(request, sentence.format(name=person.full_name))
    return redirect("people:factor", pk=person.pk)
