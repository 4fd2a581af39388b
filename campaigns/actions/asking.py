"""The acts of the Board on what a campaign asks: sections and indicators, their order, whether they are asked.

What an open phase asks stays as it was opened, but for corrected words, which need a reason (`amend`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from campaigns import access
from campaigns.actions.amendments import Amended, amend, begin_change
from campaigns.asking_rules import ASKED_PREFIX, as_asked, line_faults
from campaigns.models import Asked, AskedLevel, Campaign, Column, Indicator, Section
from foundation.forms.edit_conflicts import NO_CHECK, WHOLE_FORM, EditConflict, fingerprint, lines_to_write
from foundation.ordering import ORDER_STEP, next_order
from units.acting import Acting
from units.history import record, require_still_allowed
from units.models import Post, Unit

SECTION = ("number", "name", "parent", "category", "line_numbers")
LINE = (
    "section", "code", "number", "name", "answer", "choices", "unit_of_measure", "decimals", "help_text", "example",
    "in_pledge", "in_report", "active", "pace", "over_units", "over_phases", "denominator_name", "denominator_from",
    "counting", "computed", "less_is_better", "national_code",
)  # fmt: skip
"""The columns of an indicator that the Board writes; its phases and whom it is asked of are rows beside it."""
Values = Mapping[str, Any]


def stored_section(section: Section) -> dict[str, Any]:
    """Return what is stored of a section, as its form has it."""
    values = {name: getattr(section, name) for name in SECTION}
    return values | {"parent": str(section.parent_id or "")}


def stored_line(indicator: Indicator) -> dict[str, Any]:
    """Return what is stored of an indicator, as its form has it; of a new one what it begins with."""
    values = {name: getattr(indicator, name) for name in LINE if name != "section"}
    levels = {row.column: row.level for row in indicator.asked.all()} if indicator.pk else {}
    phases = sorted(str(phase.pk) for phase in indicator.phases.all()) if indicator.pk else []
    asked_levels = {f"{ASKED_PREFIX}{column}": levels.get(column, "") for column in Column.values}
    return {"section": str(indicator.section_id or ""), "phases": phases} | values | asked_levels


@transaction.atomic
def save_section(
    campaign: Campaign,
    values: Values,
    *,
    by: Acting,
    section: Section | None = None,
    reason: str = "",
    fingerprints: Mapping[str, str] = NO_CHECK,
) -> Section:
    """Write a section, a new one last. Raises ValidationError, AmendmentNeeded, EditConflict."""
    before, post = begin_change(campaign), _post(campaign, by)
    row = campaign.sections.common().get(pk=section.pk) if section else Section(campaign=campaign)
    stored = stored_section(row)
    if not lines_to_write({WHOLE_FORM: values}, {WHOLE_FORM: stored}, fingerprints):
        return row
    shown = shown_of(row)
    parent = _section_of(campaign, "parent", values["parent"]) if values["parent"] else None
    for name, value in {**values, "parent": parent}.items():
        setattr(row, name, value)
    if _is_numbered_twice(row):
        raise ValidationError({"number": _("Đã có mục mang số này. Xin chọn số khác.")})
    row.full_clean(exclude=["campaign"], validate_constraints=False)
    if not row.pk:
        row.order = next_order(campaign.sections.common().values_list("order", flat=True))
    row.save()
    _settle(campaign, before, by, reason)
    record_asked(row, "change_asked" if section else "add_asked", by, post, reason, shown)
    return row


def _is_numbered_twice(section: Section) -> bool:
    siblings = section.campaign.sections.common().filter(parent=section.parent).exclude(pk=section.pk)
    return siblings.filter(number=section.number).exists()


@transaction.atomic
def save_line(
    campaign: Campaign,
    values: Values,
    *,
    by: Acting,
    indicator: Indicator | None = None,
    reason: str = "",
    fingerprints: Mapping[str, str] = NO_CHECK,
) -> Indicator:
    """Write an indicator, a new one last in its section. Raises ValidationError, AmendmentNeeded, EditConflict."""
    before, post = begin_change(campaign), _post(campaign, by)
    row = campaign.indicators.common().get(pk=indicator.pk) if indicator else Indicator(campaign=campaign)
    stored = stored_line(row)
    values = as_asked({name: values.get(name, stored[name]) for name in stored})
    # nobody else can have saved a new line; the page shows it in the section of its address
    shown_before = fingerprints if indicator else NO_CHECK
    if not lines_to_write({WHOLE_FORM: values}, {WHOLE_FORM: stored}, shown_before):
        return row
    shown = shown_of(row)
    section = _section_of(campaign, "section", values["section"])
    phases = list(campaign.phases.filter(pk__in=values["phases"]))
    rows = {"section": section, "phases": phases}
    raise_faults(row, values | rows)
    for name in LINE:
        setattr(row, name, rows.get(name, values[name]))
    if not row.pk:
        row.order = next_order(section.indicators.values_list("order", flat=True))
    row.full_clean(exclude=["campaign"], validate_constraints=False)
    row.save()
    row.phases.set(phases)
    write_levels(row, values)
    _settle(campaign, before, by, reason)
    row = Indicator.objects.prefetch_related("asked", "phases").get(pk=row.pk)
    record_asked(row, "change_asked" if indicator else "add_asked", by, post, reason, shown)
    return row


def raise_faults(indicator: Indicator, values: Values) -> None:
    """Raise a ValidationError with what is wrong with the values of an indicator, each at its field."""
    faults: dict[str, list[str]] = {}
    for name, sentence in line_faults(indicator, values, indicator.campaign):
        faults.setdefault(name, []).append(sentence)
    if faults:
        raise ValidationError(faults)


def write_levels(indicator: Indicator, values: Values) -> None:
    """Write at which level each column is asked; columns without a value stay as they are."""
    for column in Column.values:
        level = values.get(f"{ASKED_PREFIX}{column}")
        if level:
            Asked.objects.update_or_create(indicator=indicator, column=column, defaults={"level": level})
        elif level is not None:
            indicator.asked.filter(column=column).delete()


def order_fingerprint(rows: Iterable[Section | Indicator]) -> str:
    """Return the fingerprint of the order of sections beside each other, or of the indicators of a section."""
    return fingerprint([row.pk for row in rows])


@transaction.atomic
def move_asked(row: Section | Indicator, *, up: bool, by: Acting, reason: str = "", seen: str | None = None) -> bool:
    """Put a section before or after its neighbour, or an indicator within its section; return whether it moved.

    `seen`: the fingerprint of the order that the page showed. Raises EditConflict, and AmendmentNeeded where an open
    phase asks it: its order is corrected with a reason.
    """
    campaign = row.campaign
    before, post = begin_change(campaign), _post(campaign, by)
    other = put_beside(row, up=up, seen=seen)
    if other is None:
        return False
    _settle(campaign, before, by, reason)
    record_move(row, other, up=up, by=by, post=post, reason=reason)
    return True


def put_beside(row: Section | Indicator, *, up: bool, seen: str | None) -> Section | Indicator | None:
    """Put a row before or after its neighbour, and return that one; None where there is none. Raises EditConflict."""
    rows = _siblings(row)
    if seen is not None and seen != order_fingerprint(rows):
        raise EditConflict(_("Người khác vừa xếp lại chỗ này. Chưa chuyển gì; xin xem lại thứ tự rồi chuyển tiếp."))
    position = next(index for index, sibling in enumerate(rows) if sibling.pk == row.pk)
    other = position - 1 if up else position + 1
    if not 0 <= other < len(rows):
        return None
    if len({sibling.order for sibling in rows}) < len(rows):
        for index, sibling in enumerate(rows, start=1):
            sibling.order = index * ORDER_STEP
    rows[position].order, rows[other].order = rows[other].order, rows[position].order
    for sibling in rows:
        type(sibling).objects.filter(pk=sibling.pk).exclude(order=sibling.order).update(order=sibling.order)
    neighbour: Section | Indicator = rows[other]
    return neighbour


def record_move(
    row: Section | Indicator, other: Section | Indicator, *, up: bool, by: Acting, post: Post | None, reason: str = ""
) -> None:
    changes = {_("thứ tự"): ["", (_("trước “{row}”") if up else _("sau “{row}”")).format(row=other)]}
    record(row, "move_asked", by=by, post=post, unit=unit_of(row), reason=reason, changes=changes)


def _siblings(row: Section | Indicator) -> list[Any]:
    if isinstance(row, Section):
        beside = Section.objects.filter(campaign=row.campaign_id, parent=row.parent_id, owner=row.owner_id)
        return list(beside.order_by("order", "pk"))
    return list(Indicator.objects.filter(section=row.section_id).order_by("order", "pk"))


@transaction.atomic
def switch_asked(indicator: Indicator, *, is_active: bool, by: Acting) -> bool:
    """Ask an indicator in phases that are opened later, or ask it no more; return whether anything changed."""
    campaign = indicator.campaign
    before, post = begin_change(campaign), _post(campaign, by)
    row = Indicator.objects.get(pk=indicator.pk)
    if row.active == is_active:
        return False
    if is_active:
        stored: dict[str, Any] = stored_line(row) | {
            "active": True,
            "section": row.section,
            "phases": list(row.phases.all()),
        }
        raise_faults(row, stored)
    Indicator.objects.filter(pk=row.pk).update(active=is_active)
    _settle(campaign, before, by, "")
    verb = "switch_asked_on" if is_active else "switch_asked_off"
    record(row, verb, by=by, post=post, unit=campaign.unit)
    return True


def _post(campaign: Campaign, by: Acting) -> Post | None:
    return require_still_allowed(access.may_ask(campaign, by), campaign)


def _settle(campaign: Campaign, before: Any, by: Acting, reason: str) -> Amended:
    return amend(campaign, before, by=by, reason=reason)


def _section_of(campaign: Campaign, name: str, pk: str) -> Section:
    section = campaign.sections.common().filter(pk=pk).first() if pk else None
    if section is None:
        raise ValidationError({name: _("Mục đã chọn không có trong danh sách. Xin chọn lại.")})
    return section


def shown_of(row: Section | Indicator) -> dict[str, str]:
    """Return what a stored section or indicator says as texts by label, {} of a new one."""
    if not row.pk:
        return {}
    names = SECTION if isinstance(row, Section) else LINE
    own = {_label(row, name): _text(row, name) for name in names}
    return own | (_shown_beside(row) if isinstance(row, Indicator) else {})


def _shown_beside(indicator: Indicator) -> dict[str, str]:
    levels = {row.column: AskedLevel(row.level).label for row in indicator.asked.all()}
    asked_texts = {str(Column(column).label): str(label) for column, label in levels.items()}
    return {_("Hỏi"): "; ".join(f"{column}: {level}" for column, level in sorted(asked_texts.items()))}


def _label(row: Any, name: str) -> str:
    return str(capfirst(row._meta.get_field(name).verbose_name))


def _text(row: Any, name: str) -> str:
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name)
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    return "" if value is None else str(value)


def unit_of(row: Section | Indicator) -> Unit:
    """Return the unit whose history tells of a row: the sector union that added it, else the campaign's."""
    section = row if isinstance(row, Section) else row.section
    return section.owner or row.campaign.unit


def record_asked(
    row: Section | Indicator, verb: str, by: Acting, post: Post | None, reason: str, before: dict[str, str]
) -> None:
    """Record that a row was added or changed, with what it says now and said before."""
    after = shown_of(row)
    changes = {label: [before.get(label, ""), text] for label, text in after.items() if before.get(label, "") != text}
    record(row, verb, by=by, post=post, unit=unit_of(row), reason=reason, changes=changes)
