"""Tests that no form loses what was typed: session ended, post ended, another unit chosen, phase locked meanwhile.

Every form of the portal is filled at random, formset rows included, and sent when nothing can be done with it. The page
that answers holds all of it, byte for byte, and its button brings all of it to the view.
"""

import random
import re
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve

from campaigns.models import Phase
from foundation import clock
from foundation.forms.mark import FIELD, Mark
from foundation.forms.unsent import SECRET
from foundation.vietnamese import format_date
from tests.support import tally
from tests.support.access_states import put
from tests.support.access_table import ANYBODY, PEOPLE, concrete, table
from tests.support.access_walk import Drawing, Walk, undone
from tests.support.learned_forms import ALWAYS, URLENCODED, learned, ways
from tests.support.page_forms import PageReader
from tests.support.world import PASSWORD
from units.acting import choices
from units.backends import WithPosts
from units.models import Post, Role
from units.unsent_views import NOTHING_TYPED, SWITCH

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db]

# Vietnamese composed and not, markup, and what Word, phones and other alphabets leave behind.
SIGNS = "aĂộƯđ e\u0302\u0301<b>&\"'{{%\u000b\u00ad\u200b\u2028\uf0b7\u202e\u00a0\t\\/;=+😀𠮷"
SIGN_IN = {"unsent-username": "", "unsent-password": PASSWORD}
REFUSED = (403, 404, 409)
NOT_OURS = ("accounts/login/", *(f"accounts/{name}/" for name in NOTHING_TYPED))


class Noting:
    """The last middleware: notes what a view would be given, and answers in its place while `answers` is set."""

    given: list = []
    answers = False

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        fields = {name: values for name, values in request.POST.lists() if name != FIELD}
        self.given.append((request.user.username, request.acting.key, fields))
        return HttpResponse(status=204) if self.answers else None


@pytest.fixture
def walk(province, monkeypatch, settings):
    get_user = WithPosts.get_user
    walk = Walk(province, Drawing(monkeypatch, settings))
    monkeypatch.setattr(WithPosts, "get_user", get_user)  # posts end while these tests run
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.Noting"]
    monkeypatch.setattr(Noting, "given", [])
    monkeypatch.setattr(Noting, "answers", True)
    return walk


@pytest.fixture
def forms(walk, monkeypatch, pytestconfig):
    """The forms of those who are signed in; elsewhere nobody is asked who they are."""
    return of_the_signed_in(learned(walk, monkeypatch, pytestconfig))


def of_the_signed_in(targets):
    return [way for way in targets if way.method == "POST" and way.person != ANYBODY and asks_who(way.route)]


def asks_who(route):
    return getattr(resolve("/" + concrete(route)).func, "login_required", True) and route not in NOT_OURS


def text_of(chance):
    lines = ["".join(chance.choices(SIGNS, k=chance.randint(1, 20))) for _line in range(chance.randint(1, 3))]
    return "\r\n".join(lines)


def filled(way, chance):
    """Return every field of a form with texts at random; of rows three, of some names several values."""
    names = {re.sub(r"-\d+-", f"-{row}-", name) for name in way.names for row in range(3)}
    fields = {name: [text_of(chance) for _value in range(chance.choice((1, 1, 1, 2)))] for name in sorted(names)}
    return {name: values for name, values in fields.items() if not SECRET.search(name)}


def acting_key(user, other=False):
    keys = [choice.key for choice in choices(user)]
    return keys[-1 if other else 0] if keys else ""


def post(client, path, fields):
    return client.generic("POST", path, urlencode(fields, doseq=True), content_type=URLENCODED)


class Sending:
    """One form, filled, as one person sends it from a page made for that person."""

    def __init__(self, walk, way, chance):
        self.walk, self.way, self.typed = walk, way, filled(way, chance)
        self.user = walk.world.user(way.person)
        self.mark = Mark(self.user.pk, acting_key(self.user), way.path).signed

    def sent(self, client):
        with self.walk.drawn():
            return post(client, self.way.path, self.typed | {FIELD: self.mark})

    def kept(self, answer):
        """Return what the page's form would send, without what the page itself adds."""
        held = PageReader(self.way.path, answer.content.decode()).held(self.way.path)
        return {name: values for name, values in held.items() if not name.startswith("unsent-")}

    def sent_again(self, client, more):
        Noting.given.clear()
        answer = post(client, self.way.path, self.typed | {FIELD: self.mark} | more)
        return answer.status_code, Noting.given

    def signed_in(self):
        client = Client()
        client.force_login(self.user)
        return client


