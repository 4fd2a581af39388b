"""The six states of sheets as tiles: for the page of a phase and that of a summary. They add up to the called."""

from __future__ import annotations

from django.utils.translation import gettext as _

from campaigns.figures.address import ALL, COORDINATED, FigureValue
from campaigns.figures.book import FigureBook
from campaigns.figures.count_provider import EXPECTED, LATE, MISSING, RECEIVED
from campaigns.lifecycle import STATES, FilingStatus
from campaigns.models.filing import FilingKind
from foundation.vietnamese import format_number, format_percent

TONES = {
    FilingStatus.AWAITED: "no",
    FilingStatus.DRAFT: "wait",
    FilingStatus.RETURNED: "wait",
    FilingStatus.SUBMITTED: "wait",
    FilingStatus.ACCEPTED: "ok",
}


def state_tiles(book: FigureBook, kind: str, *, linked: bool) -> list[dict[str, str]]:
    """Return a tile (components/kpi.html) for each state; with `linked` they lead to the lists of their sheets.

    Where those not begun and those being written were not told apart, one tile counts both.
    """
    values = {state: book.value(f"count:{kind}", "units", ALL, state.value) for state in STATES}
    tiles = [_tile(value, _words(state, kind), TONES.get(state, ""), linked) for state, value in values.items()]
    if values[FilingStatus.AWAITED].value is not None:
        return tiles
    words = _("chưa đăng ký, kể cả đang soạn") if kind == FilingKind.PLEDGE else _("chưa báo cáo, kể cả đang soạn")
    return [_tile(book.value(f"count:{kind}", MISSING), words, "no", linked), *tiles[2:]]


def progress_words(accepted: int, unaccepted: int, expected: int) -> str:
    """Return in words how many of the expected sheets are accepted, and how many have been sent and are not."""
    waiting = _(", {n} chờ xác nhận hoặc bổ sung").format(n=format_number(unaccepted)) if unaccepted else ""
    return _("{a} đã xác nhận{waiting}, trên {c} đơn vị").format(
        a=format_number(accepted), waiting=waiting, c=format_number(expected)
    )


def _tile(value: FigureValue, label: str, tone: str, linked: bool) -> dict[str, str]:
    return {
        "value": format_number(value.number),
        "label": label,
        "tone": tone if value.value else "",
        "url": value.rows_url if linked and value.value else "",
    }


def _words(state: FilingStatus, kind: str) -> str:
    words = {
        FilingStatus.AWAITED: _("chưa bắt đầu"),
        FilingStatus.DRAFT: _("đang soạn"),
        FilingStatus.RETURNED: _("trả lại bổ sung"),
        FilingStatus.SUBMITTED: _("chờ xác nhận"),
        FilingStatus.ACCEPTED: _("đã xác nhận"),
        FilingStatus.EXCUSED: _("không thuộc diện") if kind == FilingKind.PLEDGE else _("được miễn báo cáo"),
    }
    return words[state]


def state_sentence(book: FigureBook, kind: str) -> str:
    """Return how many units were called and how many of the expected have sent, with the share and its base.

    Coordinated units, which are in no total, are said apart.
    """
    subject = f"count:{kind}"
    called, expected, received, late = (book.value(subject, measure) for measure in ("units", EXPECTED, RECEIVED, LATE))
    sentence = (
        _("{called} đơn vị được gọi, {expected} thuộc diện đăng ký; đã đăng ký {received}")
        if kind == FilingKind.PLEDGE
        else _("{called} đơn vị được gọi, {expected} thuộc diện báo cáo; đã báo cáo {received}")
    ).format(
        called=format_number(called.number),
        expected=format_number(expected.number),
        received=f"{format_number(received.number)}/{format_number(expected.number)}",
    )
    if received.share is not None:
        sentence += f" ({format_percent(received.share)})"
    sentence += _(", gửi sau hạn {n}.").format(n=format_number(late.number)) if late.value else "."
    if beside := book.value(subject, "units", COORDINATED).number:
        sentence += " " + _("Ngoài tổng số: {n} đơn vị phối hợp chỉ đạo.").format(n=format_number(beside))
    return sentence
