"""Tests planned closings and moves: `manage.py tick` carries each out once, on its day and not before."""

import io
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from campaigns.calling import units_to_call
from emulation.management.commands import tick as tick_command
from foundation import clock
from foundation.db.outage import OutageLog
from foundation.lifecycle import StateConflict
from tests.foundation.test_faults import postgres_error, raised_by
from tests.support.admin_pages import change_url, messages_of
from tests.support.two_editors import Editor, colleague
from units import desk
from units.access import Forbidden
from units.actions import planned_acts, unions
from units.models import Event, PlannedAct, Strand, UnionForm, Unit, UnitKind, UnitType, vocabulary

pytestmark = [pytest.mark.either, pytest.mark.django_db]

JULY, DAY = "2015-07-20T09:00+07:00", date(2015, 9, 1)
ON_THE_DAY, DAYS_LATER = "2015-09-01T00:01+07:00", "2015-09-05T10:00+07:00"
REASON = "Sắp xếp lại tổ chức"
DONE = "Việc dự kiến của đơn vị: 1 việc đã thực hiện, 0 việc chưa thực hiện được.\n"


@pytest.fixture
def july():
    with clock.travel(JULY):
        yield


@pytest.fixture
def merger(world, july):
    """A merger planned on 20 July: the commune's union goes into the city's on 1 September."""
    return unions.close(world.commune, on=DAY, successor=world.city, reason=REASON, by=world.by("admin"))


def tick(at):
    """Return what `manage.py tick` prints at that time, without its line about the seals of the history."""
    said = io.StringIO()
    with clock.travel(at):
        call_command("tick", stdout=said)
    lines = said.getvalue().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("Niêm phong nhật ký"))


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def place_of(unit):
    """Return where a union is in the tree and until when: (parent, path, valid_to, successor)."""
    unit = fresh(unit)
    return unit.parent, unit.path, unit.valid_to, unit.successor


def verbs(row):
    return list(Event.objects.about(row).values_list("verb", flat=True))


def plan_move(world, unit, parent, on=DAY):
    return unions.move_under(unit, parent, on=on, reason=REASON, by=world.by("admin"))


def plan_closing(world, unit, on=DAY, successor=None):
    return unions.close(unit, on=on, successor=successor, reason=REASON, by=world.by("admin"))


def founded(parent, name):
    return Unit.objects.create(
        name=name,
        full_name=name,
        parent=fresh(parent),
        kind=UnitKind.GRASSROOTS,
        form=UnionForm.WORKPLACE,
        strand=Strand.ADMINISTRATIVE,
        valid_from=date(2015, 1, 1),
    )


def test_until_its_day_a_planned_closing_changes_nothing(world, merger):
    admin = world.user("admin")
    assert (merger.kind, merger.on, merger.target, merger.reason) == ("close", DAY, world.city, REASON)
    assert (merger.planned_by, merger.planned_post, merger.planned_at) == (admin, admin.posts.get(), clock.now())
    before = (world.district, world.commune.path, None, None)
    assert place_of(world.commune) == before
    assert world.commune in Unit.objects.valid_on(DAY)
    assert world.commune in units_to_call(world.phase2)
    assert (verbs(world.commune), verbs(merger)) == ([], ["plan_act"])

    assert tick("2015-08-31T23:59+07:00") == ""
    assert (place_of(world.commune), fresh(merger).status) == (before, "planned")


def test_a_planned_change_of_type_is_carried_out_before_the_moves_that_need_it(world, july):
    province = world.province.path
    trade = next(words for words in vocabulary.unit_types(province) if words.code == "trade")
    act = unions.change_type(world.city, trade, on=DAY, reason=REASON, by=world.by("admin"))
    assert act.words == "đổi loại đơn vị thành Công đoàn ngành"
    with pytest.raises(ValidationError, match="Đơn vị đã có dự kiến từ 01/09/2015: đổi loại đơn vị thành"):
        unions.change_type(world.city, trade, on=date(2015, 10, 1), reason=REASON, by=world.by("admin"))
    plan_move(world, world.school, world.city)
    assert fresh(world.city).words.code == "district"
    assert tick(ON_THE_DAY) == DONE.replace("1 việc", "2 việc")
    assert (fresh(world.city).words, fresh(world.school).parent) == (trade, world.city)
    assert verbs(world.city) == ["change_type"]


