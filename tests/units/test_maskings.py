"""Tests that a masking removes what is stored of a person and nothing else, and that the seals still hold."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from foundation import clock
from foundation.lifecycle import StateConflict
from tests.support import tally
from tests.support.without_triggers import without_triggers
from units.access import Forbidden
from units.actions import maskings
from units.actions.accounts import add_account
from units.actions.people import describe_person
from units.actions.posts import end_post
from units.actions.sign_in_codes import issue_codes, new_codes
from units.blobs import store
from units.history import record
from units.models import (
    Event,
    EventPersonal,
    FormDraft,
    Import,
    ImportRow,
    MailKind,
    MaskedText,
    Masking,
    OutgoingMail,
    Post,
    Seal,
    User,
)
from units.sealing import seal_history

pytestmark = [pytest.mark.django_db, pytest.mark.either(whole=True)]
AT = clock.parse("2015-07-20T09:00+07:00")
NAME, PHONE, EMAIL = "Vi Thị Canh Nữ", "0987 654 321", "canh.nu@example.vn"
PAPER = {"number": "12/ĐN", "dated_on": date(2015, 7, 20), "reason": "Thôi làm việc công đoàn, có đơn."}


@pytest.fixture
def person(world):
    """Somebody who worked for the school, was written to, typed drafts, came in by a list, and left."""
    admin = world.by("admin")
    with clock.travel(AT):
        person = User(full_name=NAME, phone=PHONE, email=EMAIL)
        post = Post(unit=world.school, role="officer", since=date(2015, 7, 1))
        add_account(person, post, by=admin, reason=f"Thay người cũ bằng {NAME}")
        issue_codes(new_codes([person]), by=admin)
        describe_person(
            person, {"phone": PHONE}, words={"Điện thoại": ["", PHONE]}, unit=world.school, by=admin, reason="Bổ sung"
        )
        record(world.school, "admin_change", by=admin, unit=world.school, changes={"người liên hệ": ["", NAME.upper()]})
        record(world.district, "admin_change", by=world.by("district"), unit=world.district, reason=f"Theo lời {NAME}.")
        record(world.school, "save", by=person, unit=world.school, reason="Việc của người này")
        world.school.contact_person, world.school.phone = NAME, PHONE
        world.school.save()
        OutgoingMail.objects.create(
            key="test:1", kind=MailKind.TEST, person=person, about=person, unit=world.school, due_at=AT, address=EMAIL
        )
        FormDraft.objects.create(user=person, address="/a/", fields=[["t", NAME]], saved_at=AT)
        FormDraft.objects.create(user=admin.user, address="/b/", fields=[["t", f"Giao {NAME}"]], saved_at=AT)
        FormDraft.objects.create(user=admin.user, address="/c/", fields=[["t", "Việc khác"]], saved_at=AT)
        imported = Import.objects.create(
            kind="people", unit=world.province, by=admin.user, post=admin.posts[0], at=AT, name="ds.csv",
            blob_id=store(b"x", "text/csv"), left_out=[[3, f"{NAME} x", "x"], [4, "Người khác", "x"]],
        )  # fmt: skip
        for number, name in ((1, NAME), (2, "Người khác")):
            ImportRow.objects.create(
                source=imported, sheet="", number=number, status="same", name=name, after={"n": name}
            )
        end_post(post, until=date(2015, 7, 20), by=admin)
    return User.objects.get(pk=person.pk)


def masked(world, person):
    with clock.travel(AT + timedelta(hours=1)):
        masking = maskings.ask_masking(person, **PAPER, by=world.by("admin"))
        maskings.carry_out_masking(masking, by=world.by("leader"))
    return Masking.objects.get(pk=masking.pk)


def naming(*words):
    """Return the columns of the whole database, text or JSON, in which one of the words is, as a list of labels."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    text = str(value).encode().decode("unicode_escape", "ignore") if "\\u" in str(value) else str(value)
                    if any(word.lower() in text.lower() for word in words):
                        found.append(f"{table}.{name}")
    return found


def verified():
    out = StringIO()
    call_command("verify_history", stdout=out)
    return out.getvalue().startswith("Nhật ký nguyên vẹn")


