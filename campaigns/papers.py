"""The PDF papers of sheets: a unit's pledge and report."""

from __future__ import annotations

from datetime import date
from string import ascii_uppercase
from typing import Any

from django.template.loader import render_to_string
from django.utils.text import capfirst

from campaigns.catalogue.types import CatalogueSection
from campaigns.lifecycle import FilingStatus
from campaigns.models import CalledUnit, DataRequestSheet, Filing
from campaigns.receipts import printed_receipt
from campaigns.sheet import Sheet
from campaigns.sheet.reading import Reading, is_lettered, reading_of, with_headings
from foundation import clock
from foundation.documents import pdf
from foundation.documents.table import CENTRE, GROUP, TEXT, PaperTable, TableColumn, TableRow
from foundation.vietnamese.dates import local_day
from units.models.kinds import LAUNCHING
from units.models.vocabulary import paper_note, term, type_for

NUMBERS = ("I", "II", "III", "IV", "V")  # of the parts of a paper


def filing_pdf(sheet: Sheet) -> bytes:
    """Return the PDF of a pledge (bản đăng ký giao ước thi đua) or a report, stamped DỰ THẢO until it is accepted.

    The official report of a union above grassroots is its summary: of its sheet only the figures are printed.
    """
    filing = sheet.filing
    reading = reading_of(sheet)
    return pdf.render(
        f"papers/{_paper_of(filing)}.html",
        filing_context(sheet, reading),
        title=f"{_title(sheet)}, {filing.called.name}",
        made_at=filing.submitted_at or filing.typed_at or filing.phase.opened_at or clock.now(),
        draft=filing.status != FilingStatus.ACCEPTED,
        page_number=sheet.catalogue.campaign.page_number,
        note=paper_note(),
    )


def filing_text(sheet: Sheet) -> str:
    """Return the text of the paper as HTML, for the page on which a sheet is checked before it is sent."""
    context = filing_context(sheet, reading_of(sheet)) | {"table_template": "campaigns/filing/paper_table.html"}
    return render_to_string(f"papers/text_of_{_paper_of(sheet.filing)}.html", context)


def _has_official(filing: Filing) -> bool:
    """Return whether the sheet is an official paper; of a union above grassroots that reports only its figures are."""
    return filing.is_pledge or filing.called.is_grassroots


def _paper_of(filing: Filing) -> str:
    return filing.kind if _has_official(filing) else "report_figures"


def _title(sheet: Sheet) -> str:
    phase = sheet.catalogue.phase_in_year
    return sheet.filing.title_in(phase) if _has_official(sheet.filing) else f"Phiếu số liệu, {capfirst(phase)}"


def filing_context(sheet: Sheet, reading: Reading) -> dict[str, Any]:
    filing, called, campaign = sheet.filing, sheet.called, sheet.catalogue.campaign
    day = local_day(filing.submitted_at) if filing.submitted_at else clock.today()
    kind = "BC" if filing.kind == "report" else ""
    return {
        "filing": filing,
        "receipt": printed_receipt(sheet.submission) if sheet.submission else None,
        "called": called,
        "campaign": campaign,
        "phase": sheet.catalogue.phase,
        "period": sheet.catalogue.phase_in_year,
        "reading": reading,
        "begun": sheet.is_begun,
        "titles": indicator_table(reading, only="title", pledge=filing.is_pledge),
        "figures": indicator_table(reading, without="title" if filing.is_pledge else "", pledge=filing.is_pledge),
        "works": work_table(reading),
        "table_template": "papers/table.html",
        "symbol": f"{kind}-{called.symbol}" if kind and called.symbol else kind or called.symbol,
        "place": called.place or campaign.unit.place,
        "own_name": called.name if called.is_grassroots else called.full_name,
        "date": filing.submitted_at,
        "addressees": addressees(called, campaign.board, day),
        "launching_organ": type_for(campaign.unit.kind, called.path, day).organ,
        "body": called.organ,
        "on_behalf": f"TM. {called.organ.upper()}" if campaign.signs_on_behalf else "",
        "employer": sheet.is_signed_by_employer,
        "headings": headings_of(sheet),
        "head": reading.signers.get("head_title") or called.head_title or "Thủ trưởng đơn vị",
    }


