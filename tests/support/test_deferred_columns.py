"""Tests that reading a deferred column fails, and that the patch behind it is still needed."""

import pytest
from django.db import models

from units.models import Unit

pytestmark = pytest.mark.sqlite  # the same on both


def test_reading_a_column_left_out_by_only_fails_and_names_it(world):
    school = Unit.objects.only("name").get(pk=world.school.pk)
    assert school.name == "CĐCS Trường THCS Đồi Na"
    with pytest.raises(AssertionError, match=r"units\.Unit\.symbol is read, but only\(\) or defer\(\) left it out"):
        assert school.symbol


def test_django_cannot_forbid_it_itself_yet():
    """If this fails, use QuerySet.fetch_mode() of Django 6.1 in place of tests/support/deferred_columns.py."""
    assert not hasattr(models.QuerySet, "fetch_mode")
