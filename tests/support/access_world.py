"""Builds the cast of `tests.support.world` and everything that could leak: for the access table and the lists.

    elsewhere ── far (a grassroots union of another province, in nobody's reach but its own people's)

    The province has an area of the school and the city (and so of the bank below it), which `desk` looks after without
    deciding, and another of the commune, which nobody does; elsewhere has one of its own.

    2015   published, phases 1 and 2 open          2014   published, phase 1 locked, phase 2 planned
    2016   not published, phase 1 planned          khac   published by `elsewhere`, phase 1 open

Both sheets of phase 1 of every unit in `SENT` have been sent once; `access_states` puts them in any state.
"""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import xlsxwriter
from django.contrib.contenttypes.models import ContentType

from awards.models import Nominee
from campaigns.actions import (
    consents,
    filings,
    phases,
)
from campaigns.campaign_import.loading import write_report_lines
from campaigns.figures.address import FigureKey
from campaigns.models import (
    Asked,
    AssessmentLimits,
    Campaign,
    Column,
    ContentPoint,
    CrossCheck,
    Exemplar,
    Filing,
    FilingKind,
    Indicator,
    Measure,
    Phase,
)
from campaigns.models.indicator import Section
from campaigns.sheet import Sheet
from foundation import clock
from foundation.filling.addresses import CellPosition
from foundation.forms.mark import Mark
from summaries import actions as summaries
from summaries import foreign_workbook_actions
from summaries.foreign_workbooks.files import package_of
from summaries.foreign_workbooks.providers import CellTarget
from summaries.models import Summary
from tests.support import signing
from tests.support import world as small
from tests.support.access_awards import add_awards
from tests.support.access_between_phases import (
    OFFICERS,
    add_activities,
    add_data_requests,
    add_followed,
    add_gatherings,
    add_inspections,
    add_responsibilities,
)
from tests.support.world import WORK, World
from units.acting import Acting, acting_as
from units.actions import reorganisation_plans, reorganisations, table_imports, unions
from units.actions.form_drafts import keep_draft
from units.actions.reorganisation_plans import PlannedRow
from units.heartbeats import beat
from units.models import (
    Area,
    AreaUnit,
    ImportKind,
    Job,
    Masking,
    OutgoingMail,
    Post,
    Process,
    Role,
    Signer,
    Strand,
    UnionForm,
    Unit,
    UnitKind,
    User,
)
from units.models.vocabulary import strand_name, type_for

NOW = "2015-03-10T09:00+07:00"
IN_PHASE_2 = "2015-07-10T09:00+07:00"
STRANGERS = {
    "clerk": ("Bế Thị Thư", "province", [Role.CLERK]),
    "office": ("Nông Thị Kế", "province", [Role.ACCOUNTANT, Role.SECRETARY, Role.MEMBER]),
    "inspector": ("Đàm Văn Tra", "district", [Role.INSPECTOR]),
    "far_board": ("Lý Thị Xa", "elsewhere", [Role.REVIEWER]),
    "far_officer": ("Mã Văn Ngoài", "far", [Role.OFFICER]),
}
INSPECTION = {"inspects": "Kiểm tra phong trào thi đua.", "until": date(2016, 7, 1)}
CHAIR = {"position": "chair", "block": "TM. BAN THƯỜNG VỤ", "since": date(2014, 1, 1)}
ELSEWHERE = {"elsewhere": "LĐLĐ tỉnh Khác", "far": "CĐCS Nơi khác"}


def build() -> World:
    """Build the world with `world.campaigns` by slug, and `world.young`: a union that no phase has called."""
    world = small.build()
    world.areas = {}
    with clock.travel(NOW):
        add_strangers(world)
        add_areas(world)
        add_campaigns(world)
        add_branch_sections(world)
        for unit, person in OFFICERS.items():
            send(world, unit, acting_as(world.user(person), Role.OFFICER))
        begin_summaries(world)
        add_awards(world)
        unions.close(world.bank, on=date(2015, 9, 1), successor=world.city, reason="Sáp nhập.", by=world.by("admin"))
        add_jobs(world)
        for process in Process:
            beat(process)
        add_mails(world)
        add_imports(world)
        add_workbooks(world)
        add_maskings(world)
        add_draft(world)
        add_inspections(world)
        add_responsibilities(world)
        add_reorganisations(world)
        add_activities(world)
        add_data_requests(world)
        add_followed(world)
        add_gatherings(world)
        world.young = world.units["young"] = grassroots("CĐCS Trường Mầm non Mới", world.district)
    return world


