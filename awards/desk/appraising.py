"""Tasks of reviewers: dossiers to endorse, nominations to appraise, decide on or send up, exceeded quotas."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Count, Min, Q, QuerySet, Window
from django.urls import reverse
from django.utils.translation import gettext as _

from awards.lifecycle import DossierStatus, NominationStatus
from awards.models import Dossier, InPortal, Quota
from awards.rules import quota_usage
from awards.rules.award_events import award_events
from awards.selectors.appraisal_overview import at_the_decider
from campaigns.models import Phase
from campaigns.models.phase_names import in_year, phase_words
from campaigns.models.year_names import named_year_of
from foundation import clock, vietnamese
from units.acting import Acting
from units.event_cache import EventCache
from units.todo import Todo
from units.tree import ancestor_paths, below_except

NAMED = ("number", "review_name", "campaign", "campaign__year", "ends_on", "review_date")
"""What is read of the phase of each group."""
SEASON = timedelta(days=180)
"""How long after the end of a phase its exceeded quotas are reported."""
TO_SEND_UP = "to_send_up"  # approved, with a title that a higher body decides


class NominationGroup(NamedTuple):
    """A number (`size`) of nominations of one phase, status and kind of title. `since`: the earliest verdict."""

    phase: int
    number: int
    review_name: str
    campaign: int
    year: int
    ends_on: date
    review_date: date | None
    launching: int
    status: str
    in_portal: str | None
    size: int
    since: datetime | None

    @property
    def phase_in_year(self) -> str:
        return in_year(phase_words(self.review_name, self.number), named_year_of(self.campaign, self.year))

    @property
    def what(self) -> str:
        """Return the status, or TO_SEND_UP for approved nominations that a higher body decides."""
        up = self.status == NominationStatus.APPROVED and self.in_portal == InPortal.SEND_UP
        return TO_SEND_UP if up else self.status


def todos(by: Acting) -> list[Todo]:
    """Return the tasks of reviewers."""
    groups: dict[str, list[NominationGroup]] = defaultdict(list)
    for group in _groups(by):
        groups[group.what].append(group)
    return [*_to_endorse(by), *_to_appraise(groups[NominationStatus.PENDING], by), *_agreed_to(groups)]


def _to_endorse(by: Acting) -> list[Todo]:
    """Return a task for the dossiers from below that wait for an endorsement here, linked to the oldest."""
    path = by.unit.path
    submitted = Dossier.objects.filter(status=DossierStatus.SUBMITTED, deciding_unit__path__in=ancestor_paths(path))
    below = submitted.filter(below_except("unit__path", path, ()))
    rows = _of_others(below, by).select_related("unit").annotate(size=Window(Count("pk")))
    longest = rows.order_by("submitted_at", "pk").first()
    if longest is None:
        return []
    oldest = _("Gửi sớm nhất: {unit}, ngày {day}.")
    return [
        Todo(
            title=_("Đề nghị lên cấp trên {n} hồ sơ khen thưởng").format(n=vietnamese.format_number(longest.size)),
            detail=oldest.format(unit=longest.unit.name, day=vietnamese.format_date(longest.submitted_at)),
            url=longest.get_absolute_url(),
            button=_("Xem và đề nghị"),
            count=longest.size,
        )
    ]


def _of_others(rows: QuerySet, by: Acting, prefix: str = "") -> QuerySet:
    """Exclude what the user sent and dossiers of units where the user holds a post, as `access._not_own` does."""
    mine = [post.unit_id for post in by.user.current_posts]
    return rows.exclude(Q(**{f"{prefix}submitted_by": by.user.pk}) | Q(**{f"{prefix}unit__in": mine}))


cache: EventCache[list[NominationGroup]] = EventCache(size=5_000, weight_of=len)


def _groups(by: Acting) -> list[NominationGroup]:
    """Return the nominations that the unit decides on and no decision includes, in groups.

    Nominations that wait for an endorsement below, or are in a letter that is to be signed, are left out. They are
    counted anew after an event that changes them, and each day, as posts end.
    """
    key = (by.unit.pk, by.user.pk, *sorted(post.unit_id for post in by.user.current_posts), clock.today())
    return cache.get(key, lambda: award_events(by.unit), lambda: _groups_now(by))


def _groups_now(by: Acting) -> list[NominationGroup]:
    nearer = Dossier.objects.filter(status=DossierStatus.SUBMITTED, nominations__deciding_unit=by.unit)
    on_their_way = nearer.awaiting_endorsement().values("pk")
    rows = at_the_decider(by.unit).filter(decision=None).exclude(dossier__in=on_their_way)
    rows = rows.exclude(status=NominationStatus.APPROVED, letter_up__isnull=False)
    phase = "dossier__phase"
    named = [phase, *(f"{phase}__{name}" for name in NAMED)]
    grouped = _of_others(rows, by, "dossier__").order_by(f"{phase}__ends_on").values_list(
        *named, f"{phase}__campaign__unit", "status", "title_granted__in_portal"
    )  # fmt: skip
    return [NominationGroup(*row) for row in grouped.annotate(size=Count("pk"), since=Min("decided_at"))]


def _to_appraise(groups: list[NominationGroup], by: Acting) -> list[Todo]:
    """Return a task for each phase with pending nominations."""
    phases: dict[int, list[NominationGroup]] = defaultdict(list)
    for group in groups:
        phases[group.phase].append(group)
    return [_appraise(of_phase, by) for of_phase in phases.values()]


def _appraise(groups: list[NominationGroup], by: Acting) -> Todo:
    first, count = groups[0], sum(group.size for group in groups)
    days = (clock.today() - first.ends_on).days
    over, runs = _("Đợt đã kết thúc {n} ngày."), _("Đợt kết thúc ngày {day}.")
    own_review = first.review_date if first.launching == by.unit.pk else None
    return Todo(
        title=_("Thẩm định {n} trường hợp đề nghị khen thưởng {phase}").format(
            n=vietnamese.format_number(count), phase=first.phase_in_year
        ),
        detail=over.format(n=days) if days > 0 else runs.format(day=vietnamese.format_date(first.ends_on)),
        url=_table(status=NominationStatus.PENDING, phase=first.phase),
        button=_("Xem {n} trường hợp").format(n=vietnamese.format_number(count)),
        due=clock.end_of_day(own_review) if own_review else None,
        count=count,
    )


def _agreed_to(groups: dict[str, list[NominationGroup]]) -> list[Todo]:
    """Return tasks for approved nominations: draft a decision, or send them up and record the answer."""
    approved, sent_up = NominationStatus.APPROVED, NominationStatus.SENT_UP
    letters = reverse("awards:letters")
    lines = (
        (approved, _table(status=approved), _("Lập dự thảo quyết định cho {n} trường hợp"), _("Chọn và lập dự thảo")),
        (TO_SEND_UP, letters, _("Trình cấp trên {n} trường hợp"), _("Xem tờ trình")),
        (sent_up, _table(status=sent_up), _("Cấp trên chưa trả lời {n} trường hợp"), _("Ghi kết quả")),
    )
    return [_after(groups[what], url, title, button) for what, url, title, button in lines if groups[what]]


def _after(groups: list[NominationGroup], url: str, title: str, button: str) -> Todo:
    count = sum(group.size for group in groups)
    since = min(group.since for group in groups if group.since)
    return Todo(
        title=title.format(n=vietnamese.format_number(count)),
        detail=_("Thống nhất đề nghị sớm nhất ngày {day}.").format(day=vietnamese.format_date(since)),
        url=url,
        button=button,
        tone="blue" if groups[0].status == NominationStatus.SENT_UP else "wait",
        count=count,
    )


def _table(**conditions: Any) -> str:
    return f"{reverse('awards:appraisal')}?{urlencode(conditions)}"


def overshot_quotas(by: Acting) -> list[Todo]:
    """Return a task if quotas of the unit's campaigns are exceeded."""
    since = clock.today() - SEASON
    of_year = Q(phase=None, campaign__in=Phase.objects.alive().filter(ends_on__gte=since).values("campaign"))
    rows = Quota.objects.in_force().filter(of_year | Q(phase__ends_on__gte=since), campaign__unit=by.unit)
    usages = quota_usage.shown_usages(rows.select_related("title", "unit", "phase"), by.unit)
    over = [usage for usage in usages if (usage.left or 0) < 0]
    if not over:
        return []
    return [
        Todo(
            title=_("Vượt số lượng phân bổ"),
            detail="; ".join(f"{usage.quota}, {usage.taken}/{usage.most}" for usage in over) + ".",
            url=reverse("admin:awards_quota_changelist"),
            button=_("Xem số lượng phân bổ"),
            tone="blue",
            count=len(over),
        )
    ]
