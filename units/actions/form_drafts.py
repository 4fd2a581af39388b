"""Keeps and drops drafts of forms. They are no acts: they leave no event, and nobody but their person sees them."""

from __future__ import annotations

from django.db import transaction

from foundation import clock
from foundation.forms.edit_conflicts import EditConflict
from foundation.forms.mark import Mark
from units.models import FormDraft

MOST = 50  # drafts of one person; the oldest go first


@transaction.atomic
def keep_draft(mark: Mark, fields: list[tuple[str, str]], *, version: int) -> int:
    """Keep what was typed in the form with this mark, and return the new version.

    `version` is the one that the page knows, 0 for none. Raises EditConflict when another page of the same person kept
    the form meanwhile, unless with the same content: a page whose answer got lost sends again.
    """
    row = {"fields": fields, "version": version + 1, "saved_at": clock.now()}
    drafts = FormDraft.objects.of(mark)
    if drafts.filter(version=version).update(**row):
        return version + 1
    names = {"user_id": mark.person, "acting": mark.acting, "address": mark.address}
    draft, created = FormDraft.objects.get_or_create(**names, defaults=row)
    if not created and draft.fields == [list(pair) for pair in fields]:
        return draft.version
    if not created:
        raise EditConflict
    of_person = FormDraft.objects.filter(user=mark.person).order_by("-saved_at", "-pk")
    FormDraft.objects.filter(pk__in=list(of_person.values_list("pk", flat=True)[MOST:])).delete()
    return version + 1


def drop_draft(mark: Mark) -> None:
    FormDraft.objects.of(mark).delete()