def test_a_type_that_comes_later_is_offered_and_only_planned(world, july, words_read_again):
    today = next(words for words in vocabulary.unit_types(world.province.path) if words.code == "trade")
    names = dict.fromkeys(("short", "full", "plural"), "Công đoàn ngành mới")
    later = UnitType.objects.create(
        root=today.root, code="trade2", valid_from=DAY, role=today.role, organ=today.organ, below=today.below, **names
    )
    UnitType.objects.filter(code="grassroots").update(below=[*vocabulary.type_for("grassroots").below, "trade2"])
    vocabulary.forget()
    assert later in unions.types_for(world.city)
    with pytest.raises(ValidationError) as refused:
        unions.change_type(world.city, later, reason=REASON, by=world.by("admin"))
    assert refused.value.messages == ["Ngày 20/07/2015 không dùng loại đơn vị “Công đoàn ngành mới”."]
    unions.change_type(world.city, later, on=DAY, reason=REASON, by=world.by("admin"))
    assert tick(ON_THE_DAY) == DONE
    assert fresh(world.city).type == later


@pytest.mark.parametrize("at", [ON_THE_DAY, DAYS_LATER])
def test_a_tick_carries_out_what_is_due_dated_as_planned_and_only_once(world, merger, at):
    assert tick(at) == DONE
    city = fresh(world.city)
    assert place_of(world.commune) == (city, city.path + "0002", DAY, city)
    assert fresh(merger).status == "done"
    event = Event.objects.about(world.commune).get()
    assert (event.verb, event.actor, event.actor_name, event.unit) == ("close_unit", None, "Hệ thống", world.commune)
    assert event.reason == (
        "Theo kế hoạch do Hoàng Thị Khách (Quản trị hệ thống, LĐLĐ tỉnh Lạng Sơn) ghi ngày 20/07/2015: "
        "Sắp xếp lại tổ chức"
    )
    events = Event.objects.count()

    assert tick(at) == ""
    assert (place_of(world.commune)[1], Event.objects.count()) == (city.path + "0002", events)


def test_an_act_read_before_another_tick_did_it_is_not_done_again(world, merger):
    with clock.travel(ON_THE_DAY):
        read_before = PlannedAct.objects.with_people().get(pk=merger.pk)
        planned_acts.carry_out_due()
        assert planned_acts._carry_out(read_before) is None
    assert verbs(world.commune) == ["close_unit"]


def test_today_and_earlier_are_done_at_once(world, july):
    assert plan_closing(world, world.commune, on=date(2015, 7, 20)) is None
    assert plan_move(world, world.school, world.city, on=date(2015, 7, 1)) is None
    assert fresh(world.commune).valid_to == date(2015, 7, 20)
    assert fresh(world.school).parent == world.city
    assert Event.objects.about(world.school).get().changes["từ ngày"] == ["", "01/07/2015"]
    assert not PlannedAct.objects.exists()


def test_a_move_is_planned_too(world, july):
    act = plan_move(world, world.school, world.city)
    before = (world.district, world.school.path, None, None)
    assert (act.kind, place_of(world.school)) == ("move", before)

    assert tick(ON_THE_DAY) == DONE
    city = fresh(world.city)
    assert place_of(world.school) == (city, city.path + "0002", None, None)
    event = Event.objects.about(world.school).get()
    assert event.changes == {
        "công đoàn cấp trên": ["LĐLĐ huyện Chi Lăng", "LĐLĐ thành phố Lạng Sơn"],
        "từ ngày": ["", "01/09/2015"],
    }


