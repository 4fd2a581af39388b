"""`manage.py check_register` names the rows of the register that no act wrote, and ends with 1 if there are any."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from awards.rules.register_proof import register_faults


class Command(BaseCommand):
    help = "So sổ khen thưởng với các quyết định đã ban hành và nhật ký; nêu từng dòng không khớp."

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for sentence in register_faults():
            count += 1
            self.stdout.write(sentence)
        if count:
            raise CommandError(_("Có {n} chỗ không khớp.").format(n=count))
        self.stdout.write(_("Sổ khen thưởng khớp các quyết định đã ban hành."))
