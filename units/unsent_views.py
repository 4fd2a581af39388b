"""Answers to forms that come back without a session, in another person's session, while another unit is acted for, or
when their act needs the password again.

Their mark (foundation/forms/mark.py) says for whom and for which unit the page was made. Nothing typed is lost, and
nothing is done for another person or unit than the page said.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from foundation.forms.autosave import saves_itself
from foundation.forms.mark import Mark, posted_mark
from foundation.forms.unsent import OWN, UnsentForm, without_own
from foundation.too_many_tries import TooManyTries
from foundation.vietnamese import format_moment
from units import provider
from units.acting import Acting, choices
from units.acting_request import acting_of, user_of
from units.actions.form_drafts import drop_draft
from units.ended_posts import ended_post_sentence
from units.forms.password_again import PasswordAgainForm
from units.forms.second_factor import SecondStepForm
from units.forms.sign_in import SignInAgainForm
from units.middleware import act_for
from units.models import User
from units.password_again import ANSWERED_WITH_FILE, needs_password, note_password
from units.second_factor import has_factor
from units.second_step import SecondStep, waiting_step
from units.sign_in import finish_sign_in, sign_in

NOTHING_TYPED = ("logout", "switch")  # forms in which nothing is typed, sent for whatever unit
MAY_BE_LATER = ("password", "logout")  # all that is left to whose password somebody else set
DRAFT = f"{OWN}draft"  # hidden in a form that has a draft (static/js/drafts.js)
STEP = OWN.rstrip("-")  # prefix of the second step's fields
SWITCH = f"{OWN}switch"  # the button that acts for the unit of the page again


class SignedIn(LoginRequiredMiddleware):
    """Leads the signed-out to the sign-in, except with a marked form: that is answered with the sign-in beside it."""

    def process_view(self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any) -> Any:
        name = request.resolver_match.url_name if request.resolver_match else None
        if isinstance(request.user, User) and request.user.must_change_password and name not in MAY_BE_LATER:
            return redirect("password")
        mark = (
            posted_mark(request) if getattr(view_func, "login_required", True) and name not in NOTHING_TYPED else None
        )
        if mark is None:
            return super().process_view(request, view_func, view_args, view_kwargs) or password_given(request)
        answer = signed_in_as_marked(request, mark) or acting_as_marked(request, mark) or password_given(request)
        if DRAFT in request.POST:
            vars(request)["draft_sent"] = mark
        request.POST = without_own(request.POST)
        return answer

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Drop the draft of a form that was sent and taken: what it led to is a page of its own."""
        mark = getattr(request, "draft_sent", None)
        if mark and response.status_code == HTTPStatus.FOUND:
            drop_draft(mark)
        return response


def signed_in_as_marked(request: HttpRequest, mark: Mark) -> HttpResponseBase | None:
    """Return None when the person of the mark is signed in, or signs in with this form; else the answer."""
    if isinstance(request.user, User):
        return None if request.user.pk == mark.person else someone_elses(request)
    step = waiting_step(request)
    if step and step.person.pk == mark.person and f"{OWN}one_time_password" in request.POST:
        return proved_as_marked(request, mark, step)
    form = SignInAgainForm.of(request, mark.person)
    try:
        signed_in = form.is_valid()
    except TooManyTries as error:  # what was typed in the form stays on the page, only the sign-in waits
        return paused_sign_in(request, SignInAgainForm.blank(request, mark.person), error)
    if not signed_in:
        return sign_in_page(request, form, 401 if saves_itself(request) else 200)
    person = form.get_user()
    if person.pk != mark.person:
        return someone_elses(request)
    sign_in(request, person, shared=form.cleaned_data["shared"], then=mark.address)
    if not isinstance(request.user, User):
        return second_step_page(request, person)
    return acting_after_sign_in(request, mark, person)


def acting_after_sign_in(request: HttpRequest, mark: Mark, person: User) -> HttpResponse | None:
    """Return None when who has just signed in acts for the unit of the mark; else the answer."""
    if person.must_change_password:
        return must_change_first(request)
    act_for(request, mark.acting)
    return None