def add_jobs(world: World) -> None:
    """Add a failed job of the school's and a waiting one of the bank's."""
    about_type = ContentType.objects.get_for_model(Unit)
    now = clock.now()
    for name, state, closed_at in (("school", "failed", now), ("bank", "waiting", None)):
        unit = world.units[name]
        of_unit = {"about_type": about_type, "about_id": unit.pk, "unit": unit, "key": f"count:{unit.pk}"}
        times = {"asked_at": now, "beat_at": now, "closed_at": closed_at}
        Job.objects.create(kind="count", title=unit.name, state=state, **of_unit, **times)


def add_mails(world: World) -> None:
    """Add failed mails of the province's and of the other province's, and a waiting one of the school's."""
    User.objects.filter(username="admin").update(email="quan-tri@vi.example")  # a test mail goes there
    about_type, now = ContentType.objects.get_for_model(Unit), clock.now()
    for name, person, state in (
        ("province", "leader", "failed"),
        ("elsewhere", "far_board", "failed"),
        ("school", "owner", "queued"),
    ):
        unit = world.units[name]
        of_unit = {"about_type": about_type, "about_id": unit.pk, "unit": unit, "key": f"thử:{unit.pk}"}
        OutgoingMail.objects.create(
            kind="signed_recorded", person=world.user(person), state=state, due_at=now, **of_unit
        )


def add_imports(world: World) -> None:
    """Add a table of the province's with a row of each status, and one of the other province's."""
    strand = strand_name(Strand.PUBLIC_SERVICE, world.province.path)
    lines = (
        "Tên đơn vị;Loại đơn vị;Khối;Công đoàn cấp trên;Điện thoại;Mã đơn vị",
        f"CĐCS Bưu điện Khe Sáo;CĐCS;{strand};{world.district.name};0912 345 678",
        f"CĐCS Trường THCS Đôi Na;CĐCS;{strand};{world.district.name};",
        f"CĐCS Không Nơi Nào;CĐCS;{strand};Không có;",
        f"{world.school.name} Mới;CĐCS;{strand};{world.district.name};;ĐV{world.school.pk}",
        "Tổng cộng;;;;;",
    )
    table = table_imports.bring_in(ImportKind.UNIONS, "\n".join(lines).encode(), "don-vi.csv", by=world.by("admin"))
    table.pk, table.unit, table._state.adding = None, world.elsewhere, True
    table.save()


def add_reorganisations(world: World) -> None:
    """Add a plan of the province's, which moves the porters and founds a union, and an empty one of the other
    province's; both were rehearsed.
    """
    letter = {"letter_number": "12/QĐ-LĐLĐ", "letter_on": clock.today(), "on": clock.today(), "calls_founded": True}
    move, ward = PlannedRow("move", world.porters, target=world.city), "Công đoàn phường Đông"
    new = {"name": ward, "type": world.district.words, "values": {"full_name": ward}}
    founding = PlannedRow("found", target=world.province, **new)
    for name, rows in (("board", [move, founding]), ("far_board", [])):
        plan = reorganisation_plans.draft(title="Sắp xếp", **letter, rows=rows, by=world_by(world, name))
        reorganisations.rehearse(plan, by=world_by(world, name))


def world_by(world: World, name: str) -> Acting:
    return acting_as(world.user(name), Role.REVIEWER)


