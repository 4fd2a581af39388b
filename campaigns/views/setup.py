"""The guided way for the Board: a campaign is begun, written step by step and checked before it is published."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns import access
from campaigns.actions import set_up
from campaigns.actions.amendments import AmendmentNeeded
from campaigns.calling import CalledToday
from campaigns.forms.setup.base import StepForm
from campaigns.forms.setup.facts import NewCampaignForm
from campaigns.forms.setup.phases import DivisionForm, PhasesForm
from campaigns.forms.setup.steps import STEP_FORMS
from campaigns.models import Campaign
from campaigns.readiness import STEPS, WHEN, WHO, Readiness
from campaigns.setup.overview import ELSEWHERE, next_step, setup_steps, step_url
from campaigns.setup.phase_rows import divided
from campaigns.views.lookups import campaign_or_404
from campaigns.views.phase_acts import trail
from foundation import clock
from foundation.forms.conflict_form import keeping
from foundation.forms.edit_conflicts import WHOLE_FORM, EditConflict, fingerprint
from foundation.forms.errors import error_summary, refuse
from foundation.request_parsing import whole_number
from foundation.vietnamese import format_number
from units.access import may_launch, require_allowed
from units.acting_request import acting_of, require_acting
from units.confirming import posted
from units.history import latest
from units.sent_once import made_once

EARLIER = 5  # campaigns offered to be copied
LAST_QUARTER = 10  # its first month
MORE, STAY = "more", "stay"  # names of buttons: save and add a phase, save and stay


def new(request: HttpRequest) -> HttpResponse:
    """Begin a campaign; its steps follow."""
    require_allowed(may_launch(acting_of(request)))
    form = NewCampaignForm(posted(request), initial={"year": _coming_year()})
    if request.method == "POST" and form.is_valid():
        return made_once(request, lambda: _begun(request, form))
    title = _("Soạn phong trào mới")
    context: dict[str, Any] = {"title": title, "form": form, "problems": error_summary(form)}
    unit = context["unit"] = require_acting(request).unit
    of_unit = Campaign.objects.visible_to(request.user).filter(unit=unit)
    context["earlier"] = list(of_unit.order_by("-year", "-pk")[:EARLIER])
    context["breadcrumb"] = [(_("Các phong trào thi đua"), reverse("campaigns:list")), (title, "")]
    return render(request, "campaigns/setup/new.html", context)


def _begun(request: HttpRequest, form: NewCampaignForm) -> str:
    with keeping(form, reverse("campaigns:list")):
        campaign = set_up.begin_campaign(form.cleaned_data, by=require_acting(request))
    messages.success(request, _("Đã lập {title}. Chưa công bố: chỉ ban và lãnh đạo xem được.").format(title=campaign))
    return reverse("campaigns:setup", args=[campaign.slug])


def _coming_year() -> int:
    """Return this year; in its last quarter the next, whose campaign is then written."""
    today = clock.today()
    return today.year + (today.month >= LAST_QUARTER)


def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the steps with what is missing and what is odd in each: the check before publishing."""
    campaign = campaign_or_404(request, slug)
    require_allowed(access.may_set_up(campaign, acting_of(request)))
    steps = setup_steps(campaign)
    context = {
        "title": _("Soạn phong trào"),
        "campaign": campaign,
        "steps": steps,
        "go_on": next((step for step in steps if step.missing or step.odd), None),
        "missing": [step for step in steps if step.missing],
        "odd": [step for step in steps if step.odd],
        "breadcrumb": [*trail(campaign), (_("Soạn phong trào"), "")],
    }
    return render(request, "campaigns/setup/overview.html", context)


def step(request: HttpRequest, slug: str, step: str) -> HttpResponse:
    """Show a step, or save it. A step that has pages of its own leads there."""
    campaign = campaign_or_404(request, slug)
    if step not in STEPS:
        raise Http404
    require_allowed(access.may_set_up(campaign, acting_of(request)))
    if step in ELSEWHERE:
        return _page(request, campaign, step, {"elsewhere": ELSEWHERE[step](Readiness(campaign))})
    if step == WHEN and "division" in request.POST:
        return _divide(request, campaign)
    form = _form(request, campaign, step, posted(request))
    if request.method == "POST" and form.is_valid() and _saved(request, campaign, step, form):
        return redirect(_where_next(request, campaign, step))
    return _page(request, campaign, step, {"form": form}, form)


