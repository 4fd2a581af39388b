"""The sentences on a sheet's page: a heading that tells its state, and notices of what to know or to do next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.access import locked_sentence
from campaigns.catalogue.stored import catalogue_of
from campaigns.catalogue.types import CatalogueCorrection
from campaigns.lifecycle import EDITABLE, FilingStatus, PhaseStatus
from campaigns.mending import Mending
from campaigns.models import Filing, FilingKind, Submission
from campaigns.sheet import Sheet
from campaigns.sheet.amount_text import late_steps
from campaigns.sheet.sheet import PAPER
from campaigns.text_differences import TextDifference
from foundation import clock, vietnamese
from foundation.db.guaranteed import guaranteed
from units.reviewing_unit import reviewing_unit


@dataclass(frozen=True)
class Notice:
    """A sentence above a page, with its tone (CSS class): ok, wait, no, blue, plain."""

    text: str
    tone: str


def heading(sheet: Sheet, *, editing: bool, mending: Mending | None = None) -> str:
    """Return the heading of the sheet's page: a sentence that tells its state, on a returned sheet what is to do."""
    if not editing:
        if mending and sheet.filing.status == FilingStatus.SUBMITTED:
            return resent_heading(sheet, mending)
        status = sheet.filing.status_text
        return f"{sheet.title}: {status[:1].lower()}{status[1:]}"
    if sheet.inherited:
        return _("{title}: giữ nguyên hay điều chỉnh?").format(title=sheet.title)
    if mending and mending.open_requests:
        spots = sum(1 for request in mending.open_requests if request.remark.part)
        sentence = _("{title}: cần sửa {n} chỗ") if spots else _("{title}: được trả lại để bổ sung")
        return sentence.format(title=sheet.title, n=spots)
    left = sum(1 for part in sheet.parts if not part.is_settled)
    if left:
        return _("{title}: còn {n} phần chưa xong").format(title=sheet.title, n=left)
    if mending:
        sentence = _("{title}: đã sửa, chờ gửi lại") if mending.changes else _("{title}: đã trả lời, chờ gửi lại")
        return sentence.format(title=sheet.title)
    return _("{title}: đã đủ, chờ gửi").format(title=sheet.title)


def resent_heading(sheet: Sheet, mending: Mending) -> str:
    """Return what whoever reviews a sheet that was sent again reads first: how much of what was asked has changed."""
    unit = sheet.called.name
    if not mending.changes:
        return _("{unit} gửi lại, không sửa chỗ nào").format(unit=unit)
    named = [request for request in mending.requests if request.remark.part]
    if not named:
        return _("{unit} gửi lại: đã sửa {n} chỗ").format(unit=unit, n=len(mending.changes))
    changed = sum(1 for request in named if request.changes)
    if changed < len(named):
        sentence = _("{unit} gửi lại: đã sửa {k} trên {n} chỗ được đề nghị")
    elif len(named) > 1:
        sentence = _("{unit} gửi lại: đã sửa cả {n} chỗ được đề nghị")
    else:
        sentence = _("{unit} gửi lại: đã sửa chỗ được đề nghị")
    return sentence.format(unit=unit, k=changed, n=len(named))


def correction_notices(sheet: Sheet, indicators: Iterable[int] | None = None) -> list[Notice]:
    """Return one notice of all words of the sheet that were corrected (đính chính), from the first to the last.

    `indicators`: ids of those on the page; by default all that the sheet asks. A sheet that was sent before keeps the
    words it answered, with the notice of what was corrected since; an accepted one has no such notice.
    """
    if sheet.filing.status in (FilingStatus.ACCEPTED, FilingStatus.EXCUSED):
        return []
    corrections = catalogue_of(sheet.filing.phase).corrections
    if sheet.submission:
        corrections = corrections[len(sheet.catalogue.corrections) :]
    if not corrections:
        return []
    shown = {question.indicator.pk for question in sheet.asked_lines} if indicators is None else set(indicators)
    corrected = _by_words(row for row in corrections if row.indicator is None or row.indicator in shown)
    if not corrected:
        return []
    acts = [row for rows in corrected for row in rows]
    sentence = _("Đính chính ngày {days}: {changes}; lý do: {reasons}.").format(
        days=", ".join(dict.fromkeys(vietnamese.format_date(row.on) for row in acts if row.on)),
        changes="; ".join(
            str(TextDifference(_label(sheet, rows[0]), rows[0].before, rows[-1].after)) for rows in corrected
        ),
        reasons="; ".join(dict.fromkeys(row.reason.rstrip(".") for row in acts)),
    )
    return [Notice(sentence, "blue")]


