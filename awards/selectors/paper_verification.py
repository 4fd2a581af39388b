"""The check of a printed paper by its code. A code not in the register and one that cannot be answer alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from awards.actions.register import ALPHABET, CODE_LENGTH
from awards.models import Paper, PaperKind
from foundation import vietnamese

LONGEST = 40  # characters that are looked at of what is typed


@dataclass(frozen=True)
class VerificationAnswer:
    """`status`: a word; `tone`: as of components/notice.html; `sentence`: all that is told."""

    status: str
    tone: str
    sentence: str


def normalize_code(typed: str) -> str:
    """A code as it is stored, from one typed with small letters, spaces or hyphens; "" if nothing is left."""
    return "".join(char for char in vietnamese.clean(typed)[:LONGEST].upper() if char.isalnum())


def verify_code(typed: str) -> VerificationAnswer:
    """Form, name and decision of a paper, and whether it is in force: no more."""
    paper = _find(normalize_code(typed))
    if paper is None:
        unknown = _("Không có mã này trong sổ khen thưởng. Xin kiểm tra lại từng ký tự.")
        return VerificationAnswer(_("Không tìm thấy"), "no", unknown)
    status, tone = _status(paper)
    return VerificationAnswer(status, tone, f"{_described(paper)} {status}.")


def _find(code: str) -> Paper | None:
    if len(code) != CODE_LENGTH or set(code) - set(ALPHABET):
        return None
    papers = Paper.objects.select_related("award__decision__unit").annotate(last=Max("award__papers__issue"))
    return papers.filter(code=code).first()


def _status(paper: Any) -> tuple[str, str]:
    if paper.award.is_annulled:
        return _("Đã bị hủy bỏ"), "no"
    return (_("Đã được cấp lại"), "wait") if paper.issue < paper.last else (_("Có giá trị"), "ok")


def _described(paper: Paper) -> str:
    decision, head = paper.award.decision, paper.award.decision.content["head"]
    certificate = head["paper"] == PaperKind.CERTIFICATE
    return _("{form} tặng {name}, Quyết định số {number} ngày {day} của {organ}.").format(
        form=_("Giấy chứng nhận {form}").format(form=head["form"]) if certificate else head["form"],
        name=paper.award.name,
        number=decision.written_number,
        day=vietnamese.format_date(decision.dated_on),
        organ=f"{head['organ']} {head['body']}",
    )
