"""Tests that every list, page and choice shows each role exactly the rows within its reach."""

import pytest

from campaigns.models import Phase
from summaries.models import Summary
from tests.support import access_world
from tests.support.module_rows import cast_for_module
from tests.support.world import PEOPLE
from units.models import Unit, User

pytestmark = [pytest.mark.postgres(deep="both"), pytest.mark.django_db, pytest.mark.sweep("lists of each person")]

DISTRICT = {"district", "school", "commune", "porters"}
BELOW_PROVINCE = DISTRICT | {"city", "bank", "direct", "central"}
CALLED = {
    "root": set(),
    "owner": {"school"},
    "neighbour": {"commune"},
    "district": DISTRICT,
    "chair": DISTRICT,
    "city": {"city", "bank"},
    "board": BELOW_PROVINCE,
    "leader": BELOW_PROVINCE,
    "admin": BELOW_PROVINCE,
    "far_officer": {"far"},
    "far_board": {"far"},
}
PHASES = {"2015_1", "2015_2", "2014_1"}
ADMITTED = ("board", "admin", "far_board")
PROVINCE = BELOW_PROVINCE | {"province", "young"}
FOREIGN = {"elsewhere", "far"}


rows, province = cast_for_module(access_world.build, access_world.NOW)


@pytest.fixture
def see(client, province):
    """A function `see(person, address)` that returns the page as that person gets it, checked to be a 200."""

    def page(person, address):
        client.force_login(province.user(person))
        response = client.get(address)
        assert response.status_code == 200
        return response

    return page


def short(province, unit_id):
    return next(name for name, unit in province.units.items() if unit.pk == unit_id)


def sheets_of(province, sheets):
    """Return pairs (unit, phase) by their short names."""
    phases = {phase.pk: phase for phase in Phase.objects.select_related("campaign")}
    names = {pk: f"{phase.campaign.slug}_{phase.number}" for pk, phase in phases.items()}
    return {(short(province, sheet.called.unit_id), names[sheet.called.phase_id]) for sheet in sheets}


@pytest.mark.parametrize("person", CALLED)
@pytest.mark.parametrize("kind", ["pledges", "reports"])
def test_a_list_has_the_sheets_of_the_reach_and_no_other(see, province, person, kind):
    phases = {"khac_1"} if person.startswith("far") else PHASES
    shown = [sheet for sheet, *_more in see(person, f"/{kind}/?phase=").context["rows"]]
    assert sheets_of(province, shown) == {(unit, phase) for unit in CALLED[person] for phase in phases}
    assert len(shown) == len(CALLED[person]) * len(phases)
    assert {f"{sheet.kind}s" for sheet in shown} <= {kind}


@pytest.mark.parametrize(
    ("person", "under", "units"),
    [
        ("district", "district", DISTRICT),
        ("board", "district", DISTRICT),
        ("board", "city", {"city", "bank"}),
        ("board", "province", BELOW_PROVINCE - {"central"}),
        ("leader", "city", {"city", "bank"}),
        ("far_board", "elsewhere", {"far"}),
    ],
)
def test_a_list_narrowed_to_a_union_of_the_reach_has_what_lies_below_it(see, province, person, under, units):
    page = see(person, f"/pledges/?phase=&under={province.units[under].pk}")
    assert {short(province, sheet.called.unit_id) for sheet, *_rest in page.context["rows"]} == units


@pytest.mark.parametrize(
    ("person", "under"),
    [
        ("district", "city"),
        ("district", "province"),
        ("district", "elsewhere"),
        ("district", "bank"),
        ("chair", "city"),
        ("city", "district"),
        ("board", "elsewhere"),
        ("admin", "elsewhere"),
        ("far_board", "province"),
        ("far_board", "district"),
    ],
)
def test_a_list_cannot_be_narrowed_to_a_union_out_of_reach(see, province, person, under):
    page = see(person, f"/reports/?under={province.units[under].pk}")
    assert list(page.context["filter"].form.errors) == ["under"]
    assert list(page.context["rows"]) == []


