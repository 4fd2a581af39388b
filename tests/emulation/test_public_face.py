"""Tests what strangers, search engines and messengers see of the portal, and whom people can ask."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from campaigns import running
from campaigns.models import Campaign
from tests.support.world import unpublish

pytestmark = pytest.mark.sqlite(deep="both")

PAGES = ("/", "/campaigns/", "/campaigns/2015/", "/honours/", "/verify/", "/accounts/login/")
META = re.compile(r'<meta (?:name|property)="([a-z:_]+)" content="([^"]*)"')


def metas(path):
    return {name: unescape(content) for name, content in META.findall(Client().get(path).content.decode())}


def test_a_page_whose_address_is_passed_on_says_what_it_is(world, settings):
    settings.PORTAL_URL = "https://thidua.example"
    shown = {path: metas(path) for path in PAGES}
    assert [page["og:url"] for page in shown.values()] == [f"https://thidua.example{path}" for path in PAGES]
    assert {page["og:image"] for page in shown.values()} == {"https://thidua.example/static/img/preview.png"}
    for page in shown.values():
        assert 40 <= len(page["description"]) <= 160
        assert page["og:description"] == page["description"]
    titles = [page["og:title"] for page in shown.values()]
    assert titles[:2] == [world.campaign.title, "Các phong trào thi đua"]
    assert titles[3:] == ["Bảng vàng", "Tra cứu bằng khen, giấy khen", "Cổng thi đua"]


def test_what_crawlers_and_browsers_ask_for_at_the_root_is_there(db):
    answers = {name: Client().get(f"/{name}") for name in ("robots.txt", "favicon.ico")}
    texts = {name: b"".join(answer) for name, answer in answers.items()}
    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(answers, 200)
    assert texts["favicon.ico"][:4] == bytes([0, 0, 1, 0])
    kept_out = re.findall(r"^Disallow: (.+)$", texts["robots.txt"].decode(), re.MULTILINE)
    private = [reverse("awards:verify_form"), reverse("admin:index")]
    assert "/*?" in kept_out  # what is searched and filtered: names
    assert set(private) < set(kept_out)
    assert reverse("login").startswith(kept_out[kept_out.index("/accounts/")])


def give_telephone(world, number):
    Campaign.objects.filter(pk=world.campaign.pk).update(board_phone=number)
    running.forget()  # as when the launch is amended


def test_people_are_told_whom_to_call_where_a_telephone_is_recorded(world, client):
    pages = ("/", "/accounts/login/", "/nowhere/", "/campaigns/2015/phases/1/lock/")
    client.force_login(world.user("owner"))
    readers = (Client(), Client(), Client(), client)
    said = [reader.get(page).content.decode() for page, reader in zip(pages, readers, strict=True)]
    assert [text.count("Cần hỏi") for text in said] == [0, 0, 0, 0]
    assert ["Quên mật khẩu?" in text for text in said] == [False, True, False, False]
    give_telephone(world, "0205 3.812 345")
    said = [reader.get(page).content.decode() for page, reader in zip(pages, readers, strict=True)]
    assert [text.count('<a href="tel:02053.812345">0205 3.812 345</a>') for text in said] == [1, 2, 2, 2]
    give_telephone(world, "812.345; 812.346")
    text = Client().get("/").content.decode()
    assert "812.345; 812.346" in text
    assert "tel:" not in text


def test_the_public_reaches_every_campaign_and_the_check_of_papers_from_each_page(world):
    client, second = Client(), Campaign.objects.get(pk=world.campaign.pk)
    second.pk, second.slug, second.year, second.title = None, "2016", 2016, "Phong trào năm 2016"
    second.published_at += timedelta(days=300)
    second.save()
    for path in (*PAGES, "/nowhere/"):
        text = client.get(path).content.decode()
        assert 'href="/campaigns/"' in text, path
        assert 'href="/verify/"' in text, path
    assert [row.year for row in client.get("/campaigns/").context["campaigns"]] == [2016, 2015]
    unpublish(second)
    assert [row.year for row in client.get("/campaigns/").context["campaigns"]] == [2015]


def test_filters_of_many_fields_fold_on_a_phone(world, client):
    """Folded unless something is wrong in them; it says when the list is narrowed."""
    client.force_login(world.user("board"))
    pages = [client.get(f"/pledges/{query}").text for query in ("?phase=", "?phase=&q=an", "?phase=0")]
    folds = [re.search(r'<details class="filter-fold" (open)?>.*?</details>', page, re.DOTALL) for page in pages]
    assert [fold[1] for fold in folds] == [None, None, "open"]
    assert ["đang lọc theo 1 điều kiện" in fold[0] for fold in folds[:2]] == [False, True]
