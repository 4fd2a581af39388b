"""Plays 24 July: decisions are proposed, closed and registered; papers are downloaded and checked by a visitor."""

import subprocess

from awards.models import Award, Decision, Paper
from tests.browser.scenes import dossier
from tests.browser.scenes.verdicts import choose
from tests.browser.steps import complaints, follow, look, notice, press, type_in, unfold_filters


def draft_and_propose(page, names):
    """Draft a decision from the appraisal table and propose it to the leader."""
    choose(page, *names)
    press(page, "Lập dự thảo quyết định")
    look(page, "61-decision-draft")
    press(page, "Trình lãnh đạo ban hành")
    assert notice(page).startswith("Đã trình lãnh đạo")


def close(page, question):
    """Close the proposed draft for signing; the confirmation has the numbers."""
    page.goto("/decisions/")
    follow(page, "Dự thảo quyết định")
    follow(page, "Chốt để trình ký…")
    assert question in page.locator("main").inner_text()
    look(page, "62-close-asks")
    press(page, "Chốt để trình ký")
    assert notice(page).startswith("Đã chốt để trình ký.")


def register(page, number, scan):
    """Write number and date into the signed decision, with its scan: a wrong date gets an error at its field."""
    page.goto("/decisions/")
    follow(page, "Quyết định chờ ký")
    follow(page, "Ghi số, ngày…")
    type_in(page, {"number": number, "dated_on": "25/07/2015"})
    page.set_input_files("[name=scan]", scan)
    page.check("[name=checked]")
    press(page, "Ghi số, ngày và ban hành")
    assert complaints(page)[0] == ["Ngày ký không thể sau hôm nay."]
    look(page, "63-register-wrong")
    type_in(page, {"dated_on": "24/07/2015"})
    page.set_input_files("[name=scan]", scan)
    press(page, "Ghi số, ngày và ban hành")
    assert notice(page).startswith("Đã ban hành Quyết định số")
    look(page, "64-decision-issued")


def take_papers(page, folder):
    """Download decision and certificates as PDF and check the names, which are in capitals on certificates."""
    decision = Decision.objects.get(title__code="BK_T")
    words = {}
    for name in ("decision", "certificates"):
        answer = page.request.get(f"/decisions/{decision.pk}/{name}.pdf")
        assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
        (folder / f"{name}.pdf").write_bytes(answer.body())
        command = ["pdftotext", folder / f"{name}.pdf", "-"]
        text = subprocess.run(command, capture_output=True, check=True, text=True).stdout
        words[name] = " ".join(text.split())
    assert dossier.NGUYET in words["decision"] and dossier.LONGEST in words["decision"]
    assert "01 tập thể và 02 cá nhân" in words["decision"]
    assert dossier.PAO not in words["decision"]
    assert "NÔNG THỊ ÁNH NGUYỆT" in words["certificates"]
    assert Paper.objects.get(award__name=dossier.NGUYET).code in words["certificates"].replace("-", "")


def look_up(page):
    """Search the honour roll by a name without marks, and check the code of a certificate, as a visitor."""
    page.goto("/honours/")
    unfold_filters(page)
    type_in(page, {"q": "nong thi anh"})
    press(page, "Lọc")
    look(page, "65-honours")
    assert dossier.NGUYET in page.locator("main").inner_text()
    assert dossier.LIN not in page.locator("main").inner_text()
    code = Paper.objects.get(award__name=dossier.NGUYET).code
    page.goto("/verify/")
    type_in(page, {"code": code.lower()})
    press(page, "Tra cứu")
    look(page, "66-verify")
    assert "Có giá trị" in page.locator("main").inner_text()


def count_in_the_summary(page):
    """Check that part IV counts four awards, of three persons who directly work."""
    page.goto("/campaigns/2015/phases/1/summary/")
    look(page, "67-summary-awards")
    assert Award.objects.in_force().count() == 4
    text = " ".join(page.locator("main").inner_text().split())
    assert "quyết định tặng 01 Bằng khen cho tập thể và 02 Bằng khen cho cá nhân" in text
