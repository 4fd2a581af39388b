"""Tests questions that are answered in words: entry, rows, paper, comparison, what is taken over, what is refused."""

import csv
import io
import re
import unicodedata
from datetime import date
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction

from campaigns.actions import filings, phases, reviews
from campaigns.actions.catalogues import write_catalogue
from campaigns.campaign_import.loading import write_indicator
from campaigns.catalogue.stored import catalogue_content, catalogue_of, read_catalogue
from campaigns.figures.types import AnswerCount, QuestionAnswers, UnitAnswer
from campaigns.figures.written import question_answers
from campaigns.models import Asked, Figure, Filing, Indicator, Phase, Submission, WrittenAnswer
from campaigns.papers import filing_context
from campaigns.sheet import Sheet
from campaigns.sheet.reading import differences, reading_of
from campaigns.sheet.spots import Spot, label_of
from campaigns.sheet_proof import sheet_faults
from foundation import clock
from foundation.serialization import from_json, to_json
from summaries.annexes.answers import answers_annexes
from summaries.figures.phase_figures import phase_figures
from summaries.models import Summary
from summaries.report.contents import SummaryDraft
from summaries.report.question_placeholders import question_placeholders, written_questions
from summaries.sentences.names import known_names
from summaries.sentences.templates import render
from summaries.views.figure_names import figure_names
from tests.campaigns.test_sheet_pages import signed_in, text
from tests.support.filing_steps import AGAIN, PLEDGING, REPORTING, SECOND, sent
from tests.support.page_forms import PageReader
from tests.support.world import fill

pytestmark = [pytest.mark.either(deep="both"), pytest.mark.django_db]

QUESTIONS = {
    "V1": ("short_text", "Tên mô hình"),
    "V2": ("long_text", "Cách làm"),
    "V3": ("date", "Ngày phát động"),
    "V4": ("choice", "Hình thức"),
    "V5": ("yes_no_note", "Có ký giao ước"),
}
ANSWERS = {"V1": "Lớp học xanh", "V2": "Dòng một\nDòng hai", "V3": "5/3/2015", "V4": "Trực tuyến", "V5": "yes",
           "V5-note": "Ngày 3/2"}  # fmt: skip


@pytest.fixture
def world(world):
    """The world whose school is asked five questions in section A, between the indicators, in both kinds of sheets."""
    section = world.campaign.sections.get(number="A")
    for order, (code, (kind, name)) in enumerate(QUESTIONS.items(), start=1):
        question = Indicator.objects.create(
            campaign=world.campaign, section=section, code=code, name=name, answer=kind, order=order,
            choices="Trực tiếp\nTrực tuyến" if kind == "choice" else "", help_text="Ghi ngắn.", example="Lớp học",
        )  # fmt: skip
        Asked.objects.create(indicator=question, column="public_service", level="all")
    ask_anew(world)
    return world


def ask_anew(world):
    write_catalogue(Phase.objects.get(pk=world.phase.pk), by=world.by("board"), reason="test")


def answered(world, kind, **answers):
    """Return a complete draft of the school's sheet."""
    sheet = world.sheet("school", kind)
    typed = fill(sheet)
    part = "indicators" if kind == "pledge" else "actuals"
    typed[part] = {name: text for name, text in typed[part].items() if name[:2] not in QUESTIONS} | ANSWERS | answers
    for key, content in typed.items():
        filings.save_part(sheet, key, content, by=world.by("owner"))
    return Filing.objects.select_related("called__phase__campaign__unit").get(pk=sheet.pk)


def accepted(world, kind, **answers):
    sheet = answered(world, kind, **answers)
    filings.submit(sheet, by=world.by("owner"))
    reviews.accept(sheet, by=world.by("district", "reviewer"))
    return sheet


def errors(sheet, key="indicators"):
    return {name: list(map(str, sentences)) for name, sentences in Sheet(sheet).by_key(key).checked.errors.items()}


def test_questions_stand_among_the_indicators_and_have_no_figures(world):
    catalogue = catalogue_of(Phase.objects.get(pk=world.phase.pk))
    assert [line.code for line in catalogue.lines[:7]] == [*QUESTIONS, "PT01", "PT02"]
    assert not any(indicator.is_question for indicator in catalogue.indicators)
    again = read_catalogue(catalogue_content(catalogue), 3)
    assert (again.lines, again.questions[3].options) == (catalogue.lines, ["Trực tiếp", "Trực tuyến"])


