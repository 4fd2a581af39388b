"""Tests the drawing service: what is the same is drawn once, one person's drawings are not before another's, a process
has limits, and pages answer meanwhile.
"""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory, override_settings

from foundation.drawing import client
from foundation.drawing.client import SHORT, DrawingFailed, DrawingTooLarge, NotDrawnYet, ServiceAway
from foundation.middleware import ErrorPages
from tests.support import drawn
from tests.support.drawn import counted

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]


@pytest.fixture(scope="module")
def served():
    with drawn.drawing_service() as process:
        yield process


def ask(person, name, folder, seconds=0.0, patience=client.PATIENCE):
    """Return what a person's request is answered with: the drawing, or the state of what is not there."""
    try:
        begun = client.Turn(SHORT, time.monotonic() + patience)
        with client._connected(begun, person, f"/{name}.pdf"):
            return client.draw(counted, str(folder), name, seconds)
    except NotDrawnYet as later:
        return later.state


def until_there(person, name, folder):
    answers = []
    while not answers or answers[-1] in ("going", "waiting"):
        assert len(answers) < 200
        time.sleep(0.05)
        answers.append(ask(person, name, folder, 0.4))
    return answers[-1]


def test_what_is_the_same_is_drawn_once_and_said_how_far_it_is(served, tmp_path):
    told = []
    for key, name in ((None, "a"), (None, "a"), ("same", "b"), ("same", "c"), (None, "d")):
        drawing = client.draw(counted, str(tmp_path), name, key=key)
        assert drawing == {"c": b"b"}.get(name, name.encode())
    assert drawn.calls(tmp_path) == ["a", "b", "d"]
    client.draw(counted, str(tmp_path), "told", 0.8, progress=lambda *parts: told.append(parts))
    assert {(1, 4), (2, 4), (3, 4)} <= set(told)
    for _again in range(2):
        assert client.draw(counted, str(tmp_path), "private", private=True) == b"private"
    assert drawn.calls(tmp_path)[4:] == ["private"] * 2
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda _n: client.draw(counted, str(tmp_path), "e", 0.3), range(4)))
    assert (together, drawn.calls(tmp_path)[6:]) == ([b"e"] * 4, ["e"])


def test_a_process_has_a_deadline_and_a_limit_of_memory(served, tmp_path):
    for function in (drawn.greedy, drawn.ended, drawn.lasting):
        began = time.monotonic()
        with pytest.raises(DrawingTooLarge):
            client.draw(function)
        with pytest.raises(DrawingTooLarge):  # it is not tried again at once
            client.draw(function)
        assert time.monotonic() - began < 20
    with pytest.raises(DrawingFailed, match=r"^ValueError$"):
        client.draw(drawn.failing)
    assert client.draw(counted, str(tmp_path), "after") == b"after"


def test_eight_of_one_person_wait_for_each_other_and_not_another_for_them(served, tmp_path):
    names = [f"own-{n}" for n in range(8)]
    with ThreadPoolExecutor(9) as threads:
        first = [threads.submit(ask, "one", name, tmp_path, 0.4) for name in names]
        time.sleep(0.3)
        another = threads.submit(ask, "another", "other", tmp_path, 0.1).result()
        at_once = [answer.result() for answer in first]
    assert another == b"other"
    assert at_once.count("waiting") >= 6  # at once, without having prepared anything
    assert len(drawn.calls(tmp_path)) == 3
    assert drawn.calls(tmp_path).index("other") <= 1 + (drawn.calls(tmp_path)[0].startswith("own"))
    assert [until_there("one", name, tmp_path) for name in names] == [name.encode() for name in names]
    assert sorted(drawn.calls(tmp_path)) == sorted([*names, "other"])


def test_who_has_no_patience_left_is_told_how_far_it_is_and_gets_it_later(served, tmp_path):
    assert ask("one", "slow", tmp_path, 0.8, patience=0.3) == "going"
    assert ask("one", "slow", tmp_path, 0.8) == b"slow"
    assert drawn.calls(tmp_path) == ["slow"]


def test_what_jobs_draw_occupies_a_lane_of_its_own_and_ends_with_its_job(served, tmp_path):
    def job():
        def progress(done, total):
            if done == 2:
                raise KeyboardInterrupt

        with client.for_a_job():
            client.draw(counted, str(tmp_path), "annexes", 4.0, progress=progress)

    with ThreadPoolExecutor(1) as threads:
        working = threads.submit(job)
        time.sleep(0.5)
        began = time.monotonic()
        assert ask("one", "draft", tmp_path) == b"draft"
        assert time.monotonic() - began < 1.5
        with pytest.raises(KeyboardInterrupt):
            working.result()
    until = time.monotonic() + 10
    while any(map(drawn.is_alive, drawn.processes(tmp_path))):
        assert time.monotonic() < until
        time.sleep(0.05)
    assert served.poll() is None


def answered(method, error):
    def view(_request):
        raise error

    pages = ErrorPages(lambda _request: HttpResponse())
    request = RequestFactory().generic(method, "/pledges/1/pledge.pdf?x=1")
    vars(request).update(user=AnonymousUser(), acting=None, mark=None)
    return pages.process_exception(request, error)


def test_pages_say_what_is_not_there_and_ask_again():
    going = answered("GET", NotDrawnYet(done=2, total=5))
    assert (going.status_code, going["Refresh"]) == (202, "3")
    assert "Đã xong 2/5 phần." in going.content.decode()
    assert 'href="/pledges/1/pledge.pdf?x=1"' in going.content.decode()
    assert "đang tạo các tệp khác" in answered("GET", NotDrawnYet(waits=True)).content.decode()
    for error, sentence in ((DrawingTooLarge("deadline"), "quá dài"), (ServiceAway("gone"), "đang tạm ngừng")):
        away = answered("GET", error)
        assert (away.status_code, away.get("Refresh"), away["Retry-After"]) == (503, None, "30")
        assert sentence in away.content.decode()
    assert (late := answered("POST", NotDrawnYet())).status_code == 503 and "Refresh" not in late


def test_a_service_that_is_away_is_said_and_waited_for_by_jobs(tmp_path, monkeypatch):
    monkeypatch.setattr(client, "CONNECTING", 1.5)
    with override_settings(DRAWING_SOCKET=str(tmp_path / "nobody")):
        for waits, context in ((False, client.patience_for("GET")), (True, client.for_a_job())):
            began = time.monotonic()
            with context, pytest.raises(ServiceAway):
                client.draw(counted, str(tmp_path), "a")
            assert (time.monotonic() - began >= 1) is waits
        assert not client.answers()
    assert client.answers()  # none is wanted


def test_a_service_that_is_killed_while_it_draws_is_away(tmp_path):
    with drawn.drawing_service() as process, ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(client.draw, counted, str(tmp_path), "lost", 1.0)
        time.sleep(0.4)
        os.kill(process.pid, signal.SIGKILL)
        with pytest.raises(ServiceAway):
            waiting.result()


def test_of_the_files_of_lists_two_of_a_person_are_sent_at_a_time(served, world, client):
    client.force_login(world.user("board"))
    files = [client.get(f"/pledges/?export={kind}") for kind in ("csv", "xlsx", "csv")]
    assert [file.status_code for file in files] == [200, 200, 202]
    for file in files[:2]:
        assert b"".join(file.streaming_content)
    last = time.monotonic() + 10
    while (file := client.get("/pledges/?export=csv")).status_code != 200:
        assert time.monotonic() < last
        time.sleep(0.05)
    assert b"".join(file.streaming_content)
