"""Checks that static files were collected: outside DEBUG no page can be rendered without them."""

from typing import Any

from django.conf import settings
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured


def refuse_without_static_files() -> None:
    """Raise ImproperlyConfigured, with the command to run, if any are missing."""
    if missing := missing_static_files():
        raise ImproperlyConfigured(_sentence(missing))


def check_static_files(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """System check for `manage.py check --deploy`."""
    missing = missing_static_files()
    return [Error(_sentence(missing), id="emulation.E002")] if missing else []


def missing_static_files() -> list[str]:
    """Return the names that `collectstatic` has not collected; none in DEBUG, which needs no copy."""
    if not hasattr(staticfiles_storage, "hashed_files"):
        return []
    ignored = StaticFilesConfig.ignore_patterns
    names = {name for finder in get_finders() for name, _storage in finder.list(ignored)}
    return sorted(names - staticfiles_storage.hashed_files.keys())


def _sentence(missing: list[str]) -> str:
    return (
        f"{len(missing)} static files are not in {settings.STATIC_ROOT}, {missing[0]} for one. "
        "Run: manage.py collectstatic --no-input"
    )
