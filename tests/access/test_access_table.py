"""Tests every address for every person against `access_table.txt`, and that no address lacks its rows there."""

from collections import defaultdict
from hashlib import sha256

import pytest

from tests.support import tally
from tests.support.access_table import ANYBODY, NOT_ASKED, PEOPLE, Row, routes, sections, table
from tests.support.access_walk import Drawing, Walk
from tests.support.sweep_share import drawn, seed_of, share

pytestmark = [pytest.mark.long, pytest.mark.sqlite(deep="both"), pytest.mark.django_db]
REFUSALS = {"403", "404", "405", "409", "410"}
STATUSES = {"200", "202", "302", "idle", "307", "403", "404", "405", "409", "410", "door", "away", NOT_ASKED}
VERSION_PAPER = "campaigns/<slug:slug>/versions/<int:number>/launch.pdf"
PUBLIC = {
    "",
    "begin/",
    "healthz",
    "livez",
    "mails/arrived/<str:token>/",
    "readyz",
    "accounts/login/",
    "accounts/second/",
    "accounts/code/",
    "accounts/code/password/",
    "accounts/forgotten/",
    "accounts/reset/<int:pk>/<str:token>/",
    "accounts/provider/",
    "accounts/provider/callback/",
    "campaigns/",
    "campaigns/<slug:slug>/",
    "campaigns/<slug:slug>/activities/",
    "campaigns/<slug:slug>/exemplars/",
    "campaigns/<slug:slug>/launch.pdf",
    "campaigns/<slug:slug>/scans/<int:pk>/",
    "campaigns/<slug:slug>/versions/<int:number>/",
    VERSION_PAPER,
    "honours/",
    "receipts/",
    "receipts/<str:code>/",
    "verify/",
    "verify/<str:code>/",
    "admin/login/",
}


@pytest.fixture
def walk(province, monkeypatch, settings):
    """Requests as every person of the table."""
    return Walk(province, Drawing(monkeypatch, settings))


def rows_by_route():
    by_route = defaultdict(list)
    for row in table():
        by_route[row.route].append(row)
    return by_route


def people_by_row(rows, config):
    """Return row → people to ask: whoever is answered otherwise than most, in one state of each address; a share of the
    other pairs.
    """
    pairs = [(row, person) for row in rows for person in row.people]
    always = pairs if config.getoption("deep") else set(otherwise_once(rows, config))
    rest = [pair for pair in pairs if pair not in always]
    chosen = {*always, *share(rest, sweep="access table, asked in another row", config=config, key=pair_in_words)}
    people = {row: [person for person in row.people if (row, person) in chosen] for row in rows}
    return {row: names for row, names in people.items() if names}


def otherwise_once(rows, config):
    """Return pairs of a row and a person answered otherwise than most and than their twin, chosen by the seed: of each
    address one for each way to be refused, and for a quarter of those who are let in.
    """
    once = {}
    for row in in_order_of_the_seed(rows, config):
        for person in in_order_of_the_seed(row.people, config):
            if not row.is_expected(person):
                once.setdefault(what_is_proved(row, person), (row, person))
    return [pair for proof, pair in once.items() if not lets_in(proof) or drawn(str(proof), range(4), config) == 0]


def lets_in(proof):
    """Return whether it is proved that somebody gets to read an address or to post to it."""
    _method, _route, _answer, person = proof
    return bool(person)


def what_is_proved(row, person):
    answer = row.to(person)
    return row.method, row.route, answer, "" if answer in REFUSALS else person


def in_order_of_the_seed(items, config):
    return sorted(items, key=lambda item: sha256(f"{seed_of(config)} {item}".encode()).digest())


def pair_in_words(pair):
    return f"{pair[0]} {pair[1]}"


@pytest.mark.parametrize("section", sections())
def test_everybody_gets_the_answer_written_down(walk, section, pytestconfig):
    wrong = {}
    for row, people in people_by_row(sections()[section], pytestconfig).items():
        answers = walk.answers(row, people)
        tally.count("access table", "answers compared", len(answers))
        wrong |= {
            (str(row), person): f"{answer}, not {row.to(person)}"
            for person, answer in answers.items()
            if answer != row.to(person)
        }
    assert wrong == {}


def test_each_refusal_of_an_address_is_met_and_a_quarter_of_those_who_are_let_in(pytestconfig):
    always = {what_is_proved(row, p) for row in table() for p in row.people if not row.is_expected(p)}
    shares = [people_by_row(rows, pytestconfig) for rows in sections().values()]
    asked = {what_is_proved(row, p) for people in shares for row, names in people.items() for p in names}
    let_in = {proof for proof in always if lets_in(proof)}
    assert always - let_in <= asked
    assert len(always - let_in) > 900
    least, most = (1, 1) if pytestconfig.getoption("deep") else (0.2, 0.45)
    assert len(let_in) * least <= len(let_in & asked) <= len(let_in) * most


@pytest.mark.parametrize(
    ("answers", "default"),
    [
        ("302 404 404 404 200 . . . . . . . . .", "404"),
        ("302 404 200 . . . . . . . . . . .", ""),
        (". . 404 . . . . 404 . . 200 . . .", "404"),
        (". . 404 . . . . 200 . . . . . .", ""),
        (". . 200 . . . . 200 . . . . . .", "200"),
    ],
)
def test_the_default_of_a_row_is_what_most_are_answered(answers, default):
    given = answers.split()
    assert Row("GET", "/", "-", (*given, *[NOT_ASKED] * (len(PEOPLE) - len(given)))).default == default


