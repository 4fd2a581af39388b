"""Whether the papers of a type's unions are signed by the head of the unit too: until now all grassroots unions."""

from django.db import migrations, models


def mark_grassroots(apps, schema_editor):
    apps.get_model("units", "UnitType").objects.filter(role="grassroots").update(has_employer=True)


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0021_failed_mails"),
    ]

    operations = [
        migrations.AddField(
            model_name="unittype",
            name="has_employer",
            field=models.BooleanField(
                default=False,
                help_text="Đăng ký, báo cáo có chữ ký của thủ trưởng đơn vị bên cạnh công đoàn; nghiệp đoàn thì không có.",
                verbose_name="có thủ trưởng cùng ký",
            ),
        ),
        migrations.RunPython(mark_grassroots, migrations.RunPython.noop),
    ]
