"""Tests the pages of a sheet: typed answers are kept, errors are shown at the field and above, acts redirect."""

import re

import pytest

from campaigns.actions import filings, phases, reviews
from campaigns.models import Filing
from campaigns.papers import filing_text
from campaigns.sheet import Sheet
from foundation import clock
from tests.support.filing_steps import accepted
from tests.support.world import WORK, draft, fill

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db]
FEBRUARY = "2015-02-25T09:00+07:00"
JULY = "2015-07-08T09:00+07:00"


@pytest.fixture(autouse=True)
def february():
    with clock.travel(FEBRUARY):
        yield


def signed_in(client, world, name):
    client.force_login(world.user(name))
    return client


def typed_form(part, typed):
    return {f"{part}-{name}": value for name, value in typed.items()}


def post_part(client, filing, number, typed, button="next"):
    filing.refresh_from_db()
    url = f"/{filing.kind}s/{filing.pk}/parts/{number}/"
    return client.post(url, {"version": filing.version, button: "1", **typed})


def text(response):
    return " ".join(response.content.decode().split())


def test_a_wrong_figure_is_kept_and_named_at_the_field_and_above(client, world):
    filing = world.sheet("school", "pledge")
    response = post_part(signed_in(client, world, "owner"), filing, 1, {"headcount-workers": "bốn sáu"})
    page = text(response)
    assert response.status_code == 200
    assert 'value="bốn sáu"' in page
    sentence = "Tổng số CNVCLĐ phải là số. Ví dụ: 1.250 hoặc 12,5."
    assert page.count(sentence) == 2
    assert f'<a href="#id_headcount-workers">{sentence}</a>' in page
    assert "Xin nhập số nữ CNVCLĐ. Không có thì ghi 0." in page
    filing.refresh_from_db()
    assert filing.status == "draft"
    assert filing.typed["headcount"]["workers"] == "bốn sáu"
    assert not hasattr(Filing.objects.get(pk=filing.pk), "headcount")


def test_a_right_part_leads_to_the_next(client, world):
    filing = world.sheet("school", "pledge")
    typed = typed_form("headcount", fill(filing)["headcount"])
    response = post_part(signed_in(client, world, "owner"), filing, 1, typed)
    assert response.url == f"/pledges/{filing.pk}/parts/2/"


def test_saving_for_now_keeps_what_is_incomplete_and_says_when(client, world):
    filing = world.sheet("school", "pledge")
    client = signed_in(client, world, "owner")
    response = post_part(client, filing, 1, {"headcount-workers": "46"}, button="save")
    assert response.url == f"/pledges/{filing.pk}/parts/1/"
    assert "Đã lưu tạm lúc 09:00." in text(client.get(response.url))
    filing.refresh_from_db()
    assert filing.typed["headcount"]["workers"] == "46"


def test_a_row_is_added_without_a_script_and_dropped_by_its_tick(client, world):
    filing = world.sheet("school", "pledge")
    client = signed_in(client, world, "owner")
    row = {"works-TOTAL_FORMS": "1", **{f"works-0-{name}": value for name, value in WORK.items()}}
    added = post_part(client, filing, 4, row, button="add")
    assert added.url == f"/pledges/{filing.pk}/parts/4/?rows=1#new"
    page = text(client.get(added.url))
    assert 'name="works-TOTAL_FORMS" value="2"' in page
    assert 'aria-live="polite">Cộng: <b data-total-rows>1</b> dòng' in page
    assert 'name="works-1-title"' in page
    post_part(client, filing, 4, row | {"works-0-DELETE": "1"}, button="save")
    filing.refresh_from_db()
    assert filing.typed["works"] == []
    page = text(client.get(added.url))
    assert 'name="works-0-title"' in page and 'aria-live="polite" hidden>Cộng: <b data-total-rows>0</b> dòng' in page


@pytest.mark.parametrize("total", ["-1", "abc", "999999999999999999999", "1e3", ""])
def test_nonsense_about_the_number_of_rows_is_read_as_none(client, world, total):
    filing = world.sheet("school", "pledge")
    response = post_part(signed_in(client, world, "owner"), filing, 4, {"works-TOTAL_FORMS": total}, button="save")
    assert response.status_code == 302
    filing.refresh_from_db()
    assert filing.typed["works"] == []


def test_fields_a_part_does_not_have_cannot_be_posted(client, world):
    filing = world.sheet("school", "pledge")
    typed = {"headcount-workers": "46", "headcount-insured": "5", "status": "accepted", "typed": "{}"}
    post_part(signed_in(client, world, "owner"), filing, 1, typed, button="save")
    filing.refresh_from_db()
    assert filing.status == "draft"
    assert "insured" not in filing.typed["headcount"]


