"""Inputs of figures brought up to date: the rows of the units where something happened are read again, no others.

What a sheet contributes is found by its unit: an event of one sheet can change what another sheet of the same unit
says (the works that a pledge registers are reported by later reports), but never what another unit sent. Nothing is
changed in place: threads share the inputs, so new ones are made from the old.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from campaigns.figures.inputs import CountedFiling, FigureInputs
from campaigns.figures.queries import read_sheets

Key = TypeVar("Key")


def read_again(inputs: FigureInputs, unit_ids: frozenset[int]) -> FigureInputs:
    """Return the inputs of some units as they are now. Which units were called is taken from `inputs`."""
    again = FigureInputs(
        inputs.campaign,
        inputs.phase,
        inputs.unit,
        inputs.whole,
        inputs.paths,
        called=[called for called in inputs.called if called.unit_id in unit_ids],
        coordinated=[called for called in inputs.coordinated if called.unit_id in unit_ids],
        phases=inputs.phases,
        phases_a_year_ago=inputs.phases_a_year_ago,
        same_phases=inputs.same_phases,
        paths_a_year_ago=inputs.paths_a_year_ago,
        excluded_paths=inputs.excluded_paths,
        only_units=unit_ids,
        catalogues=inputs.catalogues,
        indicators=inputs.indicators,
    )
    read_sheets(again)
    return again


def with_units(inputs: FigureInputs, again: FigureInputs) -> FigureInputs:
    """Return `inputs` in which the rows of some units are those of `again`, without the figures of either."""
    units = again.only_units or frozenset()
    called_again = {called.pk for called in (*again.called, *again.coordinated)}

    def of_others(filings: Mapping[Key, CountedFiling]) -> dict[Key, CountedFiling]:
        return {key: filing for key, filing in filings.items() if filing.unit_id not in units}

    by_submission = of_others(inputs.by_submission)
    headcounts = {key: counts for key, counts in inputs.headcounts.items() if key[0] not in called_again}
    return replace(
        inputs,
        filings=of_others(inputs.filings) | again.filings,
        by_submission=by_submission | again.by_submission,
        filings_of_called=of_others(inputs.filings_of_called) | again.filings_of_called,
        headcounts=headcounts | again.headcounts,
        figures=[],
        last_year=[figure for figure in inputs.last_year if figure.unit_id not in units] + again.last_year,
        reports_a_year_ago={unit: report for unit, report in inputs.reports_a_year_ago.items() if unit not in units}
        | again.reports_a_year_ago,
        work_results=[row for row in inputs.work_results if row.submission_id in by_submission] + again.work_results,
        registered_works=[work for work in inputs.registered_works if work[1].unit_id not in units]
        + again.registered_works,
        written_answers=[row for row in inputs.written_answers if row.submission_id in by_submission]
        + again.written_answers,
        branch_figures=[row for row in inputs.branch_figures if row.submission_id in by_submission]
        + again.branch_figures,
        exemplars=[row for row in inputs.exemplars if row.submission_id in by_submission] + again.exemplars,
    )
