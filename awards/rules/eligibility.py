"""Facts for and against each nomination, in words, read for many nominations in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _

from awards.lifecycle import TAKES_A_PLACE
from awards.models import Award, AwardTitle, Initiative, Nomination, PledgeRequired, Timing
from campaigns.lifecycle import FilingStatus
from campaigns.models import Figure, Filing, FilingKind, WorkResult
from campaigns.models.work import WorkKind
from foundation import clock, vietnamese
from units.models import Rule
from units.rules.reader import rule

FOR, AGAINST, KNOWN = "for", "against", "known"
TITLE_FIELDS = tuple(
    f"{title}__{name}"
    for title in ("title_asked", "title_granted")
    for name in ("name", "registered_as", "pledge_required", "initiative")
)  # columns of a nomination's titles that the evidence needs
EARLIER_AWARD_FIELDS = (
    *("nomination", "nominee", "title", "title_name", "deciding_unit", "phase__campaign"),
    *(f"decision__{name}" for name in ("number", "organ", "dated_on", "timing", "unit__name", "unit__symbol")),
)  # columns of an earlier award that its sentence needs
COMPREHENSIVE = (Timing.YEAR, Timing.SCHOOL_YEAR)


@dataclass(frozen=True)
class EligibilityPoint:
    """A fact: for, against (an unmet condition), or merely to be known."""

    side: str
    text: str

    @property
    def side_text(self) -> str:
        return {FOR: _("Đạt:"), AGAINST: _("Chưa đạt:")}.get(self.side, _("Cần biết:"))


@dataclass
class Evidence:
    """The facts about one nomination, and the rules of the day that say what they mean."""

    points: list[EligibilityPoint] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)

    @property
    def against(self) -> list[str]:
        return [point.text for point in self.points if point.side == AGAINST]

    def rules_as_used(self) -> list[dict[str, Any]]:
        """Return what a verdict keeps of the rules by which it was given."""
        return [row.as_used() for row in self.rules]

    @property
    def eligible(self) -> bool:
        return not self.against


def evidence(nominations: Iterable[Nomination], *, title: AwardTitle | None = None) -> dict[int, Evidence]:
    """Return the evidence by id of the nomination, judged for `title`, else for the title of each nomination.

    Approving somebody against whom there is something needs a written reason.
    """
    rows = list(nominations)
    facts = _Facts(rows, [title] if title else [row.title for row in rows])
    return {row.pk: Evidence(list(_points(row, title or row.title, facts)), facts.rules_about(row)) for row in rows}


def with_pledges(nominations: QuerySet[Nomination]) -> QuerySet[Nomination]:
    """Annotate `pledged`: whether the unit has an accepted pledge in the dossier's campaign.

    `evidence` then needs no query for the pledges.
    """
    same = {"called__unit": OuterRef("dossier__unit"), "called__phase__campaign": OuterRef("dossier__campaign")}
    return nominations.annotate(pledged=Exists(_accepted_pledges().filter(**same)))


def _accepted_pledges() -> QuerySet[Filing]:
    return Filing.objects.filter(kind=FilingKind.PLEDGE, status=FilingStatus.ACCEPTED).order_by()


def _pledged(rows: list[Nomination], units: set[int], campaigns: set[int]) -> set[tuple[int, int]]:
    """Return pairs (unit id, campaign id) with an accepted pledge, from the annotation if all rows have it."""
    if all("pledged" in vars(row) for row in rows):
        return {(row.dossier.unit_id, row.dossier.campaign_id) for row in rows if vars(row)["pledged"]}
    sheets = _accepted_pledges().filter(called__unit__in=units, called__phase__campaign__in=campaigns)
    return set(sheets.values_list("called__unit", "called__phase__campaign").distinct())


class _Facts:
    """What the rules need to know about the units and nominees of some nominations, for these titles."""

    def __init__(self, rows: list[Nomination], titles: list[AwardTitle]):
        campaigns = {row.dossier.campaign_id for row in rows}
        units = {row.dossier.unit_id for row in rows}
        ids = [row.pk for row in rows]
        self.pledged = _pledged(rows, units, campaigns)
        counted = [title for title in titles if title.registered_as]
        self.registered = self._registered(units, campaigns, {title.registered_as for title in counted})
        self.holding = self._holding(units, campaigns, {title.pk for title in counted})
        self.results: dict[int, list[WorkResult]] = defaultdict(list)
        cited = WorkResult.objects.filter(work__nominations__in=ids, submission__counted_for__isnull=False)
        for work_result in cited.annotate(cited_by=F("work__nominations")).select_related("registered").order_by("pk"):
            self.results[work_result.cited_by].append(work_result)
        self.before: dict[int, list[Award]] = defaultdict(list)
        earlier = Award.objects.in_force().filter(nominee__in={row.nominee_id for row in rows})
        awards = earlier.with_decision_heads().select_related("decision__unit", "phase").only(*EARLIER_AWARD_FIELDS)
        for award in awards.order_by("-decision__dated_on", "-pk"):
            self.before[award.nominee_id].append(award)
        days = {_received_on(row) for row in rows if any(_clash(award, row) for award in self.before[row.nominee_id])}
        self.one_of_both = {day: rule("award.comprehensive_or_theme", on=day) for day in days}

    def rules_about(self, row: Nomination) -> list[Rule]:
        """Return the rule about comprehensive and theme awards where the nominee has one and is to get the other."""
        if not any(_clash(award, row) for award in self.before[row.nominee_id]):
            return []
        of_the_day = self.one_of_both[_received_on(row)]
        return [of_the_day] if of_the_day and of_the_day.value else []

    def _registered(self, units: set[int], campaigns: set[int], codes: set[str]) -> dict[tuple[int, int, str], Decimal]:
        """Return what accepted pledges registered, by (unit, campaign, indicator code); the latest phase wins."""
        figures = Figure.objects.filter(
            submission__counted_for__called__unit__in=units,
            submission__counted_for__called__phase__campaign__in=campaigns,
            submission__counted_for__kind=FilingKind.PLEDGE,
            indicator__section__category="title",
            indicator__code__in=codes,
        ).order_by("submission__counted_for__called__phase__number")
        registered = {}
        called = "submission__counted_for__called"
        names = (f"{called}__unit", f"{called}__phase__campaign", "indicator__code", "value", "numerator")
        for unit, campaign, code, value, numerator in figures.values_list(*names):
            registered[unit, campaign, code] = numerator if numerator is not None else value
        return registered

    def _holding(self, units: set[int], campaigns: set[int], titles: set[int]) -> dict[tuple[int, int, int], int]:
        """Return how many nominees take a place of a title, by (unit, campaign, title)."""
        held = Nomination.objects.filter(
            status__in=TAKES_A_PLACE,
            dossier__unit__in=units,
            dossier__campaign__in=campaigns,
            title_granted__in=titles,
        )
        alike = held.order_by().values_list("dossier__unit", "dossier__campaign", "title_granted")
        return {(unit, campaign, title): number for unit, campaign, title, number in alike.annotate(n=Count("pk"))}


def _points(row: Nomination, title: AwardTitle, facts: _Facts) -> Iterable[EligibilityPoint]:
    yield from _pledge(row, title, facts)
    yield from _initiative(row, title, facts)
    yield from _earlier(row, title, facts)
    if row.opinion == Nomination.Opinion.DISAGREE:
        yield EligibilityPoint(KNOWN, _("Cấp trên không đề nghị: {reason}").format(reason=row.opinion_reason))
    if row.dossier.late:
        yield EligibilityPoint(KNOWN, _("Hồ sơ gửi sau hạn."))


def _pledge(row: Nomination, title: AwardTitle, facts: _Facts) -> Iterable[EligibilityPoint]:
    key = (row.dossier.unit_id, row.dossier.campaign_id)
    pledge_required = title.pledge_required
    if key in facts.pledged:
        yield EligibilityPoint(FOR, _("Đơn vị đã đăng ký thi đua."))
    elif pledge_required != PledgeRequired.NONE and row.dossier.timing != Timing.UNEXPECTED:
        yield EligibilityPoint(AGAINST, _("Đơn vị chưa đăng ký thi đua {phase}.").format(phase=row.dossier.phase.words))
    if not title.registered_as:
        return
    count = facts.registered.get((*key, title.registered_as))
    if count:
        words = _("Danh hiệu đã đăng ký: {n}; đã thống nhất {k}.")
        held = facts.holding.get((*key, title.pk), 0)
        yield EligibilityPoint(FOR, words.format(n=vietnamese.format_number(count), k=held))
    elif pledge_required == PledgeRequired.TITLE and row.dossier.campaign.asks_titles:
        yield EligibilityPoint(AGAINST, _("Danh hiệu này chưa có trong đăng ký đầu năm của đơn vị."))


def _initiative(row: Nomination, title: AwardTitle, facts: _Facts) -> Iterable[EligibilityPoint]:
    recognised = [work_result for work_result in facts.results[row.pk] if work_result.recognised]
    for work_result in recognised:
        yield EligibilityPoint(FOR, _("Được công nhận: {title}.").format(title=work_result.registered.title))
    if any(work_result.registered.kind == WorkKind.INITIATIVE for work_result in recognised):
        return
    if title.initiative == Initiative.REQUIRED:
        sentence = _("Chưa có sáng kiến được công nhận trong năm {year}.")
        yield EligibilityPoint(AGAINST, sentence.format(year=row.dossier.campaign.year))
    elif title.initiative == Initiative.PREFERRED and not recognised:
        sentence = _("Chưa có sáng kiến được công nhận trong năm {year}.")
        yield EligibilityPoint(KNOWN, sentence.format(year=row.dossier.campaign.year))


def _earlier(row: Nomination, title: AwardTitle, facts: _Facts) -> Iterable[EligibilityPoint]:
    """Yield the other awards of the nominee.

    An award counts against when it is of the same title, phase and timing, or when it clashes with this nomination.
    """
    year, clashing = row.dossier.campaign.year, facts.rules_about(row)
    for award in facts.before[row.nominee_id]:
        if award.nomination_id == row.pk:
            continue
        words = _("Đã được tặng {title} tại Quyết định số {number} ngày {day}.").format(
            title=award.title_name,
            number=award.decision_as_issued.written_number,
            day=vietnamese.format_date(award.decision.signed_on),
        )
        same = award.phase_id == row.dossier.phase_id and award.decision.timing == row.dossier.timing
        again = award.title_id == title.pk and same
        yield EligibilityPoint(AGAINST if again else KNOWN, words)
        if clashing and _clash(award, row):
            sentence = _(
                "{unit} đã khen toàn diện năm {year}; không khen thêm chuyên đề cùng cấp, "
                "trừ dịp sơ kết, tổng kết đợt hoặc đột xuất."
            ).format(unit=award.decision.unit.name, year=year)
            side = AGAINST if clashing[0].binding else KNOWN
            yield EligibilityPoint(side, f"{sentence}{_source(clashing[0])}")


def _source(row: Rule) -> str:
    """Return what follows a sentence: the article it is based on, or that the text has to be compared."""
    if not row.binding:
        return _(" Cần đối chiếu văn bản.")
    return f" ({row.article})" if row.article else ""


def _received_on(row: Nomination) -> date:
    return row.dossier.received_on or clock.today()


def _clash(award: Award, row: Nomination) -> bool:
    """Return whether a deciding unit gave one nominee a comprehensive award and is to give a theme award, or both ways.

    Both are of one campaign. What that means is said by the rule of the day the dossier was received.
    """
    if award.phase.campaign_id != row.dossier.campaign_id or award.deciding_unit_id != row.deciding_unit_id:
        return False
    kinds: set[Any] = {award.decision.timing, row.dossier.timing}
    return Timing.THEME in kinds and bool(kinds & set(COMPREHENSIVE))
