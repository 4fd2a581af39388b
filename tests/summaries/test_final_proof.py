"""Tests that a summary is found which is final without the act, or is not as the act made it."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import QuerySet

from foundation import clock
from foundation.digest import digest
from summaries import actions as summaries
from summaries.models import Summary, SummarySource
from tests.support import decided_awards, dossier_steps, signing
from tests.support.casts import copied
from tests.support.filing_steps import sent
from tests.support.without_triggers import without_triggers

pytestmark = pytest.mark.either


@pytest.fixture
def world(db):
    with clock.travel(dossier_steps.DAY):
        yield copied(decided_awards.build_reported)


def checked():
    """Return what the command writes, without the names of the rows, and how it ends."""
    out = StringIO()
    try:
        call_command("check_summaries", stdout=out)
    except CommandError as error:
        return [line.partition("): ")[2] for line in out.getvalue().splitlines()], str(error)
    return out.getvalue().splitlines(), ""


@pytest.fixture
def final(world):
    by = world.by("board")
    summary = summaries.begin(world.campaign, world.phase, world.province, by=by)
    summaries.propose(summary, by=by)
    signing.finalise(summary, number="45/BC", dated_on=date(2015, 7, 20), by=world.by("leader"))
    return summary


def test_what_acts_made_final_has_no_fault(final):
    assert checked() == (["Các báo cáo đã chốt khớp nhật ký."], "")


def test_a_draft_set_to_final_without_its_act_is_found(world, final):
    draft = summaries.revise(final, reason="Số chính thức.", by=world.by("board"))
    content = {"figures": {}, "text": {}}
    QuerySet(Summary).filter(pk=draft.pk).update(
        **content, status="to_sign", sha256=digest(content), closed_at=clock.now(), closed_by=world.user("leader")
    )
    assert checked() == (["không có sự việc chốt trong nhật ký."], "Có 1 chỗ không khớp.")
    QuerySet(Summary).filter(pk=draft.pk).update(
        status="final", number="46/BC", dated_on=date(2015, 7, 20), finalised_at=clock.now(),
        finalised_by=world.user("leader"),
    )  # fmt: skip
    assert checked() == (["không có sự việc chốt trong nhật ký."], "Có 1 chỗ không khớp.")


def test_figures_that_were_changed_are_found(final):
    with without_triggers():
        QuerySet(Summary).filter(pk=final.pk).update(figures={})
    assert checked() == (["số liệu, lời văn không khớp mã kiểm tra."], "Có 1 chỗ không khớp.")


def test_a_source_that_the_act_did_not_count_is_found(world, final):
    other = sent(world, unit="commune", kind="report", who="district").last_submission
    SummarySource.objects.bulk_create([SummarySource(summary=final, submission=other)])
    assert checked() == (["các bản được tổng hợp không khớp nhật ký."], "Có 1 chỗ không khớp.")
