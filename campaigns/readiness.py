"""What a campaign lacks before it can be published, and what is worth a look: each with the step that mends it.

The page that publishes, the steps of the guided way and every command ask `Readiness.missing`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.calling import CalledToday
from campaigns.catalogue.live import live_indicators, live_phases
from campaigns.models import Campaign, DueKind, FilingKind, Indicator, Pace, Phase
from campaigns.schedule import problems_of
from foundation.lazy_text import LazyText

WHAT, WHEN, WHO, ASKED, SENTENCES, PAPERS = "what", "when", "who", "asked", "sentences", "papers"
STEPS: dict[str, LazyText] = {
    WHAT: gettext_lazy("Phong trào"),
    WHEN: gettext_lazy("Các đợt"),
    WHO: gettext_lazy("Đơn vị được gọi"),
    ASKED: gettext_lazy("Nội dung hỏi"),
    SENTENCES: gettext_lazy("Câu chữ báo cáo"),
    PAPERS: gettext_lazy("Văn bản phát động"),
}
"""The steps in which a campaign is written, in their order."""


@dataclass(frozen=True)
class Gap:
    """Something missing or odd: its `sentence`, without a full stop, and the step (`STEPS`) in which it is mended."""

    step: str
    sentence: str


class Readiness:
    """How far a campaign is: each of its parts is read when it is first asked for, and once."""

    def __init__(self, campaign: Campaign):
        self.campaign, self.called = campaign, CalledToday(campaign)

    @cached_property
    def phases(self) -> list[Phase]:
        return live_phases(self.campaign)

    @cached_property
    def indicators(self) -> list[Indicator]:
        return live_indicators(self.campaign)

    @cached_property
    def contents(self) -> int:
        """How many contents the launch document has."""
        return self.campaign.contentpoints.count()

    @cached_property
    def other_texts(self) -> dict[str, int]:
        """How many lines of each other kind that the guided way looks at the launch document has."""
        return {name: getattr(self.campaign, name).count() for name in ("purposes", "measures", "recipients")}

    @property
    def missing(self) -> list[Gap]:
        """What the campaign lacks before it can be published. Dates of later phases may be set later."""
        return [*self._launch_gaps(), *self._phase_gaps()]

    @property
    def odd(self) -> list[Gap]:
        """What is odd about the campaign and hinders nothing: dates, indicators asked of nobody, empty texts."""
        return [*self._odd_dates(), *self._odd_indicators(), *self._empty_texts()]

    def _launch_gaps(self) -> Iterator[Gap]:
        if not self.contents:
            yield Gap(PAPERS, _("nội dung thi đua"))

    def _phase_gaps(self) -> Iterator[Gap]:
        phases, indicators, columns = self.phases, self.indicators, self.called.columns
        if not phases:
            yield Gap(WHEN, _("ít nhất một đợt"))
        else:
            yield from _lacking_due_dates(phases[0])
            if not columns:
                yield Gap(WHO, _("ít nhất một đơn vị được gọi"))
        if not indicators:
            yield Gap(ASKED, _("ít nhất một chỉ tiêu đang dùng"))
        for phase in phases if indicators and columns else ():
            for kind in phase.sheet_kinds:
                if not any(_asks(indicator, phase, kind, columns) for indicator in indicators):
                    sentence = _("chỉ tiêu hỏi trong {kind} của {phase}")
                    yield Gap(ASKED, sentence.format(kind=FilingKind(kind).label, phase=phase.words))

    def _odd_dates(self) -> Iterator[Gap]:
        phases = self.phases
        problems = problems_of(self.campaign, phases)
        yield from (Gap(WHEN, sentence) for sentence in (*problems.refusals, *problems.questions))
        for phase in phases[1:]:
            yield from (Gap(WHEN, _("Chưa đặt {what}").format(what=gap.sentence)) for gap in _lacking_due_dates(phase))
        if phases and not any(phase.asks_pledge for phase in phases):
            yield Gap(WHEN, _("Không đợt nào có đăng ký: không có kế hoạch để so kết quả"))

    def _odd_indicators(self) -> Iterator[Gap]:
        for indicator in self.indicators:
            if not _is_asked_of(indicator, self.called.columns):
                yield Gap(ASKED, _("Chỉ tiêu {code} không hỏi đơn vị nào được gọi").format(code=indicator.code))
        if self.indicators and all(indicator.pace == Pace.NONE for indicator in self.indicators):
            yield Gap(ASKED, _("Không chỉ tiêu nào xét tiến độ"))

    def _empty_texts(self) -> Iterator[Gap]:
        campaign, counts = self.campaign, self.other_texts
        for is_there, step, sentence in (
            (campaign.slogan, WHAT, _("Chưa có khẩu hiệu")),
            (campaign.occasion, WHAT, _("Chưa ghi dịp phát động")),
            (counts["purposes"], PAPERS, _("Chưa có mục đích, yêu cầu")),
            (counts["measures"], PAPERS, _("Chưa có biện pháp thực hiện")),
            (counts["recipients"], PAPERS, _("Chưa có nơi nhận")),
            (campaign.signer_name, PAPERS, _("Chưa có người ký")),
            (campaign.number and campaign.issued_on, PAPERS, _("Chưa có số và ngày ban hành: bản in để trống")),
        ):
            if not is_there:
                yield Gap(step, sentence)


def _lacking_due_dates(phase: Phase) -> Iterator[Gap]:
    dated = {due.kind for due in phase.due_dates.all()}
    for kind in phase.sheet_kinds:
        if kind not in dated:
            sentence = _("hạn {kind} của {phase}")
            yield Gap(WHEN, sentence.format(kind=DueKind(kind).label, phase=phase.words))


def _asks(indicator: Indicator, phase: Phase, kind: str, columns: set[str]) -> bool:
    """Return whether sheets of a kind ask an indicator of some called unit in a phase."""
    if not _is_asked_of(indicator, columns) or not indicator.is_for_phase(phase.number):
        return False
    return indicator.in_pledge if kind == FilingKind.PLEDGE else indicator.in_report


def _is_asked_of(indicator: Indicator, columns: set[str]) -> bool:
    return any(row.column in columns for row in indicator.asked.all())
