"""`manage.py prune` deletes what was kept for its days; `--dry-run` only counts it. The tick does it once a day."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from foundation.vietnamese import format_number
from units.installation import refuse_fictional_command
from units.personal.retention import KINDS, counts_due, prune


class Command(BaseCommand):
    help = "Xóa dữ liệu đã hết hạn giữ (thư, bản nháp, mã, việc nền, phiên); --dry-run: chỉ đếm."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Chỉ đếm, không xóa gì")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        refuse_fictional_command()
        counts = counts_due() if dry_run else prune()
        words = _("sẽ xóa {n}") if dry_run else _("đã xóa {n}")
        for kind in KINDS:
            days = getattr(settings, kind.setting) if kind.setting else 0
            kept = _("giữ {n} ngày").format(n=days) if kind.setting else _("đến khi hết hạn")
            self.stdout.write(f"{kind.label} ({kept}): {words.format(n=format_number(counts[kind.key]))}")
