"""Tests the grid in which a union assigns targets to those below it."""

from decimal import Decimal

import pytest

from campaigns.access import may_assign_targets
from campaigns.models import AssignedTarget, Indicator
from campaigns.views import targets
from tests.support.admin_pages import messages_of
from units.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_10_march_2015")]
on_sqlite = pytest.mark.sqlite(deep="both")  # the sentences are the same on both databases
GRID = "/campaigns/2015/targets/"


def indicator(world, code):
    return Indicator.objects.get(campaign=world.campaign, code=code)


def cell(world, code, unit):
    return f"t-{indicator(world, code).pk}-{world.units[unit].pk}"


def grid_of(world):
    return f"{GRID}?section={indicator(world, 'TC01').section_id}"


def test_targets_are_given_in_one_grid_with_one_event(sign_in_as, world):
    client, address = sign_in_as("board"), grid_of(world)
    typed = {
        cell(world, "TC01", "city"): "1.200",
        cell(world, "TC01", "district"): "30",
        cell(world, "TC02", "district"): "",
    }
    response = client.post(address, typed, follow=True)
    assert messages_of(response) == ["Đã ghi 2 chỉ tiêu giao thay đổi."]
    given = AssignedTarget.objects.values_list("indicator__code", "to__name", "by__name", "value")
    assert set(given) == {
        ("TC01", "LĐLĐ thành phố Lạng Sơn", "LĐLĐ tỉnh Lạng Sơn", Decimal(1200)),
        ("TC01", "LĐLĐ huyện Chi Lăng", "LĐLĐ tỉnh Lạng Sơn", Decimal(30)),
    }
    again = client.post(address, typed | {"seen": client.get(address).context["grid"].hidden_fingerprints}, follow=True)
    assert messages_of(again) == ["Không có chỉ tiêu nào thay đổi."]
    assert Event.objects.about(world.campaign).filter(verb="assign").count() == 1
    columns = client.get(GRID).context["grid"].indicators
    assert [column.code for column in columns] == ["TC01"]
    client.post(address, typed | {cell(world, "TC01", "city"): ""})
    assert AssignedTarget.objects.count() == 1


@on_sqlite
def test_a_wrong_cell_saves_nothing_says_so_at_the_cell_and_keeps_what_was_typed(sign_in_as, world):
    typed = {
        cell(world, "TC01", "city"): "mười",
        cell(world, "TC01", "district"): "30",
        cell(world, "TC02", "city"): "-1",
    }
    response = sign_in_as("board").post(grid_of(world), typed)
    assert response.status_code == 200
    assert response.context["grid"].errors == [
        (cell(world, "TC01", "city"), "LĐLĐ thành phố Lạng Sơn: TC01 phải là số. Ví dụ: 1.250 hoặc 12,5."),
        (cell(world, "TC02", "city"), "LĐLĐ thành phố Lạng Sơn: TC02 không thể nhỏ hơn 0."),
    ]
    page = response.content.decode()
    assert "Còn 2 ô cần sửa" in page
    assert all(f'value="{text}"' in page for text in ("mười", "30", "-1"))
    assert AssignedTarget.objects.count() == 0


@on_sqlite
@pytest.mark.parametrize(
    ("code", "text", "sentence"),
    [
        ("PT02", "100,5", "PT02 không thể quá 100%."),
        ("TC01", "9999999999999", "TC01 lớn quá mức có thể ghi."),
        ("TC01", "12,5", "TC01 phải là số nguyên. Ví dụ: 1.250."),
        ("PT02", "98,555", "PT02 chỉ ghi tối đa 2 chữ số thập phân."),
    ],
)
def test_a_target_beyond_its_measure_is_refused(sign_in_as, world, code, text, sentence):
    address = f"{GRID}?section={indicator(world, code).section_id}"
    response = sign_in_as("board").post(address, {cell(world, code, "city"): text})
    assert response.context["grid"].errors == [(cell(world, code, "city"), f"LĐLĐ thành phố Lạng Sơn: {sentence}")]


@on_sqlite
def test_the_grid_has_upper_unions_in_office_order_and_those_that_file_straight_when_asked(sign_in_as, world):
    client = sign_in_as("board")
    assert client.get(grid_of(world)).context["grid"].units == [world.city, world.district]
    assert client.get(grid_of(world) + "&direct=1").context["grid"].units == [world.city, world.district, world.direct]


@on_sqlite
def test_a_district_gives_targets_to_the_unions_right_below_it(sign_in_as, world):
    client = sign_in_as("district")
    assert client.get(grid_of(world)).context["grid"].units == [world.school, world.commune, world.porters]
    client.post(grid_of(world), {cell(world, "TC01", "school"): "5", cell(world, "TC01", "bank"): "7"})
    given = AssignedTarget.objects.get()
    assert (given.to, given.by, given.value) == (world.school, world.district, 5)
    assert client.get("/campaigns/2015/").content.decode().count(f'href="{GRID}"') == 1
    for person in ("admin", "leader", "owner"):
        assert sign_in_as(person).get(GRID).status_code == 403


@on_sqlite
def test_the_rows_come_page_by_page_and_a_page_writes_its_own(sign_in_as, world, monkeypatch):
    monkeypatch.setattr(targets, "PER_PAGE", 1)
    client, first = sign_in_as("board"), grid_of(world)
    page = client.get(first).context["page"]
    second = f"{first}&{page.next_query}"
    assert [client.get(address).context["grid"].units for address in (first, second)] == [
        [world.city],
        [world.district],
    ]
    client.post(second, {cell(world, "TC01", "district"): "30", cell(world, "TC01", "city"): "40"})
    assert list(AssignedTarget.objects.values_list("to", "value")) == [(world.district.pk, 30)]


@on_sqlite
@pytest.mark.parametrize("query", ["section=999", "section=x", "section=9999999999999999999999"])
def test_a_grid_of_nothing_known_is_not_found(sign_in_as, query):
    assert sign_in_as("board").get(f"{GRID}?{query}").status_code == 404


@on_sqlite
def test_cells_outside_the_grid_are_not_read(sign_in_as, world):
    sign_in_as("board").post(grid_of(world), {cell(world, "TC01", "school"): "5", cell(world, "PT02", "city"): "5"})
    assert AssignedTarget.objects.count() == 0


def test_a_refusal_names_who_gives_targets_there(world):
    """Whoever holds no reviewer's post is told of the reviewers of the own union, or of the nearest above."""
    for person, union in (("chair", "huyện Chi Lăng"), ("owner", "huyện Chi Lăng"), ("leader", "")):
        why_not = may_assign_targets(world.campaign, world.by(person)).why_not
        reviewers = f"Cán bộ theo dõi thi đua của LĐLĐ {union}" if union else "Ban Chính sách - Pháp luật của LĐLĐ tỉnh"
        assert why_not.startswith(f"Việc này do {reviewers}"), (person, why_not)
    assert "LĐLĐ tỉnh Lạng Sơn" in may_assign_targets(world.campaign, None).why_not
