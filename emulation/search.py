"""The search over everything in a person's reach: unions, people, works, sheets, dossiers and decisions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.filters.decisions import decisions_named
from awards.models import Decision, Dossier, Nomination
from campaigns.models import Filing, WorkEntry
from campaigns.models.called import called_in_reach
from campaigns.models.filing import filing_list_url
from foundation import clock, vietnamese
from foundation.forms.choices import LONGEST_SEARCH, contains_words, contains_words_beside, search_words
from foundation.lazy_text import LazyText
from units.models import Post, Unit, User

SHOWN = 10
"""Matches of a kind on the page of all kinds."""
SHORTEST = 3
"""Letters of the longest word, at least: indexes are of three letters (foundation/db/trigram_index.py)."""


@dataclass(frozen=True)
class Match:
    """A row that was found: what it is, what tells it from others of its name, and its page ("" for none)."""

    title: str
    detail: str
    url: str


@dataclass(frozen=True)
class MatchKind:
    """A kind of rows. `rows` finds those in a person's reach; `match` says one of them."""

    code: str
    heading: LazyText
    rows: Callable[[User, str], QuerySet]
    match: Callable[[Any], Match]

    def matches(self, rows: list[Any]) -> list[Match]:
        return [self.match(row) for row in rows]


@dataclass(frozen=True)
class MatchGroup:
    """The first matches of a kind; `more`: there are others."""

    kind: MatchKind
    matches: list[Match]
    more: bool


def problem(text: str) -> str:
    """Return why nothing is searched for this text; "" if it is."""
    if len(text) > LONGEST_SEARCH:
        return _("Xin tìm bằng ít chữ hơn.")
    if max(map(len, search_words(text)), default=0) < SHORTEST and not any(map(str.isdigit, text)):
        return _("Xin nhập ít nhất một từ có từ {n} chữ trở lên, hoặc số quyết định.").format(n=SHORTEST)
    return ""


def search(user: User, text: str) -> list[MatchGroup]:
    """Return the kinds of which something in the person's reach was found, one statement each."""
    groups = []
    for kind in KINDS.values():
        rows = list(kind.rows(user, text)[: SHOWN + 1])
        if rows:
            groups.append(MatchGroup(kind, kind.matches(rows[:SHOWN]), len(rows) > SHOWN))
    return groups


def _units(user: User, text: str) -> QuerySet:
    units = Unit.objects.visible_to(user).filter(contains_words_beside(["search_text"], ["parent__search_text"], text))
    return units.select_related("parent").only("name", "valid_to", "parent__name").order_by("path")


def _unit(unit: Unit) -> Match:
    ended = (
        _("kết thúc hoạt động ngày {day}").format(day=vietnamese.format_date(unit.valid_to)) if unit.valid_to else ""
    )
    detail = ", ".join(filter(None, (unit.parent_name, ended)))
    return Match(unit.name, detail, filing_list_url("report", q=unit.name, phase=""))


def _people(user: User, text: str) -> QuerySet:
    posts = Post.objects.visible_to(user).current(clock.today()).filter(contains_words(["user__search_text"], text))
    return posts.select_related("user", "unit", "area").order_by("user__sort_key", "pk")


def _person(post: Post) -> Match:
    return Match(post.user.full_name, f"{post.title}, {post.unit.name}", "")


def _works(user: User, text: str) -> QuerySet:
    """Return the works by their entries in force, those of the newest campaign first."""
    reached = called_in_reach(user, "submission__filing__called")
    entries = WorkEntry.objects.in_force().filter(reached, contains_words(["search_text"], text))
    return entries.select_related("submission__filing__called__phase__campaign").order_by("-pk")


def _work(entry: WorkEntry) -> Match:
    filing = entry.submission.filing
    year = filing.called.phase.campaign.named_year
    detail = f"{entry.authors}; {filing.called.name}, {_('năm {year}').format(year=year)}"
    return Match(entry.title, detail, filing.get_absolute_url())


def _sheets(user: User, text: str) -> QuerySet:
    named = contains_words_beside(["called__search_text"], ["called__parent__search_text"], text)
    sheets = Filing.objects.visible_to(user).filter(named)
    return sheets.select_related("called__phase__campaign", "called__parent").order_by("called__sort_key", "kind")


def _sheet(filing: Filing) -> Match:
    return Match(filing.called.name, f"{filing.title}: {filing.status_text.lower()}", filing.get_absolute_url())


def _dossiers(user: User, text: str) -> QuerySet:
    """Return the dossiers of a union or with a nominee of that name."""
    nominated = Nomination.objects.filter(contains_words(["nominee__folded"], text))
    of_unit = contains_words_beside(["unit__search_text"], ["unit__parent__search_text"], text)
    dossiers = Dossier.objects.visible_to(user).filter(of_unit | Q(pk__in=nominated.values("dossier")))
    return dossiers.select_related("unit", "phase", "campaign").order_by("-pk")


def _dossier(dossier: Dossier) -> Match:
    return Match(dossier.title, f"{dossier.unit.name}: {dossier.status_text.lower()}", dossier.get_absolute_url())


def _decisions(user: User, text: str) -> QuerySet:
    return decisions_named(Decision.objects.visible_to(user), text).select_related("unit").order_by("-pk")


def _decision(decision: Decision) -> Match:
    day = vietnamese.format_date(decision.dated_on) if decision.dated_on else ""
    detail = ", ".join(filter(None, (decision.organ or decision.unit.name, day, decision.status_text.lower())))
    return Match(str(decision), detail, decision.get_absolute_url())


KINDS = {
    kind.code: kind
    for kind in (
        MatchKind("units", gettext_lazy("Đơn vị"), _units, _unit),
        MatchKind("people", gettext_lazy("Người được phân công"), _people, _person),
        MatchKind("works", gettext_lazy("Đề tài, sáng kiến, công trình"), _works, _work),
        MatchKind("sheets", gettext_lazy("Đăng ký thi đua, báo cáo kết quả"), _sheets, _sheet),
        MatchKind("dossiers", gettext_lazy("Hồ sơ khen thưởng"), _dossiers, _dossier),
        MatchKind("decisions", gettext_lazy("Quyết định khen thưởng"), _decisions, _decision),
    )
}
