"""The contents of attachments are rows of their own, one for each content; an attachment can be withdrawn."""

import hashlib

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from foundation.db.deferred_checks import check_foreign_keys
from foundation.db.stepwise import InPieces, StepwiseMigration


def move_contents(apps, schema_editor):
    """Write each content once. Of two attachments that name one digest, the bytes that have it are kept."""
    Attachment, Blob = apps.get_model("units", "Attachment"), apps.get_model("units", "Blob")
    for pk in Attachment.objects.order_by("pk").values_list("pk", flat=True):
        attachment = Attachment.objects.get(pk=pk)  # one file at a time is in memory
        sha256, content = attachment.sha256, bytes(attachment.content)
        if hashlib.sha256(content).hexdigest() == sha256 or not Blob.objects.filter(pk=sha256).exists():
            columns = {"size": attachment.size, "media_type": attachment.media_type, "content": content}
            Blob.objects.update_or_create(sha256=sha256, defaults=columns)
        Attachment.objects.filter(pk=pk).update(blob=sha256, original_sha256=sha256)


def move_back(apps, schema_editor):
    Attachment = apps.get_model("units", "Attachment")
    for pk in Attachment.objects.order_by("pk").values_list("pk", flat=True):
        blob = Attachment.objects.select_related("blob").get(pk=pk).blob
        columns = {"size": blob.size, "media_type": blob.media_type[:40], "content": bytes(blob.content)}
        Attachment.objects.filter(pk=pk).update(sha256=blob.sha256, **columns)
    check_foreign_keys(schema_editor)


def store_uncompressed(_apps, schema_editor):
    """Let PostgreSQL read a piece of a content without the rest; scans are compressed already."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE units_blob ALTER COLUMN content SET STORAGE EXTERNAL")


class Migration(StepwiseMigration):
    dependencies = [("units", "0017_signers")]

    operations = [
        migrations.CreateModel(
            name="Blob",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("size", models.PositiveIntegerField()),
                ("media_type", models.CharField(max_length=255)),
                ("content", models.BinaryField()),
            ],
            options={"verbose_name": "nội dung tệp", "verbose_name_plural": "nội dung tệp"},
        ),
        migrations.RunPython(store_uncompressed, migrations.RunPython.noop),
        migrations.AddField(
            model_name="attachment",
            name="blob",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attachments",
                to="units.blob",
            ),
        ),
        migrations.AddField(
            model_name="attachment",
            name="original_sha256",
            field=models.CharField(default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="attachment",
            name="withdrawn_at",
            field=models.DateTimeField(null=True, verbose_name="rút lại lúc"),
        ),
        migrations.AddField(
            model_name="attachment",
            name="withdrawn_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="attachment",
            name="withdrawn_reason",
            field=models.CharField(blank=True, default="", max_length=300, verbose_name="lý do rút lại"),
            preserve_default=False,
        ),
        # Empty ones are allowed before the columns go, so that they can come back.
        migrations.AlterField("attachment", "media_type", models.CharField(max_length=40, null=True)),
        migrations.AlterField("attachment", "size", models.PositiveIntegerField(null=True)),
        migrations.AlterField("attachment", "sha256", models.CharField(max_length=64, null=True)),
        migrations.AlterField("attachment", "content", models.BinaryField(null=True)),
        InPieces(move_contents, move_back),
        migrations.RemoveField("attachment", "media_type"),
        migrations.RemoveField("attachment", "size"),
        migrations.RemoveField("attachment", "sha256"),
        migrations.RemoveField("attachment", "content"),
        migrations.AlterField(
            model_name="attachment",
            name="blob",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="attachments", to="units.blob"
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason="")),
                name="withdrawn_file_says_why",
            ),
        ),
    ]
