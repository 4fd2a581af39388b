"""Tests a sector union's own movement: who adds it, which sheets ask it, its pages, files, and that no total has it."""

import csv
import io
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from campaigns.actions import branch_sections, filings, phases, reviews
from campaigns.actions.amendments import amend, begin_change
from campaigns.actions.asking import save_line as save_common_line
from campaigns.actions.copies import copy_campaign
from campaigns.catalogue.stored import catalogue_content, catalogue_of, read_catalogue
from campaigns.figures.address import FigureScope
from campaigns.figures.types import Movement
from campaigns.models import CalledUnit, Campaign, Figure, Filing, Indicator, Phase, Section, WrittenAnswer
from campaigns.models.called import UNIT_WIDTH
from campaigns.papers import filing_context
from campaigns.setup.copying import PIECES
from campaigns.sheet import Sheet
from campaigns.sheet.asked_indicators import lines_asked_of
from campaigns.sheet.reading import reading_of
from campaigns.sheet_proof import sheet_faults
from foundation import clock
from foundation.forms.edit_conflicts import EditConflict
from foundation.forms.unsent import TOKEN
from foundation.lifecycle import StateConflict
from foundation.serialization import to_json
from summaries.annexes.answers import answers_annexes
from summaries.annexes.indicators import indicators_annex
from summaries.figures.book import SummaryBook
from summaries.figures.phase_figures import phase_figures
from summaries.models import Summary
from summaries.report.contents import SummaryDraft
from tests.campaigns.test_sheet_pages import signed_in, text
from tests.support.filing_steps import PLEDGING, REPORTING, accepted, sent
from tests.support.without_triggers import without_triggers
from tests.support.world import fill, unpublish
from units.access import Forbidden
from units.actions import tree_changes, unions
from units.models import Event, Unit
from units.models.vocabulary import type_for

pytestmark = [pytest.mark.either(whole=True), pytest.mark.usefixtures("in_february")]

ADDRESS = "/campaigns/2015/branch/"
FIGURE = {
    "name": "Giờ dạy tốt", "answer": "figure", "choices": "", "unit_of_measure": "tiết", "decimals": 0,
    "help_text": "", "in_pledge": False, "in_report": True, "required": True,
}  # fmt: skip
WORDS = FIGURE | {"name": "Cách làm hay", "answer": "long_text", "unit_of_measure": "", "required": False}


@pytest.fixture
def in_february():
    with clock.travel(PLEDGING):
        yield


@pytest.fixture
def world(world):
    """The world whose district is a sector union."""
    Unit.objects.filter(pk=world.district.pk).update(kind="upper_trade", type=type_for("upper_trade"))
    world.district.refresh_from_db()
    return world


def by(world):
    return world.by("district", "reviewer")


def added(world, *lines, name="Dạy tốt, học tốt"):
    """Return a movement of the district with lines."""
    section = branch_sections.save_section(world.campaign, {"name": name}, by=by(world))
    return section, [branch_sections.save_line(section, values, by=by(world)) for values in lines]


def asked(world, unit, kind="report", number=1):
    """Return the names of the lines of branches that a unit's sheet asks."""
    sheet = world.sheet(unit, kind, number)
    lines = lines_asked_of(catalogue_of(sheet.phase), sheet.called, kind)
    return [line.indicator.name for line in lines if line.indicator.section.owner]


def report_of(world, unit, who, answers):
    """Return a report of a unit with answers to lines of its branch, by id, accepted by the district."""
    sheet = world.sheet(unit, "report")
    codes = {f"NG{pk}": answer for pk, answer in answers.items()}
    for key, content in fill(sheet).items():
        filings.save_part(sheet, key, content | codes if key == "actuals" else content, by=world.by(who))
    filings.submit(Filing.objects.get(pk=sheet.pk), by=world.by(who))
    reviews.accept(world.sheet(unit, "report"), by=by(world))
    return world.sheet(unit, "report")


