"""Tests phases that ask for no pledge of their own: four quarters of which only the first asks one."""

from datetime import date

import pytest
from django.test import Client

from campaigns.actions import filings, phases, reviews
from campaigns.desk import running
from campaigns.desk.review import has_units
from campaigns.figures.count_provider import EXPECTED, RECEIVED
from campaigns.forms.phases import ExtendForm, ExtendManyForm
from campaigns.launch_content import LAUNCH, launch_content, launch_of_rows, read_launch
from campaigns.models import CalledUnit, Campaign, DueDate, Filing, Phase
from campaigns.schedule import schedule_problems
from campaigns.timing import kind_in_season, lacks_due_dates
from campaigns.views.phase_acts import opening_sentence
from foundation import clock
from summaries.annexes.participation import participation_annex
from summaries.models import Summary
from summaries.report.contents import SummaryDraft
from tests.support.casts import copied
from tests.support.world import build, draft
from units.models import User

pytestmark = pytest.mark.either(whole=True)

QUARTERS = ((1, date(2015, 1, 1), date(2015, 3, 31)), (2, date(2015, 4, 1), date(2015, 6, 30)),
            (3, date(2015, 7, 1), date(2015, 9, 30)), (4, date(2015, 10, 1), date(2016, 3, 31)))  # fmt: skip


def send(world, unit, who, kind, number, **changes):
    sheet = world.sheet(unit, kind, number)
    draft(sheet, by=world.by(who), **changes)
    filings.submit(sheet, by=world.by(who))
    reviews.accept(sheet, by=world.by("district", "reviewer"))


def build_quarters():
    """Build the year: the school and the porters pledge in the first quarter and report in the second."""
    world = build()
    Phase.objects.filter(pk=world.phase2.pk).update(asks_pledge=False)
    DueDate.objects.filter(phase=world.phase2, kind="pledge").delete()
    for number, first, last in QUARTERS:
        values = {"starts_on": first, "ends_on": last, "review_name": f"Sơ kết quý {'I' * number}"}
        if number > 2:
            values |= {"theme": "Thi đua", "review_kind": "preliminary", "asks_pledge": False}
            Phase.objects.create(campaign=world.campaign, number=number, **values)
        else:
            Phase.objects.filter(campaign=world.campaign, number=number).update(**values)
    with clock.travel("2015-02-25T09:00+07:00"):
        send(world, "school", "owner", "pledge", 1)
        send(world, "porters", "porter", "pledge", 1)
    with clock.travel("2015-04-02T09:00+07:00"):
        world.phase2 = Phase.objects.select_related("campaign__unit").get(pk=world.phase2.pk)
        phases.open_phase(world.phase2, by=world.by("board"))
        send(world, "school", "owner", "report", 2)
    return world


@pytest.fixture
def quarters(db):
    with clock.travel("2015-04-02T10:00+07:00"):
        yield copied(build_quarters)


def read(world, number=2):
    phases_read = Phase.objects.select_related("campaign__unit").prefetch_related("due_dates")
    return phases_read.get(campaign=world.campaign, number=number)


def test_only_the_sheets_asked_for_are_made(quarters):
    kinds = Filing.objects.filter(called__phase=quarters.phase2).values_list("kind", flat=True)
    assert set(kinds) == {"report"}
    assert len(kinds) == CalledUnit.objects.filter(phase=quarters.phase2).count() == 8


def test_the_pledge_of_the_first_quarter_is_the_plan_of_the_second(quarters):
    summary = Summary(campaign=quarters.campaign, unit=quarters.province, phase=read(quarters))
    drawn = SummaryDraft(summary, anew=True)
    book = drawn.book
    pledged, expected = (book.value("count:pledge", measure).value for measure in (RECEIVED, EXPECTED))
    assert (pledged, expected) == (2, 7)
    assert book.value("count:report", RECEIVED).value == 1
    assert book.value("count:pledge", "units").rows_url.endswith("#filings")  # no one list has them
    figure = next(row for row in drawn.figures.indicators if row.code == "HT01")
    assert (figure.target.total.numerator, figure.phase.total.numerator) == (3, 3)
    notes = participation_annex(book).tables[0].notes
    assert "Đợt này không đăng ký riêng: số đăng ký thi đua là của cả năm." in notes
    assert "Đơn vị chưa đăng ký (05): " in " ".join(notes)


