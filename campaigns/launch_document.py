"""The launch document in force."""

from datetime import date

from campaigns.catalogue.live import live_phases
from campaigns.launch_content import LaunchDocument, launch_of_rows, read_launch
from campaigns.models import Campaign, LaunchVersion
from units.attachments import scans_of
from units.models import Attachment


def version_in_force(campaign: Campaign) -> LaunchVersion | None:
    """Return the last version of the launch; None for a campaign that is not published."""
    return campaign.launch_versions.order_by("number").last() if campaign.published_at else None


def launch_document(campaign: Campaign) -> LaunchDocument:
    """Return the launch in force; of a campaign that is not published, what its rows say now."""
    version = version_in_force(campaign)
    return read_launch(version.content, version.format) if version else launch_of_rows(campaign)


def signed_originals(campaign: Campaign) -> list[Attachment]:
    """Return the scans of the signed launch, which are offered before the paper of the portal."""
    return list(scans_of(campaign).in_force())


def first_day(campaign: Campaign) -> date:
    """Return the day the campaign began: that of its launch document or of its first phase, whichever is earlier."""
    days = [phase.starts_on for phase in live_phases(campaign)]
    return min([campaign.issued_on, *days] if campaign.issued_on else days, default=date(campaign.year, 1, 1))
