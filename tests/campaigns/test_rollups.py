"""Tests rollups: a confederation's figures, added up from its provinces by the worker and shown with their age."""

import json
from dataclasses import replace

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from campaigns.figures.address import FigureScope
from campaigns.lifecycle import FilingStatus
from campaigns.models import Count, Filing, Phase
from campaigns.progress import rollups
from campaigns.progress.phase_progress import progress_of
from emulation.fictional.generator.build import generate
from emulation.fictional.generator.phases import NOW
from emulation.fictional.generator.sizes import CountrySize
from foundation import clock
from foundation.documents.table import GROUP
from summaries.annexes import annexes_of
from summaries.figures.book import SummaryBook
from summaries.figures.phase_figures import phase_figures
from summaries.figures.sum_of_children import figures_from_children
from summaries.report.context import report_context
from summaries.report.document import DocumentRecipient, document_of
from summaries.report.text import report_template
from tests.support.casts import copied
from units.models import Unit, UnitKind, User

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db]
TWO = CountrySize(provinces=2, unions=16)
PAGE = "/campaigns/2015/phases/2/"
LATER = "2015-12-01T09:11+07:00"


def build():
    generate(TWO, 3)


def book_of(figures):
    """The figures by address; the scope does not matter here."""
    return SummaryBook(figures, FigureScope(0, 0, 0), None, "")


@pytest.fixture
def root(db):
    copied(build)
    with clock.travel(NOW.isoformat()):
        yield Unit.objects.get(kind=UnitKind.CONFEDERATION)


@pytest.fixture
def board(client, root):
    client.force_login(User.objects.get(username="board"))
    return client


def phase_of(number):
    return Phase.objects.select_related("campaign__unit").prefetch_related("due_dates").get(number=number)


def document_with(count, phase, root):
    context, template = report_context(phase, root, whole=False), report_template(phase.campaign_id, "campaign", root)
    return document_of(book_of(count(phase, root, whole=False)), context, template, {})


def test_the_report_of_a_confederation_names_nobody_above_it(root):
    phase = phase_of(1)
    document = document_of(
        book_of(phase_figures(phase, root, whole=False)),
        report_context(phase, root, whole=False),
        report_template(phase.campaign_id, "campaign", root),
        {},
    )
    assert (document.higher_body, document.body) == ("", "Tổng Liên đoàn Lao động Việt Nam")
    assert document.closing.endswith("báo cáo cấp trên và các cơ quan liên quan./.")
    assert document.recipients[2] == DocumentRecipient("LĐLĐ các tỉnh, thành phố", "t/h")


@pytest.mark.parametrize(("count", "books"), [(phase_figures, "Biểu số 04, 05"), (figures_from_children, "Biểu số 04")])
def test_the_report_refers_to_the_lists_that_it_has(root, count, books):
    phase = phase_of(1)
    document = document_of(
        book_of(count(phase, root, whole=False)),
        report_context(phase, root, whole=False),
        report_template(phase.campaign_id, "campaign", root),
        {},
    )
    assert f" tổng hợp tại {books}." in str(document.sections)


def without_names(figures):
    """Return figures without what a rollup does not have, and what it groups by province instead of by district."""
    participation, awards = figures.participation, figures.awards
    return replace(
        figures,
        added=True,
        participation=replace(participation, units=(), coordinated_units=()),
        works=replace(figures.works, rows=(), uppers=()),
        exemplars=(),
        awards=replace(awards, lines=(), groups=(), uppers=(), upper_ids=()),
        indicators=tuple(
            replace(row, progress=row.progress and replace(row.progress, largest_at="")) for row in figures.indicators
        ),
    )


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("whole", [False, True])
def test_the_provinces_added_up_are_what_is_counted_at_once(root, number, whole):
    at_once, added = (count(phase_of(number), root, whole=whole) for count in (phase_figures, figures_from_children))
    assert without_names(added) == without_names(at_once)
    assert [line.name for line in added.participation.lines] == [unit.name for unit in Unit.objects.filter(parent=root)]
    assert added.awards.total == at_once.awards.total
    assert added.awards.days == at_once.awards.days
    for title in at_once.awards.titles:
        assert added.awards.of_title(title.code) == at_once.awards.of_title(title.code)
    sums = [upper for upper in added.works.uppers if upper.name in {line.name for line in added.participation.lines}]
    assert sum(upper.registered for upper in sums) == at_once.works.total.registered
    assert at_once.works.total.registered and (at_once.awards.total or number == 2)  # there was something to add


def test_what_was_not_counted_yet_says_so_and_is_given_to_the_worker(board, root):
    for path in (PAGE, f"{PAGE}summary/", f"{PAGE}summary.xlsx"):
        response = board.get(path)
        assert response.status_code == 200
        assert "đang được đếm" in response.content.decode()
    assert set(Count.objects.values_list("subject", "counted_at")) == {("report", None), ("figures", None)}


def counted(root):
    """Return the figures as the worker counts them."""
    for count in rollups.all_rollups():
        rollups.recount(count)


