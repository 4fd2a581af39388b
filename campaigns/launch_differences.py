"""How two versions of a launch differ, in the words of the screens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from campaigns.launch_content import (
    LaunchDay,
    LaunchDocument,
    LaunchDue,
    LaunchPhase,
)
from campaigns.models import (
    Campaign,
    ContentPoint,
    DueGroup,
    DueKind,
    Measure,
    Phase,
    Purpose,
    Recipient,
    Resolution,
)
from campaigns.models.commemoration import day_words
from campaigns.text_differences import TextDifference
from foundation import vietnamese
from units.models import Bloc, Unit
from units.models.vocabulary import bloc_name

NOT_COLUMNS = ("unit", "days", "due_dates")


def launch_differences(before: LaunchDocument, after: LaunchDocument) -> list[TextDifference]:
    """Return what differs between two versions, in the order of the document."""
    return [
        *_columns(Unit, before.head.unit, after.head.unit, _("Đơn vị phát động")),
        *_columns(Campaign, before.head, after.head),
        *_lines(Resolution, _texts(before.resolutions), _texts(after.resolutions)),
        *_lines(Purpose, _texts(before.purposes), _texts(after.purposes)),
        *_lines(ContentPoint, _points(before), _points(after)),
        *_phases(before.phases, after.phases),
        *_lines(Measure, _measures(before), _measures(after)),
        *_lines(Recipient, _recipients(before), _recipients(after)),
    ]


def _columns(model: type[models.Model], before: Any, after: Any, heading: str = "") -> Iterator[TextDifference]:
    """Compare the fields that are columns of the model; lists and the unit are compared by themselves."""
    for name in (field.name for field in fields(before)):
        old, new = getattr(before, name), getattr(after, name)
        if old != new and name not in NOT_COLUMNS:
            field: Any = model._meta.get_field(name)  # a column, which the stubs do not promise
            label = f"{heading}, {field.verbose_name}" if heading else capfirst(str(field.verbose_name))
            yield TextDifference(label, _shown(field, old), _shown(field, new))


def _shown(field: Any, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, date):
        return vietnamese.format_date(value)
    return str(dict(field.choices or ()).get(value, value))


def _phases(before: Sequence[LaunchPhase], after: Sequence[LaunchPhase]) -> Iterator[TextDifference]:
    """Compare phases by their rows, so that one that got another number is still the same."""
    old, new = ({phase.id: phase for phase in phases} for phases in (before, after))
    for pk in {**old, **new}:
        if pk not in new:
            yield TextDifference(old[pk].heading, old[pk].theme, "")
        elif pk not in old:
            yield TextDifference(new[pk].heading, "", _whole(new[pk]))
        else:
            yield from _phase(old[pk], new[pk])


def _whole(phase: LaunchPhase) -> str:
    span = f"{vietnamese.format_date(phase.starts_on)} – {vietnamese.format_date(phase.ends_on)}"
    return f"{phase.theme} ({span})"


def _phase(before: LaunchPhase, after: LaunchPhase) -> Iterator[TextDifference]:
    heading = before.heading
    yield from _columns(Phase, before, after, heading)
    days = _("{phase}, ngày kỷ niệm, sự kiện").format(phase=heading)
    yield from _labelled(days, [_day(day) for day in before.days], [_day(day) for day in after.days])
    old, new = _dues(before.due_dates), _dues(after.due_dates)
    for key in {**old, **new}:
        if old.get(key) != new.get(key):
            yield TextDifference(f"{heading}, {key}", old.get(key, ""), new.get(key, ""))


def _day(day: LaunchDay) -> str:
    if day.is_anniversary and day.date:
        words = _("{name}, {day}, {n} năm").format(name=day.name, day=vietnamese.format_date(day.date), n=day.years)
        return _joined(words, day.owner_words)
    return _joined(
        _("{name}, sự kiện").format(name=day.name),
        day_words(day),
        day.words_before and _("chưa diễn ra: {words}").format(words=day.words_before),
        day.words_after and _("đã diễn ra: {words}").format(words=day.words_after),
        day.owner_words,
    )


def _dues(due_dates: Iterable[LaunchDue]) -> dict[str, str]:
    sentence = _("hạn {kind} ({group})")
    return {
        sentence.format(kind=DueKind(due.kind).label, group=DueGroup(due.group).label): vietnamese.format_date(due.at)
        for due in due_dates
    }


def _texts(lines: Iterable[Any]) -> list[str]:
    return [line.text for line in lines]


def _points(document: LaunchDocument) -> list[str]:
    blocs = {bloc.value: bloc_name(bloc) for bloc in Bloc}
    return [_joined(blocs.get(point.bloc, ""), point.text, point.slogan) for point in document.contents]


def _measures(document: LaunchDocument) -> list[str]:
    return [_joined(measure.audience_label, measure.text) for measure in document.measures]


def _recipients(document: LaunchDocument) -> list[str]:
    roles = dict(Recipient.Purpose.choices)
    return [_joined(recipient.name, roles.get(recipient.role, "")) for recipient in document.recipients]


def _joined(*texts: Any) -> str:
    return " · ".join(str(text) for text in texts if text)


def _lines(model: type[models.Model], before: list[str], after: list[str]) -> Iterator[TextDifference]:
    yield from _labelled(capfirst(str(model._meta.verbose_name)), before, after)


def _labelled(label: str, before: list[str], after: list[str]) -> Iterator[TextDifference]:
    """Yield the lines of a list that were changed, taken out or added."""
    for what, a, b, c, d in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        old, new = before[a:b], after[c:d]
        for at in range(max(len(old), len(new))):
            yield TextDifference(label, *(lines[at] if at < len(lines) else "" for lines in (old, new)))
