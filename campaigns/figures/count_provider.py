"""Figures about called units: sheets by state, headcounts, and how many units there are, by slice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from urllib.parse import quote_plus

from django.utils.translation import gettext as _

from campaigns.figures.address import (
    ALL,
    BLOC,
    COORDINATED,
    COUNT,
    DIRECT,
    GRASSROOTS,
    OWN,
    STRAND,
    TYPE,
    UNIT,
    UPPER,
    FigureKey,
    FigureValue,
    UnknownFigure,
    sliced,
)
from campaigns.figures.participation_types import (
    GROUP_DIRECT,
    GROUP_OWN,
    GROUP_PLACE,
    GROUP_TRADE,
    HeadcountSums,
    Participation,
    ParticipationLine,
)
from campaigns.figures.states import StateCounts, summed_states
from campaigns.lifecycle import STATES, FilingStatus
from campaigns.models.filing import FilingKind, filing_list_url
from units.models import UnionForm, UnitKind
from units.models.vocabulary import kind_name, term

EXPECTED, RECEIVED, MISSING, ON_TIME, LATE = "expected", "received", "missing", "on_time", "late"
SHEET_MEASURES = (EXPECTED, RECEIVED, MISSING, ON_TIME, LATE)
"""Measures of sheets in several states; "units" is measured in one state, or of all called."""
OCCUPATIONAL = sliced(TYPE, UnionForm.OCCUPATIONAL)
KINDS, MEASURES = tuple(FilingKind.values), ("units", *SHEET_MEASURES)

IN_YEAR = ("to_pledge_in_year", "pledged_in_year")
NO_HEADCOUNTS = ("as_called", "workers_by_sex")
HEADCOUNTS = tuple(column.name for column in fields(HeadcountSums) if column.name not in NO_HEADCOUNTS)
BY_SEX = "by_sex"
"""The measure of the workers of those unions that gave a number of women."""

SheetCounts = Mapping[str, StateCounts]  # by kind of sheet


@dataclass(frozen=True)
class SheetList:
    """The list of sheets in which those of a phase at or below a unit, or in an area ("area-3"), are found.

    `is_launching`: the unit is the campaign's, whose unions right below the list offers as a choice. `of_year`: the
    figures are those of a year, whose pledges are of several phases and in no one list.
    """

    phase: int
    unit: int | str
    is_launching: bool = True
    of_year: bool = False

    @cached_property
    def addresses(self) -> dict[str, str]:
        """The list of each kind; a page asks for hundreds of links."""
        return {kind: filing_list_url(kind) for kind in FilingKind.values}

    def url(self, kind: str, slice: str, status: str) -> str:
        """Return the address of the list with exactly the sheets of a slice; "" for slices it does not filter by."""
        if self.of_year and kind == FilingKind.PLEDGE:
            return ""
        name, _colon, argument = slice.partition(":")
        under, more = str(self.unit), ""
        if name == UPPER:
            under = argument
        elif slice in (DIRECT, COORDINATED):
            under = slice if self.is_launching else f"{slice}-{self.unit}"
        elif name == STRAND or slice == OCCUPATIONAL:
            more = f"&strand={argument}"
        elif slice != ALL:
            return ""
        return f"{self.addresses[kind]}?phase={self.phase}&status={status}&under={quote_plus(under)}{more}"


@dataclass(frozen=True)
class SheetProvider:
    """`count:pledge` and `count:report`: units by the state of their sheet.

    `by_slice` has the counts of the usual slices, `more` finds those of a further one. The rows are in the list
    `listed`; where that does not filter by the slice, or without it, as for a final summary, whose sheets may have
    changed since, they are in the part of a page at `page_url`.
    """

    by_slice: Mapping[str, SheetCounts]
    listed: SheetList | None = None
    more: Callable[[str], SheetCounts | None] = lambda slice: None
    page_url: str = ""
    prefix: str = "count"

    def keys(self) -> Iterator[FigureKey]:
        for slice, counts in self.by_slice.items():
            for kind in counts:
                yield FigureKey(f"count:{kind}", "units", slice)
                yield from (FigureKey(f"count:{kind}", "units", slice, state.value) for state in STATES)
                yield from (FigureKey(f"count:{kind}", measure, slice) for measure in SHEET_MEASURES)

    def value(self, key: FigureKey) -> FigureValue | None:
        kind = key.subject.partition(":")[2]
        if kind not in KINDS or key.measure not in MEASURES:
            raise UnknownFigure(key)
        counts = self.by_slice.get(key.slice) or self.more(key.slice)
        return self._value(key, kind, counts[kind]) if counts and kind in counts else None

    def label(self, key: FigureKey) -> str:
        is_pledge = key.subject == f"count:{FilingKind.PLEDGE.value}"
        words = {
            "units": _("Đăng ký thi đua") if is_pledge else _("Báo cáo kết quả"),
            EXPECTED: _("Đơn vị thuộc diện đăng ký") if is_pledge else _("Đơn vị thuộc diện báo cáo"),
            RECEIVED: _("Đơn vị đã đăng ký") if is_pledge else _("Đơn vị đã báo cáo"),
            MISSING: _("Đơn vị chưa đăng ký") if is_pledge else _("Đơn vị chưa báo cáo"),
            ON_TIME: _("Đơn vị đăng ký đúng hạn") if is_pledge else _("Đơn vị báo cáo đúng hạn"),
            LATE: _("Đơn vị đăng ký sau hạn") if is_pledge else _("Đơn vị báo cáo sau hạn"),
        }
        return words[key.measure]

    def _value(self, key: FigureKey, kind: str, states: StateCounts) -> FigureValue:
        number: int | None
        if key.measure == "units":
            number = states.in_state(key.state) if key.state else states.called
            whole = states.called if key.state in ("", FilingStatus.EXCUSED) else states.expected
        else:
            number, whole = getattr(states, key.measure), states.expected
        base = None if number is None else (number, whole)
        return FigureValue(number, COUNT, base=base, rows_url=self._rows_url(key, kind))

    def _rows_url(self, key: FigureKey, kind: str) -> str:
        if self.listed is None or key.measure not in ("units", MISSING, LATE):
            return self.page_url
        status = key.state if key.measure == "units" else key.measure
        return self.listed.url(kind, key.slice, status) or self.page_url


class ParticipationLines:
    """The lines of a participation by slice. `is_launching`: of the campaign's unit, which alone has DIRECT unions."""

    def __init__(self, participation: Participation, *, is_launching: bool):
        self.participation, self.is_launching = participation, is_launching

    @cached_property
    def by_slice(self) -> dict[str, ParticipationLine]:
        """The lines of groups of units, and of the units that have a line of their own in Biểu số 01."""
        participation = self.participation
        lines = {ALL: participation.total} | {slice_of(line.group, line.unit_id): line for line in participation.lines}
        if participation.coordinated:
            lines[COORDINATED] = participation.coordinated
        for name, groups in (
            (BLOC, participation.blocs),
            (STRAND, participation.strands),
            (TYPE, participation.types),
        ):
            lines |= {sliced(name, argument): line for argument, line in groups.items()}
        return lines

    @cached_property
    def of_units(self) -> dict[str, ParticipationLine]:
        """The line of each unit alone, coordinated units too."""
        every = (*self.participation.units, *self.participation.coordinated_units)
        return {sliced(UNIT, line.unit_id): line for line in every}

    def get(self, slice: str) -> ParticipationLine | None:
        return self.by_slice.get(slice) or self.of_units.get(slice)

    @property
    def slice_names(self) -> dict[str, str]:
        """What the slices are called."""
        names = {slice: line.name for slice, line in self.by_slice.items() if slice != ALL}
        return names | {DIRECT: term("direct_short"), GRASSROOTS: _("CĐCS, nghiệp đoàn"), OWN: _("Công đoàn cấp trên")}

    @cached_property
    def sheet_counts(self) -> dict[str, SheetCounts]:
        counts = {slice: _sheet_counts(line) for slice, line in self.by_slice.items()}
        direct = [line for line in self.participation.lines if line.group == GROUP_DIRECT]
        if direct and self.is_launching:
            counts[DIRECT] = {
                kind.value: summed_states(_sheet_counts(line)[kind] for line in direct) for kind in FilingKind
            }
        return counts

    def sheet_counts_of(self, slice: str) -> SheetCounts | None:
        line = self.of_units.get(slice)
        return _sheet_counts(line) if line else None