def test_the_table_is_counted():
    tally.count("access table", "addresses", len(routes()))
    tally.count("access table", "people", len(PEOPLE))
    assert len(routes()) > 100


def test_no_address_is_without_a_row_to_read_it_and_a_row_to_post_to_it():
    methods = {route: {row.method for row in rows} for route, rows in rows_by_route().items()}
    assert methods == {route: {"GET", "POST"} for route in routes()}


def test_everybody_is_asked_at_every_address():
    unasked = {
        route: [person for person in PEOPLE if all(row.to(person) == NOT_ASKED for row in rows)]
        for route, rows in rows_by_route().items()
    }
    assert {route: people for route, people in unasked.items() if people} == {}


def test_no_answer_is_a_fault_and_none_is_unknown():
    assert {answer for row in table() for answer in row.answers} <= STATUSES


def test_no_row_is_written_twice():
    rows = [str(row) for row in table()]
    assert sorted(rows) == sorted(set(rows))


def test_the_signed_out_are_let_in_nowhere_but_on_the_public_pages():
    let_in = {row.route for row in table() if row.to(ANYBODY) not in ("302", NOT_ASKED)}
    assert let_in == PUBLIC


def test_every_address_with_an_id_is_tried_within_reach_and_out_of_it():
    answers = {
        route: {answer for row in rows for answer in row.answers}
        for route, rows in rows_by_route().items()
        if route not in PUBLIC and ("<int:" in route or "<path:" in route)
    }
    assert {route for route, met in answers.items() if not {"404", "302"} < met} == set()


SUMMARY_TO_SIGN = (
    "edit",
    "edit/sentence/V.3",
    "edit/add/I.1",
    "edit/words",
    "edit/figures",
    "word",
    "propose",
    "withdraw",
    "close",
    "register",
    "take-back",
    "scan",
    "revise",
)
"""Pages of a summary at which its clerk is answered otherwise while it is to be signed: she can see it then."""


def test_people_of_the_office_without_work_of_their_own_are_answered_as_who_has_no_post():
    """Accountant, secretary and member; the clerk but for what is to be signed, and scans.

    To begin a dossier is refused to who acts for a unit, and is no page for who acts for none.
    """
    rows = [row for row in table() if row.path != "/dossiers/new/"]
    assert [row for row in rows if row.to("office") not in (NOT_ASKED, row.to("root"))] == []
    of_clerk = [row for row in rows if not row.is_expected("clerk") and row.to("clerk") not in (NOT_ASKED, "404")]
    assert {(row.address, row.state) for row in of_clerk if "{issued}" not in row.path} == {
        (f"/decisions/{{drafted}}/{page}", "to_sign")
        for page in (
            "",
            "decision.pdf",
            "wording/",
            "propose/",
            "withdraw/",
            "discard/",
            "close/",
            "take-back/",
            "register/",
            "record/",
            "scan/",
            "amend/adjust/",
        )
    } | {(f"/summaries/{{province}}/{page}/", "to_sign") for page in SUMMARY_TO_SIGN} | {
        (f"/summaries/{{province2}}/{page}/", "-") for page in ("register", "scan", "scans/{province2}/withdraw")
    } | {(f"/letters/{query}", "-") for query in ("", "?export=csv", "?export=xlsx")}
    assert {str(row) for row in of_clerk if row.to("clerk") == "302"} == {
        "POST /attachments/{issued}/withdraw/ -",
        "POST /summaries/{province2}/scans/{province2}/withdraw/ -",
    }


def test_an_inspector_does_nothing_but_inspect_say_how_to_be_reached_and_read_a_warning():
    done = {row.path for row in table() if row.method == "POST" and row.to("inspector") == "302"}
    assert {path for path in done if not path.startswith("/inspections/")} == {
        "/accounts/contact/",
        "/accounts/failures/",
    }
    assert {"/inspections/{school}/mend/", "/inspections/{bank}/edit/", "/inspections/{far}/edit/"} & done == set()


def test_a_superuser_without_a_post_has_only_what_everybody_signed_in_has():
    for row in table():
        others = set(row.answers[2:]) - {NOT_ASKED}
        if row.to("root") in ("200", "202", "302"):
            assert (
                others <= {row.to("root"), "302", "idle"}
                or row.route == "campaigns/<slug:slug>/phases/<int:number>/summary/"
            )


@pytest.mark.parametrize("person", [ANYBODY, "neighbour"])
def test_head_tells_no_more_than_the_page(walk, person):
    """Tries one row of each address that asks the person. (The other methods: `test_headers.py`.)"""
    rows = [row for row in reversed(table()) if row.method == "GET" and row.to(person) != NOT_ASKED]
    wrong = {}
    for row in {row.route: row for row in rows}.values():
        path, visitor = walk.things.named(row.address), walk.visitors[person]
        head = visitor.ask("HEAD", path, {})
        if (head.getvalue(), visitor.told(head, path)) != (b"", row.to(person)):
            wrong[str(row)] = head.status_code
    assert wrong == {}
