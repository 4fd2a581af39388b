"""The form that makes the highest union and the first administrator, with the code that the server prints."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from foundation.forms.fields import ChoiceField, CleanText, NameField, TextField
from units.actions.guessing import ask, failed, succeeded
from units.begin_code import is_begin_code
from units.forms.sign_in import LoginName
from units.models import Unit, User
from units.origin import Origin
from units.rules.guessing import Secret
from units.word_files import NEWEST, board_of, set_choices, word_sets

EMPTY = {"required": _("Xin nhập nội dung này.")}


def _length(model: type[Unit | User], name: str) -> int | None:
    return getattr(model._meta.get_field(name), "max_length", None)


def _password(label: Any, help_text: Any = "") -> forms.CharField:
    box = forms.PasswordInput({"class": "form-control", "autocomplete": "new-password"})
    return forms.CharField(label=label, help_text=help_text, strip=False, widget=box, error_messages=EMPTY)


class BeginForm(forms.Form):
    code = CleanText(
        label=_("Mã dựng cổng"),
        help_text=_("Lệnh cài đặt in ra mã này ở dòng cuối."),
        widget=forms.TextInput({"class": "form-control", "autocomplete": "off"}),
        error_messages=EMPTY,
    )
    name = TextField(
        label=_("Tên ngắn của đơn vị"),
        help_text=_("Ghi trong bảng và danh sách."),
        max_length=_length(Unit, "name"),
    )
    full_name = TextField(
        label=_("Tên đầy đủ của đơn vị"),
        help_text=_("In trên văn bản."),
        max_length=_length(Unit, "full_name"),
    )
    locality = TextField(
        label=_("Địa danh"),
        help_text=_("In trước ngày trên văn bản, ví dụ Lạng Sơn."),
        max_length=_length(Unit, "place"),
    )
    symbol = TextField(
        label=_("Ký hiệu văn bản"),
        initial="LĐLĐ",
        help_text=_("Đứng sau số văn bản, ví dụ 15/QĐ-LĐLĐ."),
        max_length=_length(Unit, "symbol"),
    )
    words = ChoiceField(
        label=_("Tổ chức công đoàn gọi theo"),
        help_text=_("Tên các cấp, loại đơn vị, khối. Ban điều hành sửa được sau này ở trang Điều hành."),
        choices=set_choices,
        initial=NEWEST,
        error_messages=EMPTY,
    )
    board = TextField(label=_("Tên ban điều hành thi đua"), required=False, max_length=120)
    person = NameField(label=_("Họ và tên người quản trị hệ thống"), max_length=_length(User, "full_name"))
    username = LoginName(
        label=_("Tên đăng nhập của người đó"),
        help_text=_("Không dấu, không cách, ví dụ quantri."),
        max_length=_length(User, "username"),
        widget=forms.TextInput({"class": "form-control", "autocomplete": "username"}),
        error_messages=EMPTY,
    )
    password = _password(_("Mật khẩu"), _("Ít nhất 10 ký tự, không phải mật khẩu ai cũng đoán được."))
    again = _password(_("Gõ lại mật khẩu"))

    def __init__(self, *args: Any, origin: Origin, **kwargs: Any):
        super().__init__(*args, **kwargs)
        names = _(" hoặc ").join(f"“{board_of(year)}”" for year in word_sets())
        self.fields["board"].help_text = _("Bỏ trống thì gọi như cách gọi đã chọn: {names}.").format(names=names)
        self.origin = origin

    def clean_code(self) -> str:
        attempt = ask(Secret.BEGIN, "", self.origin)
        if not is_begin_code(self.cleaned_data["code"]):
            failed(attempt)
            raise ValidationError(_("Mã chưa đúng. Xin chép lại mã từ dòng cuối của lệnh cài đặt."))
        succeeded(attempt)
        return ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        password = cleaned.get("password")
        if password and "again" in cleaned and password != cleaned["again"]:
            self.add_error("again", _("Hai lần gõ mật khẩu khác nhau."))
        elif password:
            try:
                validate_password(
                    password, User(username=cleaned.get("username", ""), full_name=cleaned.get("person", ""))
                )
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned
