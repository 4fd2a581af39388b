"""Settles a change of a campaign, its phases or indicators.

Dates are checked, a published launch gets its next version, and words of what an open phase asks are corrected. So the
rows of a published campaign always say what the version in force says. Whoever writes them calls `begin_change` before
and `amend` after, in one transaction: forms of the admin, and the action that discards a phase.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns import access, running
from campaigns.actions.catalogues import write_catalogue
from campaigns.actions.locking import hold_phases_still
from campaigns.catalogue.corrections import changed_meanings, corrected_catalogue, corrections, open_phases
from campaigns.catalogue.stored import catalogue_of
from campaigns.catalogue.types import Catalogue, CatalogueCorrection
from campaigns.launch_content import LAUNCH, LaunchDocument, launch_content, launch_of_rows, read_launch
from campaigns.launch_differences import launch_differences
from campaigns.launch_document import version_in_force
from campaigns.models import Campaign, LaunchVersion, Phase
from campaigns.schedule import NO_PROBLEMS, ScheduleProblems, schedule_problems
from campaigns.tasks import ask_for_launch_paper
from campaigns.text_differences import TextDifference
from foundation import clock, vietnamese
from foundation.digest import digest
from foundation.forms.edit_conflicts import fingerprint
from units.acting import Acting
from units.history import record, require_still_allowed
from units.models import Post

SHOWN = 12  # differences named where a reason is missing


class AmendmentNeeded(Exception):
    """A change that cannot be kept as it is: `refusals`, `questions` not confirmed, or `differences` without a reason.

    `mark` is sent back with the confirmation of the questions; `is_confirmed`: these were confirmed already.
    """

    def __init__(
        self,
        refusals: tuple[str, ...] = (),
        questions: tuple[str, ...] = (),
        differences: tuple[TextDifference, ...] = (),
        *,
        is_confirmed: bool = False,
    ):
        super().__init__(refusals, questions, differences)
        self.refusals, self.questions, self.differences = refusals, questions, differences
        self.is_confirmed = is_confirmed

    @property
    def mark(self) -> str:
        return mark_of(self.questions)

    @property
    def difference_lines(self) -> list[str]:
        """What would change, a line each; of many the first."""
        lines = [str(difference) for difference in self.differences[:SHOWN]]
        if len(self.differences) > SHOWN:
            lines.append(_("và {n} mục khác").format(n=len(self.differences) - SHOWN))
        return lines


def mark_of(questions: tuple[str, ...]) -> str:
    """Return the text that confirms exactly these questions."""
    return fingerprint(questions)


@dataclass(frozen=True)
class Amended:
    """What a change led to: the next version of the launch, if any, and the open phases whose words were corrected."""

    version: LaunchVersion | None
    corrected: tuple[Phase, ...]


@dataclass(frozen=True)
class BeforeChange:
    """What was odd before a change already: a form is asked only about what it changed."""

    schedule: ScheduleProblems = NO_PROBLEMS
    meanings: tuple[str, ...] = ()


def begin_change(campaign: Campaign) -> BeforeChange:
    """Lock a campaign and the sheets of its open phases before rows are written, and return what is odd already."""
    list(Campaign.objects.select_for_update(of=("self",), no_key=True).filter(pk=campaign.pk))
    hold_phases_still(open_phases(campaign))
    return BeforeChange(schedule_problems(campaign), changed_meanings(campaign))


@transaction.atomic
def amend(campaign: Campaign, before: BeforeChange, *, by: Acting, reason: str = "", confirmed: str = "") -> Amended:
    """Settle what was written to the rows of a campaign since `begin_change`.

    Raises AmendmentNeeded: the caller then rolls back what it wrote.
    """
    campaign = Campaign.objects.select_related("unit").get(pk=campaign.pk)
    post = require_still_allowed(access.may_run(campaign, by), campaign)
    problems = schedule_problems(campaign).new_since(before.schedule)
    in_force, launch = version_in_force(campaign), launch_of_rows(campaign)
    earlier = read_launch(in_force.content, in_force.format) if in_force else launch
    differences = tuple(launch_differences(earlier, launch))
    corrected = [PhaseCorrection.of(phase) for phase in open_phases(campaign)]
    all_differences = (*differences, *_differences_of_phases(corrected))
    meanings = [sentence for sentence in changed_meanings(campaign) if sentence not in before.meanings]
    refusals = (*problems.refusals, *_renumbered(earlier, launch), *meanings)
    reason = vietnamese.clean(reason)
    is_confirmed = not problems.questions or confirmed == mark_of(problems.questions)
    if refusals or not is_confirmed or (all_differences and not reason):
        needed = () if reason else all_differences
        raise AmendmentNeeded(refusals, problems.questions, needed, is_confirmed=is_confirmed)
    if problems.questions:
        changes = {_("ngày tháng"): ["", " ".join(problems.questions)]}
        record(campaign, "confirm_dates", by=by, post=post, unit=campaign.unit, changes=changes)
    if not all_differences:
        return Amended(None, ())
    changed = [correction for correction in corrected if correction.is_needed]
    for correction in changed:
        _correct(correction, by=by, post=post, reason=reason)
    phases = tuple(correction.phase for correction in changed if correction.corrections)
    if in_force is None or not differences:
        return Amended(None, phases)
    version = write_version(campaign, number=in_force.number + 1, by=by, at=clock.now(), reason=reason)
    changes = {_("bản phát động"): [str(in_force.number), str(version.number)]}
    record(campaign, "amend_launch", by=by, post=post, unit=campaign.unit, reason=reason, changes=changes)
    return Amended(version, phases)


@dataclass(frozen=True)
class PhaseCorrection:
    """What an open phase asks, before and after its rows were written, and the words that differ."""

    phase: Phase
    before: Catalogue
    after: Catalogue
    corrections: tuple[CatalogueCorrection, ...]

    @classmethod
    def of(cls, phase: Phase) -> PhaseCorrection:
        before, after = catalogue_of(phase), corrected_catalogue(phase)
        return cls(phase, before, after, tuple(corrections(before, after)))

    @property
    def is_needed(self) -> bool:
        return self.before != self.after


def _differences_of_phases(corrected: list[PhaseCorrection]) -> list[TextDifference]:
    """Return each corrected words once, with the open phases that ask them."""
    asking: dict[TextDifference, list[str]] = {}
    for correction in corrected:
        for row in correction.corrections:
            asking.setdefault(row.difference, []).append(correction.phase.words)
    label = _("{words} ({phases})")
    return [
        replace(difference, label=label.format(words=difference.label, phases=", ".join(phases)))
        for difference, phases in asking.items()
    ]


def correct_reopened(phase: Phase, *, by: Acting, post: Post | None, reason: str) -> None:
    """Correct the words of a phase that was unlocked: while it was locked its rows changed without it.

    What they mean now that it did not ask is for phases opened later. The caller holds the phase's row locked.
    """
    correction = PhaseCorrection.of(phase)
    if correction.is_needed:
        _correct(correction, by=by, post=post, reason=reason)


def _correct(correction: PhaseCorrection, *, by: Acting, post: Post | None, reason: str) -> None:
    """Write the corrected catalogue, which lists all corrections since the phase was opened, and its event."""
    dated = tuple(replace(row, on=clock.today(), reason=reason) for row in correction.corrections)
    catalogue = replace(correction.after, corrections=(*correction.before.corrections, *dated))
    write_catalogue(correction.phase, by=by, reason=reason, catalogue=catalogue)
    if dated:
        changes = {row.label: [row.before, row.after] for row in dated}
        unit = correction.phase.campaign.unit
        record(correction.phase, "correct_catalogue", by=by, post=post, unit=unit, reason=reason, changes=changes)


def write_version(campaign: Campaign, *, number: int, by: Acting, at: datetime, reason: str = "") -> LaunchVersion:
    """Store what the rows say now as a version of the launch, in force from the moment `at`."""
    content = launch_content(launch_of_rows(campaign))
    version = LaunchVersion.objects.create(
        campaign=campaign,
        number=number,
        at=at,
        by=by.user,
        reason=reason,
        content=content,
        format=LAUNCH.present,
        sha256=digest(content),
    )
    running.forget()
    ask_for_launch_paper(version, by.user)
    return version


def _renumbered(before: LaunchDocument, after: LaunchDocument) -> list[str]:
    """Return a refusal for every phase that was opened and has another number now: its sheets name the number."""
    numbers = {phase.id: phase.number for phase in before.phases}
    changed = [phase.id for phase in after.phases if numbers.get(phase.id, phase.number) != phase.number]
    opened = Phase.objects.filter(pk__in=changed).exclude(opened_at=None) if changed else []
    sentence = _("Đợt {n} đã mở, không đổi số được: đăng ký, báo cáo và giấy tờ đã ghi số này.")
    return [sentence.format(n=numbers[phase.pk]) for phase in opened]
