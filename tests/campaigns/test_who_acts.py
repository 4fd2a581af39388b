"""Tests that sentences name who acted, and after a move of the unit whoever may act today."""

from datetime import date

import pytest

from campaigns import access
from campaigns.actions import filings, reviews
from campaigns.models import Filing
from foundation import clock
from tests.support.filing_steps import AGAIN, PLEDGING, drafted, sent
from units.actions import unions
from units.models import Post

pytestmark = pytest.mark.either


def sheet_now(sheet):
    return Filing.objects.with_context().get(pk=sheet.pk)


def test_the_unit_reads_who_returned_its_sheet_and_not_who_is_above_it(world, sign_in_as):
    with clock.travel(PLEDGING):
        sheet = sent(world)
        for who, name in (
            ("board", "Ban Chính sách - Pháp luật, LĐLĐ tỉnh Lạng Sơn"),
            ("district", "LĐLĐ huyện Chi Lăng"),
        ):
            reviews.return_(sheet, reason="Thiếu DH01", due_on=AGAIN, by=world.by(who, "reviewer"))
            pages = [sign_in_as("owner").get(address).text for address in (sheet.get_absolute_url(), "/")]
            assert [f"{name} đề nghị" in page for page in pages] == [True, True]
            filings.submit(sheet, by=world.by("owner"))


def test_after_a_move_todays_reviewer_is_named_and_who_filed_stays_who_filed(world, sign_in_as):
    with clock.travel(PLEDGING):
        own = sent(world)
        behalf = drafted(world, "commune", who="neighbour")
        filings.submit(behalf, by=world.by("district", "officer"))
        for unit in (world.school, world.commune):
            unions.move_under(unit, world.city, by=world.by("admin"))
        page = sign_in_as("owner").get(own.get_absolute_url()).text
        assert ("LĐLĐ thành phố Lạng Sơn sẽ xem xét" in page, "Chi Lăng sẽ xem xét" in page) == (True, False)
        for who in ("owner", "district"):
            answer = access.may_accept(sheet_now(own), world.by(who))
            assert answer.why_not == "Việc này do Cán bộ theo dõi thi đua của LĐLĐ thành phố Lạng Sơn thực hiện."
        desk = sign_in_as("neighbour").get("/").text
        assert "Số liệu do LĐLĐ huyện Chi Lăng nhập thay" in desk


def test_without_a_reviewer_there_the_next_above_is_said_to_review(world, sign_in_as):
    with clock.travel(PLEDGING):
        sheet = sent(world)
        Post.objects.filter(unit=world.district, role="reviewer").update(until=date(2015, 2, 1))
        page = sign_in_as("owner").get(sheet.get_absolute_url()).text
        assert "LĐLĐ tỉnh Lạng Sơn sẽ xem xét; kết quả hiện ở trang này." in page
