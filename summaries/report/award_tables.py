"""What the workbook says of awards besides Biểu số 04 and 05: key figures, and counts by every mark at once."""

from __future__ import annotations

from collections import Counter

from awards.figures.types import AwardFigures, AwardLine, AwardTitleFigures
from awards.models import DecidingLevel, NomineeClass, Sex, TitleSystem
from campaigns.figures.types import percent
from foundation.documents.table import CENTRE, TEXT, PaperTable, TableColumn, TableRow
from foundation.vietnamese import format_number, format_percent
from summaries.annexes.base import NOTHING, SILENT
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


def key_figures(awards: AwardFigures) -> list[tuple[str, str]]:
    """(What, how many), as the page and the workbook say it."""
    total, (collectives, persons) = awards.total, awards.reported(TitleSystem.STATE)
    shares = (
        ("Người trực tiếp lao động, công tác", total.direct),
        ("Nữ", total.women),
        ("Cá nhân khối doanh nghiệp", total.in_enterprises),
    )
    counted = [("Tập thể được khen", total.collectives), ("Cá nhân được khen", total.persons), *shares]
    rest = (
        ("Đề nghị Tổng Liên đoàn khen: tập thể", awards.sent_up_collectives),
        ("Đề nghị Tổng Liên đoàn khen: cá nhân", awards.sent_up_persons),
        ("Chính quyền các cấp khen: tập thể (theo báo cáo)", collectives),
        ("Chính quyền các cấp khen: cá nhân (theo báo cáo)", persons),
        ("CĐCS ngành Trung ương, ngoài tổng số: tập thể", awards.beside_collectives),
        ("CĐCS ngành Trung ương, ngoài tổng số: cá nhân", awards.beside_persons),
    )
    return [
        *((name, format_number(count)) for name, count in counted),
        *((f"{name}, tỷ lệ", _share(count, total.persons)) for name, count in shares),
        ("Số ngày từ khi kết thúc đợt đến khi có quyết định, bình quân", days(awards)),
        *((name, format_number(count)) for name, count in rest),
    ]


def days(awards: AwardFigures) -> str:
    """On average, with one decimal."""
    return NOTHING if awards.days is None else format_number(awards.days, 1).removesuffix(",0")


def key_table(awards: AwardFigures) -> PaperTable:
    return PaperTable(
        (TableColumn("Chỉ số", 40, TEXT), TableColumn("Số liệu", 12)), [TableRow(pair) for pair in key_figures(awards)]
    )


def crossed_table(awards: AwardFigures) -> PaperTable:
    """Awards by title, line, level, bloc, class, sex and minority: one row for each that occurs."""
    titles = {one.code: one for one in awards.titles}
    order = list(titles)
    counted = Counter((order.index(line.code), *_marks(titles[line.code], line)) for line in awards.lines)
    rows = [TableRow([*marks, format_number(count)]) for (_place, *marks), count in sorted(counted.items())]
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


def _share(count: int, whole: int) -> str:
    share = percent(count, whole)
    return NOTHING if share is None else format_percent(share)
