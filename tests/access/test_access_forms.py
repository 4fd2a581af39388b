"""Tests that a form takes only the ids it offers; what is out of reach stays unchanged when ids are sent by hand."""

from datetime import date
from uuid import uuid4

import pytest

from campaigns.models import (
    AssignedTarget,
    CalledUnit,
    Commemoration,
    Exemplar,
    Filing,
    Indicator,
    Work,
    WorkEntry,
    WorkResult,
)
from summaries.models import Summary
from tests.support.access_states import put
from tests.support.access_walk import Things
from units.models import Post, Role, User

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db]


@pytest.fixture
def sign_in_as(client, province):
    def sign_in(person):
        client.force_login(province.user(person))
        return client

    return sign_in


@pytest.fixture
def ids(province):
    """The ids of the names that the access table uses: `ids("pledges", "school")`."""
    things = Things(province)
    return lambda word, name: things.ids[word, name]


def field_errors(response):
    assert response.status_code == 200
    return set(response.context["confirmation"].form.errors)


@pytest.mark.parametrize("unit", ["school", "far", "elsewhere", "province"])
def test_only_a_unit_that_waits_to_be_called_can_be_called(sign_in_as, province, unit):
    before = set(CalledUnit.objects.values_list("pk", flat=True))
    response = sign_in_as("board").post("/campaigns/2015/phases/1/call/", {"unit": province.units[unit].pk})
    assert field_errors(response) == {"unit"}
    assert set(CalledUnit.objects.values_list("pk", flat=True)) == before


def test_the_units_offered_to_be_called_are_those_founded_since(sign_in_as, province):
    form = sign_in_as("board").get("/campaigns/2015/phases/1/call/").context["confirmation"].form
    assert list(form.fields["unit"].queryset) == [province.young]
    form = sign_in_as("far_board").get("/campaigns/khac/phases/1/call/").context["confirmation"].form
    assert list(form.fields["unit"].queryset) == []


@pytest.mark.parametrize("unit", ["commune", "district", "far"])
def test_nobody_switches_to_a_unit_where_they_hold_no_post(sign_in_as, province, unit):
    client = sign_in_as("owner")
    response = client.post("/accounts/switch/", {"unit": province.units[unit].pk})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["unit"]
    assert client.get("/").wsgi_request.acting.unit == province.school


def test_a_unit_written_into_the_session_by_hand_gives_nothing(sign_in_as, province):
    client = sign_in_as("owner")
    session = client.session
    session["acting_unit"] = province.district.pk
    session.save()
    assert client.get("/").wsgi_request.acting.unit == province.school


def test_the_switch_offers_the_units_of_ones_own_current_posts(sign_in_as, province):
    user = province.user("owner")
    Post.objects.create(user=user, unit=province.bank, role=Role.OFFICER, since=date(2015, 3, 10))
    Post.objects.create(user=user, unit=province.direct, role=Role.OFFICER, since=date(2015, 3, 11))
    Post.objects.create(
        user=user, unit=province.city, role=Role.OFFICER, since=date(2014, 1, 1), until=date(2015, 3, 10)
    )
    choices = sign_in_as("owner").get("/accounts/switch/").context["form"].fields["unit"].choices
    assert {pk for pk, _words in choices} == {str(province.school.pk), str(province.bank.pk)}


def test_a_switch_leads_to_no_other_host(sign_in_as, province):
    typed = {"unit": province.school.pk, "next": "https://example.org/"}
    assert sign_in_as("owner").post("/accounts/switch/", typed).url == "/"


@pytest.mark.parametrize("after", ["filing", "\ufffd", "\x00", "/a b"])
def test_a_switch_that_is_told_nonsense_to_lead_to_is_no_fault(sign_in_as, province, after):
    assert sign_in_as("owner").post("/accounts/switch/", {"unit": province.school.pk, "next": after}).status_code == 302


def test_the_values_of_a_foreign_report_are_not_written_through_ones_own(sign_in_as, province, ids):
    foreign = Filing.objects.get(pk=ids("reports", "bank"))
    work = Work.objects.with_registered().get(unit=province.bank)
    sent = {"submission": foreign.last_submission, "work": work, "registered": work.registered}
    foreign_work = WorkResult.objects.filter(**sent).first() or WorkResult.objects.create(**sent, done=True)
    exemplar = Exemplar.objects.get(submission=foreign.last_submission)
    typed = {
        f"value-{foreign_work.pk}": "5.000.000",
        f"highlighted-{foreign_work.pk}": "on",
        f"published-{exemplar.pk}": "on",
    }
    assert sign_in_as("district").post(f"/reports/{ids('reports', 'school')}/works/", typed).status_code == 302
    foreign_work.refresh_from_db()
    exemplar.refresh_from_db()
    assert (foreign_work.checks.exists(), foreign_work.highlighted, exemplar.published) == (False, False, False)


