"""Tests that a letter hands out an account once: its code becomes a password of one's own, and is kept nowhere."""

import json
import re
from datetime import date

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.core.serializers import serialize
from django.db import connection
from django.test import Client

from foundation import clock
from foundation.lifecycle import StateConflict
from tests.support.casts import models as tables
from tests.support.paper_checker import faults_of
from tests.support.papers import pages_of, words
from tests.support.world import PASSWORD
from units.access import Forbidden
from units.account_letter import letter_of, letters_pdf
from units.actions.accounts import hand_over
from units.actions.people import describe_person
from units.actions.sign_in_codes import TWICE, code_as_typed, exchange, fingerprint_of, issue_codes, new_codes
from units.models import Event, Post, Role, SignInCode, User
from units.models.sign_in_code import ALPHABET, digest_of, new_code
from units.people import posts_held

pytestmark = [pytest.mark.either, pytest.mark.django_db]
OWN = "rừng thông đồi sim"
SESSION = "_auth_user_id"


@pytest.fixture(autouse=True)
def at_work():
    with clock.travel("2015-02-02T09:00+07:00"):
        yield


def issued(world, name="owner", by="admin"):
    person = world.user(name)
    codes = new_codes([person])
    issue_codes(codes, by=world.by(by))
    return codes.by_person[person.pk]


def test_a_code_is_long_and_survives_a_vietnamese_keyboard():
    codes = {new_code() for _number in range(500)}
    assert len(codes) == 500 and all(
        re.fullmatch(f"([{ALPHABET}]{{4}}-){{3}}[{ALPHABET}]{{4}}", code) for code in codes
    )
    assert len(ALPHABET) ** 16 > 2**60
    assert not set(ALPHABET) & set("AEIOUYDW01")
    typed = codes.pop()
    assert (
        digest_of(typed) == digest_of(f" {typed.lower().replace('-', ' ')} ") == digest_of(typed.replace("-", "\u2060"))
    )


def test_a_code_is_exchanged_once_for_a_password_and_ends_the_session_of_the_old_one(world, sign_in_as):
    old, client = sign_in_as("owner"), Client()
    code = issued(world)
    assert authenticate(username="owner", password=PASSWORD)  # until the code is used
    answer = client.post("/accounts/code/", {"one_time_password": code.lower()})
    assert (answer.status_code, answer.url) == (302, "/accounts/code/password/")
    weak = client.post(answer.url, {"new_password1": "123", "new_password2": "123"})
    assert "Mật khẩu quá ngắn" in weak.content.decode() and SESSION not in client.session
    taken = client.post(answer.url, {"new_password1": OWN, "new_password2": OWN})
    assert (taken.status_code, client.session[SESSION]) == (302, str(world.user("owner").pk))
    assert authenticate(username="owner", password=OWN) and not authenticate(username="owner", password=PASSWORD)
    assert old.get("/").context["user"].is_anonymous
    event = Event.objects.filter(verb="use_code").get()
    assert (event.actor, event.target) == (world.user("owner"), world.user("owner"))
    with pytest.raises(ValidationError, match="đã dùng lúc 09:00 ngày 02/02/2015"):
        code_as_typed(code)
    with pytest.raises(ValidationError, match="đã dùng lúc"):
        exchange(SignInCode.objects.get(), "mật khẩu thứ hai")


def test_whose_code_ran_out_was_replaced_or_is_of_an_ended_account_reads_why(world, client):
    first, second = issued(world), issued(world)
    with pytest.raises(ValidationError, match="đã được thay"):
        code_as_typed(first)
    with clock.travel("2015-03-20T09:00+07:00"), pytest.raises(ValidationError, match="hết hạn lúc 09:00 ngày 19/03"):
        code_as_typed(second)
    assert code_as_typed(second).user == world.user("owner")
    client.post("/accounts/code/", {"one_time_password": second})
    type(world.user("owner")).objects.filter(username="owner").update(is_active=False)
    with pytest.raises(ValidationError, match="thôi dùng"):
        code_as_typed(second)
    late = client.post("/accounts/code/password/", {"new_password1": OWN, "new_password2": OWN})
    assert (late.status_code, late.url) == (302, "/accounts/code/")
    with pytest.raises(StateConflict, match="thôi dùng"):
        issued(world)


