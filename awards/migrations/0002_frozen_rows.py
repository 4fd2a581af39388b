"""Issued decisions, the register and its papers are kept from changing by the database itself."""

from django.db import migrations

from foundation.db.frozen_rows import FreezeRows

ENTRY = (
    "decision_id", "nomination_id", "nominee_id", "unit_id", "phase_id", "title_id", "deciding_unit_id", "year",
    "number", "place", "is_person", "title_name", "nominee_class", "sex", "birth_year", "minority", "bloc",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("awards", "0001_initial")]

    operations = [
        FreezeRows("issued_decision_is_frozen", "decision", (), when="OLD.status <> 'draft'"),
        FreezeRows("register_entry_is_frozen", "award", ENTRY),
        FreezeRows("annulled_award_is_frozen", "award", (), when="OLD.annulled_by_id IS NOT NULL"),
        FreezeRows("paper_is_frozen", "paper", ()),
    ]
