"""Tests the changes between two submissions of a sheet, and since the version that a reviewer returned."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.actions import filings, reviews
from campaigns.models import Exemplar, Figure, Filing, Headcount, Submission, WorkEntry, WorkResult
from campaigns.models.submission_rows import without_rows
from campaigns.row_changes import RowChange, changes_since_return, returned_submission, row_changes
from foundation import clock
from tests.support.filing_steps import REPORTING, WATER, pledged, sent
from tests.support.without_triggers import without_triggers
from tests.support.world import WORK

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]

DONE = {"uuid": WORK["uuid"], "done": "yes", "value": "12.500.000", "recognised_by": "Hiệu trưởng",
        "recognised_no": "12/QĐ", "recognised_on": "20/05/2015"}  # fmt: skip
STORY = {"uuid": "", "who": "Cô giáo Nông Thị Ánh", "story": "Mười năm cắm bản"}


@pytest.fixture
def report(world):
    pledged(world, works=[WORK])
    with clock.travel(REPORTING):
        yield sent(world, kind="report", results=[DONE], exemplars=[STORY])


def send(world, report, **parts):
    for key, typed in parts.items():
        filings.save_part(report, key, typed, by=world.by("owner"))
    return filings.submit(report, by=world.by("owner"))


def test_what_changed_since_a_reviewer_returned_it(world, report):
    assert returned_submission(report) is None and changes_since_return(report) == []
    first = report.last_submission
    reviews.return_(report, reason="Sai DH03", due_on=clock.today(), by=world.by("district"))
    assert returned_submission(report) == first and changes_since_return(report) == []
    with clock.travel("2015-07-08T10:00+07:00"):
        send(
            world, report,
            headcount=report.typed["headcount"] | {"women": "31"},
            actuals=report.typed["actuals"] | {"DH03": "7"},
            results=[DONE | {"value": "9"}],
            exemplars=[STORY | {"who": "Tổ Hóa - Sinh"}],
        )  # fmt: skip
    assert returned_submission(report) == first
    women = first.headcount.women
    assert {(change.model, change.name, change.column): (change.before, change.after) for change in
            changes_since_return(report) if change.model is not Figure} == {
        (Headcount, "", "women"): (women, 31),
        (WorkResult, WORK["title"], "value"): (12_500_000, 9),
        (Exemplar, STORY["who"], "story"): (STORY["story"], None),
        (Exemplar, "Tổ Hóa - Sinh", "story"): (None, STORY["story"]),
    }  # fmt: skip
    before = first.figures.get(indicator__code="DH03").value
    assert RowChange(Figure, "DH03", "value", before, Decimal(7)) in changes_since_return(report)


def test_the_same_content_sent_again_changed_nothing(world, report):
    first = report.last_submission
    filings.take_back(report, by=world.by("owner"))
    second = send(world, report, headcount=report.typed["headcount"])
    with CaptureQueriesContext(connection) as statements:
        assert row_changes(first, second) == []
    assert len(statements) == 6


def test_a_work_renamed_in_the_pledge_is_the_same_work(world):
    with clock.travel("2015-02-25T09:00+07:00"):
        pledge = sent(world, works=[WORK, WATER])
        first = pledge.last_submission
        filings.take_back(pledge, by=world.by("owner"))
        second = send(world, pledge, works=[WORK | {"title": "Tên mới"}])
    changes = row_changes(first, second)
    assert [change for change in changes if change.name == "Tên mới"] == [
        RowChange(WorkEntry, "Tên mới", "title", WORK["title"], "Tên mới")
    ]
    removed = {change.column: change.after for change in changes if change.name == WATER["title"]}
    assert {"title", "kind", "expected_value"} <= set(removed) and set(removed.values()) == {None}


def test_a_submission_without_rows_is_not_compared(world, report):
    """Those of version 0.1.0 that were not their sheet's last have the typed content only."""
    first = report.last_submission
    reviews.return_(report, reason="Sai DH03", due_on=clock.today(), by=world.by("district"))
    with clock.travel("2015-07-08T10:00+07:00"):
        second = send(world, report, actuals=report.typed["actuals"] | {"DH03": "7"})
    both = Submission.objects.filter(filing=report)
    assert without_rows(both) == set()
    with without_triggers():
        for rows in (first.figures, first.work_results, first.exemplars, Headcount.objects.filter(submission=first)):
            rows.all().delete()
    assert without_rows(both) == {first.pk}
    assert row_changes(first, second) is changes_since_return(Filing.objects.get(pk=report.pk)) is None
