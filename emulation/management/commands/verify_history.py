"""`manage.py verify_history` compares the whole history with its seals, and names the first place that was altered."""

from __future__ import annotations

import re
from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from foundation.vietnamese import format_number
from units.sealing import verify


def kept_elsewhere(typed: str) -> tuple[int, str]:
    """Return the number and the digest of "57:3fa9…", of which the first twelve digits are enough."""
    if match := re.fullmatch(r"([1-9][0-9]{0,8}):([0-9a-f]{12,64})", typed.strip().lower()):
        return int(match[1]), match[2]
    raise ArgumentTypeError(_("Xin ghi số niêm phong và mã kiểm tra, ít nhất 12 chữ số đầu, ví dụ 57:3fa9c01b77de."))


class Command(BaseCommand):
    help = "Đối chiếu toàn bộ nhật ký với các niêm phong; chỉ ra chỗ đầu tiên đã bị sửa."

    def add_arguments(self, parser: CommandParser) -> None:
        help_text = "Số và mã của một niêm phong đã chép ra nơi khác; ghi được nhiều lần"
        parser.add_argument("--expect", type=kept_elsewhere, action="append", default=[], help=help_text)

    def handle(self, *args: Any, expect: list[tuple[int, str]], **options: Any) -> None:
        history = verify(dict(expect))
        if history.broken:
            raise CommandError(history.broken)
        line = _("Nhật ký nguyên vẹn: {events} sự việc, {seals} niêm phong; {unsealed} sự việc mới chưa niêm phong.")
        numbers = {"events": history.events, "seals": history.seals, "unsealed": history.unsealed}
        self.stdout.write(line.format(**{name: format_number(number) for name, number in numbers.items()}))
        if history.last:
            self.stdout.write(_("Niêm phong cuối: ") + f"{history.seals}:{history.last}")
