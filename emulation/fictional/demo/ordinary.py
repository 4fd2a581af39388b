"""The usual course of a sheet: sent on a working day in time, accepted a working day later."""

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


def keep_in_time(play: CampaignPlay, keys: Iterable[str], number: int, days: Sequence[date]) -> None:
    """Schedule that units confirm their pledge unchanged, over the days; it is accepted the next working day."""
    for index, key in enumerate(keys):
        day = days[index % len(days)]
        play.at(local(day, 8 + index % 8, index * 11 % 60), play.confirm_unchanged, key, number)
        accept_next_day(play, key, number, PLEDGE, day)


def file_and_accept(play: CampaignPlay, key: str, number: int, kind: str, sent: datetime, *, by: str = "") -> None:
    play.at(sent, play.send, key, number, kind, by=by)
    accept_next_day(play, key, number, kind, sent.date())


def accept_next_day(play: CampaignPlay, key: str, number: int, kind: str, sent: date) -> None:
    hour, minute = ACCEPTED_AT[zlib.crc32(f"{key}/{number}/{kind}".encode()) % len(ACCEPTED_AT)]
    play.at(local(next_working_day(sent), hour, minute), play.accept, key, number, kind)


def below_upper(play: CampaignPlay) -> list[str]:
    """Return the keys of units that file to an upper union."""
    root = play.units["root"]
    return [key for key, unit in play.units.items() if unit.parent_id not in (None, root.pk)]


def direct(play: CampaignPlay) -> list[str]:
    """Return the keys of units that file to the province directly, upper unions included."""
    root = play.units["root"]
    return [key for key, unit in play.units.items() if unit.parent_id == root.pk]
