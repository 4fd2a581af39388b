"""Tests making a campaign from an earlier one: pieces, dates, years in texts, and the pages to publishing."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import models

from awards.models import AwardTitle, Quota
from campaigns.actions.copies import copy_campaign, reword_years
from campaigns.models import Campaign, CrossCheck, Indicator, Phase, Section
from campaigns.setup.copying import PIECES, codes_of_some_phases, copied_row, open_day, years_later
from campaigns.setup.years import dated_texts, renewed
from foundation import clock
from tests.support.page_forms import PageReader
from units.models import Event, Unit

pytestmark = [pytest.mark.either(whole=True), pytest.mark.usefixtures("in_december")]

TITLE = "Phong trào thi đua trong CNVCLĐ và các cấp Công đoàn tỉnh Lạng Sơn năm 2016"
EVERYTHING = [piece.key for piece in PIECES]


@pytest.fixture
def in_december():
    with clock.travel("2015-12-01T09:00+07:00"):
        yield


def copied(world, pieces=None, year=2016, **more):
    keys = [piece.key for piece in PIECES] if pieces is None else pieces
    return copy_campaign(world.campaign, title=TITLE, year=year, pieces=keys, by=world.by("board"), **more)


def counts(campaign):
    phases = Phase.objects.filter(campaign=campaign)
    return {
        "phases": phases.count(),
        "dues": sum(phase.due_dates.count() for phase in phases),
        "days": sum(phase.commemorations.filter(kind="anniversary").count() for phase in phases),
        "indicators": Indicator.objects.filter(campaign=campaign).count(),
        "asked": sum(indicator.asked.count() for indicator in Indicator.objects.filter(campaign=campaign)),
        "sections": Section.objects.filter(campaign=campaign).count(),
        "checks": CrossCheck.objects.filter(campaign=campaign).count(),
        "lines": campaign.report_lines.count(),
        "texts": [getattr(campaign, name).count() for name in ("resolutions", "purposes", "contentpoints", "measures")],
        "recipients": campaign.recipients.count(),
    }


def test_everything_is_copied_a_year_later_and_nothing_of_it_is_published(world):
    job = copied(world)
    target = Campaign.objects.get(pk=job.target.pk)
    assert (target.slug, target.year, target.status, target.number, target.issued_on) == (
        "2016",
        2016,
        "unpublished",
        "",
        None,
    )
    assert counts(target) == counts(world.campaign)
    first, second = target.phases.order_by("number")
    assert (first.ends_on, second.starts_on, second.ends_on) == (
        date(2016, 6, 30),
        date(2016, 7, 1),
        date(2016, 12, 31),
    )
    assert (first.status, first.opened_at, first.catalogue) == ("planned", None, None)
    days = {day.name: day.years for day in first.commemorations.select_related("phase__campaign")}
    assert days["Ngày Quốc tế Lao động"] == 130
    assert Event.objects.about(target).get().changes == {"chép từ": ["", world.campaign.title]}


def test_a_due_date_on_a_day_off_moves_to_the_weekday_it_had_and_is_told(world):
    job = copied(world)
    due = job.target.phases.get(number=1).due_dates.get(kind="report", group="direct")
    assert clock.end_of_day(date(2016, 7, 15)) == due.at  # 17/7/2016 is a Sunday, 17/7/2015 was a Friday
    assert any(
        "Hạn báo cáo kết quả đợt 1" in sentence and "17/07/2016 là ngày nghỉ" in sentence for sentence in job.told
    )


@pytest.mark.parametrize(
    ("day", "years", "later"),
    [
        (date(2015, 2, 28), 1, date(2016, 2, 29)),
        (date(2016, 2, 29), 1, date(2017, 2, 28)),
        (date(2015, 6, 30), 1, date(2016, 6, 30)),
        (date(2015, 7, 28), 3, date(2018, 7, 28)),
    ],
)
def test_the_end_of_a_month_stays_the_end(day, years, later):
    assert years_later(day, years) == later


def test_a_moved_day_is_a_working_day():
    assert open_day(date(2016, 7, 17), date(2015, 7, 17)) == date(2016, 7, 15)
    assert open_day(date(2016, 7, 15), date(2015, 7, 15)) == date(2016, 7, 15)
    assert open_day(date(2017, 4, 30), date(2016, 5, 2)) == date(2017, 5, 2)  # Monday the first is a holiday


def test_a_piece_that_is_not_ticked_is_left_out(world):
    target = copied(world, pieces=["phases", "texts"]).target
    left = counts(target)
    assert (left["phases"], left["dues"], left["days"], left["indicators"], left["recipients"]) == (2, 0, 0, 0, 0)
    assert left["lines"] > 0  # the plain sentences
    assert target.assessment_limits.campaign_id == target.pk


def test_a_line_of_a_discarded_phase_is_not_asked_in_every_one_of_the_copy(world):
    discarded = copied_row(world.phase2, number=9, status="discarded")
    discarded.save()
    line = world.campaign.indicators.filter(active=True)[0]
    line.phases.set([discarded])
    job = copied(world)
    assert not Indicator.objects.get(campaign=job.target, code=line.code).active
    assert f"Chỉ tiêu {line.code} của đợt đã bỏ: chép, thôi dùng." in job.told


def test_lines_of_one_phase_are_named_before_and_after_phases_are_left_out(world, sign_in_as):
    world.campaign.indicators.get(code="TC01").phases.set([world.phase2])
    codes = ", ".join(codes_of_some_phases(world.campaign))
    assert "TC01" in codes
    page = sign_in_as("board").get("/campaigns/2015/copy/")
    assert f"{codes} chỉ hỏi ở một số đợt: không chép “Các đợt” thì được hỏi ở mọi đợt" in page.text
    sentence = f"{codes}: trước đây chỉ hỏi ở một số đợt, nay hỏi ở mọi đợt. Xin xem lại ở bước “Nội dung hỏi”."
    assert copied(world, pieces=["asked"]).told == [sentence]
    assert sentence not in copied(world).told


def test_what_names_a_union_that_ended_is_told(world):
    Unit.objects.filter(pk=world.city.pk).update(valid_to=date(2015, 11, 1))
    title = AwardTitle.objects.create(
        unit=world.province, code="X", order=1, name="Bằng khen", form="Bằng khen", kind="form", level="province",
        in_portal="decide", for_collectives=True, for_persons=True,
    )  # fmt: skip
    for unit in (world.city, world.district):
        world.campaign.call_scopes.create(unit=unit)
        Quota.objects.create(title=title, campaign=world.campaign, unit=unit, max_count=2)
    job = copied(world)
    told = [sentence for sentence in job.told if world.city.name in sentence]
    assert told == [
        f"{world.city.name} đã kết thúc hoạt động: xin xem lại Đơn vị được gọi.",
        f"Không chép số lượng {title.form}: {world.city.name}: đơn vị đã kết thúc hoạt động.",
    ]
    assert set(job.target.call_scopes.values_list("unit", flat=True)) == {world.city.pk, world.district.pk}
    assert list(job.target.quotas.exclude(unit=None).values_list("unit", flat=True)) == [world.district.pk]


def test_the_numbers_of_a_section_below_another_follow_it(world):
    above = world.campaign.sections.create(number="III", name="Trên", category="movement", order=900)
    world.campaign.sections.create(number="III.1", name="Dưới", category="movement", order=5, parent=above)
    target = copied(world).target
    assert target.sections.get(number="III.1").parent == target.sections.get(number="III")


def test_every_table_of_a_campaign_is_copied_or_named_here():
    """A new table that hangs on a campaign, a phase or an indicator is copied, or it is said why not."""
    left_out = {
        "Inspection", "LaunchVersion", "Work", "Decision", "Dossier", "Summary", "AskedCatalogue", "CalledUnit",
        "Count", "Award", "Figure", "AssignedTarget", "WrittenAnswer", "Activity", "DataRequest", "Gathering",
    }  # fmt: skip
    piecewise = {
        "Phase", "AssessmentLimits", "Section", "Indicator", "CallScope", "CrossCheck", "Resolution", "Purpose",
        "ContentPoint", "Measure", "Recipient", "Quota", "ReportLine", "Commemoration", "DueDate", "Asked",
    }  # fmt: skip
    hanging = {
        relation.related_model.__name__
        for model in (Campaign, Phase, Indicator, Section)
        for relation in model._meta.related_objects
        if not isinstance(relation, models.ManyToManyRel)
    }
    assert hanging == left_out | piecewise


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ("Thi đua năm 2015", "Thi đua năm 2016"),
        ("năm học 2014-2015", "năm học 2015-2016"),
        ("Nghị quyết năm 2013", "Nghị quyết năm 2013"),
        ("Ra quân đầu xuân Ất Mùi", "Ra quân đầu xuân Bính Thân"),
        ("kỷ niệm 86 năm Ngày thành lập", "kỷ niệm 87 năm Ngày thành lập"),
    ],
)
def test_a_text_is_reworded_for_another_year(text, later):
    assert renewed(text, 2015, 2016, {"Ngày thành lập": 87}) == later


def test_years_in_texts_are_found_and_only_those_ticked_are_reworded(world, sign_in_as):
    target = copied(world).target
    texts = dated_texts(target, 2015)
    kept = texts[0]
    assert all(text.is_sure for text in texts)
    board, address = sign_in_as("board"), "/campaigns/2016/setup/years/?from=2015"
    assert f"còn ở {len(texts)} chỗ" in board.get(address).text
    page = board.post(address, {"texts": [text.key for text in texts if text.key != kept.key]})
    assert page["Location"] == "/campaigns/2016/setup/"
    assert Event.objects.order_by("-pk")[0].verb == "set_up_campaign"
    left = {text.key: text.is_sure for text in dated_texts(target, 2015)}
    assert left.pop(kept.key) and not any(left.values())  # school years, which name both years now
    assert board.post(address, {"texts": ["phase-0-theme"]}).status_code == 200


def test_a_reworded_text_that_is_longer_than_its_place_is_shortened_by_hand(world, sign_in_as):
    """ "Ất Mùi" becomes "Bính Thân", three letters more than the 160 of a section's name; nothing is cut."""
    target = copied(world).target
    section = target.sections.first()
    name = f"{'x' * 153} Ất Mùi"
    target.sections.filter(pk=section.pk).update(name=name)
    key, after = f"section-{section.pk}-name", f"{'x' * 153} Bính Thân"
    with pytest.raises(ValidationError, match="Câu này dài 163 ký tự, chỗ này ghi được nhiều nhất 160"):
        reword_years(target, [key], year=2015, by=world.by("board"))
    board, address = sign_in_as("board"), "/campaigns/2016/setup/years/?from=2015"
    held = PageReader(address, board.get(address).text).held(address)
    assert held[f"short-{key}"] == [after]
    page = board.post(address, held)
    assert [anchor for anchor, _sentence in page.context["problems"]] == [f"id_short-{key}"]
    assert target.sections.get(pk=section.pk).name == name and after in page.text
    assert board.post(address, held | {f"short-{key}": "Ra quân xuân Bính Thân"}).status_code == 302
    assert target.sections.get(pk=section.pk).name == "Ra quân xuân Bính Thân"
    target.sections.filter(pk=section.pk).update(name=name)
    held = PageReader(address, board.get(address).text).held(address) | {"texts": []}
    assert board.post(address, held).status_code == 302  # what is not ticked need not fit


