"""A book of figures: all figures of one scope, read by their keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple, Protocol

from campaigns.figures.address import ALL, NO_VALUE, Address, FigureKey, FigureScope, FigureValue, UnknownFigure
from campaigns.lifecycle import FilingStatus


class FigureProvider(Protocol):
    """What knows the figures of some subjects, those that begin with `prefix`."""

    @property
    def prefix(self) -> str: ...

    def keys(self) -> Iterator[FigureKey]:
        """Yield the keys of all figures there are."""

    def value(self, key: FigureKey) -> FigureValue | None:
        """Return a figure; None for a subject or slice that does not occur. Raises UnknownFigure."""

    def label(self, key: FigureKey) -> str:
        """Return what the figure is, in Vietnamese, without its slice and state."""


NO_NAMES: Mapping[str, str] = MappingProxyType({})


class FigureBook:
    """The figures of one scope. Reading asks the database nothing."""

    def __init__(
        self, scope: FigureScope, providers: Iterable[FigureProvider], slice_names: Mapping[str, str] = NO_NAMES
    ):
        self.scope = scope
        self.slice_names = slice_names
        self.providers = {provider.prefix: provider for provider in providers}

    def value(self, subject: str, measure: str, slice: str = ALL, state: str = "") -> FigureValue:
        """Return a figure, NO_VALUE for one that does not occur. Raises UnknownFigure for an unknown measure."""
        return self.at(FigureKey(subject, measure, slice, state))

    def at(self, key: FigureKey) -> FigureValue:
        provider = self.providers.get(key.subject.partition(":")[0])
        if provider is None:
            raise UnknownFigure(key)
        return provider.value(key) or NO_VALUE

    def all_keys(self) -> Iterator[FigureKey]:
        for provider in self.providers.values():
            yield from provider.keys()

    def label(self, key: FigureKey) -> str:
        """Return what a figure is in Vietnamese: "Báo cáo kết quả, chờ xác nhận, LĐLĐ huyện Chi Lăng"."""
        provider = self.providers[key.subject.partition(":")[0]]
        state = str(FilingStatus(key.state).label).lower() if key.state else ""
        where = "" if key.slice == ALL else self.slice_names.get(key.slice, key.slice.partition(":")[2] or key.slice)
        return ", ".join(word for word in (provider.label(key), state, where) if word)

    def addresses(self) -> Iterator[Address]:
        return (Address.of(self.scope, key) for key in self.all_keys())


class ChangedValue(NamedTuple):
    """A figure that differs between two books; NO_VALUE in the one where it does not occur."""

    key: FigureKey
    before: FigureValue
    after: FigureValue


def changed_values(before: FigureBook, after: FigureBook) -> list[ChangedValue]:
    """Return the figures whose numbers differ, in the order of the books. Where their rows are does not matter.

    Subjects of which one of the books has no provider at all were not counted in it.
    """
    prefixes = before.providers.keys() & after.providers.keys()
    every_key = dict.fromkeys([*after.all_keys(), *before.all_keys()])
    keys = [key for key in every_key if key.subject.partition(":")[0] in prefixes]
    pairs = (ChangedValue(key, before.at(key), after.at(key)) for key in keys)
    return [pair for pair in pairs if _numbers(pair.before) != _numbers(pair.after)]


def _numbers(value: FigureValue) -> tuple[object, ...]:
    return (value.value, value.numerator, value.denominator)