def test_answers_become_rows_are_read_printed_and_proved(world, client):
    with clock.travel(PLEDGING):
        pledge = accepted(world, "pledge")
    rows = {
        row.indicator.code: (row.text, row.day, row.yes) for row in WrittenAnswer.objects.select_related("indicator")
    }
    assert rows == {
        "V1": ("Lớp học xanh", None, None),
        "V2": ("Dòng một\nDòng hai", None, None),
        "V3": ("", date(2015, 3, 5), None),
        "V4": ("Trực tuyến", None, None),
        "V5": ("Ngày 3/2", None, True),
    }
    assert not Figure.objects.filter(indicator__code__in=QUESTIONS).exists()
    assert list(sheet_faults()) == []
    reading = reading_of(Sheet(pledge))
    lines = {line.indicator.code: line.words for line in reading.sections[0][1]}
    assert [lines[code] for code in QUESTIONS] == [
        "Lớp học xanh", "Dòng một\nDòng hai", "05/03/2015", "Trực tuyến", "Có; Ngày 3/2",
    ]  # fmt: skip
    table = filing_context(Sheet(pledge), reading)["figures"]
    assert [row.cells for row in table.rows[1:3]] == [
        ["1", "Tên mô hình", "Lớp học xanh"],
        ["2", "Cách làm", "Dòng một\nDòng hai"],
    ]
    page = text(signed_in(client, world, "district").get(pledge.get_absolute_url()))
    assert '<td colspan="2">Dòng một<br>Dòng hai</td>' in page


def test_answers_are_typed_in_the_table_of_paper_sheets_where_figures_are(world, client):
    client = signed_in(client, world, "district")
    address, pk = "/pledges/paper/?part=indicators", world.sheet("school", "pledge").pk
    with clock.travel(PLEDGING):
        page = client.get(address)
        row, cells = page.context["table"].lines[0]
        asked = {column.name: cell for column, cell in zip(page.context["table"].columns, cells, strict=True)}
        assert row.filing.pk == pk and list(asked)[:7] == ["V1", "V2", "V3", "V4", "V5", "V5-note", "PT01"]
        kinds = {name: asked[name].kind for name in ("V1", "V2", "V3", "V4", "V5", "V5-note", "PT03")}
        assert list(kinds.values()) == ["text", "area", "text", "choice", "choice", "area", "number"]
        assert [value for value, _label in asked["V4"].options] == ["Trực tiếp", "Trực tuyến"]
        held = PageReader(address, page.text).held(address)
        typed = {name: values[-1] if values else "" for name, values in held.items()}
        boxes = {f"{pk}-indicators-{name}": answer for name, answer in ANSWERS.items()}
        assert boxes.keys() <= typed.keys()
        assert client.post(address, typed | boxes).status_code == 302
        page = client.get(address)
        assert re.search(r"<textarea[^>]*-V2[^>]*>\nDòng một\nDòng hai</textarea>", page.text)
        wrong = {f"{pk}-indicators-V3": "31/02/2015", f"seen-{pk}": ""}
        page = client.post(address, typed | boxes | wrong, follow=True)
    draft = world.sheet("school", "pledge").typed["indicators"]
    assert {name: draft[name] for name in ANSWERS} == ANSWERS | {"V3": "31/02/2015"}
    ((box, sentence),) = page.context["problems"]
    assert box == f"{pk}-indicators-V3"
    assert sentence.startswith("CĐCS Trường THCS Đồi Na, Ngày phát động: Ngày chưa đúng.")


def test_files_of_the_lists_of_a_phase_have_what_was_sent_in_words(world, client):
    def lines(address):
        """Return the headings of the answers, and by unit the answers, of a file."""
        rows = csv.reader(io.StringIO(client.get(f"{address}&export=csv").getvalue().decode()), delimiter=";")
        heading, *table = [row for row in rows if len(row) > 1]
        return heading[11:], {row[0]: row[11:] for row in table}

    with clock.travel(PLEDGING):
        accepted(world, "pledge")
    with clock.travel(REPORTING):
        answered(world, "report")
        client, school = signed_in(client, world, "district"), world.units["school"].name
        names, nothing = [name for _kind, name in QUESTIONS.values()], [""] * 5
        headings, answers = lines(f"/pledges/?phase={world.phase.pk}")
        assert headings == names
        texts = ["Lớp học xanh", "Dòng một\nDòng hai", "2015-03-05", "Trực tuyến", "Có; Ngày 3/2"]
        assert answers.pop(school) == texts
        assert all(row == nothing for row in answers.values())
        headings, answers = lines(f"/reports/?phase={world.phase.pk}")
        assert (headings, answers[school]) == (names, nothing), "a draft is still the unit's alone"
        assert lines("/pledges/?phase=")[0] == [], "of all phases each asks something else"