def placeholder(world, unit):
    """Return what sentences of a unit's report may say of the movements, None where it has none."""
    phase = Phase.objects.select_related("campaign__unit").get(pk=world.phase.pk)
    draft = SummaryDraft(Summary(campaign=phase.campaign, phase=phase, unit=world.units[unit]))
    return draft.placeholders.figures["phong trào riêng của ngành"]


def test_only_the_branch_is_asked_below_the_sectors_heading_and_behind_what_the_campaign_asks(world):
    section, (figure, _words) = added(world, FIGURE, WORDS)
    assert asked(world, "school") == asked(world, "porters") == ["Giờ dạy tốt", "Cách làm hay"]
    assert asked(world, "bank") == asked(world, "direct") == asked(world, "district") == asked(world, "city") == []
    assert asked(world, "school", "pledge") == []
    catalogue = catalogue_of(Phase.objects.get(pk=world.phase.pk))
    assert catalogue.lines[-1].name == "Cách làm hay" and not {figure.pk} & {row.pk for row in catalogue.indicators}
    own = catalogue.by_pk[figure.pk]
    assert str(own.section) == "Phong trào riêng của LĐLĐ huyện Chi Lăng: Dạy tốt, học tốt"
    assert (own.code, own.section.number, own.section.path) == (f"NG{figure.pk}", "", (f"own-{section.pk}",))
    assert read_catalogue(catalogue_content(catalogue), 3) == catalogue
    event = Event.objects.about(figure).get()
    assert (event.verb, event.unit, event.changes["Tên chỉ tiêu"]) == ("add_asked", world.district, ["", "Giờ dạy tốt"])


def test_a_catalogue_without_movements_is_stored_as_before_there_were_any(world):
    content = catalogue_content(catalogue_of(Phase.objects.get(pk=world.phase.pk)))
    assert "branch_lines" not in content and all("owner" not in section for section in content["sections"])


def test_what_was_sent_stays_and_the_other_kind_of_sheet_follows(world):
    _section, (both,) = added(world, FIGURE | {"in_pledge": True})
    sent(world, "school")
    branch_sections.save_line(both.section, FIGURE | {"name": "Tên khác"}, by=by(world), indicator=both)
    late = branch_sections.save_line(both.section, FIGURE | {"name": "Dòng sau", "in_pledge": True}, by=by(world))
    assert asked(world, "commune", "pledge") == ["Giờ dạy tốt"], "a neighbour has sent what asks it"
    assert asked(world, "commune") == ["Giờ dạy tốt", "Dòng sau"]
    with clock.travel(REPORTING):
        sent(world, "school", "report")
        branch_sections.switch_line(late, is_active=False, by=by(world))
        assert Event.objects.about(late).latest("pk").verb == "switch_asked_off"
        branch_sections.save_line(both.section, FIGURE | {"name": "Dòng cuối"}, by=by(world))
        assert asked(world, "commune") == ["Giờ dạy tốt", "Dòng sau"]
        phases.open_phase(world.phase2, by=world.by("board"))
        assert asked(world, "commune", number=2) == ["Tên khác", "Dòng cuối"]


def test_answers_are_typed_checked_printed_and_proved_with_the_sheet(world, client):
    _section, (figure, words) = added(world, FIGURE, WORDS)
    part = Sheet(world.sheet("school", "report")).by_key("actuals")
    assert part.groups[-1].title == "Phong trào riêng của LĐLĐ huyện Chi Lăng: Dạy tốt, học tốt"
    with clock.travel(REPORTING):
        accepted(world, "school", "pledge")
        report = report_of(world, "school", "owner", {figure.pk: "12", words.pk: "Dự giờ chéo"})
        assert list(sheet_faults()) == []
        sheet = Sheet(report)
        table = filing_context(sheet, reading_of(sheet))["figures"]
        page = text(signed_in(client, world, "district").get(report.get_absolute_url()))
    assert [row.cells for row in table.rows[-3:]] == [
        ["", "Phong trào riêng của LĐLĐ huyện Chi Lăng: Dạy tốt, học tốt"],
        ["1", "Giờ dạy tốt", "tiết", "-", "-", "12", "-"],
        ["2", "Cách làm hay", "Dự giờ chéo"],
    ]
    letters = [row.cells[0] for row in table.rows if len(row.cells) == 2]
    assert letters == [*"ABCDEFGHI"[: len(letters) - 1], ""]
    assert "Phong trào riêng của LĐLĐ huyện Chi Lăng: Dạy tốt, học tốt" in page and "Dự giờ chéo" in page


