"""A part of indicators, and its groups: some of its indicators, shown and saved on a page of their own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import cached_property
from itertools import groupby
from typing import Any

from django.forms import Form
from django.utils.translation import gettext as _

from campaigns.catalogue.types import Catalogue, CatalogueSection
from campaigns.models import Filing
from campaigns.sheet.asked_indicators import AskedIndicator
from campaigns.sheet.parts import FormPart, SheetPart, SheetProblem


class IndicatorsPart(FormPart):
    """A part of indicators. `make(asked_indicators)` returns the `build` of a form that has only these."""

    def __init__(
        self,
        key: str,
        title: str,
        number: int,
        typed: Any,
        make: Callable[[Sequence[AskedIndicator]], Callable[..., Form]],
        asked_indicators: Sequence[AskedIndicator],
        catalogue: Catalogue,
    ) -> None:
        super().__init__(key, title, number, typed, make(asked_indicators))
        self.make, self.asked_indicators, self.catalogue = make, asked_indicators, catalogue

    @cached_property
    def groups(self) -> list[IndicatorGroup]:
        """One group for each section, in the table's order; none if all indicators are of one section."""
        by_section = groupby(self.asked_indicators, lambda asked_indicator: asked_indicator.indicator.section)
        sections = [(section, list(rows)) for section, rows in by_section]
        if len(sections) == 1:
            return []
        return [
            IndicatorGroup(self, str(section), rows, section=section, number=number)
            for number, (section, rows) in enumerate(sections, start=1)
        ]

    def group(self, name: str) -> IndicatorGroup | None:
        """Return the group of a name, the path of its section."""
        return next((group for group in self.groups if group.name_in_address == name), None)

    def only(self, codes: Collection[str]) -> IndicatorGroup | None:
        """Return the indicators of these codes as a group, None if the part has none of them."""
        rows = [row for row in self.asked_indicators if row.indicator.code in codes]
        title = _("{title}: chỗ cần sửa").format(title=self.title)
        return IndicatorGroup(self, title, rows) if rows else None

    @property
    def group_to_do(self) -> str:
        """The name of the first group in which something is missing or wrong, else of the first; "" without groups."""
        unfinished = (group for group in self.groups if group.checked.errors)
        group = next(unfinished, self.groups[0]) if self.groups else None
        return group.name_in_address if group else ""

    @cached_property
    def problems(self) -> list[SheetProblem]:
        if not self.touched or not self.groups:
            return super().problems
        return [problem for group in self.groups for problem in group.problems_to_mend]


class IndicatorGroup(FormPart):
    """Some indicators of a part, as a part of its own: `typed` holds their fields alone, None until they were saved.

    The group of a section has a `number` among the groups and a name in the page's address.
    """

    def __init__(
        self,
        whole: IndicatorsPart,
        title: str,
        asked_indicators: Sequence[AskedIndicator],
        *,
        section: CatalogueSection | None = None,
        number: int = 0,
    ) -> None:
        codes = {asked_indicator.indicator.code for asked_indicator in asked_indicators}
        typed = {field: text for field, text in (whole.typed or {}).items() if code_of(field) in codes}
        super().__init__(whole.key, title, whole.number, typed or None, whole.make(asked_indicators))
        self.whole, self.section, self.order, self.asked_indicators = whole, section, number, asked_indicators

    @property
    def title(self) -> str:
        return self.name

    @property
    def name_in_address(self) -> str:
        return self.section.name_in_address if self.section else ""

    @property
    def above(self) -> CatalogueSection | None:
        """The section that its own stands below."""
        return self.whole.catalogue.above(self.section) if self.section else None

    @property
    def heading_above(self) -> CatalogueSection | None:
        """The same where no group before it has shown that heading."""
        above = self.above
        before = next((group.section for group in self.whole.groups if group.order == self.order - 1), None)
        return None if above is None or (before and before.path[:1] == above.path) else above

    def comparable(self, typed: Any) -> Any:
        """Return its content without blanks: whoever saves the whole part leaves the blanks of a group as they were."""
        return {field: text for field, text in (typed or {}).items() if text}

    @cached_property
    def problems_to_mend(self) -> list[SheetProblem]:
        """What is missing or wrong in it, also before it was saved."""
        return [problem._replace(group=self.name_in_address) for problem in self._problems_of(self.checked)]


def code_of(field: str) -> str:
    """Return the code of the indicator that a field is of: its name begins with it."""
    return field.partition("-")[0]


def part_links(filing: Filing, part: SheetPart) -> tuple[str, str]:
    """Return the address of a part, and another for narrow screens if it has groups: of the first unfinished one."""
    group = part.group_to_do if isinstance(part, IndicatorsPart) else ""
    return filing.part_url(part.number), filing.part_url(part.number, group=group) if group else ""
