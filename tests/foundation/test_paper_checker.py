"""Tests that the checker of papers sees what is wrong with a damaged copy, and nothing else."""

import io

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from foundation.documents import pdf
from tests.support.paper_checker import faults_of
from tests.support.paper_text import lines_of_html, noting_papers
from tests.support.papers import MADE_AT, table, templates_in

pytestmark = [pytest.mark.drawn_anew, pytest.mark.sqlite]  # what is drawn is the same on both


def without_output_intent(file):
    del file.Root.OutputIntents


def without_a_claim(file):
    with file.open_metadata() as metadata:
        del metadata["pdfaid:conformance"]


def with_a_font_left_out(file):
    del next(iter(file.pages[0].resources.Font.values())).DescendantFonts[0].FontDescriptor.FontFile2


def without_tags(file):
    del file.Root.StructTreeRoot


def with_headings_as_cells(file):
    for element in file.objects:
        if isinstance(element, Dictionary) and element.get("/S") == Name.TH:
            element.S = Name.TD


def read_backwards(file):
    document = file.Root.StructTreeRoot.K[0]
    document.K = pikepdf.Array(reversed(list(document.K)))


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        (without_output_intent, "no output intent with a colour profile"),
        (without_a_claim, "XMP does not say PDF/A-3a"),
        (with_a_font_left_out, "is not embedded"),
        (without_tags, "no structure tree"),
        (with_headings_as_cells, "a table without headings"),
        (read_backwards, "read out "),
    ],
)
def test_a_damaged_copy_has_the_one_fault(damage, fault, settings, tmp_path):
    name = templates_in(tmp_path, settings)("<h2>I. KẾT QUẢ</h2><p>Có 02 đợt.</p>{% include 'papers/table.html' %}")
    with noting_papers() as parts:
        content = pdf.render(name, {"table": table(3)}, title="Báo cáo", made_at=MADE_AT)
    lines = lines_of_html(parts[0])
    assert faults_of(content, lines) == []
    damaged = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as file:
        damage(file)
        file.save(damaged)
    (sentence,) = faults_of(damaged.getvalue(), lines)
    assert fault in sentence
