"""`manage.py draw_kept_tables` writes docs/kept-tables.md from the registry of tables that the database keeps."""

from collections.abc import Iterator

from django.db.models import Model

from emulation.drawn_page import DrawnPageCommand
from foundation.db.append_only import AppendOnlyTable, columns_of, kept_tables

HEAD = """# What the database keeps, and what of it may still be written

Drawn by `manage.py draw_kept_tables` from `units/append_only.py`, `campaigns/append_only.py`, `awards/append_only.py`
and `summaries/append_only.py`: change those, then draw again. Triggers refuse DELETE, on PostgreSQL TRUNCATE and on
SQLite REPLACE of every table below, and UPDATE of every column of a row but for what is named here. A column that a
migration adds is closed until it is declared open. Why:
[decision 17](decisions/0017-what-is-issued-stays-what-is-undone-reopens.md).
"""


class Command(DrawnPageCommand):
    help = "Vẽ docs/kept-tables.md từ danh sách bảng chỉ được thêm dòng; --check: chỉ so sánh, khác thì báo lỗi."
    page = "kept-tables.md"

    def drawn(self) -> str:
        return "\n".join([HEAD, *("\n".join(section(model, table)) for model, table in kept_tables())])


def section(model: type[Model], table: AppendOnlyTable) -> Iterator[str]:
    """Yield the lines about one table."""
    yield f"## {model.__name__} (`{model._meta.db_table}`)\n"
    if table.draft_when:
        columns = "Every other column" if table.open else "Every column"
        yield f"{columns}, as long as {table.draft_when}; afterwards none.\n"
    elif not table.open:
        yield f"Nothing: its {len(columns_of(model))} columns are written once.\n"
    if table.released_when:
        yield f"A row may be deleted as long as {table.released_when}.\n"
    if not table.open:
        return
    yield "| column | may be written when |\n|---|---|"
    for group in table.open:
        for column in group.columns:
            yield f"| `{column}` | {group.when} |"
    yield ""
    always = [group.when for group in table.open if not group.columns]
    if always:
        yield f"And of these only as long as {', '.join(always)}.\n"
