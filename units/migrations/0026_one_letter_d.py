"""The Icelandic Ð that some keyboards send becomes Đ in the names of people and unions, and they are sorted by it.

Texts of record stay: what was asked of a unit, events, papers. A union stays whose sibling has the name already.
"""

from django.db import migrations
from django.db.models import Q

from foundation.vietnamese import clean, search_key, search_text, sort_key


def write(apps, schema_editor):
    for person in apps.get_model("units", "User").objects.filter(_with_eth("full_name")).order_by("pk"):
        person.full_name = clean(person.full_name)
        person.sort_key = sort_key(person.full_name)
        person.search_text = search_key(f"{person.full_name} {person.username}")
        person.save(update_fields=["full_name", "sort_key", "search_text"])
    units = apps.get_model("units", "Unit").objects.order_by("pk")
    for unit in units.filter(_with_eth("name") | _with_eth("full_name")):
        name, full_name = clean(unit.name), clean(unit.full_name)
        if not units.filter(parent=unit.parent_id, name=name).exclude(pk=unit.pk).exists():
            text = search_text(name, full_name, longest=420)
            units.filter(pk=unit.pk).update(name=name, full_name=full_name, search_text=text)


def _with_eth(column):
    return Q(**{f"{column}__contains": "Ð"}) | Q(**{f"{column}__contains": "ð"})


class Migration(migrations.Migration):
    dependencies = [("units", "0025_searched_abbreviations")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
