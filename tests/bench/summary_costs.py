"""Measures a phase's summary beside the least that could be done: one statement, and a bare WeasyPrint.

Both are timed here, in one process, in turns.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from html import escape
from statistics import median
from typing import Any

from django.db import connection
from weasyprint import HTML

from campaigns.models import Phase
from campaigns.progress.rollups import is_rolled_up
from emulation.fictional.generator.campaign import NOW
from foundation import clock
from foundation.documents.table import TableCell
from summaries.annexes import annexes_of
from summaries.figures.phase_figures import phase_figures
from summaries.figures_cache import figures_from_rollup
from summaries.models import Summary
from summaries.report.contents import SummaryContents, SummaryDraft
from summaries.report.paper import full_pdf

STATEMENT = """
SELECT f.indicator_id, s.kind, count(*), sum(coalesce(f.value, f.numerator)), sum(f.denominator)
FROM campaigns_figure f JOIN campaigns_filing s ON s.current_submission_id = f.submission_id
JOIN campaigns_calledunit c ON c.id = s.called_id
WHERE c.phase_id IN (SELECT id FROM campaigns_phase WHERE campaign_id = %(campaign)s AND number <= %(number)s)
AND s.status = 'accepted' AND NOT c.coordinated GROUP BY f.indicator_id, s.kind
"""
LONGEST = 2_000  # unions: above, the paper of everything is no paper that anybody reads
TIMES_STATEMENT, TIMES_BARE = 2, 0.7


def summary_costs() -> dict[str, dict[str, Any]]:
    phase = Phase.objects.exclude(opened_at=None).select_related("campaign__unit").order_by("number").last()
    summary = Summary(campaign=phase.campaign, phase=phase, unit=phase.campaign.unit)
    costs = {
        "figures, beside one statement": in_turns(lambda: counted(phase), lambda: stated(phase), 5, TIMES_STATEMENT)
    }
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


def counted(phase: Phase) -> None:
    """Read the figures of a phase; a confederation's are those that the worker counted."""
    unit = phase.campaign.unit
    if is_rolled_up(unit):
        figures_from_rollup(phase, unit, whole=False)
    else:
        phase_figures(phase, unit)


def stated(phase: Phase) -> None:
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, {"campaign": phase.campaign_id, "number": phase.number})
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
