"""Tests pages full of stored markup in a real browser: nothing runs, no other server is contacted."""

from itertools import count

import pytest
from django.db import transaction

from foundation import clock
from tests.browser.steps import sign_in
from tests.support import decided_awards, tally
from tests.support.casts import copied
from tests.support.planted_texts import plant_everywhere
from tests.support.stored_markup import MARK, TEXTS
from tests.support.sweep_share import share
from tests.support.world import PASSWORD

pytestmark = pytest.mark.postgres  # one database is enough for a browser

PAGES = {
    "owner": ("/", "/pledges/", "{pledge}", "{report}", "{report}parts/3/", "{report}check/", "/dossiers/"),
    "board": (
        *("/", "/campaigns/2015/", "/campaigns/2015/phases/1/?kind=pledge", "/pledges/", "{pledge}", "/appraisal/"),
        *("/decisions/", "/dossiers/", "/honours/", "/campaigns/2015/phases/1/summary/", "/admin/"),
        *("/admin/units/unit/", "/admin/units/unit/{unit}/change/", "/admin/campaigns/indicator/"),
    ),
}


@pytest.fixture
def world(transactional_db):
    with clock.travel("2015-07-27T09:00+07:00"):
        world = copied(decided_awards.build)
        number = count()
        with transaction.atomic():
            plant_everywhere(lambda unit: TEXTS[next(number) % len(TEXTS)])
        yield world


def watched(page, host):
    """Return a list that receives what a page must not do: open a dialog, or request another host."""
    seen = []
    page.on("dialog", lambda dialog: (seen.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: request.url.startswith(host) or seen.append(request.url))
    return seen


@pytest.mark.parametrize("person", PAGES)
def test_nothing_that_people_typed_runs(open_page, live_server, world, person, pytestconfig):
    page = open_page()
    seen = watched(page, live_server.url)
    sign_in(page, person, PASSWORD)
    places = {kind: world.sheet("school", kind).get_absolute_url() for kind in ("pledge", "report")}
    places["unit"] = world.units["school"].pk
    shown, paths = 0, share(PAGES[person], sweep="pages with stored markup in a browser", config=pytestconfig)
    for path in paths:
        assert page.goto(path.format(**places)).status == 200, path
        assert page.evaluate(f"window.{MARK}") is None, path
        shown += MARK in page.content()
    assert seen == []
    assert shown >= len(paths) - 1
    tally.count("stored markup", "pages in a browser", shown)


def test_a_page_without_care_would_be_seen_to_run(open_page, live_server):
    """The control: the same texts on a page that takes them for markup."""
    page = open_page()
    page.goto("about:blank")
    seen = watched(page, live_server.url)
    page.set_content("<p>" + "</p><p>".join(TEXTS[:12]))
    assert page.evaluate(f"window.{MARK}") == 1
    page.set_content("<img src=http://a.example/x.png>")
    assert "http://a.example/x.png" in seen
