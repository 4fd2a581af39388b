"""Draws the headcounts of a union: four in five have fewer than thirty workers, a few have many."""

from __future__ import annotations

from random import Random

from units.models import Strand
from units.models.unit import ADMINISTRATIVE_STRANDS

SMALL = 30  # `Campaign.small_below` of the generated campaign
SMALL_SHARE = 0.8
LARGEST = {
    Strand.ADMINISTRATIVE: 90,
    Strand.PUBLIC_SERVICE: 150,
    Strand.STATE_ENTERPRISE: 400,
    Strand.PRIVATE_ENTERPRISE: 600,
    Strand.FOREIGN_ENTERPRISE: 2500,
}
WOMEN = {Strand.PUBLIC_SERVICE: (0.6, 0.95), Strand.FOREIGN_ENTERPRISE: (0.5, 0.9)}
WOMEN_ELSEWHERE = (0.2, 0.6)
OF_A_NGHIEP_DOAN = 120


def headcounts(rng: Random, strand: Strand | None) -> dict[str, int]:
    """Return the headcounts by name. `strand` None is a nghiệp đoàn, which like offices has no `insured`."""
    workers = _workers(rng, strand)
    members = max(min(workers, SMALL), round(workers * rng.uniform(0.92, 1)))
    women = round(workers * rng.uniform(*WOMEN.get(strand, WOMEN_ELSEWHERE) if strand else WOMEN_ELSEWHERE))
    counts = {
        "workers": workers,
        "women": women,
        "minorities": round(workers * rng.uniform(0, 0.5)),
        "members": members,
        "women_members": women * members // workers,
        "direct": round(workers * rng.uniform(0.7, 0.97)),
    }
    if strand and strand not in ADMINISTRATIVE_STRANDS:
        counts["insured"] = round(workers * rng.uniform(0.9, 1))
    return counts


def _workers(rng: Random, strand: Strand | None) -> int:
    if rng.random() < SMALL_SHARE:
        return rng.randint(4, SMALL - 1)
    return round(rng.triangular(SMALL, LARGEST[strand] if strand else OF_A_NGHIEP_DOAN, SMALL))
