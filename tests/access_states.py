"""Put a sheet, a summary, a dossier or a decision into a named state, as the acts would leave it: no events."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from awards.models import Decision, Dossier
from campaigns.models import Filing, Submission
from emulation import clock
from summaries.models import Summary
from tests.world import World
from units.models import Role

SENT_BY = {"district": "district", "city": "city"}  # the union above → who decides there; elsewhere the Board


def put(world: World, about: str, key: int, state: str) -> None:
    """`about` is the first word of the address, `key` the id of the thing in it."""
    if about == "summaries" and state == "proposed":
        Summary._base_manager.filter(pk=key).update(proposed_at=clock.now(), proposed_by=world.user("board"))
    elif about == "decisions" and state == "proposed":
        Decision._base_manager.filter(pk=key).update(proposed_at=clock.now(), proposed_by=world.user("board"))
    elif about == "dossiers":
        by = {"endorsed_by": world.user("district"), "endorsing_unit": world.district, "endorsed_at": clock.now()}
        columns = by if state == "endorsed" else {"reason": "Thiếu biên bản.", "due_again": clock.now()}
        Dossier._base_manager.filter(pk=key).update(status=state, **columns)
    elif about in ("pledges", "reports"):
        put_sheet(world, Filing.objects.select_related("called__phase").get(pk=key), state)
    else:
        raise LookupError(f"{about}: no state {state}")


def put_sheet(world: World, sheet: Filing, state: str) -> None:
    """`behalf`: sent by the union above; `inherited`: untouched, while the pledge of phase 1 is accepted."""
    rows, person = Filing.objects.filter(pk=sheet.pk), decider(world, sheet)
    decided = {"decided_by": person, "decided_at": clock.now()}
    if state == "behalf":
        sent = {"by": person, "post": person.posts.get(role=Role.OFFICER), "on_behalf_of": sheet.called.unit_id}
        Submission._base_manager.filter(filing=sheet).update(**sent)
    elif state == "inherited":
        phase_1 = {"called__phase__campaign": sheet.phase.campaign_id, "called__phase__number": 1}
        first = Filing.objects.filter(called__unit=sheet.called.unit_id, kind=sheet.kind, **phase_1)
        first.update(status="accepted", **decided)
    else:
        rows.update(status=state, **COLUMNS.get(state, dict)(), **(decided if state in DECIDED else {}))


DECIDED = ("returned", "accepted", "excused")
COLUMNS: dict[str, Any] = {
    "awaited": lambda: {"typed": {}},
    "returned": lambda: {"reason": "Thiếu số liệu.", "due_again": clock.now() + timedelta(days=5)},
    "excused": lambda: {"reason": "Đơn vị mới giải thể."},
}


def decider(world: World, sheet: Filing) -> Any:
    """A reviewer of the union right above."""
    above = next(name for name, unit in world.units.items() if unit.pk == sheet.called.parent_id)
    return world.user(SENT_BY.get(above, "board"))
