"""Tests the rows of a report: actuals with their notes, results of works, checked values, exemplars."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from campaigns.actions import consents, filings, phases, reviews
from campaigns.filing_notices import guidance
from campaigns.models import Exemplar, Filing, Work, WorkCheck, WorkEntry, WorkResult
from campaigns.sheet import Incomplete, Sheet
from foundation import clock, vietnamese
from foundation.lifecycle import StateConflict
from tests.support.casts import copied
from tests.support.filing_steps import REPORTING, WATER, accepted, drafted, pledged, rows, sent
from tests.support.world import WORK, build, fill
from units.access import Forbidden
from units.models import Event

pytestmark = pytest.mark.sqlite(deep="both")

DONE = {
    "uuid": WORK["uuid"],
    "done": "yes",
    "why_not": "",
    "recognised_by": "Hiệu trưởng Trường THCS Đồi Na",
    "recognised_no": "12/QĐ-THCS",
    "recognised_on": "25/05/2015",
    "value": "12.500.000",
    "no_money": "",
    "benefit": "",
}
NOT_DONE = {"uuid": WATER["uuid"], "done": "no", "why_not": "Chờ kinh phí"}
NEW = DONE | {
    "uuid": "2f6bd24f-3b0e-4d0a-8c0e-1c9b6f7d3a03",
    "title": "Sổ tay song ngữ Tày - Việt",
    "kind": "initiative",
    "authors": "La Thị Én",
    "author_class": "direct",
    "welcomes": "",
    "value": "",
    "no_money": "on",
    "benefit": "Học sinh lớp 1 đọc nhanh hơn",
}


@pytest.fixture(autouse=True)
def in_july():
    with clock.travel(REPORTING):
        yield


def build_pledged():
    """Build the world with the school's pledge accepted: an initiative and a product."""
    world = build()
    pledged(world, works=[WORK, WATER])
    return world


@pytest.fixture
def world(db, request):
    return copied(build_pledged if "pledge" in request.fixturenames else build)


@pytest.fixture
def pledge(world):
    """The school's pledge, accepted, with an initiative and a product."""
    return world.sheet("school", "pledge")


def told(report):
    names = ("done", "why_not", "recognised_by", "recognised_on", "value", "no_money", "benefit")
    return {
        work_result.registered.title: tuple(getattr(work_result, name) for name in names)
        for work_result in report.last_submission.work_results.select_related("registered")
    }


def test_actuals_keep_their_marks_as_estimates_and_their_notes(world, pledge):
    actuals = fill(world.sheet("school", "report"))["actuals"]
    typed = actuals | {"HT01-e": "on", "HT01-note": "Ước đến hết tháng 6", "DH04": "1", "XH01-note": "x"}
    report = sent(world, kind="report", actuals=typed, results=[DONE, NOT_DONE])
    marked = report.last_submission.figures.exclude(estimated=False, note="")
    marked = marked.values_list("indicator__code", "value", "note")
    assert list(marked) == [("HT01", Decimal(3), "Ước đến hết tháng 6")]
    assert rows(report)["DH04"] == Decimal(1)
    assert "XH01" not in rows(report)


def test_a_report_asks_for_every_registered_work(world, pledge):
    report = drafted(world, kind="report", results=[DONE])
    with pytest.raises(Incomplete) as refusal:
        filings.submit(report, by=world.by("owner"))
    assert [problem.sentence for problem in refusal.value.sheet.problems] == [
        "Còn 1 đề tài, sáng kiến, công trình đã đăng ký chưa ghi kết quả."
    ]
    assert WorkResult.objects.count() == 0


def test_results_name_the_registered_works_and_are_computed_from(world, pledge):
    report = sent(world, kind="report", results=[DONE, NOT_DONE])
    day = date(2015, 5, 25)
    assert told(report) == {
        WORK["title"]: (True, "", "Hiệu trưởng Trường THCS Đồi Na", day, 12_500_000, False, ""),
        WATER["title"]: (False, "Chờ kinh phí", "", None, None, False, ""),
    }
    assert Work.objects.count() == 2
    computed = {code: value for code, value in rows(report).items() if code.startswith("SK")}
    expected = {"SK01": "0", "SK02": "1", "SK03": "12.5", "SK04": "0", "SK05": "0"}
    assert computed == {code: Decimal(value) for code, value in expected.items()}


