"""Tests unions, people and posts in the admin, and the actions behind them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from foundation.lifecycle import StateConflict
from tests.support.admin_pages import change_url, messages_of
from tests.support.world import PASSWORD
from units.access import Forbidden
from units.actions import unions
from units.models import Event, Post, Unit, User, vocabulary

pytestmark = [pytest.mark.either, pytest.mark.django_db, pytest.mark.usefixtures("on_10_march_2015")]
on_sqlite = pytest.mark.sqlite(deep="both")  # the sentences are the same on both databases

REASON = "Sắp xếp lại tổ chức"
NOT_BELOW = (
    "Công đoàn ngành không trực thuộc LĐLĐ huyện, thành phố; chỉ trực thuộc: Tổng Liên đoàn; Liên đoàn Lao động tỉnh."
)
WRONG_DATE = "Ngày chưa đúng. Xin ghi theo dạng ngày/tháng/năm, ví dụ 28/7/2015."
NEW_UNIT = {
    "name": "CĐCS Trường Tiểu học Khe Sáo",
    "full_name": "Công đoàn cơ sở Trường Tiểu học Khe Sáo",
    "unit_type": "grassroots",
    "form": "workplace",
    "strand": "public_service",
    "working_year": "school",
    "order": "23",
    "valid_from": "01/03/2015",
    "workers": "1.250",
}


def errors(response):
    assert response.status_code == 200
    return dict(response.context["adminform"].form.errors)


def verbs(row):
    return list(Event.objects.about(row).values_list("verb", flat=True))


def test_a_union_is_founded_below_its_parent_with_one_event(sign_in_as, world):
    response = sign_in_as("admin").post("/admin/units/unit/add/", NEW_UNIT | {"parent": world.district.pk})
    assert response.status_code == 302
    unit = Unit.objects.get(name=NEW_UNIT["name"])
    assert (unit.path, unit.workers, unit.valid_from) == (world.district.path + "0004", 1250, date(2015, 3, 1))
    assert verbs(unit) == ["add_unit"]


@on_sqlite
@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"name": ""}, {"name": ["Xin nhập nội dung này."]}),
        ({"valid_from": "2015-13-45"}, {"valid_from": [WRONG_DATE]}),
        ({"workers": "-3"}, {"workers": ["CNVCLĐ không thể nhỏ hơn 0."]}),
        ({"form": ""}, {
            "form": ["Xin chọn loại hình: công đoàn cơ sở hoặc nghiệp đoàn."],
            "strand": ["Chỉ công đoàn cơ sở có khối; nghiệp đoàn và cấp trên để trống."],
        }),
        ({"strand": ""}, {"strand": ["Xin chọn khối của công đoàn cơ sở."]}),
        ({"unit_type": "trade", "form": "", "strand": "", "coordinated": "on"}, {
            "coordinated": ["Chỉ công đoàn cơ sở thuộc diện phối hợp chỉ đạo."],
            "parent": [NOT_BELOW],
        }),
    ],
)  # fmt: skip
def test_a_union_wrongly_described_is_not_saved_and_what_was_typed_stays(sign_in_as, world, typed, wrong):
    before = Unit.objects.count()
    response = sign_in_as("admin").post("/admin/units/unit/add/", NEW_UNIT | {"parent": world.district.pk} | typed)
    shown = {name: said for name, said in errors(response).items() if name != "__all__"}
    assert shown == wrong
    page = response.content.decode()
    assert "Chưa lưu được. Xin xem lại:" in page
    assert NEW_UNIT["full_name"] in page
    assert Unit.objects.count() == before


def test_a_union_is_not_founded_without_a_parent_or_below_a_grassroots_union(sign_in_as, world):
    assert list(errors(sign_in_as("admin").post("/admin/units/unit/add/", NEW_UNIT))) == ["parent"]
    response = sign_in_as("admin").post("/admin/units/unit/add/", NEW_UNIT | {"parent": world.school.pk})
    assert errors(response) == {"parent": ["Công đoàn cơ sở không có đơn vị trực thuộc."]}


def test_a_union_is_not_founded_below_one_that_has_ended(sign_in_as, world):
    Unit.objects.filter(pk=world.city.pk).update(valid_to=date(2015, 3, 5))
    response = sign_in_as("admin").post("/admin/units/unit/add/", NEW_UNIT | {"parent": world.city.pk})
    ended = "Công đoàn cấp trên này đã kết thúc hoạt động từ ngày 05/03/2015."
    assert errors(response) == {"parent": [ended]}
    typed = {name: NEW_UNIT[name] for name in ("name", "full_name", "form", "strand", "working_year")}
    typed["kind"] = "grassroots"
    with pytest.raises(StateConflict, match=ended):  # it ended after the form was checked
        unions.add(Unit(**typed, parent=world.city, valid_from=date(2015, 3, 1)), by=world.by("admin"))
    assert not Unit.objects.filter(name=NEW_UNIT["name"]).exists()


def test_a_union_is_founded_where_its_parent_hangs_by_now(world, districts_below_districts):
    stale = Unit.objects.get(pk=world.district.pk)
    unions.move_under(world.district, world.city, by=world.by("admin"), reason=REASON)
    typed = {name: NEW_UNIT[name] for name in ("name", "full_name", "form", "strand", "working_year")}
    typed["kind"] = "grassroots"
    added = unions.add(Unit(**typed, parent=stale, valid_from=date(2015, 3, 1)), by=world.by("admin"))
    assert added.path.startswith(Unit.objects.get(pk=world.district.pk).path)


def test_a_closed_union_hangs_below_its_successor_with_those_that_ended_below_it(sign_in_as, world):
    for unit in (world.school, world.commune, world.porters):
        unions.close(unit, on=date(2015, 2, 28), successor=None, by=world.by("admin"))
    typed = {"on": "01/03/2015", "successor": world.city.pk, "reason": REASON}
    response = sign_in_as("admin").post(change_url(world.district, "close"), typed, follow=True)
    assert messages_of(response) == ["Đã ghi nhận LĐLĐ huyện Chi Lăng kết thúc hoạt động ngày 01/03/2015."]
    closed, school, city = (Unit.objects.get(pk=unit.pk) for unit in (world.district, world.school, world.city))
    assert (closed.valid_to, closed.successor, closed.parent) == (date(2015, 3, 1), city, city)
    assert (closed.path, school.path) == (city.path + "0002", city.path + "0002" + world.school.path[-4:])
    assert closed not in Unit.objects.valid_on(date(2015, 3, 1))
    assert closed in Unit.objects.valid_on(date(2015, 2, 28))
    assert verbs(closed) == ["close_unit"]
    assert Event.objects.about(closed).get().reason == REASON


def test_without_a_successor_a_closed_union_stays_where_it_hung(world):
    unions.close(world.commune, on=date(2015, 3, 1), successor=None, by=world.by("admin"))
    commune = Unit.objects.get(pk=world.commune.pk)
    assert (commune.path, commune.parent, commune.successor) == (world.commune.path, world.district, None)


def test_a_segment_is_never_given_twice(world):
    gone = world.porters.path
    unions.move_under(world.porters, world.city, by=world.by("admin"))
    founded = Unit(
        name="CĐCS Mới", full_name="CĐCS Mới", kind="grassroots", form="workplace", strand="administrative",
        parent=Unit.objects.get(pk=world.district.pk), valid_from=date(2015, 3, 1),
    )  # fmt: skip
    unions.add(founded, by=world.by("admin"))
    assert founded.path > gone
    assert not Unit.objects.filter(path=gone).exists()


def test_moving_a_union_takes_along_what_is_below_it_and_leaves_closed_phases_as_they_were(sign_in_as, world):
    typed = {"parent": world.city.pk, "on": "10/03/2015", "reason": REASON}
    response = sign_in_as("admin").post(change_url(world.school, "move"), typed, follow=True)
    assert messages_of(response) == ["Đã chuyển CĐCS Trường THCS Đồi Na về LĐLĐ thành phố Lạng Sơn."]
    school = Unit.objects.get(pk=world.school.pk)
    assert (school.parent, school.path) == (world.city, world.city.path + "0002")
    assert school.calls.get().path == world.school.path
    assert verbs(school) == ["move_unit"]


@on_sqlite
@pytest.mark.parametrize(
    ("on", "successor", "sentence"),
    [
        (date(2010, 1, 1), None, "Ngày kết thúc phải sau ngày bắt đầu hoạt động (01/01/2010)."),
        (date(2015, 7, 1), "school", "Một đơn vị không thể nằm dưới chính mình hoặc dưới đơn vị thuộc mình."),
        (date(2015, 7, 1), "district", "Một đơn vị không thể nằm dưới chính mình hoặc dưới đơn vị thuộc mình."),
    ],
)
def test_a_closing_that_cannot_be_is_refused_with_a_sentence(world, on, successor, sentence):
    heir = world.units[successor] if successor else None
    with pytest.raises(ValidationError) as refused:
        unions.close(world.district, on=on, successor=heir, by=world.by("admin"))
    assert refused.value.messages == [sentence]
    assert Unit.objects.get(pk=world.district.pk).valid_to is None


def test_the_root_is_never_closed(sign_in_as, world):
    response = sign_in_as("admin").post(change_url(world.province, "close"), {"on": "01/03/2015", "reason": REASON})

    assert "Đơn vị cao nhất không kết thúc hoạt động trên cổng này." in response.content.decode()
    assert Unit.objects.get(pk=world.province.pk).valid_to is None


def test_a_union_is_closed_once_and_its_successor_must_be_at_work(world):
    by = world.by("admin")
    unions.close(world.commune, on=date(2015, 3, 1), successor=None, by=by)
    with pytest.raises(ValidationError) as refused:
        unions.close(world.commune, on=date(2015, 8, 1), successor=None, by=by)
    assert refused.value.messages == ["Đơn vị đã kết thúc hoạt động từ ngày 01/03/2015."]
    with pytest.raises(ValidationError) as refused:
        unions.close(world.school, on=date(2015, 8, 1), successor=Unit.objects.get(pk=world.commune.pk), by=by)
    assert refused.value.messages == ["Đơn vị kế tục phải đang hoạt động vào ngày đó."]


@pytest.mark.parametrize("name", ["board", "leader", "district"])
def test_only_administrators_found_move_and_close(world, name):
    by = world.by(name)
    with pytest.raises(Forbidden):
        unions.close(world.commune, on=date(2015, 7, 1), successor=None, by=by)
    with pytest.raises(Forbidden):
        unions.move_under(world.commune, world.city, by=by)
    with pytest.raises(Forbidden):
        unions.add(Unit(name="x", full_name="x", kind="upper_trade", valid_from=date(2015, 1, 1)), by=by)


@pytest.mark.parametrize("page", ["close", "move", "type"])
def test_the_board_reads_a_union_but_neither_closes_nor_moves_it(sign_in_as, world, page):
    client = sign_in_as("board")
    for response in (client.get(change_url(world.commune, page)), client.post(change_url(world.commune, page))):
        assert response.status_code == 403
        assert "Việc này do Quản trị hệ thống thực hiện." in response.content.decode()


@on_sqlite
def test_a_wrong_date_of_closing_is_said_at_its_field_and_kept(sign_in_as, world):
    response = sign_in_as("admin").post(change_url(world.commune, "close"), {"on": "hôm nào", "reason": REASON})
    assert response.context["form"].errors == {
        "on": ["Ngày chưa đúng. Xin ghi theo dạng ngày/tháng/năm, ví dụ 28/7/2015."]
    }
    assert 'value="hôm nào"' in response.content.decode()


def test_an_account_opens_nothing_until_a_password_and_a_post(sign_in_as, client, world):
    typed = {"full_name": "Nông Thị Mơ", "username": "mo", "phone": "", "is_active": "on"}
    response = sign_in_as("admin").post("/admin/units/user/add/", typed)
    person = User.objects.get(username="mo")
    assert response.url == change_url(person)
    assert f"/people/{person.pk}/letter/" in client.get(response.url).content.decode()
    assert not person.has_usable_password()
    typed = {"new_password1": "mot-mat-khau-moi", "new_password2": "mot-mat-khau-moi"}
    assert client.post(change_url(person, "password"), typed).status_code == 302
    assert User.objects.get(username="mo").check_password("mot-mat-khau-moi")
    assert verbs(person) == ["set_password", "admin_add"]
    client.force_login(User.objects.get(username="mo"))
    assert client.get("/admin/").url == "/accounts/password/"  # the administrator knows it too
    User.objects.filter(username="mo").update(must_change_password=False)
    assert client.get("/admin/").status_code == 403


def test_nobody_ends_the_own_account(sign_in_as, world):
    client, admin = sign_in_as("admin"), world.user("admin")
    typed = {"full_name": admin.full_name, "username": admin.username, "email": "a@congdoan.vn", "phone": ""}
    assert client.post(change_url(admin), typed).status_code == 302
    admin.refresh_from_db()
    assert (admin.is_active, admin.email) == (True, "a@congdoan.vn")
    other = world.user("owner")
    client.post(change_url(other), typed | {"full_name": other.full_name, "username": other.username})
    other.refresh_from_db()
    assert not other.is_active


def test_the_board_sees_no_accounts(sign_in_as, world):
    client = sign_in_as("board")
    person = world.user("owner")
    for address in ("/admin/units/user/", "/admin/units/user/add/", change_url(person), change_url(person, "password")):
        assert client.get(address).status_code == 403
    assert client.post(change_url(person, "password"), {"new_password1": "x"}).status_code == 403
    assert world.user("owner").check_password(PASSWORD)


@on_sqlite
def test_a_username_taken_is_said_in_vietnamese(sign_in_as, world):
    response = sign_in_as("admin").post("/admin/units/user/add/", {"full_name": "Hai", "username": "owner"})
    assert errors(response) == {"username": ["Tên đăng nhập đã được sử dụng"]}


def test_the_board_gives_and_ends_posts_of_officers_below_its_unit(sign_in_as, world):
    client = sign_in_as("board")
    person = User.objects.create(username="moi", full_name="Mới Về")
    typed = {"user": person.pk, "unit": world.school.pk, "role": "officer", "since": "01/03/2015", "until": ""}
    assert client.post("/admin/units/post/add/", typed).status_code == 302
    post = Post.objects.get(user=person)
    assert client.post(change_url(post), {"until": "01/06/2015"}).status_code == 302
    post.refresh_from_db()
    assert (post.unit, post.role, post.since, post.until, post.may_record_signed) == (
        world.school, "officer", date(2015, 3, 1), date(2015, 6, 1), False,
    )  # fmt: skip
    assert verbs(post) == ["end_post", "give_post"]


@pytest.mark.parametrize(
    ("role", "unit", "wrong"),
    [("leader", "school", ["role"]), ("administrator", "school", ["role"]), ("officer", "province", ["unit"])],
)
def test_the_board_gives_no_post_beyond_its_right(sign_in_as, world, role, unit, wrong):
    typed = {"user": world.user("owner").pk, "unit": world.units[unit].pk, "role": role, "since": "01/03/2015"}
    before = Post.objects.count()
    assert list(errors(sign_in_as("board").post("/admin/units/post/add/", typed))) == wrong
    assert Post.objects.count() == before


def test_the_board_does_not_end_a_leaders_post_nor_one_on_its_own_unit(sign_in_as, world):
    client = sign_in_as("board")
    for name in ("chair", "board2", "admin"):
        post = world.user(name).posts.get()
        assert client.post(change_url(post), {"until": "01/06/2015"}).status_code == 403
        post.refresh_from_db()
        assert post.until is None


@on_sqlite
def test_a_post_held_already_and_dates_out_of_order_are_refused(sign_in_as, world):
    client, person = sign_in_as("admin"), world.user("owner")
    typed = {"user": person.pk, "unit": world.school.pk, "role": "officer", "since": "01/03/2015"}
    response = client.post("/admin/units/post/add/", typed)
    assert errors(response) == {"__all__": ["Người này đang giữ vai trò đó tại đơn vị."]}
    response = client.post(change_url(person.posts.get()), {"until": "01/01/2013"})
    assert errors(response) == {"__all__": ["Ngày kết thúc phải sau ngày bắt đầu."]}


def test_units_are_found_without_marks(sign_in_as, world):
    page = sign_in_as("board").get("/admin/units/unit/?q=truong+doi").content.decode()
    assert "CĐCS Trường THCS Đồi Na" in page
    assert "CĐCS Xã Đồi Na" not in page


@pytest.mark.parametrize("path", ["units/unit", "units/post", "units/user"])
def test_a_list_costs_the_same_with_more_rows(sign_in_as, world, django_assert_num_queries, path):
    counts = {"units/unit": 5, "units/post": 4, "units/user": 6}
    client = sign_in_as("admin")
    client.get(f"/admin/{path}/")
    with django_assert_num_queries(counts[path]):
        client.get(f"/admin/{path}/?q=may")
    with django_assert_num_queries(counts[path]):
        client.get(f"/admin/{path}/")


def test_a_union_gets_another_type_where_it_and_those_below_it_may_be(sign_in_as, world, monkeypatch):
    page, admin = change_url(world.city, "type"), sign_in_as("admin")
    assert "Hiện nay là LĐLĐ huyện, thành phố." in admin.get(page).content.decode()
    assert "trade" in (offered := dict(admin.get(page).context["form"].fields["unit_type"].choices))
    assert "district" not in offered
    typed = {"unit_type": "trade", "on": "1/3/2015", "reason": REASON}
    response = admin.post(page, typed, follow=True)
    assert messages_of(response) == [f"Loại đơn vị của {world.city}: Công đoàn ngành."]
    city = Unit.objects.get(pk=world.city.pk)
    assert (city.kind, city.words.code, verbs(city)) == ("upper_trade", "trade", ["change_type"])
    in_box = admin.post(change_url(world.school, "type"), typed).context["form"].errors
    assert list(in_box) == ["unit_type"]  # a school has no other type

    monkeypatch.setattr(vocabulary.type_for("grassroots"), "below", ["district"])
    refused = "Công đoàn cơ sở, nghiệp đoàn không trực thuộc Công đoàn ngành"
    with pytest.raises(ValidationError, match=f"{refused}; chỉ trực thuộc: LĐLĐ huyện, thành phố."):
        unions.move_under(world.school, city, by=world.by("admin"))
    sentence = f"CĐCS Trường THCS Đồi Na đang trực thuộc đơn vị này, mà {refused}."
    response = admin.post(change_url(world.district, "type"), typed)
    assert response.context["form"].errors == {"unit_type": [sentence]}
