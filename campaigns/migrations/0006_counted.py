from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0005_words"),
        ("units", "0005_reviewers"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="calledunit",
            index=models.Index(
                condition=models.Q(("coordinated", False), ("kind", "grassroots")),
                fields=["phase"],
                name="called_counted",
            ),
        ),
    ]