def test_what_is_called_off_never_happens(world, merger):
    planned_acts.call_off(merger, reason="Hoãn", by=world.by("admin"))
    event = Event.objects.about(merger).first()
    assert (event.verb, event.reason, event.unit) == ("call_off_act", "Hoãn", world.commune)

    assert tick(ON_THE_DAY) == ""
    assert (place_of(world.commune)[2], verbs(world.commune)) == (None, [])
    with pytest.raises(StateConflict, match=r"^Hoàng Thị Khách vừa hủy việc dự kiến lúc 09:00 ngày 20/07/2015"):
        planned_acts.call_off(fresh(merger), reason="Hoãn", by=world.by("admin"))
    assert plan_closing(world, world.commune).status == "planned"


@pytest.mark.parametrize("reason", ["", " ", "\u200b"])
def test_nothing_is_planned_or_called_off_without_a_reason(world, merger, reason):
    given = {"reason": reason, "by": world.by("admin")}
    with pytest.raises(ValidationError, match=r"Xin ghi lý do\."):
        planned_acts.call_off(merger, **given)
    with pytest.raises(ValidationError, match=r"Xin ghi lý do\."):
        unions.close(world.porters, on=DAY, successor=None, **given)
    assert list(PlannedAct.objects.values_list("status", flat=True)) == ["planned"]


def test_what_is_done_is_not_called_off(world, merger):
    tick(ON_THE_DAY)
    with pytest.raises(StateConflict, match=r"^Hệ thống vừa thực hiện việc dự kiến lúc 00:01 ngày 01/09/2015"):
        planned_acts.call_off(merger, reason="Hoãn", by=world.by("admin"))
    assert fresh(world.commune).valid_to == DAY


@pytest.mark.sqlite
@pytest.mark.parametrize("name", ["board", "leader", "district"])
def test_only_administrators_plan_and_call_off(world, merger, name):
    by = world.by(name)
    with pytest.raises(Forbidden):
        unions.close(world.school, on=DAY, successor=None, reason=REASON, by=by)
    with pytest.raises(Forbidden):
        unions.move_under(world.school, world.city, on=DAY, reason=REASON, by=by)
    with pytest.raises(Forbidden):
        planned_acts.call_off(merger, reason="Hoãn", by=by)
    assert fresh(merger).status == "planned"


@pytest.mark.sqlite
def test_one_act_of_a_kind_is_planned_for_a_union(world, merger):
    sentence = "Đơn vị đã có dự kiến từ 01/09/2015: sáp nhập vào LĐLĐ thành phố Lạng Sơn. Xin hủy dự kiến đó trước."
    for on in (DAY, date(2015, 10, 1), date(2015, 7, 20)):
        with pytest.raises(ValidationError) as refused:
            plan_closing(world, world.commune, on=on)
        assert refused.value.messages == [sentence]
    assert plan_move(world, world.commune, world.city, on=date(2015, 8, 1)).status == "planned"


