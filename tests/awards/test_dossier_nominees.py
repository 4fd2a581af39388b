"""Tests the rows of a dossier on its page: names of any form, namesakes, titles, works, and wrong answers."""

import unicodedata

import pytest

from awards.forms.nominees import CollectiveForm
from awards.models import Dossier, Nomination, Nominee
from campaigns.actions import followed
from campaigns.models import FollowedExemplar, Work, WorkEntry
from foundation import clock
from tests.support import dossier_steps
from tests.support.casts import copied
from tests.support.dossier_pages import OTHER, PERSON, add, problems_of, sign_in, typed
from units.models import Event, Role

pytestmark = [pytest.mark.either, pytest.mark.django_db]
on_sqlite = pytest.mark.sqlite(deep="both")  # the sentences are the same on both databases


@pytest.fixture
def world(db):
    with clock.travel(dossier_steps.DAY):
        yield copied(dossier_steps.build)


def register(world, unit):
    """Write a work of the unit's pledge."""
    work = Work.objects.create(campaign=world.campaign, unit=world.units[unit])
    words = {"kind": "topic", "title": f"Đề tài {unit}", "authors": "Tổ Toán", "author_class": "direct"}
    WorkEntry.objects.create(submission=world.sheet(unit, "pledge").current_submission, work=work, **words)
    return work


@on_sqlite
def test_only_name_and_title_are_needed_to_save(world):
    dossier = dossier_steps.dossier_of(world, "owner", [])
    page = add(dossier, name="", title_asked="")
    assert problems_of(page) == ["Xin nhập họ và tên.", "Xin chọn hình thức đề nghị."]
    empty = dict.fromkeys(("sex", "birth_year", "position", "nominee_class", "achievements"), "")
    add(dossier, name="Vi Páo", **empty)
    assert [row.nominee.name for row in dossier.nominations.all()] == ["Vi Páo"]
    page = sign_in("owner").post(f"/dossiers/{dossier.pk}/submit/")
    assert (page.status_code, len(problems_of(page))) == (200, 5)
    assert Dossier.objects.get().status == "draft"


@on_sqlite
def test_who_adds_a_row_is_reminded_of_whom_the_register_follows_here(world):
    told = {"story": "Giữ lớp học buổi tối.", "found_by": "Vi Văn Thông", "follower": "Vi Văn Thông"}
    days = {"found_on": clock.today(), "next_visit": None}
    for unit, who in ((world.school, "Chị Mới"), (world.commune, "Chị Xa")):
        followed.enter_exemplar(unit, {"who": who} | told | days, by=world.by("district", Role.REVIEWER))
    dossier = dossier_steps.dossier_of(world, "owner", [])
    page = sign_in("owner").get(f"/dossiers/{dossier.pk}/nominees/new/person/").content.decode()
    assert ("Chị Mới" in page, "Chị Xa" in page) == (True, False)
    assert f'href="?followed={FollowedExemplar.objects.get(who="Chị Mới").pk}"' in page


@on_sqlite
def test_a_row_begins_with_what_the_register_knows_and_its_nominee_is_the_exemplars(world):
    told = {"story": "Giữ lớp học buổi tối.", "found_by": "Vi Văn Thông", "follower": "Vi Văn Thông"}
    told |= {"found_on": clock.today(), "next_visit": None}
    by, browser = world.by("district", Role.REVIEWER), sign_in("owner")
    dossier = dossier_steps.dossier_of(world, "owner", [])

    def page_of(who, kind, unit=world.school):
        exemplar = followed.enter_exemplar(unit, {"who": who} | told, by=by)
        address = f"/dossiers/{dossier.pk}/nominees/new/{kind}/?followed={exemplar.pk}"
        return exemplar, address, browser.get(address).context["form"].initial

    exemplar, address, initial = page_of("Chị Lăng Thị Mới, giáo viên Văn", "person")
    filled_in = {"name": "Lăng Thị Mới", "position": "giáo viên Văn", "achievements": told["story"]}
    assert initial == {"title_asked": ""} | filled_in
    typed = filled_in | {"title_asked": str(dossier_steps.title("BK_T").pk)}
    assert browser.post(address, typed | {"name": "Hà Thị Khác"}).status_code == 302
    assert browser.post(address, typed).status_code == 302
    nominees = Nominee.objects.order_by("pk").values_list("name", "exemplar")
    assert list(nominees) == [("Hà Thị Khác", None), ("Lăng Thị Mới", exemplar.pk)]
    parts = [page_of(who, "collective")[2] for who in ("Tập thể Tổ Toán", world.school.name)]
    assert [(part["whole"], part["name"]) for part in parts] == [("part", "Tổ Toán"), ("whole", "")]
    assert "name" not in page_of("Chị Xa", "person", unit=world.commune)[2]