def test_a_question_has_its_fields_its_help_and_its_group_on_the_entry_page(world, client):
    part = Sheet(world.sheet("school", "pledge")).by_key("indicators")
    assert [name for name in part.groups[0].form.fields if name[0] == "V"] == ["V1", "V2", "V3", "V4", "V5", "V5-note"]
    page = text(signed_in(client, world, "owner").get(part_page(world, "pledge")))
    assert page.count("Ghi ngắn. Ví dụ: Lớp học") == 5
    assert label_of(Sheet(world.sheet("school", "pledge")), Spot("indicators", "", "V2")) == "Phần 3 · Cách làm"


def part_page(world, kind):
    sheet = world.sheet("school", kind)
    part = Sheet(sheet).by_key("indicators" if kind == "pledge" else "actuals")
    return sheet.url("part", part.number)


@pytest.mark.parametrize(
    ("answers", "wrong"),
    [
        ({"V1": ""}, {"V1": ["Xin nhập nội dung này."]}),
        ({"V1": "x" * 301}, {"V1": ["Nội dung dài quá 300 ký tự (đang có 301)."]}),
        ({"V2": "x" * 20_001}, {"V2": ["Nội dung dài quá 20.000 ký tự (đang có 20.001)."]}),
        ({"V3": "31/02/2015"}, {"V3": ["Ngày chưa đúng."]}),
        ({"V3": "1/1/0001"}, {"V3": ["Ngày chưa đúng."]}),
        ({"V4": "Đã bỏ"}, {"V4": ["Mục đã chọn không có trong danh sách. Xin chọn lại."]}),
        ({"V5": ""}, {"V5": ["Xin chọn “Có” hoặc “Không”: Có ký giao ước."]}),
    ],
)
def test_what_is_no_answer_is_told_at_its_field(world, answers, wrong):
    with clock.travel(PLEDGING):
        sheet = answered(world, "pledge", **answers)
        assert errors(sheet).keys() == wrong.keys()
        for name, sentences in wrong.items():
            assert errors(sheet)[name][0].startswith(sentences[0][:16])
        code = next(iter(wrong))
        assert code not in Sheet(sheet).written


def test_an_option_that_was_taken_away_is_asked_again_and_sent_sheets_keep_it(world):
    with clock.travel(PLEDGING):
        pledge, draft = accepted(world, "pledge"), answered(world, "report")
    Indicator.objects.filter(code="V4").update(choices="Trực tiếp\nKết hợp")
    ask_anew(world)
    draft = Filing.objects.select_related("called__phase__campaign__unit").get(pk=draft.pk)
    assert errors(draft, "actuals") == {"V4": ["Mục đã chọn không có trong danh sách. Xin chọn lại."]}
    submission = Submission.objects.get(filing=pledge)
    assert Sheet(Filing.objects.get(pk=pledge.pk), submission=submission).written["V4"].text == "Trực tuyến"


def test_decomposed_text_is_stored_composed(world, client):
    with clock.travel(PLEDGING):
        answered(world, "pledge")
        typed = {
            f"indicators-{name}": value for name, value in world.sheet("school", "pledge").typed["indicators"].items()
        }
        typed["indicators-V1"] = unicodedata.normalize("NFD", "Lớp học Điện")
        signed_in(client, world, "owner").post(part_page(world, "pledge"), typed | {"save": "1"})
    assert world.sheet("school", "pledge").typed["indicators"]["V1"] == "Lớp học Điện"


def test_two_sendings_differ_in_words(world):
    with clock.travel(PLEDGING):
        pledge = answered(world, "pledge")
        filings.submit(pledge, by=world.by("owner"))
        reviews.return_(pledge, reason="Rõ hơn", due_on=AGAIN, by=world.by("district", "reviewer"))
        again = answered(world, "pledge", V2="Dòng một", **{"V5-note": ""})
        filings.submit(again, by=world.by("owner"))
    first, second = Submission.objects.filter(filing=again).order_by("number")
    changed = differences(Sheet(again, submission=first), Sheet(again, submission=second))
    assert changed == [
        ("Cách làm", "Dòng một\nDòng hai", "Dòng một"),
        ("Có ký giao ước · Ghi chú", "Ngày 3/2", ""),
    ]