def test_a_letter_ends_with_a_password_that_came_otherwise(world, sign_in_as):
    code, client = issued(world), sign_in_as("owner")
    own = {"old_password": PASSWORD, "new_password1": OWN, "new_password2": OWN}
    assert client.post("/accounts/password/", own).status_code == 302
    with pytest.raises(ValidationError, match="mật khẩu được đặt cách khác"):
        code_as_typed(code)
    code, page = issued(world), f"/admin/units/user/{world.user('owner').pk}/password/"
    assert sign_in_as("admin").post(page, {"new_password1": OWN, "new_password2": OWN}).status_code == 302
    with pytest.raises(ValidationError, match="mật khẩu được đặt cách khác"):
        code_as_typed(code)


def test_who_signs_in_after_somebody_typed_a_code_does_not_go_on_with_it(world, client):
    client.post("/accounts/code/", {"one_time_password": issued(world)})
    client.post("/accounts/login/", {"username": "board", "password": PASSWORD})
    answer = client.post("/accounts/code/password/", {"new_password1": OWN, "new_password2": OWN})
    assert answer.url == "/accounts/code/" and client.get("/").context["user"] == world.user("board")
    assert authenticate(username="owner", password=PASSWORD)


def test_a_code_typed_long_ago_is_typed_again(world, client, monkeypatch):
    client.post("/accounts/code/", {"one_time_password": issued(world)})
    assert client.get("/accounts/code/password/").status_code == 200
    later = clock.real_seconds() + 31 * 60
    monkeypatch.setattr(clock, "real_seconds", lambda: later)
    assert client.get("/accounts/code/password/").url == "/accounts/code/"


def test_no_code_is_stored_logged_or_shown_again(world, client, caplog):
    code = issued(world)
    wrong = "BBBB-CCCC-2222-3333"
    page = client.post("/accounts/code/", {"one_time_password": wrong}).content.decode()
    assert wrong not in page and "Mã chưa đúng" in page
    client.post("/accounts/code/", {"one_time_password": code})
    bare = code.replace("-", "")
    stored = "".join(serialize("json", model._base_manager.all()) for model in tables()) + json.dumps(
        dict(client.session)
    )
    assert digest_of(code) in stored
    for secret in (code, bare, code.lower(), bare.lower()):
        assert secret not in stored and secret not in caplog.text


def test_only_administrators_issue_codes_and_the_second_of_two_reads_that_it_was_done(world, sign_in_as):
    with pytest.raises(Forbidden):
        issued(world, by="board")
    page = sign_in_as("admin").get(f"/people/{world.user('owner').pk}/letter/")
    assert "chưa có thư giao tài khoản" in page.content.decode()
    seen = fingerprint_of([world.user("owner")])
    issued(world)
    with clock.travel(clock.now() + 2 * TWICE):
        answer = sign_in_as("admin").post(f"/people/{world.user('owner').pk}/letter/", {"seen": seen})
    assert (answer.status_code, SignInCode.objects.count()) == (409, 1)


def test_a_double_click_makes_the_same_letters_anew_and_the_last_file_is_good(world, monkeypatch):
    """Without script the browser drops the first of two answers: its file is lost, and nobody has its codes."""
    files = []
    monkeypatch.setattr(
        "units.account_letter.pdf.render", lambda _name, context, **_p: files.append(context) or b"%PDF"
    )
    monkeypatch.setattr("units.people_views.MOST_LETTERS", 2)
    admin, other = Client(), Client()
    admin.force_login(world.user("admin"))
    second = User.objects.create(username="khac", full_name="Vi Thị Khắc")
    Post.objects.create(user=second, unit=world.province, role=Role.ADMINISTRATOR, since=date(2014, 1, 1))
    other.force_login(second)
    address = f"/people/accounts/{world.district.pk}/"
    seen = dict(admin.get(address).context["fields"])
    assert [admin.post(address, seen).status_code for _click in range(2)] == [200, 200]
    first, last = ([letter.username for letter in file["letters"]] for file in files)
    assert first == last and len(last) == 2
    for lost, kept in zip(files[0]["letters"], files[1]["letters"], strict=True):
        assert code_as_typed(kept.code).user.username == kept.username
        with pytest.raises(ValidationError, match="đã được thay bằng mã trong thư lập lúc"):
            code_as_typed(lost.code)
    assert (SignInCode.objects.open().count(), Event.objects.filter(verb="issue_code").count()) == (2, 4)
    assert other.post(address, seen).status_code == 409  # somebody else's page is old
    with clock.travel(clock.now() + 2 * TWICE):
        assert admin.post(address, seen).status_code == 409
    assert SignInCode.objects.count() == 4


