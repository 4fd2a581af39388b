from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0020_words_of_roles"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="outgoingmail",
            index=models.Index(condition=models.Q(("state", "failed")), fields=["unit"], name="failed_mails"),
        ),
    ]
