"""Certificates (bằng khen, giấy khen, giấy chứng nhận), a page for each award; for flags the text to embroider."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import ceil

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.urls import reverse

from awards.models import Award, Decision, Paper, PaperKind, Sex
from awards.papers.names import number_of
from awards.papers.qr import Drawing, address, drawing
from awards.rules.decision_snapshot import SnapshotHead, snapshot_of
from foundation.documents import pdf
from foundation.vietnamese import long_date

ACTS = {
    PaperKind.MERIT: ("TẶNG", "BẰNG KHEN"),
    PaperKind.PRAISE: ("TẶNG", "GIẤY KHEN"),
    PaperKind.CERTIFICATE: ("", "CHỨNG NHẬN"),
    PaperKind.FLAG: ("TẶNG", ""),
}
FORMS_OF_ADDRESS = {Sex.MALE: "Ông", Sex.FEMALE: "Bà"}
LINE = 690
"""Width for a name on a page, in points."""
CAPITAL = 0.74
"""Width of a bold capital as a share of the font size, somewhat above the average of Tinos."""
SIZES = (30, 24, 20, 16, 13, 10, 8)
"""Font sizes that the style sheet has for names, in points."""
COMMA = 6
"""Letters by which the first line may be longer if it ends with a comma."""
BELOW_NAME_LINE, WORDING_LINE = 100, 75
"""Letters on a line below the name, and on a line of the wording."""
ROOMY = 5
"""Most lines of name and wording that leave room to sign."""


class NothingToPrint(Exception):
    """None of the awards has a page: annulled, of a title without a paper, or decided outside the portal."""


@dataclass(frozen=True)
class FittedName:
    """A name in capitals on one or two lines, and the largest font size at which both fit."""

    lines: list[str]
    size: int


@dataclass(frozen=True)
class CertificatePage:
    """The contents of a page. For a flag `code` is "" and `qr` None, as its text is no paper that could be verified."""

    act: str
    heading: str
    name: FittedName
    below_name: str
    wording: str
    dated_on: date
    footer_lines: list[str]
    code: str
    qr: Drawing | None

    @property
    def dense(self) -> bool:
        """Return whether the text needs the smaller font to end above the signature."""
        texts = ceil(len(self.below_name) / BELOW_NAME_LINE) + ceil(len(self.wording) / WORDING_LINE)
        return texts + len(self.name.lines) > ROOMY


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
        "organ": (head["organ"] if head["paper"] == PaperKind.CERTIFICATE else head["paper_organ"]).upper(),
        "flags": head["paper"] == PaperKind.FLAG,
        "position": decision.signer_position.upper(),
        "signer": decision.signer_name,
        "lookup": f"{settings.PORTAL_URL}{reverse('awards:verify_form')}",
    }
    title = f"{head['form']}, Quyết định số {number_of(decision, head)}"
    return pdf.render("papers/certificates.html", context, title=title, made_at=decision.issued_at or decision.made_at)


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
    address_as = FORMS_OF_ADDRESS.get(Sex(award.sex), "") if award.sex else ""
    return CertificatePage(
        act=act,
        heading=heading or head["form"].upper(),
        name=on_sheet(award.name, address_as),
        below_name=_below_name(award),
        wording=award.wording,
        dated_on=paper.dated_on if paper else decision.signed_on,
        footer_lines=_footer_lines(award, decision, head, paper),
        code=paper.code if paper else "",
        qr=drawing(address(paper.code)) if paper else None,
    )


def _below_name(award: Award) -> str:
    """Return the line below the name: a person's position and unit, a part's unit, or the union above a unit."""
    if award.is_person:
        return ", ".join(text for text in (award.position, award.unit_name) if text)
    return award.upper_name if award.name == award.unit_name else award.unit_name


def _footer_lines(award: Award, decision: Decision, head: SnapshotHead, paper: Paper | None) -> list[str]:
    """Return the lines at the lower left: decision, its date, the number in the register, and the issue if reissued."""
    again = [f"Cấp lại lần {paper.issue - 1}"] if paper and paper.issue > 1 else []
    day = long_date(decision.dated_on)
    return [f"Quyết định số: {number_of(decision, head)}", day, f"Vào sổ khen thưởng số: {award.number}", *again]


def on_sheet(name: str, address_as: str = "") -> FittedName:
    """Return the name in capitals on one or two lines. "Ông" or "Bà" stays on the line of the word after it."""
    words = name.upper().split()
    if address_as:
        words[0] = f"{address_as}\u00a0{words[0]}"
    lines = [" ".join(words)]
    if _largest(lines) < SIZES[0] and len(words) > 1:
        halves = ([" ".join(words[:n]), " ".join(words[n:])] for n in range(1, len(words)))
        lines = min(halves, key=_unevenness)
    return FittedName(lines, _largest(lines))


def _unevenness(two: list[str]) -> int:
    """Return the length of the longer line; a first line that ends with a comma counts as somewhat shorter."""
    return max(map(len, two)) - (COMMA if two[0].endswith(",") else 0)


def _largest(lines: list[str]) -> int:
    """Return the largest size at which the longest line fits, or the smallest size."""
    longest = max(map(len, lines))
    return next((size for size in SIZES if longest * size * CAPITAL <= LINE), SIZES[-1])
