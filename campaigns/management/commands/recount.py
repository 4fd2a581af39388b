"""`manage.py recount` counts every stored roll-up of confederations again and compares it with the stored one."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from campaigns.progress import rollups
from foundation.vietnamese import format_moment


class Command(BaseCommand):
    help = "Đếm lại mọi số liệu được giữ sẵn cho Tổng Liên đoàn và nói số nào đã khác lần đếm trước."

    def handle(self, *args: Any, **options: Any) -> None:
        for count in rollups.all_rollups():
            last = count.counted_at
            before = rollups.recount(count)
            if last is None:
                what = _("đếm lần đầu")
            elif before == count.value:
                what = _("như lần đếm {when}").format(when=format_moment(last))
            else:
                what = _("đã khác lần đếm {when}").format(when=format_moment(last))
            self.stdout.write(f"{count}: {what}")
