"""Tests the database's triggers: SQL changes no closed column of what was submitted, decided or made final.

Tables come from the registry, columns from the models: a new column is closed until it is declared open.
"""

from datetime import date
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from awards.actions import decisions, register
from awards.certificate_tasks import make_certificates
from awards.models import Award, CertificateFile, Decision, DecisionFile, Letter, LetterFile
from awards.tasks import kept_paper
from campaigns.actions import consents, filings, oddities, reviews
from campaigns.models import (
    BatchedEvent,
    DataRequestRemark,
    Indicator,
    LaunchFile,
    OddityKind,
    Remark,
    Submission,
    WorkResult,
    WrittenAnswer,
)
from campaigns.tasks import kept_launch_paper
from emulation.management.commands import worker
from foundation import clock
from foundation.db import append_only, triggers
from foundation.db.append_only import check_triggers, kept_tables, missing_or_changed
from foundation.db.unique_keys import unique_keys
from summaries import actions as summaries
from summaries import tasks
from summaries.models import Summary, SummaryFile, SummaryWorkbook
from tests.support import data_request_steps, decided_awards, dossier_steps, signing
from tests.support.casts import models as tables
from tests.support.filing_steps import sent
from tests.support.module_rows import cast_for_module
from units.models import Event, MaskedText, Masking, Role, Signer
from units.sealing import seal_history

TABLES = [pytest.param(model, table, id=model.__name__) for model, table in kept_tables()]
MUCH_LATER = "2016-07-20T09:00+07:00"
SIGNED = {"dated_on": date(2015, 7, 20), **dossier_steps.SIGNED}
WORK_DONE = {
    "uuid": "2f6bd24f-3b0e-4d0a-8c0e-1c9b6f7d3a03",
    "title": "Sổ tay song ngữ Tày - Việt",
    "kind": "initiative",
    "authors": "La Thị Én",
    "author_class": "direct",
    "welcomes": "",
    "done": "yes",
    "why_not": "",
    "recognised_by": "Hiệu trưởng",
    "recognised_no": "12/QĐ-THCS",
    "recognised_on": "25/05/2015",
    "value": "12.500.000",
    "no_money": "",
    "benefit": "",
}
STORY = {"who": "La Thị Én", "story": "Dạy thêm buổi tối"}
OTHER = {  # internal type of a field → a value to write where there is none
    "BinaryField": b"x",
    "BooleanField": True,
    "DateField": "2015-01-01",
    "DateTimeField": "2015-01-01 00:00+00",
    "JSONField": "{}",
}


def build():
    """Build decided awards, a correction, a submission on behalf of a unit, a signer, a final summary with its file."""
    world = decided_awards.build_reported()
    with clock.travel(dossier_steps.DAY):
        world.award = Award.objects.in_force().get(name="Nông Thị Ánh Nguyệt")
        correction(world, "Nông Thị Ánh Nguyệt (Na)", "correct", "name")
        world.report = sent(
            world, unit="commune", kind="report", who="district", results=[WORK_DONE], exemplars=[STORY]
        )
        world.work_result = world.report.last_submission.work_results.get()
        last = world.report.last_submission
        Remark.objects.create(event=Event.objects.about(world.report).first(), submission=last, text="Thiếu số nữ.")
        indicator = Indicator.objects.filter(campaign=world.campaign).first()
        WrittenAnswer.objects.create(submission=last, indicator=indicator, text="Lớp học xanh")
        BatchedEvent.objects.create(act=uuid4(), event=Event.objects.about(world.report).first())
        oddities.dismiss_oddity(world.report, OddityKind.SAME_TEXT, by=world.by("district2"))
        reviews.check_values(world.report, {world.work_result.pk: 1}, by=world.by("board"))
        by = world.by("board")
        told = world.report.last_submission.exemplars.get()
        consents.record_consent(told, given_on=date(2015, 7, 1), given_by="La Thị Én", by=by)
        chair = {"name": "Đinh Xuân Ngàn", "position": "chair", "block": "TM. BAN THƯỜNG VỤ"}
        Signer.objects.create(unit=world.province, since=date(2015, 6, 1), **chair)
        summary = summaries.begin(world.campaign, world.phase, world.province, by=by)
        summaries.propose(summary, by=by)
        signing.finalise(summary, number="45/BC", dated_on=date(2015, 7, 20), by=world.by("leader"))
        tasks.make_file.call(summary.pk)
        tasks.make_workbook.call(summary.pk)
        add_letter(world)
        kept_paper(world.award.decision)
        make_certificates.call(world.award.decision.pk)
        kept_launch_paper(world.campaign.launch_versions.get())
    answers = data_request_steps.sent(world, data_request_steps.opened(world)).last_submission
    event = Event.objects.about(answers.sheet).first()
    about = {"submission": answers, "question": answers.sheet.request.questions.first()}
    DataRequestRemark.objects.create(event=event, text="Thiếu số nữ.", **about)
    with clock.travel(MUCH_LATER):
        assert seal_history()
        add_masking(world)
    return world


