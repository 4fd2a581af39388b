"""Tests the Board's pages of the sentences of its campaign's reports, and the acts behind them."""

import re

import pytest
from django.core.exceptions import ValidationError

from campaigns.models import Campaign, Phase
from foundation.forms.edit_conflicts import EditConflict
from foundation.lifecycle import StateConflict
from summaries import actions, line_actions
from summaries.line_actions import ReportKind, line_fingerprint, order_fingerprint
from summaries.models import ReportLine, Summary, WordChoice
from summaries.report.contents import SummaryDraft, contents_of
from summaries.report.line_loading import write_lines
from tests.support.sheets_by_hand import put
from units.models import Event

pytestmark = [pytest.mark.either(deep="both"), pytest.mark.django_db]

PAGE = "/campaigns/2015/sentences/"


def line_of(world, key, level="campaign", role="sentence"):
    lines = ReportLine.objects.select_related("campaign__unit")
    return lines.get(campaign=world.campaign, level=level, period="phase", key=key, role=role)


def kind_of(world, level="campaign"):
    return ReportKind(Campaign.objects.select_related("unit").get(pk=world.campaign.pk), level, "phase")


def printed(world):
    phase = Phase.objects.select_related("campaign__unit").get(pk=world.phase.pk)
    document = SummaryDraft(Summary(campaign=phase.campaign, phase=phase, unit=phase.campaign.unit)).contents().document
    return [line.text for section in document.sections for line in section.lines]


def printed_parts(world):
    phase = Phase.objects.select_related("campaign__unit").get(pk=world.phase.pk)
    document = SummaryDraft(Summary(campaign=phase.campaign, phase=phase, unit=phase.campaign.unit)).contents().document
    return [section.heading for section in document.sections]


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", "", answer.content.decode()).split())


@pytest.fixture
def board(world, client):
    client.force_login(world.user("board"))
    return client


@pytest.fixture
def reported(world):
    put(world.school, "report", "accepted", phase=world.phase, SK02=7, PT01=1)


def test_what_is_written_is_printed_by_drafts_and_told_by_one_event(world):
    line = line_of(world, "I.2")
    typed = {"text": "  Năm {năm} có bão. ", "hint": line.hint}
    written = line_actions.write_line(line, typed, by=world.by("board"), seen=line_fingerprint(line))
    assert "Năm 2015 có bão." in printed(world)
    event = Event.objects.about(written).get()
    assert event.verb == "write_report_line"
    assert event.personal.data["changes"] == {"text": [line.text, "Năm {năm} có bão."]}
    line_actions.write_line(line, {"text": "Năm {năm} có bão."}, by=world.by("board"), seen="0" * 16)
    assert Event.objects.about(written).count() == 1


def test_who_acts_second_overwrites_nothing(world):
    line = line_of(world, "I.2")
    seen, order = line_fingerprint(line), order_fingerprint(kind_of(world).lines)
    line_actions.write_line(line, {"text": "Của người thứ nhất."}, by=world.by("board"), seen=seen)
    with pytest.raises(EditConflict, match="sửa câu của báo cáo"):
        line_actions.write_line(line, {"text": "Của người thứ hai."}, by=world.by("board"), seen=seen)
    line_actions.move_line(line, 1, by=world.by("board"), seen=order)
    with pytest.raises(EditConflict, match="vừa xếp lại các câu"):
        line_actions.move_line(line, 1, by=world.by("board"), seen=order)


def test_a_wrong_name_is_refused_with_the_nearest_known_one(world):
    line = line_of(world, "I.2")
    typed = {"text": "Có {số đoan vien}.", "silent": "[Không", "asks": ["SK0"]}
    with pytest.raises(ValidationError) as error:
        line_actions.write_line(line, typed, by=world.by("board"))
    assert error.value.message_dict == {
        "text": [
            "Không có số liệu tên “số đoan vien”. Có phải “số đoàn viên” không? Xin chọn tên trong danh sách số liệu."
        ],
        "silent": ["Dấu ngoặc chưa đủ cặp: {…} cho số liệu, […] cho phần chỉ in khi có số liệu."],
        "__all__": ["Phong trào không có chỉ tiêu mã “SK0”. Có phải “SK06” không?"],
    }
    line_actions.write_line(line, typed | {"active": False}, by=world.by("board"))


