"""The usual course of a sheet: sent on a working day in time, accepted a working day later or with its neighbours'."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from emulation.fictional.demo.play import PLEDGE, CampaignPlay, local, next_working_day

ACCEPTED_AT = [(hour, minute) for hour in (8, 9, 10, 13, 14, 15, 16) for minute in (4, 11, 18, 26, 33, 41, 52)]
"""The moments of an office's day at which a reviewer accepts; which one is drawn from the sheet's own key."""


def file_in_time(play: CampaignPlay, keys: Iterable[str], number: int, kind: str, days: Sequence[date]) -> None:
    """Schedule the units' sheets over the days; reviewers accept them the next working day."""
    for index, key in enumerate(keys):
        day = days[index % len(days)]
        file_and_accept(play, key, number, kind, local(day, 8 + index % 8, index * 7 % 60))


def file_together(play: CampaignPlay, keys: Iterable[str], number: int, kind: str, days: Sequence[date]) -> None:
    """Schedule the units' sheets over the days; once they are over each reviewer accepts the sheets in one act."""
    sent = list(keys)
    for index, key in enumerate(sent):
        play.at(local(days[index % len(days)], 8 + index % 8, index * 7 % 60), play.send, key, number, kind)
    accept_together(play, sent, number, kind, days[-1])


def keep_together(play: CampaignPlay, keys: Iterable[str], number: int, days: Sequence[date]) -> None:
    """Schedule that units confirm their pledge unchanged, over the days; each reviewer accepts them in one act."""
    sent = list(keys)
    for index, key in enumerate(sent):
        play.at(local(days[index % len(days)], 8 + index % 8, index * 11 % 60), play.confirm_unchanged, key, number)
    accept_together(play, sent, number, PLEDGE, days[-1])


def accept_together(play: CampaignPlay, keys: Iterable[str], number: int, kind: str, last: date) -> None:
    below: dict[int | None, list[str]] = {}
    for key in keys:
        below.setdefault(play.units[key].parent_id, []).append(key)
    for together in below.values():
        play.at(
            local(next_working_day(last), *moment_of(together[0], number, kind)),
            play.accept_all,
            together,
            number,
            kind,
        )


def file_and_accept(play: CampaignPlay, key: str, number: int, kind: str, sent: datetime, *, by: str = "") -> None:
    play.at(sent, play.send, key, number, kind, by=by)
    accept_next_day(play, key, number, kind, sent.date())


def accept_next_day(play: CampaignPlay, key: str, number: int, kind: str, sent: date) -> None:
    play.at(local(next_working_day(sent), *moment_of(key, number, kind)), play.accept, key, number, kind)


def moment_of(key: str, number: int, kind: str) -> tuple[int, int]:
    """Return the hour and minute at which a sheet is accepted."""
    return ACCEPTED_AT[zlib.crc32(f"{key}/{number}/{kind}".encode()) % len(ACCEPTED_AT)]


def below_upper(play: CampaignPlay) -> list[str]:
    """Return the keys of units that file to an upper union."""
    root = play.units["root"]
    return [key for key, unit in play.units.items() if unit.parent_id not in (None, root.pk)]


def direct(play: CampaignPlay) -> list[str]:
    """Return the keys of units that file to the province directly, upper unions included."""
    root = play.units["root"]
    return [key for key, unit in play.units.items() if unit.parent_id == root.pk]
