"""Tests which submissions a final summary counted: their rows are kept, and two revisions are compared by them."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.actions import filings, reviews
from campaigns.figures.address import Address, FigureKey
from campaigns.figures.book import changed_values
from campaigns.models import Filing, Headcount, WorkCheck
from foundation import clock
from summaries import actions, sources
from summaries.figure_reader import books_of, figures_at
from summaries.models import Summary, SummarySource
from summaries.report.contents import SummaryDraft, contents_of
from tests.support import signing
from tests.support.filing_steps import PLEDGING, REPORTING, accepted, pledged, sent
from tests.support.without_triggers import without_triggers
from tests.support.world import WORK

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]

DONE = {"uuid": WORK["uuid"], "done": "yes", "value": "12.500.000", "recognised_by": "Hiệu trưởng",
        "recognised_no": "12/QĐ", "recognised_on": "20/05/2015"}  # fmt: skip
STORY = {"uuid": "", "who": "Cô giáo Nông Thị Ánh", "story": "Mười năm cắm bản"}
FINAL = "2015-07-27T09:00+07:00"
LATER = "2015-08-03T09:00+07:00"


@pytest.fixture
def sheets(world):
    """A counted pledge and report of the school; a pledge of the commune that waits."""
    pledge = pledged(world, works=[WORK])
    with clock.travel(PLEDGING):
        sent(world, "commune", who="neighbour")
    with clock.travel(REPORTING):
        report = accepted(world, kind="report", results=[DONE], exemplars=[STORY])
        work = report.last_submission.work_results.get()
        reviews.check_values(report, {work.pk: 11_000_000}, by=world.by("district2"))
    return pledge, report


def finalise(world, draft, number):
    actions.propose(draft, by=world.by("board"))
    signing.finalise(draft, number=number, dated_on=clock.today(), by=world.by("leader"))
    return Summary.objects.get(pk=draft.pk)


@pytest.fixture
def final(world, sheets):
    with clock.travel(FINAL):
        draft = actions.begin(world.campaign, world.phase, world.province, by=world.by("board"))
        return finalise(world, draft, "45")


def send_again(world, report):
    """Reopened, changed, sent and accepted after the final."""
    with clock.travel(LATER):
        reviews.reopen(report, reason="Sai DH03", due_on=clock.today(), by=world.by("district"))
        filings.save_part(report, "actuals", report.typed["actuals"] | {"DH03": "7"}, by=world.by("owner"))
        filings.submit(report, by=world.by("owner"))
        work = report.last_submission.work_results.get()
        reviews.check_values(report, {work.pk: 10_000_000}, by=world.by("district2"))
        reviews.accept(report, by=world.by("district"))


def values(rows, *columns):
    return sorted(rows.values_list(*columns))


def frozen(summary):
    return [
        values(sources.figures_of(summary), "pk", "value", "numerator"),
        values(sources.headcounts_of(summary), "pk", "workers"),
        values(sources.work_entries_of(summary), "pk", "title"),
        values(sources.work_results_of(summary), "pk", "value"),
        values(sources.work_checks_of(summary), "pk", "value"),
        values(sources.exemplars_of(summary), "pk", "story"),
    ]


def test_a_final_summary_names_the_submissions_it_counted(final, sheets):
    assert {source.submission.filing for source in final.sources.all()} == set(sheets)
    assert not SummarySource.objects.exclude(summary=final).exists()


def test_the_rows_of_a_final_stay_those_of_the_day(world, final, sheets):
    before, text = frozen(final), contents_of(final)
    assert all(before)
    send_again(world, sheets[1])
    assert frozen(final) == before
    assert contents_of(Summary.objects.get(pk=final.pk)) == text
    with clock.travel(LATER):
        assert SummaryDraft(final, anew=True).figures.indicator("DH03").phase.total.value == 7
    assert contents_of(final).figures.indicator("DH03").phase.total.value != 7


def test_the_address_of_a_final_has_the_value_of_the_day(world, final, sheets):
    book = contents_of(final).book
    address = Address.of(book.scope, FigureKey("indicator:DH03", "phase"))
    before = figures_at([address])[address]
    send_again(world, sheets[1])
    with clock.travel(LATER):
        figures = figures_at([address, address.as_of_now()])
        books = books_of([address.scope, address.as_of_now().scope])
    assert figures[address] == before
    assert figures[address.as_of_now()].value == 7 != before.value
    changed = {change.key: change for change in changed_values(*books.values())}
    assert changed[address.key] == (address.key, before, figures[address.as_of_now()])
    assert address.key._replace(measure="year") in changed
    assert not [key for key in changed if key.subject.startswith("count:")]


def test_revisions_differ_by_the_sheets_that_were_sent_again(world, final, sheets):
    pledge, report = sheets
    first = report.last_submission
    send_again(world, report)
    with clock.travel(LATER):
        reviews.accept(Filing.objects.get(called__unit=world.commune, kind="pledge", called__phase=world.phase),
                       by=world.by("district"))  # fmt: skip
        second = finalise(world, actions.revise(final, reason="Trường gửi lại.", by=world.by("board")), "46")
    with CaptureQueriesContext(connection) as statements:
        changed = sources.changed_sources((final, second))
    assert len(statements) == 5
    commune = Filing.objects.get(called__unit=world.commune, kind="pledge", called__phase=world.phase)
    report.refresh_from_db()
    assert {(source.filing, source.before, source.after) for source in changed} == {
        (report, first, report.current_submission),
        (commune, None, commune.current_submission),
    }
    figures = {
        (change.filing, change.indicator.code): (change.before, change.after)
        for change in sources.changed_figures(changed)
    }
    before, after = figures[report, "DH03"]
    assert (before.value, after.value) == (first.figures.get(indicator__code="DH03").value, Decimal(7))
    assert [code for filing, code in figures if filing == report] == ["DH03"]
    assert {before for (filing, _code), (before, _after) in figures.items() if filing == commune} == {None}
    assert not any(filing == pledge for filing, _code in figures)


def test_a_final_without_sources_is_not_compared(world, final):
    """Those of version 0.1.0 of which nobody can tell what they counted."""
    with clock.travel(LATER):
        second = finalise(world, actions.revise(final, reason="Số chính thức", by=world.by("board")), "46")
    assert sources.has_sources(final)
    with without_triggers():
        final.sources.all().delete()
    assert not sources.has_sources(final)
    assert sources.changed_sources((final, second)) is None


def test_a_sheet_of_which_one_submission_has_no_rows_is_not_compared(world, final, sheets):
    report = sheets[1]
    first = report.last_submission
    send_again(world, report)
    with clock.travel(LATER):
        second = finalise(world, actions.revise(final, reason="Số chính thức", by=world.by("board")), "46")
    with without_triggers():
        WorkCheck.objects.filter(work_result__submission=first).delete()
        for rows in (first.figures, first.work_results, first.exemplars, Headcount.objects.filter(submission=first)):
            rows.all().delete()
    changed = sources.changed_sources((final, second))
    assert [source.comparable for source in changed] == [False]
    assert sources.changed_figures(changed) == []


def test_revisions_of_the_same_sheets_do_not_differ(world, final):
    with clock.travel(LATER):
        second = finalise(world, actions.revise(final, reason="Trường gửi lại.", by=world.by("board")), "46")
    assert sources.changed_sources((final, second)) == []
