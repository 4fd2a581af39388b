"""The Icelandic Ð that some keyboards send becomes Đ in the names of nominees that no decision includes.

The register and what was decided keep their texts; all are sorted by the one letter.
"""

from django.db import migrations
from django.db.models import Q

from foundation.db.fill import fill
from foundation.vietnamese import clean, search_key, sort_key

WITH_ETH = Q(name__contains="Ð") | Q(name__contains="ð")
APOSTROPHES = "’‘´`ʼʹ′"


def write(apps, schema_editor):
    nominees = apps.get_model("awards", "Nominee").objects.all()
    decided = apps.get_model("awards", "Nomination").objects.exclude(decision=None).values("nominee")
    with_apostrophe = Q(*(("name__contains", sign) for sign in APOSTROPHES), _connector=Q.OR)
    fill(nominees.filter(WITH_ETH | with_apostrophe), "folded", lambda nominee: search_key(nominee.name)[:400])
    fill(nominees.filter(WITH_ETH), "sort_key", lambda nominee: sort_key(nominee.name)[:1000])
    fill(nominees.filter(WITH_ETH).exclude(pk__in=decided), "name", lambda nominee: clean(nominee.name))
    fill(apps.get_model("awards", "Award").objects.filter(WITH_ETH), "sort_key", _with_name_anew)


def _with_name_anew(award):
    """Return the key of the roll with the name's part anew, which is its end and as long as before."""
    of_name = sort_key(award.name)
    return award.sort_key[: -len(of_name)] + of_name


class Migration(migrations.Migration):
    dependencies = [("awards", "0019_searched_abbreviations"), ("units", "0026_one_letter_d")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
