"""`manage.py begin` makes the first union, names its Board and gives the first administrator an account and a post."""

from __future__ import annotations

import secrets
import sys
from getpass import getpass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils.translation import gettext as _

from units.actions.beginning import begin, has_begun
from units.begin_code import begin_code
from units.word_files import NEWEST, board_of, set_choices

QUESTIONS = {
    "name": "Tên ngắn của đơn vị, ghi trong bảng và danh sách",
    "full_name": "Tên đầy đủ của đơn vị, in trên văn bản",
    "place": "Địa danh in trước ngày trên văn bản, ví dụ Lạng Sơn",
    "words": "Tổ chức công đoàn gọi theo: {choices}",
    "board": "Ban điều hành thi đua",
    "person": "Họ và tên người quản trị hệ thống",
    "username": "Tên đăng nhập của người đó",
}


class Command(BaseCommand):
    help = "Dựng cổng trên cơ sở dữ liệu trống: đơn vị cao nhất, Ban điều hành, người quản trị đầu tiên."

    def add_arguments(self, parser: CommandParser) -> None:
        for name in QUESTIONS:
            parser.add_argument(f"--{name.replace('_', '-')}", help=_question(name))
        parser.add_argument("--code", action="store_true", help="In địa chỉ và mã của trang dựng cổng, chưa dựng gì")
        parser.add_argument("--symbol", default="LĐLĐ", help="Ký hiệu văn bản; không ghi thì LĐLĐ")

    def handle(self, *args: Any, symbol: str, code: bool, **options: Any) -> None:
        if has_begun():
            raise CommandError(_("Cổng đã có đơn vị cao nhất; chỉ dựng một lần. Các việc khác làm ở trang Điều hành."))
        if code:
            page = settings.PORTAL_URL + reverse("begin")
            sentence = _("Dựng cổng: mở {page} và nhập mã {code}")
            self.stdout.write(sentence.format(page=page, code=begin_code()))
            return
        asks = sys.stdin.isatty()
        answers: dict[str, str] = {}
        for name in QUESTIONS:
            answers[name] = self.answer(name, options[name], usual=_usual(name, answers), asks=asks)
        if answers["words"] not in dict(set_choices()):
            raise CommandError(_question("words"))
        password, is_random = self.password(asks=asks)
        try:
            union = begin(**answers, symbol=symbol, password=password)
        except ValidationError as error:
            raise CommandError(_sentence(error)) from error
        self.stdout.write(_("Đã dựng cổng của {unit}.").format(unit=union.full_name))
        if is_random:
            self.stdout.write(_("Mật khẩu của {name}, chỉ in ra lần này: ").format(name=answers["username"]) + password)
        page = settings.PORTAL_URL + reverse("first_steps")
        self.stdout.write(_("Tiếp theo: đăng nhập rồi mở {page}").format(page=page))

    def answer(self, name: str, given: str | None, *, usual: str, asks: bool) -> str:
        """Return an option, or what is typed, or what is usual if nothing is. Raises CommandError."""
        if given is None and asks:
            given = input(f"{_question(name)}{f' [{usual}]' if usual else ''}: ")
        if text := (given or "").strip() or usual:
            return text
        raise CommandError(
            _("Còn thiếu: {what}. Xin ghi --{name}.").format(what=_question(name), name=name.replace("_", "-"))
        )

    def password(self, *, asks: bool) -> tuple[str, bool]:
        """Return a password, and whether it is a random one: where nobody can be asked, or who is asked types none."""
        if asks and (typed := getpass(_("Mật khẩu (để trống: cổng đặt một mật khẩu ngẫu nhiên): "))):
            if typed != getpass(_("Gõ lại mật khẩu: ")):
                raise CommandError(_("Hai lần gõ khác nhau; chưa ghi gì."))
            return typed, False
        return secrets.token_urlsafe(12), True


def _question(name: str) -> str:
    return QUESTIONS[name].format(choices="; ".join(f"{year} ({title})" for year, title in set_choices()))


def _usual(name: str, answers: dict[str, str]) -> str:
    """Return what an answer is unless another is given; "" where one must be given."""
    if name == "words":
        return NEWEST
    return board_of(answers["words"]) if name == "board" and answers["words"] in dict(set_choices()) else ""


def _sentence(error: ValidationError) -> str:
    """Return the sentences of an error, each with the option that it is about."""
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    return "\n".join(f"{field}: {' '.join(sentences)}" for field, sentences in error.message_dict.items())
