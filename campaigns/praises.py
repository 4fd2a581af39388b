"""Awards of those whom the register of exemplars follows. The app of awards says which there are (`SOURCES`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from campaigns.models import FollowedExemplar

PraisesByExemplar = dict[int, list[str]]
"""By the id of an awarded exemplar its awards since it was found, with their decisions, in words."""

SOURCES: list[Callable[[Sequence[FollowedExemplar]], PraisesByExemplar]] = []


def praises_of(exemplars: Iterable[FollowedExemplar]) -> PraisesByExemplar:
    """Return what these exemplars were awarded, each read with its unit. One statement of each source."""
    read, praises = list(exemplars), PraisesByExemplar()
    for source in SOURCES if read else ():
        for pk, words in source(read).items():
            praises.setdefault(pk, []).extend(words)
    return praises
