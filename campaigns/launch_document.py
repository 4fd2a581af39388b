"""The launch document in force, and what a campaign needs before it has one."""

from datetime import date

from django.utils.translation import gettext as _

from campaigns.catalogue.live import live_phases
from campaigns.launch_content import LaunchDocument, launch_of_rows, read_launch
from campaigns.models import Campaign, Indicator, LaunchVersion, Phase
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


def missing_for_publishing(campaign: Campaign) -> list[str]:
    """Return the names of what the campaign lacks before it can be published. Due dates may be set later."""
    wanted = (
        (campaign.contentpoints.exists(), _("nội dung thi đua")),
        (Phase.objects.alive().filter(campaign=campaign).exists(), _("ít nhất một đợt")),
        (Indicator.objects.filter(campaign=campaign, active=True).exists(), _("ít nhất một chỉ tiêu đang dùng")),
    )
    return [words for there, words in wanted if not there]


def first_day(campaign: Campaign) -> date:
    """Return the day the campaign began: that of its launch document or of its first phase, whichever is earlier."""
    days = [phase.starts_on for phase in live_phases(campaign)]
    return min([campaign.issued_on, *days] if campaign.issued_on else days, default=date(campaign.year, 1, 1))
