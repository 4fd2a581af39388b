"""Reads an answer as one text and finds its canaries, the words that belong to one union each."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any
from urllib.parse import urlencode

from foundation.documents import pdf
from units.models import Unit
from units.tree import ancestor_paths

CANARY = re.compile(r"canary([a-z]+)")


def heard(response: Any, own_name: str = "") -> set[str]:
    """Return the canaries in an answer, but for the reader's name at its head."""
    text = text_of(response)
    return set(CANARY.findall(re.sub(rf"{own_name}\b", "", text) if own_name else text))


def text_of(response: Any) -> str:
    """Return all text of an answer: its body, a workbook's strings, and where it redirects."""
    body = bytes(response.getvalue())
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b" ".join(book.read(name) for name in book.namelist())
    return body.decode("utf-8", "replace") + response.headers.get("Location", "")


def written(parts: Any, *, private: bool = False, progress: Any = None, **about: Any) -> bytes:
    """Return a paper's text in place of its drawing."""
    whole = {"draft": False, "page_number": "", "note": ""} | about
    return "".join(pdf._html(part, whole) for part in parts).encode()


def search(route: str, unit: Unit) -> str:
    """Return the address that searches a list for the union by its own name, in which no canary is written."""
    everything = {} if route.startswith("admin/") else {"phase": "", "status": ""}
    return f"/{route}?{urlencode({'q': unit.search_text} | everything)}"


def in_reach(user: Any) -> set[int]:
    """Return the ids of the unions below a person's posts, and those above, whose names are on every sheet."""
    paths = list(user.reach_paths())
    above = {path for reach_path in paths for path in ancestor_paths(reach_path)}
    known = Unit.objects.values_list("pk", "path")
    return {pk for pk, path in known if path in above or any(path.startswith(reach_path) for reach_path in paths)}
