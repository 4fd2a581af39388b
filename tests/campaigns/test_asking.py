"""Tests the Board's pages of what a campaign asks: forms, order, switching off, preview, and what is refused."""

import pytest

from campaigns.actions.asking import move_asked
from campaigns.catalogue.stored import catalogue_of
from campaigns.models import AskedCatalogue, Campaign, Indicator, Phase, Section
from campaigns.setup.copying import copied_row
from tests.support.admin_pages import messages_of
from units.models import Event

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db, pytest.mark.usefixtures("on_10_march_2015")]

ASKED = "/campaigns/2015/asked/"
LINE = {
    "name": "Buổi tọa đàm", "code": "TM99", "unit_of_measure": "buổi", "decimals": "0", "in_report": "on",
    "active": "on", "answer": "figure", "pace": "even", "over_units": "sum", "over_phases": "sum",
    "asked_administrative": "all",
}  # fmt: skip
FIXED = "Đợt 1 đang mở hỏi nội dung này, chỉ sửa được câu chữ. Cần hỏi khác, xin thêm chỉ tiêu mới."


def shown(page):
    """Return what a page's form would send if nothing were changed."""
    form = page.context["form"]
    fields = {field.html_name: field.value() for field in form}
    typed = {
        name: "on" if value is True else value
        for name, value in fields.items()
        if value is not None and value is not False
    }
    return typed | form.hidden_fingerprints


def errors(page):
    return {name: list(sentences) for name, sentences in page.context["form"].errors.items()}


def line_of(world, code):
    return Indicator.objects.get(campaign=world.campaign, code=code)


def address(row):
    return f"{ASKED}{'sections' if isinstance(row, Section) else 'lines'}/{row.pk}/"


def saved(client, row, **typed):
    return client.post(address(row), shown(client.get(address(row))) | typed)


def test_the_page_lists_what_is_asked_in_order_of_the_table(sign_in_as, world):
    section = world.campaign.sections.first()
    Section.objects.filter(number="K").update(parent=section)
    page = sign_in_as("board").get(ASKED)
    listed = page.context["sections"]
    assert [row.section.number for row in listed] == ["A", "K", "B", "C", "D", "E", "F", "G", "H", "I"]
    code, words = next((line.code, words) for row in listed for line, words in row.lines if line.code == "PT01")
    assert (code, words.startswith("Hành chính")) == ("PT01", True)
    assert "Thôi dùng" in page.content.decode()
    assert f'href="{ASKED}"' in sign_in_as("board").get("/campaigns/2015/").content.decode()


def test_a_section_and_a_line_are_added_and_told(sign_in_as, world):
    client = sign_in_as("board")
    typed = {"number": "L.1", "name": "Chuyển đổi số", "category": "other", "line_numbers": "nested"}
    answer = client.post(f"{ASKED}sections/add/", typed)
    section = Section.objects.get(number="L.1")
    assert answer.url == f"{ASKED}#section-{section.pk}"
    page = client.get(f"{ASKED}lines/add/?section={section.pk}")
    assert page.context["form"]["section"].value() == str(section.pk)
    answer = client.post(f"{ASKED}lines/add/", LINE | {"section": section.pk, "another": "1"})
    assert answer.url == f"{ASKED}lines/add/"
    line = line_of(world, "TM99")
    assert (line.order, list(line.asked.values_list("column", "level"))) == (10, [("administrative", "all")])
    told = Event.objects.about(line).get()
    assert (told.verb, told.changes["Mã"], told.changes["Hỏi"]) == ("add_asked", ["", "TM99"], ["", "HC: bắt buộc"])
    assert line.pk not in [row.pk for row in catalogue_of(Phase.objects.get(pk=world.phase.pk)).indicators]


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"code": "PT01"}, {"code": ["Phong trào đã có chỉ tiêu mang mã này."]}),
        ({"over_units": "ratio"}, {"denominator_name": ["Xin ghi mẫu số là gì."]}),
        (
            {"over_units": "ratio", "denominator_name": "số văn bản", "denominator_from": "ZZ99"},
            {"denominator_from": ["Mục đã chọn không có trong danh sách. Xin chọn lại."]},
        ),
        (
            {"denominator_name": "CNVCLĐ"},
            {"denominator_name": ["Chỉ chỉ tiêu tỷ lệ có mẫu số. Xin để trống, hoặc chọn cách cộng là tỷ lệ."]},
        ),
        (
            {"asked_administrative": ""},
            {
                "asked_administrative": [
                    "Chưa hỏi đơn vị nào. Xin chọn ít nhất một khối, hoặc bỏ dấu “Đang dùng” cho đến khi cần hỏi."
                ]
            },
        ),
        ({"in_report": ""}, {"in_pledge": ["Chỉ tiêu phải hỏi trong đăng ký hoặc trong báo cáo."]}),
        ({"section": "999999"}, {"section": ["Mục đã chọn không có trong danh sách. Xin chọn lại."]}),
    ],
)
def test_a_line_that_cannot_be_is_refused_at_its_field(sign_in_as, world, typed, wrong):
    section = world.campaign.sections.first().pk
    page = sign_in_as("board").post(f"{ASKED}lines/add/", {"section": section} | LINE | typed)
    assert errors(page) == wrong
    assert not Indicator.objects.filter(code="TM99").exists()


