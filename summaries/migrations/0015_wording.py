"""What reviewers did with single sentences of a report; nothing of those begun before."""

from django.db import migrations, models

from foundation.db.add_column import AddColumn


class Migration(migrations.Migration):
    dependencies = [("summaries", "0014_lines_of_the_year")]

    operations = [
        AddColumn(
            model_name="summary",
            name="wording",
            field=models.JSONField(
                db_default=models.Value({}, models.JSONField()),
                default=dict,
                editable=False,
                verbose_name="câu đã sửa",
            ),
        ),
        AddColumn(
            model_name="summary",
            name="wording_format",
            field=models.PositiveSmallIntegerField(db_default=1, default=1, editable=False),
        ),
    ]