def test_the_sectors_report_lists_answers_and_nobody_adds_them_up(world, client):
    with clock.travel(REPORTING):
        accepted(world, "school", "pledge")
        _section, (figure, words) = added(world, FIGURE, WORDS)
        report_of(world, "school", "owner", {figure.pk: "12", words.pk: "Dự giờ chéo"})
        report_of(world, "porters", "porter", {figure.pk: "1.005"})
        phase = Phase.objects.get(pk=world.phase.pk)
        province, district = (phase_figures(phase, unit) for unit in (world.province, world.district))
        book, of_province = (SummaryBook(row, FigureScope(0, 0, 0), None, "") for row in (district, province))
        assert (province.movements, district.movements) == (
            (Movement("Dạy tốt, học tốt", "LĐLĐ huyện Chi Lăng"),), (Movement("Dạy tốt, học tốt", ""),)
        )  # fmt: skip
        assert placeholder(world, "province") == "“Dạy tốt, học tốt” của LĐLĐ huyện Chi Lăng"
        assert (placeholder(world, "district"), placeholder(world, "city")) == ("“Dạy tốt, học tốt”", None)
        assert province.answers == () and answers_annexes(of_province) == []
        for figures in (province, district):
            assert not any(row.code.startswith("NG") for row in figures.indicators)
        (annex,) = answers_annexes(book)
        assert [row.cells[1:] for row in annex.tables[0].rows] == [
            ["Giờ dạy tốt (Phong trào riêng của LĐLĐ huyện Chi Lăng: Dạy tốt, học tốt)"],
            ["CĐCS Trường THCS Đồi Na", "LĐLĐ huyện Chi Lăng", "12 tiết"],
            ["Nghiệp đoàn Bốc xếp", "LĐLĐ huyện Chi Lăng", "1.005 tiết"],
            ["Cách làm hay (Phong trào riêng của LĐLĐ huyện Chi Lăng: Dạy tốt, học tốt)"],
            ["CĐCS Trường THCS Đồi Na", "LĐLĐ huyện Chi Lăng", "Dự giờ chéo"],
        ]
        rows = indicators_annex(book).tables[0].rows
        assert not any("Giờ dạy tốt" in str(cell) for row in rows for cell in row.cells)
        assert Figure.objects.filter(indicator=figure).count() == 2 and WrittenAnswer.objects.count() == 1

        def lines(person):
            address = f"/reports/?phase={world.phase.pk}&export=csv"
            content = signed_in(client, world, person).get(address).getvalue().decode()
            table = [row for row in csv.reader(io.StringIO(content), delimiter=";") if len(row) > 1]
            return table[0][11:], {row[0]: row[11:] for row in table[1:]}

        headings, answers = lines("board")
        assert headings == ["Giờ dạy tốt (tiết)", "Cách làm hay"]
        assert answers["CĐCS Trường THCS Đồi Na"] == ["12", "Dự giờ chéo"]
        assert answers["Nghiệp đoàn Bốc xếp"] == ["1005", ""] and answers["CĐCS Công ty Cấp nước"] == ["", ""]
        assert lines("city")[0] == [], "another branch"

        with without_triggers():
            Figure.objects.filter(indicator=figure).delete()
            WrittenAnswer.objects.all().delete()
        without = [phase_figures(phase, unit) for unit in (world.province, world.district)]
        assert to_json(without[0]) == to_json(province), "whatever was answered"
        assert to_json(without[1]) | {"answers": []} == to_json(district) | {"answers": []}


