"""The indicators of several phases in one list: those of equal meaning are one, in the words of the latest phase."""

from __future__ import annotations

from collections.abc import Iterable

from campaigns.catalogue.types import Catalogue, CatalogueIndicator


def all_indicators(catalogues: Iterable[Catalogue]) -> tuple[CatalogueIndicator, ...]:
    """Return every indicator that one of the phases asks, in the table's order; `catalogues` from the earliest phase.

    Of an indicator whose meaning changed between phases there is only that of the latest phase.
    """
    in_order = list(catalogues)
    latest = {indicator.pk: indicator for catalogue in in_order for indicator in catalogue.indicators}
    paths = dict.fromkeys(section.path for catalogue in reversed(in_order) for section in catalogue.sections)
    positions = {path: position for position, path in enumerate(paths)}
    return tuple(
        sorted(
            latest.values(),
            key=lambda indicator: (positions[indicator.section.path], indicator.order, indicator.pk),
        )
    )


def same_codes(catalogue: Catalogue, indicators: Iterable[CatalogueIndicator]) -> dict[int, str]:
    """Return by id the codes of the catalogue's indicators that mean the same as the one of `indicators` with the code.

    So indicators of two years are compared.
    """
    meanings = {indicator.code: indicator.meaning for indicator in indicators}
    return {row.pk: row.code for row in catalogue.indicators if meanings.get(row.code) == row.meaning}
