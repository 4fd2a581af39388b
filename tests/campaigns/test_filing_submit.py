"""Tests that submitting a sheet writes exactly the rows expected and a receipt, and that resubmitting adds new ones."""

import hashlib
import json
from datetime import date
from decimal import Decimal

import pytest

from campaigns.actions import filings
from campaigns.models import Filing, Submission, Work
from foundation import clock
from tests.support.filing_steps import PLEDGING, WATER, accepted, drafted, returned, rows, seen, sent
from tests.support.world import WORK, fill
from units.models import Event, Unit

pytestmark = pytest.mark.either

TEN_OF_TEN = (Decimal(10), Decimal(10))
FIGURES = {
    "PT01": Decimal(1),
    "PT02": TEN_OF_TEN,
    "DH01": TEN_OF_TEN,
    "DH02": (Decimal(1), Decimal(10)),
    "DH03": Decimal(3),
    "DH05": TEN_OF_TEN,
    "DH06": Decimal(1),
    "DH08": Decimal(1),
    "DH09": Decimal(1),
    "DH10": TEN_OF_TEN,
    "SK01": Decimal(0),
    "SK02": Decimal(0),
    "SK03": Decimal(0),
    "SK04": Decimal(0),
    "SK05": Decimal(0),
    "HT01": Decimal(3),
    "HT03": TEN_OF_TEN,
    "HC02": Decimal(1),
    "SN01": Decimal(3),
}
COUNTS = {
    "workers": 46,
    "women": 10,
    "minorities": 10,
    "members": 46,
    "women_members": 10,
    "direct": 10,
    "insured": None,
}


@pytest.fixture(autouse=True)
def in_february():
    with clock.travel(PLEDGING):
        yield


def works_of(unit):
    names = ("title", "kind", "authors", "author_class", "expected_value", "due_on")
    return {
        str(work.uuid): (*(getattr(work.registered, name) for name in names), work.withdrawn)
        for work in unit.works.with_registered()
    }


def test_sending_writes_exactly_the_headcounts_and_figures_that_were_typed(world):
    sheet = sent(world)
    assert sheet.last_submission.headcount.counts() == COUNTS
    assert rows(sheet) == FIGURES
    figures = sheet.last_submission.figures
    assert list(figures.filter(estimated=True)) == list(figures.exclude(note="")) == []
    assert Work.objects.count() == 0


def test_an_offered_indicator_that_is_answered_becomes_a_row_and_an_unanswered_one_none(world):
    titles = fill(world.sheet("school", "pledge"))["titles"]
    sheet = sent(world, titles=titles | {"DH04": "0", "DH07": "no"})
    assert rows(sheet) == FIGURES | {"DH04": Decimal(0), "DH07": Decimal(0)}


def test_numbers_are_read_as_people_here_write_them(world):
    indicators = fill(world.sheet("school", "pledge"))["indicators"]
    typed = indicators | {"HT01": "1.250", "PT02-n": "1 046", "PT02-d": "1.046"}
    sheet = sent(world, indicators=typed)
    assert rows(sheet) == FIGURES | {"HT01": Decimal(1250), "PT02": (Decimal(1046), Decimal(1046))}


def test_works_become_rows_and_computed_figures_in_million_dong(world):
    day = world.phase.commemorations.get(name="Ngày sinh Chủ tịch Hồ Chí Minh")
    topic = WORK | {
        "uuid": "",
        "kind": "topic",
        "title": "Đề tài thứ ba",
        "expected_value": "",
        "no_money": "on",
    }
    sheet = sent(world, works=[WORK, WATER | {"welcomes": str(day.pk)}, topic])
    computed = {"SK01": 1, "SK02": 1, "SK03": Decimal("12.5"), "SK04": 1, "SK05": Decimal(46)}
    assert rows(sheet) == FIGURES | {code: Decimal(value) for code, value in computed.items()}
    works = works_of(world.school)
    assert works.pop(WORK["uuid"]) == (
        "Bộ thí nghiệm điện từ vật liệu tái chế",
        "initiative",
        "Nông Thị Ánh",
        "direct",
        12_500_000,
        date(2015, 5, 30),
        False,
    )
    assert works.pop(WATER["uuid"])[4:] == (46_000_000, date(2015, 5, 19), False)
    assert [row[:2] + row[4:5] for row in works.values()] == [("Đề tài thứ ba", "topic", None)]
    assert Work.objects.with_registered().get(uuid=WATER["uuid"]).registered.welcomes == day


def test_an_upper_union_files_its_own_acts_without_headcounts(world):
    sheet = sent(world, "district", "pledge", "district")
    assert not hasattr(Filing.objects.get(pk=sheet.pk), "headcount")
    three = dict.fromkeys(("PT04", "TC02", "TC03", "XH02", "RQ01", "RQ02", "RQ03", "RQ04", "RQ06"), Decimal(3))
    assert rows(sheet) == three | {"PT01": Decimal(1), "SK04": Decimal(0), "SK05": Decimal(0)}


def test_a_submission_keeps_what_was_sent_with_a_receipt(world):
    sheet, owner = drafted(world), world.by("owner")
    submission = filings.submit(sheet, by=owner)
    content = Filing.objects.get(pk=sheet.pk).typed
    digest = hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    row = Submission.objects.get(filing=sheet)
    assert row == submission
    assert (row.number, row.at, row.by, row.post) == (
        1,
        clock.parse(PLEDGING),
        owner.user,
        owner.post("officer"),
    )
    assert (row.content, row.sha256, row.on_behalf) == (content, digest, False)
    assert row.receipt == f"{sheet.pk:06d}-1-{digest[:12].upper()}"


