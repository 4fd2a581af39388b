"""Import of the catalogue of titles from a TOML file.

Either all titles of the file are written or none. Titles that the catalogue already has are never overwritten.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from awards.models import (
    AwardTitle,
    DecidingLevel,
    Initiative,
    InPortal,
    PaperKind,
    PledgeRequired,
    Timing,
    TitleSystem,
    TitleTiming,
)
from awards.models.title import wording_fault
from foundation.toml_schema import BadFile, TableSchema, read_toml
from units.models import Unit

TITLES = Path(__file__).parent / "data" / "titles-2015.toml"
FOR = {"collectives", "persons"}
TITLE = TableSchema(
    {
        "code": str,
        "order": int,
        "name": str,
        "form": str,
        "kind": set(AwardTitle.Kind.values),
        "for": [FOR],
        "level": set(DecidingLevel.values),
        "in_portal": set(InPortal.values),
    },
    {
        "line": set(TitleSystem.values),
        "decided_by": str,
        "whole_units_only": bool,
        "pledge_required": set(PledgeRequired.values),
        "initiative": set(Initiative.values),
        "registered_as": str,
        "collectives_from": str,
        "persons_from": str,
        "verb": str,
        "paper": set(PaperKind.values),
        "ranks_as_ministerial": bool,
        "amount": int,
        "valid_from": date,
        "valid_to": date,
        "timings": TableSchema({}, dict.fromkeys(Timing.values, str)),
    },
)
FILE = TableSchema({"titles": [TITLE]})


@transaction.atomic
def load_titles(unit: Unit, path: Path = TITLES) -> int:
    """Add the titles of a file that the catalogue of `unit` lacks, and return how many. Raises BadFile."""
    existing_codes = set(AwardTitle.objects.filter(unit=unit).values_list("code", flat=True))
    rows = [row for row in read_toml(path, FILE)["titles"] if row["code"] not in existing_codes]
    if faults := list(_wording_faults(rows)):
        raise BadFile(*faults)
    for row in rows:
        _write(dict(row), unit)
    return len(rows)


def _wording_faults(rows: list[dict[str, Any]]) -> Iterator[str]:
    for row in rows:
        for timing, wording in row.get("timings", {}).items():
            if fault := wording_fault(wording):
                yield f"{row['code']}.timings.{timing}: {fault}"


def _write(row: dict[str, Any], unit: Unit) -> None:
    whom, timings = row.pop("for"), row.pop("timings", {})
    title = AwardTitle(unit=unit, for_collectives="collectives" in whom, for_persons="persons" in whom, **row)
    title.full_clean()
    title.save()
    TitleTiming.objects.bulk_create(
        [TitleTiming(title=title, timing=timing, wording=wording) for timing, wording in timings.items()]
    )
