"""Which numbers of sent sheets differ most from what they are compared with, in as many statements for one as for many.

A result is compared with the pledged target, a pledge with the assigned one; both with the same unit's sheet of the
phase before, and with the middle of what units of the same kind told. A difference of less than two is none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from statistics import median
from typing import NamedTuple

from django.utils.translation import gettext as _

from campaigns.catalogue.stored import stored_catalogues
from campaigns.catalogue.types import Catalogue, CatalogueIndicator
from campaigns.figures.verdicts import expected_share, months_of_campaign
from campaigns.lifecycle import FilingStatus
from campaigns.models import CalledUnit, Figure, Filing, Headcount, Phase
from campaigns.models.assessment_limits import limits_of
from campaigns.models.indicator import OverPhases, Pace
from campaigns.sheet import Sheet
from campaigns.sheet.amount_text import amount_text, share_of_target
from campaigns.sheet.compared import SentContext
from campaigns.sheet.context import Amount
from campaigns.sheet.reading import HEADCOUNTS, answers_of
from foundation import vietnamese

LIMIT = Decimal("0.2")
"""A number differs from one that it exceeds, or falls short of, by more than this fraction of it …"""
LEAST = 2
"""… and by as many things, or points of a rate."""
TIMES_NEIGHBOURS = 2
"""From its neighbours it differs if it is more than twice as much as theirs, or less than half: units are not alike."""
FEWEST_NEIGHBOURS = 3
FEWEST_FOR_STRONG = 10
"""Only what was that much in the phase before is strong when it is several times as much now."""
COUNTS = ("workers", "members")
"""The headcounts that are compared."""
ZERO = Decimal(0)
AMOUNT = ("indicator_id", "value", "numerator", "denominator")

Counts = dict[str, int | None]
UnitKindKey = tuple[int, int, str, str, str]  # phase, union above, kind, strand, form


@dataclass(frozen=True)
class Deviation:
    """A number that differs: `name` is what it counts, `text` the number, `beside` what it is compared with.

    `size`: by which fraction of that it differs. `strong`: so far above that the sheet should be looked at alone.
    """

    name: str
    text: str
    beside: str
    size: Decimal
    strong: bool = False


class Told(NamedTuple):
    """What a called unit told of an indicator, and the workers that it told of beside it."""

    called: int
    amount: Amount
    workers: int | None


@dataclass
class Comparisons:
    """What was told in the sheets and what they are compared with."""

    catalogues: dict[int, Catalogue]
    phases: Sequence[Phase] = ()  # of the campaign; none for pledges
    told: dict[int, dict[int, Told]] = field(default_factory=partial(defaultdict, dict))  # by called unit, indicator
    alike: dict[tuple[UnitKindKey, int], list[Told]] = field(default_factory=partial(defaultdict, list))
    # of a unit in earlier phases, by unit and indicator: the phase's number, its catalogue, the amount
    earlier: dict[tuple[int, int], list[tuple[int, int, Amount]]] = field(default_factory=partial(defaultdict, list))
    counts: dict[int, Counts] = field(default_factory=dict)  # by called unit
    earlier_counts: dict[int, Counts] = field(default_factory=dict)  # by unit, of the last phase before


def deviations_of(filings: Sequence[Filing]) -> dict[int, list[Deviation]]:
    """Return by the sheet's id the numbers that differ, most first. The sheets are of one kind and campaign."""
    sent = [filing for filing in filings if filing.last_submission]
    if not sent:
        return {}
    comparisons = _read(sent)
    return {filing.pk: _in_order(filing, comparisons) for filing in sent}


def deviations_in(sheet: Sheet) -> list[Deviation]:
    """Return the numbers of one sent sheet that differ, most first, without those of its neighbours.

    Its page shows them; what a hundred neighbours told would take longer to read than the page.
    """
    filing, called = sheet.filing, sheet.filing.called_id
    if sheet.submission is None:
        return []
    counts = sheet.cleaned("headcount")
    comparisons = Comparisons({sheet.submission.catalogue_id: sheet.catalogue}, _phases(filing))
    comparisons.counts[called] = {name: counts.get(name) for name in COUNTS}
    comparisons.told[called] = {
        indicator.pk: Told(called, amount, counts.get("workers")) for indicator, amount in answers_of(sheet)
    }
    earlier = {} if filing.is_pledge else sheet.earlier_results
    for indicator, results in earlier.items():
        rows = [(row.number, row.catalogue, row.amount) for row in results]
        comparisons.earlier[filing.called.unit_id, indicator] = rows
    comparisons.catalogues |= stored_catalogues(row.catalogue for results in earlier.values() for row in results)
    return _in_order(filing, comparisons)


def _phases(filing: Filing) -> Sequence[Phase]:
    return () if filing.is_pledge else filing.phase.campaign.live_phases


def _in_order(filing: Filing, comparisons: Comparisons) -> list[Deviation]:
    return sorted(_of_sheet(filing, comparisons), key=lambda deviation: deviation.size, reverse=True)