def test_nothing_of_the_person_is_left_and_the_seals_hold(world, person):
    with clock.travel(AT + timedelta(minutes=90)):
        seal_history()
    assert Seal.objects.exists() and verified()
    User.objects.filter(pk=person.pk).update(has_new_devices=True)
    before = naming(NAME, PHONE, EMAIL, person.username)
    assert {"units_user.full_name", "units_eventpersonal.data", "units_importrow.after", "units_formdraft.fields",
            "units_outgoingmail.address", "units_unit.contact_person",
            "units_import.left_out"} <= set(before)  # fmt: skip
    others = Event.objects.exclude(personal=None).count()
    masking = masked(world, person)
    assert naming(NAME, PHONE, EMAIL, person.username) == []
    tally.count("personal data", "cells with a masked person, before", len(before))
    assert masking.counts == {
        "units.FormDraft": 2, "units.OutgoingMail": 1, "units.SignInCode": 1, "units.ImportRow": 1, "units.Import": 1,
        "units.Unit": 1, "units.EventPersonal": 8, "units.User": 1,
    }  # fmt: skip
    assert MaskedText.objects.count() == 8
    assert Event.objects.exclude(personal=None).count() == others - 8 + 2
    assert FormDraft.objects.get().fields == [["t", "Việc khác"]]
    assert [row.after for row in ImportRow.objects.order_by("number")] == [{}, {"n": "Người khác"}]
    assert Import.objects.get().left_out == [[4, "Người khác", "x"]]
    assert verified()
    left = User.objects.get(pk=person.pk)
    assert (left.full_name, left.is_active, left.has_usable_password(), left.has_new_devices) == (
        f"Người đã xóa dữ liệu {person.pk}", False, False, False,
    )  # fmt: skip
    shown = Event.objects.filter(actor=person).first()
    assert (shown.actor_name, shown.reason, shown.verb) == ("(đã xóa tên)", "", "save")


def test_it_takes_two_people_of_the_office_and_a_person_who_left(world, person):
    admin, leader = world.by("admin"), world.by("leader")
    with clock.travel(AT):
        with pytest.raises(Forbidden):
            maskings.ask_masking(person, **PAPER, by=world.by("board"))
        with pytest.raises(StateConflict, match="còn được phân công"):
            maskings.ask_masking(world.user("owner"), **PAPER, by=admin)
        with pytest.raises(StateConflict, match="của chính mình"):
            maskings.ask_masking(admin.user, **PAPER, by=admin)
        for named in (NAME, "vi thi canh nu", "Vi\nThị  Canh Nữ", "0987.654.321", "+84 987 654 321", EMAIL.upper()):
            with pytest.raises(ValidationError, match="không ghi tên"):
                maskings.ask_masking(person, **PAPER | {"reason": f"{named} có đơn"}, by=admin)
        masking = maskings.ask_masking(person, **PAPER, by=admin)
        with pytest.raises(StateConflict, match="Đã có yêu cầu"):
            maskings.ask_masking(person, **PAPER, by=admin)
        with pytest.raises(StateConflict, match="không tự xác nhận"), transaction.atomic():
            maskings.carry_out_masking(masking, by=admin)
        with pytest.raises(Forbidden):
            maskings.carry_out_masking(masking, by=world.by("board"))
        assert naming(NAME)
        maskings.drop_masking(masking, by=admin)
        assert naming(NAME)
        with pytest.raises(StateConflict, match="đã được xử lý"):
            maskings.carry_out_masking(Masking.objects.get(pk=masking.pk), by=leader)
    with pytest.raises(IntegrityError, match=r"masking_is_kept"), transaction.atomic():
        Masking.objects.filter(pk=masking.pk).update(reason="Khác")


def test_the_database_lets_only_texts_go_that_a_masking_names(world, person):
    one, other = EventPersonal.objects.order_by("pk")[:2]
    with pytest.raises(IntegrityError, match="event_personal_is_frozen_delete"), transaction.atomic():
        QuerySet(EventPersonal).filter(pk=one.pk).delete()
    masking = masked(world, person)
    with pytest.raises(IntegrityError, match="event_personal_is_frozen_delete"), transaction.atomic():
        QuerySet(EventPersonal).filter(pk=other.pk).delete()
    with pytest.raises(IntegrityError, match="masked_text_is_frozen"), transaction.atomic():
        QuerySet(MaskedText).filter(masking=masking).delete()
    with pytest.raises(IntegrityError, match="masking_is_kept"), transaction.atomic():
        QuerySet(Masking).update(counts={})


