"""Tests that two campaigns of one year are told apart by name where the same people take part in both."""

import re
from datetime import datetime
from html import unescape

import pytest

from campaigns import running
from campaigns.actions import phases
from campaigns.actions.catalogues import write_catalogue
from campaigns.actions.copies import copy_campaign
from campaigns.actions.set_up import begin_campaign
from campaigns.catalogue.stored import catalogue_of
from campaigns.models import Campaign, Filing, Phase
from campaigns.models.year_names import named_year, told_apart
from campaigns.papers import filing_text
from campaigns.running import CampaignOfYear, titles_of_twins
from campaigns.setup.copying import PIECES
from campaigns.sheet import Sheet
from foundation import clock

pytestmark = [pytest.mark.either(whole=True)]

PEAK = "Thi đua cao điểm chào mừng Đại hội"


@pytest.fixture(autouse=True)
def in_march():
    running.forget()
    with clock.travel("2015-03-02T09:00+07:00"):
        yield
    running.forget()


@pytest.fixture
def two(world):
    """The campaign of 2015 and a second one of the year, a copy, published with its first phase open."""
    by, keys = world.by("board"), [piece.key for piece in PIECES]
    world.peak = copy_campaign(world.campaign, title=PEAK, year=2015, pieces=keys, by=by).target
    phases.publish(world.peak, by=by)
    phases.open_phase(Phase.objects.select_related("campaign__unit").get(campaign=world.peak, number=1), by=by)
    return world


def published(pk, year=2016, title="Phong trào", unit="A", path="0001", slug="2016", at="2015-12-01T00:00+00:00"):
    return CampaignOfYear(pk, year, title, slug, unit, path, at and datetime.fromisoformat(at))


def test_campaigns_of_one_year_get_their_titles_if_one_unit_is_above_the_other():
    rows = [
        published(1, title="Tỉnh", path="00010001"),
        published(2, title="Cao điểm", path="00010001"),
        published(3, title="Toàn quốc", path="0001"),
        published(4, title="Tỉnh khác", path="00010002"),
        published(5, year=2015, title="Tỉnh", path="00010001"),
    ]
    assert titles_of_twins(rows) == {1: "Tỉnh", 2: "Cao điểm", 3: "Toàn quốc", 4: "Tỉnh khác"}
    assert titles_of_twins([rows[0], rows[3], rows[4]]) == {}


def test_one_that_is_not_published_has_its_title_and_renames_no_published_one():
    rows = [published(1, title="Tỉnh"), published(2, title="Soạn", at=None), published(3, title="Nháp", at=None)]
    assert titles_of_twins(rows) == {2: "Soạn", 3: "Nháp"}
    assert titles_of_twins(rows[1:]) == {2: "Soạn", 3: "Nháp"}
    assert titles_of_twins(rows[:1]) == {}


def test_two_with_one_title_get_their_unit_or_their_address():
    rows = [published(1, unit="LĐLĐ tỉnh", path="00010001"), published(2, unit="TLĐ", path="0001")]
    assert titles_of_twins(rows) == {1: "Phong trào, LĐLĐ tỉnh", 2: "Phong trào, TLĐ"}
    rows = [published(1), published(2, slug="2016-2")]
    assert titles_of_twins(rows) == {1: "Phong trào, 2016", 2: "Phong trào, 2016-2"}


def test_choices_alike_get_what_tells_them_apart():
    named = [("1", "Đợt 1 năm 2016", "A"), ("2", "Đợt 1 năm 2016", "B"), ("3", "Đợt 2 năm 2016", "A")]
    assert told_apart(named) == [("1", "Đợt 1 năm 2016 (A)"), ("2", "Đợt 1 năm 2016 (B)"), ("3", "Đợt 2 năm 2016")]


def pledge_of(world, campaign):
    return Filing.objects.with_context().get(
        called__unit=world.school, called__phase__campaign=campaign, called__phase__number=1, kind="pledge"
    )


def test_lists_desks_sheets_and_papers_name_the_campaign(two, sign_in_as):
    board, owner = sign_in_as("board"), sign_in_as("owner")
    choices = [name for _pk, name in board.get("/pledges/").context["filter"].filters["phase"].extra["choices"]]
    assert f"Đợt 1 năm 2015 ({PEAK})" in choices
    assert f"Đợt 1 năm 2015 ({two.campaign.title})" in choices
    assert f"đợt 1 năm 2015 ({PEAK})" in board.get("/").text
    late = pledge_of(two, two.peak)
    assert catalogue_of(late.phase).campaign.twin_title == PEAK
    assert f"Đăng ký thi đua đợt 1 năm 2015 ({PEAK})" in owner.get(late.get_absolute_url()).text
    assert PEAK in filing_text(Sheet(late))
    first = pledge_of(two, two.campaign)
    assert first.title == f"Đăng ký thi đua đợt 1 năm 2015 ({two.campaign.title})"
    assert Sheet(first).title == first.title
    # what was opened while it was the only one of its year keeps the words of its papers
    assert two.campaign.title not in filing_text(Sheet(first))
    assert catalogue_of(first.phase).phase_in_year == "đợt 1 năm 2015"


def test_one_campaign_a_year_is_named_by_its_year(world):
    assert str(world.phase) == "Đợt 1 năm 2015"
    assert named_year(world.campaign) == "2015"
    begun = begin_campaign({"title": PEAK, "year": 2015}, by=world.by("board"))  # not published
    assert named_year(begun) == f"2015 ({PEAK})"
    assert str(world.phase) == "Đợt 1 năm 2015"
    assert Campaign.objects.filter(year=2015).count() == 2


AMBIGUOUS = re.compile(
    r"(?:[Đđ]ợt \d+ năm |[Đđ]ợt \d+/|[Pp]hong trào (?:năm )?|[Cc]ả năm |[Cc]hỉ tiêu năm |tiên tiến năm |hoạt động năm "
    r"|\s1/)2015(?! ?\(| trong)"
)
"""Words that name a campaign or a phase by the year alone; not the end of a report, whose title says which."""


def words_of(page):
    """Return the words of a page, without the launch's own texts."""
    text = unescape(re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<(script|style).*?</\1>", "", page)))
    return " ".join(text.split())


@pytest.mark.parametrize("person", ["board", "district", "owner"])
def test_no_page_that_a_person_meets_names_one_of_two_by_the_year_alone(two, sign_in_as, person):
    """From the desk along every link, a page of each kind of address; of phases opened since both are published."""
    write_catalogue(
        Phase.objects.select_related("campaign__unit").get(pk=two.phase.pk), by=two.by("board"), reason="Hai"
    )
    client, seen, ambiguous = sign_in_as(person), set(), []
    to_visit = ["/"]
    while to_visit:
        address = to_visit.pop(0)
        page = client.get(address)
        if page.status_code != 200 or not page["Content-Type"].startswith("text/html"):
            continue
        ambiguous += [(address, found[0]) for found in AMBIGUOUS.finditer(words_of(page.text))]
        for link in re.findall(r'href="(/[^"#]*)', page.text):
            kind = re.sub(r"\d+", "0", unescape(link).partition("?")[0])
            if kind not in seen and not kind.startswith(("/static/", "/logout", "/admin/", "/ho-so")):
                seen.add(kind)
                to_visit.append(unescape(link))
    assert len(seen) > 20
    assert ambiguous == []
