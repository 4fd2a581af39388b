"""Tests the list of people, and which of them get a letter when accounts are handed out by union."""

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from campaigns import running
from foundation import clock, whom_to_ask
from tests.support.fetched_rows import counted
from tests.support.second_factors import with_app
from units.actions.sign_in_codes import code_as_typed, issue_codes, new_codes
from units.models import Post, SignInCode, Unit, User
from units.people import DIRECT, OWN, people_groups, recipients
from units.people_views import MOST_LETTERS

pytestmark = [pytest.mark.either, pytest.mark.django_db]
MORNING = "2015-02-02T09:00+07:00"


@pytest.fixture(autouse=True)
def at_work(world):
    with clock.travel(MORNING):
        User.objects.update(date_joined=clock.now(), last_login=None)
        User.objects.filter(username="board").update(last_login=clock.now(), phone="0912 345 678")
        User.objects.filter(username="banker").update(is_active=False)
        yield


@pytest.fixture
def drawn(monkeypatch):
    """The letters of each file that was drawn."""
    files = []
    monkeypatch.setattr("units.account_letter.pdf.render", lambda _t, context, **_p: files.append(context) or b"%PDF")
    return files


def group_of(world, key):
    return next(group for group in people_groups(world.user("admin"), world.province) if group.key == key)


def names(people):
    return [person.username for person in people]


def test_people_are_counted_by_the_union_right_below_in_two_statements(world):
    issue_codes(new_codes([world.user("owner")]), by=world.by("admin"))
    reader = world.user("admin")
    assert reader.reach_paths()
    with counted() as spent:
        groups = people_groups(reader, world.province)
    assert spent.queries == 2
    counts = {group.key: (group.people, group.new, group.never, group.without_letter) for group in groups}
    assert counts == {
        OWN: (4, 4, 3, 3),
        str(world.city.pk): (1, 1, 1, 1),
        str(world.district.pk): (7, 7, 7, 6),
    }
    assert group_of(world, OWN).without_phone == 3
    Post.objects.filter(user__username="porter").update(unit=world.units["direct"])
    assert group_of(world, DIRECT).people == 1
    assert names(recipients(reader, world.province, DIRECT)) == ["porter"]


def test_letters_go_to_who_never_signed_in_and_an_old_page_issues_nothing(world, sign_in_as, drawn):
    with clock.travel("2015-02-01T09:00+07:00"):
        issue_codes(new_codes([world.user("owner")]), by=world.by("admin"))
    client, address = sign_in_as("admin"), f"/people/accounts/{world.district.pk}/"
    page = client.get(address)
    assert "Lập 6 thư và tải về" in page.content.decode() and "Lập lại 1 thư" in page.content.decode()
    sent = dict(page.context["fields"])
    answer = client.post(address, sent)
    assert answer["Content-Disposition"].startswith('attachment; filename="thu-giao-tai-khoan-6-nguoi-2015-02-02')
    letters = drawn.pop()["letters"]
    assert "owner" not in [letter.username for letter in letters]
    assert [code_as_typed(letter.code).user.username for letter in letters] == [letter.username for letter in letters]
    with clock.travel("2015-02-02T09:02+07:00"):
        again = client.post(address, sent)
    assert (again.status_code, drawn, SignInCode.objects.open().count()) == (409, [], 7)
    page = client.get(address)
    assert "Lập lại 7 thư" in page.content.decode() and "và tải về" not in page.content.decode()
    client.post(address, dict(page.context["fields_again"]))
    assert drawn.pop()["letters"][0].username == "owner"  # whose letter was the oldest
    assert SignInCode.objects.open().count() == 7
    assert MOST_LETTERS == 100


def test_files_of_letters_cost_the_same_statements_for_one_and_for_many(world, sign_in_as, drawn):
    client, spent = sign_in_as("admin"), {}
    client.post("/people/accounts/own/")  # what a process keeps is read
    for unit in (world.city, world.district):
        with counted() as spent[unit.name]:
            client.post(f"/people/accounts/{unit.pk}/")
    assert [len(context["letters"]) for context in drawn] == [2, 1, 7]
    assert len({cost.queries for cost in spent.values()}) == 1


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("state=never&under=", {"admin", "board2", "owner", "district"}),
        ("state=lettered", {"owner"}),
        ("q=khe+sao", {"owner", "owner2"}),
    ],
)
def test_the_list_is_narrowed(world, sign_in_as, query, wanted):
    issue_codes(new_codes([world.user("owner")]), by=world.by("admin"))
    Unit.objects.filter(pk=world.school.pk).update(search_text="cdcs truong khe sao")
    rows = sign_in_as("leader").get(f"/people/?{query}").context["rows"]
    listed = {row.person.username for row in rows}
    assert wanted <= listed and "banker" not in listed and all(row.letter_url == "" for row in rows)
    if "never" not in query:
        assert listed == wanted


