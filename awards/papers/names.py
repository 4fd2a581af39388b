"""How papers name offices and count the people they honour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from awards.models import Decision
from awards.rules.decision_snapshot import SnapshotHead
from foundation.templatetags.papers import number_line
from foundation.vietnamese import long_date, paper_count


@dataclass(frozen=True)
class CopyRecipient:
    """A line of "Nơi nhận". `role`: "b/c" (for report), "file" (the copy that is filed), or ""."""

    name: str
    role: str = ""


def day_or_blanks(day: date | None, year: int) -> str:
    """Return "ngày 20 tháng 7 năm 2015", with room for the pen while there is no day."""
    return long_date(day, (year, None)).replace("  ", "\u00a0\u00a0")


def abbreviated(name: str) -> str:
    """Return "LĐLĐ tỉnh Lạng Sơn" for "Liên đoàn Lao động tỉnh Lạng Sơn"."""
    return name.replace("Liên đoàn Lao động", "LĐLĐ")


def own_name(head: SnapshotHead) -> str:
    """Return the office's name for itself: "LĐLĐ tỉnh", without the name of its place."""
    return abbreviated(head["body"]).removesuffix(head["place"]).strip()


def addressed(name: str, address: str | None) -> str:
    """Return "Ông Vi Páo", or the name alone: of collectives, and in snapshots of before there were addresses."""
    return f"{address}\u00a0{name}" if address else name


def count_phrase(collectives: int, persons: int) -> str:
    """Return "02 tập thể và 03 cá nhân", without what there is none of."""
    both = [(collectives, "tập thể"), (persons, "cá nhân")]
    return " và ".join(f"{paper_count(count)} {word}" for count, word in both if count) or "… tập thể, cá nhân"


def kinds_phrase(collectives: int, persons: int) -> str:
    """Return "tập thể, cá nhân", or only the one there is."""
    both = [(collectives, "tập thể"), (persons, "cá nhân")]
    return ", ".join(word for count, word in both if count) or "tập thể, cá nhân"


def symbol(head: SnapshotHead) -> str:
    """Return what follows the slash in a decision's number."""
    return f"QĐ-{head['symbol']}" if head["symbol"] else "QĐ"


def number_of(decision: Decision, head: SnapshotHead) -> str:
    """Return the number as papers cite it: "05/QĐ-LĐLĐ", with a blank before the slash in a draft.

    The symbol is that of the snapshot, even if the unit's symbol has changed since.
    """
    return number_line(decision.number, symbol(head)).removeprefix("Số:\u00a0")