def test_the_boards_corrections_leave_it_alone_and_the_board_cannot_write_it(world):
    section, (figure,) = added(world, FIGURE)
    sent(world, "school")
    branch_sections.save_section(world.campaign, {"name": "Tên sau"}, by=by(world), section=section)
    before = begin_change(world.campaign)
    assert amend(world.campaign, before, by=world.by("board")).corrected == (), "what the sector wrote needs no reason"
    common = Indicator.objects.get(campaign=world.campaign, code="PT03")
    values = {"name": "Tên đúng"}
    save_common_line(world.campaign, values, by=world.by("board"), indicator=common, reason="Sai chữ")
    assert asked(world, "commune") == ["Giờ dạy tốt"]
    with pytest.raises(Indicator.DoesNotExist):
        save_common_line(world.campaign, values, by=world.by("board"), indicator=figure, reason="Sai chữ")


@pytest.mark.parametrize("person", ["board", "city", "owner", "chair"])
def test_only_reviewers_of_a_sector_union_add(world, person):
    with pytest.raises(Forbidden, match="Việc này do người xác nhận của công đoàn phụ trách một ngành"):
        branch_sections.save_section(world.campaign, {"name": "Phong trào"}, by=world.by(person))


def test_what_contradicts_itself_or_was_answered_is_refused(world):
    section, (figure,) = added(world, FIGURE)
    with pytest.raises(ValidationError) as refused:
        branch_sections.save_section(world.campaign, {"name": "dạy tốt, học tốt"}, by=by(world))
    assert refused.value.message_dict == {"name": ["Ngành đã có phong trào riêng mang tên này."]}
    wrong = FIGURE | {"unit_of_measure": "", "in_report": False}
    with pytest.raises(ValidationError) as refused:
        branch_sections.save_line(section, wrong, by=by(world))
    assert sorted(refused.value.message_dict) == ["in_pledge", "unit_of_measure"]
    with clock.travel(REPORTING):
        accepted(world, "school", "pledge")
        report_of(world, "school", "owner", {figure.pk: "12"})
        with pytest.raises(ValidationError) as refused:
            branch_sections.save_line(section, FIGURE | {"unit_of_measure": "giờ"}, by=by(world), indicator=figure)
        assert list(refused.value.message_dict) == ["unit_of_measure"]
        with pytest.raises(StateConflict, match="không rút được"):
            branch_sections.withdraw_section(section, by=by(world))
    assert Indicator.objects.get(pk=figure.pk).active, "all of it or nothing"
    with pytest.raises(IntegrityError), transaction.atomic():
        Section.objects.filter(pk=section.pk).update(number="A")


def test_it_is_withdrawn_while_nobody_has_sent_it(world):
    section, (figure,) = added(world, FIGURE)
    other, _lines = added(world, WORDS, name="Phong trào khác")
    branch_sections.withdraw_section(section, by=by(world))
    assert asked(world, "school") == ["Cách làm hay"]
    assert not Section.objects.filter(pk=section.pk).exists() and not Indicator.objects.filter(pk=figure.pk).exists()
    assert Event.objects.filter(verb="withdraw_branch_section").get().unit == world.district
    with pytest.raises(StateConflict, match="Phần riêng này không còn"):
        branch_sections.save_section(world.campaign, {"name": "Tên"}, by=by(world), section=section)
    assert Section.objects.get(pk=other.pk).name == "Phong trào khác"


def test_order_and_words_are_written_against_what_the_page_showed(world):
    section, (first, second) = added(world, FIGURE, WORDS)
    assert branch_sections.move_row(second, up=True, by=by(world))
    assert asked(world, "school") == ["Cách làm hay", "Giờ dạy tốt"]
    assert not branch_sections.move_row(second, up=True, by=by(world))
    with pytest.raises(EditConflict):
        branch_sections.move_row(first, up=True, by=by(world), seen="0" * 16)
    with pytest.raises(EditConflict):
        branch_sections.save_line(
            section, FIGURE | {"name": "Khác"}, by=by(world), indicator=first, fingerprints={"": "0" * 16}
        )


