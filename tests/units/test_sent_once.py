"""Tests that a form which makes something makes it once, however often it is sent."""

import re

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from campaigns.models import Activity, Campaign, DataRequest, FollowedExemplar, Inspection
from foundation import clock
from foundation.forms.unsent import TOKEN
from tests.support.data_request_steps import ASKED_ON
from units.models import Reorganisation, SentForm
from units.sent_once import digest_of

pytestmark = [pytest.mark.either, pytest.mark.django_db]

REQUEST = {"title": "Bổ sung số liệu", "due_on": "21/7/2015", "audience": "upper"}
ACTIVITY = {"title": "Ra quân", "text": "Làm sạch 2 km đường."}
FOLLOWED = {"who": "Chị Mới", "story": "Giữ lớp.", "found_by": "Vi Thông", "found_on": "3/3/2015", "follower": "Vi"}
INSPECTION = {"visited_on": "10/7/2015", "team": "Đoàn số 1", "findings": "Tốt."}
PLAN = {"title": "Sắp xếp", "letter_number": "5/QĐ", "letter_on": "20/02/2015", "on": "02/08/2015"}
CAMPAIGN = {"year": "2017", "title": "Thi đua năm 2017"}


@pytest.mark.parametrize(
    ("who", "address", "typed", "model"),
    [
        ("board", "/campaigns/2015/requests/new/", REQUEST, DataRequest),
        ("owner", "/activities/new/", ACTIVITY, Activity),
        ("district", "/followed/new/", FOLLOWED, FollowedExemplar),
        ("district", "/inspections/new/", INSPECTION, Inspection),
        ("board", "/campaigns/new/", CAMPAIGN, Campaign),
        ("board", "/reorganisations/new/", PLAN, Reorganisation),
    ],
    ids=["request", "activity", "followed", "inspection", "campaign", "plan"],
)
def test_what_is_sent_twice_is_made_once_and_what_is_changed_is_made_too(world, sign_in_as, who, address, typed, model):
    typed = typed | {"unit": world.school.pk, "campaign": world.campaign.pk}
    with clock.travel(ASKED_ON):
        browser, before = sign_in_as(who), model.objects.count()
        page = browser.get(address)
        token = re.search(f'name="{TOKEN}" value="(\\w+)"', page.content.decode())[1]
        first = browser.post(address, typed | {TOKEN: token})
        assert first.status_code == 302, first.context["problems"]
        again = browser.post(address, typed | {TOKEN: token})
        assert (again.status_code, again.url, model.objects.count() - before) == (302, first.url, 1)
        assert "Trang này đã gửi và đã ghi rồi; không ghi thêm lần nữa." in map(str, get_messages(again.wsgi_request))
        name = next(name for name in ("who", "title", "findings") if name in typed)
        other = browser.post(address, typed | {TOKEN: token, name: "Việc khác"})
        assert (other.status_code, other.url != first.url, model.objects.count() - before) == (302, True, 2)


def test_a_form_that_was_refused_is_sent_anew(world, sign_in_as):
    with clock.travel(ASKED_ON):
        browser, address = sign_in_as("board"), "/campaigns/2015/requests/new/"
        typed = REQUEST | {TOKEN: "a" * 64}
        assert browser.post(address, typed | {"due_on": ""}).status_code == 200
        assert SentForm.objects.count() == 0
        assert browser.post(address, typed).status_code == 302
        assert SentForm.objects.get().led_to == "/campaigns/2015/requests/1/questions/"


def test_a_form_is_told_from_others_by_person_page_token_and_file(world):
    def digest(who="board", address="/a/", token="x", name="a.pdf"):  # no password
        posted = {TOKEN: token, "file": SimpleUploadedFile(name, b"%PDF")}
        request = RequestFactory().post(address, posted)
        request.user = world.user(who)
        return digest_of(request)

    alike = {digest(), digest()}
    assert len(alike) == 1
    others = [digest("owner"), digest(address="/a/?b=1"), digest(token="y"), digest(name="b.pdf")]
    assert len({*alike, *others}) == 5