def test_the_phase_speaks_of_reports_alone(quarters):
    phase = read(quarters)
    assert kind_in_season(phase, date(2015, 4, 2)) == "report"
    assert lacks_due_dates(phase)
    planned = opening_sentence(read(quarters, 3), [False, False])
    assert "2 đơn vị đang hoạt động ngày 02/04/2015 sẽ thuộc diện báo cáo quý III." in planned
    assert "chưa đặt đủ hạn báo cáo;" in planned
    assert has_units({}, phase) is False


def test_no_page_of_it_offers_a_pledge(quarters):
    client, address = Client(), "/campaigns/2015/phases/2/"
    client.force_login(User.objects.get(username="board"))
    assert client.get(f"{address}?kind=pledge").status_code == 404
    page = client.get(address).content.decode()
    assert "kind=pledge" not in page and "1 trên 7 đơn vị đã báo cáo" in page
    assert "Đợt này chỉ báo cáo, không đăng ký riêng." in page
    chosen = client.get("/pledges/").context["filter"].filters["phase"].extra["choices"]
    assert [words for _pk, words in chosen] == ["Quý I năm 2015"]
    desk = client.get("/").content.decode()
    assert "hạn báo cáo" in desk and "hạn đăng ký và hạn báo cáo" not in desk
    for form in (ExtendManyForm(phase=read(quarters)), ExtendForm(called=read(quarters).called_units.first())):
        assert [kind for kind, _words in form.fields["kind"].choices] == ["report"]


def test_a_due_date_for_what_is_not_asked_is_refused(quarters):
    phase = read(quarters, 3)
    assert schedule_problems(quarters.campaign).refusals == ()
    phase.due_dates.create(kind="pledge", group="direct", at=clock.end_of_day(date(2015, 7, 15)))
    assert schedule_problems(quarters.campaign).refusals == (
        "Quý III không có đăng ký riêng: xin bỏ trống hạn đăng ký, hoặc chọn lại là có đăng ký riêng.",
    )


def test_the_name_of_a_review_is_written_as_typed(quarters):
    summary = Summary(campaign=quarters.campaign, unit=quarters.province, phase=read(quarters))
    assert summary.title == "Báo cáo sơ kết quý II năm 2015"


def test_the_launch_says_so_and_one_stored_before_asked_all(quarters):
    launch = launch_of_rows(Campaign.objects.select_related("unit").get(pk=quarters.campaign.pk))
    assert [phase.asks_pledge for phase in launch.phases] == [True, False, False, False]
    content = launch_content(launch)
    for phase in content["phases"]:
        del phase["asks_pledge"]
    assert [phase.asks_pledge for phase in read_launch(content, LAUNCH.present - 1).phases] == [True] * 4


def test_a_campaign_without_any_pledge_speaks_of_none(quarters):
    phase = read(quarters, 3)
    assert "chỉ tiêu đã đăng ký ở đợt trước" in opening_sentence(phase, [False])
    Phase.objects.filter(campaign=quarters.campaign).update(asks_pledge=False)
    assert "đăng ký" not in opening_sentence(read(quarters, 3), [False])


@pytest.mark.parametrize(
    ("day", "numbers"), [("2015-06-10", []), ("2015-06-20", [3]), ("2015-10-05", [3, 4]), ("2016-04-01", [])]
)
def test_a_phase_that_nobody_opened_stays_on_the_desk_until_the_campaign_ends(quarters, day, numbers):
    with clock.travel(f"{day}T09:00+07:00"):
        campaigns = list(Campaign.objects.prefetch_related("phases__due_dates"))
        tasks = running.todos(campaigns, quarters.by("board"))
    urls = [task.url for task in tasks if task.url.endswith("/open/")]
    assert urls == [f"/campaigns/2015/phases/{number}/open/" for number in numbers]
