"""The base of the commands that draw a page of docs/ from the code: written, or with `--check` only compared."""

from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation


class DrawnPageCommand(BaseCommand, ABC):
    """A command that writes the text of `drawn()` to `page` below docs/; `--check` fails if the page differs."""

    page: str
    requires_system_checks: list[str] = []  # asks neither the database nor the URLs

    @abstractmethod
    def drawn(self) -> str:
        """Return the text of the page."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")
        parser.add_argument("--file", type=Path, default=settings.BASE_DIR / "docs" / self.page)

    def handle(self, *args: Any, check: bool, file: Path, **options: Any) -> None:
        with translation.override("vi"):
            text = self.drawn()
        if not check:
            file.write_text(text, encoding="utf-8")
        elif not file.exists() or file.read_text(encoding="utf-8") != text:
            command = type(self).__module__.rpartition(".")[2]
            raise CommandError(f"{file} is out of date: run manage.py {command}")
