"""Sections of sector unions' own movements: they have an owner and no number."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0050_days_of_a_sector"), ("units", "0044_reorganisations")]

    operations = [
        migrations.RemoveConstraint("section", "section_letter_once"),
        migrations.AddField(
            "section",
            "owner",
            models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=models.deletion.PROTECT,
                related_name="branch_sections",
                to="units.unit",
                verbose_name="của ngành",
            ),
        ),
        migrations.AddConstraint(
            "section",
            models.UniqueConstraint(
                condition=Q(parent=None, owner=None), fields=["campaign", "number"], name="section_letter_once"
            ),
        ),
        migrations.AddConstraint(
            "section",
            models.CheckConstraint(
                condition=(Q(owner=None) & ~Q(number="")) | Q(owner__isnull=False, number="", parent=None),
                name="section_of_a_branch_has_no_number",
            ),
        ),
    ]
