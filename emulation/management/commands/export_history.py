"""`manage.py export_history` writes the whole history with its seals; `scripts/verify-history` verifies the file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from units.actions.history_exports import note_export
from units.history_export import csv_lines, json_lines
from units.models import Event, Unit


class Command(BaseCommand):
    help = "Xuất toàn bộ nhật ký kèm niêm phong (jsonl), hoặc thành bảng để đọc (csv)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=("jsonl", "csv"), default="jsonl", help="Dạng tệp")
        parser.add_argument("--to", type=Path, help="Tệp để ghi; không có thì in ra")

    def handle(self, *args: Any, to: Path | None, **options: Any) -> None:
        kind = options["format"]
        root = Unit.objects.filter(parent=None).order_by("path").first()
        if root is None:
            raise CommandError(_("Cổng chưa có đơn vị nào."))
        note_export(kind, by=None, unit=root)
        pieces = csv_lines(Event.objects.all()) if kind == "csv" else json_lines(Event.objects.all(), whole=True)
        if to is None:
            for piece in pieces:
                sys.stdout.buffer.write(piece)
            return
        to.touch(0o600, exist_ok=False)
        with to.open("wb") as file:
            file.writelines(pieces)
        self.stdout.write(_("Đã ghi {file}.").format(file=to))
