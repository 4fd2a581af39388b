"""Tests names of people: one letter Đ, names that are not written as names are asked about, on every road."""

from importlib import import_module

import pytest
from django.apps import apps

from awards.models import Nominee
from foundation import clock, vietnamese
from tests.support.filing_steps import PLEDGING
from tests.support.world import fill
from units.models import Unit, User

pytestmark = pytest.mark.sqlite(deep="both")
ACCOUNT = "/admin/units/user/add/"


def test_an_account_with_an_icelandic_letter_is_stored_sorted_and_found_with_the_vietnamese_one(sign_in_as, world):
    admin = sign_in_as("admin")
    person = {"full_name": "Ðỗ Văn Ðức", "username": "duc", "is_active": "on"}
    assert admin.post(ACCOUNT, person).status_code == 302
    assert User.objects.get(username="duc").full_name == "Đỗ Văn Đức"
    page = admin.get("/admin/units/user/?q=Ðức").content.decode()
    assert "Đỗ Văn Đức" in page


def test_names_stored_with_the_icelandic_letter_become_one_with_the_others(world):
    unit, person = world.units["school"], world.user("owner")
    nominee = Nominee.objects.create(unit=unit, is_person=True, name="Đỗ Văn Đức")
    Nominee.objects.filter(pk=nominee.pk).update(name="Ðỗ Văn Ðức", sort_key="99", folded="x")
    User.objects.filter(pk=person.pk).update(full_name="Ðỗ Thị Ðào", sort_key="99")
    Unit.objects.filter(pk=unit.pk).update(name="CĐCS Xã Ðồng Mỏ", full_name="Công đoàn cơ sở Xã Ðồng Mỏ")
    User.objects.create(username="ðức", full_name="Vi Đức")
    User.objects.create(username="\u0430n", full_name="Vi An")
    for app, name in (
        ("units", "0026_one_letter_d"),
        ("units", "0028_names_one_signs_in_by"),
        ("awards", "0020_one_letter_d"),
    ):
        import_module(f"{app}.migrations.{name}").write(apps, None)
    nominee.refresh_from_db()
    person.refresh_from_db()
    unit.refresh_from_db()
    assert (nominee.name, person.full_name, unit.name) == ("Đỗ Văn Đức", "Đỗ Thị Đào", "CĐCS Xã Đồng Mỏ")
    renamed = User.objects.filter(full_name__in=("Vi Đức", "Vi An"))
    assert set(renamed.values_list("username", flat=True)) == {"đức", "an"}
    assert (nominee.sort_key, nominee.folded) == (vietnamese.sort_key(nominee.name), "do van duc")
    assert person.sort_key == vietnamese.sort_key(person.full_name)


def test_an_account_in_small_letters_is_asked_about_and_kept_if_one_says_so(sign_in_as, world):
    admin = sign_in_as("admin")
    person = {"full_name": "nông văn BA", "username": "ba", "is_active": "on"}
    page = admin.post(ACCOUNT, person)
    field = page.context["adminform"].form["full_name"]
    doubt = field.field.widget.doubt
    assert field.errors == ["Tên người viết hoa chữ đầu mỗi từ. Xin chọn cách ghi."]
    assert page.context["error_items"] == [
        ("id_full_name", "Họ và tên: Tên người viết hoa chữ đầu mỗi từ. Xin chọn cách ghi.")
    ]
    assert list(admin.post(ACCOUNT, person | {"full_name": "Nông Văn Ba 😀"}).context["adminform"].form.errors) == [
        "full_name"
    ]
    assert admin.post(ACCOUNT, person | {"full_name-reading": doubt.keep}).status_code == 302
    stored = User.objects.get(username="ba")
    assert stored.full_name == "nông văn BA"
    again = {"full_name": stored.full_name, "username": "ba", "phone": "0912", "is_active": "on"}
    page = admin.get(f"/admin/units/user/{stored.pk}/change/")
    assert admin.post(page.wsgi_request.path, again | {"seen": page.context["fingerprints"]["seen"]}).status_code == 302
    other = person | {"username": "ba2", "full_name-reading": doubt.change}
    assert admin.post(ACCOUNT, other).status_code == 302
    assert User.objects.get(username="ba2").full_name == "Nông Văn Ba"


def test_a_sheet_asks_about_its_signer_and_its_texts_until_it_is_answered(client, world):
    sheet = world.sheet("school", "pledge")
    typed = fill(sheet)["commitment"]
    with clock.travel(PLEDGING):
        client.force_login(world.user("owner"))
        page = client.get(f"/pledges/{sheet.pk}/parts/5/")
        form = {f"commitment-{name}": text for name, text in typed.items()} | {"seen": page.context["fingerprint"]}
        wrong = form | {"commitment-chair_name": "nông văn BA", "next": "1"}
        page = client.post(f"/pledges/{sheet.pk}/parts/5/", wrong)
        part = page.context["part"]
        assert [problem.sentence for problem in part.problems] == [
            "Chủ tịch công đoàn ký: Tên người viết hoa chữ đầu mỗi từ. Xin chọn cách ghi."
        ]
        doubt = part.form.fields["chair_name"].widget.doubt
        for answer, stored in ((doubt.keep, "nông văn BA"), (doubt.change, "Nông Văn Ba")):
            answered = wrong | {"commitment-chair_name-reading": answer, "seen": page.context["fingerprint"]}
            page = client.post(f"/pledges/{sheet.pk}/parts/5/", answered | {"next": ""})
            assert page.status_code == 302
            assert world.sheet("school", "pledge").typed["commitment"]["chair_name"] == stored
            page = client.get(f"/pledges/{sheet.pk}/parts/5/")
            assert page.context["part"].problems == []
