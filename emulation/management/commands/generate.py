"""`manage.py generate province|ten|nation` fills an empty database with fictional unions, sheets and awards."""

import secrets
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from emulation.fictional.generator.build import generate
from emulation.fictional.generator.phases import SHAPES
from emulation.fictional.generator.sizes import SIZES
from emulation.fictional.generator.units import Province
from emulation.fictional.preconditions import refuse_among_units, refuse_in_use
from units.demo_accounts import described_accounts
from units.installation import write_kind
from units.models import InstallationKind


class Command(BaseCommand):
    help = "Nạp dữ liệu lớn, hư cấu, cho một tỉnh, mười tỉnh hoặc cả nước; cùng số gieo thì cùng dữ liệu."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("size", choices=SIZES)
        parser.add_argument("--phases", choices=SHAPES, default="launch", help="Các đợt của phong trào.")
        parser.add_argument("--seed", type=int, default=2015)
        parser.add_argument("--password", help="Mật khẩu chung của bảy tài khoản; mặc định là một mật khẩu ngẫu nhiên.")

    def handle(self, *args: Any, size: str, phases: str, seed: int, password: str | None, **options: Any) -> None:
        refuse_in_use()
        refuse_among_units()
        write_kind(InstallationKind.GENERATED)
        self.began = time.monotonic()
        shared_password = password or secrets.token_urlsafe(12)
        generate(SIZES[size], seed, self.tell, shape=SHAPES[phases], password=shared_password)
        self.stdout.write(_("Đã nạp xong. Tên người, tên đơn vị, số liệu là hư cấu."))
        if not password:
            self.stdout.write(_("Mật khẩu chung, chỉ in ra lần này: ") + shared_password)
        for username, who in described_accounts():
            self.stdout.write(f"  {username:10} {who}")

    def tell(self, province: Province) -> None:
        sentence = _("{seconds:6.0f} giây: {name}, {units} đơn vị")
        seconds = time.monotonic() - self.began
        self.stdout.write(sentence.format(seconds=seconds, name=province.root.name, units=len(province.units)))
        self.stdout.flush()
