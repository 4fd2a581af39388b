"""The system libraries that draw papers, and the Debian package of each.

A machine that lacks one does not start the portal: see `missing_libraries_check` and scripts/prepare.
"""

import ctypes
from typing import Any

from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured

LIBRARIES = {
    "libgobject-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libharfbuzz.so.0": "libharfbuzz0b",
    # Without it WeasyPrint takes fontTools to cut fonts down to what a paper needs, which gives other bytes each time.
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
}
"""All that WeasyPrint opens but libharfbuzz-vector, which it needs for coloured emoji only: our fonts have none."""

SUBSETTING_SINCE = (4, 1, 0)  # the version of HarfBuzz from which on WeasyPrint cuts fonts with it


def install_line(libraries: list[str]) -> str:
    return f"apt-get install {' '.join(LIBRARIES[name] for name in libraries)}"


def missing_libraries() -> list[str]:
    """The names in LIBRARIES that this machine cannot open."""
    return [name for name in LIBRARIES if not _opens(name)]


def _opens(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def refuse_without_libraries() -> None:
    """Raises ImproperlyConfigured with the line that installs what is missing."""
    if missing := missing_libraries():
        raise ImproperlyConfigured(f"{_sentence(missing)} Run: {install_line(missing)}")


def missing_libraries_check(**_more: Any) -> list[CheckMessage]:
    """The system check by which `manage.py migrate`, `check` and the worker refuse to start."""
    missing = missing_libraries()
    return [Error(_sentence(missing), hint=install_line(missing), id="emulation.E001")] if missing else []


def _sentence(missing: list[str]) -> str:
    return f"Papers cannot be drawn: this machine lacks {', '.join(missing)}."
