"""Acts on a summary. Each shows first what it will do and asks; beginning one does not, because nothing is lost."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns.figures.address import ALL
from campaigns.figures.count_provider import EXPECTED, MISSING, RECEIVED
from campaigns.lifecycle import FilingStatus
from campaigns.models import Campaign
from foundation import vietnamese
from foundation.body_limits import takes_file
from foundation.db.guaranteed import guaranteed
from foundation.request_parsing import whole_number
from foundation.vietnamese import format_date, format_moment
from summaries import access, actions
from summaries.forms import RegisterForm, ReviseForm
from summaries.models import Summary
from summaries.report.contents import SummaryDraft
from summaries.views.lookups import reaches
from summaries.views.page import trail
from units.acting_request import acting_of, require_acting, user_of
from units.attachments import LIMIT
from units.confirming import Confirmation, ask, posted
from units.forms.signing import ClosingForm, TakeBackForm
from units.models import Unit


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Create a draft for the posted campaign (slug), phase (number, "" for the whole campaign) and unit (id)."""
    slug = vietnamese.clean(request.POST.get("campaign", ""))
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), slug=slug)
    number = request.POST.get("phase")
    phase = get_object_or_404(campaign.phases.alive(), number=whole_number(number)) if number else None
    unit = get_object_or_404(Unit, pk=whole_number(request.POST.get("unit")))
    if not campaign.unit.contains(unit.path) or not reaches(request, campaign, unit):
        raise Http404
    summary = actions.begin(campaign, phase, unit, by=require_acting(request))
    return redirect("summary:edit", summary.pk)


def propose(request: HttpRequest, pk: int) -> HttpResponse:
    summary = stored_summary_or_404(request, pk)

    def question() -> Confirmation:
        sentence = _("{unit} sẽ được báo để chốt. Trong lúc chờ, lời văn không sửa được; số liệu vẫn được cập nhật.")
        return confirmation_about(summary, _("Đề nghị chốt"), sentence.format(unit=_leaders(summary)))

    def act(_typed: dict) -> str:
        actions.propose(summary, by=require_acting(request))
        return _("Đã đề nghị chốt báo cáo.")

    answer = access.may_propose(summary, acting_of(request))
    return ask(request, answer, question, act, back_url=summary.get_absolute_url())


def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    summary = stored_summary_or_404(request, pk)

    def question() -> Confirmation:
        return confirmation_about(summary, _("Rút đề nghị chốt"), _("Lời văn sẽ sửa được trở lại."))

    def act(_typed: dict) -> str:
        actions.withdraw_proposal(summary, by=require_acting(request))
        return _("Đã rút đề nghị chốt báo cáo.")

    answer = access.may_withdraw_proposal(summary, acting_of(request))
    return ask(request, answer, question, act, back_url=summary.get_absolute_url())


def close(request: HttpRequest, pk: int) -> HttpResponse:
    summary = stored_summary_or_404(request, pk)

    def question() -> Confirmation:
        sentence, sure = _consequences(summary)
        form = ClosingForm(posted(request), unit=summary.unit, user_id=user_of(request).pk, question=sure)
        return confirmation_about(summary, _("Chốt để trình ký"), sentence, form)

    def act(typed: dict) -> str:
        actions.close_for_signing(summary, by=require_acting(request), block=typed.get("block", ""))
        return _("Đã chốt để trình ký. Bản PDF đang được tạo, xong sẽ báo ở “Việc cần làm”.")

    answer = access.may_close(summary, acting_of(request))
    return ask(request, answer, question, act, back_url=summary.get_absolute_url())


@takes_file(LIMIT)
def register(request: HttpRequest, pk: int) -> HttpResponse:
    summary = stored_summary_or_404(request, pk)

    def question() -> Confirmation:
        files = request.FILES if request.method == "POST" else None
        sentence = _(
            "Ghi như văn thư đã ghi trên bản đã ký, bản chốt lúc {at}{signer}. "
            "Từ lúc này báo cáo là bản chính thức, không thu lại được."
        ).format(at=format_moment(summary.closed_at) if summary.closed_at else "…", signer=_signer(summary))
        form = RegisterForm(posted(request), files, summary=summary)
        return confirmation_about(summary, _("Ghi số, ngày"), sentence, form)

    def act(typed: dict) -> str:
        kept = {name: value for name, value in typed.items() if name != "checked"}
        actions.register(summary, by=require_acting(request), **kept)
        sentence = _("Đã ghi Báo cáo số {n} ngày {d}.")
        return sentence.format(n=summary.written_number, d=format_date(typed["dated_on"]))

    answer = access.may_register(summary, acting_of(request))
    return ask(request, answer, question, act, back_url=summary.get_absolute_url())