def test_a_text_removed_past_the_act_is_found_though_a_masking_seems_to_name_it(world, person):
    masking = masked(world, person)
    assert verified()
    event = Event.objects.exclude(personal=None).earliest("pk")
    MaskedText.objects.bulk_create([MaskedText(event=event, masking=masking)])  # as the portal's account could
    QuerySet(EventPersonal).filter(pk=event.pk).delete()
    with pytest.raises(CommandError, match=f"Yêu cầu xóa dữ liệu {masking.pk}: lời đã xóa khác"):
        verified()
    with without_triggers():
        QuerySet(MaskedText).filter(pk=event.pk).delete()
    with pytest.raises(CommandError, match=f"Sự việc {event.pk} đã mất lời"):
        verified()
    tally.count("history", "alterations by a superuser, found", 2)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda pks: QuerySet(Event).filter(pk=pks[3]).update(verb="khác"), "khác với khi niêm phong"),
        (lambda pks: deleted_event(pks[3]), "khi niêm phong là"),
        (lambda pks: swapped_verbs(pks[3], pks[-2]), "khác với khi niêm phong"),
    ],
    ids=["changed", "deleted", "swapped"],
)
def test_what_is_altered_after_a_masking_is_found_as_before(world, person, change, sentence):
    masked(world, person)
    with clock.travel(AT + timedelta(hours=3)):
        seal_history()
    assert verified()
    with without_triggers():
        change(list(Event.objects.order_by("pk").values_list("pk", flat=True)))
    with pytest.raises(CommandError, match=sentence):
        verified()
    tally.count("history", "alterations by a superuser, found")


def deleted_event(pk):
    QuerySet(EventPersonal).filter(pk=pk).delete()
    QuerySet(MaskedText).filter(pk=pk).delete()
    QuerySet(Event).filter(pk=pk).delete()


def swapped_verbs(one, other):
    verbs = dict(Event.objects.filter(pk__in=[one, other]).values_list("pk", "verb"))
    assert verbs[one] != verbs[other]
    QuerySet(Event).filter(pk=one).update(verb=verbs[other])
    QuerySet(Event).filter(pk=other).update(verb=verbs[one])


def test_of_who_is_at_work_the_page_says_why_nothing_is_removed_and_leads_to_handing_over(client, world):
    client.force_login(world.user("admin"))
    at_work, own = (world.user(name).pk for name in ("owner", "admin"))
    with clock.travel(AT):
        page = client.get(f"/personal-data/account/{at_work}/").content.decode()
        of_self = client.get(f"/personal-data/account/{own}/").content.decode()
        refused = client.get(f"/personal-data/account/{at_work}/mask/")
        assert client.get(f"/people/{at_work}/hand-over/").status_code == 200
    sentence = "Người này còn được phân công. Xin kết thúc hoặc bàn giao phân công trước."
    assert sentence in page and f'href="/people/{at_work}/hand-over/"' in page and "/mask/" not in page
    assert "Không tự xóa dữ liệu của chính mình." in of_self
    assert "/mask/" not in of_self and f"/people/{own}/hand-over/" not in of_self
    assert (refused.status_code, sentence in refused.content.decode()) == (409, True)


def test_the_pages_lead_from_a_name_to_what_was_removed(client, world, person):
    client.force_login(world.user("admin"))
    with clock.travel(AT + timedelta(hours=1)):
        found = client.get("/personal-data/", {"q": "vi thi canh"})
        assert [str(row.row) for row in found.context["people"]] == [NAME]
        stored = client.get(f"/personal-data/account/{person.pk}/")
        assert "Tài khoản: họ tên" in stored.content.decode()
        assert f'href="/personal-data/account/{person.pk}/mask/"' in stored.content.decode()
        ask = f"/personal-data/account/{person.pk}/mask/"
        counts = {
            counted.table.label: (counted.going, counted.staying) for counted in client.get(ask).context["counts"]
        }
        assert (counts["units.EventPersonal"], counts["units.Post"]) == ((8, 0), (0, 1))
        typed = {"number": "12/ĐN", "dated_on": "21/07/2015", "reason": "Có đơn."}
        refused = client.post(ask, typed)
        assert refused.context["problems"][0][1].endswith("Ngày yêu cầu không thể sau hôm nay.")
        address = client.post(ask, typed | {"dated_on": "20/07/2015"}).url
        assert "Xem 1 yêu cầu" in client.get("/").content.decode()
        assert client.get(f"{address}carry-out/").status_code == 409
        client.force_login(world.user("leader"))
        assert "Xem 1 yêu cầu" in client.get("/").content.decode()
        assert "Xóa dữ liệu…" in client.get(address).content.decode()
        assert "Xóa 16 dòng" in client.get(f"{address}carry-out/").content.decode()
        assert client.post(f"{address}carry-out/").url == address
        done = client.get(address).content.decode()
        assert NAME not in done
        assert "Lời của nhật ký: tên người làm, lý do, nội dung sửa: 8" in done
        assert client.get("/personal-data/maskings/").context["rows"][0].get_state_display() == "Đã xóa"
