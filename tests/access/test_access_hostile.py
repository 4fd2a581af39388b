"""Tests that ids and slugs no page ever made, and hostile text in a whole sheet, cause no server error."""

import re

import pytest

from campaigns.models import Filing
from campaigns.sheet import Sheet
from tests.support import access_world
from tests.support.access_table import routes
from tests.support.access_walk import Drawing, Walk
from tests.support.module_rows import cast_for_module

# PostgreSQL: the stricter reader of texts
pytestmark = [pytest.mark.postgres(deep="both"), pytest.mark.django_db, pytest.mark.sweep("hostile ids")]

NUMBERS = ("-1", "abc", "9" * 18, "1" + "0" * 30, "9" * 5000, "%00", "٣")
BOARDS = ("/admin/", "/decisions/", "/register/", "/attachments/")


rows, province = cast_for_module(access_world.build, access_world.NOW)


@pytest.fixture
def walk(province, monkeypatch, settings):
    return Walk(province, Drawing(monkeypatch, settings))


def numbered():
    """Return the addresses with an id, "{}" in its place."""
    paths = {re.sub(r"<(int|path):\w+>", "{}", route) for route in routes()}
    words = {"<slug:slug>": "2015", "<slug:kind>": "annul", "<str:kind>": "person", "<slug:subject>": "account"}
    words |= {"<str:name>": "A1"}
    for word, value in words.items():
        paths = {path.replace(word, value) for path in paths}
    return sorted(f"/{path}" for path in paths if "{}" in path)


def faults(visitor, method, addresses, typed=None):
    """Return the addresses that are answered with a server error."""
    return {address[:120] for address in addresses if visitor.ask(method, address, typed or {}).status_code >= 500}


@pytest.mark.parametrize("number", NUMBERS, ids=range(len(NUMBERS)))
def test_a_hostile_id_is_no_fault(walk, number):
    for address in numbered():
        visitor = walk.visitors["board" if address.startswith(BOARDS) else "owner"]
        for method in ("GET", "POST"):
            assert faults(visitor, method, [address.replace("{}", number)]) == set()


def test_what_no_address_holds_is_not_searched_for(walk):
    answers = [walk.visitors["board"].answer("GET", f"/pledges/?q={'a' * many}", {}) for many in (3998, 3999)]
    assert answers == ["200", "414"]


@pytest.mark.parametrize("number", ["9" * 18, "1" + "0" * 30])
def test_a_hostile_id_below_a_thing_of_ones_own_is_no_fault(walk, number):
    assert faults(walk.visitors["owner"], "GET", [f"/dossiers/{number}/nominees/1/"]) == set()


@pytest.mark.parametrize("number", ["999999", "9" * 18, "1" + "0" * 30])
def test_the_signed_out_learn_nothing_from_an_id(walk, number):
    """A visitor is redirected to the login page whether or not the id exists."""
    public = ("/campaigns/2015/versions/{}/", "/campaigns/2015/versions/{}/launch.pdf", "/campaigns/2015/scans/{}/")
    public += ("/accounts/reset/{}/<str:token>/",)  # a link that ran out, whoever it was for
    for address in numbered():
        if address not in public:  # every version of a published launch, and the scan that shows it signed
            path = address.replace("{}", number).replace("<str:column>", "B")
            assert walk.visitors["anon"].answer("GET", path, {}) == "302", address


@pytest.mark.parametrize("slug", ["-", "none", "a" * 3000, "2015%00", "%C3"])
def test_a_hostile_slug_is_no_fault(walk, slug):
    addresses = {f"/{route}".replace("<slug:slug>", slug) for route in routes() if "<slug:slug>" in route}
    addresses = [re.sub(r"<int:\w+>", "1", address) for address in addresses]
    for person in ("anon", "board"):
        assert faults(walk.visitors[person], "GET", addresses) == set()


@pytest.mark.parametrize("text", ["\x00", "\ud7ff" * 50, "9" * 5000, "-1"], ids=range(4))
@pytest.mark.parametrize("kind", ["pledges", "reports"])
def test_a_sheet_keeps_or_refuses_hostile_text(walk, kind, text):
    """The same text is typed in every field of every part, saved, shown, and submitted."""
    owner, pk = walk.visitors["owner"], walk.things.ids[kind, "school2"]
    for part in Sheet(Filing.objects.with_context().get(pk=pk)).parts:
        path = f"/{kind}/{pk}/parts/{part.number}/"
        assert owner.ask("POST", path, filled(part, text)).status_code == 302
        assert owner.ask("GET", path, {}).status_code == 200
    assert faults(owner, "GET", [f"/{kind}/{pk}/", f"/{kind}/{pk}/check/"]) == set()
    assert owner.ask("POST", f"/{kind}/{pk}/check/", {}).status_code == 200
    assert Filing.objects.get(pk=pk).status == "draft"


def filled(part, text):
    """Return a value for every field of a part of a sheet, with one row of a list."""
    if part.is_rows:
        names = {f"{part.key}-0-{name}": text for name in (*part.empty_form().fields, "uuid")}
        return names | {f"{part.key}-TOTAL_FORMS": "1"}
    return {f"{part.key}-{name}": text for name in part.form.fields}


@pytest.mark.parametrize("value", ["\x00", "9" * 18, "9" * 5000, "٣", "-1", "abc"], ids=range(6))
@pytest.mark.parametrize("name", ["campaign", "phase", "unit"])
def test_a_summary_is_not_begun_from_nonsense(walk, name, value):
    typed = {"campaign": "2015", "phase": "1", "unit": str(walk.world.city.pk)}
    assert walk.visitors["city"].ask("POST", "/summaries/begin/", typed | {name: value}).status_code == 404
