"""Tests that the demo is a true story: its rows do not contradict each other. Reads only, as of 20 July 2015."""

from collections import Counter

import pytest
from django.db.models import F, Min, Q
from django.utils import timezone

from awards.models import Award, Decision, Dossier, Letter, Nomination
from campaigns.models import CalledUnit, Exemplar, Figure, Filing, FilingKind, Submission, WorkEntry
from emulation.fictional.demo.build import build
from foundation import clock
from foundation.vietnamese import day_off
from summaries.models import Summary
from tests.support.casts import copied
from tests.support.module_rows import rows_for_module
from units.models import Event, Post, Role, Signer, Unit, UnitKind

LARGEST_COMMITTEE = 15
ROLL = 60


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    with rows_for_module(django_db_blocker, lambda: copied(build)), clock.travel("2015-07-20T09:00+07:00"):
        yield


pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def repeated(texts):
    return {text: count for text, count in Counter(texts).items() if count > 1 and text}


def test_who_acts_holds_the_post_that_day_and_in_the_hours_of_an_office():
    hours = Counter()
    for event in Event.objects.select_related("post"):
        at, post = timezone.localtime(event.at), event.post
        assert not day_off(at) and 7 <= at.hour < 18, event
        assert post is None or (post.since <= at.date() and (post.until is None or at.date() < post.until)), event
        hours[at.hour] += event.verb == "accept"
    assert max(hours.values()) < sum(hours.values()) / 3
    assert {"add_unit", "give_post", "end_post"} <= set(Event.objects.values_list("verb", flat=True))


def test_who_signs_is_there_and_every_upper_union_has_a_leader():
    papers = [
        *Decision.objects.exclude(closed_at=None).select_related("signer"),
        *Letter.objects.select_related("signer"),
        *Summary.objects.exclude(closed_at=None).select_related("signer"),
    ]
    for paper in papers:
        signer, day = paper.signer, paper.dated_on or timezone.localdate(paper.closed_at)
        assert signer.unit_id == paper.unit_id and signer.since <= day, paper
        assert signer.until is None or day < signer.until, paper
    chairs = Signer.objects.filter(unit__parent=None, position="chair")
    assert [chair.name for chair in chairs] == ["Đinh Xuân Ngàn"]
    leaders = Post.objects.current(clock.today()).filter(role=Role.LEADER).values("unit")
    assert not Unit.objects.exclude(kind=UnitKind.GRASSROOTS).exclude(pk__in=leaders).exists()
    town = Submission.objects.filter(filing__called__unit__name="CĐCS Thị trấn Bản Quyên").order_by("at")
    names = {
        sent.at.year: part["chair_name"] for sent in town for part in sent.content.values() if "chair_name" in part
    }
    assert names == {2014: "Hoàng Văn Dáng", 2015: "Lăng Văn Sử"}


def test_dossiers_follow_their_phase_their_report_and_their_meeting():
    sent = Filing.objects.filter(kind=FilingKind.REPORT).exclude(first_submitted_at=None)
    reported = {(row.called.unit_id, row.called.phase_id): row for row in sent.select_related("called")}
    for dossier in Dossier.objects.select_related("unit", "phase").prefetch_related("nominations"):
        made, meeting = timezone.localtime(dossier.made_at), dossier.meeting_on
        assert dossier.phase.opened_at <= dossier.made_at and not day_off(meeting) and meeting <= made.date(), dossier
        if dossier.timing in ("phase", "year"):
            report = reported.get((dossier.unit_id, dossier.phase_id))
            excused = [row for row in dossier.nominations.all() if row.reason.startswith("Chưa có báo cáo")]
            assert excused or report.first_submitted_at <= dossier.made_at, dossier
        members = dossier.unit.members or LARGEST_COMMITTEE
        assert dossier.votes_present < members or dossier.votes_present <= LARGEST_COMMITTEE, dossier
        assert dossier.voted_by == "plenary" or dossier.votes_present <= LARGEST_COMMITTEE, dossier
        if dossier.submitted_at:
            assert dossier.number and meeting <= dossier.dated_on <= timezone.localdate(dossier.submitted_at), dossier
    assert not Dossier.objects.filter(voted_by="plenary", votes_present=F("unit__members")).exists()
    floods = Dossier.objects.filter(timing="unexpected").values_list("phase__number", flat=True)
    assert set(floods) == {2}


def test_figures_are_those_that_the_portal_knows():
    for figure in Figure.objects.filter(indicator__code="TC02", submission__filing__kind=FilingKind.REPORT):
        called = figure.submission.filing.called
        days = (called.phase.starts_on, called.phase.ends_on)
        assert figure.value == Unit.objects.filter(parent=called.unit, valid_from__range=days).count(), called
    counts = {}
    for called in CalledUnit.objects.filter(phase__number=1, kind=UnitKind.GRASSROOTS).select_related(
        "phase__campaign"
    ):
        counts.setdefault(called.unit_id, {})[called.phase.campaign.year] = called.workers
    assert [pk for pk, years in counts.items() if years.get(2014) == years[2015]] == []


def test_works_are_registered_before_they_are_due_and_due_before_what_they_welcome():
    first = WorkEntry.objects.annotate(registered=Min("work__entries__submission__at")).select_related("welcomes")
    for entry in first:
        assert timezone.localdate(entry.registered) <= entry.due_on, entry.title
        if entry.welcomes:
            welcomed = entry.welcomes.date
            assert (entry.due_on.month, entry.due_on.day) <= (welcomed.month, welcomed.day), entry.title


def test_no_text_is_used_twice():
    reports = Submission.objects.filter(filing__kind=FilingKind.REPORT, number=1)
    ends = [sent.content["narrative"] for sent in reports if "narrative" in sent.content]
    for part in ("strengths", "difficulties"):
        assert repeated(end[part] for end in ends) == {}
    assert repeated(Nomination.objects.values_list("achievements", flat=True)) == {}
    assert repeated(Exemplar.objects.filter(submission__number=1).values_list("story", flat=True)) == {}
    women = CalledUnit.objects.filter(Q(women=F("workers")), kind=UnitKind.GRASSROOTS)
    pledges = Submission.objects.filter(filing__kind=FilingKind.PLEDGE, filing__called__in=women)
    heads = {sent.content["commitment"]["head_name"] for sent in pledges}
    assert heads and [name for name in heads if " Thị " not in name] == []


def test_every_status_kind_and_occasion_is_there():
    assert set(Summary.objects.values_list("status", flat=True)) == {"draft", "to_sign", "final"}
    drafts = {(draft.unit.name, draft.proposed_at is not None) for draft in Summary.objects.filter(status="draft")}
    assert {proposed for name, proposed in drafts if name == "LĐLĐ tỉnh Lạng Sơn"} == {True, False}
    assert ("LĐLĐ huyện Chi Lăng", True) in drafts
    assert set(Decision.objects.values_list("kind", flat=True)) == {"award", "correct", "adjust", "annul"}
    assert set(Letter.objects.values_list("status", flat=True)) == {"to_sign", "registered"}
    timings = set(Dossier.objects.values_list("timing", flat=True))
    assert timings == {"year", "school_year", "phase", "theme", "unexpected", "career"}
    assert Award.objects.filter(annulled_by=None).count() >= ROLL - 1
