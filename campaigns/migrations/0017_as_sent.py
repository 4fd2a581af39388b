"""A submission names the catalogue that it answered and keeps what it was compared with; a called unit has all that
its papers print.

Both are written for what was sent before: the catalogue of the phase, assigned and pledged targets as they are shown
today, the names and words of units as they are today. Targets that were changed late are still read from the history.
A report that was sent again has rows of its last sending alone; an earlier one is given the entries of its works.
"""

from itertools import islice

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Case, OuterRef, Subquery, When

from foundation.db.fill import write_column
from foundation.db.stepwise import InPieces, RequireValue, StepwiseMigration, pieces

OF_UNIT = {"place": "place", "symbol": "symbol", "head_title": "head_title"}
OF_PARENT = {"parent_name": "name", "parent_full_name": "full_name", "parent_kind": "kind"}
UNITS = 1000


def copy_words(apps, schema_editor):
    CalledUnit, Unit = apps.get_model("campaigns", "CalledUnit"), apps.get_model("units", "Unit")
    own, above = (Unit.objects.filter(pk=OuterRef(name)).order_by() for name in ("unit", "parent"))
    for rows in pieces(CalledUnit):
        rows.update(
            **{name: Subquery(own.values(column)) for name, column in OF_UNIT.items()},
            **{name: Subquery(above.values(column)) for name, column in OF_PARENT.items()},
        )


def name_catalogues(apps, schema_editor):
    Filing, Submission = apps.get_model("campaigns", "Filing"), apps.get_model("campaigns", "Submission")
    filing = Filing.objects.filter(pk=OuterRef("filing")).order_by()
    for rows in pieces(Submission):
        rows.filter(catalogue=None).update(catalogue=Subquery(filing.values("called__phase__catalogue")))


def write_compared(apps, schema_editor):
    Submission, CalledUnit = apps.get_model("campaigns", "Submission"), apps.get_model("campaigns", "CalledUnit")
    catalogues = apps.get_model("campaigns", "AskedCatalogue").objects.values_list("pk", "content")
    meanings = {pk: {row["pk"]: row["meaning"] for row in content["indicators"]} for pk, content in catalogues}
    units = CalledUnit.objects.order_by("unit").values_list("unit", flat=True).distinct()
    columns = ("pk", "filing__kind", "catalogue", "filing__called__phase__number")
    owner = ("filing__called__unit", "filing__called__phase__campaign")
    waiting = iter(list(units))
    while chunk := list(islice(waiting, UNITS)):
        assigned, pledges = assigned_targets(apps, chunk), accepted_pledges(apps, chunk)
        works = works_of_earlier_sendings(apps, chunk)
        rows = {}
        sent = Submission.objects.filter(filing__called__unit__in=chunk).values_list(*columns, *owner)
        for pk, kind, catalogue, number, unit, campaign in sent:
            asked = meanings[catalogue]
            targets = assigned.get((unit, campaign), {})
            compared = {"assigned": {str(indicator): targets[indicator] for indicator in asked if indicator in targets}}
            if kind == "report":
                earlier = [row for row in pledges.get((unit, campaign), ()) if row[0] <= number]
                compared["pledged"] = pledged(asked, earlier, meanings)
            if pk in works:
                compared["works"] = works[pk]
            rows[pk] = compared
        write_column(Submission, "compared", rows)


def assigned_targets(apps, units):
    """Return the targets that the nearest unit above assigned, by indicator, by unit and campaign."""
    AssignedTarget = apps.get_model("campaigns", "AssignedTarget")
    columns = ("to", "indicator__campaign", "indicator", "value", "to__path", "by__path")
    targets = {}
    for to, campaign, indicator, value, path, above in (
        AssignedTarget.objects.filter(to__in=units).order_by("by__path").values_list(*columns)
    ):
        if path != above and path.startswith(above):
            targets.setdefault((to, campaign), {})[indicator] = str(value)
    return targets


def accepted_pledges(apps, units):
    """Return by unit and campaign the accepted pledges in order: (phase number, submission, catalogue, amounts)."""
    Filing = apps.get_model("campaigns", "Filing")
    accepted = Filing.objects.filter(kind="pledge", status="accepted", called__unit__in=units)
    of_filing = ("called__unit", "called__phase__campaign", "called__phase__number", "counted_submission")
    figure = [f"counted_submission__figures__{name}" for name in ("indicator", "value", "numerator", "denominator")]
    columns = (*of_filing, "counted_submission__catalogue", *figure)
    amounts = {}
    for *key, indicator, value, numerator, denominator in accepted.order_by("called__phase__number").values_list(
        *columns
    ):
        parts = (numerator, denominator) if value is None else (value,)
        amounts.setdefault(tuple(key), {})[indicator] = [str(part) for part in parts]
    pledges = {}
    for (unit, campaign, *pledge), by_indicator in amounts.items():
        pledges.setdefault((unit, campaign), []).append((*pledge, by_indicator))
    return pledges


