"""Tests that figures brought up to date after an act are those of a fresh count, and how few rows that reads."""

import random
from datetime import timedelta

import pytest

from awards.actions import decisions, signing
from awards.models import Award, Decision
from campaigns.actions import filings, phases, reviews, targets
from campaigns.models import Exemplar, Filing, Indicator, Phase, WorkResult
from emulation.fictional.generator.build import generate
from emulation.fictional.generator.phases import NOW
from emulation.fictional.generator.sizes import CountrySize
from foundation import clock
from summaries.figures.event_effects import EFFECTS
from summaries.figures.phase_figures import phase_figures
from summaries.figures_cache import cached_figures
from tests.support import dossier_steps
from tests.support.fetched_rows import counted
from tests.support.module_rows import rows_for_module
from tests.support.sheets_by_hand import new_unit
from units.acting import acting_as
from units.actions import unions
from units.event_labels import VERBS
from units.history import record
from units.models import Role, Unit, UnitKind, User

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db]
SMALL = CountrySize(provinces=1, unions=60)


@pytest.fixture(scope="module")
def generated(django_db_setup, django_db_blocker):
    """A province of sixty unions in the middle of its second phase."""
    with rows_for_module(django_db_blocker, lambda: generate(SMALL, seed=11)), clock.travel(NOW):
        yield


@pytest.fixture
def phase(generated):
    return Phase.objects.select_related("campaign__unit").get(number=2)


def test_every_verb_says_what_has_to_be_read_again():
    assert EFFECTS.keys() == VERBS.keys()


# Acts


def by(name, role=Role.REVIEWER):
    return acting_as(User.objects.get(username=name), role)


def sheets(*statuses, kind="report", number=2):
    rows = Filing.objects.with_context().filter(called__phase__number=number, kind=kind, status__in=statuses)
    return list(rows.exclude(called__unit__parent=None).order_by("pk"))


def some(rows):
    return random.choice(list(rows))


def submit_again():
    sheet = some(sheets("submitted"))
    officer = acting_as(sheet.unit.posts.get(role=Role.OFFICER).user, Role.OFFICER)
    filings.take_back(sheet, by=officer)
    filings.submit(sheet, by=officer)


def accept():
    reviews.accept(some(sheets("submitted", kind=some(["pledge", "report"]))), by=by("board"))


def undo_accept():
    sheet = some(sheets("submitted"))
    reviews.accept(sheet, by=by("board"))
    reviews.undo_accept(sheet, by=by("board"))


def return_():
    reviews.return_(some(sheets("submitted")), reason="Thiếu.", due_on=next_week(), by=by("board"))


def undo_return():
    sheet = some(sheets("submitted"))
    reviews.return_(sheet, reason="Thiếu.", due_on=next_week(), by=by("board"))
    reviews.undo_return(sheet, by=by("board"))


def reopen():
    sheet = some(sheets("accepted", kind=some(["pledge", "report"])))
    reviews.reopen(sheet, reason="Sai.", due_on=next_week(), by=by("board"))


def excuse():
    reviews.excuse(some(sheets("awaited", "draft")), reason="Giải thể.", by=by("board"))


def unexcuse():
    reviews.unexcuse(some(sheets("excused")), by=by("board"))


def check_values():
    work_result = some(WorkResult.objects.filter(submission__filing__in=sheets("accepted", "submitted")))
    reviews.check_values(work_result.submission.filing, {work_result.pk: random.randrange(10**8)}, by=by("board"))


def highlight():
    work_result = some(WorkResult.objects.filter(submission__filing__in=sheets("accepted")))
    reviews.highlight(work_result, not work_result.highlighted, by=by("board"))


def publish_exemplar():
    sheet = some(sheets("accepted"))
    exemplar = Exemplar.objects.create(submission=sheet.current_submission, who="Chị Sen", story="Giỏi.")
    reviews.publish_exemplar(exemplar, True, by=by("board"))


