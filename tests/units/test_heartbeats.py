"""Tests signs of life: a process that gives none is seen by monitoring, administrators and whoever waits for it."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.template import Context, Template
from django.test import Client

from emulation import health
from foundation import clock
from units import heartbeats, outbox
from units.models import Heartbeat, MailKind, Process

pytestmark = pytest.mark.either
AT = clock.parse("2015-07-20T09:00+07:00")
WORKER, TICK = "Báo người giữ máy chủ: việc nền đang dừng", "Báo người giữ máy chủ: việc theo giờ đang dừng"


def in_seconds(seconds):
    return clock.travel(AT + timedelta(seconds=seconds))


def said_to(world, name, path):
    client = Client()
    client.force_login(world.user(name))
    page = client.get(path).content.decode()
    return [sentence in page for sentence in (WORKER, TICK, "tạm dừng làm việc nền")]


def mails_page(world):
    client = Client()
    client.force_login(world.user("admin"))
    return client.get("/mails/").content.decode()


def test_silence_is_seen_by_administrators_and_by_who_waits_and_ends_with_the_next_sign(world):
    with in_seconds(0):
        assert said_to(world, "admin", "/") == [True, True, False]  # neither has ever run
        assert said_to(world, "board", "/") == [False, False, False]
        call_command("tick")
        heartbeats.beat(Process.WORKER)
        heartbeats.beat(Process.WORKER)
        assert said_to(world, "admin", "/") == [False, False, False]
        assert said_to(world, "board", "/jobs/") == [False, False, False]
    with in_seconds(61):
        assert said_to(world, "admin", "/") == [True, False, False]
        assert said_to(world, "board", "/jobs/") == [False, False, True]
        for counted_at, is_said in ((AT - timedelta(hours=1), True), (AT - timedelta(minutes=5), False)):
            tag = Template("{% load heartbeats %}{% silent_worker at %}").render(Context({"at": counted_at}))
            assert ("tạm dừng làm việc nền" in tag) is is_said
        assert "chưa thư nào được gửi" not in mails_page(world)
    with in_seconds(601):
        assert said_to(world, "admin", "/") == [True, True, False]
        assert "chưa thư nào được gửi" in mails_page(world)
        heartbeats.beat(Process.WORKER)
        assert said_to(world, "admin", "/") == [False, True, False]
    assert Heartbeat.objects.count() == len(Process)


def test_what_is_amiss_is_a_line_for_monitoring(world, client, monkeypatch):
    def answer():
        response = client.get("/readyz")
        return response.status_code, response.content.decode().splitlines()

    silent = "gives no sign of life"
    assert answer() == (
        503,
        [
            "ok database",
            "ok migrations",
            f"amiss worker: {silent}",
            f"amiss tick: {silent}",
            "ok mails",
            "ok drawing",
            "ok disk",
        ],
    )
    heartbeats.beat(Process.WORKER)
    heartbeats.beat(Process.TICK)
    assert answer() == (
        200,
        ["ok database", "ok migrations", "ok worker", "ok tick", "ok mails", "ok drawing", "ok disk"],
    )
    monkeypatch.setattr(health, "LEAST_FREE", 10**18)
    monkeypatch.setattr(outbox, "LONGEST_WAIT", -timedelta(seconds=1))
    outbox.post(MailKind.TEST, world.user("admin"), world.user("admin"), unit=world.province)
    monkeypatch.setattr(health, "_own_migrations", lambda: {("units", "9999_later")})
    status, lines = answer()
    assert (status, lines[1]) == (503, "amiss migrations: 1 not applied")
    assert lines[-3] == "amiss mails: 1 not sent for an hour"
    assert lines[-1].startswith("amiss disk: ")
