"""The PDF of a unit's sheet of a data request: one page with its letterhead, each question and its answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from campaigns.data_requests.reading import AnswerLine
from campaigns.lifecycle import FilingStatus
from campaigns.models import DataRequestSheet, DataRequestSubmission
from campaigns.papers import addressees
from campaigns.receipts import printed_receipt
from foundation import clock
from foundation.documents import pdf
from foundation.documents.table import CENTRE, TEXT, PaperTable, TableColumn, TableRow
from foundation.vietnamese.dates import local_day
from units.models.vocabulary import paper_note


def sheet_pdf(sheet: DataRequestSheet, lines: Sequence[AnswerLine], submission: DataRequestSubmission | None) -> bytes:
    """Return the PDF of these lines, stamped DỰ THẢO until the sheet is accepted.

    `submission`: the one that the lines are of; None for what is still typed.
    """
    return pdf.render(
        "papers/data_request.html",
        paper_context(sheet, lines, submission),
        title=f"Phiếu bổ sung số liệu, {sheet.name}",
        made_at=submission.at if submission else sheet.typed_at or clock.now(),
        draft=sheet.status != FilingStatus.ACCEPTED,
        page_number=sheet.request.campaign.page_number,
        note=paper_note(),
    )


def paper_context(
    sheet: DataRequestSheet, lines: Sequence[AnswerLine], submission: DataRequestSubmission | None
) -> dict[str, Any]:
    request = sheet.request
    date = submission.at if submission else None
    return {
        "sheet": sheet,
        "data_request": request,
        "own_name": sheet.full_name if sheet.answers_for_below else sheet.name,
        "date": date,
        "year": (date or clock.now()).year,
        "addressees": addressees(sheet, request.campaign.board, local_day(date) if date else clock.today()),
        "table": _table(lines),
        "on_behalf": f"TM. {sheet.organ.upper()}",
        "receipt": printed_receipt(submission) if submission else None,
    }


def _table(lines: Sequence[AnswerLine]) -> PaperTable:
    columns = [
        TableColumn("TT", 7, CENTRE),
        TableColumn("Nội dung", 50, TEXT),
        TableColumn("Đơn vị tính", 15, CENTRE),
        TableColumn("Trả lời", 28, TEXT),
    ]
    rows = [
        TableRow([str(number), line.question.name, line.question.unit_of_measure or "-", line.text or "-"])
        for number, line in enumerate(lines, start=1)
    ]
    return PaperTable(columns, rows)
