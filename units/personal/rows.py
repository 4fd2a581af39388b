"""Which rows of the tables of units are about a person, and how a masking empties or deletes them."""

from __future__ import annotations

from django.contrib.admin.models import LogEntry
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from units.models import (
    EventPersonal,
    FormDraft,
    Import,
    ImportKind,
    ImportRow,
    MaskedText,
    Masking,
    OutgoingMail,
    Unit,
    User,
)
from units.personal.registry import Rows
from units.personal.subject import DataSubject, proving_events

IN_A_PIECE = 1_000
"""Texts that are deleted in one statement."""


def account(subject: DataSubject) -> Rows:
    return User.objects.filter(pk=subject.account.pk) if subject.account else User.objects.none()


def mask_account(rows: Rows, subject: DataSubject, masking: Masking) -> None:
    """Leave an account without name, address, telephone and password: nobody signs in with it again."""
    for person in rows:
        person.username, person.full_name = f"da-xoa-{person.pk}", _("Người đã xóa dữ liệu {n}").format(n=person.pk)
        person.email = person.phone = ""
        person.is_active, person.last_login = False, None
        person.failed_sign_ins, person.failed_from, person.failed_at = 0, "", None
        person.has_new_devices = False
        person.set_unusable_password()
        person.save()


def drafts(subject: DataSubject) -> Rows:
    own = Q(user=subject.account) if subject.account else Q(pk__in=[])
    return FormDraft.objects.filter(own | Q(pk__in=subject.rows_naming(FormDraft.objects.all(), "fields")))


IMPORT_TEXTS = ("name", "before", "after", "links", "reasons", "failure", "undo_failure")


def import_rows(subject: DataSubject) -> Rows:
    about = Q(pk__in=subject.rows_naming(ImportRow.objects.all(), *IMPORT_TEXTS))
    if subject.account:
        about |= Q(source__kind=ImportKind.PEOPLE, target=subject.account.pk)
    return ImportRow.objects.filter(about)


def empty_import_rows(rows: Rows, subject: DataSubject, masking: Masking) -> None:
    rows.update(name="", before={}, after={}, links={}, reasons=[])
    rows.exclude(failure="").update(failure=_("đã xóa"))
    rows.exclude(undo_failure="").update(undo_failure=_("đã xóa"))


def import_leftovers(subject: DataSubject) -> Rows:
    return Import.objects.filter(pk__in=subject.rows_naming(Import.objects.all(), "left_out"))


def empty_import_leftovers(rows: Rows, subject: DataSubject, masking: Masking) -> None:
    for imported in rows:
        imported.left_out = [row for row in imported.left_out if not subject.mentioned_in(row)]
        imported.save(update_fields=["left_out"])


def files_naming(subject: DataSubject) -> Rows:
    """Return the imports whose file names the person; the file itself goes with the import."""
    of_rows = Q(pk__in=import_rows(subject).values("source"))
    return Import.objects.filter(emptied_at=None).filter(of_rows | Q(pk__in=import_leftovers(subject)))


def contacts(subject: DataSubject) -> Rows:
    columns, near = ("contact_person", "phone", "email"), Unit.objects.filter(subject.nearby("path"))
    return Unit.objects.filter(pk__in=subject.rows_naming(near, *columns, own=True))


def empty_contacts(rows: Rows, subject: DataSubject, masking: Masking) -> None:
    for unit in rows:
        for column in ("contact_person", "phone", "email"):
            if subject.mentioned_in(getattr(unit, column)):
                setattr(unit, column, "")
        unit.save()


def mails(subject: DataSubject) -> QuerySet[OutgoingMail]:
    own = Q(person=subject.account) if subject.account else Q(pk__in=[])
    return OutgoingMail.objects.filter(
        own | Q(pk__in=subject.rows_naming(OutgoingMail.objects.all(), "address", "last_error"))
    )


def log_entries(subject: DataSubject) -> Rows:
    return LogEntry.objects.filter(user=subject.account) if subject.account else LogEntry.objects.none()


def that_prove_no_paper(rows: Rows, subject: DataSubject) -> Rows:
    return rows.exclude(proving_events())


def delete_texts(rows: Rows, subject: DataSubject, masking: Masking) -> None:
    """Delete texts of events: the database lets it happen only to those that a masking names first."""
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), IN_A_PIECE):
        piece = keys[start : start + IN_A_PIECE]
        MaskedText.objects.bulk_create(MaskedText(event_id=pk, masking=masking) for pk in piece)
        QuerySet(EventPersonal).filter(pk__in=piece).delete()
