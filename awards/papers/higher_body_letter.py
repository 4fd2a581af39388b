"""The letter (tờ trình) of a deciding unit to the higher body that decides, with its list of nominees."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from awards.lifecycle import NominationStatus
from awards.models import Award, AwardTitle, DecidingLevel, Nomination, NomineeClass, Sex, Timing
from awards.papers.articles import MERITS
from awards.papers.names import CopyRecipient, abbreviated, count_phrase, filed_by
from campaigns.models import Campaign
from foundation import clock
from foundation.documents import pdf
from foundation.documents.pdf import PaperPart
from foundation.documents.table import CENTRE, TEXT, PaperTable, TableCell, TableColumn, TableRow
from foundation.templatetags.papers import NUMBER_BLANK
from foundation.vietnamese import format_number, paper_count, paper_date
from foundation.vietnamese.dates import local_day
from units.models import Unit
from units.models.signer import signers
from units.models.vocabulary import term
from units.rules.reader import rule

UNKNOWN = "…"
Earlier = dict[int, list[Award]]


def higher_body_letter_pdf(rows: list[Nomination], unit: Unit) -> bytes:
    """Return the letter about nominations of one title and phase, given in paper order.

    It is stamped DỰ THẢO until all nominations have been sent up.
    """
    first = rows[0]
    parts = [PaperPart("papers/letter_up.html", higher_body_letter_context(rows, unit))]
    parts.append(PaperPart("papers/letter_up_list.html", list_context(rows, unit), landscape=True))
    return pdf.render_parts(
        parts,
        title=f"Tờ trình đề nghị {first.title.verb} {first.title.name}",
        made_at=_verdict_at(rows),
        draft=any(row.status == NominationStatus.APPROVED for row in rows),
        page_number=first.dossier.campaign.page_number,
    )


def higher_body_letter_context(rows: list[Nomination], unit: Unit) -> dict[str, Any]:
    """Return the context of the letter."""
    first = rows[0]
    campaign, phase = first.dossier.campaign, first.dossier.phase
    board = filed_by(campaign.board) if unit.pk == campaign.unit_id else ""
    decider = deciding_body(first.title, _day(rows))
    return {
        "unit": unit,
        "campaign": campaign,
        **_signer(campaign, unit),
        "symbol": f"TTr-{unit.symbol}",
        "higher_body": _higher_body(campaign, unit),
        "about": f"Về việc đề nghị khen thưởng phong trào thi đua đợt {phase.number} năm {campaign.year}",
        "addressees": [decider],
        "grounds": higher_body_grounds(campaign, _day(rows)),
        "request": request(rows, unit, decider),
        "closing": f"Kính đề nghị {decider} xem xét, quyết định./.",
        "recipients": [
            CopyRecipient("Như trên"),
            CopyRecipient(f"Thường trực {abbreviated(unit.full_name)}"),
            CopyRecipient(f"{term('file_copy')}{f', {board}' if board else ''}", "file"),
        ],
    }


def _signer(campaign: Campaign, unit: Unit) -> dict[str, str]:
    """Return who signs the letter: the unit's first signer of today; where none is listed, the position alone."""
    for signer in signers(unit, on=clock.today()):
        return {"on_behalf": signer.block, "position": signer.printed_position, "signer": signer.name}
    on_behalf, position = campaign.signer_on_behalf, campaign.signer_position
    return {"on_behalf": on_behalf, "position": position, "signer": ""}


def _higher_body(campaign: Campaign, unit: Unit) -> str:
    """Return the body above: as the campaign names it, else the union above the unit, "" at the root."""
    if unit.pk == campaign.unit_id:
        return campaign.parent_body
    return unit.parent.full_name if unit.parent else ""


def deciding_body(title: AwardTitle, day: date) -> str:
    """Return who decides: as the catalogue says, else by the level of the title under the rules of that day."""
    if title.decided_by:
        return title.decided_by
    level = DecidingLevel.STATE if title.level == DecidingLevel.STATE else DecidingLevel.CONFEDERATION
    decider = rule("award.decided_by", on=day, scope=level)
    return decider.value if decider else UNKNOWN


def _day(rows: list[Nomination]) -> date:
    """Return the day whose rules the letter names: of the last verdict, as the letter itself is dated by hand."""
    return local_day(_verdict_at(rows))


def _verdict_at(rows: list[Nomination]) -> datetime:
    return max((row.decided_at for row in rows if row.decided_at), default=clock.now())


def higher_body_grounds(campaign: Campaign, day: date) -> list[str]:
    """Return the bases ("Căn cứ …"). Day and votes of the council stay blank, as the portal has no record of them."""
    regulation = rule("grounds.regulation", on=day)
    meeting = (
        "Căn cứ kết quả phong trào thi đua và Biên bản họp xét ngày … tháng … năm "
        f"{campaign.year} của Hội đồng Thi đua - Khen thưởng, với …/… phiếu tán thành,"
    )
    return [*([f"Căn cứ {regulation.value};"] if regulation else []), meeting]


def request(rows: list[Nomination], unit: Unit, decider: str) -> str:
    """Return the sentence "Ban Thường vụ … kính trình … xét, tặng Bằng khen … cho 02 tập thể và 01 cá nhân …"."""
    title, persons = rows[0].title, [row for row in rows if row.nominee.is_person]
    text = (
        f"{title.decision_organ} {unit.full_name} kính trình {decider} xét, {title.verb} {title.name} "
        f"cho {count_phrase(len(rows) - len(persons), len(persons))} {merit(rows[0])}"
    )
    if not persons:
        return f"{text}."
    direct = sum(row.nominee_class == NomineeClass.DIRECT for row in persons)
    women = sum(row.nominee.sex == Sex.FEMALE for row in persons)
    return (
        f"{text}, trong đó người trực tiếp lao động, công tác {paper_count(direct)} người, "
        f"nữ {paper_count(women)} người."
    )


