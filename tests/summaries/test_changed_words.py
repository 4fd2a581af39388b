"""Tests how the words of two reports are compared."""

import pytest

from summaries.report.changed_words import changed_parts
from summaries.report.document import Document, DocumentLine, DocumentSection

pytestmark = pytest.mark.sqlite  # asks no database


def document(*sections, opening="Thực hiện phát động."):
    return Document(
        **dict.fromkeys(("about", "higher_body", "body", "number", "symbol", "place", "page_number"), ""),
        dated_on=None,
        year=2015,
        addressees=(),
        opening=opening,
        sections=sections,
        closing="Trên đây là báo cáo./.",
        recipients=(),
        on_behalf="",
        position="",
        employer_position="",
    )


def section(heading, *lines):
    rows = (DocumentLine(f"{number}.", title, text) for number, (title, text) in enumerate(lines, start=1))
    return DocumentSection(heading, tuple(rows))


def told(parts):
    """Return by heading the lines before and after, what differs in brackets."""
    return [(part.heading, [(words(line.before), words(line.after)) for line in part.lines]) for part in parts]


def words(line):
    return " ".join(f"[{run.text}]" if run.differs else run.text for run in line)


def test_the_same_words_do_not_differ():
    same = document(section("I. TÌNH HÌNH", ("", "Toàn tỉnh có 5 công đoàn.")))
    assert changed_parts(same, same) == []


def test_lines_are_compared_word_by_word_and_numbers_before_lines_are_not():
    before = document(
        section("I. TÌNH HÌNH", ("Đặc điểm", "Toàn tỉnh có 5 công đoàn cơ sở."), ("", "Mưa lũ kéo dài.")),
        section("II. KẾT QUẢ", ("", "Đạt 50%.")),
        opening="Thực hiện phát động năm 2015.",
    )
    after = document(
        section("I. TÌNH HÌNH MỚI", ("", "Được quan tâm."), ("Đặc điểm", "Toàn tỉnh có 7 công đoàn cơ sở.")),
        section("II. KẾT QUẢ", ("", "Đạt 50%."), ("", "Đã công bố.\nVà khen.")),
    )
    assert told(changed_parts(before, after)) == [
        ("", [("Thực hiện phát [động năm 2015.]", "Thực hiện phát [động.]")]),
        (
            "I. TÌNH HÌNH MỚI",
            [
                ("", "[Được quan tâm.]"),
                ("Đặc điểm. Toàn tỉnh có [5] công đoàn cơ sở.", "Đặc điểm. Toàn tỉnh có [7] công đoàn cơ sở."),
                ("[Mưa lũ kéo dài.]", ""),
            ],
        ),
        ("II. KẾT QUẢ", [("", "[Đã công bố.]"), ("", "[Và khen.]")]),
    ]


def test_a_part_that_one_of_them_does_not_have():
    before, after = document(section("I. TÌNH HÌNH", ("", "Ổn định."))), document()
    assert told(changed_parts(before, after)) == [("I. TÌNH HÌNH", [("[Ổn định.]", "")])]
