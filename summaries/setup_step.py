"""The step of the guided way in which a campaign's sentences are written: how many there are, and where."""

from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from campaigns.setup.overview import WrittenElsewhere
from summaries.models.report_line import Level, LineRole, ReportLine


def sentences(campaign: Campaign) -> WrittenElsewhere:
    """Return how many sentences the reports of each level have; a new campaign begins with the plain ones."""
    lines = ReportLine.objects.filter(campaign=campaign, active=True, role__in=(LineRole.SENTENCE, LineRole.DEFAULT))
    screen = reverse("admin:summaries_reportline_changelist")
    counts = [(level, lines.filter(level=level).count()) for level in Level]
    words = _("{n} câu").format(n=sum(count for _level, count in counts))
    links = [
        (
            _("Báo cáo của {level}: {n} câu").format(level=level.label.lower(), n=count),
            f"{screen}?campaign={campaign.pk}&level={level.value}",
        )
        for level, count in counts
    ]
    return WrittenElsewhere(words, links)
