"""Conditions of loading fictional data: DEBUG, and a database without units."""

from django.conf import settings
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from units.models import Unit


def refuse_in_use() -> None:
    """Raise CommandError outside DEBUG."""
    if not settings.DEBUG:
        raise CommandError(_("Dữ liệu minh họa chỉ nạp được khi DEBUG=1."))


def refuse_among_units() -> None:
    """Raise CommandError when the database has units."""
    if Unit.objects.exists():
        raise CommandError(_("Cơ sở dữ liệu đã có đơn vị; không trộn với dữ liệu minh họa."))
