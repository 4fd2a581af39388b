from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("summaries", "0019_sentences_say_of_whom")]

    operations = [
        migrations.RenameField(model_name="summary", old_name="wording", new_name="editing"),
        migrations.RenameField(model_name="summary", old_name="wording_format", new_name="editing_format"),
    ]
