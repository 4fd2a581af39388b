"""Tests what data requests add to summaries: figures by address, an annex, placeholders; of accepted answers alone."""

import pytest

from campaigns.actions import data_request_sheets, data_requests
from campaigns.figures.address import Address
from campaigns.figures.request_figures import request_figures
from foundation import clock
from summaries.annexes import annexes_of
from summaries.figure_reader import figures_at
from summaries.models import Summary
from summaries.report.contents import SummaryDraft
from summaries.sentences.names import known_names
from tests.support.data_request_steps import accepted, opened, sent, sheet_of

pytestmark = pytest.mark.either

JULY = "2015-07-20T09:00+07:00"


@pytest.fixture(autouse=True)
def july():
    with clock.travel(JULY):
        yield


def draft_of(world, unit="province", phase="phase"):
    phase = phase and getattr(world, phase)
    return SummaryDraft(Summary(campaign=world.campaign, phase=phase, unit=world.units[unit]))


def test_the_figures_of_a_request_have_addresses(world):
    request = opened(world, phase=world.phase)
    accepted(world, request)
    sent(world, request, "city", "city", C1="50")
    subject, district, city = f"request:{request.pk}.C1", world.units["district"].pk, world.units["city"].pk

    def at(subject, slice="all"):
        address = Address(world.campaign.pk, world.phase.pk, world.province.pk, subject, "total", slice)
        return figures_at([address])[address]

    assert (at(subject).value, at(subject).base) == (1250, (1, 2))
    assert (at(subject, f"upper:{district}").value, at(subject, f"upper:{city}").value) == (1250, None)
    ratio, yes = at(f"request:{request.pk}.C2"), at(f"request:{request.pk}.C3")
    assert (ratio.value, ratio.numerator, ratio.denominator, yes.value) == (75, 3, 4, 1)
    assert draft_of(world).book.label(next(iter(draft_of(world).book.providers["request"].keys()))) == (
        "Đoàn viên được tặng quà, đơn vị đã trả lời"
    )


def test_of_a_sheet_only_what_counts_is_read_at_once(world, django_assert_num_queries):
    accepted(world, opened(world, phase=world.phase))
    with django_assert_num_queries(4) as queries:
        request_figures(world.phase, world.province, whole=False)
    assert not [query for query in queries.captured_queries if "search_text" in query["sql"]]


def test_a_draft_follows_what_is_accepted_and_reopened(world):
    request = opened(world, phase=world.phase)

    def total():
        book = draft_of(world).book
        return [(book.request_total(shown, shown.questions[0]).value) for shown in book.requests]

    assert total() == [None]
    accepted(world, request)
    accepted(world, request, "city", "city", C1="50")
    assert total() == [1300]
    board, sheet = world.by("board"), sheet_of(request, world.units["city"])
    data_request_sheets.reopen_answers(sheet, reason="Sai", due_on=clock.today(), remarks={}, by=board)
    assert total() == [1250]
    data_requests.discard_request(request, reason="Rút công văn", by=board)
    assert total() == []


def test_a_request_is_an_annex_of_its_phase_and_of_the_year(world):
    request = opened(world, phase=world.phase)
    accepted(world, request)
    labels = {
        name: [annex.label for annex in annexes_of(draft_of(world, phase=name).book, full=True)]
        for name in ("phase", None)
    }
    assert all(of_draft[-1] == "Biểu bổ sung số 01" for of_draft in labels.values())
    annex = annexes_of(draft_of(world).book, full=True)[-1]
    assert annex.title == f"{request.title} (Công văn số 1234/TLĐ ngày 10/07/2015 của Tổng Liên đoàn Lao động Việt Nam)"
    sums, uppers, words = annex.tables
    assert [[getattr(cell, "value", cell) for cell in row.cells][1:] for row in sums.rows] == [
        ["Đoàn viên được tặng quà", "người", 1250, "1/2 đơn vị"],
        ["Đơn vị có nhà ăn", "-", 75, "1/2 đơn vị"],
        ["Có quỹ hỗ trợ đoàn viên", "-", 1, "1/2 đơn vị"],
    ]
    assert [row.cells[1] for row in uppers.rows] == ["LĐLĐ thành phố Lạng Sơn", "LĐLĐ huyện Chi Lăng"]
    assert [list(row.cells) for row in words.rows] == [
        ["Cách làm hay", "LĐLĐ huyện Chi Lăng", "Bữa cơm công đoàn"],
        ["Ngày ký thỏa ước nhóm", "LĐLĐ huyện Chi Lăng", "13/07/2015"],
        ["Hình thức hỗ trợ chính", "LĐLĐ huyện Chi Lăng", "Hiện vật"],
    ]
    short = annexes_of(draft_of(world).book, full=False)[-1]
    assert len(short.tables) == 1
    left_out = opened(world, phase=world.phase, in_summary=False)
    assert left_out.number == 2
    assert [shown.number for shown in draft_of(world).book.requests] == [1]
    beside_none = opened(world)
    assert [shown.number for shown in draft_of(world).book.requests] == [1]
    assert [shown.number for shown in draft_of(world, phase=None).book.requests] == [1, beside_none.number]


def test_a_sentence_says_on_how_many_units_a_sum_rests(world):
    request = opened(world, phase=world.phase)
    assert draft_of(world).placeholders.figures["YC1.C1"] is None
    accepted(world, request)
    figures = draft_of(world).placeholders.figures
    assert figures["YC1.C1"] == "1.250 người (tính trên 1/2 đơn vị)"
    assert figures["YC1.C2"] == "03/04 (75%) (tính trên 1/2 đơn vị)"
    assert figures["YC1.C3"] == "01 đơn vị (tính trên 1/2 đơn vị)"
    accepted(world, request, "city", "city", C1="50")
    assert draft_of(world).placeholders.figures["YC1.C1"] == "1.300 người"
    assert draft_of(world, "district").placeholders.figures["YC1.C1"] == "1.250 người"
    names = known_names(world.campaign).names
    assert {"YC1.C1", "YC1.C2", "YC1.C3"} <= names and "YC1.C4" not in names