@pytest.mark.sqlite
def test_nothing_is_planned_after_the_end_of_a_union(world, merger):
    with pytest.raises(ValidationError, match="dự kiến từ 01/09/2015: sáp nhập vào LĐLĐ thành phố Lạng Sơn"):
        plan_move(world, world.commune, world.province, on=date(2015, 9, 2))
    plan_move(world, world.school, world.city, on=date(2015, 10, 1))
    for on in (DAY, date(2015, 7, 20)):
        with pytest.raises(ValidationError, match="dự kiến từ 01/10/2015: chuyển công đoàn cấp trên về"):
            plan_closing(world, world.school, on=on)
    assert plan_closing(world, world.school, on=date(2015, 10, 1)).status == "planned"


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("unit", "parent", "on", "refusal"),
    [
        ("school", "district", DAY, {"parent": ["Đơn vị đang trực thuộc LĐLĐ huyện Chi Lăng."]}),
        ("school", "commune", DAY, {"parent": ["Công đoàn cơ sở không có đơn vị trực thuộc."]}),
        ("school", "city", date(2009, 1, 1), {
            "on": ["Ngày chuyển không thể trước ngày bắt đầu hoạt động (01/01/2010)."],
        }),
        ("district", "city", DAY, {
            "parent": [
                "LĐLĐ huyện, thành phố không trực thuộc LĐLĐ huyện, thành phố; chỉ trực thuộc: Liên đoàn Lao động tỉnh."
            ],
        }),
        ("school", "city", DAY, {"parent": ["Công đoàn cấp trên mới phải đang hoạt động vào ngày đó."]}),
        ("bank", "district", DAY, {"__all__": ["Đơn vị đã kết thúc hoạt động từ ngày 01/07/2015."]}),
    ],
)  # fmt: skip
def test_a_move_that_cannot_be_is_refused_with_a_sentence(world, july, unit, parent, on, refusal):
    plan_closing(world, world.bank, on=date(2015, 7, 1))
    plan_closing(world, world.city, on=date(2015, 7, 2))
    with pytest.raises(ValidationError) as refused:
        plan_move(world, world.units[unit], world.units[parent], on=on)
    error = refused.value
    assert (error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}) == refusal
    assert fresh(world.units[unit]).path == world.units[unit].path


def test_a_union_with_others_at_work_below_does_not_end(world, july):
    for on in (date(2015, 7, 20), DAY):
        with pytest.raises(ValidationError) as refused:
            plan_closing(world, world.district, on=on, successor=world.city)
        assert refused.value.messages[0] == (
            "Còn 3 đơn vị bên dưới đang hoạt động. Xin chuyển các đơn vị này về công đoàn cấp trên khác trước. "
            "CĐCS Trường THCS Đồi Na, CĐCS Xã Đồi Na, Nghiệp đoàn Bốc xếp."
        )
    assert place_of(world.district) == (world.province, world.district.path, None, None)
    assert not PlannedAct.objects.exists()

    plan_closing(world, world.porters, on=date(2015, 7, 19))
    for unit in (world.school, world.commune):
        plan_move(world, unit, world.city, on=date(2015, 7, 20))
    assert plan_closing(world, world.district, on=date(2015, 7, 20)) is None
    assert fresh(world.district).valid_to == date(2015, 7, 20)


@pytest.mark.sqlite
def test_of_many_below_twenty_are_named(world, july):
    for number in range(19):
        founded(world.district, f"CĐCS Thôn {number}")
    with pytest.raises(ValidationError) as refused:
        plan_closing(world, world.district)
    assert refused.value.messages[0].startswith("Còn 22 đơn vị bên dưới đang hoạt động.")
    assert refused.value.messages[0].endswith(", CĐCS Trường THCS Đồi Na và 2 đơn vị khác.")
    assert len(refused.value.named) == 20


def test_unions_planned_to_go_first_do_not_hold_up_a_planned_closing(world, july):
    """A district with everything below it is planned for one day, and one tick does all in the right order."""
    plan_closing(world, world.porters)
    commune = plan_move(world, world.commune, world.city)
    plan_move(world, world.school, world.city, on=date(2015, 9, 2))
    with pytest.raises(ValidationError, match=r"Còn 1 đơn vị bên dưới đang hoạt động.* CĐCS Trường THCS Đồi Na\.'"):
        plan_closing(world, world.district)

    on = date(2015, 9, 2)
    closing = plan_closing(world, world.district, on=on, successor=world.city)
    planned_acts.call_off(commune, reason="Cùng ngày", by=world.by("admin"))
    assert plan_move(world, world.commune, world.city, on=on).pk > closing.pk

    assert tick("2015-09-02T00:01+07:00") == (
        "Việc dự kiến của đơn vị: 4 việc đã thực hiện, 0 việc chưa thực hiện được.\n"
    )
    assert [fresh(unit).parent for unit in (world.school, world.commune, world.district)] == [world.city] * 3
    assert [fresh(unit).valid_to for unit in (world.porters, world.district, world.school)] == [DAY, on, None]


