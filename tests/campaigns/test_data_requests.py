"""Tests data requests: drafted, opened, answered, reviewed, closed; whom they ask; what they add up to."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from campaigns.actions import data_request_sheets as sheets
from campaigns.actions import data_requests as actions
from campaigns.data_requests.audience import units_to_ask
from campaigns.data_requests.prefilling import offered_answers
from campaigns.data_requests.reading import lines_of_submission, open_remarks
from campaigns.data_requests.totals import totals_of
from campaigns.models import DataRequest, DataRequestSheet, Filing
from foundation import clock
from foundation.forms.edit_conflicts import WHOLE_FORM, EditConflict, fingerprint
from foundation.lifecycle import StateConflict
from tests.support import filing_steps
from tests.support.data_request_steps import (
    ANSWERS,
    ASKED_ON,
    HEAD,
    accepted,
    drafted,
    opened,
    sent,
    sheet_of,
)
from units.access import Forbidden
from units.models import Event

pytestmark = pytest.mark.either


@pytest.mark.parametrize(
    "head, units",
    [
        ({}, ["city", "district"]),
        ({"audience": "upper_direct"}, ["city", "direct", "district"]),
        ({"audience": "grassroots", "strands": ["public_service", "occupational"]}, ["porters", "school"]),
        ({"audience": "grassroots", "strands": ["state_enterprise"]}, ["direct"]),
    ],
    ids=["uppers", "uppers and direct", "grassroots", "without the coordinated"],
)
def test_a_request_asks_the_unions_that_it_names(world, head, units):
    names = {unit.pk: name for name, unit in world.units.items()}
    with clock.travel(ASKED_ON):
        request = drafted(world, **head)
        assert sorted(names[unit.pk] for unit in units_to_ask(request)) == units


def test_a_request_asks_the_ticked_unions(world):
    request = opened(world, audience="chosen", units=[world.units["central"], world.units["city"]])
    assert {sheet.unit for sheet in request.sheets.select_related("unit")} == {
        world.units["central"],
        world.units["city"],
    }


def test_a_request_is_opened_once_it_lacks_nothing_and_then_stays(world):
    with clock.travel(ASKED_ON):
        request = actions.begin_request(world.campaign, HEAD | {"letter_number": ""}, by=world.by("board"))
        with pytest.raises(StateConflict, match="còn thiếu: ít nhất một câu hỏi; số, ký hiệu công văn"):
            actions.open_request(request, by=world.by("board"))
        request = drafted(world)
        assert actions.open_request(request, by=world.by("board")) == 2
        assert [question.code for question in request.questions.all()] == ["C1", "C2", "C3", "C4", "C5", "C6"]
        with pytest.raises(StateConflict, match="Đang thu số liệu"):
            actions.write_questions(request, [{"name": "Khác"}], by=world.by("board"))
        with pytest.raises(StateConflict):
            actions.change_request(request, HEAD, by=world.by("board"), typed={"": 1}, stored=dict)


def test_questions_keep_their_codes_when_others_go(world):
    request = drafted(world)
    kept = [question for question in actions.stored_questions(request) if question["code"] in ("C1", "C3")]
    with clock.travel(ASKED_ON):
        actions.write_questions(request, [*kept[::-1], {"name": "Mới"}], by=world.by("board"))
        assert list(request.questions.values_list("order", "code")) == [(1, "C3"), (2, "C1"), (3, "C7")]
        actions.write_questions(request, [kept[0], kept[0]], by=world.by("board"))
        assert list(request.questions.values_list("order", "code")) == [(1, "C1"), (2, "C8")]
        many = [{"name": f"Câu {n}"} for n in range(21)]
        with pytest.raises(ValidationError, match="nhiều nhất 20 câu hỏi"):
            actions.write_questions(request, many, by=world.by("board"))
        shown = {WHOLE_FORM: fingerprint(kept)}
        with pytest.raises(EditConflict):
            actions.write_questions(request, [{"name": "Cũ"}], by=world.by("board"), fingerprints=shown)


def test_only_the_board_runs_requests(world):
    request = drafted(world)
    for who in ("district", "leader", "admin"):
        with pytest.raises(Forbidden):
            actions.open_request(request, by=world.by(who))
        with pytest.raises(Forbidden):
            actions.begin_request(world.campaign, HEAD, by=world.by(who))


def test_answers_are_typed_sent_returned_and_accepted_and_no_sheet_of_a_phase_moves(world):
    before = list(Filing.objects.order_by("pk").values())
    request = opened(world)
    sheet = sent(world, request, C1="1.200")
    district, board = world.by("district", "officer"), world.by("board")
    assert (sheet.status, sheet.late, sheet.current_submission.number) == ("submitted", False, 1)
    with clock.travel("2015-07-15T09:00+07:00"):
        with pytest.raises(Forbidden):
            sheets.accept_answers(sheet, by=world.by("district", "reviewer"))
        remarks = {"C1": "Kiểm tra lại số đoàn viên."}
        sheets.return_answers(sheet, reason="", due_on=date(2015, 7, 23), remarks=remarks, by=board)
        assert (sheet.status, sheet.reason, sheet.due) == (
            "returned", "Đoàn viên được tặng quà: Kiểm tra lại số đoàn viên", clock.end_of_day(date(2015, 7, 23)),
        )  # fmt: skip
        sheets.save_answers(sheet, ANSWERS, by=district)
        sheets.send_answers(sheet, by=district)
        with pytest.raises(StateConflict, match="lần 2"):
            sheets.accept_answers(sheet, by=board, submission_number=1)
        sheets.accept_answers(sheet, by=board, submission_number=2)
        assert (sheet.status, sheet.counted_submission.number) == ("accepted", 2)
        sheets.undo_decision(sheet, by=board)
        assert (sheet.status, sheet.counted_submission, sheet.due_again) == (
            "submitted", None, clock.end_of_day(date(2015, 7, 23)),
        )  # fmt: skip
    verbs = Event.objects.about(sheet).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["save", "submit", "return", "submit", "accept", "undo_accept"]
    assert list(Filing.objects.order_by("pk").values()) == before


def test_what_nobody_can_type_is_not_kept(world):
    sheet = sent(world, opened(world), C1="1.2\x0050", C4="Bữa\x00 co\u031bm\r\nca ba")
    assert (sheet.draft["C1"], sheet.draft["C4"]) == ("1.250", "Bữa cơm\nca ba")
    assert sheet.last_submission.content == sheet.draft


def test_what_an_undone_return_asked_is_not_asked_when_the_sheet_is_taken_back(world):
    sheet, unit, board = sent(world, opened(world)), world.by("district", "officer"), world.by("board", "reviewer")
    for words in ("Kiểm tra lại.", "Nhầm đơn vị."):
        sheets.return_answers(sheet, reason="", due_on=clock.today(), remarks={"C1": words}, by=board)
        assert [remark.text for remark in open_remarks(sheet)] == [words]
        if words == "Kiểm tra lại.":
            sheets.send_answers(sheet, by=unit)
    sheets.undo_decision(sheet, by=board)
    sheets.take_answers_back(sheet, by=unit)
    assert (sheet.status, open_remarks(sheet)) == ("draft", [])


def test_what_was_sent_can_be_taken_back_until_somebody_acted(world):
    sheet = sent(world, opened(world))
    sheets.take_answers_back(sheet, by=world.by("district", "officer"))
    assert (sheet.status, sheet.draft["C1"]) == ("draft", "1.250")
    sheets.send_answers(sheet, by=world.by("district", "officer"))
    sheets.accept_answers(sheet, by=world.by("board"))
    with pytest.raises(StateConflict):
        sheets.take_answers_back(sheet, by=world.by("district", "officer"))


def test_nothing_incomplete_is_sent(world):
    sheet = sheet_of(opened(world), world.units["district"])
    by = world.by("district", "officer")
    sheets.save_answers(sheet, {"C1": "mười", "C2-n": "3"}, by=by)
    with pytest.raises(sheets.AnswersMissing) as refusal:
        sheets.send_answers(sheet, by=by)
    assert refusal.value.form.errors.as_data().keys() == {"C1", "C2-d", "C3", "C6"}
    assert (sheet.status, sheet.draft["C1"], sheet.submissions.count()) == ("draft", "mười", 0)


def test_two_people_at_one_sheet_do_not_overwrite_each_other(world):
    sheet = sheet_of(opened(world), world.units["district"])
    shown = {WHOLE_FORM: fingerprint({})}
    sheets.save_answers(sheet, {"C1": "5"}, by=world.by("district", "officer"), fingerprints=shown)
    with pytest.raises(EditConflict, match="Vi Văn Thông cũng đang sửa"):
        sheets.save_answers(sheet, {"C1": "6"}, by=world.by("district", "officer"), fingerprints=shown)
    assert sheet.draft["C1"] == "5"


def test_lateness_is_told_at_the_sheet_and_mended_by_an_extension(world):
    request = opened(world)
    with clock.travel("2015-07-23T09:00+07:00"):
        sheet = sheet_of(request, world.units["city"])
        sheets.save_answers(sheet, ANSWERS, by=world.by("city", "officer"))
        sheets.send_answers(sheet, by=world.by("city", "officer"))
        assert (sheet.late, sheet.late_days) == (True, 2)
        sheets.extend_answers(sheet, on=date(2015, 7, 24), reason="Bão", by=world.by("board"))
        assert (sheet.late, sheet.late_days, sheet.due) == (False, 0, clock.end_of_day(date(2015, 7, 24)))
        actions.extend_request(request, on=date(2015, 7, 30), reason="Bão", by=world.by("board"))
        assert sheet_of(request, world.units["district"]).due == clock.end_of_day(date(2015, 7, 30))
        assert sheet_of(request, world.units["city"]).due == clock.end_of_day(date(2015, 7, 24))
    assert not Filing.objects.filter(late=True).exists()


def test_a_closed_request_takes_nothing_until_it_is_reopened(world):
    request, board = opened(world), world.by("board")
    sheet = sent(world, request)
    actions.close_request(request, by=board)
    with pytest.raises(StateConflict, match="Đã khép lại"):
        sheets.accept_answers(sheet, by=board)
    actions.reopen_request(request, reason="Bổ sung thêm", by=board)
    sheets.accept_answers(sheet, by=board)
    actions.discard_request(request, reason="Tổng Liên đoàn rút công văn", by=board)
    with pytest.raises(StateConflict, match="Đã bỏ"):
        sheets.reopen_answers(sheet, reason="Sai", due_on=clock.today(), remarks={}, by=board)
    assert DataRequest.objects.get().status == "discarded"


def test_the_excused_are_not_expected_and_a_unit_can_be_added(world):
    request, board = opened(world), world.by("board")
    sheet = sheet_of(request, world.units["city"])
    sheets.excuse_answers(sheet, reason="Không có đơn vị thuộc diện", by=board)
    assert totals_of(request, request.sheets.all())[0].base == "tính trên 0/1 đơn vị"
    sheets.unexcuse_answers(sheet, by=board)
    assert sheet.status == "awaited"
    added = actions.ask_unit(request, world.units["direct"], by=board)
    assert added.parent_name == "LĐLĐ tỉnh Lạng Sơn"
    with pytest.raises(StateConflict, match="đã được hỏi"):
        actions.ask_unit(request, world.units["direct"], by=board)


def test_only_accepted_answers_are_added_up(world):
    request = opened(world)
    accepted(world, request)
    sent(world, request, "city", "city", C1="50")
    totals = totals_of(request, request.sheets.all())
    assert [(total.text, total.base) for total in totals[:3]] == [
        ("1.250", "tính trên 1/2 đơn vị"),
        ("3/4 (75%)", "tính trên 1/2 đơn vị"),
        ("1 đơn vị trả lời có", "tính trên 1/2 đơn vị"),
    ]
    sheets.accept_answers(sheet_of(request, world.units["city"]), by=world.by("board"))
    assert [total.text for total in totals_of(request, request.sheets.all())] == [
        "1.300", "6/8 (75%)", "2 đơn vị trả lời có", "", "", "",
    ]  # fmt: skip


def test_answers_are_prefilled_with_the_accepted_figures_of_the_branch(world):
    """The school's pledge is accepted, the commune's waits: the district is offered the school's alone."""
    pledge = filing_steps.pledged(world)
    with clock.travel(filing_steps.PLEDGING):
        waiting = filing_steps.sent(world, "commune", "pledge", "neighbour")
    in_both = waiting.current_submission.figures.values("indicator")
    figure = pledge.current_submission.figures.filter(indicator__in=in_both, indicator__over_units="sum").first()
    question = {"name": "Số đăng ký", "indicator": figure.indicator_id, "prefilled_from": "pledge"}
    request = opened(world, [question], phase=world.phase)
    sheet = sheet_of(request, world.units["district"])
    (offer,) = offered_answers(sheet, list(request.questions.all())).values()
    assert (offer.answer.value, offer.source) == (
        figure.value, "cộng từ bản đăng ký đã xác nhận của 1 đơn vị, đợt 1",
    )  # fmt: skip
    assert offered_answers(sheet_of(request, world.units["city"]), list(request.questions.all())) == {}
    sheets.save_answers(sheet, {"C1": str(int(figure.value) + 5)}, by=world.by("district", "officer"))
    submission = sheets.send_answers(sheet, by=world.by("district", "officer"))
    (line,) = lines_of_submission(submission, list(request.questions.all()))
    assert (line.answer.value, line.difference) == (figure.value + Decimal(5), "+5")


def test_whoever_sees_the_branch_sees_the_sheet(world):
    request = opened(world)
    seen = {
        who: sorted(DataRequestSheet.objects.visible_to(world.user(who)).values_list("unit__name", flat=True))
        for who in ("owner", "district", "chair", "board")
    }
    district, city = world.units["district"].name, world.units["city"].name
    assert seen == {"owner": [], "district": [district], "chair": [district], "board": sorted([district, city])}
    readers = [who for who in seen if DataRequest.objects.visible_to(world.user(who)).filter(pk=request.pk)]
    assert readers == ["district", "chair", "board"]
    draft = drafted(world)
    assert [who for who in seen if DataRequest.objects.visible_to(world.user(who)).filter(pk=draft.pk)] == ["board"]
