"""The pages that ask before an action of the Board: publish or discard a campaign, open, lock … a phase."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from campaigns import access
from campaigns.actions import phases
from campaigns.calling import number_without_officer, units_to_call
from campaigns.figures.address import ALL, COORDINATED
from campaigns.figures.count_provider import MISSING
from campaigns.forms.phases import DiscardForm, UnlockForm
from campaigns.lifecycle import FilingStatus
from campaigns.models import Campaign, FilingKind, Phase
from campaigns.models.year_names import named_year
from campaigns.progress.phase_progress import PhaseProgress, progress_of
from campaigns.timing import dues_words, lacks_due_dates
from campaigns.views.lookups import campaign_or_404, phase_or_404
from foundation import clock, vietnamese
from foundation.vietnamese import format_number
from units.acting_request import acting_of, require_acting
from units.confirming import Confirmation, ask, posted
from units.models import Role, Unit


def publish(request: HttpRequest, slug: str) -> HttpResponse:
    campaign = campaign_or_404(request, slug)
    by = acting_of(request)

    def question() -> Confirmation:
        return Confirmation(
            title=_("Công bố phong trào"),
            sentence=_(
                "{title}: bản phát động và các đợt hiện trên trang công khai, mọi người xem được. Không rút lại được."
            ).format(title=campaign.title),
            button=_("Công bố phong trào {year}").format(year=named_year(campaign)),
            trail=trail(campaign),
        )

    def act(_typed: dict) -> str:
        phases.publish(campaign, by=require_acting(request))
        return _("Đã công bố {title}.").format(title=campaign.title)

    return ask(request, access.may_publish(campaign, by), question, act, back_url=campaign.get_absolute_url())


def discard_campaign(request: HttpRequest, slug: str) -> HttpResponse:
    campaign = campaign_or_404(request, slug)
    by = acting_of(request)

    def question() -> Confirmation:
        return Confirmation(
            title=_("Bỏ phong trào"),
            sentence=_(
                "“{title}” với {n} đợt, {m} chỉ tiêu không còn được liệt kê và không mở lại được; nội dung và nhật ký "
                "được giữ. Đường dẫn “{slug}” dùng được cho phong trào khác."
            ).format(
                title=campaign.title,
                n=campaign.phases.alive().count(),
                m=campaign.indicators.common().filter(active=True).count(),
                slug=campaign.slug,
            ),
            button=_("Bỏ phong trào {year}").format(year=named_year(campaign)),
            trail=trail(campaign),
            form=DiscardForm(posted(request)),
            tone="danger",
        )

    def act(typed: dict) -> str:
        phases.discard_campaign(campaign, reason=typed["reason"], by=require_acting(request))
        return _("Đã bỏ {title}.").format(title=campaign.title)

    answer = access.may_discard_campaign(campaign, by)
    done = request.method == "POST"
    response = ask(request, answer, question, act, back_url=campaign.get_absolute_url())
    return redirect("home") if done and response.status_code == 302 else response


def discard_phase(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    phase = phase_or_404(request, slug, number)
    by = acting_of(request)

    def question() -> Confirmation:
        return Confirmation(
            title=_("Bỏ {phase}").format(phase=phase.as_phase),
            sentence=_(
                "{phase} ({theme}) không còn trong phong trào và không mở lại được; nội dung và nhật ký được giữ. "
                "Số {n} dùng được cho đợt khác."
            ).format(phase=phase.heading, n=number, theme=phase.theme),
            button=_("Bỏ {phase}").format(phase=phase.as_phase),
            trail=trail(phase.campaign, phase),
            form=DiscardForm(posted(request)),
            tone="danger",
        )

    def act(typed: dict) -> str:
        phases.discard_phase(phase, reason=typed["reason"], by=require_acting(request))
        return _("Đã bỏ {phase}.").format(phase=phase.as_phase)

    answer = access.may_discard_phase(phase, by)
    response = ask(request, answer, question, act, back_url=phase.get_absolute_url())
    return redirect(phase.campaign) if response.status_code == 302 else response


def open_phase(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    phase = phase_or_404(request, slug, number)
    by = acting_of(request)

    def question() -> Confirmation:
        units = units_to_call(phase)
        coordinated = [unit.coordinated for unit in units]
        return Confirmation(
            title=_("Mở {phase}").format(phase=phase.as_phase),
            sentence=opening_sentence(phase, coordinated) + without_officer_sentence(units),
            button=_("Mở {phase}, gọi {called}").format(phase=phase.as_phase, called=called_words(coordinated)),
            trail=trail(phase.campaign, phase),
        )

    def act(_typed: dict) -> str:
        phases.open_phase(phase, by=require_acting(request))
        coordinated = phase.called_units.values_list("coordinated", flat=True)
        sentence = _("Đã mở {phase}: {called} thuộc diện {what}.")
        return sentence.format(phase=phase.as_phase, called=called_words(coordinated), what=asked_words(phase))

    return ask(request, access.may_open(phase, by), question, act, back_url=phase.get_absolute_url())


def called_words(are_coordinated: Iterable[bool]) -> str:
    """Return how many units are called; coordinated ones are said apart, because no total of the phase counts them.

    `are_coordinated`: for each unit whether it is one.
    """
    coordinated = list(are_coordinated)
    words = _("{n} đơn vị").format(n=format_number(coordinated.count(False)))
    if not any(coordinated):
        return words
    return _("{units} và {n} đơn vị phối hợp chỉ đạo").format(units=words, n=format_number(coordinated.count(True)))


def opening_sentence(phase: Phase, are_coordinated: Iterable[bool]) -> str:
    """Return the sentence that tells how many units would be called, and warns if due dates are missing."""
    sentence = _(
        "{called} đang hoạt động ngày {day} sẽ thuộc diện {what} {phase}. Danh sách này được giữ "
        "cho cả đợt; đơn vị thành lập sau được bổ sung riêng."
    ).format(
        called=called_words(are_coordinated),
        day=vietnamese.format_date(clock.today()),
        phase=phase.words,
        what=asked_words(phase),
    )
    if not phase.asks_pledge and any(earlier.asks_pledge for earlier in phase.campaign.live_phases):
        sentence += " " + _("Đợt này không đăng ký riêng: chỉ tiêu đã đăng ký ở đợt trước là kế hoạch của cả năm.")
    if lacks_due_dates(phase):
        sentence += " " + _("Đợt này chưa đặt đủ {dues}; đặt được cả sau khi mở.").format(dues=dues_words(phase))
    return sentence


def without_officer_sentence(units: Iterable[Unit]) -> str:
    """Return the sentence that tells how many units have nobody who may fill in their sheet; "" where all have."""
    if not (number := number_without_officer(units)):
        return ""
    sentence = _(
        "Trong đó {n} đơn vị chưa ai giữ vai trò {role}: công đoàn cấp trên nhập thay được, hoặc quản trị thêm người."
    )
    return " " + sentence.format(n=format_number(number), role=str(Role.OFFICER.label))


def asked_words(phase: Phase) -> str:
    """Return what the called units of a phase are asked for: "đăng ký và báo cáo"."""
    return _("đăng ký và báo cáo") if phase.asks_pledge else _("báo cáo")


def lock_phase(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    phase = phase_or_404(request, slug, number)
    by = acting_of(request)

    def question() -> Confirmation:
        return Confirmation(
            title=_("Khóa số liệu {phase}").format(phase=phase.words),
            sentence=locking_sentence(phase),
            button=_("Khóa số liệu {phase}").format(phase=phase.words),
            trail=trail(phase.campaign, phase),
            tone="danger",
        )

    def act(_typed: dict) -> str:
        phases.lock_phase(phase, by=require_acting(request))
        return _("Đã khóa số liệu {phase}.").format(phase=phase.words)

    return ask(request, access.may_lock(phase, by), question, act, back_url=phase.get_absolute_url())


def locking_sentence(phase: Phase) -> str:
    """Return the sentence that tells how many sheets could no longer be sent or accepted, in the page's numbers."""
    sentence = _("Sau khi khóa, đăng ký và báo cáo không gửi, sửa, xác nhận được nữa.")
    by_kind = {
        FilingKind(kind): progress_of(phase, kind, phase.campaign.unit, phase.campaign.unit.path)
        for kind in phase.sheet_kinds
    }
    if any(progress.branch_progress.is_awaited for progress in by_kind.values()):
        return sentence
    if awaited := list(_unsettled(by_kind, ALL)):
        sentence += " " + _("Hiện còn {open}.").format(open=_joined(awaited))
    if beside := list(_unsettled(by_kind, COORDINATED)):
        sentence += " " + _("Ngoài ra, khối phối hợp chỉ đạo còn {open}.").format(open=_joined(beside))
    return sentence


