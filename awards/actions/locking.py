"""Row locks of the actions. Access is checked again on the locked row, as it may have changed since the page.

To avoid deadlocks all actions lock in the same order: decision, phase, dossiers, nominations, titles, register; several
rows of a table in the order of their ids.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from awards.models import AwardTitle, Decision, Dossier, Nomination
from foundation.lifecycle import StateConflict
from units.models import Unit


def lock_dossier(dossier: Dossier) -> None:
    """Lock the dossier and read it anew. On SQLite the transaction locks the whole file."""
    dossier.refresh_from_db(from_queryset=Dossier.objects.select_for_update(of=("self",)).with_context())


def lock_row(nomination: Nomination) -> Nomination:
    """Return a nomination of a locked dossier, locked with its nominee. StateConflict when it was removed."""
    rows = Nomination.objects.select_for_update(of=("self", "nominee"), no_key=True).with_context()
    locked = rows.filter(pk=nomination.pk).first()
    if locked is None:
        raise StateConflict(_("{name} vừa được bỏ khỏi hồ sơ.").format(name=nomination.nominee.name))
    return locked


def lock_decision(decision: Decision) -> None:
    """Lock the decision and read it anew."""
    decision.refresh_from_db(from_queryset=Decision.objects.select_for_update(of=("self",)).with_context())


def lock_nominations(ids: list[int]) -> list[Nomination]:
    """Lock the dossiers of the nominations, then the nominations, and return these in the order of their ids."""
    dossiers = Dossier.objects.filter(nominations__in=ids).order_by("pk").values_list("pk", flat=True)
    list(Dossier.objects.select_for_update().filter(pk__in=list(dossiers)).order_by("pk"))
    rows = Nomination.objects.select_for_update(of=("self",)).with_context()
    nominations = list(rows.prefetch_related("title_asked__timings").filter(pk__in=ids).order_by("pk"))
    dossier_by_id: dict[int, Dossier] = {}
    for row in nominations:  # rows of one dossier share one object, so that settle() sees its present status
        row.dossier = dossier_by_id.setdefault(row.dossier_id, row.dossier)
    return nominations


def lock_titles(titles: Iterable[AwardTitle]) -> None:
    """Lock titles in the order of their ids, so that nobody else counts or takes places of their quotas."""
    ids = {title.pk for title in titles}
    list(AwardTitle.objects.select_for_update().filter(pk__in=ids).order_by("pk"))


def lock_register(unit: Unit) -> None:
    """Lock the register of a unit while its next numbers are given."""
    list(Unit.objects.select_for_update().filter(pk=unit.pk))
