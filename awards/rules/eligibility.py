"""What speaks for and against each nominee, in words: read for many nominations in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _

from awards.lifecycle import TAKES_A_PLACE
from awards.models import Award, AwardTitle, Initiative, Nomination, PledgeRequired, Timing
from campaigns.lifecycle import FilingStatus
from campaigns.models import Figure, Filing, FilingKind, WorkResult
from campaigns.models.work import WorkKind
from foundation import vietnamese

FOR, AGAINST, KNOWN = "for", "against", "known"
TITLES = tuple(
    f"{title}__{name}"
    for title in ("title_asked", "title_granted")
    for name in ("name", "registered_as", "pledge_required", "initiative")
)  # what is read of the titles of a nomination: their names, and what they ask for
OF_EARLIER = (
    *("nominee", "title", "title_name", "deciding_unit", "phase__campaign"),
    *(f"decision__{name}" for name in ("number", "organ", "dated_on", "timing", "unit__name", "unit__symbol")),
)  # what an earlier award is told by
COMPREHENSIVE = (Timing.YEAR, Timing.SCHOOL_YEAR)


@dataclass(frozen=True)
class Point:
    """One fact: for, against (a condition not met), or only to be known."""

    side: str
    text: str


@dataclass
class Evidence:
    """`met` of `asked` conditions; the points in words."""

    points: list[Point] = field(default_factory=list)

    @property
    def against(self) -> list[str]:
        return [point.text for point in self.points if point.side == AGAINST]

    @property
    def eligible(self) -> bool:
        return not self.against


def conditions(nomination: Nomination, title: AwardTitle) -> list[str]:
    """The conditions of a title that this nominee does not meet: agreeing then needs a written reason."""
    return evidence([nomination], title=title)[nomination.pk].against


def evidence(nominations: Iterable[Nomination], *, title: AwardTitle | None = None) -> dict[int, Evidence]:
    """By nomination; judged for `title`, else for the one it is about."""
    rows = list(nominations)
    facts = _Facts(rows, [title] if title else [row.title for row in rows])
    return {row.pk: Evidence(list(_points(row, title or row.title, facts))) for row in rows}


def with_pledges(nominations: QuerySet[Nomination]) -> QuerySet[Nomination]:
    """With whether the unit `pledged` in the campaign of the dossier: of a page of rows that is asked with them."""
    same = {"called__unit": OuterRef("dossier__unit"), "called__phase__campaign": OuterRef("dossier__campaign")}
    return nominations.annotate(pledged=Exists(_accepted_pledges().filter(**same)))


def _accepted_pledges() -> QuerySet[Filing]:
    return Filing.objects.filter(kind=FilingKind.PLEDGE, status=FilingStatus.ACCEPTED).order_by()


def _pledged(rows: list[Nomination], units: set[int], campaigns: set[int]) -> set[tuple[int, int]]:
    """Which units pledged in which campaign: as read with the rows, else asked for."""
    if all("pledged" in vars(row) for row in rows):
        return {(row.dossier.unit_id, row.dossier.campaign_id) for row in rows if vars(row)["pledged"]}
    sheets = _accepted_pledges().filter(called__unit__in=units, called__phase__campaign__in=campaigns)
    return set(sheets.values_list("called__unit", "called__phase__campaign").distinct())


class _Facts:
    """What is known of the units and nominees of some nominations, as far as these titles ask."""

    def __init__(self, rows: list[Nomination], titles: list[AwardTitle]):
        campaigns = {row.dossier.campaign_id for row in rows}
        units = {row.dossier.unit_id for row in rows}
        ids = [row.pk for row in rows]
        self.pledged = _pledged(rows, units, campaigns)
        counted = [title for title in titles if title.registered_as]
        self.registered = self._registered(units, campaigns, {title.registered_as for title in counted})
        self.holding = self._holding(units, campaigns, {title.pk for title in counted})
        self.results: dict[int, list[WorkResult]] = defaultdict(list)
        cited = WorkResult.objects.filter(work__nominations__in=ids, filing__status=FilingStatus.ACCEPTED)
        for work_result in cited.annotate(cited_by=F("work__nominations")).select_related("work").order_by("pk"):
            self.results[work_result.cited_by].append(work_result)
        self.before: dict[int, list[Award]] = defaultdict(list)
        earlier = Award.objects.in_force().filter(nominee__in={row.nominee_id for row in rows})
        told = earlier.select_related("decision__unit", "phase").only(*OF_EARLIER)
        for award in told.order_by("-decision__dated_on", "-pk"):
            self.before[award.nominee_id].append(award)

    def _registered(self, units: set[int], campaigns: set[int], codes: set[str]) -> dict[tuple[int, int, str], Decimal]:
        """What accepted pledges registered: the latest phase's figure by unit, campaign and indicator code."""
        figures = Figure.objects.filter(
            filing__called__unit__in=units,
            filing__called__phase__campaign__in=campaigns,
            filing__kind=FilingKind.PLEDGE,
            filing__status=FilingStatus.ACCEPTED,
            indicator__section__category="title",
            indicator__code__in=codes,
        ).order_by("filing__called__phase__number")
        registered = {}
        names = ("filing__called__unit", "filing__called__phase__campaign", "indicator__code", "value", "numerator")
        for unit, campaign, code, value, numerator in figures.values_list(*names):
            registered[unit, campaign, code] = numerator if numerator is not None else value
        return registered

    def _holding(self, units: set[int], campaigns: set[int], titles: set[int]) -> dict[tuple[int, int, int], int]:
        """How many nominees of a unit hold a place of a title already, by unit, campaign and title."""
        held = Nomination.objects.filter(
            status__in=TAKES_A_PLACE,
            dossier__unit__in=units,
            dossier__campaign__in=campaigns,
            title_granted__in=titles,
        )
        alike = held.order_by().values_list("dossier__unit", "dossier__campaign", "title_granted")
        return {(unit, campaign, title): number for unit, campaign, title, number in alike.annotate(n=Count("pk"))}


