"""Sort keys of dossiers (the office's order of units) and of awards (the order of the honour roll)."""

from django.db import migrations, models

from awards.rules.sorting import roll_key
from campaigns.models.called import sort_key_of
from foundation import vietnamese


def set_places(apps, schema_editor):
    uppers = dict(apps.get_model("units", "Unit").objects.exclude(kind="grassroots").values_list("path", "order"))
    called = apps.get_model("campaigns", "CalledUnit").objects
    dossiers = apps.get_model("awards", "Dossier").objects
    for phase in apps.get_model("campaigns", "Phase").objects.select_related("campaign"):
        rows = dossiers.filter(phase=phase).select_related("unit")
        places = dict(called.filter(phase=phase, unit__in=rows.values("unit")).values_list("unit", "sort_key"))
        for one in rows:
            one.sort_key = places.get(one.unit_id) or sort_key_of(phase, one.unit, uppers)
        dossiers.bulk_update(rows, ["sort_key"], batch_size=1000)


def set_roll_keys(apps, schema_editor):
    """Set the keys of awards in force; annulled ones are not on the roll, and a trigger refuses to change them."""
    awards = apps.get_model("awards", "Award").objects
    rows = list(awards.filter(annulled_by=None).select_related("nomination__dossier"))
    for one in rows:
        one.sort_key = roll_key(one.nomination.dossier, vietnamese.sort_key(one.name), is_person=one.is_person)
    awards.bulk_update(rows, ["sort_key"], batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [("awards", "0003_words"), ("campaigns", "0003_sort_key")]

    operations = [
        migrations.AddField(
            model_name="dossier",
            name="sort_key",
            field=models.CharField(default="", editable=False, max_length=96),
            preserve_default=False,
        ),
        migrations.RunPython(set_places, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(set_roll_keys, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(fields=["sort_key"], name="dossier_in_office_order"),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.CheckConstraint(condition=~models.Q(sort_key=""), name="dossier_has_its_place"),
        ),
    ]