def test_a_move_within_the_union_that_ends_does_not_count_as_leaving_it(world, districts_below_districts, july):
    team = Unit.objects.create(
        name="Cụm 1", full_name="Cụm 1", kind=UnitKind.UPPER_PLACE, parent=fresh(world.district), valid_from=DAY
    )
    for unit in (world.school, world.commune, world.porters):
        plan_move(world, unit, team)
    with pytest.raises(ValidationError, match="Còn 4 đơn vị bên dưới đang hoạt động"):
        plan_closing(world, world.district)
    plan_move(world, team, world.city)
    with pytest.raises(ValidationError, match="Còn 3 đơn vị bên dưới đang hoạt động"):
        plan_closing(world, world.district)


def test_an_act_that_cannot_be_on_its_day_stays_with_the_sentence_why_and_is_tried_again(world, july):
    closing = plan_closing(world, world.porters)
    late = founded(world.porters, "Tổ Bốc xếp 2")
    why = (
        "Còn 1 đơn vị bên dưới đang hoạt động. Xin chuyển các đơn vị này về công đoàn cấp trên khác trước. "
        "Tổ Bốc xếp 2."
    )
    assert tick(ON_THE_DAY) == "Việc dự kiến của đơn vị: 0 việc đã thực hiện, 1 việc chưa thực hiện được.\n"
    assert (fresh(closing).status, fresh(closing).why_not) == ("hindered", why)
    event = Event.objects.about(closing).first()
    assert (event.verb, event.actor_name, event.reason) == ("hinder_act", "Hệ thống", why)
    assert (fresh(world.porters).valid_to, verbs(world.porters)) == (None, [])

    line = next(line for line in desk.todo(world.by("admin")) if "dự kiến" in line.title)
    assert (line.count, line.url) == (1, "/admin/units/unit/?valid=hindered")
    assert not [line for line in desk.todo(world.by("board")) if "dự kiến" in line.title]

    Unit.objects.filter(pk=late.pk).update(name="Tổ Bốc xếp số 2")
    events = Event.objects.count()
    assert (tick("2015-09-01T00:02+07:00"), Event.objects.count()) == ("", events)
    assert fresh(closing).why_not.endswith("Tổ Bốc xếp số 2.")

    with clock.travel(DAYS_LATER):
        plan_move(world, late, world.city, on=DAY)
    assert tick(DAYS_LATER) == DONE
    assert (fresh(closing).status, fresh(closing).why_not, fresh(world.porters).valid_to) == ("done", "", DAY)


def test_one_that_is_hindered_keeps_no_other_from_its_day(world, merger):
    """The city's union ends before the merger into it: only the merger fails."""
    plan_move(world, world.bank, world.district, on=date(2015, 8, 1))
    plan_closing(world, world.city, on=date(2015, 8, 1))
    school = plan_move(world, world.school, world.province)
    assert tick(ON_THE_DAY) == "Việc dự kiến của đơn vị: 3 việc đã thực hiện, 1 việc chưa thực hiện được.\n"
    assert (fresh(merger).status, fresh(school).status) == ("hindered", "done")
    assert fresh(merger).why_not == "Đơn vị kế tục phải đang hoạt động vào ngày đó."


def test_a_fault_in_one_act_keeps_no_other_from_its_day(world, merger, monkeypatch, caplog):
    other = plan_closing(world, world.porters)
    close = planned_acts.close_now

    def broken(unit, **more):
        if unit.pk == world.commune.pk:
            raise RuntimeError("a fault of ours")
        close(unit, **more)

    monkeypatch.setattr(planned_acts, "close_now", broken)
    with pytest.raises(CommandError):
        tick(ON_THE_DAY)
    assert "a fault of ours" in caplog.text
    assert (fresh(merger).status, fresh(other).status) == ("planned", "done")


