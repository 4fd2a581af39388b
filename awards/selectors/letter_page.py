"""What pages show beside letters: scans, why one was taken back, what of its words has to be compared."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from awards.lifecycle import LetterStatus
from awards.models import Letter
from units.models import Attachment, Event
from units.models.rule import Rule

OF_LETTERS = Q(target_type__app_label="awards", target_type__model="letter")


def scans_by_letter(letters: Iterable[Letter]) -> dict[int, list[Attachment]]:
    """Return the scans by the id of their letter, the withdrawn ones too: one query."""
    attached = Attachment.objects.with_file().filter(target_id__in=[letter.pk for letter in letters])
    scans: dict[int, list[Attachment]] = {}
    for scan in attached.filter(OF_LETTERS).select_related("withdrawn_by"):
        scans.setdefault(scan.target_id, []).append(scan)
    return scans


def reasons_by_letter(letters: Iterable[Letter]) -> dict[int, str]:
    """Return why letters were taken back, by their id: one query, none if none was."""
    ids = [letter.pk for letter in letters if letter.status == LetterStatus.TAKEN_BACK]
    if not ids:
        return {}
    events = Event.objects.filter(OF_LETTERS, target_id__in=ids, verb="take_back_letter")
    return {event.target_id: event.reason for event in events}


def to_compare_sentences(rules: Iterable[Rule]) -> list[str]:
    """Return what is said of rules that a letter states and whose text was not read."""
    sentence = _("Tờ trình ghi “{value}”: {certainty}.")
    return [sentence.format(value=rule.value, certainty=rule.get_certainty_display()) for rule in rules]
