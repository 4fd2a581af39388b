"""Tests what the budgets count: rows fetched through a server-side cursor too, and that the portal opens none."""

import pytest
from django import forms
from django.db import connection

from tests.support.fetched_rows import counted
from units.models import Role, Unit

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]


@pytest.fixture
def server_side_cursors(monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", False)


def draw_a_box():
    """Read a queryset choice by choice, as the widget of a choice box does."""
    for _choice in forms.ModelChoiceField(Unit.objects.order_by("pk")).choices:
        pass


def said(spent):
    return [statement.split()[0] for statement in spent.statements]


def test_a_box_to_choose_from_is_one_statement(world):
    with counted() as spent:
        draw_a_box()
    assert (said(spent), spent.rows) == (["SELECT"], len(world.units))


def test_a_cursor_on_the_server_is_counted_with_each_fetch_and_its_end(world, server_side_cursors):
    with counted() as spent:
        draw_a_box()
    assert (said(spent), spent.rows) == (["SELECT", "FETCH", "FETCH", "CLOSE"], len(world.units))


def test_an_executemany_is_as_many_statements_as_it_has_rows(world):
    with counted() as spent, connection.cursor() as cursor:
        cursor.executemany("UPDATE units_post SET role = %s WHERE role = %s", [[Role.LEADER, role] for role in "abc"])
    assert said(spent) == ["UPDATE"] * 3


def test_the_server_is_sent_what_is_counted(world, client):
    """The server's own log, sent along as notices, has all statements that came over the connection."""
    told = []
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL client_min_messages TO log; SET LOCAL log_statement TO 'all'")
    connection.connection.notices = told
    with counted() as spent:
        client.get("/honours/")
    sent = [notice for notice in told if not any(word in notice for word in ("SAVEPOINT", "statement: RELEASE"))]
    assert len(sent) == spent.queries > 0
