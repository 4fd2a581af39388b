"""Closing a decision for signing, taking it back, registering it; recording one of a higher body."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from awards import decision_access
from awards.actions import decisions, signing
from awards.forms.decisions import DecisionClosingForm, RecordForm, RegistrationForm
from awards.models import Decision
from awards.selectors import decision_page
from awards.selectors.honoured_words import how_many
from awards.views.decisions import decision_or_404, trail
from foundation import vietnamese
from foundation.body_limits import takes_file
from foundation.forms.errors import error_summary, refuse
from foundation.lifecycle import StateConflict
from foundation.request_parsing import whole_number
from units.access import Answer, require_allowed
from units.acting import Acting
from units.acting_request import acting_of, require_acting, user_of
from units.attachments import LIMIT
from units.confirming import Confirmation, ask, posted
from units.forms.signing import TakeBackForm
from units.models import Role
from units.registration import BadRegistration


def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the signer and close the draft for signing."""
    decision = decision_or_404(request, pk)

    def question() -> Confirmation:
        initial, reader = _initial(request, decision), user_of(request)
        form = DecisionClosingForm(posted(request), initial=initial, unit=decision.unit, user_id=reader.pk)
        sentence = _(
            "{named}. Danh sách, lời văn và bản in được giữ nguyên từ lúc này; bản in để trống số, ngày. "
            "Ký xong, văn thư ghi số, ngày thì quyết định mới được ban hành; trước đó thu lại để sửa được."
        ).format(named=_named(decision))
        seen, to_compare = str(decisions.count_of(decision)), decision_page.to_compare_sentences(decision)
        return _question(decision, _("Chốt để trình ký"), sentence, form, fields=[("seen", seen)], notices=to_compare)

    def act(typed: dict[str, Any]) -> str:
        signing.close(
            decision, by=require_acting(request), expected_count=whole_number(request.POST.get("seen")), **typed
        )
        return _("Đã chốt để trình ký. Bản in đã sẵn sàng để {name} ký.").format(name=decision.signer_name)

    answer = decision_access.may_close(decision, acting_of(request))
    return ask(request, answer, question, act, back_url=decision.get_absolute_url())


def _initial(request: HttpRequest, decision: Decision) -> dict[str, str]:
    """Return the probable signer of a unit that lists none: a leader who closes, else the last one."""
    before = Decision.objects.visible_to(request.user).issued().filter(unit=decision.unit, organ="")
    signed_before = before.order_by("-issued_at").values("signer_name", "signer_position").first()
    last = {name: str(text) for name, text in signed_before.items()} if signed_before else {}
    by, campaign = acting_of(request), decision.campaign
    if by and by.is_(Role.LEADER) and last.get("signer_name") != by.user.full_name:
        return {"signer_name": by.user.full_name}
    if not last and campaign.unit_id == decision.unit_id:
        return {"signer_name": campaign.signer_name, "signer_position": campaign.signer_position.capitalize()}
    return last


def _question(decision: Decision, title: str, sentence: str, form: Any, **more: Any) -> Confirmation:
    way = trail(decision, ("", ""))[:-1]
    return Confirmation(title=title, sentence=sentence, button=title, trail=way, form=form, **more)


def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a decision that is closed for signing a draft again, with a reason."""
    decision = decision_or_404(request, pk)

    def question() -> Confirmation:
        sentence = _(
            "Quyết định trở lại dự thảo, sửa được; muốn ký thì chốt lại. Bản in đã trình không dùng để ký nữa. "
            "Nhật ký ghi ai thu lại, vì sao."
        )
        return _question(decision, _("Thu lại để sửa"), sentence, TakeBackForm(posted(request)), tone="danger")

    def act(typed: dict[str, Any]) -> str:
        signing.take_back(decision, by=require_acting(request), reason=typed["reason"])
        return _("Đã thu lại để sửa.")

    answer = decision_access.may_take_back(decision, acting_of(request))
    return ask(request, answer, question, act, back_url=decision.get_absolute_url())


@takes_file(LIMIT)
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """Write number and date into a signed decision, with its scan."""
    decision = decision_or_404(request, pk)
    form = RegistrationForm(posted(request), _files(request), decision=decision)

    def act(typed: dict[str, Any], by: Acting) -> None:
        signing.register(decision, by=by, seen=request.POST.get("seen"), **typed)

    return _registering(request, decision, form, decision_access.may_register, act, _("Ghi số, ngày"))


@takes_file(LIMIT)
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a decision of a higher body, with its scan."""
    decision = decision_or_404(request, pk)
    form = RecordForm(posted(request), _files(request), decision=decision)

    def act(typed: dict[str, Any], by: Acting) -> None:
        count = whole_number(request.POST.get("seen"))
        signing.record_signed(decision, by=by, expected_count=count, **typed)

    return _registering(request, decision, form, decision_access.may_record, act, _("Ghi nhận quyết định của cấp trên"))


