"""The sentences of a campaign in the guided way: how many there are and where, and copying them to another one."""

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from campaigns.campaign_import.loading import write_report_lines
from campaigns.readiness import Readiness
from campaigns.setup.copying import CopyJob, CopyPiece, copied_row
from campaigns.setup.overview import WrittenElsewhere
from summaries.models.report_line import Level, LineRole, ReportLine


def sentences(readiness: Readiness) -> WrittenElsewhere:
    """Return how many sentences the reports of each level have; a new campaign begins with the plain ones."""
    campaign, roles = readiness.campaign, (LineRole.SENTENCE, LineRole.DEFAULT)
    lines = ReportLine.objects.filter(campaign=campaign, active=True, role__in=roles).order_by()
    counts = dict(lines.values_list("level").annotate(Count("pk")))
    parts = [_("{level} {n} câu").format(level=level.label.lower(), n=counts.get(level, 0)) for level in Level]
    words = _("Báo cáo của {parts}").format(parts=", ".join(parts))
    return WrittenElsewhere(
        words, [(_("Xem, sửa từng câu như khi in"), reverse("summaries:lines", args=[campaign.slug]))]
    )


def copy_sentences(job: CopyJob) -> None:
    """Copy the sentences of the reports as the Board worded them."""
    ReportLine.objects.bulk_create(
        copied_row(line, campaign=job.target) for line in ReportLine.objects.filter(campaign=job.source).order_by("pk")
    )


def plain_sentences(job: CopyJob) -> None:
    write_report_lines(job.target)


PIECE = CopyPiece("sentences", _lazy("Câu chữ báo cáo"), copy_sentences, plain_sentences)
