"""Tests that acts write their events, where no test of the act itself says so."""

from datetime import date
from decimal import Decimal

import pytest

from awards.actions import appraisal, decisions, dossiers, quotas, register
from awards.models import Award, Decision, Dossier, Nomination, Quota
from campaigns.actions import (
    consents,
    data_request_sheets,
    data_requests,
    extensions,
    followed,
    gatherings,
    inspections,
    phases,
    responsibilities,
    reviews,
    targets,
)
from campaigns.extensions import ALL
from campaigns.models import (
    CalledUnit,
    DataRequestSheet,
    Exemplar,
    Filing,
    FollowedExemplar,
    Indicator,
    Inspection,
    Phase,
    Responsibility,
)
from foundation import clock
from summaries import actions as summaries
from summaries import foreign_workbook_actions, line_actions, word_choice_actions
from summaries.models import ForeignWorkbook, ReportLine, Summary
from tests.support import access_awards, access_world
from tests.support.data_request_steps import HEAD
from units.actions import (
    accounts,
    maskings,
    reorganisation_plans,
    reorganisation_undoing,
    reorganisations,
    table_imports,
    unions,
)
from units.actions.reorganisation_plans import PlannedRow
from units.models import Event, Import, Masking, Post, Reorganisation, Role

pytestmark = pytest.mark.sqlite

BUILT = """
    add_workbook, assign_measure, ask_mending, begin_request, begin_summary, change_request,
    describe_dossier, draft_decision, draft_reorganisation, enter_exemplar, make_dossier, open, plan_act,
    point_at_cell, propose_decision, propose_summary, publish, record_consent, record_inspection, record_launch,
    record_review, send_activity, submit, submit_dossier, tell_under_way
"""


def of_unit(model, unit):
    return model.objects.select_related("unit").get(unit=unit)


def called(world, unit):
    return CalledUnit.objects.select_related("unit", "phase__campaign__unit").get(unit=unit, phase=world.phase)


def report_of(world):
    return Filing.objects.with_context().get(called__unit=world.school, called__phase=world.phase, kind="report")


def withdraw_consent(world):
    told = Exemplar.objects.get(consent__isnull=False)
    consents.withdraw_consent(told, by=world.by("banker", Role.OFFICER))


def extend_answers(world):
    sheet = DataRequestSheet.objects.for_page().get(unit=world.bank)
    data_request_sheets.extend_answers(sheet, on=date(2015, 9, 1), reason="Bão.", by=world.by("board"))


def change_request(world):
    request = data_requests.begin_request(world.campaign, HEAD | {"units": []}, by=world.by("board"))
    head = HEAD | {"title": "Khác", "units": []}
    data_requests.change_request(request, head, by=world.by("board"), typed={"": 1}, stored=lambda: {"": 2})


def request_of(world):
    return DataRequestSheet.objects.for_page().get(unit=world.bank).request


def ask_unit(world):
    data_requests.ask_unit(request_of(world), world.commune, by=world.by("board"))


def extend_request(world):
    data_requests.extend_request(request_of(world), on=date(2015, 9, 1), reason="Bão.", by=world.by("board"))


def extend_many(world):
    given = {"kind": "pledge", "on": date(2016, 2, 1), "reason": "Bão.", "by": world.by("board")}
    extensions.extend_many(Phase.objects.get(pk=world.phase.pk), [ALL], **given)


def extend(world):
    given = {"kind": "pledge", "on": date(2016, 2, 1), "reason": "Bão.", "by": world.by("board")}
    phases.extend(called(world, world.commune), **given)


def exemplar_of(world):
    return FollowedExemplar.objects.select_related("unit", "following_unit").get(unit=world.school)


def edit_exemplar(world):
    exemplar = exemplar_of(world)
    fields = {name: getattr(exemplar, name) for name in followed.WRITTEN} | {"story": "Khác."}
    followed.edit_exemplar(exemplar, fields, by=world.by("owner", Role.OFFICER))


def visit_exemplar(world):
    exemplar = exemplar_of(world)
    seen = {"note": "Tốt.", "status": exemplar.status, "spread_to": None, "next_visit": date(2015, 5, 1)}
    followed.follow_up(exemplar, **seen, by=world.by("owner", Role.OFFICER))


def change_launch(world):
    held = {"held_on": date(2015, 3, 1), "with_whom": "", "delegates": 31, "praised": ""}
    gatherings.record_gathering(called(world, world.school), "launch", held, by=world.by("owner", Role.OFFICER))


def withdraw_launch(world):
    given = {"reason": "Nhầm.", "by": world.by("owner", Role.OFFICER)}
    gatherings.withdraw_gathering(called(world, world.school), "launch", **given)


