"""Tests that no file brings the reader of tables down: it is refused or read, in little time and memory."""

import os
from pathlib import Path

import pytest

from foundation.tables.reading import read_tables
from foundation.tables.refusals import RefusedTable
from tests.support.hostile_tables import CASES, EITHER

pytestmark = pytest.mark.sqlite

NAME = "danh {sach}.xlsx"
MOST_SECONDS = 6
"""Of processors, of this process and the one that reads workbooks."""
MOST_MEMORY = 200
"""Megabytes that this process grows by at most; the other one has a limit of its own."""


def memory(key):
    """A line of what the system says of this process's memory, in megabytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(key)) // 1024


def seconds():
    return sum(os.times()[:4])


def says(sentence):
    """The longest part of a sentence that names no file and no number."""
    return max(str(sentence).replace("}", "{").split("{")[::2], key=len)


@pytest.mark.sweep("hostile tables")
@pytest.mark.parametrize("case", CASES)
def test_a_hostile_file_is_refused_or_read(case):
    make, expected = CASES[case]
    content = make()
    Path("/proc/self/clear_refs").write_text("5")  # the peak of memory is counted from here
    before, begun = memory("VmRSS"), seconds()
    try:
        workbook = read_tables(content, NAME)
    except RefusedTable as refusal:
        answer = " ".join(refusal.messages)
        assert f"“{NAME}”" in answer
        assert expected == EITHER or (not isinstance(expected, int) and says(expected) in answer), answer
    else:
        rows = sum(len(sheet.rows) for sheet in workbook.sheets)
        assert expected in (EITHER, rows), rows
    assert seconds() - begun < MOST_SECONDS
    assert memory("VmHWM") - before < MOST_MEMORY


def test_there_are_many_hostile_files():
    assert len(CASES) >= 60
