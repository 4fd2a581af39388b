"""What a table that comes in from a workbook may hold, declared by an app: columns, and how rows are compared and done.

A row of the file becomes a `FileRow`, whose cells were read by the columns; `find` compares all of them with what is
stored and returns a `RowPlan` for each; `act` does a plan and `undo` takes it back, each through an action of the app.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from foundation.lazy_text import LazyText
from foundation.list_table import ValueKind

Stored = str | int | bool | None
"""What a column makes of a cell: a value that JSON has; a day as "2015-07-20"."""


class RowStatus(StrEnum):
    """What becomes of a row. A doubtful one waits for an answer, one that is refused for a better file."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    DOUBTFUL = "doubtful"
    REFUSED = "refused"


class RowAnswer(StrEnum):
    """What a person says of a doubtful row: it is what was found, or it is another."""

    IS_IT = "is_it"
    IS_ANOTHER = "is_another"


@dataclass(frozen=True)
class FileColumn:
    """A column. `headings`: what may stand above it, in any case, with or without marks; exports write the first.
    `old_headings`: what stood above it in former years; it is still read, and told to nobody.

    `parse` reads a cell that is not blank; it raises ValidationError with a sentence. A blank cell says nothing about
    what is stored. `field`: the column of the model, "" for none. `write` returns what an export writes of a value;
    `words` what pages show of it. `example`: a cell for the empty file that people fill in. A column that is not
    `exported` says something to the act alone. `choices` returns the words of which a cell holds one; none of another.
    """

    key: str
    headings: tuple[str, ...]
    parse: Callable[[Any], Stored]
    field: str = ""
    required: bool = False
    kind: ValueKind = ValueKind.TEXT
    width: int = 24
    write: Callable[[Any], Any] = lambda value: value
    words: Callable[[Any], str] = lambda value: "" if value is None else str(value)
    example: str = ""
    old_headings: tuple[str, ...] = ()
    exported: bool = True
    choices: Callable[[], Iterable[str]] = tuple

    @property
    def heading(self) -> str:
        return self.headings[0]


@dataclass(frozen=True)
class Problem:
    """Why a row is refused or asked about: a sentence, and the address of the cell that it is about ("" for none)."""

    sentence: str
    cell: str = ""


@dataclass
class FileRow:
    """A row of a file. `number` is that of the sheet, from 1; `values` and `cells` (addresses) are by column key.

    A column that the file does not have, or whose cell is blank, has no value. `answer`: what was said of it when it
    was doubtful.
    """

    sheet: str
    number: int
    values: dict[str, Stored]
    cells: dict[str, str]
    problems: list[Problem] = field(default_factory=list)
    answer: RowAnswer | None = None

    def refuse(self, sentence: str, key: str = "") -> None:
        self.problems.append(Problem(sentence, self.cells.get(key, "")))


@dataclass
class RowPlan:
    """What a row would do. `target`: the id of the stored row it is about, None for a new one.

    `before` and `after` are by column key: of a row that changes something only what differs, of a new one all that
    it says. `links`: further values that `act` needs, such as the number of the row that comes first. Of a doubtful
    row `links["like"]` is what it looks like ("name", "above", and the "unit" stored or the "row" of the file) or
    `links["waits"]` the number of the doubtful row that it hangs on. Plans are done in the order of `turn`, then of the
    file.
    """

    row: FileRow
    status: RowStatus
    name: str = ""
    target: int | None = None
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    links: dict[str, Any] = field(default_factory=dict)
    turn: int = 0


@dataclass(frozen=True)
class Table:
    """A kind of tables. `by` is for whom and as whom is acted (units.acting.Acting), `plan` a stored plan.

    `find` compares in a number of statements that does not grow with the rows. `act` and `undo` return the event that
    they wrote; they raise ValidationError or StateConflict with the sentence why not. `rows` yields what is stored,
    by column key, as an export writes it: what is exported and imported again changes nothing. `counted` says "3 đơn
    vị" of a number, `taken_back` what undoing does, `says` what a stored new row is in a sentence, `url` where a
    stored thing is shown. `of_people`: the names of its rows are those of people.
    """

    key: str
    title: LazyText
    columns: tuple[FileColumn, ...]
    find: Callable[[Sequence[FileRow], Any], list[RowPlan]]
    act: Callable[..., Any]
    undo: Callable[..., Any]
    rows: Callable[[Any], Iterable[Mapping[str, Any]]]
    counted: LazyText
    taken_back: LazyText
    remarks: tuple[LazyText, ...] = ()
    of_people: bool = False
    says: Callable[[Any], str] = lambda row: ""
    url: Callable[[int], str] = lambda target: ""

    def column(self, key: str) -> FileColumn:
        return next(column for column in self.columns if column.key == key)
