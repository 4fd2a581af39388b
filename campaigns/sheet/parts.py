"""The parts of a sheet: each holds what was typed, its state, and the problems to mend before sending."""

from __future__ import annotations

import re
import uuid
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import Field, Form
from django.utils.translation import gettext as _

from campaigns.sheet.part_forms import as_uuid
from foundation import vietnamese
from foundation.forms.doubts import SUFFIX
from foundation.forms.errors import anchor, at_field
from foundation.forms.fields import TextField

MOST_ROWS = 200  # of a part that is submitted, besides its fixed rows; a draft may have more


class SheetProblem(NamedTuple):
    """A sentence that says what is wrong, with the HTML id of its field ("" for none) and the number of its part.

    `group` is the name of its group in a part that has some.
    """

    anchor: str
    sentence: str
    part: int
    group: str = ""


class SheetPart(ABC):
    """A numbered part of a sheet. `key` is its key in `Filing.typed`; `typed` is None until the unit saves the part."""

    is_rows = False
    left_to_mend = 0
    has_changed: bool | None = None
    """On a returned sheet: how many remarks are open in this part; whether it differs from what was returned."""
    is_inherited = False
    """Whether it shows what another sheet said, and nobody has begun this one."""

    def __init__(self, key: str, title: str, number: int, typed: Any):
        self.key, self.name, self.number, self.typed = key, title, number, typed

    @property
    def title(self) -> str:
        return f"{self.number}. {self.name}"

    @property
    def touched(self) -> bool:
        return self.typed is not None

    @abstractmethod
    def read(self, post: Mapping[str, Any]) -> Any:
        """Return what was typed in a POST, as `Filing.typed` keeps it."""

    def comparable(self, typed: Any) -> Any:
        """Return what is compared when two people save the part: by default all that was typed."""
        return typed

    @abstractmethod
    def labelled_form(self) -> Form:
        """Return a form with the labels of what is typed in the part."""

    @property
    @abstractmethod
    def problems(self) -> list[SheetProblem]:
        """What is missing or wrong in what was typed."""

    @property
    def state(self) -> str:
        """untouched | incomplete | done; instead of done inherited; on a returned sheet to_mend, changed, unchanged"""
        if not self.touched:
            return "untouched"
        if self.problems:
            return "incomplete"
        if self.left_to_mend:
            return "to_mend"
        if self.is_inherited:
            return "inherited"
        return "done" if self.has_changed is None else "changed" if self.has_changed else "unchanged"

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to do in this part."""
        return self.state in ("done", "inherited", "changed", "unchanged")

    @property
    def state_text(self) -> str:
        return {
            "done": _("Đã xong"),
            "incomplete": _("Còn thiếu"),
            "untouched": _("Chưa làm"),
            "to_mend": _("{n} chỗ cần sửa").format(n=self.left_to_mend),
            "changed": _("Đã sửa"),
            "unchanged": _("Không đổi"),
            "inherited": _("Kế thừa"),
        }[self.state]

    @property
    def state_tone(self) -> str:
        return {"done": "ok", "changed": "ok", "incomplete": "wait", "to_mend": "no"}.get(self.state, "plain")

    @property
    def detail(self) -> str:
        count = len(self.problems) if self.touched else 0
        return _("Còn {n} chỗ cần bổ sung").format(n=count) if count else ""

    def _problems_of(self, form: Form, label: str = "") -> list[SheetProblem]:
        return [
            SheetProblem("", f"{label}: {text}" if label else text, self.number)
            if name == NON_FIELD_ERRORS
            else SheetProblem(anchor(form[name]), at_field(form[name], text, row=label), self.number)
            for name, errors in form.errors.items()
            for text in map(str, errors)
        ]


class FormPart(SheetPart):
    """A part that is one form; `build(data, prefix)` makes the form when it is first needed."""

    def __init__(self, key: str, title: str, number: int, typed: Any, build: Callable[..., Form]):
        super().__init__(key, title, number, typed if isinstance(typed, dict) else None)
        self.build = build

    @cached_property
    def form(self) -> Form:
        """The form as the page shows it: unbound until the part was saved once."""
        return self.build(data=None if self.typed is None else self._data(self.typed), prefix=self.key)

    def labelled_form(self) -> Form:
        return self.form

    @cached_property
    def checked(self) -> Form:
        """The form bound to what would be sent, so that its errors can be read; without data if nothing was saved."""
        return self.form if self.touched else self.build(data={}, prefix=self.key)

    def _data(self, typed: dict[str, str]) -> dict[str, str]:
        return {f"{self.key}-{name}": value for name, value in typed.items()}

    def read(self, post: Mapping[str, Any]) -> dict[str, str]:
        """Return what was typed in a POST, by field name, for the fields of this part."""
        return texts_of(post, self.key, self.form.fields)

    @cached_property
    def problems(self) -> list[SheetProblem]:
        if self.touched or not self.checked.errors:
            return self._problems_of(self.checked)
        return [SheetProblem("", _("Chưa làm phần “{title}”.").format(title=self.title), self.number)]


class RowsPart(SheetPart):
    """A part of repeating rows.

    `build(data, prefix, typed)` makes the form of a row, `row_name` names a row in sentences, and `fixed()` returns
    the rows that must be answered (works registered before).
    """

    is_rows = True

    def __init__(
        self,
        key: str,
        title: str,
        number: int,
        typed: Any,
        build: Callable[..., Form],
        row_name: str,
        fixed: Callable[[], list[dict[str, str]]] = list,
    ):
        super().__init__(key, title, number, typed if isinstance(typed, list) else None)
        self.build, self.row_name, self.fixed = build, row_name, fixed
        self.rows = [row for row in (self.typed or []) if isinstance(row, dict)]

    @cached_property
    def pending(self) -> list[dict[str, str]]:
        """The fixed rows that have not been answered yet."""
        answered = {row.get("uuid") for row in self.rows}
        return [row for row in self.fixed() if row["uuid"] not in answered]

    @cached_property
    def forms(self) -> list[Form]:
        return [self._form(index, row) for index, row in enumerate(self.rows)]

    def _form(self, index: int, row: dict[str, str]) -> Form:
        prefix = f"{self.key}-{index}"
        return self.build(data={f"{prefix}-{name}": value for name, value in row.items()}, prefix=prefix, typed=row)

    def open_forms(self, blank: int = 0) -> list[Form]:
        """Return the forms for the page: the typed rows, then unbound forms of the pending rows and of blank ones."""
        shown = list(self.forms)
        for row in [*self.pending, *([{}] * blank)]:
            prefix = f"{self.key}-{len(shown)}"
            shown.append(self.build(data=None, prefix=prefix, typed=row, initial=row))
        return shown

    @property
    def filled(self) -> int:
        """How many rows say something: those typed and those to be answered, without the blank ones of the page."""
        return len(self.rows) + len(self.pending)

    @property
    def total(self) -> int | None:
        """The sum of the money of the rows, as far as it can be read, in đồng; None if rows have no money."""
        names = [name for name in ("value", "expected_value") if name in self.empty_form().fields]
        readable = [form for form in self.forms if not form.errors.keys() & set(names)]
        return sum(form.cleaned_data.get(name) or 0 for form in readable for name in names) if names else None

    def labelled_form(self) -> Form:
        return self.empty_form()

    def empty_form(self) -> Form:
        """Return the form that the page's script copies to add a row."""
        return self.build(data=None, prefix=f"{self.key}-__prefix__", typed={})

    def read(self, post: Mapping[str, Any]) -> list[dict[str, str]]:
        """Return the rows of a POST without deleted and blank ones; a row without a uuid is given one."""
        rows = []
        for index in self._sent(post):
            prefix = f"{self.key}-{index}"
            typed = {
                name: text_of(post, f"{prefix}-{name}") for name in ("uuid", "title") if f"{prefix}-{name}" in post
            }
            row = texts_of(post, prefix, self.build(data=None, prefix=prefix, typed=typed).fields)
            if any(value for name, value in row.items() if name != "uuid") and not _is_deleted(post, prefix):
                rows.append(row | {"uuid": str(as_uuid(row["uuid"]) or uuid.uuid4())})
        return rows

    def _sent(self, post: Mapping[str, Any]) -> list[int]:
        """Return the indexes of the rows in a POST, read from the field names, not from a count in the form."""
        of_a_row = re.compile(rf"{re.escape(self.key)}-([0-9]{{1,9}})-.+")
        return sorted({int(match[1]) for match in map(of_a_row.fullmatch, post) if match})

    @cached_property
    def problems(self) -> list[SheetProblem]:
        problems = [
            problem
            for index, form in enumerate(self.forms, start=1)
            for problem in self._problems_of(form, f"{self.row_name} {index}")
        ]
        too_many = len(self.rows) - MOST_ROWS - len(self.fixed())
        if too_many > 0:
            sentence = _("Phần này có {n} dòng, gửi được nhiều nhất {most} dòng. Xin gộp hoặc bỏ bớt {k} dòng.")
            numbers = {"n": len(self.rows), "most": len(self.rows) - too_many, "k": too_many}
            problems.insert(0, SheetProblem("", sentence.format(**numbers), self.number))
        waiting = len(self.pending)
        if waiting:
            sentence = _("Còn {n} đề tài, sáng kiến, công trình đã đăng ký chưa ghi kết quả.").format(n=waiting)
            problems.append(SheetProblem("", sentence, self.number))
        return problems

    @property
    def detail(self) -> str:
        return super().detail or (_("{n} dòng").format(n=len(self.rows)) if self.rows else "")


def texts_of(post: Mapping[str, Any], prefix: str, fields: Mapping[str, Field]) -> dict[str, str]:
    """Return the cleaned texts of a POST by field, and beside them answers that keep a doubtful text as it is."""
    texts = {}
    for name, field in fields.items():
        texts[name] = text_of(post, f"{prefix}-{name}")
        if isinstance(field, TextField):
            text, answer = field.cleaned_text(texts[name]), text_of(post, f"{prefix}-{name}{SUFFIX}")
            doubt = field.doubt_of(text) if answer else None
            texts[name] = (doubt and doubt.with_answer(answer).settled) or text
            if doubt and answer == doubt.keep:
                texts[name + SUFFIX] = answer
    return texts


def text_of(post: Mapping[str, Any], name: str) -> str:
    """Return the cleaned text of a field of a POST, "" if it is missing."""
    value = post.get(name, "")
    return vietnamese.clean(value) if isinstance(value, str) else ""


def _is_deleted(post: Mapping[str, Any], prefix: str) -> bool:
    return bool(post.get(f"{prefix}-DELETE"))
