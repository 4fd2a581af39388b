"""Takes a whole reorganisation back, on its day, while nobody has acted on what came of it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from foundation import vietnamese
from foundation.forms.errors import required_text
from foundation.lifecycle import StateConflict
from units import access
from units.acting import Acting
from units.actions.reorganisation_plans import lock_plan
from units.actions.tree_changes import lock_tree
from units.event_labels import verb_words
from units.history import move, require_still_allowed, save_events
from units.lifecycle import ReorganisationStatus
from units.models import Event, Import, Job, Reorganisation, User
from units.reorganising.consequences import TAKEN_BACK, TakingBack
from units.reorganising.journal import UndoStep

MOST_TOLD = 12
"""Acts that a refusal names; the others are counted."""


@transaction.atomic
def undo(plan: Reorganisation, *, reason: str, by: Acting) -> None:
    """Take the whole reorganisation back, on its day and while nobody has acted on what came of it."""
    lock_plan(plan)  # before the root, as the act does
    lock_tree()
    post = require_still_allowed(access.may_undo_reorganisation(plan, by), plan)
    reason = required_text(reason)
    if against := acted_since(plan):
        raise StateConflict(_("Không hoàn tác cả phương án được nữa: {acts}").format(acts=" ".join(against)))
    back = TakingBack(plan, by, post, reason)
    steps = [UndoStep(*step) for step in reversed(plan.undo_steps)]
    labels = dict.fromkeys(step.model for step in steps)
    for label in labels:
        TAKEN_BACK[label]([step for step in steps if step.model == label], back)
    save_events(back.events)
    move(
        plan,
        ReorganisationStatus.UNDONE,
        verb="undo_reorganisation",
        by=by,
        post=post,
        unit=plan.unit,
        event_reason=reason,
    )


def acted_since(plan: Reorganisation) -> list[str]:
    """Return sentences for what people did about the unions of a plan since it was carried out, the first of them."""
    units = set(plan.rows.exclude(unit=None).values_list("unit", flat=True))
    units |= {pk for pk in plan.rows.exclude(target=None).values_list("target", flat=True) if pk != plan.unit_id}
    units |= {step[1] for step in plan.undo_steps if step[0] == "units.Unit"}
    events = Event.objects.filter(pk__gt=plan.last_event or 0).exclude(actor=None)
    since = events.exclude(target_type__model__in=[model._meta.model_name for model in (Import, Job, User)])
    acts = [
        event
        for event in since.exclude(verb="open_page").select_related("unit").order_by("pk")
        if event.unit_id in units
    ]
    sentence = _("{when}, {who} {what} ({unit}).")
    told = [
        sentence.format(
            when=vietnamese.format_moment(event.at),
            who=event.actor_name,
            what=verb_words(event.verb),
            unit=event.unit,
        )
        for event in acts[:MOST_TOLD]
    ]
    if len(acts) > MOST_TOLD:
        told.append(_("Và {n} việc khác.").format(n=vietnamese.format_number(len(acts) - MOST_TOLD)))
    return told
