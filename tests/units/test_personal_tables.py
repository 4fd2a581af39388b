"""Tests that all columns that refer to a person, and all texts, are in the registry of what is stored about people."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.core.management import call_command
from django.db import models
from django.test import override_settings
from django.utils import timezone

from awards.models import Nominee
from emulation.management.commands import tick
from foundation import clock
from tests.support import tally
from units.models import Event, FormDraft, Heartbeat, Job, MailKind, OutgoingMail, SentForm, SignInCode, User
from units.personal import retention
from units.personal.export import members_about
from units.personal.registry import IMPERSONAL, TABLES
from units.personal.subject import subject_of

PEOPLE = (User, Nominee)
OURS = [model for model in apps.get_models() if not model._meta.auto_created]
DECLARED = {table.label for table in TABLES}


def label(model):
    return model._meta.label


def has_text(model):
    kinds = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
    return any(isinstance(field, kinds) and not field.choices for field in model._meta.concrete_fields)


def references(model):
    """Return the names of the columns that refer to a person."""
    return {field.name for field in model._meta.concrete_fields if field.related_model in PEOPLE}


@pytest.mark.sqlite
def test_every_table_with_a_text_or_a_person_is_declared_or_says_why_not():
    missing = {label(model) for model in OURS if has_text(model) or references(model)} - DECLARED - set(IMPERSONAL)
    assert missing == set()
    assert DECLARED | set(IMPERSONAL) <= {label(model) for model in OURS}
    assert {label(model) for model in OURS if references(model)} - DECLARED == {"campaigns.Pledge", "campaigns.Report"}
    tally.count("personal data", "tables declared, with what a masking does", len(DECLARED))


@pytest.mark.sqlite
def test_what_stays_says_why_and_retention_has_a_table():
    assert [table.label for table in TABLES if table.goes and not table.stays] == []
    assert [table.label for table in TABLES if not table.erase and not table.stays] == []
    assert {label(kind.model) for kind in retention.KINDS} <= DECLARED | set(IMPERSONAL)
    for kind in retention.KINDS:
        assert not kind.setting or getattr(settings, kind.setting) > 0


@pytest.mark.django_db
@pytest.mark.sqlite
def test_the_columns_that_are_given_are_those_of_the_table(world):
    subject = subject_of(world.user("owner"))
    for table in TABLES:
        list(table.rows(subject).values(*table.columns)[:1])


@pytest.mark.django_db
@pytest.mark.sqlite
def test_a_row_that_refers_to_an_account_is_found_by_each_of_its_columns(world):
    """Read from the SQL: the tables of a model ask for the account in every column that refers to one."""
    subject, columns = subject_of(world.user("owner")), 0
    for model in OURS:
        asked = " ".join(_sql(table.rows(subject)) for table in TABLES if table.model is model)
        for name in set() if model._meta.proxy else references(model) - {"nominee"}:
            assert f'"{model._meta.get_field(name).column}" = {subject.account.pk}' in asked, (label(model), name)
            columns += 1
    assert columns >= 35
    tally.count("personal data", "columns that refer to an account, found by one", columns)


def _sql(rows):
    try:
        return str(rows.query)
    except EmptyResultSet:
        return ""


@pytest.mark.django_db
@pytest.mark.either
def test_people_get_their_data_and_that_they_got_it_is_an_event(client, world):
    owner = world.user("owner")
    client.force_login(owner)
    page = client.get("/personal-data/me/").content.decode()
    assert "Phân công: vai trò, đơn vị, từ ngày, đến ngày" in page
    assert client.get("/personal-data/me/download/").status_code == 405
    answer = client.post("/personal-data/me/download/")
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        names = archive.namelist()
        content = {name: archive.read(name).decode() for name in names}
    assert names[-2:] == ["du-lieu.htm", "SHA256SUMS.txt"]
    account = next(json.loads(content[name]) for name in names if name.endswith("-user.json"))
    assert account["cac_dong"][0]["username"] == "owner"
    assert owner.full_name in content["du-lieu.htm"]
    assert "password" not in "".join(content.values())
    event = Event.objects.filter(verb="give_personal_data").get()
    assert (event.actor, event.target) == (owner, owner)
    assert client.get(f"/personal-data/account/{world.user('neighbour').pk}/").status_code == 404
    client.force_login(world.user("admin"))
    assert client.post(f"/personal-data/account/{owner.pk}/download/").status_code == 200
    assert Event.objects.filter(verb="give_personal_data").count() == 2


@pytest.mark.django_db
@pytest.mark.either
def test_people_get_all_that_is_said_of_their_sessions_and_of_failed_sign_ins(world, sign_in_as):
    owner, client, failed_at = world.user("owner"), sign_in_as("owner"), clock.parse("2015-02-02T09:00+07:00")
    User.objects.filter(pk=owner.pk).update(failed_sign_ins=3, failed_from="10.9.8.7", failed_at=failed_at)
    session = client.session
    session.update({"device": "Chrome trên Linux", "address": "10.1.2.3", "begun_at": 1_422_842_400, "other": "bí mật"})
    session.save()
    members = {member.path: member.read() for member in members_about(owner)}
    rows = {name.partition("-")[2]: json.loads(text)["cac_dong"] for name, text in members.items() if "json" in name}
    (of_session,) = [row for row in rows["signinsession.json"] if row["device"] == "Chrome trên Linux"]
    assert of_session.pop("expire_date")
    assert of_session == {
        "device": "Chrome trên Linux",
        "address": "10.1.2.3",
        "begun_at": "2015-02-02T02:00:00Z",
        "used_at": None,
    }
    (account,) = rows["user.json"]
    assert [account[name] for name in ("failed_sign_ins", "failed_from")] == [3, "10.9.8.7"]
    assert clock.parse(account["failed_at"]) == failed_at
    page = members["du-lieu.htm"].decode()
    assert '<th scope="col">begun_at</th>' in page and "10.9.8.7" in page


@pytest.fixture
def old_and_new(world):
    """A row of each kind that ended a day before and a day after the limit of its kind: keys of those to stay."""
    owner, now = world.user("owner"), clock.now()

    def at(setting, more):
        return now - timedelta(days=getattr(settings, setting) + more)

    about = {"about": owner, "unit": world.school}
    for more in (-1, 1):
        FormDraft.objects.create(user=owner, address=f"/{more}/", fields=[], saved_at=at("KEEP_DRAFTS_DAYS", more))
        SentForm.objects.create(digest=f"{more}", led_to="/", at=now - timedelta(days=7 + more))
        sent = at("KEEP_MAILS_DAYS", more)
        mail = {"kind": MailKind.TEST, "person": owner, "address": "a@b.vn", "due_at": sent, **about}
        OutgoingMail.objects.create(key=f"sent{more}", state="sent", sent_at=sent, **mail)
        OutgoingMail.objects.create(key=f"confirmed{more}", state="sent", sent_at=sent, confirmed_at=sent, **mail)
        OutgoingMail.objects.create(key=f"queued{more}", **mail)
        used = at("KEEP_CODES_DAYS", more)
        SignInCode.objects.create(user=owner, digest=f"{more}", made_at=used, expires_at=now, used_at=used)
        for state in ("done", "cancelled", "failed"):
            closed = at(f"KEEP_{state.upper()}_JOBS_DAYS", more)
            job = {"key": f"{state}{more}", "kind": "count", "title": "", "asked_at": closed, "beat_at": closed}
            Job.objects.create(**job, state=state, closed_at=closed, **about)


@pytest.mark.django_db
@pytest.mark.either(whole=True)
def test_what_is_older_than_its_days_is_counted_and_then_deleted(world, old_and_new, capsys):
    assert retention.counts_due() == {
        "sessions": 0, "devices": 0, "drafts": 1, "sent_forms": 1, "mails": 1, "codes": 1, "jobs_done": 1,
        "jobs_cancelled": 1, "jobs_failed": 1, "tasks": 0, "unwritten_lists": 0, "old_lists": 0, "failures": 0,
    }  # fmt: skip
    call_command("prune", "--dry-run")
    assert "thư đã gửi (giữ 365 ngày): sẽ xóa 1\n" in capsys.readouterr().out
    assert FormDraft.objects.count() == 2
    call_command("prune")
    assert "thư đã gửi (giữ 365 ngày): đã xóa 1\n" in capsys.readouterr().out
    assert sorted(OutgoingMail.objects.values_list("key", flat=True)) == [
        "confirmed-1", "confirmed1", "queued-1", "queued1", "sent-1",
    ]  # fmt: skip
    assert sorted(Job.objects.values_list("key", flat=True)) == ["cancelled-1", "done-1", "failed-1"]
    assert set(retention.counts_due().values()) == {0}


@pytest.mark.django_db
@pytest.mark.either
def test_the_tick_prunes_once_a_day_in_batches(world, old_and_new, monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 2)
    for number in range(5):
        FormDraft.objects.create(
            user=world.user("owner"), address=f"/old{number}/", fields=[], saved_at=clock.now() - timedelta(days=99)
        )
    assert retention.prune_daily in tick.DUTIES
    assert retention.prune_daily() == (
        "Xóa dữ liệu hết hạn giữ: bản nháp của trang nhập: 6; dấu của trang nhập đã gửi: 1; thư đã gửi: 1; "
        "mã giao tài khoản hết dùng: 1; "
        "việc nền đã xong: 1; việc nền đã hủy: 1; việc nền không làm được: 1."
    )
    assert FormDraft.objects.count() == 1
    with override_settings(KEEP_DRAFTS_DAYS=1):
        assert retention.prune_daily() == ""
        with clock.travel(clock.now() + timedelta(days=1, minutes=1)):
            assert retention.prune_daily().startswith("Xóa dữ liệu hết hạn giữ: bản nháp của trang nhập: 1")
    Heartbeat.objects.update(at=clock.now() + timedelta(days=900))  # of a demo whose clock was set back
    assert retention.prune_daily() == ""
    assert Heartbeat.objects.get(process="prune").at < timezone.now() + timedelta(days=2)
