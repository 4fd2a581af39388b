"""The book of a summary: every figure of its page, paper and workbook by address, and the lists beside them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from django.db.models import TextChoices

from awards.figures.provider import AwardProvider
from awards.figures.types import AwardLine, GivenFor
from campaigns.figures.address import ALL, BLOC, DIRECT, STRAND, UPPER, FigureScope, FigureValue, UpperSlice, sliced
from campaigns.figures.book import FigureBook, FigureProvider
from campaigns.figures.count_provider import (
    ParticipationLines,
    PeopleProvider,
    SheetList,
    UnitProvider,
    sheet_provider,
    slice_of,
)
from campaigns.figures.guidance_provider import GuidanceProvider
from campaigns.figures.guidance_types import GuidanceFigures
from campaigns.figures.indicator_provider import OF_TARGET, PHASE, YEAR, IndicatorProvider, SpringProvider
from campaigns.figures.request_provider import TOTAL, RequestProvider
from campaigns.figures.types import JUDGED_LATER, ExemplarLine, Progress, QuestionAnswers
from campaigns.figures.work_provider import WorkProvider
from campaigns.figures.work_types import WorkOutcome
from campaigns.models.filing import FilingKind
from campaigns.models.work import WorkKind
from summaries.figures.labels import (
    IndicatorLabel,
    LineLabel,
    NamedSlice,
    RequestLabel,
    RequestQuestionLabel,
    SpringLabel,
    SummaryFacts,
    TitleLabel,
)
from summaries.figures.types import PhaseFigures
from units.models.kinds import Bloc, Strand


def in_order(stored: Collection[str], choices: type[TextChoices]) -> list[str]:
    """Return the stored keys in the order of the choices: PostgreSQL sorts the keys of JSON by their length."""
    return sorted(stored, key=choices.values.index)


class SummaryBook(FigureBook):
    """The figures of a summary by address, what the summary is about, and the names and rows that it lists.

    Numbers are read from the book alone; what is listed has names and texts, and the rows of the long annexes.
    """

    def __init__(self, figures: PhaseFigures, scope: FigureScope, sheets: SheetList | None, page_url: str):
        lines, self._uppers = _lines(figures), _UpperSlices(figures)
        names = self._uppers.names | lines.slice_names | _upper_names(figures)
        super().__init__(scope, _providers(figures, lines, self._uppers.slice_of, sheets, page_url, scope.phase), names)
        self._figures = figures
        self.has_names_alone = self._uppers.has_names_alone
        self.about: SummaryFacts = figures
        self.indicators: Sequence[IndicatorLabel] = figures.indicators
        self._by_code = {row.code: row for row in figures.indicators}
        self._progress = {row.code: row.progress for row in figures.indicators if row.judged != JUDGED_LATER}
        self.counted_otherwise = frozenset(_counted_otherwise(figures))
        self.works: Sequence[WorkOutcome] = figures.works.rows
        self.spring: Sequence[SpringLabel] = figures.spring
        self.exemplars: Sequence[ExemplarLine] = figures.exemplars
        self.answers: Sequence[QuestionAnswers] = figures.answers
        self.has_awards = figures.awards is not None
        self.requests: Sequence[RequestLabel] = figures.requests or ()

    @property
    def actual(self) -> str:
        """The measure of an indicator that this summary reports: the year's accumulated amount, or the phase's own."""
        return YEAR if self.about.whole else PHASE

    def indicator(self, code: str) -> IndicatorLabel | None:
        return self._by_code.get(code)

    def progress(self, code: str) -> Progress | None:
        """Return what is judged of an indicator; None if it has no share of a plan, or is judged later."""
        return self._progress.get(code)

    def actual_of(self, code: str, slice: str) -> FigureValue:
        return self.value(f"indicator:{code}", self.actual, slice)

    def request_total(self, request: RequestLabel, question: RequestQuestionLabel, slice: str = ALL) -> FigureValue:
        """Return what the accepted answers to a question of a data request add up to."""
        return self.value(f"request:{request.pk}.{question.code}", TOTAL, slice)

    # The units of Biểu số 01

    @property
    def lines(self) -> Sequence[LineLabel]:
        """One for each unit right below, in the office's order."""
        return self._figures.participation.lines

    @property
    def units(self) -> Sequence[LineLabel]:
        """Each counted unit alone."""
        return self._figures.participation.units

    @property
    def coordinated_units(self) -> Sequence[LineLabel]:
        return self._figures.participation.coordinated_units

    @property
    def has_coordinated(self) -> bool:
        return self._figures.participation.coordinated is not None

    @property
    def is_of_one_union(self) -> bool:
        """Whether the figures are those of one union alone, which is not judged."""
        return [line.unit_id for line in self.units] == [self.about.unit_id]

    def units_missing(self, kind: FilingKind) -> list[LineLabel]:
        """Return the counted units whose sheet of this kind was not received."""
        participation = self._figures.participation
        return [*(participation.missing_pledges if kind == FilingKind.PLEDGE else participation.missing_reports)]

    def slice_of(self, line: LineLabel) -> str:
        return slice_of(line.group, line.unit_id)

    @property
    def blocs(self) -> list[NamedSlice]:
        """The blocs, then the strands."""
        blocs, strands = self._figures.participation.blocs, self._figures.participation.strands
        return [
            *(NamedSlice(blocs[bloc].name, sliced(BLOC, bloc)) for bloc in in_order(blocs, Bloc)),
            *(NamedSlice(strands[strand].name, sliced(STRAND, strand)) for strand in in_order(strands, Strand)),
        ]

    # Works and awards

    @property
    def work_kinds(self) -> list[tuple[str, str]]:
        """Each kind of work and what it is called."""
        kinds = self._figures.works.kinds
        return [(kind, kinds[kind].name) for kind in in_order(kinds, WorkKind)]

    @property
    def work_uppers(self) -> list[NamedSlice]:
        """The upper unions under which works are listed."""
        return [self._named(totals.unit_id, totals.name) for totals in self._figures.works.uppers]

    def works_under(self, upper: NamedSlice) -> list[WorkOutcome]:
        return [work for work in self.works if self._named(work.upper_id, work.upper) == upper]

    @property
    def award_uppers(self) -> list[NamedSlice]:
        """The upper unions under which somebody was honoured."""
        awards = self._figures.awards
        return [self._named(*upper) for upper in awards.identified_uppers] if awards else []

    def _named(self, upper_id: int | None, name: str) -> NamedSlice:
        return NamedSlice(name, self._uppers.slice_of(upper_id, name))

    @property
    def titles(self) -> Sequence[TitleLabel]:
        """The whole catalogue of titles, in its order."""
        return self._figures.awards.titles if self._figures.awards else ()

    @property
    def occasions(self) -> Sequence[GivenFor]:
        """What somebody was honoured or nominated for."""
        return self._figures.awards.occasions if self._figures.awards else ()

    @property
    def honoured(self) -> Sequence[AwardLine]:
        """The entries of the register by name, in the order of papers."""
        return self._figures.awards.lines if self._figures.awards else ()


