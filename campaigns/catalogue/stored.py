"""Catalogues as they were written: their JSON and its formats, and a cache of them in each process.

An indicator names its section by the section's path; apart from that the JSON has the shape of `Catalogue`.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import campaigns
from campaigns.catalogue.live import live_catalogue
from campaigns.catalogue.types import (
    Catalogue,
    CatalogueCampaign,
    CatalogueCheck,
    CatalogueColumn,
    CatalogueCorrection,
    CatalogueDay,
    CatalogueIndicator,
    CataloguePhase,
    CatalogueSection,
)
from campaigns.models import AskedCatalogue, Phase
from campaigns.models.indicator import Category, OverPhases, OverUnits, Pace
from foundation.serialization import from_json, to_json
from foundation.stored_format import StoredFormat, Upgrade
from foundation.toml_schema import clean, parse

SMALL_BELOW_OF_2015 = 30  # catalogues that do not say it were written when it was fixed
CHECKS_OF_2015 = Path(campaigns.__file__).parent / "data" / "indicators-2015.toml"


def _with_checks(content: Any) -> Any:
    """Format 2 has the cross-checks; in format 1 sheets were checked by those of 2015, wherever they had the codes."""
    content["checks"] = [to_json(check) for check in _checks_of_2015()]
    return content


@cache
def _checks_of_2015() -> tuple[CatalogueCheck, ...]:
    absent = {"second": "", "limit": None, "limit_rule": "", "in_pledge": True, "in_report": True}
    rows = clean(parse(CHECKS_OF_2015))["checks"]
    return tuple(CatalogueCheck(**absent | row) for row in rows)


def _with_pace(content: Any) -> Any:
    """Format 3 has the pace of each indicator, where earlier ones had only when it is judged."""
    categories = {tuple(section["path"]): section["category"] for section in content["sections"]}
    for indicator in content["indicators"]:
        judged = indicator.pop("judged")
        indicator["pace"] = pace_of(judged, categories[tuple(indicator["section"])], indicator)
    return content


def pace_of(judged: str, category: str, indicator: Mapping[str, Any]) -> str:
    """Return the pace of an indicator that knew only when it is judged: each phase, school year or year end.

    A level has none. What is not added over the phases is a state, which is expected from the beginning of the year.
    """
    if judged != "each_phase":
        return Pace.END.value if judged == "year_end" else Pace.SCHOOL_YEAR.value
    is_level = indicator["over_units"] == OverUnits.RATIO and "/" in indicator["unit_of_measure"]
    if indicator["less_is_better"] or is_level:
        return Pace.NONE.value
    early = category == Category.SPRING or indicator["over_phases"] != OverPhases.SUM
    return Pace.EARLY.value if early else Pace.EVEN.value


UPGRADES: dict[int, Upgrade] = {1: _with_checks, 2: _with_pace}
"""By format the function that returns the next one: `{1: to_2}`."""

CATALOGUE = StoredFormat("what a phase asks", UPGRADES)
MOST_CACHED = 64
_cache: OrderedDict[int, Catalogue] = OrderedDict()


def catalogue_of(phase: Phase) -> Catalogue:
    """Return what the phase asks: its catalogue in force; before it is opened, that of the live rows."""
    if phase.catalogue_id is None:
        return live_catalogue(phase)
    return stored_catalogues([phase.catalogue_id])[phase.catalogue_id]


def catalogues_of(phases: Iterable[Phase]) -> dict[int, Catalogue]:
    """Return what some phases ask, by the phase's id. Those not opened yet are read from the live rows."""
    read = list(phases)
    written = stored_catalogues(phase.catalogue_id for phase in read if phase.catalogue_id is not None)
    return {
        phase.pk: live_catalogue(phase) if phase.catalogue_id is None else written[phase.catalogue_id] for phase in read
    }


def stored_catalogues(ids: Iterable[int]) -> dict[int, Catalogue]:
    """Return written catalogues by id. No query if they are cached, else one.

    A written catalogue never changes, so what is cached is true for ever; callers share it.
    """
    wanted = set(ids)
    catalogues = {pk: cached for pk in wanted if (cached := _cache.get(pk))}
    missing = wanted - catalogues.keys()
    for row in AskedCatalogue.objects.filter(pk__in=missing) if missing else ():
        catalogues[row.pk] = _cache[row.pk] = read_catalogue(row.content, row.format)
    while len(_cache) > MOST_CACHED:
        _cache.popitem(last=False)
    return catalogues


def clear_cache() -> None:
    """Empty the cache. Tests call it, because their databases give an id to one catalogue after another."""
    _cache.clear()


def catalogue_content(catalogue: Catalogue) -> dict[str, Any]:
    """Return a catalogue as JSON in the present format."""
    content: dict[str, Any] = to_json(catalogue)
    for line in (*content["indicators"], *content["questions"], *content["branch_lines"]):
        line["section"] = line["section"]["path"]
    for section in content["sections"]:
        if section["owner"] is None:
            del section["owner"]
    for name in ("questions", "branch_lines", "corrections"):
        if not content[name]:
            del content[name]
    return content


def read_catalogue(content: Any, stored_format: int) -> Catalogue:
    """Return a stored catalogue. Raises UnknownFormat."""
    present = CATALOGUE.read(content, stored_format)
    sections = {tuple(row["path"]): from_json(CatalogueSection, row) for row in present["sections"]}
    return Catalogue(
        campaign=from_json(CatalogueCampaign, present["campaign"]),
        phase=from_json(CataloguePhase, present["phase"]),
        days=from_json(tuple[CatalogueDay, ...], present["days"]),
        columns=from_json(tuple[CatalogueColumn, ...], present["columns"]),
        sections=tuple(sections.values()),
        indicators=_lines(present["indicators"], sections),
        questions=_lines(present.get("questions", []), sections),
        branch_lines=_lines(present.get("branch_lines", []), sections),
        checks=from_json(tuple[CatalogueCheck, ...], present["checks"]),
        corrections=from_json(tuple[CatalogueCorrection, ...], present.get("corrections", [])),
        small_below=present.get("small_below", SMALL_BELOW_OF_2015),
        asks_works=present.get("asks_works", True),
        asks_exemplars=present.get("asks_exemplars", True),
        asks_duties=present.get("asks_duties", False),
    )


def _lines(rows: list[Any], sections: Mapping[tuple[str, ...], CatalogueSection]) -> tuple[CatalogueIndicator, ...]:
    return tuple(CatalogueIndicator(**row | {"section": sections[tuple(row["section"])]}) for row in rows)
