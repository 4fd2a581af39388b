"""The acts of a sector union on what it asks the units of its branch beside the campaign: its own movement.

Phases opened later ask what the rows say then. An open one follows them for each kind of sheet until a unit of the
branch has sent it. Nothing of it goes through the Board, and no total counts it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns import access
from campaigns.actions.amendments import begin_change
from campaigns.actions.asking import put_beside, record_asked, record_move, shown_of
from campaigns.actions.catalogues import write_catalogue
from campaigns.asking_rules import as_asked, kind_faults
from campaigns.catalogue.branches import kinds_of, with_branch
from campaigns.catalogue.corrections import open_phases
from campaigns.catalogue.live import live_catalogue
from campaigns.catalogue.stored import catalogue_of
from campaigns.catalogue.types import SectionOwner
from campaigns.models import (
    Asked,
    AskedLevel,
    CalledUnit,
    Campaign,
    Column,
    Indicator,
    Pace,
    Phase,
    Section,
    Submission,
)
from foundation.forms.edit_conflicts import NO_CHECK, WHOLE_FORM, lines_to_write
from foundation.lifecycle import StateConflict
from foundation.ordering import next_order
from units.acting import Acting
from units.history import record, require_still_allowed
from units.models import Post, Unit, UnitKind
from units.tree import within

NAME = "name"
LINE = ("name", "answer", "choices", "unit_of_measure", "decimals", "help_text", "in_pledge", "in_report")
"""The columns of an indicator that a sector union writes."""
REQUIRED = "required"
COLUMNS = tuple(column for column in Column if column not in (Column.UPPER_PLACE, Column.UPPER_TRADE))
"""Every grassroots union of the branch is asked."""
FIXED_ONCE_ANSWERED = ("answer", "unit_of_measure", "decimals")
Values = Mapping[str, Any]


@dataclass(frozen=True)
class BranchPhase:
    """An open phase of the campaign, and the kinds of sheets that a unit of the branch has sent in it already."""

    phase: Phase
    sent: frozenset[str]


def stored_section(section: Section) -> dict[str, Any]:
    return {NAME: section.name}


def stored_line(indicator: Indicator) -> dict[str, Any]:
    """Return what is stored of a line, as its form has it; of a new one what it begins with."""
    levels = {row.level for row in indicator.asked.all()} if indicator.pk else {AskedLevel.ALL}
    return {name: getattr(indicator, name) for name in LINE} | {REQUIRED: AskedLevel.ALL in levels}


@transaction.atomic
def save_section(
    campaign: Campaign,
    values: Values,
    *,
    by: Acting,
    section: Section | None = None,
    fingerprints: Mapping[str, str] = NO_CHECK,
) -> Section:
    """Write the name of a movement, a new one last. Raises ValidationError, EditConflict."""
    post = _begin(campaign, by)
    if section:
        _require_own(section, by)
    own = Section.objects.filter(campaign=campaign, owner=by.unit)
    row = own.get(pk=section.pk) if section else Section(campaign=campaign, owner=by.unit)
    if not lines_to_write({WHOLE_FORM: values}, {WHOLE_FORM: stored_section(row)}, fingerprints):
        return row
    shown = shown_of(row)
    row.name = values[NAME]
    if own.filter(name__iexact=row.name).exclude(pk=row.pk).exists():
        raise ValidationError({NAME: _("Ngành đã có phong trào riêng mang tên này.")})
    row.full_clean(exclude=["campaign", "number", "owner"], validate_constraints=False)
    if not row.pk:
        row.order = next_order(own.values_list("order", flat=True))
    row.save()
    record_asked(row, "change_asked" if section else "add_asked", by, post, "", shown)
    _follow(campaign, by)
    return row


@transaction.atomic
def save_line(
    section: Section,
    values: Values,
    *,
    by: Acting,
    indicator: Indicator | None = None,
    fingerprints: Mapping[str, str] = NO_CHECK,
) -> Indicator:
    """Write a line of a movement, a new one last. Raises ValidationError, EditConflict."""
    post = _begin(section.campaign, by)
    _require_own(section, by)
    lines = Indicator.objects.filter(section=section)
    row = lines.get(pk=indicator.pk) if indicator else Indicator(campaign=section.campaign, section=section)
    stored, values = stored_line(row), as_asked(values)
    if not lines_to_write({WHOLE_FORM: values}, {WHOLE_FORM: stored}, fingerprints if indicator else NO_CHECK):
        return row
    shown = shown_of(row)
    _raise_faults(row, values, stored)
    for name in LINE:
        setattr(row, name, values[name])
    if not row.pk:
        row.order, row.pace = next_order(lines.values_list("order", flat=True)), Pace.NONE
    row.full_clean(exclude=["campaign", "code"], validate_constraints=False)
    row.save()
    if not row.code:
        row.code = _free_code(row)
        row.save(update_fields=["code"])
    level = AskedLevel.ALL if values[REQUIRED] else AskedLevel.OFFERED
    for column in COLUMNS:
        Asked.objects.update_or_create(indicator=row, column=column, defaults={"level": level})
    row = Indicator.objects.select_related("section__owner", "campaign__unit").get(pk=row.pk)
    record_asked(row, "change_asked" if indicator else "add_asked", by, post, "", shown)
    _follow(section.campaign, by)
    return row


def _free_code(row: Indicator) -> str:
    """Return a code that no line ever had: drafts are typed by code, and keep what was typed in lines that are gone."""
    code = f"NG{row.pk}"
    while Indicator.objects.filter(campaign=row.campaign_id, code=code).exists():
        code = f"{code}A"
    return code


def _raise_faults(row: Indicator, values: Values, stored: Values) -> None:
    faults: dict[str, list[str]] = {}
    for name, sentence in kind_faults(values):
        faults.setdefault(name, []).append(sentence)
    if not values["in_pledge"] and not values["in_report"]:
        faults["in_pledge"] = [_("Xin chọn hỏi trong đăng ký, trong báo cáo, hoặc cả hai.")]
    if row.pk and row.is_answered:
        sentence = _("Đã có đơn vị trả lời nên không đổi được. Cần hỏi khác, xin thêm dòng mới.")
        faults |= {name: [sentence] for name in FIXED_ONCE_ANSWERED if values[name] != stored[name]}
    if faults:
        raise ValidationError(faults)


@transaction.atomic
def move_row(row: Section | Indicator, *, up: bool, by: Acting, seen: str | None = None) -> bool:
    """Put a movement, or a line of one, before or after its neighbour; return whether it moved. Raises EditConflict."""
    post = _begin(row.campaign, by)
    _require_own(row if isinstance(row, Section) else row.section, by)
    other = put_beside(row, up=up, seen=seen)
    if other is None:
        return False
    record_move(row, other, up=up, by=by, post=post)
    _follow(row.campaign, by)
    return True


@transaction.atomic
def switch_line(indicator: Indicator, *, is_active: bool, by: Acting) -> bool:
    """Ask a line of a movement again, or no more; return whether anything changed."""
    post = _begin(indicator.campaign, by)
    _require_own(indicator.section, by)
    if not Indicator.objects.filter(pk=indicator.pk).exclude(active=is_active).update(active=is_active):
        return False
    verb = "switch_asked_on" if is_active else "switch_asked_off"
    record(indicator, verb, by=by, post=post, unit=by.unit)
    _follow(indicator.campaign, by)
    return True


@transaction.atomic
def withdraw_section(section: Section, *, by: Acting) -> None:
    """Delete a movement that no unit answered, and that no sheet that was sent has asked.

    Raises StateConflict.
    """
    campaign, post = section.campaign, _begin(section.campaign, by)
    _require_own(section, by)
    row = Section.objects.get(pk=section.pk)
    lines = list(row.indicators.all())
    if any(line.is_answered for line in lines) or _was_sent(campaign, by.unit, {line.pk for line in lines}):
        sentence = _("Đã có đơn vị gửi phiếu có phần này nên không rút được. Xin chọn “Thôi dùng” ở từng dòng.")
        raise StateConflict(sentence)
    changes = {row.name: ["", ""]} | {str(line.name): [line.get_answer_display(), ""] for line in lines}
    record(row, "withdraw_branch_section", by=by, post=post, unit=by.unit, changes=changes)
    Indicator.objects.filter(section=row).delete()
    row.delete()
    _follow(campaign, by)


def _was_sent(campaign: Campaign, owner: Unit, lines: set[int]) -> bool:
    """Return whether a phase asks one of the lines in a kind of sheet that was sent, or is not open any more."""
    sent = {open_phase.phase.pk: open_phase.sent for open_phase in branch_phases(campaign, owner)}
    for phase in Phase.objects.filter(campaign=campaign).exclude(catalogue=None):
        in_force = [line for line in catalogue_of(phase).lines_of(owner.pk) if line.pk in lines]
        if any(kinds_of(line) & sent.get(phase.pk, kinds_of(line)) for line in in_force):
            return True
    return False


def _begin(campaign: Campaign, by: Acting) -> Post | None:
    begin_change(campaign)
    campaign = Campaign.objects.select_related("unit").get(pk=campaign.pk)
    return require_still_allowed(access.may_ask_branch(campaign, by), campaign)


def _require_own(section: Section, by: Acting) -> None:
    """Raise StateConflict for what is not, or not any more, a movement of the union acted for."""
    if not Section.objects.filter(pk=section.pk, owner=by.unit).exists():
        raise StateConflict(_("Phần riêng này không còn."))


def branch_phases(campaign: Campaign, owner: Unit) -> list[BranchPhase]:
    """Return the open phases of a campaign with what the branch of a sector union has sent in each."""
    return [BranchPhase(phase, _sent_in(phase, owner_in(phase, owner))) for phase in open_phases(campaign)]


def owner_in(phase: Phase, owner: Unit) -> SectionOwner:
    """Return a sector union as the phase called it, or as it is today if it was not called."""
    called = CalledUnit.objects.filter(phase=phase, unit=owner).values_list("path", flat=True).first()
    return SectionOwner(owner.pk, called or owner.path, owner.name)


def _sent_in(phase: Phase, owner: SectionOwner) -> frozenset[str]:
    in_branch = within("filing__called__path", [owner.path])
    sent = Submission.objects.filter(in_branch, filing__called__phase=phase)
    of_grassroots = sent.filter(filing__called__kind=UnitKind.GRASSROOTS)
    return frozenset(of_grassroots.order_by().values_list("filing__kind", flat=True).distinct())


def _follow(campaign: Campaign, by: Acting) -> None:
    """Let the open phases ask what the union's rows say now, as far as the branch has not sent it yet."""
    for open_phase in branch_phases(campaign, by.unit):
        phase = open_phase.phase
        in_force, owner = catalogue_of(phase), owner_in(phase, by.unit)
        catalogue = with_branch(in_force, live_catalogue(phase), owner, open_phase.sent)
        if catalogue != in_force:
            reason = _("Phần riêng của {unit}").format(unit=by.unit.name)
            write_catalogue(phase, by=by, reason=reason, catalogue=catalogue)
