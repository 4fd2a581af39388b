"""Tests that the history goes out whole and streamed, and that its file is verified elsewhere without the portal."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from foundation import clock
from tests.support import tally
from units import history_export, sealing
from units.actions import maskings
from units.history import record
from units.models import Event, MaskedText, Post, Seal, Unit
from units.sealing import seal_history

pytestmark = [pytest.mark.django_db, pytest.mark.either(whole=True)]
SCRIPT = Path(settings.BASE_DIR, "scripts", "verify-history")
LATER = clock.parse("2015-08-20T09:00+07:00")


@pytest.fixture
def sealed(world, monkeypatch):
    """A history under seals of seven, with an event newer than those."""
    monkeypatch.setattr(sealing, "MOST", 7)
    monkeypatch.setattr(sealing, "AT_ONCE", 1_000)
    monkeypatch.setattr(history_export, "PIECE", 5)
    for number in range(12):
        record(world.school, "save", by=world.user("owner"), unit=world.school, reason=f"Lý do “{number}”")
    with clock.travel(LATER):
        assert seal_history()
        record(world.school, "save", by=None, unit=world.school)
    return world


def verified(path, *copies):
    """Return the exit code and what the script says, run as somebody without the portal would."""
    run = subprocess.run([sys.executable, "-I", SCRIPT, path, *copies], capture_output=True, text=True, check=False)
    return run.returncode, run.stdout.strip()


def exported(tmp_path):
    path = tmp_path / "nhat-ky.jsonl"
    call_command("export_history", "--to", str(path))
    return path


def test_the_file_is_verified_without_the_portal(sealed, tmp_path):
    events = Event.objects.count()
    path = exported(tmp_path)
    last = Seal.objects.last()
    whole = f"whole: {events - 1} events under {last.number} seals, 2 not sealed yet"
    assert verified(path) == (0, f"{whole}; last seal {last.number}:{last.digest}")
    assert path.stat().st_mode & 0o077 == 0
    assert verified(path, f"1:{Seal.objects.get(number=1).digest[:12]}")[0] == 0
    first = f"seal 1 (events up to {Seal.objects.get(number=1).up_to})"
    assert verified(path, "1:000000000000") == (1, f"{first}: the copy kept elsewhere is another")
    assert verified(path, f"{last.number + 1}:00") == (1, f"seal {last.number + 1} is missing")
    event = Event.objects.get(verb="export_history")
    assert (event.actor, event.changes) == (None, {"tệp": ["", "jsonl"]})


def test_whatever_is_altered_in_the_file_is_found(sealed, tmp_path):
    path = exported(tmp_path)
    lines = path.read_text("utf-8").splitlines()
    events = [number for number, line in enumerate(lines) if line.startswith('{"event"')]
    seals = [number for number, line in enumerate(lines) if line.startswith('{"seal"')]

    def altered(change):
        changed = list(lines)
        change(changed)
        path.write_text("\n".join(changed), "utf-8")
        code, told = verified(path)
        assert code == 1, told
        tally.count("history", "alterations of an exported file, found")
        return told

    def in_event(key, value):
        def change(changed):
            row = json.loads(changed[events[3]])
            if key == "event":
                row["event"][5] = value
            else:
                row[key] = value
            changed[events[3]] = json.dumps(row)

        return change

    def swap(changed):
        one, other = (json.loads(changed[events[place]]) for place in (3, 4))
        one["event"][0], other["event"][0] = other["event"][0], one["event"][0]
        changed[events[3]], changed[events[4]] = json.dumps(other), json.dumps(one)

    assert altered(in_event("event", "khác")).endswith("an event is another than was sealed")
    assert altered(in_event("text", {"salt": "0", "data": {}})).endswith("its text is another")
    assert altered(in_event("text", None)).endswith("its text is missing")
    assert altered(lambda changed: changed.pop(events[3])).endswith("6 events, sealed were 7")
    assert altered(lambda changed: changed.insert(events[3], changed[events[3]])).endswith("8 events, sealed were 7")
    assert altered(swap).endswith("an event is another than was sealed")
    assert altered(lambda changed: changed.pop(seals[0])).endswith("seal 1 is missing")
    assert altered(lambda changed: changed.pop(0)) == "this is no history of version 1"


def test_administrators_take_it_along_and_that_is_an_event(client, sealed):
    record(sealed.user("owner"), "fail_sign_in", by=None)  # of no unit
    client.force_login(sealed.user("admin"))
    assert "Tải tệp JSON" in client.get("/personal-data/history/").content.decode()
    answer = client.post("/personal-data/history/", {"export": "jsonl"})
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert answer["Content-Disposition"].startswith('attachment; filename="nhat-ky-')
    head = json.loads(lines[0])
    assert (head["whole"], head["columns"]) == (True, list(sealing.COLUMNS))
    assert len([line for line in lines if line.startswith('{"event"')]) == Event.objects.count()
    assert Event.objects.filter(verb="export_history", actor=sealed.user("admin")).count() == 1
    table = b"".join(client.post("/personal-data/history/", {"export": "csv"}).streaming_content).decode()
    assert table.count("\n") >= Event.objects.count()
    assert "Lý do “3”" in table
    assert client.post("/personal-data/history/", {"export": "xml"}).status_code == 404


def test_a_history_of_some_units_says_that_its_seals_prove_nothing(client, sealed, tmp_path):
    Unit.objects.create(name="LĐLĐ tỉnh khác", kind="province", valid_from="2015-01-01")
    client.force_login(sealed.user("admin"))
    answer = client.post("/personal-data/history/", {"export": "jsonl"})
    path = tmp_path / "x.jsonl"
    path.write_bytes(b"".join(answer.streaming_content))
    assert verified(path) == (1, "the file holds only some events: seals cannot be verified")


def test_texts_that_a_masking_removed_may_be_missing_and_no_others(sealed, tmp_path):
    admin, owner = sealed.by("admin"), sealed.user("owner")
    Post.objects.filter(user=owner).update(until=date(2015, 8, 1))
    with clock.travel(LATER):
        asked = {"number": "1", "dated_on": date(2015, 8, 20), "reason": "Có đơn."}
        masking = maskings.ask_masking(owner, **asked, by=admin)
        maskings.carry_out_masking(masking, by=sealed.by("leader"))
    path = exported(tmp_path)
    assert MaskedText.objects.count() >= 12
    assert verified(path)[0] == 0
    lines = path.read_text("utf-8").splitlines()
    number = next(n for n, line in enumerate(lines) if line.startswith('{"event"') and json.loads(line)["text"])
    row = json.loads(lines[number]) | {"text": None, "masking": masking.pk}
    path.write_text("\n".join([*lines[:number], json.dumps(row), *lines[number + 1 :]]), "utf-8")
    assert verified(path) == (1, f"masking {masking.pk}: other texts are missing than it removed")
