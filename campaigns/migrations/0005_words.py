"""Called units of a country are searched by any part of their names without reading them all."""

from django.db import migrations

from foundation.db.trigram_index import IndexWords


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0004_counts"), ("units", "0004_words")]

    operations = [IndexWords("called_words", "calledunit", "search_text")]
