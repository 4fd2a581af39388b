"""Actions of the Board that write a campaign before it is published: begin it, save a step of the guided way.

A step is saved as a whole, all or nothing, with one event that tells what differs. Dates are settled as everywhere
(`campaigns.actions.amendments`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from campaigns import access, running
from campaigns.actions.amendments import amend, begin_change
from campaigns.campaign_import.loading import write_report_lines
from campaigns.launch_content import launch_of_rows
from campaigns.launch_differences import launch_differences
from campaigns.layout import layout_of_the_day
from campaigns.lifecycle import PhaseStatus
from campaigns.models import AssessmentLimits, Campaign, Commemoration, Phase
from campaigns.readiness import PAPERS, WHAT, WHEN, WHO
from campaigns.setup.facts import FACTS, PAPER_FACTS, signer_of_today, stored_facts, suggested_slug
from campaigns.setup.phase_rows import (
    COLUMNS,
    DAYS,
    DUE_FIELDS,
    PhaseValues,
    day_line,
    day_values,
    stored_phases,
    write_due_dates,
)
from campaigns.setup.scopes import column_choices, stored_scopes, write_scopes
from campaigns.setup.texts import AREAS, lines_of, stored_papers, write_area
from foundation import clock
from foundation.forms.edit_conflicts import NO_CHECK, WHOLE_FORM, lines_to_write
from foundation.lifecycle import StateConflict
from units.access import may_launch
from units.acting import Acting
from units.history import changed_meanwhile, move, record, require_still_allowed
from units.models import Post, Unit

UNUSED = 1000  # numbers from here on are given while phases are numbered anew


@transaction.atomic
def begin_campaign(values: Mapping[str, Any], *, by: Acting) -> Campaign:
    """Begin a campaign of the unit acted for, with the signer, the layout and the plain sentences of today.

    `values`: columns of the campaign; an empty slug is the suggested one.
    """
    post = require_still_allowed(may_launch(by), by.unit)
    own = first_values(by.unit) | dict(values)
    own["slug"] = own.get("slug") or suggested_slug(own["year"])
    try:
        with transaction.atomic():
            campaign = Campaign.objects.create(unit=by.unit, **own)
    except IntegrityError as error:
        raise StateConflict(_("Đường dẫn này vừa được dùng cho phong trào khác.")) from error
    write_first_rows(campaign)
    record(campaign, "begin_campaign", by=by, post=post, unit=by.unit)
    running.forget()
    return campaign


def first_values(unit: Unit) -> dict[str, Any]:
    """Return the columns with which a campaign of a unit begins: the layout and the first signer of today."""
    return layout_of_the_day(clock.today()) | signer_of_today(unit)


def write_first_rows(campaign: Campaign) -> None:
    """Write the rows that a new campaign has: the limits of words and the plain sentences."""
    AssessmentLimits.objects.create(campaign=campaign)
    write_report_lines(campaign)


@dataclass(frozen=True)
class StepContent:
    """What a step holds: how it is read from rows, and written to them."""

    stored: Callable[[Campaign], dict[str, Any]]
    write: Callable[[Campaign, dict[str, Any], WritingAct], None]


@dataclass(frozen=True)
class WritingAct:
    """By whom and in which post a step is written."""

    by: Acting
    post: Post | None


@transaction.atomic
def save_step(
    campaign: Campaign,
    step: str,
    values: Mapping[str, Any],
    *,
    by: Acting,
    fingerprints: Mapping[str, str] = NO_CHECK,
    confirmed: str = "",
) -> bool:
    """Write a step of a campaign that is not published, and return whether anything changed.

    Raises EditConflict, AmendmentNeeded (dates to confirm or impossible ones) and ValidationError.
    """
    content = CONTENTS[step]
    before = begin_change(campaign)
    locked = Campaign.objects.select_related("unit").get(pk=campaign.pk)
    post = require_still_allowed(access.may_set_up(locked, by), locked)
    stored = content.stored(locked)
    if not lines_to_write({WHOLE_FORM: dict(values)}, {WHOLE_FORM: stored}, fingerprints):
        return False
    launch, told = launch_of_rows(locked), _told_elsewhere(locked)
    try:
        with transaction.atomic():
            content.write(locked, dict(values), WritingAct(by, post))
    except IntegrityError as error:
        raise StateConflict(changed_meanwhile(locked)) from error
    locked = Campaign.objects.select_related("unit").get(pk=campaign.pk)
    changes = _numbered(
        (row.label, [row.before, row.after]) for row in launch_differences(launch, launch_of_rows(locked))
    )
    now = _told_elsewhere(locked)
    changes |= {label: [told[label], now[label]] for label in now if told[label] != now[label]}
    record(locked, "set_up_campaign", by=by, post=post, unit=locked.unit, changes=changes)
    running.forget()
    amend(locked, before, by=by, confirmed=confirmed)
    return True


def _told_elsewhere(campaign: Campaign) -> dict[str, str]:
    """Return by label what a step may change and the launch document does not say."""
    scopes = stored_scopes(campaign)
    columns = dict(column_choices(campaign))
    yes, no = _("có"), _("không")
    return {
        _("đường dẫn"): campaign.slug,
        _("hỏi danh hiệu, xếp loại"): yes if campaign.asks_titles else no,
        _("hỏi đề tài, sáng kiến, công trình"): yes if campaign.asks_works else no,
        _("hỏi điển hình"): yes if campaign.asks_exemplars else no,
        _("hỏi phân công thực hiện"): yes if campaign.asks_duties else no,
        _("loại hình được gọi"): ", ".join(columns.get(column, column) for column in scopes["columns"]),
        _("nhánh được gọi"): ", ".join(scopes["units"]),
    }


def _numbered(pairs: Iterable[tuple[str, list[str]]]) -> dict[str, list[str]]:
    """Return labelled changes as a dict; of those with one label the later ones get a number."""
    seen: Counter[str] = Counter()
    changes = {}
    for label, change in pairs:
        seen[label] += 1
        changes[label if seen[label] == 1 else f"{label} ({seen[label]})"] = change
    return changes


def _write_columns(names: Iterable[str], campaign: Campaign, values: dict[str, Any], _act: WritingAct) -> None:
    columns = [name for name in names if name in values]
    for name in columns:
        setattr(campaign, name, values[name])
    campaign.save(update_fields=columns)


def _write_papers(campaign: Campaign, values: dict[str, Any], act: WritingAct) -> None:
    _write_columns(PAPER_FACTS, campaign, values, act)
    for name in AREAS:
        write_area(campaign, name, values[name])


def _write_scopes(campaign: Campaign, values: dict[str, Any], _act: WritingAct) -> None:
    write_scopes(campaign, values)


def _write_phases(campaign: Campaign, values: dict[str, Any], act: WritingAct) -> None:
    """Write the phases that a form shows; a phase that it does not show any more is discarded."""
    phases = {phase.pk: phase for phase in Phase.objects.alive().filter(campaign=campaign)}
    wanted: list[PhaseValues] = values["phases"]
    for gone in phases.keys() - {row["id"] for row in wanted}:
        phases[gone].campaign = campaign
        move(
            phases.pop(gone), PhaseStatus.DISCARDED, verb="discard_phase", by=act.by, post=act.post,
            unit=campaign.unit, event_reason=_("Bỏ khi soạn phong trào."),
        )  # fmt: skip
    Phase.objects.filter(pk__in=phases).update(number=F("number") + UNUSED)
    for number, row in enumerate(sorted(wanted, key=lambda row: row["starts_on"]), start=1):
        phase = phases.get(row["id"]) or Phase(campaign=campaign)
        phase.number = number
        for name in COLUMNS:
            setattr(phase, name, row[name])
        phase.save()
        write_due_dates(phase, {key: row[name] for name, key in DUE_FIELDS.items()})
        _write_days(phase, lines_of(row[DAYS]))


def _write_days(phase: Phase, lines: list[str]) -> None:
    """Write the commemorations in the order of their lines; one whose line or name stays keeps its row."""
    rows = list(phase.commemorations.order_by("pk"))
    kept = {day_line(row): row for row in rows} | {row.name: row for row in rows}
    wanted = [(line, day_values(line, phase.starts_on)) for line in lines]
    kept_rows = [kept.get(line) or kept.get(values["name"]) for line, values in wanted]
    if [row.pk for row in rows] == [row.pk if row else None for row in kept_rows]:
        for row, (line, values) in zip(rows, wanted, strict=True):
            if day_line(row) != line:
                phase.commemorations.filter(pk=row.pk).update(**values)
        return
    # rows are in the order of their ids, so another order or a day between two others means new rows
    phase.commemorations.all().delete()
    for before, (line, values) in zip(kept_rows, wanted, strict=True):
        own = dict(values)
        if before is not None and day_line(before) == line:
            own["kind"] = before.kind
        Commemoration.objects.create(phase=phase, **own)


CONTENTS = {
    WHAT: StepContent(stored_facts, partial(_write_columns, FACTS)),
    WHEN: StepContent(lambda campaign: {"phases": stored_phases(campaign)}, _write_phases),
    WHO: StepContent(stored_scopes, _write_scopes),
    PAPERS: StepContent(stored_papers, _write_papers),
}
"""By step of the guided way what is written in it; what is asked and the sentences have pages of their own."""
