"""Tests the change of one's own password."""

import pytest
from django.test import Client

from tests.support.admin_pages import sign_in_as  # noqa: F401  a fixture
from units import demo_accounts
from units.models import Event, Post

pytestmark = [pytest.mark.django_db, pytest.mark.either]
AT_THE_NEW_ONE = ("Mật khẩu mới phải khác mật khẩu hiện nay.", "ít nhất 10", "ai cũng biết", "Xin nhập ô này.")
PATH, OLD, NEW = "/accounts/password/", "suối Nậm Thoong 1", "rừng hồi Bình Gia 25"


@pytest.fixture
def owner(world):
    person = world.user("owner")
    person.set_password(OLD)
    person.save()
    return person


def signed_in(username, password):
    client = Client()
    client.post("/accounts/login/", {"username": username, "password": password})
    return client if "_auth_user_id" in client.session else None


def sent(client, old, new, again=None):
    return client.post(PATH, {"old_password": old, "new_password1": new, "new_password2": again or new})


def test_the_new_password_opens_the_old_one_does_not_and_other_devices_are_signed_out(owner):
    here, elsewhere = signed_in("owner", OLD), signed_in("owner", OLD)
    assert 'href="/accounts/password/">Đổi mật khẩu</a>' in here.get("/").content.decode()
    answer = here.post(PATH, {"old_password": OLD, "new_password1": NEW, "new_password2": NEW}, follow=True)
    assert "Đã đổi mật khẩu. Các máy khác đang đăng nhập tài khoản này phải đăng nhập lại." in answer.content.decode()
    assert (here.get("/pledges/").status_code, elsewhere.get("/pledges/").status_code) == (200, 302)
    assert (signed_in("owner", OLD), bool(signed_in("owner", NEW))) == (None, True)
    (event,) = Event.objects.about(owner).filter(verb="change_password")
    assert (event.actor, event.actor_name, event.reason, event.changes) == (owner, owner.full_name, "", {})


@pytest.mark.parametrize(
    ("old", "new", "again", "sentence"),
    [
        ("không phải", NEW, NEW, "Mật khẩu hiện nay chưa đúng, xin nhập lại."),
        (OLD, OLD, OLD, "Mật khẩu mới phải khác mật khẩu hiện nay."),
        (OLD, NEW, f"{NEW}.", "Hai lần nhập mật khẩu khác nhau."),
        (OLD, "ngắn", "ngắn", "ít nhất 10"),
        (OLD, demo_accounts.PASSWORD, demo_accounts.PASSWORD, "ai cũng biết"),
        ("", "", "", "Xin nhập ô này."),
    ],
)
def test_what_is_refused_says_why_and_shows_no_password(owner, old, new, again, sentence):
    answer = sent(signed_in("owner", OLD), old, new, again)
    page = answer.content.decode()
    assert ("new_password1" in answer.context["form"].errors) == (sentence in AT_THE_NEW_ONE)
    assert sentence.lower() in page.lower()
    assert [word for word in (OLD, NEW) if word in page] == []
    assert signed_in("owner", OLD)
    assert not Event.objects.about(owner).filter(verb="change_password").exists()


def test_whoever_has_no_post_any_more_changes_it_too(owner):
    Post.objects.filter(user=owner).update(until="2015-01-01")
    assert sent(signed_in("owner", OLD), OLD, NEW).status_code == 302
    assert signed_in("owner", NEW)
