"""The summaries of the demo, from `summaries.toml`: begun, proposed, closed for signing, registered, revised."""

from __future__ import annotations

from campaigns.models import Campaign
from emulation.fictional.demo.people import holder
from emulation.fictional.demo.play import Act, CampaignPlay
from emulation.fictional.demo.scans import scan_of
from foundation import clock
from summaries import actions, editing_actions
from summaries.editing_actions import TypedSentence
from summaries.models import Summary
from units.models import Role


def schedule(play: CampaignPlay, *older: Campaign) -> None:
    """Schedule the acts on the summaries of the play's year, and those of this year on an older campaign."""
    story = SummaryStory(play, {campaign.year: campaign for campaign in (play.campaign, *older)})
    for row in play.files.read("summaries.toml")["summaries"]:
        if row["made"].year == play.campaign.year:
            play.note(row, story.revise if "revises" in row else story.begin, story)


class SummaryStory:
    """Performs the acts on summaries: `summaries` by key in the data, and a method for each value of `do`."""

    def __init__(self, play: CampaignPlay, campaigns: dict[int, Campaign]):
        self.play, self.campaigns = play, campaigns
        self.summaries: dict[str, Summary] = {}

    def begin(self, row: Act) -> None:
        campaign, unit = self.campaigns[row["year"]], self.play.units[row["unit"]]
        phase = campaign.phases.get(number=row["phase"]) if "phase" in row else None
        self.summaries[row["key"]] = actions.begin(campaign, phase, unit, by=holder(unit, Role.REVIEWER))

    def revise(self, row: Act) -> None:
        campaign, unit = self.campaigns[row["year"]], self.play.units[row["unit"]]
        final = Summary.objects.get(campaign=campaign, unit=unit, number=row["revises"])
        by = holder(unit, Role.REVIEWER)
        self.summaries[row["key"]] = actions.revise(final, reason=row["reason"], by=by)

    def write(self, key: str, act: Act) -> None:
        """Replace a sentence; figures in braces stay those of the day."""
        summary = self.summaries[key]
        by = holder(summary.unit, Role.REVIEWER)
        editing_actions.write_sentence(summary, act["sentence"], TypedSentence(act["text"]), by=by, seen=None)

    def add(self, key: str, act: Act) -> None:
        """Add a sentence to a line."""
        summary = self.summaries[key]
        by = holder(summary.unit, Role.REVIEWER)
        editing_actions.add_sentence(summary, act["line"], TypedSentence(act["text"]), by=by)

    def propose(self, key: str, act: Act) -> None:
        summary = self.summaries[key]
        actions.propose(summary, by=holder(summary.unit, Role.REVIEWER))

    def close(self, key: str, act: Act) -> None:
        summary = self.summaries[key]
        actions.close_for_signing(summary, by=holder(summary.unit, Role.LEADER))

    def register(self, key: str, act: Act) -> None:
        summary, number = self.summaries[key], act["number"]
        signer = summary.signer.name if summary.signer else ""
        paper = scan_of(f"bao-cao-{number.partition('/')[0]}", f"Báo cáo số {number}", signer)
        by = holder(summary.unit, Role.REVIEWER)
        actions.register(summary, number=number, dated_on=clock.today(), scan=paper, by=by)
