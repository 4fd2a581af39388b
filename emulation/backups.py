"""When the portal was last backed up, as the folder of backups says. `deploy/backups.py` makes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

TOO_OLD = timedelta(days=1)
"""A backup is made every four hours."""


def last_backup() -> datetime | None:
    """Return when the newest backup was made; None if there is none, or none that the portal may see."""
    if not settings.BACKUP_FOLDER:
        return None
    try:
        files = list(Path(settings.BACKUP_FOLDER).glob("cong-thi-dua-*.tar*"))
        return max((datetime.fromtimestamp(file.stat().st_mtime, UTC) for file in files), default=None)
    except OSError:
        return None