def test_the_second_of_two_editors_sees_what_the_first_wrote_and_loses_nothing(client, world):
    filing = world.sheet("school", "pledge")
    client, address = signed_in(client, world, "owner"), f"/pledges/{filing.pk}/parts/1/"
    shown = {"seen": client.get(address).context["fingerprint"], "save": "1"}
    filings.save_part(filing, "headcount", {"workers": "46", "women": "30"}, by=world.by("owner2"))
    response = client.post(address, shown | {"headcount-workers": "99", "headcount-women": "30"})
    assert response.status_code == 409
    conflict = response.context["conflict"]
    assert (conflict.who, [line[1:] for line in conflict.differences]) == ("Nông Văn Ân", [("46", "99")])
    assert "Nông Văn Ân vừa lưu phần này lúc 09:00 ngày 25/02/2015" in text(response)
    assert response.context["part"].form["workers"].value() == "99"
    assert Filing.objects.get(pk=filing.pk).typed == {"headcount": {"workers": "46", "women": "30"}}
    shown["seen"] = response.context["fingerprint"]
    assert client.post(address, shown | {"headcount-workers": "99"}).status_code == 302
    assert Filing.objects.get(pk=filing.pk).typed["headcount"]["workers"] == "99"


def test_rows_that_another_wrote_meanwhile_are_named_one_by_one(client, world):
    filing = world.sheet("school", "pledge")
    client, address = signed_in(client, world, "owner"), f"/pledges/{filing.pk}/parts/4/"
    shown = {"seen": client.get(address).context["fingerprint"], "save": "1", "works-TOTAL_FORMS": "1"}
    filings.save_part(filing, "works", [{"uuid": WORK["uuid"], "title": "Vườn rau"}], by=world.by("owner2"))
    response = client.post(address, shown | {"works-0-title": "Bể nước"})
    assert response.status_code == 409
    assert sorted(line[1:] for line in response.context["conflict"].differences) == [
        ("", "Bể nước"),
        ("Vườn rau", ""),
    ]
    assert [work["title"] for work in Filing.objects.get(pk=filing.pk).typed["works"]] == ["Vườn rau"]


def test_sending_shows_the_receipt(client, world):
    filing = world.sheet("school", "pledge")
    draft(filing, by=world.by("owner"))
    client = signed_in(client, world, "owner")
    response = client.post(f"/pledges/{filing.pk}/check/")
    assert response.url == f"/pledges/{filing.pk}/"
    receipt = Filing.objects.get(pk=filing.pk).last_submission.receipt
    sentence = (
        f"Đã gửi đăng ký thi đua lúc 09:00 ngày 25/02/2015, mã tiếp nhận {receipt}. "
        "LĐLĐ huyện Chi Lăng sẽ xem xét; kết quả hiện ở trang này."
    )
    assert sentence in text(client.get(response.url))


def test_an_incomplete_sheet_is_not_sent_and_each_gap_leads_to_its_field(client, world):
    filing = world.sheet("school", "pledge")
    filings.save_part(filing, "headcount", {"workers": "x"}, by=world.by("owner"))
    response = signed_in(client, world, "owner").post(f"/pledges/{filing.pk}/check/")
    page = text(response)
    assert response.status_code == 200
    assert f'<a href="/pledges/{filing.pk}/parts/1/#id_headcount-workers">' in page
    assert "Chưa làm phần “5. Cam kết và tài liệu”." in page
    filing.refresh_from_db()
    assert (filing.status, filing.submissions.count()) == ("draft", 0)


def test_an_odd_figure_is_asked_about_and_goes_through_when_confirmed(client, world):
    filing = world.sheet("school", "pledge")
    headcount = fill(filing)["headcount"] | {"women": "60"}
    draft(filing, by=world.by("owner"), headcount=headcount)
    client = signed_in(client, world, "owner")
    response = client.post(f"/pledges/{filing.pk}/check/")
    page = text(response)
    assert response.status_code == 200
    assert "Số nữ (60) nhiều hơn tổng số CNVCLĐ (46). Số liệu này có đúng không?" in page
    assert "Xin trả lời các câu hỏi dưới đây rồi gửi lại." in page
    response = client.post(f"/pledges/{filing.pk}/check/", {"right:women-workers": "60/46"})
    assert response.status_code == 302
    filing.refresh_from_db()
    assert filing.status == "submitted"


def submitted(world, unit="school", officer="owner", **changes):
    filing = world.sheet(unit, "pledge")
    draft(filing, by=world.by(officer), **changes)
    filings.submit(filing, by=world.by(officer))
    return filing


