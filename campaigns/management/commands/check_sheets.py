"""`manage.py check_sheets` names the rows of submissions that their contents do not bear, and ends with 1 if any."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from campaigns.sheet_proof import sheet_faults


class Command(BaseCommand):
    help = "So từng dòng số liệu của các bản đã gửi với nội dung đã gửi và nhật ký; nêu từng dòng không khớp."

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for sentence in sheet_faults():
            count += 1
            self.stdout.write(sentence)
        if count:
            raise CommandError(_("Có {n} chỗ không khớp.").format(n=count))
        self.stdout.write(_("Các bản đã gửi khớp nội dung và nhật ký."))
