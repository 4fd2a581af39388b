"""Works and their values, as counted: see `campaigns.figures.types` for what holds of all figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class WorkOutcome:
    """A work that a report told the result of.

    Recognition is the employer's act; `declared` is the value that the unit gave, `checked` the one the union verified,
    both in đồng. `upper_id` is the id of the `upper` union, None where it was stored with its name alone.
    """

    title: str
    authors: str
    author_class: str
    kind: str
    unit_id: int
    unit: str
    upper: str
    bloc: str
    strand: str
    done: bool
    why_not: str
    recognised: bool
    recognised_by: str
    recognised_no: str
    recognised_on: date | None
    declared: int | None
    checked: int | None
    no_money: bool
    benefit: str
    occasion: str
    occasion_on: date | None
    highlighted: bool
    upper_id: int | None = None


@dataclass(frozen=True)
class WorkTotals:
    """Counts and values of some works. Values are in đồng, None when no unit gave one.

    `valued`: how many works have a declared value; `checked_works`: how many of those have a checked one. `unit_id` is
    the id of an upper union, None for other groups and where it was stored with its name alone. `benefit` is what
    topics and initiatives save or earn, `product_value` what works and products are worth: two things that papers never
    add up, as `declared` and `checked` do. They are None where they were stored before they were told apart.
    """

    name: str
    registered: int
    done: int
    recognised: int
    declared: int | None
    checked: int | None
    valued: int = 0
    checked_works: int = 0
    unit_id: int | None = None
    benefit: int | None = None
    benefit_checked: int | None = None
    product_value: int | None = None
    product_checked: int | None = None

    @property
    def is_apart(self) -> bool:
        """Whether benefit and value of products are told apart, or there is no value at all."""
        parts = (self.benefit, self.benefit_checked, self.product_value, self.product_checked)
        return (self.declared is None and self.checked is None) or any(part is not None for part in parts)


@dataclass(frozen=True)
class WorkFigures:
    """The works (Biểu số 03): each one in `rows`, and totals by kind, bloc, strand and upper union."""

    rows: tuple[WorkOutcome, ...]
    total: WorkTotals
    kinds: dict[str, WorkTotals]
    blocs: dict[str, WorkTotals]
    strands: dict[str, WorkTotals]
    uppers: tuple[WorkTotals, ...]
