"""Tests sections with numbers of their own and sections below them: on entry pages, to read, on paper, from a file."""

import pytest
from django.core.exceptions import ValidationError

from campaigns.actions.catalogues import write_catalogue
from campaigns.campaign_import.loading import load
from campaigns.catalogue.live import live_catalogue
from campaigns.catalogue.stored import catalogue_content, read_catalogue
from campaigns.models import CalledUnit, Indicator, Phase, Section
from campaigns.papers import filing_context
from campaigns.sheet import Sheet, indicators_asked_of
from campaigns.sheet.reading import reading_of
from foundation import clock
from foundation.toml_schema import BadFile
from tests.campaigns.test_loading import SMALL
from tests.campaigns.test_sheet_pages import signed_in, text
from tests.support.filing_steps import PLEDGING, drafted
from units.models import UnitKind

pytestmark = [pytest.mark.either(deep="both"), pytest.mark.django_db]

INDICATORS = """
[[sections]]
number = "I"
name = "Đổi mới sáng tạo"
line_numbers = "nested"

[[sections]]
number = "I.1"
name = "Chuyển đổi số"
below = "I"

[[indicators]]
section = "I/I.1"
code = "ST05"
name = "Văn bản xử lý trên môi trường điện tử"
unit_of_measure = "văn bản"
over_units = "ratio"
denominator_name = "văn bản đến, đi"
over_phases = "sum"
pace = "none"
asked_in = ["report"]
asked = { not_small = ["HC"] }

[[indicators]]
section = "I"
code = "ST01"
name = "Sáng kiến"
unit_of_measure = "sáng kiến"
over_units = "sum"
over_phases = "sum"
pace = "even"
number = "a)"
asked_in = ["pledge"]
asked = { all = ["HC"] }
"""


@pytest.fixture
def load_both(world, tmp_path):
    """Load a campaign of one phase with the indicators of a text."""

    def loaded(indicators, head=""):
        paths = tmp_path / "campaign.toml", tmp_path / "indicators.toml"
        paths[0].write_text(SMALL.replace("year = 2016\n", f"year = 2016\n{head}\n"), encoding="utf-8")
        paths[1].write_text(indicators, encoding="utf-8")
        return load(paths[0], world.province, paths[1])

    return loaded


def ask_anew(world):
    """Let the open phase ask what the rows say now."""
    write_catalogue(Phase.objects.get(pk=world.phase.pk), by=world.by("board"), reason="test")


@pytest.fixture
def school_asked_by_groups(world):
    """The pledge of a school whose sections are I with I.1 below, and II."""
    sections = {section.number: section for section in world.campaign.sections.all()}
    Section.objects.filter(pk=sections["I"].pk).update(number="Z")
    for letter, columns in {
        "A": {"number": "I", "line_numbers": "nested"},
        "B": {"number": "II"},
        "D": {"number": "I.1", "parent": sections["A"], "line_numbers": "nested", "category": "other"},
    }.items():
        Section.objects.filter(pk=sections[letter].pk).update(**columns)
    Indicator.objects.exclude(section__in=[sections[letter] for letter in "ABD"]).update(active=False)
    Indicator.objects.filter(code="PT02").update(number="1a")
    ask_anew(world)
    with clock.travel(PLEDGING):
        yield drafted(world)


def test_sections_below_another_follow_it_whatever_their_order(school_asked_by_groups, world):
    catalogue = live_catalogue(Phase.objects.get(pk=world.phase.pk))
    assert [section.path for section in catalogue.sections[:3]] == [("I",), ("I", "I.1"), ("II",)]
    assert [indicator.code[:2] for indicator in catalogue.indicators][:7] == [*["PT"] * 5, "HT", "HT"]
    again = read_catalogue(catalogue_content(catalogue), 3)
    assert (again.sections, again.line_numbers, again.small_below) == (
        catalogue.sections,
        catalogue.line_numbers,
        30,
    )


def test_entry_page_has_headings_and_numbers(school_asked_by_groups, world, client):
    sheet = Sheet(school_asked_by_groups)
    part = sheet.by_key("indicators")
    labels = [str(part.form.fields[name].label) for name in ("PT01", "PT02-n", "PT03")]
    assert [label.partition(" ")[0] for label in labels] == ["I.1.", "1a.", "I.3."]
    assert [group.name_in_address for group in part.groups] == ["I", "I/I.1"]
    client = signed_in(client, world, "owner")
    whole = client.get(school_asked_by_groups.url("part", part.number)).content.decode()
    assert whole.index('<h2 class="group-head">I. ') < whole.index('<h3 class="group-head">I.1. ')
    group = text(client.get(school_asked_by_groups.part_url(part.number, group="I/I.1")))
    assert f"nhóm 2/2 · {part.groups[0].section}" in group