def merit(row: Nomination) -> str:
    """Return what for, by the timing: "có thành tích xuất sắc trong phong trào thi đua đợt 1 năm 2015"."""
    dossier, year = row.dossier, row.dossier.campaign.year
    label = dossier.period_label or f"{year - 1}-{year}"
    return MERITS[Timing(dossier.timing)].format(year=year, phase=dossier.phase.number, label=label)


def list_context(rows: list[Nomination], unit: Unit) -> dict[str, Any]:
    """Return the context of its list: a table of collectives and one of persons, without empty ones."""
    earlier: Earlier = defaultdict(list)
    awards = Award.objects.in_force().filter(nominee__in=[row.nominee_id for row in rows])
    for award in awards.select_related("decision__unit").order_by("decision__dated_on", "pk"):
        earlier[award.nominee_id].append(award)
    kinds = [[row for row in rows if row.nominee.is_person is person] for person in (False, True)]
    tables = [collectives_table(kinds[0], earlier), persons_table(kinds[1], earlier)]
    filled = [table for table in tables if table.rows]
    headings = ("A. TẬP THỂ", "B. CÁ NHÂN") if len(filled) > 1 else ("",)
    symbol = f"{NUMBER_BLANK}/TTr-{unit.symbol}"
    year = rows[0].dossier.campaign.year
    return {
        "heading": f"DANH SÁCH TRÍCH NGANG ĐỀ NGHỊ {rows[0].title.verb} {rows[0].title.name}".upper(),
        "attached": f"Kèm theo Tờ trình số {symbol} ngày … tháng … năm {year} của "
        f"{rows[0].title.decision_organ} {unit.full_name}",
        "tables": list(zip(headings, filled, strict=True)),
    }


def collectives_table(rows: list[Nomination], earlier: Earlier) -> PaperTable:
    columns = [
        TableColumn("TT", 5, CENTRE),
        TableColumn("Tên tập thể", 20, TEXT),
        TableColumn(f"Số {term('workers')} (nữ)", 9, CENTRE),
        TableColumn("Xếp loại CĐCS năm trước", 10, CENTRE),
        TableColumn("Danh hiệu, hình thức đã được tặng", 16, TEXT),
        TableColumn("Tóm tắt thành tích", 20, TEXT),
        TableColumn("Hình thức đề nghị", 10, TEXT),
        TableColumn("Ý kiến cấp trên", 10, TEXT),
    ]
    lines = [_collective(number, row, earlier) for number, row in enumerate(rows, start=1)]
    notes = ["(…) Chưa báo cáo"] if any(UNKNOWN in row.cells for row in lines) else []
    return PaperTable(columns, lines, notes=notes)


def _collective(number: int, row: Nomination, earlier: Earlier) -> TableRow:
    unit, whole = row.dossier.unit, row.nominee.is_whole_unit
    size = UNKNOWN
    if whole and unit.workers is not None:
        women = UNKNOWN if unit.women is None else format_number(unit.women)
        size = f"{format_number(unit.workers)} ({women})"
    name = unit.full_name if whole else f"{row.nominee.name}, {unit.full_name}"
    return TableRow([str(number), name, size, UNKNOWN, *_ending(row, earlier)])


def persons_table(rows: list[Nomination], earlier: Earlier) -> PaperTable:
    columns = [
        TableColumn("TT", 4, CENTRE),
        TableColumn("Họ và tên", 11, TEXT),
        TableColumn("Nam", 5, CENTRE, "Năm sinh"),
        TableColumn("Nữ", 5, CENTRE, "Năm sinh"),
        TableColumn("Dân tộc", 6, CENTRE),
        TableColumn("Chức vụ, nghề nghiệp", 9, TEXT),
        TableColumn("Đơn vị", 12, TEXT),
        TableColumn("Đối tượng", 9, TEXT),
        TableColumn("Danh hiệu, hình thức đã được tặng", 11, TEXT),
        TableColumn("Tóm tắt thành tích, sáng kiến", 13, TEXT),
        TableColumn("Hình thức đề nghị", 7, TEXT),
        TableColumn("Ý kiến cấp trên", 8, TEXT),
    ]
    return PaperTable(columns, [_person(number, row, earlier) for number, row in enumerate(rows, start=1)])


def _person(number: int, row: Nomination, earlier: Earlier) -> TableRow:
    nominee = row.nominee
    born = str(nominee.birth_year or UNKNOWN)
    years = [born, ""] if nominee.sex == Sex.MALE else ["", born]
    unit, group = row.dossier.unit.full_name, str(row.get_nominee_class_display())
    return TableRow(
        [str(number), nominee.name, *years, row.ethnicity or "-", row.position, unit, group, *_ending(row, earlier)]
    )


def _ending(row: Nomination, earlier: Earlier) -> list[str | TableCell]:
    """Return the last cells of a row in both lists: earlier awards, achievements with works, title, opinion."""
    before = [
        f"{award.title_name} ({award.year}, số {award.decision.written_number} ngày "
        f"{paper_date(award.decision.signed_on)})"
        for award in earlier[row.nominee_id]
    ]
    works = [f"Sáng kiến, công trình: {work.registered.title}" for work in row.works.all()]
    opinion = str(row.get_opinion_display()) or "-"
    if row.opinion_reason:
        opinion += f": {row.opinion_reason}"
    return ["\n".join(before) or "-", "\n".join([row.achievements, *works]), row.title.form, opinion]