def _form(request: HttpRequest, campaign: Campaign, step: str, sent: Any = None) -> StepForm:
    if step == WHEN:
        more = whole_number(request.GET.get(MORE, "")) or 0
        return PhasesForm(sent, campaign=campaign, more=more)
    return STEP_FORMS[step](sent, campaign=campaign)


def _saved(request: HttpRequest, campaign: Campaign, step: str, form: StepForm) -> bool:
    """Write what was typed; on a refusal, a question or an edit conflict the form says so, and False is returned."""
    values, by = form.typed[""], require_acting(request)
    try:
        with keeping(form, step_url(campaign, step)):
            changed = set_up.save_step(
                campaign, step, values, by=by, fingerprints=form.fingerprints, confirmed=form.confirmed
            )
    except EditConflict:
        form.show_conflict(_form(request, _again(request, campaign), step), latest(campaign, "set_up_campaign"))
        return False
    except AmendmentNeeded as needed:
        form.refuse(needed)
        return False
    except ValidationError as error:
        refuse(form, error)
        return False
    if changed:
        messages.success(request, _("Đã lưu."))
    return True


def _again(request: HttpRequest, campaign: Campaign) -> Campaign:
    """Return the campaign as it is stored now."""
    return Campaign.objects.visible_to(request.user).select_related("unit").get(pk=campaign.pk)


def _where_next(request: HttpRequest, campaign: Campaign, step: str) -> str:
    """Return where a saved step leads: to itself, to itself with a new phase, else to the next step."""
    saved = _again(request, campaign)  # its address may have changed
    if MORE + "-phase" in request.POST:
        return f"{step_url(saved, step)}?{MORE}=1#new1"
    if STAY in request.POST:
        return step_url(saved, step)
    following = next_step(step)
    return step_url(saved, following) if following else reverse("campaigns:setup", args=[saved.slug])


def _divide(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Write the phases of a ready-made division into a campaign that has none."""
    form = DivisionForm(request.POST)
    phases = _form(request, campaign, WHEN)
    if not form.is_valid() or phases.values["phases"]:
        return _page(request, campaign, WHEN, {"form": phases, "division": form}, form)
    values = {"phases": divided(campaign.year, form.cleaned_data["division"])}
    try:
        with keeping(form, step_url(campaign, WHEN)):
            shown = {WHOLE_FORM: fingerprint(phases.stored[WHOLE_FORM])}  # nobody's phases are discarded
            set_up.save_step(campaign, WHEN, values, by=require_acting(request), fingerprints=shown)
    except AmendmentNeeded as needed:
        for sentence in (*needed.refusals, *needed.questions):
            form.add_error(None, sentence)
        return _page(request, campaign, WHEN, {"form": phases, "division": form}, form)
    messages.success(request, _("Đã chia các đợt. Xin đặt hạn và sửa ngày, tên cho đúng."))
    return redirect(step_url(campaign, WHEN))


def _page(
    request: HttpRequest, campaign: Campaign, step: str, context: dict[str, Any], form: Any = None
) -> HttpResponse:
    following = next_step(step)
    title = str(STEPS[step])
    context |= {
        "title": title,
        "campaign": campaign,
        "step": step,
        "number": list(STEPS).index(step) + 1,
        "steps": len(STEPS),
        "next_title": str(STEPS[following]) if following else "",
        "next_url": step_url(campaign, following) if following else reverse("campaigns:setup", args=[campaign.slug]),
        "problems": error_summary(form),
        "breadcrumb": [
            *trail(campaign), (_("Soạn phong trào"), reverse("campaigns:setup", args=[campaign.slug])), (title, "")
        ],
    }  # fmt: skip
    if step == WHEN:
        context.setdefault("division", DivisionForm() if not context["form"].values["phases"] else None)
    if step == WHO:
        context["called"] = format_number(CalledToday(campaign).number)
    return render(request, "campaigns/setup/step.html", context, status=getattr(form, "status", 200))
