"""What happens between the phases in the world of the access table: inspections, measures, requests, news, launches."""

from __future__ import annotations

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.actions import (
    activities,
    data_request_sheets,
    data_requests,
    followed,
    gatherings,
    inspections,
    responsibilities,
)
from campaigns.models import CalledUnit, Responsibility
from campaigns.models.gathering import GatheringKind
from tests.support import dossier_steps
from tests.support.data_request_steps import HEAD
from tests.support.world import World
from units.acting import acting_as
from units.models import Role

OFFICERS = {"school": "owner", "commune": "neighbour", "bank": "banker", "district": "district", "far": "far_officer"}
"""Who sends the sheets of a union, by its name in the world."""


def add_inspections(world: World) -> None:
    """Add an inspection with something to mend of the school's, of the bank's, which has told of it once in vain, and
    one of the other province's.
    """
    for name, slug, by in (("school", "2015", "district"), ("bank", "2015", "city"), ("far", "khac", "far_board")):
        visit = {"team": f"Đoàn đi {name}", "members": "Vi Văn Đoàn", "visited_on": date(2015, 3, 2)}
        seen = {"findings": "Chưa họp xét.", "to_mend": "Họp xét, gửi biên bản.", "mend_by": date(2015, 3, 20)}
        by_reviewer = acting_as(world.user(by), Role.REVIEWER)
        visited = inspections.record_inspection(world.units[name], world.campaigns[slug], visit | seen, by=by_reviewer)
        if name == "bank":
            inspections.tell_mended(visited, mending="Đã họp xét.", by=acting_as(world.user("banker"), Role.OFFICER))
            missing = {"reason": "Chưa gửi biên bản.", "mend_by": date(2015, 3, 25)}
            inspections.refuse_mended(visited, **missing, by=by_reviewer)


def add_responsibilities(world: World) -> None:
    """Have the district and the city answer for a measure of 2015, and the Board itself; elsewhere its Board.

    The city has told that it has begun. `world.measures`: one of 2015 for which nobody answers, and that of elsewhere.
    """
    board, far_board = world.by("board"), acting_as(world.user("far_board"), Role.REVIEWER)
    ours, of_nobody = world.campaign.measures.all()[:2]
    theirs = world.campaigns["khac"].measures.get()
    world.measures = {"2015": of_nobody, "khac": theirs}
    due_on, persons = date(2015, 3, 20), [world.user("board2")]
    for measure, units, members, by in (
        (ours, [world.district, world.city], persons, board),
        (theirs, [], [world.user("far_board")], far_board),
    ):
        responsibilities.assign_measure(measure, units, members, due_on=due_on, by=by)
    of_city = Responsibility.objects.with_context().get(unit=world.city)
    responsibilities.tell(of_city, done=False, progress="Đã họp bàn.", by=acting_as(world.user("city"), Role.OFFICER))


def add_activities(world: World) -> None:
    """Add an activity note of the school's, one of the bank's that is published, and one of the other province's."""
    for name, slug, officer in (
        ("school", "2015", "owner"),
        ("bank", "2015", "banker"),
        ("far", "khac", "far_officer"),
    ):
        by = acting_as(world.user(officer), Role.OFFICER)
        told = {"title": f"Ra quân ở {name}", "text": "Hơn 40 người làm sạch 2 km đường."}
        activity = activities.send_activity(world.campaigns[slug], **told, by=by)
        if name == "bank":
            activities.review_activity(activity, for_report=True, publish=True, by=world.by("board", Role.REVIEWER))


def add_data_requests(world: World) -> None:
    """Add an open request of the Board's, answered by three units, and one of the other province's."""
    question = [{"name": "Đoàn viên được tặng quà", "unit_of_measure": "người"}]
    for slug, board, units in (
        ("2015", "board", ("school", "bank", "district")),
        ("khac", "far_board", ("far",)),
    ):
        by = acting_as(world.user(board), Role.REVIEWER)
        head = HEAD | {"audience": "chosen", "units": [world.units[unit] for unit in units]}
        request = data_requests.begin_request(world.campaigns[slug], head, by=by)
        data_requests.write_questions(request, question, by=by)
        data_requests.open_request(request, by=by)
        for sheet in request.sheets.select_related("request", "unit"):
            name = next(name for name in units if world.units[name] == sheet.unit)
            officer = acting_as(world.user(OFFICERS[name]), Role.OFFICER)
            data_request_sheets.save_answers(sheet, {"C1": "12"}, by=officer)
            data_request_sheets.send_answers(sheet, by=officer)
        if slug == "2015":
            data_requests.add_letter(request, scan_file(), by=by)


def scan_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("cong-van.pdf", b"%PDF-1.4 cong van\n%%EOF\n", "application/pdf")


def add_followed(world: World) -> None:
    """Add an exemplar that the school follows at itself, one of the bank's that the city follows, and one elsewhere."""
    for name, by in (("school", "owner"), ("bank", "city"), ("far", "far_officer")):
        who = {"who": f"Chị Hoa ở {name}", "story": "Giữ lớp học buổi tối.", "found_by": "Lăng Văn Sử"}
        kept = {"found_on": date(2015, 2, 3), "follower": "Lăng Văn Sử", "next_visit": date(2015, 3, 12)}
        followed.enter_exemplar(world.units[name], who | kept, by=acting_as(world.user(by), Role.OFFICER))


def add_gatherings(world: World) -> None:
    """Add a launch and a review of phase 1, each with a file, of the school's, the bank's and the far union's."""
    for name, slug in (("school", "2015"), ("bank", "2015"), ("far", "khac")):
        called = CalledUnit.objects.select_related("unit", "phase__campaign__unit")
        called_unit = called.get(unit=world.units[name], phase__campaign__slug=slug, phase__number=1)
        by = acting_as(world.user(OFFICERS[name]), Role.OFFICER)
        held = {"held_on": date(2015, 3, 2), "with_whom": f"Cùng {name}", "delegates": 30, "praised": f"Tổ của {name}"}
        for kind in GatheringKind.values:
            gatherings.record_gathering(called_unit, kind, held, by=by, scan=dossier_steps.scan(f"{kind}.pdf"))
