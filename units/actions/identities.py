"""Actions that say which account a provider's subject opens."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from foundation import clock
from units import access
from units.acting import Acting
from units.history import record
from units.models import LinkedIdentity, User

LINK, UNLINK = "link_identity", "unlink_identity"  # verbs of the events


def link_own(person: User, subject: str) -> None:
    """Let the provider's subject open the person's own account. Raises ValidationError if it opens another."""
    _link(person, subject, by=person)


def unlink_own(person: User) -> bool:
    """Let no provider open the person's own account any more. Return False if none did."""
    return _unlink(person, by=person)


def write_identity(person: User, subject: str, *, by: Acting) -> None:
    """Let this subject open a person's account, or none if it is "". Raises ValidationError, Forbidden."""
    access.require_allowed(access.may_manage(by))
    if subject:
        _link(person, subject, by=by)
    else:
        _unlink(person, by=by)


@transaction.atomic
def _link(person: User, subject: str, *, by: Acting | User) -> None:
    columns = {"issuer": settings.OIDC_ISSUER, "subject": subject, "linked_at": clock.now()}
    try:
        with transaction.atomic():
            LinkedIdentity.objects.update_or_create(person=person, defaults=columns)
    except IntegrityError as error:
        raise ValidationError(_("Tài khoản ấy đã liên kết với một người khác.")) from error
    _record(person, LINK, by)


@transaction.atomic
def _unlink(person: User, *, by: Acting | User) -> bool:
    unlinked, _by_model = LinkedIdentity.objects.filter(person=person).delete()
    if unlinked:
        _record(person, UNLINK, by)
    return bool(unlinked)


def _record(person: User, verb: str, by: Acting | User) -> None:
    post, unit = (access.may_manage(by).post, by.unit) if isinstance(by, Acting) else (None, None)
    record(person, verb, by=by, post=post, unit=unit)
