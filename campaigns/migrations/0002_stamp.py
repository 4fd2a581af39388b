"""A campaign's stamp is renewed by the database whenever its phases, their days and dates, or its indicators are written."""

from django.db import migrations, models

import foundation.db.stamp_rows
from foundation.db.stamp_rows import StampRows

CAMPAIGN = "campaigns_campaign"
OF_INDICATOR = "(SELECT campaign_id FROM campaigns_indicator WHERE id = ROW.indicator_id)"
OF_PHASE = "(SELECT campaign_id FROM campaigns_phase WHERE id = ROW.phase_id)"


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="stamp",
            field=models.CharField(default=foundation.db.stamp_rows.new_stamp, editable=False, max_length=32),
        ),
        StampRows("campaigns_phase", CAMPAIGN, "ROW.campaign_id"),
        StampRows("campaigns_commemoration", CAMPAIGN, OF_PHASE),
        StampRows("campaigns_duedate", CAMPAIGN, OF_PHASE),
        StampRows("campaigns_section", CAMPAIGN, "ROW.campaign_id"),
        StampRows("campaigns_indicator", CAMPAIGN, "ROW.campaign_id"),
        StampRows("campaigns_indicator_phases", CAMPAIGN, OF_INDICATOR),
        StampRows("campaigns_asked", CAMPAIGN, OF_INDICATOR),
    ]