rows, world = cast_for_module(build, dossier_steps.DAY)


def correction(world, text, kind, field):
    change = [(world.award, field, text)]
    world.correction = decisions.amend(
        world.award.decision, change, by=world.by("board"), kind=kind, reason="Khai sai."
    )
    return world.correction


def add_letter(world):
    """Add a letter with number and date; its file is no PDF."""
    named = {"unit": world.district, "campaign": world.campaign, "phase": world.phase, "timing": "phase"}
    named |= {"addressee": "Ban Thường vụ LĐLĐ tỉnh", "about": "Về việc đề nghị khen thưởng"}
    by, at = world.user("chair"), clock.now()
    sent = {"status": "registered", "number": "7", "dated_on": date(2015, 7, 20)}
    letter = Letter.objects.create(**named, **sent, closed_at=at, closed_by=by, registered_at=at, registered_by=by)
    LetterFile.objects.create(letter=letter, content=b"x", sha256="0", made_at=at)


def add_masking(world):
    """Add a request that was carried out, with an event whose text it removed."""
    asked = {"asked_by": world.user("admin"), "asked_at": clock.now(), "dated_on": clock.today()}
    closed = {"closed_by": world.user("leader"), "closed_at": clock.now(), "state": "done"}
    target = {"target": world.user("owner"), "unit": world.province}
    masking = Masking.objects.create(number="12", reason="Có đơn.", **target, **asked, **closed)
    MaskedText.objects.bulk_create([MaskedText(event=Event.objects.latest("pk"), masking=masking)])


def issue(world, decision, number="98"):
    decisions.propose(decision, by=world.by("board"))
    dossier_steps.issue(world, decision, number)


def row_of(model, table):
    """Return a row of the table that is no draft."""
    rows = {
        Decision: Decision.objects.filter(status="issued"),
        Submission: Submission.objects.exclude(on_behalf_of=None),
        Summary: Summary.objects.filter(status="final"),
        CertificateFile: CertificateFile.objects.exclude(made_at=None),
        DecisionFile: DecisionFile.objects.exclude(made_at=None),
        LaunchFile: LaunchFile.objects.exclude(made_at=None),
        SummaryFile: SummaryFile.objects.exclude(made_at=None),
        SummaryWorkbook: SummaryWorkbook.objects.exclude(made_at=None),
    }
    return rows.get(model, model.objects.all()).order_by("pk")[:1].get()


def refused_by(model, pk, column, value):
    """Return the trigger that refuses the statement; "" if it was executed."""
    table, key = model._meta.db_table, model._meta.pk.column
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f'UPDATE "{table}" SET "{column}" = %s WHERE "{key}" = %s', [value, pk])
    except IntegrityError as error:
        return str(error).splitlines()[0]
    return ""