def _upper_names(figures: PhaseFigures) -> dict[str, str]:
    """Return the names of the slices of upper unions whose branches answered data requests."""
    uppers = (upper for request in figures.requests or () for upper in request.uppers)
    return {sliced(UPPER, upper.unit_id): upper.name for upper in uppers}


def _counted_otherwise(figures: PhaseFigures) -> Iterator[tuple[str, str]]:
    """Yield the first word of the subject and the measure of what figures stored by earlier releases counted otherwise.

    Shares were of the targets of all units, and of spring who waits to be counted was not told from who is silent.
    """
    if not all(row.comparable for row in figures.indicators):
        yield "indicator", OF_TARGET
    if any(line.waiting is None for line in figures.spring):
        yield from (("spring", measure) for measure in ("received", "waiting"))


def _lines(figures: PhaseFigures) -> ParticipationLines:
    return ParticipationLines(figures.participation, is_launching=figures.is_campaign_unit)


def _providers(
    figures: PhaseFigures,
    lines: ParticipationLines,
    upper_slice: UpperSlice,
    sheets: SheetList | None,
    page_url: str,
    phase: int | None,
) -> Iterator[FigureProvider]:
    def part(name: str) -> str:
        return f"{page_url}#{name}" if page_url else ""

    yield sheet_provider(lines, sheets, part("filings"))
    yield UnitProvider(lines, part("filings"))
    yield PeopleProvider(lines, part("filings"))
    yield IndicatorProvider(figures.indicators, part("indicators"))
    yield WorkProvider(figures.works, upper_slice, part("works"))
    yield SpringProvider(figures.spring, {indicator.code: indicator.name for indicator in figures.indicators})
    if figures.requests is not None:
        yield RequestProvider(figures.requests)
    yield GuidanceProvider(figures.guidance or GuidanceFigures(), phase)
    if figures.awards:
        yield AwardProvider(figures.awards, upper_slice, part("awards"))


class _UpperSlices:
    """The slices of the upper unions under which works and awards are listed, each by its id.

    Figures stored before they had ids have names alone. Those of the summary's unit and of lines of the participation
    are found; a further name, as of a union that was not called, stays a name in its slice.
    """

    def __init__(self, figures: PhaseFigures):
        self._own = figures.unit_id if figures.is_campaign_unit else None
        ids = {figures.unit: figures.unit_id}
        self._ids = ids | {line.name: line.unit_id for line in figures.participation.lines if line.unit_id}
        works = [(totals.unit_id, totals.name) for totals in figures.works.uppers]
        uppers = [*works, *(figures.awards.identified_uppers if figures.awards else ())]
        self.names = {self.slice_of(*upper): upper[1] for upper in uppers}
        self.has_names_alone = any(pk is None and name not in self._ids for pk, name in uppers)

    def slice_of(self, upper_id: int | None, name: str) -> str:
        pk = upper_id or self._ids.get(name)
        return DIRECT if pk is not None and pk == self._own else sliced(UPPER, pk or name)
