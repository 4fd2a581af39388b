"""Works that unions register in their first pledge, and their results in the reports."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from campaigns.models import Work, WorkEntry, WorkKind
from campaigns.models.work import AuthorClass
from emulation.fictional.demo import sheets
from emulation.fictional.generator.campaign import CampaignYear
from emulation.fictional.generator.names import person, words
from units.models import Unit

SHARE, SHARE_OF_LARGE = 0.15, 0.6  # of unions that register any
MOST = 3
NOT_YET = "Chưa đến thời hạn hoàn thành đã đăng ký."


@dataclass(frozen=True)
class RegisteredWork:
    """A work in its words, not saved yet, with its typed row and its benefit where that is not counted in money."""

    words: WorkEntry
    typed: dict[str, str]
    benefit: str
    due_on: date

    @property
    def work(self) -> Work:
        return self.words.work

    @property
    def clean(self) -> dict[str, Any]:
        """The cleaned row of a pledge, from which indicators are computed."""
        return {"kind": self.words.kind, "expected_value": self.words.expected_value}

    def entry(self, submission_id: int, order: int) -> WorkEntry:
        """Return the entry of a submission, not saved yet."""
        words = copy(self.words)
        words.submission_id, words.order = submission_id, order
        return words

    def result(self, facts: sheets.SheetFacts, *, done: bool) -> ReportedWork:
        """Return the row of a report: done and recognised, or why not yet."""
        row = {"benefit": self.benefit} if self.benefit else {}
        typed = sheets.work_result(self.words, row if done else {"why_not": NOT_YET}, facts)
        return ReportedWork(self.words, typed)


@dataclass(frozen=True)
class ReportedWork:
    words: WorkEntry
    typed: dict[str, str]

    @property
    def work(self) -> Work:
        return self.words.work

    @property
    def done(self) -> bool:
        return self.typed["done"] == "yes"

    @property
    def fields(self) -> dict[str, Any]:
        """The typed row as columns of a WorkResult."""
        typed, words = self.typed, self.words
        return {
            "done": self.done,
            "why_not": typed.get("why_not", ""),
            "recognised_by": typed.get("recognised_by", ""),
            "recognised_no": typed.get("recognised_no", ""),
            "recognised_on": words.due_on if typed.get("recognised_on") else None,
            "value": words.expected_value if typed.get("value") else None,
            "no_money": typed.get("no_money") == "on",
            "benefit": typed.get("benefit", ""),
        }

    @property
    def clean(self) -> dict[str, Any]:
        """The cleaned row of a report, from which indicators are computed."""
        return self.fields | {"registered": self.words}


def draw_works(rng: Random, year: CampaignYear, unit: Unit) -> list[RegisteredWork]:
    """Draw the works that a union registers; most register none."""
    share = SHARE_OF_LARGE if (unit.workers or 0) >= 30 else SHARE
    if not unit.is_grassroots or unit.is_occupational or rng.random() > share:
        return []
    kinds = [kind for kind in words()["works"] if kind["bloc"] == unit.bloc]
    count = 1 if share == SHARE else rng.randint(1, MOST)
    return [_registered(rng, year, unit, kind) for kind in rng.sample(kinds, count)]


def _registered(rng: Random, year: CampaignYear, unit: Unit, kind: dict[str, Any]) -> RegisteredWork:
    value = round(kind["value"] * rng.uniform(0.5, 1.6)) * 1_000_000 if "value" in kind else None
    day = rng.choice(year.days) if rng.random() < 0.3 else None
    row = {
        "kind": WorkKind(kind["kind"]).value,
        "title": kind["title"],
        "authors": person(rng).name,
        "author_class": AuthorClass.DIRECT.value if rng.random() < 0.8 else AuthorClass.MANAGER.value,
        "expected": value,
    }
    row["due"] = due_on = date(2015, 3, 1) + timedelta(days=rng.randint(0, 240))
    identity = UUID(int=rng.getrandbits(128), version=4)
    words = WorkEntry(
        work=Work(campaign=year.campaign, unit=unit, uuid=identity),
        expected_value=value,
        due_on=due_on,
        welcomes=day,
        search_text=WorkEntry.searched_by(row["title"], row["authors"]),
        **{name: row[name] for name in ("kind", "title", "authors", "author_class")},
    )
    typed = sheets.work(row, str(identity), str(day.pk) if day else "")
    return RegisteredWork(words, typed, kind.get("benefit", ""), due_on)
