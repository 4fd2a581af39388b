"""Tests new passwords: by mail, by the upper union, one that somebody else set, and which are refused."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client

from foundation import clock
from tests.support.world import PASSWORD
from units import outbox
from units.actions.password_reset import write_reset_mails
from units.models import Event, MailState, OutgoingMail, ResetRequest, SignInCode, User

pytestmark = [pytest.mark.django_db, pytest.mark.either]
NEW = "rừng hồi Bình Gia 25"
FORGOTTEN = "/accounts/forgotten/"


@pytest.fixture
def owner(world, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    User.objects.filter(username="owner").update(email="hoa@congdoan.example")
    return world.user("owner")


def asked(typed):
    """Ask for a mail as a stranger; return the page, and the link of each mail that is sent."""
    page = Client().post(FORGOTTEN, {"account": typed}).content.decode()
    mail.outbox.clear()
    write_reset_mails()
    outbox.send_due()
    return page, [re.search(r"http\S+?(/accounts/reset/\S+)", letter.body)[1] for letter in mail.outbox]


def typed(first, second=None):
    return {"new_password1": first, "new_password2": second or first}


def signed_in(password, name="owner"):
    browser = Client()
    answer = browser.post("/accounts/login/", {"username": name, "password": password})
    return browser if answer.status_code == 302 else None


def test_the_mail_of_who_forgot_sets_one_password_once_and_ends_all_sessions(owner):
    elsewhere = signed_in(PASSWORD)
    page, (link,) = asked("owner")
    assert "Nếu có tài khoản như vừa nhập" in page
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["hoa@congdoan.example"], "Đặt mật khẩu mới cho cổng thi đua")
    assert "dùng được một lần, trong 60 phút" in letter.body
    for robot in (Client(), Client()):  # whoever looks through mails opens links, and uses nothing up
        assert "Đặt mật khẩu" in robot.get(link).content.decode()
    assert Client().post(link, typed(NEW, "khác")).status_code == 200
    assert Client().post(link, typed(NEW)).url == "/accounts/login/"
    assert elsewhere.get("/pledges/").status_code == 302
    assert (signed_in(PASSWORD), bool(signed_in(NEW))) == (None, True)
    again = Client().post(link, typed(f"{NEW}!"))
    assert (again.status_code, "Liên kết này đã dùng" in again.content.decode()) == (410, True)
    pages = [again, Client().get(FORGOTTEN), Client().post(FORGOTTEN, {"account": "owner"})]
    assert ["Về trang đăng nhập" in page.content.decode() for page in pages] == [True] * 3
    verbs = [event.verb for event in Event.objects.about(owner).filter(verb__in=("ask_reset", "reset_password"))]
    assert verbs == ["reset_password", "ask_reset"]


def test_the_same_is_said_whether_or_not_there_is_such_an_account_and_strangers_get_no_mail(owner):
    User.objects.filter(username="neighbour").update(password="!", email="cu@congdoan.example")  # never had one
    User.objects.filter(username="porter").update(is_active=False, email="khuan@congdoan.example")
    pages = {typed: asked(typed) for typed in ("HOA@congdoan.example", "board", "nobody", "neighbour", "porter")}
    assert {typed: len(links) for typed, (_page, links) in pages.items()} == {
        "HOA@congdoan.example": 1, "board": 0, "nobody": 0, "neighbour": 0, "porter": 0
    }  # fmt: skip
    assert len({page for page, _links in pages.values()}) == 1
    assert not ResetRequest.objects.exists()


def test_accounts_nobody_took_over_at_an_address_of_an_office_keep_nobody_out(owner):
    *before, last = User.objects.order_by("pk")[:6]
    User.objects.filter(pk__in=[person.pk for person in before]).update(email="van@congdoan.example", password="!")
    User.objects.filter(pk=last.pk).update(email="van@congdoan.example")
    assert len(asked("VAN@congdoan.example")[1]) == 1


def test_asking_again_and_again_sends_one_mail_in_ten_minutes_and_is_paused(owner):
    with clock.travel("2015-03-02T08:00+07:00"):
        assert [len(asked("owner")[1]) for _time in range(3)] == [1, 0, 0]
        answers = [Client().post(FORGOTTEN, {"account": "owner"}) for _time in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    page = answers[-1].content.decode()
    assert ("Tạm ngừng nhận đề nghị" in page, "nhập sai" in page) == (True, False)


def test_a_link_opened_where_somebody_else_is_signed_in_leads_to_no_desk_of_theirs(owner, sign_in_as):
    _page, (link,) = asked("owner")
    other = sign_in_as("board")
    page = other.post(link, typed(NEW), follow=True)
    assert page.redirect_chain == [("/accounts/login/", 302)]
    assert "_auth_user_id" not in other.session


def test_a_link_lives_for_an_hour_and_ends_with_the_next_sign_in_and_a_late_mail_is_not_sent(
    owner, settings, monkeypatch
):
    _page, (link,) = asked("owner")
    signed_in(PASSWORD)
    assert Client().get(link).status_code == 410
    OutgoingMail.objects.all().delete()
    _page, (link,) = asked("owner")
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert Client().get(link).status_code == 410
    OutgoingMail.objects.update(state=MailState.QUEUED, sent_at=None)
    assert (outbox.send_due(), OutgoingMail.objects.get().state) == ("", MailState.OBSOLETE)


def test_without_a_mail_server_the_page_says_whom_to_call(world, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    page = Client().get(FORGOTTEN).content.decode()
    assert ("Cổng này chưa gửi được thư điện tử." in page, 'name="account"' in page) == (True, False)
    Client().post(FORGOTTEN, {"account": "owner"})
    assert not ResetRequest.objects.exists()


def test_the_upper_union_takes_a_password_away_and_hands_out_a_letter(owner, client, world):
    elsewhere = signed_in(PASSWORD)
    client.force_login(world.user("admin"))
    url = f"/people/{owner.pk}/password/"
    assert url in client.get("/people/").content.decode()
    assert "Mật khẩu cũ thôi dùng được ngay" in client.get(url).content.decode()
    answer = client.post(url, {"seen": client.get(url).context["fields"][0][1]})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    with clock.travel(clock.now() + timedelta(hours=1)):  # from a page that has grown old
        assert client.post(url, {"seen": "1-0"}).status_code == 409
    assert (signed_in(PASSWORD), elsewhere.get("/pledges/").status_code) == (None, 302)
    assert SignInCode.objects.valid().filter(user=owner).count() == 1
    events = Event.objects.about(owner).filter(verb__in=("reissue_password", "issue_code"))
    assert [(event.verb, event.actor.username, event.post.role) for event in events] == [
        ("reissue_password", "admin", "administrator"),
        ("issue_code", "admin", "administrator"),
    ]


def test_whoever_uses_a_password_that_somebody_else_set_changes_it_first(owner, client, world):
    client.force_login(world.user("admin"))
    client.post(f"/admin/units/user/{owner.pk}/password/", typed(NEW))
    browser = signed_in(NEW)
    for page in ("/", "/pledges/", "/honours/", "/people/", "/accounts/contact/"):
        assert browser.get(page).url == "/accounts/password/"
    assert browser.post("/accounts/contact/", {"phone": "0912"}).url == "/accounts/password/"
    page = browser.get("/accounts/password/").content.decode()
    assert ("do người khác đặt" in page, "Quay lại" in page) == (True, False)
    own = {"old_password": NEW, "new_password1": "mưa nguồn suối lũ", "new_password2": "mưa nguồn suối lũ"}
    assert browser.post("/accounts/password/", own).url == "/"
    assert browser.get("/pledges/").status_code == 200
    assert "do người khác đặt" not in browser.get("/accounts/password/").content.decode()


def test_the_command_line_sets_a_password_that_has_to_be_changed(owner, monkeypatch, capsys):
    said = iter([NEW, "khác", "ngắn", "ngắn", NEW, NEW])
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(said))
    with pytest.raises(CommandError, match="Không có tên"):
        call_command("changepassword", "nobody")
    with pytest.raises(CommandError, match="khác nhau"):
        call_command("changepassword", "owner")
    with pytest.raises(CommandError, match="10"):
        call_command("changepassword", "owner")
    call_command("changepassword", "owner")
    assert "lần đăng nhập sau phải tự đổi" in capsys.readouterr().out
    assert signed_in(NEW).get("/").url == "/accounts/password/"
    assert Event.objects.about(owner).get(verb="set_password").actor is None


@pytest.mark.parametrize(
    ("password", "refused"),
    [
        ("password123", True),
        ("0974182563", True),
        ("{name} 1980", True),
        ("Owner-2015-!", True),
        ("{unit}@2015", True),
        ("LangSon@2015", True),
        ("Thi đua 2015!", True),
        ("thi-dua-2015", True),
        ("suối nguồn mưa lũ", False),
        ("Lạng Sơn mùa hoa đào", False),
    ],
)
def test_names_and_what_many_use_are_no_passwords(owner, world, password, refused):
    owner.phone = "0974 182 563"
    password = password.format(name=owner.full_name, unit=world.school.name)
    try:
        validate_password(password, owner)
    except ValidationError:
        assert refused
    else:
        assert not refused