def test_it_is_added_changed_ordered_and_withdrawn_on_the_pages(world, client):
    browser = signed_in(client, world, "district")
    assert 'href="/campaigns/2015/branch/"' in browser.get("/campaigns/2015/").text
    page = browser.post(f"{ADDRESS}add/", {"name": "Dạy tốt, học tốt"}, follow=True)
    section = Section.objects.get(owner=world.district)
    assert "Chưa có dòng nào: phiếu của đơn vị chưa có phần này." in page.text
    form = browser.get(f"{ADDRESS}{section.pk}/lines/add/").context["form"]
    assert [field.name for field in form] == list(FIGURE)
    typed = {"name": "Giờ dạy tốt", "answer": "figure", "decimals": "0", "in_report": "on", "required": "on"}
    page = browser.post(f"{ADDRESS}{section.pk}/lines/add/", typed)
    assert [sentence for _id, sentence in page.context["problems"]] == ["Số liệu phải có đơn vị tính."]
    typed["unit_of_measure"] = "tiết"
    page = browser.post(f"{ADDRESS}{section.pk}/lines/add/", typed | {"another": "1"}, follow=True)
    told = [str(message) for message in page.context["messages"]]
    assert told == ["Đợt 1 năm 2015 đang mở hỏi dòng này trong báo cáo.", "Đã ghi."]
    twice = typed | {"name": "Cách làm hay", "answer": "short_text", TOKEN: "a" * 64}
    sendings = [browser.post(f"{ADDRESS}{section.pk}/lines/add/", twice).url for _time in range(2)]
    assert sendings[0] == sendings[1], "a double click makes one line"
    first, second = section.indicators.order_by("order")
    page = browser.get(ADDRESS)
    (listed,) = page.context["movements"]
    assert (
        browser.post(f"{ADDRESS}lines/{second.pk}/move/", {"to": "up", "seen": listed.lines_order}).status_code == 302
    )
    stale = browser.post(f"{ADDRESS}lines/{second.pk}/move/", {"to": "down", "seen": listed.lines_order})
    assert stale.status_code == 409 and asked(world, "school") == ["Cách làm hay", "Giờ dạy tốt"]
    browser.post(f"{ADDRESS}lines/{first.pk}/", typed | {"name": "Giờ dạy giỏi"})
    browser.post(f"{ADDRESS}lines/{second.pk}/switch/", {"to": "off"})
    assert asked(world, "school") == ["Giờ dạy giỏi"]
    browser.post(f"{ADDRESS}{section.pk}/", {"name": "Thi đua hai tốt"})
    sheet = text(browser.get(f"{ADDRESS}preview/"))
    assert "Phong trào riêng của LĐLĐ huyện Chi Lăng: Thi đua hai tốt" in sheet and "Giờ dạy giỏi" in sheet
    board = signed_in(client, world, "board").get("/campaigns/2015/asked/")
    assert "LĐLĐ huyện Chi Lăng: “Thi đua hai tốt” (1 dòng)" in text(board)
    assert "Giờ dạy giỏi" not in text(board)
    assert client.get(f"/campaigns/2015/asked/lines/{first.pk}/").status_code == 404
    browser = signed_in(client, world, "district")
    assert "Chỉ rút được khi chưa đơn vị nào trả lời." in browser.get(f"{ADDRESS}{section.pk}/withdraw/").text
    page = browser.post(f"{ADDRESS}{section.pk}/withdraw/", follow=True)
    assert "Ngành chưa có phong trào riêng" in page.text and not Section.objects.exclude(owner=None).exists()


