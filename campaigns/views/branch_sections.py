"""The pages of a sector union: its own movements in a campaign, which its branch is asked beside the campaign's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from campaigns.access import may_ask_branch
from campaigns.actions import branch_sections
from campaigns.actions.asking import order_fingerprint
from campaigns.actions.branch_sections import BranchPhase
from campaigns.catalogue.branches import kinds_of
from campaigns.catalogue.corrections import open_phases
from campaigns.catalogue.stored import catalogue_of
from campaigns.forms.asking_preview import SheetPreviewForm
from campaigns.forms.branch_sections import BranchForm, BranchLineForm, BranchSectionForm
from campaigns.models import Campaign, FilingKind, Indicator, Section
from campaigns.views.asking_preview import sheet_preview
from campaigns.views.lookups import prepared_above
from campaigns.views.phase_acts import trail
from campaigns.views.row_form import edit_row
from foundation.forms.edit_conflicts import EditConflict
from units.access import require_allowed
from units.acting_request import acting_of, require_acting
from units.confirming import Confirmation, ask

SEEN = "seen"
WORDS = ("name", "choices", "unit_of_measure", "help_text")
IN_SENTENCE = {FilingKind.PLEDGE.value: gettext_lazy("đăng ký"), FilingKind.REPORT.value: gettext_lazy("báo cáo")}


@dataclass(frozen=True)
class ListedMovement:
    """A movement of the page; `order` and `lines_order`: the order of the movements, and of its lines."""

    section: Section
    lines: list[Indicator]
    order: str
    lines_order: str


def movements(request: HttpRequest, slug: str) -> HttpResponse:
    """List the union's own movements of a campaign with their lines, and what can be done to each."""
    campaign = _campaign(request, slug)
    unit = require_acting(request).unit
    sections = list(_sections(request, campaign).prefetch_related("indicators__asked").order_by("order", "pk"))
    lines = {row.pk: sorted(row.indicators.all(), key=lambda line: (line.order, line.pk)) for row in sections}
    title = _("Phong trào riêng của ngành")
    context = {
        "title": title,
        "campaign": campaign,
        "unit": unit,
        "movements": [
            ListedMovement(row, lines[row.pk], order_fingerprint(sections), order_fingerprint(lines[row.pk]))
            for row in sections
        ],
        "phases": [_told(phase) for phase in branch_sections.branch_phases(campaign, unit)],
        "breadcrumb": [*_trail(campaign), (title, "")],
    }
    return render(request, "campaigns/branch/page.html", context)


def _told(of_branch: BranchPhase) -> str:
    """Return the sentence that says what can still be asked in an open phase."""
    kinds = [kind for kind in of_branch.phase.sheet_kinds if kind not in of_branch.sent]
    if not of_branch.sent:
        sentence = _("{phase} đang mở: chưa đơn vị nào trong ngành gửi phiếu, thay đổi ở đây lên phiếu ngay.")
    elif kinds:
        sentence = _("{phase} đang mở: đã có đơn vị trong ngành gửi {sent}, thay đổi ở đây chỉ lên {kinds}.")
    else:
        sentence = _("{phase} đang mở: đã có đơn vị trong ngành gửi phiếu, thay đổi ở đây dùng cho các đợt mở sau.")
    return sentence.format(phase=of_branch.phase, sent=_words(of_branch.sent), kinds=_words(kinds))


def _words(kinds: Any) -> str:
    return ", ".join(str(words) for kind, words in IN_SENTENCE.items() if kind in kinds)


def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the sheet of a unit of the branch as its entry page shows it, with the union's own movements last."""
    campaign = _campaign(request, slug)
    form = SheetPreviewForm(request.GET, campaign, branch=require_acting(request).unit)
    return sheet_preview(request, campaign, form, _way(campaign))


def movement(request: HttpRequest, slug: str, pk: int | None = None) -> HttpResponse:
    """Add a movement, or change its name."""
    campaign = _campaign(request, slug)
    row = get_object_or_404(_sections(request, campaign), pk=pk) if pk else None

    def form_of(posted: Any = None) -> BranchSectionForm:
        return BranchSectionForm(posted, _sections(request, campaign).get(pk=row.pk) if row else Section())

    def save(form: BranchForm) -> str:
        saved = branch_sections.save_section(
            campaign, form.cleaned_data, by=require_acting(request), section=row, fingerprints=form.fingerprints
        )
        return f"section-{saved.pk}"

    title = _("Thêm phong trào riêng") if row is None else _("Sửa tên")
    return edit_row(request, row, form_of, save, title=title, list_url=_address(campaign), way=_way(campaign))


