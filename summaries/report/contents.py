"""The figures and the text of a summary: counted now for a draft, as stored for one that is closed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from django.db.models import Q
from django.utils.translation import gettext as _

from campaigns.figures.address import FigureScope
from campaigns.figures.count_provider import SheetList
from campaigns.figures.queries import called_below, paths_of, phases_up_to
from campaigns.models import Activity, Campaign, Filing, Phase
from campaigns.progress.rollups import is_rolled_up
from foundation.db.guaranteed import guaranteed
from foundation.vietnamese import format_date
from summaries.figures.book import SummaryBook
from summaries.figures.phase_figures import phase_figures
from summaries.figures.stored_figures import read_figures
from summaries.figures.types import PhaseFigures
from summaries.figures_cache import cached_figures, figures_from_rollup
from summaries.models import Summary
from summaries.report.context import ReportContext, report_context
from summaries.report.document import NUMERALS, Document, document_of, report_parts, report_placeholders
from summaries.report.editing import Editing, Paragraph, Sentence, paragraphs_of
from summaries.report.question_placeholders import AnswersToRead, answers_to_read
from summaries.report.stored_editing import editing_of
from summaries.report.stored_text import read_text
from summaries.report.text import LineTemplate, ReportTemplate, report_template
from summaries.sentences.templates import Placeholders, render
from units.signing import SignatureBlock, chosen_block


@dataclass(frozen=True)
class SummaryContents:
    """`counted_at`: when the worker counted the figures; None for figures that were counted for the reader.

    `book` has the same figures by address. `moved`: how many sentences of a draft reviewers wrote with other figures.
    """

    figures: PhaseFigures
    document: Document
    book: SummaryBook = field(compare=False)
    counted_at: datetime | None = None
    moved: int = 0


class NoOpenedPhase(Exception):
    """Raised for a summary of no opened phase: there is nothing to count."""


class SummaryDraft:
    """The figures and the text of a draft.

    With `anew` figures are counted now, even if this process has them in its cache. Those of a confederation come from
    a rollup, with `counted_at`; reading them raises BeingCounted (409) as long as the worker has not counted them.
    """

    def __init__(self, summary: Summary, *, anew: bool = False):
        self.summary, self.anew = summary, anew
        self.phase = reported_phase(summary)
        self.whole = summary.phase_id is None
        self.counted_at: datetime | None = None

    @cached_property
    def figures(self) -> PhaseFigures:
        if is_rolled_up(self.summary.unit):
            figures, self.counted_at = figures_from_rollup(self.phase, self.summary.unit, whole=self.whole)
            return figures
        count = phase_figures if self.anew else cached_figures
        return count(self.phase, self.summary.unit, whole=self.whole)

    @cached_property
    def book(self) -> SummaryBook:
        """The figures by address; the lists of sheets have the rows of what is counted now."""
        summary, figures = self.summary, self.figures
        is_launching = summary.unit_id == self.phase.campaign.unit_id
        of_year = self.whole or not self.phase.asks_pledge
        sheets = SheetList(self.phase.pk, summary.unit_id, is_launching=is_launching, of_year=of_year)
        return SummaryBook(figures, scope_of(summary), sheets, summary.get_absolute_url())

    @cached_property
    def activities(self) -> list[Activity]:
        """What the Board chose for the report of what unions told of themselves; editors read it, no sentence does."""
        summary = self.summary
        chosen = Activity.objects.of_report(summary.campaign, summary.phase, summary.unit)
        return list(chosen.select_related("unit").order_by("sent_at", "pk"))

    @cached_property
    def written_answers(self) -> list[AnswersToRead]:
        """What accepted reports say in words, question by question: for editors too, no sentence has the texts."""
        return answers_to_read(self.book)

    @cached_property
    def context(self) -> ReportContext:
        return report_context(self.phase, self.summary.unit, whole=self.whole)

    @cached_property
    def template(self) -> ReportTemplate:
        """The sentences, as the campaign has them now, in the words of the office."""
        summary = self.summary
        return report_template(summary.campaign_id, self.context.level, summary.unit, whole=self.whole)

    @cached_property
    def placeholders(self) -> Placeholders:
        return report_placeholders(self.book, self.context, self.template)

    @cached_property
    def editing(self) -> Editing:
        return editing_of(self.summary)

    @cached_property
    def parts(self) -> list[list[Paragraph]]:
        """The paragraphs, part by part; the opening and the closing are parts of their own."""
        narrative, template = self.summary.narrative, self.template
        inner = [paragraphs for _part, paragraphs in report_parts(self.book, template, narrative, self.editing)]
        ends = (paragraphs_of([line], narrative, self.editing) for line in (template.opening, template.closing))
        opening, closing = ends
        return [opening, *inner, closing]

    @cached_property
    def headings(self) -> list[str]:
        """The headings of `parts`, as pages about the sentences show them."""
        parts = zip(NUMERALS, self.template.parts, strict=False)
        inner = (f"{numeral}. {render(part.heading, self.placeholders)}" for numeral, part in parts)
        return [_("Mở đầu"), *inner, _("Kết thúc")]

    def title_of(self, line: LineTemplate) -> str:
        """Return what stands before a line; "" of the opening and the closing, whose part says it."""
        return "" if line in (self.template.opening, self.template.closing) else line.title

    def sentence(self, key: str) -> Sentence | None:
        """Return a sentence, or with the key of a line the whole line, as if it were written over; None without it."""
        paragraphs = [paragraph for part in self.parts for paragraph in part]
        sentences = [sentence for paragraph in paragraphs for sentence in paragraph.sentences]
        lines = (
            Sentence(paragraph.line.key, paragraph.line, paragraph.line.text, is_whole=True) for paragraph in paragraphs
        )
        return next((sentence for sentence in (*sentences, *lines) if sentence.key == key), None)

    def contents(self, *, block: SignatureBlock | None = None, is_closed: bool = False) -> SummaryContents:
        """Return figures and document. `block`: who signs; only papers print it.

        `is_closed`: with room for the pen to write day and year, and the signer's name; number and day are blank in
        drafts too.
        """
        document = document_of(
            self.book,
            self.context,
            self.template,
            self.summary.narrative,
            editing=self.editing,
            revision_note=revision_note(self.summary),
            revision_reason=self.summary.reason or "",
            block=block,
            is_closed=is_closed,
        )
        return SummaryContents(self.figures, document, self.book, self.counted_at, self.moved)

    @property
    def moved(self) -> int:
        """How many sentences were written when their figures were others; they are asked about before closing."""
        if not any(edit.figures for edit in self.editing.edits.values()):
            return 0
        sentences = (sentence for part in self.parts for paragraph in part for sentence in paragraph.sentences)
        return sum(bool(sentence.moved_figures(self.placeholders)) for sentence in sentences)


def latest_phase(campaign: Campaign) -> Phase | None:
    """Return the last phase of a campaign that has called its units."""
    opened = [phase for phase in campaign.live_phases if phase.opened_at]
    return max(opened, key=lambda phase: phase.number, default=None)


def scope_of(summary: Summary) -> FigureScope:
    """Return the scope of a summary's figures: as of a closed one, or of now."""
    as_of = summary.pk if summary.is_closed else None
    return FigureScope(summary.campaign_id, summary.phase_id, summary.unit_id, as_of)


