"""Tests that a draft is stored as it is typed, however incomplete, and two people overwrite nothing of each other."""

import pytest

from campaigns.actions import filings
from campaigns.models import Figure, Filing, Headcount, Submission, Work
from campaigns.sheet import Incomplete, Sheet
from foundation import clock
from foundation.forms.edit_conflicts import EditConflict, fingerprint
from tests.support.filing_steps import PLEDGING, drafted, seen
from tests.support.world import WORK
from units.access import Forbidden
from units.models import Event

pytestmark = pytest.mark.either


@pytest.fixture(autouse=True)
def in_february():
    with clock.travel(PLEDGING):
        yield


def test_the_first_save_turns_an_awaited_sheet_into_a_draft(world):
    sheet, owner = world.sheet("school", "pledge"), world.by("owner")
    filings.save_part(sheet, "headcount", {"workers": "46"}, by=owner)
    row = Filing.objects.get(pk=sheet.pk)
    assert (row.status, row.typed, row.version) == ("draft", {"headcount": {"workers": "46"}}, 1)
    assert (row.typed_by, row.typed_at) == (owner.user, clock.parse(PLEDGING))
    event = Event.objects.about(sheet).get()
    assert (event.verb, event.source, event.to, event.post) == (
        "save",
        "awaited",
        "draft",
        owner.post("officer"),
    )


def test_saving_again_changes_its_part_only_and_is_no_event(world):
    sheet, owner = world.sheet("school", "pledge"), world.by("owner")
    filings.save_part(sheet, "headcount", {"workers": "46"}, by=owner)
    filings.save_part(sheet, "titles", {"DH03": "2"}, by=owner)
    filings.save_part(sheet, "headcount", {"workers": ""}, by=owner)
    row = Filing.objects.get(pk=sheet.pk)
    assert (row.typed, row.version) == ({"headcount": {"workers": ""}, "titles": {"DH03": "2"}}, 3)
    assert [event.verb for event in Event.objects.about(sheet)] == ["save"]


@pytest.mark.parametrize(
    "part, typed",
    [
        ("headcount", {"workers": "-3", "women": "nhiều", "members": "1e999", "direct": "4\u202f6"}),
        ("titles", {"DH01-n": "rất nhiều", "DH01-d": "", "DH06": "maybe", "KHONG": "1"}),
        ("indicators", {"HT01": "9" * 20_000, "PT01": "<script>alert(1)</script>"}),
        ("works", [{"uuid": "no uuid", "title": "", "due_on": "31/02/2015", "welcomes": "999999"}, {}, "x"]),
        ("works", {"not": "a list"}),
        ("commitment", ["not", "a", "form"]),
        ("commitment", {"agreed": "", "text": "Ý kiến " * 2000}),
        ("confirmed", {"women-workers": {"of": "nothing", "reason": ""}}),
    ],
)
def test_garbage_is_kept_as_typed_and_becomes_no_row(world, part, typed):
    sheet, owner = drafted(world), world.by("owner")
    filings.save_part(sheet, part, typed, by=owner)
    assert Filing.objects.get(pk=sheet.pk).typed[part] == typed
    again = Sheet(world.sheet("school", "pledge"))
    assert again.complete is (part == "confirmed" or (part == "works" and isinstance(typed, dict)))
    assert all(problem.sentence for problem in again.problems)
    for model in (Figure, Headcount, Work, Submission):
        assert model.objects.count() == 0


def test_an_empty_draft_cannot_be_sent_and_names_every_part(world):
    sheet, owner = world.sheet("school", "pledge"), world.by("owner")
    filings.save_part(sheet, "works", [], by=owner)
    with pytest.raises(Incomplete) as refusal:
        filings.submit(sheet, by=owner)
    assert [problem.sentence for problem in refusal.value.sheet.problems] == [
        "Chưa làm phần “1. Số liệu đơn vị”.",
        "Chưa làm phần “2. Danh hiệu”.",
        "Chưa làm phần “3. Chỉ tiêu”.",
        "Chưa làm phần “5. Cam kết và tài liệu”.",
    ]
    assert str(refusal.value) == "Còn 4 chỗ cần bổ sung trước khi gửi."


def test_an_incomplete_sheet_leaves_no_rows_and_stays_a_draft(world):
    sheet, owner = drafted(world, works=[WORK | {"title": ""}]), world.by("owner")
    before = seen(sheet)
    with pytest.raises(Incomplete) as refusal:
        filings.submit(sheet, by=owner)
    assert [problem.sentence for problem in refusal.value.sheet.problems] == [
        "Dòng 1, Tên đề tài, sáng kiến, công trình: Xin nhập nội dung này."
    ]
    assert seen(sheet) == before
    for model in (Figure, Headcount, Work, Submission):
        assert model.objects.count() == 0
    assert [event.verb for event in Event.objects.about(sheet)] == ["save"]


def test_what_somebody_else_wrote_is_not_overwritten_unseen(world):
    sheet = world.sheet("school", "pledge")
    filings.save_part(sheet, "titles", {"DH03": "2"}, by=world.by("owner"), fingerprint=fingerprint(None))
    shown = fingerprint({"DH03": "2"})
    filings.save_part(sheet, "titles", {"DH03": "5"}, by=world.by("owner2"), fingerprint=shown)
    before = seen(sheet)
    with pytest.raises(EditConflict) as refusal:
        filings.save_part(sheet, "titles", {"DH03": "9"}, by=world.by("owner"), fingerprint=shown)
    assert refusal.value.sentence == (
        "Nông Văn Ân cũng đang sửa bản này. Nội dung vừa nhập chưa được lưu, còn giữ bên dưới."
    )
    assert seen(sheet) == before
    filings.save_part(sheet, "titles", {"DH03": "9"}, by=world.by("owner"), fingerprint=fingerprint({"DH03": "5"}))
    assert Filing.objects.get(pk=sheet.pk).typed == {"titles": {"DH03": "9"}}


def test_who_works_on_another_part_or_writes_the_same_is_not_in_the_way(world):
    sheet = world.sheet("school", "pledge")
    filings.save_part(sheet, "titles", {"DH03": "2"}, by=world.by("owner"), fingerprint=fingerprint(None))
    filings.save_part(sheet, "indicators", {"HT01": "7"}, by=world.by("owner2"), fingerprint=fingerprint(None))
    filings.save_part(sheet, "titles", {"DH03": "2"}, by=world.by("owner2"), fingerprint=fingerprint(None))
    assert Filing.objects.get(pk=sheet.pk).typed == {"titles": {"DH03": "2"}, "indicators": {"HT01": "7"}}


def test_a_stale_object_saves_onto_what_is_in_the_database(world):
    first, second = world.sheet("school", "pledge"), world.sheet("school", "pledge")
    filings.save_part(first, "titles", {"DH03": "2"}, by=world.by("owner"))
    filings.save_part(second, "indicators", {"HT01": "7"}, by=world.by("owner2"))
    row = Filing.objects.get(pk=first.pk)
    assert row.typed == {"titles": {"DH03": "2"}, "indicators": {"HT01": "7"}}
    assert row.version == 2


def test_nobody_types_into_another_units_draft(world):
    sheet = drafted(world)
    before = seen(sheet)
    with pytest.raises(Forbidden) as refusal:
        filings.save_part(sheet, "titles", {}, by=world.by("neighbour"))
    assert str(refusal.value) == (
        "Việc này do Chủ tịch CĐCS hoặc người được phân công của CĐCS Trường THCS Đồi Na thực hiện."
    )
    assert seen(sheet) == before