def test_a_sentence_is_added_at_the_end_of_its_part_moved_and_removed(world):
    before = printed(world)
    added = line_actions.add_line(kind_of(world), "I", {"text": "Câu của Ban."}, by=world.by("board"))
    assert (added.key, str(added)) == (f"I+{added.pk}", "Câu thêm, phần I")
    after = printed(world)
    assert set(after) - set(before) == {"Câu của Ban."}
    count = sum(line.part == "I" and line.role == "sentence" for line in kind_of(world).lines)
    for _step in range(count):
        line_actions.move_line(added, -1, by=world.by("board"))
    assert printed(world)[0] == "Câu của Ban."
    assert Event.objects.about(added).filter(verb="move_report_line").count() == count - 1
    line_actions.remove_line(added, by=world.by("board"))
    assert printed(world) == before
    with pytest.raises(StateConflict, match="Câu có sẵn không xóa được"):
        line_actions.remove_line(line_of(world, "I.2"), by=world.by("board"))
    with pytest.raises(StateConflict, match="vừa được người khác bỏ"):
        line_actions.write_line(added, {"text": "Nữa."}, by=world.by("board"))
    again = line_actions.add_line(kind_of(world), "I", {"text": "Câu khác."}, by=world.by("board"))
    assert again.key != added.key


def test_a_part_is_added_and_removed_once_it_is_empty(world, board):
    before, count = printed_parts(world), len([line for line in kind_of(world).lines if line.role == "heading"])
    assert f'href="{PAGE}add/?' in board.get(PAGE).text
    part_page = f"{PAGE}add/?level=campaign&period=phase"
    wrong = board.post(part_page, {"text": "PHẦN {không có}", "active": "on"})
    assert [anchor for anchor, _sentence in wrong.context["problems"]] == ["id_text"]
    added = board.post(part_page, {"text": "CÔNG TÁC NĂM {năm}", "active": "on"})
    heading = ReportLine.objects.latest("pk")
    assert added["Location"].endswith(f"#line-{heading.pk}")
    assert (heading.key, heading.part, str(heading)) == (f"+{heading.pk}", f"+{heading.pk}", "Tên phần thêm")
    assert printed_parts(world) == before  # without sentences it is not printed
    page = board.get(f"{PAGE}add/{heading.part}/?level=campaign&period=phase")
    assert page.context["title"] == "Thêm câu, phần “CÔNG TÁC NĂM {năm}”"
    line = line_actions.add_line(kind_of(world), heading.part, {"text": "Câu của Ban."}, by=world.by("board"))
    numeral = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[count]
    assert printed_parts(world) == [*before, f"{numeral}. CÔNG TÁC NĂM 2015"]
    with pytest.raises(StateConflict, match="Phần này còn 1 câu"):
        line_actions.remove_line(heading, by=world.by("board"))
    with pytest.raises(StateConflict, match="Phần có câu có sẵn không xóa được"):
        line_actions.remove_line(line_of(world, "I", role="heading"), by=world.by("board"))
    seen = line_fingerprint(heading)
    line_actions.remove_line(line, by=world.by("board"))
    line_actions.write_line(heading, {"text": "ĐỔI TÊN"}, by=world.by("board2"))
    with pytest.raises(EditConflict):
        line_actions.remove_line(heading, by=world.by("board"), seen=seen)
    assert "Bỏ phần này" in board.get(f"{PAGE}{heading.pk}/").text
    heading.refresh_from_db()
    board.post(f"{PAGE}{heading.pk}/", {"seen": line_fingerprint(heading), "remove": "1"})
    assert not ReportLine.objects.filter(pk=heading.pk).exists()
    for _more in range(12 - count):
        line_actions.add_part(kind_of(world), {"text": "PHẦN"}, by=world.by("board"))
    with pytest.raises(StateConflict, match="nhiều nhất 12 phần"):
        line_actions.add_part(kind_of(world), {"text": "PHẦN"}, by=world.by("board"))
    assert "Thêm phần" not in board.get(PAGE).text


