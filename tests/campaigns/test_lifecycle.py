"""Tests the transitions that the life cycles of campaign, phase and sheet allow, from every status to every other."""

from itertools import product

import pytest

from campaigns.lifecycle import CAMPAIGN, DATA_REQUEST, DATA_REQUEST_SHEET, FILING, MISSING, PHASE, RECEIVED
from campaigns.models import Filing
from foundation.lifecycle import IllegalMove, StatusChanged, compare_and_set
from tests.support.world import draft
from units.history import move
from units.models import Event

pytestmark = pytest.mark.either

# Written from the regulations of the campaign, not from the code: status → where it may go.
CAMPAIGNS = {
    "unpublished": {"published", "discarded"},
    "published": set(),
    "discarded": set(),
}
PHASES = {
    "planned": {"open", "discarded"},
    "open": {"locked"},
    "locked": {"open"},
    "discarded": set(),
}
SHEETS = {
    "awaited": {"draft", "submitted", "excused"},
    "draft": {"submitted", "excused"},
    "submitted": {"draft", "returned", "accepted"},
    "returned": {"submitted", "excused"},
    "accepted": {"submitted", "returned"},
    "excused": {"awaited", "draft"},
}
REQUESTS = {
    "drafted": {"opened", "discarded"},
    "opened": {"closed", "discarded"},
    "closed": {"opened"},
    "discarded": set(),
}
REQUEST_SHEETS = SHEETS | {"awaited": {"draft", "excused"}}
TABLES = [
    (CAMPAIGN, CAMPAIGNS),
    (PHASE, PHASES),
    (FILING, SHEETS),
    (DATA_REQUEST, REQUESTS),
    (DATA_REQUEST_SHEET, REQUEST_SHEETS),
]
NAMES = ["campaign", "phase", "sheet", "request", "request sheet"]


class Thing:
    """Has a status and a life cycle, and no row: an illegal transition is refused before any row is read."""

    def __init__(self, lifecycle, status):
        self.lifecycle, self.status = lifecycle, status


@pytest.mark.parametrize("lifecycle, table", TABLES, ids=NAMES)
def test_the_arrows_are_those_of_the_table_and_no_others(lifecycle, table):
    assert lifecycle.pairs() == {(source, to) for source, goals in table.items() for to in goals}


@pytest.mark.parametrize("lifecycle, table", TABLES, ids=NAMES)
def test_a_move_outside_the_table_is_illegal_from_every_status_to_every_status(lifecycle, table):
    refused = set()
    for source, to in product(table, table):
        if to in table[source]:
            continue
        with pytest.raises(IllegalMove):
            compare_and_set(Thing(lifecycle, source), to)
        refused.add((source, to))
    assert len(refused) == len(table) ** 2 - sum(map(len, table.values()))


@pytest.mark.parametrize(
    "lifecycle, start, table",
    [
        (CAMPAIGN, "unpublished", CAMPAIGNS),
        (PHASE, "planned", PHASES),
        (FILING, "awaited", SHEETS),
        (DATA_REQUEST, "drafted", REQUESTS),
        (DATA_REQUEST_SHEET, "awaited", REQUEST_SHEETS),
    ],
    ids=NAMES,
)
def test_every_status_is_reached_from_the_start(lifecycle, start, table):
    assert lifecycle.start == start
    reached, waiting = set(), {start}
    while waiting:
        status = waiting.pop()
        reached.add(status)
        waiting |= {to for source, to in lifecycle.pairs() if source == status} - reached
    assert reached == set(table)


def test_no_sheet_is_ever_at_its_end():
    assert {source for source, _to in FILING.pairs()} == set(SHEETS)


def test_a_sheet_counts_as_received_from_the_moment_it_is_sent():
    assert set(RECEIVED) == {"submitted", "returned", "accepted"}
    assert set(MISSING) == {"awaited", "draft"}


def test_a_status_and_its_fields_move_together(world):
    sheet = world.sheet("school", "pledge")
    compare_and_set(sheet, "draft", version=7)
    assert (sheet.status, sheet.version) == ("draft", 7)
    assert list(Filing.objects.filter(pk=sheet.pk).values_list("status", "version")) == [("draft", 7)]


def test_who_comes_second_changes_nothing(world):
    first, second = world.sheet("school", "pledge"), world.sheet("school", "pledge")
    compare_and_set(first, "draft", version=1)
    with pytest.raises(StatusChanged) as refusal:
        compare_and_set(second, "excused", version=9, reason="Muộn")
    assert refusal.value.row is second
    assert (second.status, second.version) == ("awaited", 0)
    row = Filing.objects.get(pk=first.pk)
    assert (row.status, row.version, row.reason) == ("draft", 1, "")


def test_a_move_and_its_event_are_one(world):
    sheet, owner = world.sheet("school", "pledge"), world.by("owner")
    draft(sheet, by=owner)
    before = Event.objects.count()
    with pytest.raises(IllegalMove):
        move(sheet, "accepted", verb="accept", by=owner)
    assert Event.objects.count() == before
    assert Filing.objects.get(pk=sheet.pk).status == "draft"
