"""The wording of a paper (lời ghi), made from the title's text for the timing of the dossier."""

from __future__ import annotations

from awards.models import AwardTitle, Dossier, Nomination, NomineeClass, Timing
from awards.models.title import PLACEHOLDERS
from campaigns.models.phase import celebrated
from campaigns.models.phase_names import in_year

NUMBERED = "đợt {số đợt} năm {năm}"
"""How texts of titles name a phase and its year."""
OUTSIDE = "Đã có nhiều đóng góp trong chăm lo đời sống người lao động và xây dựng tổ chức Công đoàn năm {năm}"
"""The wording for employers and leaders outside the union."""


def wording_of(title: AwardTitle, dossier: Dossier, nominee_class: str = "") -> str:
    """Return the wording for a nominee of this dossier, cut to the length of its column.

    The wording can be edited in the draft decision.
    """
    if nominee_class == NomineeClass.OUTSIDE and dossier.timing != Timing.UNEXPECTED:
        text = OUTSIDE
    else:
        text = next((timing.wording for timing in title.timings.all() if timing.timing == dossier.timing), "")
    return fill(text, dossier)[: Nomination._meta.get_field("wording").max_length]


def fill(text: str, dossier: Dossier) -> str:
    """Return the text with each of `awards.models.title.PLACEHOLDERS` replaced by its value.

    A phase with a name of its own is called by it, and one of two campaigns of a year has its title behind the year
    where the text has room for it.
    """
    named = _filled(text, dossier, dossier.campaign.named_year)
    is_short = len(named) <= (Nomination._meta.get_field("wording").max_length or 0)
    return named if is_short else _filled(text, dossier, str(dossier.campaign.year))


def _filled(text: str, dossier: Dossier, year: str) -> str:
    values = {
        "năm": year,
        "số đợt": str(dossier.phase.number),
        "dịp": occasion(dossier),
        "năm học": dossier.period_label or dossier.phase.school_year,
        "tên phong trào": dossier.period_label,
        "việc đã làm": dossier.period_label,
        "tên giải pháp": dossier.period_label,
    }
    text = text.replace(NUMBERED, in_year(dossier.phase.words, year))
    for name in PLACEHOLDERS:
        text = text.replace(f"{{{name}}}", values[name])
    return text


def has_braces(wording: str) -> bool:
    """Return whether a wording would be printed with braces. A draft's wordings are not filled in again."""
    return "{" in wording or "}" in wording


def occasion(dossier: Dossier) -> str:
    """Return what the awards of a phase celebrate: as its review, else as the campaign, else its theme."""
    of_year = celebrated(dossier.campaign.occasion).removeprefix("chào mừng ")
    return dossier.phase.celebrated or of_year or dossier.phase.theme
