"""Measures a phase's summary beside the least that could be done: ten statements, and a bare WeasyPrint.

Both are timed here, in one process, in turns.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from statistics import median
from typing import Any

from django.db import connection
from weasyprint import HTML

from campaigns.figures.queries import phases_up_to
from campaigns.models import Phase
from campaigns.progress.rollups import is_rolled_up
from emulation.fictional.generator.phases import NOW
from foundation import clock
from foundation.documents.table import TableCell
from summaries.annexes import annexes_of
from summaries.figures.phase_figures import phase_figures
from summaries.models import Summary
from summaries.report.contents import SummaryContents, SummaryDraft
from summaries.report.paper import full_pdf

STATEMENTS = [text for text in Path(__file__).with_name("figures.sql").read_text("utf-8").split(";\n") if text.strip()]
LONGEST = 2_000  # unions: above, the paper of everything is no paper that anybody reads
TIMES_STATEMENTS, TIMES_BARE = 3, 0.7


def summary_costs() -> dict[str, dict[str, Any]]:
    phase = Phase.objects.exclude(opened_at=None).select_related("campaign__unit").order_by("number").last()
    summary = Summary(campaign=phase.campaign, phase=phase, unit=phase.campaign.unit)
    costs = {}
    if not is_rolled_up(phase.campaign.unit):  # whose figures are added up from those that the worker counted
        counted = in_turns(lambda: phase_figures(phase, summary.unit), lambda: stated(phase), 9, TIMES_STATEMENTS)
        costs["figures, beside ten statements"] = counted
    with clock.travel(NOW.isoformat()):
        contents = SummaryDraft(summary).contents()
        if len(contents.figures.participation.units) <= LONGEST:
            paper = in_turns(lambda: full_pdf(contents, NOW), lambda: bare_pdf(contents), 1, TIMES_BARE)
            costs["full PDF, beside a bare WeasyPrint"] = paper
    return costs


def in_turns(mine: Callable[[], Any], bare: Callable[[], Any], turns: int, limit: float) -> dict[str, Any]:
    both = [(spent(mine), spent(bare)) for _turn in range(turns)]
    return {"ms": median(own for own, _other in both), "bare": median(other for _one, other in both), "limit": limit}


def spent(act: Callable[[], Any]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def stated(phase: Phase) -> None:
    """Read the rows that figures are counted from into tuples."""
    phases = [counted_phase.pk for counted_phase in phases_up_to(phase)]
    named = {"phase": phase.pk, "phases": phases, "campaign": phase.campaign_id, "unit": phase.campaign.unit_id}
    with connection.cursor() as cursor:
        for statement in STATEMENTS:
            cursor.execute(statement, named)
            cursor.fetchall()


def bare_pdf(contents: SummaryContents) -> None:
    """Draw the same rows in one plain table."""
    rows = "".join(f"<tr>{''.join(f'<td>{escape(text)}' for text in row)}" for row in rows_of(contents))
    HTML(string=f"<html lang=vi><table>{rows}</table>").write_pdf()


def rows_of(contents: SummaryContents) -> Iterator[list[str]]:
    for annex in annexes_of(contents.book, full=True):
        for table in annex.tables:
            for row in table.rows:
                yield [f"{cell.text} {cell.under}" if isinstance(cell, TableCell) else cell for cell in row.cells]
