"""Tests every lock whose race is not tested beside its act: of two acts at once the second reads what the first left.

The first has done its work and not committed while the second runs until it waits; without the lock the second does
not wait, and decides by what was there before. All tests have one cast, and rows of their own in it.
"""

import tomllib
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, transaction

from awards.actions import decisions, dossiers, letters, quotas, register, signing
from awards.actions.registration import registration_check
from awards.models import Award, Letter, Nomination, Quota
from campaigns import mails
from campaigns.actions import (
    activities,
    amendments,
    data_request_sheets,
    data_requests,
    extensions,
    followed,
    gatherings,
    inspections,
    launch_scans,
    phases,
    reorganised_sheets,
    responsibilities,
    targets,
)
from campaigns.actions.batches import ANSWER_BATCHES
from campaigns.extensions import ALL
from campaigns.models import (
    Activity,
    CalledUnit,
    Campaign,
    ContentPoint,
    DataRequest,
    DataRequestSheet,
    Filing,
    FollowedExemplar,
    Indicator,
    Inspection,
    LaunchVersion,
    Measure,
    Phase,
    Responsibility,
)
from foundation import clock
from foundation.forms.edit_conflicts import WHOLE_FORM, EditConflict, fingerprint
from foundation.lifecycle import StateConflict
from summaries import foreign_workbook_actions, line_actions, scan_actions, word_choice_actions
from summaries.models import ForeignWorkbook, ReportLine, Summary
from tests.support import access_awards, access_world, casts, dossier_steps, without_triggers
from tests.support.admin_pages import change_url
from tests.support.data_request_steps import ANSWERS, HEAD, QUESTIONS
from tests.support.racing import while_first_is_open
from tests.support.second_factors import code_of, with_app
from tests.support.two_editors import Editor, told
from units import imports
from units.actions import (
    areas,
    contacts,
    import_batches,
    import_retention,
    maskings,
    people,
    planned_acts,
    posts,
    reorganisation_plans,
    second_factor,
    table_imports,
    unions,
    word_sets,
)
from units.actions.reorganisation_plans import PlannedRow
from units.models import (
    Area,
    Event,
    EventPersonal,
    Import,
    ImportKind,
    Job,
    Masking,
    PlannedAct,
    Post,
    Reorganisation,
    Role,
    Rule,
    Signer,
    Unit,
    User,
)
from units.models.table_import import ImportRowQuerySet

WORDS = Path("units/data/words-2015.toml")

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def rows(django_db_setup, django_db_blocker):
    """Commit the cast once: what a test does stays for the next."""
    with django_db_blocker.unblock():
        casts.copied(access_world.build)
        yield
        without_triggers.restore(None)


