"""Tests the certificates: one page each, names as they are written, a verification code that can be read."""

import re
import unicodedata
from datetime import date

import pytest
import segno
from django_tasks_db.models import DBTaskResult

from awards import certificate_tasks
from awards.actions import appraisal, decisions, dossiers, register
from awards.models import AwardTitle, CertificateFile, Decision, Nominee
from awards.papers.bundles import bundles, certificates_of
from awards.papers.certificates import NothingToPrint, certificates_pdf, name_lines, printable
from foundation import clock
from foundation.documents.qr import QUIET, drawing
from tests.support import dossier_steps
from tests.support.casts import copied
from tests.support.papers import dictionaries_of, pages_of, tool, words
from units import jobs
from units.models import Job, Role, Unit

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db]  # what is drawn is the same on both

ANH = {"code": "BK_T", "name": "Nông Thị Ánh Nguyệt"}
LONG = {"code": "BK_T", "name": "Công Tằng Tôn Nữ Thị Minh Nguyệt Ánh"}
PAO = {"code": "BK_T", "name": "Vi Páo", "sex": "male", "birth_year": 1990}
HOA = {"code": "BK_T", "name": unicodedata.normalize("NFD", "Lộc Văn Hoà"), "sex": "male", "birth_year": 1983}
TEAM = {"code": "BK_T", "name": "Tổ Toán - Lý", "person": False}


@pytest.fixture
def world(db):
    with clock.travel(dossier_steps.DAY):
        yield copied(dossier_steps.build)


def again(decision):
    return Decision.objects.get(pk=decision.pk)


def printed(decision):
    return certificates_pdf(again(decision), decision.awards.all())


def sheets(decision):
    """Return the text of each page."""
    content = printed(decision)
    count = len(pages_of(content))
    return [words(content, "-raw", "-f", str(page), "-l", str(page)) for page in range(1, count + 1)]


def annulled(world, decision, award):
    by = world.by("board")
    second = decisions.amend(decision, [(award, "award", "")], by=by, kind="annul", reason="Khai sai.")
    decisions.propose(second, by=by)
    dossier_steps.issue(world, second, "47")


def flag(world):
    """Return an issued decision that awards a flag to the school itself."""
    by = world.by("owner")
    dossier = dossiers.make(by.unit, world.phase, by=by, timing="phase")
    dossiers.describe(dossier, {"meeting_on": date(2015, 7, 15), "votes_for": 9, "votes_present": 9}, by=by)
    school = Nominee(unit=by.unit, is_person=False, is_whole_unit=True, name=by.unit.full_name)
    fields = {"title_asked": dossier_steps.title("CO_T"), "position": "", "nominee_class": "", "achievements": "Tốt."}
    dossiers.nominate(dossier, school, fields, by=by)
    dossiers.submit(dossier, by=by)
    dossiers.endorse(dossier, {}, meeting=dossier_steps.MEETING, by=world.by("district", Role.REVIEWER))
    appraisal.approve(dossier.nominations.all(), by=world.by("board"))
    decision = decisions.draft(dossier.nominations.all(), by=world.by("board"))
    decisions.propose(decision, by=world.by("board"))
    dossier_steps.issue(world, decision, "5")
    return decision


def test_a_certificate_says_who_gives_what_to_whom_and_why(world):
    decision = dossier_steps.issued(world, [ANH])
    code = decision.awards.get().papers.get().code
    assert sheets(decision)[0] == (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc "
        "BAN CHẤP HÀNH LIÊN ĐOÀN LAO ĐỘNG TỈNH LẠNG SƠN TẶNG BẰNG KHEN Bà NÔNG THỊ ÁNH NGUYỆT "
        "Giáo viên Trường Trung học cơ sở Đồi Na "
        "Đã có thành tích xuất sắc trong phong trào thi đua đợt 1 năm 2015, "
        "chào mừng kỷ niệm 86 năm Ngày thành lập Công đoàn Việt Nam "
        "Quyết định số: 45/QĐ-LĐLĐ ngày 20 tháng 7 năm 2015 Vào sổ khen thưởng số: 1 "
        f"Tra cứu: http://127.0.0.1:8000/verify/ Mã: {code} "
        "Lạng Sơn, ngày 20 tháng 7 năm 2015 TM. BAN CHẤP HÀNH PHÓ CHỦ TỊCH Hứa Quang Lâm"
    )


