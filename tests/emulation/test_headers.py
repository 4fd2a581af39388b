"""Tests the headers of every answer: what a page may load and run, who may frame it, whether it is cached."""

import gzip
import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from foundation.middleware import METHODS
from tests.support import tally
from tests.support.access_table import ANYBODY, NOT_ASKED, table
from tests.support.access_walk import Drawing, Walk
from tests.support.sweep_share import share

pytestmark = [pytest.mark.either, pytest.mark.django_db]

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "connect-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
}
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}
# Kept only to be asked about again before each use (its mark is compared): the file of a final summary.
ASKED_AGAIN = re.compile(r"^/campaigns/.*summary\.pdf")
FORBIDDEN = re.compile(r"url\(\s*[\"']?(?:https?:|//)|@import|\beval\(|new Function|setAttribute\(.style")
PEOPLE = (ANYBODY, "owner", "board")


@pytest.fixture
def walk(province, monkeypatch, settings):
    return Walk(province, Drawing(monkeypatch, settings))


def policy_of(response):
    """Return the directives of an answer's content security policy, by name."""
    return dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))


def lacking(response):
    """Return the headers that differ from what every answer has."""
    wrong = {name for name, value in ALWAYS.items() if response.headers.get(name) != value}
    if "Content-Security-Policy" not in response or policy_of(response) != POLICY:
        wrong.add("Content-Security-Policy")
    kind = response.headers.get("Content-Type", "")
    if kind.startswith("text/") != kind.endswith("; charset=utf-8") or not (kind or response.status_code == 302):
        wrong.add("Content-Type")
    return wrong


def cases(methods=("GET", "POST")):
    """Return (row, person): every person at every address, for each answer it can give."""
    first = {}
    for row in table():
        for person in PEOPLE:
            if row.method in methods and row.to(person) != NOT_ASKED and row.state == "-":
                first.setdefault((row.method, row.route, person, row.to(person)), (row, person))
    return list(first.values())


def answers(walk, config):
    """Yield (row, person, address, response) of the share of this run."""
    for row, person in share(cases(), sweep="headers of every answer", config=config):
        path = walk.things.named(row.address)
        typed = walk.things.typed(row) if row.method == "POST" else {}
        yield row, person, path, walk.visitors[person].ask(row.method, path, typed)


@pytest.mark.sqlite(deep="both")
def test_every_answer_says_what_it_may_load_and_who_may_keep_it(walk, pytestconfig):
    wrong, kept, count = {}, {}, 0
    for row, person, path, response in answers(walk, pytestconfig):
        count += 1
        if lacks := lacking(response):
            wrong[str(row), person] = lacks
        control = response.headers.get("Cache-Control", "")
        if person != ANYBODY and "no-store" not in control and not ASKED_AGAIN.match(path):
            kept[str(row), person] = control
    tally.count("headers", "answers read", count)
    assert (wrong, kept) == ({}, {})


def test_what_the_public_reads_may_be_kept_and_the_login_page_may_not(client, province):
    assert "Cache-Control" not in client.get("/campaigns/2015/")
    assert "no-store" in client.get("/accounts/login/")["Cache-Control"]


@pytest.mark.parametrize("status", [403, 404, 500, 503])
def test_refusals_and_faults_carry_the_headers_too(client, province, settings, monkeypatch, status):
    client.raise_request_exception = False
    client.force_login(province.user("owner"))
    if status == 500:
        monkeypatch.setattr("emulation.views.my_desk", lambda acting: 1 / 0)
    elif status == 503:
        settings.MAINTENANCE_UNTIL = "13:30"
    response = client.get({403: "/admin/", 404: "/pledges/999999/"}.get(status, "/"))
    assert (response.status_code, lacking(response)) == (status, set())
    assert response["Cache-Control"].endswith("no-store")


PACKED = {"Accept-Encoding": "gzip, deflate, br, zstd"}


@pytest.mark.sqlite(deep="both")
def test_a_page_goes_out_compressed_to_who_takes_it(client, province):
    """(In whatever state, within its budget: tests/emulation/test_budgets.py.)"""
    plain, packed = client.get("/campaigns/2015/"), client.get("/campaigns/2015/", headers=PACKED)
    assert "Content-Encoding" not in plain.headers
    assert (packed["Content-Encoding"], packed["Content-Length"]) == ("gzip", str(len(packed.content)))
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 3
    assert "Accept-Encoding" in plain["Vary"] and "Accept-Encoding" in packed["Vary"]