@dataclass(frozen=True)
class UnitProvider:
    """`units:grassroots` and the like: how many units there are, with measure "units".

    `units:to_pledge_in_year`, `units:pledged_in_year` are those of the year's summary alone.
    """

    lines: ParticipationLines
    page_url: str = ""
    prefix: str = "units"

    def keys(self) -> Iterator[FigureKey]:
        yield from (FigureKey(f"units:{name}", "units") for name in ("uppers", "upper_places", "small"))
        for slice in self.lines.by_slice:
            yield from (FigureKey(f"units:{name}", "units", slice) for name in ("grassroots", "as_called"))

    def value(self, key: FigureKey) -> FigureValue | None:
        name = key.subject.partition(":")[2]
        if key.measure != "units":
            raise UnknownFigure(key)
        if name in ("uppers", "upper_places", "small", *IN_YEAR):
            return FigureValue(getattr(self.lines.participation, name)) if key.slice == ALL else None
        line = self.lines.get(key.slice)
        if name == "grassroots":
            return FigureValue(line.grassroots, rows_url=self.page_url) if line else None
        if name == "as_called":
            return FigureValue(line.people.as_called, base=(line.people.as_called, line.grassroots)) if line else None
        raise UnknownFigure(key)

    def label(self, key: FigureKey) -> str:
        words = {
            "uppers": _("Công đoàn cấp trên trực tiếp cơ sở"),
            "upper_places": kind_name(UnitKind.UPPER_PLACE),
            "small": _("CĐCS nhỏ, ít đoàn viên"),
            "to_pledge_in_year": _("Đơn vị thuộc diện đăng ký trong năm"),
            "pledged_in_year": _("Đơn vị đã đăng ký trong năm"),
            "grassroots": _("CĐCS, nghiệp đoàn"),
            "as_called": _("CĐCS chưa có số liệu được xác nhận"),
        }
        return words[key.subject.partition(":")[2]]


