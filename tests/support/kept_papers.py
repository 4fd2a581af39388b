"""Lays out a paper of the same HTML once for all tests of a run, and with `scripts/test` for the next runs too.

The same HTML is the same file: tests marked `drawn_anew` prove it, and their papers are always laid out, as are those
of tests that look at how it is done. A third of the time of the tests of summaries went into layout.
"""

import hashlib
import os
import threading
from collections.abc import Callable, Iterable

from foundation.documents.pdf import Progress
from tests.support import shared_folder

Draw = Callable[[Iterable[str], int, Progress | None], bytes]

anew = False  # set before each test


def drawing_once(draw: Draw) -> Draw:
    """Return `pdf._drawn` with what it has drawn in the shared folder."""

    def drawn(texts: Iterable[str], count: int, progress: Progress | None = None) -> bytes:
        if anew:
            return draw(texts, count, progress)
        parts = list(texts)
        assert shared_folder.folder is not None
        file = shared_folder.folder / f"{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()}.pdf"
        if not file.exists():
            unfinished = file.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
            unfinished.write_bytes(draw(parts, count, progress))
            unfinished.replace(file)
        elif progress:
            for done in range(1, count + 1):
                progress(done, count)
        return file.read_bytes()

    return drawn
