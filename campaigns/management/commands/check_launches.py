"""`manage.py check_launches` names what campaigns say past their version in force, and ends with 1 if there is any."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from campaigns.launch_proof import launch_faults


class Command(BaseCommand):
    help = "So các phong trào đã công bố với bản phát động và nội dung hỏi đang có hiệu lực; nêu từng chỗ không khớp."

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for sentence in launch_faults():
            count += 1
            self.stdout.write(sentence)
        if count:
            raise CommandError(_("Có {n} chỗ không khớp.").format(n=count))
        self.stdout.write(_("Các phong trào đã công bố khớp bản đang có hiệu lực."))
