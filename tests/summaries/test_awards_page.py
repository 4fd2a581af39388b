"""Tests awards on the page of a summary, and that final summaries never change."""

from datetime import date

import pytest
from django.test import Client

from awards.models import Award, Decision
from foundation import clock
from foundation.digest import digest
from foundation.serialization import from_json, to_json
from summaries import actions, tasks
from summaries.models import Summary, SummaryFile
from summaries.report.contents import contents_of
from summaries.report.paper import full_pdf
from tests.support import decided_awards, dossier_steps, signing
from tests.support.casts import copied
from tests.support.decided_awards import NGUYET, agreed, annul, decide
from tests.support.papers import MADE_AT, words
from tests.support.without_triggers import without_triggers

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db]
NOW = "2015-07-27T09:00+07:00"
LATER = "2015-07-27T09:05+07:00"
PAGE = "/campaigns/2015/phases/1/summary/"


@pytest.fixture
def world(db):
    with clock.travel(NOW):
        yield copied(decided_awards.build_reported)


@pytest.fixture
def sign_in_as(world):
    def entered(name):
        client = Client()
        client.force_login(world.user(name))
        return client

    return entered


def made_final(world):
    by = world.by("board")
    draft = actions.begin(world.campaign, world.phase, world.province, by=by)
    actions.propose(draft, by=by)
    signing.finalise(draft, number="45/BC-LĐLĐ", dated_on=date(2015, 7, 27), by=world.by("leader"))
    tasks.make_file.call(draft.pk)
    tasks.make_workbook.call(draft.pk)
    return Summary.objects.select_related("campaign__unit", "phase__campaign", "unit").get(pk=draft.pk)


# The page


def test_the_page_has_a_part_for_awards(sign_in_as):
    page = sign_in_as("board").get(PAGE).content.decode()
    assert '<section class="panel stack" id="awards">' in page
    assert '<a href="#awards">Khen thưởng</a>' in page
    assert "Biểu số 04. Kết quả khen thưởng đợt 1 năm 2015" in page
    assert "Biểu số 05. Danh sách cá nhân được khen thưởng" in page
    assert "Bàn Phúc Lìn" in page and "Đỗ Thắp" not in page


def test_the_page_says_when_nothing_is_decided(db):
    with clock.travel(NOW):
        world = copied(dossier_steps.build)
        client = Client()
        client.force_login(world.user("board"))
        page = client.get(PAGE).content.decode()
    assert "Chưa có quyết định khen thưởng được ban hành." in page
    assert "Đến ngày lập báo cáo, chưa có quyết định khen thưởng đợt 1 được ban hành;" in page


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_asks_as_much_for_one_award_as_for_three(db, many, django_assert_num_queries):
    with clock.travel(NOW):
        world = copied(dossier_steps.build)
        people = [NGUYET | {"name": f"Nông Thị Ánh {number}"} for number in range(many)]
        decide(world, dossier_steps.approved(world, people), "45", date(2015, 7, 20))
        client = Client()
        client.force_login(world.user("board"))
    with clock.travel(LATER):
        client.get(PAGE)
        with django_assert_num_queries(10):
            assert client.get(PAGE).status_code == 200


# Final ones


def test_later_awards_and_annulments_leave_a_final_summary_as_it_was(world, sign_in_as):
    final = made_final(world)
    before = (final.figures, final.text, final.sha256, bytes(SummaryFile.objects.get().content))
    annul(world, Award.objects.get(name="Bàn Phúc Lìn"))
    late = {"code": "GK_CTT", "name": "Hoàng Thị Mới"}
    decide(world, agreed(world, "owner", [late], "district"), "21", date(2015, 7, 27), by="district")
    final = Summary.objects.get(pk=final.pk)
    tasks.make_file.call(final.pk)
    assert (final.figures, final.text, final.sha256, bytes(SummaryFile.objects.get().content)) == before
    page = sign_in_as("board").get(PAGE).content.decode()
    assert "Bàn Phúc Lìn" in page and "Hoàng Thị Mới" not in page
    assert Decision.objects.issued().count() == 7


def test_a_final_summary_from_before_awards_were_counted_stays_as_it_was(world, sign_in_as):
    """Its JSON has no such key; its text is unchanged."""
    final = made_final(world)
    stored = bytes(SummaryFile.objects.get().content)
    old = {name: value for name, value in final.figures.items() if name != "awards"}
    with without_triggers():
        Summary.objects.filter(pk=final.pk).update(figures=old)
    final = Summary.objects.select_related("campaign", "phase", "unit").get(pk=final.pk)
    contents = contents_of(final)
    assert (contents.figures.awards, contents.document) == (None, from_json(type(contents.document), final.text))
    assert digest(to_json(contents.document)) == digest(final.text)
    client = sign_in_as("board")
    page = client.get(PAGE)
    assert page.status_code == 200 and 'id="awards"' not in page.content.decode()
    assert client.get(f"{PAGE.rstrip('/')}.pdf").content == stored
    assert "Biểu số 04 Kết quả" not in words(full_pdf(contents, MADE_AT))
    assert client.get(f"{PAGE.rstrip('/')}.xlsx").status_code == 200