@pytest.mark.sqlite(deep="both")
def test_what_a_secret_adds_to_a_length_is_hidden_by_chance(client, province):
    """Against BREACH: the token of a form is another text each time, and the page has a random length."""
    pages = [client.get("/accounts/login/", headers=PACKED) for _turn in range(8)]
    tokens = {re.search(rb'csrfmiddlewaretoken" value="(\w+)"', gzip.decompress(page.content))[1] for page in pages}
    assert len(tokens) == len(pages)
    launch = [client.get("/campaigns/2015/", headers=PACKED).content for _turn in range(8)]
    assert len(set(map(len, launch))) > 1
    assert len(set(map(gzip.decompress, launch))) == 1


@pytest.mark.sqlite(deep="both")
@pytest.mark.parametrize("status", [403, 404, 500, 503])
def test_refusals_and_faults_go_out_compressed_too(client, province, settings, monkeypatch, status):
    client.raise_request_exception = False
    client.force_login(province.user("owner"))
    if status == 500:
        monkeypatch.setattr("emulation.views.my_desk", lambda acting: 1 / 0)
    elif status == 503:
        settings.MAINTENANCE_UNTIL = "13:30"
    response = client.get({403: "/admin/", 404: "/pledges/999999/"}.get(status, "/"), headers=PACKED)
    assert (response.status_code, response["Content-Encoding"]) == (status, "gzip")
    assert gzip.decompress(response.content).strip().endswith(b"</html>")


@pytest.mark.sqlite(deep="both")
def test_papers_and_workbooks_go_out_as_they_are(client, province, monkeypatch):
    """They are compressed formats already. (Neither is drawn here.)"""
    monkeypatch.setattr("foundation.documents.pdf.render_parts", lambda parts, **paper: b"%PDF-" + bytes(1000))
    monkeypatch.setattr("summaries.views.files.workbook_of", lambda *summary: b"PK" + bytes(1000))
    client.force_login(province.user("board"))
    for path in ("/campaigns/2015/launch.pdf", "/campaigns/2015/phases/1/summary.xlsx"):
        file = client.get(path, headers=PACKED)
        assert "Content-Encoding" not in file.headers
        assert file["Content-Length"] == str(len(file.content))
        assert file.content.startswith((b"%PDF-", b"PK"))


@pytest.mark.sqlite(deep="both")
def test_a_style_sheet_is_sent_by_who_keeps_the_files(client):
    """In use compressed beforehand, for good; in the demo as it lies there."""
    sheet = client.get("/static/css/portal.css", headers=PACKED)
    with open(finders.find("css/portal.css"), "rb") as file:
        assert b"".join(sheet.streaming_content) == file.read()


def test_in_the_demo_an_address_that_is_none_does_not_list_those_that_are(client, province, settings):
    settings.DEBUG = True
    client.force_login(province.user("owner"))
    for address in ("/pledges/999999/", "/nope/"):
        page = client.get(address)
        assert page.status_code == 404
        assert "Không tìm thấy trang" in page.content.decode()
        assert "urlconf" not in page.content.decode().lower()


def test_no_style_or_script_needs_what_the_policy_forbids():
    """Style sheets load our own files only, and no script makes code of text."""
    for name in ("css/tokens.css", "css/portal.css", "css/forms.css", "css/admin.css", "js/portal.js", "js/admin.js"):
        with open(finders.find(name), encoding="utf-8") as file:
            text = file.read()
        assert FORBIDDEN.findall(text) == []


@pytest.mark.sqlite(deep="both")
def test_only_three_methods_are_spoken_anywhere(walk):
    wrong, count = {}, 0
    for row in {row.route: row for row in table() if row.method == "GET"}.values():
        for person in PEOPLE:
            for method in ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"):
                response = walk.visitors[person].ask(method, walk.things.named(row.address), {})
                count += 1
                if (response.status_code, response.headers.get("Allow")) != (405, ", ".join(METHODS)):
                    wrong[method, str(row), person] = response.status_code
    tally.count("headers", "methods refused", count)
    assert wrong == {}


def test_cookies_are_for_this_site_and_for_no_script(province):
    client = Client()
    client.post("/accounts/login/", {"username": "owner", "password": "mot-mat-khau-dai"})
    client.get("/accounts/login/")
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        cookie = client.cookies[name]
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
