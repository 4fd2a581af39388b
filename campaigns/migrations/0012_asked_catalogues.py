"""What a phase asks is written when the phase is opened.

For each phase opened before, version 1 is written from the rows of today, which its sheets have read until now.
"""

import hashlib
import json
from datetime import date

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

HEAD = (
    "pk", "year", "title", "number", "issued_on", "occasion", "slogan", "workers_word", "workers_phrase",
    "parent_body", "board", "board_phone", "signer_on_behalf", "signer_position", "signer_name", "page_number",
)  # fmt: skip
UNIT = ("pk", "kind", "name", "full_name", "place", "symbol")
PHASE = (
    "pk", "number", "theme", "theme_end", "starts_on", "start_is_month_only", "ends_on",
    "review_kind", "review_name", "review_date", "review_occasion",
)  # fmt: skip
INDICATOR = (
    "pk", "code", "name", "order", "unit_of_measure", "decimals", "over_units", "over_phases", "denominator_name",
    "denominator_from", "judged", "counting", "computed", "less_is_better", "help_text", "national_code",
    "in_pledge", "in_report",
)  # fmt: skip
MEANING = ("over_units", "over_phases", "unit_of_measure", "denominator_name")
ANSWERS = {"sum": "number", "ratio": "ratio", "yes_no": "yes_no"}
COLUMNS = (
    ("administrative", "HC"),
    ("public_service", "SN"),
    ("state_enterprise", "NN"),
    ("private_enterprise", "TN"),
    ("foreign_enterprise", "FD"),
    ("occupational", "NĐ"),
    ("upper_place", "LĐLĐ huyện, thành phố"),
    ("upper_trade", "Công đoàn ngành"),
)


def write_catalogues(apps, schema_editor):
    Phase, AskedCatalogue = apps.get_model("campaigns", "Phase"), apps.get_model("campaigns", "AskedCatalogue")
    for phase in Phase.objects.exclude(opened_at=None).select_related("campaign__unit").order_by("pk"):
        content = content_of(apps, phase)
        written = AskedCatalogue.objects.create(
            phase=phase, version=1, at=timezone.now(), content=content, sha256=digest(content)
        )
        Phase.objects.filter(pk=phase.pk).update(catalogue=written)


def digest(content):
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def content_of(apps, phase):
    campaign = phase.campaign
    phases = list(campaign.phases.exclude(status="discarded").prefetch_related("commemorations").order_by("number"))
    recipients = apps.get_model("campaigns", "Recipient").objects.filter(campaign=campaign).order_by("order", "pk")
    june, cutoff = date(campaign.year, 6, 1), phase.cutoff_on or phase.ends_on
    ends_on = june if phase.starts_on <= june <= phase.ends_on else phase.starts_on
    first_year = ends_on.year if ends_on.month >= 8 else ends_on.year - 1  # a school year begins in August
    days = [(live.number, day) for live in phases for day in live.commemorations.order_by("pk")]
    sections = campaign.sections.order_by("order", "pk")
    return {
        "campaign": values(campaign, HEAD)
        | {
            "unit": values(campaign.unit, UNIT),
            "recipients": [{"name": recipient.name, "role": recipient.role} for recipient in recipients],
        },
        "phase": values(phase, PHASE)
        | {
            "cutoff": cutoff.isoformat(),
            "holds_june": phase.starts_on <= june <= phase.ends_on,
            "school_year": f"{first_year}-{first_year + 1}",
            "is_last": phase.number == phases[-1].number,
        },
        "days": [
            {
                "pk": day.pk,
                "phase": number,
                "name": day.name,
                "date": day.date.isoformat(),
                "years": campaign.year - day.date.year,
            }
            for number, day in days
        ],
        "columns": [{"code": code, "words": words} for code, words in COLUMNS],
        "sections": [
            {
                "path": [section.letter],
                "name": section.name,
                "category": section.category,
                "order": section.order,
            }
            for section in sections
        ],
        "indicators": [indicator_values(indicator) for indicator in asked_indicators(apps, phase)],
    }


def asked_indicators(apps, phase):
    """Return the active indicators that name this phase, or none at all."""
    indicators = apps.get_model("campaigns", "Indicator").objects.filter(campaign=phase.campaign, active=True)
    for indicator in indicators.select_related("section").order_by("section__order", "order", "pk"):
        named = set(indicator.phases.values_list("pk", flat=True))
        if not named or phase.pk in named:
            yield indicator


def indicator_values(indicator):
    meaning = [str(getattr(indicator, name)) for name in MEANING]
    return values(indicator, INDICATOR) | {
        "section": [indicator.section.letter],
        "answer": ANSWERS[indicator.over_units],
        "asked": dict(indicator.asked.order_by("pk").values_list("column", "level")),
        "meaning": digest(meaning),
    }


def values(row, names):
    columns = {name: getattr(row, name) for name in names}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in columns.items()}


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0011_work_entries"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AskedCatalogue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField(verbose_name="phiên bản")),
                ("at", models.DateTimeField(verbose_name="ghi lúc")),
                ("reason", models.TextField(blank=True, verbose_name="lý do")),
                ("content", models.JSONField(verbose_name="nội dung")),
                ("format", models.PositiveSmallIntegerField(db_default=1, default=1, editable=False)),
                ("sha256", models.CharField(max_length=64)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "phase",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="catalogues", to="campaigns.phase"
                    ),
                ),
            ],
            options={
                "verbose_name": "nội dung hỏi của đợt",
                "verbose_name_plural": "nội dung hỏi của các đợt",
                "ordering": ("phase", "version"),
                "constraints": [
                    models.UniqueConstraint(fields=("phase", "version"), name="catalogue_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(version=1) | ~models.Q(reason=""), name="later_catalogue_has_reason"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="phase",
            name="catalogue",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="campaigns.askedcatalogue",
            ),
        ),
        migrations.RunPython(write_catalogues, migrations.RunPython.noop),
    ]