def test_each_award_has_one_lying_page_in_the_order_of_the_list(world):
    decision = dossier_steps.issued(world, [LONG, PAO, HOA, TEAM])
    content = printed(decision)
    sizes = tool("pdfinfo", "-f", "1", "-l", "9", "-", given=content).decode()
    assert re.findall(r"size: +([\d.]+) x ([\d.]+)", sizes) == [("841.89", "595.276")] * 4
    names = ["TỔ TOÁN - LÝ", "Bà CÔNG TẰNG TÔN NỮ THỊ MINH NGUYỆT ÁNH", "Ông VI PÁO", "Ông LỘC VĂN HOÀ"]
    pages = sheets(decision)
    assert [name for name, page in zip(names, pages, strict=True) if f"BẰNG KHEN {name} " in page] == names


def test_a_long_name_stands_in_two_lines_alike(world):
    lines = pages_of(printed(dossier_steps.issued(world, [LONG])))[0]
    assert lines[lines.index("BẰNG KHEN") + 1 :][:2] == ["Bà CÔNG TẰNG TÔN NỮ", "THỊ MINH NGUYỆT ÁNH"]


def test_an_annulled_award_has_no_page(world):
    decision = dossier_steps.issued(world, [ANH, PAO])
    annulled(world, decision, decision.awards.get(name="Nông Thị Ánh Nguyệt"))
    (page,) = sheets(decision)
    assert "Ông VI PÁO" in page
    annulled_too = decision.awards.filter(name="Nông Thị Ánh Nguyệt")
    with pytest.raises(NothingToPrint):
        certificates_pdf(again(decision), annulled_too)


def test_nothing_is_printed_of_a_draft_or_of_a_title_without_a_paper(world):
    draft = decisions.draft(dossier_steps.approved(world, [ANH]), by=world.by("board"))
    assert printable(draft, []) == []
    AwardTitle.objects.filter(code="BK_T").update(paper="none")
    decisions.propose(draft, by=world.by("board"))
    dossier_steps.issue(world, draft, "1")
    assert printable(again(draft), draft.awards.all()) == []


def test_a_reissue_says_so_and_bears_the_new_code(world):
    decision = dossier_steps.issued(world, [ANH])
    award = decision.awards.get()
    old = award.papers.get()
    with clock.travel("2015-07-24T09:00+07:00"):
        new = register.reissue(award, reason="Bị hỏng.", by=world.by("board"))
    (page,) = sheets(decision)
    assert "Vào sổ khen thưởng số: 1 Cấp lại lần 1 Tra cứu" in page
    assert (new.code in page, old.code in page) == (True, False)
    assert "Lạng Sơn, ngày 24 tháng 7 năm 2015" in page


def test_a_title_is_certified_in_the_name_of_who_decided(world):
    AwardTitle.objects.filter(code="BK_T").update(paper="certificate", form="Lao động giỏi")
    (page,) = sheets(dossier_steps.issued(world, [ANH]))
    assert "BAN THƯỜNG VỤ LIÊN ĐOÀN LAO ĐỘNG TỈNH LẠNG SƠN CHỨNG NHẬN Bà NÔNG" in page
    assert "TM. BAN THƯỜNG VỤ" in page


def test_of_a_flag_the_embroidered_text_is_printed(world):
    assert sheets(flag(world))[0] == (
        "NỘI DUNG THÊU TRÊN CỜ "
        "Quyết định số: 05/QĐ-LĐLĐ; ngày 20 tháng 7 năm 2015; Vào sổ khen thưởng số: 1 "
        "LIÊN ĐOÀN LAO ĐỘNG TỈNH LẠNG SƠN TẶNG CÔNG ĐOÀN CƠ SỞ TRƯỜNG TRUNG HỌC CƠ SỞ ĐỒI NA "
        "Đơn vị xuất sắc trong phong trào thi đua đợt 1 năm 2015"
    )


