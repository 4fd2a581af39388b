"""The steps of the guided way as a list: what each holds, what is missing, what is worth a look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from campaigns.readiness import ASKED, PAPERS, STEPS, WHAT, WHEN, WHO, Gap, Readiness
from foundation.vietnamese import format_date, format_number


@dataclass(frozen=True)
class WrittenElsewhere:
    """A step that has pages of its own: what is written there by now, and the links, as pairs (words, url)."""

    words: str
    links: list[tuple[str, str]]


ELSEWHERE: dict[str, Callable[[Readiness], WrittenElsewhere]] = {}
"""By step; the app of reports adds its sentences."""


@dataclass(frozen=True)
class SetupStep:
    """A step in the list (components/steps.html), with what is missing in it and what is odd."""

    key: str
    title: str
    url: str
    detail: str
    missing: list[Gap]
    odd: list[Gap]

    @property
    def state_text(self) -> str:
        if self.missing:
            return _("còn thiếu {n}").format(n=len(self.missing))
        return _("nên xem {n} chỗ").format(n=len(self.odd)) if self.odd else _("đủ")

    @property
    def state_tone(self) -> str:
        if self.missing:
            return "no"
        return "wait" if self.odd else "ok"


def setup_steps(campaign: Campaign) -> list[SetupStep]:
    """Return the steps of a campaign in order."""
    readiness = Readiness(campaign)
    missing, odd = readiness.missing, readiness.odd
    return [
        SetupStep(
            key,
            f"{number}. {title}",
            step_url(campaign, key),
            _detail_of(readiness, key),
            [gap for gap in missing if gap.step == key],
            [gap for gap in odd if gap.step == key],
        )
        for number, (key, title) in enumerate(STEPS.items(), start=1)
    ]


def step_url(campaign: Campaign, step: str) -> str:
    return reverse("campaigns:setup_step", args=[campaign.slug, step])


def next_step(step: str) -> str:
    """Return the key of the step after one; "" after the last."""
    keys = list(STEPS)
    at = keys.index(step) + 1
    return keys[at] if at < len(keys) else ""


def _detail_of(readiness: Readiness, step: str) -> str:
    """Return what a step holds by now, in a line."""
    if step in ELSEWHERE:
        return ELSEWHERE[step](readiness).words
    return DETAILS[step](readiness)


def _what(readiness: Readiness) -> str:
    campaign = readiness.campaign
    return _("{title}, năm {year}, {unit} phát động").format(
        title=campaign.title, year=campaign.year, unit=campaign.unit.name
    )


def _when(readiness: Readiness) -> str:
    phases = readiness.phases
    if not phases:
        return _("chưa có đợt nào")
    days = (format_date(phases[0].starts_on), format_date(max(phase.ends_on for phase in phases)))
    return _("{n} đợt, {first} – {last}").format(n=len(phases), first=days[0], last=days[1])


def _who(readiness: Readiness) -> str:
    return _("{n} đơn vị nếu mở hôm nay").format(n=format_number(readiness.called.number))


def _papers(readiness: Readiness) -> str:
    return _("{purposes} mục đích, {contents} nội dung, {measures} biện pháp, {recipients} nơi nhận").format(
        contents=readiness.contents, **readiness.other_texts
    )


DETAILS: dict[str, Callable[[Readiness], str]] = {WHAT: _what, WHEN: _when, WHO: _who, PAPERS: _papers}


def _asked(readiness: Readiness) -> WrittenElsewhere:
    campaign, words = readiness.campaign, _("{n} chỉ tiêu đang dùng trong {m} mục")
    words = words.format(n=len(readiness.indicators), m=campaign.sections.common().count())
    pages = (
        (_("Soạn các mục, chỉ tiêu và ai được hỏi"), "campaigns:asked"),
        (_("Xem thử phiếu của từng loại đơn vị"), "campaigns:asked_preview"),
    )
    return WrittenElsewhere(words, [(title, reverse(name, args=[campaign.slug])) for title, name in pages])


ELSEWHERE[ASKED] = _asked
