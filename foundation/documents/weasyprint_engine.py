"""Lays out papers with WeasyPrint. No other module imports it; it allows papers to read static files alone."""

from importlib.resources import files
from io import BytesIO
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from django.contrib.staticfiles import finders
from weasyprint import CSS, HTML, Document
from weasyprint.css import ColorProfile
from weasyprint.text.ffi import harfbuzz, harfbuzz_subset
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from foundation.documents.pdf_libraries import SUBSETTING_SINCE

SCHEME = "static:"
SHEET = "static:css/paper.css"
OPTIONS: dict[str, Any] = {
    "pdf_variant": "pdf/a-3a",  # archivable (ISO 19005-3), level A: tagged, text that can be read out
    "presentational_hints": True,  # widths of columns as attributes
}

if not (harfbuzz_subset and harfbuzz.hb_version_atleast(*SUBSETTING_SINCE)):
    raise OSError("HarfBuzz cannot cut fonts down here; fontTools would, and give other bytes each time")


class StaticFiles(URLFetcher):
    """Answers `static:css/paper.css` from the project's static files and refuses every other address."""

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        path = finders.find(unquote(url.removeprefix(SCHEME))) if url.startswith(SCHEME) else None
        if not path:
            raise ValueError(f"A paper may not read {url}")
        media_type, _encoding = guess_type(path)
        return URLFetcherResponse(url, Path(path).read_bytes(), {"Content-Type": media_type or "font/ttf"})


def screen_colours() -> dict[str, ColorProfile]:
    """Return the sRGB profile, which PDF/A requires. It is read here because WeasyPrint leaves the file open."""
    profile = BytesIO((files("weasyprint.pdf") / "sRGB2014.icc").read_bytes())
    return {"srgb": ColorProfile(profile, "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))}


def head_columns(_document: Document, pdf: Any) -> None:
    """Let each heading of a table be that of its column, which readers work out from the spans.

    WeasyPrint 70 names the headings of each cell instead, and names wrong ones where headings span rows or columns.
    """
    for element in pdf.objects:
        kind = element.get("S") if isinstance(element, dict) else None
        if kind == "/TH":
            element["A"]["Scope"] = "/Column"
        elif kind == "/TD":
            element["A"].pop("Headers", None)


class PdfWriter:
    """Writes one PDF from parts in HTML. They share fonts, so that each is embedded once; threads share no writer."""

    def __init__(self) -> None:
        self._fetcher = StaticFiles()
        self._fonts = FontConfiguration()
        self._colours = screen_colours()
        self._sheet = CSS(url=SHEET, url_fetcher=self._fetcher, font_config=self._fonts)
        self._laid_out: list[Document] = []

    def add_part(self, html: str) -> None:
        """Adds the pages of the next part, numbered from 1."""
        part = HTML(string=html, url_fetcher=self._fetcher)
        document = part.render(
            font_config=self._fonts, color_profiles=self._colours, stylesheets=[self._sheet], **OPTIONS
        )
        self._laid_out.append(document)

    def write(self) -> bytes:
        """Return the file of all pages; title, language, dates and colours are those of the first part."""
        pages = [page for document in self._laid_out for page in document.pages]
        return self._laid_out[0].copy(pages).write_pdf(finisher=head_columns, output_intent="", **OPTIONS)
