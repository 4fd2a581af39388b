"""Tests that a form is taken only with its CSRF token, and that GET requests change nothing."""

from itertools import groupby

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, get_resolver

from tests.support import tally
from tests.support.access_table import NOT_ASKED, PEOPLE, table
from tests.support.access_walk import Drawing, Walk
from tests.support.casts import columns, models
from tests.support.sweep_share import fewer

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db]

# Kept files and the jobs that make them: asking for one notes that it is wanted, or keeps it.
WRITTEN_WHEN_READ = {
    "awards.CertificateFile",
    "awards.DecisionFile",
    "campaigns.LaunchFile",
    "summaries.SummaryFile",
    "summaries.SummaryWorkbook",
    "units.Job",
}


@pytest.fixture
def walk(province, monkeypatch, settings):
    return Walk(province, Drawing(monkeypatch, settings))


def contents():
    """Return every row of our tables, by table; without last_login, as these tests sign in."""
    return {
        model._meta.label: list(
            model._base_manager.order_by("pk").values_list(*(name for name in columns(model) if name != "last_login"))
        )
        for model in models()
        if model._meta.label not in WRITTEN_WHEN_READ
    }


def views(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.callback
        else:
            yield from views(pattern.url_patterns)


def test_no_view_is_exempt():
    exempt = [view for view in views(get_resolver().url_patterns) if getattr(view, "csrf_exempt", False)]
    assert exempt == []


def who_may(row):
    """Return a person whom this form lets in (302, 200 or 409), the Board if there is none."""
    return next((person for person in reversed(PEOPLE) if row.to(person) in ("302", "200", "409")), "board")


def test_a_form_without_our_token_is_refused_and_writes_nothing(walk):
    """Each form is sent by somebody who may: without a token, and with another page's."""
    posts = sorted((row for row in table() if row.method == "POST" and row.state == "-"), key=lambda row: row.route)
    before, answers = contents(), {}
    for route, rows in groupby(posts, key=lambda row: row.route):
        row = next(iter(rows))
        person = who_may(row)
        client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        client.force_login(walk.world.user(person)) if person != "anon" else None
        client.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
        path, typed = walk.things.named(row.address), walk.things.typed(row)
        for token in ({}, {"csrfmiddlewaretoken": "b" * 32}):
            answers[route, len(token)] = client.post(path, typed | token).status_code
    tally.count("forms from elsewhere", "sent", len(answers))
    assert {key: status for key, status in answers.items() if status != 403} == {}
    assert contents() == before


def test_with_the_token_of_the_page_the_same_form_is_taken(walk):
    client = Client(enforce_csrf_checks=True)
    client.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
    typed = {"username": "owner", "password": "mot-mat-khau-dai", "csrfmiddlewaretoken": "a" * 32}
    assert client.post("/accounts/login/", typed).status_code == 302


def test_reading_changes_no_row(walk, pytestconfig):
    """Reads every page, list, search, file and export, as somebody who may read it; of other rows at the same address
    an eighth.
    """
    before, count = contents(), 0
    rows = [row for row in table() if row.method == "GET" and row.state == "-"]
    at_addresses = {row.route: row for row in rows}
    for row in fewer(rows, lambda row: row != at_addresses[row.route], sweep="pages read", config=pytestconfig):
        readers = [person for person in PEOPLE if row.to(person) in ("200", "202")]
        for person in readers[-1:] or [person for person in PEOPLE if row.to(person) != NOT_ASKED][:1]:
            walk.visitors[person].ask("GET", walk.things.named(row.address), {})
            count += 1
    tally.count("reading", "pages read", count)
    assert contents() == before
