"""Shares files among processes: what one process makes, the others read, and with scripts/test the next runs too."""

import fcntl
import os
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

folder: Path | None = None  # set at the start of a session


def use_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Share the folder of TEST_SHARED_FOLDER (`scripts/test`: one for all runs of the same sources), else that of all
    workers of this run.
    """
    global folder
    own = tmp_path_factory.getbasetemp()
    of_all_workers = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    folder = Path(os.environ.get("TEST_SHARED_FOLDER", of_all_workers))


def made_once(name: str, make: Callable[[], Any]) -> bytes:
    """Return, pickled, what the first process that asks makes under this name; the others wait for it."""
    assert folder is not None
    file = folder / name
    with locked(folder / f"{name}.lock"):
        if not file.exists():
            unfinished = folder / f"{name}.unfinished"
            unfinished.write_bytes(pickle.dumps(make()))
            unfinished.replace(file)  # whoever is interrupted leaves no half file for the next run
    return file.read_bytes()


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of this file: one process at a time."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
