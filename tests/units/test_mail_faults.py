"""Tests that no mail is lost or sent twice while the mail server is down, slow or strict and the tick is killed.

The rows of the outbox are the ledger: they are written before anything is sent. What a mail server of the test took is
compared with them. A tick that sends what it was at once more, instead of saying that nobody knows, has to fail this.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager

import pytest

from tests.support import casts, tally
from tests.support.live_portal import ROOT, database, free_port
from tests.support.mail_catcher import catching
from units import outbox
from units.models import MailKind, OutgoingMail, User

pytestmark = [pytest.mark.deep, pytest.mark.django_db(transaction=True)]

MAILS, KILLS = 240, 30
LATE = 0.02  # seconds between taking a mail and saying so, in which a killed tick does not know
CODE = """
import os, signal, sys, time
from datetime import timedelta
import django
django.setup()
from django.db import connections
from units import outbox
from units.models import MailKind, MailState, OutgoingMail
outbox.LETTERS[MailKind.TEST] = lambda about, person: outbox.MailText("Thử", "Thử")
outbox.FIRST_PAUSE = outbox.LONGEST_PAUSE = timedelta(seconds=0.1)
outbox.MAX_TRIES = 1000
outbox.SENDING_FOR = timedelta(seconds=1)
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
def tick():
    while True:
        if "--again" in sys.argv:  # what the portal does not do
            OutgoingMail.objects.filter(state=MailState.SENDING).update(state=MailState.QUEUED)
        outbox.send_due()
        time.sleep(0.02)
for line in sys.stdin:
    connections.close_all()
    pid = os.fork()
    if not pid:
        tick()
    print(pid, flush=True)
"""


@contextmanager
def ticks(port, log, *arguments):
    """Yield a function that starts a process which ticks without pause, and returns its id."""
    own = {"DEBUG": "1", "PORTAL_NOW": "", "PYTHONPATH": str(ROOT), "DATABASE_URL": database()}
    own |= {"DJANGO_SETTINGS_MODULE": "emulation.settings", "MAILS_PER_MINUTE": "100000"}
    own |= {"EMAIL_URL": f"smtp://127.0.0.1:{port}"}
    with log.open("a") as said:
        parent = subprocess.Popen(
            [sys.executable, "-c", CODE, *arguments], cwd=ROOT, env=os.environ | own, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, start_new_session=True,
        )  # fmt: skip

    def start():
        parent.stdin.write("tick\n")
        parent.stdin.flush()
        return int(parent.stdout.readline())

    try:
        yield start
    finally:
        os.killpg(parent.pid, signal.SIGKILL)
        parent.wait(timeout=20)
        parent.stdin.close()
        parent.stdout.close()


def written(world, number):
    """Write mails to as many people as there are to be; return their addresses."""
    people = [
        User(username=f"p{each}", full_name=f"Người {each}", email=f"p{each}@vi.example") for each in range(number)
    ]
    User.objects.bulk_create(people)
    for person in User.objects.filter(username__in=[person.username for person in people]):
        outbox.post(MailKind.TEST, person, person, unit=world.school)
    return {person.email for person in people}


def troubled(start, port):
    """Let the server be down, strict and slow, and kill the tick, at random; return what the server took."""
    taken = []
    for kill in range(KILLS):
        tick = start()
        if kill % 5 == 4:  # down
            time.sleep(random.uniform(0, 0.3))
        else:
            with catching(port=port) as server:
                server.late = LATE
                server.refusal = "451 later" if kill % 7 == 6 else ""
                time.sleep(random.uniform(0.1, 0.5))
                os.kill(tick, signal.SIGKILL)
                time.sleep(3 * LATE)  # what is being taken is taken
            taken += server.received()
            continue
        os.kill(tick, signal.SIGKILL)
    tick = start()
    with catching(port=port) as server:
        until = time.monotonic() + 60
        while OutgoingMail.objects.filter(state__in=("queued", "sending")).exists():
            assert time.monotonic() < until, Counter(OutgoingMail.objects.values_list("state", flat=True))
            time.sleep(0.1)
        os.kill(tick, signal.SIGKILL)
    return Counter([*taken, *server.received()])


def compared(world, log, *arguments):
    """Return how many mails were lost, sent twice, sent, and are said to be unknown."""
    port = free_port()
    addresses = written(world, MAILS)
    with ticks(port, log, *arguments) as start:
        taken = troubled(start, port)
    states = dict(OutgoingMail.objects.filter(kind=MailKind.TEST).values_list("person__email", "state"))
    assert set(states) == addresses
    assert set(states.values()) <= {"sent", "failed"}
    assert set(OutgoingMail.objects.filter(state="failed").values_list("last_error", flat=True)) <= {
        "Dừng giữa chừng: không rõ đã gửi hay chưa."
    }
    lost = [address for address, state in states.items() if state == "sent" and not taken[address]]
    twice = [address for address, times in taken.items() if times > 1]
    return len(lost), len(twice), Counter(states.values())


def test_no_mail_is_lost_or_sent_twice(transactional_db, tmp_path, record_property):
    lost, twice, states = compared(casts.copied(), tmp_path / "log")
    assert (lost, twice) == (0, 0), (tmp_path / "log").read_text()
    assert states["sent"] > MAILS - KILLS
    for what, number in (("mails", MAILS), ("kills of the tick", KILLS), ("unknown, and said so", states["failed"])):
        tally.count("mail faults", what, number)
    record_property("states", str(states))


def test_a_tick_that_sends_again_what_it_was_at_sends_some_twice(transactional_db, tmp_path):
    _lost, twice, _states = compared(casts.copied(), tmp_path / "log", "--again")
    assert twice > 0


def test_who_writes_does_not_wait_for_a_mail_server_that_hangs(transactional_db, tmp_path):
    """On SQLite too, where one writer at a time is let in."""
    world = casts.copied()
    with catching() as server, ticks(server.port, tmp_path / "log") as start:
        server.delay = 20
        (address,) = written(world, 1)
        start()
        until = time.monotonic() + 10
        while not OutgoingMail.objects.filter(state="sending").exists():
            assert time.monotonic() < until
            time.sleep(0.05)
        for number in range(50):
            User.objects.filter(email=address).update(full_name=f"Người {number}")
            outbox.post(MailKind.TEST, world.user("owner"), world.user("owner"), unit=world.school, when=str(number))
        assert OutgoingMail.objects.get(person__email=address).state == "sending"
        server.delay = 0
