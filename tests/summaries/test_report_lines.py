"""Tests the rows of a report's sentences: their names, what is refused, what a draft makes of a change."""

import unicodedata
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from campaigns.models import Phase
from foundation.toml_schema import BadFile
from summaries.models import ReportLine, Summary
from summaries.report import line_loading
from summaries.report.contents import SummaryDraft
from summaries.report.line_file import PLAIN
from summaries.sentences.names import GENERAL, OF_AN_INDICATOR, known_names
from tests.support.sheets_by_hand import put

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db]


def summary_of(world):
    phase = Phase.objects.select_related("campaign__unit").get(pk=world.phase.pk)
    return Summary(campaign=phase.campaign, phase=phase, unit=phase.campaign.unit)


def line_of(world, key, level="campaign"):
    return ReportLine.objects.get(campaign=world.campaign, level=level, period="phase", key=key)


def test_the_names_are_those_that_a_draft_has(world):
    draft = SummaryDraft(summary_of(world))
    names = {*draft.placeholders.figures, *draft.placeholders.words}
    given = {name for name in names if name.partition(" ")[2] not in OF_AN_INDICATOR}  # those are of default sentences
    known = known_names(world.campaign).names
    assert given <= known
    assert {name for name in known - names if name in GENERAL} == set()


def test_a_name_or_a_code_that_is_unknown_is_refused_with_its_sentence(world):
    line = line_of(world, "III.4")
    line.text, line.silent, line.asks = "Có {SK02} sáng kiến, {SK99} đề tài.", "[Không", ["SK02", "SK98"]
    with pytest.raises(ValidationError) as error:
        line.full_clean()
    assert error.value.message_dict == {
        "text": ["Không có số liệu tên “SK99”. Xin chọn tên trong danh sách số liệu."],
        "silent": ["Dấu ngoặc chưa đủ cặp: {…} cho số liệu, […] cho phần chỉ in khi có số liệu."],
        "__all__": ["Phong trào không có chỉ tiêu mã “SK98”."],
    }
    for stored in ReportLine.objects.filter(campaign=world.campaign):
        stored.clean()


def test_a_line_whose_indicator_is_gone_can_be_switched_off(world):
    line = line_of(world, "III.4")
    line.asks, line.active = ["SK98"], False
    line.full_clean()


def test_a_phrase_is_made_of_figures_and_has_a_text(world):
    phrase = line_of(world, "danh hiệu đã đạt")
    phrase.text = "{tình hình tai nạn lao động}"
    with pytest.raises(ValidationError, match="Không có số liệu tên “tình hình tai nạn lao động”"):
        phrase.full_clean()
    phrase.text = ""
    with pytest.raises(ValidationError, match="Xin ghi lời"):
        phrase.clean()


def test_an_older_campaign_with_other_codes_keeps_the_lines_it_can_fill():
    columns_for = import_module("summaries.migrations.0010_lines_of_2015").columns_for
    told, default = {"role": "sentence", "asks": ["SK01", "SK02"]}, {"role": "default", "active": False}
    of_2015 = {"SK01", "SK02"}
    assert columns_for(told, {"SK02", "X1"}, of_2015)["asks"] == ["SK02"]
    assert columns_for(told, {"X1"}, of_2015)["active"] is False
    assert [columns_for(default, codes, of_2015)["active"] for codes in ({"X1", "SK01"}, {"SK01"}, set())] == [
        True,
        False,
        False,
    ]


def test_columns_of_indicators_that_a_campaign_does_not_have_are_left_out(world):
    ReportLine.objects.filter(campaign=world.campaign, role="column", key="06.1").update(asks=["RQ98"])
    columns = SummaryDraft(summary_of(world)).contents().document.spring_columns
    assert [column.code for column in columns] == ["RQ01", "RQ03", "RQ04", "RQ05", "RQ06"]


def test_a_file_that_names_what_a_campaign_does_not_have_writes_nothing(world, tmp_path):
    path = tmp_path / "report.toml"
    path.write_text(PLAIN.read_text().replace("{các điển hình}", "{các điển hình, X01}"))
    ReportLine.objects.filter(campaign=world.campaign).delete()
    with pytest.raises(BadFile, match=r"sentence III.1, text: Không có số liệu tên “các điển hình, X01”"):
        line_loading.write_lines(world.campaign, path)
    assert not ReportLine.objects.filter(campaign=world.campaign).exists()


