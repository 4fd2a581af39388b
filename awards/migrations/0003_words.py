"""Trigram indexes for searching the register and the nominees by any part of a name."""

from django.db import migrations

from foundation.db.trigram_index import IndexWords


class Migration(migrations.Migration):
    dependencies = [("awards", "0002_frozen_rows"), ("units", "0004_words")]

    operations = [IndexWords("award_words", "award", "search_text"), IndexWords("nominee_words", "nominee", "folded")]
