"""The awards of 2014, and of 2015 until 20 July: quotas, dossiers, letters, verdicts. Decisions: `decisions.py`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from awards.actions import appraisal, dossiers, letters
from awards.lifecycle import NominationStatus
from awards.models import AwardTitle, Dossier, EndorsersMeeting, Letter, Nomination, Nominee, Quota
from awards.models.nomination import NominationQuerySet
from awards.rules.letter_groups import group_with
from campaigns.models import Campaign, WorkEntry
from emulation.fictional.demo.decisions import DecisionStory
from emulation.fictional.demo.files import OF_2015, DemoFiles
from emulation.fictional.demo.people import holder, reviewer_above
from emulation.fictional.demo.play import Act, CampaignPlay
from emulation.fictional.demo.scans import scan_of
from emulation.fictional.demo.units import ROOT
from foundation import clock, vietnamese
from units.acting import Acting
from units.models import Role, Unit

PENDING = NominationStatus.PENDING


def load_quotas(campaign: Campaign, units: dict[str, Unit], files: DemoFiles = OF_2015) -> None:
    """Write the year's quotas."""
    for row in files.read("awards.toml")["quotas"]:
        columns = dict(row)
        title = AwardTitle.objects.get(unit=campaign.unit, code=columns.pop("title"))
        number, key = columns.pop("phase", None), columns.pop("unit", None)
        phase = campaign.phases.get(number=number) if number else None
        Quota.objects.create(campaign=campaign, title=title, phase=phase, unit=units[key] if key else None, **columns)


def schedule(play: CampaignPlay, file: str = "awards.toml") -> None:
    """Schedule the acts on every dossier and decision of a file."""
    dossier_story, story = DossierStory(play), play.files.read(file)
    decision_story = DecisionStory(play, dossier_story.dossiers)
    for row in story["dossiers"]:
        play.note(row, dossier_story.make, dossier_story)
    for row in story["decisions"]:
        play.note(row, decision_story.amend if "amends" in row else decision_story.draft, decision_story)


