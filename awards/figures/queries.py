"""Reading what part IV is counted from: the catalogue of titles, the register, what was sent up. Three queries."""

from __future__ import annotations

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from awards.figures.inputs import AwardInputs
from awards.lifecycle import NominationStatus
from awards.models import Award, AwardTitle, Nomination, TitleSystem
from campaigns.figures.inputs import FigureInputs
from campaigns.figures.queries import scope
from campaigns.models import CalledUnit, Campaign

SENT_UP = Q(status__in=(NominationStatus.SENT_UP, NominationStatus.NOT_GRANTED)) | (
    Q(status__in=(NominationStatus.AWARDED, NominationStatus.ANNULLED)) & ~Q(decision__organ="")
)


def award_inputs(rows: FigureInputs) -> AwardInputs:
    """Read what counts in the phase, or in the whole campaign up to it, at or below the unit. Three queries."""
    paths = rows.paths if rows.whole else {rows.phase.pk: rows.paths[rows.phase.pk]}
    where = scope(paths, without=rows.without)
    return AwardInputs(rows, award_titles(rows.campaign), standing_awards(where), sent_up(where, rows.unit.pk))


def award_titles(campaign: Campaign) -> list[AwardTitle]:
    return list(AwardTitle.objects.filter(unit=campaign.unit_id).order_by("order", "pk"))


def standing_awards(scope: Q) -> list[Award]:
    """Not annulled, with the decision and the phase; `.apart`: of a coordinated union.

    `scope` is about `phase` and `path`, where the unit stood when called; a unit founded later, where it stands.
    """
    awards = Award.objects.in_force().annotate(path=_as_called("path"), apart=_as_called("coordinated"))
    related = ("decision__unit", "phase", "title", "unit__parent")
    return list(awards.filter(scope).select_related(*related).order_by("decision__dated_on", "decision", "place"))


def sent_up(scope: Q, unit_id: int) -> list[bool]:
    """For each nomination proposed to the confederation: whether it is a person. Coordinated unions' only for them."""
    asked = {"unit": "dossier__unit", "phase": "dossier__phase"}
    found = Nomination.objects.filter(SENT_UP, title_granted__line=TitleSystem.UNION).annotate(
        phase=F("dossier__phase"), path=_as_called("path", **asked), apart=_as_called("coordinated", **asked)
    )
    mine = found.filter(scope).filter(Q(apart=False) | Q(dossier__unit=unit_id))
    return list(mine.values_list("nominee__is_person", flat=True))


def _as_called(column: str, unit: str = "unit", phase: str = "phase") -> Coalesce:
    """A column of the unit as it was called to the phase; as it stands today if it was not."""
    called = CalledUnit.objects.filter(unit=OuterRef(unit), phase=OuterRef(phase))
    return Coalesce(Subquery(called.values(column)[:1]), F(f"{unit}__{column}"))
