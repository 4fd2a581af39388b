"""Names that people sign in by become what the form of signing in makes of them, so that everybody still gets in.

A name stays whose cleaned form is another person's.
"""

from django.db import migrations

from foundation.vietnamese import clean_line, search_key


def write(apps, schema_editor):
    people = apps.get_model("units", "User").objects
    for person in people.only("username", "full_name").order_by("pk").iterator(chunk_size=1_000):
        username = clean_line(person.username)
        if username != person.username and not people.filter(username=username).exists():
            text = search_key(f"{person.full_name} {username}")
            people.filter(pk=person.pk).update(username=username, search_text=text)


class Migration(migrations.Migration):
    dependencies = [("units", "0027_installation")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
