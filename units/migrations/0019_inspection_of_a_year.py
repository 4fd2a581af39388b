from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0018_blobs"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="post",
            name="inspection_has_scope_and_end",
        ),
        migrations.AddField(
            model_name="post",
            name="year",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Để trống: phong trào của mọi năm.",
                null=True,
                verbose_name="năm phong trào được kiểm tra",
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(models.Q(("role", "inspector"), _negated=True), ("inspects", ""), ("year", None)),
                    models.Q(
                        models.Q(("inspects", ""), _negated=True), ("role", "inspector"), ("until__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="inspection_has_scope_and_end",
            ),
        ),
    ]
