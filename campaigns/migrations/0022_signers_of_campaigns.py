"""Who signed the launches becomes a row of the signers of its unit."""

from datetime import date

from django.db import migrations

POSITIONS = {
    "chủ tịch": "chair",
    "q. chủ tịch": "acting_chair",
    "quyền chủ tịch": "acting_chair",
    "phó chủ tịch phụ trách": "vice_in_charge",
    "phó chủ tịch thường trực": "standing_vice",
    "phó chủ tịch": "vice",
}


def add_signers(apps, schema_editor):
    """Each signs from the first launch that names the person, until another is named in the same position."""
    signers = apps.get_model("units", "Signer").objects
    launches = apps.get_model("campaigns", "Campaign").objects.exclude(signer_name="").exclude(status="discarded")
    latest = {}
    for launch in sorted(launches.all(), key=signed_on):
        position = POSITIONS.get(" ".join(launch.signer_position.lower().split()))
        before = latest.get((launch.unit_id, position))
        if position is None or (before and before.name == launch.signer_name):
            continue
        day = signed_on(launch)
        if before and before.since < day:
            before.until = day
            before.save()
        latest[launch.unit_id, position] = signers.create(
            unit_id=launch.unit_id,
            name=launch.signer_name,
            position=position,
            block=launch.signer_on_behalf,
            since=day,
        )


def signed_on(launch):
    return launch.issued_on or date(launch.year, 1, 1)


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0021_commemorated_events"),
        ("units", "0017_signers"),
    ]

    operations = [
        migrations.RunPython(add_signers, migrations.RunPython.noop),
    ]
