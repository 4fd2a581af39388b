"""Settles a change of a campaign or its phases: dates are checked, and a published launch gets its next version.

Rows of a published campaign always say what the version in force says. Whoever writes them calls `begin_change` before
and `amend` after, in one transaction: forms of the admin, and the actions that discard or publish.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns import access
from campaigns.launch_content import LAUNCH, LaunchDocument, launch_content, launch_of_rows, read_launch
from campaigns.launch_differences import LaunchDifference, launch_differences
from campaigns.launch_document import version_in_force
from campaigns.models import Campaign, LaunchVersion, Phase
from campaigns.schedule import ScheduleProblems, schedule_problems
from campaigns.tasks import ask_for_launch_paper
from foundation import clock, vietnamese
from foundation.digest import digest
from foundation.forms.edit_conflicts import fingerprint
from units.acting import Acting
from units.history import record, require_still_allowed


class AmendmentNeeded(Exception):
    """A change that cannot be kept as it is: `refusals`, `questions` not confirmed, or `differences` without a reason.

    `mark` is sent back with the confirmation of the questions; `is_confirmed`: these were confirmed already.
    """

    def __init__(
        self,
        refusals: tuple[str, ...] = (),
        questions: tuple[str, ...] = (),
        differences: tuple[LaunchDifference, ...] = (),
        *,
        is_confirmed: bool = False,
    ):
        super().__init__(refusals, questions, differences)
        self.refusals, self.questions, self.differences = refusals, questions, differences
        self.is_confirmed = is_confirmed

    @property
    def mark(self) -> str:
        return mark_of(self.questions)


def mark_of(questions: tuple[str, ...]) -> str:
    """Return the text that confirms exactly these questions; "" if there are none."""
    return fingerprint(questions) if questions else ""


def begin_change(campaign: Campaign) -> ScheduleProblems:
    """Lock a campaign before rows of it are written, and return what is odd about its dates already."""
    list(Campaign.objects.select_for_update(of=("self",), no_key=True).filter(pk=campaign.pk))
    return schedule_problems(campaign)


@transaction.atomic
def amend(
    campaign: Campaign, before: ScheduleProblems, *, by: Acting, reason: str = "", confirmed: str = ""
) -> LaunchVersion | None:
    """Settle what was written to the rows of a campaign since `begin_change`; return the version that it made.

    Raises AmendmentNeeded: the caller then rolls back what it wrote.
    """
    campaign = Campaign.objects.select_related("unit").get(pk=campaign.pk)
    post = require_still_allowed(access.may_run(campaign, by), campaign)
    problems = schedule_problems(campaign).new_since(before)
    in_force, launch = version_in_force(campaign), launch_of_rows(campaign)
    earlier = read_launch(in_force.content, in_force.format) if in_force else launch
    differences = tuple(launch_differences(earlier, launch))
    refusals = (*problems.refusals, *_renumbered(earlier, launch))
    reason = vietnamese.clean(reason)
    is_confirmed = confirmed == mark_of(problems.questions)
    if refusals or not is_confirmed or (differences and not reason):
        raise AmendmentNeeded(refusals, problems.questions, () if reason else differences, is_confirmed=is_confirmed)
    if problems.questions:
        changes = {_("ngày tháng"): ["", " ".join(problems.questions)]}
        record(campaign, "confirm_dates", by=by, post=post, unit=campaign.unit, changes=changes)
    if in_force is None or not differences:
        return None
    version = write_version(campaign, number=in_force.number + 1, by=by, at=clock.now(), reason=reason)
    changes = {_("bản phát động"): [str(in_force.number), str(version.number)]}
    record(campaign, "amend_launch", by=by, post=post, unit=campaign.unit, reason=reason, changes=changes)
    return version


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
    ask_for_launch_paper(version)
    return version


def _renumbered(before: LaunchDocument, after: LaunchDocument) -> list[str]:
    """Return a refusal for every phase that was opened and has another number now: its sheets name the number."""
    numbers = {phase.id: phase.number for phase in before.phases}
    changed = [phase.id for phase in after.phases if numbers.get(phase.id, phase.number) != phase.number]
    opened = Phase.objects.filter(pk__in=changed).exclude(opened_at=None) if changed else []
    sentence = _("Đợt {n} đã mở, không đổi số được: đăng ký, báo cáo và giấy tờ đã ghi số này.")
    return [sentence.format(n=numbers[phase.pk]) for phase in opened]
