"""The rows of a table that comes in as its page shows them: what each would do, or why it does nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from foundation import vietnamese
from foundation.tables.declaration import RowStatus, Table
from units.models import Import, ImportRow, ImportState

SHOWN = 6
"""Changes of one row, on the page; files have all."""


@dataclass(frozen=True)
class Change:
    heading: str
    before: str
    after: str


@dataclass(frozen=True)
class ImportLine:
    """A row: what it says, `changes` old → new, `problems` why not. `question`: what is asked, with a link.

    `tag` and `tone` are those of its mark: what would become of it, or what has.
    """

    row: ImportRow
    sentence: str
    changes: list[Change]
    more: int
    problems: list[str]
    question: str
    url: str
    answerable: bool
    tag: str
    tone: str

    @property
    def why(self) -> str:
        """Why it was not taken, as one text."""
        return "; ".join(filter(None, [self.question, *self.problems]))

    @property
    def words(self) -> str:
        """All of it as one text, for files."""
        changes = [
            f"{change.heading}: {change.before or '(trống)'} → {change.after or '(bỏ)'}" for change in self.changes
        ]
        return "; ".join(filter(None, [self.sentence, *changes, self.question, *self.problems]))


def line_of(row: ImportRow, table: Table, *, most: int = SHOWN) -> ImportLine:
    changes = _changes(row, table) if row.status == RowStatus.CHANGED else []
    like = row.links.get("like") or {}
    tag, tone = _mark(row)
    return ImportLine(
        row=row,
        sentence=table.says(row) if row.status == RowStatus.NEW and row.after else "",
        changes=changes[:most],
        more=max(len(changes) - most, 0),
        problems=_problems(row),
        question=_question(row, like) if row.status == RowStatus.DOUBTFUL and row.links else "",
        url=table.url(like["unit"]) if "unit" in like else "",
        answerable=bool(like or row.answer),
        tag=tag,
        tone=tone,
    )


def _changes(row: ImportRow, table: Table) -> list[Change]:
    columns = [(column, column.key) for column in table.columns if column.key in row.after]
    return [
        Change(column.heading, column.words(row.before.get(key)), column.words(row.after[key]))
        for column, key in columns
    ]


def _problems(row: ImportRow) -> list[str]:
    sentences = [
        _("Ô {cell}: {sentence}").format(**problem) if problem["cell"] else vietnamese_sentence(problem["sentence"])
        for problem in row.reasons
    ]
    return [*sentences, *filter(None, (row.failure, row.undo_failure))]


def vietnamese_sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _question(row: ImportRow, like: dict[str, Any]) -> str:
    if "waits" in row.links:
        return _("Chờ trả lời dòng {n}, là công đoàn cấp trên").format(n=row.links["waits"])
    if "row" in like:
        return _("Giống “{name}” ở dòng {n} của tệp này").format(name=like["name"], n=like["row"])
    return _("Giống {name}, đang thuộc {above}").format(name=like["name"], above=like["above"])


def _mark(row: ImportRow) -> tuple[str, str]:
    if row.undone_event_id:
        return _("đã hoàn tác"), "plain"
    if row.failure:
        return _("chưa ghi được"), "no"
    if row.undo_failure:
        return _("không hoàn tác được"), "no"
    if row.event_id:
        return (_("đã thêm") if row.status == RowStatus.NEW else _("đã sửa")), "ok"
    return row.get_status_display(), row.tone


def title_of(imported: Import, table: Table) -> str:
    """Return "Danh sách 1.420 đơn vị: thêm 1.322, sửa 41, hỏi 36, từ chối 21"."""
    total = sum(imported.counts.values())
    words = (
        (_("thêm {n}"), RowStatus.NEW),
        (_("sửa {n}"), RowStatus.CHANGED),
        (_("giữ nguyên {n}"), RowStatus.SAME),
        (_("hỏi {n}"), RowStatus.DOUBTFUL),
        (_("từ chối {n}"), RowStatus.REFUSED),
    )
    parts = [text.format(n=vietnamese.format_number(n)) for text, status in words if (n := imported.count(status))]
    counted = str(table.counted).format(n=vietnamese.format_number(total))
    return _("Danh sách {counted}: {parts}").format(counted=counted, parts=", ".join(parts))


def written_title(imported: Import, table: Table, outcome: dict[str, int]) -> str:
    """Return "Đã thêm 1.322 và sửa 41 đơn vị", or how it was taken back."""
    if imported.is_under_way:
        total = str(table.counted).format(n=vietnamese.format_number(sum(imported.counts.values())))
        writes = imported.state == ImportState.APPLYING
        sentence = _("Đang ghi danh sách {total}") if writes else _("Đang hoàn tác danh sách {total}")
        return sentence.format(total=total)
    if imported.state == ImportState.UNDONE:
        done = str(table.counted).format(n=vietnamese.format_number(outcome["undone"]))
        return _("Đã hoàn tác {done}").format(done=done)
    words = ((_("thêm {n}"), outcome["new"]), (_("sửa {n}"), outcome["changed"]))
    parts = [text.format(n=vietnamese.format_number(n)) for text, n in words if n] or [_("ghi 0")]
    return _("Đã {done}").format(done=str(table.counted).format(n=_(" và ").join(parts)))


def button_of(imported: Import, table: Table) -> str:
    """Return "Thêm 1.322 và sửa 41 đơn vị"; "" where there is nothing to write."""
    words = ((_("thêm {n}"), RowStatus.NEW), (_("sửa {n}"), RowStatus.CHANGED))
    parts = [text.format(n=vietnamese.format_number(n)) for text, status in words if (n := imported.count(status))]
    if not parts or imported.state != ImportState.READ:
        return ""
    return vietnamese_sentence(str(table.counted).format(n=_(" và ").join(parts)))
