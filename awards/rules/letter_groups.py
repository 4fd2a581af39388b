"""Which letters (tờ trình) a union still has to write: its nominations by occasion and by who decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.db.models.functions import Length

from awards.lifecycle import DECIDED, DossierStatus, NominationStatus
from awards.models import AwardTitle, DecidingLevel, InPortal, Nomination
from awards.rules.sorting import in_paper_order
from campaigns.models import Campaign, Phase
from foundation import clock
from units.models import Unit
from units.models.rule import TO_COMPARE, Rule
from units.rules.reader import rule

UNKNOWN = "…"


@dataclass(frozen=True)
class LetterGroup:
    """The nominations of one letter, in paper order. `body`: who decides outside the portal; "" for a union."""

    unit: Unit
    deciding_unit: Unit | None
    body: str
    rows: list[Nomination]

    @property
    def pk(self) -> int:
        """Names the group in addresses: the lowest id of its nominations."""
        return min(row.pk for row in self.rows)

    @property
    def campaign(self) -> Campaign:
        return self.rows[0].dossier.campaign

    @property
    def phase(self) -> Phase:
        return self.rows[0].dossier.phase

    @property
    def timing(self) -> str:
        return self.rows[0].dossier.timing

    @property
    def period_label(self) -> str:
        return self.rows[0].dossier.period_label

    @property
    def proposed(self) -> list[Nomination]:
        """The rows that the union proposes; the list also has those it does not agree to, with the reason."""
        if self.deciding_unit is None:
            return self.rows
        return [row for row in self.rows if row.opinion != Nomination.Opinion.DISAGREE]


def letter_groups(unit: Unit) -> list[LetterGroup]:
    """Return the groups of a union whose letter is not closed yet: one query."""
    return grouped(unit, waiting_for_letter(unit))


def group_with(unit: Unit, nomination_id: int) -> LetterGroup | None:
    """Return the group of a union that a nomination is in."""
    groups = letter_groups(unit)
    return next((group for group in groups if any(row.pk == nomination_id for row in group.rows)), None)


def waiting_for_letter(unit: Unit) -> QuerySet[Nomination]:
    """Return what a union endorsed for a union above, and what it agreed to that a body outside decides."""
    endorsed = Q(letter=None, dossier__endorsing_unit=unit, depth__lt=len(unit.path))
    endorsed &= Q(dossier__status__in=(DossierStatus.ENDORSED, DossierStatus.APPRAISED)) & ~Q(status__in=DECIDED)
    agreed = Q(letter_up=None, deciding_unit=unit, status=NominationStatus.APPROVED)
    agreed &= Q(title_granted__in_portal=InPortal.SEND_UP)
    rows = Nomination.objects.annotate(depth=Length("deciding_unit__path")).filter(endorsed | agreed)
    return rows.with_context().with_works().order_by("pk")


def grouped(unit: Unit, rows: Iterable[Nomination]) -> list[LetterGroup]:
    """Return nominations of a union by occasion and by who decides, in the order of phases."""
    today = clock.today()
    groups: dict[tuple[int, str, str, int, str], list[Nomination]] = {}
    for row in rows:
        dossier, body = row.dossier, ""
        if row.deciding_unit_id == unit.pk:
            body = deciding_body(row.title, today)
        key = (dossier.phase_id, dossier.timing, dossier.period_label, row.deciding_unit_id, body)
        groups.setdefault(key, []).append(row)
    return [
        LetterGroup(unit, None if key[4] else group[0].deciding_unit, key[4], in_paper_order(group))
        for key, group in sorted(groups.items())
    ]


def deciding_body(title: AwardTitle, day: date) -> str:
    """Return who decides: as the catalogue says, else by the level of the title under the rules of that day."""
    if title.decided_by:
        return title.decided_by
    decider = _decider(title, day)
    return decider.value if decider else UNKNOWN


def _decider(title: AwardTitle, day: date) -> Rule | None:
    level = DecidingLevel.STATE if title.level == DecidingLevel.STATE else DecidingLevel.CONFEDERATION
    return rule("award.decided_by", on=day, scope=level)


def rules_to_compare(groups: list[LetterGroup]) -> list[Rule]:
    """Return the rules that the letters of these groups would state today and whose text was not read, each once."""
    today = clock.today()
    titles = [row.title for group in groups if group.body for row in group.rows]
    used = [regulation_to_compare(today)] if groups else []
    used += [_decider(title, today) for title in titles if not title.decided_by]
    return list({row.pk: row for row in used if row and row.certainty in TO_COMPARE}.values())


def regulation_to_compare(day: date) -> Rule | None:
    """Return the regulation that every letter of a day is based on, if its text was not read."""
    regulation = rule("grounds.regulation", on=day)
    return regulation if regulation and regulation.certainty in TO_COMPARE else None
