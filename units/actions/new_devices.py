"""Telling a person of a sign-in from a browser that they never used before, and what they say to it."""

from __future__ import annotations

from django.db import transaction

from foundation.security_log import log_security
from units import outbox
from units.models import KnownDevice, MailKind, User


@transaction.atomic
def announce(device: KnownDevice, person: User) -> None:
    """Tell the person of a device that is new: on the desk, and by mail if they have an address.

    The first device of all is that of who took the account over.
    """
    if not KnownDevice.objects.filter(person=person).exclude(pk=device.pk).exists():
        return
    KnownDevice.objects.filter(pk=device.pk).update(is_new=True)
    User.objects.filter(pk=person.pk).update(has_new_devices=True)
    log_security("signed in from a new device", person=person.pk)
    if person.email and person.current_posts:
        outbox.post(MailKind.NEW_DEVICE, device, person, unit=person.current_posts[0].unit)


@transaction.atomic
def trust_devices(person: User) -> None:
    """Take the notice of new devices away: the person knows them."""
    KnownDevice.objects.filter(person=person, is_new=True).update(is_new=False)
    User.objects.filter(pk=person.pk).update(has_new_devices=False)


@transaction.atomic
def forget_new_devices(person: User) -> None:
    """Delete the devices that the person did not say they know: a stranger may have used the password that was."""
    KnownDevice.objects.filter(person=person, is_new=True).delete()
    User.objects.filter(pk=person.pk).update(has_new_devices=False)


@transaction.atomic
def forget_devices(person: User) -> None:
    """Delete all devices of a person whose password is another one now: nobody has proved which are theirs."""
    KnownDevice.objects.filter(person=person).delete()
    User.objects.filter(pk=person.pk).update(has_new_devices=False)


def forget_device(person: User, pk: int) -> bool:
    """Delete one of the person's devices: a sign-in from there is new again. Return False if there is none.

    A device that is new itself stays: whoever signed in there would take the notice of it away.
    """
    return bool(KnownDevice.objects.filter(person=person, pk=pk, is_new=False).delete()[0])
