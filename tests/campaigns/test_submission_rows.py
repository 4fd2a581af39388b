"""Tests the rows of submissions: the last one is shown and reviewed, an accepted sheet's is counted."""

import pytest
from django.db import IntegrityError, transaction

from campaigns.actions import filings, reviews
from campaigns.models import Exemplar, Figure, Filing, Headcount, WorkCheck, WorkResult
from foundation import clock
from foundation.lifecycle import StateConflict
from summaries.figures.phase_figures import phase_figures
from tests.support.filing_steps import REPORTING, WATER, accepted, pledged, sent
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


def rows_of(submission):
    return [
        list(model.objects.filter(submission=submission).order_by("pk").values())
        for model in (Headcount, Figure, WorkResult, Exemplar)
    ]


def send_again(world, report, **parts):
    filings.take_back(report, by=world.by("owner"))
    for key, typed in parts.items():
        filings.save_part(report, key, typed, by=world.by("owner"))
    return filings.submit(report, by=world.by("owner"))


def test_a_resent_sheet_keeps_the_rows_sent_before_and_has_new_ones(world, report):
    first = report.last_submission
    before = rows_of(first)
    assert all(before)
    second = send_again(world, report, headcount=report.typed["headcount"] | {"women": "31"})
    assert rows_of(first) == before
    assert second.headcount.women == 31
    assert second.figures.count() == first.figures.count()
    assert Filing.objects.get(pk=report.pk).current_submission == second


def test_what_reviewers_chose_is_carried_to_the_new_rows(world, report):
    work, exemplar = report.last_submission.work_results.get(), report.last_submission.exemplars.get()
    reviewer = world.by("district2")
    reviews.check_values(report, {work.pk: 11_000_000}, by=reviewer)
    reviews.highlight(work, True, by=reviewer)
    reviews.publish_exemplar(exemplar, True, by=reviewer)
    second = send_again(world, report, headcount=report.typed["headcount"])
    again = second.work_results.with_checked_values().get()
    assert (again.checked_value, again.checks.get().by, again.highlighted) == (11_000_000, reviewer.user, True)
    assert second.exemplars.get().published is True
    third = send_again(world, report, results=[DONE | {"value": "9"}], exemplars=[STORY | {"story": "Khác"}])
    changed = third.work_results.with_checked_values().get()
    assert (changed.checked_value, changed.highlighted, third.exemplars.get().published) == (None, True, False)


def test_a_choice_for_a_row_sent_before_is_refused(world, report):
    exemplar = report.last_submission.exemplars.get()
    send_again(world, report, headcount=report.typed["headcount"])
    with pytest.raises(StateConflict, match="lần 2"):
        reviews.publish_exemplar(exemplar, True, by=world.by("district2"))
    assert not Exemplar.objects.filter(published=True).exists()


def test_a_page_of_rows_sent_before_overwrites_nothing(client, world, report):
    work = report.last_submission.work_results.get()
    reviews.check_values(report, {work.pk: 11_000_000}, by=world.by("district2"))
    client.force_login(world.user("district2"))
    page = client.get(report.url("works")).context["form"]
    send_again(world, report, headcount=report.typed["headcount"])
    response = client.post(report.url("works"), page.hidden_fingerprints | {f"value-{work.pk}": "5"})
    assert response.status_code == 409
    assert "lần 2" in response.content.decode()
    assert [check.value for check in WorkCheck.objects.all()] == [11_000_000, 11_000_000]


def entries(submission):
    return [(entry.title, entry.kind, entry.order) for entry in submission.work_entries.all()]


def test_works_are_registered_in_the_words_of_each_submission(world):
    pledge = sent(world, works=[WORK, WATER])
    first, owner = pledge.last_submission, world.by("owner")
    as_sent = [(WORK["title"], WORK["kind"], 0), (WATER["title"], WATER["kind"], 1)]
    assert entries(first) == as_sent
    filings.take_back(pledge, by=owner)
    filings.save_part(pledge, "works", [WATER | {"title": "Vòi nước mới"}], by=owner)
    second = filings.submit(pledge, by=owner)
    assert (entries(first), entries(second)) == (as_sent, [("Vòi nước mới", WATER["kind"], 0)])
    assert first.work_entries.get(order=1).work == second.work_entries.get().work


def test_a_work_that_only_a_report_names_is_registered_there(world, report):
    added = DONE | {key: WATER[key] for key in ("uuid", "title", "kind", "authors", "author_class", "welcomes")}
    second = send_again(world, report, results=[DONE, added])
    assert [title for title, _kind, _order in entries(second)] == [WATER["title"]]


def registered(world):
    return phase_figures(world.phase, world.province).works


def test_the_registered_works_are_those_of_the_counted_pledge(world):
    pledge = accepted(world, works=[WORK, WATER])
    before = registered(world).kinds
    assert (registered(world).total.registered, before[WATER["kind"]].registered) == (2, 1)
    reviews.reopen(pledge, reason="Sai DH02", due_on=clock.today(), by=world.by("district"))
    assert registered(world).total.registered == 0


def counted(sheet):
    return Filing.objects.get(pk=sheet.pk).counted_submission


def test_only_an_accepted_sheet_has_a_counted_submission(world):
    sheet = sent(world)
    assert counted(sheet) is None
    reviews.accept(sheet, by=world.by("district"))
    assert counted(sheet) == sheet.last_submission
    reviews.undo_accept(sheet, by=world.by("district"))
    assert counted(sheet) is None
    reviews.accept_all([sheet], by=world.by("district"), submission_numbers={})
    assert counted(sheet) == sheet.last_submission
    sheet = Filing.objects.with_context().get(pk=sheet.pk)
    reviews.reopen(sheet, reason="Sai DH02", due_on=clock.today(), by=world.by("district"))
    assert counted(sheet) is None


def test_the_database_refuses_an_accepted_sheet_that_counts_another_submission(world):
    sheet = accepted(world)
    for wrong in ({"counted_submission": None}, {"status": "submitted"}, {"current_submission": None}):
        with pytest.raises(IntegrityError, match="only_accepted_sheets_are_counted"), transaction.atomic():
            Filing.objects.filter(pk=sheet.pk).update(**wrong)


def test_a_reopened_sheet_leaves_the_figures_until_its_new_rows_are_accepted(world):
    sheet = accepted(world)

    def pledges():
        figures = phase_figures(world.phase, world.province)
        amount = figures.indicator("DH03").target
        return None if amount is None else amount.total.value

    before = pledges()
    assert before == 3
    reviews.reopen(sheet, reason="Sai DH03", due_on=clock.today(), by=world.by("district"))
    assert pledges() != before
    filings.save_part(sheet, "titles", sheet.typed["titles"] | {"DH03": "7"}, by=world.by("owner"))
    filings.submit(sheet, by=world.by("owner"))
    assert pledges() != 7
    reviews.accept(sheet, by=world.by("district"))
    assert pledges() == 7
