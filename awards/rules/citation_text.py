"""The wording of a paper (lời ghi), from the title's text for the timing of the dossier."""

from __future__ import annotations

from awards.models import AwardTitle, Dossier, Nomination, NomineeClass, Timing
from awards.models.title import PLACEHOLDERS
from campaigns.models import Phase

OUTSIDE = "Đã có nhiều đóng góp trong chăm lo đời sống người lao động và xây dựng tổ chức Công đoàn năm {năm}"
"""Of employers and leaders outside the union (field: wording on papers)."""


def wording_of(title: AwardTitle, dossier: Dossier, nominee_class: str = "") -> str:
    """The sentence for a nominee of this dossier, as long as its column is; it can be edited in the draft decision."""
    if nominee_class == NomineeClass.OUTSIDE and dossier.timing != Timing.UNEXPECTED:
        text = OUTSIDE
    else:
        text = next((timing.wording for timing in title.timings.all() if timing.timing == dossier.timing), "")
    return fill(text, dossier)[: Nomination._meta.get_field("wording").max_length]


def fill(text: str, dossier: Dossier) -> str:
    """The text with what stands for each of `awards.models.title.PLACEHOLDERS`."""
    values = {
        "năm": str(dossier.campaign.year),
        "số đợt": str(dossier.phase.number),
        "dịp": occasion(dossier.phase),
        "năm học": dossier.period_label or f"{dossier.campaign.year - 1}-{dossier.campaign.year}",
        "tên phong trào": dossier.period_label,
        "việc đã làm": dossier.period_label,
        "tên giải pháp": dossier.period_label,
    }
    for name in PLACEHOLDERS:
        text = text.replace(f"{{{name}}}", values[name])
    return text


def has_braces(wording: str) -> bool:
    """True for a wording of a paper that would be printed with braces: in a draft nothing is filled in any more."""
    return "{" in wording or "}" in wording


def occasion(phase: Phase) -> str:
    """What a phase's awards welcome: the occasion of its review, else its theme."""
    return phase.review_occasion or phase.theme