def test_the_page_says_what_an_open_phase_keeps_because_it_was_sent(world, client):
    _section, (line,) = added(world, FIGURE | {"in_pledge": True})
    sent(world, "school")
    browser = signed_in(client, world, "district")
    assert "đã có đơn vị trong ngành gửi đăng ký, thay đổi ở đây chỉ lên báo cáo." in text(browser.get(ADDRESS))
    typed = {"answer": "figure", "decimals": "0", "in_pledge": "on", "unit_of_measure": "tiết", "required": "on"}
    page = browser.post(f"{ADDRESS}lines/{line.pk}/", typed | {"name": "Tên khác"}, follow=True)
    assert next(map(str, page.context["messages"])) == (
        "Đợt 1 năm 2015 giữ dòng này như khi đơn vị đầu tiên gửi phiếu; thay đổi dùng cho đợt mở sau."
    )
    page = browser.post(f"{ADDRESS}{line.section_id}/lines/add/", typed | {"name": "Dòng sau"}, follow=True)
    assert next(map(str, page.context["messages"])) == (
        "Đợt 1 năm 2015 không hỏi dòng này: đã có đơn vị trong ngành gửi phiếu. Các đợt mở sau sẽ hỏi."
    )


def test_the_preview_begins_with_the_sheet_that_asks_it(world, client):
    Unit.objects.filter(pk=world.commune.pk).update(valid_to="2015-02-01")
    _section, (line,) = added(world, FIGURE | {"in_pledge": True, "in_report": False})
    browser, unasked = signed_in(client, world, "district"), "Phiếu này không hỏi phong trào riêng của ngành."
    page = browser.get(f"{ADDRESS}preview/")
    shown = page.context["form"].data
    assert (shown["phase"], shown["kind"], shown["column"]) == ("1", "pledge", "public_service")
    assert line.name in page.text and unasked not in page.text
    page = browser.get(f"{ADDRESS}preview/", {"kind": "report"})
    assert line.name not in page.text and unasked in page.text


def test_it_is_added_while_the_board_still_prepares_the_campaign(world, client):
    unpublish(world.campaign)
    browser = signed_in(client, world, "district")
    assert browser.get("/campaigns/2015/").status_code == 404
    assert 'href="/campaigns/2015/branch/"' in browser.get("/campaigns/").text
    assert browser.post(f"{ADDRESS}add/", {"name": "Dạy tốt, học tốt"}).status_code == 302
    assert signed_in(client, world, "city").get(ADDRESS).status_code == 404


def test_a_copied_campaign_takes_it_along_where_ticked(world):
    added(world, FIGURE, WORDS)
    keys = [piece.key for piece in PIECES]
    for year, pieces, names in ((2016, keys, ["Dạy tốt, học tốt"]), (2017, [k for k in keys if k != "branches"], [])):
        job = copy_campaign(world.campaign, title=f"Năm {year}", year=year, pieces=pieces, by=world.by("board"))
        own = Campaign.objects.get(pk=job.target.pk).sections.exclude(owner=None)
        assert [section.name for section in own] == names
        assert Indicator.objects.filter(section__in=own).count() == 2 * len(names)


def test_a_union_called_after_its_sector_moved_is_asked_too_and_is_below_it_in_the_phase(world):
    added(world, FIGURE)
    admin = world.by("admin")
    tree_changes.reattach(world.district, world.city)
    district = Unit.objects.get(pk=world.district.pk)
    shape = {"kind": "grassroots", "form": "workplace", "strand": "public_service", "valid_from": date(2015, 2, 1)}
    new = Unit(name="CĐCS Mới", full_name="CĐCS Mới", parent=district, **shape)
    called = phases.call_unit(world.phase, unions.add(new, by=admin), by=world.by("board"))
    sector = CalledUnit.objects.get(phase=world.phase, unit=district)
    assert sector.path != district.path and called.path == sector.path + new.path.removeprefix(district.path)
    assert called.sort_key.startswith(sector.sort_key) and len(called.sort_key) == len(sector.sort_key) + UNIT_WIDTH
    world.units["new"] = new
    assert asked(world, "new") == ["Giờ dạy tốt"]