def test_a_district_sees_whom_to_call_below_it_alone(world, sign_in_as):
    Unit.objects.filter(pk=world.school.pk).update(phone="0205 3 812 345", email="c1@example.vn")
    page = sign_in_as("district").get("/people/")
    assert {row.person.username for row in page.context["rows"]} == {
        "chair", "district", "district2", "owner", "owner2", "neighbour", "porter",
    }  # fmt: skip
    assert "0205 3 812 345" in page.content.decode() and "/people/accounts/" not in page.content.decode()
    assert 'href="/people/"' in page.content.decode()  # at the foot of every page
    home = sign_in_as("owner").get("/")
    assert 'href="/people/"' not in home.content.decode()


@pytest.mark.parametrize(
    ("reader", "with_sessions", "with_factors"),
    [
        ("board", {"chair", "owner"}, {"admin", "owner", "owner2"}),
        ("admin", {"admin", "board", "board2", "chair", "owner", "owner2"}, {"board", "owner", "owner2"}),
        ("district", set(), set()),
    ],
)
def test_no_link_of_the_office_leads_to_a_refusal(world, sign_in_as, reader, with_sessions, with_factors):
    """Of people with a post besides, of those without a second factor, and of oneself."""
    User.objects.filter(username__in=["owner", "owner2", "chair", "board2"]).update(last_login=clock.now())
    Post.objects.create(user=world.user("owner2"), unit=world.province, role="clerk", since=clock.today())
    for name in ("owner", "owner2", "board", "admin"):
        with_app(world.user(name))
    TOTPDevice.objects.create(user=world.user("city"), confirmed=False)
    client = sign_in_as(reader)
    rows = client.get("/people/?state=").context["rows"]
    assert {row.person.username for row in rows if row.sessions_url} == with_sessions
    assert {row.person.username for row in rows if row.factor_url} == with_factors
    links = {url for row in rows for url in (row.sessions_url, row.factor_url) if url}
    assert {client.get(url).status_code for url in links} <= {200}


def test_whom_to_ask_is_on_every_page_and_whom_to_call_where_one_waits(world, sign_in_as, monkeypatch):
    monkeypatch.setattr(whom_to_ask, "_last", ("", ""))
    running.forget()
    Unit.objects.filter(pk=world.province.pk).update(phone="025 3 812 345")
    Unit.objects.filter(pk=world.district.pk).update(phone="025 3 820 111", email="chi-lang@example.vn")
    Unit.objects.filter(pk=world.school.pk).update(phone="0912 345 678", contact_person="Nông Thị Ánh")
    board = '<a href="tel:0253812345">025 3 812 345</a>'
    for address in ("/accounts/login/", "/accounts/code/", "/honours/", "/nowhere/"):
        assert board in Client().get(address).content.decode(), address
    assert "điện thoại 025 3 812 345." in render_to_string("503.html", {})  # made without the database
    owner = sign_in_as("owner")
    page = owner.get("/pledges/").content.decode()
    assert board in page and "LĐLĐ huyện Chi Lăng, điện thoại" in page and "mailto:chi-lang@example.vn" in page
    sheet = f"/pledges/{world.sheet('school', 'pledge').pk}/"
    assert "Liên hệ:" not in owner.get(sheet).content.decode()  # the union's own
    district = sign_in_as("district")
    page = district.get(sheet).content.decode()
    assert "Liên hệ:" in page and "Nông Thị Ánh, điện thoại" in page
    row = next(
        row for row in district.get("/pledges/?phase=").context["rows"] if row.sheet.called.name == world.school.name
    )
    assert (row.contact.name, row.contact.phone) == ("Nông Thị Ánh", "0912 345 678")
    running.forget()
