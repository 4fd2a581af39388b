"""A campaign has a stamp. Triggers renewed it until 0016, which takes it away; a new database never has them."""

import secrets

from django.db import migrations, models


def new_stamp():
    return secrets.token_hex(16)


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="stamp",
            field=models.CharField(default=new_stamp, editable=False, max_length=32),
        ),
    ]
