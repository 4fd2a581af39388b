"""Tests what a phase asks: read from live rows before it is opened, from its written catalogue afterwards."""

import pytest
from django.db import IntegrityError, transaction

from campaigns.actions import phases
from campaigns.actions.catalogues import write_catalogue
from campaigns.catalogue.live import live_catalogue
from campaigns.catalogue.stored import CATALOGUE, catalogue_of
from campaigns.models import AskedCatalogue, Indicator, Phase
from foundation.digest import digest
from units.models.event import AppendOnly

pytestmark = [pytest.mark.either, pytest.mark.django_db]


def of(phase):
    return Phase.objects.select_related("campaign__unit").get(pk=phase.pk)


def test_opening_a_phase_writes_what_it_asks(world):
    written = AskedCatalogue.objects.get()
    assert (written.phase, written.version, written.reason) == (world.phase, 1, "")
    assert (written.by, written.at) == (world.user("board"), of(world.phase).opened_at)
    assert of(world.phase).catalogue == written
    assert digest(written.content) == written.sha256
    assert catalogue_of(of(world.phase)) == live_catalogue(of(world.phase))


def test_a_planned_phase_asks_what_the_rows_say_and_an_open_one_what_it_asked(world):
    Indicator.objects.filter(code="DH01").update(name="Danh hiệu khác", active=False)
    Indicator.objects.filter(code="DH02").update(name="Tên mới")
    asked = {indicator.code: indicator.name for indicator in catalogue_of(of(world.phase)).indicators}
    planned = {indicator.code: indicator.name for indicator in catalogue_of(of(world.phase2)).indicators}
    assert "DH01" in asked and "DH01" not in planned
    assert asked["DH02"] != planned["DH02"] == "Tên mới"


def test_a_later_version_is_in_force_and_the_first_one_stays(world):
    Indicator.objects.filter(code="DH02").update(name="Tên mới")
    second = write_catalogue(of(world.phase), by=world.by("board"), reason="Sai tên.")
    assert (second.version, of(world.phase).catalogue) == (2, second)
    names = [
        {row["code"]: row["name"] for row in content["indicators"]}["DH02"]
        for content in AskedCatalogue.objects.order_by("version").values_list("content", flat=True)
    ]
    assert names[0] != names[1] == "Tên mới"


def test_what_is_written_is_neither_changed_nor_taken_away(world):
    written = AskedCatalogue.objects.get()
    with pytest.raises(AppendOnly):
        written.save()
    with pytest.raises(AppendOnly):
        AskedCatalogue.objects.update(version=3)
    with transaction.atomic(), pytest.raises(IntegrityError, match="asked_catalogue_is_frozen"):
        AskedCatalogue._base_manager.filter(pk=written.pk).update(content={})


def test_meaning_is_that_of_the_figures_and_not_of_the_words(world):
    meanings = {indicator.code: indicator.meaning for indicator in catalogue_of(of(world.phase2)).indicators}
    Indicator.objects.filter(code="DH01").update(name="Tên mới", help_text="Khác", decimals=1)
    Indicator.objects.filter(code="DH02").update(unit_of_measure="tập thể")
    now = {indicator.code: indicator.meaning for indicator in catalogue_of(of(world.phase2)).indicators}
    assert {code for code in meanings if meanings[code] != now[code]} == {"DH02"}


def test_an_opened_second_phase_is_the_last_one(world):
    phases.open_phase(world.phase2, by=world.by("board"))
    assert [catalogue_of(of(phase)).phase.is_last for phase in (world.phase, world.phase2)] == [False, True]


@pytest.mark.parametrize(
    ("judged", "category", "over_units", "over_phases", "less_is_better", "pace"),
    [
        ("each_phase", "work", "sum", "sum", False, "even"),
        ("each_phase", "spring", "sum", "sum", False, "early"),
        ("each_phase", "study", "sum", "last", False, "early"),
        ("each_phase", "enterprise", "ratio", "last", False, "none"),
        ("each_phase", "safety", "sum", "sum", True, "none"),
        ("school_year", "title", "sum", "last", False, "school_year"),
        ("year_end", "title", "yes_no", "last", False, "end"),
    ],
)
def test_catalogues_before_format_3_get_a_pace(judged, category, over_units, over_phases, less_is_better, pace):
    indicator = {
        "judged": judged,
        "section": ["A"],
        "unit_of_measure": "triệu đồng/người",
        "over_units": over_units,
        "over_phases": over_phases,
        "less_is_better": less_is_better,
    }
    content = {"sections": [{"path": ["A"], "category": category}], "indicators": [indicator]}
    upgraded = CATALOGUE.read(content, 1)
    assert (upgraded["indicators"][0]["pace"], len(upgraded["checks"])) == (pace, 4)
