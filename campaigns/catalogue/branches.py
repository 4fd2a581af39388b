"""What an open phase asks for a sector union, brought up to date as long as no unit of its branch has sent that."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from campaigns.catalogue.types import Catalogue, CatalogueIndicator, CatalogueSection, SectionOwner
from campaigns.models import FilingKind


def with_branch(in_force: Catalogue, live: Catalogue, owner: SectionOwner, sent: Collection[str]) -> Catalogue:
    """Return the catalogue in force with the lines that a sector union's rows have now.

    `sent`: the kinds of sheets that a unit of the branch has sent already. What those asked stays as it was, and they
    ask nothing new. `owner`: the union as the phase called it.
    """
    before = {line.pk: line for line in in_force.lines_of(owner.pk)}
    now = {line.pk: line for line in live.lines_of(owner.pk)}
    lines = []
    for pk in dict.fromkeys((*now, *before)):
        line = before[pk] if pk in before and kinds_of(before[pk]) & set(sent) else _unsent(now.get(pk), sent)
        if line is not None:
            lines.append(line)
    sections = _sections(in_force, live, owner, {line.section.path for line in lines})
    return replace(
        in_force,
        sections=(*(row for row in in_force.sections if not _is_of(row, owner)), *sections.values()),
        branch_lines=(
            *(line for line in in_force.branch_lines if not _is_of(line.section, owner)),
            *(replace(line, section=sections[line.section.path]) for line in lines),
        ),
    )


def _sections(
    in_force: Catalogue, live: Catalogue, owner: SectionOwner, paths: Collection[tuple[str, ...]]
) -> dict[tuple[str, ...], CatalogueSection]:
    """Return the union's sections of these paths in their order; one that is gone from the rows as it was in force."""
    rows = {row.path: row for row in (*live.sections, *in_force.sections) if _is_of(row, owner)}
    rows |= {row.path: row for row in live.sections if _is_of(row, owner)}
    return {path: replace(row, owner=owner) for path, row in rows.items() if path in paths}


def _unsent(line: CatalogueIndicator | None, sent: Collection[str]) -> CatalogueIndicator | None:
    """Return a line as it is asked in the kinds of sheets that were not sent yet; None where there is none."""
    if line is None:
        return None
    unsent = replace(
        line,
        in_pledge=line.in_pledge and FilingKind.PLEDGE not in sent,
        in_report=line.in_report and FilingKind.REPORT not in sent,
    )
    return unsent if kinds_of(unsent) else None


def kinds_of(line: CatalogueIndicator) -> set[str]:
    """Return the kinds of sheets that ask a line."""
    by_kind = {FilingKind.PLEDGE.value: line.in_pledge, FilingKind.REPORT.value: line.in_report}
    return {kind for kind, is_asked in by_kind.items() if is_asked}


def _is_of(section: CatalogueSection, owner: SectionOwner) -> bool:
    return section.owner is not None and section.owner.pk == owner.pk