def assign():
    unit, indicator = some(Unit.objects.exclude(parent=None)), some(Indicator.objects.filter(over_units="sum"))
    targets.assign(indicator.campaign, {(indicator.pk, unit.pk): random.randrange(99)}, by=by("board"))


def issue():
    decision = Decision.objects.get(status="draft")
    if not decision.proposed_at:
        decisions.propose(decision, by=by("board"))
    close_and_register(decision, "991")


def close_and_register(decision, number):
    signing.close(decision, by=by("leader", Role.LEADER), **dossier_steps.SIGNED)
    clerk, scan = dossier_steps.clerk_of(decision.unit), dossier_steps.scan()
    signing.register(decision, by=clerk, number=number, dated_on=clock.today(), scan=scan)


def annul_award():
    award = Award.objects.in_force().filter(decision__unit__kind=UnitKind.PROVINCE).first()
    reason = {"kind": "annul", "reason": "Khai sai."}
    decision = decisions.amend(award.decision, [(award, "award", "")], by=by("board"), **reason)
    decisions.propose(decision, by=by("board"))
    close_and_register(decision, "992")


def call():
    district = some(Unit.objects.filter(kind=UnitKind.UPPER_PLACE))
    phase = Phase.objects.get(number=2)
    phases.call_unit(phase, new_unit(f"CĐCS {random.random()}", district, 900), by=by("board"))


def rename():
    unit = some(Unit.objects.exclude(kind=UnitKind.GRASSROOTS))
    unit.name += " mới"
    unit.save()
    record(unit, "admin_change", by=by("board"), unit=unit)


def move():
    moved = some([sheet.unit for sheet in sheets("submitted") if sheet.unit.is_grassroots])
    other = some(Unit.objects.filter(kind=UnitKind.UPPER_PLACE).exclude(pk=moved.parent_id))
    unions.move_under(moved, other, by=by("admin", Role.ADMINISTRATOR))


ACTS = [
    submit_again, accept, undo_accept, return_, undo_return, reopen, excuse, unexcuse, check_values, highlight,
    publish_exemplar, assign, issue, annul_award, call, rename, move,
]  # fmt: skip


def next_week():
    return clock.today() + timedelta(days=7)


def drafts(phase):
    """Return the unit of a draft, and whether it is of the whole year."""
    district = Unit.objects.filter(kind=UnitKind.UPPER_PLACE).earliest("pk")
    return [(phase.campaign.unit, False), (phase.campaign.unit, True), (district, False)]


def test_after_every_act_figures_are_those_of_a_fresh_count(phase, pytestconfig):
    """A draft is drawn after each act; the long run compares all of them. One that waits is behind by several acts."""
    for act in random.sample(ACTS, len(ACTS)):
        act()
        every = drafts(phase)
        for unit, whole in every if pytestconfig.getoption("deep") else [random.choice(every)]:
            figures = cached_figures(phase, unit, whole=whole)
            assert figures == phase_figures(phase, unit, whole=whole), (act.__name__, unit, whole)


def test_what_a_moved_union_does_counts_where_it_was_called(phase):
    was_below, other = Unit.objects.filter(kind=UnitKind.UPPER_PLACE)
    sheet = next(sheet for sheet in sheets("submitted") if sheet.called.parent_id == was_below.pk)
    unions.move_under(sheet.unit, other, by=by("admin", Role.ADMINISTRATOR))
    before = cached_figures(phase, was_below, whole=False).participation.total.reports
    reviews.accept(sheet, by=by("board"))
    after = cached_figures(phase, was_below, whole=False).participation.total.reports
    assert (after.accepted, after.waiting) == (before.accepted + 1, before.waiting - 1)


# Rows


def test_after_one_more_accepted_sheet_few_rows_are_read(phase):
    for whole in (False, True):
        cached_figures(phase, phase.campaign.unit, whole=whole)
    reviews.accept(sheets("submitted")[0], by=by("board"))
    costs = []
    for whole in (False, True):
        with counted() as cost:
            cached_figures(phase, phase.campaign.unit, whole=whole)
        costs.append((cost.queries, cost.rows))
    assert costs == [(7, 49), (7, 49)]
