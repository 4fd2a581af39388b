"""`manage.py load_set FILE` adds a year's set of words or of rules, such as units/data/words-2026.toml."""

from __future__ import annotations

import tomllib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import DataError

from units.actions.word_sets import load_rules, load_words
from units.models import Unit


class Command(BaseCommand):
    help = "Nạp một bộ tên gọi hoặc quy định từ tệp. Nạp lại tệp đó không thêm gì."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="ví dụ units/data/words-2026.toml, units/data/rules-2026.toml")
        parser.add_argument("--root", help="tên đơn vị cao nhất dùng bộ tên gọi, khi cổng có nhiều hơn một")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = tomllib.loads(options["file"].read_text(encoding="utf-8"))
            added = load_rules(content) if "rules" in content else load_words(_root(options["root"]), content)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except KeyError as error:
            raise CommandError(f"Tệp thiếu: {error}") from error
        except (OSError, ValueError, TypeError, DataError) as error:  # ValueError: also of TOML and of the encoding
            raise CommandError(f"Không đọc được tệp: {error}") from error
        self.stdout.write(f"Đã thêm {added} dòng.")


def _root(name: str | None) -> Unit:
    """Return the root union of this name, or the only one. Raises CommandError."""
    roots = Unit.objects.filter(parent=None)
    try:
        return roots.get(name=name) if name else roots.get()
    except (Unit.DoesNotExist, Unit.MultipleObjectsReturned) as error:
        names = ", ".join(roots.values_list("name", flat=True))
        raise CommandError(f"Xin ghi --root: một trong {names}.") from error
