"""`manage.py demo`: the fictional units, people and filings, in DEBUG only."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from emulation.demo.build import build
from units.models import Unit


class Command(BaseCommand):
    help = "Nạp dữ liệu minh họa; đã có phong trào 2015 thì không làm gì."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(_("Dữ liệu minh họa chỉ nạp được khi DEBUG=1."))
        if Campaign.objects.filter(slug="2015").exists():
            self.stdout.write(_("Đã có phong trào 2015; dữ liệu minh họa giữ nguyên."))
            return
        if Unit.objects.exists():
            raise CommandError(_("Cơ sở dữ liệu đã có đơn vị; không trộn với dữ liệu minh họa."))
        build()
        sentence = _("Đã nạp dữ liệu minh họa: {units} đơn vị. Tên người, tên đơn vị, số liệu là hư cấu.")
        self.stdout.write(sentence.format(units=Unit.objects.count()))
        self.stdout.write(_("Hạn đăng ký, hạn báo cáo do bản minh họa tự đặt; văn bản phát động không quy định."))