def test_lines_are_found_by_their_words_however_these_are_typed(world, client):
    client.force_login(world.user("board"))
    answer = client.get("/admin/summaries/reportline/", {"q": unicodedata.normalize("NFD", "Tết trồng cây")})
    assert {str(line) for line in answer.context["cl"].result_list} == {"Câu III.6"}
    assert "Tìm theo mã, theo lời, gõ đủ dấu" in answer.content.decode()


def test_a_draft_is_written_with_the_rows_of_now(world):
    first = SummaryDraft(summary_of(world)).contents().document
    ReportLine.objects.filter(campaign=world.campaign, key="I.2").update(text="Câu mới của đợt {đợt}.")
    ReportLine.objects.filter(campaign=world.campaign, key="I.3").update(active=False)
    ReportLine.objects.filter(campaign=world.campaign, key="I.1").update(order=9_000)
    lines = [line.text for line in SummaryDraft(summary_of(world)).contents().document.sections[0].lines]
    assert lines[0] == "Câu mới của đợt đợt 1."
    assert lines[1:] == [first.sections[0].lines[0].text]


def test_an_indicator_without_a_sentence_of_its_own_is_told_by_the_one_of_its_kind(world):
    put(world.school, "pledge", "accepted", phase=world.phase, HT01=40)
    put(world.school, "report", "accepted", phase=world.phase, HT01=30, PT01=1, HT03=(9, 45))
    ReportLine.objects.filter(campaign=world.campaign).delete()
    line_loading.write_lines(world.campaign)
    ReportLine.objects.filter(key="yes_no").update(text="{chỉ tiêu} có ở {kết quả}/{trả lời} đơn vị năm {năm}.")
    sections = SummaryDraft(summary_of(world)).contents().document.sections
    assert [section.heading.partition(".")[0] for section in sections] == ["I", "II", "III", "IV", "V", "VI", "VII"]
    base = "Số liệu trên tính theo báo cáo đã được xác nhận của 01/07 đơn vị."
    assert [(line.title, line.text) for line in sections[2].lines] == [
        (
            "Tổ chức phong trào",
            f"Phát động và ký giao ước thi đua giữa công đoàn với chuyên môn có ở 01/01 đơn vị năm 2015. {base}",
        ),
        (
            "Học tập; Chỉ thị 03-CT/TW",
            (
                "Lượt CNVCLĐ học tập nâng cao trình độ chính trị, chuyên môn, pháp luật, ngoại ngữ, tin học là 30 lượt "
                "người, đạt 75% so với đăng ký. CNVCLĐ đăng ký việc làm cụ thể theo gương Bác là 09/45 (20%). "
                f"{base}"
            ),
        ),
    ]


def test_sentences_of_before_are_mended_unless_somebody_edited_them(world):
    """What migration 0018 does in a campaign whose lines were written before it."""
    lines = ReportLine.objects.filter(campaign=world.campaign, level="campaign", period="phase")
    lines.filter(key__in=["I.5", "III.0"]).delete()
    claims = ", được cấp ủy quan tâm lãnh đạo, chuyên môn các cấp phối hợp tạo điều kiện"
    claims += "; {người lao động} phấn khởi hưởng ứng."
    shipped = lines.get(key="I.2").text
    lines.filter(key="I.2").update(text=shipped.removesuffix(".") + claims)
    lines.filter(key="I.3").update(text="Bên cạnh đó, mưa lũ" + claims)
    lines.filter(key="III.1").update(silent="Nội dung này chưa có đơn vị báo cáo.")
    import_module("summaries.migrations.0018_true_sentences").mend_lines(apps, None)
    assert lines.get(key="I.2").text == shipped
    assert lines.get(key="I.3").text == "Bên cạnh đó, mưa lũ" + claims
    assert lines.get(key="III.1").silent == "Nội dung này chưa có số liệu được xác nhận."
    assert lines.get(key="III.0").text == "{chưa có báo cáo được xác nhận}."
    assert lines.get(key="I.3").order < lines.get(key="I.5").order < lines.get(role="heading", key="II").order