@pytest.mark.parametrize("person", ["district", "admin", "far_board"])
def test_a_list_does_not_know_the_phase_of_an_unpublished_campaign(see, province, person):
    phase = Phase.objects.get(campaign__slug="2016")
    page = see(person, f"/pledges/?phase={phase.pk}")
    assert list(page.context["filter"].form.errors) == ["phase"]
    assert "2016" not in page.content.decode()


@pytest.mark.parametrize("value", ["direct", "coordinated"])
def test_only_who_reaches_the_province_asks_for_the_directly_attached_and_the_coordinated(see, province, value):
    units = {"direct": {"direct"}, "coordinated": {"central"}}[value]
    shown = see("board", f"/pledges/?phase=&under={value}").context["rows"]
    assert {short(province, sheet.called.unit_id) for sheet, *_more in shown} == units
    assert list(see("district", f"/pledges/?phase=&under={value}").context["filter"].form.errors) == ["under"]


@pytest.mark.parametrize("person", CALLED)
def test_a_search_finds_nothing_out_of_reach(see, province, person):
    shown = see(person, "/pledges/?phase=&q=c").context["rows"]
    assert {short(province, sheet.called.unit_id) for sheet, *_more in shown} <= CALLED[person]


@pytest.mark.parametrize("person", ["district", "chair", "city", "board", "leader", "admin", "far_board"])
def test_the_progress_of_a_phase_counts_the_reach(see, province, person):
    slug = "khac" if person == "far_board" else "2015"
    page = f"/campaigns/{slug}/phases/1/?kind=pledge"
    progress = see(person, page).context["progress"]
    groups = [*progress.groups, *([progress.coordinated] if progress.coordinated else [])]
    opened = [see(person, f"{page}&open={group.key}").context["progress"].lines for group in groups]
    lines = [line for lines in (progress.lines, *opened) for line in lines]
    assert sorted(short(province, line.called.unit_id) for line in lines) == sorted(CALLED[person])


@pytest.mark.parametrize("person", ["owner", "neighbour"])
def test_a_grassroots_union_sees_its_own_two_sheets_on_the_page_of_a_phase(see, province, person):
    sheets = see(person, "/campaigns/2015/phases/1/").context["sheets"]
    assert [(short(province, sheet.called.unit_id), sheet.kind) for sheet in sheets] == [
        (*CALLED[person], "pledge"),
        (*CALLED[person], "report"),
    ]


def test_the_phase_of_another_province_shows_no_sheet(see, province):
    for person in ("board", "leader", "district"):
        assert see(person, "/campaigns/khac/phases/1/").context["progress"].is_empty
    assert see("far_board", "/campaigns/2015/phases/1/").context["progress"].is_empty


MAIN_PAGES = (
    "/",
    "/pledges/",
    "/reports/",
    "/pledges/?phase=",
    "/reports/?phase=",
    "/accounts/switch/",
    "/campaigns/2015/",
    "/campaigns/2015/phases/1/",
    "/campaigns/2015/phases/1/?kind=report",
    "/dossiers/",
    "/decisions/",
)


@pytest.mark.parametrize("person", CALLED)
def test_no_page_names_a_union_a_work_or_an_exemplar_out_of_reach(see, province, person):
    """A sheet names the unions above, and everybody may read the names of unions that launch campaigns."""
    pages = [*MAIN_PAGES]
    if person in ("owner", "district", "city", "chair", "board", "leader", "admin"):
        pages += ["/campaigns/2015/phases/1/summary/", "/campaigns/2015/summary/"]
    text = "".join(see(person, page).content.decode() for page in pages)
    in_reach = CALLED[person] | {"province", "elsewhere"} | above(person)
    strangers = [unit for name, unit in province.units.items() if name not in in_reach and name != "young"]
    assert {unit.name for unit in strangers if unit.name in text} == set()
    works = {f"Sáng kiến {name}" for name in province.units if name not in CALLED[person]}
    assert {title for title in works if title in text} == set()
    assert {name for name in province.units if name not in CALLED[person] and f"Điển hình {name}" in text} == set()


def above(person):
    return {"owner": {"district"}, "neighbour": {"district"}}.get(person, set())