def headings_of(sheet: Sheet) -> dict[str, str]:
    """Return the headings of the parts of the text that the sheet has, numbered one after another."""
    catalogue, filing = sheet.catalogue, sheet.filing
    if filing.is_pledge:
        is_grassroots = sheet.called.is_grassroots
        parts = {
            "unit": "TÌNH HÌNH ĐƠN VỊ" if is_grassroots else "",
            "titles": "DANH HIỆU THI ĐUA" if is_grassroots and catalogue.has_titles(pledge=True) else "",
            "figures": "CHỈ TIÊU" if catalogue.has_others(pledge=True) else "",
            "works": "ĐỀ TÀI, SÁNG KIẾN, CÔNG TRÌNH" if catalogue.asks_works else "",
            "closing": "CAM KẾT",
        }
    else:
        told = ["SÁNG KIẾN, CÔNG TRÌNH"] * catalogue.asks_works + ["ĐIỂN HÌNH"] * catalogue.asks_exemplars
        parts = {
            "unit": "TÌNH HÌNH ĐƠN VỊ" if _has_official(filing) else "",
            "figures": "KẾT QUẢ",
            "works": ", ".join(told),
            "closing": "KHÓ KHĂN, KIẾN NGHỊ",
        }
    present = {key: heading for key, heading in parts.items() if heading}
    return {key: f"{number}. {heading}" for number, (key, heading) in zip(NUMBERS, present.items(), strict=False)}


def addressees(called: CalledUnit | DataRequestSheet, board: str, day: date) -> list[str]:
    """Return whom the paper is addressed to: the committee of the union above, a province's through its board."""
    if called.parent_kind in LAUNCHING:
        organ = type_for(called.parent_kind, called.path, day).organ
        return [f"{organ} {called.parent_full_name} (qua {board})"]
    return [f"{term('addressee_upper', called.path, day)} {called.parent_full_name}"]


def indicator_table(reading: Reading, *, only: str = "", without: str = "", pledge: bool) -> PaperTable | None:
    """Return the table of indicators, of sections of the category `only` or without `without`; None without rows."""
    more = [] if pledge else [TableColumn("Thực hiện", 14), TableColumn("Tỷ lệ (%)", 10)]
    names = 43 if pledge else 31
    columns = [
        TableColumn("TT", 7, CENTRE),
        TableColumn("Chỉ tiêu", names, TEXT),
        TableColumn("Đơn vị tính", 16 if pledge else 12, CENTRE),
        TableColumn("Chỉ tiêu giao", 14 if pledge else 12),
        TableColumn("Đăng ký", 20 if pledge else 14),
        *more,
    ]
    rows: list[TableRow] = []
    sections = [
        (section, lines)
        for section, lines in reading.sections
        if (not only or section.category == only) and (not without or section.category != without)
    ]
    numbers = group_numbers([section for section, _lines in sections])
    headed = with_headings(reading.catalogue, sections)
    for printed, (above, section, lines) in zip(numbers, headed, strict=True):
        if above:
            rows.append(TableRow([above.number, above.name], GROUP))
        rows.append(TableRow([printed, section.heading], GROUP))
        for number, line in enumerate(lines, start=1):
            if line.words:
                rows.append(TableRow([line.number or str(number), line.indicator.name, line.words]))
                continue
            cells = [
                line.number or str(number),
                line.indicator.name,
                line.indicator.unit_of_measure,
                line.assigned,
                line.late or line.pledged,
            ]
            if not pledge:
                cells += [f"ước {line.actual}" if line.estimated else line.actual, line.percent.rstrip("%")]
            rows.append(TableRow([cell or "-" for cell in cells]))
    return PaperTable(columns, rows) if rows else None


def group_numbers(sections: list[CatalogueSection]) -> list[str]:
    """Return the numbers of a table's groups: A, B, C …, also where a unit is not asked each section of the catalogue.

    Sections that are counted in another way, as I, II, III, keep it; those of branches have none.
    """
    if not is_lettered(sections):
        return [section.number for section in sections]
    letters = iter(ascii_uppercase)
    return ["" if section.owner else next(letters) for section in sections]


def work_table(reading: Reading) -> PaperTable | None:
    """Return the table of works, None without works."""
    columns = [
        TableColumn("TT", 7, CENTRE),
        TableColumn("Tên đề tài, sáng kiến, công trình", 28, TEXT),
        TableColumn("Tác giả (nhóm tác giả)", 17, TEXT),
        TableColumn("Loại", 14, TEXT),
        TableColumn("Nội dung", 34, TEXT),
    ]
    rows = []
    for number, work in enumerate(reading.works, start=1):
        facts = [f"{label}: {text}" for label, text in work.facts]
        facts += [f"Chào mừng {work.welcomes}"] if work.welcomes else []
        rows.append(
            TableRow([str(number), work.title, f"{work.authors}", work.kind, capfirst(".\n".join(facts)) or "-"])
        )
    return PaperTable(columns, rows) if rows else None
