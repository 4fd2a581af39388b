"""Tests discarding a planned phase, an unpublished campaign, a quota: rows and events stay in the database."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from awards.actions import appraisal
from awards.actions.quotas import end_quota
from awards.models import Quota
from awards.rules import quota_usage
from awards.selectors.appraisal_overview import quotas_of
from campaigns import access
from campaigns.actions import phases
from campaigns.catalogue.live import live_catalogue, live_phases
from campaigns.models import Campaign, Phase
from foundation import clock
from foundation.lifecycle import StateConflict
from tests.support import dossier_steps
from tests.support.admin_pages import change_url, messages_of, posted
from tests.support.casts import copied
from units.access import Forbidden
from units.models import Event

pytestmark = [pytest.mark.either, pytest.mark.django_db]

WHY = "Lập nhầm."


@pytest.fixture
def world(db):
    with clock.travel(dossier_steps.DAY):
        yield copied(dossier_steps.build)


def phase_3(campaign, **more):
    own = {"number": 3, "theme": "Đợt lập nhầm", "starts_on": date(2015, 11, 1), "ends_on": date(2015, 12, 31)}
    return Phase.objects.create(campaign=campaign, review_kind="final", review_name="Tổng kết", **own | more)


def unpublished(world, slug="2016", **more):
    own = {"year": 2016, "title": "Phong trào thi đua năm 2016"}
    return Campaign.objects.create(unit=world.province, slug=slug, **own | more)


def numbers(campaign):
    return [phase.number for phase in live_phases(Campaign.objects.get(pk=campaign.pk))]


# A phase


def test_a_discarded_phase_is_gone_from_every_page_and_kept_with_its_reason(world, sign_in_as):
    phase, board = phase_3(world.campaign), sign_in_as("board")
    address = phase.get_absolute_url()
    assert numbers(world.campaign) == [1, 2, 3]
    assert f"{address}discard/" in board.get(address).text
    empty = board.post(f"{address}discard/", {"reason": " "})
    assert empty.context["problems"] == [("id_reason", "Xin ghi lý do bỏ.")]
    done = board.post(f"{address}discard/", {"reason": WHY})
    assert (done.status_code, done["Location"]) == (302, world.campaign.get_absolute_url())
    assert numbers(world.campaign) == [1, 2]
    assert board.get(address).status_code == 404
    assert "Đợt 3" not in board.get(world.campaign.get_absolute_url()).text
    assert "Đợt 3" not in board.get("/campaigns/2015/phases/1/summary/").text
    assert (
        board.post("/summaries/begin/", {"campaign": "2015", "phase": "3", "unit": world.province.pk}).status_code
        == 404
    )
    event = Event.objects.about(phase).get()
    assert (event.verb, event.source, event.to, event.reason) == ("discard_phase", "planned", "discarded", WHY)


def test_its_number_is_given_to_another_phase(world):
    for _twice in range(2):
        phases.discard_phase(phase_3(world.campaign), reason=WHY, by=world.by("board"))
    again = phase_3(world.campaign, theme="Đợt đúng")
    assert list(Phase.objects.alive().filter(campaign=world.campaign, number=3)) == [again]
    with pytest.raises(IntegrityError), transaction.atomic():
        phase_3(world.campaign)


def test_only_the_board_discards_and_only_what_is_planned(world):
    with pytest.raises(Forbidden):
        phases.discard_phase(phase_3(world.campaign), reason=WHY, by=world.by("leader"))
    with pytest.raises(StateConflict, match="Đợt 1 đang ở trạng thái “Đã kết thúc, đang tổng hợp”"):
        phases.discard_phase(world.phase, reason=WHY, by=world.by("board"))


def test_a_published_campaign_keeps_a_phase(world):
    campaign = unpublished(world)
    phase = phase_3(campaign)
    Campaign.objects.filter(pk=campaign.pk).update(status="published", published_at=clock.now())
    phase.refresh_from_db()
    with pytest.raises(StateConflict, match=r"Đây là đợt duy nhất của phong trào đã công bố\."):
        phases.discard_phase(phase, reason=WHY, by=world.by("board"))


def test_the_admin_shows_it_and_changes_nothing(world, sign_in_as):
    phase, board = phase_3(world.campaign), sign_in_as("board")
    phases.discard_phase(phase, reason=WHY, by=world.by("board"))
    page = board.get(change_url(phase))
    assert (page.status_code, "Đã bỏ" in page.text) == (200, True)
    assert "Xem trên cổng" not in page.text
    assert "Xem trên cổng" in board.get(change_url(world.phase)).text
    assert board.post(change_url(phase), {}).status_code == 409
    assert phase in board.get("/admin/campaigns/phase/").context["cl"].result_list
    form = board.get("/admin/awards/quota/add/").context["adminform"].form
    assert phase not in form.fields["phase"].queryset


def test_an_indicator_meant_for_a_discarded_phase_alone_is_asked_nowhere(world, sign_in_as):
    """It is not asked in every phase, as if it named none, nor in the next phase of that number."""
    phase, indicator = phase_3(world.campaign), world.campaign.indicators.filter(phases=None).first()
    indicator.phases.set([phase])
    phases.discard_phase(phase, reason=WHY, by=world.by("board"))
    phase_3(world.campaign)
    phases_now = live_phases(world.campaign)
    assert [phase.number for phase in phases_now] == [1, 2, 3]
    assert not any(indicator.pk in live_catalogue(phase).by_pk for phase in phases_now)
    field = sign_in_as("board").get(change_url(indicator)).context["adminform"].form.fields["phases"]
    assert "Đợt 3 năm 2015 (đã bỏ)" in [label for _pk, label in field.choices]


# A campaign


def test_a_discarded_campaign_leaves_its_address_to_another(world, sign_in_as):
    campaign, board = unpublished(world), sign_in_as("board")
    phase = phase_3(campaign, number=1)
    page = board.get("/campaigns/2016/discard/")
    assert "“Phong trào thi đua năm 2016” với 1 đợt, 0 chỉ tiêu" in page.text
    assert board.post("/campaigns/2016/discard/", {"reason": WHY}, follow=True).redirect_chain == [("/", 302)]
    assert board.get("/campaigns/2016/").status_code == 404
    assert Phase.objects.get(pk=phase.pk).status == "discarded"
    event = Event.objects.about(campaign).get()
    assert (event.verb, event.source, event.to, event.reason) == ("discard_campaign", "unpublished", "discarded", WHY)
    assert campaign in board.get("/admin/campaigns/campaign/").context["cl"].result_list
    assert (page := board.get(change_url(campaign))).status_code == 200
    assert "đã bỏ" in page.text
    again = unpublished(world)
    assert "Xem trên cổng" in board.get(change_url(again)).text
    assert "Xem trên cổng" not in board.get(change_url(campaign)).text, "its address leads to the other one"
    assert Campaign.objects.visible_to(world.user("board")).get(slug="2016") == again
    with pytest.raises(IntegrityError), transaction.atomic():
        unpublished(world)


def test_nothing_is_added_to_a_discarded_campaign(world, sign_in_as):
    campaign = unpublished(world)
    phases.discard_campaign(campaign, reason=WHY, by=world.by("board"))
    assert access.may_run(campaign, world.by("board")).why_not == "Phong trào này đã bỏ."
    form = sign_in_as("board").get("/admin/campaigns/phase/add/").context["adminform"].form
    assert campaign not in form.fields["campaign"].queryset
    with pytest.raises(StateConflict, match="Phong trào này đã bỏ"):
        phases.publish(campaign, by=world.by("board"))


def test_a_published_campaign_is_not_discarded(world, sign_in_as):
    page = sign_in_as("board").post("/campaigns/2015/discard/", {"reason": WHY})
    assert (page.status_code, "Phong trào đã được công bố." in page.text) == (409, True)
    assert sign_in_as("leader").post("/campaigns/2015/discard/", {"reason": WHY}).status_code == 403


def test_two_addresses_alike_are_refused_at_their_field(world, sign_in_as):
    campaign, board = unpublished(world), sign_in_as("board")
    typed = posted(board.get(change_url(campaign))) | {"slug": "2015"}
    errors = board.post(change_url(campaign), typed).context["adminform"].form.errors
    assert errors == {"slug": ["Đường dẫn này đã dùng cho phong trào khác."]}


def test_an_empty_campaign_is_not_published(world, sign_in_as):
    campaign, board = unpublished(world), sign_in_as("board")
    sentence = "Chưa công bố được, còn thiếu: nội dung thi đua; ít nhất một đợt; ít nhất một chỉ tiêu đang dùng."
    page = board.get(campaign.get_absolute_url())
    assert sentence in page.text
    assert "/campaigns/2016/publish/" not in page.text
    for method in (board.get, board.post):
        page = method("/campaigns/2016/publish/")
        assert (page.status_code, sentence in page.text) == (409, True)
    campaign.contentpoints.create(order=10, text="Thi đua lao động giỏi.")
    page = board.get(phase_3(campaign, number=1).get_absolute_url())
    assert f'href="{campaign.get_absolute_url()}">Xem và công bố phong trào' in page.text
    assert "/campaigns/2016/publish/" not in page.text
    with pytest.raises(StateConflict, match="hạn báo cáo kết quả của đợt 1; ít nhất một chỉ tiêu đang dùng"):
        phases.publish(campaign, by=world.by("board"))


def test_a_status_is_bound_to_its_moment(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        Campaign.objects.filter(pk=world.campaign.pk).update(published_at=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Phase.objects.filter(pk=world.phase.pk).update(status="discarded")


# A quota


def quota(world, **more):
    return Quota.objects.create(title=dossier_steps.title("BK_T"), campaign=world.campaign, **more)


PERSON = {"code": "BK_T", "name": "Nông Thị Ánh Nguyệt"}


def test_an_ended_quota_holds_nobody_any_more(world):
    contradictory = quota(world, max_count=0, hard=True)
    dossier = dossier_steps.endorsed(world, [PERSON])
    row = dossier.nominations.get()
    with pytest.raises(StateConflict, match="Vừa hết số lượng phân bổ"):
        appraisal.approve([row], by=world.by("board"))
    end_quota(contradictory, reason=WHY, by=world.by("board"))
    assert (quota_usage.applying(row.title_asked, dossier), quotas_of(world.province, world.phase)) == ([], [])
    appraisal.approve([row], by=world.by("board"))
    event = Event.objects.about(contradictory).get()
    assert (event.verb, event.reason, event.actor) == ("end_quota", WHY, world.user("board"))
    contradictory.refresh_from_db()
    assert (contradictory.ended_at, contradictory.ended_by) == (event.at, event.actor)


def test_it_is_ended_once_with_a_reason_by_the_board_and_then_stays(world, sign_in_as):
    given, board = quota(world, max_count=1), sign_in_as("board")
    end = change_url(given, "end")
    assert end in board.get(change_url(given)).text
    assert board.post(end, {"reason": ""}).context["error_items"] == [("id_reason", "Xin ghi lý do thôi áp dụng.")]
    assert messages_of(board.post(end, {"reason": WHY}, follow=True)) == ["Bằng khen: mọi đơn vị: đã thôi áp dụng."]
    assert end not in board.get(change_url(given)).text
    for address, typed in ((end, {"reason": WHY}), (change_url(given), {"max_count": "5"})):
        page = board.post(address, typed)
        assert page.status_code == 409
        assert "Số lượng phân bổ này đã thôi áp dụng ngày 20/07/2015, không sửa được." in page.text
    shown = board.get("/admin/awards/quota/?in_force=no")
    assert list(shown.context["cl"].result_list) == [given]
    assert "đã thôi áp dụng ngày 20/07/2015" in shown.text
    assert list(board.get("/admin/awards/quota/").context["cl"].result_list) == [given]
    assert board.get("/admin/awards/quota/x/end/").status_code == 404


def test_the_end_of_a_quota_is_whole(world):
    given = quota(world, max_count=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Quota.objects.filter(pk=given.pk).update(ended_at=clock.now())
