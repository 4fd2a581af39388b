"""Tests that names that look the same are the same: composed or not, with invisible characters, in capitals."""

from unicodedata import normalize

import pytest

from foundation.vietnamese import appearance_key
from tests.support.world import PASSWORD
from units.models import Unit, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_10_march_2015")]
NAME = "CĐCS Trường Tiểu học Khe Sáo"
TWINS = (NAME, normalize("NFD", NAME), NAME.replace("Khe", "K\u200bhe"), NAME.upper(), NAME.replace(" Khe", "  Khe"))
UNION = {
    "name": NAME,
    "full_name": NAME,
    "unit_type": "grassroots",
    "form": "workplace",
    "strand": "public_service",
    "working_year": "school",
    "order": "23",
    "valid_from": "01/03/2015",
}
LOGINS = ("nguyệt", normalize("NFD", "nguyệt"), "NGUYỆT", "nguy\u200bệt", "ｎguyệt")


def errors(response):
    assert response.status_code == 200
    return dict(response.context["adminform"].form.errors)


@pytest.mark.parametrize("twin", TWINS, ids=range(len(TWINS)))
def test_a_union_is_not_founded_beside_one_that_looks_the_same(sign_in_as, world, twin):
    admin, below = sign_in_as("admin"), {"parent": world.district.pk}
    assert admin.post("/admin/units/unit/add/", UNION | below).status_code == 302
    wrong = errors(admin.post("/admin/units/unit/add/", UNION | below | {"name": twin}))
    assert wrong == {"name": ["Công đoàn cấp trên này đã có một đơn vị mang tên đó."]}
    assert admin.post("/admin/units/unit/add/", UNION | {"name": twin, "parent": world.city.pk}).status_code == 302
    assert [appearance_key(name) for name in Unit.objects.filter(order=23).values_list("name", flat=True)] == [
        appearance_key(NAME)
    ] * 2


@pytest.mark.parametrize("twin", LOGINS, ids=range(len(LOGINS)))
def test_no_two_people_sign_in_by_names_that_look_the_same(sign_in_as, world, twin):
    admin, person = sign_in_as("admin"), {"full_name": "Vi Thị Nguyệt", "is_active": "on"}
    assert admin.post("/admin/units/user/add/", person | {"username": "nguyệt"}).status_code == 302
    wrong = errors(admin.post("/admin/units/user/add/", person | {"username": twin}))
    assert list(wrong) == ["username"]
    assert User.objects.filter(full_name="Vi Thị Nguyệt").count() == 1


@pytest.mark.parametrize("typed", [login for login in LOGINS if login != "NGUYỆT"], ids=range(len(LOGINS) - 1))
def test_one_signs_in_however_the_name_was_composed(client, world, typed):
    User.objects.create_user("nguyệt", password=PASSWORD, full_name="Vi Thị Nguyệt")
    response = client.post("/accounts/login/", {"username": typed, "password": PASSWORD})
    assert (response.status_code, response.url) == (302, "/")


def test_one_letter_more_is_another_name(sign_in_as, world):
    admin, below = sign_in_as("admin"), {"parent": world.district.pk}
    for name in (NAME, f"{NAME} 2", NAME.replace("Sáo", "Sao")):
        assert admin.post("/admin/units/unit/add/", UNION | below | {"name": name}).status_code == 302
