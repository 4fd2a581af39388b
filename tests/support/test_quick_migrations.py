"""Tests that migrating quickly makes the database that Django's own way makes."""

import re

import pytest
from django.core.management import call_command
from django.db import connection

from tests.support.quick_migrations import migrate_quickly
from tests.support.upgraded_database import connected_to_an_empty_one

pytestmark = [pytest.mark.deep, pytest.mark.django_db(transaction=True)]
TIME = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:[\d.]+")
OF_POSTGRESQL = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint;
    SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public';
    SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal;
    SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind = 'f';
    SELECT table_name, column_name, ordinal_position, udt_name, character_maximum_length, is_nullable, column_default,
           is_identity FROM information_schema.columns WHERE table_schema = 'public'"""


def test_a_database_migrated_quickly_is_as_django_makes_it(tmp_path):
    with connected_to_an_empty_one(tmp_path, "quick"):
        migrate_quickly()
        quick = described()
    with connected_to_an_empty_one(tmp_path, "plain"):
        call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
        plain = described()
    assert len(plain) > 500
    assert quick == plain


def described():
    """Return a line for each row, column, constraint, index and trigger of the database, without times."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            return [TIME.sub("", line) for line in connection.connection.iterdump()]
        tables = [f"SELECT '{name}', t.* FROM \"{name}\" t" for name in connection.introspection.table_names(cursor)]
        lines = []
        for query in (*OF_POSTGRESQL.split(";"), *tables):
            cursor.execute(query)
            lines += [TIME.sub("", " ".join(map(str, row))) for row in cursor.fetchall()]
        return sorted(lines)
