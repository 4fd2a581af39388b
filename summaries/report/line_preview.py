"""What the lines of a campaign's reports say now: with figures of a phase, or with examples while none was opened."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from campaigns.figures.progress import aggregation_of
from campaigns.models import CalledUnit, Campaign, Indicator, Phase
from campaigns.models.phase_names import in_year
from summaries.figures_cache import BeingCounted
from summaries.models import ReportLine, Summary, WordChoice
from summaries.models.report_line import Level, LineRole, Period
from summaries.report.contents import SummaryDraft
from summaries.report.document import default_text, line_text
from summaries.report.editing import UNTOUCHED, paragraphs_of
from summaries.report.placeholders import with_defaults
from summaries.report.text import LineTemplate, ReportTemplate, in_words, line_of, report_template, template_of
from summaries.sentences.examples import example_of
from summaries.sentences.names import OF_AN_INDICATOR, KnownNames, known_names
from summaries.sentences.templates import Placeholders, render, render_alone, render_phrase, sketched
from units.models import Unit, UnitKind


@dataclass(frozen=True)
class PreviewedText:
    """A text with its figures marked; `is_printed`: a report of now has it, else it is told how it would read."""

    text: str
    is_printed: bool = True


@dataclass(frozen=True)
class UntoldIndicator:
    """An indicator that no line names. `told`: what the default sentence says of it; None where there is none."""

    code: str
    name: str
    told: PreviewedText | None


class LinePreview:
    """The lines of a level's report of a phase, or of the year, read with the figures of one union."""

    def __init__(self, campaign: Campaign, level: str, period: str, phase: Phase | None):
        self.campaign, self.level, self.period = campaign, level, period
        self.phase = phase

    @cached_property
    def unit(self) -> Unit:
        """The union whose figures are shown: that of the campaign, else the first of the level called to the phase."""
        if self.level == Level.CAMPAIGN or self.phase is None:
            return self.campaign.unit
        called = CalledUnit.objects.filter(phase=self.phase, coordinated=False).select_related("unit__parent")
        is_grassroots = self.level == Level.GRASSROOTS
        of_level = (
            called.filter(kind=UnitKind.GRASSROOTS) if is_grassroots else called.exclude(kind=UnitKind.GRASSROOTS)
        )
        reported = (
            of_level.filter(filings__kind="report", filings__status="accepted").order_by("sort_key", "pk").first()
        )
        first = reported or of_level.exclude(unit=self.campaign.unit).order_by("sort_key", "pk").first()
        return first.unit if first else self.campaign.unit

    @property
    def is_by_sheet(self) -> bool:
        """True of the phase's report of a grassroots union, which is its sheet."""
        return self.level == Level.GRASSROOTS and self.period == Period.PHASE

    @property
    def phase_words(self) -> str:
        """What the phase is called whose figures are shown, with its year; "" while there is none."""
        return in_year(self.phase.words, self.campaign.named_year) if self.phase else ""

    @cached_property
    def draft(self) -> SummaryDraft | None:
        """The draft whose figures are shown; None while there are none, which examples stand for."""
        if self.phase is None:
            return None
        self.phase.campaign = self.campaign
        phase = self.phase if self.period == Period.PHASE else None
        draft = SummaryDraft(Summary(campaign=self.campaign, phase=phase, unit=self.unit))
        try:
            is_counted = bool(draft.figures)
        except BeingCounted:
            is_counted = False
        return draft if is_counted else None

    @cached_property
    def template(self) -> ReportTemplate:
        return report_template(self.campaign.pk, self.level, self.unit, whole=self.period == Period.YEAR)

    @cached_property
    def names(self) -> KnownNames:
        return known_names(self.campaign)

    @cached_property
    def placeholders(self) -> Placeholders:
        """The names of the campaign with what they print; what the phase did not ask is an unknown figure."""
        if self.draft is None:
            names = self.names.names | self.names.of_defaults
            examples = {name: example_of(name, self.names.codes, self.campaign.year) for name in names}
            return Placeholders(examples, {})
        of_draft = self.draft.placeholders
        return replace(of_draft, figures={**dict.fromkeys(self.names.names - set(of_draft)), **of_draft.figures})

    @cached_property
    def _marked(self) -> Placeholders:
        return self.placeholders.with_marks()

    def of(self, line: ReportLine) -> PreviewedText:
        """Return what a line says in the words of the office, as it is stored or typed."""
        if line.role == LineRole.COLUMN:
            return PreviewedText(line.text)
        if line.role == LineRole.HEADING:
            return PreviewedText(render(line.text, self.placeholders))
        template = in_words(line_of(line), self._words)
        if line.role == LineRole.PHRASE:
            return self._text(template.text, render_phrase(template.text, template.zero, self._marked) or "")
        if line.role == LineRole.DEFAULT:
            return self._default(template)
        if self.draft is None:
            return self._text(template.text, render_alone(template.text, self._marked))
        paragraph = paragraphs_of([template], {}, UNTOUCHED)[0]
        return self._text(template.text, line_text(paragraph, self.draft.book, self._marked))

    @cached_property
    def _words(self) -> list[tuple[str, str]]:
        return list(WordChoice.objects.of(self.unit).values_list("words", "instead"))

    def _text(self, text: str, printed: str) -> PreviewedText:
        return PreviewedText(printed) if printed else PreviewedText(sketched(text, self.placeholders), is_printed=False)

    def _default(self, line: LineTemplate, code: str = "") -> PreviewedText:
        """Return what a default sentence says of an indicator, or of the first that is added up as it says."""
        rows = [] if self.draft is None else self.draft.book.indicators
        told = next((row for row in rows if row.code == code or (not code and row.measure == line.key)), None)
        if self.draft is None or told is None:
            examples = Placeholders(
                {name: example_of(name, (), self.campaign.year) for name in OF_AN_INDICATOR}, self.placeholders.words
            )
            return PreviewedText(render_alone(line.text, examples, marked=True), is_printed=False)
        others = {row.code for row in rows} - {told.code}
        figures = with_defaults(self.draft.book, others, self.placeholders)
        text = default_text(told.code, line.text)
        printed = render_alone(text, figures, marked=True)
        return PreviewedText(printed) if printed else PreviewedText(sketched(text, figures), is_printed=False)

    def untold(self, lines: list[ReportLine]) -> list[UntoldIndicator]:
        """Return the active indicators of reports that no line in use names, with what is said of them instead."""
        used = [line for line in lines if line.active]
        told = template_of(used).codes
        defaults = {line.key: in_words(line_of(line), self._words) for line in used if line.role == LineRole.DEFAULT}
        rows = Indicator.objects.common().filter(campaign=self.campaign, active=True, in_report=True)
        return [
            UntoldIndicator(
                row.code,
                row.name,
                self._default(default, row.code) if (default := defaults.get(aggregation_of(row))) else None,
            )
            for row in rows.order_by("section__order", "order", "pk")
            if row.code not in told
        ]
