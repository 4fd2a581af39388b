"""Tests the table of paper sheets: ten units typed in a row, each row saved as the page of its part would be."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.actions import filings
from campaigns.models import Filing
from campaigns.sheet.sheet import PAPER
from foundation import clock
from tests.support.filing_steps import PLEDGING, sent
from tests.support.page_forms import PageReader
from tests.support.sheets_by_hand import call
from tests.support.world import draft, fill
from units.models import Event, Strand, Unit, UnitKind

pytestmark = pytest.mark.either
ADDRESS = "/pledges/paper/?part=headcount"
UNITS = ("school", "commune", "porters")
PAPERS = {"paper_number": "112", "paper_arrived_on": "24/2/2015"}


@pytest.fixture(autouse=True)
def in_february():
    with clock.travel(PLEDGING):
        yield


@pytest.fixture
def district(client, world):
    client.force_login(world.user("district"))
    return client


def held(page, address=ADDRESS):
    """Return what the form of the page would send."""
    fields = PageReader(address, page.content.decode()).held(address)
    return {name: values[-1] if values else "" for name, values in fields.items()}


def typed(world, unit, kind="pledge", part="headcount", **boxes):
    prefix = f"{world.sheet(unit, kind).pk}-"
    return {f"{prefix}{name}" if name in PAPERS else f"{prefix}{part}-{name}": text for name, text in boxes.items()}


def test_rows_are_saved_as_drafts_marked_with_their_paper_and_sent_from_the_check(district, world):
    page = district.get(ADDRESS)
    form = held(page)
    sheets = {name: world.sheet(name, "pledge") for name in UNITS}
    assert [row.filing.pk for row in page.context["table"].rows] == [sheet.pk for sheet in sheets.values()]
    assert {name for name in form if name.startswith("seen-")} == {f"seen-{sheet.pk}" for sheet in sheets.values()}
    columns = [column.name for column in page.context["table"].columns]
    assert columns == ["workers", "women", "minorities", "members", "women_members", "direct"], "the paper's order"

    school, commune = typed(world, "school", workers="47", **PAPERS), typed(world, "commune", women="mười")
    answer = district.post(ADDRESS, form | school | commune)
    assert (answer.status_code, answer.url) == (302, ADDRESS)
    drafts = {name: world.sheet(name, "pledge") for name in UNITS}
    assert [sheet.status for sheet in drafts.values()] == ["draft", "draft", "awaited"], (
        "an untouched row begins nothing"
    )
    assert drafts["school"].typed["headcount"]["workers"] == "47" and drafts["school"].typed[PAPER] == PAPERS
    assert drafts["commune"].typed["headcount"]["women"] == "mười" and PAPER not in drafts["commune"].typed
    assert [event.verb for event in Event.objects.about(drafts["school"])] == ["save"]

    page = district.get(ADDRESS)
    content = page.content.decode()
    box = f"{drafts['commune'].pk}-headcount-women"
    (problem,) = page.context["problems"]
    assert problem[0] == box and problem[1].startswith("CĐCS Xã Đồi Na: Số nữ CNVCLĐ phải là số.")
    assert f'id="{box}-error"' in content and 'value="mười"' in content
    assert content.count("nhập từ bản giấy<") == 1 and content.count("Kiểm tra rồi gửi<") == 2
    assert district.post(ADDRESS, held(page)).status_code == 302
    assert Event.objects.about(drafts["porters"]).count() == 0

    school = drafts["school"]
    assert (
        "Đang nhập từ bản giấy số đến 112, ngày đến 24/2/2015."
        in district.get(school.get_absolute_url() + "?behalf=1").content.decode()
    )
    draft(school, by=world.by("district", "officer"))
    with clock.travel("2015-03-02T09:00+07:00"):
        check = held(district.get(school.url("check")), school.url("check"))
        assert {name: check[name] for name in PAPERS} == PAPERS
        assert district.post(school.url("check"), check).status_code == 302
    school = world.sheet("school", "pledge")
    assert (school.status, school.late) == ("submitted", False), "it is on time by the day the paper came"
    assert (str(school.last_submission.paper), PAPER in school.typed) == (
        "bản giấy số đến 112, ngày đến 24/02/2015",
        False,
    )
    assert PAPER not in school.last_submission.content
    page = district.get(ADDRESS)
    assert school.pk not in [row.filing.pk for row in page.context["table"].rows]
    district.post(ADDRESS, held(page) | typed(world, "commune", paper_number="9", paper_arrived_on="1/3/2016"))
    page = district.get(ADDRESS)
    assert page.context["problems"][0][1].endswith("Ngày đến không thể sau hôm nay.")
    assert "nhập từ bản giấy<" in page.text
    district.post(ADDRESS, held(page) | typed(world, "commune", paper_number="", paper_arrived_on=""))
    assert "nhập từ bản giấy<" not in district.get(ADDRESS).text, "the paper was taken away again"


def test_what_the_table_does_not_show_stays(district, world):
    with clock.travel("2015-07-08T09:00+07:00"):
        report = world.sheet("school", "report")
        actuals = fill(report)["actuals"]
        code = next(name for name, text in actuals.items() if text == "3")
        filings.save_part(
            report, "actuals", actuals | {f"{code}-e": "on", f"{code}-note": "Chưa đủ."}, by=world.by("owner")
        )
        address = "/reports/paper/?part=actuals"
        form = held(district.get(address), address)
        assert not any(name.endswith(("-e", "-note")) for name in form)
        assert form[f"{report.pk}-actuals-{code}"] == "3"
        boxes = typed(world, "school", "report", "actuals", **{code: "5"})
        assert district.post(address, form | boxes).status_code == 302
        stored = world.sheet("school", "report").typed["actuals"]
    assert (stored[code], stored[f"{code}-e"], stored[f"{code}-note"]) == ("5", "on", "Chưa đủ.")


def test_a_row_that_was_saved_or_sent_elsewhere_meanwhile_keeps_what_was_typed(district, world):
    form = held(district.get(ADDRESS))
    filings.save_part(world.sheet("school", "pledge"), "headcount", {"workers": "50"}, by=world.by("owner"))
    sent(world, "commune", who="neighbour")
    boxes = {}
    for unit in UNITS:
        boxes |= typed(world, unit, workers="48")
    page = district.post(ADDRESS, form | boxes)
    assert page.status_code == 409
    school, commune, porters = (world.sheet(unit, "pledge") for unit in UNITS)
    assert (school.typed["headcount"]["workers"], porters.typed["headcount"]["workers"]) == ("50", "48")
    assert commune.status == "submitted"
    assert [row.filing.pk for row in page.context["refused"]] == [school.pk, commune.pk]
    content = page.content.decode()
    assert "đã lưu 50, vừa nhập 48" in content and "Bản này đang ở trạng thái “Chờ xác nhận”." in content
    again = held(page)
    assert {again[name] for name in boxes} == {"48"}
    assert district.post(ADDRESS, again).status_code == 409, "the sheet that was sent is still refused"
    assert world.sheet("school", "pledge").typed["headcount"]["workers"] == "48", "what differs was read"

    type(world.phase).objects.filter(pk=world.phase.pk).update(status="locked", locked_at=clock.now())
    refused = district.post(ADDRESS, again | typed(world, "porters", workers="65"))
    assert refused.status_code == 409 and 'value="65"' in refused.content.decode()
    assert world.sheet("porters", "pledge").typed["headcount"]["workers"] == "48"
    assert "đã khóa" in district.get(f"{ADDRESS}&phase={world.phase.pk}").content.decode()


def test_sheets_out_of_reach_and_of_other_people_are_refused(district, client, world):
    form = held(district.get(ADDRESS))
    bank = world.sheet("bank", "pledge")
    report = world.sheet("school", "report")
    for foreign in (bank, report):
        assert district.post(ADDRESS, form | {f"seen-{foreign.pk}": ""}).status_code == 404
    assert district.post(ADDRESS, {"part": "headcount"}).status_code == 404
    assert district.post(ADDRESS, form | {"part": "works"}).status_code == 404
    assert district.post(ADDRESS, form | {"seen-x": ""}).status_code == 404
    for person in ("owner", "chair", "board"):
        client.force_login(world.user(person))
        assert (client.get(ADDRESS).status_code, client.post(ADDRESS, form).status_code) == (403, 403)
        assert "Nhập từ bản giấy…" not in client.get("/pledges/").content.decode()
    assert not Filing.objects.exclude(typed={}).exists()


def more_schools(world, count):
    for number in range(count):
        name = f"CĐCS Trường số {number}"
        names = {"name": name, "full_name": name, "parent": world.district, "order": 100 + number, "form": "workplace"}
        size = {"workers": 30, "members": 30, "valid_from": "2010-01-01"}
        unit = Unit.objects.create(kind=UnitKind.GRASSROOTS, strand=Strand.PUBLIC_SERVICE, **names, **size)
        call(world.phase, unit)


def statements_of(client, method, *args):
    with CaptureQueriesContext(connection) as queries:
        assert getattr(client, method)(*args).status_code in (200, 302)
    return len(queries)


def test_each_unit_costs_the_same_statements(district, world):
    district.get(ADDRESS)
    few = statements_of(district, "get", ADDRESS)
    more_schools(world, 9)
    page = district.get(ADDRESS)
    assert len(page.context["table"].rows) == 10 and page.context["page"].has_next
    assert statements_of(district, "get", ADDRESS) == few, "a page of three units costs what one of ten does"
    form, boxes = held(page), {}
    district.post(ADDRESS, form)
    ContentType.objects.get_for_model(Filing)  # a process asks for it once, at its first event about a sheet
    costs = []
    for row in page.context["table"].rows[3:6]:
        boxes |= {f"{row.filing.pk}-headcount-workers": str(31 + len(costs))}
        costs.append(statements_of(district, "post", ADDRESS, form | boxes))
        form = held(district.get(ADDRESS))
    assert costs[1] == costs[0] == costs[2], "what was saved before is not written again"
    several = {f"{row.filing.pk}-headcount-workers": "33" for row in page.context["table"].rows[6:9]}
    assert statements_of(district, "post", ADDRESS, form | several) == costs[0] + 2 * EACH
    following = district.post(ADDRESS, held(district.get(ADDRESS)) | {"next": "1"})
    assert following.url == "/pledges/paper/?part=headcount&page=2"


EACH = 8 if connection.vendor == "sqlite" else 9
"""Statements that save a row whose draft begins: the locks, the draft, its event."""
