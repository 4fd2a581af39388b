"""A chair who signed a decision signs for the unit from that day.

Who signed the launch had become the signer of its unit (campaigns 0022), also of what is written after another chair
signed a decision.
"""

from django.db import migrations


def add_chairs(apps, schema_editor):
    signers = apps.get_model("units", "Signer").objects
    decisions = apps.get_model("awards", "Decision").objects.filter(status="issued", organ="")
    signed = decisions.filter(signer_position__iexact="chủ tịch").order_by("dated_on", "pk")
    for unit_id, name, day in signed.values_list("unit_id", "signer_name", "dated_on"):
        before = signers.filter(unit_id=unit_id, position="chair", until=None).order_by("since").last()
        if before is None or before.name == name or before.since >= day:
            continue
        before.until = day
        before.save()
        signers.create(unit_id=unit_id, name=name, position="chair", block=before.block, since=day)


class Migration(migrations.Migration):
    dependencies = [
        ("awards", "0012_organs_are_rows"),
        ("campaigns", "0022_signers_of_campaigns"),
    ]

    operations = [
        migrations.RunPython(add_chairs, migrations.RunPython.noop),
    ]
