"""Tests that a merger of two upper unions leaves a locked phase as it was, byte by byte: figures, report, workbook."""

from dataclasses import replace
from datetime import date

import pytest
from django.apps import apps

from awards.models import Quota
from awards.rules import quota_usage
from campaigns.actions import data_requests, phases, responsibilities
from campaigns.models import AssignedTarget, Gathering, Indicator, Inspection, Measure
from foundation import clock
from foundation.serialization import to_json
from summaries.report.contents import contents_of
from summaries.workbook import workbook_of
from tests.support import data_request_steps, decided_awards, dossier_steps
from tests.support.access_states import put
from tests.support.casts import copied
from tests.support.decided_awards import summary_at
from tests.units.test_reorganisations import OWN, done, merger, rehearsed, report, stored
from units.actions import reorganisation_undoing, reorganisations
from units.actions.reorganisation_plans import PlannedRow
from units.models import Area, AreaUnit

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db]

AUGUST = "2015-08-03T09:00+07:00"


def printed(world):
    """Return figures, text and workbook of the locked phase at the province and at both upper unions."""
    summaries = [summary_at(world, name) for name in ("province", "district", "city")]
    contents = [contents_of(summary) for summary in summaries]
    # the head of a paper that is drawn today names the union above as it is today
    texts = [(to_json(of.figures), to_json(replace(of.document, higher_body=""))) for of in contents]
    return texts, [
        workbook_of(summary, of_unit, clock.now()) for summary, of_unit in zip(summaries, contents, strict=True)
    ]


def leaky(world):
    """Give the locked phase what is counted of the year, of another table or by the tree of today."""
    own = Indicator.objects.filter(campaign=world.campaign).exclude(over_units="ratio").order_by("pk")
    given = (("district", "province"), ("city", "province"), ("school", "district"), ("commune", "province"))
    for indicator in own:
        for value, (to, by) in enumerate(given, start=100):
            units = {"to": world.units[to], "by": world.units[by]}
            AssignedTarget.objects.create(indicator=indicator, value=value, **units)
    by = {"recorded_by": world.user("board"), "recorded_at": clock.now()}
    for name in ("district", "city", "school", "bank"):
        held = {"campaign": world.campaign, "unit": world.units[name], "held_on": date(2015, 6, 1)}
        Gathering.objects.create(kind="launch", **held, **by)
        Gathering.objects.create(kind="review", phase=world.phase, delegates=3, **held, **by)
    mending = {"to_mend": "x", "mend_by": date(2015, 9, 1), "status": "to_mend"}
    visit = {"team": "x", "visited_on": date(2015, 5, 1), "findings": "x"}
    for unit, inspecting in (("school", "district"), ("district", "province")):
        units = {"unit": world.units[unit], "inspecting_unit": world.units[inspecting]}
        Inspection.objects.create(campaign=world.campaign, **units, **visit, **mending, **by)
    measure = Measure.objects.create(campaign=world.campaign, order=99, text="Tuyên truyền")
    due, board = date(2015, 9, 1), world.by("board")
    responsibilities.assign_measure(measure, [world.district, world.city], [], due_on=due, by=board)
    request = data_request_steps.opened(world, phase=world.phase)
    data_request_steps.accepted(world, request)
    data_request_steps.accepted(world, request, "city", "city", C1="7")
    data_requests.close_request(request, by=board)
    title = dossier_steps.title("BK_T")
    for name in ("district", "city"):
        Quota.objects.create(title=title, campaign=world.campaign, unit=world.units[name], max_count=5)
    percent = {"percent": 50, "percent_of": "members", "unit": world.district}
    return Quota.objects.create(title=title, campaign=world.campaign, phase=world.phase, **percent)


