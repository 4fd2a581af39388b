"""Whose data the database holds, and the refusal to serve fictional ones in use."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError
from django.db import DatabaseError

from units.models import Installation, InstallationKind
from units.models.vocabulary import forget

REFUSED = "emulation.E003"


def write_kind(kind: InstallationKind) -> None:
    """Write the row that says whose data are about to be loaded."""
    Installation.objects.update_or_create(id=1, defaults={"kind": kind})
    forget()


def refusal(kind: str) -> str:
    """Return why data of this kind are not served with these settings; "" if they are."""
    if settings.DEBUG or kind == InstallationKind.REAL:
        return ""
    if kind == InstallationKind.DEMO:
        return "The database holds the demo, whose password everybody knows: it is served with DEBUG=1 only."
    if settings.ALLOW_GENERATED:
        return ""
    return "The database holds data made by `manage.py generate`: without DEBUG they need ALLOW_GENERATED=1."


def refuse_fictional() -> None:
    """Raise ImproperlyConfigured before fictional data are served in use. A database that is away is not asked."""
    if settings.DEBUG:
        return
    try:
        sentence = refusal(Installation.stored_kind())
    except DatabaseError:  # away, or not migrated: pages say so
        return
    if sentence:
        raise ImproperlyConfigured(sentence)


def refuse_fictional_command() -> None:
    """Raise CommandError before a command works on fictional data in use."""
    try:
        refuse_fictional()
    except ImproperlyConfigured as error:
        raise CommandError(str(error)) from error


def check_kind(
    app_configs: Sequence[AppConfig] | None = None, databases: Collection[str] | None = None, **_kwargs: Any
) -> list[CheckMessage]:
    """System check for `manage.py check --deploy --database default`."""
    try:
        if databases:
            refuse_fictional()
    except ImproperlyConfigured as error:
        return [Error(str(error), id=REFUSED)]
    return []


def register_check() -> None:
    register(check_kind, Tags.database, deploy=True)