def _by_words(corrections: Iterable[CatalogueCorrection]) -> list[list[CatalogueCorrection]]:
    """Return the corrections of the same words together, in order; none of words that are again what they were."""
    by_words: dict[tuple[int | None, str], list[CatalogueCorrection]] = {}
    for row in corrections:
        by_words.setdefault((row.indicator, row.words), []).append(row)
    return [rows for rows in by_words.values() if rows[0].before != rows[-1].after]


def _label(sheet: Sheet, correction: CatalogueCorrection) -> str:
    """Return which words were corrected, without the indicator's code: sheets show none."""
    if correction.indicator is None:
        return correction.label
    indicator = sheet.catalogue.by_pk[correction.indicator]
    is_name = correction.label == f"{indicator.code}, {correction.words}"
    return correction.words if is_name else f"{indicator.name}, {correction.words}"


def guidance(filing: Filing, *, sender: bool, of_unit: bool = True, mending: Mending | None = None) -> list[Notice]:
    """Return the notices for the reader, the most urgent first; `sender` also gets the receipt of the submission.

    `of_unit`: whether the reader acts for the sheet's unit. With `mending` the page itself tells what is asked.
    """
    notices = [
        notice
        for notice in (
            _locked(filing),
            None if mending else _returned(filing),
            _due(filing),
            _accepted(filing),
            _sent(filing, sender),
            _on_behalf(filing, of_unit),
            _typed_from_paper(filing),
        )
        if notice
    ]
    if filing.late:
        notices.append(Notice(late_sentence(filing), "wait"))
    if filing.status == FilingStatus.EXCUSED:
        notices.append(Notice(_("Lý do: {reason}").format(reason=filing.reason), "plain"))
    return notices


def late_targets_notice(sheet: Sheet) -> list[Notice]:
    """Return the notice of the targets that were changed after the report was due, from the first to the last."""
    indicators = [asked_indicator.indicator for asked_indicator in sheet.asked_indicators]
    changed = [
        f"{indicator.name} ({late_steps(indicator, late)})"
        for indicator in indicators
        if (late := sheet.late_targets_now.get(indicator.pk))
    ]
    if not changed:
        return []
    sentence = _("Có {n} chỉ tiêu đăng ký được sửa sau hạn báo cáo: {changed}.")
    return [Notice(sentence.format(n=len(changed), changed="; ".join(changed)), "no")]


def _locked(filing: Filing) -> Notice | None:
    locked = filing.phase.status == PhaseStatus.LOCKED
    return Notice(locked_sentence(filing.phase), "wait") if locked else None


def _returned(filing: Filing) -> Notice | None:
    if filing.status != FilingStatus.RETURNED:
        return None
    sentence = _("{unit} đề nghị bổ sung: “{reason}”. Xin gửi lại trước {due}.")
    due = vietnamese.due_text(guaranteed(filing.due_again, "returned_sheet_has_reason_and_date"))
    return Notice(sentence.format(unit=filing.returned_by, reason=filing.reason.rstrip("."), due=due), "no")


def _due(filing: Filing) -> Notice | None:
    if filing.status not in EDITABLE or filing.phase.status != PhaseStatus.OPEN or filing.due is None:
        return None
    return due_notice(filing)


def due_notice(filing: Filing) -> Notice | None:
    """Return how many days are left until the sheet is due, or have passed since; None without a due date."""
    if filing.due is None:
        return None
    what = FilingKind(filing.kind).label
    days = (timezone.localdate(filing.due) - clock.today()).days
    if days < 0:
        sentence = _("Đã quá hạn {what} {n} ngày. Vẫn gửi được đến khi khóa số liệu.")
        return Notice(sentence.format(what=what, n=-days), "no")
    sentence = _("Còn {n} ngày đến hạn {what} (hết ngày {day}).")
    return Notice(sentence.format(n=days, what=what, day=vietnamese.format_date(filing.due)), "wait")