def test_a_merger_in_the_middle_of_a_phase_leaves_the_locked_one_as_it_was():
    world = copied(decided_awards.build_reported)
    with clock.travel(AUGUST):
        phases.lock_phase(world.phase, by=world.by("board"))
        phases.open_phase(world.phase2, by=world.by("board"))
        share = leaky(world)
        before, places = printed(world), quota_usage.usages_of([share])[0].most
        assert places, "the share is of somebody"
        plan = done(world, merger(world, posts_follow=True))
        assert printed(world) == before
        assert quota_usage.usages_of([Quota.objects.get(pk=share.pk)])[0].most == places
        reorganisation_undoing.undo(plan, reason="Nhầm", by=world.by("board"))
        assert printed(world) == before


def test_a_union_with_open_dossiers_or_a_summary_to_sign_does_not_end():
    world = copied(dossier_steps.build)
    with clock.travel(dossier_steps.DAY):
        dossier_steps.dossier_of(world, "owner", [])
        summary = summary_at(world, "district")
        summary.save()
        plan = rehearsed(world, PlannedRow("close", world.school), merger(world), on=clock.today())
        school, district = world.school.name, world.district.name
        assert plan.hindrances == [f"{school}: còn hồ sơ khen thưởng đang mở; xin xử lý trước."]
        assert ("paper", district, f"{summary.title}, dự thảo: giữ, không ban hành nữa", False) in report(plan)
        put(world, "summaries", summary.pk, "to_sign")
        plan = rehearsed(world, merger(world), on=clock.today())
        assert plan.hindrances == [
            f"{district}: {summary.title} đã chốt, chờ ký; xin ký và ghi số, hoặc thu lại trước."
        ]


def changed_rows(before, after):
    """Return by table which columns of rows of before are otherwise, and how many rows are new."""
    changes = {}
    for table, rows in after.items():
        key = apps.get_model(table)._meta.pk.attname
        old = {row[key]: row for row in before[table]}
        again = [(row, old.pop(row[key])) for row in rows if row[key] in old]
        columns = {name for row, was in again for name in row if row[name] != was[name]}
        gone = {"gone": len(old)} if old else {}
        new = len(rows) - len(again)
        if columns or new or gone:
            changes[table] = (columns, new, *gone)
    return changes


def test_an_undone_reorganisation_leaves_every_table_as_it_was():
    """What stays is named here: counters that only grow, the history, and what was founded and never was at work."""
    world = copied(decided_awards.build_reported)
    with clock.travel(AUGUST):
        phases.lock_phase(world.phase, by=world.by("board"))
        phases.open_phase(world.phase2, by=world.by("board"))
        leaky(world)
        for unit in (world.district, world.province):
            world.campaign.call_scopes.create(unit=unit)
        area = Area.objects.create(unit=world.province, name="Khu vực 1", valid_from=date(2015, 1, 1))
        AreaUnit.objects.create(area=area, unit=world.district)
        due = {"due_at": clock.end_of_day(date(2015, 8, 20))}
        request = data_request_steps.drafted(world, **due, audience="chosen", units=[world.district])
        data_requests.open_request(request, by=world.by("board"))
        ward = PlannedRow("found", name="Công đoàn phường", type=world.city.words, target=world.province)
        rows = (merger(world, posts_follow=True), ward, PlannedRow("move", world.direct, founded=1))
        plan = rehearsed(world, *rows, on=clock.today())
        before = stored(*OWN)
        reorganisations.confirm(plan, digest=plan.digest, by=world.by("board"))
        written = changed_rows(before, stored(*OWN))
        assert {
            "units.Unit", "units.Post", "units.AreaUnit", "campaigns.Filing", "campaigns.CalledUnit",
            "campaigns.CallScope", "campaigns.DataRequestSheet", "awards.Quota",
        } <= written.keys()  # fmt: skip
        reorganisation_undoing.undo(plan, reason="Nhầm", by=world.by("board"))
        left = changed_rows(before, stored(*OWN))
        events = left.pop("units.Event")[1]
        assert left.pop("units.EventPersonal") == (set(), events)
        assert left == {
            "units.Unit": ({"last_segment"}, 1),
            "units.Post": (set(), 5),
            "units.AreaUnit": (set(), 1, "gone"),
            "campaigns.CalledUnit": (set(), 1),
            "campaigns.Filing": (set(), 2),
        }
