"""Writes what a phase asks, in the transaction of the act that opens the phase or corrects its words."""

from __future__ import annotations

from campaigns.catalogue.live import live_catalogue
from campaigns.catalogue.stored import CATALOGUE, catalogue_content
from campaigns.catalogue.types import Catalogue
from campaigns.models import AskedCatalogue, Phase
from foundation import clock
from foundation.digest import digest
from units.acting import Acting


def write_catalogue(
    phase: Phase, *, by: Acting, reason: str = "", catalogue: Catalogue | None = None
) -> AskedCatalogue:
    """Write the phase's next catalogue, by default that of the live rows, put it in force and return it.

    The caller holds the phase's row locked, has asked whether the act is allowed and records its event. Sheets sent
    before keep the version they answered. A version after the first needs a reason.
    """
    content = catalogue_content(catalogue or live_catalogue(phase))
    written = AskedCatalogue.objects.create(
        phase=phase,
        version=phase.catalogues.count() + 1,
        at=clock.now(),
        by=by.user,
        reason=reason,
        content=content,
        format=CATALOGUE.present,
        sha256=digest(content),
    )
    phase.catalogue = written
    phase.save(update_fields=["catalogue"])
    return written
