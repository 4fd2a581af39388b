"""The check of a receipt by its code: that a sheet was received, when, from which union, with which content.

A code is the number of the sheet, that of the submission, and the first twelve digits of the SHA-256 of the content, 48
bits that nobody finds by trying; so no code is stored, and all submissions of all years have one. It tells only what
is on the receipt.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.models import DataRequestSubmission, Submission
from foundation import vietnamese
from foundation.digest import SPACED, digest
from foundation.documents.qr import Drawing, drawing

logger = logging.getLogger(__name__)

AnySubmission = Submission | DataRequestSubmission

LONGEST = 60
"""Characters of the typed text that are read."""
CODE = re.compile(r"0*([1-9][0-9]{0,8})[^0-9A-Z]+0*([1-9][0-9]{0,3})[^0-9A-Z]+([0-9A-F]{12})")
LOOK_ALIKE = str.maketrans("OIL", "011")
"""Letters that are no digits of a code, and what they were taken for."""


@dataclass(frozen=True)
class ReceiptAnswer:
    """The answer to a code. `tone` is one of components/notice.html; `facts` and `sentence` are all that is told."""

    status: str
    tone: str
    sentence: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class PrintedReceipt:
    """What the paper of a sheet says of its submission."""

    words: str
    code: str
    lookup: str
    qr: Drawing


def normalize_receipt(typed: str) -> str:
    """Return a typed code as receipts print it, so far as it can be read; "" for nothing."""
    typed = unicodedata.normalize("NFKC", typed[:LONGEST])
    text = " ".join(vietnamese.clean(typed)[:LONGEST].upper().translate(LOOK_ALIKE).split())
    if match := CODE.fullmatch(text):
        return f"{int(match[1]):06d}-{int(match[2])}-{match[3]}"
    return re.sub(r"[^0-9A-Z-]+", "-", text).strip("-")


def check_receipt(typed: str) -> ReceiptAnswer:
    """Return what the receipt with this code says. A code that was cut and one of no receipt get the same answer."""
    submission = _submission(normalize_receipt(typed))
    if submission is None:
        sentence = _(
            "Không có biên nhận nào mang mã này. Mã đầy đủ có 12 chữ số, chữ cái sau dấu gạch cuối; "
            "mã ngắn của biên nhận cũ: xin mở trang của phiếu để lấy mã đầy đủ."
        )
        return ReceiptAnswer(_("Không tìm thấy"), "no", sentence)
    if digest(submission.content, separators=SPACED) != submission.sha256:
        logger.error("submission %d has another content than was sent: manage.py check_sheets", submission.pk)
        sentence = _("Mã này có, nhưng nội dung đang lưu khác nội dung đã gửi. Xin báo Quản trị hệ thống.")
        return ReceiptAnswer(_("Chưa xác nhận được"), "wait", sentence)
    return ReceiptAnswer(
        _("Đã tiếp nhận"), "ok", _("Cổng đã nhận đúng nội dung có mã SHA-256 dưới đây."), _facts(submission)
    )


def printed_receipt(submission: AnySubmission) -> PrintedReceipt:
    """Return what is printed at the end of the paper of a submission."""
    words = _("Đã gửi lần {n} lúc {time} ngày {day}")
    return PrintedReceipt(
        words=words.format(
            n=submission.number,
            time=vietnamese.format_time(submission.at),
            day=vietnamese.format_date(submission.at),
        ),
        code=submission.receipt,
        lookup=f"{settings.PORTAL_URL}{reverse('receipts:form')}",
        qr=drawing(f"{settings.PORTAL_URL}{reverse('receipts:check', args=[submission.receipt])}"),
    )


def _submission(code: str) -> AnySubmission | None:
    match = CODE.fullmatch(code)
    if match is None:
        return None
    sheet, sent = int(match[1]), {"number": int(match[2]), "sha256__startswith": match[3].lower()}
    of_phases = Submission.objects.filter(filing=sheet, **sent).select_related("filing__called__phase__campaign")
    of_requests = DataRequestSubmission.objects.filter(sheet=sheet, **sent).select_related("sheet__request")
    submission: AnySubmission | None = of_phases.first() or of_requests.first()
    return submission


def _facts(submission: AnySubmission) -> tuple[tuple[str, str], ...]:
    if isinstance(submission, DataRequestSubmission):
        unit, title = submission.sheet.full_name, submission.sheet.title
    else:
        unit, title = submission.filing.called.full_name, submission.filing.title
    return (
        (_("Mã tiếp nhận"), submission.receipt),
        (_("Đơn vị"), unit),
        (_("Phiếu"), title),
        (_("Lần gửi"), str(submission.number)),
        (_("Nhận lúc"), vietnamese.format_moment(submission.at)),
        (_("SHA-256 của nội dung"), submission.sha256),
    )