def test_a_duty_that_fails_does_not_keep_the_others_waiting(world, merger, monkeypatch, caplog):
    def broken():
        raise RuntimeError("not today")

    monkeypatch.setattr(tick_command, "DUTIES", (broken, *tick_command.DUTIES))
    with pytest.raises(CommandError, match=r"^Có việc chưa làm được: broken\."):
        tick(ON_THE_DAY)
    assert fresh(world.commune).valid_to == DAY
    assert "not today" in caplog.text


def test_a_database_that_is_away_is_a_line_in_the_log_and_no_traceback(world, monkeypatch, caplog):
    def broken():
        raise raised_by(postgres_error("57P01"))

    monkeypatch.setattr(tick_command, "outage_log", OutageLog())
    monkeypatch.setattr(tick_command, "DUTIES", (broken, broken))
    with pytest.raises(CommandError, match=r"^Có việc chưa làm được: broken, broken\."):
        tick(ON_THE_DAY)
    assert [(record.getMessage(), record.exc_info) for record in caplog.records] == [
        ("The database does not answer: as the server says", None)
    ]


# On the pages


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("page", "typed", "message"),
    [
        ("close", {"successor": "city"}, (
            "Đã ghi dự kiến: từ 01/09/2015 CĐCS Xã Đồi Na sáp nhập vào LĐLĐ thành phố Lạng Sơn. "
        )),
        ("close", {"successor": ""}, "Đã ghi dự kiến: từ 01/09/2015 CĐCS Xã Đồi Na kết thúc hoạt động. "),
        ("move", {"parent": "city"}, (
            "Đã ghi dự kiến: từ 01/09/2015 CĐCS Xã Đồi Na chuyển công đoàn cấp trên về LĐLĐ thành phố Lạng Sơn. "
        )),
    ],
)  # fmt: skip
def test_a_day_ahead_is_planned_and_the_page_says_so(world, july, sign_in_as, page, typed, message):
    client, address = sign_in_as("admin"), change_url(world.commune, page)
    assert client.get(address).context["form"]["on"].value() == "20/07/2015"
    ids = {name: world.units[unit].pk if unit else "" for name, unit in typed.items()}
    response = client.post(address, ids | {"on": "01/09/2015", "reason": REASON}, follow=True)
    assert messages_of(response) == [message + "Đến ngày đó cổng tự thực hiện; trước đó chưa có gì thay đổi."]
    assert place_of(world.commune) == (world.district, world.commune.path, None, None)


@pytest.mark.sqlite
@pytest.mark.parametrize("page", ["close", "move"])
def test_a_closing_and_a_move_say_why(world, july, sign_in_as, page):
    typed = {"on": "01/09/2015", "parent": world.city.pk, "successor": "", "reason": " "}
    response = sign_in_as("admin").post(change_url(world.commune, page), typed)
    assert response.context["form"].errors == {"reason": ["Xin ghi lý do."]}
    assert 'value="01/09/2015"' in response.content.decode()


NOTICE = (
    "Dự kiến từ 01/09/2015 sáp nhập vào LĐLĐ thành phố Lạng Sơn, do Hoàng Thị Khách (Quản trị hệ thống, LĐLĐ tỉnh "
    "Lạng Sơn) ghi ngày 20/07/2015. Lý do: “Sắp xếp lại tổ chức”."
)


def text_of(response):
    return " ".join(response.content.decode().split())


