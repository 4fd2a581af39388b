"""Inputs of a summary's figures brought up to date after events: what no event has touched is not read again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db.models import Exists, OuterRef, Q

from awards.figures.queries import read_award_inputs
from campaigns.figures.comparisons import assigned_targets
from campaigns.figures.guidance import guidance
from campaigns.figures.request_figures import request_figures
from campaigns.figures.unit_values import UnitValues
from campaigns.figures.updates import read_again, with_units
from campaigns.models import CalledUnit
from summaries.figures.event_effects import FAR_VERBS, Effect, effect_of
from summaries.figures.phase_figures import PhaseInputs
from units.event_cache import NewEvent, near_unit
from units.models import Unit


def near_figures(unit: Unit) -> Q:
    """Return the condition of the events that may change the figures of a unit.

    Whatever was called below it counts in its figures, wherever that is today.
    """
    paths = CalledUnit.objects.filter(unit=unit).values_list("path", flat=True)
    was_called = CalledUnit.objects.under(unit.path, *paths).filter(unit=OuterRef("unit"))
    return near_unit(unit) | Q(Exists(was_called)) | Q(verb__in=FAR_VERBS)


def updated(inputs: PhaseInputs, events: Sequence[NewEvent]) -> PhaseInputs | None:
    """Return the inputs after some events, the same if none of them matters; None if everything has to be read anew."""
    effects, units = set(), set()
    for event in events:
        effect = effect_of(event.verb, event.model)
        effects.add(effect)
        if effect == Effect.SHEETS and event.unit_id is not None:
            units.add(event.unit_id)
    if Effect.EVERYTHING in effects:
        return None
    if effects <= {Effect.NOTHING}:
        return inputs
    rows, unit_values = inputs.rows, inputs.unit_values
    if units:
        again = read_again(rows, frozenset(units))
        rows, unit_values = with_units(rows, again), unit_values.with_units(UnitValues(again), units)
    if Effect.TARGETS in effects:
        rows = replace(rows, assigned_targets=assigned_targets(rows.phase, rows.unit))
    awards = read_award_inputs(rows) if Effect.AWARDS in effects else replace(inputs.awards, campaign_inputs=rows)
    requests = inputs.requests
    if Effect.REQUESTS in effects:
        requests = request_figures(rows.phase, rows.unit, whole=rows.whole)
    guided = guidance(rows) if Effect.GUIDANCE in effects else inputs.guidance
    return PhaseInputs(rows, unit_values, awards, requests, guided)
