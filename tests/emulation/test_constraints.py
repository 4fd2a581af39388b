"""Tests the database's constraints: no query can store a state without the columns that prove it."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from campaigns.models import (
    AssignedTarget,
    CalledUnit,
    Campaign,
    Commemoration,
    Count,
    DueDate,
    Figure,
    Filing,
    Indicator,
    Phase,
    Section,
    Submission,
    Work,
    WorkCheck,
    WorkEntry,
    WorkResult,
)
from foundation import clock
from tests.support.filing_steps import REPORTING, pledged, sent
from tests.support.module_rows import cast_for_module
from tests.support.without_triggers import without_triggers
from tests.support.world import WORK, build
from units.actions import reorganisation_plans, unions
from units.actions.reorganisation_plans import PlannedRow
from units.models import PlannedAct, Post, Reorganisation, ReorganisationRow, Unit

NOW = clock.parse(REPORTING)


def build_full():
    """Build a world with an accepted pledge, a report with a result, a returned sheet and one sent for a unit."""
    world = build()
    pledged(world, works=[WORK])
    with clock.travel(REPORTING):
        done = {"uuid": WORK["uuid"], "done": "yes", "no_money": "on", "benefit": "Dễ học"}
        report = sent(world, kind="report", results=[done])
        result = report.last_submission.work_results.get()
        WorkCheck.objects.create(work_result=result, value=1, by=world.user("board"), at=clock.now())
        sent(world, "commune", who="district")
        unions.close(world.bank, on=date(2015, 12, 1), successor=None, reason="Giải thể", by=world.by("admin"))
        row = PlannedRow("close", world.porters)
        letter = {"title": "Sắp xếp", "letter_number": "1", "letter_on": date(2015, 3, 1), "on": date(2015, 7, 1)}
        reorganisation_plans.draft(**letter, calls_founded=False, rows=[row], by=world.by("board"))
        Count.objects.create(phase=world.phase, unit=world.province, subject="report", asked_at=clock.now())
    return world


rows, full = cast_for_module(build_full)


def change(model, **values):
    """Return a function that updates rows past every model and action; `of` chooses the rows."""
    rows = values.pop("of", {})
    return lambda: model._base_manager.filter(**rows).update(**values)


def copy(model, **values):
    """Return a function that inserts a second row like the first."""

    def act():
        rows = values.pop("of", {})
        row = model._base_manager.filter(**rows).order_by("pk").values().first()
        row.pop("id")
        model._base_manager.bulk_create([model(**row | values)])

    return act


def two_sections_below_another():
    outer = Section.objects.get(number="A")
    Section.objects.bulk_create(Section(campaign=outer.campaign, parent=outer, number="1", name="1") for _ in "12")


SHEET = {"called__unit__name": "Nghiệp đoàn Bốc xếp", "kind": "pledge"}
SENT = {"called__unit__name": "CĐCS Xã Đồi Na", "kind": "pledge"}
ACCEPTED = {"status": "accepted"}

REFUSED = {
    "sent without a date of sending": (
        "received_sheet_was_submitted",
        change(Filing, of=SHEET, status="submitted"),
    ),
    "sent without a first date": (
        "received_sheet_was_submitted",
        change(Filing, of=SENT, first_submitted_at=None),
    ),
    "accepted without a decider": (
        "accepted_sheet_has_decider",
        change(Filing, of=ACCEPTED, decided_by=None),
    ),
    "accepted without a date": ("accepted_sheet_has_decider", change(Filing, of=ACCEPTED, decided_at=None)),
    "accepted what was never sent": (
        "received_sheet_was_submitted",
        change(Filing, of=ACCEPTED, submitted_at=None),
    ),
    "returned without a reason": (
        "returned_sheet_has_reason_and_date",
        change(Filing, of=ACCEPTED, status="returned", counted_submission=None, due_again=NOW),
    ),
    "returned without a new date": (
        "returned_sheet_has_reason_and_date",
        change(Filing, of=ACCEPTED, status="returned", counted_submission=None, reason="Thiếu"),
    ),
    "excused without a reason": (
        "excused_sheet_has_reason",
        change(Filing, of=ACCEPTED, status="excused", counted_submission=None, reason=""),
    ),
    "excused by nobody": ("excused_sheet_has_reason", change(Filing, of=SHEET, status="excused", reason="Sáp nhập")),
    "days late without being late": (
        "only_late_sheets_have_late_days",
        change(Filing, of=ACCEPTED, late_days=3),
    ),
    "a negative number of days late": ("late_days", change(Filing, of=ACCEPTED, late=True, late_days=-1)),
    "two sheets of one kind": ("called_id|one_sheet", copy(Filing)),
    "a unit called twice": ("unit_called_once|phase_id", copy(CalledUnit, sort_key="9")),
    "an own date without a reason": (
        "own_due_date_has_reason",
        change(CalledUnit, of={"name": "Nghiệp đoàn Bốc xếp"}, pledge_due=NOW),
    ),
    "a phase open since never": ("phase_status_has_its_moment", change(Phase, of={"number": 1}, opened_at=None)),
    "a planned phase that was opened": (
        "phase_status_has_its_moment",
        change(Phase, of={"number": 1}, status="planned"),
    ),
    "a phase locked since never": (
        "phase_status_has_its_moment",
        change(Phase, of={"number": 1}, status="locked"),
    ),
    "a phase that ends before it starts": (
        "phase_dates_in_order",
        change(Phase, of={"number": 1}, ends_on=date(2014, 12, 31)),
    ),
    "an anniversary of no day": ("anniversary_has_the_day_of_its_origin", change(Commemoration, date=None)),
    "an anniversary with two wordings": ("anniversary_has_one_wording", change(Commemoration, words_after="x")),
    "an event in the month of no day": (
        "month_of_an_event_is_known",
        change(Commemoration, kind="event", date=None, is_month_only=True),
    ),
    "two phases of one number": ("phase_number_once|number", copy(Phase)),
    "two dates of one group": ("due_date_once|group", copy(DueDate)),
    "a campaign signed by nobody": ("campaign_signed_by_somebody", change(Campaign, signer_name="")),
    "two campaigns of one slug": ("slug", copy(Campaign)),
    "a figure twice": ("figure_once|indicator_id", copy(Figure)),
    "a negative figure": ("figure_is_value_or_ratio", change(Figure, of={"denominator": None}, value=-1)),
    "a figure of both shapes": ("figure_is_value_or_ratio", change(Figure, value=1, numerator=1, denominator=1)),
    "a figure of no shape": (
        "figure_is_value_or_ratio",
        change(Figure, value=None, numerator=None, denominator=None),
    ),
    "half a ratio": ("figure_is_value_or_ratio", change(Figure, of={"value": None}, denominator=None)),
    "a negative numerator": ("figure_is_value_or_ratio", change(Figure, of={"value": None}, numerator=-1)),
    "negative headcounts": ("women", change(Unit, of={"name": "CĐCS Xã Đồi Na"}, women=-1)),
    "a ratio without a denominator's name": (
        "ratio_names_its_denominator",
        change(Indicator, of={"code": "PT02"}, denominator_name=""),
    ),
    "a sum with a denominator": (
        "ratio_names_its_denominator",
        change(Indicator, of={"code": "HT01"}, denominator_name="người"),
    ),
    "a computed yes or no": (
        "computed_indicator_is_a_sum",
        change(Indicator, of={"code": "DH06"}, computed="topics"),
    ),
    "an indicator asked nowhere": (
        "indicator_is_asked_somewhere",
        change(Indicator, of={"code": "HT01"}, in_pledge=False, in_report=False),
    ),
    "two indicators of one code": ("indicator_code_once|code", copy(Indicator)),
    "two sections of one number": ("section_letter_once|letter", copy(Section)),
    "two sections of one number below another": ("subsection_number_once|parent_id", two_sections_below_another),
    "a section below itself": ("section_not_below_itself", change(Section, of={"number": "A"}, parent=F("pk"))),
    "two submissions of one number": ("submission_number_once|number", copy(Submission)),
    "half a confirmation": (
        "confirmation_is_whole",
        change(Submission, of={"on_behalf_of__isnull": False}, confirmed_at=NOW),
    ),
    "one's own submission confirmed": (
        "confirmation_is_whole|submission_is_confirmed_once",
        change(Submission, of={"on_behalf_of": None}, confirmed_by=1, confirmed_at=NOW),
    ),
    "a work twice": ("work_once|uuid", copy(Work)),
    "a negative expected value": ("expected_value", change(WorkEntry, expected_value=-1)),
    "a result twice": ("work_result_once|work_id", copy(WorkResult)),
    "no money and no benefit": ("no_money_tells_the_benefit", change(WorkResult, benefit="")),
    "no money and yet a value": ("no_money_tells_the_benefit", change(WorkResult, value=1)),
    "not done without a reason": ("not_done_says_why", change(WorkResult, done=False)),
    "a negative checked value": ("value", change(WorkCheck, value=-1)),
    "a union that ends before it begins": (
        "unit_dates_in_order",
        change(Unit, of={"name": "CĐCS Xã Đồi Na"}, valid_to=date(2010, 1, 1)),
    ),
    "two planned closings of a union": ("act_of_a_kind_is_planned_once|unit_id", copy(PlannedAct)),
    "a planned move to nowhere": ("planned_move_has_target", change(PlannedAct, kind="move")),
    "a planned change to no type": ("planned_change_has_type", change(PlannedAct, kind="type")),
    "a union merged into itself": ("planned_act_leads_to_another_unit", change(PlannedAct, target=F("unit"))),
    "a planned act without a reason": ("planned_act_has_reason", change(PlannedAct, reason="")),
    "a reorganisation done by nobody": ("done_reorganisation_has_its_moment", change(Reorganisation, status="done")),
    "a reorganisation that waits unrehearsed": (
        "scheduled_reorganisation_was_rehearsed",
        change(Reorganisation, status="scheduled"),
    ),
    "a reorganisation stopped by nothing": (
        "stopped_reorganisation_says_why",
        change(
            Reorganisation,
            status="stopped",
            digest="0",
            confirmed_by=F("drafted_by"),
            confirmed_post=F("drafted_post"),
        ),
    ),
    "two rows of one number": ("row_of_a_plan_once|plan_id", copy(ReorganisationRow)),
    "a row about no union": ("row_says_which_union", change(ReorganisationRow, unit=None)),
    "a row that leads nowhere": ("row_says_where_to", change(ReorganisationRow, act="move")),
    "a planned act hindered by nothing": ("hindered_act_says_why", change(PlannedAct, status="hindered")),
    "an upper union with a form": (
        "unit_form_goes_with_grassroots",
        change(Unit, of={"kind": "upper_place"}, form="occupational"),
    ),
    "a grassroots union without a form": (
        "unit_form_goes_with_grassroots",
        change(Unit, of={"name": "Nghiệp đoàn Bốc xếp"}, form=""),
    ),
    "a workplace without a strand": (
        "unit_strand_goes_with_workplace",
        change(Unit, of={"name": "CĐCS Xã Đồi Na"}, strand=""),
    ),
    "porters with a strand": (
        "unit_strand_goes_with_workplace",
        change(Unit, of={"name": "Nghiệp đoàn Bốc xếp"}, strand="administrative"),
    ),
    "a coordinated upper union": (
        "unit_coordinated_is_grassroots",
        change(Unit, of={"kind": "upper_place"}, coordinated=True),
    ),
    "two unions on one path": ("path", copy(Unit)),
    "a post that ends before it begins": ("post_dates_in_order", change(Post, until=date(2014, 1, 1))),
    "a post held twice": ("post_held_once|unit_id", copy(Post)),
    "counted without a moment": ("counted_at_some_time", change(Count, value={})),
    "a moment without a count": ("counted_at_some_time", change(Count, counted_at=NOW)),
    "counted twice": ("one_count_per_subject|subject", copy(Count)),
}


@pytest.mark.parametrize("what", REFUSED)
def test_the_database_itself_refuses(full, what):
    """Without the triggers that refuse any change of rows of a submission: the constraints hold for their INSERT."""
    name, act = REFUSED[what]
    with without_triggers(), pytest.raises(IntegrityError) as refusal, transaction.atomic():
        act()
    assert any(part in str(refusal.value) for part in name.split("|"))


def test_a_target_from_above_is_given_once_and_is_not_negative(full):
    indicator = Indicator.objects.get(code="TC01")
    given = {"indicator": indicator, "to": full.district, "by": full.province}
    AssignedTarget.objects.create(value=12, **given)
    for value, unit in ((-1, full.city), (7, full.district)):
        with pytest.raises(IntegrityError), transaction.atomic():
            AssignedTarget.objects.create(value=value, **given | {"to": unit})
    assert list(AssignedTarget.objects.values_list("value", flat=True)) == [12]
