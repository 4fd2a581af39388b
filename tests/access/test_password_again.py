"""Tests that papers, posts and accounts are acted on only by who gave the password lately, on every road."""

import re

import pytest
from django.contrib.auth.hashers import make_password
from django.urls import get_resolver, resolve

from foundation.forms.mark import FIELD, Mark
from tests.support import password_given, tally
from tests.support.access_states import put
from tests.support.access_table import ANYBODY, table
from tests.support.access_walk import Drawing, Walk, undone, writes
from tests.support.page_forms import PageReader
from tests.support.sweep_share import share
from tests.support.world import PASSWORD
from units.models import Event, Post, Role, Signer, User
from units.password_again import ANSWERED_WITH_FILE, NEEDS_PASSWORD, PASSWORD_AT

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db]

PAPERS = {
    "close_decision", "register_decision", "issue_decision", "record_decision", "close_letter", "register_letter",
    "close_for_signing", "register_summary", "finalise",
}  # fmt: skip
POSTS = {"give_post", "end_post", "close_unit", "move_unit"}
ACCOUNTS = {"set_password", "reissue_password", "issue_code", "unlock_sign_in", "apply_table", "undo_table"}
PERSONAL = {"ask_masking", "mask_person", "give_personal_data", "export_history"}
SIGN_IN = {"end_sessions", "ask_factor_reset", "reset_factor"}
WRITTEN = {"admin_add", "admin_change"}  # of people and posts; other things have these verbs too
ADDRESS = "/admin/units/post/add/"


def names(patterns, space=""):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from names(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}"


def asking():
    """Return one path of each name of an address that asks, of the access table."""
    paths = {re.sub(r"\{\w+\}", "1", row.address.partition("?")[0]) for row in table() if row.method == "POST"}
    return {name: path for path in paths if (name := resolve(path).view_name) in NEEDS_PASSWORD}


def test_the_names_are_those_of_addresses():
    assert NEEDS_PASSWORD - set(names(get_resolver().url_patterns)) == set()


def acting_pairs(config):
    """Return pairs of a row and somebody who acts there: of each row one, of the rows an eighth."""
    rows = [row for row in table() if row.method == "POST"]
    acting = {row: [p for p in row.people if p != ANYBODY and row.to(p) in ("200", "302")] for row in rows}
    pairs = [(row, people[0]) for row, people in acting.items() if people]
    return share(pairs, sweep="acts that may need the password", config=config, key=lambda pair: f"{pair[0]} {pair[1]}")


def guarded_verbs(after):
    events = Event.objects.filter(pk__gt=after)
    about = {event.verb for event in events.filter(verb__in=WRITTEN) if isinstance(event.target, User | Post | Signer)}
    guarded = PAPERS | POSTS | ACCOUNTS | PERSONAL | SIGN_IN
    return about | set(events.filter(verb__in=guarded).values_list("verb", flat=True))


@pytest.mark.long
def test_no_address_but_those_named_acts_on_papers_posts_and_accounts(province, monkeypatch, settings, pytestconfig):
    walk, acted, files = Walk(province, Drawing(monkeypatch, settings)), {}, set()
    pairs, last = acting_pairs(pytestconfig), Event.objects.order_by("-pk").values_list("pk", flat=True)[0]
    for row, person in pairs:
        path, visitor = walk.things.named(row.address), walk.visitors[person]
        with undone():
            if row.state != "-":
                put(province, *walk.things.first(row.path), row.state)
            answer = visitor.ask("POST", path, walk.typed(visitor, path, row))
            if "attachment" in answer.get("Content-Disposition", ""):
                files.add(resolve(path.partition("?")[0]).view_name)
            if verbs := guarded_verbs(last):
                acted.setdefault(resolve(path.partition("?")[0]).view_name, set()).update(verbs)
    tally.count("password again", "acts tried", len(pairs))
    assert {name: verbs for name, verbs in acted.items() if name not in NEEDS_PASSWORD} == {}
    assert files & NEEDS_PASSWORD <= ANSWERED_WITH_FILE
    if pytestconfig.getoption("deep"):  # the control: such acts are seen
        assert len(acted) >= 12


@pytest.fixture
def office(sign_in_as):
    """An administrator who gave the password sixteen minutes ago."""
    client = sign_in_as("admin")
    password_given.give(client, minutes_ago=16)
    return client