def test_a_work_of_another_unit_is_not_taken_over_by_its_uuid(sign_in_as, province, ids):
    foreign = Work.objects.with_registered().get(unit=province.bank)
    sheet = Filing.objects.get(pk=ids("pledges", "school"))
    put(province, "pledges", sheet.pk, "draft")
    sheet.refresh_from_db()
    sheet.typed["works"][0] |= {"uuid": str(foreign.uuid), "title": "Chiếm lấy"}
    sheet.save(update_fields=["typed"])
    assert sign_in_as("owner").post(f"/pledges/{sheet.pk}/check/").status_code == 302
    after = Work.objects.with_registered().get(pk=foreign.pk)
    assert (after.registered.title, after.unit, after.withdrawn) == ("Sáng kiến bank", province.bank, False)
    assert WorkEntry.objects.get(title="Chiếm lấy").work.unit == province.school


def test_a_commemoration_of_another_campaign_is_refused_at_its_field(sign_in_as, province, ids):
    phase = province.campaigns["khac"].phases.get()
    foreign = Commemoration.objects.create(phase=phase, name="Ngày nơi khác", date=date(1950, 1, 1))
    sheet = Filing.objects.get(pk=ids("pledges", "school"))
    put(province, "pledges", sheet.pk, "draft")
    sheet.refresh_from_db()
    sheet.typed["works"][0]["welcomes"] = str(foreign.pk)
    sheet.save(update_fields=["typed"])
    response = sign_in_as("owner").post(f"/pledges/{sheet.pk}/check/")
    assert response.status_code == 200
    assert len(response.context["problems"]) == 1
    assert "Ngày nơi khác" not in response.content.decode()
    sheet.refresh_from_db()
    assert sheet.status == "draft"


def test_a_target_for_a_unit_or_an_indicator_out_of_reach_is_not_written(sign_in_as, province):
    mine = Indicator.objects.filter(campaign=province.campaign).first()
    foreign = Indicator.objects.get(campaign__slug="khac")
    cells = {(mine, province.elsewhere), (mine, province.far), (foreign, province.district), (mine, province.province)}
    typed = {f"t-{indicator.pk}-{unit.pk}": "7" for indicator, unit in cells}
    address = f"/campaigns/2015/targets/?section={mine.section_id}&direct=1"
    assert sign_in_as("board").post(address, typed).status_code == 302
    assert not AssignedTarget.objects.exists()


def test_a_bulk_act_passes_over_sheets_out_of_reach(sign_in_as, ids):
    foreign, own = ids("pledges", "far"), ids("pledges", "school")
    typed = {"act": uuid4(), "do": "accept", "sheet": [foreign, own], f"seen-{foreign}": 1, f"seen-{own}": 1}
    assert sign_in_as("board").post("/pledges/many/", typed).status_code == 302
    assert Filing.objects.get(pk=own).status == "accepted"
    assert Filing.objects.get(pk=foreign).status == "submitted"


@pytest.mark.parametrize(
    ("person", "unit", "answer"),
    [
        ("district", "city", 404),
        ("district", "province", 404),
        ("district", "far", 404),
        ("district", "school", 403),
        ("board", "elsewhere", 404),
        ("board", "district", 403),
        ("city", "city", 302),
        ("owner", "school", 403),
        ("root", "province", 404),
    ],
)
def test_a_summary_is_begun_for_ones_own_unit_only(sign_in_as, province, person, unit, answer):
    before = Summary.objects.count()
    typed = {"campaign": "2015", "phase": "1", "unit": province.units[unit].pk}
    assert sign_in_as(person).post("/summaries/begin/", typed).status_code == answer
    assert Summary.objects.count() == before + (answer == 302)


def test_a_summary_of_an_unpublished_campaign_is_begun_by_its_board_alone(sign_in_as, province):
    typed = {"campaign": "2016", "phase": "1", "unit": province.province.pk}
    answers = {person: sign_in_as(person).post("/summaries/begin/", typed).status_code for person in ("board", "admin")}
    assert answers == {"board": 409, "admin": 404}


