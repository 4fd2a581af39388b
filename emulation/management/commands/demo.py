"""`manage.py demo` loads the fictional units, people and filings, in DEBUG only."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from emulation.fictional.demo.build import build
from emulation.fictional.preconditions import refuse_among_units, refuse_in_use
from units.demo_accounts import PASSWORD, demo_accounts
from units.installation import write_kind
from units.models import InstallationKind, Unit


class Command(BaseCommand):
    help = "Nạp dữ liệu minh họa; đã có phong trào 2015 thì không làm gì."

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_in_use()
        if Campaign.objects.alive().filter(slug="2015").exists():
            self.stdout.write(_("Đã có phong trào 2015; dữ liệu minh họa giữ nguyên."))
        else:
            self.load()
        self.tell_accounts()

    def load(self) -> None:
        refuse_among_units()
        write_kind(InstallationKind.DEMO)
        build()
        sentence = _("Đã nạp dữ liệu minh họa: {units} đơn vị. Tên người, tên đơn vị, số liệu là hư cấu.")
        self.stdout.write(sentence.format(units=Unit.objects.count()))
        self.stdout.write(_("Hạn đăng ký, hạn báo cáo do bản minh họa tự đặt; văn bản phát động không quy định."))

    def tell_accounts(self) -> None:
        """Print the accounts that the public password opens: none in a database that `generate` filled."""
        accounts = demo_accounts()
        if accounts:
            self.stdout.write("\n" + _("Tài khoản minh họa, mật khẩu chung: ") + PASSWORD)
        for username, who in accounts:
            self.stdout.write(f"  {username:10} {who}")
