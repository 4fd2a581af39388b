"""Tests that whoever alters the history past the portal is found, wherever it was, and that nobody else is."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import QuerySet

from foundation import clock
from tests.support import tally
from tests.support.without_triggers import without_triggers
from units import sealing
from units.history import record
from units.models import Event, EventPersonal, Post, Seal, Unit, User
from units.models.event import AppendOnly

pytestmark = [pytest.mark.django_db, pytest.mark.either(whole=True)]
AT = clock.parse("2015-07-20T09:00+07:00")
LATER = AT + timedelta(hours=2)
OTHERWISE = "có sự việc khác với khi niêm phong."


@pytest.fixture
def history(world, monkeypatch):
    """Thirty events under seals of seven, and two newer ones: the keys of all."""
    monkeypatch.setattr(sealing, "MOST", 7)
    with without_triggers():
        QuerySet(EventPersonal).delete()
        Event.objects.bulk_create([Event(pk=5_000, at=AT, verb="act", target=Unit.objects.earliest("pk"))])
        QuerySet(Event).delete()
    acts(30, AT)  # numbered from 5001 on SQLite: sentences quote numbers as they are stored
    with clock.travel(LATER):
        assert sealing.seal_history().startswith("Niêm phong nhật ký đến số 5, mã kiểm tra ")
        acts(2, LATER)
        assert sealing.seal_history() == ""  # too few, and too new
        yield list(Event.objects.order_by("pk").values_list("pk", flat=True))


def acts(number, at):
    with clock.travel(at):
        for count in range(number):
            record(Unit.objects.earliest("pk"), f"act_{count}", by=None, reason=f"Lý do {count}")


def said(*arguments):
    out = StringIO()
    call_command("verify_history", *arguments, stdout=out)
    return out.getvalue()


def refusal(*arguments):
    with pytest.raises(CommandError) as refused:
        said(*arguments)
    tally.count("history", "alterations by a superuser, found")
    return str(refused.value)


def place(history, number):
    first = history[number * 7 - 8] + 1 if number > 1 else 1
    last = history[min(number * 7, 30) - 1]
    return f"Niêm phong số {number} (sự việc {first}–{last})"


def written(model, pk, **columns):
    """Write columns as a superuser of the database can, past the portal and its triggers."""
    with without_triggers():
        assert QuerySet(model).filter(pk=pk).update(**columns) == 1


def test_a_history_that_nobody_altered_is_whole(history):
    digest = Seal.objects.get(number=5).digest
    assert said() == (
        f"Nhật ký nguyên vẹn: 30 sự việc, 5 niêm phong; 2 sự việc mới chưa niêm phong.\nNiêm phong cuối: 5:{digest}\n"
    )
    assert said("--expect", f"5:{digest[:12]}", "--expect", f"2:{Seal.objects.get(number=2).digest}") == said()


def test_one_changed_event_is_found_whatever_of_it_was_changed(history):
    event = Event.objects.get(pk=history[16])
    others = {
        "at": AT + timedelta(microseconds=1),
        "actor_id": User.objects.earliest("pk").pk,
        "post_id": Post.objects.earliest("pk").pk,
        "target_type_id": event.target_type_id + 1,
        "target_id": event.target_id + 1,
        "unit_id": Unit.objects.earliest("pk").pk,
    }
    for column in sealing.COLUMNS[1:]:
        before = getattr(event, column)
        written(Event, event.pk, **{column: others.get(column, "khác")})
        assert refusal() == f"{place(history, 3)}: {OTHERWISE}", column
        written(Event, event.pk, **{column: before})
    assert said()
    assert {"pk", *sealing.COLUMNS[1:]} == {"pk", *(field.attname for field in Event._meta.concrete_fields)} - {"id"}


def test_a_deleted_event_is_found(history):
    with without_triggers():
        QuerySet(EventPersonal).filter(pk=history[8]).delete()
        QuerySet(Event).filter(pk=history[8]).delete()
    assert refusal() == f"{place(history, 2)}: có 6 sự việc, khi niêm phong là 7."


def test_an_inserted_event_is_found(history):
    with without_triggers():
        QuerySet(EventPersonal).filter(pk=history[31]).delete()
        QuerySet(Event).filter(pk=history[31]).delete()
        Event.objects.bulk_create([Event(pk=1, at=AT, verb="act", target=Unit.objects.earliest("pk"))])
    assert refusal() == f"{place(history, 1)}: có 8 sự việc, khi niêm phong là 7."


def test_two_events_that_changed_places_are_found(history):
    columns = [field.attname for field in Event._meta.concrete_fields if not field.primary_key]
    one, two = (QuerySet(Event).filter(pk=pk).values(*columns)[0] for pk in history[20:22])
    written(Event, history[20], **two)
    written(Event, history[21], **one)
    assert refusal() == f"{place(history, 3)}: {OTHERWISE}"


def test_text_that_was_changed_or_taken_away_is_found(history):
    personal = EventPersonal.objects.get(pk=history[3])
    written(EventPersonal, history[3], data=personal.data | {"reason": "Lý do khác"})
    assert refusal() == f"Lời của sự việc {history[3]} khác với khi ghi."
    written(EventPersonal, history[3], data=personal.data)
    assert said()
    with without_triggers():
        QuerySet(EventPersonal).filter(pk=history[3]).delete()
    assert refusal() == f"Sự việc {history[3]} đã mất lời."


def test_a_history_sealed_anew_is_found_by_a_digest_kept_elsewhere(history):
    kept = f"4:{Seal.objects.get(number=4).digest[:16]}"
    written(Event, history[0], verb="khác")
    with without_triggers():
        QuerySet(Seal).delete()
    sealing.seal_history()
    assert said()  # the control: without the copy nobody can tell
    assert refusal("--expect", kept) == (
        f"{place(history, 4)}: mã kiểm tra khác mã giữ ở nơi khác; nhật ký đã được niêm phong lại."
    )
    with without_triggers():
        QuerySet(Seal).filter(number__gt=3).delete()
    assert refusal("--expect", kept) == "Thiếu niêm phong số 4."


def test_a_seal_that_was_changed_or_taken_away_is_found(history):
    seal = Seal.objects.get(number=2)
    written(Seal, 2, digest="0" * 64)
    assert refusal() == f"{place(history, 2)}: {OTHERWISE}"
    written(Seal, 2, digest=seal.digest, up_to=history[12], count=6)
    assert refusal() == f"{place(history, 2)[: -len(str(history[13])) - 1]}{history[12]}): {OTHERWISE}"
    with without_triggers():
        QuerySet(Seal).filter(number=2).delete()
    assert refusal() == "Thiếu niêm phong số 2."
    with pytest.raises(AppendOnly):
        Seal.objects.all().delete()


def test_a_long_history_is_sealed_in_several_calls(history, monkeypatch):
    with without_triggers():
        QuerySet(Seal).delete()
    monkeypatch.setattr(sealing, "AT_ONCE", 2)
    for number in (2, 4, 5):
        assert sealing.seal_history().startswith(f"Niêm phong nhật ký đến số {number},")
    assert sealing.seal_history() == ""
    assert said().startswith("Nhật ký nguyên vẹn: 32 sự việc, 5 niêm phong;")


@pytest.mark.parametrize("typed", ["5", "5:", "0:0123456789ab", "5:0123", "năm:0123456789ab", "5:0123456789aX"])
def test_what_is_no_digest_is_refused(history, typed):
    with pytest.raises(CommandError, match="3fa9c01b77de"):
        call_command("verify_history", f"--expect={typed}")
