"""Tests a further revision of a final summary: its reason, its number and date, what paper, workbook and pages say."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from foundation import clock
from summaries import actions
from summaries.models import Summary
from summaries.report.contents import contents_of
from summaries.report.paper import full_pdf, short_pdf
from summaries.workbook import workbook_of
from tests.support import signing
from tests.support.paper_text import workbook_text
from tests.support.papers import MADE_AT, pages_of, words
from units.models import Event
from units.registration import BadRegistration

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db]

FIRST_DAY, SECOND_DAY = "2015-07-27T09:00+07:00", "2015-08-05T10:15+07:00"
PAGE = "/campaigns/2015/phases/1/summary/"
WHY = "Trường gửi lại báo cáo."
NOTE = "Lần 2, thay thế Báo cáo số 45/BC-LĐLĐ ngày 27/07/2015"


def made_final(world, draft, number):
    actions.propose(draft, by=world.by("board"))
    signing.finalise(draft, number=number, dated_on=clock.today(), by=world.by("leader"))
    return Summary.objects.get(pk=draft.pk)


@pytest.fixture
def first(world):
    with clock.travel(FIRST_DAY):
        return made_final(world, actions.begin(world.campaign, world.phase, world.province, by=world.by("board")), "45")


@pytest.fixture
def second(world, first):
    """The draft of a second revision, on the day after."""
    with clock.travel(SECOND_DAY):
        yield actions.revise(first, reason=WHY, by=world.by("board"))


@pytest.mark.parametrize("reason", ["", " \n "])
def test_a_revision_wants_a_reason(world, first, reason):
    with pytest.raises(ValidationError) as error:
        actions.revise(first, reason=reason, by=world.by("board"))
    assert error.value.message_dict == {"reason": ["Xin ghi lý do."]}
    assert Summary.objects.get() == first


def test_the_reason_is_stored_and_in_the_history(first, second):
    second.refresh_from_db()
    assert (first.reason, second.reason) == (None, WHY)
    assert Event.objects.about(second).get().reason == WHY


def test_the_database_keeps_reasons_of_further_revisions_alone(world, first, second):
    for revision, reason in ((1, WHY), (2, "")):
        with pytest.raises(IntegrityError, match="reason_is_of_a_further_revision"), transaction.atomic():
            Summary.objects.create(campaign=world.campaign, unit=world.district, revision=revision, reason=reason)
    Summary.objects.create(campaign=world.campaign, unit=world.district, revision=2)  # begun before reasons were asked


def test_the_page_asks_the_reason_and_keeps_what_was_typed(sign_in_as, first):
    client, address = sign_in_as("board"), f"/summaries/{first.pk}/revise/"
    refused = client.post(address, {"reason": " "})
    assert refused.context["problems"] == [("id_reason", "Xin ghi lý do lập bản mới.")]
    long = client.post(address, {"reason": "Số chính thức. " * 80})
    assert (long.status_code, len(long.context["problems"])) == (200, 1)
    assert "Số chính thức. Số chính thức." in long.content.decode()
    assert client.post(address, {"reason": WHY}).status_code == 302
    assert Summary.objects.get(revision=2).reason == WHY


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(1999, 1, 1), "Ngày của báo cáo không thể trước ngày bắt đầu đợt, phong trào (01/01/2015)."),
        (date(2015, 7, 26), "Ngày của báo cáo không thể trước ngày của báo cáo được thay thế (27/07/2015)."),
        (date(2015, 8, 6), "Ngày của báo cáo không thể sau hôm nay."),
    ],
)
def test_a_day_that_cannot_be_is_refused_at_its_field(world, sign_in_as, second, day, sentence):
    actions.propose(second, by=world.by("board"))
    actions.close_for_signing(second, by=world.by("leader"))
    with pytest.raises(BadRegistration) as error:
        actions.register(second, number="46", dated_on=day, scan=signing.scan(), by=world.by("board"))
    assert error.value.errors == {"dated_on": sentence}
    typed = {"number": "46", "dated_on": f"{day:%d/%m/%Y}", "checked": "on", "scan": signing.scan()}
    page = sign_in_as("board").post(f"/summaries/{second.pk}/register/", typed)
    assert page.context["problems"] == [("id_dated_on", sentence)]
    assert f'value="{typed["dated_on"]}"' in page.content.decode()
    assert Summary.objects.get(revision=2).status == "to_sign"


def test_the_first_one_is_not_older_than_its_phase(world):
    with clock.travel(FIRST_DAY):
        for phase, earliest in ((world.phase, "01/01/2015"), (None, "01/01/2015")):
            draft = Summary(campaign=world.campaign, phase=phase, unit=world.province)
            check = actions.registration_check(draft, "45", date(2014, 12, 31))
            assert earliest in check.refusals["dated_on"]
            assert not actions.registration_check(draft, "45", date(2015, 1, 1)).refusals


def test_paper_and_workbook_say_which_one_it_is_and_what_it_replaces(world, first, second):
    old = full_pdf(contents_of(first), MADE_AT)
    drafted = pages_of(short_pdf(contents_of(second), MADE_AT))[0]
    second = made_final(world, second, "46")
    page = pages_of(full_pdf(contents_of(second), MADE_AT))[0]
    for text in (drafted, page):
        assert f"({NOTE})" in " ".join(text)
        assert f"Lý do lập bản này: {WHY}" in " ".join(text)
    lines = workbook_text(workbook_of(second, contents_of(second), MADE_AT))
    assert [line for line in lines.split("\n") if NOTE in line or WHY in line] == [
        f"Lần lập | {NOTE}",
        f"Lý do lập bản này | {WHY}",
    ]
    first.refresh_from_db()
    assert full_pdf(contents_of(first), MADE_AT) == old
    assert "thay thế" not in words(old)


def test_each_page_names_the_other(world, sign_in_as, first, second):
    client = sign_in_as("board")
    assert "được thay thế" not in client.get(f"{PAGE}?revision=1").content.decode()  # by a draft, not yet
    draft = client.get(f"{PAGE}?revision=2").content.decode()
    made_final(world, second, "46")
    province = world.province.pk
    for name in ("board", "owner"):
        after = sign_in_as(name).get(f"{PAGE}?unit={province}").content.decode()
        for page in (draft, after):
            assert f'<a href="{PAGE}?unit={province}&amp;revision=1">' in page
            assert "Báo cáo số 45/BC-LĐLĐ ngày 27/07/2015 (lần 1)" in page and WHY in page
        before = sign_in_as(name).get(f"{PAGE}?unit={province}&revision=1").content.decode()
        assert (
            "Báo cáo này được thay thế bằng Báo cáo số 46/BC-LĐLĐ ngày 05/08/2015 (lần 2) từ 10:15 ngày 05/08/2015"
            in before
        )
        assert f'<a href="{PAGE}?unit={province}&amp;revision=2">Xem bản lần 2</a>' in before


def test_of_a_revision_of_version_0_1_0_the_page_says_that_no_reason_is_known(world, sign_in_as, first):
    Summary.objects.create(campaign=world.campaign, phase=world.phase, unit=world.province, revision=2)
    page = sign_in_as("board").get(f"{PAGE}?revision=2").content.decode()
    assert "Không ghi: bản này được lập trước khi phần mềm hỏi lý do." in page


def test_while_the_next_revision_is_a_draft_the_final_one_leads_to_it(world, sign_in_as, first, monkeypatch):
    monkeypatch.setattr("summaries.views.page.changed_since", lambda summary: 2)
    before = sign_in_as("board").get(first.get_absolute_url()).text
    assert "có thể lập bản lần 2." in before
    assert "Dự thảo lần 2" not in before
    draft = actions.revise(first, reason=WHY, by=world.by("board"))
    response = sign_in_as("leader").get(first.get_absolute_url())
    assert "2 đơn vị có số liệu thay đổi sau khi chốt. Báo cáo đã chốt không thay đổi.\n" in response.text
    assert "có thể lập bản" not in response.text
    assert "Dự thảo lần 2 đang soạn." in response.text
    assert f'<a href="{draft.get_absolute_url()}">Xem dự thảo lần 2</a>' in response.text.replace("&amp;", "&")
