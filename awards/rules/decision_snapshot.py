"""The decision snapshot: what a decision says, as JSON values, stored when it is closed for signing.

Papers are always made from a snapshot, so later changes of units, titles and campaigns alter no issued paper. The keys
are stored in `Decision.content`; whoever changes them adds an upgrade.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NotRequired, TypedDict

from awards.models import Correction, Decision, Nomination, Sex
from awards.rules.sorting import in_paper_order
from foundation import clock
from foundation.stored_format import StoredFormat, Upgrade
from units.models import Rule
from units.models.rule import TO_COMPARE
from units.rules.reader import rules

BASES = ("grounds.emulation_law", "grounds.union_law", "grounds.regulation")
"""Codes of the rules that a decision is based on ("Căn cứ …"), in their order on its paper."""

ADDRESSES: dict[str, str] = {Sex.MALE: "Ông", Sex.FEMALE: "Bà"}
"""How decisions and certificates call a person before the name."""

BASES_BEFORE_THEY_WERE_STORED = Path(__file__).parents[1] / "data" / "bases-2015.txt"
"""The legal bases of decisions of format 1, one a line."""


def _with_bases(snapshot: dict[str, Any]) -> dict[str, Any]:
    """Format 2 has the legal bases, which papers of format 1 all had alike."""
    return snapshot | {
        "head": snapshot["head"] | {"bases": BASES_BEFORE_THEY_WERE_STORED.read_text(encoding="utf-8").splitlines()}
    }


def _as_entered(snapshot: dict[str, Any]) -> dict[str, Any]:
    """Format 3 has of each entry its nomination and whether the person is called Ông or Bà.

    Those of format 2 are in the register and were printed without.
    """
    return snapshot


def _as_addressed(snapshot: dict[str, Any]) -> dict[str, Any]:
    """Format 4 has of each correction whether the person is called Ông or Bà. Format 3 was printed without."""
    return snapshot


def _as_filed(snapshot: dict[str, Any]) -> dict[str, Any]:
    """Format 5 has the board's initials. Those of format 4 were printed with a dash between: "CS-PL"."""
    head = snapshot["head"]
    return snapshot | {"head": head | {"filed_by": filed_by(head["board"], "-")}}


UPGRADES: dict[int, Upgrade] = {1: _with_bases, 2: _as_entered, 3: _as_addressed, 4: _as_filed}
"""By format of the stored snapshot the function that returns the next one: `{1: to_2}`."""

SNAPSHOT = StoredFormat("decision snapshot", UPGRADES)


class SnapshotHead(TypedDict):
    """What a decision's papers take from unit, campaign and title."""

    body: str
    above: str
    place: str
    symbol: str
    board: str
    filed_by: str
    organ: str
    paper_organ: str
    paper: str
    verb: str
    form: str
    amount: int | None
    year: int
    named_year: NotRequired[str]
    phase: int
    phase_words: NotRequired[str]
    page_number: str
    bases: list[str]


def year_of_head(head: Mapping[str, Any]) -> str:
    """Return the year of the campaign, with its title where the decision was closed while another one had it too."""
    return str(head.get("named_year") or head["year"])


def phase_of_head(head: Mapping[str, Any]) -> str:
    """Return what the phase was called. Snapshots before those of phases with a name of their own have its number."""
    return str(head.get("phase_words") or f"đợt {head['phase']}")


def filed_by(board: str, between: str = "") -> str:
    """Return the initials of a board for the line of the filed copy: "CSPL" for "Ban Chính sách - Pháp luật"."""
    parts = board.partition(" ")[2].split(" - ")
    return between.join("".join(word[0] for word in part.split() if word.isalpha()) for part in parts).upper()


class SnapshotCorrection(TypedDict):
    """A correction, with the award as the corrected decision names it."""

    field: str
    is_person: bool
    address: NotRequired[str]
    name: str
    unit: str
    place: int
    title: str
    form: str
    number: str
    dated_on: str
    old: str
    new: str
    reason: str


class DecisionSnapshot(TypedDict):
    """`entries`: the list of an award decision; `corrections`: of every other; `rules`: what its bases follow from."""

    head: SnapshotHead
    rules: NotRequired[list[dict[str, Any]]]
    entries: NotRequired[list[dict[str, Any]]]
    corrections: NotRequired[list[SnapshotCorrection]]


