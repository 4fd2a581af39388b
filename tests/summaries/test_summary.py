"""Tests a summary from its first draft to the final file: rights, the stored snapshot, the pages."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from campaigns.models import Filing
from foundation import clock
from foundation.digest import digest
from foundation.documents.xlsx import CONTENT_TYPE
from foundation.lifecycle import StateConflict
from summaries import actions, tasks
from summaries.desk import todo
from summaries.editing_actions import TypedSentence, arrange_sentences, write_sentence
from summaries.models import Summary, SummaryFile, SummaryWorkbook
from summaries.report.contents import changed_since, contents_of
from summaries.views import files
from summaries.workbook import workbook_of
from tests.support import signing
from tests.support.sheets_by_hand import put, submissions_of
from tests.support.without_triggers import without_triggers
from units.access import Forbidden
from units.models import Job, Role, Unit
from units.models.event import AppendOnly
from units.registration import BadRegistration

pytestmark = pytest.mark.sqlite(deep="both")
NOW = "2015-07-27T09:00+07:00"
PAGE = "/campaigns/2015/phases/1/summary/"
PDF = "/campaigns/2015/phases/1/summary.pdf"
XLSX = "/campaigns/2015/phases/1/summary.xlsx"


@pytest.fixture(autouse=True)
def final_day():
    with clock.travel(NOW):
        yield


@pytest.fixture
def draft(world):
    put(world.school, "report", "accepted", phase=world.phase, PT03=4)
    put(world.bank, "report", "submitted", phase=world.phase, PT03=6)
    return actions.begin(world.campaign, world.phase, world.province, by=world.by("board"))


@pytest.fixture
def proposed(world, draft):
    actions.propose(draft, by=world.by("board"))
    return draft


@pytest.fixture
def final(world, proposed):
    signing.finalise(proposed, number="45/BC-LĐLĐ", dated_on=date(2015, 7, 27), by=world.by("leader"))
    return Summary.objects.get(pk=proposed.pk)


# Acts and rights


@pytest.mark.parametrize("name", ["owner", "district", "chair", "leader", "admin"])
def test_only_reviewers_of_the_unit_begin(world, name):
    with pytest.raises(Forbidden) as error:
        actions.begin(world.campaign, world.phase, world.province, by=world.by(name))
    assert str(error.value) == "Việc này do Ban Chính sách - Pháp luật của LĐLĐ tỉnh Lạng Sơn thực hiện."
    assert not Summary.objects.exists()


def test_a_district_has_its_own_summary(world):
    summary = actions.begin(world.campaign, world.phase, world.district, by=world.by("district", Role.REVIEWER))
    actions.propose(summary, by=world.by("district2"))
    signing.finalise(summary, number="12", dated_on=date(2015, 7, 20), by=world.by("chair"))
    assert Summary.objects.get().status == "final"


def test_the_board_does_not_write_a_districts_summary(world):
    with pytest.raises(Forbidden):
        actions.begin(world.campaign, world.phase, world.district, by=world.by("board"))


def test_nothing_is_begun_before_the_phase_is_open(world):
    with pytest.raises(StateConflict):
        actions.begin(world.campaign, world.phase2, world.province, by=world.by("board"))


def test_a_second_draft_is_not_begun(world, draft):
    with pytest.raises(StateConflict):
        actions.begin(world.campaign, world.phase, world.province, by=world.by("board2"))
    assert Summary.objects.count() == 1


def test_the_whole_campaign_has_a_summary_beside_the_phases(world, draft):
    whole = actions.begin(world.campaign, None, world.province, by=world.by("board"))
    assert (whole.phase, whole.revision, Summary.objects.count()) == (None, 1, 2)


def test_while_proposed_the_words_stand_still(world, proposed):
    with pytest.raises(StateConflict):
        write_sentence(proposed, "I.1", TypedSentence("Khác."), by=world.by("board"), seen=None)
    actions.withdraw_proposal(proposed, by=world.by("board2"))
    write_sentence(proposed, "I.1", TypedSentence("Khác."), by=world.by("board"), seen=None)
    assert Summary.objects.get().narrative == {"I.1": "Khác."}


def test_a_leader_closes_only_what_was_proposed(world, draft):
    with pytest.raises(StateConflict) as error:
        actions.close_for_signing(draft, by=world.by("leader"))
    assert error.value.sentence == "Báo cáo chưa được đề nghị chốt."


@pytest.mark.parametrize("name", ["board", "chair", "admin", "owner"])
def test_only_a_leader_of_the_unit_closes_it(world, proposed, name):
    with pytest.raises(Forbidden):
        actions.close_for_signing(proposed, by=world.by(name))
    assert Summary.objects.get().status == "draft"


@pytest.mark.parametrize(
    ("number", "day", "field"), [("", date(2015, 7, 27), "number"), ("45", date(2015, 7, 28), "dated_on")]
)
def test_number_and_date_are_those_of_the_registry(world, proposed, number, day, field):
    actions.close_for_signing(proposed, by=world.by("leader"))
    with pytest.raises(BadRegistration) as error:
        actions.register(proposed, number=number, dated_on=day, scan=signing.scan(), by=world.by("board"))
    assert list(error.value.errors) == [field]
    assert Summary.objects.get().status == "to_sign"


def test_the_database_wants_a_final_one_whole(world, draft):
    with pytest.raises(IntegrityError), transaction.atomic():
        Summary.objects.filter(pk=draft.pk).update(status="final")
    with pytest.raises(IntegrityError), transaction.atomic():
        Summary.objects.create(campaign=world.campaign, phase=world.phase, unit=world.province, revision=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Summary.objects.filter(pk=draft.pk).update(proposed_at=clock.now())


def test_a_summary_is_changed_by_acts_alone(final):
    with pytest.raises(AppendOnly):
        final.save()
    with pytest.raises(AppendOnly):
        final.delete()


# What final means


def test_a_final_one_says_who_when_and_under_which_number(final):
    assert (final.number, final.dated_on, final.finalised_by.username) == ("45/BC-LĐLĐ", date(2015, 7, 27), "board")
    assert (final.closed_at, final.closed_by.username, final.finalised_at) == (clock.now(), "leader", clock.now())
    assert final.sha256 == digest({"figures": final.figures, "text": final.text})
    document = contents_of(final).document
    assert (document.number, document.dated_on, document.year) == ("", None, None)


def test_later_changes_change_nothing_in_it(world, final):
    before = contents_of(final)
    assert before.figures.indicator("PT03").phase.total.numerator == 4
    with clock.travel("2015-07-29T09:00+07:00"):
        put(world.commune, "report", "accepted", phase=world.phase, PT03=90)
        Filing.objects.filter(called__unit=world.commune, kind="report").update(submitted_at=clock.now())
        world.province.full_name = "Tên khác"
        world.province.save()
    after = contents_of(Summary.objects.get(pk=final.pk))
    assert after == before
    assert digest({"figures": final.figures, "text": final.text}) == final.sha256


def test_what_moved_afterwards_is_counted_by_unit(world, final):
    assert changed_since(final) == 0
    with clock.travel("2015-07-29T09:00+07:00"):
        report = Filing.objects.get(called__unit=world.bank, kind="report")
        Filing.objects.filter(pk=report.pk).update(
            status="accepted",
            decided_at=clock.now(),
            decided_by=world.user("board"),
            **submissions_of(report, "accepted"),
        )
        again = {"submitted_at": clock.now(), "first_submitted_at": clock.now()}
        Filing.objects.filter(called__unit=world.school).update(**again)
    assert changed_since(Summary.objects.get(pk=final.pk)) == 2


def test_a_correction_is_a_new_revision_that_begins_with_the_same_words(world, draft):
    write_sentence(draft, "V.3", TypedSentence("Do mưa lũ."), by=world.by("board"), seen=None)
    arrange_sentences(draft, {"I.2-1": True}, None, by=world.by("board"))
    actions.propose(draft, by=world.by("board"))
    signing.finalise(draft, number="45", dated_on=date(2015, 7, 27), by=world.by("leader"))
    second = actions.revise(draft, reason="Trường gửi lại.", by=world.by("board"))
    assert (second.revision, second.status, second.narrative) == (2, "draft", {"V.3": "Do mưa lũ."})
    assert second.editing["edits"]["I.2-1"]["off"]
    with pytest.raises(StateConflict):
        actions.revise(draft, reason="Trường gửi lại.", by=world.by("board"))
    assert Summary.objects.filter(status="final").get().pk == draft.pk


# The file


def test_the_files_are_asked_for_in_the_same_transaction(world, proposed):
    actions.close_for_signing(proposed, by=world.by("leader"))
    asked_by = world.user("leader").pk
    jobs = Job.objects.order_by("pk").values_list("kind", "state", "about_id", "asked_by")
    assert list(jobs) == [(kind, "waiting", proposed.pk, asked_by) for kind in ("summary_file", "summary_workbook")]
    file = SummaryFile.objects.get()
    assert (file.is_made, file.content) == (False, None)


@pytest.mark.drawn_anew
def test_the_worker_makes_the_file_once_and_the_same_bytes_each_time(final):
    tasks.make_file.call(final.pk)
    first = SummaryFile.objects.get()
    job = Job.objects.get(kind="summary_file")
    assert bytes(first.content).startswith(b"%PDF")
    assert (job.state, job.done, job.total) == ("done", 6, 6)
    tasks.make_file.call(final.pk)
    assert SummaryFile.objects.get().made_at == first.made_at
    with without_triggers():
        SummaryFile.objects.update(content=None, made_at=None, sha256="")
    tasks.make_file.call(final.pk)
    assert SummaryFile.objects.get().sha256 == first.sha256


def test_the_stored_file_is_sent_with_its_mark(sign_in_as, final):
    tasks.make_file.call(final.pk)
    address = f"{PDF}?unit={final.unit_id}"
    response = sign_in_as("owner").get(address, headers={"Accept-Encoding": "gzip"})
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response.content == bytes(SummaryFile.objects.get().content)
    assert response["ETag"] == f'"{SummaryFile.objects.get().sha256}"'
    again = sign_in_as("owner").get(address, headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_file_with_other_bytes_than_were_stored_is_not_sent(sign_in_as, final, caplog):
    tasks.make_file.call(final.pk)
    with without_triggers():
        SummaryFile.objects.update(content=b"%PDF-1.4 of somebody else")
    response = sign_in_as("owner").get(f"{PDF}?unit={final.unit_id}")
    assert (response.status_code, b"%PDF" in response.content) == (410, False)
    assert "Tệp không còn nguyên vẹn" in response.content.decode()
    assert [line for line in caplog.messages if line.startswith(f"{PDF}: stored file is damaged: 25 bytes")]


def test_the_workbook_is_made_once_and_never_drawn_again(sign_in_as, final, monkeypatch):
    tasks.make_workbook.call(final.pk)
    workbook = SummaryWorkbook.objects.get()
    assert bytes(workbook.content) == workbook_of(final, contents_of(final), final.frozen_at)

    def drawn(*_given):
        raise AssertionError("drawn again")

    for module in (tasks, files):
        monkeypatch.setattr(module, "workbook_of", drawn)
    tasks.make_workbook.call(final.pk)
    Unit.objects.filter(pk=final.unit_id).update(name="Tên khác")
    response = sign_in_as("owner").get(f"{XLSX}?unit={final.unit_id}")
    assert response.content == bytes(workbook.content)
    assert (response["ETag"], response["Content-Type"]) == (f'"{workbook.sha256}"', CONTENT_TYPE)
    again = sign_in_as("owner").get(f"{XLSX}?unit={final.unit_id}", headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_while_the_workbook_is_made_both_pages_say_so(sign_in_as, final):
    making = "Đang tạo bản Excel. Có thể rời trang và tải bản này sau ít phút."
    response = sign_in_as("leader").get(XLSX)
    assert (response.status_code, making in response.content.decode()) == (202, True)
    assert making in sign_in_as("leader").get(PAGE).content.decode()
    tasks.make_workbook.call(final.pk)
    assert making not in sign_in_as("leader").get(PAGE).content.decode()


def test_finals_without_a_kept_workbook_are_given_to_the_worker_once(final):
    with without_triggers():
        SummaryWorkbook.objects.all().delete()
    Job.objects.all().delete()
    assert tasks.ask_for_missing_files() == "Đã giao tạo tệp của 1 báo cáo đã chốt."
    assert tasks.ask_for_missing_files() == ""
    assert Job.objects.filter(kind="summary_workbook").count() == 1


def test_while_the_file_is_made_a_page_says_how_far(sign_in_as, final):
    Job.objects.filter(kind="summary_file").update(done=2, total=6)
    response = sign_in_as("leader").get(PDF)
    assert response.status_code == 202
    assert "Đang tạo bản PDF (2/6 phần). Có thể rời trang; xong sẽ báo ở “Việc cần làm”." in response.content.decode()


# Pages


def test_the_default_is_the_highest_unit_i_reach(sign_in_as, world):
    for name, unit in (("board", "province"), ("admin", "province"), ("district", "district"), ("owner", "school")):
        response = sign_in_as(name).get(PAGE)
        assert response.status_code == 200
        assert response.context["summary"].unit == world.units[unit]


def test_a_draft_out_of_reach_is_not_found_and_a_final_of_the_campaigns_unit_is(sign_in_as, world, final):
    province, city = world.province.pk, world.city.pk
    assert sign_in_as("owner").get(f"{PAGE}?unit={city}").status_code == 404
    assert sign_in_as("owner").get(f"{PAGE}?unit={province}").status_code == 200
    actions.revise(final, reason="Trường gửi lại.", by=world.by("board"))
    assert sign_in_as("owner").get(f"{PAGE}?unit={province}&revision=1").status_code == 200
    assert sign_in_as("owner").get(f"{PAGE}?unit={province}&revision=2").status_code == 404
    assert sign_in_as("board").get(f"{PAGE}?revision=2").status_code == 200
    assert sign_in_as("board").get(f"{PAGE}?revision=3").status_code == 404


def test_before_it_is_final_the_campaigns_unit_is_out_of_reach_too(sign_in_as, world, draft):
    for page in (PAGE, PDF):
        assert sign_in_as("owner").get(f"{page}?unit={world.province.pk}").status_code == 404


@pytest.mark.parametrize("query", ["unit=x", "unit=0", "unit=999999999999999999999", "revision=x", "unit=-1", "unit=²"])
def test_nonsense_is_not_found(sign_in_as, world, query):
    assert sign_in_as("board").get(f"{PAGE}?{query}").status_code == 404


def test_a_planned_phase_says_that_nothing_was_called(sign_in_as, world):
    response = sign_in_as("board").get("/campaigns/2015/phases/2/summary/")
    assert response.status_code == 200
    assert "Đợt này chưa mở nên chưa có số liệu." in response.content.decode()


def test_the_page_of_the_whole_campaign(sign_in_as, world, draft):
    response = sign_in_as("board").get("/campaigns/2015/summary/")
    assert response.status_code == 200
    assert response.context["document"].about == "Tổng kết phong trào thi đua năm 2015"


def test_the_buttons_are_those_of_the_role(sign_in_as, world, proposed):
    board, leader = sign_in_as("board").get(PAGE).content.decode(), sign_in_as("leader").get(PAGE).content.decode()
    assert "Rút đề nghị chốt…" in board and "Chốt để trình ký…" not in board
    assert "Chốt để trình ký…" in leader and "Rút đề nghị chốt…" not in leader


def test_the_confirmation_counts_who_has_not_reported(sign_in_as, world, proposed):
    page = sign_in_as("leader").get(f"/summaries/{proposed.pk}/close/").content.decode()
    sentence = "Báo cáo sơ kết đợt 1 năm 2015: 2/7 đơn vị đã báo cáo, 5 đơn vị chưa báo cáo. Số liệu, lời văn và các "
    assert sentence + "tệp được giữ nguyên từ lúc này; số, ngày để trống cho văn thư ghi." in page
    assert "Vẫn chốt: 1 báo cáo đã gửi, chưa được xác nhận, không tính vào kết quả chỉ tiêu." in page


def test_a_leader_closes_and_a_reviewer_registers_on_their_pages(sign_in_as, world, proposed):
    unsure = sign_in_as("leader").post(f"/summaries/{proposed.pk}/close/").content.decode()
    assert "Xin đánh dấu nếu vẫn chốt." in unsure and Summary.objects.get().status == "draft"
    closed = sign_in_as("leader").post(f"/summaries/{proposed.pk}/close/", {"sure": "on"}, follow=True).content.decode()
    assert "Đã chốt, chờ ký (lần 1)" in closed and "Ghi số, ngày…" not in closed
    client, address = sign_in_as("board"), f"/summaries/{proposed.pk}/register/"
    wrong = client.post(address, {"number": "", "dated_on": "32/07/2015"})
    assert wrong.status_code == 200
    page = wrong.content.decode()
    assert "Xin nhập số như văn thư đã ghi, ví dụ 45 hoặc 45a/BC-LĐLĐ." in page
    assert "Ngày chưa đúng. Xin ghi theo dạng ngày/tháng/năm, ví dụ 28/7/2015." in page
    assert "Xin chọn tệp bản chụp văn bản đã ký." in page
    assert Summary.objects.get().status == "to_sign"
    typed = {"number": "45a", "dated_on": "27/07/2015", "checked": "on", "scan": signing.scan()}
    done = client.post(address, typed, follow=True)
    assert Summary.objects.get().number == "45a"
    assert "Đã ban hành (lần 1)" in done.content.decode()


def test_who_comes_too_late_is_told_with_409(sign_in_as, world, final):
    response = sign_in_as("leader").post(f"/summaries/{final.pk}/close/")
    assert response.status_code == 409
    assert "Báo cáo đã ban hành, không sửa được." in response.content.decode()


def test_who_may_not_is_told_with_403_and_who_does_not_see_with_404(sign_in_as, world, draft):
    assert sign_in_as("leader").get(f"/summaries/{draft.pk}/edit/").status_code == 403
    assert sign_in_as("district").get(f"/summaries/{draft.pk}/edit/").status_code == 404


def test_beginning_is_a_post_and_leads_to_writing(sign_in_as, world):
    client = sign_in_as("board")
    sent = {"campaign": "2015", "phase": "1", "unit": world.province.pk}
    response = client.post("/summaries/begin/", sent)
    assert response["Location"] == f"/summaries/{Summary.objects.get().pk}/edit/"
    assert client.get("/summaries/begin/").status_code == 405
    assert client.post("/summaries/begin/", sent | {"unit": "x"}).status_code == 404
    assert sign_in_as("owner").post("/summaries/begin/", sent).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_unit_as_for_three(sign_in_as, world, count):
    for name in ("school", "commune", "porters")[:count]:
        put(world.units[name], "report", "accepted", phase=world.phase, PT03=4)
    client = sign_in_as("district")
    client.get(PAGE)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(PAGE).status_code == 200
    assert len(queries) == PAGE_QUERIES


PAGE_QUERIES = 10  # three of them for the days and due dates of phases and for the sentences, which are those of now


# My desk


def titles(world, name, role=None):
    return [reminder.title for reminder in todo(world.by(name, role))]


def test_when_a_phase_is_over_its_summary_awaits_the_reviewers(world):
    assert titles(world, "board") == ["Soạn báo cáo sơ kết đợt 1 năm 2015"]
    assert titles(world, "district", Role.REVIEWER) == ["Soạn báo cáo sơ kết đợt 1 năm 2015"]
    assert titles(world, "leader") == titles(world, "owner") == []
    with clock.travel("2015-06-30T09:00+07:00"):
        assert titles(world, "board") == []


def test_a_proposed_summary_awaits_the_leader(world, draft):
    assert (titles(world, "board"), titles(world, "leader")) == (["Hoàn thành báo cáo sơ kết đợt 1 năm 2015"], [])
    actions.propose(draft, by=world.by("board"))
    assert (titles(world, "board"), titles(world, "leader")) == ([], ["Chốt báo cáo sơ kết đợt 1 năm 2015"])


def test_a_file_that_is_ready_is_told_for_a_week(world, final):
    assert titles(world, "leader") == []
    tasks.make_file.call(final.pk)
    assert titles(world, "leader") == ["Bản PDF báo cáo sơ kết đợt 1 năm 2015 đã tạo xong"]
    with clock.travel("2015-08-04T09:00+07:00"):
        assert titles(world, "leader") == []
