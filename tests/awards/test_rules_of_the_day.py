"""Tests that awards follow the rules of the day: what a dossier is judged by, what papers are based on."""

from datetime import date

import pytest

from awards.actions import appraisal, decisions, dossiers
from awards.models import Decision, Dossier, Nomination
from awards.papers.articles import grounds
from awards.papers.dossier_letter import dossier_letter_context
from awards.rules.decision_snapshot import snapshot_of
from awards.rules.eligibility import evidence
from awards.rules.letter_groups import deciding_body
from foundation import clock
from tests.support import dossier_steps
from tests.support.casts import copied
from units.models import Role, Rule

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite(deep="both")]

ANH = {"code": "BK_T", "name": "Nông Thị Ánh Nguyệt"}
CLASH = "đã khen toàn diện năm 2015; không khen thêm chuyên đề cùng cấp"

ONE_OF_BOTH = "Đã khen toàn diện thì không khen thêm chuyên đề cùng cấp"


@pytest.fixture
def world():
    with clock.travel(dossier_steps.DAY):
        yield copied(awarded_for_the_year)


def awarded_for_the_year():
    """A teacher has an award for the year and is nominated for a theme."""
    world = dossier_steps.build()
    by, board = world.by("owner"), world.by("board")
    decision = decisions.draft(dossier_steps.approved(world, [ANH], timing="year"), by=board)
    decisions.propose(decision, by=board)
    dossier_steps.issue(world, decision)
    dossier = dossiers.make(by.unit, world.phase, by=by, timing="theme", period_label="Xanh - Sạch - Đẹp")
    dossiers.describe(dossier, {"meeting_on": date(2015, 7, 15), "votes_for": 9, "votes_present": 9}, by=by)
    nominee = decision.awards.get().nomination.nominee
    fields = {"title_asked": dossier_steps.title("BK_T"), "position": "Giáo viên", "nominee_class": "direct"}
    dossiers.nominate(dossier, nominee, fields | {"achievements": "Trồng cây."}, by=by)
    dossiers.submit(dossier, by=by)
    dossiers.endorse(dossier, {}, meeting=dossier_steps.MEETING, by=world.by("district", Role.REVIEWER))
    return world


def theme():
    return Nomination.objects.with_context().get(dossier__timing="theme")


def received(day):
    Dossier.objects.filter(timing="theme").update(received_on=day)


def clashes():
    return [(point.side, point.text) for point in evidence([theme()])[theme().pk].points if CLASH in point.text]


def test_a_dossier_keeps_the_day_of_receipt(world):
    assert theme().dossier.received_on == date(2015, 7, 20)
    dossier = theme().dossier
    dossiers.return_(dossier, reason="Thiếu.", due_on=date(2015, 7, 25), by=world.by("board"))
    with clock.travel("2015-07-22T23:30+07:00"):
        dossiers.submit(dossier, by=world.by("owner"))
    assert theme().dossier.received_on == date(2015, 7, 22)


def test_what_was_inferred_is_told_and_stops_nothing(world):
    ((side, text),) = clashes()
    assert (side, text.endswith("đột xuất. Cần đối chiếu văn bản.")) == ("known", True)
    appraisal.approve([theme()], by=world.by("board"))
    (kept,) = theme().rules_used
    assert (kept["code"], kept["certainty"]) == ("award.comprehensive_or_theme", "inferred")


def test_the_rule_of_the_day_of_receipt_counts(world):
    received(date(2017, 1, 10))
    assert [(side, "(Hướng dẫn 1217/HD-TLĐ)" in text) for side, text in clashes()] == [("against", True)]
    received(date(2018, 1, 10))
    assert [side for side, _text in clashes()] == ["known"]
    Rule.objects.filter(code="award.comprehensive_or_theme").update(value=False)
    assert clashes() == []