def closed_book(summary: Summary, figures: PhaseFigures) -> SummaryBook:
    """Return the figures of a closed summary by address; no list has their rows, for sheets may have changed since."""
    return SummaryBook(figures, scope_of(summary), None, summary.get_absolute_url())


def contents_of(summary: Summary, *, on_paper: bool = False) -> SummaryContents:
    """Return what a summary says. Raises NoOpenedPhase or BeingCounted for a draft.

    `on_paper`: a draft prints the position of the signer who comes first today.
    """
    if summary.is_closed:
        figures = read_figures(summary.figures, summary.figures_format)
        return SummaryContents(figures, read_text(summary.text, summary.text_format), closed_book(summary, figures))
    return SummaryDraft(summary).contents(block=chosen_block(summary.unit, "") if on_paper else None)


def reported_phase(summary: Summary) -> Phase:
    """Return the phase up to which figures are counted. Raises NoOpenedPhase."""
    phase = summary.phase or latest_phase(summary.campaign)
    if phase is None or phase.opened_at is None:
        raise NoOpenedPhase
    return phase


def revision_note(summary: Summary) -> str:
    """Return what the paper says of a further revision: which one it is, which report it replaces. "" for the first."""
    replaced = summary.replaced
    if replaced is None:
        return ""
    document = replace(read_text(replaced.text, replaced.text_format), number=replaced.number)
    day = format_date(guaranteed(replaced.dated_on, "final_summary_is_whole"))
    return f"Lần {summary.revision}, thay thế Báo cáo số {document.full_number} ngày {day}"


def changed_since(summary: Summary) -> int:
    """Return how many units had a filing sent, decided or checked after a summary was closed."""
    phases, after = phases_up_to(reported_phase(summary)), summary.closed_at
    changed = Filing.objects.filter(called_below(paths_of(phases, summary.unit), "called__")).filter(
        Q(submitted_at__gt=after) | Q(decided_at__gt=after) | Q(current_submission__work_results__checks__at__gt=after)
    )
    return changed.values("called__unit").distinct().count()
