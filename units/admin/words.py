"""The admin screens of words: what types of unions, strands and things of the office are called."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest

from units import access
from units.acting import Acting
from units.admin_base.scoped import ScopedAdmin, ScreenGroup
from units.models import StrandName, Term, UnitType, vocabulary


class WordsAdmin(ScopedAdmin):
    """The Board of a root edits words; a sheet called before keeps those of its day.

    Their days are shown alone: a row without a successor would leave pages without a word, so a set ends with the next
    one (`manage.py load_set`).
    """

    group = ScreenGroup.ORGANISATION
    readonly_fields = ("valid_from", "valid_to")
    sortable_by = ()

    def may_change(self, by: Acting | None, obj: Any) -> access.Answer:
        return access.may_word(by)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        transaction.on_commit(vocabulary.forget)


@admin.register(UnitType)
class UnitTypeAdmin(WordsAdmin):
    rank = 6
    list_display = ("short", "plural", "organ", "valid_from", "valid_to")
    fields = ("short", "full", "plural", "organ", "valid_from", "valid_to")


@admin.register(StrandName)
class StrandNameAdmin(WordsAdmin):
    rank = 7
    list_display = ("name", "valid_from", "valid_to")
    fields = ("name", "valid_from", "valid_to")


@admin.register(Term)
class TermAdmin(WordsAdmin):
    rank = 8
    list_display = ("text", "valid_from", "valid_to")
    fields = ("text", "valid_from", "valid_to")