class DossierStory:
    """Performs the acts on dossiers: `dossiers` by key in the data, and a method for each value of `do`."""

    def __init__(self, play: CampaignPlay):
        self.play = play
        self.campaign = play.campaign
        self.titles = {title.code: title for title in AwardTitle.objects.filter(unit=play.campaign.unit)}
        self.dossiers: dict[str, Dossier] = {}
        self.letters: dict[str, Letter] = {}

    def reviewer(self, key: str) -> Acting:
        return holder(self.play.units[key], Role.REVIEWER)

    # A dossier, by its unit

    def make(self, row: Act) -> None:
        unit, by = self.play.units[row["unit"]], self.play.officer(row["unit"])
        phase = self.campaign.phases.get(number=row.get("phase", 1))
        label = row.get("label", "")
        dossier = dossiers.make(unit, phase, by=by, timing=row["timing"], period_label=label)
        votes_for, votes_present = row["votes"]
        meeting = {"meeting_on": row["meeting_on"], "votes_for": votes_for, "votes_present": votes_present}
        letter = {"number": row["letter"]["number"], "dated_on": row["letter"]["on"]} if "letter" in row else {}
        dossiers.describe(dossier, meeting | {"voted_by": row["voted_by"]} | letter, by=by)
        for title in row["nominees"]:
            dossiers.nominate(dossier, self.nominee(unit, title), self.nomination(unit, title), by=by)
        self.dossiers[row["key"]] = dossier

    @staticmethod
    def nominee(unit: Unit, row: Act) -> Nominee:
        """Return the unit's nominee of exactly this name, else a new one."""
        name, is_person = vietnamese.clean(row["name"]), "sex" in row
        existing = Nominee.objects.filter(unit=unit, name=name, is_person=is_person).first()
        return existing or Nominee(
            unit=unit,
            name=name,
            is_person=is_person,
            is_whole_unit=row.get("whole", False),
            birth_year=row.get("birth_year"),
            sex=row.get("sex", ""),
        )

    def nomination(self, unit: Unit, row: Act) -> dict[str, Any]:
        of_unit = WorkEntry.objects.in_force().filter(work__campaign=self.campaign, work__unit=unit)
        cited = of_unit.filter(title__in=row.get("works", ())).select_related("work")
        return {
            "title_asked": self.titles[row["title"]],
            "position": row.get("position", ""),
            "nominee_class": row.get("class", ""),
            "ethnicity": row.get("ethnicity", ""),
            "achievements": row["achievements"],
            "works": [registered.work for registered in cited.order_by("work")],
        }

    def submit(self, key: str, act: Act) -> None:
        dossiers.submit(self.dossiers[key], by=self.owner(key))

    def withdraw(self, key: str, act: Act) -> None:
        dossiers.withdraw(self.dossiers[key], reason=act["reason"], by=self.owner(key))

    def owner(self, key: str) -> Acting:
        return holder(self.dossiers[key].unit, Role.OFFICER)

    # A dossier, by those above

    def endorse(self, key: str, act: Act) -> None:
        against = act.get("against", {})
        opinions: dict[int, tuple[str, str]] = {
            row.pk: (Nomination.Opinion.DISAGREE, against[row.nominee.name]) for row in self.rows(key, list(against))
        }
        dossiers.endorse(self.dossiers[key], opinions, meeting=self.meeting(), by=self.above(key))

    def meeting(self) -> EndorsersMeeting:
        """Return the meeting of an endorsing union: its board of nine, the day before."""
        return EndorsersMeeting(clock.today() - timedelta(days=1), 9, 9)

    def return_(self, key: str, act: Act) -> None:
        dossiers.return_(self.dossiers[key], reason=act["reason"], due_on=act["due_on"], by=self.above(key))

    def above(self, key: str) -> Acting:
        return reviewer_above(self.dossiers[key].unit)

    def rows(self, key: str, names: list[str]) -> NominationQuerySet:
        return Nomination.objects.with_context().filter(dossier=self.dossiers[key], nominee__name__in=names)

    def chosen(self, key: str, act: Act, status: str) -> NominationQuerySet:
        """Return the nominations named, else all with this status."""
        if "names" in act:
            return self.rows(key, act["names"])
        return Nomination.objects.with_context().filter(dossier=self.dossiers[key], status=status)

    def approve(self, key: str, act: Act) -> None:
        title = self.titles[act["title"]] if "title" in act else None
        by = self.reviewer(act.get("by", ROOT))
        appraisal.approve(self.chosen(key, act, PENDING), by=by, title=title, reason=act.get("reason", ""))

    def reject(self, key: str, act: Act) -> None:
        by = self.reviewer(act.get("by", ROOT))
        appraisal.reject(self.chosen(key, act, PENDING), by=by, reason=act["reason"])

    def defer(self, key: str, act: Act) -> None:
        by = self.reviewer(act.get("by", ROOT))
        appraisal.defer(self.chosen(key, act, PENDING), by=by, reason=act["reason"])

    def close_letter(self, key: str, act: Act) -> None:
        """Close for signing the letter of the unit `by` in which the dossier's first nomination is."""
        unit, first = self.play.units[act.get("by", ROOT)], self.dossiers[key].nominations.order_by("order")[0]
        group = group_with(unit, first.pk)
        assert group is not None, "the data close a letter only about what waits for one"
        self.letters[key] = letters.close(group, by=holder(unit, Role.LEADER))

    def register_letter(self, key: str, act: Act) -> None:
        letter, number = self.letters[key], act["number"]
        scan = scan_of(f"to-trinh-{number.partition('/')[0]}", f"Tờ trình số {number}", letter.signer_name)
        by = self.reviewer(act.get("by", ROOT))
        letters.register(letter, number=number, dated_on=clock.today(), scan=scan, by=by)

    def take_back_letter(self, key: str, act: Act) -> None:
        letters.take_back(self.letters[key], reason=act["reason"], by=self.reviewer(act["by"]))

    def record_refusal(self, key: str, act: Act) -> None:
        appraisal.record_refusal(
            self.chosen(key, act, NominationStatus.SENT_UP), by=self.reviewer(ROOT), reason=act["reason"]
        )