@pytest.mark.parametrize(
    "changes, initiatives, value",
    [
        ({}, 1, "12.5"),
        ({"value": "12.500.499"}, 1, "12.500499"),
        ({"value": "", "no_money": "on", "benefit": "Dễ học"}, 1, "0"),
        ({"done": "no", "why_not": "Chưa xong", "value": ""}, 0, "0"),
        ({"recognised_by": "", "recognised_no": "", "recognised_on": "", "value": "0"}, 0, "0"),
    ],
    ids=["recognised", "to the đồng", "no money", "not done", "not recognised"],
)
def test_an_initiative_counts_when_it_is_done_and_recognised(world, pledge, changes, initiatives, value):
    report = sent(world, kind="report", results=[DONE | changes, NOT_DONE])
    assert rows(report)["SK02"] == initiatives
    assert rows(report)["SK03"] == Decimal(value).quantize(Decimal("0.001"))


def test_a_product_counts_when_it_is_done(world, pledge):
    product = {"uuid": WATER["uuid"], "done": "yes", "value": "50.000.000"}
    report = sent(world, kind="report", results=[DONE, product])
    assert (rows(report)["SK04"], rows(report)["SK05"]) == (Decimal(1), Decimal(50))


def test_a_work_no_pledge_registered_is_told_with_its_own_names(world, pledge):
    report = sent(world, kind="report", results=[DONE, NOT_DONE, NEW])
    entry = WorkEntry.objects.in_force().get(work__uuid=NEW["uuid"])
    assert (entry.title, entry.work.unit, entry.kind, entry.expected_value) == (
        "Sổ tay song ngữ Tày - Việt",
        world.school,
        "initiative",
        None,
    )
    assert rows(report)["SK02"] == 2
    assert told(report)[entry.title][-1] == "Học sinh lớp 1 đọc nhanh hơn"


def test_a_work_told_by_mistake_is_dropped_and_asked_for_no_more(world, pledge):
    report, owner = sent(world, kind="report", results=[DONE, NOT_DONE, NEW]), world.by("owner")
    filings.take_back(report, by=owner)
    filings.save_part(report, "results", [DONE, NOT_DONE], by=owner)
    filings.submit(report, by=owner)
    assert set(told(report)) == {WORK["title"], WATER["title"]}
    reviews.accept(report, by=world.by("district", "reviewer"))
    phases.open_phase(world.phase2, by=world.by("board"))
    assert [entry.title for entry in Sheet(world.sheet("school", "report", 2)).context.works()] == [WATER["title"]]


def test_phase_2_asks_again_for_the_works_not_yet_done_told_now_or_registered(world, pledge):
    unfinished = NEW | {"done": "no", "why_not": "Đang in", "no_money": "", "benefit": ""}
    report = sent(world, kind="report", results=[DONE, NOT_DONE, unfinished])
    phases.open_phase(world.phase2, by=world.by("board"))
    second = world.sheet("school", "report", 2)
    assert {entry.title for entry in Sheet(second).context.works()} == {WORK["title"], WATER["title"]}
    reviews.accept(report, by=world.by("district", "reviewer"))
    assert {entry.title for entry in Sheet(second).context.works()} == {WATER["title"], NEW["title"]}
    assert {entry.title for entry in Sheet(report).context.works()} >= {WORK["title"], WATER["title"]}


def test_a_later_report_does_not_take_the_works_from_an_earlier_one(world, pledge):
    report = accepted(world, kind="report", results=[DONE, NOT_DONE])
    phases.open_phase(world.phase2, by=world.by("board"))
    product = {"uuid": WATER["uuid"], "done": "yes", "value": "50.000.000"}
    accepted(world, kind="report", number=2, results=[product])
    assert Sheet(world.sheet("school", "report")).complete is True
    assert told(report)[WATER["title"]][0] is False


