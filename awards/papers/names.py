"""How papers name offices and count who is honoured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from awards.models import Decision
from foundation.templatetags.papers import number_line
from foundation.vietnamese import paper_count


@dataclass(frozen=True)
class CopyRecipient:
    """A line of "Nơi nhận". `role`: "b/c" (for report), "file" (the copy that is filed), or ""."""

    name: str
    role: str = ""


def abbreviated(name: str) -> str:
    """ "Liên đoàn Lao động tỉnh Lạng Sơn" → "LĐLĐ tỉnh Lạng Sơn"."""
    return name.replace("Liên đoàn Lao động", "LĐLĐ")


def own_name(head: dict[str, Any]) -> str:
    """As an office speaks of itself: "LĐLĐ tỉnh", without its place."""
    return abbreviated(head["body"]).removesuffix(head["place"]).strip()


def filed_by(board: str) -> str:
    """The letters of a board in the line of the file copy: "Ban Chính sách - Pháp luật" → "CSPL"."""
    return "".join(word[0] for word in board.split()[1:] if word.isalpha()).upper()


def counted(collectives: int, persons: int) -> str:
    """ "02 tập thể và 03 cá nhân"; what there is none of is left out."""
    both = [(collectives, "tập thể"), (persons, "cá nhân")]
    return " và ".join(f"{paper_count(count)} {word}" for count, word in both if count) or "… tập thể, cá nhân"


def named(collectives: int, persons: int) -> str:
    """ "tập thể, cá nhân", or the one kind there is."""
    both = [(collectives, "tập thể"), (persons, "cá nhân")]
    return ", ".join(word for count, word in both if count) or "tập thể, cá nhân"


def symbol(head: dict[str, Any]) -> str:
    """What stands behind the slash of a decision's number."""
    return f"QĐ-{head['symbol']}" if head["symbol"] else "QĐ"


def number_of(decision: Decision, head: dict[str, Any]) -> str:
    """As papers cite it, whatever became of the unit's symbol: "05/QĐ-LĐLĐ"; blank before the slash in a draft."""
    return number_line(decision.number, symbol(head)).removeprefix("Số:\u00a0")
