from django.db import migrations


class Migration(migrations.Migration):
    """Nothing reads `version`: edits of different lines are told apart by the lines' fingerprints."""

    dependencies = [("summaries", "0001_initial")]

    operations = [migrations.RemoveField(model_name="summary", name="version")]