@pytest.mark.sqlite
def test_whoever_sees_the_union_sees_what_is_planned_and_administrators_may_call_it_off(world, merger, sign_in_as):
    address = f"/admin/units/unit/planned/{merger.pk}/call-off/"
    board = text_of(sign_in_as("board").get(change_url(world.commune)))
    assert NOTICE in board and address not in board
    admin = sign_in_as("admin")
    shown = text_of(admin.get(change_url(world.commune)))
    assert NOTICE in shown and f'href="{address}"' in shown

    page = admin.get(address)
    assert NOTICE in text_of(page)
    response = admin.post(address, {"reason": "Hoãn"}, follow=True)
    assert messages_of(response) == ["Đã hủy dự kiến: CĐCS Xã Đồi Na sáp nhập vào LĐLĐ thành phố Lạng Sơn."]
    assert NOTICE not in text_of(response)

    again = admin.post(address, {"reason": "Hoãn lần nữa"})
    assert again.status_code == 409
    assert "Hoàng Thị Khách vừa hủy việc dự kiến" in text_of(again) and "Hoãn lần nữa" in text_of(again)
    told = [history_line["words"] for history_line in admin.get(change_url(world.commune, "history")).context["items"]]
    assert told == [
        "Hủy việc dự kiến: sáp nhập vào LĐLĐ thành phố Lạng Sơn: 01/09/2015",
        "Ghi việc dự kiến: sáp nhập vào LĐLĐ thành phố Lạng Sơn: 01/09/2015",
    ]


@pytest.mark.sqlite
def test_the_page_says_why_an_act_was_not_carried_out(world, merger, sign_in_as):
    plan_move(world, world.bank, world.district, on=date(2015, 8, 1))
    plan_closing(world, world.city, on=date(2015, 8, 1))
    tick(ON_THE_DAY)
    assert (
        "Đến ngày nhưng chưa thực hiện được: Đơn vị kế tục phải đang hoạt động vào ngày đó. "
        "Khi không còn vướng, cổng tự thực hiện."
    ) in text_of(sign_in_as("admin").get(change_url(world.commune)))


@pytest.mark.sqlite
def test_a_refused_closing_links_to_the_unions_below(world, july, sign_in_as):
    typed = {"on": "20/07/2015", "successor": "", "reason": REASON}
    response = sign_in_as("admin").post(change_url(world.district, "close"), typed)
    sentence = "Còn 3 đơn vị bên dưới đang hoạt động. Xin chuyển các đơn vị này về công đoàn cấp trên khác trước."
    assert response.context["form"].errors == {"__all__": [sentence]}
    for unit in (world.school, world.commune, world.porters):
        assert f'<a href="{change_url(unit)}">{unit.name}</a>' in text_of(response)


@pytest.mark.sqlite
def test_the_list_says_what_is_planned_and_is_narrowed_to_it(world, merger, sign_in_as):
    plan_move(world, world.commune, world.city, on=date(2015, 8, 1))
    client = sign_in_as("admin")
    page = text_of(client.get("/admin/units/unit/?valid=planned"))
    assert "dự kiến chuyển công đoàn cấp trên: 01/08/2015; dự kiến kết thúc hoạt động: 01/09/2015" in page
    assert "CĐCS Xã Đồi Na" in page and "CĐCS Trường THCS Đồi Na" not in page


@pytest.mark.sqlite
def test_a_planned_move_too_is_not_decided_on_a_page_that_is_out_of_date(world, july):
    """Somebody moved the union meanwhile; the page shows only what differs, not day and reason."""
    admin = world.user("admin")
    slower, quicker = (Editor(who, change_url(world.school, "move")) for who in (admin, colleague(admin)))
    assert quicker.send(parent=str(world.province.pk), reason="Khác").status_code == 302
    answer = slower.send(parent=str(world.city.pk), on="01/09/2015", reason=REASON)
    assert answer.status_code == 409
    assert [label for label, _theirs, _mine in answer.context["form"].conflict.differences] == [
        "Công đoàn cấp trên mới"
    ]
    assert not PlannedAct.objects.exists()
