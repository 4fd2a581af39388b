"""The decisions on awards, from `awards.toml`: drafts, issue, recording, annulment, handing over, reissue of papers."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from awards.actions import decisions, register, signing
from awards.lifecycle import NominationStatus
from awards.models import FIELDS_OF, Award, CorrectionField, Decision, Dossier, Nomination
from emulation.fictional.demo.people import holder
from emulation.fictional.demo.play import Act, CampaignPlay
from emulation.fictional.demo.scans import scan_of
from foundation import clock
from units.acting import Acting
from units.models import Role
from units.signing import signature_blocks


class DecisionStory:
    """Performs the acts on decisions: `decisions` and `dossiers` by key in the data, a method for each `do`."""

    def __init__(self, play: CampaignPlay, dossiers: dict[str, Dossier]):
        self.play, self.dossiers = play, dossiers
        self.decisions: dict[str, Decision] = {}

    def draft(self, row: Act) -> None:
        wanted = Nomination.objects.filter(
            dossier__in=[self.dossiers[key] for key in row["of"]],
            status=NominationStatus.APPROVED,
            title_granted__code=row["title"],
        )
        by = holder(self.play.units[row["unit"]], Role.REVIEWER)
        self.decisions[row["key"]] = decisions.draft(wanted, by=by)

    def amend(self, row: Act) -> None:
        """Draft a decision that changes a field of the awards named to `new`; without a field it annuls them."""
        original, field = self.decisions[row["amends"]], row.get("field", CorrectionField.AWARD)
        changes: list[tuple[Award, str, str]] = [
            (award, field, row.get("new", "")) for award in self.awards(row["amends"], row)
        ]
        by = holder(original.unit, Role.REVIEWER)
        kind = next(kind for kind, fields in FIELDS_OF.items() if field in fields)
        self.decisions[row["key"]] = decisions.amend(original, changes, by=by, kind=kind, reason=row["reason"])

    def propose(self, key: str, act: Act) -> None:
        decisions.propose(self.decisions[key], by=self.drafter(key))

    def discard(self, key: str, act: Act) -> None:
        decisions.discard(self.decisions[key], by=self.drafter(key))

    def close(self, key: str, act: Act) -> None:
        decision = self.decisions[key]
        leader = holder(decision.unit, Role.LEADER)
        by = leader if decision.proposed_at else self.drafter(key)
        blocks = signature_blocks(decision.unit, on=clock.today())
        key = next(block.key for block in blocks if block.name == act["signer_name"])
        signing.close(decision, by=by, block=key)

    def take_back(self, key: str, act: Act) -> None:
        signing.take_back(self.decisions[key], reason=act["reason"], by=self.drafter(key))

    def register(self, key: str, act: Act) -> None:
        decision = self.decisions[key]
        day = act["at"].date()
        by = holder(decision.unit, Role.CLERK) if act.get("clerk") else self.drafter(key)
        signing.register(decision, by=by, number=act["number"], dated_on=day, scan=scan(decision, act["number"]))

    def hand_over(self, key: str, act: Act) -> None:
        for award in self.awards(key, act):
            register.hand_over(award, on=act["at"].date(), by=self.drafter(key))

    def reissue(self, key: str, act: Act) -> None:
        for award in self.awards(key, act):
            register.reissue(award, reason=act["reason"], by=self.drafter(key))

    def drafter(self, key: str) -> Acting:
        return holder(self.decisions[key].unit, Role.REVIEWER)

    def awards(self, key: str, act: Act) -> list[Award]:
        return list(Award.objects.filter(decision=self.decisions[key], name__in=act["names"]))


def scan(decision: Decision, number: str) -> SimpleUploadedFile:
    """Return an image in place of the scan of a signed decision."""
    about = (f"Quyết định số {number}/QĐ-LĐLĐ", decision.signer_position, decision.signer_name)
    return scan_of(f"quyet-dinh-{number}", *about)