def _files(request: HttpRequest) -> Any:
    return request.FILES if request.method == "POST" else None


def _registering(
    request: HttpRequest,
    decision: Decision,
    form: RegistrationForm,
    may: Callable[[Decision, Acting | None], Answer],
    act: Callable[[dict[str, Any], Acting], None],
    title: str,
) -> HttpResponse:
    """Show the form, or act; an error leads back to the form."""
    answer = may(decision, acting_of(request))
    try:
        if form.is_valid():
            typed = {name: value for name, value in form.cleaned_data.items() if name != "checked"}
            act(typed, require_acting(request, answer))
            return _done(request, decision)
        require_allowed(answer)
    except BadRegistration as error:
        form.refuse(error.errors, error.questions)
    except ValidationError as error:
        refuse(form, error)
    except StateConflict as error:
        error.typed = error.typed or (form.typed if form.is_bound else [])
        error.back_url = error.back_url or decision.get_absolute_url()
        raise
    return _page(request, decision, form, title)


def _done(request: HttpRequest, decision: Decision) -> HttpResponse:
    sentence = (
        _("Đã ghi nhận {decision} ngày {day}.") if decision.is_outside else _("Đã ban hành {decision} ngày {day}.")
    )
    messages.success(request, sentence.format(decision=decision, day=vietnamese.format_date(decision.signed_on)))
    return redirect(decision)


def issue_sentence(decision: Decision, number: str = "", day: date | None = None) -> str:
    """Return what issuing means, in numbers; number and day not typed yet are "…"."""
    written = Decision(unit=decision.unit, organ=decision.organ, number=number).written_number
    sentence = _(
        "Ban hành Quyết định số {number} ngày {day}: {named}. Từ lúc này có sổ khen thưởng, bằng, giấy khen. "
        "Sau khi ban hành không sửa được; sai sót phải có quyết định đính chính."
    )
    if not decision.is_award:
        sentence = _(
            "Ban hành Quyết định số {number} ngày {day}: {named}. Từ lúc này sổ khen thưởng ghi theo quyết định này. "
            "Sau khi ban hành không sửa được; sai sót phải có quyết định đính chính."
        )
    if decision.is_outside:
        sentence = _(
            "Ghi nhận Quyết định số {number} ngày {day} của {organ}: {named}. "
            "Sau khi ghi nhận không sửa được; sai sót phải có quyết định đính chính."
        )
    day_text = vietnamese.format_date(day) if day else "…"
    return sentence.format(number=written or "…", day=day_text, organ=decision.organ, named=_named(decision))


def _named(decision: Decision) -> str:
    return how_many(*decision_page.named_counts(decision))


def _page(request: HttpRequest, decision: Decision, form: RegistrationForm, title: str) -> HttpResponse:
    typed = getattr(form, "cleaned_data", {})
    context = {
        "decision": decision,
        "subject": decision_page.subject(decision),
        "form": form,
        "problems": error_summary(form),
        "title": title,
        "sentence": issue_sentence(decision, typed.get("number", ""), typed.get("dated_on")),
        "seen": decision.sha256 or str(decisions.count_of(decision)),
        "breadcrumb": trail(decision, (title, "")),
    }
    return render(request, "awards/decision/register_form.html", context)
