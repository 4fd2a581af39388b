"""The dossiers of a province: those of phase 1 ended in July, those of the year are in progress."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from awards.lifecycle import DECIDED, SENT, DossierStatus, NominationStatus
from awards.models import AwardTitle, Dossier, Nomination, Nominee, NomineeClass, Sex, Timing
from awards.rules.deciding_unit import between, deciding_unit, highest
from awards.rules.sorting import appraisal_key
from awards.rules.wording_text import wording_of
from campaigns.models import Phase, Work
from emulation.fictional.demo.play import local
from emulation.fictional.generator.campaign import CampaignYear
from emulation.fictional.generator.names import person, words
from emulation.fictional.generator.people import People
from emulation.fictional.generator.year import ProvinceYear
from foundation import clock
from units.models import Unit

APPROVED, REJECTED, DEFERRED = NominationStatus.APPROVED, NominationStatus.REJECTED, NominationStatus.DEFERRED
PENDING, AWARDED = NominationStatus.PENDING, NominationStatus.AWARDED
SHARE, SHARE_OF_UPPER = 0.06, 0.4  # of unions that nominate somebody on an occasion
MOST_PERSONS = 3
END_OF_JUNE = date(2015, 6, 30)
PROVINCIAL = 0.15  # of nominees, the share for whom a title of the launching unit is asked
CLASSES = {NomineeClass.DIRECT: 70, NomineeClass.OFFICER: 15, NomineeClass.MANAGER: 15}
POSITIONS = {NomineeClass.OFFICER: "Chủ tịch công đoàn", NomineeClass.MANAGER: "Phó thủ trưởng đơn vị"}
WORKER = "Nhân viên"
COLLECTIVE = "Tập thể Tổ {number}"
ETHNIC = ("Kinh", "Kinh", "Kinh", "Tày", "Nùng", "Mường", "Khmer", "Dao")

# Weights of the statuses of the year's dossiers.
ON_THEIR_WAY = {
    DossierStatus.DRAFT: 12,
    DossierStatus.SUBMITTED: 40,
    DossierStatus.ENDORSED: 15,
    DossierStatus.RETURNED: 5,
    DossierStatus.APPRAISED: 26,
    DossierStatus.WITHDRAWN: 2,
}
VERDICTS = {APPROVED: 80, REJECTED: 12, DEFERRED: 8}


@dataclass(frozen=True)
class Occasion:
    """A phase and timing for which awards are requested: the day of the meetings, the time of the verdicts."""

    phase: Phase
    timing: str
    met_on: date
    judged_at: datetime
    ended: bool  # True when every dossier of the occasion has its outcome


def occasions(year: CampaignYear) -> Iterator[Occasion]:
    """Yield the phase that ended in June, if one did, and the year."""
    *_earlier, last = year.phases
    for phase in year.phases:
        if phase.ends_on == END_OF_JUNE:
            yield Occasion(phase, Timing.PHASE, date(2015, 7, 6), local(date(2015, 7, 21), 14), ended=True)
    yield Occasion(last, Timing.YEAR, date(2015, 11, 16), local(date(2015, 11, 27), 14), ended=False)


@dataclass
class GeneratedDossier:
    """A dossier with its nominations and the works that the first of them cites; not saved yet."""

    dossier: Dossier
    rows: list[Nomination] = field(default_factory=list)
    works: list[Work] = field(default_factory=list)

    @property
    def is_closed(self) -> bool:
        return all(row.status in DECIDED for row in self.rows)


def draw_dossiers(
    rng: Random, year: CampaignYear, occasion: Occasion, province_year: ProvinceYear, people: People
) -> Iterator[GeneratedDossier]:
    """Yield dossiers of some unions with an accepted pledge: only these are approved without a written reason."""
    for unit in province_year.pledged:
        if rng.random() < (SHARE if unit.is_grassroots else SHARE_OF_UPPER) and unit.parent is not None:
            sort_key, works = province_year.places[occasion.phase.pk, unit.pk], province_year.works.get(unit.pk, [])
            yield NominatingUnion(rng, year, occasion, unit, people).dossier(sort_key, works)


class NominatingUnion:
    """A union that makes a dossier on one occasion."""

    def __init__(self, rng: Random, year: CampaignYear, occasion: Occasion, unit: Unit, people: People):
        self.rng, self.year, self.occasion, self.unit, self.people = rng, year, occasion, unit, people
        self.launching = year.campaign.unit

    def dossier(self, sort_key: str, works: list[Work]) -> GeneratedDossier:
        voters = self.rng.randint(5, 40)
        met = self.occasion.met_on
        dossier = Dossier(
            unit=self.unit,
            campaign=self.year.campaign,
            phase=self.occasion.phase,
            timing=self.occasion.timing,
            meeting_on=met,
            votes_present=voters,
            votes_for=voters - self.rng.randint(0, voters // 5),
            sort_key=sort_key,
            filing_unit=self.unit,
            made_at=local(met + timedelta(days=1), 8, self.rng.randint(0, 59)),
            made_by=self.people.officer(self.unit).user,
        )
        generated = GeneratedDossier(dossier, works=works[:1])
        generated.rows = list(self._rows(dossier))
        self._move(generated)
        return generated

    # Who is nominated

    def _rows(self, dossier: Dossier) -> Iterator[Nomination]:
        nominees = [self._person() for _number in range(self.rng.randint(1, MOST_PERSONS))]
        if self.rng.random() < 0.4:
            nominees.insert(0, self._collective())
        for order, nominee in enumerate(nominees, start=1):
            title = self._title()
            row = Nomination(dossier=dossier, order=order, nominee=nominee, title_asked=title)
            row.achievements = self.rng.choice(words()["words"]["achievements"])
            row.deciding_unit = deciding_unit(title, self.unit, self.launching)
            row.sort_key = appraisal_key(dossier, is_person=nominee.is_person)
            if nominee.is_person:
                row.nominee_class = self.rng.choices(list(CLASSES), list(CLASSES.values()))[0]
                row.position = POSITIONS.get(row.nominee_class, WORKER)
                row.ethnicity = self.rng.choice(ETHNIC)
            yield row

    def _title(self) -> AwardTitle:
        """Draw the title: the launching unit's for an upper union, mostly the upper union's for a grassroots union."""
        provincial = not self.unit.is_grassroots or self.rng.random() < PROVINCIAL
        return self.year.titles["BK_T" if provincial else "GK_CTT"]

    def _person(self) -> Nominee:
        name, sex = person(self.rng)
        return self._nominee(is_person=True, name=name, sex=Sex(sex), birth_year=self.rng.randint(1958, 1992))

    def _collective(self) -> Nominee:
        return self._nominee(is_person=False, name=COLLECTIVE.format(number=self.rng.randint(1, 9)))

    def _nominee(self, **own: object) -> Nominee:
        nominee = Nominee(unit=self.unit, **own)
        nominee.derive()
        return nominee

    # What became of it

    def _move(self, generated: GeneratedDossier) -> None:
        dossier = generated.dossier
        chances = ON_THEIR_WAY if not self.occasion.ended else {DossierStatus.APPRAISED: 1}
        status = self.rng.choices(list(chances), list(chances.values()))[0]
        decider = highest([row.deciding_unit for row in generated.rows])
        above = between(self.unit, decider)
        if status == DossierStatus.ENDORSED and not above:
            status = DossierStatus.SUBMITTED
        dossier.status = status
        if status in SENT:
            dossier.deciding_unit = decider
            self._submit(dossier)
        if above and status in (DossierStatus.ENDORSED, DossierStatus.APPRAISED):
            self._endorse(generated, above[0])
        if status == DossierStatus.RETURNED:
            dossier.reason = self.rng.choice(words()["words"]["returned"])
            dossier.due_again = clock.end_of_day(date(2015, 12, 7))
        if status == DossierStatus.APPRAISED:
            self._judge(generated)

    def _submit(self, dossier: Dossier) -> None:
        sent = local(self.occasion.met_on + timedelta(days=2), 9, self.rng.randint(0, 59))
        dossier.submitted_at = dossier.first_submitted_at = sent
        dossier.received_on = sent.date()
        dossier.submitted_by = self.people.officer(self.unit).user

    def _endorse(self, generated: GeneratedDossier, above: Unit) -> None:
        generated.dossier.endorsed_at = local(self.occasion.met_on + timedelta(days=4), 10, self.rng.randint(0, 59))
        generated.dossier.endorsed_by, generated.dossier.endorsing_unit = self.people.reviewer(above).user, above
        generated.dossier.endorsers_met_on = self.occasion.met_on + timedelta(days=3)
        generated.dossier.endorsers_present = generated.dossier.endorsers_agreed = 9
        for row in generated.rows:
            row.opinion = Nomination.Opinion.AGREE

    def _judge(self, generated: GeneratedDossier) -> None:
        """Give a verdict on every row; no row of an ended occasion is deferred."""
        for row in generated.rows:
            verdict = self.rng.choices(list(VERDICTS), list(VERDICTS.values()))[0]
            if verdict == DEFERRED and self.occasion.ended:
                verdict = REJECTED
            row.status, row.decided_at = verdict, self.occasion.judged_at
            row.decided_by = self.people.reviewer(row.deciding_unit).user
            if verdict == APPROVED:
                row.title_granted = row.title_asked
                row.wording = wording_of(row.title_asked, generated.dossier, row.nominee_class)
            else:
                row.reason = self.rng.choice(words()["words"][str(verdict)])
