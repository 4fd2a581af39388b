"""Mails say when they were written, by which server they went, and of a test mail that it came."""

from django.db import migrations, models
from django.db.models import F

import foundation.clock


def fill_written_at(apps, schema_editor):
    apps.get_model("units", "OutgoingMail").objects.update(written_at=F("due_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0031_sign_in_codes"),
    ]

    operations = [
        migrations.AlterField(
            model_name="outgoingmail",
            name="kind",
            field=models.CharField(
                choices=[("signed_recorded", "văn bản đã ký được ghi nhận"), ("test", "thư gửi thử")],
                max_length=20,
                verbose_name="loại thư",
            ),
        ),
        migrations.AddField(
            model_name="outgoingmail",
            name="written_at",
            field=models.DateTimeField(default=foundation.clock.now, verbose_name="viết lúc"),
        ),
        migrations.RunPython(fill_written_at, migrations.RunPython.noop, elidable=False),
        migrations.AddField(
            model_name="outgoingmail",
            name="via",
            field=models.CharField(blank=True, default="", max_length=300, verbose_name="gửi qua"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="outgoingmail",
            name="confirmed_at",
            field=models.DateTimeField(null=True, verbose_name="xác nhận đã tới lúc"),
        ),
        migrations.AddConstraint(
            model_name="outgoingmail",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_at", None), models.Q(("kind", "test"), ("state", "sent")), _connector="OR"
                ),
                name="only_a_test_mail_is_confirmed",
            ),
        ),
        migrations.AddIndex(
            model_name="outgoingmail",
            index=models.Index(condition=models.Q(("state", "sent")), fields=["sent_at"], name="sent_mails"),
        ),
        migrations.AddIndex(
            model_name="outgoingmail",
            index=models.Index(
                condition=models.Q(("confirmed_at__isnull", False)), fields=["via"], name="confirmed_mails"
            ),
        ),
    ]
