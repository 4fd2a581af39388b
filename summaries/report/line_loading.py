"""Writes the report lines of a new campaign from their file."""

from __future__ import annotations

from pathlib import Path

from campaigns.models import Campaign
from foundation.toml_schema import BadFile
from summaries.models.report_line import LineRole, ReportLine
from summaries.report.line_file import PLAIN, rows_of
from summaries.sentences.names import known_names


def write_lines(campaign: Campaign, path: Path | None = None) -> None:
    """Write the lines of a file, or the plain ones, after the campaign's indicators. Raises BadFile.

    A line that names a figure or an indicator which the campaign does not have is refused.
    """
    rows = [ReportLine(campaign=campaign, **columns) for columns in rows_of(path or PLAIN)]
    names = known_names(campaign, {row.key for row in rows if row.role == LineRole.PHRASE})
    faults = {
        f"{row.role} {row.key}, {name}: {sentence}": None
        for row in rows
        for name, said in row.problems(names).items()
        for sentence in ([said] if isinstance(said, str) else said)
    }
    if faults:
        raise BadFile(*faults)
    ReportLine.objects.bulk_create(rows)
