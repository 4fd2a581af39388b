"""The sizes of generated data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CountrySize:
    """Numbers of provinces and of unions in each, the provincial federation included."""

    provinces: int
    unions: int

    @property
    def has_confederation(self) -> bool:
        """True for several provinces: the confederation above them launches the campaign."""
        return self.provinces > 1

    @property
    def total(self) -> int:
        return self.provinces * self.unions + self.has_confederation


SIZES = {"province": CountrySize(1, 1420), "ten": CountrySize(10, 1420), "nation": CountrySize(63, 2000)}