def typed(world, client):
    page = PageReader(ADDRESS, client.get(ADDRESS).content.decode())
    held = {name: values[0] for name, values in page.held(ADDRESS).items()}
    who = {"user": world.user("owner").pk, "unit": world.district.pk, "role": Role.OFFICER}
    return held | who | {"since": "10/3/2015", "inspects": "", "next": "x"}


def posts_of_owner(world):
    return Post.objects.filter(user=world.user("owner"), unit=world.district).count()


def test_what_was_typed_waits_for_the_password_and_then_goes_its_ordinary_way(world, office):
    before, fields = office.session.session_key, typed(world, office)
    shown = office.post(ADDRESS, fields)
    page = PageReader(ADDRESS, shown.content.decode())
    assert "Xin nhập lại mật khẩu" in shown.content.decode()
    assert (shown.status_code, shown.headers["Cache-Control"]) == (200, "private, no-store")
    held = {name: values[0] for name, values in page.held(ADDRESS).items() if name != "unsent-password"}
    assert {name: held[name] for name in ("user", "unit", "role", "since")} == {
        name: str(fields[name]) for name in ("user", "unit", "role", "since")
    }
    wrong = office.post(ADDRESS, held | {"unsent-password": "không phải"})
    assert ("Mật khẩu hiện nay chưa đúng, xin nhập lại." in wrong.content.decode(), posts_of_owner(world)) == (True, 0)
    assert "không phải" not in wrong.content.decode()
    assert office.post(ADDRESS, held | {"unsent-password": PASSWORD}).status_code == 302
    assert (posts_of_owner(world), office.session.session_key == before) == (1, False)
    assert (
        office.post(ADDRESS, fields | {"since": "11/3/2015"}).status_code != 302
    )  # refused by its own rule, not asked
    assert "Xin nhập lại mật khẩu" not in office.post(ADDRESS, fields).content.decode()


def test_a_form_without_a_mark_waits_too_and_a_password_that_was_changed_opens_nothing(world, office):
    fields = {name: text for name, text in typed(world, office).items() if name != "mark"}
    assert "Xin nhập lại mật khẩu" in office.post(ADDRESS, fields).content.decode()
    User.objects.filter(username="admin").update(password=make_password("rừng hồi Bình Gia 25"))
    answer = office.post(ADDRESS, fields | {"unsent-password": PASSWORD})
    assert (answer.status_code, posts_of_owner(world)) == (302, 0)
    assert answer.url.startswith("/accounts/login/")


@pytest.mark.parametrize(
    ("address", "back"),
    [(ADDRESS, ADDRESS), ("/people/?q=hoa", "/people/?q=hoa"), ("//elsewhere.example/", "/"), (None, "/")],
)
def test_a_link_leads_back_to_the_page_of_the_form_and_to_no_other_host(world, office, settings, address, back):
    mark = {FIELD: Mark(world.user("admin").pk, "", address).signed} if address else {}
    link = f'href="{back}">Quay lại, không gửi</a>'
    assert link in office.post(ADDRESS, mark).content.decode()
    wrong = [office.post(ADDRESS, mark | {"unsent-password": "sai"}) for _time in range(12)]
    assert wrong[-1].status_code == 429 and link in wrong[-1].content.decode()


def test_where_a_file_answers_the_page_says_that_the_act_is_done_once_it_is_there(office):
    told = "Tệp tải về xong thì việc đã làm xong: xin bấm “Quay lại, không gửi”, đừng gửi lần nữa."
    says = {name for name, path in asking().items() if told in office.post(path).content.decode()}
    assert says == ANSWERED_WITH_FILE


@pytest.mark.parametrize(("minutes", "asked"), [(14, False), (15, True), (None, True)])
def test_the_password_is_asked_after_fifteen_minutes_and_in_older_sessions(world, office, minutes, asked):
    password_given.give(office, minutes_ago=minutes or 0)
    if minutes is None:
        session = office.session
        del session[PASSWORD_AT]
        session.save()
    shown = office.post(f"/admin/units/user/{world.user('owner').pk}/password/", {"new_password1": "x"})
    assert ("Xin nhập lại mật khẩu" in shown.content.decode()) == asked


def test_each_of_these_addresses_asks_before_it_looks_what_the_form_is_about(office):
    assert set(asking()) == NEEDS_PASSWORD
    with writes() as written:
        answers = {name: office.post(path) for name, path in asking().items()}
    assert [name for name, answer in answers.items() if "Xin nhập lại mật khẩu" not in answer.content.decode()] == []
    assert written == []
