"""Tests the page of a phase: counts of expected, received, accepted and late sheets, and the Board's acts there."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from campaigns.actions import filings, phases, reviews
from campaigns.figures.address import ALL, FigureScope
from campaigns.figures.count_provider import SheetList
from campaigns.lifecycle import EDITABLE
from campaigns.models import CalledUnit, Filing, Phase
from campaigns.progress import phase_progress as progress_module
from campaigns.progress.branch_counts import BranchCounts
from campaigns.progress.phase_progress import progress_of
from campaigns.progress.progress_book import progress_book
from campaigns.state_tiles import state_tiles
from foundation import clock
from tests.support.casts import copied
from tests.support.world import PEOPLE, build, draft
from units.forms.returning import ReturnForm
from units.models import Event, Strand, UnionForm, Unit, UnitKind, User

pytestmark = pytest.mark.sqlite(deep="both")

PAGE = "/campaigns/2015/phases/1/"


def sign_in(name):
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client


def text(response):
    body = re.sub(r"<svg.*?</svg>", " ", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def send(world, name, unit, day, kind="pledge"):
    with clock.travel(f"{day}T09:00+07:00"):
        draft(world.sheet(unit, kind), by=world.by(name))
        filings.submit(world.sheet(unit, kind), by=world.by(name))


def decide(world, act, unit, name, day, kind="pledge", **more):
    with clock.travel(f"{day}T10:00+07:00"):
        act(world.sheet(unit, kind), by=world.by(name, "reviewer"), **more)


def build_under_way():
    """Build a phase: school accepted, commune returned, porters late, bank excused; the others are missing."""
    world = build()
    send(world, "owner", "school", "2015-02-10")
    send(world, "neighbour", "commune", "2015-02-11")
    send(world, "porter", "porters", "2015-03-02")
    decide(world, reviews.accept, "school", "district", "2015-02-12")
    decide(world, reviews.return_, "commune", "district", "2015-02-12", reason="Thiếu số nữ.", due_on=date(2015, 2, 20))
    decide(world, reviews.excuse, "bank", "board", "2015-02-13", reason="Mới thành lập.")
    return world


@pytest.fixture
def under_way(db):
    with clock.travel("2015-03-03T09:00+07:00"):
        yield copied(build_under_way)


def progress(world, unit, kind="pledge", opened=""):
    phase = Phase.objects.select_related("campaign__unit").prefetch_related("due_dates").get(pk=world.phase.pk)
    return progress_of(phase, kind, unit, unit.path, opened)


# Counting


def test_the_totals_count_each_sheet_once_and_leave_excused_and_coordinated_ones_out(under_way):
    assert progress(under_way, under_way.province).total == BranchCounts(
        expected=7 - 1,
        accepted=1,
        submitted=1,
        returned=1,
        missing=3,
        excused=1,
        late=1,
        overdue=1,
        workers=46 + 12 + 64 + 120,
        workers_received=46 + 12 + 64,
    )


def test_the_groups_stand_in_the_offices_own_order_with_the_directly_attached_last(under_way):
    groups = progress(under_way, under_way.province).groups
    assert [(group.title, group.counts.expected, group.counts.states.received) for group in groups] == [
        ("LĐLĐ thành phố Lạng Sơn", 1, 0),
        ("LĐLĐ huyện Chi Lăng", 4, 3),
        ("Trực thuộc LĐLĐ tỉnh Lạng Sơn", 1, 0),
    ]


def test_the_groups_add_up_to_the_total(under_way):
    whole = progress(under_way, under_way.province)
    for name in BranchCounts.__dataclass_fields__:
        assert sum(getattr(group.counts, name) for group in whole.groups) == getattr(whole.total, name)


def test_coordinated_unions_have_a_line_of_their_own(under_way):
    branch_progress = progress(under_way, under_way.province, opened="coordinated")
    line = branch_progress.coordinated
    assert (line.title, line.counts.expected, line.counts.missing) == ("Khối phối hợp chỉ đạo", 1, 1)
    assert [line.called.unit for line in branch_progress.lines] == [under_way.central]


def test_a_union_without_upper_unions_below_lists_its_own_sheet_first_then_its_units(under_way):
    branch_progress = progress(under_way, under_way.district)
    assert branch_progress.groups == ()
    assert [line.called.unit for line in branch_progress.lines] == [
        under_way.district,
        under_way.school,
        under_way.commune,
        under_way.porters,
    ]


def test_figures_group_by_the_called_path_even_after_a_unit_moved(under_way):
    moved = under_way.school
    Unit.objects.filter(pk=moved.pk).update(parent=under_way.city, path=under_way.city.path + "00zz")
    groups = {group.title: group.counts.expected for group in progress(under_way, under_way.province).groups}
    assert groups["LĐLĐ huyện Chi Lăng"] == 4


@pytest.mark.parametrize(
    ("group", "units"), [("district", ["district", "school", "commune", "porters"]), ("city", ["city", "bank"])]
)
def test_an_opened_group_shows_its_sheets_the_upper_unions_own_first(under_way, group, units):
    branch_progress = progress(under_way, under_way.province, opened=str(under_way.units[group].pk))
    assert [line.called.unit for line in branch_progress.lines] == [under_way.units[name] for name in units]


def test_the_directly_attached_are_those_below_no_upper_union(under_way):
    branch_progress = progress(under_way, under_way.province, opened="direct")
    assert [line.called.unit for line in branch_progress.lines] == [under_way.units["direct"]]


@pytest.mark.parametrize("opened", ["", "0", "x"])
def test_no_group_opened_reads_no_sheet(under_way, opened):
    assert progress(under_way, under_way.province, opened=opened).lines == ()


def test_what_there_is_no_room_for_is_counted_and_stands_in_the_list(under_way, monkeypatch):
    monkeypatch.setattr(progress_module, "MAX_LINES", 1)
    board = sign_in("board")
    for query in (f"unit={under_way.district.pk}", f"open={under_way.district.pk}"):
        page = board.get(f"{PAGE}?kind=pledge&{query}")
        assert "Còn 3 đơn vị nữa: xem cả danh sách" in text(page)
        (url,) = re.findall(r'<a href="([^"]+)">Còn 3', page.content.decode())
        assert board.get(url.replace("&amp;", "&")).context["page"].size.number == 4


def test_what_is_overdue_is_what_each_sheet_says(under_way):
    """The page counts by a condition in SQL; `Filing.due` is the rule."""
    CalledUnit.objects.filter(unit=under_way.bank).update(pledge_due=clock.now(), due_reason="Bão.")
    for day in ("2015-02-19", "2015-02-22", "2015-02-26", "2015-03-01", "2015-03-16", "2015-03-30", "2015-07-30"):
        with clock.travel(f"{day}T00:00+07:00"):
            for kind in ("pledge", "report"):
                sheets = Filing.objects.filter(kind=kind, called__phase=under_way.phase).with_context()
                late = [
                    sheet
                    for sheet in sheets
                    if sheet.status in EDITABLE and sheet.due is not None and sheet.due < clock.now()
                ]
                whole = progress(under_way, under_way.province, kind)
                assert whole.total.overdue + whole.coordinated.counts.overdue == len(late)


def test_progress_is_as_many_queries_with_one_unit_as_with_three(world, django_assert_num_queries):
    phase = Phase.objects.select_related("campaign__unit").prefetch_related("due_dates").get(pk=world.phase.pk)
    for unit in (world.school, world.district):
        with django_assert_num_queries(3):
            progress_of(phase, "pledge", unit, unit.path)
    with django_assert_num_queries(2):
        progress_of(phase, "pledge", world.province, world.province.path)


def test_the_page_makes_as_many_queries_for_one_unit_as_for_three(world):
    counts = {}
    client = sign_in("board")
    client.get(PAGE)
    for unit in (world.city, world.district):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{PAGE}?unit={unit.pk}&kind=pledge")
        counts[unit.name] = len(queries)
    assert set(counts.values()) == {10}, counts


# What the page says


def test_the_title_tells_the_state(under_way):
    assert "Đợt 1: 3 trên 6 đơn vị đã đăng ký" in text(sign_in("board").get(f"{PAGE}?kind=pledge"))


@pytest.mark.parametrize(("day", "kind"), [("2015-02-20", "pledge"), ("2015-06-05", "report")])
def test_the_page_opens_on_what_is_due(world, day, kind):
    with clock.travel(f"{day}T09:00+07:00"):
        assert sign_in("board").get(PAGE).context["kind"] == kind


def test_each_person_sees_the_highest_unit_of_their_reach(under_way):
    units = {name: sign_in(name).get(PAGE).context["unit"] for name in PEOPLE}
    assert units == {name: under_way.units[unit] for name, (_full, unit, _roles) in PEOPLE.items()}


@pytest.mark.sweep("cases of one sentence")
@pytest.mark.parametrize(
    ("name", "unit", "status"),
    [
        ("board", "district", 200),
        ("district", "school", 200),
        ("district", "city", 404),
        ("district", "province", 404),
        ("owner", "school", 200),
        ("owner", "commune", 404),
        ("city", "district", 404),
    ],
)
def test_a_unit_out_of_reach_is_not_found(under_way, name, unit, status):
    assert sign_in(name).get(f"{PAGE}?unit={under_way.units[unit].pk}").status_code == status


@pytest.mark.parametrize("wanted", ["0", "999999999999999999999", "x", "", "-1", "١"])
def test_a_unit_that_is_none_is_not_found(world, wanted):
    assert sign_in("board").get(PAGE, {"unit": wanted}).status_code == 404


def test_a_kind_that_is_none_is_not_found(world):
    assert sign_in("board").get(f"{PAGE}?kind=dossier").status_code == 404


def test_the_sentence_says_of_how_many_units_and_leaves_the_coordinated_apart(under_way):
    words = text(sign_in("board").get(f"{PAGE}?kind=pledge"))
    assert "7 đơn vị được gọi, 6 thuộc diện đăng ký; đã đăng ký 3/6 (50%), gửi sau hạn 1." in words
    assert "Ngoài tổng số: 1 đơn vị phối hợp chỉ đạo." in words


def test_a_rollup_from_before_drafts_were_told_apart_has_one_tile_for_what_is_missing():
    counts = BranchCounts.stored({"expected": 4, "accepted": 1, "missing": 3})
    scope, sheets = FigureScope(1, 1, 1), SheetList(1, 1)
    book = progress_book(scope, "report", {ALL: counts + BranchCounts(missing=1)}, sheets, {})
    tiles = state_tiles(book, "report", linked=True)
    assert [tile["value"] for tile in tiles] == ["4", "0", "0", "1", "0"]
    assert tiles[0]["label"] == "chưa báo cáo, kể cả đang soạn"
    assert "status=missing" in tiles[0]["url"]


def test_a_name_unfolds_its_units_in_place(under_way):
    board = sign_in("board")
    folded = board.get(f"{PAGE}?kind=pledge")
    row = folded.context["table"].rows[1]
    assert "CĐCS Trường THCS Đồi Na" not in text(folded)
    assert row.toggle_url.endswith(f"open={under_way.district.pk}#u{under_way.district.pk}")
    unfolded = board.get(f"{PAGE}{row.toggle_url.split('#')[0]}")
    assert f'id="u{under_way.district.pk}"' in unfolded.content.decode()
    assert "CĐCS Trường THCS Đồi Na" in text(unfolded)
    assert "CĐCS Công ty May Ánh Mây" not in text(unfolded)


def test_every_figure_of_the_missing_leads_to_as_many_sheets(under_way):
    board = sign_in("board")
    table = board.get(f"{PAGE}?kind=pledge").context["table"]
    for row in [*table.rows, table.coordinated]:
        missing = row.figures.missing
        assert board.get(missing.rows_url).context["page"].size.number == missing.value
    for kpi in table.kpis:
        if kpi.get("url"):
            assert board.get(kpi["url"]).context["page"].size.number == int(kpi["value"])


def test_a_grassroots_officer_sees_the_own_two_sheets(under_way):
    page = sign_in("neighbour").get(PAGE)
    assert [sheet.kind for sheet in page.context["sheets"]] == ["pledge", "report"]
    assert "Trả lại bổ sung" in text(page)
    assert "Thiếu số nữ." in text(page)


def test_a_planned_phase_says_that_it_is_not_open(world):
    assert "Đợt này chưa mở." in text(sign_in("owner").get("/campaigns/2015/phases/2/"))


def test_the_signed_out_are_sent_to_sign_in_whether_or_not_the_phase_exists(world, client):
    for number in (1, 9):
        answer = client.get(f"/campaigns/2015/phases/{number}/")
        assert (answer.status_code, answer.url) == (
            302,
            f"/accounts/login/?next=/campaigns/2015/phases/{number}/",
        )


# What the Board does

ACTS = ["/campaigns/2015/phases/2/open/", f"{PAGE}lock/", f"{PAGE}call/"]


@pytest.mark.sweep("cases of one sentence")
@pytest.mark.parametrize("name", sorted(set(PEOPLE) - {"board", "board2"}))
@pytest.mark.parametrize("path", ACTS)
def test_others_are_told_whose_task_it_is_and_nothing_happens(world, name, path):
    before = Event.objects.count(), CalledUnit.objects.count()
    for answer in (sign_in(name).get(path), sign_in(name).post(path)):
        assert answer.status_code == 403
        assert "Việc này do Ban Chính sách - Pháp luật của LĐLĐ tỉnh Lạng Sơn thực hiện." in text(answer)
    assert (Event.objects.count(), CalledUnit.objects.count()) == before


def test_buttons_of_the_board_are_shown_to_the_board_alone(under_way):
    shown = {name for name in PEOPLE if "Khóa số liệu…" in text(sign_in(name).get(PAGE))}
    assert shown == {"board", "board2"}


def test_opening_says_how_many_units_will_be_called_and_calls_them(world):
    board = sign_in("board")
    path = "/campaigns/2015/phases/2/open/"
    with clock.travel("2015-07-01T09:00+07:00"):
        question = text(board.get(path))
        answer = board.post(path, follow=True)
    assert "Mở đợt 2, gọi 7 đơn vị và 1 đơn vị phối hợp chỉ đạo?" in question
    assert "Đợt này chưa đặt đủ hạn đăng ký và hạn báo cáo" in question
    assert answer.redirect_chain == [("/campaigns/2015/phases/2/", 302)]
    assert "Đã mở đợt 2: 7 đơn vị và 1 đơn vị phối hợp chỉ đạo thuộc diện đăng ký và báo cáo." in text(answer)
    book = answer.context["progress"].book
    assert [book.value("count:pledge", "units", slice).number for slice in ("all", "coordinated")] == [7, 1]
    assert world.phase2.called_units.count() == 8


def test_locking_says_what_would_stand_still(under_way):
    words = text(sign_in("board").get(f"{PAGE}lock/"))
    assert (
        "Hiện còn 3 đơn vị chưa đăng ký, 2 bản đăng ký chưa xác nhận xong, 7 đơn vị chưa báo cáo. "
        "Ngoài ra, khối phối hợp chỉ đạo còn 1 đơn vị chưa đăng ký, "
        "1 đơn vị chưa báo cáo." in words
    )
    for kind, missing in (("pledge", 3), ("report", 7)):
        book = sign_in("board").get(f"{PAGE}?kind={kind}").context["progress"].book
        assert book.value(f"count:{kind}", "missing").number == missing, "the page of the phase has the same count"


def test_a_locked_phase_is_opened_again_only_with_a_reason(under_way):
    phases.lock_phase(under_way.phase, by=under_way.by("board"))
    board = sign_in("board")
    empty = board.post(f"{PAGE}unlock/", {"reason": "  "})
    assert empty.context["problems"] == [("id_reason", "Xin ghi lý do mở lại số liệu.")]
    assert Phase.objects.get(pk=under_way.phase.pk).status == "locked"
    board.post(f"{PAGE}unlock/", {"reason": "Bổ sung số liệu huyện."})
    assert Phase.objects.get(pk=under_way.phase.pk).status == "open"
    assert Event.objects.about(under_way.phase).first().reason == "Bổ sung số liệu huyện."


def test_a_unit_founded_later_is_called_singly(world):
    board = sign_in("board")
    assert board.get(f"{PAGE}call/").context["confirmation"].form.fields["unit"].queryset.count() == 0
    founded = Unit.objects.create(
        name="CĐCS Mới",
        full_name="CĐCS Mới",
        parent=world.city,
        kind=UnitKind.GRASSROOTS,
        form=UnionForm.WORKPLACE,
        strand=Strand.PRIVATE_ENTERPRISE,
        valid_from=date(2015, 2, 1),
    )
    wrong = board.post(f"{PAGE}call/", {"unit": world.school.pk})
    assert wrong.context["problems"] == [("id_unit", "Đơn vị này không còn trong danh sách chờ bổ sung.")]
    with clock.travel("2015-02-05T09:00+07:00"):
        answer = board.post(f"{PAGE}call/", {"unit": founded.pk}, follow=True)
    assert "Đã bổ sung CĐCS Mới vào đợt 1." in text(answer)
    assert Filing.objects.filter(called__unit=founded).count() == 2


def test_a_unit_is_given_its_own_date_with_a_reason(world):
    called = CalledUnit.objects.get(phase=world.phase, unit=world.school)
    board = sign_in("board")
    path = f"{PAGE}units/{called.pk}/extend/"
    with clock.travel("2015-02-20T09:00+07:00"):
        question = board.get(path)
        answer = board.post(path, {"kind": "pledge", "on": "06/03/2015", "reason": "Nghỉ dịch."}, follow=True)
    assert "Hạn hiện nay: đăng ký hết ngày 27/02/2015 (thứ Sáu); báo cáo hết ngày 10/07/2015 (thứ Sáu)." in text(
        question
    )
    assert "Đã gia hạn cho CĐCS Trường THCS Đồi Na đến hết ngày 06/03/2015 (thứ Sáu)." in text(answer)
    called.refresh_from_db()
    assert (called.pledge_due, called.due_reason) == (clock.end_of_day(date(2015, 3, 6)), "Nghỉ dịch.")


def test_a_wrong_extension_keeps_what_was_typed_and_changes_nothing(world):
    called = CalledUnit.objects.get(phase=world.phase, unit=world.school)
    typed = {"kind": "", "on": "31/02/2015", "reason": ""}
    with clock.travel("2015-02-20T09:00+07:00"):
        answer = sign_in("board").post(f"{PAGE}units/{called.pk}/extend/", typed)
    assert [sentence for _anchor, sentence in answer.context["problems"]] == [
        "Xin chọn việc được gia hạn.",
        "Hạn mới, hết ngày: Ngày chưa đúng. Xin ghi theo dạng ngày/tháng/năm, ví dụ 28/7/2015.",
        "Xin ghi lý do gia hạn.",
    ]
    assert 'value="31/02/2015"' in answer.content.decode()
    called.refresh_from_db()
    assert (called.pledge_due, called.report_due) == (None, None)


@pytest.mark.parametrize(
    ("kind", "on", "questions"),
    [
        ("report", "01/01/2099", ["Hạn mới 01/01/2099 quá nửa năm sau khi kết thúc đợt (30/06/2015). Có đúng không?"]),
        ("pledge", "11/07/2015", ["Hạn đăng ký 11/07/2015 ở sau hạn báo cáo (10/07/2015). Có đúng không?"]),
        ("report", "26/02/2015", ["Hạn đăng ký 27/02/2015 ở sau hạn báo cáo (26/02/2015). Có đúng không?"]),
    ],
)
def test_an_unusual_extension_is_asked_about_and_may_be_right(world, kind, on, questions):
    called, board = CalledUnit.objects.get(phase=world.phase, unit=world.school), sign_in("board")
    path, typed = f"{PAGE}units/{called.pk}/extend/", {"kind": kind, "on": on, "reason": "Nghỉ dịch."}
    with clock.travel("2015-02-20T09:00+07:00"):
        answer = board.post(path, typed)
        assert answer.context["problems"] == [("id_confirmed", question) for question in questions]
        assert CalledUnit.objects.get(pk=called.pk).due_reason == ""
        mark = next(field for field in answer.context["form"] if field.name == "confirmed").field.widget.mark
        assert f'value="{mark}"' in answer.text
        board.post(path, typed | {"confirmed": mark})
    assert CalledUnit.objects.get(pk=called.pk).due_reason == "Nghỉ dịch."


def test_a_date_to_send_again_far_off_is_asked_about():
    typed = {"reason": "Thiếu.", "due_on": "30/12/2099"}
    with clock.travel("2015-02-20T09:00+07:00"):
        form = ReturnForm(typed)
        assert form.errors == {"confirmed": ["Hạn gửi lại 30/12/2099 quá nửa năm kể từ hôm nay. Có đúng không?"]}
        confirmed = ReturnForm(typed | {"confirmed": form.fields["confirmed"].widget.mark})
        assert confirmed.is_valid()
        assert confirmed.cleaned_data == {"reason": "Thiếu.", "due_on": date(2099, 12, 30)}


def test_a_date_gone_by_is_no_extension(world):
    called = CalledUnit.objects.get(phase=world.phase, unit=world.school)
    with clock.travel("2015-02-20T09:00+07:00"):
        answer = sign_in("board").post(
            f"{PAGE}units/{called.pk}/extend/", {"kind": "pledge", "on": "19/02/2015", "reason": "x"}
        )
    assert answer.context["problems"] == [("id_on", "Hạn mới phải từ hôm nay trở đi.")]


@pytest.mark.parametrize(("name", "status"), [("board", 200), ("district", 403), ("owner", 403), ("city", 404)])
def test_extending_is_403_in_reach_and_404_out_of_it(world, name, status):
    called = CalledUnit.objects.get(phase=world.phase, unit=world.school)
    assert sign_in(name).get(f"{PAGE}units/{called.pk}/extend/").status_code == status


def test_an_open_phase_is_under_way_until_its_last_day(under_way):
    phase = Phase.objects.get(pk=under_way.phase.pk)
    assert phase.status_words == "Đang thực hiện"
    with clock.travel("2015-07-01T09:00+07:00"):
        assert phase.status_words == "Đã kết thúc, đang tổng hợp"
