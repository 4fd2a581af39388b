"""Tests the yearly pledge (giao ước): phase 2 shows phase 1's accepted pledge until the unit saves something."""

from decimal import Decimal

import pytest

from campaigns.actions import filings, phases, reviews
from campaigns.catalogue.stored import catalogue_of
from campaigns.models import Figure, Filing, Phase, Work
from campaigns.sheet import Incomplete, Sheet
from campaigns.sheet.context import SheetContext
from foundation import clock
from foundation.forms.edit_conflicts import fingerprint
from foundation.lifecycle import StateConflict
from tests.support.filing_steps import AGAIN, PLEDGING, SECOND, WATER, pledged, rows, sent
from tests.support.world import WORK, draft, fill
from units.models import Event

pytestmark = pytest.mark.either


@pytest.fixture(autouse=True)
def in_july():
    with clock.travel(SECOND):
        yield


def open_second(world):
    phases.open_phase(world.phase2, by=world.by("board"))
    return world.sheet("school", "pledge", 2)


def indicator(world, code):
    return next(
        indicator
        for indicator in catalogue_of(Phase.objects.get(pk=world.phase.pk)).indicators
        if indicator.code == code
    )


def test_an_untouched_pledge_shows_the_accepted_one_and_nothing_is_copied(world):
    first = pledged(world, works=[WORK])
    second = open_second(world)
    shown = Sheet(second)
    assert shown.typed == first.submissions.get().content
    assert shown.inherited == first.submissions.get()
    assert shown.complete is True
    row = Filing.objects.get(pk=second.pk)
    assert (row.status, row.typed, row.version) == ("awaited", {}, 0)
    assert rows(second) == {}


@pytest.mark.parametrize("last", ["submitted", "reopened", "excused", "awaited"])
def test_a_pledge_that_is_not_accepted_is_not_shown(world, last):
    if last == "submitted":
        with clock.travel(PLEDGING):
            sent(world)
    elif last == "reopened":
        first = pledged(world)
        with clock.travel(PLEDGING):
            reviews.reopen(first, reason="Sai", due_on=AGAIN, by=world.by("district", "reviewer"))
    elif last == "excused":
        reviews.excuse(world.sheet("school", "pledge"), reason="Sáp nhập", by=world.by("board"))
    second = open_second(world)
    assert (Sheet(second).inherited, Sheet(second).typed) == (None, {})
    with pytest.raises(StateConflict) as refusal:
        filings.confirm_unchanged(second, by=world.by("owner"))
    assert refusal.value.sentence == "Chưa có đăng ký đợt trước để xác nhận giữ nguyên."


def test_another_units_pledge_is_not_shown(world):
    pledged(world)
    open_second(world)
    assert Sheet(world.sheet("commune", "pledge", 2)).typed == {}


def test_confirmed_unchanged_it_is_sent_in_one_act_with_the_same_rows(world):
    first = pledged(world, works=[WORK])
    works = list(Work.objects.values_list("pk", "uuid", "withdrawn"))
    second = open_second(world)
    submission = filings.confirm_unchanged(second, by=world.by("owner"))
    row = Filing.objects.get(pk=second.pk)
    assert (row.status, row.typed) == ("submitted", first.submissions.get().content)
    assert (submission.number, submission.content) == (1, row.typed)
    assert rows(second) == rows(first)
    assert row.last_submission.headcount.counts() == first.last_submission.headcount.counts()
    assert list(Work.objects.values_list("pk", "uuid", "withdrawn")) == works
    assert [(event.verb, event.source, event.to) for event in Event.objects.about(second)] == [
        ("confirm_unchanged", "awaited", "submitted")
    ]
    with pytest.raises(StateConflict):
        filings.confirm_unchanged(second, by=world.by("owner"))
    assert row.submissions.count() == 1


def test_it_is_confirmed_on_behalf_too_and_marked(world):
    pledged(world)
    second = open_second(world)
    submission = filings.confirm_unchanged(second, by=world.by("district", "officer"))
    assert submission.on_behalf_of == world.school


def test_the_first_save_copies_the_rest_of_what_was_shown(world):
    first = pledged(world, works=[WORK])
    second = open_second(world)
    titles = first.typed["titles"] | {"DH03": "9"}
    filings.save_part(second, "titles", titles, by=world.by("owner"), fingerprint=fingerprint(first.typed["titles"]))
    row = Filing.objects.get(pk=second.pk)
    assert (row.status, row.version) == ("draft", 1)
    assert row.typed == first.submissions.get().content | {"titles": titles}
    assert Sheet(row).inherited is None
    assert Filing.objects.get(pk=first.pk).typed == first.submissions.get().content


