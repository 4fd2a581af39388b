"""A work as a submission registers it: an entry for each submission and work.

Entries are written for the last submission of each pledge, by the works that it names, and for works that only a
report names. Their words are those that the work has now: it has those of the submission that named it last.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Exists, OuterRef

WORDS = ("kind", "title", "authors", "author_class", "expected_value", "due_on", "welcomes_id")
BATCH = 2000


def write_entries(apps, schema_editor):
    Filing, Work = apps.get_model("campaigns", "Filing"), apps.get_model("campaigns", "Work")
    WorkEntry, WorkResult = apps.get_model("campaigns", "WorkEntry"), apps.get_model("campaigns", "WorkResult")

    def entry_of(submission_id, work, order):
        words = {name: getattr(work, name) for name in WORDS}
        return WorkEntry(submission_id=submission_id, work_id=work.pk, order=order, **words)

    units = Work.objects.values("unit")
    pledges = Filing.objects.filter(kind="pledge", called__unit__in=units).exclude(current_submission=None)
    columns = ("current_submission", "called__unit", "called__phase__campaign", "current_submission__content__works")
    works = {(work.campaign_id, work.unit_id, str(work.uuid)): work for work in Work.objects.iterator()}
    entries = []
    for submission_id, unit_id, campaign_id, rows in pledges.order_by("pk").values_list(*columns).iterator():
        named = dict.fromkeys(works.get((campaign_id, unit_id, row.get("uuid", ""))) for row in rows or [])
        entries += [entry_of(submission_id, work, order) for order, work in enumerate(filter(None, named))]
    WorkEntry.objects.bulk_create(entries, batch_size=BATCH)
    of_work = WorkEntry.objects.filter(work=OuterRef("work"))
    added = WorkResult.objects.filter(~Exists(of_work)).exclude(submission__current_for=None)
    rows = added.select_related("work").order_by("submission", "pk")
    WorkEntry.objects.bulk_create((entry_of(row.submission_id, row.work, 0) for row in rows), batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0010_work_checks")]

    operations = [
        migrations.CreateModel(
            name="WorkEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("topic", "Đề tài khoa học"),
                            ("initiative", "Sáng kiến, cải tiến kỹ thuật"),
                            ("product", "Công trình, sản phẩm mới"),
                        ],
                        max_length=12,
                        verbose_name="loại",
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="tên đề tài, sáng kiến, công trình")),
                ("authors", models.CharField(max_length=300, verbose_name="tác giả (nhóm tác giả)")),
                (
                    "author_class",
                    models.CharField(
                        choices=[("direct", "Trực tiếp lao động, công tác"), ("manager", "Lãnh đạo, quản lý")],
                        max_length=10,
                        verbose_name="đối tượng",
                    ),
                ),
                ("expected_value", models.PositiveBigIntegerField(null=True, verbose_name="giá trị dự kiến, đồng")),
                ("due_on", models.DateField(null=True, verbose_name="hoàn thành dự kiến")),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="work_entries",
                        to="campaigns.submission",
                    ),
                ),
                (
                    "welcomes",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="campaigns.commemoration",
                        verbose_name="chào mừng dịp",
                    ),
                ),
                (
                    "work",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="campaigns.work"
                    ),
                ),
            ],
            options={
                "verbose_name": "đề tài, sáng kiến, công trình như đã đăng ký",
                "verbose_name_plural": "đề tài, sáng kiến, công trình như đã đăng ký",
                "ordering": ("submission", "order", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("submission", "work"), name="work_entry_once"),
                ],
            },
        ),
        migrations.RunPython(write_entries, migrations.RunPython.noop),
    ]
