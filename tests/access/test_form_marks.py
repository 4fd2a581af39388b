"""Tests the mark of a form as an attacker uses it: foreign, old, sent again, with passwords, files and huge bodies.

No answer holds what must not be shown, and no act is done that the sender could not do by the form itself.
"""

import time
from datetime import timedelta
from unittest.mock import Mock

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client

from foundation.forms.mark import FIELD, Mark
from tests.access.test_forms_unsent import SIGN_IN, SIGNS
from tests.support.page_forms import PageReader
from tests.support.world import PASSWORD
from units.models import Event, Unit

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db]

ADDRESS = "/admin/units/unit/add/"


@pytest.fixture
def browser(world):
    """A browser whose session ended: it still has the cookie of the token."""
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "a" * 32
    return client


def sent_from_page(client, fields, mark, **more):
    token = {"csrfmiddlewaretoken": "a" * 32, "name": "CĐCS Trường mới"}
    return client.post(ADDRESS, token | fields | {FIELD: mark}, **more)


def mark_of(world, person, address=ADDRESS):
    return Mark(world.user(person).pk, str(world.province.pk), address).signed


def test_only_a_mark_of_ours_and_of_this_week_is_answered_with_the_sign_in(browser, world, monkeypatch):
    mark = mark_of(world, "admin")
    assert sent_from_page(browser, {}, mark).status_code == 200
    for foreign in ("", "x", mark[:-1], mark.swapcase(), mark.replace(":", ""), "\x00" * 9, "ữ" * 5_000):
        answer = sent_from_page(browser, {}, foreign)
        assert (answer.status_code, answer.url) == (302, f"/accounts/login/?next={ADDRESS}")
    later = time.time() + timedelta(days=7, seconds=5).total_seconds()
    monkeypatch.setattr(time, "time", lambda: later)
    assert sent_from_page(browser, {}, mark).status_code == 302
    assert browser.get(ADDRESS, {FIELD: mark}).status_code == 302


def test_the_mark_stands_in_for_neither_token_nor_password_nor_right(browser, world):
    units = Unit.objects.count()
    mark = mark_of(world, "admin")
    assert browser.post(ADDRESS, {"name": "Đơn vị", FIELD: mark}).status_code == 403
    shown = browser.post(ADDRESS, {"name": "Đơn vị", FIELD: mark}, HTTP_ORIGIN="http://testserver")
    assert (shown.status_code, "Đăng nhập và gửi tiếp" in shown.content.decode()) == (403, True)
    wrong = sent_from_page(browser, {"unsent-username": "admin", "unsent-password": "sai"}, mark)
    assert (wrong.status_code, "sai" in wrong.content.decode()) == (200, False)
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng." in wrong.content.decode()
    of_owner = Mark(world.user("owner").pk, str(world.school.pk), ADDRESS).signed
    answer = sent_from_page(browser, SIGN_IN | {"unsent-username": "owner"}, of_owner)
    assert (answer.status_code, "CĐCS Trường mới" in answer.content.decode()) == (403, True)
    assert Unit.objects.count() == units


def test_passwords_are_left_out_and_files_are_asked_for_again(browser, world):
    passwords = {"password1": "bi-mat-lam", "password2": "bi-mat-lam"}
    fields = {"scan": SimpleUploadedFile("biên bản.pdf", b"%PDF-"), **passwords}
    page = sent_from_page(browser, fields, mark_of(world, "admin")).content.decode()
    assert "bi-mat-lam" not in page
    assert "Mật khẩu vừa nhập không giữ lại" in page
    assert "Tệp “biên bản.pdf” không giữ lại được, xin chọn lại" in page
    assert 'enctype="multipart/form-data"' in page


def test_signing_out_and_choosing_a_unit_ask_for_no_sign_in(browser, world):
    for address in ("/accounts/logout/", "/accounts/switch/"):
        answer = browser.post(address, {"csrfmiddlewaretoken": "a" * 32, FIELD: mark_of(world, "admin", address)})
        assert (answer.status_code, answer.url) == (302, f"/accounts/login/?next={address}")


def test_a_form_of_another_person_is_not_shown_to_who_is_signed_in(client, world):
    client.force_login(world.user("board"))
    for checks in (False, True):
        client.handler.enforce_csrf_checks = checks
        fields = {"name": "Chuyện riêng", FIELD: mark_of(world, "admin")}
        answer = client.post(ADDRESS, fields, HTTP_ORIGIN="http://testserver")
        page = answer.content.decode()
        told = ("Nội dung của tài khoản khác" in page, "Chuyện riêng" in page)
        assert (answer.status_code, *told) == (403, True, False)


def test_a_mark_signed_for_something_else_is_none(browser, world):
    mark, payload = mark_of(world, "admin"), [world.user("admin").pk, str(world.province.pk), ADDRESS]
    for salt in ("", "django.core.signing", "django.contrib.sessions.backends.signed_cookies", "foundation.forms"):
        answer = sent_from_page(browser, {}, signing.dumps(payload, salt=salt))
        assert (answer.status_code, answer.url) == (302, f"/accounts/login/?next={ADDRESS}")
    with_two = {"csrfmiddlewaretoken": "a" * 32, FIELD: [mark, "x"], "name": "Hai dấu"}
    assert browser.post(ADDRESS, with_two).status_code == 302