@pytest.mark.drawn_anew
def test_the_same_bytes_twice_whatever_unit_and_title_become(world):
    decision = dossier_steps.issued(world, [ANH, LONG, TEAM])
    first = printed(decision)
    Unit.objects.update(full_name="Tên khác", place="Nơi khác", symbol="X")
    AwardTitle.objects.update(form="Giấy", paper_organ="Ban Thường vụ", paper="praise")
    with clock.travel("2016-01-20T09:00+07:00"):
        assert printed(decision) == first


def test_certificates_are_sound_tagged_told_in_words_and_in_tinos(world, tmp_path):
    decision = dossier_steps.issued(world, [ANH, PAO])
    content = printed(decision)
    objects = dictionaries_of(content, tmp_path)
    tool("qpdf", "--check", str(tmp_path / "paper.pdf"))  # raises on errors and on warnings
    fonts = tool("pdffonts", "-", given=content).decode().splitlines()[2:]
    assert {line.split()[0].partition("+")[2].partition("-")[0] for line in fonts} == {"Tinos"}
    codes = [award.papers.get().code for award in decision.awards.order_by("place")]
    assert [o["/Alt"] for o in objects if "/Alt" in o] == [f"u:Mã QR tra cứu {code}" for code in codes]


def test_the_longest_texts_stay_on_their_page_above_the_signature(world):
    row = ANH | {"name": "Nguyễn Thị Phương " * 6, "position": "Giáo viên, Tổ trưởng chuyên môn " * 5}
    decision = decisions.draft(dossier_steps.approved(world, [row]), by=world.by("board"))
    nomination = decision.nominations.get()
    decisions.reword(decision, {nomination.pk: "Đã có thành tích xuất sắc " * 18}, by=world.by("board"))
    decisions.propose(decision, by=world.by("board"))
    dossier_steps.issue(world, decision, "1")
    content = printed(decision)
    assert len(pages_of(content)) == 1
    boxes = tool("pdftotext", "-bbox", "-", "-", given=content).decode()
    bottoms = [float(y) for y in re.findall(r'yMax="([\d.]+)">sắc</word>', boxes)]
    top_of_foot = float(re.search(r'yMin="([\d.]+)"[^>]*>Lạng</word>\s*<word[^>]*>Sơn,</word>', boxes)[1])
    assert len(bottoms) == 18
    assert max(bottoms) < top_of_foot


@pytest.mark.parametrize(
    ("name", "address_as", "lines", "size"),
    [
        ("Vi Páo", "Ông", ["Ông VI PÁO"], 34),
        (
            "CĐCS Trường THCS Đồi Na, huyện Chi Lăng, tỉnh Lạng Sơn",
            "",
            ["CÔNG ĐOÀN CƠ SỞ TRƯỜNG TRUNG HỌC CƠ SỞ", "ĐỒI NA, HUYỆN CHI LĂNG, TỈNH LẠNG SƠN"],
            26,
        ),
        (
            (
                "CĐCS Trường Phổ thông Dân tộc Bán trú Tiểu học và Trung học cơ sở xã Thanh Long, huyện Văn Lãng, "
                "tỉnh Lạng Sơn thuộc Công đoàn Giáo dục huyện"
            ),
            "",
            [
                "CÔNG ĐOÀN CƠ SỞ TRƯỜNG PHỔ THÔNG",
                "DÂN TỘC BÁN TRÚ TIỂU HỌC VÀ TRUNG HỌC CƠ SỞ",
                "XÃ THANH LONG, HUYỆN VĂN LÃNG, TỈNH LẠNG SƠN",
                "THUỘC CÔNG ĐOÀN GIÁO DỤC HUYỆN",
            ],
            20,
        ),
        ("Á" * 60, "Bà", ["Bà " + "Á" * 60], 13),
    ],
)
def test_a_long_name_has_more_lines_before_it_is_smaller(name, address_as, lines, size):
    on = name_lines(name, address_as)
    assert ([line.replace("\u00a0", " ") for line in on.lines], on.size) == (lines, size)


