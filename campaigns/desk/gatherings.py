"""The desk's part about launches and reviews: which upper unions have not recorded theirs, though it is time.

It is time on the day after the union's sheet of the open phase is due: its pledge for the launch (its report where the
phase asks for no pledge), its report for the review.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from campaigns.gathering_filters import NOT_HELD, UPPERS
from campaigns.lifecycle import PhaseStatus
from campaigns.models import CalledUnit, DueDate, DueKind, Gathering, Phase
from campaigns.models.called import CalledUnitQuerySet
from campaigns.models.gathering import GatheringKind, gathering_list_url, gathering_url
from campaigns.models.year_names import named_year
from foundation import clock
from foundation.vietnamese import format_number
from units.acting import Acting
from units.models import Role, UnitKind
from units.todo import Todo


@dataclass(frozen=True)
class MissingGathering:
    """A launch of the phase's campaign, or a review of the phase, that a called union has not recorded."""

    called: CalledUnit
    kind: GatheringKind


def open_rows(by: Acting) -> CalledUnitQuerySet:
    """Return, unread, the union acted for as called to open phases, if something of it may be missing.

    For the Board of a launching unit, the upper unions directly below it.
    """
    rows = CalledUnit.objects.exclude(kind=UnitKind.GRASSROOTS)
    concerned = Q()
    if by.is_(Role.OFFICER):
        concerned |= Q(unit=by.unit)
    if by.unit.may_launch and by.is_(Role.REVIEWER):
        concerned |= Q(parent=by.unit, phase__campaign__unit=by.unit)
    if by.area or by.unit.is_grassroots or not concerned:
        return rows.none()
    past = DueDate.objects.filter(phase=OuterRef("phase"), kind__in=(DueKind.PLEDGE, DueKind.REPORT)).order_by()
    open_phases = rows.filter(Exists(past.filter(at__lt=clock.now())), phase__status=PhaseStatus.OPEN)
    missing = ~Exists(_held(GatheringKind.LAUNCH)) | ~Exists(_held(GatheringKind.REVIEW))
    return open_phases.filter(concerned, missing)


def _held(kind: GatheringKind) -> QuerySet[Gathering]:
    """Return what the called unit of the query holds in force: of its campaign a launch, of its phase a review."""
    about = {"campaign": OuterRef("phase__campaign")} if kind == GatheringKind.LAUNCH else {"phase": OuterRef("phase")}
    return Gathering.objects.in_force().filter(kind=kind, unit=OuterRef("unit"), **about).order_by()


def missing_gatherings(by: Acting) -> list[MissingGathering]:
    """Return what is missing now of the union acted for, and for the Board of those below it. Two statements."""
    return missing_of(open_rows(by))


def missing_of(rows: CalledUnitQuerySet) -> list[MissingGathering]:
    """Return what is missing now, the phases in order; of each campaign and union one launch. Two statements."""
    held = {f"has_{kind}": Exists(_held(kind)) for kind in GatheringKind}
    with_context = rows.annotate(**held).select_related("phase__campaign").prefetch_related("phase__due_dates")
    missing: dict[tuple[str, int, int], MissingGathering] = {}
    for called in with_context.order_by("phase__number", "pk"):
        for kind in GatheringKind:
            about = called.phase.campaign_id if kind == GatheringKind.LAUNCH else called.phase_id
            if not getattr(called, f"has_{kind}") and _is_time(called, kind):
                missing.setdefault((kind, about, called.unit_id), MissingGathering(called, kind))
    return list(missing.values())


def _is_time(called: CalledUnit, kind: GatheringKind) -> bool:
    is_after_pledge = kind == GatheringKind.LAUNCH and called.phase.asks_pledge
    due = called.due(DueKind.PLEDGE if is_after_pledge else DueKind.REPORT)
    return due is not None and due < clock.now()


def todos(missing: Iterable[MissingGathering], by: Acting) -> list[Todo]:
    """Return a task for each launch and review of the own union, and one for each that others have not recorded."""
    tasks, others = list[Todo](), defaultdict[tuple[str, int], list[MissingGathering]](list)
    for gathering in missing:
        if gathering.called.unit_id == by.unit.pk:
            tasks.append(_own_todo(gathering))
        else:
            others[gathering.kind, gathering.called.phase_id].append(gathering)
    return tasks + [_urge_todo(same) for same in others.values()]


def gathering_name(kind: GatheringKind, phase: Phase) -> str:
    if kind == GatheringKind.LAUNCH:
        return _("phát động phong trào năm {year}").format(year=named_year(phase.campaign))
    name = {"review": phase.review_words.lower(), "phase": phase.words, "year": named_year(phase.campaign)}
    return _("{review} {phase} năm {year}").format(**name)


def _own_todo(gathering: MissingGathering) -> Todo:
    called, kind = gathering.called, gathering.kind
    return Todo(
        title=_("Ghi ngày {what} tại đơn vị").format(what=gathering_name(kind, called.phase)),
        detail=_("Chưa ghi. Đã tổ chức thì ghi ngày nào, với ai; chưa thì tổ chức rồi ghi.")
        if kind == GatheringKind.LAUNCH
        else _("Chưa ghi. Đã tổ chức thì ghi ngày nào, bao nhiêu người dự; chưa thì tổ chức rồi ghi."),
        url=gathering_url(called, kind, "record"),
        button=_("Ghi"),
    )


def _urge_todo(same: list[MissingGathering]) -> Todo:
    kind, phase = same[0].kind, same[0].called.phase
    title = _("{n} công đoàn cấp trên chưa ghi {what}")
    return Todo(
        title=title.format(n=format_number(len(same)), what=gathering_name(kind, phase)),
        detail=_("Đã qua hạn của đợt. Đề nghị đôn đốc các đơn vị trong danh sách."),
        url=f"{gathering_list_url(kind)}?phase={phase.pk}&status={NOT_HELD}&level={UPPERS}",
        button=_("Xem đơn vị chưa ghi"),
        count=len(same),
    )
