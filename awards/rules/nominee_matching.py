"""Nominees known from earlier whom a name just typed may mean: suggested, never merged silently."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from awards.models import Award, Nominee

MOST_SHOWN = 20


def namesakes(user: Any, name: str, *, is_person: bool, birth_year: int | None = None) -> list[Nominee]:
    """In this person's reach and called the same, marks apart; a different birth year tells two persons apart."""
    found = Nominee.objects.visible_to(user).like(name).filter(is_person=is_person, is_whole_unit=False)
    if birth_year is not None:
        found = found.filter(Q(birth_year=birth_year) | Q(birth_year=None))
    awards = Award.objects.standing().select_related("title").order_by("-year", "pk")
    found = found.select_related("unit").prefetch_related(Prefetch("awards", awards, to_attr="known_awards"))
    return list(found.order_by("unit__order", "pk")[:MOST_SHOWN])


def told(one: Any) -> str:
    """Who it is, and what they were awarded: "Bàn Phúc Lìn, sinh năm 1985, Bằng khen năm 2014"."""
    parts = [one.name]
    if one.birth_year:
        parts.append(_("sinh năm {year}").format(year=one.birth_year))
    for award in one.known_awards[:3]:
        parts.append(_("{form} năm {year}").format(form=award.title.form, year=award.year))
    return ", ".join(parts)
