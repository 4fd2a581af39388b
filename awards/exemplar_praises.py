"""Which exemplars of the register were awarded since they were found.

The register holds names as people write them ("Chị Lăng Thị Mới, công nhân chuyền 2"), so an award is only proposed as
that of the exemplar: of a nominee that was taken from the register, or at the same unit with its name in what comes
before the first comma. A person confirms it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from awards.models import Award, Nominee
from awards.rules.exemplar_names import AFTER_THE_NAME
from campaigns.models import FollowedExemplar
from campaigns.praises import PraisesByExemplar
from foundation.vietnamese import format_date, search_key


def praises(exemplars: Sequence[FollowedExemplar]) -> PraisesByExemplar:
    """Return by exemplar the awards in force that bear its name, the earliest first. Two statements."""
    nominees = list(Nominee.objects.filter(exemplar__in=exemplars).values_list("pk", flat=True))
    of_these = Q(unit__in={exemplar.unit_id for exemplar in exemplars}) | Q(nominee__in=nominees)
    awards = Award.objects.in_force().filter(of_these).with_decision_heads()
    read = list(awards.select_related("decision__unit", "nominee", "unit").order_by("decision__dated_on", "pk"))
    by_exemplar = {
        exemplar.pk: [_in_words(award) for award in read if is_awarded_by(exemplar, award)] for exemplar in exemplars
    }
    return {pk: words for pk, words in by_exemplar.items() if words}


def is_awarded_by(exemplar: FollowedExemplar, award: Award) -> bool:
    """Return whether an award is that of an exemplar, by nominee or by name, and was decided since it was found."""
    day = award.decision.dated_on
    if day is None or day < exemplar.found_on:
        return False
    if award.nominee.exemplar_id == exemplar.pk:
        return True
    names = [award.name, *([award.unit.name] if award.nominee.is_whole_unit else [])]
    return award.unit_id == exemplar.unit_id and any(is_named(exemplar, name) for name in names)


def is_named(exemplar: FollowedExemplar, name: str) -> bool:
    """Return whether a name is in what the register says of an exemplar before the first comma."""
    return _words(name) in _words(AFTER_THE_NAME.split(exemplar.who)[0])


def _words(text: str) -> str:
    """Return the words of a text as they are searched, each between blanks."""
    return f" {' '.join(re.findall(r'[0-9a-z]+', search_key(text)))} "


def _in_words(award: Award) -> str:
    decision, day = award.decision_as_issued, award.decision.dated_on
    return _("{title}, {decision} ngày {day}").format(
        title=award.title_name, decision=decision, day=format_date(day) if day else ""
    )
