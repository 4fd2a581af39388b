"""Certificates (bằng khen, giấy khen, giấy chứng nhận), a page for each award; for flags the text to embroider."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.urls import reverse

from awards.models import Award, Decision, Paper, PaperKind
from awards.papers.fitting import FittedText, fitted
from awards.papers.names import number_of
from awards.rules.decision_snapshot import ADDRESSES, SnapshotHead, snapshot_of
from foundation.documents import pdf
from foundation.documents.fonts import Face
from foundation.documents.qr import Drawing, drawing
from foundation.vietnamese import long_date
from foundation.vietnamese.abbreviations import spelled_out
from units.models.vocabulary import paper_note
from units.naming import where

ACTS = {
    PaperKind.MERIT: ("TẶNG", "BẰNG KHEN"),
    PaperKind.PRAISE: ("TẶNG", "GIẤY KHEN"),
    PaperKind.CERTIFICATE: ("", "CHỨNG NHẬN"),
    PaperKind.FLAG: ("TẶNG", ""),
}
ROOM = 635
"""Width of a line in points."""
WORDING_ROOM = 560
BELOW_HEADING = 175
"""Height in points from the heading to what is signed, in which name, the line below it and the wording stand."""
GAPS = 16
"""Of this height what lies between them."""
BODY = ((16, 1), (14, 1), (14, 2), (12, 2))
NAME = ((34, 1), (30, 1), (30, 2), (26, 2), (24, 3), (22, 3), (20, 3), (20, 4), (18, 4), (16, 4), (13, 5), (10, 6))
"""Sizes of the name with the most lines of each: the longer, the more lines, and then the smaller."""
BELOW_NAME = ((15, 1), (14, 1), (13, 1), (14, 2), (12, 3))
WORDING = tuple((size, 9) for size in (17, 16, 15, 14, 13, 12, 11, 10, 9, 8))


class NothingToPrint(Exception):
    """None of the awards has a page: annulled, of a title without a paper, or decided outside the portal."""


@dataclass(frozen=True)
class CertificatePage:
    """The contents of a page. For a flag `code` is "" and `qr` None, as its text is no paper that could be verified."""

    act: str
    heading: str
    name: FittedText
    below_name: FittedText | None
    wording: FittedText
    dated_on: date
    footer_lines: list[str]
    code: str
    qr: Drawing | None


def certificates_pdf(decision: Decision, awards: Iterable[Award]) -> bytes:
    """Return a PDF with a page for each printable award, in the order of the list.

    The same awards give the same bytes. Raises NothingToPrint, and foundation.documents.pdf.PdfUnavailable.
    """
    entries = printable(decision, awards)
    if not entries:
        raise NothingToPrint
    prefetch_related_objects(entries, "papers")
    head = snapshot_of(decision)["head"]
    context = {
        "sheets": [_page(award, decision, head) for award in entries],
        "head": head,
        "organ": spelled_out(head["organ"] if head["paper"] == PaperKind.CERTIFICATE else head["paper_organ"]).upper(),
        "body": fitted(spelled_out(head["body"]).upper(), Face.BOLD, BODY, ROOM),
        "flags": head["paper"] == PaperKind.FLAG,
        "position": decision.signer_position.upper(),
        "signer": decision.signer_name,
        "lookup": f"{settings.PORTAL_URL}{reverse('awards:verify_form')}",
    }
    title = f"{head['form']}, Quyết định số {number_of(decision, head)}"
    made_at = decision.issued_at or decision.made_at
    return pdf.render("papers/certificates.html", context, title=title, made_at=made_at, note=paper_note())


def printable(decision: Decision, awards: Iterable[Award]) -> list[Award]:
    """Return the awards that have a page, in the order of the list."""
    if not decision.is_issued or not decision.is_award or decision.is_outside:
        return []
    if snapshot_of(decision)["head"]["paper"] == PaperKind.NONE:
        return []
    return sorted((award for award in awards if not award.is_annulled), key=lambda award: award.place)


def _page(award: Award, decision: Decision, head: SnapshotHead) -> CertificatePage:
    paper = next(iter(award.papers.all()), None)  # the latest issue
    act, heading = ACTS[PaperKind(head["paper"])]
    name = name_lines(award.name, ADDRESSES.get(award.sex, ""))
    below = _below_name(award)
    below_name = fitted(below, Face.REGULAR, BELOW_NAME, ROOM) if below else None
    left = BELOW_HEADING - GAPS - name.height - (below_name.height if below_name else 0)
    return CertificatePage(
        act=act,
        heading=heading or head["form"].upper(),
        name=name,
        below_name=below_name,
        wording=fitted(spelled_out(award.wording), Face.ITALIC, WORDING, WORDING_ROOM, left),
        dated_on=paper.dated_on if paper else decision.signed_on,
        footer_lines=_footer_lines(award, decision, head, paper),
        code=paper.code if paper else "",
        qr=drawing(_address(paper.code)) if paper else None,
    )


def _address(code: str) -> str:
    """Return the public URL at which a paper is verified."""
    return f"{settings.PORTAL_URL}{reverse('awards:verify', args=[code])}"


def _below_name(award: Award) -> str:
    """Return the line below the name, without abbreviations; below a union's, the union above it."""
    below = where(award.name, award.position, award.unit_name, is_person=award.is_person)
    return spelled_out(below or award.upper_name)


def _footer_lines(award: Award, decision: Decision, head: SnapshotHead, paper: Paper | None) -> list[str]:
    """Return the lines at the lower left: decision, its date, the number in the register, and the issue if reissued."""
    again = [f"Cấp lại lần {paper.issue - 1}"] if paper and paper.issue > 1 else []
    day = long_date(decision.dated_on)
    return [f"Quyết định số: {number_of(decision, head)}", day, f"Vào sổ khen thưởng số: {award.number}", *again]


def name_lines(name: str, address_as: str = "") -> FittedText:
    """Return the name in capitals without abbreviations. "Ông" or "Bà" stays on the line of the word after it."""
    text = " ".join(spelled_out(name).upper().split())
    return fitted(f"{address_as}\u00a0{text}" if address_as else text, Face.BOLD, NAME, ROOM)
