"""Khen thưởng in the menu leads to one's own work, and its pages to each other."""

import pytest

from foundation import clock
from tests.support import dossier_steps
from tests.support.casts import copied

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db]


@pytest.fixture
def world():
    with clock.travel(dossier_steps.DAY):
        yield copied(dossier_steps.build)


@pytest.mark.parametrize(
    ("name", "home", "lists"),
    [
        ("owner", "/dossiers/", ["Hồ sơ đề nghị", "Quyết định"]),
        ("district", "/appraisal/", ["Hồ sơ đề nghị", "Thẩm định", "Quyết định"]),
        ("board", "/appraisal/", ["Hồ sơ đề nghị", "Thẩm định", "Quyết định"]),
        ("chair", "/decisions/", ["Hồ sơ đề nghị", "Thẩm định", "Quyết định"]),
        ("leader", "/decisions/", ["Hồ sơ đề nghị", "Thẩm định", "Quyết định"]),
        ("admin", "/dossiers/", ["Hồ sơ đề nghị", "Quyết định"]),
    ],
)
def test_the_menu_leads_to_ones_own_work_on_awards_and_from_list_to_list(client, world, name, home, lists):
    client.force_login(world.user(name))
    page = client.get("/")
    assert {item.title: item.url for item in page.context["menu"]}["Khen thưởng"] == home
    assert page.context["section_menu"] == []
    for item in client.get(home).context["section_menu"]:
        there = client.get(item.url)
        assert there.status_code == 200
        assert [one.title for one in there.context["section_menu"]] == lists
        assert [one.title for one in there.context["section_menu"] if one.current] == [item.title]
        assert [one.title for one in there.context["menu"] if one.current] == ["Khen thưởng"]


def test_the_signed_out_have_no_lists_of_awards(client, world):
    page = client.get("/honours/")
    assert page.context["section_menu"] == []
    assert [item.title for item in page.context["menu"]] == ["Phong trào 2015", "Bảng vàng", "Đăng nhập"]
