"""Tests that a campaign's catalogue is read once a process, and again as soon as anybody writes any of it."""

from datetime import date

import pytest
from django.db import transaction

from campaigns.catalogue_cache import MOST_CAMPAIGNS, catalogue
from campaigns.catalogue_cache import _cache as cached
from campaigns.models import Asked, AskedLevel, Campaign, Column, Commemoration, DueDate, Indicator, Phase, Section
from foundation import clock
from foundation.db.stamp_rows import new_stamp
from units.models import Unit


@pytest.fixture
def campaign(world):
    return fresh()


def fresh():
    return Campaign.objects.get(slug="2015")


def writes(campaign):
    """Return every way past the actions to write rows of a campaign, by what the catalogue then says."""
    indicator = Indicator.objects.filter(campaign=campaign, active=True).order_by("pk").first()
    phase = Phase.objects.get(campaign=campaign, number=2)
    return {
        "an indicator renamed": lambda: Indicator.objects.filter(pk=indicator.pk).update(name="Tên mới"),
        "an indicator switched off": lambda: Indicator.objects.filter(pk=indicator.pk).update(active=False),
        "a section": lambda: Section.objects.filter(pk=indicator.section_id).update(name="Mục mới"),
        "a column asked": lambda: Asked.objects.filter(indicator=indicator).delete(),
        "columns in bulk": lambda: (
            Asked.objects.filter(indicator=indicator).delete()
            and Asked.objects.bulk_create([Asked(indicator=indicator, column=Column.UPPER_PLACE, level=AskedLevel.ALL)])
        ),
        "a phase named": lambda: indicator.phases.set([phase]),
        "a phase dated": lambda: Phase.objects.filter(pk=phase.pk).update(ends_on=date(2015, 12, 30)),
        "a date set": lambda: DueDate.objects.create(phase=phase, kind="report", group="direct", at=clock.now()),
        "a day commemorated": lambda: Commemoration.objects.create(phase=phase, name="Ngày mới", date=date(1945, 9, 2)),
    }


WAYS = (
    "an indicator renamed",
    "an indicator switched off",
    "a section",
    "a column asked",
    "columns in bulk",
    "a phase named",
    "a phase dated",
    "a date set",
    "a day commemorated",
)


@pytest.mark.parametrize("way", WAYS)
def test_whatever_is_written_renews_the_stamp_and_is_read_by_the_next_who_asks(campaign, way):
    before = catalogue(campaign)
    writes(campaign)[way]()
    assert fresh().stamp != campaign.stamp
    assert catalogue(fresh()) is not before
    assert catalogue(fresh()) is catalogue(fresh())


def test_every_table_of_the_catalogue_has_a_way_here(campaign):
    assert set(writes(campaign)) == set(WAYS)


def test_who_began_before_reads_on_as_the_campaign_stood(campaign):
    before = catalogue(campaign)
    Indicator.objects.filter(campaign=campaign).update(active=False)
    assert catalogue(campaign) is before
    assert catalogue(fresh()).indicators == ()


def test_the_second_time_asks_nothing_of_the_database(campaign, django_assert_num_queries):
    catalogue(campaign)
    with django_assert_num_queries(0):
        for indicator in catalogue(campaign).indicators:
            assert indicator.section.letter
            assert isinstance([*indicator.asked.all(), *indicator.phases.all()], list)


def test_what_was_taken_back_is_never_kept(campaign):
    """A reader with an old stamp caches what it reads under the new stamp, which is rolled back with the rows."""
    with transaction.atomic():
        Indicator.objects.filter(campaign=campaign).update(active=False)
        assert catalogue(campaign).indicators == ()
        transaction.set_rollback(True)
    assert catalogue(fresh()).indicators != ()


def test_what_does_not_belong_to_the_catalogue_leaves_the_stamp(world, campaign):
    Unit.objects.update(place="Lạng Sơn")
    Campaign.objects.filter(pk=campaign.pk).update(board_phone="02053 870 001")
    assert fresh().stamp == campaign.stamp


def test_only_few_campaigns_are_kept(campaign):
    for _each in range(20):
        Campaign.objects.filter(pk=campaign.pk).update(stamp=new_stamp())
        catalogue(fresh())
    assert len(cached) == MOST_CAMPAIGNS