def _read(filings: Sequence[Filing]) -> Comparisons:
    catalogues = stored_catalogues(filing.last_submission.catalogue_id for filing in filings)
    comparisons = Comparisons(catalogues, _phases(filings[0]))
    _read_told(filings, comparisons)
    own = {filing.last_submission.pk: filing.called_id for filing in filings}
    for pk, *numbers in Headcount.objects.filter(submission__in=own).values_list("submission_id", *COUNTS):
        comparisons.counts[own[pk]] = dict(zip(COUNTS, numbers, strict=True))
    if max(filing.phase.number for filing in filings) > 1:
        _read_earlier(filings, comparisons)
    return comparisons


def _read_told(filings: Sequence[Filing], comparisons: Comparisons) -> None:
    """Read what these sheets tell, and those of the units of the same kind under the same union in the same phase."""
    received = Filing.objects.filter(
        kind=filings[0].kind,
        status__in=(FilingStatus.SUBMITTED, FilingStatus.ACCEPTED),
        called__phase__in={filing.called.phase_id for filing in filings},
        called__parent__in={filing.called.parent_id for filing in filings},
    )
    called = "submission__current_for__called__"
    kind = [f"{called}{name}" for name in ("phase_id", "parent_id", "kind", "strand", "form")]
    rows = Figure.objects.filter(submission__current_for__in=received).values_list(
        f"{called}pk", "submission__headcount__workers", *kind, *AMOUNT
    )
    for pk, workers, phase, parent, level, strand, form, indicator, *parts in rows.order_by("pk"):
        told = Told(pk, Amount(*parts), workers)
        comparisons.told[pk][indicator] = told
        comparisons.alike[(phase, parent, level, strand, form), indicator].append(told)


def _read_earlier(filings: Sequence[Filing], comparisons: Comparisons) -> None:
    """Read what the units' accepted sheets of earlier phases told; the phases are of one campaign."""
    called = "submission__counted_for__called__"
    accepted = {
        "submission__counted_for__kind": filings[0].kind,
        f"{called}phase__campaign": filings[0].phase.campaign_id,
        f"{called}phase__number__lt": max(filing.phase.number for filing in filings),
        f"{called}unit__in": {filing.called.unit_id for filing in filings},
    }
    of_call = (f"{called}unit_id", f"{called}phase__number")
    figures = Figure.objects.filter(**accepted).order_by(of_call[1], "pk")
    for unit, number, catalogue, indicator, *parts in figures.values_list(
        *of_call, "submission__catalogue_id", *AMOUNT
    ):
        comparisons.earlier[unit, indicator].append((number, catalogue, Amount(*parts)))
    for unit, _number, *numbers in (
        Headcount.objects.filter(**accepted).order_by(of_call[1]).values_list(*of_call, *COUNTS)
    ):
        comparisons.earlier_counts[unit] = dict(zip(COUNTS, numbers, strict=True))
    catalogues = {catalogue for rows in comparisons.earlier.values() for _number, catalogue, _amount in rows}
    comparisons.catalogues |= stored_catalogues(catalogues)


def _of_sheet(filing: Filing, comparisons: Comparisons) -> Iterator[Deviation]:
    catalogue, context = (
        comparisons.catalogues[filing.last_submission.catalogue_id],
        SentContext(filing.last_submission),
    )
    yield from _of_headcounts(filing, comparisons)
    for indicator in catalogue.indicators:
        told = comparisons.told[filing.called_id].get(indicator.pk)
        if told is None or indicator.is_yes_no or _number(indicator, told.amount) is None:
            continue
        compared = IndicatorComparison(filing, indicator, told, catalogue, context, comparisons)
        if differing := compared.deviations():
            yield max(differing, key=lambda deviation: (deviation.strong, deviation.size))


def _of_headcounts(filing: Filing, comparisons: Comparisons) -> Iterator[Deviation]:
    """Compare with the phase before, of the first phase with the day on which the unit was called."""
    now = comparisons.counts.get(filing.called_id, {})
    before, words = comparisons.earlier_counts.get(filing.called.unit_id), _("đợt trước {n}")
    if before is None:
        before, words = filing.called.counts(), _("khi mở đợt {n}")
    for name in COUNTS:
        count, base = now.get(name), before.get(name)
        if count is not None and base is not None and (size := _size(Decimal(count), Decimal(base))):
            number = vietnamese.format_number(base)
            yield Deviation(str(HEADCOUNTS[name]), vietnamese.format_number(count), words.format(n=number), size)


