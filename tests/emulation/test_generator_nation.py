"""Tests small generated provinces under one confederation, and that the same seed gives the same rows."""

import pytest
from django.core.management import call_command
from django.db import transaction

from awards.models import Award, Nomination
from campaigns.models import CalledUnit, Campaign, Figure, Filing
from emulation.fictional.generator.build import generate
from emulation.fictional.generator.phases import NOW
from emulation.fictional.generator.sizes import SIZES, CountrySize
from foundation import clock
from units.models import Event, Unit, UnitKind, User

pytestmark = [
    pytest.mark.sqlite(deep="both"),
    pytest.mark.django_db,
    pytest.mark.usefixtures("words_read_again"),
]
TWO = CountrySize(provinces=2, unions=14)


def rows():
    """Return all generated rows without their ids."""
    sheet = [f"submission__filing__{name}" for name in ("called__path", "called__phase__number", "kind")]
    figures = Figure.objects.values_list(*sheet, "indicator__code", "value", "numerator", "denominator")
    return [
        sorted(map(repr, queryset))
        for queryset in (
            Unit.objects.values_list("path", "name", "full_name", "kind", "strand", "workers", "members"),
            User.objects.values_list("username", "full_name", "sort_key"),
            Filing.objects.values_list("called__path", "called__phase__number", "kind", "status", "submitted_at"),
            figures,
            Nomination.objects.values_list("nominee__name", "title_asked__code", "status", "wording"),
            Award.objects.values_list("name", "number", "papers__code"),
            Event.objects.values_list("at", "verb", "acting_as", "personal__data"),
        )
    ]


def generated(size, seed):
    """Return the rows of a database that is filled and emptied again."""
    with transaction.atomic():
        generate(size, seed)
        expected_rows = rows()
        transaction.set_rollback(True)
    return expected_rows


@pytest.mark.deep
def test_the_same_seed_gives_the_same_rows_and_another_seed_others():
    size = CountrySize(provinces=1, unions=14)
    first = generated(size, seed=1)

    assert generated(size, seed=1) == first
    other = generated(size, seed=2)
    assert [row != other_row for row, other_row in zip(first, other, strict=True)] == [True] * len(first)


def test_provinces_stand_under_the_confederation_that_launches(client):
    told = []
    generate(TWO, 3, lambda province: told.append(province.root.name))

    root = Unit.objects.get(parent=None)
    assert (root.kind, Unit.objects.count(), len(told)) == (UnitKind.CONFEDERATION, TWO.total, 2)
    assert Campaign.objects.get().unit == root
    assert list(Unit.objects.filter(parent=root).values_list("name", flat=True)) == told
    for province in Unit.objects.filter(kind=UnitKind.PROVINCE):
        assert Unit.objects.below(province).count() == TWO.unions - 1
    assert CalledUnit.objects.filter(phase__number=1).count() == TWO.total - 1
    with clock.travel(NOW):
        for name in ("board", "leader", "district", "officer"):
            client.force_login(User.objects.get(username=name))
            for url in ("/", "/campaigns/2015/phases/2/", "/reports/", "/campaigns/2015/phases/1/summary/"):
                assert client.get(url).status_code == 200, (name, url)
        client.force_login(User.objects.get(username="board"))
        assert client.get("/appraisal/").status_code == 200


def test_the_command_says_who_signs_in(capsys, settings, monkeypatch):
    settings.DEBUG = True
    monkeypatch.setitem(SIZES, "province", CountrySize(provinces=1, unions=14))

    call_command("generate", "province", seed=5)

    said = capsys.readouterr().out
    assert "LĐLĐ tỉnh Lạng Sơn, 14 đơn vị" in said
    assert "Tên người, tên đơn vị, số liệu là hư cấu." in said
    assert all(f"  {name} " in said for name in ("officer", "district", "chair", "board", "leader", "admin"))