def test_a_sent_sheet_knows_when_it_was_sent_and_is_one_event(world):
    sheet = sent(world)
    row, now = Filing.objects.get(pk=sheet.pk), clock.parse(PLEDGING)
    assert (row.status, row.submitted_at, row.first_submitted_at) == ("submitted", now, now)
    assert (row.late, row.late_days, row.decided_by, row.reason) == (False, 0, None, "")
    event = Event.objects.about(sheet).first()
    assert (event.verb, event.source, event.to) == ("submit", "draft", "submitted")
    assert event.changes == {"submission": 1, "on_behalf": False}


def test_taken_back_it_is_a_draft_with_everything_typed_and_its_first_date(world):
    sheet = sent(world)
    typed = sheet.typed
    filings.take_back(sheet, by=world.by("owner2"))
    row = Filing.objects.get(pk=sheet.pk)
    assert (row.status, row.typed, row.first_submitted_at) == ("draft", typed, clock.parse(PLEDGING))
    assert row.submissions.count() == 1
    with clock.travel("2015-02-26T10:00+07:00"):
        filings.submit(row, by=world.by("owner"))
    row.refresh_from_db()
    assert (row.first_submitted_at, row.submitted_at) == (
        clock.parse(PLEDGING),
        clock.parse("2015-02-26T10:00+07:00"),
    )


def test_sent_again_the_figures_are_those_of_the_new_content_alone(world):
    titles = fill(world.sheet("school", "pledge"))["titles"]
    sheet = sent(world, titles=titles | {"DH04": "2"})
    owner = world.by("owner")
    filings.take_back(sheet, by=owner)
    filings.save_part(sheet, "titles", titles | {"DH03": "7"}, by=owner)
    filings.save_part(sheet, "headcount", sheet.typed["headcount"] | {"women": "31"}, by=owner)
    second = filings.submit(sheet, by=owner)
    assert rows(sheet) == FIGURES | {"DH03": Decimal(7)}
    assert Filing.objects.get(pk=sheet.pk).last_submission.headcount.counts() == COUNTS | {"women": 31}
    assert second.number == 2
    assert sheet.submissions.get(number=1).content["titles"]["DH04"] == "2"


def test_sent_again_a_work_is_the_same_row_and_a_dropped_one_is_withdrawn(world):
    sheet = sent(world, works=[WORK, WATER])
    before = dict(world.school.works.values_list("uuid", "pk"))
    owner = world.by("owner")
    filings.take_back(sheet, by=owner)
    filings.save_part(sheet, "works", [WORK | {"title": "Tên mới", "expected_value": "9.000.000"}], by=owner)
    filings.submit(sheet, by=owner)
    assert dict(world.school.works.values_list("uuid", "pk")) == before
    works = works_of(world.school)
    assert (works[WORK["uuid"]][0], works[WORK["uuid"]][4], works[WORK["uuid"]][6]) == (
        "Tên mới",
        9_000_000,
        False,
    )
    assert works[WATER["uuid"]][6] is True
    assert (rows(sheet)["SK02"], rows(sheet)["SK04"]) == (Decimal(1), Decimal(0))
    filings.take_back(sheet, by=owner)
    filings.save_part(sheet, "works", [WATER], by=owner)
    filings.submit(sheet, by=owner)
    withdrawn = {uuid: row[6] for uuid, row in works_of(world.school).items()}
    assert withdrawn == {WORK["uuid"]: True, WATER["uuid"]: False}


def test_another_units_uuid_names_nothing_here(world):
    sent(world, works=[WORK])
    theirs = Work.objects.get()
    sent(world, "commune", who="neighbour", works=[WORK | {"title": "Của xã"}])
    assert Work.objects.with_registered().get(pk=theirs.pk).registered.title == "Bộ thí nghiệm điện từ vật liệu tái chế"
    assert [work.registered.title for work in world.commune.works.with_registered()] == ["Của xã"]
    assert Work.objects.get(pk=theirs.pk).withdrawn is False


def test_sending_touches_nobody_elses_rows(world):
    first = sent(world)
    before, figures = seen(first), rows(first)
    sent(world, "commune", who="neighbour")
    assert (seen(first), rows(first)) == (before, figures)


def test_sent_after_a_return_the_reason_and_the_decision_are_gone(world):
    sheet = returned(world)
    filings.submit(sheet, by=world.by("owner"))
    row = Filing.objects.get(pk=sheet.pk)
    assert (row.status, row.reason, row.decided_by, row.decided_at) == ("submitted", "", None, None)
    assert [submission.number for submission in row.submissions.all()] == [1, 2]


def test_the_headcounts_reach_the_unit_by_accepting_only(world):
    unit = Unit.objects.get(pk=world.school.pk)
    assert (unit.women, unit.minorities, unit.direct) == (23, None, 43)
    sent(world, "commune", who="neighbour")
    assert Unit.objects.get(pk=world.commune.pk).counts() == world.commune.counts()
    accepted(world)
    assert Unit.objects.get(pk=world.school.pk).counts() == COUNTS
