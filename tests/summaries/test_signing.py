"""Tests of a summary between draft and final: closed for signing, registered, taken back."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from campaigns.actions import reviews
from foundation import clock
from foundation.lifecycle import StateConflict
from summaries import actions, desk, scan_actions, tasks
from summaries.changed_figures import changes_annex
from summaries.models import Summary, SummaryFile, SummarySource
from summaries.report.contents import contents_of
from summaries.to_sign import since_closing
from tests.support import signing
from tests.support.casts import copied
from tests.support.filing_steps import PLEDGING, REPORTING, accepted, sent
from tests.support.world import build as build_world
from units.acting import acting_as
from units.models import Attachment, Event, Post, Role, Rule, Signer, SignerPosition, User
from units.registration import BadRegistration

pytestmark = [pytest.mark.either, pytest.mark.django_db]

CLOSING, LATER = "2015-07-27T09:00+07:00", "2015-08-03T09:00+07:00"
PAGE = "/campaigns/2015/phases/1/summary/"
BLOCK = "TM. BAN THƯỜNG VỤ"


def build():
    """Build the cast with three signers, a clerk, an accepted report that counts, one that waits, a closed summary."""
    world = build_world()
    with clock.travel(PLEDGING):
        accepted(world)
        accepted(world, "commune", who="neighbour")
    with clock.travel(REPORTING):
        accepted(world, kind="report")
        world.waiting = sent(world, "commune", "report", who="neighbour")
    positions = (SignerPosition.CHAIR, SignerPosition.STANDING_VICE, SignerPosition.VICE_IN_CHARGE)
    for name, position in zip(("Đinh Xuân Ngàn", "Hứa Quang Lâm", "Lô Tiến Sơn"), positions, strict=True):
        user = world.user("leader") if name == "Hứa Quang Lâm" else None
        Signer.objects.create(
            unit=world.province, name=name, position=position, block=BLOCK, since=date(2015, 1, 1), user=user
        )
    clerk = User.objects.create(username="clerk", full_name="Bế Thị Thư")
    Post.objects.create(user=clerk, unit=world.province, role=Role.CLERK, since=date(2015, 1, 1))
    world.clerk = acting_as(clerk, Role.CLERK)
    with clock.travel(CLOSING):
        world.summary = actions.begin(world.campaign, world.phase, world.province, by=world.by("board"))
        actions.propose(world.summary, by=world.by("board"))
        actions.close_for_signing(world.summary, by=world.by("leader"))
    return world


@pytest.fixture
def world(db):
    with clock.travel(CLOSING):
        yield copied(build)


@pytest.fixture
def closed(world):
    return world.summary


@pytest.fixture
def proposed(world):
    """The summary taken back, and proposed again."""
    actions.take_back(world.summary, reason="Sửa.", by=world.by("board"))
    actions.propose(world.summary, by=world.by("board"))
    return world.summary


def registered(summary, by, **changed):
    typed = {"number": "45", "dated_on": clock.today(), "scan": signing.scan(), **changed}
    actions.register(summary, by=by, **typed)


def test_who_signs_is_chosen_from_the_signers_of_the_day(world, proposed, client):
    client.force_login(world.user("leader"))
    form = client.get(f"/summaries/{proposed.pk}/close/").context["confirmation"].form
    chair, standing, in_charge = Signer.objects.order_by("pk")
    labels = dict(form.fields["block"].choices)
    assert labels == {
        str(chair.pk): f"Đinh Xuân Ngàn ({BLOCK}, CHỦ TỊCH)",
        str(in_charge.pk): f"Lô Tiến Sơn ({BLOCK}, PHÓ CHỦ TỊCH PHỤ TRÁCH)",
        str(standing.pk): f"Hứa Quang Lâm ({BLOCK}, PHÓ CHỦ TỊCH THƯỜNG TRỰC)",
    }
    assert form.fields["block"].initial == str(standing.pk)  # who closes signs, unless another is chosen
    with pytest.raises(ValidationError):
        actions.close_for_signing(proposed, by=world.by("leader"), block=f"{standing.pk}-kt")
    Rule.objects.create(code="signing.for_chair", value=True, certainty="custom", words="Quy chế làm việc")
    actions.close_for_signing(proposed, by=world.by("leader"), block=f"{standing.pk}-kt")
    document = contents_of(Summary.objects.get()).document
    assert (document.on_behalf, document.position) == ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH THƯỜNG TRỰC")
    assert (document.signer_name, document.number, document.dated_on) == ("Hứa Quang Lâm", "", None)


def test_the_clerk_sees_what_is_closed_and_registers_it(world, closed, client):
    client.force_login(world.clerk.user)
    page = client.get(f"{PAGE}?unit={world.province.pk}").content.decode()
    assert "Ghi số, ngày…" in page and "Thu lại để sửa…" not in page
    assert [todo.title for todo in desk.todo(world.clerk)] == ["Ghi số, ngày báo cáo sơ kết đợt 1 năm 2015"]
    assert not Summary.objects.visible_to(world.user("owner")).exists()  # public is what has its number
    text = closed.text
    registered(closed, world.clerk)
    final = Summary.objects.visible_to(world.user("owner")).get()
    assert (final.status, final.number, final.text) == ("final", "45", text)
    page = client.get(f"{PAGE}?unit={world.province.pk}").content.decode()
    assert page.index("Tải bản đã ký") < page.index("Tải bản chốt (PDF)")
    with pytest.raises(StateConflict):
        registered(closed, world.clerk, number="46")
    with pytest.raises(StateConflict):
        actions.take_back(closed, reason="Sửa.", by=world.by("board"))


def test_scans_are_added_and_withdrawn_by_who_registers(world, closed, client):
    registered(closed, world.clerk)
    scan = Attachment.objects.about(closed).get()
    with pytest.raises(ValidationError):
        scan_actions.add(closed, signing.scan(), by=world.clerk)  # there already
    scan_actions.withdraw(closed, scan, reason="Chụp thiếu trang.", by=world.clerk)
    with pytest.raises(StateConflict):
        scan_actions.withdraw(closed, Attachment.objects.get(), reason="Chụp thiếu trang.", by=world.clerk)
    client.force_login(world.user("board"))
    gone = client.get(f"/attachments/{scan.pk}/")
    assert gone.status_code == 410 and "Chụp thiếu trang." in gone.content.decode()


def test_what_is_taken_back_is_a_draft_with_the_figures_of_now(world, closed):
    job = tasks.ask_for_file(closed)
    reviews.accept(world.waiting, by=world.by("district", Role.REVIEWER))
    with pytest.raises(ValidationError):
        actions.take_back(closed, reason=" ", by=world.by("board"))
    sha256 = closed.sha256
    actions.take_back(closed, reason="Còn một báo cáo.", by=world.by("board"))
    draft = Summary.objects.get()
    assert (draft.status, draft.figures, draft.sha256, draft.signer, draft.proposed_at) == (
        "draft",
        None,
        "",
        None,
        None,
    )
    assert not (SummarySource.objects.exists() or SummaryFile.objects.exists())
    event = Event.objects.about(draft).first()
    assert (event.verb, event.reason, event.changes["sha256"]) == ("take_back_summary", "Còn một báo cáo.", sha256)
    actions.propose(draft, by=world.by("board"))
    actions.close_for_signing(draft, by=world.by("leader"))
    assert draft.sources.count() > 2
    tasks._keep(job, b"what was drawn from the figures before")
    assert not SummaryFile.objects.get().is_made


def test_what_is_accepted_after_closing_is_listed(world, closed, client):
    assert since_closing(closed).count == 0
    with clock.travel(LATER):
        reviews.accept(world.waiting, by=world.by("district", Role.REVIEWER))
        since = since_closing(closed)
        assert ([sheet.called.name for sheet in since.sheets], since.count, since.has_other_signer) == (
            [world.waiting.called.name],
            1,
            False,
        )
        client.force_login(world.user("board"))
        page = client.get(PAGE).content.decode()
        assert "Được xác nhận sau khi chốt" in page and world.waiting.get_absolute_url() in page
        assert client.get(f"/summaries/{closed.pk}/changes/").status_code == 200


def test_when_the_signer_signs_no_more_it_is_to_be_closed_anew(world, closed, client):
    Signer.objects.filter(pk=closed.signer_id).update(until=date(2015, 8, 1))
    with clock.travel(LATER):
        assert since_closing(closed).has_other_signer
        titles = [todo.title for todo in desk.todo(world.by("board"))]
        assert "Chốt lại báo cáo sơ kết đợt 1 năm 2015" in titles
        with pytest.raises(BadRegistration) as error:
            registered(closed, world.clerk)
        assert error.value.errors["dated_on"].startswith("Ngày 03/08/2015 Đinh Xuân Ngàn không ký văn bản của đơn vị.")
        registered(closed, world.clerk, dated_on=date(2015, 7, 31))  # signed while he did


def test_a_leader_whose_post_ended_signs_no_more(world, proposed):
    standing = Signer.objects.get(user=world.user("leader"))
    actions.close_for_signing(proposed, by=world.by("leader"), block=str(standing.pk))
    assert not since_closing(proposed).has_other_signer
    Post.objects.filter(user=standing.user, role=Role.LEADER).update(until=clock.today() + timedelta(days=1))
    with clock.travel(LATER):
        assert since_closing(proposed).has_other_signer


def test_a_day_before_closing_is_asked_about(world, closed):
    with pytest.raises(BadRegistration) as error:
        registered(closed, world.clerk, dated_on=date(2015, 7, 26))
    question = "Ngày 26/07/2015 ở trước ngày chốt để trình ký (27/07/2015). Có đúng không?"
    assert (error.value.errors, error.value.questions) == ({}, (question,))


def test_a_revision_has_an_annex_of_what_changed(world, closed):
    assert changes_annex(closed, contents_of(closed)) == []
    registered(closed, world.clerk)
    with clock.travel(LATER):
        reviews.accept(world.waiting, by=world.by("district", Role.REVIEWER))
        second = actions.revise(closed, reason="Xã gửi muộn.", by=world.by("board"))
        actions.propose(second, by=world.by("board"))
        actions.close_for_signing(second, by=world.by("leader"))
        contents = contents_of(Summary.objects.get(revision=2))
        (annex,) = changes_annex(second, contents)
    assert contents.document.revision_reason == "Xã gửi muộn."
    assert annex.title == "Những số liệu thay đổi so với lần 1"
    (table,) = annex.tables
    assert [column.title for column in table.columns] == ["TT", "Số liệu", "Lần 1", "Lần 2"]
    rows = [[getattr(cell, "text", cell) for cell in row.cells] for row in table.rows]
    assert ["A", "Đăng ký và báo cáo"] in rows
    assert any(row[1].startswith("Báo cáo") and row[2:] == ["1", "2"] for row in rows if len(row) == 4)
    labels = [row[1] for row in rows]
    assert len(labels) == len(set(labels)) and not any("lũy kế" in label for label in labels)  # as much in the phase
