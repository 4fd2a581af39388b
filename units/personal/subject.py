"""A person that data are stored about, and the texts by which that person is found where no column refers to them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet, TextField
from django.db.models.functions import Cast

from foundation.vietnamese import fold
from units.models import EventPersonal, Masking, Post, SignInCode, User
from units.tree import ancestor_paths, outermost, within

Targets = list[tuple[type[Model], Collection[int]]]
"""Models with the keys of rows that are about a person."""
SHORTEST = 5
"""Characters of the shortest text that is searched for: anything shorter is in too many texts of others."""
DIGITS = 9
"""The last digits of a telephone number, which are the same with 0 and with +84."""


@dataclass(frozen=True)
class DataSubject:
    """A person. `row`: the account, or another row that is the person; `words`: names, telephone, mail address.

    `username` is found only as a whole value, as it may be a common word. `paths`: of the units where the person
    worked or was proposed, in whose history, above and below, the words are searched for. `targets`: rows about which
    events are events about the person. `in_others_texts`: whether what others wrote about the person is looked for.
    """

    row: Model
    words: tuple[str, ...]
    paths: tuple[str, ...]
    targets: Targets
    username: str = ""
    in_others_texts: bool = True

    @property
    def account(self) -> User | None:
        return self.row if isinstance(self.row, User) else None

    def mentioned_in(self, value: Any) -> bool:
        """Return whether a text, or a text of a JSON value, its keys included, names the person."""
        if isinstance(value, dict):
            return any(map(self.mentioned_in, (*value.keys(), *value.values())))
        if isinstance(value, list):
            return any(map(self.mentioned_in, value))
        if not isinstance(value, str):
            return False
        return bool(self.username and value == self.username) or self._pattern.search(value) is not None

    def seems_named_in(self, text: str) -> bool:
        """Return whether a text names the person or seems to: without marks, in other blanks, a number in groups."""
        said, digits = " ".join(fold(text).split()), re.sub(r"\D", "", text)
        numbers = (re.sub(r"\D", "", word)[-DIGITS:] for word in self.words)
        return (
            self.mentioned_in(text)
            or any(" ".join(fold(word).split()) in said for word in self.words)
            or any(len(number) == DIGITS and number in digits for number in numbers)
        )

    def rows_naming(self, rows: QuerySet[Any, Any], *columns: str, own: bool = False) -> list[int]:
        """Return the keys of the rows with a text that names the person: found by SQL, looked at in Python.

        `own`: the texts are the person's, such as a number to call.
        """
        condition = self._condition(columns)
        if not condition or not (own or self.in_others_texts):
            return []
        likely = rows.annotate(**{f"{column}_text": Cast(column, TextField()) for column in columns}).filter(condition)
        return [pk for pk, *values in likely.values_list("pk", *columns).iterator() if self.mentioned_in(values)]

    def nearby(self, field: str) -> Q:
        """Return a condition on a path: at the person's units, above or below them."""
        above = {path for own in self.paths for path in ancestor_paths(own)}
        return within(field, list(self.paths)) | Q(**{f"{field}__in": sorted(above)})

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        words = "|".join(map(re.escape, self.words))
        return re.compile(rf"(?<!\w)(?:{words})(?!\w)" if words else r"(?!)", re.IGNORECASE)

    def _condition(self, columns: Collection[str]) -> Q:
        condition = Q()
        for word in {*self.words, *(word.upper() for word in self.words)}:
            for text in {word, json.dumps(word)[1:-1]}:  # SQLite stores JSON with escaped letters
                for column in columns:
                    condition |= Q(**{f"{column}_text__contains": text})
        for column in columns if self.username else ():
            condition |= Q(**{f"{column}_text__contains": json.dumps(self.username)})
            condition |= Q(**{f"{column}_text": self.username})
        return condition


@dataclass(frozen=True)
class SubjectKind:
    """A kind of rows that are people. `visible`: those that a reader may look after; `search`: their searched column.

    `key` is in addresses; `describe` tells one from another of its name.
    """

    key: str
    label: Any
    model: type[Model]
    subject: Callable[[Any], DataSubject]
    visible: Callable[[User], QuerySet[Any, Any]]
    search: str
    describe: Callable[[Any], str]


SUBJECT_KINDS: dict[str, SubjectKind] = {}
"""By key; apps add theirs."""


def kind_of(row: Model) -> SubjectKind:
    return next(kind for kind in SUBJECT_KINDS.values() if isinstance(row, kind.model))


def subject_of(row: Model) -> DataSubject:
    return kind_of(row).subject(row)


def of_account(person: User) -> DataSubject:
    posts = Post.objects.filter(user=person).select_related("unit")
    return DataSubject(
        row=person,
        words=searched_words(person.full_name, person.phone, person.email),
        paths=tuple(outermost(post.unit.path for post in posts)),
        targets=[
            (User, [person.pk]),
            (Post, [post.pk for post in posts]),
            (SignInCode, list(person.sign_in_codes.values_list("pk", flat=True))),
        ],
        username=person.username,
    )


ProvingVerbs = dict[type[Model], tuple[str, ...]]
PROVING: ProvingVerbs = {}
"""Verbs of acts whose events prove a paper with their text, by the model of their target; apps add theirs."""


def proving_events() -> Q:
    """Return a condition on texts of events: they prove a paper that is kept by law."""
    condition = Q(pk__in=[])
    for model, verbs in PROVING.items():
        condition |= Q(event__target_type=ContentType.objects.get_for_model(model), event__verb__in=verbs)
    return condition


def searched_words(*texts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if len(text) >= SHORTEST))


def texts_about(subject: DataSubject) -> QuerySet[EventPersonal]:
    """Return the texts of events that are the person's: of their acts, about them, or naming them.

    Those of events about maskings are none of them: they prove what was removed.
    """
    maskings = ContentType.objects.get_for_model(Masking)
    texts = EventPersonal.objects.exclude(event__target_type=maskings)
    condition = Q(event__actor=subject.account) if subject.account else Q(pk__in=[])
    for model, keys in subject.targets:
        kind = ContentType.objects.get_for_model(model)
        condition |= Q(event__target_type=kind, event__target_id__in=keys)
    near = texts.filter(Q(event__unit=None) | subject.nearby("event__unit__path"))
    of_person: QuerySet[EventPersonal] = texts.filter(condition | Q(pk__in=subject.rows_naming(near, "data")))
    return of_person
