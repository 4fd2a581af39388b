"""Tests that a masking leaves what papers are made of and proved by, and removes the rest of who was proposed."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection

from awards.models import Award, Nomination, Nominee
from awards.rules.register_proof import register_faults
from campaigns.launch_proof import launch_faults
from foundation import clock
from summaries.final_proof import final_faults
from tests.support import decided_awards, dossier_steps
from tests.support.casts import copied
from units.actions import maskings
from units.models import Event, Masking, Post, User

pytestmark = [pytest.mark.django_db, pytest.mark.either(whole=True)]
PAPER = {"number": "12/ĐN", "dated_on": date(2015, 7, 20), "reason": "Có đơn."}
DRAFT = {"code": "BK_T", "name": "Lý Thị Canh Nữ", "ethnicity": "Tày"}


@pytest.fixture
def world(db):
    with clock.travel(dossier_steps.DAY):
        yield copied(decided_awards.build_reported)


def masked(world, target):
    masking = maskings.ask_masking(target, **PAPER, by=world.by("admin"))
    maskings.carry_out_masking(masking, by=world.by("leader"))
    return Masking.objects.get(pk=masking.pk).counts


def tables_naming(word):
    """Return the tables with a cell that has the word, but for those of bytes."""
    naming = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            texts = (str(value) for row in cursor.fetchall() for value in row)
            if any(
                word in (text.encode().decode("unicode_escape", "ignore") if "\\u" in text else text) for text in texts
            ):
                naming.add(table)
    return naming


def faults():
    return [*register_faults(), *final_faults(), *launch_faults()]


def test_who_was_never_awarded_is_gone(world):
    dossier = dossier_steps.dossier_of(world, "owner", [DRAFT])
    nominee = Nominee.objects.get(name=DRAFT["name"])
    assert tables_naming(DRAFT["name"]) == {"awards_nominee"}
    counts = masked(world, nominee)
    assert tables_naming(DRAFT["name"]) == set()
    assert (counts["awards.Nominee"], counts["awards.Nomination"]) == (1, 1)
    left = Nominee.objects.get(pk=nominee.pk)
    assert (left.name, left.birth_year, left.sex) == (f"Người đã xóa dữ liệu {nominee.pk}", None, "")
    assert Nomination.objects.get(dossier=dossier).ethnicity == ""
    call_command("verify_history")


def test_who_was_awarded_stays_in_the_register_with_what_led_there(world):
    award = Award.objects.in_force().get(name="Nông Thị Ánh Nguyệt")
    assert faults() == []
    counts = masked(world, award.nominee)
    assert set(counts) <= {"units.EventPersonal", "units.FormDraft", "units.ImportRow"}
    assert tables_naming(award.name) >= {"awards_award", "awards_nominee", "awards_decision"}
    assert faults() == []
    proving = Event.objects.about(award.decision).filter(verb="register_decision")
    assert all(event.actor_name != "(đã xóa tên)" for event in proving)
    call_command("verify_history")


def test_papers_stay_proved_when_who_acted_is_masked(world):
    board, leader = world.user("board"), world.user("leader")
    Post.objects.filter(user=board).update(until=clock.today() - timedelta(days=1))
    texts = Event.objects.filter(actor=board).exclude(personal=None).count()
    counts = masked(world, User.objects.get(pk=board.pk))
    kept = Event.objects.filter(actor=board).exclude(personal=None)
    assert 0 < kept.count() < texts
    assert set(kept.values_list("verb", flat=True)) <= {
        "publish", "amend_launch", "close_decision", "register_decision", "record_decision", "close_for_signing",
        "register_summary", "finalise", "close_letter", "register_letter", "reissue", "issue_decision",
    }  # fmt: skip
    assert counts["units.EventPersonal"] >= texts - kept.count()
    assert tables_naming(board.full_name) <= {
        "units_eventpersonal",
        "units_signer",
        "awards_decision",
        "summaries_summary",
    }
    assert faults() == []
    assert leader.is_active
    call_command("verify_history")
