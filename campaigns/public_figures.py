"""The key figures of a campaign on the public first page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db.models import Case, Count, Exists, F, OuterRef, QuerySet, Sum, When, Window
from django.db.models.functions import Coalesce, RowNumber
from django.utils.translation import gettext as _

from campaigns.figures.address import FigureKey, FigureScope, FigureValue, UnknownFigure
from campaigns.figures.book import FigureBook
from campaigns.figures.count_provider import RECEIVED
from campaigns.lifecycle import RECEIVED as RECEIVED_STATUSES
from campaigns.lifecycle import FilingStatus
from campaigns.models import CalledUnit, Campaign, Filing, FilingKind, Phase, WorkEntry
from campaigns.models import Count as UnitCount
from campaigns.progress import rollups
from foundation.stored_format import StoredFormat, Upgrade
from foundation.vietnamese import format_number
from units.event_cache import EventCache, near_unit
from units.models import Unit, UnitKind
from units.models.vocabulary import WORKERS

SUBJECT = "public"


@dataclass(frozen=True)
class PublicCounts:
    """Counts of the units called to a campaign, without coordinated unions; a unit counts once in all phases."""

    units: int
    units_pledged: int
    works: int
    workers_pledged: int


cache: EventCache[PublicCounts] = EventCache(size=8)


def public_figures(campaign: Campaign) -> tuple[list[dict[str, str]], datetime | None]:
    """Return the key figures (see components/kpi.html) and when the worker counted them, None if counted now.

    There are no figures before a phase was opened, nor before the worker's first count. `campaign.unit` must be read.
    """
    if rollups.is_rolled_up(campaign.unit):
        public_counts, counted_at = _counted_by_worker(campaign)
    else:
        public_counts = cache.get(campaign.pk, lambda: near_unit(campaign.unit), lambda: count_now(campaign))
        counted_at = None
    if public_counts is None or not public_counts.units:
        return [], None
    book = FigureBook(FigureScope(campaign.pk, None, campaign.unit_id), [PublicProvider(public_counts)])
    figures = [
        (book.value("public:units", "units"), _("đơn vị thuộc diện thi đua")),
        (book.value("public:pledge", RECEIVED), _("đơn vị đã đăng ký giao ước")),
        (book.value("public:works", "registered"), _("đề tài, sáng kiến, công trình đã đăng ký")),
        (
            book.value("public:workers", RECEIVED),
            _("{word} thuộc các đơn vị đã đăng ký").format(word=campaign.workers_word),
        ),
    ]
    return [{"value": format_number(value.number), "label": label} for value, label in figures], counted_at


@dataclass(frozen=True)
class PublicProvider:
    """`public:units`, `public:pledge`, `public:works`, `public:workers`: counts over all phases, each unit once."""

    counts: PublicCounts
    prefix: str = "public"

    @property
    def values(self) -> dict[FigureKey, FigureValue]:
        counts = self.counts
        return {
            FigureKey("public:units", "units"): FigureValue(counts.units),
            FigureKey("public:pledge", RECEIVED): FigureValue(
                counts.units_pledged, base=(counts.units_pledged, counts.units)
            ),
            FigureKey("public:works", "registered"): FigureValue(counts.works),
            FigureKey("public:workers", RECEIVED): FigureValue(counts.workers_pledged),
        }

    def keys(self) -> Iterator[FigureKey]:
        return iter(self.values)

    def value(self, key: FigureKey) -> FigureValue | None:
        if (key.subject, key.measure) not in {(figure.subject, figure.measure) for figure in self.values}:
            raise UnknownFigure(key)
        return self.values.get(key)

    def label(self, key: FigureKey) -> str:
        words = {
            "public:units": _("Đơn vị được gọi trong năm"),
            "public:pledge": _("Đơn vị đã đăng ký trong năm"),
            "public:works": _("Đề tài, sáng kiến, công trình đã đăng ký trong năm"),
            "public:workers": _("{workers} thuộc các đơn vị đã đăng ký trong năm"),
        }
        return words[key.subject].format(workers=WORKERS)


def _counted_by_worker(campaign: Campaign) -> tuple[PublicCounts | None, datetime | None]:
    """Return the roll-up of the phase opened last; while that is not counted yet, the newest older one."""
    opened = Phase.objects.alive().filter(campaign=campaign).exclude(opened_at=None).order_by("number").last()
    if opened is None:
        return None, None
    count = rollups.rollup(opened, campaign.unit, SUBJECT)
    if count.counted_at is None:
        counted_before = UnitCount.objects.filter(phase__campaign=campaign, unit=campaign.unit, subject=SUBJECT)
        count = counted_before.exclude(counted_at=None).order_by("counted_at").last() or count
    return (None, None) if count.value is None else (PublicCounts(**rollups.value_of(count)), count.counted_at)


def count_now(campaign: Campaign) -> PublicCounts:
    """Count now, in three statements of one row each, however many units were called."""
    called = CalledUnit.objects.filter(phase__campaign=campaign, coordinated=False)
    units_pledged, workers_pledged = _pledged(called)
    return PublicCounts(
        units=called.aggregate(units=Count("unit", distinct=True))["units"],
        units_pledged=units_pledged,
        works=accepted_works(campaign),
        workers_pledged=workers_pledged,
    )


def _rollup_value(phase: Phase, unit: Unit) -> dict[str, int]:
    """Return the counts of the phase's whole campaign: a roll-up is stored for a phase, so this one for the latest."""
    return asdict(count_now(phase.campaign))


UPGRADES: dict[int, Upgrade] = {}
"""By format of the stored counts the function that returns the next one: `{1: to_2}`."""
SUBJECTS: dict[str, rollups.Subject] = {
    SUBJECT: rollups.Subject(_rollup_value, StoredFormat("public counts", UPGRADES))
}


def _pledged(called: QuerySet[CalledUnit]) -> tuple[int, int]:
    """Return the number of units whose pledge was received, and of the workers of grassroots unions among them.

    Workers are those of the unit's last call. Upper unions have none of their own, so nobody is counted twice.
    """
    received = called.filter(filings__kind=FilingKind.PLEDGE, filings__status__in=RECEIVED_STATUSES)
    latest_first = Window(RowNumber(), partition_by=F("unit"), order_by=F("phase__number").desc())
    last = received.annotate(rank=latest_first).filter(rank=1).order_by()
    workers = Coalesce(Sum(Case(When(kind=UnitKind.GRASSROOTS, then="workers"))), 0)
    totals = last.aggregate(units=Count("pk"), people=workers)
    return totals["units"], totals["people"]


def accepted_works(campaign: Campaign) -> int:
    """Return the number of works that the units' latest accepted pledges register, as the summaries count them."""
    accepted = Filing.objects.filter(
        kind=FilingKind.PLEDGE,
        status=FilingStatus.ACCEPTED,
        called__phase__campaign=campaign,
        called__coordinated=False,
    ).order_by()
    later = accepted.filter(
        called__unit=OuterRef("called__unit"), called__phase__number__gt=OuterRef("called__phase__number")
    )
    latest = accepted.filter(~Exists(later)).values("counted_submission")
    return WorkEntry.objects.filter(submission__in=latest, work__withdrawn=False).count()
