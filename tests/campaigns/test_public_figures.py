"""Tests the public figures on the first page: what they count, and how many statements a visit costs."""

import pytest

from campaigns import public_figures
from campaigns.actions import filings, phases, reviews
from campaigns.lifecycle import RECEIVED
from campaigns.models import CalledUnit, Campaign, Count, Phase, WorkEntry
from campaigns.progress import rollups
from emulation.fictional.generator.phases import NOW
from foundation import clock
from tests.campaigns.test_rollups import build
from tests.support.casts import copied
from tests.support.fetched_rows import counted
from tests.support.without_triggers import without_triggers
from tests.support.world import WORK, draft
from units.models import Job, Unit, UnitKind

pytestmark = [pytest.mark.either, pytest.mark.django_db]
on_one_database = pytest.mark.sqlite(deep="both")

LATER = "2015-08-03T12:00+07:00"


def values(client):
    return [figure["value"] for figure in client.get("/").context["figures"]]


def submit(world, name, unit, number=1, **changes):
    draft(world.sheet(unit, "pledge", number), by=world.by(name), **changes)
    filings.submit(world.sheet(unit, "pledge", number), by=world.by(name))


def test_a_unit_pledged_twice_counts_once_with_its_workers_as_called_last(world, client):
    """Counts the school of 46, then 50, and an upper union, whose people are those below it."""
    with clock.travel("2015-02-10T09:00+07:00"):
        submit(world, "owner", "school", works=[WORK])
        submit(world, "district", "district")
        reviews.accept(world.sheet("school", "pledge"), by=world.by("district", "reviewer"))
    assert values(client) == ["7", "2", "1", "46"]
    Unit.objects.filter(pk=world.school.pk).update(workers=50)
    with clock.travel("2015-07-20T09:00+07:00"):
        phases.open_phase(world.phase2, by=world.by("board"))
    assert values(client) == ["7", "2", "1", "46"]
    with clock.travel("2015-07-21T09:00+07:00"):
        filings.confirm_unchanged(world.sheet("school", "pledge", 2), by=world.by("owner"))
    assert values(client) == ["7", "2", "1", "50"]


def test_coordinated_units_count_nowhere(world, client):
    with without_triggers():
        CalledUnit.objects.filter(unit=world.school).update(coordinated=True)
    with clock.travel("2015-02-10T09:00+07:00"):
        submit(world, "owner", "school")
        submit(world, "porter", "porters")
    assert values(client) == ["6", "1", "0", "64"]


@on_one_database
def test_no_figures_before_a_phase_was_opened(world, client):
    Campaign.objects.update(published_at=None, status="unpublished")
    named = {"unit": world.province, "slug": "2016", "year": 2016, "title": "Thi đua", "board": "Ban"}
    Campaign.objects.create(**named, status="published", published_at=clock.now())
    assert values(client) == []


def counted_row_by_row(campaign):
    """Return the same figures as plain Python reads them from every row."""
    called = CalledUnit.objects.filter(phase__campaign=campaign, coordinated=False)
    pledged = called.filter(filings__kind="pledge", filings__status__in=RECEIVED).order_by("phase__number")
    workers = {row.unit_id: (row.workers or 0) if row.kind == UnitKind.GRASSROOTS else 0 for row in pledged}
    accepted = called.filter(filings__kind="pledge", filings__status="accepted").order_by("phase__number")
    latest = dict(accepted.values_list("unit", "filings__counted_submission"))
    works = WorkEntry.objects.filter(submission__in=latest.values(), work__withdrawn=False)
    return public_figures.PublicCounts(
        units=len(set(called.values_list("unit", flat=True))),
        units_pledged=len(workers),
        works=len(works),
        workers_pledged=sum(workers.values()),
    )


@pytest.fixture
def confederation(db):
    copied(build)
    with clock.travel(NOW.isoformat()):
        yield Campaign.objects.select_related("unit").get()


def test_a_year_of_a_confederation_is_counted_as_row_by_row(confederation):
    figures = public_figures.count_now(confederation)
    assert figures == counted_row_by_row(confederation)
    assert min(figures.units, figures.units_pledged, figures.works, figures.workers_pledged) > 0


def test_three_rows_are_fetched_however_many_units_were_called(confederation):
    with counted() as spent:
        public_figures.count_now(confederation)
    assert (spent.queries, spent.rows) == (3, 3)


# A province: counted when somebody looks, kept while nothing happens


@pytest.fixture
def pledged(world):
    with clock.travel("2015-02-10T09:00+07:00"):
        submit(world, "porter", "porters")
    with clock.travel(LATER):
        yield world


def queries(world):
    campaign = Campaign.objects.select_related("unit").get(pk=world.campaign.pk)
    with counted() as spent:
        public_figures.public_figures(campaign)
    return spent.queries


@on_one_database
def test_figures_are_counted_once_while_nothing_happens(pledged):
    assert [queries(pledged), queries(pledged)] == [5, 1]


@on_one_database
def test_what_happens_is_seen_by_the_next_visitor(pledged, client):
    assert values(client) == ["7", "1", "0", "64"]
    submit(pledged, "neighbour", "commune")
    assert values(client) == ["7", "2", "0", "76"]


@on_one_database
def test_the_words_under_a_figure_are_those_of_the_campaign_now(pledged, client):
    client.get("/")
    Campaign.objects.update(workers_word="đoàn viên")
    assert client.get("/").context["figures"][3]["label"] == "đoàn viên thuộc các đơn vị đã đăng ký"


# A confederation: counted by the worker, shown with its age


def recount():
    """Count the figures as the worker does."""
    for count in rollups.all_rollups():
        if count.subject == public_figures.SUBJECT:
            rollups.recount(count)


@on_one_database
def test_what_the_worker_counted_is_shown_with_its_age(confederation, client):
    recount()
    figures = counted_row_by_row(confederation)
    page = client.get("/")
    assert [figure["value"] for figure in page.context["figures"]][:2] == [
        str(figures.units),
        str(figures.units_pledged),
    ]
    assert "Số liệu đếm lúc 09:00 ngày 01/12/2015" in page.content.decode()


@on_one_database
def test_until_the_worker_has_counted_there_are_no_figures_and_it_is_asked_once(confederation, client):
    assert [values(client), values(client)] == [[], []]
    assert Job.objects.filter(kind="count").count() == 1


@on_one_database
def test_until_a_new_phase_is_counted_the_figures_of_the_one_before_stay(confederation, client):
    first = Phase.objects.get(number=1)
    count = rollups.rollup(first, confederation.unit, public_figures.SUBJECT)
    rollups.recount(count)
    before = values(client)
    assert before[0] == str(counted_row_by_row(confederation).units)
    assert Count.objects.filter(subject=public_figures.SUBJECT).count() == 2


@on_one_database
def test_a_visit_costs_two_queries_however_large_the_confederation(confederation, client):
    recount()
    client.get("/")
    with counted() as spent:
        figures, counted_at = public_figures.public_figures(confederation)
    assert (spent.queries, spent.rows) == (2, 2)
    assert figures and counted_at
