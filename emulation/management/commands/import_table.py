"""`manage.py import_table KIND FILE --by NAME` says what each row of a file would do; with `--write` it does it."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from foundation.lifecycle import StateConflict
from foundation.tables.old_text import AS_IT_STANDS, ENCODINGS
from units import imports, jobs
from units.access import Forbidden
from units.acting import Acting, acting_as
from units.actions import table_imports
from units.import_lines import line_of, title_of, written_title
from units.installation import refuse_fictional_command
from units.models import Import, ImportKind, ImportState, Job, Role, User

PAUSE = 0.5
"""Seconds between two looks at a job that a worker took."""


def run_to_its_end(job: Job) -> None:
    """Run a job here, or wait for the worker that was quicker to take it."""
    jobs.run(job.pk)
    while Job.objects.open().filter(pk=job.pk).exists():
        time.sleep(PAUSE)
        jobs.run(job.pk)


class Command(BaseCommand):
    help = "So một danh sách (.xlsx, .xls, .ods, .csv) với cổng; có --write thì ghi. Ghi lại tệp đó không thay đổi gì."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=[kind.value for kind in ImportKind], help="danh sách gì")
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, help="tên đăng nhập của Quản trị hệ thống đứng tên")
        parser.add_argument("--write", action="store_true", help="ghi những dòng thêm và sửa")
        parser.add_argument("--encoding", choices=[*ENCODINGS, AS_IT_STANDS], help="phông chữ cũ mà tệp được gõ bằng")

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_fictional_command()
        by = self.acting(options.pop("by"))
        try:
            imported = self.brought_in(by, **options)
            self.tell(imported)
            if options["write"] and imported.count("new", "changed"):
                self.write(imported, by)
        except (ValidationError, StateConflict, Forbidden) as error:
            raise CommandError(" ".join(getattr(error, "messages", [str(error)]))) from error

    def acting(self, username: str) -> Acting:
        try:
            return acting_as(User.objects.get(username=username), Role.ADMINISTRATOR)
        except (User.DoesNotExist, LookupError) as error:
            raise CommandError(_("{name} không phải Quản trị hệ thống.").format(name=username)) from error

    def brought_in(self, by: Acting, *, kind: str, file: Path, encoding: str | None, **_options: Any) -> Import:
        """Return the file as a table whose rows were compared. Raises CommandError where somebody must be asked."""
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(_("Không đọc được tệp: {error}").format(error=error)) from error
        imported = table_imports.bring_in(ImportKind(kind), content, file.name, by=by)
        if encoding:
            table_imports.choose_encoding(imported, encoding, by=by)
        elif imports.workbook_of(imported).old_text:
            raise CommandError(_("Tệp có thể gõ bằng phông chữ cũ. Xin ghi --encoding tcvn3, vni hoặc none."))
        if not imported.is_mapped:
            address = imported.get_absolute_url()
            raise CommandError(_("Chưa nhận ra các cột; xin chọn ở trang {address} của cổng.").format(address=address))
        return imported

    def tell(self, imported: Import) -> None:
        """Print the title of its page, and why rows are not taken."""
        table = imports.table_of(imported)
        self.stdout.write(title_of(imported, table))
        for row in imported.rows.left_over().order_by("pk"):
            self.stdout.write(
                _("Dòng {n}, {name}: {why}").format(n=row.number, name=row.name, why=line_of(row, table).why)
            )

    def write(self, imported: Import, by: Acting) -> None:
        table_imports.write(imported, by=by)
        run_to_its_end(table_imports.latest_job(imported))
        imported.refresh_from_db()
        if imported.state != ImportState.APPLIED:
            raise CommandError(_("Chưa ghi xong; xem trang {address}.").format(address=imported.get_absolute_url()))
        table, outcome = imports.table_of(imported), imported.rows.outcome()
        self.stdout.write(written_title(imported, table, outcome))
        for row in imported.rows.exclude(failure="").order_by("pk"):
            self.stdout.write(_("Dòng {n}, {name}: {why}").format(n=row.number, name=row.name, why=row.failure))
