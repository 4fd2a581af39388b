"""Sort keys of nominations: what the appraisal table sorts by is beside the unit that decides."""

from django.db import migrations, models
from django.db.models import Case, CharField, OuterRef, Subquery, Value, When
from django.db.models.functions import Concat, Left, Substr

from awards.rules.sorting import COLLECTIVE, PERSON
from campaigns.models.called import PHASE_WIDTH
from foundation.db.add_column import AddColumn
from foundation.db.stepwise import StepwiseMigration


def fill(apps, schema_editor):
    nominations = apps.get_model("awards", "Nomination").objects
    kind = Case(When(nominee__is_person=True, then=Value(PERSON)), default=Value(COLLECTIVE))
    key = Concat(
        Left("dossier__sort_key", PHASE_WIDTH),
        kind,
        Substr("dossier__sort_key", PHASE_WIDTH + 1),
        output_field=CharField(),
    )
    same = nominations.filter(pk=OuterRef("pk")).order_by()
    nominations.update(sort_key=Subquery(same.values(key=key)))


class Migration(StepwiseMigration):
    dependencies = [("awards", "0016_newest_decisions")]

    operations = [
        AddColumn(
            model_name="nomination",
            name="sort_key",
            field=models.CharField(db_default="", editable=False, max_length=97),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="nomination",
            index=models.Index(fields=["deciding_unit", "sort_key"], name="nomination_in_office_order"),
        ),
        migrations.AddConstraint(
            model_name="nomination",
            constraint=models.CheckConstraint(condition=~models.Q(sort_key=""), name="nomination_has_its_place"),
        ),
    ]
