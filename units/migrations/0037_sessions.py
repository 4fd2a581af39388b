"""Sessions that say whose they are. Those of before are brought over: nobody is signed out."""

import secrets
import time

import django.db.models.deletion
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import migrations, models
from django.utils import timezone


def bring_over(apps, schema_editor):
    old, new = apps.get_model("sessions", "Session"), apps.get_model("units", "SignInSession")
    people = set(apps.get_model("units", "User").objects.values_list("pk", flat=True))
    store, rows = SessionStore(), []
    for session in old.objects.filter(expire_date__gt=timezone.now()).iterator(chunk_size=1_000):
        data = store.decode(session.session_data)
        person = int(data.get("_auth_user_id", 0))
        if person in people:
            data |= {"handle": secrets.token_hex(8), "begun_at": data.get("used_at", int(time.time()))}
            row = new(session_key=session.session_key, session_data=store.encode(data), handle=data["handle"])
            row.person_id, row.expire_date = person, session.expire_date
            rows.append(row)
    new.objects.bulk_create(rows, batch_size=500)
    old.objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("sessions", "0001_initial"), ("units", "0036_emptied_imports")]

    operations = [
        migrations.CreateModel(
            name="SignInSession",
            fields=[
                (
                    "session_key",
                    models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="session key"),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("handle", models.CharField(blank=True, max_length=32)),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người dùng",
                    ),
                ),
            ],
            options={
                "verbose_name": "phiên đăng nhập",
                "verbose_name_plural": "phiên đăng nhập",
            },
        ),
        migrations.RunPython(bring_over, migrations.RunPython.noop),
    ]
