"""The forms to sign in and to choose the unit one acts for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from foundation.forms.fields import CleanText, TickField, field_of
from foundation.forms.unsent import OWN
from units.acting import Acting
from units.models import User
from units.models.sign_in_code import looks_like_code


class LoginName(CleanText, UsernameField):
    """A username cleaned as stored ones are: NFC, without invisible characters."""


SHARED_LABEL = _("Máy dùng chung")
SHARED_HELP = _("Đóng trình duyệt là hết phiên làm việc; không để lại bản nháp nào trên máy này.")


class LoginForm(AuthenticationForm):
    username = LoginName(widget=forms.TextInput(attrs={"autofocus": True}))
    shared = TickField(label=SHARED_LABEL, help_text=SHARED_HELP)
    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": _(
            "Tên đăng nhập hoặc mật khẩu chưa đúng. Xin kiểm tra phím Caps Lock và tắt bộ gõ tiếng Việt "
            "khi nhập mật khẩu."
        ),
        "code": _(
            "Ô mật khẩu đang có mã của thư giao tài khoản. Mã không phải mật khẩu: xin nhập ở trang “nhập mã trong "
            "thư” để tự đặt mật khẩu, rồi đăng nhập bằng mật khẩu đó."
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, label in (("username", _("Tên đăng nhập")), ("password", _("Mật khẩu"))):
            self.fields[name].label = label
            self.fields[name].error_messages["required"] = _("Xin nhập ô này.")
            self.fields[name].widget.attrs["class"] = "form-control"

    def get_invalid_login_error(self) -> forms.ValidationError:
        if looks_like_code(self.cleaned_data.get("password", "")):
            return forms.ValidationError(self.error_messages["code"], code="code")
        return super().get_invalid_login_error()


class SignInAgainForm(LoginForm):
    """Signs in on the page of an unsent form; its fields bear names that no other form has."""

    prefix = OWN.rstrip("-")

    @classmethod
    def of(cls, request: HttpRequest, person: int) -> SignInAgainForm:
        """Return the form as posted, or, when its page was not shown yet, a blank one with this person's username."""
        return cls._of(request, person, request.POST if f"{OWN}username" in request.POST else None)

    @classmethod
    def blank(cls, request: HttpRequest, person: int) -> SignInAgainForm:
        """Return the form with this person's username, whatever was posted."""
        return cls._of(request, person, None)

    @classmethod
    def _of(cls, request: HttpRequest, person: int, posted: QueryDict | None) -> SignInAgainForm:
        username = User.objects.filter(pk=person).values_list("username", flat=True).first()
        initial = {"username": username, "shared": f"{OWN}shared" in request.POST}  # as the page of the form was
        form = cls(request, posted, initial=initial)
        form.fields["username"].widget.attrs.pop("autofocus", None)
        form.fields["password"].widget.attrs["autofocus"] = True
        return form


class SwitchForm(forms.Form):
    """Chooses one of the units and areas in which the person holds a current post."""

    unit = forms.ChoiceField(
        label=_("Làm việc với tư cách"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Xin chọn một đơn vị."),
            "invalid_choice": _("Xin chọn một đơn vị trong danh sách."),
        },
    )

    def __init__(self, *args: Any, possible: list[Acting], **kwargs: Any):
        super().__init__(*args, **kwargs)
        field_of(self, "unit", forms.ChoiceField).choices = [
            (acting.key, f"{acting.title}, {acting.unit.name}") for acting in possible
        ]