def test_what_is_closed_for_signing_keeps_its_text(world, reported):
    summary = actions.begin(world.campaign, world.phase, world.province, by=world.by("board"))
    actions.propose(summary, by=world.by("board"))
    actions.close_for_signing(summary, by=world.by("leader"))
    line = line_of(world, "I.2")
    before = contents_of(Summary.objects.get(pk=summary.pk)).document
    line_actions.write_line(line, {"text": "Câu mới của năm {năm}."}, by=world.by("board"))
    assert "Câu mới của năm 2015." in printed(world)
    assert contents_of(Summary.objects.get(pk=summary.pk)).document == before


def test_parts_move_though_two_rows_have_one_order(world):
    ReportLine.objects.filter(campaign=world.campaign, level="campaign", period="phase", role="heading").update(order=7)
    headings = [line for line in kind_of(world).lines if line.role == "heading"]
    line_actions.move_line(headings[1], -1, by=world.by("board"))
    moved = [line.part for line in kind_of(world).lines if line.role == "heading"]
    assert moved == [headings[1].part, headings[0].part, *(heading.part for heading in headings[2:])]


def test_the_page_shows_each_line_as_it_reads_now_and_what_is_told_nowhere(world, board, reported):
    answer = board.get(PAGE, {"phase": world.phase.number})
    words = text_of(answer)
    assert "Số liệu hiện có của LĐLĐ tỉnh Lạng Sơn, đợt 1 năm 2015." in words
    assert "ví dụ" not in words
    rows = {row.line.key: row for group in answer.context["shown"].groups for row in group.rows}
    assert "07" in rows["III.4"].now.text
    assert rows["III.4"].now.is_printed
    ReportLine.objects.filter(campaign=world.campaign, level="campaign", asks__icontains="SK02").update(active=False)
    ReportLine.objects.filter(campaign=world.campaign, text__icontains="SK02").update(active=False)
    untold = {row.code: row for row in board.get(PAGE).context["shown"].untold}
    assert untold["SK02"].told is None
    ReportLine.objects.filter(campaign=world.campaign, role="default").update(active=True)
    told = board.get(PAGE, {"phase": 1}).context["shown"].untold
    sentence = next(row for row in told if row.code == "SK02").told.text
    assert re.sub("[\x02\x03]", "", sentence).endswith("sáng kiến kinh nghiệm được công nhận là 07 sáng kiến.")


def test_a_preview_has_the_words_of_the_office(world, board, reported):
    WordChoice.objects.create(unit=world.province, words="sáng kiến", instead="cải tiến")
    line = line_of(world, "I.2")
    typed = {"text": "Có {SK02} sáng kiến.", "active": "on", "preview": "1"}
    assert "Có 07 cải tiến." in text_of(board.post(f"{PAGE}{line.pk}/?phase=1", typed))


def test_the_report_of_a_grassroots_union_is_said_to_be_its_sheet(world, board, reported):
    answer = board.get(PAGE, {"level": "grassroots", "phase": 1})
    assert "Báo cáo đợt của công đoàn cơ sở là phiếu báo cáo kết quả;" in text_of(answer)
    assert answer.context["shown"].preview.unit == world.school
    assert "là phiếu" not in text_of(board.get(PAGE, {"level": "grassroots", "period": "year"}))
    assert board.get(PAGE, {"level": "upper"}).context["shown"].preview.unit.kind != "grassroots"


