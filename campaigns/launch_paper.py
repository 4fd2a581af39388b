"""The PDF of a launch, in the layout of an official document."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from campaigns.launch_content import LaunchDocument, read_launch
from campaigns.models import LaunchVersion
from foundation.documents import pdf
from units.models.vocabulary import paper_note


def launch_pdf(
    document: LaunchDocument, *, made_at: datetime, version: LaunchVersion | None = None, before: datetime | None = None
) -> bytes:
    """Return the PDF of a version, or without one that of a draft, stamped DỰ THẢO.

    A later version says since when it is in force and which it replaces, in force since `before`.
    """
    return pdf.render(
        "papers/launch.html",
        {"launch": document, "version": version, "before": before},
        title=_("Phát động thi đua năm {year}").format(year=document.head.year),
        made_at=made_at,
        draft=version is None,
        page_number=document.head.page_number,
        note=paper_note(),
    )


def version_pdf(version: LaunchVersion) -> bytes:
    """Return the PDF of a version of a launch."""
    earlier = LaunchVersion.objects.filter(campaign=version.campaign_id, number__lt=version.number)
    before = earlier.order_by("-number").values_list("at", flat=True).first()
    document = read_launch(version.content, version.format)
    return launch_pdf(document, made_at=version.at, version=version, before=before)
