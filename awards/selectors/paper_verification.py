"""Verification of a printed paper by its code. An unknown code and a malformed one get the same answer."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from awards.actions.register import ALPHABET, CODE_LENGTH
from awards.models import Paper, PaperKind
from awards.rules.decision_snapshot import snapshot_of
from awards.rules.register_proof import is_proven, is_replaced, papers_with_proof
from foundation import vietnamese

logger = logging.getLogger(__name__)

LONGEST = 40  # characters of the typed text that are read


@dataclass(frozen=True)
class VerificationAnswer:
    """The answer to a code. `tone` is one of components/notice.html; `sentence` is everything that is disclosed."""

    status: str
    tone: str
    sentence: str


def normalize_code(typed: str) -> str:
    """Return a typed code as codes are stored: letters and digits alone, in upper case, at most LONGEST."""
    return "".join(char for char in vietnamese.clean(typed)[:LONGEST].upper() if char.isalnum())


def verify_code(typed: str) -> VerificationAnswer:
    """Return the form, name and decision of the paper and whether it is in force; nothing else is disclosed."""
    paper = _find(normalize_code(typed))
    if paper is None:
        unknown = _("Không có mã này trong sổ khen thưởng. Xin kiểm tra lại từng ký tự.")
        return VerificationAnswer(_("Không tìm thấy"), "no", unknown)
    if not is_proven(paper):
        logger.error("paper %d of award %d is not as acts wrote it: manage.py check_register", paper.pk, paper.award_id)
        sentence = _("Mã này có trong sổ nhưng không khớp quyết định nào. Xin hỏi đơn vị ghi trên giấy.")
        return VerificationAnswer(_("Chưa xác nhận được"), "wait", sentence)
    status, tone = _status(paper)
    return VerificationAnswer(status, tone, f"{_described(paper)} {status}.")


def _find(code: str) -> Paper | None:
    if len(code) != CODE_LENGTH or set(code) - set(ALPHABET):
        return None
    return papers_with_proof().filter(code=code).first()


def _status(paper: Any) -> tuple[str, str]:
    if paper.award.is_annulled:
        return _("Đã bị hủy bỏ"), "no"
    return (_("Đã được cấp lại"), "wait") if is_replaced(paper) else (_("Có giá trị"), "ok")


def _described(paper: Paper) -> str:
    decision = paper.award.decision
    head = snapshot_of(decision)["head"]
    certificate = head["paper"] == PaperKind.CERTIFICATE
    return _("{form} tặng {name}, Quyết định số {number} ngày {day} của {organ}.").format(
        form=_("Giấy chứng nhận {form}").format(form=head["form"]) if certificate else head["form"],
        name=paper.award.name,
        number=decision.written_number,
        day=vietnamese.format_date(decision.signed_on),
        organ=f"{head['organ']} {head['body']}",
    )
