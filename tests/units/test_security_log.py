"""Tests that the log says who signed in and out and what was refused, by numbers, and no word of it is typed."""

import json

import pytest
from django.test import Client

from foundation.refusal_log import ShortRefusals
from tests.support.json_log import json_log

pytestmark = pytest.mark.either
NAME, PASSWORD = "owner", "mot-mat-khau-dai"


@pytest.fixture
def log():
    """A function that returns the lines written so far, without those that the portal's filter drops."""
    with json_log(ShortRefusals()) as lines:
        yield lines


def told(lines):
    return [(line["message"], line.get("person"), line["route"]) for line in lines]


def test_signing_in_and_out_are_lines_with_the_number_of_the_account(province, log):
    client, person = Client(), province.user(NAME).pk
    client.post("/accounts/login/", {"username": NAME, "password": PASSWORD})
    client.post("/accounts/logout/")
    client.post("/accounts/logout/")  # of nobody
    assert told(log()) == [("signed in", person, "/accounts/login/"), ("signed out", person, "/accounts/logout/")]
    assert all(line["level"] == "INFO" and line["request"] and line["time"].endswith("+00:00") for line in log())
    assert NAME not in json.dumps(log()) and PASSWORD not in json.dumps(log())


def test_a_failed_sign_in_is_a_line_with_the_number_of_its_account_if_there_is_one(province, log):
    for name in (NAME, "nobody-of-this-name"):
        Client().post("/accounts/login/", {"username": name, "password": "mat-khau-sai-roi"})
    lines = [(line["message"], line["account"], line["route"]) for line in log()]
    assert lines == [
        ("failed: password", province.user(NAME).pk, "/accounts/login/"),
        ("failed: password", None, "/accounts/login/"),
    ]
    assert not {NAME, "nobody", "mat-khau-sai-roi"} & set(json.dumps(log()).replace('"', " ").split())


def test_what_is_refused_to_somebody_signed_in_is_a_line(client, province, log):
    client.force_login(province.user(NAME))
    person = province.user(NAME).pk
    client.get("/admin/")
    client.get("/pledges/999999/")
    client.get("/nowhere/")
    assert told(log()) == [
        ("Forbidden (Permission denied): /admin/", person, "/admin/"),
        ("Not Found: /pledges/999999/", person, "/pledges/999999/"),
    ]


def test_what_is_refused_to_nobody_in_particular_is_a_line_but_for_a_wrong_address(province, log):
    client = Client(enforce_csrf_checks=True)
    client.get("/pledges/999999/")
    client.post("/accounts/login/", {"username": NAME, "password": PASSWORD})
    client.put("/accounts/login/")
    assert [line["message"] for line in log()] == [
        "Forbidden (CSRF cookie not set.): /accounts/login/",
        "Method Not Allowed: (no route)",
    ]
