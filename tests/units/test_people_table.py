"""Tests the table of people that comes in: what its rows would do, that they do it, and that it is taken back."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation import clock
from foundation.lifecycle import StateConflict
from tests.support.union_lines import csv_of
from tests.units.test_union_table import said, worked
from units import jobs
from units.access import Forbidden
from units.acting import acting_as
from units.actions import background, table_imports
from units.actions.accounts import add_account
from units.actions.posts import end_post, give_post
from units.actions.sign_in_codes import issue_codes, new_codes
from units.history import record
from units.models import Event, ImportKind, ImportState, Post, Role, User
from units.people_table.columns import EXPORTED
from units.people_table.stored_people import exported
from units.usernames import taken_usernames, username_for

pytestmark = [pytest.mark.either, pytest.mark.django_db]

HEADINGS = ["Tên đăng nhập", "Họ và tên", "Điện thoại", "Đơn vị", "Vai trò", "Từ ngày", "Đến trước ngày"]


@pytest.fixture(autouse=True)
def july():
    with clock.travel("2015-07-20T09:00+07:00"):
        yield


def brought_in(world, *lines):
    return table_imports.bring_in(ImportKind.PEOPLE, csv_of(*lines), "nguoi.csv", by=world.by("admin"))


def written(imported, world):
    table_imports.write(imported, by=world.by("admin"))
    imported = worked(imported)
    assert [row.failure for row in imported.rows.exclude(failure="")] == []
    return imported


def taken_back(imported, world):
    table_imports.undo(imported, by=world.by("admin"), reason="Nhầm tệp")
    imported = worked(imported)
    assert imported.state == ImportState.UNDONE
    return imported


def export_of(world):
    """Return the lines of an export, the headings first."""
    lines = [[column.heading for column in EXPORTED]]
    for values in exported(world.by("admin")):
        cells = [column.write(values[column.key]) for column in EXPORTED]
        lines.append(["" if cell is None else f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell for cell in cells])
    return lines


def test_what_is_exported_and_brought_in_again_changes_nothing(world):
    User.objects.create(username="khong-viec", full_name="nông văn BA", phone="0912  345 678")
    inactive = User.objects.create(username="thoi", full_name="Vi Thị Sáu", email="sau@x.vn", is_active=False)
    dates = {"since": date(2014, 1, 1), "until": date(2016, 1, 1)}
    Post.objects.create(user=inactive, unit=world.school, role=Role.MEMBER, **dates)
    lines = export_of(world)
    posts = Post.objects.count()
    assert len(lines) == 1 + posts + 1
    assert brought_in(world, *lines).counts == {"same": posts + 1}
    for line in lines[1:]:
        line[2:4] = ["-", "–"]
        line[7] = "-"
    imported = brought_in(world, *lines)
    cleared = {row.name: row.after for row in imported.rows.filter(status="changed")}
    assert cleared == {"Nông Văn Ba": {"phone": ""}, "Vi Thị Sáu": {"email": "", "until": None}}
    written(imported, world)
    assert brought_in(world, *lines).counts == {"same": posts + 1}


CHANGES = {  # column → whose cell, what is written in it, what the row is then, what it changes
    "username": ("owner", "anh2", "doubtful", {}),
    "full_name": ("owner", "Nông Thị Ánh Nguyệt", "changed", {"full_name": "Nông Thị Ánh Nguyệt"}),
    "phone": ("owner2", "0912 345 678", "changed", {"phone": "0912 345 678"}),
    "email": ("neighbour", "en@congdoan.vn", "changed", {"email": "en@congdoan.vn"}),
    "unit": ("porter", "commune", "changed", {"unit": "commune", "role": "officer", "since": "2014-01-01"}),
    "role": ("banker", "Văn thư", "changed", {"unit": "bank", "role": "clerk", "since": "2014-01-01"}),
    "since": ("owner", "02/01/2014", "refused", {}),
    "until": ("chair", "01/08/2015", "changed", {"until": "2015-08-01"}),
    "active": ("leader", "không", "changed", {"active": False}),
}


def test_one_cell_changed_is_one_change(world):
    keys = [column.key for column in EXPORTED]
    assert keys == list(CHANGES)
    names = {"commune": world.commune.name, "bank": world.bank.name}
    lines = export_of(world)
    all_changed = [list(line) for line in lines]
    for at, (person, cell, status, after) in enumerate(CHANGES.values()):
        one_changed = [list(line) for line in lines]
        for table in (one_changed, all_changed) if status == "changed" else (one_changed,):
            next(line for line in table if line[0] == person)[at] = names.get(cell, cell)
        imported = brought_in(world, *one_changed)
        assert imported.counts == {"same": len(lines) - 2, status: 1}
        row = imported.rows.exclude(status="same").get()
        assert row.after == {key: names.get(value, value) for key, value in after.items()}

    before = stored()
    imported = written(brought_in(world, *all_changed), world)
    assert brought_in(world, *all_changed).counts == {"same": len(lines) - 1}
    taken_back(imported, world)
    people, posts = stored()
    given = [posts.pop(), posts.pop()]  # a post is never deleted: it has ended
    assert {(post["since"], post["until"]) for post in given} == {(date(2014, 1, 1), date(2015, 7, 20))}
    assert (people, posts) == before


def stored():
    return list(User.objects.order_by("pk").values()), list(Post.objects.order_by("pk").values())


def test_a_list_of_an_office_makes_accounts_with_posts(world):
    school, district = world.school.name, world.district.name
    imported = brought_in(
        world,
        ["DANH SÁCH CÁN BỘ CÔNG ĐOÀN"],
        ["TT", "Họ và tên", "SĐT", "Tên CĐCS", "Vai trò"],
        ["1", "NÔNG THỊ ÁNH", "0987 654 321", school, ""],
        ["2", "HOÀNG VĂN TỚI", "0912345678", school.upper(), ""],
        ["3", "Hoàng Văn Tới", "0912.345.678", world.commune.name, "Cán bộ nhập liệu"],
        ["4", "Hoàng Văn Tới", "0912345678", school, ""],
        ["5", "Vi Thị Mới", "", district, ""],
        ["6", "Vi Thị Mới", "", "CĐCS Không Có", ""],
        ["7", "Vi Thị Mới", "", "", ""],
        ["8", "La Thi En", "", world.commune.name, ""],
        ["9", "Hà Thị Út", "", world.porters.name, ""],
        ["10", "Triệu Văn Quản", "", world.province.name, "Quản trị hệ thống"],
        ["", "Cộng: 10 người", "", "", ""],
    )
    assert said(imported) == {
        3: ("changed", ""),
        4: ("new", ""),
        5: ("new", ""),
        6: ("refused", "B6 trùng với dòng 4"),
        7: ("refused", f"E7 thiếu vai trò ở {district}"),
        8: ("refused", "D8 không có đơn vị “CĐCS Không Có”"),
        9: ("refused", "D9 thiếu đơn vị của người chưa có tài khoản"),
        10: ("doubtful", ""),
        11: ("doubtful", ""),
        12: ("refused", "E12 Quản trị hệ thống được phân công ở trang Điều hành, không bằng tệp"),
    }
    near, elsewhere = (imported.rows.get(number=number).links["like"] for number in (10, 11))
    assert (near["name"], elsewhere["above"]) == ("La Thị Én", world.bank.name)
    table_imports.answer(imported, [imported.rows.get(number=11)], "is_another", by=world.by("admin"))
    table_imports.answer(imported, [imported.rows.get(number=10)], "is_it", by=world.by("admin"))
    imported.refresh_from_db()
    assert imported.counts == {"changed": 2, "new": 3, "refused": 5}

    imported = written(imported, world)
    person = User.objects.get(full_name="Hoàng Văn Tới")
    assert (person.username, person.phone, person.has_usable_password()) == ("toihv", "0912345678", False)
    assert {post.unit.name for post in person.posts.filter(role="officer")} == {school, world.commune.name}
    assert User.objects.get(username="owner").phone == "0987 654 321"
    assert User.objects.get(username="neighbour").full_name == "La Thi En"
    assert User.objects.filter(full_name="Hà Thị Út").count() == 2
    for row in imported.rows.filter(event__isnull=False):
        assert row.event.personal.data["reason"] == f"Theo tệp nguoi.csv, dòng {row.number}"

    imported = taken_back(imported, world)
    person.refresh_from_db()
    assert not person.is_active and not Post.objects.filter(user=person).current(date(2015, 7, 20)).exists()
    assert User.objects.get(username="neighbour").full_name == "La Thị Én"
    assert imported.rows.exclude(undo_failure="").count() == 0


def test_what_was_changed_meanwhile_is_neither_written_nor_taken_back(world):
    by = world.by("admin")
    imported = brought_in(
        world,
        HEADINGS,
        ["owner", "Nông Thị Ánh", "0912 000 001", "", "", "", ""],
        ["banker", "Hà Thị Út", "0912 000 002", "", "", "", ""],
        ["porter", "Vi Páo", "", world.porters.name, "", "", "01/09/2015"],
        ["", "Vi Mới", "", world.porters.name, "", "", ""],
    )
    assert imported.counts == {"changed": 3, "new": 1}
    User.objects.filter(username="owner").update(phone="khác")
    end_post(Post.objects.get(user__username="porter"), until=date(2015, 8, 1), by=by)
    table_imports.write(imported, by=by)
    imported = worked(imported)
    assert [row.failure for row in imported.rows.order_by("number")] == [
        "Điện thoại vừa được sửa; xin xem lại.",
        "",
        "Ngày kết thúc phân công vừa được sửa; xin xem lại.",
        "",
    ]
    newcomer = User.objects.get(full_name="Vi Mới")
    post = Post.objects.get(user=newcomer)
    end_post(post, until=date(2015, 9, 1), by=by)
    Event.objects.create(at=clock.now(), actor=User.objects.get(username="banker"), verb="x", target=world.bank)
    imported = taken_back(imported, world)
    assert [row.undo_failure for row in imported.rows.order_by("number")] == [
        "",
        "Sau đó người này đã có việc khác trên cổng.",
        "",
        "Sau đó người này đã có việc khác trên cổng.",
    ]


def test_a_list_that_is_brought_in_twice_at_once_makes_nobody_twice(world):
    lines = [
        HEADINGS,
        ["", "Vi Mới", "", world.school.name, "", "", ""],
        ["", "Lý Páo", "09", world.school.name, "", "", ""],
    ]
    lines.append(["", "Lý Páo", "08", world.school.name, "", "", ""])
    first, second = brought_in(world, *lines), brought_in(world, *lines)
    written(first, world)
    table_imports.write(second, by=world.by("admin"))
    failures = [row.failure for row in worked(second).rows.order_by("number")]
    assert failures[0] == f"{world.school.name} vừa có Vi Mới." and all(failures)
    assert User.objects.filter(full_name="Vi Mới").count() == 1
    assert User.objects.filter(full_name="Lý Páo").count() == 2


def test_rows_that_contradict_or_say_too_little_are_refused(world):
    world_units = world.school.name, world.district.name
    User.objects.filter(username="chair").update(is_active=False)
    imported = brought_in(
        world,
        HEADINGS,
        ["owner", "Nông Thị Ánh", "0912 000 001", "", "", "", ""],
        ["owner", "Nông Thị Ánh", "0912 000 001", "", "", "", ""],
        ["owner", "Nông Thị Ánh", "0912 000 009", "", "", "", ""],
        ["district", "Vi Văn Thông", "", world_units[1], "", "", ""],
        ["owner", "Nông Thị Ánh", "", "", "Văn thư", "", ""],
        ["hai từ", "Ai Đó", "", world_units[0], "", "", ""],
        ["moi", "Ai Đó", "", world_units[0], "Trưởng phòng", "", ""],
        ["moi", "Ai Đó", "", world_units[0], "", "01/09/2015", "01/09/2015"],
        ["owner2", "Nông Thị Ánh", "", world_units[0], "", "", ""],
        ["chair", "Lương Thị Mây", "", world_units[0], "Văn thư", "", ""],
    )
    answers = said(imported)
    assert [answers[number][0] for number in (2, 3)] == ["changed", "same"]
    assert answers[4] == ("refused", "C4 khác với dòng 2 về cùng một người")
    assert answers[5] == ("refused", "D5 người này giữ 2 vai trò ở đơn vị; xin ghi vai trò")
    assert answers[6] == ("refused", "E6 có vai trò hoặc ngày mà thiếu đơn vị")
    assert answers[7][1].startswith("A7 “hai từ” không phải tên đăng nhập")
    assert answers[8][1].startswith("E8 “Trưởng phòng” không phải vai trò")
    assert answers[10] == ("refused", "A10 tên đăng nhập này là của Nông Văn Ân; Nông Thị Ánh là owner")
    assert answers[11] == ("refused", "D11 tài khoản này đã thôi dùng nên không phân công được")
    assert answers[9] == ("refused", "G9 ngày kết thúc phải sau ngày bắt đầu")


def test_names_to_sign_in_by_look_like_none_there_is(world):
    for username in ("ToiHV", "t\u043eihv2", "toihvx", "khac"):  # о of the Cyrillic alphabet
        User.objects.create(username=username, full_name="Ai Đó")
    taken = taken_usernames("Hoàng Văn Tới")
    assert taken == {"toihv", "toihv2", "toihvx"} < taken_usernames()
    assert username_for("Hoàng Văn Tới", taken) == "toihv3"


def test_nobody_ends_the_own_account(world):
    admin = world.user("admin")
    lines = [[*HEADINGS[:2], "Đang dùng tài khoản"], ["admin", admin.full_name, "không"]]
    assert said(brought_in(world, *lines))[2] == ("refused", "C2 không tự thôi dùng tài khoản của chính mình")


def test_people_are_compared_in_as_many_statements_however_many_they_are(world):
    counts = []
    for people in (3, 60):
        lines = [[f"moi{n}", f"Người Thứ {n}", "", world.school.name, "", "", ""] for n in range(people)]
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert brought_in(world, HEADINGS, *lines).counts == {"new": people}
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 40


def test_rows_about_one_person_are_all_taken_back(world):
    person = User.objects.create(username="hai", full_name="Nông Văn Hai")
    for union in (world.school, world.bank):
        Post.objects.create(user=person, unit=union, role=Role.OFFICER, since=date(2014, 1, 1))
    lines = (
        ["Tên đăng nhập", "Họ và tên", "Điện thoại", "Email", "Đơn vị", "Đến trước ngày"],
        ["hai", "Nông Văn Hai", "0912 345 678", "", world.school.name, "1/1/2016"],
        ["hai", "Nông Văn Hai", "", "hai@x.vn", world.bank.name, "1/2/2016"],
    )
    imported = taken_back(written(brought_in(world, *lines), world), world)
    assert [row.undo_failure for row in imported.rows.all()] == ["", ""]
    person.refresh_from_db()
    assert (person.phone, person.email, {post.until for post in person.posts.all()}) == ("", "", {None})

    imported = written(brought_in(world, *lines), world)
    record(person, "use_code", by=person)
    assert all(row.undo_failure for row in taken_back(imported, world).rows.all())


def test_what_a_list_says_of_who_takes_it_back_is_taken_back(world):
    admin = world.user("admin")
    lines = (["Tên đăng nhập", "Họ và tên", "Điện thoại"], ["admin", admin.full_name, "0912 345 678"])
    imported = taken_back(written(brought_in(world, *lines), world), world)
    assert imported.rows.get().undo_failure == "" and User.objects.get(pk=admin.pk).phone == admin.phone


@pytest.mark.parametrize("page", ["import", "jobs"])
def test_who_asks_to_go_on_does_it_in_the_own_name(world, client, page):
    other = User.objects.create(username="khac", full_name="Vi Thị Khắc")
    imported = brought_in(world, ["Họ và tên", "Đơn vị"], ["Lý Văn Mới", world.school.name])
    table_imports.write(imported, by=world.by("admin"))
    job = table_imports.latest_job(imported)
    Post.objects.create(user=other, unit=world.province, role=Role.ADMINISTRATOR, since=date(2014, 1, 1))
    Post.objects.filter(user=world.user("admin")).update(until=clock.today())
    with pytest.raises(Forbidden):
        jobs.run(job.pk)
    assert not User.objects.filter(full_name="Lý Văn Mới").exists()
    with pytest.raises(Forbidden, match="Quản trị hệ thống"):
        background.retry_job(table_imports.latest_job(imported), by=world.by("board"))  # who may see it, not do it
    for person, offered in ((world.user("board"), False), (other, True)):
        client.force_login(person)
        assert (f"/jobs/{job.pk}/retry/" in client.get("/jobs/").content.decode()) == offered
    if page == "jobs":
        background.retry_job(table_imports.latest_job(imported), by=acting_as(other, Role.ADMINISTRATOR))
    else:
        table_imports.go_on(imported, by=acting_as(other, Role.ADMINISTRATOR))
    assert worked(imported).state == ImportState.APPLIED
    assert Event.objects.about(job).get(verb="retry_job").actor == other
    assert Event.objects.about(User.objects.get(full_name="Lý Văn Mới")).get().actor == other


def test_the_last_administrator_stays_one(world):
    admin, until = world.user("admin"), clock.today()
    headings = ["Tên đăng nhập", "Họ và tên", "Đơn vị", "Vai trò", "Thôi từ ngày"]
    imported = brought_in(
        world, headings, ["admin", admin.full_name, world.province.name, "Quản trị hệ thống", "20/07/2015"]
    )
    table_imports.write(imported, by=world.by("admin"))
    assert "cuối cùng đăng nhập được" in worked(imported).rows.get().failure
    other = User(full_name="Vi Thị Khắc")
    post = Post(unit=world.province, role=Role.ADMINISTRATOR, since=date(2014, 1, 1))
    add_account(other, post, by=world.by("admin"))
    own = admin.posts.get(role=Role.ADMINISTRATOR)
    with pytest.raises(StateConflict, match="lập thư giao tài khoản"):
        end_post(own, until=until, by=world.by("admin"))
    issue_codes(new_codes([other]), by=world.by("admin"))
    end_post(Post.objects.get(pk=own.pk), until=until, by=world.by("admin"))


def test_who_was_given_another_post_since_stays(world):
    lines = (["Họ và tên", "Đơn vị"], ["Lý Văn Mới", world.school.name], ["Lý Văn Mai", world.school.name])
    imported = written(brought_in(world, *lines), world)
    new = User.objects.get(full_name="Lý Văn Mới")
    post = Post(user=new, unit=world.bank, role=Role.OFFICER, since=date(2015, 7, 1))
    give_post(post, by=world.by("admin"))
    imported = taken_back(imported, world)
    assert [bool(row.undo_failure) for row in imported.rows.order_by("pk")] == [True, False]
    assert User.objects.get(pk=new.pk).is_active and not User.objects.get(full_name="Lý Văn Mai").is_active