def test_a_number_is_given_to_one_section_only(sign_in_as, world):
    page = sign_in_as("board").post(
        f"{ASKED}sections/add/", {"number": "A", "name": "x", "category": "other", "line_numbers": "plain"}
    )
    assert errors(page) == {"number": ["Đã có mục mang số này. Xin chọn số khác."]}


def test_words_that_an_open_phase_asks_need_a_reason_and_its_meaning_stays(sign_in_as, world):
    client, line = sign_in_as("board"), line_of(world, "PT03")
    page = saved(client, line, name="Tên đúng")
    assert errors(page)["reason"] == [
        "Xin ghi lý do. Nội dung mà đợt đang mở hỏi sẽ thay đổi:",
        f"PT03, tên chỉ tiêu (đợt 1): {line.name} → Tên đúng",
    ]
    assert errors(saved(client, line, unit_of_measure="tập thể"))["unit_of_measure"] == [FIXED]
    answer = saved(client, line, name="Tên đúng", reason="In sai chữ")
    assert answer.url == f"{ASKED}#line-{line.pk}"
    catalogue = AskedCatalogue.objects.get(phase=world.phase, version=2)
    assert (catalogue.reason, catalogue_of(Phase.objects.get(pk=world.phase.pk)).corrections[0].after) == (
        "In sai chữ",
        "Tên đúng",
    )
    event = Event.objects.about(line).get()
    assert (event.verb, event.reason, event.changes) == (
        "change_asked", "In sai chữ", {"Tên chỉ tiêu": [line.name, "Tên đúng"]},
    )  # fmt: skip


def test_two_who_edit_one_line_do_not_overwrite_each_other(sign_in_as, world):
    client, line = sign_in_as("board"), line_of(world, "PT03")
    before = shown(client.get(address(line)))
    saved(client, line, help_text="Ghi theo sổ.", reason="Rõ hơn")
    page = client.post(address(line), before | {"name": "Tên khác", "reason": "Khác"})
    assert page.status_code == 409
    assert ("Hướng dẫn dưới ô nhập", "Ghi theo sổ.", "") in page.context["form"].conflict.differences
    assert line_of(world, "PT03").name == line.name
    again = client.post(address(line), shown(page) | {"name": "Tên khác", "help_text": "", "reason": "Khác"})
    assert (again.status_code, line_of(world, "PT03").help_text) == (302, "")


def test_order_changes_with_a_reason_where_an_open_phase_asks(sign_in_as, world):
    client, line = sign_in_as("board"), line_of(world, "PT03")
    page = client.post(f"{address(line)}move/", {"to": "up"})
    assert "PT03" in page.context["sentence"]
    page = client.post(f"{address(line)}move/", {"to": "up", "reason": " "})
    assert page.context["problems"][0][1] == "Xin ghi lý do."
    answer = client.post(f"{address(line)}move/", {"to": "up", "reason": "Theo biểu mới"})
    assert answer.url == f"{ASKED}#line-{line.pk}"
    codes = [row.code for row in catalogue_of(Phase.objects.get(pk=world.phase.pk)).indicators]
    assert codes[:3] == ["PT01", "PT03", "PT02"]
    assert next(iter(Event.objects.about(line).get().changes.values()))[1].startswith("trước “PT02")
    assert client.post(f"{address(line)}move/", {"to": "out"}).status_code == 404


