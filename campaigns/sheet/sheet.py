"""The class of a whole sheet: its parts in order, its problems, its questions and its clean data."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from functools import cached_property, partial
from typing import Any, TypeVar

from django.forms import Form
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from campaigns.catalogue.stored import catalogue_of, stored_catalogues
from campaigns.catalogue.types import Catalogue, CatalogueIndicator
from campaigns.models import Filing, FilingKind, Submission, WorkEntry
from campaigns.models.indicator import Category
from campaigns.sheet import part_forms
from campaigns.sheet.amount_text import late_text
from campaigns.sheet.answers import amounts_in, estimates_in, notes_in
from campaigns.sheet.asked_indicators import AskedIndicator, lines_asked_of
from campaigns.sheet.compared import SentContext, compared_pledge, compared_report
from campaigns.sheet.context import Amount, EarlierResult, SheetContext, results_of
from campaigns.sheet.indicator_form import IndicatorsForm
from campaigns.sheet.indicator_parts import IndicatorsPart
from campaigns.sheet.inherited import inherited_submission
from campaigns.sheet.late_targets import LateTarget, late_targets_of
from campaigns.sheet.parts import FormPart, RowsPart, SheetPart, SheetProblem
from campaigns.sheet.questions import Question, questions_of
from campaigns.sheet.sheets_of_unit import SheetOfUnit, sheets_of_unit
from campaigns.sheet.written import Written, written_in
from foundation import vietnamese
from units.models import Bloc

REPLIES = "replies"
"""The key, in what is typed, of the unit's replies to remarks: {id of the remark as text: reply}."""

PAPER = "paper"
"""The key, in what is typed, of the paper that a draft is typed from: `paper_number` and `paper_arrived_on` as typed.

Sending the draft writes it into the submission (`Submission.paper`) and takes it out of the draft.
"""


class Incomplete(Exception):
    """Raised when a sheet cannot be sent as it is; `sheet.problems` and `sheet.unconfirmed` tell why."""

    def __init__(self, sheet: Sheet):
        super().__init__(_("Còn {n} chỗ cần bổ sung trước khi gửi.").format(n=len(sheet.problems)))
        self.sheet = sheet