def _points(row: Nomination, title: AwardTitle, facts: _Facts) -> Iterable[Point]:
    yield from _pledge(row, title, facts)
    yield from _initiative(row, title, facts)
    yield from _earlier(row, title, facts)
    if row.opinion == Nomination.Opinion.DISAGREE:
        yield Point(KNOWN, _("Cấp trên không đề nghị: {reason}").format(reason=row.opinion_reason))
    if row.dossier.late:
        yield Point(KNOWN, _("Hồ sơ gửi sau hạn."))


def _pledge(row: Nomination, title: AwardTitle, facts: _Facts) -> Iterable[Point]:
    key = (row.dossier.unit_id, row.dossier.campaign_id)
    pledge_required = title.pledge_required
    if key in facts.pledged:
        yield Point(FOR, _("Đơn vị đã đăng ký thi đua."))
    elif pledge_required != PledgeRequired.NONE:
        yield Point(AGAINST, _("Đơn vị chưa đăng ký thi đua đợt {n}.").format(n=row.dossier.phase.number))
    if not title.registered_as:
        return
    count = facts.registered.get((*key, title.registered_as))
    if count:
        words = _("Danh hiệu đã đăng ký: {n}; đã thống nhất {k}.")
        held = facts.holding.get((*key, title.pk), 0)
        yield Point(FOR, words.format(n=vietnamese.format_number(count), k=held))
    elif pledge_required == PledgeRequired.TITLE:
        yield Point(AGAINST, _("Danh hiệu này chưa có trong đăng ký đầu năm của đơn vị."))


def _initiative(row: Nomination, title: AwardTitle, facts: _Facts) -> Iterable[Point]:
    recognised = [work_result for work_result in facts.results[row.pk] if work_result.recognised]
    for work_result in recognised:
        yield Point(FOR, _("Được công nhận: {title}.").format(title=work_result.work.title))
    if any(work_result.work.kind == WorkKind.INITIATIVE for work_result in recognised):
        return
    if title.initiative == Initiative.REQUIRED:
        sentence = _("Chưa có sáng kiến được công nhận trong năm {year}.")
        yield Point(AGAINST, sentence.format(year=row.dossier.campaign.year))
    elif title.initiative == Initiative.PREFERRED and not recognised:
        sentence = _("Chưa có sáng kiến được công nhận trong năm {year}.")
        yield Point(KNOWN, sentence.format(year=row.dossier.campaign.year))


def _earlier(row: Nomination, title: AwardTitle, facts: _Facts) -> Iterable[Point]:
    """The same title in the same year counts against; so does a theme beside a comprehensive award of one unit."""
    year = row.dossier.campaign.year
    for award in facts.before[row.nominee_id]:
        words = _("Đã được tặng {title} tại Quyết định số {number} ngày {day}.").format(
            title=award.title_name,
            number=award.decision.written_number,
            day=vietnamese.format_date(award.decision.dated_on),
        )
        same = award.phase_id == row.dossier.phase_id and award.decision.timing == row.dossier.timing
        again = award.title_id == title.pk and same
        yield Point(AGAINST if again else KNOWN, words)
        if _clash(award, row):
            sentence = _(
                "{unit} đã khen toàn diện năm {year}; không khen thêm chuyên đề cùng cấp, "
                "trừ dịp sơ kết, tổng kết đợt hoặc đột xuất."
            )
            yield Point(AGAINST, sentence.format(unit=award.decision.unit.name, year=year))


def _clash(award: Award, row: Nomination) -> bool:
    """Hướng dẫn 1217/HD-TLĐ: one level gives one subject a comprehensive or a theme award of a year, not both."""
    if award.phase.campaign_id != row.dossier.campaign_id or award.deciding_unit_id != row.deciding_unit_id:
        return False
    kinds: set[Any] = {award.decision.timing, row.dossier.timing}
    return Timing.THEME in kinds and bool(kinds & set(COMPREHENSIVE))