def test_texts_of_the_time_before_stand_beside_and_are_taken_over(world, client):
    with clock.travel(REPORTING):
        accepted(world, "pledge")
        accepted(world, "report")
    with clock.travel(SECOND):
        write_catalogue_of_second_phase(world)
        report = world.sheet("school", "report", 2)
        part = Sheet(report).by_key("actuals")
        client = signed_in(client, world, "owner")
        address = report.part_url(part.number, group="A")
        page = client.get(address)
        assert "Đợt 1 năm 2015 đã ghi: Có; Ngày 3/2" in text(page)
        assert [(field.name, taken) for field, taken in page.context["take"]] == [
            ("V1", "Lớp học xanh"), ("V2", "Dòng một\nDòng hai"),
        ]  # fmt: skip
        typed = {"actuals-V1": "Khác", "take": "1", "save": "1", "seen": page.context["fingerprint"]}
        client.post(address, typed)
        saved = world.sheet("school", "report", 2).typed["actuals"]
    assert (saved["V1"], saved["V2"], saved["V3"]) == ("Khác", "Dòng một\nDòng hai", "")


def test_answers_are_listed_by_question_and_unit_in_an_annex(world):
    with clock.travel(REPORTING):
        accepted(world, "pledge")
        accepted(world, "report")
        figures = phase_figures(Phase.objects.get(pk=world.phase.pk), world.district, whole=False)
    assert [row.name for row in figures.answers] == [name for _kind, name in QUESTIONS.values()]
    assert figures.answers[4].answers == (
        UnitAnswer("CĐCS Trường THCS Đồi Na", "LĐLĐ huyện Chi Lăng", 1, "Có; Ngày 3/2", "đợt 1"),
    )
    assert (figures.answers[0].code, figures.answers[0].answered, figures.answers[0].counts) == ("V1", 1, ())
    assert figures.answers[3].counts == (AnswerCount("Trực tiếp", 0), AnswerCount("Trực tuyến", 1))
    assert figures.answers[4].counts == (AnswerCount("Có", 1), AnswerCount("Không", 0))
    assert from_json(type(figures), to_json(figures)).answers == figures.answers
    (annex,) = answers_annexes(SimpleNamespace(about=figures, answers=figures.answers))
    assert annex.title == "Trả lời của các đơn vị đợt 1 năm 2015"
    rows = [[getattr(cell, "text", cell) for cell in row.cells] for row in annex.tables[0].rows]
    assert rows[-2:] == [
        ["", "Có ký giao ước (A. Tổ chức phong trào)"],
        ["1", figures.answers[4].answers[0].unit, "LĐLĐ huyện Chi Lăng", "Có; Ngày 3/2"],
    ]
    assert "Có ký giao ước" not in [row.name for row in figures.indicators]


def test_sentences_count_what_was_chosen(world):
    codes = {"V1 trả lời", "V4", "V4 Trực tiếp", "V4 Trực tuyến", "V4 trả lời", "V5", "V5 không", "V5 trả lời"}
    names = {name for name in known_names(world.campaign).names if name.partition(" ")[0] in QUESTIONS}
    assert names == codes | {"V2 trả lời", "V3 trả lời"}
    phase = Phase.objects.select_related("campaign__unit").get(pk=world.phase.pk)

    def printed(text):
        summary = Summary(campaign=phase.campaign, phase=phase, unit=world.province)
        return render(text, SummaryDraft(summary).placeholders)

    sentence = "[Có {V5}/{V5 trả lời} đơn vị ký giao ước; ][{V5 không} đơn vị không ký; ]tổ chức {V4}."
    with clock.travel(REPORTING):
        accepted(world, "pledge")
        assert printed(sentence) == ""
        accepted(world, "report")
        assert printed(sentence) == "Có 01/01 đơn vị ký giao ước; tổ chức Trực tuyến (01 đơn vị)."
        draft = SummaryDraft(Summary(campaign=phase.campaign, phase=phase, unit=world.province))
        assert [(question.name, [answer.text for answer in question.shown]) for question in draft.written_answers] == [
            ("Tên mô hình", ["Lớp học xanh"]),
            ("Cách làm", ["Dòng một\nDòng hai"]),
            ("Có ký giao ước", ["Có; Ngày 3/2"]),
        ]
        rows = figure_names(draft.placeholders, written_questions(draft.book), "")
        named = {row["name"]: row["what"] for row in rows if row["name"][:2] in ("V1", "V5")}
        assert named == {
            "V1 trả lời": "Tên mô hình (đơn vị), trả lời",
            "V5": "Có ký giao ước (đơn vị)",
            "V5 trả lời": "Có ký giao ước (đơn vị), trả lời",
        }
        assert printed("[Có {V4 Trực tiếp} đơn vị; ]có {V4 Trực tuyến}/{V1 trả lời} đơn vị.") == "Có 01/01 đơn vị."


