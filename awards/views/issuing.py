"""Issuing a decision: a leader types number and date and confirms; or a reviewer records a signed paper."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from awards import access
from awards.actions import decisions
from awards.actions.registration import registered
from awards.forms.decisions import RecordForm, RegistrationForm
from awards.models import Decision
from awards.selectors import decision_page
from awards.selectors.honoured_words import how_many
from awards.views.decisions import decision_or_404, trail
from foundation import clock, vietnamese
from foundation.forms.errors import error_summary, refuse
from foundation.lifecycle import StateConflict
from foundation.request_parsing import whole_number
from units.access import require_allowed
from units.acting import Acting
from units.acting_request import acting_of, require_acting
from units.confirming import Confirmation, confirmation_page, posted
from units.models.signer import signers
from units.registration import BadRegistration

SIGNED = ("signer_name", "signer_position")


def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form, then ask for confirmation, then issue; an error leads back to the form."""
    decision = decision_or_404(request, pk)
    form = RegistrationForm(posted(request), initial=_initial(request, decision), decision=decision)
    expected_count = whole_number(request.POST.get("seen"))
    answer = access.may_issue(decision, acting_of(request))
    try:
        if "confirm" in request.POST and expected_count is not None and form.is_valid():
            by = require_acting(request, answer)
            decisions.issue(decision, by=by, expected_count=expected_count, **form.cleaned_data)
            return _done(request, decision)
        require_allowed(answer)
        if form.is_valid():
            registered(decision, recorded=False, **form.cleaned_data)
            return _confirmation(request, decision, form)
    except BadRegistration as error:
        form.refuse(error.errors, error.questions)
    except ValidationError as error:
        refuse(form, error)
    except StateConflict as error:
        raise _kept(error, decision, form) from error
    return _page(request, decision, form, "awards/decision/issue.html", _("Ghi số, ngày và ban hành"))


def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a decision that is signed already, with its scan, on one page without a confirmation."""
    decision = decision_or_404(request, pk)
    files = request.FILES if request.method == "POST" else None
    form = RecordForm(posted(request), files, initial=_initial(request, decision), decision=decision)
    answer = access.may_record(decision, acting_of(request))
    try:
        if form.is_valid():
            typed = {name: value for name, value in form.cleaned_data.items() if name != "checked"}
            expected_count = whole_number(request.POST.get("seen"))
            by = require_acting(request, answer)
            decisions.record_signed(decision, by=by, expected_count=expected_count, **typed)
            return _done(request, decision)
        require_allowed(answer)
    except BadRegistration as error:
        form.refuse(error.errors, error.questions)
    except ValidationError as error:
        refuse(form, error)
    except StateConflict as error:
        raise _kept(error, decision, form) from error
    return _page(request, decision, form, "awards/decision/record.html", _("Ghi nhận văn bản đã ký"))


def _initial(request: HttpRequest, decision: Decision) -> dict[str, Any]:
    """Return the values to begin with: typed before and to be mended, else the probable signer."""
    typed = {name: request.GET[name] for name in RegistrationForm.base_fields if name in request.GET}
    return _signer(request, decision) | typed


def _signer(request: HttpRequest, decision: Decision) -> dict[str, str]:
    """Return the probable signer: an issuing leader, else who signed the last decision, else the first of today's."""
    if decision.is_outside:
        return {}
    by, last = acting_of(request), _last_signer(request, decision)
    issues = by is not None and bool(access.may_issue(decision, by))
    if of_today := signers(decision.unit, on=clock.today()):
        leads = [signer for signer in of_today if by and issues and signer.user_id == by.user.pk]
        signed = [signer for signer in of_today if last and signer.name == last["signer_name"]]
        probable = [*leads, *signed, *of_today][0]
        return {"signer_name": probable.name, "signer_position": str(probable.get_position_display())}
    return _unlisted_signer(decision, last, by if issues else None)


def _last_signer(request: HttpRequest, decision: Decision) -> dict[str, str] | None:
    """Return who signed the unit's last decision."""
    before = Decision.objects.visible_to(request.user).issued().filter(unit=decision.unit, organ="")
    return before.order_by("-issued_at").values(*SIGNED).first()


def _unlisted_signer(decision: Decision, last: dict[str, str] | None, leader: Acting | None) -> dict[str, str]:
    """Return the probable signer of a unit whose signers are not listed: the last one, else that of the campaign."""
    campaign = decision.campaign
    if leader and not (last and last["signer_name"] == leader.user.full_name):
        return {"signer_name": leader.user.full_name}
    if last is None and campaign.unit_id == decision.unit_id:
        return {"signer_name": campaign.signer_name, "signer_position": campaign.signer_position.capitalize()}
    return last or {}


def _confirmation(request: HttpRequest, decision: Decision, form: RegistrationForm) -> HttpResponse:
    """Show the confirmation, with the typed values in hidden fields."""
    typed = {name: str(form[name].value()) for name in form.fields}
    back_url = reverse("awards:decision_issue", args=[decision.pk])
    confirmation = Confirmation(
        title=_("Ban hành quyết định"),
        sentence=issue_sentence(decision, form.cleaned_data["number"], form.cleaned_data["dated_on"]),
        button=_("Ban hành"),
        trail=trail(decision, ("", ""))[:-1],
        heading=_("Ban hành quyết định này?"),
        fields=[*typed.items(), ("seen", str(decisions.count_of(decision))), ("confirm", "yes")],
    )
    return confirmation_page(request, confirmation, f"{back_url}?{urlencode(typed)}")


def issue_sentence(decision: Decision, number: str = "", day: date | None = None) -> str:
    """Return what issuing means, in numbers; number and day not typed yet are "…"."""
    named = how_many(*decision_page.named_counts(decision))
    written = Decision(unit=decision.unit, organ=decision.organ, number=number).written_number
    sentence = _(
        "Ban hành Quyết định số {number} ngày {day}: {named}. "
        "Sau khi ban hành không sửa được; sai sót phải có quyết định đính chính."
    )
    if decision.is_outside:
        sentence = _(
            "Ghi nhận Quyết định số {number} ngày {day} của {organ}: {named}. "
            "Sau khi ghi nhận không sửa được; sai sót phải có quyết định đính chính."
        )
    day_text = vietnamese.format_date(day) if day else "…"
    return sentence.format(number=written or "…", day=day_text, organ=decision.organ, named=named)


def _done(request: HttpRequest, decision: Decision) -> HttpResponse:
    sentence = _("Đã ghi nhận {decision} ngày {day}.") if decision.recorded else _("Đã ban hành {decision} ngày {day}.")
    day = vietnamese.format_date(decision.signed_on)
    messages.success(request, sentence.format(decision=decision, day=day))
    return redirect(decision)


def _kept(error: StateConflict, decision: Decision, form: RegistrationForm) -> StateConflict:
    """Add the typed values and the way back to the error."""
    error.typed = error.typed or (form.typed if form.is_bound else [])
    error.back_url = error.back_url or decision.get_absolute_url()
    return error


def _page(request: HttpRequest, decision: Decision, form: RegistrationForm, template: str, title: str) -> HttpResponse:
    typed = getattr(form, "cleaned_data", {})
    context = {
        "decision": decision,
        "subject": decision_page.subject(decision),
        "form": form,
        "problems": error_summary(form),
        "title": title,
        "sentence": issue_sentence(decision, typed.get("number", ""), typed.get("dated_on")),
        "expected_count": str(decisions.count_of(decision)),
        "breadcrumb": trail(decision, (title, "")),
    }
    return render(request, template, context)