def works_of_earlier_sendings(apps, units):
    """Return by earlier sending of a report the ids of the entries in force (see 0013) of the works it answered."""
    Submission, WorkEntry = apps.get_model("campaigns", "Submission"), apps.get_model("campaigns", "WorkEntry")
    owner = ("filing__called__unit", "filing__called__phase__campaign")
    earlier = Submission.objects.filter(filing__called__unit__in=units, filing__kind="report", current_for=None)
    answered = {
        pk: [(unit, campaign, row.get("uuid")) for row in content.get("results") or []]
        for pk, unit, campaign, content in earlier.values_list("pk", *owner, "content")
    }
    filing = "submission__filing"
    best_first = WorkEntry.objects.filter(
        work__unit__in={unit for works in answered.values() for unit, *_rest in works}
    ).order_by(
        Case(When(submission__counted_for=None, then=1), default=0),
        f"-{filing}__called__phase__number",
        f"{filing}__kind",
        "-submission__at",
        "-pk",
    )
    entries = {}
    for unit, campaign, uuid, pk in best_first.values_list("work__unit", "work__campaign", "work__uuid", "pk"):
        entries.setdefault((unit, campaign, str(uuid)), pk)
    return {pk: [entries[work] for work in works if work in entries] for pk, works in answered.items()}


def pledged(asked, pledges, meanings):
    """Return the target of each indicator asked: that of the latest pledge that asked it in the same meaning."""
    targets = {}
    for indicator, meaning in asked.items():
        asking = [row for row in pledges if meanings[row[2]].get(indicator) == meaning]
        if asking and indicator in asking[-1][3]:
            targets[str(indicator)] = {"submission": asking[-1][1], "amount": asking[-1][3][indicator]}
    return targets


def text(length, **options):
    return models.CharField(max_length=length, **options)


class Migration(StepwiseMigration):
    dependencies = [("campaigns", "0016_no_stamp")]

    operations = [
        migrations.AddField(
            "calledunit",
            "place",
            text(80, blank=True, help_text="In trước ngày trên văn bản.", verbose_name="địa danh", default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "calledunit",
            "symbol",
            text(20, blank=True, help_text="Ví dụ LĐLĐ, CĐCS, CĐGD.", verbose_name="ký hiệu văn bản", default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "calledunit",
            "head_title",
            text(
                80,
                blank=True,
                help_text="Ví dụ Hiệu trưởng, Giám đốc.",
                verbose_name="chức vụ thủ trưởng ký cùng",
                default="",
            ),
            preserve_default=False,
        ),
        migrations.AddField("calledunit", "parent_name", text(160, default=""), preserve_default=False),
        migrations.AddField("calledunit", "parent_full_name", text(250, default=""), preserve_default=False),
        migrations.AddField(
            "calledunit",
            "parent_kind",
            text(
                20,
                choices=[
                    ("confederation", "Tổng Liên đoàn"),
                    ("province", "Liên đoàn Lao động tỉnh"),
                    ("upper_place", "LĐLĐ huyện, thành phố"),
                    ("upper_trade", "Công đoàn ngành"),
                    ("grassroots", "Công đoàn cơ sở, nghiệp đoàn"),
                ],
                default="",
            ),
            preserve_default=False,
        ),
        InPieces(copy_words, migrations.RunPython.noop),
        migrations.AddField(
            "submission",
            "catalogue",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="submissions",
                to="campaigns.askedcatalogue",
            ),
        ),
        migrations.AddField("submission", "compared", models.JSONField(default=dict)),
        migrations.AddField(
            "submission",
            "compared_format",
            models.PositiveSmallIntegerField(db_default=1, default=1, editable=False),
        ),
        InPieces(name_catalogues, migrations.RunPython.noop),
        InPieces(write_compared, migrations.RunPython.noop),
        RequireValue(
            "submission",
            "catalogue",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="submissions",
                to="campaigns.askedcatalogue",
            ),
        ),
    ]
