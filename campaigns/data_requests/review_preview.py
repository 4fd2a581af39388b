"""What a reviewer sees of many sheets of data requests before deciding about all of them at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns import data_request_access as access
from campaigns.data_requests.reading import AnswerLine, lines_of_submission
from campaigns.deviations import Deviation
from campaigns.models import DataRequestQuestion, DataRequestRemark, DataRequestSheet, DataRequestSubmission
from campaigns.models.data_request_sheet import read_last_answers
from campaigns.review_preview import Preview, PreviewRow
from units.acting import Acting

HEADING = gettext_lazy("Tử số lớn hơn mẫu số, khác số điền sẵn, khác lần gửi trước")
HELP = gettext_lazy(
    "Số lệch ở đây: tử số lớn hơn mẫu số, khác số điền sẵn theo các đợt, khác câu trả lời của lần gửi trước."
)
WHAT = gettext_lazy("phiếu bổ sung số liệu")
MOST_LETTERS = 80
"""So many letters of an answer in words are shown."""


def preview_of_answers(
    sheets: Sequence[DataRequestSheet], by: Acting | None, *, ticks: frozenset[int] | None = None
) -> Preview:
    """Return the preview of sheets that were read for their page, in as many statements for one as for many.

    `ticks` as for `campaigns.review_preview.preview_of`.
    """
    read_last_answers(sheets)
    answers = {sheet.pk: access.may_accept_answers(sheet, by) for sheet in sheets}
    lines = _lines_of([sheet for sheet in sheets if answers[sheet.pk]])
    rows = []
    for sheet in sheets:
        of_sheet, may = lines.get(sheet.pk, []), bool(answers[sheet.pk])
        alone = tuple(_reasons_to_look_alone(of_sheet))
        ticked = may and (not alone if ticks is None else sheet.pk in ticks)
        rows.append(PreviewRow(sheet, answers[sheet.pk].why_not, _deviations(of_sheet), alone, ticked))
    return Preview(what_words(sheets), rows, HEADING, HELP)


def what_words(sheets: Sequence[DataRequestSheet]) -> str:
    """Return what the sheets are, as words, with their request if it is one: phiếu “Bổ sung số liệu năm”."""
    titles = {sheet.request_id: sheet.request.title for sheet in sheets}
    if len(titles) != 1:
        return str(WHAT)
    return _("phiếu “{title}”").format(title=next(iter(titles.values())))


def _lines_of(sheets: Sequence[DataRequestSheet]) -> dict[int, list[AnswerLine]]:
    """Return by the sheet's id the lines of its last submission, beside the one that was sent back for them."""
    questions: dict[int, list[DataRequestQuestion]] = defaultdict(list)
    for question in DataRequestQuestion.objects.filter(request__in={sheet.request_id for sheet in sheets}):
        questions[question.request_id].append(question)
    sent: dict[int, list[DataRequestSubmission]] = defaultdict(list)
    rows = DataRequestSubmission.objects.filter(sheet__in=sheets).order_by("number")
    for submission in rows.prefetch_related("answers", "remarks"):
        sent[submission.sheet_id].append(submission)
    lines = {}
    for sheet in sheets:
        *earlier, last = sent[sheet.pk]
        before = next((submission for submission in reversed(earlier) if submission.remarks.all()), None)
        before = before or (earlier[-1] if earlier else None)
        lines[sheet.pk] = lines_of_submission(
            last, questions[sheet.request_id], before=before, remarks=_newest_remarks(before) if before else []
        )
    return lines


def _newest_remarks(submission: DataRequestSubmission) -> list[DataRequestRemark]:
    """Return the remarks of the last return of a submission."""
    remarks = list(submission.remarks.all())
    newest = max((remark.event_id for remark in remarks), default=None)
    return [remark for remark in remarks if remark.event_id == newest]


def _reasons_to_look_alone(lines: Sequence[AnswerLine]) -> Iterator[str]:
    if any(line.odd for line in lines):
        yield _("nên xem riêng")
    unchanged = sum(bool(line.remarks) and not line.has_changed for line in lines)
    if unchanged:
        yield _("{n} câu được đề nghị sửa vẫn như cũ").format(n=unchanged)


def _deviations(lines: Sequence[AnswerLine]) -> list[Deviation]:
    """Return what is to be looked at in the answers: odd ratios first, then what differs."""
    told = [(not line.odd, line, beside) for line in lines if (beside := _beside(line))]
    told.sort(key=lambda row: row[0])
    return [
        Deviation(line.question.name, _shortened(line.text) or "–", beside, Decimal(0), strong=not is_even)
        for is_even, line, beside in told
    ]


def _beside(line: AnswerLine) -> str:
    """Return what an answer is compared with; "" where there is nothing to see."""
    if line.odd:
        confirmed = _("tử số lớn hơn mẫu số, đơn vị xác nhận đúng")
        return confirmed if line.odd.confirmed else _("tử số lớn hơn mẫu số")
    if line.difference:
        return _("số điền sẵn {offered} ({difference})").format(offered=line.offered, difference=line.difference)
    if line.has_changed:
        return _("lần trước {before}").format(before=_shortened(line.before) or "–")
    return ""


def _shortened(text: str) -> str:
    return Truncator(" ".join(text.split())).chars(MOST_LETTERS)
