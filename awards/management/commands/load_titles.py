"""`manage.py load_titles` loads the catalogue of titles of a year for the unit whose Board keeps it."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from awards.catalogue_import import TITLES, load_titles
from campaigns.management.commands.load_campaign import launching_unit
from foundation.toml_schema import BadFile


class Command(BaseCommand):
    help = "Nạp danh mục danh hiệu, hình thức khen thưởng từ tệp TOML; mã đã có thì giữ nguyên."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--file", type=Path, default=TITLES, help="tệp danh mục; không ghi thì lấy của năm 2015")
        parser.add_argument("--unit", required=True, help="mã số hoặc tên đơn vị giữ danh mục")

    def handle(self, *args: Any, file: Path, unit: str, **options: Any) -> None:
        keeper = launching_unit(unit)
        try:
            count = load_titles(keeper, file)
        except BadFile as error:
            raise CommandError("\n".join(error.sentences)) from error
        self.stdout.write(
            _("Đã nạp {n} danh hiệu, hình thức vào danh mục của {unit}.").format(n=count, unit=keeper.name)
        )
