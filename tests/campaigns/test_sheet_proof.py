"""Tests that a row of a submission is found that sending did not write: its content does not bear it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from campaigns.models import Exemplar, Figure, Headcount, Indicator, Submission, Work, WorkEntry, WorkResult
from campaigns.sheet_proof import sheet_faults
from foundation import clock
from tests.support import dossier_steps
from tests.support.casts import copied
from tests.support.filing_steps import sent
from tests.support.without_triggers import without_triggers

STORY = {"who": "La Thị Én", "story": "Dạy thêm buổi tối"}
pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db]


@pytest.fixture
def report(db):
    """The last submission of a report with an exemplar."""
    with clock.travel(dossier_steps.DAY):
        world = copied(dossier_steps.build)
        yield sent(world, unit="commune", kind="report", who="district", exemplars=[STORY]).last_submission


def faults():
    """Return what is wrong, without the names of the sheets and the ids of rows."""
    sentences = [sentence.partition(": ")[2] for sentence in sheet_faults()]
    return ["".join(sign for sign in sentence if not sign.isdigit()).replace("  ", " ") for sentence in sentences]


def test_what_was_sent_has_no_fault(report):
    out = StringIO()
    call_command("check_sheets", stdout=out)
    assert out.getvalue() == "Các bản đã gửi khớp nội dung và nhật ký.\n"


def test_each_inserted_row_is_named(report):
    unit, campaign = report.filing.unit, report.filing.phase.campaign
    asked = Figure.objects.filter(submission=report).values("indicator")
    Figure.objects.bulk_create([Figure(submission=report, indicator=_other(campaign, asked), value=7)])
    Exemplar.objects.bulk_create([Exemplar(submission=report, order=0, **STORY)])
    work = Work.objects.create(campaign=campaign, unit=unit)
    words = {"kind": "initiative", "title": "Sáng kiến", "authors": "La Thị Én", "author_class": "direct"}
    entry = WorkEntry.objects.create(submission=report, work=work, **words)
    WorkResult.objects.create(submission=report, work=work, registered=entry, done=True, value=1)
    assert faults() == [
        f"{model._meta.verbose_name} không có trong nội dung đã gửi."
        for model in (Figure, WorkEntry, WorkResult, Exemplar)
    ]
    with pytest.raises(CommandError, match="Có 4 chỗ không khớp"):
        call_command("check_sheets", stdout=StringIO())


def _other(campaign, asked):
    return Indicator.objects.filter(campaign=campaign).exclude(pk__in=asked).first()


def test_another_value_is_found(report):
    with without_triggers():
        Headcount.objects.filter(submission=report).update(members=99_999)
    name = Headcount._meta.verbose_name
    assert faults() == [f"{name} không có trong nội dung đã gửi.", f"thiếu dòng {name} của nội dung đã gửi."]


def test_a_submission_that_no_act_sent_is_found(report):
    last = Submission.objects.get(pk=report.pk)
    last.pk, last.number = None, 9
    Submission.objects.bulk_create([last])
    assert "không có sự việc gửi trong nhật ký." in faults()