def edit_inspection(world):
    visited = Inspection.objects.select_related("unit", "inspecting_unit", "campaign__unit").get(unit=world.school)
    fields = {name: getattr(visited, name) for name in inspections.WRITTEN} | {"members": "Khác"}
    inspections.edit_inspection(visited, fields, by=world.by("district", Role.REVIEWER))


def change_due(world):
    row = Responsibility.objects.with_context().get(unit=world.city)
    responsibilities.change_due(row, due_on=date(2015, 5, 1), by=world.by("board"))


def call(world):
    phase = Phase.objects.select_related("campaign__unit").get(pk=world.phase.pk)
    phases.call_unit(phase, world.young, by=world.by("board"))


def publish_exemplar(world):
    filing = report_of(world)
    exemplar = filing.current_submission.exemplars.get()
    reviews.publish_exemplar(exemplar, not exemplar.published, by=world.by("district", Role.REVIEWER))


def assign(world):
    cell = Indicator.objects.get(campaign=world.campaign, code="TC01").pk, world.district.pk
    targets.assign(world.campaign, {cell: Decimal(5)}, by=world.by("board"))


def write_table(world):
    table_imports.write(Import.objects.get(unit=world.province), by=world.by("admin"))


def drop_masking(world):
    maskings.drop_masking(Masking.objects.get(unit=world.province), by=world.by("admin"))


def add_rows(world):
    plan = Reorganisation.objects.get(unit=world.province)
    reorganisation_plans.add_rows(plan, [PlannedRow("close", world.commune)], by=world.by("board"))


def take_back_unit(world):
    unions.take_back(world.young, by=world.by("admin"), reason="Ghi nhầm.")


def undo_table(world):
    imported, event = Import.objects.get(unit=world.province), Event.objects.order_by("pk")[0]
    imported.rows.filter(status="new").update(event=event, target=world.school.pk)
    Import.objects.filter(pk=imported.pk).update(state="applied")
    table_imports.undo(Import.objects.get(pk=imported.pk), reason="Sai tệp.", by=world.by("admin"))


def end_account(world):
    post = Post.objects.get(user=world.user("neighbour"))
    accounts.hand_over([post], world.user("office"), by=world.by("admin"), ends_account=True)


def move_unit(world):
    plan = Reorganisation.objects.get(unit=world.province)
    reorganisations.confirm(plan, digest=plan.digest, by=world.by("board"))


def drafted(world):
    return Decision.objects.with_context().get(pk=world.decisions["drafted"].pk)


def drop_nominations(world):
    decision = drafted(world)
    decisions.drop(decision, decision.nominations.all(), by=world.by("board"))


def reword(world):
    decision = drafted(world)
    decisions.reword(decision, {decision.nominations.get().pk: "Đã có thành tích."}, by=world.by("board"))


def withdraw_decision(world):
    decision = drafted(world)
    decisions.propose(decision, by=world.by("board"))
    decisions.withdraw_proposal(decision, by=world.by("board"))


def amend(world):
    issued = Decision.objects.with_context().get(pk=world.decisions["issued"].pk)
    changes = [(issued.awards.get(), "award", "")]
    decisions.amend(issued, changes, by=world.by("board"), kind="annul", reason="Khai sai.")


def other_title(world):
    row = Nomination.objects.with_context().get(dossier=world.dossiers["commune"])
    title = access_awards.title(world, "BK_T")
    appraisal.approve([row], title=title, reason="Đề nghị.", by=world.by("district", Role.REVIEWER))


def begin_again(world):
    dossier = world.dossiers["bank"]
    Dossier.objects.filter(pk=dossier.pk).update(status="withdrawn")
    dossiers.begin_again(Dossier.objects.with_context().get(pk=dossier.pk), by=world.by("banker", Role.OFFICER))


def own_dossier(world):
    return Nomination.objects.with_context().get(dossier=world.dossiers["bank"])


def remove_nomination(world):
    dossiers.remove(own_dossier(world), by=world.by("banker", Role.OFFICER))


def change_nomination(world):
    row = own_dossier(world)
    fields = {name: getattr(row, name) for name in ("title_asked", "position", "nominee_class", "achievements")}
    fields |= {"achievements": "Khác."}
    dossiers.change(row, row.nominee, fields, by=world.by("banker", Role.OFFICER))


def correct_sex(world):
    row = Nomination.objects.with_context().get(dossier=world.dossiers["commune"])
    dossiers.correct_sex(row, "female", by=world.by("district", Role.REVIEWER))


def end_quota(world):
    quota = Quota.objects.select_related("campaign__unit", "title", "unit").get()
    quotas.end_quota(quota, reason="Đủ.", by=world.by("board"))


