"""The letter (tờ trình) of a union to whoever decides awards, with a list of collectives and one of persons."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from awards.models import AwardTitle
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
from awards.papers.names import CopyRecipient, abbreviated, day_or_blanks
from awards.rules.decision_snapshot import filed_by
from awards.rules.letter_groups import LetterGroup
from campaigns.models import Campaign
from foundation import clock
from foundation.documents import pdf
from foundation.documents.pdf import PaperPart
from foundation.templatetags.papers import NUMBER_BLANK
from foundation.vietnamese import paper_count
from foundation.vietnamese.dates import local_day
from units.models import Unit
from units.models.vocabulary import paper_note, term
from units.signing import SignatureBlock


def union_letter_pdf(
    group: LetterGroup, *, block: SignatureBlock | None = None, closed_at: datetime | None = None
) -> bytes:
    """Return the PDF of a letter. Until it is closed it is stamped DỰ THẢO. Raises PdfUnavailable."""
    context = union_letter_context(group, block=block)
    lists = [PaperPart("papers/letter_list.html", listed, landscape=True) for listed in context["lists"]]
    return pdf.render_parts(
        [PaperPart("papers/letter.html", context), *lists],
        title=f"Tờ trình {context['about'][:1].lower()}{context['about'][1:]}",
        made_at=closed_at or _last_act(group),
        draft=closed_at is None,
        page_number=group.campaign.page_number,
        note=paper_note(),
    )


def _last_act(group: LetterGroup) -> datetime:
    moments = [row.decided_at or row.dossier.endorsed_at for row in group.rows]
    return max((moment for moment in moments if moment), default=clock.now())


def union_letter_context(group: LetterGroup, *, block: SignatureBlock | None = None) -> dict[str, Any]:
    """Return the context of the letter, and those of its lists."""
    unit, campaign = group.unit, group.campaign
    board = filed_by(campaign.board) if unit.pk == campaign.unit_id else ""
    organ = f"{_organ(group)} {unit.full_name}"
    decider = deciding_name(group)
    titles = [row.title for row in group.proposed]
    above = frozenset(title.pk for title in titles if group.deciding_unit and title.is_sent_up)
    return {
        "higher_body": _higher_body(campaign, unit),
        "body": unit.full_name,
        "number": None,
        "symbol": symbol_of(unit),
        "place": unit.place,
        "date": None,
        "year": campaign.year,
        "about": subject(group),
        "addressees": [addressee(group)],
        "grounds": grounds(group),
        "request": _request(group, organ, decider, titles, above),
        "checked": _checked(group),
        "enclosed": enclosed(group.rows),
        "closing": closing_sentence(decider, titles, above),
        **_signed_by(campaign, unit, block),
        "recipients": [
            CopyRecipient("Như trên"),
            CopyRecipient(f"Thường trực {abbreviated(unit.full_name)}"),
            CopyRecipient(f"{term('file_copy')}{f', {board}' if board else ''}", "file"),
        ],
        "lists": _lists(group, organ),
    }


def _request(group: LetterGroup, organ: str, decider: str, titles: list[AwardTitle], above: frozenset[int]) -> str:
    """Return the sentence that asks for the awards; "" where the union agreed to none."""
    if not group.proposed:
        return ""
    return request_sentence(organ, decider, group.rows[0].dossier, group.proposed, titles, above)


def subject(group: LetterGroup) -> str:
    return about(group.rows[0].dossier, [row.title for row in group.rows])


def _organ(group: LetterGroup) -> str:
    """Return in whose name the union writes: that of the title which a body outside decides, else its own organ."""
    return group.rows[0].title.decision_organ if group.body else organ_of(group.unit)


def deciding_name(group: LetterGroup) -> str:
    """Return who decides: "Ban Thường vụ LĐLĐ tỉnh Lạng Sơn"."""
    decider = group.deciding_unit
    return f"{organ_of(decider)} {decider.name}" if decider else group.body


def addressee(group: LetterGroup) -> str:
    """Return to whom it is addressed. The launching union receives letters through its Board."""
    decider, campaign = group.deciding_unit, group.campaign
    through = f" (qua {campaign.board})" if decider and decider.pk == campaign.unit_id and campaign.board else ""
    return f"{deciding_name(group)}{through}"


def _signed_by(campaign: Campaign, unit: Unit, block: SignatureBlock | None) -> dict[str, str]:
    """Return who signs: as chosen, in a draft the union's first signer of today, else as the launch was signed."""
    if block:
        return {"on_behalf": block.on_behalf, "position": block.position, "signer": block.name}
    signed = signature(unit, on=clock.today())
    if unit.pk == campaign.unit_id and not signed["signer"]:
        signed |= {"on_behalf": campaign.signer_on_behalf, "position": campaign.signer_position}
    return signed


def _higher_body(campaign: Campaign, unit: Unit) -> str:
    """Return the body above: as the campaign names it, else the union above the unit, "" at the root."""
    if unit.pk == campaign.unit_id:
        return campaign.parent_body
    return unit.parent.full_name if unit.parent else ""


def grounds(group: LetterGroup) -> list[str]:
    """Return the bases ("Căn cứ …"). Day and votes of a council are not named, as the portal has no record of them."""
    if group.deciding_unit:
        units = {row.dossier.unit_id for row in group.rows}
        last = f"đề nghị của {paper_count(len(units))} đơn vị"
    else:
        last = f"đề nghị của Hội đồng Thi đua - Khen thưởng {abbreviated(group.unit.name)}"
    return bases(group.rows[0].dossier, last, on=_day(group))


def _day(group: LetterGroup) -> date:
    """Return the day whose rules the letter names: of the last act, as the letter itself is dated by hand."""
    return local_day(_last_act(group))


def _checked(group: LetterGroup) -> str:
    """Return what an endorsing union says about its check of the dossiers."""
    if group.deciding_unit is None:
        return ""
    dossiers = {row.dossier_id for row in group.rows}
    unit = abbreviated(group.unit.name)
    sentence = f"Thường trực {unit} đã thẩm tra {paper_count(len(dossiers))} hồ sơ"
    if group.proposed:
        sentence += ", bảo đảm đúng đối tượng, tiêu chuẩn"
    if refused := len(group.rows) - len(group.proposed):
        sentence += f"; không đề nghị {paper_count(refused)} trường hợp (có lý do tại danh sách)"
    return f"{sentence}."


def _lists(group: LetterGroup, organ: str) -> list[dict[str, Any]]:
    """Return the contexts of its lists; what a body outside decides has been endorsed by nobody below."""
    number = f"{NUMBER_BLANK}/{symbol_of(group.unit)}"
    attached = f"Kèm theo Tờ trình số {number} {day_or_blanks(None, group.campaign.year)} của {organ}"
    return list_contexts(group.rows, attached, opinions=group.deciding_unit is not None)