@dataclass
class IndicatorComparison:
    """What one sheet told of one indicator, beside what it is compared with."""

    filing: Filing
    indicator: CatalogueIndicator
    told: Told
    catalogue: Catalogue
    context: SentContext
    comparisons: Comparisons

    def deviations(self) -> list[Deviation]:
        return [*self._from_target(), *self._from_last_phase(), *self._from_neighbours()]

    @property
    def _value(self) -> Decimal:
        return _number(self.indicator, self.told.amount) or ZERO

    def _earlier(self) -> list[tuple[int, Amount]]:
        """Return the number and the amount of each earlier phase that asked the indicator in the same meaning."""
        rows = self.comparisons.earlier.get((self.filing.called.unit_id, self.indicator.pk), ())
        return [
            (number, amount)
            for number, catalogue, amount in rows
            if number < self.filing.phase.number and self.comparisons.catalogues[catalogue].asks(self.indicator)
        ]

    def _from_target(self) -> Iterator[Deviation]:
        if self.filing.is_pledge:
            assigned = self.context.assigned(self.indicator)
            if assigned is not None and (size := _size(self._value, assigned)):
                yield self._deviation(_("giao {n}"), amount_text(self.indicator, assigned=assigned), size)
        elif target := self.context.pledged(self.indicator):
            yield from self._from_pledge(target)

    def _from_pledge(self, target: Amount) -> Iterator[Deviation]:
        """A target is of the year: with it counts what earlier phases told, and too little is what lags behind."""
        pledged = _number(self.indicator, target)
        if pledged is None:
            return
        is_added = self.indicator.over_phases == OverPhases.SUM and not self.indicator.is_ratio
        before = sum((amount.value or ZERO for _phase, amount in self._earlier()), ZERO) if is_added else ZERO
        done, words = self._value + before, _("đăng ký {n}")
        if before:
            words = _("đăng ký {n}, các đợt trước {before}").replace("{before}", vietnamese.format_number(before))
        share = self._expected_share()
        if done > pledged:
            size = _size(done, pledged)
        else:
            size = _size(done, pledged * share) if share is not None and done < pledged * share else ZERO
        if size:
            told_share = share_of_target(self.indicator, self.told.amount, target)
            most = limits_of(self.filing.phase.campaign).target_to_check
            strong = told_share is not None and done > most * pledged
            yield self._deviation(words, amount_text(self.indicator, target), size, strong=strong)

    def _expected_share(self) -> Decimal | None:
        phase = self.catalogue.phase
        months, of_months = months_of_campaign(phase, self.comparisons.phases)
        pace = Pace(self.indicator.pace)
        return expected_share(pace, months, is_last=phase.is_last, holds_june=phase.holds_june, of_months=of_months)

    def _from_last_phase(self) -> Iterator[Deviation]:
        earlier = self._earlier()
        base = _number(self.indicator, earlier[-1][1]) if earlier else None
        if base is not None and (size := _size(self._value, base)):
            most = limits_of(self.filing.phase.campaign).target_to_check
            strong = base >= FEWEST_FOR_STRONG and not self.indicator.is_ratio and self._value > most * base
            yield self._deviation(_("đợt trước {n}"), amount_text(self.indicator, earlier[-1][1]), size, strong=strong)

    def _from_neighbours(self) -> Iterator[Deviation]:
        """Compare rates with rates, and everything else in proportion to the workers."""
        alike = self.comparisons.alike[kind_of_unit(self.filing.called), self.indicator.pk]
        others = [told for told in alike if told.called != self.told.called]
        if self.indicator.is_ratio:
            rates = [rate for told in others if (rate := _number(self.indicator, told.amount)) is not None]
            workers, words = 1, _("đơn vị cùng khối {n}")
        else:
            pairs = [(told.amount.value, told.workers) for told in others]
            rates = [Decimal(value) / count for value, count in pairs if value is not None and count]
            workers, words = self.told.workers or 0, _("đơn vị cùng khối, theo số người, {n}")
        if len(rates) < FEWEST_NEIGHBOURS or not workers:
            return
        base = (median(rates) * workers).quantize(Decimal(1).scaleb(-self.indicator.decimals))
        is_far = self._value > TIMES_NEIGHBOURS * base or self._value * TIMES_NEIGHBOURS < base
        if is_far and (size := _size(self._value, base)):
            yield self._deviation(words, amount_text(self.indicator, assigned=base), size)

    def _deviation(self, words: str, number: str, size: Decimal, *, strong: bool = False) -> Deviation:
        text = amount_text(self.indicator, self.told.amount)
        return Deviation(self.indicator.name, text, words.format(n=number), size, strong)


def kind_of_unit(called: CalledUnit) -> UnitKindKey:
    """Return what two units of the same kind have in common: phase, union above, kind, strand, form."""
    return called.phase_id, called.parent_id, called.kind, called.strand, called.form


def _number(indicator: CatalogueIndicator, amount: Amount) -> Decimal | None:
    """Return the number to compare: a rate in percent, an average as it is, any other amount as it is."""
    if indicator.is_ratio:
        rate = amount.percent
        return rate if rate is None or not indicator.is_quotient else rate / 100
    return None if amount.value is None else Decimal(amount.value)


def _size(number: Decimal, base: Decimal) -> Decimal:
    """Return by which fraction a number differs from another, 0 if it does not differ enough; from nought it is 1."""
    difference = abs(number - base)
    size = difference / base if base else Decimal(1)
    return size if difference >= LEAST and size > LIMIT else ZERO