def award_of(world):
    return Award.objects.select_related("decision__unit", "unit").get(decision=world.decisions["issued"])


def reissue(world):
    register.reissue(award_of(world), reason="Rách.", by=world.by("board"))


def hand_over(world):
    with clock.travel("2015-03-12T09:00+07:00"):
        register.hand_over(award_of(world), on=date(2015, 3, 11), by=world.by("board"))


def summary_of(world, status):
    rows = Summary.objects.select_related("unit", "campaign__unit", "phase__campaign__unit")
    return rows.get(unit=world.province, status=status, phase__isnull=False)


def withdraw_proposal(world):
    draft = summary_of(world, "draft")
    summaries.propose(draft, by=world.by("board"))
    summaries.withdraw_proposal(draft, by=world.by("board"))


def revise_summary(world):
    summaries.revise(summary_of(world, "final"), reason="Sửa.", by=world.by("board"))


def renew_workbook(world):
    workbook = ForeignWorkbook.objects.get(unit=world.province)
    content = bytes(workbook.latest_version().blob.content)
    foreign_workbook_actions.renew_workbook(workbook, content, "moi.xlsx", by=world.by("board"))


def pointing_of(world):
    version = ForeignWorkbook.objects.get(unit=world.province).latest_version()
    return version.pointings.select_related("version__workbook__unit").get()


def confirm_pointings(world):
    pointing = pointing_of(world)
    type(pointing).objects.filter(pk=pointing.pk).update(state="suggested", origin=pointing)
    foreign_workbook_actions.confirm_pointings([pointing_of(world)], by=world.by("board"))


def drop_pointing(world):
    foreign_workbook_actions.drop_pointing(pointing_of(world), by=world.by("board"))


def a_line(world):
    return ReportLine.objects.filter(campaign=world.campaign, role="sentence").order_by("pk")[0]


def write_report_line(world):
    line_actions.write_line(a_line(world), {"active": False}, by=world.by("board"))


def add_report_line(world):
    line = a_line(world)
    return line_actions.add_line(
        line_actions.kind_of(line), line.part, {"title": "Thêm", "text": "Câu thêm."}, by=world.by("board")
    )


def remove_report_line(world):
    line_actions.remove_line(add_report_line(world), by=world.by("board"))


def move_report_line(world):
    line_actions.move_line(a_line(world), 1, by=world.by("board"))


def choose_words(world):
    return word_choice_actions.choose_words(world.province, "đoàn viên", "người lao động", by=world.by("board"))


def drop_words(world):
    word_choice_actions.drop_words(choose_words(world), by=world.by("board"))


EVERY = [
    write_table, undo_table, end_account, move_unit, other_title, begin_again, drop_masking,
    add_rows, take_back_unit, withdraw_consent, extend_answers, change_request, ask_unit,
    extend_request, extend_many, extend, edit_exemplar, visit_exemplar, change_launch, withdraw_launch,
    edit_inspection, change_due, publish_exemplar, assign, drop_nominations, reword, withdraw_decision, amend,
    remove_nomination, change_nomination, correct_sex, end_quota, reissue, hand_over, withdraw_proposal, revise_summary,
    renew_workbook, confirm_pointings, drop_pointing, write_report_line, add_report_line, remove_report_line,
    move_report_line, choose_words, drop_words,
]  # fmt: skip


def verb_of(act):
    return {
        write_table: "apply_table",
        end_account: "admin_change",
        begin_again: "make_dossier",
        add_rows: "change_reorganisation",
        extend_answers: "extend",
        extend_request: "extend",
        extend_many: "extend",
        amend: "draft_decision",
    }.get(act, act.__name__)


@pytest.mark.parametrize("act", EVERY, ids=lambda act: act.__name__)
def test_an_act_is_in_the_history(province, act):
    before = Event.objects.order_by("-pk").values_list("pk", flat=True)[0]
    act(province)
    assert verb_of(act) in Event.objects.filter(pk__gt=before).values_list("verb", flat=True)


def test_a_plan_that_is_taken_back_is_in_the_history_of_its_unions(province):
    move_unit(province)
    plan, before = Reorganisation.objects.get(unit=province.province), Event.objects.order_by("-pk")[0].pk
    reorganisation_undoing.undo(plan, reason="Sai.", by=province.by("board"))
    units = Event.objects.filter(pk__gt=before, target_type__model="unit").values_list("target_id", flat=True)
    assert province.porters.pk in units


@pytest.mark.long
def test_the_acts_by_which_the_cast_is_built_are_in_the_history(db):
    access_world.build()
    assert {verb.strip() for verb in BUILT.split(",")} - set(Event.objects.values_list("verb", flat=True)) == set()
