"""The letter (tờ trình) with which a unit sends a dossier, with its lists."""

from __future__ import annotations

from datetime import date
from typing import Any

from awards.lifecycle import DossierStatus
from awards.models import AwardTitle, Dossier, VotedBy
from awards.papers.letter_list import list_contexts
from awards.papers.letter_words import (
    about,
    bases,
    closing_sentence,
    enclosed,
    organ_of,
    request_sentence,
    signature,
    symbol_of,
)
from awards.papers.names import CopyRecipient, day_or_blanks
from awards.rules.deciding_unit import deciding_unit
from awards.rules.sorting import in_paper_order
from foundation import clock
from foundation.documents import pdf
from foundation.templatetags.papers import NUMBER_BLANK
from foundation.vietnamese import format_date, paper_count
from foundation.vietnamese.dates import local_day
from units.models import Unit
from units.models.vocabulary import paper_note, term

UNSENT = (DossierStatus.DRAFT, DossierStatus.RETURNED, DossierStatus.WITHDRAWN)
MINUTES = {
    VotedBy.PLENARY: "Biên bản Hội nghị toàn thể ngày {day}, với {votes} người dự tán thành",
    VotedBy.COMMITTEE: "Biên bản họp {organ} ngày {day}, với {votes} ủy viên dự họp tán thành",
    VotedBy.COUNCIL: "Biên bản họp Hội đồng Thi đua - Khen thưởng ngày {day}, với {votes} thành viên dự họp tán thành",
}


def dossier_letter_pdf(dossier: Dossier) -> bytes:
    """Return the PDF: the letter in portrait, its lists in landscape. Raises PdfUnavailable.

    It is stamped DỰ THẢO while the unit can edit the dossier, and when it was withdrawn.
    """
    context = dossier_letter_context(dossier)
    return pdf.render_parts(
        [
            pdf.PaperPart("papers/letter.html", context),
            *(pdf.PaperPart("papers/letter_list.html", listed, landscape=True) for listed in context["lists"]),
        ],
        title=f"Tờ trình {context['about'][:1].lower()}{context['about'][1:]}, {dossier.unit.name}",
        made_at=dossier.submitted_at or dossier.made_at,
        draft=dossier.status in UNSENT,
        page_number=dossier.campaign.page_number,
        note=paper_note(),
    )


def dossier_letter_context(dossier: Dossier) -> dict[str, Any]:
    """Return the context of the letter, and those of its lists."""
    sender = dossier.unit
    rows = in_paper_order(dossier.nominations.with_context().with_works())
    titles = [row.title_asked for row in rows]
    above = _decided_above(dossier, titles)
    organ = f"{organ_of(sender)} {sender.full_name}"
    symbol = symbol_of(sender)
    attached = f"Kèm theo Tờ trình {_number(dossier.number, symbol)} "
    attached += day_or_blanks(dossier.dated_on, dossier.campaign.year)
    return {
        "higher_body": sender.parent.full_name if sender.parent else "",
        "body": sender.name if sender.is_grassroots else sender.full_name,
        "number": dossier.number,
        "symbol": symbol,
        "place": sender.place or (sender.parent.place if sender.parent else ""),
        "date": dossier.dated_on,
        "year": dossier.campaign.year,
        "about": about(dossier, titles),
        "addressees": [addressee(sender, dossier)],
        "grounds": dossier_grounds(dossier),
        "request": request_sentence(organ, reader(sender), dossier, rows, titles, above),
        "enclosed": enclosed(rows),
        "closing": closing_sentence(reader(sender), titles, above),
        **signature(sender, on=signed_on(dossier)),
        "recipients": (CopyRecipient("Như trên"), CopyRecipient(term("file_copy"), "file")),
        "lists": list_contexts(rows, f"{attached} của {organ}", asked=True),
    }


def _decided_above(dossier: Dossier, titles: list[AwardTitle]) -> frozenset[int]:
    """Return the ids of the titles that somebody above the union that reads the letter decides."""
    unit, launching = dossier.unit, dossier.campaign.unit
    return frozenset(
        title.pk for title in titles if title.is_sent_up or deciding_unit(title, unit, launching).pk != unit.parent_id
    )


def reader(sender: Unit) -> str:
    """Return the organ that the letter asks: "Ban Thường vụ LĐLĐ huyện Chi Lăng"."""
    return (
        f"{organ_of(sender.parent)} {sender.parent.name}"
        if sender.parent
        else "Đoàn Chủ tịch Tổng Liên đoàn Lao động Việt Nam"
    )


def addressee(sender: Unit, dossier: Dossier) -> str:
    """Return the organ that the letter is addressed to. The launching unit receives letters through its Board."""
    campaign = dossier.campaign
    return reader(sender) + (f" (qua {campaign.board})" if sender.parent_id == campaign.unit_id else "")


def dossier_grounds(dossier: Dossier) -> list[str]:
    """Return the bases ("Căn cứ …"), one for each line; the last one says who voted how, if that was written."""
    day = format_date(dossier.meeting_on) if dossier.meeting_on else "…"
    votes = f"{_votes(dossier.votes_for)}/{_votes(dossier.votes_present)}"
    if dossier.voted_by:
        last = MINUTES[VotedBy(dossier.voted_by)].format(day=day, votes=votes, organ=organ_of(dossier.unit))
    else:
        council = organ_of(dossier.unit) if dossier.unit.is_grassroots else "Hội đồng Thi đua - Khen thưởng"
        last = f"Biên bản họp xét ngày {day} của {council}, với {votes} phiếu tán thành"
    return bases(dossier, last, on=signed_on(dossier))


def signed_on(dossier: Dossier) -> date:
    """Return the day of the letter: as it is dated, else when it was sent, else today."""
    if dossier.dated_on:
        return dossier.dated_on
    return local_day(dossier.submitted_at) if dossier.submitted_at else clock.today()


def _votes(count: int | None) -> str:
    return "…" if count is None else paper_count(count)


def _number(number: str, symbol: str) -> str:
    written = number if "/" in number else f"{number.zfill(2) if number else NUMBER_BLANK}/{symbol}"
    return f"số {written}"
