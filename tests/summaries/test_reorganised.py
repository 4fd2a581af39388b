"""Tests that a merger of two upper unions leaves a locked phase as it was, byte by byte: figures, report, workbook."""

from dataclasses import replace

import pytest

from campaigns.actions import phases
from foundation import clock
from foundation.serialization import to_json
from summaries.report.contents import contents_of
from summaries.workbook import workbook_of
from tests.support import decided_awards, dossier_steps
from tests.support.access_states import put
from tests.support.casts import copied
from tests.support.decided_awards import summary_at
from tests.units.test_reorganisations import done, merger, rehearsed, report
from units.actions import reorganisation_undoing
from units.actions.reorganisation_plans import PlannedRow

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


def test_a_merger_in_the_middle_of_a_phase_leaves_the_locked_one_as_it_was():
    world = copied(decided_awards.build_reported)
    with clock.travel(AUGUST):
        phases.lock_phase(world.phase, by=world.by("board"))
        phases.open_phase(world.phase2, by=world.by("board"))
        before = printed(world)
        plan = done(world, merger(world, posts_follow=True))
        assert printed(world) == before
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
