"""Migrates a database in a third of the time, with the same outcome: fewer models are rendered on the way.

After every operation Django renders anew the model it changed and all that are related to it, which here are nearly
all: 12,600 classes for an empty database, more than two thirds of the time. Here only the changed model is, and what a
data migration reads (`RunPython`), for which Django renders everything anew where a state says that it was delayed.
tests/support/test_quick_migrations.py compares the database with one that Django's own way made. Processor time with
Python 3.11.2, an empty database on SQLite: 13.8 s become 5.0 s.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db.migrations.state import ProjectState


@contextmanager
def few_models_rendered() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ProjectState, "_find_reload_model", _itself)
        yield


def _itself(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> set[tuple[str, str]]:
    """Return which models to render when one changes: that one."""
    state.is_delayed = True
    return {(app_label, model_name)}


def migrate_quickly() -> None:
    with few_models_rendered():
        call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