def other_value(field, value):
    if field.primary_key:
        return value + 1_000_000 if isinstance(value, int) else value[::-1]
    if value is not None:
        return None
    return OTHER.get(field.get_internal_type(), "1")


@pytest.mark.sweep("columns of kept tables")
@pytest.mark.parametrize(("model", "table"), TABLES)
def test_every_column_is_closed_or_named_as_open(world, model, table):
    row = row_of(model, table)
    refused = {}
    for field in model._meta.concrete_fields:
        value = model._base_manager.filter(pk=row.pk).values_list(field.attname, flat=True).get()
        with transaction.atomic():  # an open column may now name a row that there is none of
            refused[field.column] = refused_by(model, row.pk, field.column, other_value(field, value))
            transaction.set_rollback(True)
    opened = {column for group in table.open for column in group.columns}
    assert opened < set(refused)
    assert {column for column, by in refused.items() if by != table.name} == opened


@pytest.mark.parametrize(("model", "table"), TABLES)
def test_no_row_is_deleted(world, model, table):
    row = row_of(model, table)
    with pytest.raises(IntegrityError, match=f"{table.name}_delete"), transaction.atomic():
        QuerySet(model).filter(pk=row.pk)._raw_delete(using="default")
    refusal = pytest.raises(IntegrityError, match=f"{table.name}_delete")
    with refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{model._meta.db_table}"')


@pytest.mark.postgres
@pytest.mark.parametrize(("model", "table"), TABLES)
def test_no_table_is_truncated(world, model, table):
    refusal = pytest.raises(IntegrityError, match=r"_is_(frozen|kept)_truncate")
    with refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # PostgreSQL truncates no table that has checks waiting
        cursor.execute(f'TRUNCATE "{model._meta.db_table}" CASCADE')


def key_of(row):
    """Return the primary key as SQL writes it."""
    return row.pk if isinstance(row.pk, int) else f"'{row.pk}'"


def same_again(model, row, verb="INSERT", end=""):
    """Return the SQL that inserts the stored row once more, and its values, without the connection's own types."""
    columns = [field.column for field in model._meta.concrete_fields]
    names = ", ".join(f'"{column}"' for column in columns)
    table, key = model._meta.db_table, model._meta.pk.column
    return f'{verb} INTO "{table}" ({names}) SELECT {names} FROM "{table}" WHERE "{key}" = {key_of(row)}{end}'


@pytest.mark.sqlite
@pytest.mark.parametrize(("model", "table"), TABLES)
def test_no_row_is_replaced(world, model, table):
    """Neither by its primary key nor by another unique key with a new primary key."""
    row = row_of(model, table)
    again = same_again(model, row, "INSERT OR REPLACE")
    keys = [key.columns for key in unique_keys(model, connection) if not key.condition][1:]
    by_other_keys = [again.replace(f'SELECT "{model._meta.pk.column}"', "SELECT NULL")] if keys else []
    for statement in [again, *by_other_keys]:
        refusal = pytest.raises(IntegrityError, match=f"{table.name}_replace")
        with refusal, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.sqlite
def test_a_draft_that_is_issued_replaces_no_issued_decision(world):
    draft = decisions.draft(dossier_steps.approved(world, [{"code": "BK_T", "name": "Vi Páo"}]), by=world.by("board"))
    taken = world.award.decision
    refusal = pytest.raises(IntegrityError, match="issued_decision_is_frozen_replace_update")
    for column in ("id", "number, number_key, year, dated_on, signer_name, content, sha256, status"):
        columns = "".join(
            f", {name} = (SELECT {name} FROM awards_decision WHERE id = {taken.pk})" for name in column.split(", ")
        )
        with refusal, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE OR REPLACE awards_decision SET {columns[2:]} WHERE id = {draft.pk}")


