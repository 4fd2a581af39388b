"""Lists in numbered pages: a long one reads the numbers of its rows first, and shows the same."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emulation import clock
from emulation.generator.build import generate
from emulation.generator.campaign import NOW
from emulation.generator.sizes import Size
from emulation.paging import Pages
from tests.fixtures_world import copied
from units.models import User

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db]
LISTS = {"/appraisal/": "board", "/honours/": "board", "/decisions/": "board", "/dossiers/": "board"}


def build():
    generate(Size(provinces=1, unions=60), 7)


@pytest.fixture
def board(client, db):
    copied(build)
    client.force_login(User.objects.get(username="board"))
    with clock.travel(NOW.isoformat()):
        yield client


@pytest.mark.parametrize("path", LISTS)
def test_a_long_list_shows_what_a_short_one_shows(board, monkeypatch, path):
    pages, asked = [], []
    for long in (2_000, 0):
        monkeypatch.setattr(Pages, "LONG", long)
        with CaptureQueriesContext(connection) as queries:
            response = board.get(path)
        pages.append([row.pk for row in response.context["page_obj"].object_list])
        asked.append(len(queries))
    assert pages[0] == pages[1] != []
    assert asked[1] == asked[0] + 1
