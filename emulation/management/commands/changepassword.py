"""`manage.py changepassword` sets a person's password, which they have to change at their next sign-in.

It takes the place of Django's command of this name, after which somebody else would know the password for good.
"""

from __future__ import annotations

import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from units.actions.passwords import set_password
from units.models import User


class Command(BaseCommand):
    help = "Đặt mật khẩu cho một người; lần đăng nhập sau người ấy phải tự đổi."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="tên đăng nhập")

    def handle(self, *args: Any, **options: Any) -> None:
        person = User.objects.filter(username=options["username"]).first()
        if person is None:
            raise CommandError(_("Không có tên đăng nhập này."))
        typed = getpass.getpass(_("Mật khẩu mới: "))
        if typed != getpass.getpass(_("Nhập lại mật khẩu mới: ")):
            raise CommandError(_("Hai lần nhập mật khẩu khác nhau."))
        try:
            validate_password(typed, person)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        set_password(person, typed, by=None)
        self.stdout.write(_("Đã đặt mật khẩu cho {name}; lần đăng nhập sau phải tự đổi.").format(name=person))
