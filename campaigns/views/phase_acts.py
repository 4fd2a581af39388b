"""The pages that ask before an action of the Board: publish or discard a campaign, open, lock … a phase."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from campaigns import access
from campaigns.actions import phases
from campaigns.forms.phases import DiscardForm, UnlockForm
from campaigns.models import Campaign, DueKind, FilingKind, Phase
from campaigns.progress.phase_progress import unsettled_counts
from campaigns.views.lookups import campaign_or_404, phase_or_404
from foundation import clock, vietnamese
from units.acting_request import acting_of, require_acting
from units.confirming import Confirmation, ask, posted


def publish(request: HttpRequest, slug: str) -> HttpResponse:
    campaign = campaign_or_404(request, slug)
    by = acting_of(request)

    def question() -> Confirmation:
        return Confirmation(
            title=_("Công bố phong trào"),
            sentence=_("Bản phát động và các đợt hiện trên trang công khai, mọi người xem được. Không rút lại được."),
            button=_("Công bố phong trào {year}").format(year=campaign.year),
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
                m=campaign.indicators.filter(active=True).count(),
                slug=campaign.slug,
            ),
            button=_("Bỏ phong trào {year}").format(year=campaign.year),
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
            title=_("Bỏ đợt {n}").format(n=number),
            sentence=_(
                "Đợt {n} ({theme}) không còn trong phong trào và không mở lại được; nội dung và nhật ký được giữ. "
                "Số {n} dùng được cho đợt khác."
            ).format(n=number, theme=phase.theme),
            button=_("Bỏ đợt {n}").format(n=number),
            trail=trail(phase.campaign, phase),
            form=DiscardForm(posted(request)),
            tone="danger",
        )

    def act(typed: dict) -> str:
        phases.discard_phase(phase, reason=typed["reason"], by=require_acting(request))
        return _("Đã bỏ đợt {n}.").format(n=number)

    answer = access.may_discard_phase(phase, by)
    response = ask(request, answer, question, act, back_url=phase.get_absolute_url())
    return redirect(phase.campaign) if response.status_code == 302 else response


def open_phase(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    phase = phase_or_404(request, slug, number)
    by = acting_of(request)

    def question() -> Confirmation:
        count = len(phases.units_to_call(phase))
        return Confirmation(
            title=_("Mở đợt {n}").format(n=number),
            sentence=opening_sentence(phase, count),
            button=_("Mở đợt {n}, gọi {count} đơn vị").format(n=number, count=count),
            trail=trail(phase.campaign, phase),
        )

    def act(_typed: dict) -> str:
        count = phases.open_phase(phase, by=require_acting(request))
        return _("Đã mở đợt {n}: {count} đơn vị thuộc diện đăng ký và báo cáo.").format(n=number, count=count)

    return ask(request, access.may_open(phase, by), question, act, back_url=phase.get_absolute_url())


def opening_sentence(phase: Phase, count: int) -> str:
    """Return the sentence that tells how many units would be called, and warns if due dates are missing."""
    sentence = _(
        "{count} đơn vị đang hoạt động ngày {day} sẽ thuộc diện đăng ký và báo cáo đợt {n}. Danh sách này được giữ "
        "cho cả đợt; đơn vị thành lập sau được bổ sung riêng."
    ).format(count=count, day=vietnamese.format_date(clock.today()), n=phase.number)
    dated = {due.kind for due in phase.due_dates.all()}
    if {DueKind.PLEDGE, DueKind.REPORT} <= dated:
        return sentence
    return sentence + " " + _("Đợt này chưa đặt đủ hạn đăng ký và hạn báo cáo; đặt được cả sau khi mở.")


def lock_phase(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    phase = phase_or_404(request, slug, number)
    by = acting_of(request)

    def question() -> Confirmation:
        return Confirmation(
            title=_("Khóa số liệu đợt {n}").format(n=number),
            sentence=locking_sentence(phase),
            button=_("Khóa số liệu đợt {n}").format(n=number),
            trail=trail(phase.campaign, phase),
            tone="danger",
        )

    def act(_typed: dict) -> str:
        phases.lock_phase(phase, by=require_acting(request))
        return _("Đã khóa số liệu đợt {n}.").format(n=number)

    return ask(request, access.may_lock(phase, by), question, act, back_url=phase.get_absolute_url())


def locking_sentence(phase: Phase) -> str:
    """Return the sentence that tells how many sheets of each kind could no longer be sent or accepted."""
    open_sheets = unsettled_counts(phase)
    (a, b), (c, d) = open_sheets[FilingKind.PLEDGE], open_sheets[FilingKind.REPORT]
    return _(
        "Sau khi khóa, đăng ký và báo cáo không gửi, sửa, xác nhận được nữa. Hiện còn {a} đơn vị chưa đăng ký, "
        "{b} bản đăng ký chưa xác nhận xong; {c} đơn vị chưa báo cáo, {d} báo cáo chưa xác nhận xong."
    ).format(a=a, b=b, c=c, d=d)


def unlock_phase(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    phase = phase_or_404(request, slug, number)
    by = acting_of(request)

    def question() -> Confirmation:
        return Confirmation(
            title=_("Mở lại đợt {n}").format(n=number),
            sentence=_("Các đơn vị gửi, sửa lại được; báo cáo tổng hợp đã chốt không thay đổi."),
            button=_("Mở lại đợt {n}").format(n=number),
            trail=trail(phase.campaign, phase),
            form=UnlockForm(posted(request)),
        )

    def act(typed: dict) -> str:
        phases.unlock_phase(phase, reason=typed["reason"], by=require_acting(request))
        return _("Đã mở lại đợt {n}.").format(n=number)

    return ask(request, access.may_unlock(phase, by), question, act, back_url=phase.get_absolute_url())


def trail(campaign: Campaign, phase: Phase | None = None) -> list[tuple[str, str]]:
    """Return the breadcrumb down to a campaign or a phase, as (text, URL)."""
    pairs = [(_("Phong trào {year}").format(year=campaign.year), campaign.get_absolute_url())]
    return [*pairs, (_("Đợt {n}").format(n=phase.number), phase.get_absolute_url())] if phase else pairs
