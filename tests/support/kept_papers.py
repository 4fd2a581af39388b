"""Lays out a paper when a test looks into its file, and the same paper once for all tests of a run, and with
`scripts/test` for the next runs too.

Most tests that make a paper ask who gets it, whether it is kept, or what its rows say, and never open it: they get a
file that holds no pages, only the name of what it would be drawn from. The same HTML has the same name, as it is the
same file. `laid_out` returns the PDF; `tool` of `tests/support/papers.py`, which reads papers, calls it.

Tests marked `drawn_anew` prove that the same HTML is the same file: their papers are always laid out, as are those of
tests that look at how it is done.
"""

import hashlib
import os
import pickle
import re
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from foundation.documents.pdf import Progress
from tests.support import shared_folder

Draw = Callable[[Iterable[str], int, Progress | None], bytes]

WITHOUT_PAGES = re.compile(rb"%PDF-1\.7\n% the pages of ([0-9a-f]{64})\n%%EOF\n")

anew = False  # set before each test
draw_now: Draw  # `pdf._drawn`, set at the start of a session


def drawing_when_read(draw: Draw) -> Draw:
    """Return `pdf._drawn` that notes what it is given, in the shared folder, and returns a file without pages."""
    global draw_now
    draw_now = draw

    def noted(texts: Iterable[str], count: int, progress: Progress | None = None) -> bytes:
        if anew:
            return draw(texts, count, progress)
        parts = []
        for done, text in enumerate(texts, start=1):
            parts.append(text)
            if progress:
                progress(done, count)
        name = hashlib.sha256(chr(0).join(parts).encode()).hexdigest()
        _keep(_file(f"{name}.html"), lambda: pickle.dumps(parts))
        return b"%%PDF-1.7\n%% the pages of %b\n%%%%EOF\n" % name.encode()

    return noted


def laid_out(content: bytes) -> bytes:
    """Return the file with its pages; any other content as it is."""
    name = WITHOUT_PAGES.fullmatch(content)
    if name is None:
        return content
    file = _file(f"{name[1].decode()}.pdf")
    parts = pickle.loads(file.with_suffix(".html").read_bytes())
    _keep(file, lambda: draw_now(parts, len(parts), None))
    return file.read_bytes()


def _file(name: str) -> Path:
    assert shared_folder.folder is not None
    return shared_folder.folder / name


def _keep(file: Path, content: Callable[[], bytes]) -> None:
    """Write a file unless it is there; whoever is interrupted leaves no half file."""
    if not file.exists():
        unfinished = file.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
        unfinished.write_bytes(content())
        unfinished.replace(file)