def test_adjusted_it_sends_the_new_figures_and_leaves_those_of_phase_1(world):
    first = pledged(world, works=[WORK, WATER])
    before = rows(first)
    second = open_second(world)
    owner = world.by("owner")
    filings.save_part(second, "titles", first.typed["titles"] | {"DH03": "9"}, by=owner)
    filings.save_part(second, "works", [WORK | {"expected_value": "20.000.000"}], by=owner)
    filings.submit(second, by=owner)
    assert rows(first) == before
    changed = {"DH03": Decimal(9), "SK03": Decimal(20), "SK04": Decimal(0), "SK05": Decimal(0)}
    assert rows(second) == before | changed
    assert {str(work.uuid): work.withdrawn for work in Work.objects.all()} == {
        WORK["uuid"]: False,
        WATER["uuid"]: True,
    }


def test_a_later_change_of_phase_1_does_not_reach_what_was_copied(world):
    first = pledged(world)
    second = open_second(world)
    filings.save_part(second, "works", [], by=world.by("owner"))
    reviews.reopen(first, reason="Sai", due_on=AGAIN.replace(month=8), by=world.by("district", "reviewer"))
    filings.save_part(first, "titles", {}, by=world.by("owner"))
    assert Filing.objects.get(pk=second.pk).typed["titles"]["DH03"] == "3"


def test_the_years_target_is_that_of_the_latest_accepted_pledge_up_to_the_phase(world):
    first = pledged(world)
    second = open_second(world)
    report_1, report_2 = world.sheet("school", "report", 1), world.sheet("school", "report", 2)
    dh03 = indicator(world, "DH03")
    filings.save_part(second, "titles", first.typed["titles"] | {"DH03": "9"}, by=world.by("owner"))
    filings.submit(second, by=world.by("owner"))
    assert [Sheet(report).context.pledged(dh03).value for report in (report_1, report_2)] == [3, 3]
    reviews.accept(second, by=world.by("district", "reviewer"))
    assert [Sheet(report).context.pledged(dh03).value for report in (report_1, report_2)] == [3, 9]
    reviews.undo_accept(second, by=world.by("district", "reviewer"))
    assert Sheet(report_2).context.pledged(dh03).value == 3


def test_what_phase_2_no_longer_asks_is_not_written_again(world):
    with clock.travel(PLEDGING):
        first = sent(world, "district", "pledge", "district")
        reviews.accept(first, by=world.by("board"))
    assert rows(first)["RQ01"] == 3
    open_second(world)
    second = world.sheet("district", "pledge", 2)
    filings.confirm_unchanged(second, by=world.by("district", "officer"))
    assert set(rows(first)) - set(rows(second)) == {"RQ01", "RQ02", "RQ03", "RQ04", "RQ06"}
    assert Figure.objects.filter(submission__filing=second, indicator__code__startswith="RQ").count() == 0


def test_an_inherited_pledge_that_lacks_something_is_not_confirmed(world):
    pledged(world)
    world.campaign.indicators.get(code="SN01").asked.update(level="all")
    new = world.campaign.indicators.get(code="AT01").asked.get(column="public_service")
    new.level = "all"
    new.save()
    second = open_second(world)
    with pytest.raises(Incomplete) as refusal:
        filings.confirm_unchanged(second, by=world.by("owner"))
    assert [problem.sentence for problem in refusal.value.sheet.problems] == [
        "Xin nhập Lượt người được huấn luyện ATVSLĐ, phòng chống cháy nổ. Không có thì ghi 0."
    ]
    assert Filing.objects.get(pk=second.pk).status == "awaited"
    assert fill(second)["indicators"]["AT01"] == "3"


def test_the_years_target_is_that_of_the_latest_accepted_pledge_that_asks_it(world):
    offered = fill(world.sheet("school", "pledge"))["indicators"] | {"XH01": "7"}
    pledged(world, indicators=offered)
    second, helped = open_second(world), indicator(world, "XH01")
    report = world.sheet("school", "report", 2)
    assert SheetContext(report).pledged(helped).value == 7
    draft(second, by=world.by("owner"))
    filings.submit(second, by=world.by("owner"))
    assert SheetContext(report).pledged(helped).value == 7
    reviews.accept(second, by=world.by("district", "reviewer"))
    assert SheetContext(report).pledged(helped) is None
