"""The drawing service: takes calls from the portal's processes, forks a process for each, and keeps what was drawn.

All of it runs in one thread, in which nothing is drawn. Two lanes: the one for requests is never occupied by what jobs
draw. Of those who wait in a lane each person has a turn before anybody has another.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections import Counter, OrderedDict, deque
from dataclasses import dataclass, field
from typing import Any

from foundation.drawing import frames, process
from foundation.drawing.client import LONG, SHORT
from foundation.drawing.frames import Frame, packed

logger = logging.getLogger(__name__)

REQUESTS_OF_A_PERSON = 2
"""Requests of a person that wait at the same time: each occupies a thread of the web server."""
WAITING_AT_ONCE = 3
"""Requests of all persons that wait; others are told at once how far it is. A web process has four threads."""
DRAWINGS_OF_A_PERSON = 2
"""Drawings of a person that are under way in the short lane at the same time."""
AT_ONCE = {SHORT: max((os.cpu_count() or 1) // 2, 1), LONG: 1}
"""Processes of a lane."""
DEADLINES = {SHORT: 60.0, LONG: 15 * 60.0}
"""Seconds after which a process of a lane is killed."""
DEADLINE, ENDED = "deadline", "ended"
"""Why a drawing failed: it took too long; its process ended without a word, as it does without memory."""

KEPT_BYTES = 64 << 20
"""Bytes of drawings that are kept for whoever asks for the same."""
KEPT_FOR = 60 * 60.0
"""Seconds for which a drawing is kept at most."""
FAILED_FOR = 60.0
"""Seconds for which a drawing that failed is not tried again."""


@dataclass(eq=False)
class DrawingUnderWay:
    """A call that is made once for all who ask for it. `answer` is there when it is over."""

    key: str
    person: str
    lane: str
    call: bytes
    addresses: set[str] = field(default_factory=set)
    done: int = 0
    total: int = 0
    answer: Frame | None = None
    followers: int = 0
    running: asyncio.Task[None] | None = None
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self) -> None:
        """Wake those who follow."""
        self.changed.set()
        self.changed = asyncio.Event()

    @property
    def how_far(self) -> dict[str, Any]:
        return {"done": self.done, "total": self.total}


class Lane:
    """Drawings that wait, by person, and how many are being made."""

    def __init__(self, at_once: int):
        self.at_once, self.running = at_once, 0
        self.waiting: OrderedDict[str, deque[DrawingUnderWay]] = OrderedDict()

    def add(self, drawing: DrawingUnderWay) -> None:
        self.waiting.setdefault(drawing.person, deque()).append(drawing)

    def remove(self, drawing: DrawingUnderWay) -> None:
        drawings = self.waiting.get(drawing.person, deque())
        if drawing in drawings:
            drawings.remove(drawing)
        if not drawings:
            self.waiting.pop(drawing.person, None)

    def take(self) -> DrawingUnderWay | None:
        """Return the drawing that is next, if there is one and a process is free."""
        if self.running >= self.at_once or not self.waiting:
            return None
        person, drawings = self.waiting.popitem(last=False)
        drawing = drawings.popleft()
        if drawings:
            self.waiting[person] = drawings  # behind the others
        self.running += 1
        return drawing


class Kept:
    """The latest answers, by key."""

    def __init__(self) -> None:
        self._answers: OrderedDict[str, tuple[float, Frame]] = OrderedDict()
        self._bytes = 0

    def get(self, key: str) -> Frame | None:
        kept = self._answers.get(key)
        if kept is None or kept[0] > asyncio.get_running_loop().time():
            return kept and kept[1]
        self._forget(key)
        return None

    def put(self, key: str, answer: Frame) -> None:
        self._forget(key)
        seconds = FAILED_FOR if "failed" in answer[0] else KEPT_FOR
        self._answers[key] = asyncio.get_running_loop().time() + seconds, answer
        self._bytes += len(answer[1])
        while self._bytes > KEPT_BYTES:
            self._forget(next(iter(self._answers)))

    def _forget(self, key: str) -> None:
        if kept := self._answers.pop(key, None):
            self._bytes -= len(kept[1][1])


class Service:
    """What the service knows: who asks, what waits, what is being drawn, what was drawn."""

    def __init__(self) -> None:
        self.lanes = {name: Lane(at_once) for name, at_once in AT_ONCE.items()}
        self.under_way: dict[str, DrawingUnderWay] = {}
        self.requests: Counter[str] = Counter()
        self.waiting = 0  # requests that wait for a drawing
        self.kept = Kept()

    async def run(self, path: str) -> None:
        """Serve at a socket until the process is asked to end; drawings under way are then given up."""
        ended = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, ended.set)
        os.umask(0o077)  # whoever may write to the socket may have any function called
        server = await asyncio.start_unix_server(self.serve, path)
        await ended.wait()
        server.close()
        drawn = [drawing.running for drawing in self.under_way.values() if drawing.running]
        for task in drawn:
            task.cancel()
        await asyncio.gather(*drawn, return_exceptions=True)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one who asks, until the answer is given or the other end has closed."""
        try:
            wish, _nothing = await frames.read(reader)
            if later := self._later(wish):
                writer.write(packed(later))
                return
            self.requests[wish["person"]] += 1
            try:
                writer.write(packed({"begin": True}))
                await self._follow(wish, reader, writer)
            finally:
                self.requests[wish["person"]] -= 1
        except (EOFError, ConnectionError):  # who asked has gone
            return
        finally:
            writer.close()

    def _later(self, wish: dict[str, Any]) -> dict[str, Any] | None:
        """Return the answer to a person who has as many turns as one may have; None for whoever may begin."""
        person = wish["person"]
        if wish["lane"] == LONG or not person:
            return None
        own = [each for each in self.under_way.values() if each.lane == SHORT and each.person == person]
        same = next((each for each in own if wish["address"] in each.addresses), None)
        if self.requests[person] < REQUESTS_OF_A_PERSON and (same or len(own) < DRAWINGS_OF_A_PERSON):
            return None
        return {"later": True, "waits": same is None, **(same.how_far if same else {"done": 0, "total": 0})}

    async def _follow(self, wish: dict[str, Any], reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Read the call, and tell how far its drawing is until it is over or the patience of who asks has ended."""
        until = self._until(wish)
        head, call = await frames.read(reader)
        if answer := self.kept.get(head["key"]):
            writer.write(packed(*answer))
            await writer.drain()
            return
        drawing = self._drawing(head["key"], call, wish)
        drawing.followers += 1
        self.waiting += wish["lane"] == SHORT
        gone = asyncio.ensure_future(reader.read(1))
        try:
            while drawing.answer is None:
                change = asyncio.ensure_future(drawing.changed.wait())
                left = None if until is None else max(until - asyncio.get_running_loop().time(), 0)
                over, _still = await asyncio.wait({change, gone}, timeout=left, return_when=asyncio.FIRST_COMPLETED)
                change.cancel()
                if gone in over:
                    return
                if not over:
                    writer.write(packed({"later": True, "waits": False, **drawing.how_far}))
                    return
                if drawing.answer is None:
                    writer.write(packed(drawing.how_far))
            writer.write(packed(*drawing.answer))
            await writer.drain()
        finally:
            gone.cancel()
            drawing.followers -= 1
            self.waiting -= wish["lane"] == SHORT
            self._give_up_unasked(drawing)

    def _until(self, wish: dict[str, Any]) -> float | None:
        """Return until when who asks waits; None for as long as it takes."""
        if wish["patience"] is None:
            return None
        is_one_too_many = wish["person"] and self.waiting >= WAITING_AT_ONCE
        return asyncio.get_running_loop().time() + (0 if is_one_too_many else wish["patience"])

    def _drawing(self, key: str, call: bytes, wish: dict[str, Any]) -> DrawingUnderWay:
        """Return the drawing under way with this key, or put a new one into its lane."""
        drawing = self.under_way.get(key)
        if drawing is None:
            drawing = self.under_way[key] = DrawingUnderWay(key, wish["person"], wish["lane"], call)
            self.lanes[drawing.lane].add(drawing)
            self._begin_next(drawing.lane)
        drawing.addresses.add(wish["address"])
        return drawing

    def _give_up_unasked(self, drawing: DrawingUnderWay) -> None:
        """End the drawing of a job that has ended. What a request asked for is drawn for when it asks again."""
        if drawing.lane == LONG and not drawing.followers and drawing.answer is None:
            if drawing.running:
                drawing.running.cancel()
            else:
                self.lanes[LONG].remove(drawing)
                self.under_way.pop(drawing.key, None)

    def _begin_next(self, lane: str) -> None:
        while drawing := self.lanes[lane].take():
            drawing.running = asyncio.ensure_future(self._draw(drawing))

    async def _draw(self, drawing: DrawingUnderWay) -> None:
        try:
            drawing.answer = await _answer_of_process(drawing)
            if drawing.lane == SHORT:  # what a job draws, it stores
                self.kept.put(drawing.key, drawing.answer)
        finally:
            self.under_way.pop(drawing.key, None)
            drawing.answer = drawing.answer or ({"failed": ENDED}, b"")
            drawing.call = b""
            drawing.tell()
            self.lanes[drawing.lane].running -= 1
            self._begin_next(drawing.lane)


async def _answer_of_process(drawing: DrawingUnderWay) -> Frame:
    """Draw in a process of its own, which is over when this returns."""
    pid, reading = process.begin(drawing.call)
    pipe = os.fdopen(reading, "rb", 0)
    reader = asyncio.StreamReader()
    transport, _protocol = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), pipe
    )
    try:
        async with asyncio.timeout(DEADLINES[drawing.lane]):
            while True:
                head, content = await frames.read(reader)
                if "done" not in head:
                    return head, content
                drawing.done, drawing.total = head["done"], head["total"]
                drawing.tell()
    except TimeoutError:
        logger.error("a drawing was ended after %d seconds", DEADLINES[drawing.lane])
        return {"failed": DEADLINE}, b""
    except EOFError:
        logger.error("the process of a drawing ended without an answer")
        return {"failed": ENDED}, b""
    finally:
        transport.close()
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