def snapshot_of(decision: Decision) -> DecisionSnapshot:
    """Return the stored snapshot of a frozen decision in the present format, or the one of a draft as it is now.

    An award decision has "head", "rules" and "entries", any other "corrections" instead of "entries".
    """
    if decision.is_frozen and decision.content is not None:
        stored: DecisionSnapshot = SNAPSHOT.read(decision.content, decision.format)
        return stored
    if decision.is_award:
        return award_snapshot(decision, decision.nominations.with_context())
    corrections = decision.corrections.select_related("award__decision__unit", "award__unit", "award__title")
    bases = _bases(decision)
    return {
        "head": _head(decision, bases),
        "rules": [row.as_used() for row in bases],
        "corrections": [_correction(correction) for correction in corrections.order_by("pk")],
    }


def award_snapshot(decision: Decision, rows: Iterable[Nomination]) -> DecisionSnapshot:
    """Return the snapshot of an award decision with these nominations."""
    entries = [_entry(position, row) for position, row in enumerate(in_paper_order(rows), start=1)]
    bases = _bases(decision)
    return {"head": _head(decision, bases), "rules": [row.as_used() for row in bases], "entries": entries}


def bases_to_compare(decision: Decision) -> list[dict[str, Any]]:
    """Return the bases of a decision whose text was not read, as `Rule.as_used`, in the order of its paper."""
    if decision.is_frozen and decision.content is not None:
        used = SNAPSHOT.read(decision.content, decision.format).get("rules", [])
    else:
        used = [row.as_used() for row in _bases(decision)]
    return [row for row in used if row["certainty"] in TO_COMPARE]


def _bases(decision: Decision) -> list[Rule]:
    """Return the rules it is based on: of one of a higher body those of its date, of any other those of today."""
    return list(rules(*BASES, on=decision.dated_on or clock.today()).values())


def _head(decision: Decision, bases: list[Rule]) -> SnapshotHead:
    """Return what the papers take from unit, campaign, phase and title."""
    unit, campaign, title = decision.unit, decision.campaign, decision.title
    launching = unit.pk == campaign.unit_id
    return {
        "body": unit.full_name,
        "above": campaign.parent_body if launching else (unit.parent.full_name if unit.parent else ""),
        "place": unit.place,
        "symbol": unit.symbol,
        "board": campaign.board if launching else "",
        "filed_by": filed_by(campaign.board) if launching else "",
        "organ": title.decision_organ,
        "paper_organ": title.paper_organ,
        "paper": title.paper,
        "verb": title.verb,
        "form": title.form,
        "amount": title.amount,
        "year": campaign.year,
        "named_year": campaign.named_year,
        "phase": decision.phase.number,
        "phase_words": decision.phase.words,
        "page_number": campaign.page_number,
        "bases": [row.value for row in bases],
    }


def _entry(position: int, row: Nomination) -> dict[str, Any]:
    unit, campaign = row.dossier.unit, row.dossier.campaign
    upper = unit.parent if unit.parent_id != campaign.unit_id else None
    return {
        "place": position,
        "nomination": row.pk,
        "is_person": row.nominee.is_person,
        "address": ADDRESSES.get(row.nominee.sex, "") if row.nominee.is_person else "",
        "name": row.nominee.name,
        "sex": row.nominee.sex,
        "position": row.position,
        "unit": unit.full_name,
        "upper": upper.full_name if upper else (unit.full_name if not unit.is_grassroots else ""),
        "wording": row.wording,
        "class": row.nominee_class,
    }


def _correction(correction: Correction) -> SnapshotCorrection:
    award = correction.award
    return {
        "field": correction.field,
        "is_person": award.is_person,
        "address": ADDRESSES.get(award.sex, ""),
        "name": award.name,
        "unit": award.unit_name,
        "place": award.place,
        "title": award.title_name,
        "form": award.title.form,
        "number": award.decision.written_number,
        "dated_on": award.decision.signed_on.isoformat(),
        "old": correction.old,
        "new": correction.new,
        "reason": correction.reason,
    }
