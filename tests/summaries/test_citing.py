"""Tests which annexes the text of a draft cites."""

from types import SimpleNamespace

import pytest

from summaries.report.citing import _text, citing
from summaries.report.document import Document, DocumentLine, DocumentSection


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Còn 04 đơn vị (Biểu số 01).", "Còn 04 đơn vị (Biểu số 01)."),
        ("Có 02 sáng kiến (Biểu số 03). Tiêu biểu là “A”.", "Có 02 sáng kiến. Tiêu biểu là “A”."),
        ("Có 02 sáng kiến. Sáng kiến được nêu tại Biểu số 03. Tiêu biểu là “A”.", "Có 02 sáng kiến. Tiêu biểu là “A”."),
        ("Đã tặng 01. Kết quả được tổng hợp tại Biểu số 04, 05.", "Đã tặng 01. Kết quả được tổng hợp tại Biểu số 04."),
        ("Sáng kiến được nêu tại Biểu số 03. Điển hình là A.", "Điển hình là A."),
    ],
)
def test_a_draft_cites_only_the_annexes_it_contains(text, cited):
    assert _text(text, {"01", "02", "04"}) == cited


def test_the_rest_of_the_document_stays():
    empty = dict.fromkeys(Document.__dataclass_fields__, "")
    line = DocumentLine("1.", "Sáng kiến", "Có 02 sáng kiến (Biểu số 03).")
    document = Document(**empty | {"sections": (DocumentSection("III", (line,)),)})
    (section,) = citing(document, [SimpleNamespace(label="Biểu số 01")]).sections
    assert [line.text for line in section.lines] == ["Có 02 sáng kiến."]
    assert citing(document, [SimpleNamespace(label="Biểu số 03")]) == document
