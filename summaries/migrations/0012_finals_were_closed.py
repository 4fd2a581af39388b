"""Finals from before there was closing were closed in the act that gave them number and date."""

from django.db import migrations
from django.db.models import F


def close(apps, schema_editor):
    finals = apps.get_model("summaries", "Summary").objects.filter(status="final")
    finals.update(closed_at=F("finalised_at"), closed_by=F("finalised_by"))


class Migration(migrations.Migration):
    dependencies = [("summaries", "0011_closed_for_signing")]

    operations = [migrations.RunPython(close, migrations.RunPython.noop)]
