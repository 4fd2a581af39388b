"""Figures of topics, initiatives and works."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.translation import gettext as _

from campaigns.figures.address import (
    ALL,
    BLOC,
    COUNT,
    MONEY,
    STRAND,
    FigureKey,
    FigureValue,
    UnknownFigure,
    UpperSlice,
    sliced,
)
from campaigns.figures.types import total
from campaigns.figures.work_types import WorkFigures, WorkOutcome, WorkTotals
from campaigns.figures.works import WorkValues, values_of
from campaigns.models.work import WorkKind

COUNTS, VALUES = (
    ("registered", "done", "recognised", "valued", "checked_works"),
    ("benefit", "benefit_checked", "product_value", "product_checked"),
)
OF_RECOGNISED = ("recognised_valued", "recognised_checked", "recognised_checked_sum")
"""Of the recognised works alone: how many have a declared value, how many a checked one, the sum of the checked."""


@dataclass(frozen=True)
class WorkProvider:
    """`work:all` by bloc, strand and upper union, `work:initiative` and the other kinds over all units.

    `upper_slice`: of the upper union under which works are listed. The figures OF_RECOGNISED are counted from the works
    themselves, so there are none where figures were added up without their works.
    """

    works: WorkFigures
    upper_slice: UpperSlice
    rows_url: str = ""
    prefix: str = "work"

    @cached_property
    def totals(self) -> dict[tuple[str, str], WorkTotals]:
        """The totals by subject and slice, with benefit and value of products apart."""
        works = self.works
        slices = {sliced(BLOC, bloc): row for bloc, row in works.blocs.items()}
        slices |= {sliced(STRAND, strand): row for strand, row in works.strands.items()}
        slices |= {self.upper_slice(row.unit_id, row.name): row for row in works.uppers}
        totals = {("work:all", ALL): works.total} | {("work:all", slice): row for slice, row in slices.items()}
        totals |= {(f"work:{kind}", ALL): row for kind, row in works.kinds.items()}
        return {where: row if row.is_apart else self._apart(*where, row) for where, row in totals.items()}

    def _apart(self, subject: str, slice: str, totals: WorkTotals) -> WorkTotals:
        """Tell benefit and value of products apart where they were stored in one sum, from the kinds or the works."""
        if slice == ALL:
            kinds = {kind: row for kind, row in self.works.kinds.items() if subject in ("work:all", f"work:{kind}")}
            products = kinds.pop(WorkKind.PRODUCT.value, None)
            benefit = _values_of(kinds.values())
            product_value = _values_of([products] if products else [])
        else:
            done = [work for work in self.works.rows if work.done and slice in self._slices_of(work)]
            benefit, product_value = values_of(done, of_products=False), values_of(done, of_products=True)
        return replace(
            totals,
            benefit=benefit.declared,
            benefit_checked=benefit.checked,
            product_value=product_value.declared,
            product_checked=product_value.checked,
        )

    def _slices_of(self, work: WorkOutcome) -> tuple[str, ...]:
        return sliced(BLOC, work.bloc), sliced(STRAND, work.strand), self.upper_slice(work.upper_id, work.upper)

    def keys(self) -> Iterator[FigureKey]:
        for subject, slice in self.totals:
            yield from (FigureKey(subject, measure, slice) for measure in (*COUNTS, *VALUES))
        for kind in WorkKind if self.works.rows else ():
            for slice in (ALL, *(sliced(BLOC, bloc) for bloc in self.works.blocs)):
                yield from (FigureKey(f"work:{kind.value}", measure, slice) for measure in OF_RECOGNISED)

    def value(self, key: FigureKey) -> FigureValue | None:
        if key.measure in OF_RECOGNISED:
            return self._of_recognised(key)
        if key.measure not in (*COUNTS, *VALUES):
            raise UnknownFigure(key)
        totals = self.totals.get((key.subject, key.slice))
        if totals is None:
            return None
        return FigureValue(getattr(totals, key.measure), _kind(key.measure), rows_url=self.rows_url)

    def label(self, key: FigureKey) -> str:
        kind = key.subject.partition(":")[2]
        words = {
            "registered": _("đăng ký"),
            "done": _("hoàn thành"),
            "recognised": _("được công nhận"),
            "valued": _("hoàn thành, có giá trị đơn vị khai"),
            "checked_works": _("hoàn thành, đã rà soát giá trị"),
            "benefit": _("giá trị làm lợi đơn vị khai (đồng)"),
            "benefit_checked": _("giá trị làm lợi đã rà soát (đồng)"),
            "product_value": _("giá trị công trình, sản phẩm đơn vị khai (đồng)"),
            "product_checked": _("giá trị công trình, sản phẩm đã rà soát (đồng)"),
            "recognised_valued": _("được công nhận, có giá trị đơn vị khai"),
            "recognised_checked": _("được công nhận, đã rà soát giá trị"),
            "recognised_checked_sum": _("được công nhận, giá trị đã rà soát (đồng)"),
        }
        what = _("Đề tài, sáng kiến, công trình") if kind == "all" else str(WorkKind(kind).label)
        return f"{what}, {words[key.measure]}"

    def _of_recognised(self, key: FigureKey) -> FigureValue | None:
        works = list(self._recognised(key))
        checked = [work.checked for work in works if work.checked is not None]
        if key.measure == "recognised_checked_sum":
            return FigureValue(total(checked), MONEY, base=(len(checked), len(works)))
        valued = [work for work in works if work.declared is not None]
        if key.measure == "recognised_valued":
            return FigureValue(len(valued), base=(len(valued), len(works)))
        both = sum(work.checked is not None for work in valued)
        return FigureValue(both, base=(both, len(valued)))

    def _recognised(self, key: FigureKey) -> Iterable[WorkOutcome]:
        kind = key.subject.partition(":")[2]
        return (
            work
            for work in self.works.rows
            if work.recognised and kind in ("all", work.kind) and key.slice in (ALL, sliced(BLOC, work.bloc))
        )


def _values_of(sums: Iterable[WorkTotals]) -> WorkValues:
    rows = list(sums)
    return WorkValues(total(row.declared for row in rows), total(row.checked for row in rows))


def _kind(measure: str) -> str:
    return MONEY if measure in VALUES else COUNT
