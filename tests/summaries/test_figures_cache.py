"""Tests that cached figures are shown again as long as nothing happened to what they are counted from."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from campaigns.actions import filings, reviews
from campaigns.models import Campaign, Phase
from foundation import clock
from summaries import actions, figures_cache
from summaries.figures.phase_figures import count, phase_figures
from summaries.models import Summary
from tests.support import signing
from tests.support.sheets_by_hand import call, open_by_hand, put
from tests.support.world import draft
from units import event_cache
from units.history import record

pytestmark = pytest.mark.either

NOON = "2015-03-02T12:00+07:00"
LATER = "2015-03-02T12:05+07:00"


@pytest.fixture
def sent(world):
    with clock.travel("2015-03-01T09:00+07:00"):
        draft(world.sheet("school", "pledge"), by=world.by("owner"))
        filings.submit(world.sheet("school", "pledge"), by=world.by("owner"))
    with clock.travel(NOON):
        yield world


def pledges(world, unit="province"):
    figures = figures_cache.cached_figures(world.phase, world.units[unit], whole=False)
    assert figures == phase_figures(world.phase, world.units[unit])
    return figures.participation.total.pledges


def count_of(ask):
    with CaptureQueriesContext(connection) as queries:
        ask()
    return len(queries)


def statements(world, unit="province"):
    return count_of(lambda: figures_cache.cached_figures(world.phase, world.units[unit], whole=False))


def statements_anew(world):
    figures_cache.cache.clear()
    return statements(world)


def test_what_was_counted_is_not_counted_again(sent):
    assert pledges(sent).waiting == 1
    assert statements(sent) == 1


def test_what_happens_below_or_above_is_counted(sent):
    for unit in ("province", "district", "school"):
        pledges(sent, unit)
    with clock.travel(LATER):
        reviews.accept(sent.sheet("school", "pledge"), by=sent.by("district", "reviewer"))
        assert [(pledges(sent, unit).waiting, pledges(sent, unit).accepted) for unit in ("province", "school")] == [
            (0, 1),
            (0, 1),
        ]


def test_what_happens_elsewhere_is_not(sent):
    pledges(sent, "district")
    with clock.travel(LATER):
        filings.save_part(sent.sheet("city", "pledge"), "works", [], by=sent.by("city"))
        assert statements(sent, "district") == 1


def test_an_act_of_the_same_minute_is_counted_once(sent):
    pledges(sent)
    reviews.accept(sent.sheet("school", "pledge"), by=sent.by("district", "reviewer"))
    assert pledges(sent).accepted == 1
    assert statements(sent) == 1


def test_what_no_figure_is_counted_from_reads_nothing_again(sent):
    pledges(sent)
    actions.begin(sent.campaign, sent.phase, sent.province, by=sent.by("board"))
    record(sent.user("owner"), "admin_change", by=sent.by("admin"))
    assert statements(sent) == 1


def test_a_verb_that_nobody_knows_reads_everything_again(sent):
    pledges(sent)
    everything = statements_anew(sent)
    record(sent.sheet("school", "pledge"), "fold", by=sent.by("owner"), unit=sent.school)
    assert statements(sent) == everything + 1


def test_what_another_thread_may_be_reading_stays_as_it_is(sent):
    pledges(sent)
    (entry,) = figures_cache.cache._entries.values()
    reviews.accept(sent.sheet("school", "pledge"), by=sent.by("district", "reviewer"))
    pledges(sent)
    assert count(entry.value.inputs) == entry.value.figures


def test_an_act_that_was_taken_back_with_its_transaction_is_not_counted(sent):
    with transaction.atomic():
        reviews.accept(sent.sheet("school", "pledge"), by=sent.by("district", "reviewer"))
        assert pledges(sent).accepted == 1
        transaction.set_rollback(True)
    assert pledges(sent).accepted == 0


def test_after_very_many_acts_everything_is_counted_anew(sent, monkeypatch):
    pledges(sent)
    everything = statements_anew(sent)
    monkeypatch.setattr(event_cache, "MOST_EVENTS", 0)
    reviews.accept(sent.sheet("school", "pledge"), by=sent.by("district", "reviewer"))
    assert statements(sent) == everything + 1


def test_a_process_keeps_few(sent, monkeypatch):
    """The district has four units, the school one, the province seven beside the coordinated union; each counts 20."""
    monkeypatch.setattr(figures_cache.cache, "size", 48)
    for unit in ("district", "province", "school", "district"):
        pledges(sent, unit)
    assert (statements(sent, "school"), statements(sent, "district")) == (1, 1)
    assert statements(sent) > 1


def test_a_report_of_last_year_that_is_reopened_is_compared_with_no_longer(sent):
    before = Campaign.objects.create(unit=sent.province, slug="2014", year=2014, title="Phong trào 2014")
    days = {"starts_on": date(2014, 1, 1), "ends_on": date(2014, 6, 30)}
    phase = Phase.objects.create(campaign=before, number=1, theme="Thi đua", review_name="Sơ kết", **days)
    section = before.sections.create(number="A", name="Tổ chức", category="movement")
    adding = {"unit_of_measure": "gương", "over_units": "sum", "over_phases": "sum"}
    before.indicators.create(section=section, code="PT03", name="Gương", order=1, **adding)
    open_by_hand(phase)
    for name, value in (("school", 5), ("commune", 7)):
        call(phase, sent.units[name])
        sheet = put(sent.units[name], "report", "accepted", phase=phase, PT03=value)

    def last_year():
        figures = figures_cache.cached_figures(sent.phase, sent.province, whole=False)
        return figures.indicator("PT03").last_year.numerator

    assert last_year() == 12
    reviews.reopen(sheet, reason="Sai.", due_on=clock.today(), by=sent.by("board2"))
    assert last_year() == 5


def test_what_is_made_final_is_counted_anew(sent, monkeypatch):
    """Making a summary final ignores the cache."""
    summary = actions.begin(sent.campaign, sent.phase, sent.province, by=sent.by("board"))
    wrong = phase_figures(sent.phase, sent.district)
    monkeypatch.setattr("summaries.report.contents.cached_figures", lambda *_where, **_how: wrong)
    actions.propose(summary, by=sent.by("board"))
    signing.finalise(summary, number="07/BC-LĐLĐ", dated_on=clock.today(), by=sent.by("leader"))
    figures = Summary.objects.get(pk=summary.pk).figures
    assert figures["unit"] == sent.province.name
