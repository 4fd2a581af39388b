"""Put a sheet, a phase or a summary into a named state, as the acts would leave it: columns only, no events."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from campaigns.models import Campaign, Filing, Submission
from emulation import clock
from summaries.models import Summary
from tests.world import World
from units.models import Role

SHEETS = ("pledges", "reports")


def put(world: World, about: str, key: int, state: str) -> None:
    """`about` is the first word of the address, `key` the id of the thing in it."""
    if about in SHEETS:
        put_sheet(world, Filing.objects.with_context().get(pk=key), state)
    elif about == "summaries":
        put_summary(world, Summary.objects.filter(pk=key), state)
    else:
        raise LookupError(f"{about} has no state {state}")


def put_sheet(world: World, sheet: Filing, state: str) -> None:
    """`behalf`: sent by the union above; `inherited`: untouched, while the pledge of phase 1 is accepted."""
    rows = Filing.objects.filter(pk=sheet.pk)
    decided = {"decided_by": decider(world, sheet), "decided_at": clock.now()}
    if state == "behalf":
        put_on_behalf(world, sheet)
    elif state == "inherited":
        first = Filing.objects.filter(called__unit=sheet.unit, kind=sheet.kind, called__phase__number=1)
        first.filter(called__phase__campaign=sheet.phase.campaign).update(status="accepted", **decided)
    elif state in ("returned", "excused"):
        again = clock.now() + timedelta(days=5) if state == "returned" else None
        rows.update(status=state, reason="Thiếu số liệu.", due_again=again, **decided)
    elif state == "accepted":
        rows.update(status=state, **decided)
    else:
        rows.update(status=state, **({"typed": {}} if state == "awaited" else {}))


def decider(world: World, sheet: Filing) -> Any:
    """A reviewer of the union right above."""
    return world.user({"district": "district", "city": "city"}.get(upper(world, sheet), "board"))


def upper(world: World, sheet: Filing) -> str:
    return next(name for name, unit in world.units.items() if unit.pk == sheet.called.parent_id)


def put_on_behalf(world: World, sheet: Filing) -> None:
    """As if an officer of the union above had typed and sent it; the Board has no officers and sends as it is."""
    person = decider(world, sheet)
    post = person.posts.get(role=Role.OFFICER)
    Submission.objects.filter(filing=sheet).update(by=person, post=post, on_behalf_of=sheet.unit)


def put_summary(world: World, rows: Any, state: str) -> None:
    if state != "proposed":
        raise LookupError(state)
    rows.update(proposed_at=clock.now(), proposed_by=world.user("board"))
