"""Tests numbered pages: a long list reads the keys of its rows first, and shows the same rows."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.models import Decision
from awards.views import appraisal, decisions
from emulation.fictional.generator.build import generate
from emulation.fictional.generator.phases import NOW
from emulation.fictional.generator.sizes import CountrySize
from foundation import clock, list_page
from foundation.pagination import capped
from tests.support.casts import copied
from units.models import User

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db]
LISTS = {"/appraisal/": appraisal, "/honours/": list_page, "/decisions/": decisions, "/dossiers/": list_page}
"""By address, the module that says how many rows a page has."""


def build():
    generate(CountrySize(provinces=1, unions=120), 7)


@pytest.fixture
def board(client, db):
    copied(build)
    client.force_login(User.objects.get(username="board"))
    with clock.travel(NOW.isoformat()):
        yield client


@pytest.mark.parametrize(("path", "module"), LISTS.items())
def test_of_a_long_list_the_beginning_can_be_read_and_shows_the_same(board, monkeypatch, path, module):
    pages, counts = [], []
    board.get(path)  # counts what is new
    for counted in (2_000, 2):
        monkeypatch.setattr(capped, "COUNTED", counted)
        monkeypatch.setattr(module, "PER_PAGE", 1)
        with CaptureQueriesContext(connection) as queries:
            response = board.get(f"{path}?page=2")
        pages.append([row.pk for row in response.context["page"].object_list])
        counts.append(len(queries))
    assert pages[0] == pages[1] != []
    assert counts[1] == counts[0] + 1
    last = board.get(f"{path}?page=99")
    assert last.context["page"].number == 2
    assert "hơn 2" in (page := last.content.decode())
    assert "Danh sách còn dài hơn, xin tìm hoặc lọc để thu hẹp." in page


@pytest.mark.parametrize("path", ["/admin/units/unit/?p=2", "/admin/campaigns/report/?p=2&status=all"])
def test_so_can_a_long_list_of_the_admin(board, monkeypatch, path):
    pages = []
    for counted in (2_000, 60):
        monkeypatch.setattr(capped, "COUNTED", counted)
        response = board.get(path)
        pages.append([row.pk for row in response.context["cl"].result_list])
    assert pages[1] == pages[0][:10] != []
    assert "hơn 60 dòng" in (page := response.content.decode())
    assert "Danh sách còn dài hơn, xin tìm hoặc lọc để thu hẹp." in page


def test_that_a_list_is_longer_is_remembered_for_a_minute(board, monkeypatch):
    decisions = Decision.objects.filter(status="issued")
    now = time.monotonic()
    monkeypatch.setattr(capped.time, "monotonic", lambda: now)
    for seconds, statements in ((0, 1), (59, 0), (61, 1)):
        now += seconds
        with CaptureQueriesContext(connection) as queries:
            assert capped.capped_count(decisions, 1) == capped.CappedCount(1, more=True)
        assert len(queries) == statements
    for longer in (decisions.exclude(pk=decisions[0].pk), decisions):  # other conditions, another limit: counted
        with CaptureQueriesContext(connection) as queries:
            assert capped.capped_count(longer, 1_000).number == longer.count() > 1
        assert len(queries) == 2
    assert capped.capped_count(decisions.none()) == capped.CappedCount(0)