def test_paper_and_page_to_read_have_headings_and_numbers(school_asked_by_groups):
    sheet = Sheet(school_asked_by_groups)
    reading = reading_of(sheet)
    table = filing_context(sheet, reading)["figures"]
    printed = [row.cells[0] for row in table.rows]
    assert printed == ["I", "I.1", "1a", "I.1", "I.1.1", "I.1.3"]
    titles = filing_context(sheet, reading)["titles"]
    assert [row.cells[0] for row in titles.rows][:3] == ["II", "1", "2"]
    headings = [headings for headings, _lines in reading.headed_sections]
    assert [[heading.partition(" ")[0] for heading in of_section] for of_section in headings] == [
        ["I."],
        ["I.1."],
        ["II."],
    ]


def test_a_heading_is_printed_above_a_section_below_it_alone(school_asked_by_groups, world):
    Indicator.objects.filter(section__name__startswith="Tổ chức phong").update(active=False)
    ask_anew(world)
    sheet = Sheet(world.sheet("school", "pledge"))
    rows = filing_context(sheet, reading_of(sheet))["figures"].rows
    assert [row.cells[0] for row in rows][:3] == ["I", "I.1", "I.1.1"]


def test_a_file_says_numbers_sections_below_and_own_denominators(load_both):
    campaign = load_both(INDICATORS, "small_below = 20")
    phase = campaign.phases.get()
    catalogue = live_catalogue(phase)
    assert [str(section) for section in catalogue.sections] == ["I. Đổi mới sáng tạo", "I.1. Chuyển đổi số"]
    assert (campaign.sections.first().category, catalogue.small_below) == ("other", 20)
    assert [catalogue.line_numbers.get(indicator.pk) for indicator in catalogue.indicators] == ["a)", None]
    for members, required in ((19, False), (20, True)):
        called = CalledUnit(phase=phase, kind=UnitKind.GRASSROOTS, strand="administrative", members=members)
        (asked_indicator,) = indicators_asked_of(catalogue, called, "report")
        assert (asked_indicator.indicator.denominator_from, asked_indicator.required) == ("", required)


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('below = "I"', 'below = "II"', "II/I.1: không có mục lớn “II” đứng trước."),
        ('asked = { all = ["HC"] }', "asked = { }", "ST01: chưa hỏi đơn vị nào."),
        ('section = "I"\n', 'section = "I.1"\n', "ST01: không có mục “I.1”."),
        ('code = "ST05"', 'code = "ST01"', "“ST01” xuất hiện hai lần."),
        ('denominator_name = "văn bản đến, đi"\n', "", "ST05: tỷ lệ phải có tên mẫu số, chỉ tiêu khác thì không."),
    ],
)
def test_a_file_that_contradicts_itself_is_refused(load_both, before, after, fault):
    with pytest.raises(BadFile) as error:
        load_both(INDICATORS.replace(before, after))
    assert fault in error.value.sentences


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"parent": "C"}, "Chỉ chọn được mục lớn: mục con không có mục con nữa."),
        ({"number": "I 1"}, "Số mục gồm chữ, số, dấu chấm, ví dụ: I, 1, 1.1, A."),
        ({"parent": "other campaign"}, "Mục đã chọn thuộc phong trào khác."),
    ],
)
def test_a_section_stands_where_it_can(world, load_both, columns, sentence):
    sections = {section.number: section for section in world.campaign.sections.all()}
    Section.objects.filter(pk=sections["C"].pk).update(parent=sections["A"])
    sections["C"].refresh_from_db()
    if columns.get("parent") == "other campaign":
        columns = {"parent": load_both(INDICATORS).sections.first()}
    elif "parent" in columns:
        columns = {"parent": sections["C"]}
    section = sections["B"]
    for name, value in columns.items():
        setattr(section, name, value)
    with pytest.raises(ValidationError) as error:
        section.full_clean()
    assert sentence in error.value.messages


def test_a_section_with_others_below_stays_an_outer_one(world):
    first, second, third = world.campaign.sections.all()[:3]
    Section.objects.filter(pk=third.pk).update(parent=first)
    first.parent = second
    with pytest.raises(ValidationError) as error:
        first.full_clean()
    assert error.value.messages == ["Mục này đang có mục con nên phải là mục lớn."]
