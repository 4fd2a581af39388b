"""Whether what is published, and what open phases ask, is what acts made of the rows.

Every change of a campaign's rows is settled by `campaigns.actions.amendments`. A row that was written past it, at the
database's prompt or by a program that forgot to, says something else than the version in force: it is found here.
So is a version of a launch that no act wrote.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from campaigns.catalogue.corrections import corrected_catalogue, corrections, open_phases
from campaigns.catalogue.stored import catalogue_of
from campaigns.launch_content import launch_of_rows
from campaigns.launch_differences import launch_differences
from campaigns.launch_document import launch_document
from campaigns.models import Campaign, LaunchVersion
from units.models import Event


def launch_faults() -> Iterator[str]:
    """Yield a sentence for each difference between the rows of published campaigns and what is in force.

    Acts may have given the launching unit another name since, and another meaning to the rows of an indicator while the
    phase was locked, which goes on with what it asked: those are no faults.
    """
    published = Campaign.objects.exclude(published_at=None).select_related("unit").order_by("pk")
    for campaign in published:
        for version in versions_without_event(campaign):
            yield _("{campaign}, bản phát động số {n}: không có sự việc trong nhật ký.").format(
                campaign=campaign, n=version.number
            )
        in_force, rows = launch_document(campaign), launch_of_rows(campaign)
        rows = replace(rows, head=replace(rows.head, unit=in_force.head.unit))
        for difference in launch_differences(in_force, rows):
            yield _("{campaign}, bản phát động: {difference}.").format(campaign=campaign, difference=difference)
        for phase in open_phases(campaign):
            for correction in corrections(catalogue_of(phase), corrected_catalogue(phase)):
                yield _("{phase}, nội dung hỏi: {difference}.").format(phase=phase, difference=correction.difference)


def versions_without_event(campaign: Campaign) -> list[LaunchVersion]:
    """Return the versions of a launch that neither publishing nor a change of the campaign wrote, as its events say."""
    events = Event.objects.filter(
        target_type__app_label="campaigns",
        target_type__model="campaign",
        target_id=campaign.pk,
        verb__in=("publish", "amend_launch"),
    )
    written = {"1" if event.verb == "publish" else _number(event) for event in events.order_by()}
    return [version for version in campaign.launch_versions.all() if str(version.number) not in written]


def _number(event: Event) -> str:
    """Return the number of the version that a change wrote: its event says [the number before, the number]."""
    return next((str(pair[-1]) for pair in event.changes.values()), "")
