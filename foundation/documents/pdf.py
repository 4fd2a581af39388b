"""Papers as PDF, drawn from templates and laid out as official documents (templates/papers, css/paper.css).

A paper is made of parts: the text, and annexes whose pages are numbered on their own. The file is tagged and
archivable (PDF/A-3a) and embeds its fonts. The same parts, title and moment give the same bytes on every machine.
While a paper is made nothing is read but the project's own static files.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import ModuleType
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation

from foundation import garbage
from foundation.documents.no_break import html_kept_together
from foundation.documents.pdf_libraries import LIBRARIES, install_line, missing_libraries
from foundation.drawing import client as drawing
from foundation.drawing.process import report

BOTTOM_RIGHT = "bottom_right"
"""The place of the page number under Thông tư 01/2011/TT-BNV, in force in 2015; page 1 has none."""
TOP_CENTRE = "top_centre"
"""The place of the page number under Nghị định 30/2020/NĐ-CP; page 1 has none."""

Progress = Callable[[int, int], None]


class PdfUnavailable(Exception):
    """This machine lacks libraries that draw papers; the message names the error and the line that installs them."""


@dataclass(frozen=True)
class PaperPart:
    """Pages that are numbered from 1: a template that extends papers/base.html, its context, its orientation."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    landscape: bool = False


def render(template: str, context: dict[str, Any], **paper: Any) -> bytes:
    """The PDF of a paper of one part; keywords as for `render_parts`."""
    return render_parts([PaperPart(template, context)], **paper)


def render_parts(
    parts: Sequence[PaperPart],
    *,
    title: str,
    made_at: datetime,
    draft: bool = False,
    page_number: str = BOTTOM_RIGHT,
    note: str = "",
    private: bool = False,
    progress: Progress | None = None,
) -> bytes:
    """One PDF of all parts, in order.

    `title` is shown by readers as the window's name; `made_at` (aware) is written into the file as its date;
    `draft` stamps every page DỰ THẢO; `note` is printed at the foot of every page; what is `private` the drawing
    service forgets at once; `progress(done, total)` is called after every part. Raises PdfUnavailable.
    """
    moment = _moment(made_at)
    about = {"title": title, "made_at": moment, "draft": draft, "page_number": page_number, "note": note}
    texts = (_html(part, about) for part in parts)
    if not drawing.is_elsewhere():
        return _drawn(texts, len(parts), progress)
    written = list(texts)
    # A draft is the same draft a minute later; what is kept says when it was closed.
    key = [text.replace(moment, "") for text in written] if draft else written
    return drawing.draw(draw_texts, written, key=key, private=private, progress=progress)


def draw_texts(texts: Sequence[str]) -> bytes:
    """Return the PDF of parts in HTML, in the process of a drawing."""
    return _drawn(texts, len(texts), report)


def _drawn(texts: Iterable[str], count: int, progress: Progress | None = None) -> bytes:
    writer = load_engine().PdfWriter()
    with garbage.few_collections():
        for done, text in enumerate(texts, start=1):
            writer.add_part(text)
            if progress:
                progress(done, count)
        return writer.write()


def _html(part: PaperPart, about: dict[str, Any]) -> str:
    """In Vietnamese, whatever the language of the request."""
    with translation.override("vi"):
        context = part.context | {"paper": about | {"landscape": part.landscape}}
        return html_kept_together(render_to_string(part.template, context))


def _moment(made_at: datetime) -> str:
    """Local time to the second, which both PDF and XMP can write."""
    return timezone.localtime(made_at).isoformat(timespec="seconds")


def load_engine() -> ModuleType:
    """Return the module that lays papers out. Raises PdfUnavailable."""
    try:
        from foundation.documents import weasyprint_engine  # noqa: PLC0415 - slow, and all but papers works on a machine without Pango
    except OSError as error:
        missing = missing_libraries()
        raise PdfUnavailable(f"{error}. {install_line(missing or list(LIBRARIES))}") from error
    return weasyprint_engine
