"""The pace of an indicator takes the place of when it is judged."""

from django.db import migrations, models
from django.db.models import Case, Value, When

PACES = [
    ("even", "đều trong năm"),
    ("early", "ngay đầu năm"),
    ("school_year", "năm học (trường học), cuối năm (đơn vị khác)"),
    ("end", "cuối năm"),
    ("none", "không xét tiến độ"),
]


def write_pace(apps, schema_editor):
    """Spring, and states that are not added over the phases, are early; levels are never compared with their target."""
    Section, Indicator = apps.get_model("campaigns", "Section"), apps.get_model("campaigns", "Indicator")
    pace = Case(
        When(judged="year_end", then=Value("end")),
        When(judged="school_year", then=Value("school_year")),
        When(less_is_better=True, then=Value("none")),
        When(over_units="ratio", unit_of_measure__contains="/", then=Value("none")),
        When(section__in=Section.objects.filter(category="spring"), then=Value("early")),
        When(over_phases__in=("last", "max"), then=Value("early")),
        default=Value("even"),
    )
    Indicator.objects.update(pace=pace)


def write_judged(apps, schema_editor):
    judged = Case(
        When(pace="end", then=Value("year_end")),
        When(pace="school_year", then=Value("school_year")),
        default=Value("each_phase"),
    )
    apps.get_model("campaigns", "Indicator").objects.update(judged=judged)


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0024_checks_of_2015")]

    operations = [
        migrations.AddField(
            "indicator",
            "pace",
            models.CharField(choices=PACES, default="even", max_length=12, verbose_name="tiến độ"),
        ),
        migrations.RunPython(write_pace, write_judged),
        migrations.RemoveField("indicator", "judged"),
    ]
