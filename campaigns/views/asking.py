"""The Board's pages of what a campaign asks: its sections and indicators in order, their forms, a preview."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns.access import may_ask
from campaigns.actions import asking
from campaigns.actions.amendments import AmendmentNeeded
from campaigns.asked_columns import asked_words
from campaigns.catalogue.corrections import kept_by_open_phases
from campaigns.catalogue.live import live_sections
from campaigns.forms.asking import AskedLineForm, AskingForm, ReasonForm, SectionForm
from campaigns.models import Campaign, Indicator, Section
from campaigns.readiness import ASKED, STEPS
from campaigns.setup.overview import next_step, step_url
from campaigns.views.lookups import campaign_or_404
from campaigns.views.phase_acts import trail
from campaigns.views.row_form import edit_row, what_changes
from foundation.forms.edit_conflicts import EditConflict
from foundation.forms.errors import error_summary
from foundation.request_parsing import whole_number
from units.access import require_allowed
from units.acting_request import acting_of, require_acting

SEEN = "seen"
"""The field in which a page sends the fingerprint of the order that it showed."""


def asked(request: HttpRequest, slug: str) -> HttpResponse:
    """List the sections and indicators of a campaign in order, with what can be done to each."""
    campaign = _campaign(request, slug)
    title = _("Nội dung hỏi")
    context = {
        "title": title,
        "campaign": campaign,
        "sections": _sections_in_order(campaign),
        "branches": branch_words(campaign),
        "next_url": "" if campaign.published_at else step_url(campaign, next_step(ASKED)),
        "next_title": STEPS[next_step(ASKED)],
        "breadcrumb": [*trail(campaign), (title, "")],
    }
    return render(request, "campaigns/asked/page.html", context)


def branch_words(campaign: Campaign) -> list[str]:
    """Return what sector unions ask of their own, a text each: whose movement it is, and how many lines it has."""
    own = campaign.sections.exclude(owner=None).select_related("owner")
    counted = own.annotate(n=Count("indicators", filter=Q(indicators__active=True)))
    return [
        _("{unit}: “{name}” ({n} dòng)").format(unit=row.owner.name, name=row.name, n=row.n)
        for row in counted.order_by("owner__order", "owner__path", "order", "pk")
        if row.owner
    ]


@dataclass(frozen=True)
class ListedSection:
    """A section of the page; `order` and `lines_order`: the order of the sections beside it, and of its lines."""

    section: Section
    lines: list[tuple[Indicator, str]]
    order: str
    lines_order: str


def _sections_in_order(campaign: Campaign) -> list[ListedSection]:
    """Return the campaign's sections in the table's order, with their lines and whom each is asked of."""
    lines: dict[int, list[Indicator]] = {}
    for indicator in campaign.indicators.common().prefetch_related("asked", "phases").order_by("order", "pk"):
        lines.setdefault(indicator.section_id, []).append(indicator)
    by_pk = campaign.sections.common().in_bulk()
    sections = [by_pk[pk] for pk in live_sections(campaign)]
    beside: dict[int | None, list[Section]] = {}
    for row in sections:
        beside.setdefault(row.parent_id, []).append(row)
    return [
        ListedSection(
            row,
            [(indicator, asked_words(indicator)) for indicator in lines.get(row.pk, [])],
            asking.order_fingerprint(beside[row.parent_id]),
            asking.order_fingerprint(lines.get(row.pk, [])),
        )
        for row in sections
    ]


def section(request: HttpRequest, slug: str, pk: int | None = None) -> HttpResponse:
    """Add a section, or change one."""
    campaign = _campaign(request, slug)
    row = _section(campaign, pk) if pk else None

    def form_of(posted: Any = None) -> SectionForm:
        if row:
            row.refresh_from_db()
        return SectionForm(posted, campaign, row)

    def save(form: AskingForm) -> str:
        saved = asking.save_section(
            campaign,
            form.values,
            by=require_acting(request),
            section=row,
            reason=form.why,
            fingerprints=form.fingerprints,
        )
        return f"section-{saved.pk}"

    title = _("Thêm mục") if row is None else _("Sửa mục")
    return edit_row(request, row, form_of, save, title=title, list_url=_address(campaign), way=_way(campaign))


def line(request: HttpRequest, slug: str, pk: int | None = None) -> HttpResponse:
    """Add an indicator (`?section=` says where), or change one."""
    campaign = _campaign(request, slug)
    row = _line(campaign, pk) if pk else None
    if row is None and not campaign.sections.common().exists():
        messages.info(request, _("Xin thêm một mục trước; chỉ tiêu nằm trong mục."))
        return redirect("campaigns:asked_section_add", campaign.slug)

    def form_of(posted: Any = None) -> AskedLineForm:
        return AskedLineForm(posted, campaign, _line(campaign, row.pk) if row else _new_line(request, campaign))

    def save(form: AskingForm) -> str:
        saved = asking.save_line(
            campaign,
            form.values,
            by=require_acting(request),
            indicator=row,
            reason=form.why,
            fingerprints=form.fingerprints,
        )
        _tell_what_open_phases_ask(request, saved)
        return f"line-{saved.pk}"

    title = _("Thêm chỉ tiêu") if row is None else _("Sửa chỉ tiêu")
    return edit_row(request, row, form_of, save, title=title, list_url=_address(campaign), way=_way(campaign))


def _new_line(request: HttpRequest, campaign: Campaign) -> Indicator:
    """Return a new indicator in the section of the address, or in none yet."""
    if wanted := whole_number(request.GET.get("section", "")):
        return Indicator(campaign=campaign, section_id=wanted)
    return Indicator(campaign=campaign)


@require_POST
def move_section(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    campaign = _campaign(request, slug)
    return _move(request, campaign, _section(campaign, pk), f"section-{pk}")


@require_POST
def move_line(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    campaign = _campaign(request, slug)
    return _move(request, campaign, _line(campaign, pk), f"line-{pk}")


def _move(request: HttpRequest, campaign: Campaign, row: Section | Indicator, anchor: str) -> HttpResponse:
    """Move a row up or down (`to`); where an open phase asks it, ask for the reason first."""
    to = request.POST.get("to", "")
    if to not in ("up", "down"):
        raise Http404
    form, seen = ReasonForm(request.POST if "reason" in request.POST else None), request.POST.get(SEEN)
    if not form.is_bound or form.is_valid():
        reason = form.cleaned_data["reason"] if form.is_bound else ""
        try:
            asking.move_asked(row, up=to == "up", by=require_acting(request), reason=reason, seen=seen)
        except AmendmentNeeded as needed:
            return _ask_reason(request, campaign, form, what_changes(needed))
        except EditConflict as conflict:
            conflict.back_url = f"{_address(campaign)}#{anchor}"
            raise
        return redirect(f"{_address(campaign)}#{anchor}")
    return _ask_reason(request, campaign, form, [])


def _ask_reason(request: HttpRequest, campaign: Campaign, form: ReasonForm, sentences: list[str]) -> HttpResponse:
    title = _("Đổi thứ tự")
    context = {
        "title": title,
        "form": form,
        "sentence": " ".join(sentences),
        "fields": [(name, request.POST[name]) for name in ("to", SEEN) if name in request.POST],
        "problems": error_summary(form),
        "back_url": _address(campaign),
        "breadcrumb": [*_way(campaign), (title, "")],
    }
    return render(request, "campaigns/asked/reason.html", context)


@require_POST
def switch(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask an indicator in phases opened later (`to=on`), or no more."""
    campaign = _campaign(request, slug)
    indicator = _line(campaign, pk)
    try:
        asking.switch_asked(indicator, is_active=request.POST.get("to") == "on", by=require_acting(request))
    except ValidationError as error:
        for sentence in error.messages:
            messages.error(request, sentence)
        return redirect("campaigns:asked_line", campaign.slug, pk)
    _tell_what_open_phases_ask(request, indicator)
    return redirect(f"{_address(campaign)}#line-{pk}")


def _tell_what_open_phases_ask(request: HttpRequest, indicator: Indicator) -> None:
    if sentence := kept_by_open_phases(indicator):
        messages.info(request, sentence)


def _campaign(request: HttpRequest, slug: str) -> Campaign:
    campaign = campaign_or_404(request, slug)
    require_allowed(may_ask(campaign, acting_of(request)))
    return campaign


def _section(campaign: Campaign, pk: int) -> Section:
    return get_object_or_404(campaign.sections.common().select_related("campaign__unit"), pk=pk)


def _line(campaign: Campaign, pk: int) -> Indicator:
    lines = campaign.indicators.common().select_related("campaign__unit", "section").prefetch_related("asked", "phases")
    return get_object_or_404(lines, pk=pk)


def _way(campaign: Campaign) -> list[tuple[str, str]]:
    return [*trail(campaign), (_("Nội dung hỏi"), _address(campaign))]


def _address(campaign: Campaign) -> str:
    return reverse("campaigns:asked", args=[campaign.slug])
