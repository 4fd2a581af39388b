"""Corrects the words of what an open phase asks (đính chính), and says what cannot be changed while it is open.

Words of indicators and sections follow the rows. What a figure means, and which indicators are asked of whom, stays as
the phase was opened: changed rows are for phases that are opened later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from campaigns.catalogue.live import live_catalogue, live_sections, position_in
from campaigns.catalogue.stored import catalogue_of
from campaigns.catalogue.types import Catalogue, CatalogueCorrection, CatalogueIndicator
from campaigns.lifecycle import PhaseStatus
from campaigns.models import Campaign, Indicator, Phase

WORDS = ("name", "number", "order", "help_text", "example", "choices", "national_code")
"""The columns of an indicator that are corrected while a phase is open."""
MEANING = (
    "code", "unit_of_measure", "decimals", "over_units", "over_phases", "denominator_name", "denominator_from",
    "counting", "computed", "less_is_better",
)  # fmt: skip
"""The columns that stay while an open phase asks the indicator: figures would mean something else."""
FOR_LATER_PHASES = ("active", "phases", "pace", "in_pledge", "in_report")
"""The columns that say who is asked, and when: an open phase keeps what it was opened with."""


def open_phases(campaign: Campaign) -> list[Phase]:
    """Return the open phases of a campaign in order."""
    phases = Phase.objects.filter(campaign=campaign, status=PhaseStatus.OPEN).exclude(catalogue=None)
    return list(phases.select_related("campaign__unit").order_by("number"))


def phases_asking(indicator: Indicator) -> list[Phase]:
    """Return the open phases that ask an indicator, in order."""
    if indicator.pk is None:
        return []
    return [phase for phase in open_phases(indicator.campaign) if indicator.pk in catalogue_of(phase).by_pk]


def kept_by_open_phases(indicator: Indicator) -> str:
    """Return the sentence that open phases ask an indicator as it was when they were opened; "" where none asks it."""
    phases = ", ".join(str(phase) for phase in phases_asking(indicator))
    sentence = _("{phases} đang mở vẫn hỏi như khi mở; thay đổi này dùng cho các đợt mở sau.")
    return sentence.format(phases=phases) if phases else ""


def locked_phases_that_asked(indicator: Indicator) -> list[Phase]:
    """Return the locked phases that asked an indicator, in order."""
    if indicator.pk is None:
        return []
    phases = Phase.objects.filter(campaign=indicator.campaign, status=PhaseStatus.LOCKED).exclude(catalogue=None)
    in_order = list(phases.select_related("campaign__unit").order_by("number"))
    return [phase for phase in in_order if indicator.pk in catalogue_of(phase).by_pk]


def corrected_catalogue(phase: Phase) -> Catalogue:
    """Return the catalogue in force of an open phase with the words that its rows have now.

    What sector unions ask of their branches stays as it is in force (`campaigns.actions.branch_sections`).
    """
    in_force, live = catalogue_of(phase), live_catalogue(phase)
    rows = _rows(in_force)
    sections = live_sections(phase.campaign)
    categories = {section.path: section.category for section in in_force.sections}
    kept = {
        pk: replace(section, category=categories.get(section.path, section.category))
        for pk, section in sections.items()
    }
    position = position_in(sections)
    ordered = [
        replace(
            line,
            section=kept[rows[line.pk].section_id],
            **{name: getattr(rows[line.pk], name) for name in WORDS},
        )
        for line in sorted(in_force.common_lines, key=lambda line: position(rows[line.pk]))
    ]
    return replace(
        in_force,
        campaign=replace(live.campaign, twin_title=in_force.campaign.twin_title),
        phase=replace(live.phase, holds_june=in_force.phase.holds_june, is_last=in_force.phase.is_last),
        days=live.days,
        sections=(*kept.values(), *(section for section in in_force.sections if section.owner)),
        indicators=tuple(line for line in ordered if not line.is_question),
        questions=tuple(line for line in ordered if line.is_question),
    )


def _rows(catalogue: Catalogue) -> dict[int, Indicator]:
    """Return the rows of the campaign's own lines of the catalogue by id, those that are not used any more too."""
    return Indicator.objects.select_related("section").in_bulk([line.pk for line in catalogue.common_lines])


def corrections(before: Catalogue, after: Catalogue) -> Iterator[CatalogueCorrection]:
    """Yield the words of sections and indicators that differ; when and why are filled in by who writes them."""
    sections = {section.path: str(section) for section in before.sections}
    for section in after.sections:
        old = sections.pop(section.path, "")
        if old and old != str(section):
            yield CatalogueCorrection(_("Mục {number}").format(number=section.number), old, str(section))
    for line in after.common_lines:
        yield from _of_indicator(before.by_pk[line.pk], line)


def _of_indicator(before: CatalogueIndicator, after: CatalogueIndicator) -> Iterator[CatalogueCorrection]:
    for name in WORDS:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            words = _words_of(name)
            label = f"{before.code}, {words}" if name == "name" else f"{before.code} {before.name}, {words}"
            yield CatalogueCorrection(label, str(old), str(new), indicator=before.pk)
    if before.section.path != after.section.path:
        label = f"{before.code} {before.name}, {_('mục')}"
        yield CatalogueCorrection(label, str(before.section), str(after.section), indicator=before.pk)


def changed_meanings(campaign: Campaign) -> tuple[str, ...]:
    """Return a sentence for every indicator and section whose rows mean something else than an open phase asks."""
    return tuple(sentence for phase in open_phases(campaign) for sentence in _changed_meanings(phase))


def _changed_meanings(phase: Phase) -> Iterator[str]:
    catalogue = catalogue_of(phase)
    rows = _rows(catalogue)
    for indicator in catalogue.common_lines:
        for name in changed_columns(indicator, rows[indicator.pk]):
            words = capfirst(_words_of(name))
            yield f"{indicator.code}, {words}: {meaning_is_fixed(phase)}"
    categories = {section.path: section.category for section in catalogue.sections}
    for section in live_sections(phase.campaign).values():
        if categories.get(section.path, section.category) != section.category:
            yield f"{section}: {meaning_is_fixed(phase)}"


def changed_columns(indicator: CatalogueIndicator, row: Indicator) -> list[str]:
    """Return the columns in which a row means something else than what is asked."""
    return [name for name in MEANING if getattr(indicator, name) != getattr(row, name)]


def _words_of(name: str) -> str:
    field: Any = Indicator._meta.get_field(name)  # a column, which the stubs do not promise
    return str(field.verbose_name)


def meaning_is_fixed(*phases: Phase) -> str:
    """Return the refusal of another meaning of what these open phases ask."""
    sentence = _("{phases} đang mở hỏi nội dung này, chỉ sửa được câu chữ. Cần hỏi khác, xin thêm chỉ tiêu mới.")
    return sentence.format(phases=capfirst(", ".join(phase.words for phase in phases)))
