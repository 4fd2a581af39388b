"""The forms of a new account, and of handing posts to a successor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation import clock, vietnamese
from foundation.forms.fields import DateField, NameField, TextField, TickField, field_of, select
from units.forms.choices import PersonChoiceField, UnitChoiceField
from units.forms.contacts import mail_field
from units.models import Post, Role, Unit, User

GIVEN_HERE = [role for role in Role if role not in (Role.DESK, Role.INSPECTOR)]
"""Desks are given with their area, inspections need a scope and an end: both on pages of their own."""
USERNAME_HELP = gettext_lazy("Để trống thì cổng tự đặt từ họ tên. Chữ, số và các dấu @ . + - _; không có dấu cách.")


class PersonFields(forms.Form):
    """A new person: name, telephone, address for mail."""

    full_name = NameField(label=gettext_lazy("Họ và tên"), max_length=120)
    phone = TextField(label=gettext_lazy("Điện thoại"), max_length=30, required=False)
    email = mail_field(gettext_lazy("Thư điện tử"))

    def person(self) -> User:
        """Return the person as typed, not saved."""
        typed = self.cleaned_data
        return User(full_name=typed["full_name"], phone=typed["phone"], email=typed["email"])


class NewAccountForm(PersonFields):
    """A person, their account and their first post."""

    username = TextField(
        label=gettext_lazy("Tên đăng nhập"), max_length=150, required=False, help_text=USERNAME_HELP, printed=False
    )
    unit = UnitChoiceField(Unit.objects.none(), label=gettext_lazy("Đơn vị"), empty_label=gettext_lazy("Chọn…"))
    role = forms.ChoiceField(
        label=gettext_lazy("Vai trò"),
        widget=select(),
        choices=[("", gettext_lazy("Chọn…")), *((role.value, role.label) for role in GIVEN_HERE)],
        error_messages={"required": gettext_lazy("Xin chọn một mục.")},
    )
    since = DateField(label=gettext_lazy("Từ ngày"), initial=clock.today)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any):
        super().__init__(*args, **kwargs)
        field_of(self, "unit", UnitChoiceField).queryset = units

    def clean_username(self) -> str:
        """Refuse a name that cannot be signed in with, and one that looks like another."""
        username = User.normalize_username(self.cleaned_data["username"])
        if not username:
            return ""
        for validator in User._meta.get_field("username").validators:
            validator(username)
        if vietnamese.appearance_key(username) in map(
            vietnamese.appearance_key, User.objects.values_list("username", flat=True)
        ):
            raise forms.ValidationError(_("Tên đăng nhập này đã có người dùng."))
        return username

    def person(self) -> User:
        person = super().person()
        person.username = self.cleaned_data["username"]
        return person

    def post(self) -> Post:
        typed = self.cleaned_data
        return Post(unit=typed["unit"], role=typed["role"], since=typed["since"])


class SuccessorForm(PersonFields):
    """Which posts go to whom: to somebody with an account, or to a new person, whom only administrators may add.

    `asks_for_drafts`: the person holds two posts at one place, of which one may stay.
    """

    posts = forms.MultipleChoiceField(
        label=gettext_lazy("Phân công bàn giao"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Xin chọn phân công bàn giao.")},
    )
    successor = PersonChoiceField(
        User.objects.none(),
        label=gettext_lazy("Người nhận đã có tài khoản"),
        required=False,
        empty_label=gettext_lazy("(người mới, ghi ở dưới)"),
    )
    with_drafts = TickField(
        label=gettext_lazy("Giao cả bản nháp đang gõ dở ở nơi người bàn giao còn giữ phân công khác")
    )
    ends_account = TickField(
        label=gettext_lazy("Thôi dùng tài khoản của người bàn giao, nếu không còn phân công nào"), initial=True
    )
    field_order = ("posts", "successor", "full_name", "phone", "email", "with_drafts", "ends_account")

    def __init__(
        self,
        *args: Any,
        posts: list[Post],
        people: QuerySet[User],
        manages: bool,
        asks_for_drafts: bool = False,
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.held = {str(post.pk): post for post in posts}
        chosen = field_of(self, "posts", forms.MultipleChoiceField)
        chosen.choices = [(pk, f"{post.title}, {post.unit.name}") for pk, post in self.held.items()]
        chosen.initial = list(self.held)
        if not asks_for_drafts:
            del self.fields["with_drafts"]
        field = field_of(self, "successor", PersonChoiceField)
        field.queryset = people
        self.fields["full_name"].required = False
        self.fields["full_name"].label = _("Người mới: họ và tên")
        self.fields["phone"].label = _("Người mới: điện thoại")
        self.fields["email"].label = _("Người mới: thư điện tử")
        if not manages:
            for name in ("full_name", "phone", "email", "ends_account"):
                del self.fields[name]
            field.required, field.empty_label = True, _("Chọn…")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "full_name" in self.fields and not self.errors:
            if not cleaned.get("successor") and not cleaned["full_name"]:
                self.add_error("successor", _("Xin chọn người nhận, hoặc ghi họ tên người mới."))
            if cleaned.get("successor") and cleaned["full_name"]:
                self.add_error("full_name", _("Đã chọn người có tài khoản: xin để trống phần người mới."))
        return cleaned

    def chosen_posts(self) -> list[Post]:
        return [self.held[pk] for pk in self.cleaned_data["posts"]]

    def receiver(self) -> User:
        """Return who takes over: the chosen person, or the new one, not saved."""
        person: User | None = self.cleaned_data["successor"]
        return person or self.person()
