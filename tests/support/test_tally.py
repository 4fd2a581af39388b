"""Tests what docs/security.md tells: of each proof what its newest deep run counted, and on which day."""

import runpy
from datetime import datetime
from pathlib import Path

import pytest

from tests.support import tally

pytestmark = pytest.mark.sqlite  # asks no database

IDS = "tests/access/test_forms_ids.py"
RACES = "tests/awards/test_races.py"
PAGE = f"""
| what was tried | | proof | SQLite | on | PostgreSQL | on |
|---|---|---|--:|---|--:|---|
| foreign ids | requests | `{IDS}` | 700 | 2026-11-28 | 650 | 2026-11-28 |
| races | trials | `several` | – | – | 4,258 | 2026-11-29 |
"""


@pytest.fixture
def ran(monkeypatch, tmp_path):
    """A function that counts as a run of some day does."""
    monkeypatch.setattr(tally, "VAR", tmp_path)

    def run(day, *counts, deep=True, whole=False):
        monkeypatch.setattr(tally, "deep", deep)
        monkeypatch.setenv(tally.RUN, "")  # so that it is set back after this test
        tally.begin(datetime.fromisoformat(f"{day}T12:00:00"), whole=whole)
        for proof, subject, what, number in counts:
            monkeypatch.setenv("PYTEST_CURRENT_TEST", f"{proof}::test_x (call)")
            tally.count(subject, what, number)

    return run


@pytest.fixture
def rows(monkeypatch, tmp_path):
    """A function that returns the rows written for PAGE."""
    script = runpy.run_path(str(Path(__file__).parents[2] / "scripts" / "figures"))
    monkeypatch.setitem(script["security"].__globals__, "VAR", tmp_path)
    return lambda page=PAGE: script["security"](page).splitlines()[2:]


def test_a_row_stays_until_its_proof_is_counted_anew(ran, rows):
    assert rows() == PAGE.splitlines()[3:]
    ran("2026-11-30", (IDS, "foreign ids", "requests", 500), (IDS, "foreign ids", "requests", 300))
    ran("2026-12-01", (RACES, "races", "trials", 20))
    ran("2026-12-02", (IDS, "foreign ids", "requests", 100), deep=False)
    assert rows() == [
        f"| foreign ids | requests | `{IDS}` | 800 | 2026-11-30 | 650 | 2026-11-28 |",
        "| races | trials | `several` | – | – | 4,258 | 2026-11-29 |",
        f"| races | trials | `{RACES}` | 20 | 2026-12-01 | – | – |",
    ]


def test_of_a_proof_the_newest_run_counts_with_all_it_counted(ran, rows):
    ran("2026-11-30", (IDS, "foreign ids", "requests", 500), (IDS, "foreign ids", "forms", 9))
    ran("2026-12-01", (IDS, "foreign ids", "requests", 7))
    assert rows()[:1] == [f"| foreign ids | requests | `{IDS}` | 7 | 2026-12-01 | 650 | 2026-11-28 |"]
    assert len(rows()) == 2


def test_what_a_failed_proof_counted_is_not_told(ran, rows):
    ran("2026-11-30", (IDS, "foreign ids", "requests", 500))
    ran("2026-12-01", (IDS, "foreign ids", "requests", 7))
    tally.fail(IDS)
    assert rows()[:1] == [f"| foreign ids | requests | `{IDS}` | 500 | 2026-11-30 | 650 | 2026-11-28 |"]


def test_what_a_run_of_everything_did_not_count_is_told_no_more(ran, rows):
    ran("2026-11-30", (RACES, "races", "trials", 20))
    ran("2026-12-01", (IDS, "foreign ids", "requests", 800), whole=True)
    assert rows() == [
        f"| foreign ids | requests | `{IDS}` | 800 | 2026-12-01 | 650 | 2026-11-28 |",
        "| races | trials | `several` | – | – | 4,258 | 2026-11-29 |",
    ]
    of_sqlite = tally.VAR / "tally-sqlite-deep.jsonl"
    (tally.VAR / "tally-postgresql-deep.jsonl").write_bytes(of_sqlite.read_bytes())
    assert rows() == [f"| foreign ids | requests | `{IDS}` | 800 | 2026-12-01 | 800 | 2026-12-01 |"]