@pytest.mark.parametrize(("model", "table"), TABLES)
def test_no_row_is_changed_by_inserting_it_again(world, model, table):
    key = model._meta.pk.column
    statement = same_again(
        model, row_of(model, table), end=f' ON CONFLICT ("{key}") DO UPDATE SET "{key}" = excluded."{key}"'
    )
    refusal = pytest.raises(IntegrityError, match=f"{table.name}")
    with refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_drafts_are_written(world):
    draft = decisions.draft(dossier_steps.approved(world, [{"code": "BK_T", "name": "Vi Páo"}]), by=world.by("board"))
    assert refused_by(Decision, draft.pk, "period_label", "Dịp khác") == ""
    second = summaries.revise(Summary.objects.get(), reason="Sửa số.", by=world.by("board"))
    assert refused_by(Summary, second.pk, "narrative", "{}") == ""
    assert refused_by(Summary, second.pk, "number", "1") == "summary_is_registered_once"
    assert refused_by(Summary, second.pk, "status", "final") == "summary_moves_by_its_life_cycle"
    with pytest.raises(IntegrityError, match="final_summary_is_frozen_delete"), transaction.atomic():
        QuerySet(Summary).filter(pk=second.pk)._raw_delete(using="default")


def test_what_is_closed_for_signing_gets_number_and_date_or_is_taken_back_and_nothing_else(world):
    by = world.by("board")
    paper = summaries.revise(Summary.objects.get(), reason="Sửa số.", by=by)
    summaries.propose(paper, by=by)
    summaries.close_for_signing(paper, by=world.by("leader"))
    refusals = {
        "narrative": "final_summary_is_frozen", "figures": "summary_content_is_frozen",
        "text": "summary_content_is_frozen", "signer_id": "summary_content_is_frozen",
        "number": "summary_is_registered_once",
    }  # fmt: skip
    assert {column: refused_by(Summary, paper.pk, column, None) for column in refusals} == refusals
    for rows in (paper.sources, SummaryFile.objects.filter(summary=paper)):
        with pytest.raises(IntegrityError, match="_is_frozen_delete"), transaction.atomic():
            rows.all()._raw_delete(using="default")
    sha256 = paper.sha256
    summaries.take_back(paper, reason="Còn một báo cáo.", by=by)
    assert not (paper.sources.exists() or SummaryFile.objects.filter(summary=paper).exists())
    last = Event.objects.about(paper).first()
    assert (last.reason, last.changes) == ("Còn một báo cáo.", {"sha256": sha256})


def test_a_name_changes_to_what_an_issued_decision_corrects_it_to(world):
    corrected = "Nông Thị Ánh Nguyệt (Na)"
    assert refused_by(Award, world.award.pk, "name", corrected) == "register_name_is_corrected"  # still a draft
    issue(world, world.correction)
    assert Award.objects.get(pk=world.award.pk).name == corrected
    assert refused_by(Award, world.award.pk, "name", "Người Khác") == "register_name_is_corrected"
    assert refused_by(Award, world.award.pk, "position", corrected) == "register_position_is_corrected"
    assert refused_by(Award, world.award.pk + 1, "name", corrected) == "register_name_is_corrected"


def test_a_wording_changes_to_what_an_issued_decision_adjusts_it_to(world):
    text = "Đã có thành tích xuất sắc trong phong trào thi đua"
    assert refused_by(Award, world.award.pk, "wording", text) == "register_wording_is_corrected"
    issue(world, correction(world, text, "adjust", "wording"))
    assert Award.objects.get(pk=world.award.pk).wording == text


def test_an_award_is_annulled_by_an_issued_decision_that_says_so_and_then_nothing_of_it_changes(world):
    pk = world.award.pk
    assert refused_by(Award, pk, "annulled_by_id", world.award.decision_id) == "register_annulment_is_decided"
    annulling = correction(world, "", "annul", "award")
    assert refused_by(Award, pk, "annulled_by_id", annulling.pk) == "register_annulment_is_decided"
    issue(world, annulling)
    assert refused_by(Award, pk, "annulled_by_id", None) in (
        "register_annulment_is_decided",
        "annulled_award_is_frozen",
    )
    assert refused_by(Award, pk, "handed_over_on", "2015-07-20") == "annulled_award_is_frozen"
    assert refused_by(Award, pk, "sort_key", "x") == "annulled_award_is_frozen"


