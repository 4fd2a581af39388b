"""Tests that words of what an open phase asks are corrected with a reason, and that its meaning stays."""

from html import unescape

import pytest

from campaigns.actions import phases, reviews
from campaigns.catalogue.stored import catalogue_of
from campaigns.models import AskedCatalogue, Filing, Indicator, Phase, Section
from foundation import clock
from tests.support.admin_pages import change_url, messages_of, posted
from tests.support.filing_steps import sent
from units.models import Event, Role

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db, pytest.mark.usefixtures("on_10_march_2015")]

WHY = "In sai chữ"
FIXED = "Đợt 1 đang mở hỏi nội dung này, chỉ sửa được câu chữ. Cần hỏi khác, xin thêm chỉ tiêu mới."


def save(client, row, **typed):
    """Open the change page of a row, type, and press Lưu."""
    return client.post(change_url(row), posted(client.get(change_url(row))) | typed, follow=True)


def errors(response):
    return {name: list(sentences) for name, sentences in response.context["adminform"].form.errors.items()}


def indicator(world, code="PT03"):
    return Indicator.objects.get(campaign=world.campaign, code=code)


def asked(world, code="PT03"):
    catalogue = catalogue_of(Phase.objects.get(pk=world.phase.pk))
    return next((each for each in catalogue.indicators if each.code == code), None)


def test_words_change_with_a_reason_as_the_next_version_of_what_is_asked(sign_in_as, world):
    client, row = sign_in_as("board"), indicator(world)
    before = asked(world)
    response = save(client, row, name="Tên đúng")
    assert errors(response) == {
        "change_reason": [
            "Xin ghi lý do. Nội dung đã công bố sẽ thay đổi:",
            f"PT03, tên chỉ tiêu (đợt 1): {row.name} → Tên đúng",
        ]
    }
    response = save(client, row, name="Tên đúng", change_reason=WHY)
    assert "Đã ghi đính chính nội dung hỏi của đợt 1; bản đã xác nhận giữ nguyên như khi trả lời." in messages_of(
        response
    )
    after = asked(world)
    assert (after.name, after.meaning) == ("Tên đúng", before.meaning)
    first, second = AskedCatalogue.objects.filter(phase=world.phase)
    assert (second.version, second.reason) == (2, WHY)
    assert [each["name"] for each in first.content["indicators"] if each["code"] == "PT03"] == [before.name]
    event = Event.objects.about(world.phase).get(verb="correct_catalogue")
    assert (event.reason, event.changes) == (WHY, {"PT03, tên chỉ tiêu": [row.name, "Tên đúng"]})


def test_corrections_are_listed_with_day_and_reason(sign_in_as, world):
    client = sign_in_as("board")
    save(client, indicator(world), help_text="Ghi theo sổ", change_reason=WHY)
    with clock.travel("2015-03-12T09:00+07:00"):
        section = Section.objects.get(campaign=world.campaign, number="A")
        save(client, world.campaign, **{"sections-0-name": "Tổ chức", "change_reason": "Gọn hơn"})
    listed = catalogue_of(Phase.objects.get(pk=world.phase.pk)).corrections
    assert [(row.label, row.after, f"{row.on:%d/%m}", row.reason) for row in listed] == [
        (f"PT03 {indicator(world).name}, hướng dẫn dưới ô nhập", "Ghi theo sổ", "10/03", WHY),
        ("Mục A", "A. Tổ chức", "12/03", "Gọn hơn"),
    ]
    assert section.name != "Tổ chức"


@pytest.mark.sweep("cases of one sentence")
@pytest.mark.parametrize(
    ("code", "field", "value"),
    [
        ("PT03", "over_units", "yes_no"),
        ("PT03", "decimals", "2"),
        ("PT03", "over_phases", "max"),
        ("PT03", "code", "X1"),
        ("PT03", "unit_of_measure", "tập thể"),
        ("PT02", "denominator_name", "đoàn viên"),
    ],
)
def test_another_meaning_is_refused_beside_its_field(sign_in_as, world, code, field, value):
    response = save(sign_in_as("board"), indicator(world, code), change_reason=WHY, **{field: value})
    assert errors(response)[field] == [FIXED]
    assert AskedCatalogue.objects.filter(phase=world.phase).count() == 1


