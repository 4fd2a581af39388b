"""`manage.py generate province|ten|nation`: an empty database filled with fictional unions, sheets and awards."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from emulation.demo.refusing import refuse_among_units, refuse_in_use
from emulation.generator.build import generate
from emulation.generator.sizes import SIZES
from emulation.generator.units import Province
from units.demo_accounts import PASSWORD, demo_accounts


class Command(BaseCommand):
    help = "Nạp dữ liệu lớn, hư cấu, cho một tỉnh, mười tỉnh hoặc cả nước; cùng số gieo thì cùng dữ liệu."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("size", choices=SIZES)
        parser.add_argument("--seed", type=int, default=2015)

    def handle(self, *args: Any, size: str, seed: int, **options: Any) -> None:
        refuse_in_use()
        refuse_among_units()
        self.began = time.monotonic()
        generate(SIZES[size], seed, self.tell)
        self.stdout.write(_("Đã nạp xong. Tên người, tên đơn vị, số liệu là hư cấu. Mật khẩu chung: ") + PASSWORD)
        for username, who in demo_accounts():
            self.stdout.write(f"  {username:10} {who}")

    def tell(self, province: Province) -> None:
        sentence = _("{seconds:6.0f} giây: {name}, {units} đơn vị")
        seconds = time.monotonic() - self.began
        self.stdout.write(sentence.format(seconds=seconds, name=province.root.name, units=len(province.units)))
        self.stdout.flush()
