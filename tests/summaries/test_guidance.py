"""Tests what part II tells of guidance: launches, reviews, inspections, measures; silent where none was recorded."""

from dataclasses import asdict
from datetime import date

import pytest
from django.db import connection

from campaigns.actions import activities, gatherings, inspections, phases, responsibilities
from campaigns.models import CalledUnit, Measure, Phase
from foundation import clock
from summaries.figures.phase_figures import count, phase_figures, read_phase_inputs
from summaries.figures.phase_updates import updated
from summaries.models import ReportLine, Summary
from summaries.report.contents import SummaryDraft
from tests.support.recount import Recount
from tests.units.test_reorganisations import done, merger
from units.event_cache import NewEvent
from units.models import Event, Role

pytestmark = [pytest.mark.either, pytest.mark.django_db]
VISIT = {"team": "Vi Văn Thông", "members": "", "findings": "Tốt.", "visited_on": date(2015, 3, 5)}
TO_MEND = {"to_mend": "Họp xét.", "mend_by": date(2015, 7, 30)}


@pytest.fixture(autouse=True)
def day():
    with clock.travel("2015-07-20T09:00+07:00"):
        yield


def add_all(world):
    rows = CalledUnit.objects.select_related("unit", "phase__campaign__unit").filter(phase=world.phase)
    for name, by in (("school", "owner"), ("commune", "neighbour")):
        called = rows.get(unit=world.units[name])
        gatherings.record_gathering(called, "launch", {"held_on": date(2015, 1, 25), "with_whom": ""}, by=world.by(by))
    school, held = rows.get(unit=world.school), {"held_on": date(2015, 7, 15), "delegates": 40, "praised": ""}
    gatherings.record_gathering(school, "review", held, by=world.by("owner"))
    by = world.by("district", Role.REVIEWER)
    first = inspections.record_inspection(world.school, world.campaign, VISIT | TO_MEND, by=by)
    inspections.record_inspection(world.school, world.campaign, VISIT | {"to_mend": "", "mend_by": None}, by=by)
    inspections.tell_mended(first, mending="Đã họp.", by=world.by("owner"))
    inspections.confirm_mended(first, by=by)
    measure, board = world.campaign.measures.first(), world.by("board")
    both = [world.district, world.city]
    row, _other = responsibilities.assign_measure(measure, both, [], due_on=date(2015, 7, 30), by=board)
    responsibilities.tell(row, done=True, progress="Xong.", by=world.by("district"))
    responsibilities.confirm_done(row, by=board)
    with clock.travel("2015-06-20T09:00+07:00"):
        rows = [
            activities.send_activity(world.campaign, title=title, text="Đã làm.", by=world.by(who))
            for title, who in (("Một", "owner"), ("Hai", "owner"), ("Ba", "neighbour"), ("Bốn", "neighbour"))
        ]
    for news in rows[:3]:
        activities.review_activity(news, for_report=True, publish=False, by=board)


def lines_of(world, *, whole=False):
    phase = Phase.objects.select_related("campaign__unit").get(pk=world.phase.pk)
    summary = Summary(campaign=phase.campaign, phase=None if whole else phase, unit=world.province)
    document = SummaryDraft(summary).contents().document
    return " ".join(line.text for part in document.sections for line in part.lines)


def test_the_report_is_silent_where_nothing_was_recorded_and_counts_what_was(world):
    before = lines_of(world)
    assert "phát động thi đua" not in before and "cuộc kiểm tra tại" not in before
    add_all(world)
    text = lines_of(world)
    assert "Có 02/07 đơn vị đã tổ chức phát động thi đua." in text
    assert "Có 01/07 đơn vị đã tổ chức hội nghị sơ kết, tổng kết." in text
    assert "02 cuộc kiểm tra tại 01 đơn vị; 01/01 cuộc có việc phải khắc phục đã được khắc phục." in text
    assert "Các đơn vị đã hoàn thành 01/02 việc được phân công thực hiện biện pháp." in text
    guided = "Có 02/07 đơn vị đã tổ chức phát động thi đua. Có 01/07 đơn vị đã tổ chức hội nghị sơ kết, tổng kết. Đã "
    assert guided in lines_of(world, whole=True)


def test_a_union_counts_what_is_below_it(world):
    add_all(world)
    phase = Phase.objects.select_related("campaign__unit").get(pk=world.phase.pk)
    of_city = asdict(phase_figures(phase, world.city).guidance)
    assert of_city == {
        "called": 2, "launched": 0, "reviewed": 0, "inspections": 0, "inspected_units": 0, "to_mend": 0, "mended": 0,
        "measures": 1, "measures_done": 0, "news": 0, "news_units": 0,
    }  # fmt: skip
    with connection.cursor() as cursor:
        recounted = Recount(cursor, phase.pk, world.district.pk, world.district.path).guidance()
    of_district = phase_figures(phase, world.district).guidance
    assert (of_district.launched, of_district.reviewed, of_district.inspections) == recounted == (2, 1, 2)
    assert (of_district.launched, of_district.called, of_district.measures_done) == (2, 4, 1)
    assert (of_district.news, of_district.news_units) == (3, 2)


def test_news_is_told_where_a_sentence_names_it(world):
    line = ReportLine.objects.filter(level="campaign", period="phase", key="II.4", role="sentence").get()
    ReportLine.objects.filter(pk=line.pk).update(text="Có {tin hoạt động} tin hoạt động của {đơn vị có tin} đơn vị.")
    assert "tin hoạt động" not in lines_of(world)
    add_all(world)
    assert "Có 03 tin hoạt động của 02 đơn vị." in lines_of(world)


def test_a_cached_draft_counts_them_after_their_events(world):
    phase = Phase.objects.select_related("campaign__unit").get(pk=world.phase.pk)
    cached, last = read_phase_inputs(phase, world.province, whole=False), Event.objects.latest("pk").pk
    add_all(world)
    events = Event.objects.filter(pk__gt=last).select_related("target_type")
    news = [NewEvent(event.verb, event.target_type.model, event.unit_id) for event in events]
    assert count(updated(cached, news)).guidance == phase_figures(phase, world.province).guidance


def test_a_measure_of_a_merged_union_is_its_successors_in_phases_that_do_not_call_it(world):
    measure = Measure.objects.create(campaign=world.campaign, order=99, text="Tuyên truyền")
    with clock.travel("2015-03-02T12:00+07:00"):
        due, board = date(2015, 9, 1), world.by("board")
        responsibilities.assign_measure(measure, [world.district], [], due_on=due, by=board)
        done(world, merger(world))
    with clock.travel("2015-08-03T09:00+07:00"):
        phases.lock_phase(world.phase, by=world.by("board"))
        phases.open_phase(world.phase2, by=world.by("board"))
        called, later = Phase.objects.select_related("campaign__unit").order_by("number")[:2]
        numbers = [
            phase_figures(phase, world.units[name]).guidance.measures
            for phase, name in ((called, "district"), (called, "city"), (called, "province"), (later, "city"))
        ]
        assert numbers == [1, 0, 1, 1]
