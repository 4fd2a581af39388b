"""The units of a demo, from `units.toml`: a province, its upper unions, and grassroots unions of every strand."""

from __future__ import annotations

import zlib
from typing import Any

from campaigns.campaign_import.file_schema import COLUMNS
from emulation.fictional.demo.files import OF_2015, DemoFiles
from units.actions.word_sets import load_words
from units.models import UnionForm, Unit, UnitKind, UnitType, WorkingYear, vocabulary

ROOT = "root"
STEP = 100  # of `order`: grassroots unions are listed after the upper union they belong to
DIRECT, COORDINATED = 15, 16  # steps of those that belong to none


def build_units(files: DemoFiles = OF_2015) -> dict[str, Unit]:
    """Create the units; return them by key: "root", "chi-lang", "1" … "55". One founded later is not saved yet."""
    units_data = files.read("units.toml")
    units = {ROOT: Unit.objects.create(kind=UnitKind.PROVINCE, **units_data["root"])}
    if words := files.words():
        load_words(units[ROOT], words)
        vocabulary.forget()
    for step, row in enumerate(units_data["upper"], start=1):
        units[row["key"]] = upper_union(row, units[ROOT], step * STEP)
    places: dict[int, int] = {}
    for row in units_data["grassroots"]:
        parent = units[row.get("under", ROOT)]
        base = parent.order or (COORDINATED if row.get("coordinated") else DIRECT) * STEP
        places[base] = places.get(base, 0) + 1
        unit = units[str(row["number"])] = grassroots_union(row, parent, base + places[base])
        if "valid_from" not in row:
            unit.save()
    return units


def count_as_in_2014(units: dict[str, Unit]) -> None:
    """Give the grassroots unions the headcounts of a year earlier: a few fewer of everybody."""
    for row in OF_2015.read("units.toml")["grassroots"]:
        now = row["headcounts"]
        fewer = 1 + now["workers"] * (1 + zlib.crc32(row["name"].encode()) % 4) // 100
        share = 1 - fewer / now["workers"]
        count(units[str(row["number"])], {name: round(number * share) for name, number in now.items()})


def count_as_in_2015(units: dict[str, Unit]) -> None:
    for row in OF_2015.read("units.toml")["grassroots"]:
        count(units[str(row["number"])], row["headcounts"])


def count(unit: Unit, headcounts: dict[str, int]) -> None:
    """Write the headcounts of a union that is there already."""
    for name, number in headcounts.items():
        setattr(unit, name, number)
    if unit.pk:
        unit.save(update_fields=list(headcounts))


def upper_union(row: dict[str, Any], root: Unit, order: int) -> Unit:
    own = {name: row[name] for name in ("name", "full_name", "kind", "place", "symbol")}
    if "type" in row:
        own["type"] = UnitType.objects.get(code=row["type"], root=root)
    since = row.get("since", root.valid_from)
    return Unit.objects.create(parent=root, order=order, valid_from=since, **own)


def grassroots_union(row: dict[str, Any], parent: Unit, order: int) -> Unit:
    strand = row.get("strand")
    school = "Trường" in row["name"]
    return Unit(
        parent=parent,
        order=order,
        kind=UnitKind.GRASSROOTS,
        form=UnionForm.WORKPLACE if strand else UnionForm.OCCUPATIONAL,
        strand=COLUMNS[strand].value if strand else "",
        working_year=WorkingYear.SCHOOL if school else WorkingYear.CALENDAR,
        coordinated=row.get("coordinated", False),
        symbol="CĐCS" if strand else "NĐ",
        head_title=row["head"]["title"] if strand else "",
        valid_from=row.get("valid_from", row.get("since", parent.valid_from)),
        **{name: row[name] for name in ("name", "full_name", "place")},
        **row["headcounts"],
    )
