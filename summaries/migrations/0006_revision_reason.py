"""A further revision says why there is one; those begun before say nothing, because nobody asked."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("summaries", "0005_kept_workbook")]

    operations = [
        migrations.AddField(
            model_name="summary",
            name="reason",
            field=models.TextField(editable=False, null=True, verbose_name="lý do lập bản này"),
        ),
        migrations.AddConstraint(
            model_name="summary",
            constraint=models.CheckConstraint(
                condition=Q(revision=1, reason=None) | Q(~Q(reason=""), revision__gt=1),
                name="reason_is_of_a_further_revision",
            ),
        ),
    ]
