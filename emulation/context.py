"""The context processor of all pages: menus, the unit one acts for, and the demo's clock."""

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from awards.rules.deciding_unit import DECIDING_KINDS
from campaigns.models.year_names import named_year_of
from campaigns.running import RunningCampaign, running_campaign
from foundation import clock, whom_to_ask
from units.access import is_administrator, is_board, may_see_people
from units.acting import Acting, choices
from units.acting_request import acting_of
from units.actions.beginning import has_begun
from units.contacts import Contact
from units.models import Role, Unit
from units.models.vocabulary import is_fictional, term


@dataclass(frozen=True)
class MenuItem:
    title: str
    url: str
    current: bool


@dataclass(frozen=True)
class ActingLine:
    """The line at the head of the page: role and unit one acts for."""

    unit: Unit
    title: str
    can_switch: bool


def portal(request: HttpRequest) -> dict[str, Any]:
    """Return the context of every page. What may ask the database is worked out when a template needs it."""
    return {
        "menu": SimpleLazyObject(lambda: menu(request, running_campaign())),
        "section_menu": section_menu(request),
        "acting": acting_line(request),
        "fictional": SimpleLazyObject(is_fictional),
        "demo_clock": clock.today() if clock.is_set() else None,
        "not_begun": SimpleLazyObject(lambda: running_campaign() is None and not has_begun()),
        "board_name": SimpleLazyObject(lambda: term("board")),
        "portal_unit_name": SimpleLazyObject(lambda: portal_unit_name(running_campaign())),
        "contacts": SimpleLazyObject(lambda: contacts(acting_of(request), running_campaign())),
        "sees_people": bool(may_see_people(acting_of(request))),
        "portal_url": settings.PORTAL_URL,
    }


def acting_line(request: HttpRequest) -> ActingLine | None:
    acting = acting_of(request)
    if acting is None:
        return None
    return ActingLine(acting.unit, acting.title, len(choices(acting.user)) > 1)


def portal_unit_name(campaign: RunningCampaign | None) -> str:
    return campaign.unit__name if campaign else ""


def contacts(acting: Acting | None, campaign: RunningCampaign | None) -> list[Contact]:
    """Return whom to ask: the union above the one acted for, then the Board; only those who can be reached.

    Before the first campaign it is the highest union.
    """
    upper = acting.unit.parent if acting else None
    above = [Contact(upper.name, upper.phone, upper.email)] if upper and not upper.may_launch else []
    if campaign:
        board = campaign.contact
    else:
        root = Unit.objects.filter(parent=None).order_by("path").first()
        board = Contact(root.name, root.phone, root.email) if root else Contact("")
    whom_to_ask.remember(board.name, board.phone)
    return [contact for contact in (*above, board) if contact]


class MenuReader(NamedTuple):
    """What decides about the menu of who is signed in: of people alike in this it is the same.

    `reads_below`: a post gives reach; `awards`: the name of the page of one's own work on awards; `runs`: one runs the
    portal or its campaigns.
    """

    reads_below: bool
    awards: str
    runs: bool


def menu(request: HttpRequest, campaign: RunningCampaign | None) -> list[MenuItem]:
    """Return the menu of a signed-in person or of the public; `campaign`: the running one, if any."""
    reader = _reader(acting_of(request)) if request.user.is_authenticated else None
    of_awards = award_lists()
    entries = _menu_entries(campaign, reader)
    return [MenuItem(title, url, _is_current(request.path, url, of_awards)) for title, url in entries]


@lru_cache(maxsize=100)
def _menu_entries(campaign: RunningCampaign | None, reader: MenuReader | None) -> list[tuple[str, str]]:
    """Return titles and addresses, kept: every page has a menu, and there are few different ones."""
    entries = []
    if campaign:
        address = reverse("campaigns:launch", args=[campaign.slug])
        entries.append((_("Phong trào {year}").format(year=named_year_of(campaign.pk, campaign.year)), address))
    if reader:
        entries = [(_("Việc cần làm"), reverse("home")), *entries, *_work_entries(campaign, reader)]
    entries.append((_("Bảng vàng"), reverse("awards:honours")))
    if not reader:
        entries.append((_("Đăng nhập"), reverse("login")))
    return entries


def _reader(acting: Acting | None) -> MenuReader:
    if acting and not acting.reads_below:
        return MenuReader(reads_below=False, awards="decisions", runs=False)
    return MenuReader(reads_below=True, awards=awards_home(acting), runs=is_board(acting) or is_administrator(acting))


def _work_entries(campaign: RunningCampaign | None, reader: MenuReader) -> list[tuple[str, str]]:
    """Return the entries of the person's work. Whose posts give no reach reads neither sheets, dossiers nor figures."""
    of_awards = (_("Khen thưởng"), reverse(f"awards:{reader.awards}"))
    if not reader.reads_below:
        return [of_awards]
    entries = [(_("Đăng ký thi đua"), reverse("pledges:list")), (_("Báo cáo"), reverse("reports:list")), of_awards]
    if campaign:
        name, of_phase = ("phase", [campaign.to_sum_up]) if campaign.to_sum_up else ("overview", [])
        entries.append((_("Tổng hợp"), reverse(f"summaries:{name}", args=[campaign.slug, *of_phase])))
    if reader.runs:
        entries.append((_("Điều hành"), reverse("admin:index")))
    return entries


def awards_home(acting: Acting | None) -> str:
    """Return the name of the page of one's own work on awards: the appraisal, the decisions, else the dossiers."""
    if acting and acting.unit.kind in DECIDING_KINDS:
        if acting.is_(Role.REVIEWER):
            return "appraisal"
        if acting.is_(Role.LEADER):
            return "decisions"
    return "dossiers"


def section_menu(request: HttpRequest) -> list[MenuItem]:
    """Return the links between the lists of awards, on their pages only; the appraisal for those who may see it.

    Whose posts give no reach sees decisions alone, so there is nothing to choose.
    """
    if not (request.user.is_authenticated and request.path.startswith(award_lists())):
        return []
    acting = acting_of(request)
    if acting and not acting.reads_below:
        return []
    entries = [(_("Hồ sơ đề nghị"), reverse("awards:dossiers")), (_("Quyết định"), reverse("awards:decisions"))]
    if acting and acting.unit.kind in DECIDING_KINDS and (acting.is_(Role.REVIEWER) or acting.is_(Role.LEADER)):
        entries.insert(1, (_("Thẩm định"), reverse("awards:appraisal")))
        entries.insert(2, (_("Tờ trình"), reverse("awards:letters")))
    return [MenuItem(title, url, request.path.startswith(url)) for title, url in entries]


@cache
def award_lists() -> tuple[str, ...]:
    """Return the addresses with which the pages of awards begin."""
    return tuple(reverse(f"awards:{name}") for name in ("dossiers", "appraisal", "letters", "decisions"))


def _is_current(path: str, url: str, of_awards: tuple[str, ...]) -> bool:
    """True when the menu entry is the page's. A summary has its own, though its path begins with its campaign's."""
    if path.endswith("/summary/"):
        return url.endswith("/summary/")
    if path.startswith(of_awards):
        return url.startswith(of_awards)
    return path == url if url == "/" else path.startswith(url)