def test_what_somebody_else_put_elsewhere_meanwhile_is_not_moved_from_where_the_page_had_it(sign_in_as, world):
    client, line = sign_in_as("board"), line_of(world, "PT03")
    listed = client.get(ASKED).context["sections"][0]
    assert listed.lines_order in client.get(ASKED).text
    move_asked(line, up=True, by=world.by("board2"), reason="Theo biểu mới")
    typed = {"to": "up", "reason": "Theo biểu mới", "seen": listed.lines_order}
    page = client.post(f"{address(line)}move/", typed)
    assert page.status_code == 409 and "Người khác vừa xếp lại chỗ này. Chưa chuyển gì" in page.text
    assert [row.code for row in listed.section.indicators.order_by("order")[:3]] == ["PT01", "PT03", "PT02"]
    asks_why = client.post(f"{address(line)}move/", typed | {"reason": ""})
    assert ("seen", listed.lines_order) in asks_why.context["fields"], "the question for the reason carries it on"
    now = client.get(ASKED).context["sections"][0].lines_order
    assert client.post(f"{address(line)}move/", typed | {"seen": now}).status_code == 302
    assert [row.code for row in listed.section.indicators.order_by("order")[:3]] == ["PT03", "PT01", "PT02"]


def test_sections_move_among_those_beside_them(sign_in_as, world):
    Campaign.objects.filter(pk=world.campaign.pk).update(year=2015)
    client, (first, second) = sign_in_as("board"), world.campaign.sections.all()[:2]
    client.post(f"{address(second)}move/", {"to": "up", "reason": "Theo biểu mới"})
    client.post(f"{address(second)}move/", {"to": "up", "reason": "Theo biểu mới"})
    assert [row.number for row in world.campaign.sections.order_by("order")[:2]] == [second.number, first.number]


def test_a_line_switched_off_stays_in_what_is_open(sign_in_as, world):
    client, line = sign_in_as("board"), line_of(world, "PT03")
    page = client.post(f"{address(line)}switch/", {"to": "off"}, follow=True)
    assert "Đợt 1 năm 2015 đang mở vẫn hỏi như khi mở; thay đổi này dùng cho các đợt mở sau." in messages_of(page)
    assert not line_of(world, "PT03").active
    line.asked.all().delete()
    page = client.post(f"{address(line)}switch/", {"to": "on"}, follow=True)
    assert messages_of(page)[0].startswith("Chưa hỏi đơn vị nào.")
    assert [event.verb for event in Event.objects.about(line)] == ["switch_asked_off"]


def test_a_line_of_a_discarded_phase_is_not_asked_in_every_one_when_its_name_is_edited(sign_in_as, world):
    line = world.campaign.indicators.filter(active=False)[0]
    discarded = copied_row(world.phase2, number=9, status="discarded")
    discarded.save()
    line.phases.set([discarded])
    page = saved(sign_in_as("board"), line, name="Tên khác")
    assert page.status_code == 302, errors(page)
    line.refresh_from_db()
    assert (line.name, list(line.phases.all())) == ("Tên khác", [discarded])


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("", ["Số liệu đơn vị", "Kết quả chỉ tiêu", "Kết quả đề tài, sáng kiến, công trình", "Điển hình",
              "Đánh giá, kiến nghị"]),
        ("?kind=pledge&column=upper_place", ["Chỉ tiêu", "Đề tài, sáng kiến, công trình", "Cam kết và tài liệu"]),
        ("?kind=pledge&column=nobody", []),
    ],
)  # fmt: skip
def test_the_preview_shows_the_sheet_of_each_column(sign_in_as, world, query, parts):
    page = sign_in_as("board").get(f"{ASKED}preview/{query}")
    assert [part.name for part, _groups, _fields in page.context["parts"]] == parts


def test_a_small_union_is_asked_less_in_the_preview(sign_in_as, world):
    counts = []
    for small in ("", "&small=on"):
        page = sign_in_as("board").get(f"{ASKED}preview/?kind=pledge&column=private_enterprise{small}")
        groups = [group for _part, groups, _fields in page.context["parts"] for group in groups]
        counts.append(sum(len(required) for _group, required, _offered, _open in groups))
    assert counts[0] > counts[1] > 0


def test_sections_of_two_campaigns_are_told_apart_and_the_address_narrows_the_choice(sign_in_as, world):
    later = Campaign.objects.create(unit=world.province, slug="2016-kh", year=2016, title="Phong trào năm 2016")
    section = Section.objects.create(campaign=later, number="A", name="Tổ chức phong trào")
    client = sign_in_as("board")
    choices = client.get("/admin/campaigns/indicator/add/").context["adminform"].form.fields["section"].choices
    labels = [str(label) for _value, label in choices]
    assert "2015 · A. Tổ chức phong trào" in labels and "2016-kh · A. Tổ chức phong trào" in labels
    address = f"/admin/campaigns/indicator/add/?campaign={later.pk}"
    choices = client.get(address).context["adminform"].form.fields["section"].choices
    assert [str(label) for value, label in choices if value] == [str(section)]
    own = client.get("/campaigns/2016-kh/asked/lines/add/").context["form"].fields["section"].choices
    assert own == [(str(section.pk), "A. Tổ chức phong trào")]