def line(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change a line of a movement."""
    campaign = _campaign(request, slug)
    row = get_object_or_404(_lines(request, campaign), pk=pk)
    return _edit_line(request, campaign, row.section, row, _("Sửa dòng"))


def add_line(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Add a line to a movement."""
    campaign = _campaign(request, slug)
    section = get_object_or_404(_sections(request, campaign), pk=pk)
    return _edit_line(request, campaign, section, None, _("Thêm dòng"))


def _edit_line(
    request: HttpRequest, campaign: Campaign, section: Section, row: Indicator | None, title: str
) -> HttpResponse:
    def form_of(posted: Any = None) -> BranchLineForm:
        return BranchLineForm(posted, _lines(request, campaign).get(pk=row.pk) if row else Indicator())

    def save(form: BranchForm) -> str:
        saved = branch_sections.save_line(
            section, form.cleaned_data, by=require_acting(request), indicator=row, fingerprints=form.fingerprints
        )
        _tell_where_asked(request, saved)
        return f"line-{saved.pk}"

    return edit_row(request, row, form_of, save, title=title, list_url=_address(campaign), way=_way(campaign))


@require_POST
def move_movement(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    campaign = _campaign(request, slug)
    return _move(request, campaign, get_object_or_404(_sections(request, campaign), pk=pk), f"section-{pk}")


@require_POST
def move_line(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    campaign = _campaign(request, slug)
    return _move(request, campaign, get_object_or_404(_lines(request, campaign), pk=pk), f"line-{pk}")


def _move(request: HttpRequest, campaign: Campaign, row: Section | Indicator, anchor: str) -> HttpResponse:
    to, back_url = request.POST.get("to", ""), f"{_address(campaign)}#{anchor}"
    if to not in ("up", "down"):
        raise Http404
    try:
        branch_sections.move_row(row, up=to == "up", by=require_acting(request), seen=request.POST.get(SEEN))
    except EditConflict as conflict:
        conflict.back_url = back_url
        raise
    return redirect(back_url)


@require_POST
def switch_line(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask a line again (`to=on`), or no more."""
    campaign = _campaign(request, slug)
    row = get_object_or_404(_lines(request, campaign), pk=pk)
    branch_sections.switch_line(row, is_active=request.POST.get("to") == "on", by=require_acting(request))
    _tell_where_asked(request, _lines(request, campaign).get(pk=pk))
    return redirect(f"{_address(campaign)}#line-{pk}")


def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask before a movement is withdrawn."""
    campaign = _campaign(request, slug)
    section = get_object_or_404(_sections(request, campaign), pk=pk)

    def question() -> Confirmation:
        return Confirmation(
            title=_("Rút phong trào riêng"),
            sentence=_(
                "“{name}” với {n} dòng không còn trên phiếu của đơn vị nào. Chỉ rút được khi chưa đơn vị nào trả lời."
            ).format(name=section.name, n=section.indicators.count()),
            button=_("Rút “{name}”").format(name=section.name),
            trail=_way(campaign),
            tone="danger",
        )

    def act(_typed: dict) -> str:
        branch_sections.withdraw_section(section, by=require_acting(request))
        return _("Đã rút “{name}”.").format(name=section.name)

    return ask(request, may_ask_branch(campaign, acting_of(request)), question, act, back_url=_address(campaign))


def _tell_where_asked(request: HttpRequest, row: Indicator) -> None:
    """Say which open phases ask a line, in which sheets, and which do not because those were sent."""
    for phase in open_phases(row.campaign):
        line_now = catalogue_of(phase).by_pk.get(row.pk)
        if line_now and (not row.active or any(getattr(line_now, name) != getattr(row, name) for name in WORDS)):
            sentence = _("{phase} giữ dòng này như khi đơn vị đầu tiên gửi phiếu; thay đổi dùng cho đợt mở sau.")
            messages.info(request, sentence.format(phase=phase))
        elif line_now:
            words = _words(kinds_of(line_now) & set(phase.sheet_kinds))
            messages.info(request, _("{phase} đang mở hỏi dòng này trong {kinds}.").format(phase=phase, kinds=words))
        elif row.active:
            sentence = _("{phase} không hỏi dòng này: đã có đơn vị trong ngành gửi phiếu. Các đợt mở sau sẽ hỏi.")
            messages.info(request, sentence.format(phase=phase))


def _campaign(request: HttpRequest, slug: str) -> Campaign:
    """Return a campaign that the union may ask something of its own in: one of a unit above, also not published yet."""
    by = acting_of(request)
    campaigns = Campaign.objects.visible_to(request.user) | prepared_above(by)
    campaign = get_object_or_404(campaigns.select_related("unit"), slug=slug)
    require_allowed(may_ask_branch(campaign, by))
    return campaign


def _sections(request: HttpRequest, campaign: Campaign) -> Any:
    return campaign.sections.filter(owner=require_acting(request).unit).select_related("campaign__unit", "owner")


def _lines(request: HttpRequest, campaign: Campaign) -> Any:
    lines = campaign.indicators.filter(section__owner=require_acting(request).unit)
    return lines.select_related("campaign__unit", "section__owner").prefetch_related("asked")


def _trail(campaign: Campaign) -> list[tuple[str, str]]:
    """Return the way to the page: from the campaign, or from the list of campaigns before it is published."""
    if campaign.published_at is None:
        return [(_("Các phong trào thi đua"), reverse("campaigns:list"))]
    return trail(campaign)


def _way(campaign: Campaign) -> list[tuple[str, str]]:
    return [*_trail(campaign), (_("Phong trào riêng của ngành"), _address(campaign))]


def _address(campaign: Campaign) -> str:
    return reverse("campaigns:branch", args=[campaign.slug])
