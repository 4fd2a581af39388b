"""The action of saying how one can be reached, and one's union."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Model

from foundation.forms.edit_conflicts import NO_CHECK, lines_to_write
from units import access
from units.acting import Acting
from units.history import record
from units.models import Unit, User

OF_PERSON = ("phone", "email")
OF_UNIT = ("contact_person", "phone", "email")
IN_UNIT = "unit_"  # before the names of OF_UNIT, where a form has both


def stored_contacts(person: User, unit: Unit | None) -> dict[str, str]:
    """Return what is stored, by the name of the form's field."""
    own = {name: getattr(person, name) for name in OF_PERSON}
    return own | ({f"{IN_UNIT}{name}": getattr(unit, name) for name in OF_UNIT} if unit else {})


@transaction.atomic
def write_contacts(
    person: User, typed: Mapping[str, str], *, by: Acting | None, fingerprints: Mapping[str, str] = NO_CHECK
) -> int:
    """Write a person's own telephone and address, and those of the union acted for; return how many lines changed.

    Raises Forbidden, EditConflict.
    """
    unit = None
    if any(name.startswith(IN_UNIT) for name in typed):
        access.require_allowed(access.may_write_contact(by))
        assert by is not None, "as the rule says"
        unit = Unit.objects.select_for_update(no_key=True).get(pk=by.unit.pk)
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    changed = lines_to_write(typed, stored_contacts(person, unit), fingerprints)
    _write(person, {name: text for name, text in changed.items() if not name.startswith(IN_UNIT)}, by or person, None)
    if unit:
        of_unit = {name.removeprefix(IN_UNIT): text for name, text in changed.items() if name.startswith(IN_UNIT)}
        _write(unit, of_unit, by or person, unit)
    return len(changed)


def _write(row: Model, texts: dict[str, str], by: Acting | User, unit: Unit | None) -> None:
    if not texts:
        return
    labels = {field.name: str(field.verbose_name) for field in row._meta.fields}
    changes = {labels[name]: [getattr(row, name), text] for name, text in texts.items()}
    for name, text in texts.items():
        setattr(row, name, text)
    row.save(update_fields=list(texts))
    post = access.may_write_contact(by).post if isinstance(by, Acting) else None
    record(row, "admin_change", by=by, post=post, unit=unit, changes=changes)
