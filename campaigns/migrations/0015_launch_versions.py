"""Each published campaign has versions of its launch, each with its kept paper.

For a campaign published before, version 1 is written from the rows of today, which its page and paper have read until
now. The tick has its paper drawn.
"""

import hashlib
import json
from datetime import date

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

UNIT = ("full_name", "place", "symbol")
HEAD = (
    "year", "title", "number", "issued_on", "occasion", "slogan", "workers_word", "workers_phrase", "parent_body",
    "board", "board_phone", "signer_on_behalf", "signer_position", "signer_name", "signed", "page_number",
)  # fmt: skip
PHASE = (
    "number", "theme", "theme_end", "starts_on", "start_is_month_only", "ends_on", "cutoff_on",
    "review_kind", "review_name", "review_date", "review_occasion",
)  # fmt: skip
LINES = (
    ("resolutions", "Resolution", ("text",)),
    ("purposes", "Purpose", ("text",)),
    ("contents", "ContentPoint", ("bloc", "text", "slogan")),
    ("measures", "Measure", ("text", "audience")),
    ("recipients", "Recipient", ("name", "role")),
)
WHOLE = models.Q(content__isnull=False, made_at__isnull=False) & ~models.Q(sha256="")


def write_versions(apps, schema_editor):
    LaunchVersion = apps.get_model("campaigns", "LaunchVersion")
    published = apps.get_model("campaigns", "Campaign").objects.exclude(published_at=None)
    for campaign in published.select_related("unit").order_by("pk"):
        content = content_of(apps, campaign)
        LaunchVersion.objects.create(
            campaign=campaign, number=1, at=campaign.published_at, content=content, sha256=digest(content)
        )


def digest(content):
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def content_of(apps, campaign):
    phases = apps.get_model("campaigns", "Phase").objects.filter(campaign=campaign).exclude(status="discarded")
    lines = {
        name: list(
            apps.get_model("campaigns", model)
            .objects.filter(campaign=campaign)
            .order_by("order", "pk")
            .values(*columns)
        )
        for name, model, columns in LINES
    }
    return {
        "head": {"unit": values(campaign.unit, UNIT)} | values(campaign, HEAD),
        "phases": [phase_content(phase, campaign.year) for phase in phases.order_by("number")],
        **lines,
    }


def phase_content(phase, year):
    due_dates = sorted(phase.due_dates.all(), key=lambda due: (due.kind, due.group))
    return {
        "id": phase.pk,
        **values(phase, PHASE),
        "days": [day_content(day, phase, year) for day in phase.commemorations.order_by("pk")],
        "due_dates": [
            {"kind": due.kind, "group": due.group, "day": timezone.localdate(due.at).isoformat()} for due in due_dates
        ],
    }


def day_content(day, phase, year):
    """The day of an anniversary is the first in the phase; if there is none, that of the campaign's year."""
    years = range(phase.starts_on.year, phase.ends_on.year + 1)
    in_phase = [same for each in years if phase.starts_on <= (same := same_day_in(day.date, each)) <= phase.ends_on]
    on = in_phase[0] if in_phase else same_day_in(day.date, year)
    return values(day, ("name", "date")) | {"on": on.isoformat(), "years": on.year - day.date.year}


def same_day_in(day, year):
    try:
        return date(year, day.month, day.day)
    except ValueError:
        return date(year, 2, 28)


def values(row, names):
    columns = {name: getattr(row, name) for name in names}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in columns.items()}


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0014_works_keep_identity"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LaunchVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="bản số")),
                ("at", models.DateTimeField(verbose_name="có hiệu lực từ")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="lý do")),
                ("content", models.JSONField()),
                ("format", models.PositiveSmallIntegerField(db_default=1, default=1, editable=False)),
                ("sha256", models.CharField(max_length=64)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người ghi",
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="launch_versions",
                        to="campaigns.campaign",
                        verbose_name="phong trào",
                    ),
                ),
            ],
            options={
                "verbose_name": "bản phát động",
                "verbose_name_plural": "các bản phát động",
                "ordering": ("campaign", "number"),
                "constraints": [
                    models.UniqueConstraint(fields=("campaign", "number"), name="launch_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(number=1) | ~models.Q(reason=""), name="later_launch_version_has_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LaunchFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("touched_at", models.DateTimeField()),
                ("parts_done", models.PositiveIntegerField(default=0)),
                ("parts_total", models.PositiveIntegerField(default=0)),
                ("content", models.BinaryField(null=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("made_at", models.DateTimeField(null=True)),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="file", to="campaigns.launchversion"
                    ),
                ),
            ],
            options={
                "verbose_name": "bản PDF của bản phát động",
                "verbose_name_plural": "bản PDF của các bản phát động",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(content=None, made_at=None, sha256="") | WHOLE, name="launch_file_is_whole"
                    )
                ],
            },
        ),
        migrations.RunPython(write_versions, migrations.RunPython.noop),
    ]
