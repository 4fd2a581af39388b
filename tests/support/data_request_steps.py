"""Brings a data request, and sheets of it, to where a test needs them, by the real actions."""

from datetime import date

from campaigns.actions import data_request_sheets, data_requests
from campaigns.models import DataRequestSheet
from foundation import clock

ASKED_ON = "2015-07-13T09:00+07:00"
DUE = date(2015, 7, 21)
HEAD = {
    "title": "Bổ sung số liệu phục vụ báo cáo năm",
    "letter_number": "1234/TLĐ",
    "letter_on": date(2015, 7, 10),
    "letter_from": "Tổng Liên đoàn Lao động Việt Nam",
    "note": "",
    "audience": "upper",
    "strands": [],
    "phase": None,
    "due_at": clock.end_of_day(DUE),
    "in_summary": True,
    "units": [],
}
QUESTIONS = (
    {"name": "Đoàn viên được tặng quà", "unit_of_measure": "người"},
    {"name": "Đơn vị có nhà ăn", "kind": "ratio", "denominator_name": "đơn vị"},
    {"name": "Có quỹ hỗ trợ đoàn viên", "kind": "yes_no"},
    {"name": "Cách làm hay", "kind": "long_text", "required": False},
    {"name": "Ngày ký thỏa ước nhóm", "kind": "date", "required": False},
    {"name": "Hình thức hỗ trợ chính", "kind": "choice", "choices": "Tiền mặt\nHiện vật"},
)
ANSWERS = {
    "C1": "1.250",
    "C2-n": "3",
    "C2-d": "4",
    "C3": "yes",
    "C4": "Bữa cơm công đoàn",
    "C5": "13/7/2015",
    "C6": "Hiện vật",
}


def drafted(world, questions=QUESTIONS, **head):
    """Return a request of the Board's that nobody was asked yet."""
    with clock.travel(ASKED_ON):
        request = data_requests.begin_request(world.campaign, HEAD | head, by=world.by("board"))
        data_requests.write_questions(request, questions, by=world.by("board"))
    return request


def opened(world, questions=QUESTIONS, **head):
    """Return a request that asks the units since 13/7/2015."""
    request = drafted(world, questions, **head)
    with clock.travel(ASKED_ON):
        data_requests.open_request(request, by=world.by("board"))
    return request


def sheet_of(request, unit):
    return DataRequestSheet.objects.for_page().get(request=request, unit=unit)


def sent(world, request, unit="district", who="district", **answers):
    """Return a sheet with every question answered, sent on 14/7/2015."""
    sheet = sheet_of(request, world.units[unit])
    with clock.travel("2015-07-14T09:00+07:00"):
        data_request_sheets.save_answers(sheet, ANSWERS | answers, by=world.by(who, "officer"))
        data_request_sheets.send_answers(sheet, by=world.by(who, "officer"))
    return sheet


def accepted(world, request, unit="district", who="district", **answers):
    sheet = sent(world, request, unit, who, **answers)
    with clock.travel("2015-07-15T09:00+07:00"):
        data_request_sheets.accept_answers(sheet, by=world.by("board", "reviewer"))
    return sheet
