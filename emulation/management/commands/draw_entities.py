"""`manage.py draw_entities` writes docs/entities.md from the models; `--check` fails if it is out of date."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Field, ForeignKey, ManyToManyField, Model, OneToOneField

from emulation.drawn_page import DrawnPageCommand

HEAD = """# Entities

Drawn by `manage.py draw_entities` from the models: change those, then draw again. Each app has a diagram of its own
tables with their columns; a table of another app that they refer to is in it without columns. What each table is
for says the docstring of its model; what its rows must fulfil, its constraints.
"""

APPS = ("units", "campaigns", "awards", "summaries")


class Command(DrawnPageCommand):
    help = "Vẽ docs/entities.md từ các mô hình dữ liệu; --check: chỉ so sánh, khác thì báo lỗi."
    page = "entities.md"

    def drawn(self) -> str:
        return "\n".join([HEAD, *map(section, APPS)])


def section(label: str) -> str:
    """Return the chapter of an app: its diagram, then its tables with their Vietnamese names."""
    models = sorted(apps.get_app_config(label).get_models(), key=lambda model: model.__name__)
    diagram = ["```mermaid", "erDiagram", *(line for model in models for line in entity(model)), "```", ""]
    names = ["| model | on screens | table |", "|---|---|---|"]
    names += [f"| `{m.__name__}` | {m._meta.verbose_name} | `{m._meta.db_table}` |" for m in models]
    return "\n".join([f"## {label}", "", *diagram, *names, ""])


def entity(model: type[Model]) -> Iterator[str]:
    """Return the lines of a table: its columns, then its relations."""
    yield f"    {model.__name__} {{"
    for field in model._meta.fields:
        yield f"        {field.get_internal_type()} {field.attname}{mark(field)}"
    yield "    }"
    for field in [*model._meta.fields, *model._meta.many_to_many]:
        if (arrow := relation(field)) and field.related_model:
            yield f"    {model.__name__} {arrow} {field.related_model.__name__} : {field.name}"


def mark(field: Field) -> str:
    """Return the column's part in a key in Mermaid's notation."""
    if field.primary_key:
        return " PK"
    if isinstance(field, ForeignKey):
        return " FK"
    return " UK" if field.unique else ""


def relation(field: Field | ManyToManyField) -> str:
    """Return the cardinality of a relation in Mermaid's notation; "" for other columns."""
    if isinstance(field, ManyToManyField):
        return "}o--o{"
    if isinstance(field, OneToOneField):
        return "|o--||"
    if isinstance(field, ForeignKey):
        return "}o--o|" if field.null else "}o--||"
    return ""