@dataclass(frozen=True)
class PeopleProvider:
    """`people:workers` and the other headcounts, with measure "persons"; BY_SEX see above.

    Their base are the grassroots unions with numbers of their own, of all.
    """

    lines: ParticipationLines
    page_url: str = ""
    prefix: str = "people"

    def keys(self) -> Iterator[FigureKey]:
        for slice in self.lines.by_slice:
            yield from (FigureKey(f"people:{name}", "persons", slice) for name in HEADCOUNTS)

    def value(self, key: FigureKey) -> FigureValue | None:
        name = key.subject.partition(":")[2]
        if name not in HEADCOUNTS or key.measure not in ("persons", BY_SEX):
            raise UnknownFigure(key)
        if (line := self.lines.get(key.slice)) is None:
            return None
        own_numbers = line.grassroots - line.people.as_called
        number = line.people.workers_by_sex if key.measure == BY_SEX else getattr(line.people, name)
        return FigureValue(number, base=(own_numbers, line.grassroots), rows_url=self.page_url)

    def label(self, key: FigureKey) -> str:
        words = {
            "workers": term("workers"),
            "women": _("{workers} nữ").format(workers=term("workers")),
            "minorities": _("{workers} dân tộc thiểu số").format(workers=term("workers")),
            "members": _("Đoàn viên"),
            "women_members": _("Đoàn viên nữ"),
            "direct": _("{workers} trực tiếp").format(workers=term("workers")),
            "insured": _("{workers} tham gia bảo hiểm").format(workers=term("workers")),
        }
        return words[key.subject.partition(":")[2]]


def slice_of(group: str, unit_id: int | None) -> str:
    """Return the slice that a line of Biểu số 01 counts."""
    if group == GROUP_OWN:
        return OWN
    return sliced(UPPER if group in (GROUP_PLACE, GROUP_TRADE) else UNIT, unit_id)


def _sheet_counts(line: ParticipationLine) -> SheetCounts:
    return {FilingKind.PLEDGE.value: line.pledges.states, FilingKind.REPORT.value: line.reports.states}


def sheet_provider(lines: ParticipationLines, listed: SheetList | None, page_url: str) -> SheetProvider:
    return SheetProvider(lines.sheet_counts, listed, lines.sheet_counts_of, page_url)