@pytest.fixture
def _django_db_helper(rows, django_db_blocker):
    """Stand for that of pytest-django, which would empty all tables after each test."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def world(_django_db_helper):
    with clock.travel(access_world.NOW):
        yield casts.returned(access_world.build)


def raised(kind, first, second):
    """Check that the second of two acts at once raises an error of this kind."""
    error = while_first_is_open(first, second)
    assert type(error) is kind, repr(error)


def both_succeed(first, second):
    error = while_first_is_open(first, second)
    assert error is None, repr(error)


def in_transaction(act):
    with transaction.atomic():
        act()


def called_unit(world, unit):
    return CalledUnit.objects.select_related("unit", "phase__campaign__unit").get(unit=unit, phase=world.phase)


def pdf(name):
    return SimpleUploadedFile(f"{name}.pdf", b"%PDF-1.4 " + name.encode() + b"\n%%EOF\n", "application/pdf")


def events(verb):
    return Event.objects.filter(verb=verb).count()


# ---- units ----


def test_a_union_is_put_into_an_area_once(world):
    area, admin = Area.objects.get(name="Khu vực commune"), world.by("board")
    change = partial(areas.change_members, remove=[], by=admin)
    both_succeed(
        lambda: change(area, add=[world.school]), lambda: change(Area.objects.get(pk=area.pk), add=[world.school])
    )
    assert area.members.filter(unit=world.school).count() == 1


def test_a_person_looks_after_an_area_once(world):
    area, person, admin = Area.objects.get(name="Khu vực commune"), world.user("district2"), world.by("admin")
    give = partial(areas.give_desk, area, person, since=date(2015, 4, 1), by=admin)
    raised(ValidationError, give, give)
    assert Post.objects.filter(area=area, user=person).count() == 1


@pytest.mark.parametrize("column", ["phone", "unit_phone"])
def test_contacts_are_not_written_over_those_of_another_page(world, column):
    officer = world.by("neighbour", Role.OFFICER)
    stored = contacts.stored_contacts(world.user("neighbour"), officer.unit)
    seen = {name: fingerprint(text) for name, text in stored.items()}

    def write(text):
        person = world.user("neighbour")
        contacts.write_contacts(person, {column: text}, by=world.by("neighbour", Role.OFFICER), fingerprints=seen)

    raised(EditConflict, partial(write, "0911 111 111"), partial(write, "0922 222 222"))


def test_two_write_different_columns_of_a_person(world):
    describe = partial(people.describe_person, words={}, unit=None, by=world.by("admin"))
    both_succeed(
        lambda: describe(world.user("banker"), {"phone": "0933333333"}),
        lambda: describe(world.user("banker"), {"full_name": "Hà Thị Út Em"}),
    )
    assert (world.user("banker").phone, world.user("banker").full_name) == ("0933333333", "Hà Thị Út Em")


def test_two_administrators_do_not_end_each_others_posts(world):
    admin = Post.objects.get(user__username="admin")
    other = Post.objects.create(
        user=world.user("office"), unit=world.province, role=Role.ADMINISTRATOR, since=admin.since
    )
    User.objects.filter(pk__in=[admin.user_id, other.user_id]).update(password="md5$x$y")
    end = partial(posts.end_post, until=date(2015, 4, 1))
    first, second = world.by("admin", Role.ADMINISTRATOR), world.by("office", Role.ADMINISTRATOR)
    raised(
        StateConflict,
        partial(end, Post.objects.get(pk=other.pk), by=first),
        partial(end, Post.objects.get(pk=admin.pk), by=second),
    )


def test_a_request_to_remove_a_person_is_closed_once(world):
    masking = Masking.objects.get(unit=world.province, number="12/ĐN")
    again = Masking.objects.get(pk=masking.pk)
    drop = partial(maskings.drop_masking, by=world.by("admin"))
    raised(StateConflict, partial(drop, masking), partial(drop, again))


def test_of_a_person_who_was_just_renamed_both_names_are_removed(world):
    admin, words = world.by("admin"), {"họ và tên": ["Lương Thị Cũ", "Lương Thị Mới"]}
    person = User.objects.create(username="da-nghi", full_name="Lương Thị Cũ")
    masking = maskings.ask_masking(person, number="1/ĐN", dated_on=date(2015, 3, 2), reason="Có đơn.", by=admin)
    both_succeed(
        partial(people.describe_person, person, {"full_name": "Lương Thị Mới"}, words=words, unit=None, by=admin),
        partial(maskings.carry_out_masking, masking, by=world.by("leader", Role.LEADER)),
    )
    renamed = Event.objects.about(person).get(verb="admin_change")
    assert not EventPersonal.objects.filter(event=renamed).exists()


def test_a_planned_act_that_is_called_off_is_not_carried_out(world):
    act, again = PlannedAct.objects.with_people().get(), PlannedAct.objects.with_people().get()
    call_off = partial(planned_acts.call_off, act, reason="Chưa sáp nhập.", by=world.by("admin"))
    both_succeed(call_off, partial(planned_acts._carry_out, again))
    assert (PlannedAct.objects.get().status, Unit.objects.get(pk=world.bank.pk).valid_to) == ("called_off", None)


def test_a_row_that_was_taken_out_of_a_plan_does_not_come_back(world):
    plan = Reorganisation.objects.get(unit=world.province)
    row, again = (plan.rows.select_related("plan__unit").get(act="move") for _person in "12")
    board = world.by("board")
    raised(
        StateConflict,
        partial(reorganisation_plans.remove_row, row, by=board),
        lambda: reorganisation_plans.change_row(
            again, PlannedRow("move", world.porters, target=world.district), by=board
        ),
    )
    assert not plan.rows.filter(act="move").exists()


def test_a_name_of_a_passkey_is_noted_once(world):
    person = world.user("clerk")
    key = {"credential_id": b"1", "public_key": b"2", "discoverable": False, "backup_eligible": False}
    columns = {
        "backup_state": False,
        "sign_count": 0,
        "transports": [],
        "aaguid": "00000000-0000-0000-0000-000000000000",
    }
    passkey = second_factor.WebAuthnCredential.objects.create(user=person, name="Cũ", confirmed=True, **key, **columns)
    rename = partial(second_factor.rename_passkey, person, passkey.pk, "Máy ở phòng")
    both_succeed(rename, rename)
    assert events("rename_passkey") == 1


def test_a_table_is_written_once(world):
    imported = Import.objects.filter(unit=world.province).earliest("pk")  # another test brings in one more
    write = partial(table_imports.write, by=world.by("admin"))
    raised(StateConflict, partial(write, imported), lambda: write(Import.objects.get(pk=imported.pk)))
    assert Event.objects.about(imported).filter(verb="apply_table").count() == 1


def test_closing_a_union_keeps_the_telephone_that_it_has_just_written(world):
    officer = world.by("porter", Role.OFFICER)
    both_succeed(
        partial(contacts.write_contacts, officer.user, {"unit_phone": "0944 444 444"}, by=officer),
        lambda: unions.close(
            world.porters, on=date(2015, 3, 1), successor=None, by=world.by("admin"), reason="Giải thể."
        ),
    )
    assert Unit.objects.get(pk=world.porters.pk).phone == "0944 444 444"


def test_a_code_is_used_once(world):
    person = world.user("office")
    key, codes = with_app(person)
    for code in (code_of(key), codes[0]):
        used = []
        both_succeed(
            *[lambda code=code, used=used: used.append(second_factor._used_up(person, second_factor._letters(code)))]
            * 2
        )
        assert used == [True, False]


def test_two_workers_write_a_row_of_a_table_once(world):
    lines = f"Tên đơn vị;Loại đơn vị;Khối;Công đoàn cấp trên\nCĐCS Bưu cục Mới;CĐCS;Hành chính;{world.district.name}"
    admin = world.by("admin")
    imported = table_imports.bring_in(ImportKind.UNIONS, lines.encode(), "don-vi.csv", by=admin)
    table_imports.write(imported, by=admin)
    run = SimpleNamespace(progress=lambda done, total: None, mine=Job.objects.all())
    table, to_apply = imports.table_of(imported), ImportRowQuerySet.to_apply

    def work():
        import_batches._in_batches(
            run, imported, "applying", to_apply, lambda row: import_batches._write(table, row, admin)
        )

    both_succeed(work, work)
    assert Unit.objects.filter(name="CĐCS Bưu cục Mới").count() == 1


def test_a_set_of_words_is_loaded_once(world):
    content = tomllib.loads(WORDS.read_text(encoding="utf-8")) | {"valid_from": date(2027, 1, 1)}
    added = []
    both_succeed(*[lambda: added.append(word_sets.load_words(world.province, content))] * 2)
    assert added[0] > added[1] == 0


def test_rules_are_loaded_once(world):
    rule = Rule.objects.order_by("pk")[0]
    values = {field.name: getattr(rule, field.name) for field in Rule._meta.fields if field.name not in ("id", "day")}
    with without_triggers.without_triggers():
        rule.delete()
    added = []
    both_succeed(*[lambda: added.append(word_sets.load_rules({"rules": [values]}))] * 2)
    assert added == [1, 0]


def test_an_old_table_is_emptied_once(world):
    old = Import.objects.get(unit=world.elsewhere)
    Import.objects.filter(pk=old.pk).update(state="applied", at=clock.now() - timedelta(days=900))
    emptied = []
    both_succeed(*[lambda: emptied.append(import_retention._empty(old))] * 2)
    assert emptied == [True, False]


# ---- campaigns ----


def test_two_of_the_board_do_not_decide_over_each_other_about_an_activity(world):
    activity, again = (Activity.objects.select_related("unit", "campaign__unit").get(unit=world.school) for _ in "12")
    seen = {WHOLE_FORM: fingerprint(activities.reviewed(activity))}
    review = partial(activities.review_activity, by=world.by("board"), fingerprints=seen)
    raised(
        EditConflict,
        partial(review, activity, for_report=True, publish=False),
        partial(review, again, for_report=False, publish=True),
    )


def test_two_of_the_board_do_not_write_the_head_of_a_request_over_each_other(world):
    request = data_requests.begin_request(world.campaign, HEAD | {"units": []}, by=world.by("board"))
    stored = {WHOLE_FORM: request.title}

    def write(title):
        row = DataRequest.objects.get(pk=request.pk)
        head = HEAD | {"title": title, "units": []}
        data_requests.change_request(
            row, head, by=world.by("board"), typed={WHOLE_FORM: title}, stored=lambda: {WHOLE_FORM: row.title},
            fingerprints={name: fingerprint(text) for name, text in stored.items()},
        )  # fmt: skip

    raised(EditConflict, partial(write, "Một"), partial(write, "Hai"))


def test_moving_the_dates_of_many_takes_no_later_date_from_one(world):
    called = CalledUnit.objects.select_related("unit", "phase__campaign__unit").get(
        unit=world.school, phase=world.phase
    )
    move = {"kind": "pledge", "reason": "Bão lũ.", "by": world.by("board")}
    both_succeed(
        lambda: phases.extend(called, on=date(2015, 6, 30), **move),
        lambda: extensions.extend_many(Phase.objects.get(pk=world.phase.pk), [ALL], on=date(2015, 5, 30), **move),
    )
    assert CalledUnit.objects.get(pk=called.pk).pledge_due == clock.end_of_day(date(2015, 6, 30))


def test_two_dates_of_a_union_are_not_written_over_each_other(world):
    called = CalledUnit.objects.select_related("unit", "phase__campaign__unit").get(
        unit=world.commune, phase=world.phase
    )
    seen = {WHOLE_FORM: fingerprint(phases.own_due_dates(called))}
    extend = partial(phases.extend, kind="pledge", reason="Bão lũ.", by=world.by("board"), fingerprints=seen)
    raised(
        EditConflict,
        partial(extend, called, on=date(2015, 6, 1)),
        lambda: extend(
            CalledUnit.objects.select_related("unit", "phase__campaign__unit").get(pk=called.pk), on=date(2015, 6, 2)
        ),
    )


def test_an_exemplar_that_is_dropped_is_not_brought_further(world):
    exemplar, again = (
        FollowedExemplar.objects.select_related("unit", "following_unit").get(unit=world.school) for _ in "12"
    )
    officer = world.by("owner", Role.OFFICER)
    visit = {"note": "Tốt.", "status": exemplar.status, "spread_to": None, "next_visit": None}
    raised(
        StateConflict,
        partial(followed.drop_exemplar, exemplar, reason="Chuyển đi.", by=officer),
        partial(followed.follow_up, again, **visit, by=officer),
    )


def test_a_union_records_its_launch_once(world):
    called = CalledUnit.objects.select_related("unit", "phase__campaign__unit").get(
        unit=world.commune, phase=world.phase
    )
    held = {"held_on": date(2015, 3, 2), "with_whom": "", "delegates": 30, "praised": ""}
    both_succeed(
        *[partial(gatherings.record_gathering, called, "launch", held, by=world.by("neighbour", Role.OFFICER))] * 2
    )
    assert events("record_launch") == 4


def test_an_inspection_that_is_discarded_is_not_told_of(world):
    rows = Inspection.objects.select_related("unit", "inspecting_unit", "campaign__unit")
    visited, again = (rows.get(unit=world.school) for _person in "12")
    reviewer = world.by("district", Role.REVIEWER)
    edited = {name: getattr(visited, name) for name in inspections.WRITTEN} | {"members": "Vi Văn Khác"}
    raised(
        StateConflict,
        partial(inspections.discard_inspection, visited, reason="Ghi nhầm.", by=reviewer),
        partial(inspections.edit_inspection, again, edited, by=reviewer),
    )


def test_a_union_answers_for_a_measure_once(world):
    assign = partial(
        responsibilities.assign_measure, world.measures["2015"], [world.district], [], due_on=date(2015, 4, 1)
    )
    raised(ValidationError, partial(assign, by=world.by("board")), partial(assign, by=world.by("board2")))


def test_two_days_of_a_responsibility_are_not_written_over_each_other(world):
    row, again = (Responsibility.objects.with_context().get(unit=world.city) for _ in "12")
    seen = {WHOLE_FORM: fingerprint({"due_on": row.due_on})}
    change = partial(responsibilities.change_due, by=world.by("board"), fingerprints=seen)
    raised(EditConflict, partial(change, row, due_on=date(2015, 4, 1)), partial(change, again, due_on=date(2015, 4, 2)))


def test_two_do_not_assign_targets_over_each_other(world):
    cell = Indicator.objects.get(campaign=world.campaign, code="TC01").pk, world.district.pk
    assign = partial(targets.assign, world.campaign, by=world.by("board"), fingerprints={cell: fingerprint(None)})
    raised(EditConflict, partial(assign, {cell: Decimal(5)}), partial(assign, {cell: Decimal(6)}))


def test_a_scan_of_a_launch_is_attached_once(world):
    def add():
        launch_scans.add(Campaign.objects.get(pk=world.campaign.pk), pdf("phong-trao"), by=world.by("board"))

    raised(ValidationError, add, add)


def test_two_dates_of_a_sheet_of_a_request_are_not_written_over_each_other(world):
    sheet, again = (DataRequestSheet.objects.for_page().get(unit=world.bank) for _person in "12")
    seen = {WHOLE_FORM: fingerprint(data_request_sheets.own_due_date(sheet))}
    extend = partial(data_request_sheets.extend_answers, reason="Bão lũ.", by=world.by("board"), fingerprints=seen)
    raised(EditConflict, partial(extend, sheet, on=date(2015, 9, 1)), partial(extend, again, on=date(2015, 9, 2)))


def test_a_union_is_called_once(world):
    call = partial(phases.call_unit, unit=world.young, by=world.by("board"))
    first, second = (Phase.objects.select_related("campaign__unit").get(pk=world.phase.pk) for _person in "12")
    raised(StateConflict, partial(call, first), partial(call, second))


def test_two_changes_of_a_launch_are_two_versions(world):
    def change(model):
        campaign = Campaign.objects.select_related("unit").get(slug="2014")
        before = amendments.begin_change(campaign)
        model.objects.filter(campaign=campaign).update(text="Ghi lại.")
        amendments.amend(campaign, before, by=world.by("board"), reason="Ghi sai.")

    both_succeed(*(partial(in_transaction, partial(change, model)) for model in (ContentPoint, Measure)))
    versions = LaunchVersion.objects.filter(campaign=world.campaigns["2014"]).order_by("number")
    assert list(versions.values_list("number", flat=True)) == [1, 2, 3]


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("admin", lambda world: Signer.objects.get(unit=world.district)),
        ("board", lambda world: Indicator.objects.get(campaign=world.campaigns["2014"])),
    ],
    ids=["signer", "indicator"],
)
def test_two_at_a_page_of_the_admin_do_not_write_over_each_other(world, name, row):
    target = row(world)
    first, second = (Editor(world.user(name), change_url(target)) for _person in "12")
    both_succeed(partial(first.send, name="Một"), partial(second.send, name="Hai"))
    assert type(target).objects.get(pk=target.pk).name == "Một"
    assert told(second.page)[2] == [("Một", "Hai")]


def sheet_to_answer(world):
    """Ask the commune for figures, and return its sheet."""
    board, head = (
        world.by("board"),
        HEAD | {"due_at": clock.end_of_day(date(2015, 3, 20)), "audience": "chosen", "units": [world.commune]},
    )
    request = data_requests.begin_request(world.campaign, head, by=board)
    data_requests.write_questions(request, QUESTIONS, by=board)
    data_requests.open_request(request, by=board)
    return request.sheets.get()


def test_a_reorganisation_holds_open_requests_and_the_sheets_that_ending_unions_have_not_sent(world):
    requested = sheet_to_answer(world)
    filed = Filing.objects.filter(called__unit=world.commune, called__phase=world.phase).earliest("pk")
    for row in (filed, requested, requested.request):
        taken = type(row).objects.select_for_update(of=("self",), nowait=True).filter(pk=row.pk)
        take = partial(in_transaction, lambda rows=taken: rows.get())
        raised(OperationalError, partial(reorganised_sheets.lock_sheets, [world.commune.pk]), take)


def test_a_button_pressed_twice_decides_once_about_sheets_of_a_request(world):
    sheet, officer = sheet_to_answer(world), world.by("neighbour", Role.OFFICER)
    data_request_sheets.save_answers(sheet, ANSWERS | {"C5": ""}, by=officer)
    data_request_sheets.send_answers(sheet, by=officer)
    failed, reviewer = [], world.by("district", Role.REVIEWER)
    accept = partial(ANSWER_BATCHES.accept_batch, [sheet], act=uuid4(), by=reviewer, submission_numbers={sheet.pk: 1})
    both_succeed(*[lambda: failed.append(accept())] * 2)
    assert failed == [[], []]


def test_two_ticks_remind_a_union_of_a_request_once(world):
    sheet = sheet_to_answer(world)
    User.objects.filter(username="neighbour").update(email="neighbour@example.vn")
    told = []
    with clock.travel(sheet.due - timedelta(days=1)):
        both_succeed(*[lambda: told.append(mails.remind_due())] * 2)
    assert [bool(line) for line in told] == [True, False]


# ---- awards ----


def test_two_decisions_of_a_union_number_their_awards_one_after_the_other(world):
    leader, clerk, day = world.by("leader", Role.LEADER), world.by("clerk", Role.CLERK), date(2015, 3, 10)
    registered = []
    with clock.travel("2015-03-12T09:00+07:00"):
        for number in ("46", "47"):
            made = access_awards.decision(world, "school", "owner", "BK_T", "board")
            decisions.propose(made, by=world.by("board"))
            signing.close(made, by=leader, **dossier_steps.SIGNED)
            mark = registration_check(made, number, day).mark
            given = {"number": number, "dated_on": day, "scan": dossier_steps.scan(), "confirmed": mark}
            registered.append(partial(signing.register, made, by=clerk, **given))
        both_succeed(*registered)
    assert Award.objects.filter(deciding_unit=world.province).count() == 3


def test_a_scan_of_a_letter_is_attached_once(world):
    def add():
        letter = Letter.objects.with_context().get(pk=world.letters["registered"].pk)
        letters.add_scan(letter, pdf("to-trinh"), by=world.by("district", Role.REVIEWER))

    raised(ValidationError, add, add)


def test_the_sex_of_a_person_is_not_corrected_over_each_other_from_two_dossiers(world):
    first = world.ready.nominations.get()
    other = world.dossiers["commune"].nominations.get()
    Nomination.objects.filter(pk=other.pk).update(nominee=first.nominee)

    def correct(nomination, sex):
        row = Nomination.objects.with_context().get(pk=nomination.pk)
        seen = {WHOLE_FORM: fingerprint("male")}
        dossiers.correct_sex(row, sex, by=world.by("district", Role.REVIEWER), fingerprints=seen)

    raised(EditConflict, partial(correct, first, "female"), partial(correct, other, ""))


def test_a_quota_is_ended_once(world):
    quotas_of = Quota.objects.select_related("campaign__unit", "title", "unit")
    end = partial(quotas.end_quota, reason="Đủ rồi.", by=world.by("board"))
    quota, again = quotas_of.get(), quotas_of.get()
    raised(StateConflict, partial(end, quota), partial(end, again))


def test_two_days_of_handing_over_are_not_written_over_each_other(world):
    award = Award.objects.get(decision=world.decisions["issued"])
    seen = {WHOLE_FORM: fingerprint(None)}
    hand_over = partial(register.hand_over, award, by=world.by("board"), fingerprints=seen)
    with clock.travel("2015-03-12T09:00+07:00"):
        raised(EditConflict, partial(hand_over, on=date(2015, 3, 10)), partial(hand_over, on=date(2015, 3, 11)))


# ---- summaries ----


def test_words_are_chosen_once(world):
    choose = partial(
        word_choice_actions.choose_words, world.province, "đoàn viên", "đoàn viên công đoàn", by=world.by("board")
    )
    raised(ValidationError, choose, choose)


def test_two_do_not_write_a_line_of_a_report_over_each_other(world):
    line = ReportLine.objects.filter(campaign=world.campaign, role="sentence").order_by("pk")[0]
    seen = line_actions.line_fingerprint(line)
    write = partial(line_actions.write_line, line, by=world.by("board"), seen=seen)
    raised(EditConflict, partial(write, {"active": False}), partial(write, {"active": False, "hint": "Khác"}))


def test_a_scan_of_a_summary_is_attached_once(world):
    def add():
        summary = Summary.objects.select_related("unit", "campaign__unit", "phase").get(
            unit=world.province, status="final"
        )
        scan_actions.add(summary, pdf("bao-cao"), by=world.by("board"))

    raised(ValidationError, add, add)


def test_a_workbook_is_renewed_once_by_each(world):
    workbook = ForeignWorkbook.objects.get(unit=world.province)
    content = bytes(workbook.latest_version().blob.content)
    renew = partial(foreign_workbook_actions.renew_workbook, workbook, content, "nam-sau.xlsx", by=world.by("board"))
    both_succeed(renew, renew)
    assert set(workbook.versions.values_list("number", flat=True)) == {1, 2, 3}
