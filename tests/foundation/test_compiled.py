"""Queries that are compiled once: they find what Django's own find, and are not compiled again."""

from datetime import date

import pytest
from django.db import connection
from django.db.models.sql.compiler import SQLCompiler
from django.test.utils import CaptureQueriesContext

from foundation.db.compiled import CompiledQuery, number, text
from units.models import Post, User

pytestmark = pytest.mark.django_db


def test_rows_are_those_that_django_finds(world):
    posts = Post.objects.select_related("user", "unit__parent").filter(since__lte=date(2026, 1, 1)).order_by("pk")
    query = CompiledQuery(posts.filter(user=number("user"), role=text("role")))
    assert len(posts) > 5
    for post in posts:
        (fetched,) = query.fetch(user=post.user_id, role=post.role)
        with CaptureQueriesContext(connection) as queries:
            read = [_columns(row) for row in (fetched, fetched.user, fetched.unit, fetched.unit.parent) if row]
        assert read == [_columns(row) for row in (post, post.user, post.unit, post.unit.parent) if row]
        assert not queries.captured_queries
    assert query.fetch(user=posts[0].user_id, role="none") == []


def _columns(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_it_is_compiled_once(world, monkeypatch):
    query = CompiledQuery(User.objects.filter(pk=number("pk")))
    people = list(User.objects.order_by("pk")[:2])
    assert query.fetch(pk=people[0].pk) == people[:1]

    def compiled_again(*_args, **_more):
        raise AssertionError("compiled again")

    monkeypatch.setattr(SQLCompiler, "as_sql", compiled_again)
    assert query.fetch(pk=people[1].pk) == people[1:]


@pytest.mark.parametrize("too_large", [2**63, 10**40, -(2**63)])
def test_a_number_that_no_column_holds_finds_nothing(too_large):
    query = CompiledQuery(User.objects.filter(pk=number("pk")))
    assert query.fetch(pk=too_large) == []
