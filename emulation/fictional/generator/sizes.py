"""How much is generated."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CountrySize:
    """So many provinces, in each so many unions, its own federation among them."""

    provinces: int
    unions: int

    @property
    def has_confederation(self) -> bool:
        """Several provinces stand under one confederation, which launches the campaign; one launches its own."""
        return self.provinces > 1

    @property
    def total(self) -> int:
        return self.provinces * self.unions + self.has_confederation


SIZES = {"province": CountrySize(1, 1420), "ten": CountrySize(10, 1420), "nation": CountrySize(63, 2000)}