def wrong_of(forms, problem_of):
    return {str(way): problem for way in forms if (problem := problem_of(way))}


def counted(forms, config, what):
    """Return the forms, counted, and chance as the seed says."""
    tally.count("forms that could not be sent", what, len({way.path for way in forms}))
    return forms, random.Random(config.getoption("randomly_seed", 0))


@contextmanager
def in_state(walk, row):
    """Put the object of a row into its state, and roll back all that is done meanwhile."""
    with undone():
        if row.state != "-":
            put(walk.world, *walk.things.first(row.path), row.state)
        yield


def lock_phases():
    Phase.objects.filter(status="open").update(status="locked", locked_at=clock.now())


def not_kept(sending, answer):
    """Return what is wrong with a refusal: it holds all that was sent, or is the form itself with its texts."""
    unsent = answer.context.get("unsent") if answer.status_code in REFUSED else None
    if unsent:
        return (answer.status_code, "not kept") if unsent.texts and sending.kept(answer) != sending.typed else None
    page = PageReader(sending.way.path, answer.content.decode())
    shown = page.held(sending.way.path)
    texts = {name: shown[name] for name in page.texts & set(sending.typed)}
    right = {name: sending.typed[name][-1:] for name in texts}
    return None if texts and texts == right else (answer.status_code, texts, right)


def test_every_form_of_the_portal_is_tried(walk):
    routes = {way.route for way in of_the_signed_in(ways(walk, table()))}
    let_in = {
        row.route
        for row in table()
        if row.method == "POST" and asks_who(row.route)
        if {"302", "200"} & {row.to(person) for person in PEOPLE if person != ANYBODY}
    }
    tally.count("forms that could not be sent", "forms", len(routes))
    assert len(routes) >= 200
    assert routes == let_in


def test_a_form_whose_session_ended_is_sent_on_by_signing_in(walk, forms, pytestconfig):
    forms, chance = counted(forms, pytestconfig, "session ended")

    def problem(way):
        sending, client = Sending(walk, way, chance), Client()
        answer = sending.sent(client)
        if (answer.status_code, sending.kept(answer)) != (200, sending.typed):
            return answer.status_code, "not kept"
        with walk.drawn():
            other = "neighbour" if way.person != "neighbour" else "owner"
            refused = post(
                client, way.path, sending.typed | {FIELD: sending.mark} | SIGN_IN | {"unsent-username": other}
            )
        if refused.status_code != 403 or PageReader(way.path, refused.content.decode()).held(way.path):
            return refused.status_code, "shown to another person"
        status, given = sending.sent_again(client, SIGN_IN | {"unsent-username": way.person})
        return given if (status, given) != (204, [(way.person, acting_key(sending.user), sending.typed)]) else None

    assert wrong_of(forms, problem) == {}


def test_a_form_whose_post_ended_says_so_and_keeps_it(walk, forms, pytestconfig):
    forms, chance = counted([way for way in forms if way.person != "root"], pytestconfig, "post ended")

    def problem(way):
        sending = Sending(walk, way, chance)
        with undone():
            Post.objects.filter(user=sending.user).update(until=clock.today())
            answer = sending.sent(sending.signed_in())
            if (answer.status_code, sending.kept(answer)) != (403, sending.typed):
                return answer.status_code, "not kept"
            if " đã kết thúc từ ngày " not in answer.context["sentence"]:
                return answer.context["sentence"]
        status, given = sending.sent_again(sending.signed_in(), {})
        return given if (status, given) != (204, [(way.person, acting_key(sending.user), sending.typed)]) else None

    assert wrong_of(forms, problem) == {}


