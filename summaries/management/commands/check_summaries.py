"""`manage.py check_summaries` names the final summaries that no act made final, and ends with 1 if there are any."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from summaries.final_proof import final_faults


class Command(BaseCommand):
    help = "So các báo cáo đã chốt với mã kiểm tra và nhật ký; nêu từng báo cáo không khớp."

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for sentence in final_faults():
            count += 1
            self.stdout.write(sentence)
        if count:
            raise CommandError(_("Có {n} chỗ không khớp.").format(n=count))
        self.stdout.write(_("Các báo cáo đã chốt khớp nhật ký."))
