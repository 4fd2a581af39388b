"""Which exemplars of the register were awarded since they were found.

The register holds names as people write them ("Chị Lăng Thị Mới, công nhân chuyền 2"), so an award is only proposed as
that of the exemplar: at the same unit, with its name in what comes before the first comma. A person confirms it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from awards.models import Award
from campaigns.models import FollowedExemplar
from campaigns.praises import PraisesByExemplar
from foundation.vietnamese import format_date, search_key

AFTER_THE_NAME = re.compile(r"[,;(]| - ")


def praises(exemplars: Sequence[FollowedExemplar]) -> PraisesByExemplar:
    """Return by exemplar the awards in force that bear its name, the earliest first. One statement."""
    units = {exemplar.unit_id for exemplar in exemplars}
    awards = Award.objects.in_force().filter(unit__in=units).with_decision_heads()
    by_unit: dict[int, list[Award]] = {}
    for award in awards.select_related("decision__unit", "nominee", "unit").order_by("decision__dated_on", "pk"):
        by_unit.setdefault(award.unit_id, []).append(award)
    by_exemplar = {
        exemplar.pk: [_in_words(award) for award in by_unit.get(exemplar.unit_id, ()) if is_awarded_by(exemplar, award)]
        for exemplar in exemplars
    }
    return {pk: words for pk, words in by_exemplar.items() if words}


def is_awarded_by(exemplar: FollowedExemplar, award: Award) -> bool:
    """Return whether an award of its unit bears the exemplar's name and was decided since it was found."""
    day = award.decision.dated_on
    who = _words(AFTER_THE_NAME.split(exemplar.who)[0])
    names = [award.name, *([award.unit.name] if award.nominee.is_whole_unit else [])]
    return day is not None and day >= exemplar.found_on and any(_words(name) in who for name in names)


def _words(text: str) -> str:
    """Return the words of a text as they are searched, each between blanks."""
    return f" {' '.join(re.findall(r'[0-9a-z]+', search_key(text)))} "


def _in_words(award: Award) -> str:
    decision, day = award.decision_as_issued, award.decision.dated_on
    return _("{title}, {decision} ngày {day}").format(
        title=award.title_name, decision=decision, day=format_date(day) if day else ""
    )
