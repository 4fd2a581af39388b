"""Tasks of officers: dossiers of their own unit to fill in, to mend and to begin before they are due."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from awards.lifecycle import EDITABLE, DossierStatus
from awards.models import Dossier, Timing
from campaigns.models import CalledUnit, DueKind
from foundation import clock
from units.acting import Acting
from units.models import Unit
from units.models.kinds import WorkingYear
from units.todo import Todo

TASK_COLUMNS = (
    "status",
    "timing",
    "period_label",
    "reason",
    "due_again",
    "first_submitted_at",
    "phase__number",
    "phase__review_name",
    "campaign__year",
    "unit__name",
    "unit__valid_to",
)
"""Columns that a task about a dossier needs."""
AHEAD = timedelta(days=14)
"""How long before its due date a missing dossier is mentioned. After that date it is not: nominating is optional."""


def todos(by: Acting, called: Sequence[CalledUnit]) -> list[Todo]:
    """Return the tasks of officers: dossiers to complete, also of a union that ended, and those to begin soon."""
    units = Unit.objects.with_ended_into(by.unit).values("pk")
    not_withdrawn = Dossier.objects.filter(unit__in=units).exclude(status=DossierStatus.WITHDRAWN).order_by()
    dossiers = list(not_withdrawn.select_related("phase", "campaign", "unit").only(*TASK_COLUMNS))
    to_fill = [_fill(dossier, called) for dossier in dossiers if dossier.status in EDITABLE]
    made = {(dossier.phase_id, due_kind(dossier)) for dossier in dossiers if dossier.unit_id == by.unit.pk}
    return to_fill + [_begin(*missing) for called_unit in called for missing in _due_soon(called_unit, made)]


def due_kind(dossier: Dossier) -> DueKind:
    """Return which of the phase's due dates applies to the dossier."""
    return DueKind.SCHOOL_DOSSIER if dossier.timing == Timing.SCHOOL_YEAR else DueKind.DOSSIER


def _fill(dossier: Dossier, called: Sequence[CalledUnit]) -> Todo:
    title = f"{dossier.title}, {dossier.unit.name}" if dossier.unit.valid_to else dossier.title
    if dossier.status == DossierStatus.RETURNED:
        detail = _("Được đề nghị bổ sung: “{reason}”.").format(reason=dossier.reason.rstrip("."))
        button, due = _("Bổ sung và gửi lại"), dossier.due_again
        return Todo(title, detail, dossier.get_absolute_url(), button, due, "no")
    detail = _("Đang sửa, chưa gửi lại.") if dossier.first_submitted_at else _("Đang lập, chưa gửi.")
    of_phase = (called_unit for called_unit in called if called_unit.phase_id == dossier.phase_id)
    due = dossier.due_again or next((called_unit.due(due_kind(dossier)) for called_unit in of_phase), None)
    tone = "no" if due and due < clock.now() else "wait"
    return Todo(title, detail, dossier.get_absolute_url(), _("Lập tiếp"), due, tone)


def _due_soon(called: CalledUnit, made: set[tuple[int, DueKind]]) -> Iterator[tuple[CalledUnit, DueKind, datetime]]:
    """Yield (called unit, kind, due date) for each dossier that nobody has begun and that is due soon."""
    school = [DueKind.SCHOOL_DOSSIER] if called.working_year == WorkingYear.SCHOOL else []
    for kind in (DueKind.DOSSIER, *school):
        due = called.due(kind)
        if due and due - AHEAD < clock.now() <= due and (called.phase_id, kind) not in made:
            yield called, kind, due


def _begin(called: CalledUnit, kind: DueKind, due: datetime) -> Todo:
    phase, of_school = called.phase, kind == DueKind.SCHOOL_DOSSIER
    words = _("Hồ sơ khen thưởng năm học {school_year}") if of_school else _("Hồ sơ khen thưởng {phase}")
    return Todo(
        title=words.format(phase=phase.in_year, school_year=phase.school_year),
        detail=_("Chưa lập hồ sơ. Không đề nghị trường hợp nào thì không cần lập."),
        url=f"{reverse('awards:dossier_new')}?{urlencode({'unit': called.unit_id, 'phase': called.phase_id})}",
        button=_("Lập hồ sơ đề nghị khen thưởng"),
        due=due,
    )
