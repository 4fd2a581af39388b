"""Tests that the demo is a true story: its rows do not contradict each other. Reads as of 20 July 2015.

`PLANTED` writes contradictions of each kind into the rows, which a finder of `tests/support/contradictions.py` finds.
"""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from awards.models import Award, Decision, Dossier, Letter, Nomination
from campaigns.models import CalledUnit, Exemplar, Figure, FilingKind, Submission, WorkEntry
from emulation.fictional.demo.build import build
from foundation import clock
from summaries.models import Summary
from tests.support import contradictions as kinds
from tests.support.casts import copied
from tests.support.module_rows import rows_for_module
from tests.support.without_triggers import without_triggers
from units.models import Event, Post, Role, Signer

ROLL = 60
NEW_YEAR, SUNDAY, NEW_YEARS_EVE = date(2015, 1, 1), date(2015, 7, 12), date(2015, 12, 31)


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    with rows_for_module(django_db_blocker, lambda: copied(build)), clock.travel("2015-07-20T09:00+07:00"):
        yield


pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def change(row, **columns):
    """Write columns past actions and the refusals of append-only models."""
    QuerySet(type(row)).filter(pk=row.pk).update(**columns)


def act(verb):
    return Event.objects.filter(verb=verb).first()


def dossier():
    return Dossier.objects.get(timing="phase", unit__name="CĐCS Xã Đồi Na")


def registered(model):
    return model.objects.exclude(dated_on=None).exclude(signer=None).first()


def figure_of(code):
    return Figure.objects.filter(indicator__code=code, submission__filing__kind=FilingKind.REPORT).first()


def leader_post():
    return Post.objects.filter(role=Role.LEADER).first()


def welcoming_work():
    return WorkEntry.objects.exclude(welcomes=None).first()


def retell(part, text):
    """Let two reports of 2015 say the same."""
    for sent in Submission.objects.filter(filing__kind=FilingKind.REPORT, number=1).order_by("-pk")[:2]:
        change(sent, content=sent.content | {"narrative": sent.content["narrative"] | {part: text}})


def let_a_man_head():
    called = CalledUnit.objects.filter(women=F("workers"), filings__kind=FilingKind.PLEDGE).first()
    sent = Submission.objects.filter(filing__called=called, filing__kind=FilingKind.PLEDGE).first()
    change(sent, content=sent.content | {"commitment": sent.content["commitment"] | {"head_name": "Lý Văn An"}})


def endorsed_award():
    return Award.objects.exclude(nomination__letter=None).first()


def count_as_a_year_before():
    of = CalledUnit.objects.filter(phase__number=1, unit__name="CĐCS Xã Đồi Na")
    years = {called.phase.campaign.year: called for called in of.select_related("phase__campaign")}
    change(years[2015], workers=years[2014].workers)


PLANTED = [
    (kinds.acts_outside_posts_and_hours, lambda: change(act("accept"), at=F("at") + timedelta(hours=12))),
    (kinds.acts_outside_posts_and_hours, lambda: change(act("accept").post, since=date(2015, 7, 1))),
    (kinds.papers_signed_by_nobody_in_post, lambda: change(registered(Decision).signer, since=date(2015, 7, 19))),
    (kinds.papers_signed_by_nobody_in_post, lambda: change(registered(Summary), dated_on=date(2014, 1, 2))),
    (kinds.papers_signed_by_nobody_in_post, lambda: change(registered(Letter).signer, until=date(2014, 1, 2))),
    (kinds.upper_unions_without_a_leader, lambda: change(leader_post(), role="officer")),
    (kinds.dossiers_against_phases_and_reports, lambda: change(dossier().phase, opened_at=clock.now())),
    (kinds.dossiers_against_phases_and_reports, lambda: change(dossier(), made_at=dossier().phase.opened_at)),
    (kinds.dossiers_against_their_meeting, lambda: change(dossier(), meeting_on=SUNDAY)),
    (kinds.dossiers_against_their_meeting, lambda: change(dossier(), votes_present=4000)),
    (kinds.dossiers_against_their_meeting, lambda: change(dossier(), number="")),
    (kinds.awards_decided_before_they_were_asked_for, lambda: change(endorsed_award().decision, dated_on=NEW_YEAR)),
    (kinds.awards_decided_before_they_were_asked_for, lambda: change(endorsed_award().nomination, letter=None)),
    (kinds.figures_unlike_what_the_portal_knows, lambda: change(figure_of("TC02"), value=16)),
    (kinds.figures_unlike_what_the_portal_knows, count_as_a_year_before),
    (kinds.works_after_their_day, lambda: change(WorkEntry.objects.first(), due_on=date(2014, 1, 2))),
    (kinds.works_after_their_day, lambda: change(welcoming_work(), due_on=NEW_YEARS_EVE)),
    (kinds.texts_used_twice, lambda: retell("strengths", "Đoàn viên hăng hái.")),
    (kinds.texts_used_twice, lambda: QuerySet(Nomination).update(achievements="Hoàn thành nhiệm vụ.")),
    (kinds.texts_used_twice, lambda: QuerySet(Exemplar).update(story="Làm việc tốt.")),
    (kinds.men_who_head_all_women, let_a_man_head),
    (kinds.exemplars_made_known_without_consent, lambda: QuerySet(Exemplar).update(consent=None)),
]  # fmt: skip
FINDERS = list(dict.fromkeys(finder for finder, _plant in PLANTED))


