"""Tests that a figure is found by its address, in a fixed number of statements, and is the same on every page."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from campaigns.figures.address import ALL, COORDINATED, NO_VALUE, OWN, Address, FigureKey, FigureScope, UnknownFigure
from campaigns.figures.participation_types import FilingCounts
from campaigns.filters import FilingFilter
from campaigns.lifecycle import STATES
from campaigns.models import Report
from campaigns.models.work import WorkKind
from foundation import clock
from foundation.serialization import from_json
from summaries import figures_cache
from summaries.figure_reader import UnknownScope, books_of, figures_at
from summaries.figures.book import in_order
from tests.support.sheets_by_hand import put
from units.models import User
from units.models.kinds import Bloc, Strand

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db]

DAY = "2015-07-20T09:00+07:00"


def test_lists_have_the_order_of_their_choices_whatever_that_of_the_stored_keys():
    """PostgreSQL stores {"topic": …, "initiative": …, "product": …} as {"topic": …, "product": …, "initiative": …}."""
    assert in_order(["topic", "product", "initiative"], WorkKind) == ["topic", "initiative", "product"]
    assert in_order(["enterprise", "administrative"], Bloc) == ["administrative", "enterprise"]
    by_length = sorted(Strand.values, key=lambda strand: (len(strand), strand))
    assert by_length != Strand.values == in_order(by_length, Strand)


@pytest.fixture
def report(world):
    return lambda name, status="accepted", **answers: put(
        world.units[name], "report", status, phase=world.phase, **answers
    )


@pytest.fixture
def scope(world):
    return lambda unit, **more: FigureScope(world.campaign.pk, world.phase.pk, world.units[unit].pk, **more)


@pytest.fixture
def sheets(report):
    """One report in each state and a late one; PT03 was answered by two accepted ones and one that waits."""
    report("commune", "draft")
    report("district", "returned")
    report("bank", "submitted", PT03=9)
    report("porters", "excused")
    report("school", PT03=5, late=True)
    report("direct", PT03=2)
    report("central")


@pytest.fixture(autouse=True)
def now():
    figures_cache.cache.clear()
    with clock.travel(DAY):
        yield


def numbers(scope, *keys):
    addresses = [Address.of(scope, FigureKey(*key)) for key in keys]
    values = figures_at(addresses)
    return [values[address].value for address in addresses]


def states_of(slice=ALL):
    return [("count:report", "units", slice, state.value) for state in STATES]


def test_each_called_unit_is_in_one_of_six_states(sheets, scope):
    assert numbers(scope("province"), *states_of()) == [1, 1, 1, 1, 2, 1]
    assert numbers(scope("province"), *states_of(COORDINATED)) == [0, 0, 0, 0, 1, 0]
    wholes = [("count:report", measure) for measure in ("units", "expected", "received", "missing", "on_time", "late")]
    assert numbers(scope("province"), *wholes) == [7, 6, 4, 2, 3, 1]


def test_figures_stored_before_drafts_were_told_apart_say_only_what_is_missing():
    states = from_json(FilingCounts, {"expected": 4, "received": 2, "accepted": 1, "waiting": 0, "excused": 1}).states
    assert [states.in_state(state.value) for state in STATES] == [None, None, 1, 0, 1, 1]
    assert (states.missing, states.expected, states.called) == (2, 4, 5)


def test_a_slice_is_part_of_the_whole(sheets, scope, world):
    upper = f"upper:{world.units['district'].pk}"
    parts = [upper, f"upper:{world.units['city'].pk}", "direct"]
    assert numbers(scope("province"), *states_of(upper)) == [0, 1, 1, 0, 1, 1]
    by_part = [numbers(scope("province"), *states_of(part)) for part in parts]
    assert list(map(sum, zip(*by_part, strict=True))) == numbers(scope("province"), *states_of())
    assert numbers(scope("district"), *states_of(OWN)) == [0, 0, 1, 0, 0, 0]


def test_an_indicator_by_bloc_and_what_waits(sheets, scope):
    keys = [("indicator:PT03", "phase", slice) for slice in (ALL, "bloc:administrative", "bloc:enterprise")]
    waiting = ("indicator:PT03", "units", ALL, "submitted")
    assert numbers(scope("province"), *keys, waiting, ("indicator:PT03", "units")) == [7, 5, 2, 1, 2]
    (value,) = figures_at([Address.of(scope("province"), FigureKey("indicator:PT03", "phase"))]).values()
    assert (value.kind, value.base) == ("sum", (2, 2))  # of two counted reports that ask it


def test_what_does_not_occur_has_no_value_and_what_cannot_be_is_refused(sheets, scope, world):
    assert numbers(scope("province"), ("indicator:XX99", "phase"), ("count:report", "units", "upper:0")) == [None] * 2
    for key in (("count:report", "persons"), ("indicator:PT03", "sum"), ("weather:today", "units")):
        with pytest.raises(UnknownFigure):
            numbers(scope("province"), key)
    for unknown in (scope("province")._replace(phase=0), scope("province")._replace(unit=0), scope("city", as_of=0)):
        with pytest.raises(UnknownScope):
            figures_at([Address.of(unknown, FigureKey("count:report", "units"))])


def test_as_many_statements_for_one_address_as_for_sixty(sheets, scope):
    every = list(books_of([scope("province")])[scope("province")].addresses())
    assert len(every) > 500
    counts = []
    for addresses in (every[:1], every[-60:]):
        figures_cache.cache.clear()
        with CaptureQueriesContext(connection) as statements:
            assert len(figures_at(addresses)) == len(addresses)
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_every_figure_there_is_has_a_label_and_is_read(sheets, scope):
    book = books_of([scope("province")])[scope("province")]
    labels = [book.label(key) for key in book.all_keys()]
    assert len(set(labels)) == len(labels)
    assert not [key for key in book.all_keys() if book.at(key) is NO_VALUE and "last_year" not in key]
    assert book.label(FigureKey("count:report", "units", ALL, "submitted")) == "Báo cáo kết quả, chờ xác nhận"


@pytest.mark.parametrize("unit", ["province", "district"])
def test_a_figure_leads_to_the_list_with_exactly_so_many_sheets(sheets, report, scope, unit):
    report("commune", "draft", late=True)  # taken back after it was sent late
    user = User.objects.get(username="board")
    book = books_of([scope(unit)])[scope(unit)]
    counts = {key: book.at(key) for key in book.all_keys() if key.subject == "count:report"}
    listed = {key: value for key, value in counts.items() if value.rows_url.startswith("/reports/")}
    assert {key.slice.partition(":")[0] for key in listed} >= {ALL, "upper" if unit == "province" else "strand"}
    for key, value in listed.items():
        query = QueryDict(value.rows_url.partition("?")[2]).dict()
        rows = FilingFilter(query, queryset=Report.objects.visible_to(user), kind="report", user=user).qs
        assert rows.count() == value.value, key


@pytest.mark.parametrize("unit", ["province", "district"])
def test_phase_page_summary_desk_and_addresses_agree(sheets, scope, world, unit):
    client = Client()
    client.force_login(User.objects.get(username={"province": "board", "district": "district"}[unit]))
    page = client.get(f"/campaigns/2015/phases/1/?kind=report&unit={world.units[unit].pk}")
    summary = client.get(f"/campaigns/2015/phases/1/summary/?unit={world.units[unit].pk}")
    by_address = numbers(scope(unit), *states_of())
    phase_tiles = page.context["table"].kpis
    assert [int(tile["value"]) for tile in phase_tiles] == by_address
    assert summary.context["shown"].kpis == phase_tiles
    for tile in phase_tiles:
        if tile["url"]:
            assert client.get(tile["url"]).context["page"].size.number == int(tile["value"])
    (overview,) = [shown for shown in client.get("/").context["desk"].campaign.overviews if "Báo cáo" in shown.title]
    measures = [("count:report", measure) for measure in ("expected", "received")]
    assert [overview.expected, overview.received, overview.accepted] == [
        *numbers(scope(unit), *measures),
        by_address[4],
    ]
