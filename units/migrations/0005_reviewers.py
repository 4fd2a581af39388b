from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0004_words"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="post",
            index=models.Index(condition=models.Q(("role", "reviewer")), fields=["unit"], name="posts_of_reviewers"),
        ),
    ]
