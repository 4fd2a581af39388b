"""Makes reading a column that a query left out an error, in every test.

Lists name the columns they need with `only()`. If a template reads another one, Django fetches it with one query for
each row, and nothing else shows it. Django 6.1 can forbid this itself (`QuerySet.fetch_mode(RAISE)`): a test beside
this module fails once it is there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db.models.query_utils import DeferredAttribute


@contextmanager
def deferred_columns_forbidden() -> Iterator[None]:
    """Raise AssertionError, naming the column, where Django would fetch it later."""
    read = DeferredAttribute.__get__

    def guarded(self: DeferredAttribute, instance: Any, owner: Any = None) -> Any:
        if instance is not None and self.field.attname not in instance.__dict__:
            raise AssertionError(f"{self.field} is read, but only() or defer() left it out of the query.")
        return read(self, instance, owner)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DeferredAttribute, "__get__", guarded)
        yield
