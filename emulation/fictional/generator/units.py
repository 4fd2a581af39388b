"""The tree of a province: its federation, federations of districts and of trades, grassroots unions of every strand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from campaigns.campaign_import.file_schema import COLUMNS
from emulation.fictional.generator.bulk_insert import bulk_insert
from emulation.fictional.generator.headcounts import headcounts
from emulation.fictional.generator.names import places, words
from emulation.fictional.generator.sizes import CountrySize
from units.models import Strand, UnionForm, Unit, UnitKind, WorkingYear
from units.tree import segment

SINCE = date(2010, 1, 1)
STEP = 1_000  # of `order`: grassroots unions are listed after the upper union they belong to
PROVINCE_STEP = 100_000
UNIONS_AN_UPPER = 90
FEWEST_UPPER, MOST_UPPER = 3, 15
TRADES = 4  # every fourth upper union is one of a trade
DIRECT, COORDINATED = 0.01, 0.004  # shares of the grassroots unions that hang directly under the province


@dataclass
class Province:
    """A federation and everything below it, parents before their children."""

    root: Unit
    area: str  # "tỉnh Lạng Sơn"
    uppers: list[Unit] = field(default_factory=list)
    grassroots: list[Unit] = field(default_factory=list)

    @property
    def units(self) -> list[Unit]:
        return [self.root, *self.uppers, *self.grassroots]


def confederation(size: CountrySize) -> Unit:
    """Create the root above several provinces."""
    name = "Tổng Liên đoàn Lao động Việt Nam"
    unit = Unit(kind=UnitKind.CONFEDERATION, name=name, full_name=name, place="Hà Nội", symbol="TLĐ", valid_from=SINCE)
    unit.path, unit.last_segment = segment(1), size.provinces
    unit.derive()
    bulk_insert(Unit, [unit])
    return unit


def build_province(rng: Random, number: int, size: CountrySize, parent: Unit | None) -> Province:
    """Create the `number`th province with its unions."""
    province = _federation(number, parent)
    _uppers(rng, province, size)
    _grassroots(rng, province, size.unions - 1 - len(province.uppers))
    for unit in province.units:
        unit.derive()
    for level in ([province.root], province.uppers, province.grassroots):
        bulk_insert(Unit, level)
    return province


def _child(parent: Unit | None, **own: Any) -> Unit:
    """Return a new union with the next path below its parent."""
    unit = Unit(parent=parent, valid_from=SINCE, **own)
    if parent is None:
        unit.path = segment(1)
    else:
        parent.last_segment += 1
        unit.path = parent.path + segment(parent.last_segment)
    return unit


def _federation(number: int, parent: Unit | None) -> Province:
    name = words()["provinces"][number - 1]
    area = f"{'thành phố' if name in words()['cities'] else 'tỉnh'} {name}".replace("thành phố Thành phố", "Thành phố")
    root = Unit(
        parent=parent,
        kind=UnitKind.PROVINCE,
        name=f"LĐLĐ {area}",
        full_name=f"Liên đoàn Lao động {area}",
        place=name,
        symbol="LĐLĐ",
        order=(number - 1) * PROVINCE_STEP,
        valid_from=SINCE,
    )
    root.path = parent.path + segment(number) if parent else segment(1)
    return Province(root, area)


def _uppers(rng: Random, province: Province, size: CountrySize) -> None:
    count = min(MOST_UPPER, max(FEWEST_UPPER, size.unions // UNIONS_AN_UPPER))
    trades = max(1, count // TRADES)
    for town in places(rng, count - trades):
        kind = "thành phố" if not province.uppers else "huyện"
        names = {"name": f"LĐLĐ {kind} {town}", "full_name": f"Liên đoàn Lao động {kind} {town}, {province.area}"}
        _add_upper(province, kind=UnitKind.UPPER_PLACE, place=town, symbol="LĐLĐ", **names)
    for trade in words()["trades"][:trades]:
        name = f"Công đoàn ngành {trade}"
        names = {"name": name, "full_name": f"{name} {province.area}", "place": province.root.place}
        _add_upper(province, kind=UnitKind.UPPER_TRADE, symbol="CĐN", **names)


def _add_upper(province: Province, **own: Any) -> None:
    order = province.root.order + (len(province.uppers) + 1) * STEP
    province.uppers.append(_child(province.root, order=order, **own))


def _grassroots(rng: Random, province: Province, count: int) -> None:
    """Create the unions directly under the province, then the others, distributed over the upper unions in turn."""
    coordinated, direct = max(1, round(count * COORDINATED)), max(2, round(count * DIRECT))
    for number in range(direct + coordinated):
        _Workplaces.below(rng, province, province.root, coordinated=number >= direct)
    homes = {upper.path: _Workplaces(rng, province, upper) for upper in province.uppers}
    for number in range(count - direct - coordinated):
        homes[province.uppers[number % len(province.uppers)].path].add()


class _Workplaces:
    """The workplaces of one upper union or of the province, all with different names."""

    def __init__(self, rng: Random, province: Province, parent: Unit):
        self.rng, self.province, self.parent = rng, province, parent
        self.places = places(rng, 40)
        self.taken: set[str] = set()

    @classmethod
    def below(cls, rng: Random, province: Province, parent: Unit, *, coordinated: bool) -> None:
        cls(rng, province, parent).add(coordinated=coordinated)

    def add(self, *, coordinated: bool = False) -> None:
        self._append(self._office() if not self.taken and not coordinated else self._any(coordinated), coordinated)

    def _office(self) -> dict[str, Any]:
        """Return the union of the upper union's own office, the first of each."""
        return {"name": f"Cơ quan {self.parent.name}", "strand": "HC", "head": "Chủ tịch"}

    def _any(self, coordinated: bool) -> dict[str, Any]:
        kinds = [kind for kind in words()["workplaces"] if self._fits(kind, coordinated)]
        often = [kind["often"] for kind in kinds]
        while True:
            kind = self.rng.choices(kinds, often)[0]
            name = kind["name"].format(place=self.rng.choice(self.places))
            if name not in self.taken:
                return kind | {"name": name}

    def _fits(self, kind: dict[str, Any], coordinated: bool) -> bool:
        """True when the kind of workplace suits the parent: a coordinated union is the State's, a teachers'
        union has only schools, unions of other trades have none.
        """
        if coordinated:
            return kind.get("strand") == "NN"
        if self.parent.kind != UnitKind.UPPER_TRADE:
            return True
        return kind.get("school", False) == ("Giáo dục" in self.parent.name)

    def _append(self, kind: dict[str, Any], coordinated: bool) -> None:
        self.taken.add(kind["name"])
        strand = COLUMNS[kind["strand"]].value if "strand" in kind else ""
        form = UnionForm.WORKPLACE if strand else UnionForm.OCCUPATIONAL
        short, long = ("CĐCS", "Công đoàn cơ sở") if strand else ("Nghiệp đoàn", "Nghiệp đoàn")
        in_district = self.parent.kind == UnitKind.UPPER_PLACE
        area = self.parent.full_name.removeprefix("Liên đoàn Lao động ") if in_district else self.province.area
        unit = _child(
            self.parent,
            order=self.parent.order + self.parent.last_segment + 1,
            kind=UnitKind.GRASSROOTS,
            form=form,
            strand=strand,
            coordinated=coordinated,
            working_year=WorkingYear.SCHOOL if kind.get("school") else WorkingYear.CALENDAR,
            name=f"{short} {kind['name']}",
            full_name=f"{long} {kind['name']}, {area}",
            place=self.parent.place,
            symbol="CĐCS" if strand else "NĐ",
            head_title=kind.get("head", ""),
            **headcounts(self.rng, Strand(strand) if strand else None),
        )
        self.province.grassroots.append(unit)
