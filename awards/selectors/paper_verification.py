"""Verification of a printed paper by its code. An unknown code and a malformed one get the same answer."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from awards.actions.register import ALPHABET, CODE_LENGTH
from awards.models import Decision, Paper, PaperKind
from awards.rules.decision_snapshot import snapshot_of
from awards.rules.register_proof import is_proven, newer_issue, papers_with_proof
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
    """Return form, name, post, union, decision of the paper and whether it is in force; nothing else is disclosed."""
    paper = _find(normalize_code(typed))
    if paper is None:
        unknown = _("Không có mã này trong sổ khen thưởng. Xin kiểm tra lại từng ký tự.")
        return VerificationAnswer(_("Không tìm thấy"), "no", unknown)
    if not is_proven(paper):
        logger.error("paper %d of award %d is not as acts wrote it: manage.py check_register", paper.pk, paper.award_id)
        sentence = _("Mã này có trong sổ nhưng không khớp quyết định nào. Xin hỏi đơn vị ghi trên giấy.")
        return VerificationAnswer(_("Chưa xác nhận được"), "wait", sentence)
    return _answer(paper)


def _find(code: str) -> Paper | None:
    if len(code) != CODE_LENGTH or set(code) - set(ALPHABET):
        return None
    return papers_with_proof().filter(code=code).first()


def _answer(paper: Any) -> VerificationAnswer:
    """Return what the paper is, and what replaced or annulled it."""
    annulling = paper.award.annulled_by
    if annulling:
        end = _("đã bị hủy bỏ theo {decision}").format(decision=_numbered(annulling))
        return VerificationAnswer(_("Đã bị hủy bỏ"), "no", f"{_described(paper)}; {end}.")
    if newer := newer_issue(paper):
        end = _("bản này đã được thay bằng bản cấp lần {n} ngày {day}")
        end = end.format(n=newer[0], day=vietnamese.format_date(newer[1]))
        return VerificationAnswer(_("Đã được cấp lại"), "wait", f"{_described(paper)}; {end}.")
    return VerificationAnswer(_("Có giá trị"), "ok", f"{_described(paper)}.")


def _described(paper: Paper) -> str:
    """Return what was awarded to whom and by which decision; post and union tell two of one name apart."""
    award, decision = paper.award, paper.award.decision
    head = snapshot_of(decision)["head"]
    certificate = head["paper"] == PaperKind.CERTIFICATE
    return _("{form} tặng {who}, theo {decision} của {organ}").format(
        form=_("Giấy chứng nhận {form}").format(form=head["form"]) if certificate else head["form"],
        who=", ".join(filter(None, (award.name, award.where))),
        decision=_numbered(decision),
        organ=f"{head['organ']} {head['body']}",
    )


def _numbered(decision: Decision) -> str:
    day = vietnamese.format_date(decision.signed_on)
    return _("Quyết định số {number} ngày {day}").format(number=decision.written_number, day=day)
