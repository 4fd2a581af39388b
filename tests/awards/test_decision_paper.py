"""Tests the paper of a decision, read back from its PDF: text, lists, drafts, amendments, the stored snapshot."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from awards import tasks
from awards.actions import appraisal, decisions, signing
from awards.models import AwardTitle, Decision, DecisionFile, Nomination, Nominee
from awards.papers.decision import decision_pdf
from awards.papers.listing import listing_of
from foundation import clock
from tests.support import dossier_steps
from tests.support.casts import copied
from tests.support.papers import dictionaries_of, pages_of, tool, words
from tests.support.without_triggers import without_triggers
from units.models import Job, Role, Unit

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db]  # what is drawn is the same on both

ANH = {"code": "BK_T", "name": "Nông Thị Ánh Nguyệt"}
LIN = {"code": "BK_T", "name": "Bàn Phúc Lìn", "sex": "male", "birth_year": 1985}
TEAM = {"code": "BK_T", "name": "Tổ Toán - Lý", "person": False}
WORDING = (
    "Đã có thành tích xuất sắc trong phong trào thi đua đợt 1 năm 2015, "
    "chào mừng kỷ niệm 86 năm Ngày thành lập Công đoàn Việt Nam."
)


@pytest.fixture
def world(db):
    with clock.travel(dossier_steps.DAY):
        yield copied(dossier_steps.build)


def read(decision, *options):
    return words(decision_pdf(again(decision)), *(options or ("-raw",)))


def again(decision):
    return Decision.objects.get(pk=decision.pk)


def drafted(world, rows, **more):
    return decisions.draft(dossier_steps.approved(world, rows, **more), by=world.by("board"))


def amended(world, changes, kind, reason=""):
    """Return a draft that amends awards of a decision; changes are (place in its list, field, new text)."""
    decision = dossier_steps.issued(world, [TEAM, ANH, LIN])
    awards = {award.place: award for award in decision.awards.all()}
    amendments = [(awards[number], field, new) for number, field, new in changes]
    return decisions.amend(decision, amendments, by=world.by("board"), kind=kind, reason=reason)


def test_a_decision_says_what_the_office_says(world):
    decision = dossier_steps.issued(world, [TEAM, ANH, LIN])
    text, _list = decision_text(decision)
    assert text == (
        "TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM LĐLĐ TỈNH LẠNG SƠN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM "
        "Độc lập - Tự do - Hạnh phúc Số: 45/QĐ-LĐLĐ Lạng Sơn, ngày 20 tháng 7 năm 2015 QUYẾT ĐỊNH "
        "Về việc tặng Bằng khen cho tập thể, cá nhân có thành tích xuất sắc trong phong trào thi đua "
        "đợt 1 năm 2015 BAN THƯỜNG VỤ LĐLĐ TỈNH LẠNG SƠN "
        "Căn cứ Luật Thi đua, Khen thưởng và các văn bản hướng dẫn thi hành; "
        "Căn cứ Luật Công đoàn năm 2012 và Điều lệ Công đoàn Việt Nam (khóa XI); "
        "Căn cứ Quy chế khen thưởng của tổ chức Công đoàn ban hành kèm theo Quyết định số 1564/QĐ-TLĐ ngày "
        "24/12/2014 của Đoàn Chủ tịch Tổng Liên đoàn Lao động Việt Nam; "
        "Xét đề nghị của Hội đồng Thi đua - Khen thưởng và Ban Chính sách - Pháp luật LĐLĐ tỉnh, QUYẾT ĐỊNH: "
        f"Điều 1. Tặng Bằng khen cho 01 tập thể và 02 cá nhân (có danh sách kèm theo) {WORDING} "
        "Điều 2. 01 tập thể và 02 cá nhân có tên tại Điều 1 được nhận Bằng khen kèm theo tiền thưởng theo quy định "
        "hiện hành. Điều 3. Văn phòng, Ban Tài chính, Ban Chính sách - Pháp luật LĐLĐ tỉnh, các đơn vị liên quan và "
        "các tập thể, cá nhân có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./. "
        "Nơi nhận: - Như Điều 3; - Tổng LĐLĐ Việt Nam (b/c); - Thường trực LĐLĐ tỉnh; - Lưu: VT, CSPL. "
        "TM. BAN THƯỜNG VỤ PHÓ CHỦ TỊCH (Đã ký) Hứa Quang Lâm"
    )


def decision_text(decision):
    """Return text and list of a decision of two pages."""
    content = decision_pdf(again(decision))
    return [words(content, "-raw", "-f", page, "-l", page) for page in ("1", "2")]


def test_the_list_stands_on_a_page_of_its_own_in_the_order_of_papers(world):
    _text, listed = decision_text(dossier_steps.issued(world, [LIN, ANH, TEAM]))
    assert listed == (
        "DANH SÁCH TẬP THỂ, CÁ NHÂN ĐƯỢC TẶNG BẰNG KHEN "
        "(Kèm theo Quyết định số 45/QĐ-LĐLĐ ngày 20 tháng 7 năm 2015 của Ban Thường vụ LĐLĐ tỉnh Lạng Sơn) "
        "A. TẬP THỂ TT Tên tập thể 1 Tổ Toán - Lý, CĐCS Trường THCS Đồi Na "
        "B. CÁ NHÂN TT Họ và tên Chức vụ, đơn vị 2 Ông Bàn Phúc Lìn Giáo viên Trường THCS Đồi Na "
        "3 Bà Nông Thị Ánh Nguyệt Giáo viên Trường THCS Đồi Na "
        "Danh sách này có 01 tập thể và 02 cá nhân./."
    )


def test_what_there_is_none_of_is_not_named(world):
    text, listed = decision_text(dossier_steps.issued(world, [ANH]))
    assert "cho cá nhân có thành tích xuất sắc" in text
    assert "Tặng Bằng khen cho 01 cá nhân (có danh sách kèm theo)" in text
    assert "và cá nhân có tên tại Điều 1" in text
    assert listed.startswith("DANH SÁCH CÁ NHÂN ĐƯỢC TẶNG BẰNG KHEN (Kèm theo")
    assert listed.endswith("Danh sách này có 01 cá nhân./.")
    assert "tập thể" not in (text + listed).lower().replace("tập thể, cá nhân có liên quan", "")


def test_a_draft_is_stamped_and_bears_neither_number_nor_day(world):
    content = decision_pdf(drafted(world, [ANH]))
    assert [page[0] for page in pages_of(content)] == ["DỰ THẢO", "DỰ THẢO"]
    text = words(content, "-raw")
    assert "Số: /QĐ-LĐLĐ Lạng Sơn, ngày tháng năm 2015" in text
    assert "(Kèm theo Quyết định số /QĐ-LĐLĐ ngày tháng năm 2015 của Ban Thường vụ LĐLĐ tỉnh Lạng Sơn)" in text


def test_a_correction_cites_place_old_and_new(world):
    text = read(amended(world, [(2, "name", "Nông Thị Ánh Nguyệt Hoa")], "correct"))
    assert "Về việc đính chính Quyết định số 45/QĐ-LĐLĐ ngày 20/07/2015 BAN THƯỜNG VỤ" in text
    assert "Căn cứ Quyết định số 45/QĐ-LĐLĐ ngày 20/07/2015 của Ban Thường vụ LĐLĐ tỉnh Lạng Sơn; Xét đề nghị" in text
    assert (
        "Điều 1. Đính chính họ tên của Bà Nông Thị Ánh Nguyệt tại số thứ tự 2 Danh sách kèm theo Quyết định số "
        "45/QĐ-LĐLĐ ngày 20/07/2015: đã in “Nông Thị Ánh Nguyệt”, nay sửa là “Nông Thị Ánh Nguyệt Hoa”. "
        "Điều 2. Các nội dung khác của Quyết định số 45/QĐ-LĐLĐ ngày 20/07/2015 không thay đổi. Điều 3. Văn phòng,"
    ) in text
    assert "- Như Điều 3;" in text


def test_a_correction_of_a_collective_speaks_of_its_name(world):
    text = read(amended(world, [(1, "name", "Tổ Toán"), (2, "position", "Hiệu trưởng")], "correct"))
    assert "Điều 1. Đính chính tên của Tổ Toán - Lý tại số thứ tự 1 Danh sách" in text
    assert "Điều 2. Đính chính chức vụ, nghề nghiệp của Bà Nông Thị Ánh Nguyệt tại số thứ tự 2" in text
    assert "Điều 3. Các nội dung khác" in text


def test_an_adjustment_cites_the_wording(world):
    reason = f"{'Theo đề nghị của tổ. ' * 18}Theo đề nghị"
    decision = again(amended(world, [(3, "wording", "Đã có thành tích xuất sắc")], "adjust", reason=reason))
    text, rest = (" ".join(page[1:]) for page in pages_of(decision_pdf(decision)))
    assert rest.startswith("Điều 3. Văn phòng,")  # an article above the signature takes no other one along
    assert "Về việc điều chỉnh Quyết định số 45/QĐ-LĐLĐ" in text
    assert "Điều 1. Điều chỉnh lời ghi của Ông Bàn Phúc Lìn tại số thứ tự 3 Danh sách" in text
    assert "thành “Đã có thành tích xuất sắc”. Lý do: Theo đề nghị" in text
    assert "của tổ. Theo đề nghị. Điều 2." in text
    assert "nay sửa là" not in text


def test_annulling_takes_back_what_was_given(world):
    text = read(amended(world, [(2, "award", "")], "annul", reason="Khai sai thành tích"))
    assert "Về việc hủy bỏ việc tặng Bằng khen, thu hồi hiện vật khen thưởng" in text
    assert (
        "Điều 1. Hủy bỏ việc tặng Bằng khen đối với Bà Nông Thị Ánh Nguyệt, CĐCS Trường THCS Đồi Na tại Quyết định số "
        "45/QĐ-LĐLĐ ngày 20/07/2015; thu hồi hiện vật và tiền thưởng. Lý do: Khai sai thành tích. Điều 2. Văn phòng,"
    ) in text


def test_an_upper_union_decides_in_its_own_name(world):
    nominations = dossier_steps.sent(world, "owner", [ANH | {"code": "GK_CTT"}]).nominations.all()
    appraisal.approve(nominations, by=world.by("district", Role.REVIEWER))
    text = read(decisions.draft(nominations, by=world.by("district", Role.REVIEWER)))
    assert "LĐLĐ TỈNH LẠNG SƠN LĐLĐ HUYỆN CHI LĂNG" in text
    assert "Chi Lăng, ngày tháng năm 2015" in text
    assert "Xét đề nghị của Hội đồng Thi đua - Khen thưởng LĐLĐ huyện, QUYẾT ĐỊNH:" in text
    assert "Điều 3. Thường trực LĐLĐ huyện, các đơn vị liên quan và cá nhân có tên" in text
    assert "- LĐLĐ tỉnh Lạng Sơn (b/c); - Thường trực LĐLĐ huyện; - Lưu: VT. TM." in text


def test_the_verb_and_the_money_are_the_titles(world):
    AwardTitle.objects.filter(code="BK_T").update(verb="trao tặng", amount=690_000)
    text = read(drafted(world, [ANH]))
    assert "Về việc trao tặng Bằng khen cho cá nhân" in text
    assert "Điều 1. Trao tặng Bằng khen cho 01 cá nhân" in text
    assert "tiền thưởng theo quy định, trích từ nguồn kinh phí khen thưởng của LĐLĐ tỉnh. Điều 3." in text
    assert "DANH SÁCH CÁ NHÂN ĐƯỢC TRAO TẶNG BẰNG KHEN" in text


def test_different_wordings_stand_in_a_column(world):
    text, listed = decision_text(dossier_steps.issued(world, [ANH, LIN | {"nominee_class": "outside"}]))
    assert "Tặng Bằng khen cho 02 cá nhân (có danh sách kèm theo). Điều 2." in text
    assert "TT Họ và tên Chức vụ, đơn vị Lời ghi" in listed
    assert "chăm lo đời sống người lao động" in listed


def test_of_an_outside_decision_only_the_list_is_printed(world):
    nominations = dossier_steps.approved(world, [ANH | {"code": "BK_TLD"}])
    appraisal.send_up(nominations, by=world.by("board"))
    organ = "Đoàn Chủ tịch Tổng Liên đoàn Lao động Việt Nam"
    decision = decisions.draft(nominations, by=world.by("board"), organ=organ)
    scan = SimpleUploadedFile("qd.pdf", b"%PDF-1.4\n%%EOF\n")
    given = {"number": "1234/QĐ-TLĐ", "dated_on": date(2015, 7, 18), "scan": scan}
    signing.record_signed(decision, by=world.by("board"), **given, **dossier_steps.SIGNED)
    assert read(decision) == (
        "DANH SÁCH CÁ NHÂN ĐƯỢC TẶNG BẰNG KHEN "
        f"(Ghi nhận Quyết định số 1234/QĐ-TLĐ ngày 18 tháng 7 năm 2015 của {organ}) "
        "TT Họ và tên Chức vụ, đơn vị 1 Bà Nông Thị Ánh Nguyệt Giáo viên Trường THCS Đồi Na "
        "Danh sách này có 01 cá nhân./."
    )


def test_later_edits_of_unit_and_title_change_no_issued_paper(world):
    decision = dossier_steps.issued(world, [TEAM, ANH])
    before = decision_pdf(again(decision))
    Unit.objects.update(full_name="Tên khác", place="Nơi khác", symbol="X")
    AwardTitle.objects.update(verb="cấp", form="Giấy", amount=5, decision_organ="Ban Chấp hành")
    assert decision_pdf(again(decision)) == before


def test_an_issued_paper_is_drawn_once_and_never_again(world, client, monkeypatch):
    decision = dossier_steps.issued(world, [TEAM, ANH])
    assert set(Job.objects.values_list("kind", flat=True)) == {"decision_paper", "certificates"}
    tasks.make_paper.call(decision.pk)
    stored = DecisionFile.objects.get()
    assert bytes(stored.content) == decision_pdf(again(decision))
    monkeypatch.setattr(tasks, "decision_pdf", None)
    tasks.make_paper.call(decision.pk)
    client.force_login(world.user("board"))
    assert client.get(f"/decisions/{decision.pk}/decision.pdf").content == bytes(stored.content)


def test_whoever_reads_it_before_the_job_keeps_it(world, client):
    decision = dossier_steps.issued(world, [ANH])
    client.force_login(world.user("board"))
    content = client.get(f"/decisions/{decision.pk}/decision.pdf").content
    assert bytes(DecisionFile.objects.get().content) == content


def test_what_is_closed_for_signing_has_room_for_number_and_date_and_stays_what_was_signed(world, client):
    decision = drafted(world, [ANH])
    decisions.propose(decision, by=world.by("board"))
    dossier_steps.close(world, decision)
    text, _list = decision_text(decision)
    assert "Số: /QĐ-LĐLĐ Lạng Sơn, ngày tháng năm 2015 QUYẾT ĐỊNH" in text
    assert text.endswith("TM. BAN THƯỜNG VỤ PHÓ CHỦ TỊCH Hứa Quang Lâm")
    client.force_login(world.user("board"))
    signed = client.get(f"/decisions/{decision.pk}/decision.pdf").content
    Nomination.objects.update(wording="Lời khác")
    Nominee.objects.update(name="Tên khác")
    assert client.get(f"/decisions/{decision.pk}/decision.pdf").content == signed
    dossier_steps.register(decision)
    award = decision.awards.get()
    assert (award.name, award.wording == "Lời khác") == (ANH["name"], False)
    registered = client.get(f"/decisions/{decision.pk}/decision.pdf").content
    kept = [bytes(content) for content in decision.files.order_by("pk").values_list("content", flat=True)]
    assert kept == [signed, registered]


def test_the_paper_of_a_draft_is_not_kept(world, client):
    decision = drafted(world, [ANH])
    client.force_login(world.user("board"))
    assert client.get(f"/decisions/{decision.pk}/decision.pdf").status_code == 200
    assert not DecisionFile.objects.exists()


def test_issued_decisions_without_a_kept_paper_are_given_to_the_worker_once(world):
    dossier_steps.issued(world, [ANH])
    with without_triggers():
        DecisionFile.objects.all().delete()
    assert tasks.ask_for_missing_papers() == "Đã giao tạo bản PDF của 1 quyết định."
    assert tasks.ask_for_missing_papers() == ""
    assert Job.objects.filter(kind="decision_paper").count() == 1


def test_the_paper_is_sound_and_has_tinos_alone(world, tmp_path):
    content = decision_pdf(dossier_steps.issued(world, [TEAM, ANH]))
    dictionaries_of(content, tmp_path)
    tool("qpdf", "--check", str(tmp_path / "paper.pdf"))  # raises on errors and on warnings
    fonts = tool("pdffonts", "-", given=content).decode().splitlines()[2:]
    assert {line.split()[0].partition("+")[2].partition("-")[0] for line in fonts} == {"Tinos"}


def listed_award(number, upper, person=True):
    named = {"name": f"Tên {number}", "unit": "CĐCS", "position": "", "upper": upper}
    return named | {"place": number, "is_person": person, "wording": "Lời"}


def test_a_list_of_several_upper_unions_has_a_line_above_each():
    listing = listing_of(
        [listed_award(1, "A"), listed_award(2, "A"), listed_award(3, "B"), listed_award(4, "")], direct="Trực thuộc"
    )
    (heading, table), *more = listing.sections
    assert (heading, more) == ("", [])
    assert [row.cells[:2] for row in table.rows] == [
        ["I", "A"],
        ["1", "Tên 1"],
        ["2", "Tên 2"],
        ["II", "B"],
        ["3", "Tên 3"],
        ["III", "Trực thuộc"],
        ["4", "Tên 4"],
    ]


def test_a_list_counts_its_upper_unions_in_roman_numbers():
    entries = [listed_award(number, f"CĐ {number}") for number in range(1, 22)]
    rows = listing_of(entries, direct="").sections[0][1].rows
    assert [row.cells[0] for row in rows if row.kind == "group"][8:] == (
        ["IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII", "XVIII", "XIX", "XX", "XXI"]
    )
