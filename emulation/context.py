"""What every page knows: the menu, for which unit one acts, and whether the clock is the demo's."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from emulation import clock
from units.access import is_administrator, is_board
from units.acting import choices
from units.models import Unit


@dataclass(frozen=True)
class MenuItem:
    title: str
    url: str
    current: bool


@dataclass(frozen=True)
class ActingLine:
    """For the head of the page: as what, and for which unit."""

    unit: Unit
    title: str
    can_switch: bool


def portal(request: HttpRequest) -> dict[str, Any]:
    """Context of every page. Queries are made only when the template asks."""
    return {
        "menu": SimpleLazyObject(lambda: menu(request)),
        "acting": acting_line(request),
        "demo_clock": clock.today() if clock.is_set() else None,
        "portal_unit_name": SimpleLazyObject(portal_unit_name),
    }


def acting_line(request: HttpRequest) -> ActingLine | None:
    acting = getattr(request, "acting", None)
    if acting is None:
        return None
    return ActingLine(acting.unit, acting.title, len(choices(request.user)) > 1)


def portal_unit_name() -> str:
    campaign = Campaign.objects.select_related("unit").running()
    return campaign.unit.name if campaign else ""


def menu(request: HttpRequest) -> list[MenuItem]:
    """The menu of the signed-in, or of the public."""
    campaign = Campaign.objects.running()
    entries = [(_("Phong trào {year}").format(year=campaign.year), campaign.get_absolute_url())] if campaign else []
    if request.user.is_authenticated:
        entries = [(_("Việc cần làm"), reverse("home")), *entries, *_work(request, campaign)]
    entries.append((_("Bảng vàng"), reverse("awards:honours")))
    if not request.user.is_authenticated:
        entries.append((_("Đăng nhập"), reverse("login")))
    return [MenuItem(title, url, _is_current(request.path, url)) for title, url in entries]


def _work(request: HttpRequest, campaign: Campaign | None) -> list[tuple[str, str]]:
    entries = [
        (_("Đăng ký thi đua"), reverse("pledges:list")),
        (_("Báo cáo"), reverse("reports:list")),
        (_("Khen thưởng"), reverse("awards:dossiers")),
    ]
    if campaign:
        entries.append((_("Tổng hợp"), reverse("summaries:overview", args=[campaign.slug])))
    acting = getattr(request, "acting", None)
    if is_board(acting) or is_administrator(acting):
        entries.append((_("Điều hành"), reverse("admin:index")))
    return entries


def _is_current(path: str, url: str) -> bool:
    """Summaries stand below their campaign, but have an entry of their own."""
    if path.endswith("/summary/"):
        return url.endswith("/summary/")
    return path == url if url == "/" else path.startswith(url)
