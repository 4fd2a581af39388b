"""Tests areas and their desks: what a desk reaches, what it may do, and how the Board keeps areas."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from campaigns import access
from campaigns.actions import reviews
from campaigns.models import CalledUnit, Filing
from emulation.desk import my_desk
from foundation import clock
from tests.support.admin_pages import posted
from tests.support.fetched_rows import counted
from units.access import Forbidden
from units.acting import acting_as, choices
from units.actions.areas import change_members, give_desk
from units.models import Area, AreaUnit, Event, Post, Role, Unit
from units.models import area as area_module

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db]


@pytest.fixture
def area(province):
    return province.areas["school"]


def desk(province):
    return choices(province.user("desk"))[0]


def pledge(province, unit):
    sheets = Filing.objects.with_context().filter(called__phase=province.phase, kind="pledge")
    return sheets.get(called__unit=province.units[unit])


def names(province, units):
    return {name for name, unit in province.units.items() if unit in set(units)}


@pytest.mark.parametrize("most", [area_module.MOST_RANGES, 0])
def test_a_desk_reaches_the_unions_of_its_area_and_what_is_below_them(province, area, monkeypatch, most):
    """As ranges of paths, and as EXISTS when there are too many."""
    monkeypatch.setattr(area_module, "MOST_RANGES", most)
    user = province.user("desk")
    reached = {"school", "city", "bank"}
    assert names(province, Unit.objects.visible_to(user)) == reached
    assert {name for name, unit in province.units.items() if user.reaches(unit.path)} == reached
    assert {name for name, unit in province.units.items() if desk(province).covers(unit.path)} == reached
    assert names(province, Unit.objects.filter(calls__in=CalledUnit.objects.visible_to(user))) == reached
    assert (user.reaches_all, user.highest_unit(province.province)) == (False, province.city)

    Unit.objects.filter(pk=province.school.pk).update(path=f"{province.far.path}0009")  # moved to another province
    user = province.user("desk")
    assert names(province, Unit.objects.visible_to(user)) == reached - {"school"}
    assert not desk(province).covers(f"{province.far.path}0009")
    assert not any(union.name == province.school.name for union in desk(province).area.listed.unions)


def test_an_area_that_ended_reaches_nothing(province, area):
    Area.objects.filter(pk=area.pk).update(valid_to=clock.today())
    assert (choices(province.user("desk")), province.user("desk").reach_paths()) == ([], [])
    with pytest.raises(ValidationError, match="Khu vực này chỉ đến trước ngày"):
        give_desk(area, province.user("owner"), since=clock.today(), by=province.by("board"))


def test_who_is_of_the_board_too_acts_as_one_or_the_other(province, area):
    user = province.user("desk")
    Post.objects.create(user=user, unit=province.province, role=Role.REVIEWER, since=date(2014, 1, 1))
    board, of_area = choices(province.user("desk"))
    assert {board.key, of_area.key} == {str(province.province.pk), f"{province.province.pk}-{area.pk}"}
    if board.area:
        board, of_area = of_area, board
    assert bool(access.may_run(province.campaign, board)) and not access.may_run(province.campaign, of_area)


def test_a_desk_runs_nothing_assigns_nothing_and_decides_if_the_area_says_so(province, area):
    sheet, foreign = (pledge(province, unit) for unit in ("school", "commune"))
    acts = {name[4:]: may for name, may in vars(access).items() if name.startswith("may_")}
    of_sheets = {name: may for name, may in acts.items() if may.__annotations__.get("filing")}
    allowed = {name for name, may in of_sheets.items() if may(sheet, desk(province))}
    consents = {"keep_consents", "record_consent"}
    assert allowed == {"check_values", *consents}
    assert not access.may_assign(province.school, desk(province)) and not access.may_run(
        province.campaign, desk(province)
    )

    Area.objects.filter(pk=area.pk).update(may_decide=True)
    allowed = {name for name, may in of_sheets.items() if may(sheet, desk(province))}
    assert allowed == {"check_values", "accept", "return", *consents}
    assert not any(may(foreign, desk(province)) for may in of_sheets.values())
    reviews.accept(sheet, by=desk(province))
    accepted = pledge(province, "school")
    allowed = {name for name, may in of_sheets.items() if may(accepted, desk(province))}
    assert (accepted.status, allowed) == ("accepted", {"check_values", "undo_accept", *consents})
    assert Event.objects.about(sheet).get(verb="accept").acting_as == "Phụ trách Khu vực school, LĐLĐ tỉnh Lạng Sơn"


def test_its_desk_shows_what_waits_in_the_area(province, area, client):
    mine = my_desk(desk(province))
    waiting = [todo for todo in mine.news if "chờ xác nhận" in todo.title]
    assert [(todo.title, todo.count) for todo in waiting] == [
        ("2 báo cáo đợt 1 năm 2015 chờ xác nhận", 2),
        ("2 bản đăng ký đợt 1 năm 2015 chờ xác nhận", 2),
    ]
    client.force_login(province.user("desk"))
    assert "Khu vực school · LĐLĐ tỉnh Lạng Sơn" in " ".join(client.get("/").content.decode().split())
    assert "LĐLĐ thành phố Lạng Sơn" in client.get("/").content.decode()
    listed = [sheet.called.unit for sheet, *_more in client.get(waiting[1].url).context["rows"]]
    assert names(province, listed) == {"school", "bank"}
    page = client.get("/campaigns/2015/phases/1/").content.decode()
    assert all(f'href="?unit={province.units[name].pk}"' in page for name in ("school", "city"))
    client.force_login(province.user("board"))
    rows = client.get(f"/pledges/?under=area-{area.pk}&phase=").context["rows"]
    assert names(province, [sheet.called.unit for sheet, *_more in rows]) == {"school", "city", "bank"}
    client.force_login(province.user("far_board"))
    assert list(client.get(f"/pledges/?under=area-{area.pk}").context["rows"]) == []


def test_lists_ask_no_more_statements_for_three_rows_than_for_one(province, area, client):
    client.force_login(province.user("desk"))
    lists = ("/pledges/?phase=", "/reports/?phase=", "/dossiers/", "/decisions/", "/")
    costs = []
    for members in (["school"], ["school", "commune", "direct"]):
        AreaUnit.objects.filter(area=area).delete()
        AreaUnit.objects.bulk_create(AreaUnit(area=area, unit=province.units[name]) for name in members)
        costs.append([statements(client, address) for address in lists])
    assert costs[0] == costs[1]

    client.force_login(province.user("board"))
    costs = [statements(client, "/admin/units/area/")]
    for number in range(2):
        made = Area.objects.create(unit=province.province, name=f"Khu vực {number}", valid_from=date(2014, 1, 1))
        give_desk(made, province.user("owner"), since=date(2014, 1, 1), by=province.by("board"))
    assert statements(client, "/admin/units/area/") == costs[0]


def statements(client, address):
    client.get(address)
    with counted() as spent:
        assert client.get(address).status_code == 200
    return spent.queries


def test_the_board_chooses_unions_many_at_once_and_who_looks_after_them(province, area, client):
    client.force_login(province.user("board"))
    address = f"/admin/units/area/{area.pk}/"
    offered = client.get(f"{address}members/?q=don vi khac").context["offered"]
    assert offered == []
    offered = client.get(f"{address}members/?q=cdcs").context["offered"]
    assert province.school not in offered and {province.commune, province.direct} < set(offered)
    chosen = {"add": [province.commune.pk, province.direct.pk], "remove": [province.school.pk]}
    assert client.post(f"{address}members/", chosen).status_code == 302
    assert names(province, Unit.objects.filter(area_memberships__area=area)) == {"city", "commune", "direct"}
    event = Event.objects.about(area).get(verb="change_area_members")
    assert set(event.changes) == {"đưa vào", "đưa ra"}
    client.post(f"{address}members/", {"add": [province.far.pk]})
    assert not AreaUnit.objects.filter(area=area, unit=province.far).exists()

    person = province.user("owner")
    assert client.post(f"{address}desk/", {"person": person.pk, "since": "01/02/2015"}).status_code == 302
    assert choices(province.user("owner"))[0].title == "Phụ trách Khu vực school"
    again = client.post(f"{address}desk/", {"person": person.pk, "since": "01/02/2015"})
    assert "Người này đang phụ trách khu vực." in again.content.decode()

    page = client.get(f"{address}change/")
    assert client.post(f"{address}change/", posted(page) | {"may_decide": "on"}).status_code == 302
    assert Event.objects.about(area).get(verb="admin_change").changes


def test_an_area_has_unions_below_its_unit_alone_and_a_desk_once(province, area):
    board = province.by("board")
    with pytest.raises(ValidationError):
        change_members(area, add=[province.far], remove=[], by=board)
    with pytest.raises(ValidationError):
        give_desk(area, province.user("desk"), since=date(2015, 1, 1), by=board)
    Post.objects.filter(area=area).update(until=date(2015, 6, 1))
    with pytest.raises(ValidationError):  # until then it is held
        give_desk(area, province.user("desk"), since=date(2015, 5, 1), by=board)
    for stranger in (acting_as(province.user("far_board"), Role.REVIEWER), desk(province), province.by("admin")):
        with pytest.raises(Forbidden):
            change_members(area, add=[province.commune], remove=[], by=stranger)
