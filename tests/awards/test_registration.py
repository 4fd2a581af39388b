"""Tests numbers and dates of the registry: what is refused, and what needs a confirmation first."""

from datetime import date

import pytest

from awards.actions import decisions
from awards.actions import signing as decision_signing
from foundation import clock
from summaries import actions as summaries
from tests.support import dossier_steps, signing
from tests.support.casts import copied
from units.registration import (
    BadRegistration,
    DocumentKind,
    UsedNumber,
    check_registration,
    is_document_number,
    number_key,
    require_registration,
)

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db]  # the sentences are the same on both databases

PERSON = {"code": "BK_T", "name": "Nông Thị Ánh Nguyệt"}
OTHER = {"code": "BK_T", "name": "Bàn Phúc Lìn", "sex": "male", "birth_year": 1985}
TODAY, EARLIEST = date(2015, 7, 20), date(2015, 1, 20)
EARLY = "{} 01/01/1999 ở trước ngày bắt đầu đợt, phong trào ({}). Có đúng không?"


@pytest.fixture
def world(db):
    with clock.travel(dossier_steps.DAY):
        yield copied(dossier_steps.build)


@pytest.fixture
def kind():
    """A number series in which number 45 is used in 2015."""
    used = UsedNumber("45/BC-LĐLĐ", date(2015, 3, 10))

    def find_used(_unit, key, year):
        return used if (key, year) == ("45", 2015) else None

    return DocumentKind("báo cáo", "Ngày của báo cáo", "45a/BC-LĐLĐ", find_used, once=False)


@pytest.mark.parametrize("number", ["45", "45a", "045/QĐ-LĐLĐ", "45a/QĐ-LĐLĐ", "1564/QĐ-TLĐ", "45-QĐ/TU"])
def test_numbers(number):
    assert is_document_number(number)


NO_NUMBERS = ["", "-5", "+5", "–5", "/45", "…", "abc", "abc/2015", "0", "000/QĐ", "0-5", "a-5", "5\n6", "9" * 41]
NO_NUMBERS += ["A0", "A45", "QĐ45", "số 45", "45 a", "45,", "5; drop", "1,000", "38 QĐ-LĐLĐ", "45\\QĐ"]
NO_NUMBERS += ["４５", "10１", "10１.", "45／QĐ"]  # letters and digits of other widths


@pytest.mark.parametrize("number", NO_NUMBERS)
def test_what_is_no_number(number):
    assert not is_document_number(number)


@pytest.mark.parametrize(
    ("number", "day", "refused", "questions"),
    [
        ("46", TODAY, {}, []),
        ("46", date(2015, 6, 20), {}, []),
        ("46", date(2015, 6, 19), {}, ["Ngày của báo cáo 19/06/2015 đã qua 31 ngày. Có đúng không?"]),
        ("46", date(1999, 1, 1), {}, [EARLY.format("Ngày của báo cáo", "20/01/2015")]),
        ("45", TODAY, {}, ["Số 45/BC-LĐLĐ đã dùng cho báo cáo ngày 10/03/2015. Vẫn ghi số này?"]),
        ("46", date(2015, 7, 21), {"dated_on": "Ngày của báo cáo không thể sau hôm nay."}, []),
        ("-5", TODAY, {"number": "Xin nhập số như văn thư đã ghi, ví dụ 45 hoặc 45a/BC-LĐLĐ."}, []),
    ],
)
def test_what_is_refused_and_what_is_asked(kind, number, day, refused, questions):
    check = check_registration(number, day, unit=None, kind=kind, earliest=EARLIEST, today=TODAY)
    assert (check.refusals, list(check.questions)) == (refused, questions)


def test_a_confirmation_is_good_for_what_was_asked_alone(kind):
    def check(number, day):
        return check_registration(number, day, unit=None, kind=kind, earliest=EARLIEST, today=TODAY)

    answer, other = check("46", date(1999, 1, 1)), check("45", TODAY)
    require_registration(answer, answer.mark)
    require_registration(check("46", TODAY), "")
    for confirmed in ("", "on", other.mark):
        with pytest.raises(BadRegistration) as error:
            require_registration(answer, confirmed)
        assert error.value.questions == answer.questions


def proposed(world, row=PERSON):
    decision = decisions.draft(dossier_steps.approved(world, [row]), by=world.by("board"))
    decisions.propose(decision, by=world.by("board"))
    return decision


