"""The scans of letters, which whoever reads the letters may download."""

from __future__ import annotations

from collections.abc import Iterable

from awards.models import Letter
from units.models import Attachment


def scans_by_letter(letters: Iterable[Letter]) -> dict[int, list[Attachment]]:
    """Return the scans in force by the id of their letter: one query."""
    attached = Attachment.objects.with_file().in_force().filter(target_id__in=[letter.pk for letter in letters])
    scans: dict[int, list[Attachment]] = {}
    for scan in attached.filter(target_type__app_label="awards", target_type__model="letter"):
        scans.setdefault(scan.target_id, []).append(scan)
    return scans
