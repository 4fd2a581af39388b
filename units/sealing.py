"""Seals the history, and finds the first place where somebody altered it past the portal.

Events are append-only for the portal and, by triggers, for whoever has its database account. A superuser of the
database can write anything. Seals let that be seen: each holds the digest of up to a thousand events and of the seal
before. A copy of the last digest that is kept elsewhere (the tick prints each into the log of the machine) proves
that nobody computed all the seals anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext as _

from foundation import clock
from foundation.db.settled import settled_up_to
from foundation.digest import digest
from foundation.vietnamese import format_number
from units.models import Event, EventPersonal, MaskedText, Masking, Seal
from units.models.event import personal_digest

AGE = timedelta(hours=1)
"""Events are sealed when the oldest of them is older, or when there are MOST."""
MOST = 1_000
"""Events under one seal."""
AT_ONCE = 10
"""Seals made by one call: a history from before there were seals is sealed in several."""
MASK, MASKED_TEXTS = "mask_person", "mã kiểm tra"
"""The verb of the event of a masking, and where it keeps the digest of what was removed: both are stored."""
COLUMNS = (
    "pk", "at", "actor_id", "post_id", "acting_as", "verb", "target_type_id", "target_id", "unit_id", "source", "to",
    "personal_hash",
)  # fmt: skip
"""What a seal covers of an event: everything, its personal text by the digest of that."""


def seal_history() -> str:
    """Seal what happened since the last seal: a duty of `tick`. Two calls at once make each seal once."""
    last, made = last_seal(), 0
    settled = settled_up_to(Event) if _is_due(last) else None
    while settled and made < AT_ONCE and _is_due(last):
        keys = list(_after(last).filter(pk__lte=settled).values_list("pk", flat=True)[:MOST])
        if not keys:
            break
        number, up_to = (last.number if last else 0) + 1, keys[-1]
        made_now = Seal(
            number=number, at=clock.now(), up_to=up_to, count=len(keys), digest=_digest(number, last, up_to)
        )
        Seal.objects.bulk_create([made_now], ignore_conflicts=True)
        last, made = Seal.objects.get(pk=number), made + 1
    if last is None or not made:
        return ""
    line = _("Niêm phong nhật ký đến số {number}, mã kiểm tra {digest}.")
    return line.format(number=last.number, digest=last.digest)


def last_seal() -> Seal | None:
    return Seal.objects.last()


def _is_due(last: Seal | None) -> bool:
    moments = list(_after(last).values_list("at", flat=True)[:MOST])
    return len(moments) == MOST or (bool(moments) and moments[0] <= clock.now() - AGE)


def _after(last: Seal | None) -> QuerySet[Event]:
    return Event.objects.select_related(None).filter(pk__gt=last.up_to if last else 0).order_by("pk")


def _digest(number: int, before: Seal | None, up_to: int) -> str:
    """Return the digest of a seal: of its number, the seal before, and the events that are stored now."""
    lines = [list(values) for values in _after(before).filter(pk__lte=up_to).values_list(*COLUMNS)]
    for line in lines:
        line[1] = line[1].isoformat()
    return digest([number, before.digest if before else "", lines])


@dataclass(frozen=True)
class Verification:
    """What is known of the history. `broken`: the sentence about the first place that was altered, "" if none was."""

    seals: int = 0
    events: int = 0
    unsealed: int = 0
    last: str = ""
    broken: str = ""


def verify(expected: Mapping[int, str] | None = None) -> Verification:
    """Compare the whole history with its seals; `expected`: digests kept elsewhere, by the number of the seal."""
    before, events = None, 0
    for number, seal in enumerate(Seal.objects.all(), start=1):
        if broken := _fault(seal, before, number, (expected or {}).get(number)):
            return Verification(broken=broken)
        before, events = seal, events + seal.count
    seals = before.number if before else 0
    if missing := [number for number in expected or () if number > seals]:
        return Verification(broken=_("Thiếu niêm phong số {number}.").format(number=missing[0]))
    unsealed = _after(before).count()
    return Verification(seals, events, unsealed, before.digest if before else "", _altered_text())


def _fault(seal: Seal, before: Seal | None, number: int, expected: str | None) -> str:
    """Return the sentence of what is wrong with a seal or its events, "" if nothing is."""
    if seal.number != number:
        return _("Thiếu niêm phong số {number}.").format(number=number)
    where = _("Niêm phong số {number} (sự việc {first}–{last})").format(
        number=number,
        first=(before.up_to if before else 0) + 1,
        last=seal.up_to,
    )
    if expected and not seal.digest.startswith(expected):
        return _("{where}: mã kiểm tra khác mã giữ ở nơi khác; nhật ký đã được niêm phong lại.").format(where=where)
    stored = _after(before).filter(pk__lte=seal.up_to).aggregate(count=Count("pk"), last=Max("pk"))
    if stored["count"] != seal.count:
        sentence = _("{where}: có {stored} sự việc, khi niêm phong là {count}.")
        return sentence.format(where=where, stored=format_number(stored["count"]), count=format_number(seal.count))
    if stored["last"] != seal.up_to or _digest(number, before, seal.up_to) != seal.digest:
        return _("{where}: có sự việc khác với khi niêm phong.").format(where=where)
    return ""


def _altered_text() -> str:
    """Return the sentence about the first event whose text is not the one it was written with, "" if all are."""
    for pieces in _pieces(
        EventPersonal.objects.order_by("pk").values_list("pk", "salt", "data", "event__personal_hash")
    ):
        for pk, salt, text, kept in pieces:
            if personal_digest(salt, text) != kept:
                return _("Lời của sự việc {pk} khác với khi ghi.").format(pk=pk)
    without = Event.objects.exclude(personal_hash="").filter(personal=None, masked=None).order_by("pk").first()
    return _("Sự việc {pk} đã mất lời.").format(pk=without.pk) if without else _untold_masking()


def masked_texts_digest(masking: Masking) -> tuple[int, str]:
    """Return how many texts a masking removed, and the digest of the numbers of their events."""
    keys = list(MaskedText.objects.filter(masking=masking).order_by("pk").values_list("pk", flat=True))
    return len(keys), digest(keys)


def _untold_masking() -> str:
    """Return the sentence about the first masking whose event tells of other texts than it removed, "" if none."""
    for masking in Masking.objects.filter(masked_texts__isnull=False).distinct().order_by("pk"):
        event = Event.objects.about(masking).filter(verb=MASK).first()
        told = event.changes.get(MASKED_TEXTS, [""])[-1] if event else ""
        if told != masked_texts_digest(masking)[1]:
            sentence = _("Yêu cầu xóa dữ liệu {pk}: lời đã xóa khác với sự việc đã ghi.")
            return sentence.format(pk=masking.pk)
    return ""


def _pieces(rows: QuerySet[Any, Any]) -> Iterator[list[Any]]:
    """Yield rows in pieces of MOST, each in a statement of its own."""
    after = 0
    while piece := list(rows.filter(pk__gt=after)[:MOST]):
        yield piece
        after = piece[-1][0]