class Sheet:
    """The content of a filing: `typed` if given, else that of `submission`, else its draft or the pledge it inherits.

    A submission is read with the catalogue that it answered and with what it was compared with.
    """

    def __init__(
        self, filing: Filing, typed: dict[str, Any] | None = None, *, submission: Submission | None = None
    ) -> None:
        self.filing, self.called, self.submission = filing, filing.called, submission
        if typed is None and submission:
            typed = submission.typed
        self.inherited = inherited_submission(filing) if typed is None else None
        inherited = self.inherited.typed if self.inherited else filing.draft
        self.typed: dict[str, Any] = inherited if typed is None else typed
        self.context: SheetContext | SentContext = SentContext(submission) if submission else SheetContext(filing)

    @cached_property
    def catalogue(self) -> Catalogue:
        """What its submission answered; while it is being written, what its phase asks now."""
        if self.submission:
            return stored_catalogues([self.submission.catalogue_id])[self.submission.catalogue_id]
        return catalogue_of(self.filing.phase)

    @property
    def title(self) -> str:
        """The title of the sheet on screens, with the name and the year that its catalogue gives to the phase."""
        return self.filing.title_in(self.catalogue.phase_on_screens)

    @property
    def phase_name(self) -> str:
        """The name of the phase, as that of a `Phase`, as the catalogue has it."""
        return capfirst(self.catalogue.phase_on_screens)

    @cached_property
    def asked_indicators(self) -> list[AskedIndicator]:
        """The indicators that this sheet asks. Read when first needed: saving a draft does not need them."""
        return [line for line in self.asked_lines if not line.indicator.is_question]

    @cached_property
    def asked_lines(self) -> list[AskedIndicator]:
        """The same with the questions among them."""
        return lines_asked_of(self.catalogue, self.called, self.filing.kind)

    @cached_property
    def typed_indicators(self) -> list[AskedIndicator]:
        return [asked_indicator for asked_indicator in self.asked_indicators if not asked_indicator.indicator.computed]

    @property
    def typed_lines(self) -> list[AskedIndicator]:
        return [line for line in self.asked_lines if not line.indicator.computed]

    @cached_property
    def parts(self) -> list[SheetPart]:
        """The parts that this unit's sheet has, numbered from 1."""
        makers = self._pledge_parts() if self.filing.is_pledge else self._report_parts()
        parts: list[SheetPart] = [make(number) for number, make in enumerate(makers, start=1)]
        for part in parts:
            part.is_inherited = self.inherited is not None
        return parts

    @property
    def is_begun(self) -> bool:
        """Whether somebody has typed anything in it: before that nothing is counted in it either."""
        return any(part.touched for part in self.parts)

    def part(self, number: int) -> SheetPart | None:
        return next((part for part in self.parts if part.number == number), None)

    def page(self, number: int, group: str = "", only: Collection[str] = ()) -> SheetPart | None:
        """Return what one page shows and saves: a part, one of its groups, or only the indicators of some codes."""
        part = self.part(number)
        if isinstance(part, IndicatorsPart) and (group or only):
            return part.only(only) if only else part.group(group)
        return part

    def by_key(self, key: str) -> SheetPart | None:
        return next((part for part in self.parts if part.key == key), None)

    def _pledge_parts(self) -> list[Any]:
        titles = [
            asked_indicator
            for asked_indicator in self.typed_lines
            if asked_indicator.indicator.section.category == Category.TITLE
        ]
        others = [asked_indicator for asked_indicator in self.typed_lines if asked_indicator not in titles]
        makers: list[Any] = [self._headcount] if self.called.is_grassroots else []
        if titles:
            makers.append(partial(self._figures, "titles", _("Danh hiệu"), titles))
        if others:
            makers.append(partial(self._figures, "indicators", _("Chỉ tiêu"), others))
        works = [self._works] if self.catalogue.asks_works else []
        return [*makers, *works, self._commitment]

    def _report_parts(self) -> list[Any]:
        makers: list[Any] = [self._headcount] if self.called.is_grassroots else []
        if self.typed_lines:
            makers.append(partial(self._figures, "actuals", _("Kết quả chỉ tiêu"), self.typed_lines))
        results = [self._results] if self.catalogue.asks_works else []
        exemplars = [self._exemplars] if self.catalogue.asks_exemplars else []
        return [*makers, *results, *exemplars, self._narrative]

    def _headcount(self, number: int) -> FormPart:
        insured = self.called.bloc == Bloc.ENTERPRISE and not self.called.is_occupational
        counts = {name: vietnamese.format_number(n) for name, n in self.called.counts().items() if n is not None}
        build = partial(part_forms.HeadcountForm, with_insured=insured, initial=counts)
        return FormPart("headcount", _("Số liệu đơn vị"), number, self.typed.get("headcount"), build)

    def _figures(self, key: str, title: str, asked_indicators: list[AskedIndicator], number: int) -> SheetPart:
        def make(rows: Sequence[AskedIndicator]) -> Callable[..., IndicatorsForm]:
            def build(**kwargs: Any) -> IndicatorsForm:
                initial, extras = self._denominators(rows), not self.filing.is_pledge
                return IndicatorsForm(asked_indicators=rows, with_extras=extras, initial=initial, **kwargs)

            return build

        return IndicatorsPart(key, title, number, self.typed.get(key), make, asked_indicators, self.catalogue)

    def _denominators(self, asked_indicators: Sequence[AskedIndicator]) -> dict[str, str]:
        """Return denominators taken from the unit's headcounts: as typed where valid, else as when it was called."""
        counts = self.called.counts() | self._typed_counts
        return {
            f"{asked_indicator.indicator.code}-d": vietnamese.format_number(count)
            for asked_indicator in asked_indicators
            if (count := counts.get(asked_indicator.indicator.denominator_from)) is not None
        }

    @cached_property
    def _typed_counts(self) -> dict[str, Any]:
        part = self._headcount(0)
        return _cleaned(part.checked).cleaned_data if part.touched else {}

    def _works(self, number: int) -> SheetPart:
        return RowsPart(
            "works",
            _("Đề tài, sáng kiến, công trình"),
            number,
            self.typed.get("works"),
            lambda typed, **bound: part_forms.WorkForm(**bound, days=self.catalogue.days),
            row_name=_("Dòng"),
        )

    def _results(self, number: int) -> SheetPart:
        return RowsPart(
            "results",
            _("Kết quả đề tài, sáng kiến, công trình"),
            number,
            self.typed.get("results"),
            lambda typed, **bound: part_forms.ResultForm(
                **bound,
                days=self.catalogue.days,
                registered=None if "title" in typed else self._registered.get(str(typed.get("uuid", ""))),
            ),
            row_name=_("Dòng"),
            fixed=lambda: [{"uuid": key} for key in self._registered],
        )

    @cached_property
    def _registered(self) -> dict[str, WorkEntry]:
        """The entries of the works whose results the report asks, by the work's uuid as text."""
        return {str(registered.work.uuid): registered for registered in self.context.works()}

    def _exemplars(self, number: int) -> SheetPart:
        return RowsPart(
            "exemplars",
            _("Điển hình"),
            number,
            self.typed.get("exemplars"),
            lambda typed, **bound: part_forms.ExemplarForm(**bound, days=[]),
            row_name=_("Điển hình"),
        )

    def _commitment(self, number: int) -> SheetPart:
        asks_duties = self.called.is_grassroots and self.catalogue.asks_duties
        form = partial(self._signers_form(part_forms.CommitmentForm), with_duties=asks_duties)
        return FormPart("commitment", _("Cam kết và tài liệu"), number, self.typed.get("commitment"), form)

    def _narrative(self, number: int) -> SheetPart:
        title, form = _("Đánh giá, kiến nghị"), self._signers_form(part_forms.AssessmentForm)
        return FormPart("narrative", title, number, self.typed.get("narrative"), form)

    def _signers_form(self, form: type[part_forms.SignersForm]) -> Callable[..., Form]:
        return partial(form, with_head=self.is_signed_by_employer)

    @property
    def lists_works(self) -> bool:
        """Whether it has a part of works or of exemplars."""
        return any(isinstance(part, RowsPart) for part in self.parts)

    @property
    def is_signed_by_employer(self) -> bool:
        """Whether the head of the unit signs the paper beside the chair of its union."""
        return self.called.has_employer and bool(self.catalogue.campaign.employer_heading)

    @cached_property
    def problems(self) -> list[SheetProblem]:
        return [problem for part in self.parts for problem in part.problems]

    @cached_property
    def amounts(self) -> dict[str, Amount]:
        """The answers of all parts of indicators, by indicator code."""
        return {
            code: amount
            for part in self.parts
            if isinstance(part, IndicatorsPart)
            for code, amount in amounts_in(part.typed or {}, part.asked_indicators).items()
        }

    @cached_property
    def written(self) -> dict[str, Written]:
        """The answers in words of all parts, by the question's code."""
        return {
            code: answer
            for part in self.parts
            if isinstance(part, IndicatorsPart)
            for code, answer in written_in(part.typed or {}, part.asked_indicators).items()
        }

    @cached_property
    def estimates(self) -> set[str]:
        """The codes of the indicators whose result is an estimate."""
        return estimates_in(self._results_typed, self.amounts)

    @cached_property
    def notes(self) -> dict[str, str]:
        """The notes beside results, by the indicator's code."""
        return notes_in(self._results_typed, self.amounts)

    @property
    def _results_typed(self) -> dict[str, Any]:
        part = self.by_key("actuals")
        return (part.typed or {}) if isinstance(part, IndicatorsPart) else {}

    def cleaned(self, key: str) -> dict[str, Any]:
        """Return the cleaned data of a form part, {} if the part was not saved or does not exist."""
        part = self.by_key(key)
        return _cleaned(part.checked).cleaned_data if isinstance(part, FormPart) and part.touched else {}

    def cleaned_rows(self, key: str) -> list[dict[str, Any]]:
        """Return the cleaned data of a part's valid rows, each with the entry of its `registered` work or None."""
        part = self.by_key(key)
        forms_ = part.forms if isinstance(part, RowsPart) else []
        return [
            form.cleaned_data | {"registered": getattr(form, "registered", None)} for form in forms_ if form.is_valid()
        ]

    @cached_property
    def questions(self) -> list[Question]:
        """The questions about odd figures that the unit must confirm before sending."""
        return questions_of(self)

    @property
    def unconfirmed(self) -> list[Question]:
        return [question for question in self.questions if not question.confirmed]

    @property
    def complete(self) -> bool:
        return not self.problems and not self.unconfirmed

    @cached_property
    def late_targets(self) -> dict[int, LateTarget]:
        """The targets changed after the report was due, by the indicator's id."""
        context = self.context
        if isinstance(context, SentContext):
            if context.late_targets is not None:
                return context.late_targets
            context = SheetContext(self.filing)
        if self.filing.is_pledge:
            last = self.filing.last_submission
            resent = {self.filing.pk} if last and last.number > 1 and self._is_after_report_due(last.at) else set()
        else:
            resent = context.resent_pledges()
        return late_targets_of(self.filing, resent, self.submission.at if self.submission else None)

    def _is_after_report_due(self, moment: datetime) -> bool:
        due = self.called.due(FilingKind.REPORT)
        return due is not None and moment > due

    @cached_property
    def late_targets_now(self) -> dict[int, LateTarget]:
        """Those changed late by now: of a report also after it was sent, when it no longer shows them."""
        if self.filing.is_pledge or not self.submission:
            return self.late_targets
        phase = self.filing.phase
        pledges = (
            sheet.pk
            for sheet in self.sheets_of_unit
            if sheet.kind == FilingKind.PLEDGE and sheet.campaign == phase.campaign_id and sheet.phase <= phase.number
            if (sheet.sent or 0) > 1
        )
        return late_targets_of(self.filing, list(pledges), None)

    @cached_property
    def sheets_of_unit(self) -> list[SheetOfUnit]:
        """What the unit filed besides in this campaign, and in last year's of the same union."""
        return sheets_of_unit(self.filing)

    @cached_property
    def earlier_results(self) -> dict[int, list[EarlierResult]]:
        """The unit's accepted results of earlier phases, as of now, in order, by the indicator's id."""
        if isinstance(self.context, SheetContext):
            return self.context.results
        phase = self.filing.phase
        return results_of(
            {
                sheet.counted: sheet.phase
                for sheet in self.sheets_of_unit
                if sheet.kind == FilingKind.REPORT and sheet.campaign == phase.campaign_id and sheet.counted
                if sheet.phase < phase.number
            }
        )

    @property
    def compared(self) -> dict[str, Any]:
        """What the sheet is compared with now, as it is stored when the sheet is sent."""
        assert isinstance(self.context, SheetContext), "what was sent has been compared"
        indicators = [asked_indicator.indicator for asked_indicator in self.asked_indicators]
        if self.filing.is_pledge:
            return compared_pledge(self.context, indicators)
        return compared_report(self.context, indicators, self.late_targets)

    def late_text(self, indicator: CatalogueIndicator, target: Amount | None) -> str:
        """Return what a target was and is if it was changed after the report was due, else an empty text."""
        late = self.late_targets.get(indicator.pk)
        return late_text(indicator, late) if late and late.now == target else ""


CheckedForm = TypeVar("CheckedForm", bound=Form)


def _cleaned(form: CheckedForm) -> CheckedForm:
    form.is_valid()
    return form
