"""Tests who signs on a day: the rows, what the database refuses, and the papers that read them."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from awards.papers.union_letter import union_letter_context
from awards.rules.letter_groups import LetterGroup
from foundation import clock
from summaries.report.contents import contents_of
from tests.support import access_world
from tests.support.casts import copied
from units.models import Signer, SignerPosition
from units.models.signer import signers

pytestmark = pytest.mark.django_db
BLOCK = "TM. BAN THƯỜNG VỤ"


@pytest.fixture
def province():
    return copied(access_world.build)


@pytest.fixture(autouse=True)
def _in_march():
    with clock.travel(access_world.NOW):
        yield


def sign(unit, name, position, since, until=None, **more):
    return Signer.objects.create(unit=unit, name=name, position=position, block=BLOCK, since=since, until=until, **more)


def test_signers_of_a_day_come_in_the_order_of_their_positions(province):
    first, second = date(2014, 1, 1), date(2015, 3, 1)
    sign(province.province, "Hứa Quang Lâm", SignerPosition.VICE, first)
    sign(province.province, "Lô Tiến Sơn", SignerPosition.CHAIR, first, second)
    sign(province.province, "Đinh Xuân Ngàn", SignerPosition.ACTING_CHAIR, second)
    names = {day: [signer.name for signer in signers(province.province, on=day)] for day in (first, second)}
    assert names == {first: ["Lô Tiến Sơn", "Hứa Quang Lâm"], second: ["Đinh Xuân Ngàn", "Hứa Quang Lâm"]}
    assert signers(province.province, on=second)[0].printed_position == "Q. CHỦ TỊCH"


def test_nobody_signs_twice_in_one_position_on_a_day(province):
    first, second, third = date(2014, 1, 1), date(2015, 1, 1), date(2016, 1, 1)
    row = sign(province.province, "Lô Tiến Sơn", SignerPosition.CHAIR, first, second)
    later = sign(province.province, "Lô Tiến Sơn", SignerPosition.CHAIR, second, third)
    sign(province.province, "Lô Tiến Sơn", SignerPosition.VICE, first)
    sign(province.province, "Đinh Xuân Ngàn", SignerPosition.CHAIR, first)
    for wrong in ({"since": first}, {"since": date(2015, 12, 31), "until": third}):
        with pytest.raises(DatabaseError, match=r"signer_(validity_overlaps|is_kept)"), transaction.atomic():
            sign(province.province, "Lô Tiến Sơn", SignerPosition.CHAIR, **wrong)
    with pytest.raises(DatabaseError, match="signer_validity_overlaps"), transaction.atomic():
        Signer.objects.filter(pk=row.pk).update(until=date(2015, 1, 2))
    with pytest.raises(DatabaseError, match="signer_dates_in_order"), transaction.atomic():
        Signer.objects.filter(pk=later.pk).update(until=second)


def test_papers_print_the_signer_of_their_day_else_the_words_of_the_campaign(province):
    summary = province.campaign.summaries.filter(unit=province.province, status="draft").get()
    printed = lambda: contents_of(summary, on_paper=True).document  # noqa: E731 - asked twice
    rows = list(province.decisions["drafted"].nominations.all())
    group = LetterGroup(province.province, None, "Tổng Liên đoàn", rows)
    letter = lambda: union_letter_context(group)["position"]  # noqa: E731
    assert union_letter_context(group)["signer"] == ""
    assert (printed().on_behalf, printed().position, letter()) == (BLOCK, "CHỦ TỊCH", "CHỦ TỊCH")
    leader = province.user("leader")
    sign(province.province, "Hứa Quang Lâm", SignerPosition.STANDING_VICE, date(2015, 3, 1), user=leader)
    assert (printed().on_behalf, printed().position) == (BLOCK, "PHÓ CHỦ TỊCH THƯỜNG TRỰC")
    assert letter() == "PHÓ CHỦ TỊCH THƯỜNG TRỰC"


def test_the_board_says_who_signs_at_its_own_unit_and_below(province, client):
    client.force_login(province.user("board"))
    add = reverse("admin:units_signer_add")
    assert BLOCK in client.get(add).content.decode()
    typed = {"name": "Lương Thị Mây", "position": "chair", "block": BLOCK, "since": "01/03/2015"}
    assert client.post(add, typed | {"unit": province.district.pk}).status_code == 302
    signer = Signer.objects.get(name="Lương Thị Mây")
    assert signer.unit == province.district
    for name in ("Lương Thị Mây", "Lương  Thị\u00a0Mây"):
        again = client.post(add, typed | {"unit": province.district.pk, "name": name}).content.decode()
        assert "Người này đã được ghi ký với chức vụ đó trong thời gian này." in again
    for term, count in (("thi may", 1), ("chi lang", 2), ("khong co", 0)):
        page = client.get(reverse("admin:units_signer_changelist"), {"q": term})
        assert page.context["cl"].result_count == count
    client.force_login(province.user("far_board"))
    assert client.get(reverse("admin:units_signer_change", args=[signer.pk])).status_code == 404