def accept_one():
    waiting = Filing.objects.filter(called__phase__number=2, kind="report", status=FilingStatus.SUBMITTED)
    decided = {"status": FilingStatus.ACCEPTED, "decided_by": User.objects.get(username="board"), "decided_at": NOW}
    decided["counted_submission"] = F("current_submission")
    assert waiting.filter(pk__in=waiting.values("pk")[:1]).update(**decided) == 1


def test_what_the_worker_counted_is_shown_with_its_age(board, root):
    counted(root)
    page = board.get(PAGE).content.decode()
    assert "Số liệu đếm lúc 09:00 ngày 01/12/2015" in page
    assert "Số liệu đếm lúc 09:00 ngày 01/12/2015" in board.get(f"{PAGE}summary/").content.decode()
    progress = progress_of(phase_of(2), "report", root, root.path)
    sheets = Filing.objects.filter(called__phase__number=2, kind="report", called__coordinated=False)
    assert progress.total.accepted == sheets.filter(status=FilingStatus.ACCEPTED).count()
    assert [group.title for group in progress.groups] == [unit.name for unit in Unit.objects.filter(parent=root)]


def test_a_province_of_it_is_counted_on_the_spot(board, root):
    province = Unit.objects.filter(kind=UnitKind.PROVINCE).first()
    assert "Số liệu đếm lúc" not in board.get(f"{PAGE}?unit={province.pk}").content.decode()
    assert Count.objects.count() == 0


def test_the_paper_of_added_figures_sums_works_by_province_and_names_no_unit(root):
    figures = figures_from_children(phase_of(1), root, whole=False)
    annexes = {annex.label: annex for annex in annexes_of(book_of(figures), full=True)}
    by_upper = annexes["Biểu số 03"].tables[1]
    provinces = [unit.name for unit in Unit.objects.filter(parent=root)]
    assert [row.cells[0] for row in by_upper.rows if row.cells[0] in provinces] == provinces
    registered = sum(row.cells[1].value for row in by_upper.rows)
    assert registered == figures.works.total.registered
    assert [row.cells[1] for row in annexes["Biểu số 01"].tables[0].rows if row.kind == GROUP] == [
        "LĐLĐ các tỉnh, thành phố",  # no union of another kind was called
    ]
    assert list(annexes) == ["Biểu số 01", "Biểu số 02", "Biểu số 03", "Biểu số 04", "Biểu số 06"]


def test_thousands_are_told_apart(board, root):
    counted(root)
    count = Count.objects.get(subject="report", phase__number=2)
    count.value[next(iter(count.value))]["missing"] += 2_000
    count.save()
    missing = progress_of(phase_of(2), "report", root, root.path).total.missing
    assert f"2.{missing - 2_000:03} đơn vị chưa báo cáo" in board.get("/").content.decode()


def test_an_old_count_is_shown_and_asked_for_anew_once(board, root):
    counted(root)
    with clock.travel(LATER):
        for given in (1, 0):
            before = DBTaskResult.objects.count()
            assert "Số liệu đếm lúc 09:00" in board.get(PAGE).content.decode()
            assert DBTaskResult.objects.count() - before == given


def test_counted_again_it_is_what_it_is_now(board, root):
    counted(root)
    before = progress_of(phase_of(2), "report", root, root.path).total
    accept_one()
    assert progress_of(phase_of(2), "report", root, root.path).total == before
    rollups.count_again.func(Count.objects.get(subject="report", phase__number=2).pk)
    after = progress_of(phase_of(2), "report", root, root.path).total
    assert after == replace(before, accepted=before.accepted + 1, submitted=before.submitted - 1)


def test_the_desk_takes_the_kept_counts(board, root):
    counted(root)
    with CaptureQueriesContext(connection) as queries:
        overviews = board.get("/").context["desk"].campaign.overviews
    assert not [query for query in queries if 'GROUP BY "campaigns_calledunit"."phase_id"' in query["sql"]]
    total = progress_of(phase_of(2), "report", root, root.path).total.states
    (reports,) = [overview for overview in overviews if "Báo cáo" in overview.title]
    assert (reports.expected, reports.received, reports.accepted) == (total.expected, total.received, total.accepted)


def test_the_command_counts_everything_and_says_what_was_different(root, capsys):
    call_command("recount")
    assert capsys.readouterr().out.count("đếm lần đầu") == 10
    accept_one()
    call_command("recount")
    said = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in said if "đã khác lần đếm" in line] == ["report", "figures", "whole"]
    assert Count.objects.exclude(counted_at=None).count() == 10


def test_what_is_kept_grows_with_the_provinces_not_with_their_unions(root):
    value = json.dumps(rollups.SUBJECTS["figures"].counter(phase_of(2), root))
    names = Unit.objects.filter(kind=UnitKind.GRASSROOTS).values_list("name", flat=True)
    assert [name for name in names if json.dumps(name)[1:-1] in value] == []
