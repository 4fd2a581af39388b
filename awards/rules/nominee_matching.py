"""Nominees from earlier dossiers that a typed name may mean. They are suggested; a person decides."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from awards.models import Award, Nominee
from units.models import User

MOST_SHOWN = 20


def namesakes(user: User, name: str, *, is_person: bool, birth_year: int | None = None) -> list[Nominee]:
    """Return nominees in the user's reach with the same name, compared without diacritics.

    Nominees with a different birth year are left out; those without one are not.
    """
    nominees = Nominee.objects.visible_to(user).like(name).filter(is_person=is_person, is_whole_unit=False)
    if birth_year is not None:
        nominees = nominees.filter(Q(birth_year=birth_year) | Q(birth_year=None))
    awards = Award.objects.in_force().select_related("title").order_by("-year", "pk")
    nominees = nominees.select_related("unit").prefetch_related(Prefetch("awards", awards, to_attr="known_awards"))
    return list(nominees.order_by("unit__order", "pk")[:MOST_SHOWN])


def identified_as(nominee: Any) -> str:
    """Return who a nominee is, with the latest awards: "Bàn Phúc Lìn, sinh năm 1985, Bằng khen năm 2014"."""
    parts = [nominee.name]
    if nominee.birth_year:
        parts.append(_("sinh năm {year}").format(year=nominee.birth_year))
    for award in nominee.known_awards[:3]:
        parts.append(_("{form} năm {year}").format(form=award.title.form, year=award.year))
    return ", ".join(parts)