@pytest.mark.parametrize("way", ["admin", "list", "successor"])
def test_the_letter_of_an_account_that_was_not_used_for_a_while_stays_dead(world, sign_in_as, way):
    code, owner, by, session = issued(world), world.user("owner"), world.by("admin"), Client()
    session.force_login(owner)
    page = f"/admin/units/user/{owner.pk}/change/"
    fields = {"full_name": owner.full_name, "username": "owner", "email": "", "phone": ""}
    if way == "admin":
        assert sign_in_as("admin").post(page, fields).status_code == 302
    elif way == "list":
        describe_person(owner, {"is_active": False}, words={}, unit=None, by=by)
    else:
        hand_over(list(owner.posts.all()), world.user("porter"), by=by, ends_account=True)
    with pytest.raises(ValidationError, match="thôi dùng"):
        code_as_typed(code)
    with clock.travel("2015-02-09T09:00+07:00"):
        describe_person(owner, {"is_active": True}, words={}, unit=None, by=by)
        with pytest.raises(ValidationError, match="hết hạn lúc 09:00 ngày 02/02/2015"):
            code_as_typed(code)
        assert session.get("/").context["user"].is_anonymous
        assert code_as_typed(issued(world)).user == owner


def test_the_letter_has_the_account_and_its_code(world, sign_in_as, monkeypatch):
    drawn = []
    monkeypatch.setattr("units.account_letter.pdf.render", lambda *args, **paper: drawn.append(args) or b"%PDF")
    answer = sign_in_as("admin").post(f"/people/{world.user('owner').pk}/letter/")
    assert answer["Content-Disposition"].startswith('attachment; filename="thu-giao-tai-khoan-nong-thi-anh-2015')
    assert "no-store" in answer["Cache-Control"]
    [(template, context)] = drawn
    [letter] = context["letters"]
    assert (template, letter.person, letter.username) == ("papers/account_letters.html", "Nông Thị Ánh", "owner")
    assert code_as_typed(letter.code).user == world.user("owner")
    assert (letter.post, context["address"][-15:]) == ("Chủ tịch CĐCS hoặc người được phân công", "/accounts/code/")


def test_of_one_person_one_code_is_open(world):
    issued(world)
    row = SignInCode.objects.get()
    with pytest.raises(Exception, match=r"one_open_code_of_a_person|units_signincode\.user_id"), connection.cursor():
        SignInCode.objects.create(user=row.user, digest="a" * 64, made_at=row.made_at, expires_at=row.expires_at)


def test_a_letter_that_could_not_be_drawn_ends_no_code(world, sign_in_as, monkeypatch):
    code = issued(world)
    monkeypatch.setattr("units.account_letter.pdf.render", lambda *_args, **_paper: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        sign_in_as("admin").post(f"/people/{world.user('owner').pk}/letter/")
    assert code_as_typed(code).is_valid


def test_who_types_the_code_where_the_password_is_asked_reads_where_it_belongs(world, client):
    code = issued(world)
    page = client.post("/accounts/login/", {"username": "owner", "password": code}).content.decode()
    assert "Mã không phải mật khẩu" in page and code not in page
    page = client.post("/accounts/login/", {"username": "owner", "password": "khong-phai-ma-nao"}).content.decode()
    assert "mật khẩu chưa đúng" in page and "Mã không phải mật khẩu" not in page


@pytest.mark.sqlite
def test_letters_are_pages_of_their_own_that_can_be_kept_and_read_out(world):
    people = [world.user("owner"), world.user("chair")]
    codes = new_codes(people)
    letters = [letter_of(person, posts, codes.by_person[person.pk]) for person, posts in held_by_each(people)]
    content = letters_pdf(letters, issuer=world.province, expires_at=codes.expires_at)
    assert faults_of(content) == []
    assert len(pages_of(content)) == 2
    text = bare(words(content, "-layout"))
    for person in people:
        assert bare(codes.by_person[person.pk]) in text and person.username in text


def held_by_each(people):
    held = posts_held(people)
    return [(person, held[person.pk]) for person in people]


def bare(text):
    return re.sub(r"\W", "", text)