def proved_as_marked(request: HttpRequest, mark: Mark, step: SecondStep) -> HttpResponseBase | None:
    """Return None when the second step is taken with this form; else the answer."""
    form = SecondStepForm(request.POST, request=request, person=step.person, prefix=STEP)
    try:
        proved = has_factor(step.person) and form.is_valid()
    except TooManyTries as error:
        return paused_sign_in(request, SecondStepForm(request=request, person=step.person, prefix=STEP), error)
    if not proved:
        return second_step_page(request, step.person, form)
    finish_sign_in(request, step, proved=True)
    return acting_after_sign_in(request, mark, step.person)


def acting_as_marked(request: HttpRequest, mark: Mark) -> HttpResponseBase | None:
    """Return None when the unit of the mark is acted for, or is chosen again with this form; else the answer."""
    acting = acting_of(request)
    if not mark.acting or (acting and acting.key == mark.acting):
        return None
    marked = next((choice for choice in choices(user_of(request)) if choice.key == mark.acting), None)
    if marked is None:
        return post_ended(request, mark)
    if SWITCH not in request.POST:
        return other_unit(request, marked, acting)
    act_for(request, mark.acting)
    return None


def password_given(request: HttpRequest) -> HttpResponseBase | None:
    """Return None unless the act needs the password again and this form does not bring it; else the answer."""
    if not needs_password(request):
        return None
    form = _password_form(request, request.POST if f"{OWN}password" in request.POST else None)
    try:
        given = form.is_valid()
    except TooManyTries as error:
        return paused_sign_in(request, _password_form(request), error)
    if not given:
        return password_page(request, form)
    request.session.cycle_key()
    note_password(request)
    return None


def _password_form(request: HttpRequest, posted: QueryDict | None = None) -> PasswordAgainForm:
    """Return the form on the page of an unsent one; its field bears a name that no other form has."""
    form = PasswordAgainForm(posted, request=request, person=user_of(request), prefix=OWN.rstrip("-"))
    form.fields["password"].widget.attrs["autofocus"] = True
    return form


def sign_in_page(request: HttpRequest, form: SignInAgainForm, status: int = 200) -> HttpResponse:
    context = {
        "title": _("Chưa gửi được, nội dung vẫn còn"),
        "sentence": _("Phiên làm việc đã hết nên chưa ghi gì. Nội dung vừa nhập vẫn còn; đăng nhập lại là gửi tiếp."),
        "sign_in": form,
        "button": _("Đăng nhập và gửi tiếp"),
        "provider": provider.name(),
        "provider_url": reverse("provider"),
    }
    return unsent_page(request, context, status)


def must_change_first(request: HttpRequest) -> HttpResponse:
    """Answer who signed in beside a form with a password that somebody else set."""
    sentence = _(
        "Mật khẩu vừa dùng do người khác đặt, phải đổi trước khi làm việc. Nội dung vẫn còn ở đây: xin mở trang Đổi "
        "mật khẩu ở thẻ khác của trình duyệt, đổi xong quay lại bấm “Gửi lại”."
    )
    context = {"title": _("Chưa gửi được, nội dung vẫn còn"), "sentence": sentence, "button": _("Gửi lại")}
    return unsent_page(request, context, 403)


def paused_sign_in(
    request: HttpRequest, form: SignInAgainForm | PasswordAgainForm | SecondStepForm, error: TooManyTries
) -> HttpResponse:
    sentence = _(
        "Đã nhập sai nhiều lần nên cổng tạm ngừng nhận mật khẩu và mã. "
        "Nội dung vừa nhập vẫn còn; xin thử lại lúc {moment}."
    )
    context = {
        "title": _("Chưa gửi được, nội dung vẫn còn"),
        "sentence": sentence.format(moment=format_moment(error.moment)),
        "sign_in": form,
        "button": _("Đăng nhập và gửi tiếp"),
    }
    if isinstance(form, PasswordAgainForm):
        context |= {"button": _("Nhập và gửi tiếp"), "back_url": page_of_form(request)}
    response = unsent_page(request, context, 429)
    response["Retry-After"] = str(error.seconds)
    return response