def test_accepting_leads_to_the_next_sheet_that_awaits(client, world):
    first, second = submitted(world), submitted(world, "commune", "neighbour")
    client = signed_in(client, world, "district")
    response = client.post(f"/pledges/{first.pk}/accept/", {"seen": "1", "next": "1"})
    assert response.url == f"/pledges/{second.pk}/"
    first.refresh_from_db()
    assert first.status == "accepted"


def test_returning_leads_to_the_next_sheet_too_and_to_no_editor(client, world):
    first, second = submitted(world), submitted(world, "commune", "neighbour")
    client = signed_in(client, world, "district")
    typed = {"reason": "Thiếu chữ ký", "due_on": "02/03/2015"}
    assert client.post(f"/pledges/{first.pk}/return/", typed).url == f"/pledges/{second.pk}/"
    page = text(client.get(f"/pledges/{first.pk}/"))
    assert "Nhập thay đơn vị…" in page
    assert "Kiểm tra lại trước khi gửi" not in page


def test_accepting_what_was_resubmitted_meanwhile_is_a_conflict(client, world):
    filing = submitted(world)
    filings.take_back(filing, by=world.by("owner"))
    filings.submit(filing, by=world.by("owner"))
    response = signed_in(client, world, "district").post(f"/pledges/{filing.pk}/accept/", {"seen": "1"})
    assert response.status_code == 409
    assert "Đơn vị vừa gửi lại bản mới (lần 2)." in text(response)
    filing.refresh_from_db()
    assert filing.status == "submitted"


def test_returning_needs_a_reason_and_keeps_the_date_typed(client, world):
    filing = submitted(world)
    client = signed_in(client, world, "district")
    response = client.post(f"/pledges/{filing.pk}/return/", {"reason": "", "due_on": "02/03/2015"})
    page = text(response)
    assert response.status_code == 200
    assert page.count("Xin ghi lý do để đơn vị biết cần bổ sung gì.") == 2
    assert 'value="02/03/2015"' in page
    response = client.post(f"/pledges/{filing.pk}/return/", {"reason": "Thiếu chữ ký", "due_on": "02/03/2015"})
    assert response.url == f"/pledges/{filing.pk}/"
    filing.refresh_from_db()
    assert (filing.status, filing.reason) == ("returned", "Thiếu chữ ký")
    officer = signed_in(client, world, "owner")
    page = text(officer.get(f"/pledges/{filing.pk}/"))
    assert "LĐLĐ huyện Chi Lăng đề nghị</h2>" in page and "“Thiếu chữ ký”" in page and "hết ngày 02/03/2015" in page


def test_the_reason_typed_is_kept_when_somebody_was_quicker(client, world):
    filing = submitted(world)
    reviews.accept(filing, by=world.by("district", "reviewer"))
    typed = {"reason": "Thiếu chữ ký của hiệu trưởng", "due_on": "02/03/2015"}
    response = signed_in(client, world, "district2").post(f"/pledges/{filing.pk}/return/", typed)
    assert response.status_code == 409
    page = text(response)
    assert "Vi Văn Thông vừa xác nhận bản này lúc 09:00 ngày 25/02/2015." in page
    assert "Thiếu chữ ký của hiệu trưởng" in page


def test_a_version_says_what_differs_from_the_one_before(client, world):
    filing = submitted(world, works=[WORK])
    filings.take_back(filing, by=world.by("owner"))
    headcount = fill(filing)["headcount"] | {"women": "31"}
    filings.save_part(filing, "headcount", headcount, by=world.by("owner"))
    filings.save_part(filing, "works", [WORK | {"authors": "Nông Văn Ân"}], by=world.by("owner"))
    filings.submit(filing, by=world.by("owner"))
    response = signed_in(client, world, "district").get(f"/pledges/{filing.pk}/versions/2/")
    assert response.context["differences"] == [
        ("Trong đó: nữ", "10", "31"),
        (f"{WORK['title']} · Tác giả (nhóm tác giả)", "Nông Thị Ánh", "Nông Văn Ân"),
    ]


def test_the_next_phase_shows_the_years_pledge_and_confirms_it_in_one_act(client, world):
    filing = submitted(world, works=[WORK])
    reviews.accept(filing, by=world.by("district", "reviewer"))
    with clock.travel(JULY):
        phases.open_phase(world.phase2, by=world.by("board"))
        second = world.sheet("school", "pledge", 2)
        client = signed_in(client, world, "owner")
        page = text(client.get(f"/pledges/{second.pk}/"))
        assert "Kế thừa đăng ký đầu năm" in page
        assert WORK["title"] in page
        second.refresh_from_db()
        assert second.typed == {}
        response = client.post(f"/pledges/{second.pk}/confirm-unchanged/")
        assert response.url == f"/pledges/{second.pk}/"
        second.refresh_from_db()
        assert (second.status, second.typed) == ("submitted", filing.typed)