def test_the_drawing_of_a_code_is_the_code():
    text = "http://127.0.0.1:8000/verify/ABCDEFGHJKLMNP/"
    wanted = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix]
    drawn = drawing(text)
    rows_drawn = [bytearray(len(wanted)) for _row in wanted]
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", drawn.path):
        for column in range(int(x), int(x) + int(length)):
            rows_drawn[int(y) - QUIET][column - QUIET] = 1
    assert [bytes(row) for row in rows_drawn] == wanted
    assert drawn.size == len(wanted) + 8


def on_screen(world, client, decision, person="board"):
    client.force_login(world.user(person))
    return client.get(f"/decisions/{decision.pk}/certificates.pdf")


def test_certificates_are_drawn_once_and_never_again(world, client, monkeypatch):
    """Those of all, of each upper union and of each unit: here the same ones, in one file."""
    decision = dossier_steps.issued(world, [TEAM, ANH])
    certificate_tasks.make_certificates.call(decision.pk)
    stored = CertificateFile.objects.get()
    assert bytes(stored.content) == printed(decision)
    monkeypatch.setattr(certificate_tasks, "certificates_pdf", None)
    certificate_tasks.make_certificates.call(decision.pk)
    assert {on_screen(world, client, decision, person).content for person in ("board", "owner")} == {
        bytes(stored.content)
    }


def test_a_corrected_or_reissued_certificate_has_a_file_of_its_own(world, client):
    decision = dossier_steps.issued(world, [TEAM, ANH])
    before = on_screen(world, client, decision).content
    award = decision.awards.get(is_person=True)
    job = Job.objects.get(kind="certificates", about_id=decision.pk)
    Job.objects.filter(pk=job.pk).update(state="running", beat_at=clock.now())
    register.reissue(award, reason="Bằng bị ướt.", by=world.by("board"))
    assert Job.objects.filter(asked_again=True).get() == job  # under way, it will be done once more
    again_issued = on_screen(world, client, decision).content
    Job.objects.update(asked_again=False)
    annulled(world, decision, award)
    assert Job.objects.filter(asked_again=True).get() == job
    without = on_screen(world, client, decision).content
    files = [bytes(content) for content in CertificateFile.objects.order_by("pk").values_list("content", flat=True)]
    assert files == [before, again_issued, without]
    assert len(set(files)) == 3


def test_many_certificates_are_left_to_the_worker(world, client, monkeypatch):
    monkeypatch.setattr(certificate_tasks, "DRAWN_WHILE_WAITING", 1)
    decision = dossier_steps.issued(world, [TEAM, ANH])
    waiting = on_screen(world, client, decision)
    assert (waiting.status_code, on_screen(world, client, decision).status_code) == (202, 202)
    job = Job.objects.get(kind="bundle")
    assert "Đang tạo bản PDF có 2 tờ." in waiting.content.decode()
    jobs.run(job.pk)
    assert on_screen(world, client, decision).content == printed(decision)


def test_a_job_lets_others_have_their_turn(world, monkeypatch):
    dossier_steps.issued(world, [TEAM, ANH])
    monkeypatch.setattr(certificate_tasks, "TURN", -1)
    before = DBTaskResult.objects.count()
    job = Job.objects.get(kind="certificates")
    jobs.run(job.pk)
    assert (Job.objects.get(pk=job.pk).state, DBTaskResult.objects.count()) == ("waiting", before + 1)
    assert not CertificateFile.objects.exists()


def test_certificates_of_older_decisions_are_asked_for_once(world):
    decision = dossier_steps.issued(world, [ANH])
    Job.objects.all().delete()
    assert certificate_tasks.ask_for_missing_certificates() == "Đã giao tạo bằng, giấy khen của 1 quyết định."
    assert certificate_tasks.ask_for_missing_certificates() == ""
    assert Job.objects.get().about_id == decision.pk


def test_the_bundles_are_those_that_a_post_may_see(world):
    decision = dossier_steps.issued(world, [TEAM, ANH])
    first, second = certificates_of(decision)
    second.unit = world.province
    together = list(bundles([first, second]).values())
    assert together == [[first, second], [first]]