def test_who_is_asked_changes_for_later_phases_only(sign_in_as, world):
    client, row = sign_in_as("board"), indicator(world)
    page = posted(client.get(change_url(row)))
    page.pop("active")
    response = client.post(change_url(row), page | {"asked_administrative": ""}, follow=True)
    assert "Đợt 1 năm 2015 đang mở vẫn hỏi như khi mở; thay đổi này dùng cho các đợt mở sau." in messages_of(response)
    assert not indicator(world).active
    assert "administrative" in asked(world).asked
    save(client, indicator(world, "PT02"), name="Tên khác", change_reason=WHY)
    assert asked(world).code == "PT03"
    phases.open_phase(Phase.objects.get(pk=world.phase2.pk), by=world.by("board"))
    later = catalogue_of(Phase.objects.get(pk=world.phase2.pk))
    assert [each.code for each in later.indicators if each.code in ("PT02", "PT03")] == ["PT02"]


def test_a_changed_head_is_in_the_next_version_too(sign_in_as, world):
    save(sign_in_as("board"), world.campaign, number="12/PĐ-LĐLĐ", change_reason=WHY)
    catalogue = catalogue_of(Phase.objects.get(pk=world.phase.pk))
    assert (catalogue.campaign.number, catalogue.corrections) == ("12/PĐ-LĐLĐ", ())


def test_a_later_phase_added_leaves_the_last_one_open_the_last(sign_in_as, world):
    phases.open_phase(Phase.objects.get(pk=world.phase2.pk), by=world.by("board"))
    Phase.objects.create(
        campaign=world.campaign, number=3, theme="x", starts_on="2016-01-01", ends_on="2016-01-31",
        review_kind="final", review_name="Tổng kết",
    )  # fmt: skip
    save(sign_in_as("board"), world.campaign, number="12/PĐ-LĐLĐ", change_reason=WHY)
    assert catalogue_of(Phase.objects.get(pk=world.phase2.pk)).phase.is_last


def test_the_code_of_what_a_locked_phase_asked_stays(sign_in_as, world):
    phases.lock_phase(Phase.objects.get(pk=world.phase.pk), by=world.by("board"))
    response = save(sign_in_as("board"), indicator(world), code="PT33")
    assert errors(response) == {"code": ["Đợt 1 đã hỏi chỉ tiêu này với mã PT03; mã không đổi được nữa."]}
    assert indicator(world).code == "PT03"


def test_words_changed_while_a_phase_is_locked_are_corrected_when_it_is_unlocked(sign_in_as, world):
    phase, row, before = Phase.objects.get(pk=world.phase.pk), indicator(world), asked(world)
    phases.lock_phase(phase, by=world.by("board"))
    save(sign_in_as("board"), row, name="Tên đúng", decimals="2")
    assert asked(world) == before
    phases.unlock_phase(phase, reason="Nhận báo cáo bổ sung", by=world.by("board"))
    after = asked(world)
    assert (after.name, after.decimals, after.meaning) == ("Tên đúng", before.decimals, before.meaning)
    (correction,) = catalogue_of(Phase.objects.get(pk=phase.pk)).corrections
    assert (correction.before, correction.after, correction.reason) == (row.name, "Tên đúng", "Nhận báo cáo bổ sung")


def test_sheets_not_accepted_say_what_was_corrected(sign_in_as, world):
    accepted_pledge = sent(world, who="owner")
    reviews.accept(accepted_pledge, by=world.by("district", Role.REVIEWER))
    row = indicator(world)
    save(sign_in_as("board"), row, name="Tên đúng", change_reason=WHY)
    sentence = f"Đính chính ngày 10/03/2015: tên chỉ tiêu: {row.name} → Tên đúng; lý do: {WHY}."
    draft = Filing.objects.get(called__unit=world.commune, called__phase=world.phase, kind="pledge")
    client = sign_in_as("neighbour")
    assert sentence in unescape(client.get(draft.get_absolute_url()).text)
    pages = [unescape(client.get(draft.url("part", number)).text) for number in (2, 3)]
    assert sum(sentence in page for page in pages) == 1
    assert sentence in unescape(client.get(draft.url("check")).text)
    assert "Đính chính" not in unescape(sign_in_as("owner").get(accepted_pledge.get_absolute_url()).text)


