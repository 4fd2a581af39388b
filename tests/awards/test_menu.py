"""Tests that the menu entry Khen thưởng leads to one's own work, and its pages to each other."""

import pytest

from foundation import clock
from tests.support import dossier_steps
from tests.support.casts import copied

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db]


@pytest.fixture
def world():
    with clock.travel(dossier_steps.DAY):
        yield copied(dossier_steps.build)


@pytest.mark.sweep("cases of one sentence")
@pytest.mark.parametrize(
    ("name", "home", "lists"),
    [
        ("owner", "/dossiers/", ["Hồ sơ đề nghị", "Quyết định"]),
        ("district", "/appraisal/", ["Hồ sơ đề nghị", "Thẩm định", "Tờ trình", "Quyết định"]),
        ("board", "/appraisal/", ["Hồ sơ đề nghị", "Thẩm định", "Tờ trình", "Quyết định"]),
        ("chair", "/decisions/", ["Hồ sơ đề nghị", "Thẩm định", "Tờ trình", "Quyết định"]),
        ("leader", "/decisions/", ["Hồ sơ đề nghị", "Thẩm định", "Tờ trình", "Quyết định"]),
        ("admin", "/dossiers/", ["Hồ sơ đề nghị", "Quyết định"]),
    ],
)
def test_the_menu_leads_to_ones_own_work_on_awards_and_from_list_to_list(client, world, name, home, lists):
    client.force_login(world.user(name))
    page = client.get("/")
    assert {menu_link.title: menu_link.url for menu_link in page.context["menu"]}["Khen thưởng"] == home
    assert page.context["section_menu"] == []
    for followed in client.get(home).context["section_menu"]:
        there = client.get(followed.url)
        assert there.status_code == 200
        assert [menu_link.title for menu_link in there.context["section_menu"]] == lists
        assert [menu_link.title for menu_link in there.context["section_menu"] if menu_link.current] == [followed.title]
        assert [menu_link.title for menu_link in there.context["menu"] if menu_link.current] == ["Khen thưởng"]


def test_the_signed_out_have_no_lists_of_awards(client, world):
    page = client.get("/honours/")
    assert page.context["section_menu"] == []
    assert [menu_link.title for menu_link in page.context["menu"]] == ["Phong trào 2015", "Bảng vàng", "Đăng nhập"]