def test_from_copy_to_published_on_the_pages(world, sign_in_as):
    board, pages = sign_in_as("board"), 0
    address = "/campaigns/2015/copy/"
    held = PageReader(address, board.get(address).text).held(address)
    assert (held["title"], held["year"], held["pieces"]) == ([TITLE], ["2016"], EVERYTHING)
    page = board.post(address, held)
    while page.status_code == 302 and "setup" in page["Location"]:
        pages, address = pages + 1, page["Location"]
        shown = board.get(address)
        if "/publish/" in shown.text:
            break
        page = board.post(address, PageReader(address, shown.text).held(address.split("?")[0]))
    assert "Còn thiếu" not in shown.text
    assert board.post("/campaigns/2016/publish/").status_code == 302
    assert pages <= 9
    assert Campaign.objects.get(slug="2016").published_at is not None


def test_the_boards_page_alone(world, sign_in_as):
    for who, status in (("leader", 403), ("district", 403), ("board", 200)):
        assert sign_in_as(who).get("/campaigns/2015/copy/").status_code == status
    page = sign_in_as("board").post("/campaigns/2015/copy/", {"title": TITLE, "year": "2016", "pieces": ["dues"]})
    assert dict(page.context["problems"])["id_pieces_0"].startswith("“Hạn nộp” cần có “Các đợt")


def test_a_copied_row_has_no_id_of_its_own(world):
    row = copied_row(world.phase, number=9)
    assert (row.pk, row.number, row.theme) == (None, 9, world.phase.theme)
