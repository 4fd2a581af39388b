"""The pages on which the Board makes a campaign from an earlier one, and looks at the years in its texts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns import access
from campaigns.actions import copies
from campaigns.forms.copies import CopyForm, YearsForm
from campaigns.models import Campaign
from campaigns.setup.years import dated_texts
from campaigns.views.lookups import campaign_or_404
from campaigns.views.phase_acts import trail
from foundation.forms.conflict_form import keeping
from foundation.forms.errors import error_summary
from foundation.request_parsing import whole_number
from units.access import require_allowed
from units.acting_request import acting_of, require_acting
from units.confirming import posted
from units.sent_once import made_once


def copy(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a new campaign of some pieces of this one; the years in its texts are looked at next."""
    campaign = campaign_or_404(request, slug)
    require_allowed(access.may_copy(campaign, acting_of(request)))
    form = CopyForm(posted(request), source=campaign)
    if request.method == "POST" and form.is_valid():
        return made_once(request, lambda: _copied(request, campaign, form))
    title = _("Chép thành phong trào mới")
    context: dict[str, Any] = {"title": title, "campaign": campaign, "form": form, "problems": error_summary(form)}
    context["breadcrumb"] = [*trail(campaign), (title, "")]
    return render(request, "campaigns/setup/copy.html", context)


def _copied(request: HttpRequest, campaign: Campaign, form: CopyForm) -> str:
    with keeping(form, campaign.get_absolute_url()):
        job = copies.copy_campaign(campaign, **form.cleaned_data, by=require_acting(request))
    messages.success(request, _("Đã chép thành {title}. Chưa công bố.").format(title=job.target.title))
    for sentence in job.told:
        messages.info(request, sentence)
    return f"{reverse('campaigns:years', args=[job.target.slug])}?from={campaign.year}"


def years(request: HttpRequest, slug: str) -> HttpResponse:
    """List the texts that name the year `?from=`, that of the campaign before; those ticked are reworded."""
    campaign = campaign_or_404(request, slug)
    require_allowed(access.may_set_up(campaign, acting_of(request)))
    year = whole_number(request.GET.get("from", str(campaign.year - 1)))
    if year is None:
        raise Http404
    texts = dated_texts(campaign, year)
    form = YearsForm(posted(request), texts=texts)
    if request.method == "POST" and form.is_valid():
        with keeping(form, reverse("campaigns:setup", args=[campaign.slug])):
            chosen = copies.reword_years(
                campaign,
                form.cleaned_data["texts"],
                year=year,
                shortened=form.shortened,
                by=require_acting(request),
            )
        if chosen:
            messages.success(request, _("Đã sửa năm ở {n} chỗ.").format(n=len(chosen)))
        return redirect("campaigns:setup", campaign.slug)
    ticked = set(form["texts"].value() or ())
    title = _("Năm trong câu chữ")
    context: dict[str, Any] = {
        "title": title,
        "campaign": campaign,
        "year": year,
        "texts": [(text, text.key in ticked, form.box(text)) for text in texts],
        "problems": error_summary(form),
        "breadcrumb": [
            *trail(campaign), (_("Soạn phong trào"), reverse("campaigns:setup", args=[campaign.slug])), (title, "")
        ],
    }  # fmt: skip
    return render(request, "campaigns/setup/years.html", context)
