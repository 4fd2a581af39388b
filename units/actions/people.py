"""Actions on accounts that exist: changing what is kept of a person, and taking back an account made by mistake."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from foundation.lifecycle import StateConflict
from foundation.vietnamese import appearance_key
from units import access
from units.acting import Acting
from units.actions.sign_in_codes import end_access
from units.history import record
from units.models import Event, Unit, User


@transaction.atomic
def describe_person(
    person: User,
    values: Mapping[str, Any],
    *,
    words: Mapping[str, list[str]],
    unit: Unit | None,
    by: Acting,
    reason: str = "",
) -> Event:
    """Write columns of a person: names, telephone, mail address, whether the account is in use. Return the event.

    `words`: what the history says of them, [before, after] by label; `unit`: in whose history. Raises ValidationError.
    """
    post = access.require_allowed(access.may_manage(by))
    locked = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if values.get("is_active") is False and locked.pk == by.user.pk:
        raise StateConflict(_("Không tự thôi dùng tài khoản của chính mình."))
    if "username" in values:
        _refuse_taken(values["username"], locked)
    for name, value in values.items():
        setattr(locked, name, value)
    locked.clean_fields(exclude=["password", "sort_key", "search_text"])
    locked.save()
    if not locked.is_active:
        end_access(locked)
    return record(locked, "admin_change", by=by, post=post, unit=unit, reason=reason, changes=dict(words))


def _refuse_taken(username: str, person: User) -> None:
    """Raise ValidationError if another's username looks like this one."""
    others = User.objects.exclude(pk=person.pk).values_list("username", flat=True)
    if appearance_key(username) in map(appearance_key, others):
        raise ValidationError({"username": _("Tên đăng nhập này đã có người dùng.")})