def test_a_form_sent_twice_with_its_sign_in_is_done_once(world):
    """The mark, the token and the fields of another day are those of the form: its view decides as ever."""
    address = f"/pledges/{world.sheet('school', 'pledge').pk}/excuse/"
    typed = {"reason": "Đơn vị mới giải thể.", "csrfmiddlewaretoken": "a" * 32, "unsent-username": "board"}
    typed |= {FIELD: mark_of(world, "board", address), "unsent-password": PASSWORD}
    answers = []
    for _time in range(2):
        client = Client(enforce_csrf_checks=True)
        client.cookies["csrftoken"] = "a" * 32
        answers.append(client.post(address, typed).status_code)
    assert (answers, Event.objects.filter(verb="excuse").count()) == ([302, 409], 1)


def test_a_mark_of_another_address_acts_where_the_form_is_sent_and_by_its_rules(browser, world):
    elsewhere = Mark(world.user("owner").pk, str(world.school.pk), "/dossiers/new/").signed
    assert sent_from_page(browser, {}, elsewhere).context["unsent"].action == ADDRESS
    answer = sent_from_page(browser, SIGN_IN | {"unsent-username": "owner"}, elsewhere)
    assert (answer.status_code, Unit.objects.filter(name="CĐCS Trường mới").exists()) == (403, False)


def test_who_signs_in_with_the_form_of_another_stays_signed_out(browser, world):
    answer = sent_from_page(browser, SIGN_IN | {"unsent-username": "owner"}, mark_of(world, "admin"))
    assert (answer.status_code, "CĐCS Trường mới" in answer.content.decode()) == (403, False)
    assert "sessionid" not in browser.cookies
    assert browser.get("/pledges/").status_code == 302


def test_names_of_fields_and_files_are_text_and_a_huge_body_is_answered(browser, world):
    markup, mark = '"><script>alert(1)</script>', mark_of(world, "admin")
    fields = {markup: markup, "scan": SimpleUploadedFile("<img src=x>.pdf", b"%PDF-")}
    page = sent_from_page(browser, fields, mark).content.decode()
    assert ("<script>alert" in page, "<img src=x" in page) == (False, False)
    assert PageReader(ADDRESS, page).held(ADDRESS)[markup] == [markup]
    huge = sent_from_page(browser, {"name": "ữ" * 800_000}, mark)
    assert (huge.status_code, huge.headers["Cache-Control"]) == (200, "private, no-store")
    assert sent_from_page(browser, {"name": "x" * 2_700_000}, mark).status_code == 413
    many = {f"unsent-password{number}": "bi-mat-lam" for number in range(10_001)}
    answer = sent_from_page(browser, many, mark, HTTP_ORIGIN="http://testserver")
    assert (answer.status_code, "bi-mat-lam" in answer.content.decode()) == (413, False)


def test_a_computer_shared_with_others_stays_so_when_one_signs_in_again(browser, world):
    client = Client()
    client.post("/accounts/login/", {"username": "owner", "password": PASSWORD, "shared": "on"})
    held = PageReader("/", client.get("/").content.decode()).held("/accounts/logout/")
    assert held == {"unsent-shared": ["on"]}
    page = sent_from_page(browser, {"unsent-shared": "on"}, mark_of(world, "admin"))
    assert page.context["sign_in"]["shared"].value()
    assert not sent_from_page(browser, {}, mark_of(world, "admin")).context["sign_in"]["shared"].value()


@pytest.mark.parametrize(("error", "status"), [(ZeroDivisionError(), 500), (OperationalError("locked"), 503)])
def test_a_form_sent_when_the_portal_fails_is_on_the_page_of_the_failure(client, world, monkeypatch, error, status):
    monkeypatch.setattr("foundation.faults.is_outage", lambda error: isinstance(error, OperationalError))
    monkeypatch.setattr("units.middleware.acting_for", Mock(side_effect=error))
    client.raise_request_exception = False
    client.force_login(world.user("admin"))
    typed = {"name": SIGNS, "csrfmiddlewaretoken": "a" * 64, FIELD: mark_of(world, "admin")}
    page = client.post(ADDRESS, typed, HTTP_ORIGIN="http://testserver")
    assert page.status_code == status
    (form,) = [form for form in PageReader(ADDRESS, page.content.decode()).forms if form.method == "POST"]
    assert (form.action, form.held) == (ADDRESS, {"name": [SIGNS]})
    assert f'value="{typed[FIELD]}"' in page.content.decode()
    for foreign in ({"HTTP_ORIGIN": "https://elsewhere.example"}, {}):
        assert SIGNS[:3] not in client.post(ADDRESS, typed, **foreign).content.decode()
    unmarked = client.post(ADDRESS, {"name": SIGNS}, HTTP_ORIGIN="http://testserver")
    assert SIGNS[:3] not in unmarked.content.decode()
