"""The campaign of 2014: a finished year, both phases nearly complete and locked, with its summaries."""

from __future__ import annotations

from datetime import date

from emulation.fictional.demo import summaries
from emulation.fictional.demo.ordinary import below_upper, direct, file_together, keep_together
from emulation.fictional.demo.play import PLEDGE, REPORT, CampaignPlay, local, working_days

MISSING = {"9", "21", "31", "55"}
FOUNDED_LATER = {"39"}

# Fewer indicators than in 2015: no spring campaign, and few titles.
CODES = {
    *("PT01", "PT02", "PT03", "PT05", "DH05", "DH06", "SK02", "SK03", "SK04", "HT01", "HT03"),
    *("DN02", "DN03", "DN04", "DN05", "AT01", "AT02", "TC01", "TC03", "XH01", "XH02"),
}


def schedule(play: CampaignPlay) -> None:
    play.at(local(date(2014, 1, 14), 8), play.publish)
    play.at(local(date(2014, 1, 14), 8, 20), play.add_launch_scan)
    play.at(local(date(2014, 1, 14), 9), play.open, 1)
    lower = [key for key in below_upper(play) if key not in MISSING | FOUNDED_LATER]
    upper = [key for key in direct(play) if key not in MISSING]
    file_together(play, lower, 1, PLEDGE, working_days(date(2014, 2, 10), date(2014, 2, 27)))
    file_together(play, upper, 1, PLEDGE, working_days(date(2014, 3, 3), date(2014, 3, 13)))
    file_together(play, lower, 1, REPORT, working_days(date(2014, 6, 20), date(2014, 7, 3)))
    file_together(play, upper, 1, REPORT, working_days(date(2014, 7, 4), date(2014, 7, 10)))
    play.at(local(date(2014, 7, 18), 16), play.lock, 1)
    phase_2(play, lower, upper)


def phase_2(play: CampaignPlay, lower: list[str], upper: list[str]) -> None:
    """Everybody who filed in phase 1 keeps the pledge and reports the year."""
    play.at(local(date(2014, 7, 1), 8), play.open, 2)
    keep_together(play, [*lower, *upper], 2, working_days(date(2014, 7, 15), date(2014, 7, 30)))
    file_together(play, lower, 2, REPORT, working_days(date(2014, 11, 14), date(2014, 11, 27)))
    file_together(play, upper, 2, REPORT, working_days(date(2014, 11, 28), date(2014, 12, 4)))
    play.at(local(date(2014, 12, 19), 16, 10), play.lock, 2)
    summaries.schedule(play)
