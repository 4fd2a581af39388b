"""Tests the rules of access in general: answers, posts, reach, and acting for one unit at a time."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from campaigns.models import AssignedTarget, CalledUnit, Campaign, Filing, Phase
from foundation import clock
from foundation.lifecycle import StateConflict
from tests.support.world import PEOPLE
from units import access
from units.acting import acting_as, acting_for, choices
from units.actions import unions
from units.models import Event, Post, Role, Unit, UnitKind, User

pytestmark = pytest.mark.either

NOW = "2015-02-25T09:00+07:00"


def test_a_yes_is_true_and_gives_the_post(world):
    post = world.by("board").post(Role.REVIEWER)
    assert access.yes(post)
    assert access.require_allowed(access.yes(post)) is post


def test_a_no_is_raised_with_its_sentence():
    with pytest.raises(access.Forbidden) as refusal:
        access.require_allowed(access.no("Không được."))
    assert str(refusal.value) == "Không được."
    assert isinstance(refusal.value, PermissionDenied)


def test_a_state_that_says_no_is_another_answer_than_a_person_who_may_not():
    with pytest.raises(StateConflict) as refusal:
        access.require_allowed(access.no_in_this_state("Đã khóa."))
    assert refusal.value.sentence == "Đã khóa."
    assert not access.no_in_this_state("Đã khóa.")


@pytest.mark.parametrize(
    "role, unit, sentence",
    [
        (
            Role.OFFICER,
            "school",
            "Việc này do Chủ tịch CĐCS hoặc người được phân công của CĐCS Trường THCS Đồi Na thực hiện.",
        ),
        (Role.OFFICER, "district", "Việc này do Cán bộ nhập liệu của LĐLĐ huyện Chi Lăng thực hiện."),
        (Role.REVIEWER, "district", "Việc này do Cán bộ theo dõi thi đua của LĐLĐ huyện Chi Lăng thực hiện."),
        (
            Role.REVIEWER,
            "province",
            "Việc này do Ban Chính sách - Pháp luật của LĐLĐ tỉnh Lạng Sơn thực hiện.",
        ),
        (
            Role.LEADER,
            "province",
            "Việc này do Lãnh đạo (Thường trực LĐLĐ) của LĐLĐ tỉnh Lạng Sơn thực hiện.",
        ),
    ],
)
def test_a_refusal_names_the_role_in_the_words_of_its_level(world, role, unit, sentence):
    assert access.done_by(role, world.units[unit]).why_not == sentence


BELOW_DISTRICT = {"district", "school", "commune", "porters"}
EVERYTHING = {"province", "city", "bank", "direct", "central"} | BELOW_DISTRICT
REACH = {
    "owner": {"school"},
    "owner2": {"school"},
    "neighbour": {"commune"},
    "porter": {"porters"},
    "banker": {"bank"},
    "district": BELOW_DISTRICT,
    "district2": BELOW_DISTRICT,
    "chair": BELOW_DISTRICT,
    "city": {"city", "bank"},
    "board": EVERYTHING,
    "board2": EVERYTHING,
    "leader": EVERYTHING,
    "admin": EVERYTHING,
}


@pytest.mark.parametrize("who", PEOPLE)
def test_a_post_reaches_its_unit_and_everything_below(world, who):
    user = world.user(who)
    wanted = {world.units[name] for name in REACH[who]}
    assert set(Unit.objects.visible_to(user)) == wanted
    assert {name for name, unit in world.units.items() if user.reaches(unit.path)} == REACH[who]
    called = wanted - {world.province}
    assert {unit.unit for unit in CalledUnit.objects.visible_to(user)} == called
    assert {(filing.unit, filing.kind) for filing in Filing.objects.visible_to(user)} == {
        (unit, kind) for unit in called for kind in ("pledge", "report")
    }
    assert {post.unit for post in Post.objects.visible_to(user)} == {
        world.units[unit] for _name, unit, _roles in PEOPLE.values() if unit in REACH[who]
    }


def test_who_stands_at_the_only_root_is_asked_for_no_path_until_there_is_another(world):
    assert "WHERE" not in str(Unit.objects.visible_to(world.user("board")).query)
    assert "WHERE" in str(Unit.objects.visible_to(world.user("district")).query)
    both = {unit.pk for unit in Unit.objects.visible_to(world.user("board"))}
    root = {"kind": UnitKind.PROVINCE, "valid_from": date(2015, 1, 1)}
    other = Unit.objects.create(name="LĐLĐ tỉnh Khác", full_name="Liên đoàn Lao động tỉnh Khác", **root)
    assert {unit.pk for unit in Unit.objects.visible_to(world.user("board"))} == both
    assert other not in Unit.objects.visible_to(world.user("board"))


def test_a_person_without_a_current_post_reaches_nothing(world):
    nobody = User.objects.create(username="nobody", full_name="Lý A Không", is_superuser=True, is_staff=True)
    assert (nobody.reach_paths(), choices(nobody), acting_for(nobody, None)) == ([], [], None)
    for rows in (Unit, CalledUnit, Filing, Post, Event, AssignedTarget):
        assert list(rows.objects.visible_to(nobody)) == []
    with pytest.raises(LookupError):
        acting_as(nobody, Role.OFFICER)


@pytest.mark.parametrize(
    "day, current",
    [("2015-02-28", False), ("2015-03-01", True), ("2015-03-31", True), ("2015-04-01", False)],
)
def test_a_post_holds_from_its_first_day_until_before_its_last(world, day, current):
    user = User.objects.create(username="short", full_name="Lăng Thị Ngắn")
    Post.objects.create(user=user, unit=world.school, role=Role.OFFICER, since=date(2015, 3, 1), until=date(2015, 4, 1))
    with clock.travel(f"{day}T12:00+07:00"):
        assert (len(user.current_posts) == 1) is current


def test_reading_also_reaches_what_was_called_below_my_unit_and_deciding_does_not(world):
    unions.move_under(world.school, world.city, by=world.by("admin"))
    sheet = world.sheet("school", "pledge")
    for who in ("district", "city"):
        assert sheet in Filing.objects.visible_to(world.user(who))
        assert sheet.called in CalledUnit.objects.visible_to(world.user(who))
    assert world.by("city", "reviewer").above(sheet.unit.path) is True
    assert world.by("district", "reviewer").above(sheet.unit.path) is False


def test_one_acts_for_one_unit_with_every_role_held_there(world):
    district = world.by("district")
    assert (district.unit, {post.role for post in district.posts}) == (
        world.district,
        {Role.OFFICER, Role.REVIEWER},
    )
    assert district.title == "Cán bộ nhập liệu · Cán bộ theo dõi thi đua"
    assert (district.is_(Role.OFFICER), district.is_(Role.LEADER)) == (True, False)


def test_a_person_with_posts_on_two_units_chooses_and_the_highest_is_first(world):
    Post.objects.create(user=world.user("owner"), unit=world.district, role=Role.REVIEWER, since=date(2014, 1, 1))
    user = world.user("owner")
    assert [choice.unit for choice in choices(user)] == [world.district, world.school]
    assert acting_for(user, None).unit == world.district
    assert acting_for(user, world.school.pk).unit == world.school
    assert acting_for(user, world.bank.pk).unit == world.district
    assert acting_as(user, Role.OFFICER).unit == world.school
    assert acting_as(user, Role.REVIEWER, world.district).unit == world.district
    with pytest.raises(LookupError):
        acting_as(user, Role.REVIEWER, world.school)
    assert not acting_for(user, world.school.pk).is_(Role.REVIEWER)


def test_above_is_strict(world):
    by = world.by("district", "reviewer")
    assert by.above(world.school.path) is True
    for unit in (world.district, world.province, world.bank):
        assert by.above(unit.path) is False


def test_an_unpublished_campaign_is_seen_by_reviewers_and_leaders_of_its_unit_only(world):
    Campaign.objects.filter(pk=world.campaign.pk).update(published_at=None, status="unpublished")
    seers = {who for who in PEOPLE if Campaign.objects.visible_to(world.user(who)).exists()}
    assert seers == {"board", "board2", "leader"}
    assert {who for who in PEOPLE if Phase.objects.visible_to(world.user(who)).exists()} == seers
    assert list(Campaign.objects.visible_to(AnonymousUser())) == []


def test_a_published_campaign_is_seen_by_everybody(world):
    for user in [*(world.user(who) for who in PEOPLE), AnonymousUser()]:
        assert list(Campaign.objects.visible_to(user)) == [world.campaign]


def test_events_are_seen_in_reach_and_by_who_did_them(world):
    opened = Event.objects.about(world.phase).get()
    assert {who for who in PEOPLE if opened in Event.objects.visible_to(world.user(who))} == {
        "board",
        "board2",
        "leader",
        "admin",
    }
    Post.objects.filter(user__username="board").update(unit=world.bank)
    assert opened in Event.objects.visible_to(world.user("board"))


MANAGERS = {"admin"}
BOARD = {"board", "board2"}


@pytest.mark.parametrize("who", PEOPLE)
def test_only_administrators_manage_units_and_only_the_board_launches(world, who):
    by = world.by(who)
    assert bool(access.may_manage(by)) is (who in MANAGERS)
    assert bool(access.may_launch(by)) is (who in BOARD)
    assert bool(access.may_describe(world.school, by)) is (who in MANAGERS | BOARD)
    assert bool(access.may_describe(world.province, by)) is (who in MANAGERS)
    for role in Role.values:
        board_too = role in ("officer", "reviewer")
        wanted = who in MANAGERS or (who in BOARD and board_too)
        assert bool(access.may_give_post(world.school, role, by)) is wanted
        of_an_area = who in BOARD and role == Role.DESK
        assert bool(access.may_give_post(world.province, role, by)) is (who in MANAGERS or of_an_area)


def test_an_administrator_is_one_on_the_root_only(world):
    user = User.objects.create(username="below", full_name="Lò Văn Dưới")
    Post.objects.create(user=user, unit=world.district, role=Role.ADMINISTRATOR, since=date(2014, 1, 1))
    by = acting_as(user, Role.ADMINISTRATOR)
    assert access.may_manage(by).why_not == "Việc này do Quản trị hệ thống thực hiện."
    with pytest.raises(access.Forbidden):
        unions.move_under(world.school, world.district, by=by)
