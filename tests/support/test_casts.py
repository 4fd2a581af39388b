"""Tests that a copied cast has the rows that were built, and that replaying its SQL is still quicker."""

import time
from datetime import date

import pytest
from django.db import transaction

from campaigns.models import Filing, Phase
from tests.support import access_world, casts, module_rows
from tests.support.world import build
from units.models import Post, Unit, UnitKind

pytestmark = pytest.mark.django_db


def everything():
    """Return every row of the cast's tables without what differs in each building: passwords, keys, times."""
    sheets = Filing.objects.order_by("called__path", "kind")
    return {
        "units": [*Unit.objects.order_by("path").values_list("name", "path", "kind", "members")],
        "posts": [*Post.objects.order_by("pk").values_list("user__username", "unit__name", "role")],
        "phases": [*Phase.objects.order_by("number").values_list("number", "status", "starts_on")],
        "filings": [*sheets.values_list("called__unit__name", "kind", "status")],
    }


def rolled_back(act):
    """Run the act, return what `everything` was then, and roll back."""
    with transaction.atomic():
        act()
        rows = everything()
        transaction.set_rollback(True)
    return rows


def test_the_first_copy_and_every_later_one_hold_what_was_built():
    rows = rolled_back(build)
    assert len(rows["filings"]) > 10
    assert rolled_back(casts.copied) == rows
    assert casts._casts[build].statements
    assert rolled_back(casts.copied) == rows


def test_a_row_made_after_a_copy_gets_a_number_of_its_own():
    world = casts.copied()
    last = Unit.objects.order_by("-pk").first().pk
    unit = Unit(
        name="Mới", full_name="Mới", parent=world.province, kind=UnitKind.UPPER_PLACE, valid_from=date(2015, 1, 1)
    )
    unit.save()
    assert unit.pk > last


def test_a_cast_of_which_every_test_has_the_rows_is_not_copied_again():
    province, units = casts.copied().province, Unit.objects.count()
    with casts.held(build):
        assert casts.copied().province == province
    assert Unit.objects.count() == units


def test_a_module_shares_a_cast_if_each_of_its_tests_begins_with_it(request, world):
    test, cast = request.node, {"world": build}
    assert module_rows.cast_of_all([test, test], cast) is build
    assert module_rows.cast_of_all([test], cast) is None
    assert module_rows.cast_of_all([test, test], {"province": access_world.build}) is None


def test_the_kept_sql_takes_less_than_half_the_time_of_bulk_create():
    """If this fails, `copied` no longer needs it: it can always go through `_bulk_create`."""
    rolled_back(casts.copied)
    cast = casts._casts[build]
    assert quickest(casts.copied) < quickest(lambda: casts._bulk_create(cast)) / 2


def quickest(act):
    """Return processor seconds of this process, the least of five runs, each rolled back."""
    seconds = []
    for _ in range(5):
        with transaction.atomic():
            before = time.process_time()
            act()
            seconds.append(time.process_time() - before)
            transaction.set_rollback(True)
    return min(seconds)
