"""The paper of a decision: its text, then its list on pages of their own.

It is made from the decision snapshot, so that of an issued decision never changes. A draft is stamped DỰ THẢO; one that
is closed for signing has room for number and date.
"""

from __future__ import annotations

from typing import Any

from awards.models import Decision
from awards.papers.articles import about, articles, grounds, issuer
from awards.papers.listing import Listing, listing_of
from awards.papers.names import (
    CopyRecipient,
    abbreviated,
    day_or_blanks,
    kinds_phrase,
    number_of,
    own_name,
    symbol,
)
from awards.rules.decision_snapshot import DecisionSnapshot, SnapshotHead, snapshot_of
from foundation.documents import pdf
from foundation.documents.pdf import PaperPart
from foundation.templatetags.papers import NUMBER_BLANK
from units.models.vocabulary import paper_note, term


def decision_pdf(decision: Decision) -> bytes:
    """Return the PDF of a decision; of a higher body's decision only the list. The same decision gives the same bytes.

    Raises foundation.documents.pdf.PdfUnavailable.
    """
    content = snapshot_of(decision)
    return pdf.render_parts(
        parts_of(decision, content),
        title=_title(decision, content["head"]),
        made_at=decision.issued_at or decision.closed_at or decision.made_at,
        draft=not decision.is_frozen,
        page_number=content["head"]["page_number"],
        note=paper_note(),
    )


def parts_of(decision: Decision, content: DecisionSnapshot) -> list[PaperPart]:
    """Return the text and, of an award decision, its list."""
    if not decision.is_award:
        return [_text(decision, content, None)]
    direct = f"Các đơn vị trực thuộc {own_name(content['head'])}"
    listing = listing_of(content["entries"], direct=direct)
    annex = PaperPart("papers/decision_list.html", _annex(decision, content["head"], listing))
    return [annex] if decision.is_outside else [_text(decision, content, listing), annex]


def _title(decision: Decision, head: SnapshotHead) -> str:
    """Return the title in the PDF's metadata, which readers show as the title of the window."""
    if decision.is_issued:
        return f"Quyết định số {decision.number if decision.is_outside else number_of(decision, head)}"
    if decision.is_frozen:
        return f"Quyết định {decision.get_kind_display()} để trình ký"
    return f"Dự thảo quyết định {decision.get_kind_display()}"


def _text(decision: Decision, content: DecisionSnapshot, listing: Listing | None) -> PaperPart:
    head = content["head"]
    article_texts = articles(decision, content, listing)
    context = {
        "decision": decision,
        "head": head,
        "symbol": symbol(head),
        "year": decision.made_at.year,
        "about": about(decision, content, listing),
        "authority": issuer(head).upper(),
        "grounds": grounds(decision, content),
        "articles": article_texts,
        "wording": listing.wording if listing else "",
        "recipients": _recipients(head, len(article_texts)),
        "on_behalf": _on_behalf(decision, head),
        "position": (decision.signer_position or "Chủ tịch").upper(),
    }
    return PaperPart("papers/decision.html", context)


def _on_behalf(decision: Decision, head: SnapshotHead) -> str:
    """Return on whose behalf it is signed: the organ that decides, or the chair for whom a vice chair signs."""
    block = decision.signer_block
    return (block if block and not block.startswith("TM.") else f"TM. {head['organ']}").upper()


def _recipients(head: SnapshotHead, last_article: int) -> list[CopyRecipient]:
    own, board = own_name(head), head["filed_by"]
    above = [CopyRecipient(abbreviated(head["above"]), "b/c")] if head["above"] else []
    filed = term("file_copy")
    file_copy = CopyRecipient(f"{filed}, {board}" if board else filed, "file")
    return [CopyRecipient(f"Như Điều {last_article}"), *above, CopyRecipient(f"Thường trực {own}"), file_copy]


def _annex(decision: Decision, head: SnapshotHead, listing: Listing) -> dict[str, Any]:
    whom = kinds_phrase(listing.collectives, listing.persons)
    return {
        "heading": f"DANH SÁCH {whom} ĐƯỢC {head['verb']} {head['form']}".upper(),
        "attached": _attached(decision, head),
        "listing": listing,
    }


def _attached(decision: Decision, head: SnapshotHead) -> str:
    """Return the line below the title of the list, which says to which decision the list belongs."""
    day = day_or_blanks(decision.dated_on, decision.made_at.year)
    if decision.is_outside:
        number = decision.number or NUMBER_BLANK
        return f"Ghi nhận Quyết định số {number} {day} của {decision.organ}"
    return f"Kèm theo Quyết định số {number_of(decision, head)} {day} của {abbreviated(issuer(head))}"