def test_before_a_phase_was_opened_the_figures_are_marked_as_examples(world, board):
    coming = Campaign.objects.create(unit=world.province, slug="2016", year=2016, title="Phong trào 2016")
    section = coming.sections.create(number="1", name="Mục", category="movement")
    coming.indicators.create(section=section, code="HT01", name="Thùng thư góp ý", unit_of_measure="thùng", order=1)
    write_lines(coming)
    answer = board.get("/campaigns/2016/sentences/")
    words = text_of(answer)
    assert "Chưa có số liệu để xem: số trong câu chỉ là ví dụ, không phải kết quả." in words
    assert "HT01 Thùng thư góp ý: câu chung ‹tên chỉ tiêu› là 120 ‹đơn vị tính›, đạt 80% so với đăng ký" in words
    names = board.get("/campaigns/2016/sentences/names/", {"json": "", "words": "thung thu"}).json()["rows"]
    assert {"name": "HT01", "what": "Thùng thư góp ý (thùng)", "prints": "120"} in names


def test_a_line_is_previewed_refused_and_written_on_its_page(world, board, reported):
    line = line_of(world, "I.2")
    page = f"{PAGE}{line.pk}/?level=campaign&period=phase&phase=1"
    assert board.get(page).status_code == 200
    typed = {"seen": line_fingerprint(line), "text": "Có {SK02} sáng kiến.", "active": "on", "asks": "SK02; PT01"}
    shown = text_of(board.post(page, typed | {"preview": "1"}))
    assert "hiện in Có 07 sáng kiến." in shown
    refused = text_of(board.post(page, typed | {"text": "Có {SK2} sáng kiến."}))
    assert "Có phải “SK02” không?" in refused
    assert line_of(world, "I.2").text == line.text
    answer = board.post(page, typed)
    assert answer["Location"] == f"{PAGE}?level=campaign&period=phase&phase=1#line-{line.pk}"
    assert (line_of(world, "I.2").text, line_of(world, "I.2").asks) == ("Có {SK02} sáng kiến.", ["SK02", "PT01"])
    conflict = board.post(page, typed | {"text": "Khác."})
    assert conflict.status_code == 409
    assert "Có {SK02} sáng kiến." in text_of(conflict)
    assert (
        board.post(page, typed | {"text": "Khác.", "seen": conflict.context["form"]["seen"].value()}).status_code == 302
    )


def test_lines_are_switched_moved_added_and_removed_on_the_pages(world, board):
    for part in ("%00", "%F0%9F%98%80", "x" * 3000):
        assert board.get(f"/campaigns/2015/sentences/add/{part}/").status_code == 404
    line = line_of(world, "I.2")
    order = order_fingerprint(kind_of(world).lines)
    here = f"{PAGE}?level=campaign&period=phase"
    assert board.post(here, {"act": f"off:{line.pk}", "order": order})["Location"] == f"{here}#line-{line.pk}"
    assert not line_of(world, "I.2").active
    assert "thôi dùng Lời" not in text_of(board.get(here))
    board.post(here, {"act": f"up:{line.pk}", "order": order})
    sentences = [row.key for row in kind_of(world).lines if row.role == "sentence" and row.part == "I"]
    assert sentences.index("I.2") == sentences.index("I.1") - 1
    assert board.post(here, {"act": f"up:{line.pk}", "order": order}).status_code == 409
    adding = f"{PAGE}add/I/?level=campaign&period=phase"
    assert "Xin ghi lời của câu." in text_of(board.post(adding, {"text": "", "active": "on"}))
    board.post(adding, {"text": "Câu của Ban.", "active": "on"})
    added = ReportLine.objects.get(text="Câu của Ban.")
    board.post(f"{PAGE}{added.pk}/", {"remove": "1", "seen": line_fingerprint(added)})
    assert not ReportLine.objects.filter(pk=added.pk).exists()


def test_the_admin_writes_by_the_same_act(world, board):
    line = line_of(world, "I.2")
    page = f"/admin/summaries/reportline/{line.pk}/change/"
    form = board.get(page).context["adminform"].form
    typed = {name: form[name].value() for name in form.fields} | {"text": "Từ trang quản trị.", "active": "on"}
    assert board.post(page, {name: value or "" for name, value in typed.items()}).status_code == 302
    assert line_of(world, "I.2").text == "Từ trang quản trị."
    assert [event.verb for event in Event.objects.about(line)] == ["write_report_line"]
