"""What people of before are told of a sheet, dossier or summary whose union was moved out of their reach."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from campaigns.models import CalledUnit, Campaign, Phase
from units.models import Post, Unit, User
from units.models.post import READS_BELOW
from units.tree import ancestor_paths


def union_above(unit: Unit) -> Unit:
    return unit.parent or unit


def where_now(
    unit: Unit, campaign: Campaign, phase: Phase | None, user: User, doer: Callable[[Unit], Unit] = union_above
) -> str:
    """Return where a union is by now and who has its matter, for who could read it before; "" for anybody else.

    They held a post, while the phase was open, in the union or one above it as it was called. Without a phase it is the
    last of the campaign that called it. What they are told is where the union is today, and nothing of the matter.
    """
    calls = CalledUnit.objects.filter(unit=unit, **({"phase": phase} if phase else {"phase__campaign": campaign}))
    called = calls.select_related("phase", "unit__parent").order_by("-phase__number").first()
    if called is None or called.phase.opened_at is None or not _is_elsewhere(called):
        return ""
    above = CalledUnit.objects.filter(phase=called.phase, path__in=ancestor_paths(called.path)).values("unit")
    concerned = Q(unit__in=above) | Q(unit=called.unit)
    held = Post.objects.filter(concerned, user=user, area=None, role__in=READS_BELOW)
    if not held.filter(Q(until=None) | Q(until__gt=localdate(called.phase.opened_at))).exists():
        return ""
    sentence = _("{unit} nay thuộc {parent}. Việc này nay do {doer} phụ trách.")
    now = called.unit
    return sentence.format(unit=now.name, parent=now.parent, doer=doer(now).goes_on_as().name)


def _is_elsewhere(called: CalledUnit) -> bool:
    """Return whether a union was moved, or has ended, since it was called."""
    return called.unit.parent is not None and (called.path != called.unit.path or called.unit.valid_to is not None)