def test_a_verdict_keeps_the_rules_it_used_whatever_becomes_of_them(world):
    received(date(2017, 1, 10))
    appraisal.approve([theme()], by=world.by("board"), reason="Thành tích nổi trội.")
    Rule.objects.filter(code="award.comprehensive_or_theme").update(value=False, article="Văn bản khác")
    (kept,) = theme().rules_used
    assert (kept["value"], kept["article"]) == (True, "Hướng dẫn 1217/HD-TLĐ")
    assert Rule.objects.get(pk=kept["id"]).code == kept["code"]
    assert theme().rules_in_words == [f"{ONE_OF_BOTH} (Hướng dẫn 1217/HD-TLĐ)"]
    appraisal.undo_verdict([theme()], by=world.by("board"))
    assert theme().rules_used == []


@pytest.mark.parametrize("refuse", [appraisal.reject, appraisal.defer])
def test_so_does_one_that_refuses(world, client, refuse):
    refuse([theme()], by=world.by("board"), reason="Đã khen toàn diện.")
    (kept,) = theme().rules_used
    assert (kept["code"], kept["certainty"]) == ("award.comprehensive_or_theme", "inferred")
    client.force_login(world.user("board"))
    page = client.get(theme().dossier.get_absolute_url()).content.decode()
    assert f"{ONE_OF_BOTH}, cần đối chiếu văn bản" in page


def test_a_decision_is_based_on_the_law_of_the_day_it_is_signed(world, client):
    issued = Decision.objects.get()
    before = grounds(issued, snapshot_of(issued))
    assert "khóa\u00a0XI" in before[1]
    Rule.objects.filter(code="grounds.union_law").update(value="Luật khác")
    assert grounds(issued, snapshot_of(issued)) == before
    assert [kept["code"] for kept in issued.content["rules"]] == [
        "grounds.emulation_law",
        "grounds.union_law",
        "grounds.regulation",
    ]
    draft = decisions.draft(approved(world), by=world.by("board"))
    draft.dated_on = date(2026, 11, 29)
    lines = grounds(draft, snapshot_of(draft))
    assert "06/2026/QH16" in lines[0]
    assert (lines[1], "999/QĐ-TLĐ" in lines[2]) == ("Căn cứ Luật khác;", True)
    draft.save()
    client.force_login(world.user("board"))
    inferred = [f"Căn cứ “{law}” là suy ra, cần đối chiếu văn bản." for law in (lines[0][7:-1], "Luật khác")]
    assert [words in client.get(draft.get_absolute_url()).content.decode() for words in inferred] == [True, True]
    decisions.propose(draft, by=world.by("board"))
    client.force_login(world.user("leader"))
    closing = client.get(f"{draft.get_absolute_url()}close/").content.decode()
    assert [words in closing for words in inferred] == [True, True]
    assert "cần đối chiếu văn bản" not in client.get(issued.get_absolute_url()).content.decode()


def approved(world):
    appraisal.approve([theme()], by=world.by("board"))
    return [theme()]


def test_a_letter_is_based_on_the_regulation_of_its_day(world):
    dossier = theme().dossier
    assert "1564/QĐ-TLĐ" in dossier_letter_context(dossier)["grounds"][0]
    dossier.dated_on = date(2024, 5, 29)
    assert "999/QĐ-TLĐ" in dossier_letter_context(dossier)["grounds"][0]
    Rule.objects.filter(code="grounds.regulation", valid_to=None).update(valid_to=date(2024, 5, 29))
    dossier.dated_on = date(2024, 5, 30)
    assert len(dossier_letter_context(dossier)["grounds"]) == 1


def test_who_decides_above_follows_from_the_day(world):
    title = dossier_steps.title("N_BK_T")
    title.decided_by = ""
    assert "Sở Nội vụ" in deciding_body(title, date(2015, 7, 20))
    assert deciding_body(title, date(2026, 11, 29)) == "Chủ tịch Ủy ban nhân dân tỉnh"
