"""Conditions of loading fictional data: DEBUG, a database without units, and a row by which all its papers say so."""

from datetime import date

from django.conf import settings
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from units.models import Term, Unit, vocabulary

NOTE = "Dữ liệu minh họa, không có giá trị pháp lý"


def refuse_in_use() -> None:
    """Raise CommandError outside DEBUG."""
    if not settings.DEBUG:
        raise CommandError(_("Dữ liệu minh họa chỉ nạp được khi DEBUG=1."))


def refuse_among_units() -> None:
    """Raise CommandError when the database has units."""
    if Unit.objects.exists():
        raise CommandError(_("Cơ sở dữ liệu đã có đơn vị; không trộn với dữ liệu minh họa."))


def mark_as_fictional() -> None:
    """Have every paper of the database say at its foot that it is fictional."""
    Term.objects.get_or_create(code=vocabulary.PAPER_NOTE, valid_from=date(2000, 1, 1), defaults={"text": NOTE})
    vocabulary.forget()