def test_an_award_is_handed_over(world):
    register.hand_over(world.award, on=date(2015, 7, 20), by=world.by("board"))
    assert Award.objects.get(pk=world.award.pk).handed_over_on == date(2015, 7, 20)


def test_a_submission_on_behalf_is_confirmed_once(world):
    on_behalf = Submission.objects.exclude(on_behalf_of=None).get()
    own = Submission.objects.filter(on_behalf_of=None).first()
    confirmed = {"confirmed_by": world.user("owner"), "confirmed_at": clock.now()}
    QuerySet(Submission).filter(pk=on_behalf.pk).update(**confirmed)
    for submission in (on_behalf, own):
        with pytest.raises(IntegrityError, match="submission_is_confirmed_once"), transaction.atomic():
            QuerySet(Submission).filter(pk=submission.pk).update(**confirmed)


def test_reviewers_choose_among_rows_of_the_current_submission_only(world):
    earlier, commune = world.work_result.pk, world.by("neighbour", Role.OFFICER)
    assert refused_by(WorkResult, earlier, "highlighted", True) == ""
    reviews.return_(world.report, reason="Thiếu", due_on=date(2015, 7, 25), by=world.by("district2", Role.REVIEWER))
    filings.submit(world.report, by=commune)
    assert refused_by(WorkResult, earlier, "highlighted", False) == "work_result_is_highlighted_while_current"
    later = WorkResult.objects.exclude(pk=earlier).get()
    assert (later.highlighted, refused_by(WorkResult, later.pk, "highlighted", False)) == (True, "")


def test_the_check_finds_nothing(db):
    assert check_triggers(databases=["default"]) == []
    assert check_triggers(databases=None) == []


def test_triggers_that_were_dropped_are_named_and_created_by_the_next_migrate(db):
    wanted = append_only.wanted_triggers(connection)
    assert len(wanted) > 25
    for number, trigger in enumerate(wanted):
        triggers.drop([trigger], connection)
        assert missing_or_changed(connection) == wanted[: number + 1]
    assert named() == [trigger.name for trigger in wanted]
    call_command("migrate", verbosity=0, stdout=StringIO(), stderr=StringIO())
    assert named() == []


def test_the_worker_names_a_trigger_that_is_missing_when_it_starts(db, caplog):
    worker.name_missing_triggers()
    assert caplog.messages == []
    triggers.drop([triggers.Trigger("paper_is_frozen", "awards_paper", "UPDATE")], connection)
    worker.name_missing_triggers()
    assert caplog.messages == ["trigger paper_is_frozen on awards_paper is missing or different: manage.py migrate"]


def test_a_trigger_that_was_changed_is_named(db):
    changed = [trigger for trigger in append_only.wanted_triggers(connection) if trigger.name == "paper_is_frozen"]
    triggers.create([triggers.Trigger("paper_is_frozen", "awards_paper", "UPDATE", ("code",))], connection)
    assert missing_or_changed(connection) == changed
    triggers.create([triggers.Trigger(**vars(changed[0]) | {"allowed": "true"})], connection)
    assert missing_or_changed(connection) == changed


@pytest.mark.postgres
def test_a_trigger_that_was_switched_off_is_named(db):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE awards_paper DISABLE TRIGGER paper_is_frozen")
    assert named() == ["paper_is_frozen"]


def named():
    """Return the triggers that the check names."""
    return [message.msg.split()[2] for message in check_triggers(databases=["default"])]


@pytest.mark.sqlite  # asks no database
def test_every_table_that_holds_a_digest_is_kept():
    """A digest proves something only if it cannot be changed itself."""
    proving = {model for model in tables() if any(field.name == "sha256" for field in model._meta.concrete_fields)}
    assert proving <= {model for model, _table in kept_tables()}
