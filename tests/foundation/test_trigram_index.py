"""Tests the trigram index that finds a part of a name in a country's units: on PostgreSQL only."""

import pytest
from django.db import connection, migrations
from django.db.migrations.state import ProjectState

from foundation.db.trigram_index import IndexWords
from units.models import Unit

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]
INDEXES = {"called_words", "unit_words", "user_words", "award_words", "nominee_words", "work_words"}


def test_texts_that_are_searched_have_their_index():
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE indexdef LIKE '%gin_trgm_ops%'")
        assert {name for (name,) in cursor.fetchall()} == INDEXES


def test_a_search_goes_by_it():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "unit_words" in Unit.objects.order_by().filter(search_text__contains="truong mam non").explain()


@pytest.mark.parametrize("there", [True, False])
def test_a_server_without_the_extension_does_without(monkeypatch, there):
    monkeypatch.setattr(IndexWords, "_available", staticmethod(lambda connection: there))
    with connection.schema_editor(collect_sql=True) as editor:
        migration = type("Migration", (migrations.Migration,), {"operations": [IndexWords("w", "unit", "name")]})
        migration("0009_words", "units").apply(ProjectState(), editor, collect_sql=True)
    made = ["CREATE INDEX w ON units_unit USING gin (name gin_trgm_ops);"] if there else []
    assert [line for line in editor.collected_sql if "gin_trgm_ops" in line] == made
