"""Read what award figures are counted from: the catalogue of titles, the register, the nominations sent up."""

from __future__ import annotations

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from awards.figures.inputs import AwardInputs
from awards.figures.types import WaitingNominations
from awards.lifecycle import UNDER_REVIEW, NominationStatus
from awards.models import Award, AwardTitle, Nomination, TitleSystem
from campaigns.figures.inputs import FigureInputs
from campaigns.figures.queries import called_below
from campaigns.models import CalledUnit, Campaign

SENT_UP = Q(status__in=(NominationStatus.SENT_UP, NominationStatus.NOT_GRANTED)) | (
    Q(status__in=(NominationStatus.AWARDED, NominationStatus.ANNULLED)) & ~Q(decision__organ="")
)
"""Nominations that were sent to a higher body, whatever it decided: `organ` names the body of a decision from above."""
WAITING = Q(status=NominationStatus.APPROVED) | Q(status=NominationStatus.PENDING, dossier__status__in=UNDER_REVIEW)
"""Nominations that were agreed to and are in no decision in force yet, or that were sent and not judged yet."""


def read_award_inputs(inputs: FigureInputs) -> AwardInputs:
    """Read what counts in the phase, or with `whole` in the campaign up to it, at or below the unit. Three queries."""
    paths = inputs.paths if inputs.whole else {inputs.phase.pk: inputs.paths[inputs.phase.pk]}
    condition = called_below(paths, excluded_paths=inputs.excluded_paths)
    sent_up, waiting = _nominations(condition, inputs)
    return AwardInputs(inputs, _titles(inputs.campaign), _awards(condition), sent_up, waiting)


def _titles(campaign: Campaign) -> list[AwardTitle]:
    return list(AwardTitle.objects.filter(unit=campaign.unit_id).order_by("order", "pk"))


def _awards(condition: Q) -> list[Award]:
    """Return awards that are not annulled, with their decision and phase.

    `condition` is about `phase` and `path`, the unit's path when it was called to the phase, or today's for a unit
    that was not called. `coordinated_then` tells in the same way whether it was a coordinated union.
    """
    awards = Award.objects.in_force().annotate(path=_as_called("path"), coordinated_then=_as_called("coordinated"))
    related = ("decision__unit", "phase", "title", "unit__parent")
    return list(awards.filter(condition).select_related(*related).order_by("decision__dated_on", "decision", "place"))


def _nominations(condition: Q, inputs: FigureInputs) -> tuple[list[bool], tuple[WaitingNominations, ...]]:
    """Return for each nomination sent to the confederation whether it is of a person, and how many others wait.

    Those of a coordinated union count in its own summary only.
    """
    of_dossier = {"unit": "dossier__unit", "phase": "dossier__phase"}
    sent_up = SENT_UP & Q(title_granted__line=TitleSystem.UNION)
    nominations = Nomination.objects.filter(sent_up | WAITING).annotate(
        phase=F("dossier__phase"),
        path=_as_called("path", **of_dossier),
        coordinated_then=_as_called("coordinated", **of_dossier),
    )
    counted = nominations.filter(condition).filter(Q(coordinated_then=False) | Q(dossier__unit=inputs.unit))
    columns = ("status", "dossier__timing", "dossier__period_label", "deciding_unit", "nominee__is_person")
    sent: list[bool] = []
    waiting: dict[tuple[bool, str, str, bool], list[bool]] = {}
    for status, timing, label, judge, is_person in counted.values_list(*columns):
        if status in (NominationStatus.APPROVED, NominationStatus.PENDING):
            key = (status == NominationStatus.APPROVED, timing, label, judge == inputs.campaign.unit_id)
            waiting.setdefault(key, []).append(is_person)
        else:
            sent.append(is_person)
    return sent, tuple(
        WaitingNominations(*key[:3], persons.count(False), persons.count(True), at_launching=key[3])
        for key, persons in sorted(waiting.items())
    )


def _as_called(column: str, unit: str = "unit", phase: str = "phase") -> Coalesce:
    """Return a column of the unit as it was called to the phase, or as it is today if it was not called."""
    called = CalledUnit.objects.filter(unit=OuterRef(unit), phase=OuterRef(phase))
    return Coalesce(Subquery(called.values(column)[:1]), F(f"{unit}__{column}"))