class OpenSheets(NamedTuple):
    """How many sheets of a kind were not received, or were received and not accepted, and what is said of them."""

    number: int
    words: str


def _unsettled(progress_by_kind: Mapping[FilingKind, PhaseProgress], slice: str) -> Iterator[OpenSheets]:
    """Yield for each kind the sheets not received, then those received but not accepted, if there are any."""
    words = {
        FilingKind.PLEDGE: (_("{n} đơn vị chưa đăng ký"), _("{n} bản đăng ký chưa xác nhận xong")),
        FilingKind.REPORT: (_("{n} đơn vị chưa báo cáo"), _("{n} báo cáo chưa xác nhận xong")),
    }
    for kind, progress in progress_by_kind.items():
        returned, submitted = (
            progress.book.value(f"count:{kind.value}", "units", slice, state.value)
            for state in (FilingStatus.RETURNED, FilingStatus.SUBMITTED)
        )
        missing = progress.book.value(f"count:{kind.value}", MISSING, slice)
        numbers = (missing.number, returned.number + submitted.number)
        yield from (OpenSheets(*pair) for pair in zip(numbers, words[kind], strict=True) if pair[0])


def _joined(open_sheets: Iterable[OpenSheets]) -> str:
    return ", ".join(sheets.words.format(n=format_number(sheets.number)) for sheets in open_sheets)


def unlock_phase(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    phase = phase_or_404(request, slug, number)
    by = acting_of(request)

    def question() -> Confirmation:
        return Confirmation(
            title=_("Mở lại {phase}").format(phase=phase.as_phase),
            sentence=_("Các đơn vị gửi, sửa lại được; báo cáo tổng hợp đã chốt không thay đổi."),
            button=_("Mở lại {phase}").format(phase=phase.as_phase),
            trail=trail(phase.campaign, phase),
            form=UnlockForm(posted(request)),
        )

    def act(typed: dict) -> str:
        phases.unlock_phase(phase, reason=typed["reason"], by=require_acting(request))
        return _("Đã mở lại {phase}.").format(phase=phase.as_phase)

    return ask(request, access.may_unlock(phase, by), question, act, back_url=phase.get_absolute_url())


def trail(campaign: Campaign, phase: Phase | None = None) -> list[tuple[str, str]]:
    """Return the breadcrumb down to a campaign or a phase, as (text, URL)."""
    pairs = [(_("Phong trào {year}").format(year=named_year(campaign)), campaign.get_absolute_url())]
    return [*pairs, (phase.heading, phase.get_absolute_url())] if phase else pairs