def test_another_units_work_cannot_be_reported_as_own(world, pledge):
    commune = drafted(world, "commune", "report", "neighbour", results=[DONE])
    with pytest.raises(Incomplete) as refusal:
        filings.submit(commune, by=world.by("neighbour"))
    assert {problem.sentence for problem in refusal.value.sheet.problems} == {
        "Dòng 1, Tên đề tài, sáng kiến, công trình: Xin nhập nội dung này.",
        "Dòng 1, Loại: Xin chọn một mục.",
        "Dòng 1, Tác giả (nhóm tác giả): Xin nhập nội dung này.",
        "Dòng 1, Đối tượng: Xin chọn một mục.",
    }
    filings.save_part(commune, "results", [NEW | {"uuid": WORK["uuid"]}], by=world.by("neighbour"))
    filings.submit(commune, by=world.by("neighbour"))
    assert world.school.works.with_registered().get(uuid=WORK["uuid"]).registered.title == WORK["title"]
    assert commune.last_submission.work_results.get().work.unit == world.commune


def test_a_work_that_was_reported_is_not_withdrawn_by_a_later_pledge(world, pledge):
    accepted(world, kind="report", results=[DONE, NOT_DONE])
    phases.open_phase(world.phase2, by=world.by("board"))
    sent(world, number=2, works=[])
    assert dict(Work.objects.values_list("entries__title", "withdrawn")) == {
        WORK["title"]: False,
        WATER["title"]: False,
    }


def test_a_checked_value_has_a_checker_and_an_event(world, pledge):
    report = sent(world, kind="report", results=[DONE, NOT_DONE])
    work_result = report.last_submission.work_results.get(registered__title=WORK["title"])
    district = world.by("district", "reviewer")
    reviews.check_values(report, {work_result.pk: 11_000_000}, by=district)
    checks = work_result.checks.order_by("pk").values_list("value", "by", "at")
    first = (11_000_000, district.user.pk, clock.parse(REPORTING))
    assert list(checks.all()) == [first]
    assert work_result.value == 12_500_000
    event = Event.objects.about(report).first()
    assert (event.verb, event.changes) == ("check_values", {WORK["title"]: [None, "11.000.000 đồng"]})
    reviews.check_values(report, {work_result.pk: 11_000_000}, by=district)
    assert Event.objects.about(report).filter(verb="check_values").count() == 1
    reviews.check_values(report, {work_result.pk: None}, by=district)
    assert list(checks.all()) == [first, (None, district.user.pk, clock.parse(REPORTING))]
    assert WorkResult.objects.with_checked_values().get(pk=work_result.pk).checked_value is None


def test_a_value_of_another_sheet_is_not_checked(world, pledge):
    report = sent(world, kind="report", results=[DONE, NOT_DONE])
    work_result = report.last_submission.work_results.get(registered__title=WORK["title"])
    other = sent(world, "commune", "report", "neighbour")
    reviews.check_values(other, {work_result.pk: 1}, by=world.by("district", "reviewer"))
    assert not work_result.checks.exists()


def test_values_are_checked_by_reviewers_above_until_the_phase_is_locked(world, pledge):
    report = accepted(world, kind="report", results=[DONE, NOT_DONE])
    values = {report.last_submission.work_results.first().pk: 1}
    for who in ("owner", "chair", "leader", "city"):
        with pytest.raises(Forbidden):
            reviews.check_values(report, values, by=world.by(who))
    phases.lock_phase(world.phase, by=world.by("board"))
    with pytest.raises(StateConflict):
        reviews.check_values(report, values, by=world.by("district", "reviewer"))
    assert not WorkCheck.objects.exists()


@pytest.mark.parametrize("value, kept", [("12.500.000", 11_000_000), ("12.500.001", None)])
def test_a_checked_value_stays_while_the_declared_one_it_was_given_for_stays(world, pledge, value, kept):
    report, owner = sent(world, kind="report", results=[DONE, NOT_DONE]), world.by("owner")
    work_result = report.last_submission.work_results.get(registered__title=WORK["title"])
    reviews.check_values(report, {work_result.pk: 11_000_000}, by=world.by("district2"))
    filings.take_back(report, by=owner)
    changed = DONE | {"value": value, "recognised_no": "13/QĐ-THCS"}
    filings.save_part(report, "results", [changed, NOT_DONE], by=owner)
    second = filings.submit(report, by=owner)
    work_result = second.work_results.with_checked_values().get(registered__title=WORK["title"])
    assert (work_result.recognised_no, work_result.checked_value) == ("13/QĐ-THCS", kept)
    assert [check.by for check in work_result.checks.all()] == [world.user("district2")] * (kept is not None)


