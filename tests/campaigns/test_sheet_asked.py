"""Tests which indicators a sheet asks of which unit: a code per line, with `!` where an answer is required."""

import pytest

from campaigns.catalogue.stored import catalogue_of
from campaigns.models import CalledUnit, Indicator, Phase
from campaigns.sheet import Sheet, indicators_asked_of
from units.models import Strand, UnionForm, UnitKind, WorkingYear

pytestmark = pytest.mark.sqlite(deep="both")  # what is asked of whom is the same on both
SHEETS = {
    "a school of 46, pledge 1": (
        "PT01! PT02! PT03 DH01! DH02! DH03! DH04 DH05! DH06! DH07 DH08! DH09! DH10! "
        "SK01 SK02! SK03 SK04 SK05 HT01! HT03! HC02! SN01! AT01 TC01 XH01"
    ),
    "a school of 46, pledge 2": (
        "PT01! PT02! PT03 DH01! DH02! DH03! DH04 DH05! DH06! DH07 DH08! DH09! DH10! "
        "SK01 SK02! SK03 SK04 SK05 HT01! HT03! HC02! SN01! AT01 TC01 XH01"
    ),
    "a school of 46, report 1": (
        "PT01! PT02! PT03 DH01! DH02! DH03! DH04 DH05! DH06! DH07 DH10! "
        "SK01 SK02! SK03 SK04 SK05 HT01! HT03! SN01! AT01 TC01 XH01"
    ),
    "a school of 46, report 2": (
        "PT01! PT02! PT03 DH08! DH09! SK01 SK02! SK03 SK04 SK05 HT01! HT03! HC02! AT01 TC01 XH01"
    ),
    "a hospital of 46, report 1": ("PT01! PT02! PT03 SK01 SK02! SK03 SK04 SK05 HT01! HT03! AT01 TC01 XH01"),
    "a hospital of 46, report 2": (
        "PT01! PT02! PT03 DH01! DH02! DH03! DH04 DH05! DH06! DH07 DH08! DH09! DH10! "
        "SK01 SK02! SK03 SK04 SK05 HT01! HT03! HC02! SN01! AT01 TC01 XH01"
    ),
    "a commune of 12, pledge 1": (
        "PT01! PT02! PT03 DH01! DH02 DH03 DH04 DH05! DH06! DH07 DH08 DH09 DH10 "
        "SK01 SK02! SK03 SK04 SK05 HT01 HT03! HC01 HC02 TC01 XH01"
    ),
    "a commune of 12, report 1": "PT01! PT02! PT03 SK01 SK02! SK03 SK04 SK05 HT01 HT03! HC01 TC01 XH01",
    "a state enterprise of 120, report 1": (
        "PT01! PT02! PT03 SK01 SK02! SK03! SK04! SK05 HT01 HT02! HT03! DN01 DN03! DN04! DN05! AT01! AT02! TC01 XH01"
    ),
    "a private enterprise of 40, pledge 1": (
        "PT01! PT02! PT03 DH01 DH02 DH03 DH05! DH06! DH07 DH08 DH09 DH10 DH11! SK02! SK03! SK04 SK05 "
        "HT01 HT02 HT03 DN01 DN02! DN03! DN04! DN05! AT01! TC01! XH01"
    ),
    "a private enterprise of 29, pledge 1": (
        "PT01! PT02! PT03 DH01 DH02 DH03 DH05! DH06! DH07 DH08 DH09 DH10 DH11 SK02 SK03 SK04 SK05 "
        "HT01 HT02 HT03 DN01 DN02! DN03 DN04! DN05 AT01 TC01 XH01"
    ),
    "a foreign enterprise of 30, report 2": (
        "PT01! PT02! PT03 DH01 DH02 DH03 DH05! DH06! DH07 DH08 DH09 DH10 DH11! SK02! SK03! SK04 SK05 "
        "HT01 HT02 HT03 DN01 DN02! DN03! DN04! DN05! AT01! AT02! TC01! XH01"
    ),
    "porters, 64, report 1": "PT02! PT03 HT03 TC01! XH01",
    "porters, 12, report 2": "PT02! PT03 DH05! DH06! DH07 HT03 TC01 XH01",
    "a district, pledge 1": ("PT01! PT03 PT04! SK04 SK05 TC02! TC03! XH01 XH02! RQ01! RQ02! RQ03! RQ04! RQ05 RQ06!"),
    "a district, report 1": (
        "PT01! PT03 PT04! PT05! SK04 SK05 TC02! TC03! XH01 XH02! RQ01! RQ02! RQ03! RQ04! RQ05 RQ06!"
    ),
    "a district, report 2": "PT01! PT03 PT04! PT05! SK04 SK05 TC02! TC03! XH01 XH02!",
    "a sector union, report 1": "PT01! PT03 PT04! PT05! SK04 SK05 TC02 TC03! XH01 XH02",
}
SHAPES = {
    "a school": {"strand": Strand.PUBLIC_SERVICE, "working_year": WorkingYear.SCHOOL},
    "a hospital": {"strand": Strand.PUBLIC_SERVICE},
    "a commune": {"strand": Strand.ADMINISTRATIVE},
    "a state enterprise": {"strand": Strand.STATE_ENTERPRISE},
    "a private enterprise": {"strand": Strand.PRIVATE_ENTERPRISE},
    "a foreign enterprise": {"strand": Strand.FOREIGN_ENTERPRISE},
    "porters": {"form": UnionForm.OCCUPATIONAL},
    "a district": {"kind": UnitKind.UPPER_PLACE, "form": ""},
    "a sector union": {"kind": UnitKind.UPPER_TRADE, "form": ""},
}