def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    summary = stored_summary_or_404(request, pk)

    def question() -> Confirmation:
        sentence = _(
            "Báo cáo trở lại dự thảo, số liệu lại được cập nhật. Bản in đã trình không dùng nữa: "
            "xin báo người đang giữ bản in."
        )
        return confirmation_about(summary, _("Thu lại để sửa"), sentence, TakeBackForm(posted(request)), tone="danger")

    def act(typed: dict) -> str:
        actions.take_back(summary, by=require_acting(request), **typed)
        return _("Đã thu lại báo cáo để sửa.")

    answer = access.may_take_back(summary, acting_of(request))
    return ask(request, answer, question, act, back_url=summary.get_absolute_url())


def revise(request: HttpRequest, pk: int) -> HttpResponse:
    summary = stored_summary_or_404(request, pk)
    revisions: list[Summary] = []

    def question() -> Confirmation:
        sentence = _(
            "Bản đã ban hành không thay đổi. Bản lần {k} bắt đầu từ lời văn của bản này, với số liệu hiện tại."
        )
        button = _("Lập bản lần {k}").format(k=summary.revision + 1)
        return confirmation_about(summary, button, sentence.format(k=summary.revision + 1), ReviseForm(posted(request)))

    def act(typed: dict) -> str:
        revisions.append(actions.revise(summary, by=require_acting(request), **typed))
        return _("Đã lập dự thảo bản lần {k}.").format(k=revisions[0].revision)

    may = access.may_revise(summary, acting_of(request))
    answer = ask(request, may, question, act, back_url=summary.get_absolute_url())
    return redirect(revisions[0].get_absolute_url()) if revisions else answer


def stored_summary_or_404(request: HttpRequest, pk: int) -> Summary:
    """Return a stored summary that the person may see, with its campaign, unit and phase."""
    summaries = Summary.objects.visible_to(user_of(request))
    summaries = summaries.select_related("campaign__unit", "unit__parent", "phase__campaign", "signer")
    return get_object_or_404(summaries, pk=pk)


def confirmation_about(
    summary: Summary, button: str, sentence: str, form: forms.Form | None = None, *, tone: str = "primary"
) -> Confirmation:
    """Return the confirmation of an act on a summary."""
    return Confirmation(
        title=f"{button}: {summary.title}",
        sentence=sentence,
        button=button,
        trail=trail(summary),
        form=form,
        tone=tone,
    )


def _signer(summary: Summary) -> str:
    return _(", người ký {name}").format(name=summary.signer.name) if summary.signer else ""


def _consequences(summary: Summary) -> tuple[str, str]:
    """Return what closing means, in numbers, and what has to be ticked before: reports that it would not count."""
    draft = SummaryDraft(summary)
    book = draft.book
    received, expected, missing = (book.value("count:report", measure) for measure in (RECEIVED, EXPECTED, MISSING))
    accepted = book.value("count:report", "units", ALL, FilingStatus.ACCEPTED.value)
    sentence = _(
        "{title}: {a}/{b} đơn vị đã báo cáo, {c} đơn vị chưa báo cáo. "
        "Số liệu, lời văn và các tệp được giữ nguyên từ lúc này; số, ngày để trống cho văn thư ghi."
    ).format(title=summary.title, a=received.number, b=expected.number, c=missing.number)
    unaccepted = received.number - accepted.number
    sure = _("Vẫn chốt: {n} báo cáo đã gửi, chưa được xác nhận, không tính vào kết quả chỉ tiêu.") if unaccepted else ""
    if replaced := summary.replaced:
        more = _(" Bản này (lần {k}) thay thế Báo cáo số {n} ngày {d}.")
        day = format_date(guaranteed(replaced.dated_on, "final_summary_is_whole"))
        sentence += more.format(k=summary.revision, n=replaced.written_number, d=day)
    if draft.moved:
        sentence += _(" Có {n} câu viết khi số liệu khác bây giờ, chưa xem lại.").format(n=draft.moved)
    return sentence, sure.format(n=unaccepted)


def _leaders(summary: Summary) -> str:
    return _("Lãnh đạo {unit}").format(unit=summary.unit.name)
