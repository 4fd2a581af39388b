"""What a campaign lacks before it can be published, and what is worth a look: each with the step that mends it.

The page that publishes, the steps of the guided way and every command ask `missing_for_publishing`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.calling import columns_called
from campaigns.catalogue.live import live_indicators, live_phases
from campaigns.models import Campaign, DueKind, FilingKind, Indicator, Pace, Phase
from campaigns.schedule import schedule_problems
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


def missing_for_publishing(campaign: Campaign) -> list[Gap]:
    """Return what the campaign lacks before it can be published. Dates of later phases may be set later."""
    return [*_launch_gaps(campaign), *_phase_gaps(campaign)]


def _launch_gaps(campaign: Campaign) -> Iterator[Gap]:
    if not campaign.contentpoints.exists():
        yield Gap(PAPERS, _("nội dung thi đua"))


def _phase_gaps(campaign: Campaign) -> Iterator[Gap]:
    phases, indicators, columns = live_phases(campaign), live_indicators(campaign), columns_called(campaign)
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
                sentence = _("chỉ tiêu hỏi trong {kind} của đợt {n}")
                yield Gap(ASKED, sentence.format(kind=_kind_name(kind), n=phase.number))


def _lacking_due_dates(phase: Phase) -> Iterator[Gap]:
    dated = {due.kind for due in phase.due_dates.all()}
    for kind in phase.sheet_kinds:
        if kind not in dated:
            sentence = _("hạn {kind} của đợt {n}")
            yield Gap(WHEN, sentence.format(kind=DueKind(kind).label, n=phase.number))


def _asks(indicator: Indicator, phase: Phase, kind: str, columns: set[str]) -> bool:
    """Return whether sheets of a kind ask an indicator of some called unit in a phase."""
    if not _is_asked_of(indicator, columns) or not indicator.is_for_phase(phase.number):
        return False
    return indicator.in_pledge if kind == FilingKind.PLEDGE else indicator.in_report


def _is_asked_of(indicator: Indicator, columns: set[str]) -> bool:
    return any(row.column in columns for row in indicator.asked.all())


def _kind_name(kind: str) -> str:
    return str(FilingKind(kind).label)


def worth_a_look(campaign: Campaign) -> list[Gap]:
    """Return what is odd about a campaign and hinders nothing: dates, indicators asked of nobody, empty texts."""
    return [*_odd_dates(campaign), *_odd_indicators(campaign), *_empty_texts(campaign)]


def _odd_dates(campaign: Campaign) -> Iterator[Gap]:
    problems = schedule_problems(campaign)
    phases = live_phases(campaign)
    yield from (Gap(WHEN, sentence) for sentence in (*problems.refusals, *problems.questions))
    for phase in phases[1:]:
        yield from (Gap(WHEN, _("Chưa đặt {what}").format(what=gap.sentence)) for gap in _lacking_due_dates(phase))
    if phases and not any(phase.asks_pledge for phase in phases):
        yield Gap(WHEN, _("Không đợt nào có đăng ký: không có kế hoạch để so kết quả"))


def _odd_indicators(campaign: Campaign) -> Iterator[Gap]:
    indicators, columns = live_indicators(campaign), columns_called(campaign)
    for indicator in indicators:
        if not _is_asked_of(indicator, columns):
            yield Gap(ASKED, _("Chỉ tiêu {code} không hỏi đơn vị nào được gọi").format(code=indicator.code))
    codes = {indicator.code for indicator in indicators}
    if not any(Pace(indicator.pace) != Pace.NONE for indicator in indicators) and codes:
        yield Gap(ASKED, _("Không chỉ tiêu nào xét tiến độ"))


def _empty_texts(campaign: Campaign) -> Iterator[Gap]:
    for is_there, step, sentence in (
        (campaign.slogan, WHAT, _("Chưa có khẩu hiệu")),
        (campaign.occasion, WHAT, _("Chưa ghi dịp phát động")),
        (campaign.purposes.exists(), PAPERS, _("Chưa có mục đích, yêu cầu")),
        (campaign.measures.exists(), PAPERS, _("Chưa có biện pháp thực hiện")),
        (campaign.recipients.exists(), PAPERS, _("Chưa có nơi nhận")),
        (campaign.signer_name, PAPERS, _("Chưa có người ký")),
        (campaign.number and campaign.issued_on, PAPERS, _("Chưa có số và ngày ban hành: bản in để trống")),
    ):
        if not is_there:
            yield Gap(step, sentence)