def test_a_unit_founded_after_the_opening_stands_on_no_list(see, province):
    for person in ("board", "district"):
        assert province.young.name not in see(person, "/pledges/?phase=").content.decode()


def test_the_final_summary_of_the_province_tells_a_stranger_no_more_than_itself(see, province):
    """It hides who wrote and changed it, and what has changed since."""
    address = f"/campaigns/2015/phases/2/summary/?unit={province.province.pk}"
    inside, outside = (see(person, address).content.decode() for person in ("board", "far_board"))
    writer = province.user("board").full_name
    assert writer in inside
    assert writer not in outside
    assert Summary.objects.filter(status="draft", unit=province.province).exists()
    assert see("far_board", address).context["revisions"] == []


@pytest.mark.parametrize("person", ADMITTED)
def test_the_screens_of_the_admin_list_the_reach(see, province, person):
    own = FOREIGN if person == "far_board" else PROVINCE
    campaigns = {"board": {"2015", "2014", "2016"}, "admin": {"2015", "2014"}, "far_board": {"khac"}}[person]

    def listed(screen):
        return list(see(person, f"/admin/{screen}").context["cl"].queryset)

    assert {short(province, unit.pk) for unit in listed("units/unit/?valid=all")} == own
    assert {short(province, post.unit_id) for post in listed("units/post/?current=all")} == own & holders(province)
    assert {campaign.slug for campaign in listed("campaigns/campaign/")} == campaigns
    assert {phase.campaign.slug for phase in listed("campaigns/phase/")} == campaigns
    assert {indicator.campaign.slug for indicator in listed("campaigns/indicator/")} == campaigns
    for screen in ("campaigns/pledge/?status=all", "campaigns/report/?status=all"):
        called = {short(province, sheet.called.unit_id) for sheet in listed(screen)}
        assert called == CALLED[person]


def holders(province):
    """Return the unions in which somebody holds a post."""
    return {name for name, unit in province.units.items() if unit.posts.exists()}


def test_the_accounts_are_those_with_a_post_in_reach_and_those_without_any(see, province):
    listed = {user.username for user in see("admin", "/admin/units/user/").context["cl"].queryset}
    everybody = set(User.objects.values_list("username", flat=True))
    assert listed == everybody - {"far_board", "far_officer"}


NOTHING = {"units": set(), "slugs": set(), "people": set()}
STRANGERS = {"far_board", "far_officer"}
CAST = {*PEOPLE, "office", "clerk", "inspector", "desk", "root"}
OFFERED = {
    ("board", "units/post/add"): {"units": PROVINCE - {"province"}, "people": CAST},
    ("admin", "units/post/add"): {"units": PROVINCE, "people": CAST},
    ("far_board", "units/post/add"): {"units": {"far"}, "people": STRANGERS | {"root"}},
    ("admin", "units/unit/add"): {"units": PROVINCE},
    ("board", "campaigns/campaign/add"): {"units": {"province"}},
    ("far_board", "campaigns/campaign/add"): {"units": {"elsewhere"}},
    ("board", "campaigns/indicator/add"): {"slugs": {"2014", "2015", "2016"}},
    ("far_board", "campaigns/indicator/add"): {"slugs": {"khac"}},
    ("board", "campaigns/phase/add"): {"slugs": {"2014", "2015", "2016"}},
    ("far_board", "campaigns/phase/add"): {"slugs": {"khac"}},
}


@pytest.mark.parametrize(("person", "screen"), OFFERED)
def test_a_form_of_the_admin_offers_what_is_in_reach(see, province, person, screen):
    expected = NOTHING | OFFERED[person, screen]
    assert offered(province, see(person, f"/admin/{screen}/")) == expected


def offered(province, response):
    """Return what the selects of a form offer: names of units and people, slugs of campaigns."""
    reached = {"units": set(), "slugs": set(), "people": set()}
    for form_field in response.context["adminform"].form.fields.values():
        for choice in getattr(form_field, "queryset", None) or ():
            if isinstance(choice, Unit):
                reached["units"].add(short(province, choice.pk))
            elif isinstance(choice, User):
                reached["people"].add(choice.username)
            else:
                reached["slugs"].add(getattr(choice, "campaign", choice).slug)
    return reached