@on_sqlite
@pytest.mark.parametrize("name", ["Lý Mỷ", "Nông Thị Ánh Nguyệt", "Triệu Thị Sao Mai Quỳnh Hương Thảo Nguyên"])
def test_names_of_any_form_come_out_composed(world, name):
    dossier = dossier_steps.dossier_of(world, "owner", [])
    add(dossier, name=unicodedata.normalize("NFD", name))
    assert Nominee.objects.get().name == unicodedata.normalize("NFC", name)
    assert name in sign_in("owner").get(f"/dossiers/{dossier.pk}/").content.decode()


@on_sqlite
def test_a_namesake_is_asked_about_before_anything_is_written(world):
    earlier = (
        dossier_steps.dossier_of(world, "owner", [OTHER | {"birth_year": None, "sex": ""}]).nominations.get().nominee
    )
    dossier = dossier_steps.dossier_of(world, "owner", [])
    again = {"name": unicodedata.normalize("NFD", "Bàn Phúc Lìn"), "birth_year": "1985", "sex": "male"}
    page = add(dossier, **again)
    label = "Có người trùng họ tên, năm sinh ở CĐCS Trường THCS Đồi Na. Có phải cùng một người không?"
    assert page.context["form"]["same"].label == label
    assert (page.status_code, dossier.nominations.count(), Nominee.objects.count()) == (200, 0, 1)
    add(dossier, **again, same=earlier.pk)
    assert dossier.nominations.get().nominee == earlier
    earlier.refresh_from_db()
    assert (earlier.birth_year, earlier.sex) == (1985, "male")
    add(dossier, **again, same="new")
    assert Nominee.objects.filter(name="Bàn Phúc Lìn").count() == 2


@on_sqlite
def test_a_letter_that_looks_like_another_does_not_make_another_person(world):
    dossier_steps.dossier_of(world, "owner", [OTHER | {"name": "Đỗ Văn Đức"}])
    dossier = dossier_steps.dossier_of(world, "owner", [])
    for name in ("Ðỗ Văn Ðức", "Đỗ\u00a0Văn Đứс", "Đỗ Văn\u200b Đức"):
        page = add(dossier, name=name, birth_year="1985", sex="male")
        assert "same" in page.context["form"].fields, name
    page = add(dossier, name="đỗ văn ĐỨC", birth_year="19\u206085", sex="male", same="new")
    assert problems_of(page) == ["Họ và tên: Tên người viết hoa chữ đầu mỗi từ. Xin chọn cách ghi."]
    page = add(dossier, name="Đỗ Văn Mới", birth_year="abc", sex="male")
    assert problems_of(page) == ["Năm sinh chưa đúng. Xin ghi bốn chữ số, ví dụ 1984."]


@on_sqlite
def test_another_birth_year_is_another_person(world):
    dossier_steps.dossier_of(world, "owner", [OTHER])
    dossier = dossier_steps.dossier_of(world, "owner", [])
    assert add(dossier, name="Bàn Phúc Lìn", birth_year="1970", sex="male").status_code == 302


def test_a_namesake_of_another_unit_is_told_of_and_never_linked(world):
    other = dossier_steps.dossier_of(world, "neighbour", [OTHER]).nominations.get().nominee
    dossier = dossier_steps.dossier_of(world, "owner", [])
    given = {"name": "Bàn Phúc Lìn", "birth_year": "1985"}
    assert add(dossier, **given, same=other.pk).status_code == 302, "beyond the reach of the school: never told of"
    assert dossier.nominations.get().nominee != other
    dossier.nominations.all().delete()
    Nominee.objects.filter(unit=world.school).delete()
    page = add(dossier, who="district", **given, same=other.pk)
    assert [nominee.unit for nominee in page.context["form"].elsewhere] == [world.commune]
    assert problems_of(page) == ["Mục đã chọn không có trong danh sách. Xin chọn lại."]
    add(dossier, who="district", **given, same="new")
    assert dossier.nominations.get().nominee.unit == world.school