def test_issuing_asks_and_issues_what_was_confirmed(world, sign_in_as):
    decision = proposed(world)
    dossier_steps.close(world, decision)
    dossier_steps.clerk_of(decision.unit)
    page, clerk = f"/decisions/{decision.pk}/register/", sign_in_as(f"clerk_{decision.unit_id}")
    typed = {"number": "45a", "dated_on": "01/01/1999", "checked": "on"}
    question = EARLY.format("Ngày ký", "20/01/2015")
    assert decision.phase.starts_on < date(2015, 1, 21)
    answer = clerk.post(page, typed | {"scan": dossier_steps.scan()})
    assert [anchor for anchor, _sentence in answer.context["problems"]] == ["id_confirmed"] * 2
    assert [sentence for _anchor, sentence in answer.context["problems"]] == [
        question.replace("20/01/2015", f"{decision.phase.starts_on:%d/%m/%Y}"),
        "Ngày 01/01/1999 ở trước ngày chốt để trình ký (20/07/2015). Có đúng không?",
    ]
    mark = answer.context["form"].fields["confirmed"].widget.mark
    assert 'value="01/01/1999"' in answer.text
    assert '<div class="field-tick">' in answer.text
    assert "Đúng, ghi như vậy" in answer.text
    typed |= {"confirmed": mark}
    other_day = clerk.post(page, typed | {"dated_on": "02/01/1999", "scan": dossier_steps.scan()})
    assert other_day.context["problems"]
    assert clerk.post(page, typed | {"scan": dossier_steps.scan()}).status_code == 302
    decision.refresh_from_db()
    assert (decision.number, decision.dated_on) == ("45a", date(1999, 1, 1))


def test_the_act_itself_asks(world):
    decision = proposed(world)
    dossier_steps.close(world, decision)
    clerk, scan = dossier_steps.clerk_of(decision.unit), dossier_steps.scan()
    with pytest.raises(BadRegistration) as error:
        decision_signing.register(decision, by=clerk, number="45", dated_on=date(2015, 3, 10), scan=scan)
    assert error.value.questions == (
        "Ngày ký 10/03/2015 đã qua 132 ngày. Có đúng không?",
        "Ngày 10/03/2015 ở trước ngày chốt để trình ký (20/07/2015). Có đúng không?",
    )


def test_a_number_used_by_a_decision_is_refused_whatever_is_confirmed(world):
    dossier_steps.issued(world, [PERSON])
    with pytest.raises(BadRegistration) as error:
        dossier_steps.issue(world, proposed(world, OTHER), "045")
    assert error.value.errors == {
        "number": "Số 45/QĐ-LĐLĐ đã dùng cho quyết định ngày 20/07/2015. Xin kiểm tra sổ văn thư."
    }


def test_registering_the_second_revision_asks_about_the_number_of_the_first(world, sign_in_as):
    board, leader = world.by("board"), world.by("leader")
    first = summaries.begin(world.campaign, world.phase, world.province, by=board)
    summaries.propose(first, by=board)
    signing.finalise(first, number="045/BC-LĐLĐ", dated_on=TODAY, by=leader)
    second = summaries.revise(first, reason="Sửa số.", by=board)
    summaries.propose(second, by=board)
    question = "Số 045/BC-LĐLĐ đã dùng cho báo cáo ngày 20/07/2015. Vẫn ghi số này?"
    summaries.close_for_signing(second, by=leader)
    with pytest.raises(BadRegistration) as error:
        summaries.register(second, number="45", dated_on=TODAY, scan=signing.scan(), by=board)
    assert error.value.questions == (question,)
    address = f"/summaries/{second.pk}/register/"

    def typed(**more):
        return {"number": "45", "dated_on": "20/07/2015", "checked": "on", "scan": signing.scan(), **more}

    answer = sign_in_as("board").post(address, typed())
    assert answer.context["problems"] == [("id_confirmed", question)]
    mark = answer.context["confirmation"].form.fields["confirmed"].widget.mark
    assert f'value="{mark}"' in answer.text
    assert sign_in_as("board").post(address, typed(confirmed="on")).status_code == 200
    assert sign_in_as("board").post(address, typed(confirmed=mark)).status_code == 302
    second.refresh_from_db()
    assert (second.status, second.number) == ("final", "45")


def test_a_number_taken_between_the_page_and_the_act_is_asked_about(world, sign_in_as, monkeypatch):
    """The form found nothing to ask; the act did."""
    board = world.by("board")
    draft = summaries.begin(world.campaign, world.phase, world.province, by=board)
    summaries.propose(draft, by=board)

    def late(*_args, **_named):
        raise BadRegistration({}, ("Số 45 đã dùng. Vẫn ghi số này?",))

    summaries.close_for_signing(draft, by=world.by("leader"))
    monkeypatch.setattr(summaries, "register", late)
    typed = {"number": "45", "dated_on": "20/07/2015", "checked": "on", "scan": signing.scan()}
    page = sign_in_as("board").post(f"/summaries/{draft.pk}/register/", typed)
    assert (page.status_code, page.context["problems"]) == (
        200,
        [("id_confirmed", "Số 45 đã dùng. Vẫn ghi số này?")],
    )


def test_the_letter_of_a_dossier_has_a_number_too(world, sign_in_as):
    dossier = dossier_steps.dossier_of(world, "owner", [PERSON])
    page = sign_in_as("owner").post(f"/dossiers/{dossier.pk}/edit/", {"number": "-5"})
    assert page.context["problems"] == [("id_number", "Xin nhập số như văn thư đã ghi, ví dụ 45 hoặc 3/TTr-CĐCS.")]


@pytest.mark.parametrize(
    ("number", "key"),
    [("45", "45"), ("045/QĐ-LĐLĐ", "45"), ("45-QĐ/TU", "45"), ("45A/QĐ", "45a"), ("số 45/QĐ", "số 45")],
)
def test_what_makes_two_numbers_the_same(number, key):
    assert number_key(number) == key
