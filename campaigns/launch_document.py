"""The content of the launch document, for its page and its paper."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from campaigns.catalogue_cache import catalogue
from campaigns.models import Campaign, ContentPoint, Phase
from units.models import Bloc


def launch_document(campaign: Campaign) -> dict[str, Any]:
    """Return the template context of the launch document: its parts I to IV and its recipients, each in order."""
    return {
        "campaign": campaign,
        "resolutions": list(campaign.resolutions.all()),
        "purposes": list(campaign.purposes.all()),
        "contents_by_bloc": contents_by_bloc(list(campaign.contentpoints.all())),
        "phases": phases_of(campaign),
        "measures": list(campaign.measures.all()),
        "recipients": list(campaign.recipients.all()),
    }


def phases_of(campaign: Campaign) -> list[Phase]:
    """Return the phases in order, with commemorations and due dates prefetched. Cached objects: do not change them."""
    return list(catalogue(campaign).phases)


def missing_for_publishing(campaign: Campaign) -> list[str]:
    """Return the names of what the campaign lacks before it can be published. Due dates may be set later."""
    cached = catalogue(campaign)
    wanted = (
        (campaign.contentpoints.exists(), _("nội dung thi đua")),
        (cached.phases, _("ít nhất một đợt")),
        (cached.indicators, _("ít nhất một chỉ tiêu đang dùng")),
    )
    return [words for there, words in wanted if not there]


def first_day(campaign: Campaign) -> date:
    """Return the day the campaign began: that of its launch document or of its first phase, whichever is earlier."""
    days = [phase.starts_on for phase in phases_of(campaign)]
    return min([campaign.issued_on, *days] if campaign.issued_on else days, default=date(campaign.year, 1, 1))


def contents_by_bloc(points: list[ContentPoint]) -> list[tuple[str, list[ContentPoint]]]:
    """Return part II as pairs (heading, points) of each bloc that has points; those of all blocs come last."""
    headings = [*Bloc.choices, ("", _("Chung cho các khối"))]
    grouped = [(str(heading), [point for point in points if point.bloc == bloc]) for bloc, heading in headings]
    return [(heading, points) for heading, points in grouped if points]


def phase_for_paper(phase: Phase) -> dict[str, Any]:
    """Return a phase as templates/papers/launch_phase.html reads it: plain values and a list of commemorations."""
    names = ("number", "theme", "theme_end", "starts_on", "start_is_month_only", "ends_on")
    review = ("review_name", "review_date", "review_occasion")
    values = {name: getattr(phase, name) for name in (*names, *review)}
    return values | {"commemorations": list(phase.commemorations.all())}
