"""Tests the guided way: a campaign begun, written step by step, checked and published, on the pages alone."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from campaigns.actions.set_up import begin_campaign, save_step
from campaigns.models import Campaign, Commemoration, Indicator, Measure, Phase
from campaigns.setup.phase_rows import LONGEST, day_line, day_values, divided, stored_phases
from campaigns.setup.texts import lines_of, stored_papers
from campaigns.views import setup
from foundation import clock
from foundation.forms.edit_conflicts import EditConflict
from tests.support.page_forms import PageReader
from units.models import Event

pytestmark = [pytest.mark.either(whole=True), pytest.mark.usefixtures("in_december")]

TITLE = "Phong trào thi đua năm 2016"


@pytest.fixture
def in_december():
    with clock.travel("2015-12-01T09:00+07:00"):
        yield


@pytest.fixture
def board(world, sign_in_as):
    return sign_in_as("board")


@pytest.fixture
def coming(world):
    return begin_campaign({"title": TITLE, "year": 2016}, by=world.by("board"))


def sent(client, address, **changes):
    """Send the form of a page with some fields typed anew."""
    held = PageReader(address, client.get(address).text).held(address)
    return client.post(address, held | changes)


def saved(client, address, **changes):
    response = sent(client, address, **changes)
    problems = response.context["problems"] if response.status_code == 200 else None
    assert response.status_code == 302, problems
    return response["Location"]


def numbers(campaign):
    phases = Phase.objects.alive().filter(campaign=campaign).order_by("number")
    return [(phase.number, phase.review_name, phase.asks_pledge) for phase in phases]


def test_a_campaign_of_quarters_comes_from_nothing_through_the_pages(world, board):
    begun = board.post("/campaigns/new/", {"title": TITLE, "year": "2016", "slug": ""})
    assert begun["Location"] == "/campaigns/2016/setup/"
    campaign = Campaign.objects.get(slug="2016")
    assert (campaign.unit, campaign.report_lines.exists()) == (world.province, True)
    assert board.get("/campaigns/2016/publish/").status_code == 409
    what = saved(board, "/campaigns/2016/setup/what/", slogan="Thi đua sáng tạo")
    assert what == "/campaigns/2016/setup/when/"
    when = "/campaigns/2016/setup/when/"
    assert board.post(when, {"division": "quarters"})["Location"] == when
    assert numbers(campaign) == [
        (1, "Sơ kết quý I", True),
        (2, "Sơ kết quý II", False),
        (3, "Sơ kết quý III", False),
        (4, "Tổng kết quý IV và cả năm", False),
    ]
    first = f"p{campaign.phases.get(number=1).pk}"
    dues = {f"{first}-due_pledge_below_upper": "29/2/2016", f"{first}-due_report_below_upper": "8/4/2016"}
    days = {f"{first}-days": "Ngày thành lập Đảng; 3/2/1930\nĐại hội Đảng; 01/2016"}
    assert saved(board, when, **dues, **days) == "/campaigns/2016/setup/who/"
    rows = Commemoration.objects.filter(phase__campaign=campaign).values_list("name", "kind", "is_month_only")
    assert list(rows) == [("Ngày thành lập Đảng", "anniversary", False), ("Đại hội Đảng", "event", True)]
    assert "sẽ gọi 8 đơn vị" in board.get("/campaigns/2016/setup/who/").text
    assert saved(board, "/campaigns/2016/setup/who/").endswith("/asked/")
    section = campaign.sections.create(number="A", name="Mục A", category="movement")
    own = {"unit_of_measure": "cuộc", "over_units": "sum", "over_phases": "sum", "order": 10}
    indicator = Indicator.objects.create(campaign=campaign, section=section, code="X01", name="Cuộc", **own)
    indicator.asked.create(column="public_service", level="all")
    papers = "/campaigns/2016/setup/papers/"
    typed = {"purposes": "1. Mục đích một.\n- Yêu cầu hai;", "contents_all": "Thi đua lao động | Sáng tạo"}
    measures = {"measures": "Tuyên truyền.\nCông đoàn cấp trên trực tiếp cơ sở: Đôn đốc."}
    assert saved(board, papers, **typed, **measures, recipients="Tỉnh ủy (b/c)\nLưu: VT") == "/campaigns/2016/setup/"
    assert [row.text for row in campaign.purposes.all()] == ["Mục đích một", "Yêu cầu hai"]
    assert [(row.text, row.slogan) for row in campaign.contentpoints.all()] == [("Thi đua lao động", "Sáng tạo")]
    assert [(row.name, row.role) for row in campaign.recipients.all()] == [("Tỉnh ủy", "b/c"), ("Lưu: VT", "file")]
    check = board.get("/campaigns/2016/setup/").text
    assert "Còn thiếu, chưa công bố được" not in check and "Chưa có số và ngày ban hành" in check
    assert board.post("/campaigns/2016/publish/").status_code == 302
    assert board.get("/campaigns/2016/setup/").status_code == 409
    verbs = Event.objects.about(Campaign.objects.get(slug="2016")).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["begin_campaign", *["set_up_campaign"] * 4, "publish"]


def test_a_step_saved_unchanged_writes_nothing(world, board, coming):
    for step in ("what", "who", "papers"):
        saved(board, f"/campaigns/2016/setup/{step}/")
    assert not Event.objects.about(coming).filter(verb="set_up_campaign").exists()


def test_works_and_exemplars_are_asked_or_not(world, board, coming):
    address = "/campaigns/2016/setup/what/"
    section = coming.sections.create(number="A", name="Mục A", category="movement")
    own = {
        "unit_of_measure": "sáng kiến",
        "over_units": "sum",
        "over_phases": "sum",
        "computed": "initiatives",
        "order": 10,
    }
    computed = Indicator.objects.create(campaign=coming, section=section, code="X01", name="Sáng kiến", **own)
    held = PageReader(address, board.get(address).text).held(address)
    without = {name: value for name, value in held.items() if name not in ("asks_works", "asks_exemplars")}
    assert (held["asks_works"], held["asks_exemplars"]) == (["on"], ["on"])
    assert "Chỉ tiêu X01 tính từ danh sách công trình." in board.post(address, without).text
    computed.delete()
    assert board.post(address, without).status_code == 302
    coming.refresh_from_db()
    assert (coming.asks_works, coming.asks_exemplars) == (False, False)
    told = Event.objects.about(coming).get(verb="set_up_campaign").changes
    assert told["hỏi điển hình"] == ["có", "không"]


def test_the_pages_are_the_boards_until_it_is_published(world, coming, sign_in_as):
    for who, status in (("leader", 403), ("district", 404), ("board", 200)):
        assert sign_in_as(who).get("/campaigns/2016/setup/what/").status_code == status
    assert sign_in_as("board").get("/campaigns/2015/setup/what/").status_code == 409
    assert sign_in_as("district").get("/campaigns/new/").status_code == 403
    assert sign_in_as("board").get("/campaigns/2016/setup/none/").status_code == 404


def test_a_second_campaign_of_a_year_gets_an_address_of_its_own(world, board, coming):
    again = begin_campaign({"title": "Đợt thi đua cao điểm", "year": 2016, "slug": ""}, by=world.by("board"))
    assert again.slug == "2016-2"
    page = board.post("/campaigns/new/", {"title": TITLE, "year": "2016", "slug": "new"})
    assert page.context["problems"] == [("id_slug", "Đường dẫn này đã dùng cho phong trào khác.")]


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(world, board, coming):
    address = "/campaigns/2016/setup/what/"
    held = PageReader(address, board.get(address).text).held(address)
    values = {"title": TITLE, "slogan": "Của người kia"}
    save_step(coming, "what", values, by=world.by("board2"))
    page = board.post(address, held | {"slogan": "Của tôi"})
    assert page.status_code == 409
    assert ("Khẩu hiệu", "Của người kia", "Của tôi") in page.context["form"].conflict.differences
    with pytest.raises(EditConflict):
        save_step(coming, "what", {"title": "Khác"}, by=world.by("board"), fingerprints={"": "0" * 16})


def test_a_ready_made_division_discards_nobodys_phases(world, board, coming, monkeypatch):
    def divided_late(year, division):
        save_step(coming, "when", {"phases": divided(year, "year")}, by=world.by("board"))
        return divided(year, division)

    monkeypatch.setattr(setup, "divided", divided_late)
    assert board.post("/campaigns/2016/setup/when/", {"division": "halves"}).status_code == 409
    assert numbers(coming) == [(1, "Tổng kết", True)]


def test_phases_are_added_renumbered_and_discarded(world, board, coming):
    when = "/campaigns/2016/setup/when/"
    board.post(when, {"division": "halves"})
    first, second = Phase.objects.filter(campaign=coming).order_by("number")
    new = {"theme": "Đợt đặc biệt", "starts_on": "1/3/2016", "ends_on": "31/3/2016", "review_kind": "preliminary"}
    added = {f"new1-{name}": value for name, value in (new | {"review_name": "Sơ kết"}).items()}
    page = sent(board, f"{when}?more=1", **added)
    assert page.status_code == 200
    problems = [sentence for _anchor, sentence in page.context["problems"]]
    assert "Đợt 2 bắt đầu ngày 01/03/2016, khi đợt 1 chưa kết thúc (30/06/2016). Có đúng không?" in problems
    gone = {f"p{first.pk}-gone": "on"}
    assert sent(board, f"{when}?more=1", **added, **gone).status_code == 302
    assert [number for number, _name, _asks in numbers(coming)] == [1, 2]
    assert Phase.objects.get(pk=first.pk).status == "discarded"
    assert Phase.objects.get(pk=second.pk).number == 2
    event = Event.objects.about(Phase.objects.get(pk=first.pk)).get()
    assert (event.verb, event.reason) == ("discard_phase", "Bỏ khi soạn phong trào.")


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(world, board, coming):
    when = "/campaigns/2016/setup/when/"
    page = sent(board, f"{when}?more=1", **{"new1-theme": "Đợt", "new1-ends_on": "1/1/2016", "new1-days": "Ngày; x"})
    assert page.status_code == 200
    wrong = dict(page.context["problems"])
    assert set(wrong) == {"id_new1-starts_on", "id_new1-review_name", "id_new1-review_kind"}
    assert 'value="Đợt"' in page.text
    page = sent(board, "/campaigns/2016/setup/papers/", recipients="x" * 200, signed="on", signer_name="")
    assert set(dict(page.context["problems"])) == {"id_recipients", "id_signer_name"}


DAY_LINES = [
    "Ngày Quốc tế Lao động; 01/05/1886",
    "Ngày thành lập Công đoàn Việt Nam; 28/07/1929; của tổ chức Công đoàn",
    "Ngày Nhà giáo Việt Nam; 20/11/1982; của ngành",
    "Hội xuân",
    "Đại hội; lần thứ XII; 01/2016; của địa phương; chào mừng Đại hội | thành công Đại hội",
    "Lễ phát động; | đã phát động",
]


def test_a_day_says_whose_it_is_and_what_it_is_called_before_and_after(world, coming):
    by = world.by("board")
    first = next(iter(divided(2016, "year")))
    save_step(coming, "when", {"phases": [first | {"days": "\n".join(DAY_LINES)}]}, by=by)
    days = list(Commemoration.objects.filter(phase__campaign=coming))
    assert [day_line(day) for day in days] == DAY_LINES
    assert [(day.owner, day.kind) for day in days] == [
        ("country", "anniversary"), ("union", "anniversary"), ("sector", "anniversary"), ("country", "event"),
        ("province", "event"), ("country", "event"),
    ]  # fmt: skip
    assert (days[4].name, days[4].words) == ("Đại hội; lần thứ XII", "chào mừng Đại hội")
    shorter = (DAY_LINES[1].replace("tổ chức Công đoàn", "ngành"), DAY_LINES[4].partition("; chào")[0])
    (stored,) = stored_phases(coming)
    save_step(coming, "when", {"phases": [stored | {"days": "\n".join(shorter)}]}, by=by)
    assert [day_line(day) for day in Commemoration.objects.filter(phase__campaign=coming)] == list(shorter)
    assert {name: Commemoration._meta.get_field(name).max_length for name in LONGEST} == LONGEST
    for line in ("Ngày; của ai đó", "x" * 161, f"Đại hội; {'x' * 201} | sau"):
        with pytest.raises(ValidationError):
            day_values(line, date(2016, 1, 1))


def test_a_line_that_is_worded_anew_keeps_its_row(world, coming):
    by = world.by("board")

    def write(text):
        values = {**stored_papers(coming), "measures": text}
        save_step(coming, "papers", values, by=by)
        return list(Measure.objects.filter(campaign=coming).values_list("pk", "text"))

    (first, _), (second, _) = write("Một\nHai")
    assert write("Một\nHai sửa") == [(first, "Một"), (second, "Hai sửa")]
    rows = write("Mới\nMột\nHai sửa")
    assert rows[1:] == [(first, "Một"), (second, "Hai sửa")]
    assert write("Hai sửa") == [(second, "Hai sửa")]


def test_bullets_numbers_and_full_stops_of_pasted_lines_are_left_out():
    assert lines_of("- Một.\n\n 2) Hai;\n• Ba\n2016 là năm bốn") == ["Một", "Hai", "Ba", "2016 là năm bốn"]


def test_strands_and_branches_are_chosen(world, board, coming):
    saved(board, "/campaigns/2016/setup/who/", columns=["public_service"], units=[str(world.district.pk)])
    assert [str(row) for row in coming.call_scopes.all()] == ["SN", "LĐLĐ huyện Chi Lăng"]
    assert "sẽ gọi 2 đơn vị" in board.get("/campaigns/2016/setup/who/").text
    page = sent(board, "/campaigns/2016/setup/who/", columns=[])
    assert dict(page.context["problems"]) == {"id_columns_0": "Xin chọn ít nhất một loại hình."}


def test_an_unknown_recipient_purpose_is_part_of_the_name(world, coming):
    save_step(coming, "papers", stored_papers(coming) | {"recipients": "Sở Nội vụ (cũ)"}, by=world.by("board"))
    assert coming.recipients.get().name == "Sở Nội vụ (cũ)"
