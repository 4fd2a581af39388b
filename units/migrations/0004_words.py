"""Names of a country are searched by any part of them without reading them all."""

from django.db import migrations

from foundation.db.trigram_index import IndexWords


class Migration(migrations.Migration):
    dependencies = [("units", "0003_upper_unions")]

    operations = [IndexWords("unit_words", "unit", "search_text"), IndexWords("user_words", "user", "search_text")]