def _accepted(filing: Filing) -> Notice | None:
    if filing.status != FilingStatus.ACCEPTED:
        return None
    decider = guaranteed(filing.decided_by, "accepted_sheet_has_decider")
    day = vietnamese.format_date(guaranteed(filing.decided_at, "accepted_sheet_has_decider"))
    sentence = _("{who} đã xác nhận ngày {day}.").format(who=decider.full_name, day=day)
    return Notice(" ".join(filter(None, (sentence, _report_is_next(filing)))), "ok")


def _report_is_next(pledge: Filing) -> str:
    """Return that the report comes next, while it can be sent and nobody has sent it; else ""."""
    report_due = pledge.called.due(FilingKind.REPORT) if pledge.is_pledge else None
    if report_due is None or pledge.phase.status != PhaseStatus.OPEN:
        return ""
    if not pledge.called.filings.filter(kind=FilingKind.REPORT).missing().exists():
        return ""
    sentence = (
        _("Bước tiếp theo: báo cáo kết quả trước {due}.")
        if clock.now() <= report_due
        else _("Bước tiếp theo: báo cáo kết quả, đã quá hạn ({due}).")
    )
    return sentence.format(due=vietnamese.due_text(report_due))


def _sent(filing: Filing, sender: bool) -> Notice | None:
    last = filing.last_submission
    if last is None or not sender or filing.status != FilingStatus.SUBMITTED:
        return None
    return Notice(receipt_sentence(filing, last), "blue")


def _on_behalf(filing: Filing, of_unit: bool) -> Notice | None:
    last = filing.last_submission
    if not last or not last.on_behalf or filing.status not in (FilingStatus.SUBMITTED, FilingStatus.ACCEPTED):
        return None
    unit, day = last.post.unit.name, vietnamese.format_date(last.at)
    if last.paper:
        day = _("{day} từ {paper}").format(day=day, paper=last.paper)
    if last.confirmed_at:
        sentence = _("Số liệu do {unit} nhập thay ngày {day}; đơn vị đã xác nhận ngày {confirmed}.")
        confirmed = vietnamese.format_date(last.confirmed_at)
        return Notice(sentence.format(unit=unit, day=day, confirmed=confirmed), "plain")
    if not of_unit:
        sentence = _("Số liệu do {unit} nhập thay ngày {day}; đơn vị chưa xác nhận.")
        return Notice(sentence.format(unit=unit, day=day), "wait")
    return Notice(behalf_sentence(unit, day), "wait")


def _typed_from_paper(filing: Filing) -> Notice | None:
    """Return the notice of a draft that is typed from a signed paper; number and day are shown as they were typed."""
    paper = filing.draft.get(PAPER) if filing.status in EDITABLE else None
    if not paper or not any(paper.values()):
        return None
    sentence = _("Đang nhập từ bản giấy số đến {n}, ngày đến {day}.")
    empty = _("(chưa ghi)")
    number, day = (paper.get(name) or empty for name in ("paper_number", "paper_arrived_on"))
    return Notice(sentence.format(n=number, day=day), "plain")


def behalf_sentence(unit: str, day: str) -> str:
    """Return what a unit reads while it has not confirmed what the named unit filed in its place, on a day."""
    sentence = _("Số liệu do {unit} nhập thay ngày {day}. Xin kiểm tra và bấm “Xác nhận số liệu nhập thay”.")
    return sentence.format(unit=unit, day=day)


def receipt_sentence(filing: Filing, submission: Submission) -> str:
    """Return the sentence of receipt: when the sheet was received, its code, and who reviews it."""
    what = _("đăng ký thi đua") if filing.is_pledge else _("báo cáo kết quả")
    sentence = _(
        "Đã gửi {what} lúc {time} ngày {day}, mã tiếp nhận {code}. {above} sẽ xem xét; kết quả hiện ở trang này."
    )
    return sentence.format(
        what=what,
        time=vietnamese.format_time(submission.at),
        day=vietnamese.format_date(submission.at),
        code=submission.receipt,
        above=reviewing_unit(filing.unit).name,
    )


def late_sentence(filing: Filing) -> str:
    what = _("Đăng ký") if filing.is_pledge else _("Báo cáo")
    sentence = _("Đã gửi sau hạn {n} ngày. {what} vẫn được tiếp nhận và ghi “gửi sau hạn”.")
    return sentence.format(n=filing.late_days, what=what)