def test_a_form_of_another_unit_is_sent_on_by_choosing_that_unit(walk, forms, pytestconfig):
    forms, chance = counted([way for way in forms if way.person != "root"], pytestconfig, "another unit chosen")

    def problem(way):
        sending = Sending(walk, way, chance)
        with undone():
            since = clock.today() - timedelta(days=9)
            Post.objects.create(user=sending.user, unit=walk.world.porters, role=Role.OFFICER, since=since)
            sending.mark = Mark(sending.user.pk, str(walk.world.porters.pk), way.path).signed
            client = sending.signed_in()
            answer = sending.sent(client)
            if (answer.status_code, sending.kept(answer)) != (409, sending.typed):
                return answer.status_code, "not kept"
            status, given = sending.sent_again(client, {SWITCH: "1"})
        expected = (204, [(way.person, str(walk.world.porters.pk), sending.typed)])
        return given if (status, given) != expected else None

    assert wrong_of(forms, problem) == {}


def test_a_form_whose_phase_was_locked_keeps_what_was_typed(walk, forms, monkeypatch, pytestconfig):
    """What a lock concerns is what the page would have sent before it and is refused after it."""
    monkeypatch.setattr(Noting, "answers", False)
    refused, chance = [], random.Random(pytestconfig.getoption("randomly_seed", 0))

    def status_of_held(way, locked):
        client = walk.visitors[way.person].client
        with in_state(walk, way.row):
            if locked:
                lock_phases()
            return post(client, way.path, way.held).status_code

    def problem(way):
        if status_of_held(way, locked=True) not in REFUSED or status_of_held(way, locked=False) in REFUSED:
            return None
        refused.append(way)
        sending = Sending(walk, way, chance)
        with in_state(walk, way.row):
            lock_phases()
            return not_kept(sending, sending.sent(sending.signed_in()))

    assert wrong_of(forms, problem) == {}
    counted(refused, pytestconfig, "phase locked")
    assert set(ALWAYS) <= {way.route for way in refused}
    assert len(refused) >= 35 or not pytestconfig.getoption("deep")


def test_a_form_whose_object_moved_on_keeps_what_was_typed(walk, forms, monkeypatch, pytestconfig):
    """Every row of the access table that answers 409: sent by whoever may do it in another state."""
    monkeypatch.setattr(Noting, "answers", False)
    moved = [
        replace(way, row=row, path=walk.things.named(row.address))
        for way in forms
        for row in table()
        if (row.method, row.route, row.to(way.person)) == ("POST", way.route, "409")
    ]
    moved, chance = counted(moved, pytestconfig, "moved on meanwhile")

    def problem(way):
        sending = Sending(walk, way, chance)
        sending.typed |= {name: way.held[name] for name in ("verdict",) if name in way.held}  # which button was pressed
        with in_state(walk, way.row):
            return not_kept(sending, sending.sent(sending.signed_in()))

    assert wrong_of(moved, problem) == {}


def test_a_refusal_says_which_of_ones_posts_ended_and_who_holds_it(client, world):
    owner, filing = world.user("owner"), world.sheet("school", "pledge")
    Post.objects.create(user=owner, unit=world.school, role=Role.LEADER, since=date(2014, 1, 1))
    Post.objects.filter(user=owner, role=Role.OFFICER).update(until=clock.today())
    client.force_login(owner)
    address = f"/pledges/{filing.pk}/parts/1/"
    mark = Mark(owner.pk, str(world.school.pk), address).signed
    chosen = {"act": "b473c47f-473b-41ef-b5da-29d895ab411e", "sheet": ["435", "543"], "do": "accept"}
    page = client.post(address, {"headcount-workers": "46", FIELD: mark} | chosen)
    assert (page.status_code, page.context["unsent"].texts) == (403, ["46"])
    ended = f" tại {world.school.name} đã kết thúc từ ngày {format_date(clock.today())}, nên chưa ghi gì."
    assert f"{ended} Nay việc này do Nông Văn Ân làm." in page.content.decode()
    assert f"Đang làm việc cho {world.school.name}." in page.content.decode()
