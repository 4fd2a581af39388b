"""Generates large fictional data, one transaction for each province, which is not kept in memory afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random

from django.db import connection, transaction

from emulation.fictional.demo.play import local
from emulation.fictional.generator import campaign
from emulation.fictional.generator.decisions import LastNumbers
from emulation.fictional.generator.honours import write_honours
from emulation.fictional.generator.people import People
from emulation.fictional.generator.phases import SHAPES, CampaignShape
from emulation.fictional.generator.sizes import CountrySize
from emulation.fictional.generator.targets import assign_targets
from emulation.fictional.generator.units import Province, build_province, confederation
from emulation.fictional.generator.year import write_year
from foundation import clock
from summaries.actions import begin, propose
from units.models import Role, Unit

SUMMED_UP = local(date(2015, 8, 20), 9)
AREA_SHARE = 20  # every so many unions of the first province are in the area, and two upper unions
OFFICER, DISTRICT = "officer", ("district", "chair")


def generate(
    size: CountrySize,
    seed: int,
    on_province_done: Callable[[Province], None] = lambda province: None,
    *,
    shape: CampaignShape = SHAPES["launch"],
    password: str | None = None,
) -> None:
    """Fill an empty database; the same size and seed give the same rows. `on_province_done` is called after each one.

    `shape`: which phases its campaign has.
    `password` opens the seven accounts of units/demo_accounts.py; without one nobody can sign in.
    """
    Generator(size, seed, shape, password).run(on_province_done)


def analyze_tables() -> None:
    """Update the planner's statistics, which are those of empty tables until then."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


class Generator:
    def __init__(self, size: CountrySize, seed: int, shape: CampaignShape, password: str | None):
        self.size, self.seed, self.shape = size, seed, shape
        self.rng = Random(seed)  # noqa: S311 - figures, no secret
        self.people, self.last_numbers = People(self.rng, password), LastNumbers()

    def run(self, on_province_done: Callable[[Province], None]) -> None:
        with transaction.atomic():
            top = self._confederation() if self.size.has_confederation else None
            first = self._province(1, top)
        on_province_done(first)
        for number in range(2, self.size.provinces + 1):
            with transaction.atomic():
                done = self._province(number, top)
            on_province_done(done)
        self._summary()
        analyze_tables()

    def _summary(self) -> None:
        """Propose the summary of phase 1 to the leader, once that is locked."""
        if self.year.is_last(1):
            return
        board = self.people.reviewer(self.year.campaign.unit)
        with clock.travel(SUMMED_UP):
            propose(begin(self.year.campaign, self.year.phases[0], board.unit, by=board), by=board)

    def _confederation(self) -> Unit:
        unit = confederation(self.size)
        self._launch(unit)
        return unit

    def _launch(self, unit: Unit) -> None:
        """Create the campaign and the people of the unit that launches it."""
        self.people.of_root(unit)
        self.people.save()
        self.year = campaign.launch(unit, self.people.reviewer(unit), self.shape)
        campaign.record_opening(self.year, self.size.total - 1, self.people.reviewer(unit))

    def _province(self, number: int, top: Unit | None) -> Province:
        province = build_province(self.rng, number, self.size, top)
        if top is None:
            self._launch(province.root)
        else:
            self.people.of_upper(province.root)
        self._people(province, named=number == 1)
        called = province.units if top else province.units[1:]
        province_year = write_year(
            self.rng, self.year, called, self.people, self.seed, lambda unit: unit is self.officers
        )
        assign_targets(self.rng, self.year, province, self.people)
        write_honours(self.rng, self.year, province_year, self.people, self.last_numbers)
        if top:
            self.people.forget(province.root.path)
        return province

    def _people(self, province: Province, *, named: bool) -> None:
        """Create the people of all upper and grassroots unions. Those of a district and of one of its unions can
        sign in if `named`.
        """
        district = province.uppers[0]
        for upper in province.uppers:
            self.people.of_upper(upper, DISTRICT if named and upper is district else ("", ""))
        ordinary = [union for union in province.grassroots if union.parent is district][1]
        for unit in province.grassroots:
            self.people.give(unit, [Role.OFFICER], OFFICER if named and unit is ordinary else "")
        self.people.save()
        if named:
            apart = [unit for unit in province.grassroots[::AREA_SHARE] if unit.parent is not district]
            self.people.of_area(self.year.campaign.unit, [*province.uppers[1:3], *apart])
        self.officers = ordinary if named else None