def add_workbooks(world: World) -> None:
    """Add a workbook of the higher body to both provinces, with a cell that takes the number of members."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.add_worksheet("Biểu 1").write("A2", "Đoàn viên")
    for unit, person in (("province", "board"), ("elsewhere", "far_board")):
        by = acting_as(world.user(person), Role.REVIEWER, world.units[unit])
        words = (f"Biểu tổng hợp {unit}", "Tổng Liên đoàn", "Công văn 5")
        workbook = foreign_workbook_actions.add_workbook(*words, content.getvalue(), "bieu.xlsx", by=by)
        version = workbook.versions.get()
        target, part = CellTarget(FigureKey("people:members", "persons")), package_of(version).sheets[0]
        foreign_workbook_actions.point_at_cell(version, part, CellPosition(2, 1), target, "Đoàn viên", by=by)


def add_maskings(world: World) -> None:
    """Add a request about a nominee, entered by the leader for the province, and one for the other province."""
    nominees = Nominee.objects.filter(is_person=True).order_by("pk")
    for unit, by, nominee in ((world.province, "leader", nominees[0]), (world.elsewhere, "far_board", nominees[1])):
        asked = {"asked_by": world.user(by), "asked_at": clock.now(), "dated_on": clock.today()}
        Masking.objects.create(target=nominee, unit=unit, number="12/ĐN", reason="Có đơn yêu cầu xóa.", **asked)


def add_strangers(world: World) -> None:
    """Add another province with its Board and one union, people of the office, and a superuser without a post."""
    name = ELSEWHERE["elsewhere"]
    root = Unit.objects.create(name=name, full_name=name, kind=UnitKind.PROVINCE, valid_from=date(2010, 1, 1))
    world.units |= {"elsewhere": root, "far": grassroots(ELSEWHERE["far"], root)}
    world.elsewhere, world.far = root, world.units["far"]
    for person, (full_name, unit, roles) in STRANGERS.items():
        user = User.objects.create(username=person, full_name=full_name)
        for role in roles:
            of_role = INSPECTION if role == Role.INSPECTOR else {}
            Post.objects.create(user=user, unit=world.units[unit], role=role, since=date(2014, 1, 1), **of_role)
    for unit in ("district", "elsewhere"):
        Signer.objects.create(unit=world.units[unit], name=f"Người ký {unit}", **CHAIR)
    User.objects.create(username="root", full_name="Siêu Nhân", is_superuser=True, is_staff=True)


def add_areas(world: World) -> None:
    """Add `world.areas` by the name of a member, and the desk of the first."""
    for name, unit, *others in (("school", "province", "city"), ("commune", "province"), ("far", "elsewhere")):
        area = Area.objects.create(unit=world.units[unit], name=f"Khu vực {name}", valid_from=date(2014, 1, 1))
        AreaUnit.objects.bulk_create(AreaUnit(area=area, unit=world.units[member]) for member in (name, *others))
        world.areas[name] = area
    desk = User.objects.create(username="desk", full_name="Sầm Thị Đông")
    since = date(2014, 1, 1)
    Post.objects.create(user=desk, unit=world.province, area=world.areas["school"], role=Role.DESK, since=since)


def grassroots(name: str, parent: Unit) -> Unit:
    return Unit.objects.create(
        name=name,
        full_name=name,
        kind=UnitKind.GRASSROOTS,
        form=UnionForm.WORKPLACE,
        strand=Strand.ADMINISTRATIVE,
        parent=parent,
        members=40,
        workers=40,
        valid_from=date(2010, 1, 1),
    )


def add_campaigns(world: World) -> None:
    board, far_board = world.by("board"), acting_as(world.user("far_board"), Role.REVIEWER)
    phases.open_phase(world.phase2, by=board)
    old = campaign(world.province, "2014", numbers=(1, 2))
    coming = campaign(world.province, "2016", numbers=(1,))
    other = campaign(world.elsewhere, "khac", numbers=(1,))
    words = {"words_before": "Tiến tới Đại hội", "words_after": "Chào mừng thành công Đại hội"}
    coming.phases.get(number=1).commemorations.create(kind="event", name="Đại hội Đảng bộ tỉnh", **words)
    world.campaigns = {"2015": world.campaign, "2014": old, "2016": coming, "khac": other}
    for launched, by in ((old, board), (other, far_board)):
        phases.publish(launched, by=by)
        phases.open_phase(launched.phases.get(number=1), by=by)
    phases.lock_phase(old.phases.get(number=1), by=board)


def add_branch_sections(world: World) -> None:
    """Make the city a sector union with a movement of its own in two campaigns, one of them not published.

    It is written as rows: no open phase asks it, so that no person of the city wrote what everybody's sheets ask.
    """
    Unit.objects.filter(pk=world.city.pk).update(kind=UnitKind.UPPER_TRADE, type=type_for(UnitKind.UPPER_TRADE))
    world.city.refresh_from_db()
    for slug in ("2015", "2016"):
        of_city = {"campaign": world.campaigns[slug], "order": 10}
        section = Section.objects.create(owner=world.city, name=f"Phong trào ngành {slug}", **of_city)
        line = Indicator.objects.create(
            section=section, code=f"NG{slug}", name="Ca không tai nạn", unit_of_measure="ca", pace="none", **of_city
        )
        Asked.objects.create(indicator=line, column=Column.PRIVATE_ENTERPRISE, level="offered")


def campaign(unit: Unit, slug: str, numbers: tuple[int, ...]) -> Campaign:
    year = int(slug) if slug.isdigit() else 2015
    made = Campaign.objects.create(unit=unit, slug=slug, year=year, title=f"Phong trào {slug}")
    ContentPoint.objects.create(campaign=made, order=10, text=f"Nội dung {slug}")
    Measure.objects.create(campaign=made, order=10, text=f"Biện pháp {slug}")
    section = Section.objects.create(campaign=made, number="A", order=10, name="Mục A", category="movement")
    indicator = Indicator.objects.create(
        campaign=made,
        section=section,
        code="X01",
        name=f"Chỉ tiêu {slug}",
        unit_of_measure="cuộc",
        order=10,
        over_units="sum",
        over_phases="sum",
    )
    Asked.objects.bulk_create(Asked(indicator=indicator, column=column, level="offered") for column in Column.values)
    AssessmentLimits.objects.create(campaign=made)
    CrossCheck.objects.create(campaign=made, key="X01", kind="any", first="X01", order=10, sentence="Có {a} cuộc?")
    for number in numbers:
        phase = Phase.objects.create(
            campaign=made,
            number=number,
            theme=f"Chủ đề {slug}",
            starts_on=date(year, 1, 1),
            ends_on=date(year, 12, 31),
            review_kind="final",
            review_name="Tổng kết",
        )
        for kind in phase.sheet_kinds:
            phase.due_dates.create(kind=kind, group="direct", at=clock.end_of_day(date(year, 12, 31)))
    write_report_lines(made)
    return made


def send(world: World, unit: str, by: Any) -> None:
    """Submit both sheets of phase 1, with a work and an exemplar that bear the union's name."""
    slug = "khac" if unit == "far" else "2015"
    sheets = Filing.objects.with_context().filter(called__unit=world.units[unit], called__phase__number=1)
    sheets = sheets.filter(called__phase__campaign__slug=slug)
    work, exemplar = WORK | {"title": f"Sáng kiến {unit}"}, {"who": f"Điển hình {unit}", "story": "Giúp nhau."}
    for kind, rows in ((FilingKind.PLEDGE, {"works": [work]}), (FilingKind.REPORT, {"exemplars": [exemplar]})):
        filing = sheets.get(kind=kind)
        small.draft(filing, by=by, **rows)
        right = {question.key: {"of": question.of, "reason": "Đã kiểm tra."} for question in Sheet(filing).questions}
        filings.confirm_questions(filing, right, by=by)
        filings.submit(filing, by=by)
    if unit == "bank":
        told = Exemplar.objects.get(submission=filing.current_submission)
        consents.record_consent(told, given_on=clock.today(), given_by="Hà Thị Út", by=by)


def begin_summaries(world: World) -> None:
    """Add summaries of the province and of the district: drafts for phase 1, final ones for phase 2."""
    for unit, reviewer, leader in (("province", "board", "leader"), ("district", "district", "chair")):
        begin(world, "2015", 1, unit, reviewer)
        final = begin(world, "2015", 2, unit, reviewer)
        with clock.travel(IN_PHASE_2):
            summaries.propose(final, by=acting_as(world.user(reviewer), Role.REVIEWER))
            signing.finalise(final, number="45", dated_on=clock.today(), by=world.by(leader))
    begin(world, "khac", 1, "elsewhere", "far_board")


def begin(world: World, slug: str, number: int, unit: str, reviewer: str) -> Summary:
    campaign = world.campaigns[slug]
    by = acting_as(world.user(reviewer), Role.REVIEWER)
    return summaries.begin(campaign, campaign.phases.get(number=number), world.units[unit], by=by)


def add_draft(world: World) -> None:
    """Add the draft of a form that the school's officer left at /dossiers/new/."""
    mark = Mark(world.user("owner").pk, str(world.school.pk), "/dossiers/new/")
    keep_draft(mark, [("period_label", "Đợt chuyên đề chưa ghi")], version=0)
