"""Called units know where they stand in every list."""

from django.db import migrations, models

from campaigns.models.called import sort_key_of


def set_sort_keys(apps, schema_editor):
    uppers = dict(apps.get_model("units", "Unit").objects.exclude(kind="grassroots").values_list("path", "order"))
    called = apps.get_model("campaigns", "CalledUnit").objects
    for phase in apps.get_model("campaigns", "Phase").objects.select_related("campaign"):
        rows = list(called.filter(phase=phase).only("path", "order"))
        for one in rows:
            one.sort_key = sort_key_of(phase, one, uppers)
        called.bulk_update(rows, ["sort_key"], batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0002_stamp"), ("units", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="calledunit",
            name="sort_key",
            field=models.CharField(default="", editable=False, max_length=96),
            preserve_default=False,
        ),
        migrations.RunPython(set_sort_keys, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name="calledunit",
            name="sort_key",
            field=models.CharField(editable=False, max_length=96, unique=True),
        ),
        migrations.AddIndex(
            model_name="calledunit",
            index=models.Index(fields=["phase", "sort_key"], name="called_in_office_order"),
        ),
        migrations.AddIndex(
            model_name="calledunit",
            index=models.Index(fields=["phase", "path"], name="called_uppers", condition=~models.Q(kind="grassroots")),
        ),
    ]