@on_sqlite
def test_another_name_in_a_row_leaves_who_stands_elsewhere_as_they_were(world):
    earlier = dossier_steps.dossier_of(world, "owner", [OTHER]).nominations.get().nominee
    dossier = dossier_steps.dossier_of(world, "owner", [])
    add(dossier, name="Bàn Phúc Lìn", birth_year="1985", same=earlier.pk)
    row = dossier.nominations.get()
    sign_in("owner").post(f"/dossiers/{dossier.pk}/nominees/{row.pk}/", typed(name="Hà Thị Út"))
    earlier.refresh_from_db()
    row.refresh_from_db()
    assert (earlier.name, row.nominee.name, row.nominee == earlier) == ("Bàn Phúc Lìn", "Hà Thị Út", False)


@on_sqlite
def test_another_spelling_in_a_new_dossier_leaves_what_was_sent_as_it_was(world):
    earlier = dossier_steps.sent(world, "owner", [OTHER | {"name": "Lộc Văn Hòa"}]).nominations.get().nominee
    dossier = dossier_steps.dossier_of(world, "owner", [])
    add(dossier, name="Lộc Văn Hòa", birth_year="1985", same=earlier.pk)
    row = dossier.nominations.get()
    answers = typed(name="Lộc Văn Hoà", sex="female", birth_year="1983")
    sign_in("owner").post(f"/dossiers/{dossier.pk}/nominees/{row.pk}/", answers)
    earlier.refresh_from_db()
    assert (earlier.name, earlier.sex, earlier.birth_year) == ("Lộc Văn Hòa", "male", 1985)


def test_an_officer_corrects_sex_and_birth_year_of_who_stands_elsewhere_too(world):
    earlier = dossier_steps.sent(world, "owner", [OTHER]).nominations.get().nominee
    dossier = dossier_steps.dossier_of(world, "owner", [])
    add(dossier, name="Bàn Phúc Lìn", birth_year="1985", same=earlier.pk)
    row, owner = dossier.nominations.get(), sign_in("owner")
    address = f"/dossiers/{dossier.pk}/nominees/{row.pk}/"
    assert owner.post(address, typed(name="Bàn Phúc Lìn", sex="female", birth_year="1986")).status_code == 302
    earlier.refresh_from_db()
    assert (earlier.sex, earlier.birth_year) == ("female", 1986)
    event = Event.objects.about(row).get(verb="change_nomination")
    assert event.changes == {"giới tính": ["Nam", "Nữ"], "năm sinh": [1985, 1986]}
    owner.post(address, typed(name="Bàn Phúc Lìn", sex="", birth_year=""))
    earlier.refresh_from_db()
    assert (earlier.sex, earlier.birth_year) == ("female", 1986), "an empty box forgets nothing that stands elsewhere"


def test_who_judges_corrects_the_sex_of_a_person_and_what_was_issued_stays(world):
    decision = dossier_steps.issued(world, [OTHER])
    row = decision.nominations.get()
    board, address = sign_in("board"), f"/dossiers/{row.dossier_id}/nominees/{row.pk}/sex/"
    assert address in board.get(f"/dossiers/{row.dossier_id}/").text
    assert address not in sign_in("chair").get(f"/dossiers/{row.dossier_id}/").text
    page = board.get(address)
    assert "Sửa giới tính: Bàn Phúc Lìn" in page.text
    assert problems_of(board.post(address, {"sex": "x"})) == [
        "Giới tính: Mục đã chọn không có trong danh sách. Xin chọn lại."
    ]
    assert board.post(address, {"sex": "female"} | marks_of(page)).status_code == 302
    row.nominee.refresh_from_db()
    assert (row.nominee.sex, decision.awards.get().sex) == ("female", "male")
    event = Event.objects.about(row.dossier).get(verb="correct_sex")
    assert event.changes == {"giới tính của Bàn Phúc Lìn": ["Nam", "Nữ"]}
    history = board.get(f"/admin/awards/dossier/{row.dossier_id}/history/").text
    assert "Sửa giới tính của người được đề nghị: giới tính của Bàn Phúc Lìn: Nam → Nữ" in history
    sign_in("board2").post(address, {"sex": "male"} | marks_of(page))  # the old page, on which nothing was typed
    assert row.nominee.__class__.objects.get(pk=row.nominee_id).sex == "female"


def marks_of(page):
    return dict(page.context["confirmation"].form.hidden_fingerprints)


@on_sqlite
def test_a_collective_has_no_sex_to_correct(world):
    row = dossier_steps.sent(world, "owner", [{"code": "BK_T", "name": "Tổ Toán", "person": False}]).nominations.get()
    assert sign_in("board").get(f"/dossiers/{row.dossier_id}/nominees/{row.pk}/sex/").status_code == 404


