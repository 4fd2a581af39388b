"""Helpers for tests of papers: a PDF made from a scrap of template, and the tools of poppler and qpdf."""

import json
import re
import subprocess
from datetime import UTC, datetime

from foundation.documents import pdf
from foundation.documents.table import CENTRE, FIGURE, TEXT, CellKind, PaperTable, TableCell, TableColumn, TableRow
from tests.support.kept_papers import laid_out

MADE_AT = datetime(2015, 7, 20, 2, tzinfo=UTC)


def templates_in(folder, settings):
    """Return a function that writes a template of a paper around a body into a folder and returns its name."""
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [engine | {"DIRS": [*engine["DIRS"], folder]}]

    def write(body):
        text = '{% extends "papers/base.html" %}{% block paper %}' + body + "{% endblock %}"
        (folder / "paper.html").write_text(text, "utf-8")
        return "paper.html"

    return write


def made(template, context=None, **paper):
    return pdf.render(template, context or {}, **({"title": "Báo cáo", "made_at": MADE_AT} | paper))


def tool(*command, given=b""):
    """Return what a program writes; a paper that it is given is laid out first."""
    return subprocess.run(command, input=laid_out(given), capture_output=True, check=True).stdout


def words(content, *options):
    """Return the text of a PDF, blanks of any kind and length as one space."""
    text = tool("pdftotext", *options, "-", "-", given=content).decode()
    return " ".join(text.replace("\f", " ").split())


def pages_of(content):
    """Return the text of each page, line by line, without blank lines."""
    text = tool("pdftotext", "-layout", "-", "-", given=content).decode()
    return [[line.strip() for line in page.splitlines() if line.strip()] for page in text.split("\f")[:-1]]


def dictionaries_of(content, tmp_path):
    """Return the dictionaries among a PDF's objects."""
    path = tmp_path / "paper.pdf"
    path.write_bytes(laid_out(content))
    objects = json.loads(tool("qpdf", "--json=2", str(path)))["qpdf"][1]
    return [pdf_object["value"] for pdf_object in objects.values() if isinstance(pdf_object.get("value"), dict)]


def half_of(whole):
    return TableCell(50, CellKind.PERCENT, numerator=whole // 2, denominator=whole)


def table(count):
    """Return a table of `count` works under two rows of headings; the percent has its fraction beneath."""
    columns = [
        TableColumn("TT", 8, CENTRE),
        TableColumn("Chỉ tiêu", 42, TEXT),
        TableColumn("Tổng số", 25, FIGURE, "Thực hiện"),
        TableColumn("Tỷ lệ", 25, FIGURE, "Thực hiện"),
    ]
    rows = [TableRow((f"{n}", f"Sáng kiến {n}", f"{n}00", half_of(2 * n))) for n in range(1, count + 1)]
    return PaperTable(columns, rows, caption="Biểu 1. Sáng kiến", notes=["(…) Chưa báo cáo"])


def places(content, word):
    """Return where a word is: (page from 1, share of the width, share of the height) of its middle."""
    boxes = tool("pdftotext", "-bbox", "-", "-", given=content).decode()
    positions = []
    for number, text in enumerate(boxes.split("<page ")[1:], start=1):
        width, height = (float(size) for size in re.match(r'width="([\d.]+)" height="([\d.]+)"', text).groups())
        pattern = rf'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">{re.escape(word)}</word>'
        for left, top, right, bottom in re.findall(pattern, text):
            middle = (float(left) + float(right)) / 2 / width, (float(top) + float(bottom)) / 2 / height
            positions.append((number, *middle))
    return positions
