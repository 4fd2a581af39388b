"""Whom an indicator is asked of, in words, and what its denominator may be filled in from."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy

from campaigns.models import AskedLevel, Column, Indicator
from campaigns.models.indicator import AnsweredBy
from foundation.lazy_text import LazyText
from units.models.headcounts import headcount_names
from units.models.kinds import Strand, UnionForm
from units.models.vocabulary import kind_choices, kind_name, strand_choices, strand_name

LEVELS: Mapping[str, LazyText] = {
    AskedLevel.ALL: "",
    AskedLevel.NOT_SMALL: gettext_lazy("trừ đơn vị nhỏ: "),
    AskedLevel.OFFERED: gettext_lazy("tự chọn: "),
}


def denominators(indicator: Indicator) -> list[tuple[str, str]]:
    """Return what a denominator may be filled in from: a headcount of the unit, another indicator of the campaign."""
    counts = list(headcount_names().items())
    others = (
        Indicator.objects.common()
        .filter(campaign=indicator.campaign_id, answer=AnsweredBy.FIGURE)
        .exclude(pk=indicator.pk)
    )
    return counts + [(other.code, str(other)) for other in others.order_by("section__order", "order", "pk")]


def column_name(column: str) -> LazyText:
    """Return the name of a column: the full name of a strand, for its heading on papers is an abbreviation."""
    if column == UnionForm.OCCUPATIONAL:
        return UnionForm.OCCUPATIONAL.label
    return lazy(strand_name if column in Strand.values else kind_name, str)(column)


def columns_for(indicator: Indicator | None) -> list[str]:
    """Return the columns that an indicator may be asked of: those that have a name here, and those it is asked of."""
    stored = {row.column for row in indicator.asked.all()} if indicator and indicator.pk else set()
    named = {*dict(strand_choices()), *dict(kind_choices()), UnionForm.OCCUPATIONAL.value, *stored}
    return [column for column in Column.values if column in named]


def asked_words(indicator: Indicator) -> str:
    """Return in words whom an indicator is asked of: by level, columns in the order of the table."""
    levels = {row.column: row.level for row in indicator.asked.all()}
    levels_in_words = [
        str(words) + ", ".join(str(column_name(column)) for column in Column if levels.get(column) == level)
        for level, words in LEVELS.items()
        if level in levels.values()
    ]
    return " · ".join(levels_in_words) or "…"