def asked_of(called, kind):
    return indicators_asked_of(catalogue_of(called.phase), called, kind)


def called_as(world, words):
    """Return a called unit and the kind of sheet, from words such as "a school of 46, report 1"."""
    who, _comma, sheet = words.rpartition(", ")
    name, _of, size = who.replace(", ", " of ").partition(" of ")
    kind, number = sheet.split()
    members = int(size) if size else None
    shape = {"kind": UnitKind.GRASSROOTS, "form": UnionForm.WORKPLACE, "members": members} | SHAPES[name]
    phase = Phase.objects.get(campaign=world.campaign, number=int(number))
    return CalledUnit(phase=phase, **shape), kind


def lines(indicators_asked):
    return " ".join(line.indicator.code + "!" * line.required for line in indicators_asked)


@pytest.mark.parametrize("words", SHEETS)
def test_a_sheet_asks_exactly_these_lines_in_this_order(world, words):
    called, kind = called_as(world, words)
    assert lines(asked_of(called, kind)) == SHEETS[words]


@pytest.mark.parametrize(
    "members, workers, small",
    [(29, 400, True), (30, 12, False), (None, 29, True), (None, 30, False), (None, None, True), (0, 90, True)],
)
def test_a_union_is_small_by_its_members_and_by_its_workers_while_those_are_unknown(members, workers, small):
    called = CalledUnit(kind=UnitKind.GRASSROOTS, members=members, workers=workers)
    assert called.is_small(30) is small


def test_an_upper_union_is_never_small():
    assert CalledUnit(kind=UnitKind.UPPER_PLACE, members=3).is_small(30) is False


def test_an_indicator_switched_off_is_not_asked_by_phases_opened_later(world):
    Indicator.objects.filter(code="PT03").update(active=False)
    assert lines(asked_of(*called_as(world, "porters, 12, report 2"))) == "PT02! DH05! DH06! DH07 HT03 TC01 XH01"
    assert lines(asked_of(*called_as(world, "porters, 64, report 1"))) == SHEETS["porters, 64, report 1"]


def test_what_the_unit_was_when_called_decides_and_not_what_it_is_now(world):
    before = lines(Sheet(world.sheet("school", "pledge")).asked_indicators)
    type(world.school).objects.filter(pk=world.school.pk).update(strand=Strand.STATE_ENTERPRISE, members=3)
    assert (
        lines(Sheet(world.sheet("school", "pledge")).asked_indicators) == before == SHEETS["a school of 46, pledge 1"]
    )


PARTS = {
    ("school", "pledge"): [
        "1. Số liệu đơn vị",
        "2. Danh hiệu",
        "3. Chỉ tiêu",
        "4. Đề tài, sáng kiến, công trình",
        "5. Cam kết và tài liệu",
    ],
    ("school", "report"): [
        "1. Số liệu đơn vị",
        "2. Kết quả chỉ tiêu",
        "3. Kết quả đề tài, sáng kiến, công trình",
        "4. Điển hình",
        "5. Đánh giá, kiến nghị",
    ],
    ("district", "pledge"): [
        "1. Chỉ tiêu",
        "2. Đề tài, sáng kiến, công trình",
        "3. Cam kết và tài liệu",
    ],
    ("district", "report"): [
        "1. Kết quả chỉ tiêu",
        "2. Kết quả đề tài, sáng kiến, công trình",
        "3. Điển hình",
        "4. Đánh giá, kiến nghị",
    ],
}


@pytest.mark.parametrize("unit, kind", PARTS)
def test_the_parts_are_numbered_one_by_one(world, unit, kind):
    sheet = Sheet(world.sheet(unit, kind))
    assert [part.title for part in sheet.parts] == PARTS[unit, kind]
    assert [part.state for part in sheet.parts] == ["untouched"] * len(PARTS[unit, kind])
    assert sheet.part(2) is sheet.parts[1]
    assert (sheet.part(0), sheet.part(9)) == (None, None)


@pytest.mark.parametrize(
    "unit, insured, head",
    [
        ("school", False, True),
        ("commune", False, True),
        ("bank", True, True),
        ("direct", True, True),
        ("porters", False, False),
        ("district", None, False),
    ],
)
def test_only_enterprises_count_the_insured_and_only_an_employer_signs_along(world, unit, insured, head):
    sheet = Sheet(world.sheet(unit, "pledge"))
    headcount = sheet.by_key("headcount")
    assert (None if headcount is None else "insured" in headcount.form.fields) is insured
    assert ("head_name" in sheet.by_key("commitment").form.fields) is head


def test_titles_and_other_indicators_stand_in_two_parts_and_computed_ones_in_none(world):
    sheet = Sheet(world.sheet("school", "pledge"))
    titles, others = (lines(sheet.by_key(key).form.asked_indicators) for key in ("titles", "indicators"))
    assert titles == "DH01! DH02! DH03! DH04 DH05! DH06! DH07 DH08! DH09! DH10!"
    assert others == "PT01! PT02! PT03 HT01! HT03! HC02! SN01! AT01 TC01 XH01"


def test_denominators_are_filled_in_from_the_headcounts_typed_or_else_as_called(world):
    filing = world.sheet("school", "pledge")
    initial = Sheet(filing, typed={}).by_key("titles").form.initial
    assert initial == {"DH01-d": "46", "DH05-d": "46", "DH10-d": "23"}
    typed = {"headcount": {"workers": "1.050", "members": "", "women": "31", "direct": "nhiều"}}
    initial = Sheet(filing, typed=typed).by_key("titles").form.initial
    assert initial == {"DH01-d": "1.050", "DH05-d": "46", "DH10-d": "31"}