def test_a_reviewer_writes_checked_values_and_chooses_what_is_shown(client, world):
    filing = submitted(world, works=[WORK])
    reviews.accept(filing, by=world.by("district", "reviewer"))
    with clock.travel(JULY):
        report = world.sheet("school", "report")
        told = {
            "uuid": WORK["uuid"],
            "done": "yes",
            "recognised_by": "Hiệu trưởng",
            "recognised_on": "20/05/2015",
            "value": "12.000.000",
        }
        exemplar = {"uuid": "", "who": "Nông Thị Ánh", "story": "Dạy thêm không lấy tiền."}
        draft(report, by=world.by("owner"), results=[told], exemplars=[exemplar])
        filings.submit(report, by=world.by("owner"))
        work, sent_exemplar = report.last_submission.work_results.get(), report.last_submission.exemplars.get()
        client = signed_in(client, world, "district")
        url = f"/reports/{report.pk}/works/"
        response = client.post(url, {f"value-{work.pk}": "mười"})
        page = text(response)
        assert response.status_code == 200
        assert page.count("Giá trị rà soát phải là số. Ví dụ: 1.250 hoặc 12,5.") == 2
        assert 'value="mười"' in page
        typed = {
            f"value-{work.pk}": "11.500.000",
            f"highlighted-{work.pk}": "on",
            f"published-{sent_exemplar.pk}": "on",
        }
        assert client.post(url, typed).url == f"/reports/{report.pk}/"
        work = report.last_submission.work_results.with_checked_values().get()
        sent_exemplar.refresh_from_db()
        assert (work.checked_value, work.highlighted, sent_exemplar.published) == (11_500_000, True, True)


def test_the_paper_is_a_pdf_of_the_sheet(client, world):
    filing = submitted(world)
    response = signed_in(client, world, "owner").get(f"/pledges/{filing.pk}/pledge.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")


def test_a_sheets_page_costs_the_same_with_one_and_three_works(client, world, django_assert_num_queries):
    three = [WORK | {"uuid": WORK["uuid"][:-1] + str(n), "title": f"Sáng kiến {n}"} for n in range(3)]
    one_work, three_works = submitted(world, works=[WORK]), submitted(world, "commune", "neighbour", works=three)
    client = signed_in(client, world, "board")
    client.get("/pledges/")
    for filing in (one_work, three_works):
        with django_assert_num_queries(6):  # one as a reviewer: which sheets await their decision
            client.get(f"/pledges/{filing.pk}/")


def test_the_pages_of_an_accepted_sheet_name_the_year_and_the_upper_union_that_its_paper_names(client, world):
    pledge = accepted(world)
    name, page = world.school.parent.name, pledge.get_absolute_url()
    type(world.campaign).objects.filter(pk=world.campaign.pk).update(year=2016)
    type(world.school).objects.filter(pk=world.school.parent_id).update(name="Công đoàn khác")
    shown = text(signed_in(client, world, "owner").get(page))
    assert "<h1>Đăng ký thi đua đợt 1 năm 2015: đã xác nhận</h1>" in shown
    assert f"{world.school.name} · {name}" in shown
    assert f"{world.school.name}, Đợt 1 năm 2015" in shown
    assert "2016: đã xác nhận" not in shown
    assert f"<small>{name}" in text(client.get("/pledges/"))
    assert "<h1>Đợt 1 năm 2015</h1>" in text(client.get(world.phase.get_absolute_url()))


def test_a_sheet_that_nobody_began_tells_no_results(client, world):
    client, report = signed_in(client, world, "district"), world.sheet("school", "report")
    assert "Kết quả chỉ tiêu" not in client.get(report.get_absolute_url()).text, "counts of works would say 0"
    for unit, kind, empty in (
        ("school", "report", ["Chưa có số liệu.", "Chưa có số liệu.", "Chưa ghi.", "Chưa ghi."]),
        ("district", "report", ["Chưa có số liệu.", "Chưa ghi.", "Chưa ghi."]),
        ("school", "pledge", ["Chưa có số liệu.", "Chưa ghi.", "Chưa ghi.", "Chưa ghi."]),
    ):
        paper = filing_text(Sheet(world.sheet(unit, kind)))
        assert re.findall(r"Chưa \w+(?: \w+)*\.|Không\w*\.", paper) == empty
        assert ">0<" not in paper and "<table" not in paper.partition("<h1>")[2].partition("Nơi nhận")[0]