def test_a_unit_that_answered_in_two_phases_is_counted_once_with_what_it_answered_last():
    question = SimpleNamespace(pk=4, code="V4", name="Hình thức", section=SimpleNamespace(owner=None), answer="choice",
                               options=["Trực tiếp", "Trực tuyến"])  # fmt: skip
    called = [SimpleNamespace(pk=pk, unit_id=7, phase_id=pk, name="A", parent_name="B") for pk in (1, 2)]
    filings = {unit.pk: SimpleNamespace(called=unit, number=unit.pk) for unit in called}
    catalogue = SimpleNamespace(questions=[question], phase=SimpleNamespace(words="đợt"))
    rows = [
        WrittenAnswer(submission_id=2, indicator_id=4, text="Trực tuyến"),
        WrittenAnswer(submission_id=1, indicator_id=4, text="Đã bỏ"),
    ]
    (told,) = question_answers(
        SimpleNamespace(called=called, catalogues={1: catalogue, 2: catalogue}, own_lines={}, by_submission=filings,
                        written_answers=rows, branch_figures=[])
    )  # fmt: skip
    assert [answer.text for answer in told.answers] == ["Đã bỏ", "Trực tuyến"]
    assert (told.answered, told.counts) == (1, (AnswerCount("Trực tiếp", 0), AnswerCount("Trực tuyến", 1)))


def test_choices_are_told_the_most_chosen_first():
    counts = (AnswerCount("Trực tiếp", 1), AnswerCount("Qua bưu điện [cũ]", 0), AnswerCount("Trực tuyến", 12))
    choice = QuestionAnswers("Hình thức", "A", (), code="V4", answered=13, counts=counts, kind="choice")
    text = QuestionAnswers("Cách làm", "A", (), code="V2", answered=2, kind="long_text")
    counts = (AnswerCount("Có", 3), AnswerCount("Không", 0), AnswerCount("Trực tuyến", 1))
    yes_no = QuestionAnswers("Có ký", "A", (), code="V5", answered=4, counts=counts, kind="yes_no_note")
    own = QuestionAnswers("Của ngành", "B", (), answered=2)
    assert question_placeholders(SimpleNamespace(answers=[choice, text, yes_no, own])) == {
        "V4": "Trực tuyến (12 đơn vị) và Trực tiếp (01 đơn vị)",
        "V4 Trực tiếp": "01",
        "V4 Trực tuyến": "12",
        "V4 trả lời": "13",
        "V2 trả lời": "02",
        "V5": "03",
        "V5 không": "0",
        "V5 trả lời": "04",
    }


def write_catalogue_of_second_phase(world):
    phases.open_phase(Phase.objects.get(pk=world.phase2.pk), by=world.by("board"))


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ({"unit_of_measure": "cuộc"}, "figure_has_its_unit_of_measure"),
        ({"answer": "figure", "choices": ""}, "figure_has_its_unit_of_measure"),
        ({"choices": ""}, "choice_has_what_is_chosen_from"),
        ({"answer": "date"}, "choice_has_what_is_chosen_from"),
    ],
)
def test_the_database_keeps_questions_and_figures_apart(world, columns, name):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        Indicator.objects.filter(code="V4").update(**columns)
    assert name in str(error.value)


def test_an_answer_says_something_and_once(world):
    with clock.travel(PLEDGING):
        pledge = sent(world, "commune", "pledge", "neighbour")
    row = {"submission": pledge.submissions.get(), "indicator": Indicator.objects.get(code="V1")}
    for columns in ({"text": ""}, {"text": "a"}):
        if columns["text"]:
            WrittenAnswer.objects.create(**row, **columns)
        with pytest.raises(IntegrityError), transaction.atomic():
            WrittenAnswer.objects.create(**row, **columns)


def test_a_file_may_ask_questions(world):
    row = {"section": "Z", "code": "V9", "name": "Hình thức", "answer": "choice", "choices": ["Một", "Hai"]}
    row |= {"asked_in": ["report"], "asked": {"all": ["SN"]}}
    write_indicator(world.campaign, world.campaign.sections.first(), 900, row, {})
    assert Indicator.objects.get(code="V9").choices == "Một\nHai"
