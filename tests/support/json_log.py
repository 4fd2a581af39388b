"""The log as it is written in use, while a test runs."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from foundation.logs import JsonLines


@contextmanager
def json_log(chosen: logging.Filter | None = None) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """Yield a function that returns the lines written so far, of those that the filter lets through."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    if chosen:
        handler.addFilter(chosen)
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    finally:
        root.removeHandler(handler)