def test_a_sheet_sent_before_keeps_the_words_it_answered_and_says_what_was_corrected(sign_in_as, world):
    pledge, row = sent(world, who="owner"), indicator(world)
    assert pledge.current_submission.catalogue.version == 1
    save(sign_in_as("board"), row, name="Tên đúng", change_reason=WHY)
    page = unescape(sign_in_as("district").get(pledge.get_absolute_url()).text)
    assert f"{row.name} → Tên đúng; lý do: {WHY}." in page
    assert page.count("Tên đúng") == 1


def test_words_corrected_several_times_are_one_notice_from_the_first_to_the_last(sign_in_as, world):
    client, row = sign_in_as("board"), indicator(world)
    save(client, row, name="Tên tạm", change_reason=WHY)
    pledge = sent(world, who="owner")
    with clock.travel("2015-03-12T09:00+07:00"):
        save(client, row, name="Tên đúng", help_text="Ghi theo sổ", change_reason="Gọn hơn.")
    draft = Filing.objects.get(called__unit=world.commune, called__phase=world.phase, kind="pledge")
    page = unescape(sign_in_as("neighbour").get(draft.get_absolute_url()).text)
    changes = f"tên chỉ tiêu: {row.name} → Tên đúng; Tên đúng, hướng dẫn dưới ô nhập: (trống) → Ghi theo sổ"
    assert f"Đính chính ngày 10/03/2015, 12/03/2015: {changes}; lý do: {WHY}; Gọn hơn." in page
    assert page.count("Đính chính") == 1
    page = unescape(sign_in_as("district").get(pledge.get_absolute_url()).text)
    changes = "tên chỉ tiêu: Tên tạm → Tên đúng; Tên tạm, hướng dẫn dưới ô nhập: (trống) → Ghi theo sổ"
    assert f"Đính chính ngày 12/03/2015: {changes}; lý do: Gọn hơn." in page


def test_words_corrected_back_are_no_notice(sign_in_as, world):
    client, row = sign_in_as("board"), indicator(world)
    for name in ("Tên tạm", row.name):
        save(client, row, name=name, change_reason=WHY)
    draft = Filing.objects.get(called__unit=world.commune, called__phase=world.phase, kind="pledge")
    assert "Đính chính" not in unescape(sign_in_as("neighbour").get(draft.get_absolute_url()).text)


def test_a_missing_reason_names_the_words_once_with_all_open_phases_that_ask_them(sign_in_as, world):
    phases.open_phase(Phase.objects.get(pk=world.phase2.pk), by=world.by("board"))
    row = indicator(world)
    response = save(sign_in_as("board"), row, name="Tên đúng")
    assert errors(response)["change_reason"][1:] == [f"PT03, tên chỉ tiêu (đợt 1, đợt 2): {row.name} → Tên đúng"]


def test_a_later_phase_asks_the_corrected_words_in_the_same_meaning(sign_in_as, world):
    before = asked(world)
    save(sign_in_as("board"), indicator(world), name="Tên đúng", change_reason=WHY)
    phases.open_phase(Phase.objects.get(pk=world.phase2.pk), by=world.by("board"))
    later = catalogue_of(Phase.objects.get(pk=world.phase2.pk))
    rows = [(each.name, each.meaning) for each in later.indicators if each.code == "PT03"]
    assert rows == [("Tên đúng", before.meaning)]


def test_another_unit_of_measure_is_for_phases_opened_after_it(sign_in_as, world):
    before = asked(world)
    phases.lock_phase(Phase.objects.get(pk=world.phase.pk), by=world.by("board"))
    save(sign_in_as("board"), indicator(world), unit_of_measure="tập thể")
    phases.unlock_phase(Phase.objects.get(pk=world.phase.pk), reason=WHY, by=world.by("board"))
    assert asked(world) == before
    phases.open_phase(Phase.objects.get(pk=world.phase2.pk), by=world.by("board"))
    later = catalogue_of(Phase.objects.get(pk=world.phase2.pk))
    (row,) = [each for each in later.indicators if each.code == "PT03"]
    assert row.unit_of_measure == "tập thể"
    assert row.meaning != before.meaning
