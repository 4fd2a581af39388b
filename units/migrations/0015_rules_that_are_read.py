"""Rules that no page reads are taken out of the table; who decides a title is asked for the day of the verdict."""

from django.db import migrations, models

NOT_READ = (
    "votes.percent_of_all",
    "publicity.working_days",
    "form.proposal",
    "form.personal_report",
    "form.thematic_report",
    "form.initiative_certificate",
    "money.base_salary",
    "money.coefficient",
    "money.union_amount",
)


def keep_what_is_read(apps, schema_editor):
    rules = apps.get_model("units", "Rule").objects
    rules.filter(code__in=NOT_READ).delete()
    rules.filter(code="award.decided_by").update(day="decided")


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0014_posts_of_an_office"),
    ]

    operations = [
        migrations.RunPython(keep_what_is_read, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="rule",
            name="scope",
            field=models.CharField(
                blank=True, help_text="Để trống: áp dụng chung.", max_length=40, verbose_name="áp dụng riêng cho"
            ),
        ),
    ]
