"""Officers who save, send and take back their sheets again and again, and write down each act before they send it.

Whatever happens to the portal meanwhile, the ledger says afterwards what it acknowledged. Each round has a word of its
own in the sheet's text, so that its submission is found by it.
"""

from __future__ import annotations

import http.client
import secrets
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any

from tests.support.live_portal import Visitor
from tests.support.own_postgres import Server

WELL = 302
MOVED = 409
NEVER = 0
WORD = "vong-[0-9]+-[0-9a-f]{12}"
"""The status of a request that was not answered."""


@dataclass
class Officer:
    """One officer with one sheet. `acknowledged`: acts → the words of rounds in which the portal said that it did them;
    `refused`: statuses that were neither that nor a refusal of the act itself.
    """

    visitor: Visitor
    sheet: int
    path: str
    part: str
    ledger: Path
    tried: set[str] = field(default_factory=set)
    acknowledged: dict[str, set[str]] = field(default_factory=lambda: {"save": set(), "submit": set(), "take": set()})
    refused: Counter[int] = field(default_factory=Counter)

    def work(self, ended: Event) -> None:
        while not ended.is_set():
            self.round(f"vong-{self.sheet}-{secrets.token_hex(6)}")

    def round(self, word: str) -> None:
        """Save, send, take back; whatever is not answered is tried again, as people do."""
        self.tried.add(word)
        if self.post("save", self.part, word, **{"save": "1", "narrative-strengths": word}) != WELL:
            return
        for _try in range(3):
            if self.post("submit", f"{self.path}check/", word) in (WELL, MOVED):
                break
        for _try in range(200):
            if self.post("take", f"{self.path}take-back/", word) in (WELL, MOVED):
                break
            time.sleep(0.1)

    def post(self, act: str, address: str, word: str, **typed: Any) -> int:
        with self.ledger.open("a", encoding="utf-8") as lines:
            lines.write(f"{act} {word}\n")
        try:
            status, _told = self.visitor.post(address, **typed)
        except (OSError, http.client.HTTPException):
            status = NEVER
        if status == WELL:
            self.acknowledged[act].add(word)
        elif status != MOVED:
            self.refused[status] += 1
            time.sleep(0.05)
        return status


@dataclass(frozen=True)
class Balance:
    """What the ledgers and the database say of one another. `odd`: words of rounds, or sheets, that are not whole."""

    acknowledged: int
    lost: list[str]
    twice: list[str]
    odd: list[Any]
    refused: Counter[int]


def at_work(officers: Iterable[Officer], ended: Event) -> list[Thread]:
    threads = [Thread(target=officer.work, args=(ended,), daemon=True) for officer in officers]
    for thread in threads:
        thread.start()
    return threads


def balance(officers: list[Officer], server: Server) -> Balance:
    """Compare every ledger with the submissions and events of its sheet."""
    lost, twice, odd, refused = [], [], [], Counter[int]()
    for officer in officers:
        rows = server.rows(
            f"SELECT substring(content::text FROM '{WORD}'), (SELECT count(*) FROM campaigns_figure f WHERE "
            f"f.submission_id = s.id) FROM campaigns_submission s WHERE filing_id = {officer.sheet}"
        )
        stored, figures = Counter(word for word, _figures in rows), {count for _word, count in rows}
        lost += sorted(officer.acknowledged["submit"] - set(stored))
        twice += [word for word, times in stored.items() if times > 1]
        odd += sorted(set(stored) - officer.tried)
        events = Counter(
            verb
            for (verb,) in server.rows(
                "SELECT verb FROM units_event e JOIN django_content_type t ON t.id = e.target_type_id "
                f"WHERE e.target_id = {officer.sheet} AND t.model IN ('report', 'filing')"
            )
        )
        whole = len(figures) <= 1 and events["submit"] == len(rows)
        taken = len(officer.acknowledged["take"])
        if not whole or not taken <= events["take_back"] <= events["submit"]:
            odd.append((officer.sheet, figures, events, len(rows)))
        refused += officer.refused
    acknowledged = sum(len(words) for officer in officers for words in officer.acknowledged.values())
    return Balance(acknowledged, lost, twice, odd, refused)