def password_page(request: HttpRequest, form: PasswordAgainForm) -> HttpResponse:
    sentence = _(
        "Việc này cần mật khẩu nhập trong {n} phút gần đây, để người khác không làm thay trên máy đang mở. Chưa ghi "
        "gì; nội dung vừa nhập vẫn còn."
    )
    sentences = [sentence.format(n=settings.PASSWORD_MINUTES)]
    if request.resolver_match and request.resolver_match.view_name in ANSWERED_WITH_FILE:
        sentences.append(_("Tệp tải về xong thì việc đã làm xong: xin bấm “Quay lại, không gửi”, đừng gửi lần nữa."))
    context = {
        "title": _("Xin nhập lại mật khẩu"),
        "sentence": " ".join(sentences),
        "sign_in": form,
        "button": _("Nhập và gửi tiếp"),
        "provider": provider.name(),
        "provider_url": reverse("provider_again"),
        "back_url": page_of_form(request),
    }
    return unsent_page(request, context, 401 if saves_itself(request) else 200)


def page_of_form(request: HttpRequest) -> str:
    """Return the address of the page that the form was on, by its mark; that of the first page for any other host."""
    mark = posted_mark(request)
    return mark.address if mark and url_has_allowed_host_and_scheme(mark.address, None) else reverse("home")


def second_step_page(request: HttpRequest, person: User, form: SecondStepForm | None = None) -> HttpResponse:
    """Ask for the second step beside the form, or say where to set up what is asked for."""
    context: dict[str, Any] = {"title": _("Chưa gửi được, nội dung vẫn còn")}
    if not has_factor(person):
        context |= {
            "sentence": _(
                "Vai trò này phải có xác thực hai bước. Nội dung vừa nhập vẫn còn: xin mở trang thiết lập ở thẻ khác, "
                "làm xong rồi quay lại đây bấm “Gửi lại”."
            ),
            "link": reverse("second_step"),
            "link_words": _("Mở trang thiết lập"),
            "button": _("Gửi lại"),
        }
        return unsent_page(request, context, 401 if saves_itself(request) else 200)
    context |= {
        "sentence": _("Mật khẩu đúng. Nội dung vừa nhập vẫn còn; xin xác thực bước hai là gửi tiếp."),
        "sign_in": form or SecondStepForm(request=request, person=person, prefix=STEP),
        "button": _("Xác thực và gửi tiếp"),
    }
    return unsent_page(request, context, 401 if saves_itself(request) else 200)


def other_unit(request: HttpRequest, marked: Acting, acting: Acting | None) -> HttpResponse:
    sentence = _("Trang này mở khi làm việc cho {page}; nay đang làm việc cho {now}, nên chưa ghi gì.")
    context = {
        "title": _("Đang làm việc cho đơn vị khác"),
        "sentence": sentence.format(page=marked.unit.name, now=acting.unit.name if acting else _("đơn vị khác")),
        "button": _("Chuyển sang làm việc cho {unit} và gửi lại").format(unit=marked.unit.name),
        "button_name": SWITCH,
    }
    return unsent_page(request, context, 409)


def post_ended(request: HttpRequest, mark: Mark) -> HttpResponse:
    context = {
        "title": _("Phân công đã kết thúc"),
        "sentence": ended_post_sentence(user_of(request), mark.acting),
        "button": _("Gửi lại"),
        "quiet": True,
    }
    return unsent_page(request, context, 403)


def unsent_page(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    """Show an unsent form; what it holds is not kept by the browser."""
    response = render(request, "unsent.html", {"unsent": UnsentForm.of(request), **context}, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def someone_elses(request: HttpRequest) -> HttpResponse:
    """Answer a form whose page was made for another person than who is signed in: nothing of its text is shown."""
    return render(request, "unsent_of_another.html", status=403)
