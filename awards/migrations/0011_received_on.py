"""A dossier has its day of receipt, the day it was last sent; a verdict keeps the rules by which it was given."""

from django.db import migrations, models
from django.utils import timezone

from foundation.db.add_column import AddColumn
from foundation.db.deferred_checks import check_foreign_keys


def fill(apps, schema_editor):
    """`submitted_at` is the time of the last event `submit_dossier`: both are written by the same act."""
    dossiers = apps.get_model("awards", "Dossier").objects.exclude(submitted_at=None)
    for pk, submitted_at in dossiers.values_list("pk", "submitted_at").iterator():
        dossiers.filter(pk=pk).update(received_on=timezone.localdate(submitted_at))
    check_foreign_keys(schema_editor)


class Migration(migrations.Migration):
    dependencies = [
        ("awards", "0010_progress_of_jobs"),
        ("units", "0008_rules"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="dossier",
            name="sent_dossier_was_submitted",
        ),
        migrations.AddField(
            model_name="dossier",
            name="received_on",
            field=models.DateField(editable=False, null=True, verbose_name="ngày tiếp nhận"),
        ),
        AddColumn(
            model_name="nomination",
            name="rules_used",
            field=models.JSONField(db_default=models.Value([], models.JSONField()), default=list, editable=False),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("status__in", ("submitted", "endorsed", "returned", "appraised", "closed")), _negated=True
                    ),
                    models.Q(
                        ("deciding_unit__isnull", False),
                        ("first_submitted_at__isnull", False),
                        ("received_on__isnull", False),
                        ("submitted_at__isnull", False),
                        ("submitted_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="sent_dossier_was_submitted",
            ),
        ),
    ]