ELSEWHERE = {
    "units/post/add": {"user": "far_board", "unit": "far"},
    "units/unit/add": {"parent": "elsewhere"},
    "campaigns/campaign/add": {"unit": "elsewhere"},
    "campaigns/indicator/add": {"section": "khac"},
    "campaigns/phase/add": {"campaign": "khac"},
}


@pytest.mark.parametrize("screen", ELSEWHERE)
def test_the_admin_refuses_a_choice_out_of_reach_at_its_field(sign_in_as, ids, screen):
    person = "admin" if screen == "units/unit/add" else "board"
    typed = {name: ids(name, thing) for name, thing in ELSEWHERE[screen].items()}
    response = sign_in_as(person).post(f"/admin/{screen}/", typed)
    assert response.status_code == 200
    assert set(ELSEWHERE[screen]) <= set(response.context["adminform"].form.errors)


@pytest.mark.parametrize(("act", "name"), [("move", "parent"), ("close", "successor")])
def test_a_union_is_hung_below_nothing_out_of_reach(sign_in_as, province, act, name):
    path = province.school.path
    typed = {name: province.elsewhere.pk, "on": "1/3/2015", "reason": "Sáp nhập."}
    response = sign_in_as("admin").post(f"/admin/units/unit/{province.school.pk}/{act}/", typed)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [name]
    province.school.refresh_from_db()
    assert (province.school.path, province.school.valid_to) == (path, None)


def test_a_post_that_ended_has_no_reach_at_the_next_request(sign_in_as, ids):
    client, address = sign_in_as("owner"), f"/pledges/{ids('pledges', 'school')}/"
    assert client.get(address).status_code == 200
    Post.objects.filter(user__username="owner").update(until=date(2015, 3, 10))
    assert client.get(address).status_code == 404
    assert client.post(f"{address}take-back/").status_code == 404
    assert list(client.get("/pledges/").context["rows"]) == []
    assert client.get("/").status_code == 200


def test_a_post_that_begins_tomorrow_has_no_reach_yet(sign_in_as, province, ids):
    Post.objects.create(
        user=User.objects.get(username="root"), unit=province.school, role="officer", since="2015-03-11"
    )
    assert sign_in_as("root").get(f"/pledges/{ids('pledges', 'school')}/").status_code == 404


def test_the_board_that_left_enters_the_admin_no_more(sign_in_as):
    client = sign_in_as("board")
    assert client.get("/admin/").status_code == 200
    Post.objects.filter(user__username="board").update(until=date(2015, 3, 10))
    assert client.get("/admin/").status_code == 403


def test_an_account_that_was_closed_is_signed_out(sign_in_as, ids):
    client, address = sign_in_as("owner"), f"/pledges/{ids('pledges', 'school')}/"
    User.objects.filter(username="owner").update(is_active=False)
    response = client.get(address)
    assert (response.status_code, response.url) == (302, f"/accounts/login/?next={address}")


def test_another_post_is_acted_for_when_the_one_chosen_ends(sign_in_as, province):
    user = province.user("owner")
    Post.objects.create(user=user, unit=province.bank, role=Role.OFFICER, since=date(2015, 3, 1))
    client = sign_in_as("owner")
    client.post("/accounts/switch/", {"unit": province.bank.pk})
    assert client.get("/").wsgi_request.acting.unit == province.bank
    Post.objects.filter(user=user, unit=province.bank).update(until=date(2015, 3, 10))
    assert client.get("/").wsgi_request.acting.unit == province.school


def test_rights_are_those_of_the_unit_acted_for_and_reading_reaches_all_posts(sign_in_as, province, ids):
    user = province.user("owner")
    Post.objects.create(user=user, unit=province.bank, role=Role.OFFICER, since=date(2015, 3, 1))
    client = sign_in_as("owner")
    client.post("/accounts/switch/", {"unit": province.bank.pk})
    own = f"/pledges/{ids('pledges', 'school')}/"
    assert client.get(own).status_code == 200
    assert client.post(f"{own}take-back/").status_code == 403
    assert client.post(f"/pledges/{ids('pledges', 'bank')}/take-back/").status_code == 302


def test_publishing_opens_a_campaign_to_everybody(sign_in_as, province, client):
    addresses = ("/campaigns/2016/", "/campaigns/2016/phases/1/")
    assert [sign_in_as("owner").get(address).status_code for address in addresses] == [404, 404]
    sign_in_as("board").post("/campaigns/2016/publish/")
    assert [sign_in_as("owner").get(address).status_code for address in addresses] == [200, 200]
    client.logout()
    assert [client.get(address).status_code for address in addresses] == [200, 302]