def test_a_work_is_named_in_the_summary_by_a_reviewer_and_stays_named(world, pledge):
    report = sent(world, kind="report", results=[DONE, NOT_DONE])
    work_result = report.last_submission.work_results.get(registered__title=WORK["title"])
    with pytest.raises(Forbidden):
        reviews.highlight(work_result, True, by=world.by("owner"))
    reviews.highlight(work_result, True, by=world.by("board"))
    reviews.highlight(work_result, True, by=world.by("board"))
    assert WorkResult.objects.get(pk=work_result.pk).highlighted is True
    assert [event.changes for event in Event.objects.about(report).filter(verb="highlight")] == [{WORK["title"]: True}]


STORY = {"uuid": "", "who": "Cô giáo Nông Thị Ánh", "story": "Mười năm cắm bản"}


def test_exemplars_are_told_in_order_and_published_by_a_reviewer(world):
    other = {"uuid": "", "who": "Tổ Hóa - Sinh", "story": "Vườn rau bán trú"}
    report = sent(world, kind="report", exemplars=[STORY, other])
    assert list(report.last_submission.exemplars.values_list("who", "story", "published")) == [
        ("Cô giáo Nông Thị Ánh", "Mười năm cắm bản", False),
        ("Tổ Hóa - Sinh", "Vườn rau bán trú", False),
    ]
    first = report.last_submission.exemplars.first()
    with pytest.raises(Forbidden):
        reviews.publish_exemplar(first, True, by=world.by("owner"))
    reviews.publish_exemplar(first, True, by=world.by("district2"))
    assert Exemplar.objects.get(published=True) == first


@pytest.mark.parametrize("story, still", [("Mười năm cắm bản", True), ("Hai mươi năm cắm bản", False)])
def test_a_published_exemplar_stays_published_and_agreed_while_its_words_stay(world, story, still):
    report, owner = sent(world, kind="report", exemplars=[STORY]), world.by("owner")
    exemplar = report.last_submission.exemplars.get()
    reviews.publish_exemplar(exemplar, True, by=world.by("district2"))
    consents.record_consent(exemplar, given_on=clock.today(), given_by="Nông Thị Ánh", by=owner)
    filings.take_back(report, by=owner)
    filings.save_part(report, "exemplars", [STORY | {"story": story}], by=owner)
    filings.submit(report, by=owner)
    exemplar = report.last_submission.exemplars.get()
    assert (exemplar.story, exemplar.published, exemplar.has_consent) == (story, still, still)


def test_a_report_sent_again_has_the_headcounts_of_its_new_content(world):
    report, owner = sent(world, kind="report"), world.by("owner")
    filings.take_back(report, by=owner)
    filings.save_part(report, "headcount", report.typed["headcount"] | {"workers": "47"}, by=owner)
    filings.submit(report, by=owner)
    assert Filing.objects.get(pk=report.pk).last_submission.headcount.workers == 47


def test_an_accepted_pledge_names_the_report_as_next_only_while_it_is(world, pledge):
    def says():
        return guidance(world.sheet("school", "pledge"), sender=False)[-1].text

    next_step = "Bước tiếp theo: báo cáo kết quả"
    due = world.sheet("school", "report").due
    with clock.travel(due.isoformat()):
        assert says().endswith(f"{next_step} trước {vietnamese.due_text(due)}.")
    with clock.travel((due + timedelta(days=1)).isoformat()):
        assert says().endswith(f"{next_step}, đã quá hạn ({vietnamese.due_text(due)}).")
    with clock.travel(REPORTING):
        sent(world, "school", "report")
        assert next_step not in says()
