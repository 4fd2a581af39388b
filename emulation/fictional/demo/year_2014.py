"""The campaign of 2014: phase 1 is nearly complete and locked, phase 2 was never opened."""

from __future__ import annotations

from datetime import date

from emulation.fictional.demo.ordinary import below_upper, direct, file_in_time
from emulation.fictional.demo.people import holder
from emulation.fictional.demo.play import PLEDGE, REPORT, CampaignPlay, local, working_days
from emulation.fictional.demo.scans import scan_of
from summaries.actions import begin, close_for_signing, propose, register
from summaries.models import Summary
from units.models import Role

MISSING = {"9", "21", "31", "55"}
FOUNDED_LATER = {"39"}

# Fewer indicators than in 2015: no spring campaign, and few titles.
CODES = {
    *("PT01", "PT02", "PT03", "PT05", "DH05", "DH06", "SK02", "SK03", "SK04", "HT01", "HT03"),
    *("DN02", "DN03", "DN04", "DN05", "AT01", "AT02", "TC01", "TC02", "TC03", "XH01", "XH02"),
}


def schedule(play: CampaignPlay) -> None:
    play.at(local(date(2014, 1, 14), 8), play.publish)
    play.at(local(date(2014, 1, 14), 8, 20), play.add_launch_scan)
    play.at(local(date(2014, 1, 14), 9), play.open, 1)
    lower = [key for key in below_upper(play) if key not in MISSING | FOUNDED_LATER]
    upper = [key for key in direct(play) if key not in MISSING]
    file_in_time(play, lower, 1, PLEDGE, working_days(date(2014, 2, 10), date(2014, 2, 27)))
    file_in_time(play, upper, 1, PLEDGE, working_days(date(2014, 3, 3), date(2014, 3, 13)))
    file_in_time(play, lower, 1, REPORT, working_days(date(2014, 6, 20), date(2014, 7, 3)))
    file_in_time(play, upper, 1, REPORT, working_days(date(2014, 7, 4), date(2014, 7, 10)))
    play.at(local(date(2014, 7, 18), 16), play.lock, 1)
    play.at(local(date(2014, 7, 21), 9), propose_summary, play)
    play.at(local(date(2014, 7, 24), 15), close_summary, play)
    play.at(local(date(2014, 7, 25), 10), register_summary, play)


def propose_summary(play: CampaignPlay) -> None:
    phase, board = play.campaign.phases.get(number=1), play.board()
    propose(begin(play.campaign, phase, play.campaign.unit, by=board), by=board)


def close_summary(play: CampaignPlay) -> None:
    """The leader closes the summary for signing."""
    summary = Summary.objects.get(campaign=play.campaign)
    close_for_signing(summary, by=holder(play.campaign.unit, Role.LEADER))


def register_summary(play: CampaignPlay) -> None:
    """The Board writes the number and date of the registry, and adds the scan."""
    summary = Summary.objects.get(campaign=play.campaign)
    name = summary.signer.name if summary.signer else ""
    paper = scan_of("bao-cao-58", "Báo cáo số 58/BC-LĐLĐ", name)
    register(summary, number="58/BC-LĐLĐ", dated_on=date(2014, 7, 25), scan=paper, by=play.board())
