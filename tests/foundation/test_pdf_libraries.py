"""Tests that the portal starts only where all system libraries that draw papers are installed."""

import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
import weasyprint.text.ffi
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from weasyprint.pdf.fonts import Font

from foundation import documents
from foundation.documents import pdf, pdf_libraries
from foundation.documents.pdf_libraries import LIBRARIES
from tests.support.papers import made, templates_in

pytestmark = [pytest.mark.drawn_anew, pytest.mark.sqlite]  # asks no database
ROOT = Path(__file__).resolve().parents[2]
SUBSET = "libharfbuzz-subset.so.0"


@pytest.fixture
def page(settings, tmp_path):
    return templates_in(tmp_path, settings)


@pytest.fixture
def engine_read_anew(monkeypatch):
    monkeypatch.delitem(sys.modules, "foundation.documents.weasyprint_engine", raising=False)
    monkeypatch.delattr(documents, "weasyprint_engine", raising=False)


def test_harfbuzz_cuts_the_fonts_down(page, monkeypatch):
    cut, subset = [], Font._harfbuzz_subset

    def noting(font, *more):
        cut.append(font.family)
        subset(font, *more)

    monkeypatch.setattr(Font, "_harfbuzz_subset", noting)
    monkeypatch.delattr(Font, "_fonttools_subset")
    made(page("<p>Nông Thị Ánh <b>Bằng khen</b></p>"))
    assert cut == ["Tinos", "Tinos"]


def test_every_library_that_weasyprint_opens_is_looked_for():
    source = Path(weasyprint.text.ffi.__file__).read_text("utf-8")
    opened = set(re.findall(r"'(lib[\w.+-]+\.so\.\d+)'", source))
    assert opened - {"libharfbuzz-vector.so.0"} == set(LIBRARIES)


def test_prepare_installs_what_the_portal_looks_for():
    lines = re.findall(
        r"library (\S+\.so\.\d+) \|\| echo (\S+)$", (ROOT / "scripts" / "prepare").read_text("utf-8"), re.MULTILINE
    )
    assert dict(lines) == LIBRARIES


def test_this_machine_has_them_all():
    assert pdf_libraries.missing_libraries() == []
    assert run_checks() == []


def test_a_start_without_one_is_refused_with_the_line_that_installs_it(monkeypatch):
    monkeypatch.setitem(LIBRARIES, "libnone.so.0", "libnone0")
    (error,) = run_checks()
    assert error.is_serious()
    assert error.msg == "Papers cannot be drawn: this machine lacks libnone.so.0."
    assert error.hint == "apt-get install libnone0"
    with pytest.raises(ImproperlyConfigured, match=r"lacks libnone\.so\.0\. Run: apt-get install libnone0$"):
        pdf_libraries.refuse_without_libraries()  # what the web server asks, which runs no checks


def test_a_machine_without_pango_is_told_what_to_install(page, monkeypatch, engine_read_anew):
    broken = ModuleType("weasyprint")

    def refuse(name):
        raise OSError("cannot load library 'libpango-1.0-0'")

    broken.__getattr__ = refuse
    monkeypatch.setitem(sys.modules, "weasyprint", broken)
    monkeypatch.setattr(pdf_libraries, "_opens", lambda name: "pango" not in name)
    with pytest.raises(pdf.PdfUnavailable, match=r"'\. apt-get install libpango-1.0-0 libpangoft2-1.0-0$"):
        made(page("<p>a</p>"))


@pytest.mark.parametrize("name", ["harfbuzz_subset", "harfbuzz"])
def test_a_machine_whose_harfbuzz_cannot_cut_fonts_draws_no_paper(page, monkeypatch, engine_read_anew, name):
    """Without the library, or with an old one, fontTools would subset fonts, with other bytes each time."""

    class Old:
        def hb_version_atleast(self, *version):
            return version < pdf_libraries.SUBSETTING_SINCE

    monkeypatch.setattr(weasyprint.text.ffi, name, None if name == "harfbuzz_subset" else Old())
    monkeypatch.setattr(pdf_libraries, "_opens", lambda name: name != SUBSET)
    with pytest.raises(pdf.PdfUnavailable, match=r"^HarfBuzz cannot .* apt-get install libharfbuzz-subset0$"):
        made(page("<p>a</p>"))
