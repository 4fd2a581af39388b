"""Look again under the lock: what was allowed on the page must still be allowed in the transaction."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from awards.models import AwardTitle, Decision, Dossier, Nomination
from foundation.lifecycle import StateConflict
from units.models import Unit


def lock_dossier(dossier: Dossier) -> None:
    """Read the row anew and hold it (on SQLite the transaction itself holds the whole file)."""
    dossier.refresh_from_db(from_queryset=Dossier.objects.select_for_update(of=("self",)).with_context())


def lock_row(nomination: Nomination) -> Nomination:
    """The row of a locked dossier as it stands now, and its nominee held. StateConflict when it was taken out."""
    rows = Nomination.objects.select_for_update(of=("self", "nominee"), no_key=True).with_context()
    locked = rows.filter(pk=nomination.pk).first()
    if locked is None:
        raise StateConflict(_("{name} vừa được bỏ khỏi hồ sơ.").format(name=nomination.nominee.name))
    return locked


def lock_decision(decision: Decision) -> None:
    decision.refresh_from_db(from_queryset=Decision.objects.select_for_update(of=("self",)).with_context())


def lock_nominations(ids: list[int]) -> list[Nomination]:
    """The nominations in the order of their ids, which all who lock several keep; their dossiers first."""
    dossiers = Dossier.objects.filter(nominations__in=ids).order_by("pk").values_list("pk", flat=True)
    list(Dossier.objects.select_for_update().filter(pk__in=list(dossiers)).order_by("pk"))
    rows = Nomination.objects.select_for_update(of=("self",)).with_context()
    nominations = list(rows.prefetch_related("title_asked__timings").filter(pk__in=ids).order_by("pk"))
    one_each: dict[int, Dossier] = {}
    for row in nominations:  # rows of one dossier share it: what one moves the next one sees
        row.dossier = one_each.setdefault(row.dossier_id, row.dossier)
    return nominations


def lock_titles(titles: Iterable[AwardTitle]) -> None:
    """Hold titles while their places are counted: quotas are kept by whoever holds them, in one order for all."""
    ids = {title.pk for title in titles}
    list(AwardTitle.objects.select_for_update().filter(pk__in=ids).order_by("pk"))


def lock_register(unit: Unit) -> None:
    """Hold the register of a unit while its next numbers are given."""
    list(Unit.objects.select_for_update().filter(pk=unit.pk))