def test_the_whole_unit_is_one_nominee_across_dossiers(world):
    given = {"whole": "whole", "name": "", "title_asked": dossier_steps.title("BK_T").pk, "achievements": ""}
    for _once in range(2):
        add(dossier_steps.dossier_of(world, "owner", []), "collective", **given)
    assert Nomination.objects.count() == 2
    assert [nominee.name for nominee in Nominee.objects.all()] == ["CĐCS Trường THCS Đồi Na"]
    page = add(Dossier.objects.first(), "collective", **(given | {"whole": "part"}))
    assert problems_of(page) == ["Xin nhập tên bộ phận, tổ."]


def test_two_clicks_at_once_on_the_whole_unit_end_in_a_sentence(world, monkeypatch):
    given = {"whole": "whole", "name": "", "title_asked": dossier_steps.title("BK_T").pk, "achievements": ""}
    dossier = dossier_steps.dossier_of(world, "owner", [])
    add(dossier, "collective", **given)
    unseen = Nominee(unit=world.school, is_person=False, is_whole_unit=True, name=world.school.full_name)
    monkeypatch.setattr(CollectiveForm, "nominee", lambda form: unseen)
    page = add(dossier, "collective", **given)
    assert (page.status_code, dossier.nominations.count()) == (409, 1)
    assert "Tập thể này vừa được ghi vào danh sách." in page.content.decode()


def test_titles_and_works_of_others_are_refused(world):
    foreign, own = register(world, "commune"), register(world, "school")
    dossier = dossier_steps.dossier_of(world, "owner", [])
    wrong = "Mục đã chọn không có trong danh sách. Xin chọn lại."
    assert problems_of(add(dossier, works=[foreign.pk])) == [f"Sáng kiến, công trình làm căn cứ: {wrong}"]
    asked = [f"Hình thức đề nghị: {wrong}"]
    for code in ("CO_T", "N_LDTT", "GK_CS"):
        assert problems_of(add(dossier, title_asked=dossier_steps.title(code).pk)) == asked
    for title in ("0", "x\x00", "9" * 40):
        assert problems_of(add(dossier, title_asked=title)) == asked
    add(dossier, works=[own.pk])
    assert list(dossier.nominations.get().works.all()) == [own]
    assert "Đề tài khoa học: Đề tài school" in sign_in("owner").get(f"/dossiers/{dossier.pk}/").content.decode()


@on_sqlite
def test_what_is_typed_wrong_is_kept(world):
    dossier = dossier_steps.dossier_of(world, "owner", [])
    page = add(dossier, birth_year="84", achievements="Bốn sáng kiến.")
    assert problems_of(page) == ["Năm sinh chưa đúng. Xin ghi bốn chữ số, ví dụ 1984."]
    assert "Bốn sáng kiến." in page.content.decode()
    given = {"votes_for": "10", "votes_present": "9", "meeting_on": "hôm qua"}
    page = sign_in("owner").post(f"/dossiers/{dossier.pk}/edit/", given)
    assert problems_of(page) == [
        "Ngày họp xét: Ngày chưa đúng. Xin ghi theo dạng ngày/tháng/năm, ví dụ 28/7/2015.",
        "Số phiếu tán thành (10) nhiều hơn số người dự (9). Xin kiểm tra lại.",
    ]
    assert 'value="hôm qua"' in page.content.decode()


@on_sqlite
def test_a_row_is_taken_out_after_a_question(world):
    dossier = dossier_steps.dossier_of(world, "owner", [PERSON, OTHER])
    row = dossier.nominations.first()
    owner, address = sign_in("owner"), f"/dossiers/{dossier.pk}/nominees/{row.pk}/remove/"
    assert "Bỏ Nông Thị Ánh Nguyệt khỏi hồ sơ?" in owner.get(address).content.decode()
    owner.post(address)
    assert [nomination.nominee.name for nomination in dossier.nominations.all()] == ["Bàn Phúc Lìn"]
    assert owner.post(address).status_code == 404


def test_a_row_of_another_dossier_is_not_found(world):
    mine, theirs = (
        dossier_steps.dossier_of(world, "owner", [PERSON]),
        dossier_steps.dossier_of(world, "neighbour", [OTHER]),
    )
    owner, row = sign_in("owner"), theirs.nominations.get()
    for address in (f"nominees/{row.pk}/", f"nominees/{row.pk}/remove/", "nominees/new/group/"):
        assert owner.post(f"/dossiers/{mine.pk}/{address}", typed()).status_code == 404
    assert owner.get(f"/dossiers/{10**30}/").status_code == 404
