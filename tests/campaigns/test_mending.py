"""Tests a return that names fields: what the unit reads and answers, what the reviewer of the resend reads."""

import pytest
from django.core.exceptions import ValidationError

from campaigns.actions import filings, reviews
from campaigns.mending import mending_of
from campaigns.models import Filing, Remark
from campaigns.sheet import Sheet
from campaigns.sheet.spots import Spot
from foundation import clock
from tests.support.filing_steps import AGAIN, PLEDGING, WATER, sent

pytestmark = pytest.mark.either

WORK_ROW = Spot("works", WATER["uuid"])


@pytest.fixture(autouse=True)
def in_february():
    with clock.travel(PLEDGING):
        yield


def test_a_return_names_places_and_the_unit_answers_beside_them(client, world):
    district, owner = world.by("district", "reviewer"), world.by("owner")
    sheet = sent(world, works=[WATER])
    figures = Sheet(sheet).typed["indicators"]
    code = next(name for name, text in figures.items() if text.isdigit() and "-" not in name)
    figure = Spot("indicators", "", code)
    with pytest.raises(ValidationError):
        reviews.return_(sheet, reason="", due_on=AGAIN, by=district, remarks={Spot("works", "", "x"): "Sai"})
    reviews.return_(
        sheet, reason="", due_on=AGAIN, by=district, remarks={figure: "Ghi rõ số.", WORK_ROW: "Thiếu tác giả."}
    )
    sheet = Filing.objects.get(pk=sheet.pk)
    remarks = list(Remark.objects.all())
    assert [(row.part, row.row, row.field, row.submission) for row in remarks] == [
        ("indicators", "", code, sheet.current_submission),
        ("works", WATER["uuid"], "", sheet.current_submission),
    ]
    assert sheet.reason == "; ".join(str(row).rstrip(".") for row in remarks)

    client.force_login(world.user("owner"))
    page = client.get(sheet.get_absolute_url()).content.decode()
    assert f"{sheet.title}: cần sửa 2 chỗ</h1>" in page and "Đã xong" not in page and "Không đổi" in page
    assert page.count("Sửa chỗ này") == 2 and page.count("1 chỗ cần sửa") == 2
    draft = Sheet(sheet)
    for key, words in (("indicators", "Ghi rõ số."), ("works", "Thiếu tác giả.")):
        part = client.get(sheet.url("part", draft.by_key(key).number)).content.decode()
        assert part.count(words) == 2, "above the form and at its field"
    assert client.get(sheet.url("check")).content.decode().count("Cần sửa") >= 2

    answered = client.post(sheet.url("check"))
    assert "Vẫn gửi lại?" in answered.content.decode(), "a resend without a change is asked about"
    assert Filing.objects.get(pk=sheet.pk).status == "returned"
    form = client.get(sheet.get_absolute_url()).context["replies"]
    typed = form.hidden_fingerprints | {f"reply-{remarks[1].pk}": "Tác giả là cả tổ.", f"reply-{remarks[0].pk}": ""}
    assert client.post(sheet.url("replies"), typed).status_code == 302
    other = client.post(sheet.url("replies"), typed | {f"reply-{remarks[1].pk}": "Tác giả là thầy Ân."})
    assert other.status_code == 409 and "Tác giả là thầy Ân." in other.content.decode()
    filings.save_part(sheet, "indicators", Sheet(sheet).typed["indicators"] | {code: "77"}, by=owner)
    mending = mending_of(Sheet(Filing.objects.get(pk=sheet.pk)))
    assert [request.state_text for request in mending.requests] == ["Đã sửa", "Đã trả lời"]
    page = client.get(sheet.get_absolute_url()).content.decode()
    assert "đã sửa, chờ gửi lại" in page, page[page.index("<h1>") :][:300]
    assert "Tác giả là cả tổ." in page
    filings.save_part(sheet, "works", [WATER | {"expected_value": "45.000.000"}], by=owner)
    filings.save_part(sheet, "headcount", Sheet(sheet).typed["headcount"] | {"women": "30"}, by=owner)
    assert client.post(sheet.url("check")).status_code == 302, Sheet(Filing.objects.get(pk=sheet.pk)).unconfirmed

    client.force_login(world.user("district"))
    page = client.get(sheet.get_absolute_url()).content.decode()
    assert "gửi lại: đã sửa cả 2 chỗ được đề nghị</h1>" in page
    assert "So với bản đã trả lại ngày" in page and "Đơn vị trả lời: “Tác giả là cả tổ.”" in page
    assert page.index("Ghi rõ số.") < page.index("Không được đề nghị") < page.index('id="accept"')


def test_an_undone_return_asks_for_nothing_and_a_looker_is_not_in_the_editor(client, world):
    district = world.by("district", "reviewer")
    sheet = sent(world)
    client.force_login(world.user("district"))
    page = client.get(sheet.get_absolute_url()).content.decode()
    assert 'name="spot" value="headcount::women"' in page
    address = sheet.url("return") + "?spot=headcount::women&spot=nonsense"
    assert client.get(address).content.decode().count('name="remark-') == 1
    posted = {"reason": "", "due_on": f"{AGAIN:%d/%m/%Y}", "remark-1": "Số nữ?"}
    response = client.post(address, posted, follow=True)
    page = response.content.decode()
    assert "Nhập thay đơn vị…" in page and "Sửa chỗ này" not in page and "Số nữ?" in page
    assert "Sửa chỗ này" in client.get(sheet.get_absolute_url() + "?behalf=1").content.decode()
    key = Remark.objects.get().pk
    response = client.post(sheet.url("replies"), {f"reply-{key}": ""})
    assert response.url == sheet.get_absolute_url() + "?behalf=1"
    reviews.undo_return(Filing.objects.get(pk=sheet.pk), by=district)
    assert mending_of(Sheet(Filing.objects.get(pk=sheet.pk))) is None


def test_after_an_undone_return_the_one_before_is_what_was_asked(world):
    district, owner = world.by("district", "reviewer"), world.by("owner")
    sheet = sent(world)
    reviews.return_(sheet, reason="Thiếu số nữ.", due_on=AGAIN, by=district)
    with clock.travel("2015-02-26T09:00+07:00"):
        filings.submit(sheet, by=owner)
        reviews.return_(sheet, reason="Nhầm đơn vị.", due_on=AGAIN, by=district)
        reviews.undo_return(sheet, by=district)
    resent = Filing.objects.get(pk=sheet.pk)
    mending = mending_of(Sheet(resent, submission=resent.last_submission))
    assert ([request.remark.text for request in mending.requests], mending.returned.number) == (["Thiếu số nữ."], 1)
    assert resent.due_again is not None and mending.changes == []
