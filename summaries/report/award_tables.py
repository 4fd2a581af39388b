"""The tables of awards that only the workbook has: key figures, and counts by every mark at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from awards.figures.types import AwardFigures, AwardLine, AwardTitleFigures
from awards.models import DecidingLevel, NomineeClass, Sex, TitleSystem
from foundation.documents.table import (
    CENTRE,
    TEXT,
    CellKind,
    PaperTable,
    TableCell,
    TableColumn,
    TableRow,
    missing_cell,
)
from foundation.vietnamese import percent
from summaries.annexes.base import NOTHING, SILENT, count_cell
from units.models import Bloc

MINORITY = {True: "Có", False: "Không", None: SILENT}
CROSSED = (
    TableColumn("Danh hiệu, hình thức khen thưởng", 24, TEXT),
    TableColumn("Hệ", 11, TEXT),
    TableColumn("Cấp quyết định", 13, TEXT),
    TableColumn("Tập thể, cá nhân", 9, TEXT),
    TableColumn("Khối", 12, TEXT),
    TableColumn("Đối tượng", 13, TEXT),
    TableColumn("Giới tính", 6, CENTRE),
    TableColumn("Dân tộc thiểu số", 6, CENTRE),
    TableColumn("Số lượng", 6),
)


def key_table(awards: AwardFigures) -> PaperTable:
    """The key figures, one a row."""
    columns = (TableColumn("Chỉ số", 40, TEXT), TableColumn("Số liệu", 12))
    return PaperTable(columns, [TableRow([name, cell]) for name, cell in _key_figures(awards)])


def _key_figures(awards: AwardFigures) -> Iterable[tuple[str, TableCell]]:
    total, (collectives, persons) = awards.total, awards.reported(TitleSystem.STATE)
    of_persons = {
        "Người trực tiếp lao động, công tác": total.direct,
        "Nữ": total.women,
        "Cá nhân khối doanh nghiệp": total.in_enterprises,
    }
    yield "Tập thể được khen", count_cell(total.collectives)
    yield "Cá nhân được khen", count_cell(total.persons)
    for name, number in of_persons.items():
        yield name, count_cell(number)
    for name, number in of_persons.items():
        yield f"{name}, tỷ lệ", _share(number, total.persons)
    yield "Số ngày từ khi kết thúc đợt đến khi có quyết định, bình quân", _days(awards)
    yield "Đề nghị Tổng Liên đoàn khen: tập thể", count_cell(awards.sent_up_collectives)
    yield "Đề nghị Tổng Liên đoàn khen: cá nhân", count_cell(awards.sent_up_persons)
    yield "Chính quyền các cấp khen: tập thể (theo báo cáo)", count_cell(collectives)
    yield "Chính quyền các cấp khen: cá nhân (theo báo cáo)", count_cell(persons)
    yield "CĐCS ngành Trung ương, ngoài tổng số: tập thể", count_cell(awards.beside_collectives)
    yield "CĐCS ngành Trung ương, ngoài tổng số: cá nhân", count_cell(awards.beside_persons)


def _share(number: int, whole: int) -> TableCell:
    share = percent(number, whole)
    return missing_cell(NOTHING) if share is None else TableCell(share, CellKind.PERCENT)


def _days(awards: AwardFigures) -> TableCell:
    return missing_cell(NOTHING) if awards.days is None else TableCell(awards.days, CellKind.QUOTIENT)


def crossed_table(awards: AwardFigures) -> PaperTable:
    """Awards counted by title, line, level, bloc, class, sex and minority: a row for each combination that occurs."""
    titles = {title.code: title for title in awards.titles}
    order = {code: number for number, code in enumerate(titles)}
    counts = Counter((order[line.code], _marks(titles[line.code], line)) for line in awards.lines)
    rows = [TableRow([*marks, count_cell(number)]) for (_order, marks), number in sorted(counts.items())]
    return PaperTable(CROSSED, rows)


def _marks(title: AwardTitleFigures, line: AwardLine) -> tuple[str, ...]:
    person = line.is_person
    return (
        title.name,
        str(TitleSystem(title.line).label),
        str(DecidingLevel(title.level).label),
        "Cá nhân" if person else "Tập thể",
        str(Bloc(line.bloc).label) if line.bloc else NOTHING,
        str(NomineeClass(line.nominee_class).label) if line.nominee_class else NOTHING,
        str((Sex.FEMALE if line.woman else Sex.MALE).label) if person else NOTHING,
        MINORITY[line.minority] if person else NOTHING,
    )