def test_nothing_contradicts_itself():
    assert {finder.__name__: lines for finder in FINDERS if (lines := [str(line) for line in finder()])} == {}


def test_each_kind_of_contradiction_is_found():
    missed = []
    with without_triggers():
        for number, (finder, plant) in enumerate(PLANTED):
            with transaction.atomic():
                plant()
                if not any(finder()):
                    missed.append((number, finder.__name__))
                transaction.set_rollback(True)
    assert missed == []


def test_acceptances_are_spread_over_the_day_and_the_administrator_acted():
    hours = Counter(timezone.localtime(event.at).hour for event in Event.objects.filter(verb="accept"))
    assert max(hours.values()) < sum(hours.values()) / 3
    assert {"add_unit", "give_post", "end_post"} <= set(Event.objects.values_list("verb", flat=True))


def test_one_chairman_signs_and_a_new_chair_signs_from_the_first_day():
    chairs = Signer.objects.filter(unit__parent=None, position="chair")
    assert [chair.name for chair in chairs] == ["Đinh Xuân Ngàn"]
    town = Submission.objects.filter(filing__called__unit__name="CĐCS Thị trấn Bản Quyên").order_by("at")
    names = {
        sent.at.year: part["chair_name"] for sent in town for part in sent.content.values() if "chair_name" in part
    }
    assert names == {2014: "Hoàng Văn Dáng", 2015: "Lăng Văn Sử"}


def test_the_flood_is_of_the_phase_in_which_it_came():
    assert set(Dossier.objects.filter(timing="unexpected").values_list("phase__number", flat=True)) == {2}


def test_every_status_kind_and_occasion_is_there():
    assert set(Summary.objects.values_list("status", flat=True)) == {"draft", "to_sign", "final"}
    drafts = {(draft.unit.name, draft.proposed_at is not None) for draft in Summary.objects.filter(status="draft")}
    assert {proposed for name, proposed in drafts if name == "LĐLĐ tỉnh Lạng Sơn"} == {True, False}
    assert ("LĐLĐ huyện Chi Lăng", True) in drafts
    assert set(Decision.objects.values_list("kind", flat=True)) == {"award", "correct", "adjust", "annul"}
    assert set(Letter.objects.values_list("status", flat=True)) == {"to_sign", "registered", "taken_back"}
    timings = set(Dossier.objects.values_list("timing", flat=True))
    assert timings == {"year", "school_year", "phase", "theme", "unexpected", "career"}
    assert Award.objects.filter(annulled_by=None).count() >= ROLL - 1
    assert {"take_back_decision", "take_back_letter"} <= set(Event.objects.values_list("verb", flat=True))


def test_sentences_were_edited_and_a_report_was_revised_with_other_figures():
    assert Summary.objects.exclude(editing={}).count() >= 3
    first, second = Summary.objects.filter(unit__name="LĐLĐ huyện Đình Lập").order_by("revision")
    assert (first.status, second.status, bool(second.reason)) == ("final", "final", True)
    assert first.figures != second.figures
