"""Which certificates of a decision are printed together: those that somebody may see, as one file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from awards.models import Award, Decision
from awards.papers.certificates import printable
from foundation.digest import digest
from units.tree import ancestor_paths


def certificates_of(decision: Decision) -> list[Award]:
    """Return all awards of the decision that have a certificate, in the order of the list: two queries."""
    return printable(decision, decision.awards.select_related("unit").prefetch_related("papers"))


def bundles(awards: Iterable[Award]) -> dict[str, list[Award]]:
    """Return the awards of each union and of those above it, the largest bundles first, by what is printed on them.

    They are what a person with one post may see. Whoever holds posts in two branches asks for a bundle that is not
    among them.
    """
    by_path: dict[str, list[Award]] = defaultdict(list)
    for award in awards:
        for path in [*ancestor_paths(award.unit.path), award.unit.path]:
            by_path[path].append(award)
    by_digest = {digest_of(together): together for together in by_path.values()}
    return dict(sorted(by_digest.items(), key=lambda printed_awards: -len(printed_awards[1])))


def digest_of(awards: Iterable[Award]) -> str:
    """Return the digest of what a file of these certificates has on it. Stored: it is computed like this for ever.

    It holds all that an act can change on a certificate once its decision is issued, and nothing that depends on how a
    certificate is drawn.
    """
    return digest([_what_is_printed(award) for award in awards])


def _what_is_printed(award: Award) -> list[str | int]:
    issue = max((paper.issue for paper in award.papers.all()), default=0)
    return [award.pk, issue, award.name, award.position, award.unit_name, award.wording]
