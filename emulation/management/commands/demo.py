"""`manage.py demo` loads the fictional units, people and filings, in DEBUG only."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from emulation.fictional.demo.build import build, build_2026
from emulation.fictional.preconditions import refuse_among_units, refuse_in_use
from units.demo_accounts import PASSWORD, demo_accounts
from units.installation import write_kind
from units.models import InstallationKind, Unit

SCENARIOS = {"2015": build, "2026": build_2026}


class Command(BaseCommand):
    help = "Nạp dữ liệu minh họa của một năm; đã có phong trào của năm đó thì không làm gì."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scenario", choices=SCENARIOS, default="2015", help="năm của dữ liệu minh họa")

    def handle(self, *args: Any, scenario: str, **options: Any) -> None:
        refuse_in_use()
        if Campaign.objects.alive().filter(slug=scenario).exists():
            self.stdout.write(_("Đã có phong trào {year}; dữ liệu minh họa giữ nguyên.").format(year=scenario))
        else:
            self.load(scenario)
        self.tell_accounts()

    def load(self, scenario: str) -> None:
        refuse_among_units()
        write_kind(InstallationKind.DEMO)
        SCENARIOS[scenario]()
        sentence = _("Đã nạp dữ liệu minh họa: {units} đơn vị. Tên người, tên đơn vị, số liệu là hư cấu.")
        self.stdout.write(sentence.format(units=Unit.objects.count()))
        self.stdout.write(_("Hạn đăng ký, hạn báo cáo do bản minh họa tự đặt."))

    def tell_accounts(self) -> None:
        """Print the accounts that the public password opens: none in a database that `generate` filled."""
        accounts = demo_accounts()
        if accounts:
            self.stdout.write("\n" + _("Tài khoản minh họa, mật khẩu chung: ") + PASSWORD)
        for username, who in accounts:
            self.stdout.write(f"  {username:10} {who}")
